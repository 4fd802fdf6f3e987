/**
 * Lives in an office that keeps changing its calendar, drawn from a seed: windows are planned, opened, prolonged, closed and cancelled anywhere, while
 * people register, sign in, renew, recover, move and are suspended. What may come of each act is worked out from the plan of windows alone.
 */
import { type Commit, defaultPolicy, type MaintenancePlanForm, type PolicyChoice, type Storage } from 'sportello'
import { recordingMailer, seededRandom } from 'sportello/testing'
import { clocksOfRome, day, deadlineByHand, hour, midnight } from '../rules/civil/clocks-of-rome.ts'
import { minimalPdf } from '../rules/identity/minimal-pdf.ts'
import { anna, type Counter, openCounter, operator, readSecrets, subscribed } from '../support/counter.ts'
import { type Scene, scene, staged } from '../support/interleaving.ts'
import { flawsOf, type Row, rowsOf } from '../support/soundness.ts'
import {
  type Begun,
  covered,
  institutional,
  never,
  type Person,
  type Planned,
  type Predicate,
  WindowPlan,
} from './window-plan.ts'

/** What a flaw is against: an invariant of docs/threat-model.md, or a rule of docs/maintenance.md. */
export const judged = [
  ...(['INV-20', 'INV-21', 'INV-23', 'INV-29'] as const),
  ...(['calendar', 'closed', 'held', 'protection', 'sign-in', 'told', 'soundness'] as const),
] as const
type Rule = (typeof judged)[number]

export type Flaw = { readonly rule: Rule; readonly what: string }

export type Life = { readonly flaws: readonly Flaw[]; readonly met: ReadonlyMap<string, number> }

const minute = 60_000
const termMs = 20 * day
const forms = [
  anna,
  { ...anna, surname: 'Bianchi', codiceFiscale: 'BNCNNA80A41L219J', email: `bianca@${institutional}` },
  { ...anna, surname: 'Rossi', name: 'Mario', codiceFiscale: 'RSSMRA80A01L219M', sex: 'M', email: 'mario@example.it' },
] as const

const choice = {
  pecChange: { receipts: 'none', sharedPec: 'allow', linksMax: 20 },
  emailChange: { institutionalDomains: [institutional], linkLifetimeMs: termMs, linksMax: 20 },
  recovery: { linkMs: day, linksMax: 20 },
  pinRenewal: { openMs: termMs, startsMax: 100 },
  registration: { draftLifetimeMs: termMs },
  quota: { usesMax: 1_000 },
  retention: { closedMs: 5 * day, unknownAccountMs: 5 * day },
} satisfies PolicyChoice

/** Every feature, with whether it can be closed for some alone. */
const features: { readonly [feature: string]: 'personal' | 'whole' } = {
  ...{ registration: 'personal', 'sign-in': 'personal', 'password-change': 'personal', revocation: 'personal' },
  ...{ recovery: 'personal', 'pin-renewal': 'personal', 'email-change': 'personal', 'email-validation': 'personal' },
  ...{ 'pec-change': 'personal', 'pec-validation': 'personal', assistance: 'whole', 'desk-approval': 'whole' },
  ...{ 'desk-reissue': 'whole', 'desk-identification': 'whole', 'desk-revocation': 'whole', 'desk-reactivation': 'whole' },
  ...{ 'desk-assistance': 'whole', 'desk-rebinding': 'whole', 'desk-import': 'whole', 'desk-addresses': 'whole' },
}
/** What no window of these lives closes. */
const untouched = [
  ...['federated-sign-in', 'desk-federation', 'desk-exemption', 'delegation', 'desk-delegation', 'desk-authorisation'],
] as const
/** What seed 000 closes, and what concludes. */
const often: ReadonlySet<string> = new Set([
  ...['registration', 'recovery', 'pin-renewal', 'email-change', 'email-validation', 'pec-validation', 'revocation'],
])
const procedures = ['registration', 'email-change', 'pec-change', 'recovery', 'pin-renewal', 'correction'] as const

async function beginning(counter: Counter) {
  const people: { readonly accountId: string; readonly credentials: Credentials }[] = []
  for (const form of forms) people.push(await subscribed(counter, form as typeof anna))
  return people
}
let begun: Promise<Scene<Awaited<ReturnType<typeof beginning>>>> | undefined

type Credentials = { readonly codiceFiscale: string; readonly pin: string; readonly password: string }
/** What was known of somebody from an instant on. */
type Known = { readonly at: number; readonly facts: Person }
type Somebody = {
  readonly accountId: string
  readonly registered: string
  credentials: Credentials
  readonly known: Known[]
  token: string
  /** Since when he must be identified in person, by what the plan says; null where he need not. */
  due: number | null
}
/** A link, a ticket or two halves, with how long they work. */
type Term = { readonly sentAt: number; readonly lastsMs: number; readonly secret: string }
type Run = Begun & {
  /** The kind and the id of its record. */
  readonly row: string
  readonly who: Somebody | null
  readonly known: readonly Known[]
  readonly terms: Term[]
  /** Why nothing comes of it any more. */
  dead: string | null
}
type Answer = { readonly ok: true } | { readonly ok: false; readonly refusal: { readonly code: string } }
type Closed = { readonly feature: string; readonly until: number | null }

