import { createHash } from 'node:crypto'
import { defaultPolicy, isSportelloError, type Mail, type Mailer } from 'sportello'
import { faulty, seededFaults } from 'sportello/testing'
import { describe, expect, it } from 'vitest'
import { atTheCounter } from '../procedures/account/identification/identified.ts'
import { decision, forBruno } from '../procedures/services/seed-services.ts'
import { receiptOf } from '../support/addresses.ts'
import {
  accepted,
  anna,
  approved,
  type Counter,
  completed,
  drafted,
  keys,
  morning,
  newPassword,
  openCounter,
  operator,
  readSecrets,
  refusedCode,
  subscribed,
} from '../support/counter.ts'
import { identityOf } from '../support/federation.ts'
import { filed, type Ports, type Scene, scene, staged, type World } from '../support/interleaving.ts'
import { seedCampaign, seedDomain } from '../support/migration-seed.ts'
import { expectSound, outline } from '../support/standing.ts'
import { type Trouble, troubleAt, troubled } from '../support/trouble.ts'
import {
  changeIn,
  changing,
  clicked,
  deliveryOf,
  failureOf,
  newMail,
  newPec,
  oldPec,
  overtaken,
  questionnaire,
  queued,
  sentUnnoticed,
  subscriber,
  waitingForHelp,
} from './address-scenes.ts'
import { asked, authorisation, authorised, delegate, delegated, newService, withServices } from './services-scenes.ts'

type Options = { readonly requestKey: string }
const request = (name: string): Options => ({ requestKey: `${name}-0123456789abcdef` })

const triesMax = 60

/** How the world is called upon: a process that is gone is followed by another one, on ports that nothing troubles. */
type Caller = {
  /** Repeats a command as long as the world fails, always with the same request. Whatever is thrown is typed. */
  readonly insist: <T>(command: (counter: Counter) => Promise<T>) => Promise<T>
  readonly advance: (ms: number) => void
}

function callerOf(ports: Ports, trouble: Trouble, at: number): Caller {
  let counter = openCounter({ ...troubled(ports, trouble), keys, seed: 100 })
  counter.clock.set(at)
  return {
    async insist(command) {
      for (let i = 0; i < triesMax; i += 1) {
        try {
          return await command(counter)
        } catch (error) {
          if (!isSportelloError(error)) throw error
          if (trouble.fault !== 'crash') continue
          const now = counter.clock.now()
          counter = openCounter({ ...ports, keys, seed: 101 + i })
          counter.clock.set(now)
        }
      }
      return command(counter)
    },
    advance: (ms) => counter.clock.advance(ms),
  }
}

/** The relay, now and twice once every lease is over: a round that failed has its mail leased until then. */
async function deliver({ insist, advance }: Caller): Promise<void> {
  await insist(({ sportello }) => sportello.relay())
  for (let round = 0; round < 2; round += 1) {
    advance(6 * 60_000)
    await insist(({ sportello }) => sportello.relay())
  }
}

function expectSameBytes(mails: readonly Mail[]): ReadonlyMap<string, Mail> {
  const byId = new Map(mails.map((mail) => [mail.id, mail]))
  for (const mail of mails) expect(mail, 'a repeat has the same bytes').toEqual(byId.get(mail.id))
  return byId
}

/** The whole life of seed 001, each command with a request key of its own. */
async function life(trouble: Trouble): Promise<World> {
  const world = await staged(await scene(async () => null))
  await lived(world, trouble)
  return world
}

async function lived(world: World & { readonly ports: Ports }, trouble: Trouble): Promise<void> {
  const caller = callerOf(world.ports, trouble, morning)
  const { insist } = caller

  const opened = accepted(await insist(({ sportello }) => sportello.registration.open(anna, request('open'))))
  const { ticket, id } = opened
  const card = { type: 'identity-card' }
  accepted(await insist(({ sportello }) => sportello.registration.addDocument(ticket, card, filed, request('document'))))
  accepted(await insist(({ sportello }) => sportello.registration.complete(ticket, request('complete'))))
  await deliver(caller)
  const { firstHalf, password } = readSecrets(world.sent[0]?.text ?? '')
  const credentials = { codiceFiscale: anna.codiceFiscale, pin: firstHalf + opened.pinSecondHalf, password }
  const { digest } = accepted(await insist(({ sportello }) => sportello.approval.dossier({ operator, id })))
  const decision = { operator, id, dossierDigest: digest }
  accepted(await insist(({ sportello }) => sportello.approval.approve(decision, request('approve'))))
  await deliver(caller)
  const { token } = accepted(await insist(({ sportello }) => sportello.session.signIn(credentials, request('first'))))
  const change = { token, current: password, next: newPassword, confirmation: newPassword }
  accepted(await insist(({ sportello }) => sportello.credential.changePassword(change, request('change'))))
  const renewed = { ...credentials, password: newPassword }
  const full = accepted(await insist(({ sportello }) => sportello.session.signIn(renewed, request('full'))))
  await deliver(caller)
  accepted(await insist(({ sportello }) => sportello.session.check(full.token)))
}

/** Types of the entries of all journals, by kind and in order. */
function journals({ storage }: World): readonly string[] {
  return storage
    .contents()
    .journal.map(({ key, type }) => `${key.split('/')[1]} ${type}`)
    .filter((line) => !line.startsWith('session') && !line.startsWith('request'))
    .sort()
}

describe('a world that fails at any one call', () => {
  it.each(['before', 'after', 'crash', 'conflict'] as const)(
    'R5, Q1, Q2, fault %s: loses nothing and does nothing twice, when the caller repeats with the same request key',
    async (fault) => {
      const quiet = troubleAt(0, fault)
      const undisturbed = await life(quiet)
      expect(quiet.calls).toBeGreaterThan(40)
      for (let call = 1; call <= quiet.calls; call += 1) {
        const world = await life(troubleAt(call, fault))
        const subjects = [...expectSameBytes(world.sent).values()].map(({ subject }) => subject)
        expect(subjects, `call ${call}`).toEqual([
          'Comune di Prova: richiesta di credenziali ricevuta',
          'Comune di Prova: accesso autorizzato',
          'Comune di Prova: password cambiata',
        ])
        // Whether a letter was sent may not be noted where the world fails just then.
        const looks = (line: string) => line !== 'approval DossierViewed' && line !== 'registration LetterEnded'
        expect(journals(world).filter(looks), `call ${call}`).toEqual(journals(undisturbed).filter(looks))
        expectSound(world)
        const due = { office: 'comune-di-prova', now: Date.UTC(2030, 0, 1), leaseMs: 1000, limit: 100 }
        expect(await world.storage.lease(due), `call ${call}`).toEqual([])
      }
    },
  )
})

/** An answer without what differs from call to call: accepted, or the code of the refusal. */
function said(answer: unknown): string {
  const { ok, refusal } = answer as { readonly ok?: boolean; readonly refusal?: { readonly code: string } }
  return ok === false ? (refusal?.code ?? 'refused') : 'ok'
}

/** A command on a world, how it is called upon, and what it may answer when it is repeated without a request key. */
type Act = {
  readonly name: string
  readonly play: (trouble: Trouble) => Promise<{ readonly world: World & { readonly ports: Ports }; readonly answer: string }>
  readonly repeated: readonly string[]
}

function act<Cast>(
  name: string,
  beginning: () => Promise<Scene<Cast>>,
  command: (counter: Counter, cast: Cast, options: Options) => Promise<unknown>,
  ...repeated: readonly string[]
): Act {
  let begun: Promise<Scene<Cast>> | undefined
  return {
    name,
    repeated,
    async play(trouble) {
      begun ??= beginning()
      const { cast, at, ...rest } = await begun
      const world = await staged({ cast, at, ...rest })
      const { insist } = callerOf(world.ports, trouble, at)
      const answer = await insist((counter) => command(counter, cast, request('request')))
      return { world, answer: said(answer) }
    },
  }
}

