/** The table of docs/account.md, cell by cell: what each act on an account does to all that is held on it, through the public interface. */
import type { Mail } from 'sportello'
import { defaultPolicy } from 'sportello'
import { recordingMailer } from 'sportello/testing'
import { describe, expect, it } from 'vitest'
import { procedures } from '../../../../src/api/procedures.ts'
import { type AccountAct, accountActs, type Fate } from '../../../../src/runtime/account-acts.ts'
import { runtimeOn } from '../../../runtime/drawer.ts'
import {
  accepted,
  anna,
  approve,
  approved,
  type Counter,
  completed,
  drafted,
  openCounter,
  operator,
  readSecrets,
  subscribed,
} from '../../../support/counter.ts'
import { identityOf } from '../../../support/federation.ts'
import { decisionOn, filed } from '../../assistance/asking.ts'
import { decision, forBruno, giulia, seedServices } from '../../services/seed-services.ts'
import { identified } from '../identification/identified.ts'

const hour = 3_600_000
const day = 24 * hour
const oldPec = 'anna.verdi@pec.example.it'
const newPec = 'anna.nuova@pec.example.org'
const newMail = 'anna.nuova@example.org'
const about = { operator, codiceFiscale: anna.codiceFiscale, reason: 'Asked for at the counter.' }
/** By omocodia: the same person, as the code says. */
const newCode = 'VRDNNA80A41L21VO'
const elsewhere = { ...anna, email: 'altrove@example.it' }

/** Delays that outlast a new issue, a credential that ends after twelve hours, and no receipts to wait for. */
const policy = {
  credential: { lifetimeMs: 12 * hour },
  throttle: { delayMs: 2 * day, delayMaxMs: 4 * day },
  pecChange: { receipts: 'none' },
} as const

/** A subscriber with a PEC in force, and in `secrets` what opens the account now. */
type World = {
  readonly counter: Counter
  readonly sent: readonly Mail[]
  token: string
  secrets: { readonly codiceFiscale: string; readonly pin: string; readonly password: string }
  /** The links of changes that are open. */
  pec: string | null
  email: string | null
}

/** `isNew`: the temporary password was not changed yet, and the letter with the first secrets could not be sent. */
async function opened(isNew: boolean): Promise<World> {
  const recording = recordingMailer()
  const mailer = {
    send: async (mail: Mail) => {
      await recording.send(mail)
      return isNew && mail.text.includes('Password temporanea') ? ('retry' as const) : ('sent' as const)
    },
  }
  const counter = { ...openCounter({ policy, mailer }), mailer: recording }
  const { credentials } = isNew ? await approved(counter) : await subscribed(counter)
  accepted(await counter.sportello.addresses.setPec({ ...about, pec: oldPec }))
  const { token } = accepted(await counter.sportello.session.signIn(credentials))
  await counter.sportello.relay()
  return { counter, sent: recording.sent, token, secrets: credentials, pec: null, email: null }
}

const linkIn = (sent: readonly Mail[], page: string): string =>
  sent.flatMap(({ text }) => new RegExp(`/${page}#token=(\\S+)`).exec(text)?.[1] ?? []).at(-1) ?? ''

/** The ids of the mail that has this in its id and still waits to be sent. */
async function waiting({ counter: { storage } }: World, part: string): Promise<readonly string[]> {
  const ids = storage.contents().outbox.flatMap(({ id }) => (id.includes(part) ? [id] : []))
  const waits = await Promise.all(ids.map((id) => storage.isWaiting(id)))
  return ids.filter((_, i) => waits[i] === true)
}

/** Begins a change and mails its link, then one link more, which stays unsent. */
async function beginPec(world: World): Promise<void> {
  const { sportello } = world.counter
  const { token, secrets } = world
  accepted(await sportello.pecChange.request({ ...secrets, token, pec: newPec, confirmation: newPec }))
  await sportello.relay()
  world.pec = linkIn(world.sent, 'pec-change')
  accepted(await sportello.pecChange.resend({ token }))
}

