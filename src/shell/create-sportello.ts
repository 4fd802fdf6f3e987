/** The counter of one office: the host's ports and policy in, every procedure out. */
import { ulid } from 'ulid'
import * as approvalDossier from '../approval/dossier.ts'
import * as approvalUseCases from '../approval/use-cases.ts'
import { requireRomeZone } from '../civil/index.ts'
import { credentialMachine } from '../credential/schema.ts'
import * as credentialUseCases from '../credential/use-cases.ts'
import { checkedRandom, createKeyRing, createSealer, createSecretHash, type Keys } from '../crypto/index.ts'
import * as housekeepingUseCases from '../housekeeping/use-cases.ts'
import { parsePartitaIva } from '../identity/index.ts'
import { type Instant, SportelloError } from '../kernel/index.ts'
import type { Clock, Documents, Mailer, PasswordHash, Places, Random, Storage } from '../ports/index.ts'
import { quotaMachine } from '../quota/schema.ts'
import * as registrationDocuments from '../registration/documents.ts'
import { registrationMachine } from '../registration/schema.ts'
import * as registrationUseCases from '../registration/use-cases.ts'
import { sessionMachine } from '../session/schema.ts'
import * as sessionUseCases from '../session/use-cases.ts'
import { eraseSubject } from '../subject/erasure.ts'
import { exportSubject } from '../subject/export.ts'
import { readJournal, verifyRecord } from './journal-reader.ts'
import { discardMail, parked, requeueMail } from './parked-mail.ts'
import { choosePolicy, type Policy, type PolicyChoice } from './policy.ts'
import { relay } from './relay.ts'
import { guardedClock, type Office, type Shell } from './shell.ts'

export type Configuration = {
  readonly office: Office
  readonly keys: Keys
  readonly storage: Storage
  readonly mailer: Mailer
  readonly documents: Documents
  readonly clock: Clock
  readonly random: Random
  readonly passwordHash: PasswordHash
  readonly places?: Places
  readonly policy?: PolicyChoice
}

/** Drops the desk from a use case, so that the host sees only its own arguments. */
function bind<Desk, Rest extends readonly unknown[], Answer>(
  desk: Desk,
  useCase: (desk: Desk, ...rest: Rest) => Answer,
): (...rest: Rest) => Answer {
  return (...rest) => useCase(desk, ...rest)
}

const loopback = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?\//