const empty = () => scene(async () => null)
const draft = () => scene(async ({ sportello }) => accepted(await sportello.registration.open(anna)))
const filled = () => scene(async ({ sportello }) => drafted(sportello))
const waiting = () =>
  scene(async (counter) => {
    const { id, ticket } = await completed(counter)
    await completed(counter, { ...anna, email: 'other@example.it' })
    const { digest: dossierDigest } = accepted(await counter.sportello.approval.dossier({ operator, id }))
    return { id, ticket, dossierDigest }
  })
const awaitingCorrection = () =>
  scene(async (counter) => {
    const { id } = await completed(counter)
    const { digest: dossierDigest } = accepted(await counter.sportello.approval.dossier({ operator, id }))
    accepted(await counter.sportello.approval.requestCorrection({ operator, id, dossierDigest, reason: 'Manca il retro.' }))
    await counter.sportello.relay()
    return { id, dossierDigest, ticket: /#ticket=(\S+)/.exec(counter.mailer.sent.at(-1)?.text ?? '')?.[1] ?? '' }
  })
const holding = () =>
  scene(async (counter) => {
    const { credentials, id } = await subscribed(counter)
    const { token } = accepted(await counter.sportello.session.signIn(credentials))
    return { id, token, credentials }
  })
const reason = 'Su richiesta.'
const title = { it: 'Aggiornamento', en: 'Update' }
const update = { operator, reason, title, from: '2026-04-10T11:00', procedures: { registration: 'void' } } as const
/** A window that is planned, or one that has begun over a request that is under way. */
const planned = (from: string) => () =>
  scene(async (counter) => {
    const { ticket } = await drafted(counter.sportello)
    counter.clock.advance(1)
    const { id } = accepted(await counter.sportello.maintenance.plan({ ...update, from }))
    return { id, ticket, form: { operator, id, reason } }
  })
const endings = {
  operator,
  reason,
  title,
  ends: { issue: '2026-06-01T00:00', use: '2026-10-01T00:00' },
  means: ['spid'],
} as const
/** The end of the credentials is set, while a request is under way. */
const ending = () =>
  scene(async (counter) => {
    const { ticket } = await drafted(counter.sportello)
    counter.clock.advance(1)
    accepted(await counter.sportello.sunset.set(endings))
    return { ticket }
  })
/** A subscriber, and an end that is near enough to be reminded of. */
const reminding = () =>
  scene(async (counter) => {
    await subscribed(counter)
    accepted(await counter.sportello.sunset.set({ ...endings, remindDays: [300] }))
    return {}
  })
const exempted = {
  operator,
  reason,
  codiceFiscale: anna.codiceFiscale,
  kind: 'guardianship',
  document: { kind: 'court-order', number: '12/2026', expiresOn: '2030-01-01' },
} as const
const exempting = () =>
  scene(async (counter) => {
    await subscribed(counter)
    accepted(await counter.sportello.exemption.grant(exempted))
    return {}
  })
const moving = { operator, domain: seedDomain, reason }
const campaign = {
  ...{ ...seedCampaign, reminders: [], activation: { firstDay: '2026-04-11', lastDay: '2026-04-22' } },
  cutOver: { from: '2026-04-23T14:00', longestMinutes: 360 },
}
/** A migration that is planned; and one whose cut-over has begun. */
const migrating = (report: 'none' | 'opened' | 'started') => () =>
  scene(async (counter) => {
    accepted(await counter.sportello.migration.plan(campaign))
    if (report === 'none') return null
    counter.clock.set(Date.UTC(2026, 3, 23, 12))
    if (report === 'started') accepted(await counter.sportello.migration.reportStart(moving))
    return null
  })
const oneMailbox = { ...moving, mailbox: 'scuola' }
const owned = { domain: seedDomain, mailbox: 'scuola', password: newPassword }
/** A mailbox that its owner can activate; and one that he has activated. */
const openForOwners = () =>
  scene(async (counter) => {
    accepted(await counter.sportello.migration.plan({ ...campaign, lateActivation: true }))
    accepted(await counter.sportello.mailboxes.add(moving, [{ mailbox: 'scuola' }]))
    counter.clock.set(Date.UTC(2026, 3, 12, 12))
    return null
  })
const activated = () =>
  scene(async (counter) => {
    await activatedIn(counter)
    return null
  })
async function activatedIn({ sportello, clock }: Counter): Promise<void> {
  accepted(await sportello.migration.plan({ ...campaign, lateActivation: true }))
  accepted(await sportello.mailboxes.add(moving, [{ mailbox: 'scuola' }]))
  clock.set(Date.UTC(2026, 3, 12, 12))
  accepted(await sportello.mailboxes.activate(owned))
}
/** Works until every lease is over: a round that failed has its work leased until then. */
async function workUntilDone({ sportello, clock }: Counter): Promise<unknown> {
  for (let round = 0; round < 3; round += 1) {
    await sportello.migration.work()
    clock.advance(6 * 60_000)
  }
  return { ok: true }
}
/** One that the cut-over has blocked; and one whose order waits for the office. */
const blocked = () =>
  scene(async (counter) => {
    accepted(await counter.sportello.migration.plan({ ...campaign, lateActivation: true }))
    accepted(await counter.sportello.mailboxes.add(moving, [{ mailbox: 'scuola' }]))
    counter.clock.set(Date.UTC(2026, 3, 23, 12))
    accepted(await counter.sportello.migration.reportStart(moving))
    await counter.sportello.retention.sweep()
    return null
  })
const parkedMailbox = () =>
  scene(async (counter) => {
    await activatedIn(counter)
    const { configuration } = counter
    const unknown = async () => ({ status: 'unknown' }) as const
    const arrivingProvider = { setPassword: async () => 'refused' as const, copy: unknown, progress: unknown }
    const { sportello } = openCounter({ ...configuration, arrivingProvider })
    expect(await sportello.migration.work()).toMatchObject({ parked: 1 })
    return null
  })
/** A credential after so many wrong PINs, and one more that could be guessed. */
const guessed = (guesses: number) => () =>
  scene(async (counter) => {
    const { credentials } = await subscribed(counter)
    const wrong = { ...credentials, pin: credentials.pin.replace(/\d/g, (digit) => String((Number(digit) + 1) % 10)) }
    for (let guess = 0; guess < guesses; guess += 1) {
      refusedCode(await counter.sportello.session.signIn(wrong))
      counter.clock.advance(60 * 60_000)
    }
    return wrong
  })
const parked = () =>
  scene(async (counter) => {
    await completed(counter)
    await counter.sportello.relay()
    const { id, digest: dossierDigest } = accepted(
      await counter.sportello.approval.dossier({ operator, id: (await only(counter)).id }),
    )
    accepted(await counter.sportello.approval.approve({ operator, id, dossierDigest }))
    const { storage } = counter.configuration
    const [message] = await storage.lease({ office: 'comune-di-prova', now: counter.clock.now(), leaseMs: 1, limit: 1 })
    await storage.settle(message?.id ?? '', { parkedAt: counter.clock.now() })
    return { operator, id: message?.id ?? '' }
  })

async function only({ sportello }: Counter) {
  const [request] = accepted(await sportello.approval.pending())
  if (request === undefined) throw new Error('nothing is pending')
  return request
}

const again = () =>
  scene(async (counter) => {
    await subscribed(counter)
    return drafted(counter.sportello, { ...anna, email: 'other@example.it' })
  })

/** Something of everything that comes to its end by itself, and a file that nobody names. */
const overdue = () =>
  scene(async (counter) => {
    const { sportello, configuration } = counter
    const { id, credentials } = await completed(counter)
    const { digest: dossierDigest } = accepted(await sportello.approval.dossier({ operator, id }))
    accepted(await sportello.approval.approve({ operator, id, dossierDigest }))
    accepted(await sportello.session.signIn(credentials))
    refusedCode(await sportello.session.signIn({ ...credentials, codiceFiscale: 'BNCGLI75A41F205I' }))
    const rejected = await completed(counter, { ...anna, email: 'rejected@example.it' })
    const other = accepted(await sportello.approval.dossier({ operator, id: rejected.id }))
    accepted(await sportello.approval.reject({ operator, id: rejected.id, dossierDigest: other.digest, reason }))
    const withdrawn = await drafted(sportello, { ...anna, email: 'withdrawn@example.it' })
    accepted(await sportello.registration.withdraw(withdrawn.ticket, request('withdraw')))
    await drafted(sportello, { ...anna, email: 'draft@example.it' })
    const orphan = { office: 'comune-di-prova', owner: id, digest: createHash('sha256').update('x').digest('hex'), size: 1 }
    await configuration.documents.put(new TextEncoder().encode('x'), orphan)
    return null
  })

/** Sweeps at that time until there is nothing left to do: what a sweep could not do it leaves to the next. */
const sweepAfter =
  (ms: number) =>
  async ({ sportello, clock }: Counter): Promise<unknown> => {
    clock.set(morning + ms)
    for (let rounds = 0; rounds < 10; rounds += 1) {
      const { failures: _, next, ...did } = await sportello.retention.sweep()
      if (next === null && Object.values(did).every((times) => times === 0)) return { ok: true }
    }
    throw new Error('there is always something left')
  }

const wantingCity = () =>
  scene(async (counter) => {
    const { id } = await completed(counter)
    const { digest: dossierDigest } = accepted(await counter.sportello.approval.dossier({ operator, id }))
    const wanted = { fields: ['residenceCity'], reason: 'La residenza non corrisponde.' } as const
    accepted(await counter.sportello.approval.requestCorrection({ operator, id, dossierDigest, ...wanted }))
    await counter.sportello.relay()
    return { id, ticket: /#ticket=(\S+)/.exec(counter.mailer.sent.at(-1)?.text ?? '')?.[1] ?? '' }
  })
const unactivated = () => scene(async (counter) => approved(counter))
const reissued = () =>
  scene(async (counter) => {
    const { id } = await approved(counter)
    const answer = accepted(await counter.sportello.approval.reissue({ operator, id, reason, inPerson: true }))
    return { ticket: answer.ticket ?? '' }
  })
const tokenIn = ({ mailer }: Counter, page: string): string =>
  mailer.sent.flatMap(({ text }) => new RegExp(`/${page}#token=(\\S+)`).exec(text)?.[1] ?? []).at(-1) ?? ''
/** A subscriber whose notice of the changed password has the link that suspends. */
const alarmed = () =>
  scene(async (counter) => {
    await subscribed(counter)
    await counter.sportello.relay()
    return { link: tokenIn(counter, 'suspend') }
  })
const recovering = () =>
  scene(async (counter) => {
    const { credentials } = await subscribed(counter)
    accepted(await counter.sportello.recovery.request({ codiceFiscale: credentials.codiceFiscale }))
    await counter.sportello.relay()
    return { credentials, token: tokenIn(counter, 'recovery') }
  })
const renewing = () =>
  scene(async (counter) => {
    const { credentials } = await subscribed(counter)
    const { token } = accepted(await counter.sportello.session.signIn(credentials))
    const { pinSecondHalf } = accepted(await counter.sportello.pinRenewal.start({ token, password: credentials.password }))
    await counter.sportello.relay()
    const half = /PIN, prime 4 cifre: (\d{4})/.exec(counter.mailer.sent.at(-1)?.text ?? '')?.[1] ?? ''
    return { token, pin: half + pinSecondHalf }
  })
const identifying = () =>
  scene(async (counter) => {
    await subscribed(counter)
    const form = { ...atTheCounter, identifiedAt: counter.clock.now() }
    return { ticket: accepted(await counter.sportello.identification.record(form)).ticket }
  })
const batch = { operator, batch: 'old-portal' } as const
const imported = {
  ...{ codiceFiscale: anna.codiceFiscale, surname: 'Verdi', name: 'Anna', birthDate: '1980-01-01' },
  ...({ email: anna.email, status: 'active', externalId: '1' } as const),
}
const importing = () =>
  scene(async ({ sportello }) => {
    accepted(await sportello.imports.run(batch, [imported]))
    return null
  })
const assigned = () =>
  scene(async (counter) => {
    const { id } = await completed(counter)
    accepted(await counter.sportello.desk.assign({ operator, id }))
    return { id }
  })

const leaving = () =>
  scene(async (counter) => {
    await subscribed(counter)
    accepted(await counter.sportello.credential.revoke(about))
    return null
  })

const exportAll = async ({ sportello }: Counter): Promise<unknown> => {
  const answer = await sportello.subject.export({ operator, codiceFiscale: anna.codiceFiscale })
  if (answer.ok) for await (const item of answer.value.items) expect(item).toBeTypeOf('object')
  return answer
}

/** All lines of an anchor. */
async function anchorAll({ sportello }: Counter): Promise<readonly string[]> {
  const lines: string[] = []
  for await (const line of accepted(await sportello.journal.anchor()).lines) lines.push(line)
  return lines
}

const card = { type: 'identity-card' } as const
const day = 24 * 60 * 60_000
const renewedBy = (
  { token, credentials }: { readonly token: string; readonly credentials: { readonly password: string } },
  next: string,
) => {
  return { token, current: credentials.password, next, confirmation: next }
}
const omocodia = {
  ...{ operator, codiceFiscale: anna.codiceFiscale, newCodiceFiscale: 'VRDNNA80A41L21VO', reason: 'Omocodia.' },
  document: { kind: 'tax-code-certificate', number: 'AE 2026/17', issuedOn: '2026-03-01' },
} as const
const about = { operator, codiceFiscale: anna.codiceFiscale, reason }
/** Anna by SPID, this morning. */
const elsewhere = (person: { readonly birthDate?: string } = {}) => identityOf('readSpidSaml', { at: morning, person })
/** A subscriber whose identity is linked. */
const federated = () =>
  scene(async (counter) => {
    await subscribed(counter)
    const { token } = accepted(await counter.sportello.federation.signIn(elsewhere()))
    const [own] = accepted(await counter.sportello.federation.inspectOwn({ token }))
    return { token, id: own?.id ?? '' }
  })
/** A subscriber whose provider tells another day of birth. */
const differing = () =>
  scene(async (counter) => {
    await subscribed(counter)
    await counter.sportello.federation.signIn(elsewhere({ birthDate: '1980-01-02' }))
    const [found] = accepted(await counter.sportello.federation.pending())
    const id = found?.id ?? ''
    const { digest: dossierDigest } = accepted(await counter.sportello.federation.dossier({ operator, id }))
    return { id, dossierDigest }
  })
/** A subscriber, and somebody of another state who is the same person. */
const foreign = () =>
  scene(async (counter) => {
    await subscribed(counter)
    const { token } = accepted(await counter.sportello.federation.signIn(identityOf('readEidas', { at: morning })))
    const [own] = accepted(await counter.sportello.federation.inspectOwn({ token }))
    return { id: own?.id ?? '' }
  })

const acts: readonly Act[] = [
  act('registration.open', empty, ({ sportello }, _, options) => sportello.registration.open(anna, options)),
  act('registration.renewPin', draft, ({ sportello }, { ticket }, options) => sportello.registration.renewPin(ticket, options)),
  act('registration.inspect', filled, ({ sportello }, { ticket }) => sportello.registration.inspect(ticket)),
  act('registration.addDocument', draft, ({ sportello }, { ticket }, options) =>
    sportello.registration.addDocument(ticket, card, filed, options),
  ),
  act('registration.removeDocument', filled, ({ sportello }, { ticket }, options) =>
    sportello.registration.removeDocument(ticket, 1, options),
  ),
  act('registration.complete', filled, ({ sportello }, { ticket }, options) => sportello.registration.complete(ticket, options)),
  act('registration.complete, once more', awaitingCorrection, ({ sportello }, { ticket }, options) =>
    sportello.registration.complete(ticket, options),
  ),
  act('registration.complete, of a subscriber', again, ({ sportello }, { ticket }, options) =>
    sportello.registration.complete(ticket, options),
  ),
  act('registration.withdraw', filled, ({ sportello }, { ticket }, options) => sportello.registration.withdraw(ticket, options)),
  act('registration.withdraw, from the office', awaitingCorrection, ({ sportello }, { ticket }, options) =>
    sportello.registration.withdraw(ticket, options),
  ),
  act('approval.pending', waiting, ({ sportello }) => sportello.approval.pending()),
  act('approval.dossier', waiting, ({ sportello }, { id }) => sportello.approval.dossier({ operator, id })),
  act('approval.document', waiting, ({ sportello }, { id }) => sportello.approval.document({ operator, id, document: 1 })),
  act('approval.approve', waiting, ({ sportello }, { id, dossierDigest }, options) =>
    sportello.approval.approve({ operator, id, dossierDigest }, options),
  ),
  act('approval.reject', waiting, ({ sportello }, { id, dossierDigest }, options) =>
    sportello.approval.reject({ operator, id, dossierDigest, reason }, options),
  ),
  act(
    'approval.reject, of a request that awaits a correction',
    awaitingCorrection,
    ({ sportello }, { id, dossierDigest }, options) =>
      sportello.approval.reject({ operator, id, dossierDigest, reason }, options),
  ),
  act('approval.requestCorrection', waiting, ({ sportello }, { id, dossierDigest }, options) =>
    sportello.approval.requestCorrection({ operator, id, dossierDigest, reason }, options),
  ),
  act('session.signIn', holding, ({ sportello }, { credentials }, options) => sportello.session.signIn(credentials, options)),
  act('session.signIn, with a wrong password', holding, ({ sportello }, { credentials }, options) =>
    sportello.session.signIn({ ...credentials, password: 'another' }, options),
  ),
  act(
    'session.signIn, with the wrong PIN that suspends',
    guessed(defaultPolicy.credential.pinFailuresMax - 1),
    ({ sportello }, credentials, options) => sportello.session.signIn(credentials, options),
  ),
  act('session.signIn, malformed', holding, ({ sportello }, _, options) =>
    sportello.session.signIn({ codiceFiscale: '', pin: '', password: '' }, options),
  ),
  act('session.check', holding, (counter, { token }) => {
    counter.clock.set(morning + 120_000)
    return counter.sportello.session.check(token)
  }),
  act('session.end', holding, ({ sportello }, { token }) => sportello.session.end(token), 'session/not-active'),
  act('credential.changePassword', holding, ({ sportello }, cast, options) =>
    sportello.credential.changePassword(renewedBy(cast, 'Turchese.Gelato8'), options),
  ),
  act('credential.changePassword, to a weak one', holding, ({ sportello }, cast, options) =>
    sportello.credential.changePassword(renewedBy(cast, 'verdiaaa'), options),
  ),
  act('credential.changePassword, with a wrong present one', holding, ({ sportello }, cast, options) =>
    sportello.credential.changePassword({ ...renewedBy(cast, 'Turchese.Gelato8'), current: 'another' }, options),
  ),
  act('credential.endSessions', holding, ({ sportello }, { token }, options) =>
    sportello.credential.endSessions({ token }, options),
  ),
  act('credential.suspendOwn', holding, ({ sportello }, { token }, options) =>
    sportello.credential.suspendOwn({ token, reason }, options),
  ),
  act('credential.suspend', holding, ({ sportello }, _, options) => sportello.credential.suspend(about, options)),
  act('credential.revokeOwn', holding, ({ sportello }, { token, credentials: { pin, password } }, options) =>
    sportello.credential.revokeOwn({ token, pin, password, reason }, options),
  ),
  act('credential.inspect', holding, ({ sportello }) => sportello.credential.inspect(about)),
  act('credential.liftDelay', holding, ({ sportello }, _, options) => sportello.credential.liftDelay(about, options)),
  act('credential.reactivate', guessed(defaultPolicy.credential.pinFailuresMax), ({ sportello }, _, options) =>
    sportello.credential.reactivate(about, options),
  ),
  act('credential.revoke', holding, ({ sportello }, _, options) => sportello.credential.revoke(about, options)),
  act('addresses.inspect', subscriber, ({ sportello }, { token }) => sportello.addresses.inspect({ token })),
  act('addresses.inspectAsOffice', subscriber, ({ sportello }) => sportello.addresses.inspectAsOffice(about)),
  act('addresses.setPec', subscriber, ({ sportello }, _, options) =>
    sportello.addresses.setPec({ ...about, pec: newPec }, options),
  ),
  act('addresses.reportPecStatus', subscriber, ({ sportello }, _, options) =>
    sportello.addresses.reportPecStatus({ ...about, finding: 'full' }, options),
  ),
  act('pecChange.request', subscriber, ({ sportello }, { secrets }, options) =>
    sportello.pecChange.request({ ...secrets, pec: newPec, confirmation: newPec }, options),
  ),
  act('pecChange.request, once more', changing(), ({ sportello }, { secrets }, options) =>
    sportello.pecChange.request({ ...secrets, pec: newPec, confirmation: newPec }, options),
  ),
  act('pecChange.request, with a wrong PIN', subscriber, ({ sportello }, { secrets }, options) =>
    sportello.pecChange.request({ ...secrets, pin: '000000000', pec: newPec, confirmation: newPec }, options),
  ),
  act('pecChange.resend', changing(), ({ sportello }, { token }, options) => sportello.pecChange.resend({ token }, options)),
  act('pecChange.resend, of what is overtaken', overtaken(), ({ sportello }, { token }, options) =>
    sportello.pecChange.resend({ token }, options),
  ),
  act('pecChange.cancel', changing(), ({ sportello }, { token }, options) => sportello.pecChange.cancel({ token }, options)),
  act('pecChange.inspectOwn', changing(), ({ sportello }, { token }) => sportello.pecChange.inspectOwn({ token })),
  act('pecChange.inspectOwn, of what is overtaken', overtaken(), ({ sportello }, { token }) =>
    sportello.pecChange.inspectOwn({ token }),
  ),
  act('pecChange.inspectByLink', changing(), ({ sportello }, { link }) => sportello.pecChange.inspectByLink(link)),
  act('pecChange.confirm', changing(), ({ sportello }, { link }, options) => sportello.pecChange.confirm(link, options)),
  act('pecChange.confirm, of what is overtaken', overtaken(), ({ sportello }, { link }, options) =>
    sportello.pecChange.confirm(link, options),
  ),
  act('pecChange.confirm, before its receipt', changing(), ({ sportello, clock }, { link }, options) => {
    clock.set(Date.UTC(2026, 2, 11, 23))
    return sportello.pecChange.confirm(link, options)
  }),
  act('pecChange.resendAsOffice', changing(), ({ sportello }, _, options) => sportello.pecChange.resendAsOffice(about, options)),
  act('pecChange.cancelAsOffice', changing(), ({ sportello }, _, options) => sportello.pecChange.cancelAsOffice(about, options)),
  act('pecChange.receive', changing(), ({ sportello }, change) => sportello.pecChange.receive(deliveryOf(change))),
  act('pecChange.receive, of no delivery', changing(), ({ sportello }, change) => sportello.pecChange.receive(failureOf(change))),
  act('pecChange.receive, after the click', clicked, ({ sportello }, { reference }) =>
    sportello.pecChange.receive(receiptOf(reference, Date.UTC(2026, 2, 11, 22, 59), { id: 'opec1@pec.example.org' })),
  ),
  act('pecChange.receive, about a PEC in force', subscriber, ({ sportello, clock }) =>
    sportello.pecChange.receive(receiptOf(null, clock.now(), { recipient: oldPec, kind: 'failed', failure: 'mailbox-full' })),
  ),
  act('emailChange.request', subscriber, ({ sportello }, { secrets }, options) =>
    sportello.emailChange.request({ ...secrets, email: newMail, confirmation: newMail }, options),
  ),
  act('emailChange.request, once more', changing('email'), ({ sportello }, { secrets }, options) =>
    sportello.emailChange.request({ ...secrets, email: newMail, confirmation: newMail }, options),
  ),
  act('emailChange.resend', changing('email'), ({ sportello }, { token }, options) =>
    sportello.emailChange.resend({ token }, options),
  ),
  act('emailChange.cancel', changing('email'), ({ sportello }, { token }, options) =>
    sportello.emailChange.cancel({ token }, options),
  ),
  act('emailChange.inspectOwn', changing('email'), ({ sportello }, { token }) => sportello.emailChange.inspectOwn({ token })),
  act('emailChange.inspectByLink', changing('email'), ({ sportello }, { link }) => sportello.emailChange.inspectByLink(link)),
  act('emailChange.confirm', changing('email'), ({ sportello }, { link }, options) =>
    sportello.emailChange.confirm(link, options),
  ),
  act('emailChange.confirm, of what is overtaken', overtaken('email'), ({ sportello }, { link }, options) =>
    sportello.emailChange.confirm(link, options),
  ),
  act('assistance.topics', empty, ({ sportello }) => sportello.assistance.topics()),
  act('assistance.open', subscriber, ({ sportello }, _, options) => sportello.assistance.open(questionnaire, filed, options)),
  act('assistance.open, of nobody who is known', empty, ({ sportello }, _, options) =>
    sportello.assistance.open(questionnaire, filed, options),
  ),
  act('assistance.inspect', waitingForHelp, ({ sportello }, { ticket }) => sportello.assistance.inspect(ticket)),
  act('assistance.withdraw', waitingForHelp, ({ sportello }, { ticket }, options) =>
    sportello.assistance.withdraw(ticket, options),
  ),
  act('assistance.pending', waitingForHelp, ({ sportello }) => sportello.assistance.pending()),
  act('assistance.dossier', waitingForHelp, ({ sportello }, { id }) => sportello.assistance.dossier({ operator, id })),
  act('assistance.document', waitingForHelp, ({ sportello }, { id }) =>
    sportello.assistance.document({ operator, id, document: 1 }),
  ),
  act('assistance.approve', waitingForHelp, ({ sportello }, { id, dossierDigest }, options) =>
    sportello.assistance.approve({ operator, id, dossierDigest }, options),
  ),
  act('assistance.reject', waitingForHelp, ({ sportello }, { id, dossierDigest }, options) =>
    sportello.assistance.reject({ operator, id, dossierDigest, reason }, options),
  ),
  act('registration.correct', wantingCity, ({ sportello }, { ticket }, options) =>
    sportello.registration.correct(ticket, { residenceCity: 'Trino' }, options),
  ),
  act('registration.sendLinkAgain', wantingCity, ({ sportello }, { ticket }, options) =>
    sportello.registration.sendLinkAgain(ticket, options),
  ),
  act('registration.showPinHalf', reissued, ({ sportello }, { ticket }, options) =>
    sportello.registration.showPinHalf(ticket, options),
  ),
  act('approval.sendAgain', wantingCity, ({ sportello }, { id }, options) =>
    sportello.approval.sendAgain({ operator, id }, options),
  ),
  act('approval.reissue', unactivated, ({ sportello }, { id }, options) =>
    sportello.approval.reissue({ operator, id, reason, inPerson: true }, options),
  ),
  act('credential.inspectLink', alarmed, ({ sportello }, { link }) => sportello.credential.inspectLink(link)),
  act('credential.suspendByLink', alarmed, ({ sportello }, { link }, options) =>
    sportello.credential.suspendByLink(link, options),
  ),
  act('recovery.request', holding, ({ sportello }, { credentials: { codiceFiscale } }, options) =>
    sportello.recovery.request({ codiceFiscale }, options),
  ),
  act('recovery.inspect', recovering, ({ sportello }, { token }) => sportello.recovery.inspect(token)),
  act('recovery.complete', recovering, ({ sportello }, { token, credentials: { pin } }, options) =>
    sportello.recovery.complete({ token, pin, password: 'Turchese.Gelato8', confirmation: 'Turchese.Gelato8' }, options),
  ),
  act('pinRenewal.start', holding, ({ sportello }, { token, credentials: { password } }, options) =>
    sportello.pinRenewal.start({ token, password }, options),
  ),
  act('pinRenewal.conclude', renewing, ({ sportello }, { token, pin }, options) =>
    sportello.pinRenewal.conclude({ token, pin }, options),
  ),
  act('identification.record', holding, ({ sportello }, _, options) => sportello.identification.record(atTheCounter, options)),
  act('identification.showPinHalf', identifying, ({ sportello }, { ticket }, options) =>
    sportello.identification.showPinHalf(ticket, options),
  ),
  act('identification.inspect', identifying, ({ sportello }) => sportello.identification.inspect(about)),
  act('rebinding.rebind', holding, ({ sportello }, _, options) => sportello.rebinding.rebind(omocodia, options)),
  act('rebinding.inspect', holding, ({ sportello }) => sportello.rebinding.inspect(about)),
  act('federation.signIn', holding, ({ sportello }, _, options) => sportello.federation.signIn(elsewhere(), options)),
  act('federation.inspectOwn', federated, ({ sportello }, { token }) => sportello.federation.inspectOwn({ token })),
  act('federation.inspectAsOffice', federated, ({ sportello }) => sportello.federation.inspectAsOffice(about)),
  act('federation.unlinkOwn', federated, ({ sportello }, { token, id }, options) =>
    sportello.federation.unlinkOwn({ token, id }, options),
  ),
  act('federation.unlink', federated, ({ sportello }, { id }, options) =>
    sportello.federation.unlink({ operator, id, reason }, options),
  ),
  act('federation.pending', differing, ({ sportello }) => sportello.federation.pending()),
  act('federation.dossier', differing, ({ sportello }, { id }) => sportello.federation.dossier({ operator, id })),
  act('federation.approve', differing, ({ sportello }, { id, dossierDigest }, options) =>
    sportello.federation.approve({ operator, id, dossierDigest, reason }, options),
  ),
  act('federation.reject', differing, ({ sportello }, { id, dossierDigest }, options) =>
    sportello.federation.reject({ operator, id, dossierDigest, reason }, options),
  ),
  act('federation.join', foreign, ({ sportello }, { id }, options) =>
    sportello.federation.join(
      { operator, id, codiceFiscale: anna.codiceFiscale, document: { ...omocodia.document, kind: 'passport' }, reason },
      options,
    ),
  ),
  act('imports.account', empty, ({ sportello }, _, options) =>
    sportello.imports.account({ ...batch, account: imported }, options),
  ),
  act('imports.run', empty, ({ sportello }) => sportello.imports.run(batch, [imported])),
  act('imports.inspect', importing, ({ sportello }) => sportello.imports.inspect(batch)),
  act('desk.list', waiting, ({ sportello }) => sportello.desk.list({ operator })),
  act('desk.search', waiting, ({ sportello }) => sportello.desk.search({ operator, codiceFiscale: anna.codiceFiscale })),
  act('desk.counts', waiting, ({ sportello }) => sportello.desk.counts({ operator })),
  act('desk.assign', waiting, ({ sportello }, { id }, options) => sportello.desk.assign({ operator, id }, options)),
  act('desk.release', assigned, ({ sportello }, { id }, options) => sportello.desk.release({ operator, id }, options)),
  act('desk.takeOver', assigned, ({ sportello }, { id }, options) =>
    sportello.desk.takeOver({ operator: { ...operator, id: 'operator-2' }, id, reason }, options),
  ),
  act('desk.note', assigned, ({ sportello }, { id }, options) =>
    sportello.desk.note({ operator, id, text: 'Ha telefonato.' }, options),
  ),
  act('maintenance.plan', holding, ({ sportello }, _, options) => sportello.maintenance.plan(update, options)),
  act('maintenance.open', planned('2026-04-10T11:00'), ({ sportello }, { form }, options) =>
    sportello.maintenance.open(form, options),
  ),
  act('maintenance.prolong', planned('now'), ({ sportello }, { form }, options) =>
    sportello.maintenance.prolong({ ...form, to: '2026-05-01T24:00' }, options),
  ),
  act('maintenance.close', planned('now'), ({ sportello }, { form }, options) => sportello.maintenance.close(form, options)),
  act('maintenance.cancel', planned('2026-04-10T11:00'), ({ sportello }, { form }, options) =>
    sportello.maintenance.cancel(form, options),
  ),
  act('maintenance.list', planned('now'), ({ sportello }) => sportello.maintenance.list({ operator })),
  act('maintenance.notice', planned('now'), ({ sportello }, { id }) => sportello.maintenance.notice({ operator, id })),
  act('maintenance.simulate', planned('now'), ({ sportello }) => sportello.maintenance.simulate(update)),
  act('maintenance.availability', planned('now'), async ({ sportello }) => ({
    ok: true,
    value: (await sportello.maintenance.availability()).length,
  })),
  act('maintenance.vocabulary', planned('now'), async ({ sportello }) => ({
    ok: true,
    value: (await sportello.maintenance.vocabulary()).procedures.length,
  })),
  act('maintenance.fate', planned('now'), async ({ sportello }, { ticket }) => ({
    ok: true,
    value: (await sportello.maintenance.fate(ticket)).length,
  })),
  act('maintenance.sweep', planned('now'), async ({ sportello }) => {
    const { failed } = await sportello.maintenance.sweep()
    // What could not be dealt with is looked at by the next sweep.
    if (failed > 0) await sportello.maintenance.sweep()
    return { ok: true, value: null }
  }),
  act('sunset.set', holding, ({ sportello }, _, options) => sportello.sunset.set(endings, options)),
  act('sunset.drop', ending, ({ sportello }, _, options) => sportello.sunset.drop({ operator, reason }, options)),
  act('sunset.simulate', holding, ({ sportello }) => sportello.sunset.simulate(endings)),
  act('sunset.sweep', reminding, async ({ sportello }) => {
    const { failed } = await sportello.sunset.sweep()
    // What could not be dealt with is left to the next.
    if (failed > 0) await sportello.sunset.sweep()
    return { ok: true, value: null }
  }),
  act('exemption.grant', holding, ({ sportello }, _, options) => sportello.exemption.grant(exempted, options)),
  act('exemption.revoke', exempting, ({ sportello }, _, options) => sportello.exemption.revoke(about, options)),
  act('exemption.inspect', exempting, ({ sportello }) => sportello.exemption.inspect(about)),
  act('sunset.list', ending, ({ sportello }) => sportello.sunset.list({ operator })),
  act('sunset.phase', ending, async ({ sportello }, { ticket }) => ({
    ok: true,
    value: await sportello.sunset.phase({ token: ticket }),
  })),
  act('services.set', withServices, ({ sportello }, _, options) => sportello.services.set(newService, options)),
  act('services.remove', withServices, ({ sportello }, _, options) =>
    sportello.services.remove({ operator, reason, id: 'databases' }, options),
  ),
  act('services.list', withServices, async ({ sportello }) => ({ ok: true, value: await sportello.services.list() })),
  act('services.mayUse', delegated, async ({ sportello }, { token, id }) => ({
    ok: true,
    value: await sportello.services.mayUse({ service: 'registry', token, onBehalfOf: id }),
  })),
  act('authorisations.grant', withServices, ({ sportello }, _, options) =>
    sportello.authorisations.grant(authorisation, options),
  ),
  act('authorisations.revoke', authorised, ({ sportello }, { id }, options) =>
    sportello.authorisations.revoke({ ...about, id }, options),
  ),
  act('authorisations.inspect', authorised, ({ sportello }) => sportello.authorisations.inspect(about)),
  act('authorisations.listOwn', authorised, ({ sportello }, { token }) => sportello.authorisations.listOwn(token)),
  act('delegations.request', withServices, ({ sportello }, { token }, options) =>
    sportello.delegations.request({ token, ...forBruno }, options),
  ),
  act('delegations.record', withServices, ({ sportello }, _, options) =>
    sportello.delegations.record({ ...decision, delegate, ...forBruno }, options),
  ),
  act('delegations.grant', asked, ({ sportello }, { id }, options) => sportello.delegations.grant({ ...decision, id }, options)),
  act('delegations.reject', asked, ({ sportello }, { id }, options) =>
    sportello.delegations.reject({ ...decision, id }, options),
  ),
  act('delegations.end', delegated, ({ sportello }, { token, id }, options) => sportello.delegations.end({ token, id }, options)),
  act('delegations.revoke', delegated, ({ sportello }, { id }, options) =>
    sportello.delegations.revoke({ ...decision, id }, options),
  ),
  act('delegations.pending', asked, ({ sportello }) => sportello.delegations.pending()),
  act('delegations.inspect', asked, ({ sportello }, { id }) => sportello.delegations.inspect({ operator, id })),
  act('delegations.listOwn', delegated, ({ sportello }, { token }) => sportello.delegations.listOwn(token)),
  act('migration.plan', holding, ({ sportello }, _, options) => sportello.migration.plan(campaign, options)),
  act('migration.open', migrating('none'), ({ sportello }, _, options) => sportello.migration.open(moving, options)),
  act('migration.prolong', migrating('none'), ({ sportello }, _, options) =>
    sportello.migration.prolong({ ...moving, lastDay: '2026-04-23' }, options),
  ),
  act('migration.postpone', migrating('none'), ({ sportello }, _, options) =>
    sportello.migration.postpone({ ...moving, cutOver: { from: '2026-04-24T14:00' } }, options),
  ),
  act('migration.bringForward', migrating('none'), ({ sportello }, _, options) =>
    sportello.migration.bringForward({ ...moving, cutOver: { from: '2026-04-23T13:00' } }, options),
  ),
  act('migration.prolongCutOver', migrating('none'), ({ sportello }, _, options) =>
    sportello.migration.prolongCutOver({ ...moving, longestMinutes: 400 }, options),
  ),
  act('migration.end', migrating('none'), ({ sportello }, _, options) => sportello.migration.end(moving, options)),
  act('migration.reportStart', migrating('opened'), ({ sportello }, _, options) =>
    sportello.migration.reportStart(moving, options),
  ),
  act('migration.reportCompletion', migrating('started'), ({ sportello }, _, options) =>
    sportello.migration.reportCompletion(moving, options),
  ),
  act('migration.reportRollback', migrating('started'), ({ sportello }, _, options) =>
    sportello.migration.reportRollback(moving, options),
  ),
  act('migration.inspect', migrating('none'), ({ sportello }) => sportello.migration.inspect(moving)),
  act('migration.announcement', migrating('none'), ({ sportello }) => sportello.migration.announcement(moving)),
  act('migration.supplierNotice', migrating('none'), ({ sportello }) => sportello.migration.supplierNotice(moving)),
  act('migration.list', migrating('none'), ({ sportello }) => sportello.migration.list({ operator })),
  act('migration.report', migrating('none'), ({ sportello }) => sportello.migration.report(moving)),
  act('migration.work', activated, workUntilDone),
  act('mailboxes.add', migrating('none'), ({ sportello }) => sportello.mailboxes.add(moving, [{ mailbox: 'scuola' }])),
  act('mailboxes.verify', openForOwners, ({ sportello }, _, options) => sportello.mailboxes.verify(owned, options)),
  act('mailboxes.activate', openForOwners, ({ sportello }, _, options) => sportello.mailboxes.activate(owned, options)),
  act('mailboxes.inspect', openForOwners, ({ sportello }) => sportello.mailboxes.inspect(oneMailbox)),
  act('mailboxes.find', openForOwners, ({ sportello }) => sportello.mailboxes.find({ ...moving, state: 'not-started' })),
  act('mailboxes.reportPasswordChange', activated, ({ sportello }, _, options) =>
    sportello.mailboxes.reportPasswordChange(oneMailbox, options),
  ),
  act('mailboxes.allowLate', blocked, ({ sportello }, _, options) =>
    sportello.mailboxes.allowLate({ ...oneMailbox, lastDay: '2026-05-01', reason }, options),
  ),
  act('mailboxes.withdraw', activated, ({ sportello }, _, options) => sportello.mailboxes.withdraw(oneMailbox, options)),
  act('mailboxes.requeue', parkedMailbox, ({ sportello }, _, options) => sportello.mailboxes.requeue(oneMailbox, options)),
  act('feed.read', holding, ({ sportello }) => sportello.feed.read()),
  act('journal.read', holding, ({ sportello }, { id }) => sportello.journal.read({ kind: 'registration', id })),
  act('journal.verify', holding, ({ sportello }, { id }) => sportello.journal.verify({ kind: 'registration', id })),
  act('journal.anchor', holding, async (counter) => ({ ok: true, value: await anchorAll(counter) })),
  act('journal.verifyAnchor', holding, async (counter) => counter.sportello.journal.verifyAnchor(await anchorAll(counter))),
  act('retention.sweep', overdue, sweepAfter(8 * day)),
  act('retention.sweep, after years', overdue, sweepAfter(20 * 365 * day)),
  act('subject.export', holding, exportAll),
  act('subject.erase', leaving, ({ sportello }) => sportello.subject.erase(about)),
  act('outbox.parked', parked, ({ sportello }) => sportello.outbox.parked()),
  act('outbox.requeue', parked, ({ sportello }, mail) => sportello.outbox.requeue(mail), 'outbox/not-parked'),
  act('outbox.discard', parked, ({ sportello }, mail) => sportello.outbox.discard(mail), 'outbox/not-parked'),
]

/** What is written down of a look, a refusal or an office worker's act: once more when it is repeated without a request key. */
const notes =
  /Viewed|ActedFor|LetterEnded|RequestFound|ImportStarted|ImportEnded|Noted$|Refused|Receipt(?:Noted|Ignored)|MailRequeued|MailDiscarded|SubjectExported|ErasureOrdered/

/** What stands at the end, without what a repeat may add. */
function standing(world: World): string {
  const lines = outline(world)
    .split('\n')
    .filter((line) => !/^(files|sent) /.test(line))
  return [...lines, ...journals(world).filter((line) => !notes.test(line))].join('\n')
}

/** Collects what a crash has left of files, as the next sweep of the office would. */
async function collectFiles({ ports }: { readonly ports: Ports }): Promise<void> {
  const { sportello, clock } = openCounter({ ...ports, keys, seed: 300 })
  clock.advance(2 * day)
  expect((await sportello.retention.sweep()).failed).toBe(0)
}

describe('every use case, when the world fails at any one call', () => {
  it('is tried below', async () => {
    const { sportello } = openCounter()
    const names = Object.entries(sportello).flatMap(([room, calls]) =>
      typeof calls === 'function' ? [] : Object.keys(calls).map((name) => `${room}.${name}`),
    )
    const tried = new Set(acts.map(({ name }) => name.replace(/,.*/, '')))
    expect(names.filter((name) => !tried.has(name))).toEqual([])
  })

  /** What asks nothing of the world cannot be failed by it. */
  const portless: ReadonlySet<string> = new Set(['assistance.topics', 'maintenance.vocabulary'])

  it.each(acts)('R5, $name: has its effect once, however often it is repeated', async ({ name, play, repeated }) => {
    const quiet = troubleAt(0, 'before')
    const undisturbed = await play(quiet)
    expectSound(undisturbed.world)
    expect(quiet.calls > 0).toBe(!portless.has(name))
    for (const fault of ['before', 'after', 'crash', 'conflict'] as const) {
      for (let call = 1; call <= quiet.calls; call += 1) {
        const trouble = troubleAt(call, fault)
        const { world, answer } = await play(trouble)
        const where = `${fault} call ${call}, ${trouble.struck}`
        expect(trouble.struck, where).not.toBe('')
        expect([undisturbed.answer, ...repeated], where).toContain(answer)
        expect(standing(world), where).toBe(standing(undisturbed.world))
        if (world.files.size !== undisturbed.world.files.size) await collectFiles(world)
        expectSound(world)
      }
    }
  })
})

describe('the relay, when the world fails at any one call', () => {
  it.each(['before', 'after', 'crash'] as const)('Q1, Q2, INV-18, fault %s: loses no mail and changes none', async (fault) => {
    const beginning = await scene(async (counter) => {
      for (const name of ['one', 'two', 'three']) {
        const { ticket } = await drafted(counter.sportello, { ...anna, email: `${name}@example.it` })
        accepted(await counter.sportello.registration.complete(ticket))
      }
    })
    const play = async (trouble: Trouble) => {
      const world = await staged(beginning)
      await deliver(callerOf(world.ports, trouble, beginning.at))
      return world
    }
    const quiet = troubleAt(0, fault)
    const undisturbed = await play(quiet)
    expect(undisturbed.sent).toHaveLength(3)
    // The calendar is read once; each of the three is leased, looked at, sent, noted in its request and settled.
    expect(quiet.calls).toBe(25)
    for (let call = 1; call <= quiet.calls; call += 1) {
      const world = await play(troubleAt(call, fault))
      expect([...expectSameBytes(world.sent).keys()].sort()).toEqual(undisturbed.sent.map(({ id }) => id).sort())
      expect(world.sent.length, `call ${call}`).toBeLessThanOrEqual(3 + 3)
      expect(standing(world), `call ${call}`).toBe(standing(undisturbed))
    }
  })
})

describe('the relay of a link, when the world fails at any one call', () => {
  const faults = ['before', 'after', 'crash', 'conflict'] as const
  const ends = ['sent', 'rejected', 'overdue'] as const
  const cases = ends.flatMap((end) => faults.map((fault) => [end, fault] as const))

  it.each(cases)('INV-12, INV-17, %s, fault %s: tells the change, once, or leaves it as it was', async (end, fault) => {
    const beginning = await queued()
    const play = async (trouble: Trouble) => {
      const world = await staged(beginning)
      const { mailer } = world.ports
      const refusing: Mailer = {
        send: (mail) => (end === 'rejected' && mail.id.endsWith('.link-1') ? Promise.resolve('rejected') : mailer.send(mail)),
      }
      const at = end === 'overdue' ? Date.UTC(2026, 2, 11, 23) : beginning.at
      await deliver(callerOf({ ...world.ports, mailer: refusing }, trouble, at))
      const value = changeIn(world)
      const [link] = value['links'] as readonly { readonly dispatchedAt: number | null; readonly until: number }[]
      const isTold = end === 'sent' ? typeof link?.dispatchedAt === 'number' : value['status'] === 'undeliverable'
      return { world, link, isTold, status: value['status'], failure: value['failure'] }
    }
    const quiet = troubleAt(0, fault)
    const undisturbed = await play(quiet)
    expect(undisturbed.isTold).toBe(true)
    if (end !== 'sent') expect(undisturbed.failure).toBe(end === 'overdue' ? 'not-sent' : 'other')
    expect(quiet.calls).toBeGreaterThan(8)
    for (let call = 1; call <= quiet.calls; call += 1) {
      const trouble = troubleAt(call, fault)
      const { world, link, isTold, status } = await play(trouble)
      const where = `call ${call}, ${trouble.struck}`
      expectSound(world)
      expectSameBytes(world.sent)
      // A process that is gone has settled nothing, and a conflict is tried again.
      const mayMiss = (fault === 'before' || fault === 'after') && ['load', 'commit'].includes(trouble.struck)
      if (!mayMiss) expect(isTold, where).toBe(true)
      if (!isTold) expect(status, where).toBe('awaiting-receipt')
      if (end !== 'sent') continue
      // A day later than by what was known when it was queued, where the dispatch is known.
      expect(link?.until, where).toBe(Date.UTC(2026, 2, isTold ? 12 : 11, 23))
      const token = /#token=(\S+)/.exec(world.sent.find((mail) => mail.id.endsWith('.link-1'))?.text ?? '')?.[1]
      const later = openCounter({ ...world.ports, keys, seed: 400 })
      later.clock.set(Date.UTC(2026, 2, 11, 23))
      const answer = accepted(await later.sportello.pecChange.confirm(token ?? ''))
      expect(answer.status, where).toBe(isTold ? 'confirmed' : 'waiting')
      expect(
        world.storage.contents().journal.filter(({ type }) => type === 'PecLinkDispatched'),
        where,
      ).toHaveLength(isTold ? 1 : 0)
    }
  })
})

describe('a link that went out although the relay never came to settle it', () => {
  const tooLate = Date.UTC(2026, 2, 11, 23)

  it('INV-13: has been sent once its dispatch is recorded, whatever becomes of its repeat', async () => {
    const beginning = await queued()
    for (const end of ['overdue', 'rejected'] as const) {
      const world = await staged(beginning)
      const crashing = openCounter({
        ...world.ports,
        storage: { ...world.storage, settle: () => Promise.reject(new Error()) },
        keys,
      })
      crashing.clock.set(beginning.at)
      await expect(crashing.sportello.relay()).rejects.toMatchObject({ code: 'storage/failed' })
      expect(changeIn(world)['links']).toMatchObject([{ dispatchedAt: beginning.at }])
      const mailer: Mailer = { send: () => Promise.resolve('rejected') }
      const next = openCounter({ ...world.ports, keys, seed: 2, ...(end === 'rejected' ? { mailer } : {}) })
      next.clock.set(end === 'overdue' ? tooLate : beginning.at + 6 * 60_000)
      expect((await next.sportello.relay())[end].filter((id) => id.endsWith('.link-1'))).toHaveLength(1)
      expect(changeIn(world)).toMatchObject({ status: 'awaiting-receipt', links: [{ failure: null }] })
      const token = /#token=(\S+)/.exec(world.sent.find(({ id }) => id.endsWith('.link-1'))?.text ?? '')?.[1] ?? ''
      expect(accepted(await next.sportello.pecChange.confirm(token)).status).toBe('confirmed')
      expectSound(world)
    }
  })

  it('INV-13: has been sent once somebody clicks on it, whatever becomes of its repeat', async () => {
    const beginning = await sentUnnoticed()
    const { link, reference } = beginning.cast
    const world = await staged(beginning)
    const { sportello, clock } = openCounter({ ...world.ports, keys, seed: 2 })
    clock.set(tooLate)
    expect(accepted(await sportello.pecChange.confirm(link)).status).toBe('waiting')
    expect((await sportello.relay()).overdue).toHaveLength(1)
    expect(changeIn(world)).toMatchObject({ status: 'awaiting-receipt', links: [{ failure: null, heldAt: tooLate }] })
    clock.advance(60 * day)
    accepted(await sportello.pecChange.receive(receiptOf(reference, tooLate - 1, { id: 'opec9@pec.example.org' })))
    expect(changeIn(world)['status']).toBe('confirmed')
    expectSound(world)
  })
})

describe('a world that fails again and again', () => {
  it('R5: a life under seeded faults of every kind ends as an undisturbed one, and each can be played again', async () => {
    const ends: string[] = []
    for (let seed = 1; seed <= 25; seed += 1) {
      const world = await staged(await scene(async () => null))
      const storage = faulty(world.storage, seededFaults(seed, { before: 0.05, after: 0.05, conflict: 0.05, slow: 0.05 }))
      await lived({ ...world, ports: { ...world.ports, storage } }, troubleAt(0, 'before'))
      expect(storage.faults.length, `seed ${seed}`).toBeGreaterThan(0)
      // What was leased when the answer was lost is sent once the lease is over.
      const later = openCounter({ ...world.ports, keys, seed: 400 })
      later.clock.set(morning + day)
      await later.sportello.relay()
      ends.push(standing(world))
      await collectFiles(world)
      expectSound(world)
    }
    expect(new Set(ends).size).toBe(1)
  })

  it('R1: an approval that sees an old list of competitors leaves them waiting, and none of them can be approved', async () => {
    const beginning = await scene(async (counter) => {
      const { id } = await completed(counter)
      return { id, dossierDigest: accepted(await counter.sportello.approval.dossier({ operator, id })).digest }
    })
    const world = await staged(beginning)
    const { id, dossierDigest } = beginning.cast
    const storage = faulty(world.storage, ({ operation }) => (operation === 'list' && old ? 'stale' : null))
    let old = false
    const counter = openCounter({ storage, documents: world.documents, seed: 2 })
    const [row] = await storage.load([`comune-di-prova/approval/${id}`])
    const { accountId } = JSON.parse(row?.state ?? '')
    const query = { office: 'comune-di-prova', kind: 'approval', tag: `open:${accountId}`, limit: 26 }
    expect(await storage.list(query)).toHaveLength(1)
    const later = await completed(counter, { ...anna, email: 'other@example.it' })
    old = true
    accepted(await counter.sportello.approval.approve({ operator, id, dossierDigest }))
    expect(storage.faults.map(({ fault }) => fault)).toEqual(['stale'])
    const { digest } = accepted(await counter.sportello.approval.dossier({ operator, id: later.id }))
    expect(refusedCode(await counter.sportello.approval.approve({ operator, id: later.id, dossierDigest: digest }))).toBe(
      'credential/already-issued',
    )
    expectSound(world)
  })
})

describe('a source of chance that fails', () => {
  it('R7: short, empty, foreign or repeating itself, it stops the command, and nothing is stored', async () => {
    const sources: readonly ((length: number) => unknown)[] = [
      (length) => new Uint8Array(length - 1),
      () => new Uint8Array(0),
      () => 'chance',
      (length) => new Uint8Array(length),
      () => {
        throw new Error('no entropy')
      },
    ]
    for (const bytes of sources) {
      const counter = openCounter({ random: { bytes: (length) => bytes(length) as Uint8Array } })
      await expect(counter.sportello.registration.open(anna)).rejects.toMatchObject({ code: 'random/failed' })
      expect(await counter.storage.list({ office: 'comune-di-prova', kind: 'registration', limit: 1 })).toEqual([])
      expect(await counter.storage.list({ office: 'comune-di-prova', kind: 'quota', limit: 1 })).toEqual([])
    }
  })
})

describe('mail that was committed', () => {
  it('Q1: goes out from another process, once per id', async () => {
    const first = openCounter()
    const { ticket } = accepted(await first.sportello.registration.open(anna))
    accepted(await first.sportello.registration.addDocument(ticket, card, filed))
    accepted(await first.sportello.registration.complete(ticket))
    const second = openCounter({ storage: first.storage, seed: 2 })
    const third = openCounter({ storage: first.storage, seed: 3 })
    await Promise.all([second.sportello.relay(), third.sportello.relay()])
    expect([...second.mailer.sent, ...third.mailer.sent].map(({ subject }) => subject)).toEqual([
      'Comune di Prova: richiesta di credenziali ricevuta',
    ])
    expect(first.mailer.sent).toEqual([])
  })
})