const openStatuses: ReadonlySet<string> = new Set([
  'drafting',
  'started',
  'requested',
  'awaiting-receipt',
  'awaiting-confirmation',
])
const domainIn = (email: string): string => email.slice(email.lastIndexOf('@') + 1)

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
  const meet = (what: string) => met.set(what, (met.get(what) ?? 0) + 1)
  const flaw = (rule: Rule, what: string) => void flaws.push({ rule, what })

  begun ??= scene(beginning)
  const { cast, at: start } = await begun
  const world = await staged(await begun)
  const mailer = recordingMailer()
  let commits = 0
  let changes = 0
  const storage: Storage = {
    ...world.storage,
    async commit(commit: Commit) {
      const outcome = await world.storage.commit(commit)
      changes += 1
      if (outcome.ok && (commit.writes.length > 0 || commit.outbox.length > 0)) commits += 1
      return outcome
    },
    erase(...given: Parameters<Storage['erase']>) {
      changes += 1
      return world.storage.erase(...given)
    },
  }
  // In some lives credentials end by themselves.
  const lifetimeMs = oneIn(3) ? (20 + draw(40)) * day : null
  const policy = { ...choice, credential: { lifetimeMs } }
  const counter = openCounter({ storage, documents: world.documents, mailer, policy, seed: 1_000 + seed })
  const { sportello, clock } = counter
  const { maintenance, session, credential, recovery, pinRenewal, emailChange, pecChange, registration } = sportello
  clock.set(start + draw(48) * hour)

  const plan = new WindowPlan()
  const runs: Run[] = []
  const people: Somebody[] = cast.map(({ accountId, credentials }, i) => ({
    ...{ accountId, credentials, registered: domainIn(forms[i]?.email ?? ''), known: [], token: '', due: null },
  }))
  const looked = /\/(?:credential|registration|recovery|pin-renewal|email-change|pec-change)\//
  let readAt = -1
  let read: ReadonlyMap<string, Row> = new Map()
  const rows = (): ReadonlyMap<string, Row> => {
    if (readAt === changes) return read
    const { records, ...rest } = world.storage.contents()
    const found = rowsOf({ ...rest, records: records.filter(({ key }) => looked.test(key)) })
    read = new Map(found.map((row) => [`${row.kind}/${row.id}`, row]))
    readAt = changes
    return read
  }
  let stored = rows()

  const factsOf = ({ known }: Pick<Run, 'known'>): Person => known.at(-1)?.facts ?? { mailbox: '', registered: '', state: 'none' }
  /** What is true of people now, from their rows. */
  function observe(): void {
    stored = rows()
    for (const who of people) {
      const value = stored.get(`credential/${who.accountId}`)?.value ?? {}
      const personal = (value['personal'] ?? null) as { readonly email: string; readonly registeredWith: string | null } | null
      const ends = [value['expiresAt'], value['temporaryUntil']].filter((end) => typeof end === 'number')
      const status = String(value['status'] ?? 'none')
      const isOver = !['none', 'revoked'].includes(status) && ends.some((end) => clock.now() >= end)
      const facts = {
        mailbox: personal === null ? '' : domainIn(personal.email),
        registered: personal?.registeredWith ?? '',
        state: isOver ? 'expired' : status,
      }
      if (JSON.stringify(facts) !== JSON.stringify(who.known.at(-1)?.facts)) who.known.push({ at: clock.now(), facts })
    }
  }
  observe()

  /** What somebody was from then until now. */
  const since = ({ known }: Pick<Run, 'known'>, at: number): readonly Person[] =>
    known.filter((_, i) => (known[i + 1]?.at ?? never) >= at).map(({ facts }) => facts)

  /** What became of a procedure: surely, or where it depends on when it was looked at, perhaps. What was over before a window meets nothing. */
  function endOf(run: Run) {
    const now = clock.now()
    const ends = since(run, run.begunAt).map((facts) => plan.endOf(run, facts))
    const passed = ends.filter((end) => end !== null && end.at <= now)
    const outs = passed.map((end) => run.terms.every((term) => isOut(run, term, end?.at) === true))
    const maybe = passed.map((end) => run.terms.every((term) => isOut(run, term, end?.at) !== false))
    const [first = null] = ends
    // A predicate is asked when somebody comes upon the procedure, at its end or later.
    const isSure = ends.every((end) => end?.window === first?.window) && !maybe.includes(true)
    const fates = passed.map((end) => end?.fate)
    return { sure: isSure && first !== null && first.at <= now ? first : null, perhaps: outs.includes(false), fates }
  }
  const shut = (feature: string, person: Person): number | null => plan.closedFor(feature, person, clock.now())
  const unsure = 'unsure' as const

  /** Until when its terms stand still now, by all that its person was meanwhile; null where they run. */
  const waitsUntil = (run: Run): readonly (number | null)[] =>
    since(run, run.begunAt).map((facts) => plan.heldUntil(run, facts, clock.now()))

  /** Whether its terms stand still now. */
  function isHeld(run: Run): boolean | typeof unsure {
    const answers = waitsUntil(run).map((until) => until !== null)
    return answers.every((answer) => answer === answers[0]) ? (answers[0] ?? false) : unsure
  }

  /** Whether a term has run out, by the time in which it did not stand still. */
  function isOut(run: Run, { sentAt, lastsMs }: Term, at = clock.now()): boolean | typeof unsure {
    const rests = since(run, run.begunAt).map((facts) => lastsMs - (at - sentAt - covered(plan.heldOf(run, facts), sentAt, at)))
    const [least, most] = [Math.min(...rests), Math.max(...rests)]
    return least > 0 ? false : most <= 0 ? true : unsure
  }

  /** An act of a feature, with what the plan has to say of its answer. */
  async function act<A extends Answer>(
    feature: string | null,
    who: Pick<Run, 'known'> | null,
    call: () => Promise<A>,
    run: Run | null = null,
  ): Promise<A> {
    const now = clock.now()
    const before = commits
    const person = who === null ? null : factsOf(who)
    const forAll = feature === null ? null : plan.closedForAll(feature, now)
    const forHim = feature === null || person === null ? forAll : plan.closedFor(feature, person, now)
    const answer = await call()
    tell(`  ${feature}: ${answer.ok ? 'ok' : JSON.stringify(answer.refusal)}`)
    const name = `${feature ?? 'never closed'} at ${now}`
    if (answer.ok) {
      if (forHim !== null) flaw('closed', `${name}: done though closed until ${forHim}`)
      return answer
    }
    const { code } = answer.refusal
    if (code !== 'calendar/closed') {
      if (forAll !== null) flaw('INV-21', `${name}: ${code} instead of what everybody hears`)
      return answer
    }
    meet(`closed ${feature}`)
    const { feature: named, until } = answer.refusal as unknown as Closed
    const told = until ?? never
    if (commits !== before) flaw('INV-21', `${name}: refused as closed, and something was stored`)
    if (feature === null) flaw('protection', `${name}: refused as closed`)
    else if (forAll === null && run !== null && named === run.procedure && waitsUntil(run).includes(told))
      meet(`waits ${run.procedure}`)
    // Whoever comes upon his procedure first after a window has ended it must be identified: he is judged as one who is suspended.
    else if (named === feature && run !== null && person !== null && endOf(run).fates.includes('re-identify')) {
      const asDue = plan.closedFor(feature, { ...person, state: 'suspended' }, now)
      if (told !== forHim && told !== asDue)
        flaw('closed', `${name}: refused until ${told}, by the plan until ${forHim} or ${asDue}`)
    } else if (named !== feature || told !== (forAll ?? forHim)) {
      flaw('closed', `${name}: ${named} refused until ${told}, by the plan until ${forAll ?? forHim}`)
    }
    if (feature === 'sign-in') meet('sign-in closed')
    return answer
  }

  const somebody = (): Somebody => (oneIn(3) ? oneOf(people) : (people[0] as Somebody))
  const about = ({ credentials: { codiceFiscale } }: Somebody) => ({ operator, codiceFiscale, reason: 'Chiesto.' })
  let count = 0
  const next = (): number => (count += 1)

  async function signIn(who: Somebody): Promise<string> {
    const { state } = factsOf(who)
    const answer = await act('sign-in', who, () => session.signIn(who.credentials))
    if (answer.ok) {
      if (who.due !== null) flaw('INV-20', `signed in at ${clock.now()}, to be identified since ${who.due}`)
      if (state === 'expired') flaw('INV-23', `signed in at ${clock.now()} with a credential that has ended`)
      if (state !== 'active' && state !== 'temporary') flaw('soundness', `signed in while ${state}`)
      who.token = answer.value.token
      meet('signed in')
    }
    return who.token
  }

  /** Something has begun, in place of what was there of its kind. */
  function begin(run: Omit<Run, 'dead' | 'begunAt' | 'known'>, term: Omit<Term, 'sentAt'>, known?: readonly Known[]): void {
    const { procedure, row, who } = run
    for (const other of runs)
      if (other.dead === null && other.procedure === procedure && other.who === who && who !== null) other.dead = 'superseded'
    const now = clock.now()
    runs.push({
      procedure,
      row,
      who,
      begunAt: now,
      known: known ?? who?.known ?? [],
      terms: [{ ...term, sentAt: now }],
      dead: null,
    })
    meet(`begun ${procedure}`)
  }

  /** Concludes something, with what must come of it. */
  async function conclude(run: Run, term: Term, feature: string, call: () => Promise<Answer>): Promise<boolean> {
    observe()
    const { sure, perhaps } = endOf(run)
    const [held, out, closed] = [isHeld(run), isOut(run, term), shut(feature, factsOf(run))]
    const wasDead = run.dead
    const answer = await act(feature, run, call, run)
    const said = answer.ok ? 'done' : answer.refusal.code
    const name = `${run.row}, begun ${run.begunAt}, at ${clock.now()}`
    meet(`${run.procedure} ${said}`)
    if (answer.ok) {
      if (sure !== null) flaw('INV-20', `${name}: succeeded, void by ${sure.window} since ${sure.at}`)
      if (wasDead !== null) flaw('INV-20', `${name}: succeeded after ${wasDead}`)
      if (held === true) flaw('held', `${name}: succeeded while it stood still`)
      if (out === true) flaw('held', `${name}: succeeded after its term`)
      run.dead = 'done'
      if (covered(plan.heldOf(run, factsOf(run)), term.sentAt, clock.now()) > 0) meet(`ran on ${run.procedure}`)
      if (covered(plan.heldOf(run, factsOf(run)), term.sentAt, clock.now()) > 0 && clock.now() > term.sentAt + term.lastsMs)
        meet('longer by what it stood still')
      return true
    }
    const isSureToWork = wasDead === null && !perhaps && held === false && out === false && closed === null
    // Where the way to it is in doubt: no session, or a delay after attempts that failed.
    const isInDoubt = said.startsWith('session/') || said === 'pin-renewal/refused' || said === 'calendar/closed'
    if (isSureToWork && !isInDoubt) flaw('held', `${name}: ${said}, though its term has not run out`)
    return false
  }

  const mailsOf = (part: string) => mailer.sent.filter(({ id }) => id.includes(part))
  /** The link of a change that was mailed last. */
  const linkOf = (id: string): string =>
    mailsOf(`.${id}.`)
      .filter((mail) => /\.link-\d+$/.test(mail.id))
      .flatMap(({ text }) => /#token=(\S+)/.exec(text)?.[1] ?? [])
      .at(-1) ?? ''
  const running = (...names: readonly string[]): Run | undefined => {
    const found = runs.filter(({ procedure, dead }) => names.includes(procedure) && (dead === null || oneIn(4)))
    return found.at(-1 - draw(Math.min(3, found.length || 1)))
  }
  /** Notes what of a person's is over by an act that ends it. */
  const ends = (who: Somebody, why: string, isMeant: (run: Run) => boolean = () => true): void => {
    for (const run of runs) if (run.who === who && isMeant(run)) run.dead ??= why
  }

  async function click(run: Run, term: Term): Promise<void> {
    const isMail = run.procedure === 'email-change'
    const feature = isMail ? 'email-validation' : 'pec-validation'
    const isDone = await conclude(run, term, feature, () => (isMail ? emailChange : pecChange).confirm(term.secret))
    // Who has another mailbox begins anew with what went to the one before.
    if (isDone && isMail && run.who !== null)
      ends(run.who, 'mailbox', ({ procedure }) => ['recovery', 'pin-renewal'].includes(procedure))
  }

  const acts: { readonly [name: string]: () => Promise<unknown> } = {
    'sign in': async () => signIn(somebody()),
    async 'change the password'() {
      const who = somebody()
      const token = await signIn(who)
      if (token === '') return
      const chosen = `Sorbetto.Arancio${next()}x`
      const form = { token, current: who.credentials.password, next: chosen, confirmation: chosen }
      const answer = await act('password-change', who, () => credential.changePassword(form))
      if (!answer.ok) return
      who.credentials = { ...who.credentials, password: chosen }
      ends(who, 'password')
    },
    async 'begin a renewal'() {
      const who = somebody()
      const { codiceFiscale, password } = who.credentials
      const isInside = oneIn(2)
      const token = isInside ? await signIn(who) : ''
      if (isInside && token === '') return
      observe()
      const closed = shut('pin-renewal', factsOf(who))
      const mails = mailsOf('.pin-renewal.').length
      const started = isInside
        ? await act('pin-renewal', who, () => pinRenewal.start({ token, password }))
        : await act('pin-renewal', null, () => pinRenewal.start({ codiceFiscale, password }))
      if (!started.ok) return
      await sportello.relay()
      const half = /PIN, prime 4 cifre: (\d{4})/.exec(mailsOf('.pin-renewal.').slice(mails).at(-1)?.text ?? '')?.[1]
      if (half === undefined) return void meet(closed === null ? 'no half' : 'told by mail that renewals are closed')
      if (closed !== null) return void flaw('closed', `a half was mailed at ${clock.now()}, closed until ${closed}`)
      const run = { procedure: 'pin-renewal', row: `pin-renewal/${who.accountId}`, who, terms: [] }
      begin(run, { lastsMs: termMs, secret: half + started.value.pinSecondHalf })
    },
    async 'conclude a renewal'() {
      const run = running('pin-renewal')
      const term = run?.terms.at(-1)
      if (run === undefined || term === undefined || run.who === null) return
      const { who } = run
      const { codiceFiscale, password } = who.credentials
      const token = oneIn(2) ? await signIn(who) : null
      if (token === '') return
      const [pin, form] = [term.secret, token === null ? { codiceFiscale, password } : { token }]
      const isDone = await conclude(run, term, 'pin-renewal', () => pinRenewal.conclude({ ...form, pin }))
      if (!isDone) return
      who.credentials = { ...who.credentials, pin }
      ends(who, 'renewal')
    },
    async 'ask for a recovery'() {
      const who = somebody()
      observe()
      const closed = shut('recovery', factsOf(who))
      const mails = mailsOf('.recovery.').length
      const answer = await act('recovery', null, () => recovery.request({ codiceFiscale: who.credentials.codiceFiscale }))
      if (!answer.ok) return
      await sportello.relay()
      const link = mailsOf('.recovery.')
        .slice(mails)
        .flatMap(({ text }) => /#token=(\S+)/.exec(text)?.[1] ?? [])
        .at(-1)
      if (link === undefined) {
        // Where nobody may have a link the record begins anew with one that nobody was sent.
        const isOfHis = (run: Run) => run.procedure === 'recovery' && run.who === who && run.dead === 'calendar'
        if (closed === null) for (const run of runs.filter(isOfHis)) run.dead = 'superseded'
        return void meet(closed === null ? 'no link' : 'told by mail that recovery is closed')
      }
      if (closed !== null) return void flaw('closed', `a link was mailed at ${clock.now()}, closed until ${closed}`)
      begin({ procedure: 'recovery', row: `recovery/${who.accountId}`, who, terms: [] }, { lastsMs: day, secret: link })
    },
    async recover() {
      const run = running('recovery')
      const term = run?.terms.at(-1)
      if (run === undefined || term === undefined || run.who === null) return
      const { who } = run
      const password = `Sorbetto.Limone${next()}x`
      const form = { token: term.secret, pin: who.credentials.pin, password, confirmation: password }
      if (!(await conclude(run, term, 'recovery', () => recovery.complete(form)))) return
      who.credentials = { ...who.credentials, password }
      ends(who, 'recovery')
    },
    async 'ask for another mailbox'() {
      const who = somebody()
      const token = await signIn(who)
      if (token === '') return
      const { pin, password } = who.credentials
      const email = `casella.${next()}@${oneIn(3) ? institutional : 'example.org'}`
      const answer = await act('email-change', who, () =>
        emailChange.request({ token, pin, password, email, confirmation: email }),
      )
      if (!answer.ok) return
      await sportello.relay()
      const { id } = answer.value
      begin({ procedure: 'email-change', row: `email-change/${id}`, who, terms: [] }, { lastsMs: termMs, secret: linkOf(id) })
    },
    async 'ask for another PEC'() {
      const who = somebody()
      const token = await signIn(who)
      if (token === '') return
      const { pin, password } = who.credentials
      const pec = `pec.${next()}@pec.example.org`
      const answer = await act('pec-change', who, () => pecChange.request({ token, pin, password, pec, confirmation: pec }))
      if (!answer.ok) return
      await sportello.relay()
      const { id } = answer.value
      const lastsMs = deadlineByHand(clock.now()).deadline - clock.now()
      begin({ procedure: 'pec-change', row: `pec-change/${id}`, who, terms: [] }, { lastsMs, secret: linkOf(id) })
    },
    async 'have a link sent again'() {
      const run = running('email-change')
      if (run === undefined || run.who === null || run.dead !== null) return
      const token = await signIn(run.who)
      if (token === '') return
      const answer = await act('email-change', run.who, () => emailChange.resend({ token }), run)
      if (!answer.ok) return
      if (endOf(run).sure !== null) flaw('INV-20', `${run.row}: a link was sent again after its end`)
      await sportello.relay()
      run.terms.push({ sentAt: clock.now(), lastsMs: termMs, secret: linkOf(run.row.slice('email-change/'.length)) })
    },
    async 'click a link'() {
      const run = running('email-change', 'pec-change')
      if (run === undefined || run.who === null) return
      await click(run, oneOf(run.terms))
    },
    async 'give up a change'() {
      const run = running('email-change', 'pec-change')
      if (run === undefined || run.who === null) return
      const token = await signIn(run.who)
      if (token === '') return
      const room: { readonly cancel: (form: { readonly token: string }) => Promise<Answer> } =
        run.procedure === 'email-change' ? emailChange : pecChange
      const answer = await act(null, null, () => room.cancel({ token }))
      if (answer.ok) ends(run.who, 'cancelled', ({ procedure }) => procedure === run.procedure)
    },
    async suspend() {
      const who = somebody()
      observe()
      const { state } = factsOf(who)
      const answer = await act(null, null, () =>
        credential.suspend({ ...about(who), cause: oneOf(['theft-suspected', 'office'] as const) }),
      )
      if (answer.ok) {
        meet('suspended')
        ends(who, 'suspension')
      } else if (state === 'active' || state === 'temporary')
        flaw('protection', `the office cannot suspend: ${answer.refusal.code}`)
    },
    async 'suspend oneself'() {
      const who = somebody()
      const token = await signIn(who)
      if (token === '') return
      const answer = await act(null, null, () => credential.suspendOwn({ token, reason: 'Temo un furto.' }))
      if (answer.ok) ends(who, 'suspension')
    },
    async reactivate() {
      const who = somebody()
      const { state } = factsOf(who)
      const answer = await act('desk-reactivation', null, () => credential.reactivate(about(who)))
      if (!answer.ok) return
      if (who.due !== null) flaw('INV-20', `reactivated at ${clock.now()}, to be identified since ${who.due}`)
      observe()
      if (state === 'expired' && factsOf(who).state !== 'expired')
        flaw('INV-23', `${factsOf(who).state} at ${clock.now()} though it has ended`)
      ends(who, 'reactivation')
    },
    async identify() {
      const who = somebody()
      const document = { kind: 'identity-card', number: 'CA12345AA', expiresOn: '2060-01-01' } as const
      const form = { ...about(who), identifiedAt: clock.now(), point: 'office', document }
      const answer = await act('desk-identification', null, () => sportello.identification.record(form))
      if (!answer.ok) return
      meet(who.due === null ? 'identified' : 'identified as was due')
      who.due = null
      ends(who, 'identification')
      const shown = await act(null, null, () => sportello.identification.showPinHalf(answer.value.ticket))
      await sportello.relay()
      const { password, firstHalf } = readSecrets(mailsOf('.identification.').at(-1)?.text ?? '')
      if (shown.ok) who.credentials = { ...who.credentials, password, pin: firstHalf + shown.value.pinSecondHalf }
    },
    async 'end sessions'() {
      const who = somebody()
      const token = await signIn(who)
      if (token === '') return
      const answer = await act(null, null, () => credential.endSessions({ token }))
      if (answer.ok) ends(who, 'sessions')
    },
    async revoke() {
      const who = oneOf(people)
      const isOwn = oneIn(2)
      const token = isOwn ? await signIn(who) : ''
      if (isOwn && token === '') return
      const { pin, password } = who.credentials
      const answer = isOwn
        ? await act('revocation', who, () => credential.revokeOwn({ token, pin, password, reason: 'Basta.' }))
        : await act('desk-revocation', null, () => credential.revoke(about(who)))
      if (answer.ok) ends(who, 'revocation')
    },
    async erase() {
      const who = oneOf(people)
      const answer = await act(null, null, () => sportello.subject.erase(about(who)))
      if (answer.ok) ends(who, 'erasure')
    },
    async register() {
      const form = { ...oneOf(forms), email: `nuova.${next()}@${oneIn(3) ? institutional : 'example.org'}` }
      const facts = { mailbox: domainIn(form.email), registered: domainIn(form.email), state: 'none' }
      const known = [{ at: clock.now(), facts }]
      const opened = await act('registration', { known }, () => registration.open(form as never))
      if (!opened.ok) return
      const { id, ticket } = opened.value
      begin(
        { procedure: 'registration', row: `registration/${id}`, who: null, terms: [] },
        { lastsMs: termMs, secret: ticket },
        known,
      )
    },
    async 'complete a registration'() {
      const run = running('registration')
      const term = run?.terms.at(-1)
      if (run === undefined || term === undefined) return
      const file = await act(
        'registration',
        run,
        () => registration.addDocument(term.secret, { type: 'identity-card', name: 'card.pdf' }, minimalPdf()),
        run,
      )
      if (file.ok && endOf(run).sure !== null) flaw('INV-20', `${run.row}: a document was added after its end`)
      if (run.dead === null && !file.ok) return
      await conclude(run, term, 'registration', () => registration.complete(term.secret))
    },
    async 'withdraw a registration'() {
      const run = running('registration')
      if (run === undefined) return
      const answer = await act(null, null, () => registration.withdraw(run.terms[0]?.secret ?? ''))
      if (answer.ok) run.dead ??= 'withdrawn'
    },
    async decide() {
      const run = running('registration')
      const id = runs
        .filter(({ procedure, dead }) => procedure === 'registration' && dead === 'done')
        .at(-1 - draw(2))
        ?.row.slice('registration/'.length)
      if (run === undefined || id === undefined) return
      const dossier = await act(null, null, () => sportello.approval.dossier({ operator, id }))
      if (!dossier.ok) return
      const decision = { operator, id, dossierDigest: dossier.value.digest }
      const isGood = oneIn(2)
      const answer = isGood
        ? await act('desk-approval', null, () => sportello.approval.approve(decision))
        : await act('desk-approval', null, () => sportello.approval.reject({ ...decision, reason: 'Illeggibile.' }))
      meet(`decided ${answer.ok ? 'ok' : answer.refusal.code}`)
    },
    async sweep() {
      const before = clock.now()
      if (oneIn(2)) await sportello.retention.sweep()
      else await maintenance.sweep()
      observe()
      for (const run of runs) {
        const { sure } = endOf(run)
        if (sure?.fate === 're-identify' && run.dead === null && run.who !== null && before === clock.now())
          judgeDue(run, sure.at)
      }
    },
    async relay() {
      await sportello.relay()
    },
    async menu() {
      await protectNobody()
      await judgeMenu(somebody())
    },
    async fate() {
      await protectNobody()
      await judgeFate(somebody())
    },
  }

  /** What protects an account, and what is a right, is never closed: asked about somebody who is none, so that it ends nothing. */
  async function protectNobody(): Promise<void> {
    const nobody = { operator, codiceFiscale: 'VRDNNA80A41F205K', reason: 'Chiesto.' }
    await act(null, null, () => credential.suspend(nobody))
    await act(null, null, () => credential.liftDelay(nobody))
    await act(null, null, () => sportello.subject.export(nobody))
  }

  /** Whoever had not validated a new mailbox, or the like, gets in no more. */
  function judgeDue(run: Run, at: number): void {
    const { who } = run
    if (who === null) return
    run.dead = 'calendar'
    const { status } = stored.get(`credential/${who.accountId}`)?.value ?? {}
    if (status === 'active' || status === 'temporary')
      flaw('INV-20', `${run.row}: ${status} after the sweep, to be identified since ${at}`)
  }

  /** Whoever is to be identified is so by a procedure of his that a window has ended; and nothing else of his goes on. */
  function judgeIdentity(living: ReadonlySet<Run>): void {
    for (const who of people) {
      const { status, cause } = stored.get(`credential/${who.accountId}`)?.value ?? {}
      if (who.due !== null || status !== 'suspended' || cause !== 'identification-due') continue
      const isMeant = (run: Run) => run.who === who && endOf(run).fates.includes('re-identify')
      if (![...living].some(isMeant))
        flaw('INV-20', `${who.accountId} is to be identified at ${clock.now()}, by nothing that was under way`)
      who.due = clock.now()
      meet('to be identified')
      ends(who, 'to be identified')
    }
  }

  const texts = (until: number | null): boolean => until === null
  /** The menu says of each feature what a command would hear. */
  async function judgeMenu(who: Somebody): Promise<void> {
    const token = oneIn(2) ? await signIn(who) : null
    observe()
    const isKnown = token !== null && (await session.check(token)).ok
    const now = clock.now()
    const menu = await maintenance.availability(token === null ? {} : { token })
    const named = menu.map(({ feature }) => feature).sort()
    const expectedNames = [...Object.keys(features), ...untouched].sort()
    if (named.join() !== expectedNames.join()) flaw('told', `the menu has ${named}`)
    for (const { feature, state, until, text } of menu) {
      const closed = plan.closedFor(feature, factsOf(who), now)
      const expected = isKnown ? { state: closed === null ? 'open' : 'closed', until: closed } : plan.general(feature, now)
      if (state !== expected.state || (expected.until !== null && (until ?? never) !== expected.until))
        flaw('told', `${feature} at ${now} is ${state} until ${until}, by the plan ${expected.state} until ${expected.until}`)
      if ((text === null) !== (state === 'open') || (text !== null && (text.it === '' || texts(expected.until))))
        flaw('told', `${feature}: ${text?.it}`)
      if (state !== 'open') meet(`menu ${state}`)
    }
  }

  /** Each is told what will happen to what he has under way, as far as it is planned. */
  async function judgeFate(who: Somebody): Promise<void> {
    const token = await signIn(who)
    observe()
    const facts = factsOf(who)
    const now = clock.now()
    for (const { procedure, begunAt, fate, from, until } of await maintenance.fate(token)) {
      const run = runs.find((one) => one.who === who && one.procedure === procedure && one.begunAt === begunAt)
      if (run === undefined) continue
      const end = plan.endOf(run, facts)
      const coming = plan.heldOf(run, facts).filter(({ to }) => now < to)
      const first = Math.min(...coming.map((span) => span.from))
      const isFirst = end !== null && end.at <= first
      const expected = isFirst ? end.fate : coming.length > 0 ? 'held' : end === null ? 'none' : end.fate
      const isHeldNow = expected === 'held' && first <= now
      const to = isHeldNow ? plan.heldUntil(run, facts, now) : null
      const isWrong = fate !== expected || (expected === 'void' && from !== end?.at) || (to !== null && (until ?? never) !== to)
      if (isWrong)
        flaw(
          'told',
          `${run.row} at ${now}: ${fate} from ${from} until ${until}, by the plan ${expected} ${end?.at ?? ''} until ${to}`,
        )
      meet(`fate ${fate}`)
    }
  }

  /** What has ended has ended by something that was done, or by the calendar; and stays so. */
  function judgeRows(living: ReadonlySet<Run>): void {
    observe()
    judgeIdentity(living)
    for (const run of runs) {
      const row = stored.get(run.row)
      const isOthers =
        ['recovery', 'pin-renewal'].includes(run.procedure) &&
        runs.some((other) => other.row === run.row && other.begunAt > run.begunAt)
      if (isOthers) continue
      const status = String(row?.value['status'] ?? 'gone')
      const isOpen = openStatuses.has(status)
      const { sure, perhaps } = endOf(run)
      if (run.dead === 'calendar' && isOpen && sure !== null) flaw('INV-20', `${run.row}: ${status} again after its end`)
      if (run.dead !== null || isOpen) continue
      const isOver = run.terms.every((term) => isOut(run, term) !== false)
      if (perhaps) {
        if (sure?.fate === 're-identify' && run.who !== null) judgeDue(run, sure.at)
        else run.dead = 'calendar'
        meet(`void ${run.procedure}`)
      } else if (isOver) run.dead = 'over'
      else if (run.who === null && status === 'void') run.dead = 'another was approved'
      else flaw('held', `${run.row}: ${status} at ${clock.now()}, and nothing has ended it`)
    }
  }

  // What the office does with its calendar.
  const wall = (at: number): string => {
    const { year, month, day: date, hour: hours, minute: minutes } = clocksOfRome(at)
    const two = (value: number) => String(value).padStart(2, '0')
    return `${year}-${two(month)}-${two(date)}T${two(hours)}:${two(minutes)}`
  }
  const simple: readonly Predicate[] = [
    ...[
      { has: 'institutional-mailbox' },
      { registeredWith: 'institutional-mailbox' },
      { state: 'active' },
      { state: 'suspended' },
    ],
    ...[{ credentialKind: 'local' }, { state: 'temporary' }, { state: 'expired' }],
  ] as readonly Predicate[]
  const predicate = (): Predicate => {
    const drawn = draw(12)
    if (drawn === 0) return { not: oneOf(simple) }
    if (drawn === 1) return { all: [oneOf(simple), oneOf(simple)] }
    if (drawn === 2) return { any: [oneOf(simple), oneOf(simple)] }
    return drawn < 8 ? (simple[drawn % 2] as Predicate) : oneOf(simple)
  }
  const whole = (at: number): number => at - (at % minute)
  const instant = (): number =>
    whole(clock.now() + oneOf([minute, hour, 5 * hour, day, 3 * day, 10 * day, 30 * day]) + draw(600) * minute)

  async function planWindow(): Promise<void> {
    const now = clock.now()
    const isNow = oneIn(3)
    const from = isNow ? now : instant()
    const to = oneIn(4) ? never : whole(from + oneOf([minute, hour, day, 6 * day, 25 * day, 60 * day]) + draw(300) * minute)
    const { year, month, day: date } = clocksOfRome(from)
    const daysBefore = oneIn(2) ? null : draw(12)
    const cutOff = daysBefore === null ? from : midnight(year, month, date - daysBefore)
    const closes: { [feature: string]: Predicate | null } = {}
    for (const [feature, kind] of Object.entries(features))
      if (oneIn(feature === 'sign-in' ? 10 : often.has(feature) ? 3 : 5))
        closes[feature] = kind === 'personal' && oneIn(2) ? predicate() : null
    const fates: { [procedure: string]: Planned['fates'][string] } = {}
    for (const procedure of procedures) {
      const offered = [
        'continue',
        'suspend',
        ...(procedure === 'correction' ? [] : ['void']),
        ...(['registration', 'correction', 'recovery'].includes(procedure) ? [] : ['re-identify']),
        // What seed 000 says of it.
        ...(procedure === 'email-change' ? ['re-identify', 're-identify', 're-identify'] : []),
      ]
      if (oneIn(procedure === 'email-change' ? 2 : 3))
        fates[procedure] = { fate: oneOf(offered) as never, unless: oneIn(2) ? predicate() : null }
    }
    const hasSignIn = closes['sign-in'] !== undefined
    const saysSo = hasSignIn && !oneIn(4)
    const form = {
      ...{
        operator,
        reason: 'Prot. 1.',
        title: { it: 'Aggiornamento', en: 'Update' },
        from: isNow ? 'now' : wall(from),
        to: to === never ? null : wall(to),
      },
      cutOffDay: daysBefore === null ? null : wall(cutOff - minute).slice(0, 10),
      features: Object.fromEntries(
        Object.entries(closes).map(([feature, unless]) => [feature, unless === null ? 'closed' : { closedUnless: unless }]),
      ),
      procedures: fates,
      ...(saysSo ? { closesSignIn: true } : {}),
    } as MaintenancePlanForm
    const window: Planned = { id: '', from, to, cutOff, isCancelled: false, closes, fates }
    const isEmpty = Object.keys(closes).length + Object.keys(fates).length === 0
    const expected =
      isEmpty || (hasSignIn && !saysSo)
        ? 'maintenance/form'
        : to <= from
          ? 'maintenance/ends-before-start'
          : cutOff > from
            ? 'maintenance/cut-off-after-start'
            : plan.contradiction(window)
    const simulated = oneIn(6) ? await maintenance.simulate(form) : null
    const answer = await maintenance.plan(form)
    const said = answer.ok ? null : answer.refusal.code
    meet(`plan ${said ?? 'ok'}`)
    if (hasSignIn && !saysSo && answer.ok) flaw('sign-in', 'a window closes it without the word')
    if (said !== expected) flaw('calendar', `plan at ${now}: ${said}, by the plan ${expected}: ${JSON.stringify(form)}`)
    if (simulated !== null && simulated.ok !== (expected !== 'maintenance/form' && (expected === null || simulated.ok)))
      flaw('calendar', 'simulate')
    if (!answer.ok) return
    const { value } = answer
    if (value.from !== from || (value.to ?? never) !== to || value.cutOff !== cutOff)
      flaw('calendar', `planned ${from}, ${to}, ${cutOff}: ${value.from}, ${value.to}, ${value.cutOff}`)
    plan.windows.push({ ...window, id: value.id })
    tell(`${now} plan ${JSON.stringify({ ...window, id: value.id })}`)
  }

  async function change(what: 'open' | 'prolong' | 'close' | 'cancel'): Promise<void> {
    const now = clock.now()
    const isMeant = ({ from, to, isCancelled }: Planned) =>
      !isCancelled && to > now && (what === 'prolong' || from <= now === (what === 'close'))
    const fit = oneIn(5) ? plan.windows : plan.windows.filter(isMeant)
    const window = fit.at(-1 - draw(Math.min(6, fit.length || 1)))
    if (window === undefined) return
    const { id } = window
    const to = oneIn(4) ? never : instant()
    const expected = plan.refusalOf(what, window, now, to)
    const form = { operator, id, reason: 'Prot. 2.' }
    const answer =
      what === 'prolong'
        ? await maintenance.prolong({ ...form, to: to === never ? null : wall(to) })
        : await maintenance[what](form)
    const said = answer.ok ? null : answer.refusal.code
    meet(`${what} ${said ?? 'ok'}`)
    tell(`${now} ${what} ${id}: ${said ?? 'ok'} ${to}`)
    // What was cancelled may have been forgotten.
    const isForgotten = said === 'maintenance/not-found' && window.isCancelled
    if (said !== expected && !isForgotten) return flaw('calendar', `${what} at ${now}: ${said}, by the plan ${expected}`)
    if (!answer.ok) return
    if (what === 'open') Object.assign(window, { from: now, cutOff: Math.min(window.cutOff, now) })
    if (what === 'prolong') window.to = to
    if (what === 'close') window.to = now
    if (what === 'cancel') window.isCancelled = true
  }

  const weights: readonly (readonly [number, string])[] = [
    ...([
      [3, 'sign in'],
      [2, 'change the password'],
      [1, 'give up a change'],
      [1, 'suspend'],
      [1, 'suspend oneself'],
    ] as const),
    ...([
      [3, 'reactivate'],
      [3, 'identify'],
      [1, 'end sessions'],
      [1, 'withdraw a registration'],
      [2, 'decide'],
    ] as const),
    ...([
      [6, 'sweep'],
      [3, 'relay'],
      [5, 'menu'],
      [5, 'fate'],
    ] as const),
  ]
  /** Each life is about some of them above all. */
  const ways: readonly (readonly (readonly [number, string])[])[] = [
    [
      [5, 'begin a renewal'],
      [7, 'conclude a renewal'],
    ],
    [
      [6, 'ask for a recovery'],
      [7, 'recover'],
    ],
    [
      [6, 'ask for another mailbox'],
      [2, 'have a link sent again'],
      [8, 'click a link'],
    ],
    [
      [6, 'ask for another PEC'],
      [2, 'ask for another mailbox'],
      [8, 'click a link'],
    ],
    [
      [6, 'register'],
      [7, 'complete a registration'],
    ],
  ]
  const bag = [...weights, ...ways.flat(), ...Array.from({ length: 4 }, () => oneOf(ways)).flat()].flatMap(([weight, name]) =>
    Array.from({ length: weight }, () => name),
  )
  /** What ends an account comes late, so that most of a life is lived. */
  const last = ['revoke', 'erase']

  /** Mostly a little later, now and then at an edge of a window or of a term. */
  function pass(): void {
    const now = clock.now()
    const drawn = draw(30)
    const edges = plan.windows
      .flatMap(({ from, to, cutOff }) => [from - 1, from, to - 1, to, cutOff])
      .filter((at) => at > now && at < now + 90 * day)
    if (drawn < 16) clock.set(now + draw(40) * minute)
    else if (drawn < 19) clock.set(now + draw(40) * hour)
    else if (drawn < 20) clock.set(now + oneOf([2, 8, 19, 30]) * day)
    else if (drawn < 26 && edges.length > 0) clock.set(oneIn(2) ? Math.min(...edges) : oneOf(edges))
  }

  try {
    for (let step = 0; step < steps && flaws.length === 0; step += 1) {
      pass()
      observe()
      const living = new Set(runs.filter(({ dead }) => dead === null))
      const drawn = draw(100)
      if (drawn < 9) await planWindow()
      else if (drawn < 21) await change(oneOf(['open', 'prolong', 'prolong', 'close', 'close', 'cancel'] as const))
      else {
        const name = step > (steps * 3) / 4 && oneIn(20) ? oneOf(last) : oneOf(bag)
        tell(`${clock.now()} ${name}`)
        await acts[name]?.()
      }
      judgeRows(living)
    }
    // In the end everything opens again, and each is tried that was ever begun.
    if (flaws.length === 0) {
      for (const window of plan.windows) {
        const now = clock.now()
        if (window.isCancelled || window.to <= now) continue
        const what = window.from <= now ? 'close' : 'cancel'
        if ((await maintenance[what]({ operator, id: window.id, reason: 'Prot. 3.' })).ok)
          Object.assign(window, what === 'close' ? { to: now } : { isCancelled: true })
      }
      clock.advance(1)
      for (const run of runs) {
        const term = run.terms.at(-1)
        if (term === undefined) continue
        const living = new Set(runs.filter(({ dead }) => dead === null))
        if (run.procedure === 'email-change' || run.procedure === 'pec-change') await click(run, term)
        if (run.procedure === 'registration' && run.dead !== null)
          await conclude(run, term, 'registration', () => registration.complete(term.secret))
        judgeRows(living)
      }
    }
  } catch (cause) {
    flaw('INV-29', cause instanceof Error ? (cause.stack ?? cause.message) : String(cause))
  }
  const whole_ = {
    ...defaultPolicy,
    pecChange: { ...defaultPolicy.pecChange, ...choice.pecChange },
    emailChange: { ...defaultPolicy.emailChange, ...choice.emailChange },
    recovery: { ...defaultPolicy.recovery, ...choice.recovery },
    pinRenewal: { ...defaultPolicy.pinRenewal, ...choice.pinRenewal },
    registration: { ...defaultPolicy.registration, ...choice.registration },
    credential: { ...defaultPolicy.credential, lifetimeMs },
    quota: { ...defaultPolicy.quota, ...choice.quota },
  }
  for (const what of flawsOf(world.storage.contents(), whole_)) flaw('soundness', what)
  return { flaws, met }
}
