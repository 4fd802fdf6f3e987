/**
 * Lives in an office that keeps changing the end of its credentials, drawn from a seed: courses are set, prolonged, put back and dropped anywhere, persons
 * are exempted and not any more, while people register, are approved, sign in, replace secrets and are identified. What may come of each act is worked out
 * from the plan of dates alone, and what has come of it is read from the journals.
 */
import type { PolicyChoice, SunsetCourseForm } from 'sportello'
import { seededRandom } from 'sportello/testing'
import { clocksOfRome, day, hour, midnight } from '../rules/civil/clocks-of-rome.ts'
import { minimalPdf } from '../rules/identity/minimal-pdf.ts'
import { anna, openCounter, operator, readSecrets, subscribed } from '../support/counter.ts'
import { type Act, actOf, acts, type Course, dayAfter, type Kind, never, type Person, SunsetPlan } from './sunset-plan.ts'

type Rule = 'INV-20' | 'INV-22' | 'INV-23' | 'INV-24' | 'INV-29' | 'open' | 'course' | 'told'
export type Flaw = { readonly rule: Rule; readonly what: string }
export type Life = { readonly flaws: readonly Flaw[]; readonly met: ReadonlyMap<string, number> }

const reason = 'Prot. 1.'
const title = { it: 'D.L. 76/2020', en: 'Decree-Law 76/2020' }
const forms = [
  { ...anna, birthDate: '1980-01-01' },
  // Eighteen on 20 April 2026.
  { ...anna, codiceFiscale: 'BNCNNA80A41L219J', email: 'bianca@example.it', birthDate: '2008-04-20' },
  { ...anna, codiceFiscale: 'RSSMRA80A01L219M', email: 'mario@example.it', birthDate: '1970-02-28' },
] as const
const choice = {
  maintenance: { audiences: { firms: { it: 'imprese', en: 'firms' } } },
  registration: { draftLifetimeMs: 60 * day },
  recovery: { linkMs: day, linksMax: 20 },
  pinRenewal: { openMs: 30 * day, startsMax: 100 },
  session: { idleMs: 60 * day, lifetimeMs: 60 * day },
  quota: { usesMax: 1_000 },
} satisfies PolicyChoice

type Answer = { readonly ok: true } | { readonly ok: false; readonly refusal: { readonly code: string } }
type Somebody = Person & {
  readonly form: (typeof forms)[number]
  accountId: string
  credentials: { readonly codiceFiscale: string; readonly pin: string; readonly password: string }
  token: string
  link: string
  pin: string
}
type Waiting = {
  readonly who: Somebody
  readonly id: string
  readonly ticket: string
  readonly audience: string
  isFiled: boolean
}