async function beginPecByOffice(world: World): Promise<void> {
  const { counter } = world
  const { id } = await filed(counter, { pec: newPec, confirmation: newPec })
  accepted(await counter.sportello.assistance.approve({ ...(await decisionOn(counter, id)) }))
  await counter.sportello.relay()
  world.pec = linkIn(world.sent, 'pec-change')
  // The approval has ended the sessions, and with them what their subscriber had begun.
  world.token = accepted(await counter.sportello.session.signIn(world.secrets)).token
  if (world.email !== null) await beginEmail(world)
  accepted(await counter.sportello.pecChange.resendAsOffice(about))
}

async function beginEmail(world: World): Promise<void> {
  const { sportello } = world.counter
  const { token, secrets } = world
  accepted(await sportello.emailChange.request({ ...secrets, token, email: newMail, confirmation: newMail }))
  await sportello.relay()
  world.email = linkIn(world.sent, 'email-change')
  accepted(await sportello.emailChange.resend({ token }))
}

const acts: { readonly [Act in AccountAct]: (world: World) => Promise<void> } = {
  async issued(world) {
    const { counter } = world
    counter.clock.advance(13 * hour)
    const { id, credentials } = await completed(counter, anna)
    await approve(counter, id)
    world.secrets = credentials
  },
  async 'password-changed'(world) {
    const { token, secrets, counter } = world
    const next = 'Sorbetto.Arancio8'
    const change = { token, current: secrets.password, next, confirmation: next }
    accepted(await counter.sportello.credential.changePassword(change))
    world.secrets = { ...secrets, password: next }
  },
  async reissued(world) {
    const { counter } = world
    const [journal] = counter.storage.contents().records.filter(({ machine }) => machine === 'approval')
    const id = journal?.key.split('/').at(-1) ?? ''
    const { ticket } = accepted(await counter.sportello.approval.reissue({ operator, id, reason: about.reason, inPerson: true }))
    await counter.sportello.relay()
    const { pinSecondHalf } = accepted(await counter.sportello.registration.showPinHalf(ticket ?? ''))
    const { password, firstHalf } = readSecrets(
      world.sent.filter(({ text }) => text.includes('Password temporanea')).at(-1)?.text ?? '',
    )
    world.secrets = { ...world.secrets, pin: firstHalf + pinSecondHalf, password }
  },
  async identified(world) {
    const { counter, secrets } = world
    const { credentials } = await identified(counter, { codiceFiscale: secrets.codiceFiscale })
    world.secrets = credentials
  },
  async rebound(world) {
    const { counter, secrets } = world
    const document = { kind: 'tax-code-certificate', number: 'AE 2026/17', issuedOn: '2026-01-01' } as const
    const form = { ...about, newCodiceFiscale: newCode, document, reason: 'Omocodia.' }
    accepted(await counter.sportello.rebinding.rebind(form))
    world.secrets = { ...secrets, codiceFiscale: newCode }
  },
  async 'password-recovered'(world) {
    const { counter, secrets } = world
    accepted(await counter.sportello.recovery.request({ codiceFiscale: secrets.codiceFiscale }))
    await counter.sportello.relay()
    const next = 'Sorbetto.Arancio8'
    const token = linkIn(world.sent, 'recovery')
    accepted(await counter.sportello.recovery.complete({ token, pin: secrets.pin, password: next, confirmation: next }))
    world.secrets = { ...secrets, password: next }
  },
  async 'pin-renewed'(world) {
    const { counter, secrets, token } = world
    const { pinSecondHalf } = accepted(await counter.sportello.pinRenewal.start({ token, password: secrets.password }))
    await counter.sportello.relay()
    const half = /\b(\d{4})\b/.exec(world.sent.filter(({ id }) => id.includes('.pin-renewal.')).at(-1)?.text ?? '')?.[1] ?? ''
    accepted(await counter.sportello.pinRenewal.conclude({ token, pin: half + pinSecondHalf }))
    world.secrets = { ...secrets, pin: half + pinSecondHalf }
  },
  async 'sessions-ended'({ token, counter }) {
    accepted(await counter.sportello.credential.endSessions({ token }))
  },
  async 'suspended-wrong-pins'({ secrets, counter }) {
    for (let guess = 0; guess < 5; guess += 1)
      await counter.sportello.session.signIn({ ...secrets, pin: '000000000' }, { requester: `guesser ${guess}` })
  },
  async 'suspended-theft'({ counter }) {
    accepted(await counter.sportello.credential.suspend({ ...about, cause: 'theft-suspected' }))
  },
  async 'suspended-office'({ counter }) {
    accepted(await counter.sportello.credential.suspend(about))
  },
  async 'suspended-identification'({ counter, token, secrets }) {
    const { sportello, clock } = counter
    accepted(await sportello.pinRenewal.start({ token, password: secrets.password }))
    clock.advance(1)
    const title = { it: 'Aggiornamento', en: 'Update' }
    const window = { operator, reason: about.reason, title, from: 'now', procedures: { 'pin-renewal': 're-identify' } } as const
    accepted(await sportello.maintenance.plan(window))
    expect(await sportello.maintenance.sweep()).toMatchObject({ reidentified: 1, failed: 0 })
  },
  async reactivated({ counter }) {
    accepted(await counter.sportello.credential.suspend(about))
    accepted(await counter.sportello.credential.reactivate(about))
  },
  async revoked({ counter }) {
    accepted(await counter.sportello.credential.revoke(about))
  },
  async 'delay-lifted'({ counter }) {
    accepted(await counter.sportello.credential.liftDelay(about))
  },
  async 'email-changed'(world) {
    accepted(await world.counter.sportello.emailChange.confirm(world.email ?? ''))
  },
  async 'pec-changed'(world) {
    const { sportello } = world.counter
    if (world.pec === null) accepted(await sportello.addresses.setPec({ ...about, pec: newPec }))
    else accepted(await sportello.pecChange.confirm(world.pec))
  },
}