function checkOffice(office: Office): Office {
  const { id, name, taxCode, locale, links } = office ?? {}
  const wrong = (what: string): never => {
    throw new SportelloError('config/invalid', `office: ${what}`)
  }
  if (typeof id !== 'string' || !/^[a-z0-9][a-z0-9-]{0,62}$/.test(id)) wrong('id has 1 to 63 characters of a-z, 0-9 and -')
  if (typeof name !== 'string' || name.trim() === '' || name.length > 200) wrong('name is missing')
  if (!parsePartitaIva(taxCode).ok) wrong('taxCode is not a valid 11-digit code')
  if (locale !== 'it' && locale !== 'en') wrong("locale is 'it' or 'en'")
  if (typeof links !== 'string' || links.length > 200 || !links.endsWith('/') || /[\s"'<>?#]/.test(links)) {
    wrong('links is a base address that ends in a slash')
  }
  if (!/^https:\/\/[^/]/.test(links) && !loopback.test(links)) wrong('links must be https (http for a loopback host only)')
  return { id, name, taxCode, locale, links }
}

/** What each piece of the world must be able to do. */
const abilities = {
  storage: ['load', 'list', 'commit', 'journal', 'erase', 'lease', 'settle', 'parked', 'requeue'],
  mailer: ['send'],
  documents: ['put', 'get', 'delete', 'list'],
  clock: ['now'],
  random: ['bytes'],
  passwordHash: ['hash', 'verify', 'outdated'],
  places: ['municipality', 'nation', 'describe'],
} as const

function checkPorts(configuration: Configuration): void {
  for (const [name, methods] of Object.entries(abilities)) {
    const port: unknown = configuration[name as keyof typeof abilities]
    if (name === 'places' && port === undefined) continue
    const given = typeof port === 'object' && port !== null ? (port as { readonly [method: string]: unknown }) : {}
    const missing = methods.find((method) => typeof given[method] !== 'function')
    if (missing !== undefined) throw new SportelloError('config/invalid', `${name}: ${missing} is missing`)
  }
}

/**
 * The procedures of one office. Does nothing by itself: no timer, no connection, no global state. Throws `config/invalid` for a
 * missing or weak piece.
 */
export function createSportello(configuration: Configuration): Sportello {
  const office = checkOffice(configuration.office)
  checkPorts(configuration)
  requireRomeZone()
  const random = checkedRandom(configuration.random)
  const ring = createKeyRing(configuration.keys)
  const policy = choosePolicy(configuration.policy)
  const shell: Shell = {
    office,
    ring,
    sealer: createSealer(ring, random),
    secrets: createSecretHash(ring, configuration.passwordHash, random),
    storage: configuration.storage,
    mailer: configuration.mailer,
    documents: configuration.documents,
    random,
    requestKeyMs: policy.retention.requestKeyMs,
    now: guardedClock(configuration.clock),
    ulid: (instant) => drawUlid(instant, random),
  }
  return assemble(shell, policy, configuration.places)
}

/** Sixteen characters of chance, each from the low bits of its own byte. */
function drawUlid(instant: Instant, random: Random): string {
  const chance = random.bytes(16)
  let drawn = 0
  return ulid(instant, () => {
    const byte = chance[drawn % chance.length] ?? 0
    drawn += 1
    return byte / 256
  })
}

function assemble(shell: Shell, policy: Policy, places: Places | undefined): Sportello {
  const { retention } = policy
  const registration = registrationMachine(policy.registration, retention.closedMs)
  const credential = credentialMachine(policy.credential, retention)
  const session = sessionMachine(policy.session, retention.sessionMs)
  const quota = quotaMachine(policy.quota)
  const passwordPolicy = policy.password
  const intake = { shell, machine: registration, credential, quota, passwordPolicy, rules: policy.registration, places }
  const desk = { shell, registration, credential }
  const account = { shell, credential, session, credentialPolicy: policy.credential, passwordPolicy }
  return {
    registration: {
      open: bind(intake, registrationUseCases.open),
      renewPin: bind(intake, registrationUseCases.renewPin),
      inspect: bind(intake, registrationUseCases.inspect),
      addDocument: bind(intake, registrationDocuments.addDocument),
      removeDocument: bind(intake, registrationDocuments.removeDocument),
      complete: bind(intake, registrationUseCases.complete),
      withdraw: bind(intake, registrationUseCases.withdraw),
    },
    approval: {
      pending: bind(desk, approvalDossier.pending),
      dossier: bind(desk, approvalDossier.dossier),
      document: bind(desk, approvalDossier.dossierDocument),
      approve: bind(desk, approvalUseCases.approve),
      reject: bind(desk, approvalUseCases.reject),
      giveBack: bind(desk, approvalUseCases.giveBack),
    },
    session: {
      signIn: bind(account, sessionUseCases.signIn),
      check: bind(account, sessionUseCases.check),
      end: bind(account, sessionUseCases.end),
    },
    credential: {
      changePassword: bind(account, credentialUseCases.changePassword),
      endSessions: bind(account, credentialUseCases.endSessions),
      revokeOwn: bind(account, credentialUseCases.revokeOwn),
      inspect: bind(account, credentialUseCases.inspectCredential),
      release: bind(account, credentialUseCases.release),
      revoke: bind(account, credentialUseCases.revoke),
    },
    journal: { read: bind(shell, readJournal), verify: bind(shell, verifyRecord) },
    housekeeping: { sweep: bind({ ...desk, session, quota, retention }, housekeepingUseCases.sweep) },
    subject: { export: bind(desk, exportSubject), erase: bind(desk, eraseSubject) },
    outbox: { parked: bind(shell, parked), requeue: bind(shell, requeueMail), discard: bind(shell, discardMail) },
    relay: bind(shell, relay),
  }
}

type Bound<UseCase> = UseCase extends (desk: never, ...rest: infer Rest) => infer Answer ? (...rest: Rest) => Answer : never

/** Everything the counter does. Each call is one command: it answers with a value or a refusal, and throws only when the world fails. */
export type Sportello = {
  readonly registration: {
    readonly open: Bound<typeof registrationUseCases.open>
    readonly renewPin: Bound<typeof registrationUseCases.renewPin>
    readonly inspect: Bound<typeof registrationUseCases.inspect>
    readonly addDocument: Bound<typeof registrationDocuments.addDocument>
    readonly removeDocument: Bound<typeof registrationDocuments.removeDocument>
    readonly complete: Bound<typeof registrationUseCases.complete>
    readonly withdraw: Bound<typeof registrationUseCases.withdraw>
  }
  readonly approval: {
    readonly pending: Bound<typeof approvalDossier.pending>
    readonly dossier: Bound<typeof approvalDossier.dossier>
    readonly document: Bound<typeof approvalDossier.dossierDocument>
    readonly approve: Bound<typeof approvalUseCases.approve>
    readonly reject: Bound<typeof approvalUseCases.reject>
    readonly giveBack: Bound<typeof approvalUseCases.giveBack>
  }
  readonly session: {
    readonly signIn: Bound<typeof sessionUseCases.signIn>
    readonly check: Bound<typeof sessionUseCases.check>
    readonly end: Bound<typeof sessionUseCases.end>
  }
  readonly credential: {
    readonly changePassword: Bound<typeof credentialUseCases.changePassword>
    readonly endSessions: Bound<typeof credentialUseCases.endSessions>
    readonly revokeOwn: Bound<typeof credentialUseCases.revokeOwn>
    readonly inspect: Bound<typeof credentialUseCases.inspectCredential>
    readonly release: Bound<typeof credentialUseCases.release>
    readonly revoke: Bound<typeof credentialUseCases.revoke>
  }
  readonly journal: { readonly read: Bound<typeof readJournal>; readonly verify: Bound<typeof verifyRecord> }
  readonly housekeeping: { readonly sweep: Bound<typeof housekeepingUseCases.sweep> }
  readonly subject: { readonly export: Bound<typeof exportSubject>; readonly erase: Bound<typeof eraseSubject> }
  readonly outbox: {
    readonly parked: Bound<typeof parked>
    readonly requeue: Bound<typeof requeueMail>
    readonly discard: Bound<typeof discardMail>
  }
  readonly relay: Bound<typeof relay>
}