/** Plays the life of this seed. `tell` hears of each step, for looking into one. */
export async function playLife(seed: number, steps: number, tell: (line: string) => void = () => undefined): Promise<Life> {
  const chance = seededRandom(seed)
  const draw = (below: number): number => {
    const [a = 0, b = 0, c = 0] = chance.bytes(3)
    return (a * 65_536 + b * 256 + c) % below
  }
  const oneOf = <T>(items: readonly T[]): T => items[draw(items.length)] as T
  const oneIn = (count: number): boolean => draw(count) === 0
  const flaws: Flaw[] = []
  const met = new Map<string, number>()
  const meet = (what: string) => void met.set(what, (met.get(what) ?? 0) + 1)
  const flaw = (rule: Rule, what: string) => void flaws.push({ rule, what })

  const disuseMs = oneIn(2) ? 15 * day : null
  const counter = openCounter({
    policy: { ...choice, credential: { disuseMs, temporaryLifetimeMs: 60 * day } },
    seed: 1_000 + seed,
  })
  const { sportello, clock, mailer, storage } = counter
  const { registration, approval, session, recovery, pinRenewal, identification, credential, sunset, exemption } = sportello
  const people: Somebody[] = []
  for (const form of forms) {
    const { accountId, credentials } = await subscribed(counter, form as unknown as typeof anna)
    const [year = 0, month = 0, date = 0] = form.birthDate.split('-').map(Number)
    people.push({ form, accountId, credentials, born: [year, month, date], granted: null, token: '', link: '', pin: '' })
  }
  const plan = new SunsetPlan()
  const requests: Waiting[] = []
  let count = 0
  const next = (): number => {
    count += 1
    return count
  }

  type Credential = { readonly status: string; readonly lastUsedAt: number | null; readonly disuseAt: number | null }
  const credentialOf = (who: Somebody): Credential => {
    const row = storage.contents().records.find(({ key }) => key.endsWith(`/credential/${who.accountId}`))
    return row === undefined ? { status: 'none', lastUsedAt: null, disuseAt: null } : (JSON.parse(row.state) as Credential)
  }
  const isDisused = ({ status, disuseAt }: Credential): boolean =>
    !['none', 'revoked'].includes(status) && disuseAt !== null && clock.now() >= disuseAt
  const journalled = () =>
    (storage.contents().journal as readonly { readonly key: string; readonly type: string; readonly sequence: number }[]).filter(
      ({ key }) => key.includes('/credential/'),
    )

  /** Does something for one person, with what the plan has to say of the answer and of each event that it has left. */
  async function act<A extends Answer>(
    wanted: Act | null,
    who: Somebody,
    audience: string,
    call: () => Promise<A>,
  ): Promise<A | null> {
    const at = clock.now()
    const before = new Set(journalled().map(({ key, sequence }) => `${key}#${sequence}`))
    const was = credentialOf(who)
    const wasDisused = isDisused(was)
    const over = wanted !== null && plan.isOver(wanted, who, audience, at)
    let answer: A
    try {
      answer = await call()
    } catch (cause) {
      flaw('INV-29', `${wanted} at ${at}: ${String(cause)}`)
      return null
    }
    const said = answer.ok ? 'ok' : answer.refusal.code
    tell(`  ${wanted} ${who.form.email} ${audience}: ${said}`)
    const name = `${wanted} of ${who.form.email} (${audience}) at ${at}`
    if (answer.ok && over) flaw(wanted === 'restoration' ? 'INV-23' : 'INV-22', `${name}: done though it has ended`)
    if (said === 'calendar/ended') {
      meet(`ended ${wanted}`)
      // What is lost together is replaced while each of the two can be.
      const isOther = wanted !== null && !over && !acts.some((other) => plan.isOver(other, who, audience, at))
      if (isOther) flaw('open', `${name}: refused as ended, and nothing has`)
    } else if (answer.ok) meet(`${over ? 'over' : plan.endOf(wanted ?? 'use', audience) <= at ? 'exempt' : 'before'} ${wanted}`)
    const events = journalled().filter(({ key, sequence }) => !before.has(`${key}#${sequence}`))
    for (const { key, type } of events) {
      const of = actOf[type]
      const whose = people.find(({ accountId }) => key.endsWith(`/${accountId}`))
      if (of !== undefined && whose !== undefined && plan.isOver(of, whose, audience, at))
        flaw('INV-22', `${name}: ${type} all the same`)
    }
    const now = credentialOf(who)
    if (wasDisused && !isDisused(now) && now.status !== 'none' && !events.some(({ type }) => type === 'CredentialIssued')) {
      meet('restored')
      if (plan.isOver('restoration', who, audience, at)) flaw('INV-23', `${name}: ${now.status} again`)
    }
    const isFull =
      answer.ok && wanted === 'use' && 'value' in answer && (answer.value as { readonly scope?: string }).scope === 'full'
    if (now.lastUsedAt !== was.lastUsedAt && !isFull && !events.some(({ type }) => type === 'CredentialIssued'))
      flaw('INV-24', `${name}: the last use has moved from ${was.lastUsedAt} to ${now.lastUsedAt}`)
    if (isFull && now.lastUsedAt !== at) flaw('INV-24', `${name}: a full sign-in has not moved it`)
    return answer
  }

  const mailed = async (kind: string, pattern: RegExp): Promise<string> => {
    const known = mailer.sent.length
    await sportello.relay()
    return (
      mailer.sent
        .slice(known)
        .flatMap(({ id, text }) => (id.includes(kind) ? (pattern.exec(text)?.[1] ?? []) : []))
        .at(-1) ?? ''
    )
  }
  const audienceOf = (): string => (oneIn(4) ? 'firms' : '')
  const options = (audience: string) => (audience === '' ? {} : { audience })

  async function signIn(who: Somebody, audience: string): Promise<void> {
    const answer = await act('use', who, audience, () => session.signIn(who.credentials, options(audience)))
    if (answer?.ok !== true) return
    who.token = (answer as unknown as { readonly value: { readonly token: string } }).value.token
  }

  // What the office does with its calendar.
  const wall = (at: number): string => {
    const { year, month, day: date } = clocksOfRome(at)
    const two = (value: number) => String(value).padStart(2, '0')
    return `${year}-${two(month)}-${two(date)}T00:00`
  }
  const someMidnight = (): number => {
    const { year, month, day: date } = clocksOfRome(clock.now())
    return midnight(year, month, date - 3 + draw(25))
  }
  async function setCourse(): Promise<void> {
    const audience = audienceOf()
    const use = oneIn(3) ? null : someMidnight()
    const drawn = Object.fromEntries(
      acts.map((act) => [act, act === 'use' ? use : oneIn(2) ? null : someMidnight()]),
    ) as Course['ends']
    const exempt = (['minor', 'no-italian-document', 'guardianship'] as const).filter(() => oneIn(2))
    const course: Course = { ends: drawn, exempt }
    const ends = Object.fromEntries(acts.map((act) => [act, drawn[act] === null ? null : wall(drawn[act] ?? 0)]))
    const reopens = oneIn(2) ? true : null
    const form = { operator, reason, title, ends, exempt, audience: audience === '' ? null : audience, means: ['spid'], reopens }
    const answer = await sunset.set(form as unknown as SunsetCourseForm)
    const said = answer.ok ? 'ok' : answer.refusal.code
    meet(`set ${said}`)
    tell(`  set ${audience} ${JSON.stringify(ends)} ${exempt.join()}: ${said}`)
    const isLate = use !== null && acts.some((act) => (drawn[act] ?? 0) > use)
    const isEmpty = acts.every((act) => drawn[act] === null)
    const expected = isEmpty
      ? 'sunset/form'
      : isLate
        ? 'sunset/after-last-use'
        : reopens === null && plan.reopens(audience, course, clock.now())
          ? 'sunset/reopens'
          : 'ok'
    if (said !== expected) flaw('course', `set at ${clock.now()}: ${said} instead of ${expected}`)
    if (answer.ok) plan.courses.set(audience, course)
  }
  async function dropCourse(): Promise<void> {
    const audience = audienceOf()
    const answer = await sunset.drop({ operator, reason, audience: audience === '' ? null : audience, reopens: true })
    meet(`drop ${answer.ok ? 'ok' : answer.refusal.code}`)
    if (answer.ok !== plan.courses.has(audience)) flaw('course', `dropped ${audience}: ${answer.ok}`)
    plan.courses.delete(audience)
  }
  async function exempt(): Promise<void> {
    const who = oneOf(people)
    const person = { operator, codiceFiscale: who.form.codiceFiscale, reason }
    if (who.granted !== null && oneIn(3)) {
      const answer = await exemption.revoke(person)
      if (answer.ok !== clock.now() < who.granted.until) flaw('course', `revoked at ${clock.now()}: ${answer.ok}`)
      if (answer.ok) who.granted = null
      return
    }
    const kind: Exclude<Kind, 'minor'> = oneOf(['no-italian-document', 'guardianship'])
    const last = oneIn(3) ? null : dayAfter(clock.now() + draw(20) * day)
    const document = { kind: 'passport', number: `YA${next()}`, expiresOn: '2030-01-01' } as const
    const answer = await exemption.grant({ ...person, kind, document, untilDay: last?.day ?? null })
    if (!answer.ok) return flaw('course', `granted at ${clock.now()}: ${answer.refusal.code}`)
    who.granted = { kind, until: last?.until ?? never }
    meet(`granted ${kind}`)
  }

  async function register(who: Somebody, audience: string): Promise<void> {
    const opened = await act('issue', who, audience, () => registration.open(who.form, options(audience)))
    if (opened?.ok !== true) return
    const { id, ticket, pinSecondHalf } = (opened as unknown as { value: { id: string; ticket: string; pinSecondHalf: string } })
      .value
    who.pin = pinSecondHalf
    requests.push({ who, id, ticket, audience, isFiled: false })
    await registration.addDocument(ticket, { type: 'identity-card', name: 'card.pdf' }, minimalPdf())
  }

  async function complete(request: Waiting | undefined): Promise<void> {
    if (request === undefined) return
    const { who, ticket, audience } = request
    const done = await act('issue', who, audience, () => registration.complete(ticket))
    if (done?.ok === true) request.isFiled = true
    else requests.splice(requests.indexOf(request), 1)
  }

  async function approve(request: Waiting | undefined): Promise<void> {
    if (request === undefined || !request.isFiled) return
    const { who, id, audience } = request
    const looked = await approval.dossier({ operator, id })
    if (!looked.ok) return
    const { approvableUntil, isTooLate, digest } = looked.value
    const over = plan.isOver('issue', who, audience, clock.now())
    if (over) meet('too late')
    if (isTooLate !== over) flaw('told', `${id} at ${clock.now()}: too late ${isTooLate}, by the plan ${over}`)
    const end = plan.endOf('issue', audience)
    const isWarned = clock.now() >= end && !over ? approvableUntil === null : (approvableUntil ?? never) === end
    if (!isWarned) flaw('told', `${id} at ${clock.now()}: until ${approvableUntil}, by the plan ${end}`)
    const done = await act('issue', who, audience, () => approval.approve({ operator, id, dossierDigest: digest }))
    if (done?.ok !== true) return
    who.accountId = (done as unknown as { value: { accountId: string } }).value.accountId
    requests.splice(requests.indexOf(request), 1)
    await sportello.relay()
    const letter = mailer.sent
      .filter(({ id: mail, text }) => mail.includes(`.${id}.`) && text.includes('Password temporanea'))
      .at(-1)
    if (letter === undefined) return
    const { password, firstHalf } = readSecrets(letter.text)
    who.credentials = { codiceFiscale: who.form.codiceFiscale, pin: firstHalf + who.pin, password }
  }

  async function recover(who: Somebody): Promise<void> {
    if (who.link === '') return
    const password = `Sorbetto.Limone${next()}x`
    const form = { token: who.link, pin: who.credentials.pin, password, confirmation: password }
    const done = await act('password-replacement', who, '', () => recovery.complete(form))
    who.link = ''
    if (done?.ok === true) who.credentials = { ...who.credentials, password }
  }

  const what: { readonly [name: string]: () => Promise<void> } = {
    register: async () => register(oneOf(people), audienceOf()),
    complete: async () => complete(requests.filter(({ isFiled }) => !isFiled).at(-1)),
    approve: async () => approve(oneOf(requests)),
    async 'file, and wait for the last issue'() {
      const who = oneOf(people)
      const { length } = requests
      await register(who, '')
      const request = requests[length]
      if (request === undefined) return
      await complete(request)
      const end = plan.endOf('issue', '')
      if (end < clock.now() + 30 * day) clock.set(Math.max(clock.now(), end - draw(2)))
      await approve(request)
    },
    'sign in': async () => signIn(oneOf(people), audienceOf()),
    async 'use a session'() {
      const who = oneOf(people)
      const audience = audienceOf()
      const checked = await act(null, who, audience, () => session.check(who.token, options(audience)))
      if (checked?.ok === true && plan.isOver('use', who, audience, clock.now()))
        flaw('INV-22', `a session of ${who.form.email} lives at ${clock.now()}`)
      meet(`session ${checked?.ok}`)
    },
    async 'ask for a recovery'() {
      const who = oneOf(people)
      const { codiceFiscale } = who.form
      const asked = await act(null, who, '', () => recovery.request({ codiceFiscale }))
      if (asked?.ok !== true) return meet('ended password-replacement')
      const link = await mailed('.recovery.', /\/recovery#token=(\S+)/)
      if (link === '') return
      if (plan.isOver('password-replacement', who, '', clock.now())) flaw('INV-20', `a link was mailed at ${clock.now()}`)
      who.link = link
      if (oneIn(3)) return
      clock.advance(draw(24) * hour)
      await recover(who)
    },
    recover: async () => recover(oneOf(people)),
    async 'renew the PIN'() {
      const who = oneOf(people)
      const { codiceFiscale, password } = who.credentials
      const started = await act(null, who, '', () => pinRenewal.start({ codiceFiscale, password }))
      if (started?.ok !== true) return meet('ended pin-replacement')
      const half = await mailed('.pin-renewal.', /PIN, prime 4 cifre: (\d{4})/)
      if (half === '') return
      if (plan.isOver('pin-replacement', who, '', clock.now())) flaw('INV-20', `a half was mailed at ${clock.now()}`)
      if (oneIn(2)) clock.advance(draw(10) * day)
      const pin = half + (started as unknown as { value: { pinSecondHalf: string } }).value.pinSecondHalf
      const done = await act('pin-replacement', who, '', () => pinRenewal.conclude({ codiceFiscale, password, pin }))
      if (done?.ok === true) who.credentials = { ...who.credentials, pin }
    },
    async identify() {
      const who = oneOf(people)
      const was = credentialOf(who)
      const wanted = isDisused(was) ? 'restoration' : was.status === 'temporary' ? 'first-credentials' : 'password-replacement'
      const document = { kind: 'passport', number: 'YA0000000', expiresOn: '2030-01-01' } as const
      const form = {
        operator,
        codiceFiscale: who.form.codiceFiscale,
        point: 'office',
        document,
        reason,
        identifiedAt: clock.now(),
      }
      const done = await act(wanted, who, '', () => identification.record(form))
      if (done?.ok !== true) return
      const { ticket } = (done as unknown as { value: { ticket: string } }).value
      const shown = await identification.showPinHalf(ticket)
      await sportello.relay()
      const letter = mailer.sent.filter(({ id }) => id.includes('.identification.')).at(-1)
      if (!shown.ok || letter === undefined) return
      const { password, firstHalf } = readSecrets(letter.text)
      who.credentials = { ...who.credentials, password, pin: firstHalf + shown.value.pinSecondHalf }
    },
    async 'change the password'() {
      const who = oneOf(people)
      if (who.token === '') return
      const chosen = `Sorbetto.Arancio${next()}x`
      const form = { token: who.token, current: who.credentials.password, next: chosen, confirmation: chosen }
      const done = await act(null, who, '', () => credential.changePassword(form))
      if (done?.ok === true) who.credentials = { ...who.credentials, password: chosen }
    },
    async phase() {
      const who = oneOf(people)
      const { acts: found } = await sunset.phase({})
      for (const one of acts) {
        const end = plan.endOf(one, '')
        const is = clock.now() >= end ? 'ended' : 'open'
        if (found[one].is !== is)
          flaw('told', `${one} is ${found[one].is} at ${clock.now()}, by the plan ${is} (${who.form.email})`)
      }
    },
    async sweep() {
      await act(null, oneOf(people), '', async () => {
        await sportello.retention.sweep()
        return { ok: true }
      })
    },
    set: setCourse,
    'set another': setCourse,
    drop: async () => (oneIn(3) ? dropCourse() : undefined),
    exempt,
  }
  for (let step = 0; step < steps; step += 1) {
    clock.advance(oneOf([1, hour, 7 * hour, day, 2 * day, 4 * day]))
    // A date is met to the millisecond.
    if (oneIn(4)) {
      const dates = [...plan.courses.values()].flatMap(({ ends }) => Object.values(ends)).filter((end) => end !== null)
      const coming = dates.filter((end) => end > clock.now() + 1)
      if (coming.length > 0) clock.set(Math.min(...coming) - draw(2))
    }
    const name = oneOf(Object.keys(what))
    tell(`${step} ${new Date(clock.now()).toISOString()} ${name}`)
    await what[name]?.()
  }
  return { flaws, met }
}