/** About the person, by the codice fiscale of now. */
const aboutNow = ({ secrets: { codiceFiscale } }: World) => ({ ...about, codiceFiscale })

/** How something comes to be held, and what has become of it. */
type Probe = {
  readonly isNew?: true
  readonly hold?: (world: World) => Promise<void>
  readonly see: (world: World) => Promise<Fate>
}

const lets = async ({ counter, secrets }: World, requester?: string): Promise<boolean> =>
  (await counter.sportello.session.signIn(secrets, { requester })).ok

const isOver = (is: boolean, fate: Fate): Fate => (is ? fate : 'stays')

/** A change: by its link where it stands, and whether the link that was not sent still waits. */
async function seenChange(view: unknown, unsent: readonly string[]): Promise<Fate> {
  const { status, canConfirm } = view as { readonly status: string; readonly canConfirm: boolean }
  expect(unsent.length, `${status}: ${unsent}`).toBe(canConfirm ? 1 : 0)
  if (canConfirm) return 'stays'
  return status === 'void' ? 'void' : 'ends'
}

/** Something that a test keeps in the meantime. */
function kept<V>(hold: (world: World) => Promise<V>, see: (world: World, what: V) => Promise<Fate>): Probe {
  const held = new WeakMap<World, V>()
  return {
    hold: async (world) => void held.set(world, await hold(world)),
    see: (world) => see(world, held.get(world) as V),
  }
}

const seePec = async (world: World): Promise<Fate> =>
  seenChange(accepted(await world.counter.sportello.pecChange.inspectByLink(world.pec ?? '')), await waiting(world, '.link-2'))

/** The subscriber signs in by SPID, with the codice fiscale of now. */
const signedInElsewhere = ({ counter, secrets: { codiceFiscale } }: World) =>
  counter.sportello.federation.signIn(identityOf('readSpidSaml', { at: counter.clock.now(), person: { codiceFiscale } }))

