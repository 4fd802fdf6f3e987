/** The counter of one office: the host's ports and policy in, every procedure out. */
import { ulid } from 'ulid'
import { checkedRandom, createKeyRing, createSealer, createSecretHash, type Keys } from '../crypto/index.ts'
import { type Instant, SportelloError } from '../kernel/index.ts'
import type {
  ArrivingProvider,
  Challenge,
  Clock,
  Documents,
  LeavingProvider,
  LegacyVerifier,
  Mailer,
  PasswordHash,
  Places,
  Random,
  Registry,
  Scanner,
  Storage,
  Telemetry,
} from '../ports/index.ts'
import { requireRomeZone } from '../rules/civil/index.ts'
import { parsePartitaIva } from '../rules/identity/index.ts'
import { readHostLetters } from '../runtime/host-letters.ts'
import { createKnownCodes } from '../runtime/known-codes.ts'
import { type LinkPathChoice, readLinkPaths } from '../runtime/links.ts'
import { expectNames } from '../runtime/policy.ts'
import { guardedClock, type Office, type Runtime } from '../runtime/runtime.ts'
import { createTurns } from '../runtime/turns.ts'
import { assemble } from './assemble.ts'
import { type LetterChoice, letters } from './letters.ts'
import { linkPaths } from './links.ts'
import { observed } from './observed.ts'
import { choosePolicy, type PolicyChoice, policyFigures } from './policy.ts'
import type { Sportello } from './sportello.ts'

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
  /** Left out, uploads are inspected by the library alone. */
  readonly scanner?: Scanner
  /** Left out, nobody with a password of another system can be imported or signs in with it. */
  readonly legacyVerifier?: LegacyVerifier
  /** Left out, no dossier says what a register knows of its person. */
  readonly registry?: Registry
  /** The provider that the mailboxes of a migration leave; left out, no mailbox can be activated. */
  readonly leavingProvider?: LeavingProvider
  /** The provider that the mailboxes of a migration go to; left out, no mailbox can be activated. */
  readonly arrivingProvider?: ArrivingProvider
  /** Tells people from robots at sign-ins, registrations and activations of mailboxes; left out, nobody is asked. */
  readonly challenge?: Challenge
  readonly policy?: PolicyChoice
  /** Where the pages are that mailed links lead to; left out, where `linkPaths` has them. */
  readonly linkPaths?: LinkPathChoice
  /** Letters in the words and layout of the host; left out, in those of the library. */
  readonly letters?: LetterChoice
  /** A tracer and a meter that see every command; left out, nothing is observed and nothing is spent on it. */
  readonly observe?: Telemetry
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
  // A browser reads `\` as `/`, and what stands before an `@` is not the host.
  if (/[\\@]/.test(links)) wrong('links holds no credentials and no backslash')
  if (!/^https:\/\/[^/]/.test(links) && !loopback.test(links)) wrong('links must be https (http for a loopback host only)')
  return { id, name, taxCode, locale, links }
}

/** What each piece of the world must be able to do. */
const abilities = {
  storage: ['load', 'list', 'commit', 'journal', 'entries', 'erase', 'lease', 'settle', 'isWaiting', 'parked', 'requeue'],
  mailer: ['send'],
  documents: ['put', 'get', 'delete', 'list'],
  clock: ['now'],
  random: ['bytes'],
  passwordHash: ['hash', 'verify', 'outdated'],
  places: ['municipality', 'nation', 'describe'],
  scanner: ['scan'],
  legacyVerifier: ['read', 'compute'],
  registry: ['check'],
  leavingProvider: ['verify'],
  arrivingProvider: ['setPassword', 'copy', 'progress'],
  challenge: ['judge'],
} as const

const optional: readonly string[] = [
  'places',
  'scanner',
  'legacyVerifier',
  'registry',
  'leavingProvider',
  'arrivingProvider',
  'challenge',
] satisfies (keyof typeof abilities)[]

const own = ['office', 'keys', 'policy', 'linkPaths', 'letters', 'observe', ...Object.keys(abilities)]

/** What is put in the wrong place or misspelt would be without effect: the host is told, and where a part of the policy belongs. */
function checkNames(configuration: Configuration): void {
  for (const name of Object.keys(configuration)) {
    if (name === 'password' || Object.hasOwn(policyFigures, name))
      throw new SportelloError('config/invalid', `configuration: there is no ${name}: policy.${name} is meant?`)
    expectNames([name], own, '', 'configuration')
  }
}

function checkPorts(configuration: Configuration): void {
  for (const [name, methods] of Object.entries(abilities)) {
    const port: unknown = configuration[name as keyof typeof abilities]
    if (optional.includes(name) && port === undefined) continue
    const given = typeof port === 'object' && port !== null ? (port as { readonly [method: string]: unknown }) : {}
    const missing = methods.find((method) => typeof given[method] !== 'function')
    if (missing !== undefined) throw new SportelloError('config/invalid', `${name}: ${missing} is missing`)
    if (name === 'legacyVerifier' && typeof given['example'] !== 'string') {
      throw new SportelloError('config/invalid', 'legacyVerifier: example is missing')
    }
  }
}

/**
 * The procedures of one office. Does nothing by itself: no timer, no connection, no global state. Throws `config/invalid` for a
 * missing or weak piece.
 */
export function createSportello(configuration: Configuration): Sportello {
  const office = checkOffice(configuration.office)
  checkNames(configuration)
  checkPorts(configuration)
  requireRomeZone()
  const random = checkedRandom(configuration.random)
  const ring = createKeyRing(configuration.keys)
  const policy = choosePolicy(configuration.policy)
  const runtime: Omit<Runtime, 'gate'> = {
    office,
    links: readLinkPaths(office.links, linkPaths, configuration.linkPaths),
    letters: readHostLetters(office, configuration.letters, letters),
    ring,
    sealer: createSealer(ring, random),
    secrets: createSecretHash(ring, configuration.passwordHash, random, configuration.legacyVerifier ?? null),
    storage: configuration.storage,
    mailer: configuration.mailer,
    documents: configuration.documents,
    scanner: configuration.scanner ?? null,
    registry: configuration.registry ?? null,
    leavingProvider: configuration.leavingProvider ?? null,
    arrivingProvider: configuration.arrivingProvider ?? null,
    challenge: configuration.challenge ?? null,
    random,
    turns: createTurns(),
    codes: createKnownCodes(),
    requestKeyMs: policy.retention.requestKeyMs,
    now: guardedClock(configuration.clock),
    ulid: (instant) => drawUlid(instant, random),
  }
  const { storage, now } = runtime
  return observed(assemble(runtime, policy, configuration.places), { officeId: office.id, storage, now }, configuration.observe)
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