const probes: { readonly [what: string]: Probe } = {
  'signing in with PIN and password': kept(
    async ({ secrets }) => secrets,
    async (world, secrets) => {
      world.secrets = { ...secrets, codiceFiscale: world.secrets.codiceFiscale }
      if (await lets(world)) return 'stays'
      const reactivated = await world.counter.sportello.credential.reactivate(aboutNow(world))
      return reactivated.ok && (await lets(world)) ? 'paused' : 'ends'
    },
  ),
  'signing in with SPID, CIE, CNS or eIDAS': kept(
    async (world) => signedInElsewhere(world).then(accepted),
    async (world, { accountId }) => {
      const again = async () => {
        const signedIn = await signedInElsewhere(world)
        return signedIn.ok && signedIn.value.accountId === accountId
      }
      if (await again()) return 'stays'
      // What only an identification lifts is lifted by one.
      const reactivated = await world.counter.sportello.credential.reactivate(aboutNow(world))
      if (!reactivated.ok && reactivated.refusal.code === 'credential/identification-due') await identified(world.counter)
      return (await again()) ? 'paused' : 'ends'
    },
  ),
  'a known device': kept(
    async ({ counter, secrets }) => accepted(await counter.sportello.session.signIn(secrets)).device,
    async ({ counter, secrets }, device) => {
      const wrong = await counter.sportello.session.signIn({ ...secrets, password: 'Sbagliata.1' }, { device, requester: 'x' })
      if (wrong.ok || wrong.refusal.code !== 'session/sign-in-refused') throw new Error('a wrong password was let in')
      // To whom is not known it is always the longest delay.
      return isOver(wrong.refusal.retryAt === counter.clock.now() + 4 * day, 'ends')
    },
  ),
  'the link of a notice, which can suspend': kept(
    async ({ sent }) => linkIn(sent, 'suspend'),
    async ({ counter }, link) => isOver(!(await counter.sportello.credential.inspectLink(link)).ok, 'ends'),
  ),
  'a notice that is not sent yet': kept(
    async (world) => {
      accepted(await world.counter.sportello.credential.liftDelay(about))
      return (await waiting(world, '.delay-lifted'))[0] ?? ''
    },
    async ({ counter, sent }, id) => {
      await counter.sportello.relay()
      return isOver(!sent.some((mail) => mail.id === id), 'void')
    },
  ),
  'an open session': {
    see: async ({ counter, token }) => isOver(!(await counter.sportello.session.check(token)).ok, 'ends'),
  },
  'a delay after failed attempts': {
    async hold({ counter, secrets }) {
      for (let guess = 0; guess < 4; guess += 1)
        await counter.sportello.session.signIn({ ...secrets, password: 'Sbagliata.1' }, { requester: 'guesser' })
    },
    async see(world) {
      const { credential } = world.counter.sportello
      const { status } = accepted(await credential.inspect(aboutNow(world)))
      // Who must be identified in person is not reactivated.
      const isBack = status === 'suspended' && (await credential.reactivate(aboutNow(world))).ok
      if (isBack || (status !== 'revoked' && status !== 'suspended')) return isOver(await lets(world, 'guesser'), 'ends')
      // Nobody gets in any more, delayed or not: what was counted is still there.
      const counts = world.counter.storage.contents().records.filter(({ machine }) => machine === 'throttle')
      return isOver(
        counts.every(({ state }) => !/"failures":4/.test(state)),
        'ends',
      )
    },
  },
  'the PEC in force': {
    async see(world) {
      return isOver(accepted(await world.counter.sportello.addresses.inspectAsOffice(aboutNow(world))).pec !== oldPec, 'ends')
    },
  },
  'an open change of PEC that its subscriber began, with its link': { hold: beginPec, see: seePec },
  'an open change of PEC that the office began, with its link': { hold: beginPecByOffice, see: seePec },
  'an open change of the private address, with its link': {
    hold: beginEmail,
    see: async (world) =>
      seenChange(
        accepted(await world.counter.sportello.emailChange.inspectByLink(world.email ?? '')),
        await waiting(world, '.link-2'),
      ),
  },
  'the link of a recovery': kept(
    async (world) => {
      const { sportello } = world.counter
      accepted(await sportello.recovery.request({ codiceFiscale: anna.codiceFiscale }))
      await sportello.relay()
      const link = linkIn(world.sent, 'recovery')
      expect(link).not.toBe('')
      return link
    },
    async ({ counter }, link) => isOver(accepted(await counter.sportello.recovery.inspect(link)).status !== 'open', 'void'),
  ),
  'an open renewal of the PIN, with its mailed half': kept(
    async ({ counter, token, secrets }) =>
      accepted(await counter.sportello.pinRenewal.start({ token, password: secrets.password })),
    async (world) => isOver((await waiting(world, '.pin-renewal.')).length === 0, 'void'),
  ),
  'the letter with new secrets after an identification, not sent yet, and the half on paper': {
    isNew: true,
    ...kept(
      async (world) => {
        const { counter } = world
        // Where something happens that takes a password of the subscriber's own, nobody was identified since.
        if ((await waiting(world, '.completed')).length === 0) return ''
        world.secrets = (await identified(counter, { identifiedAt: counter.clock.now() - 1 })).credentials
        world.token = accepted(await counter.sportello.session.signIn(world.secrets)).token
        return (await waiting(world, '.identification.'))[0] ?? ''
      },
      async (world, id) => isOver(!(await waiting(world, '.identification.')).includes(id), 'void'),
    ),
  },
  'the draft of another request': kept(
    async ({ counter }) => (await drafted(counter.sportello, elsewhere)).ticket,
    async ({ counter }, ticket) => {
      const { status } = accepted(await counter.sportello.registration.inspect(ticket))
      return isOver(status !== 'drafting', 'void')
    },
  ),
  'the letter with the first secrets, not sent yet': {
    isNew: true,
    see: async (world) => isOver((await waiting(world, '.completed')).length === 0, 'void'),
  },
  'another request that waits for the office': kept(
    async ({ counter }) => (await completed(counter, elsewhere)).id,
    async ({ counter }, id) => {
      const cases = accepted(await counter.sportello.approval.pending())
      return isOver(!cases.some((pending) => pending.id === id), 'void')
    },
  ),
  'an authorisation for reserved services': kept(
    async ({ counter: { sportello } }) => {
      accepted(await sportello.services.set({ operator, reason: about.reason, ...seedServices.databases }))
      const body = { bodyName: 'Comune di Esempio', bodyTaxCode: '00743110157', services: ['databases'] }
      return accepted(await sportello.authorisations.grant({ ...about, ...body })).id
    },
    async (world, id) => {
      const grants = accepted(await world.counter.sportello.authorisations.inspect(aboutNow(world)))
      return isOver(!grants.some((grant) => grant.id === id && grant.force === 'in-force'), 'ends')
    },
  ),
  'a delegation, of whoever acts and of whoever is acted for': kept(
    async ({ counter: { sportello } }) => {
      const { codiceFiscale, surname, name, birthDate } = anna
      const herself = { codiceFiscale, surname, name }
      const other = { codiceFiscale: giulia.codiceFiscale, surname: 'Neri', name: 'Giulia' }
      const acts = await sportello.delegations.record({ ...decision, ...forBruno, delegate: herself })
      const person = { ...herself, birthDate }
      const isActedFor = await sportello.delegations.record({ ...decision, ...forBruno, delegate: other, person })
      return [accepted(acts).id, accepted(isActedFor).id]
    },
    async ({ counter: { sportello } }, ids) => {
      const both = await Promise.all(ids.map(async (id) => accepted(await sportello.delegations.inspect({ operator, id })).force))
      return isOver(!both.every((force) => force === 'in-force'), 'ends')
    },
  ),
  'a request for assistance that waits for the office': kept(
    async ({ counter }) => (await filed(counter)).id,
    async ({ counter }, id) => {
      const cases = accepted(await counter.sportello.assistance.pending())
      return isOver(!cases.some((pending) => pending.id === id), 'void')
    },
  ),
}

const holdings = procedures.flatMap(({ open }) => open(runtimeOn(), defaultPolicy).securityEvent.holds)
const actNames = Object.keys(accountActs) as readonly AccountAct[]

describe('INV-35: what each act on an account does to what is held on it', () => {
  it('has a test of every row, and no test of anything else', () => {
    expect(Object.keys(probes).sort()).toEqual(holdings.map(({ what }) => what).sort())
  })

  it.each(holdings.flatMap(({ what, fates }) => actNames.map((act) => ({ what, act, fate: fates[act] }))))(
    '$what, at $act: $fate',
    async ({ what, act, fate }) => {
      const probe = probes[what]
      if (probe === undefined) throw new Error(`no probe: ${what}`)
      // Of what there can be none there is none either where the act is possible.
      const world = await opened(act === 'reissued' || (probe.isNew === true && fate !== 'none'))
      if (act === 'reissued' && fate === 'none') {
        const both = async () => {
          await probe.hold?.(world)
          await acts[act](world)
        }
        await expect(both()).rejects.toThrow()
        return
      }
      // Its link is mailed before what is held leaves mail that waits.
      if (act === 'email-changed' && probe.hold !== beginEmail) await beginEmail(world)
      await probe.hold?.(world)
      await acts[act](world)
      if (fate === 'none') expect(await probe.see(world)).toBe('void')
      else expect(await probe.see(world)).toBe(fate)
    },
  )
})
