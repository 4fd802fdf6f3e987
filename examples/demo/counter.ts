/** The counter that the demo plays at, assembled as a host would do it, and its operators. */
import { randomBytes } from 'node:crypto'
import {
  type Clock,
  createSportello,
  type Documents,
  generateKeys,
  type Keys,
  type Locale,
  type Mailer,
  type Office,
  type Operator,
  type PasswordHash,
  type PolicyChoice,
  parseKeys,
  type Sportello,
  type Storage,
} from 'sportello'
import { nodePasswordHash, platformRandom, systemClock } from 'sportello/node'
import { readJson, writeWhole } from './files.ts'

export const officeName = 'Comune di Prova'

/** The domain of the mailboxes that the public administration gives to its own people. */
export const institutionalDomain = 'scuola.example'

/** What makes this counter that counter again: the id of its office, and its keys, as a text too. */
export type Identity = { readonly office: string; readonly keys: Keys; readonly keyText: string }

/** In a database that others use too, every play is an office of its own. */
export function freshIdentity(isShared: boolean): Identity {
  const office = isShared ? `comune-di-prova-${randomBytes(6).toString('hex')}` : 'comune-di-prova'
  const keyText = generateKeys()
  return { office, keys: parseKeys(keyText), keyText }
}

/**
 * Keeps the keys in a file that only its owner can read, beside the very data that they guard: good enough for a demo, and for
 * nothing else. A real host keeps them where it keeps its secrets, away from the database.
 */
export async function keepIdentity(path: string, { office, keyText }: Identity): Promise<void> {
  await writeWhole(path, `${JSON.stringify({ office, keys: keyText })}\n`)
}

/** What `keepIdentity` has kept; null where that is nothing. */
export async function readIdentity(path: string): Promise<Identity | null> {
  const { office, keys: keyText } = Object(await readJson(path)) as { readonly [field: string]: unknown }
  if (typeof office !== 'string' || typeof keyText !== 'string') return null
  try {
    return { office, keys: parseKeys(keyText), keyText }
  } catch {
    return null
  }
}

export function officeOf(id: string, locale: Locale): Office {
  return { id, name: officeName, taxCode: '00743110157', locale, links: 'https://servizi.comune-di-prova.example/' }
}

const day = 86_400_000

/** What this office has said of its own; the rest is what holds when nothing is said. */
const policy: PolicyChoice = {
  // What nobody uses for half a year opens nothing any more.
  credential: { disuseMs: 180 * day },
  // Schools are elsewhere; links live longer than a maintenance window of the story.
  emailChange: { institutionalDomains: [institutionalDomain], linkLifetimeMs: 15 * day },
}

/** The clock of this machine, which a story can put forward. */
export type DemoClock = Clock & { advance(ms: number): void }

export function demoClock(): DemoClock {
  const clock = systemClock()
  let ahead = 0
  return {
    now: () => clock.now() + ahead,
    advance(ms) {
      ahead += ms
    },
  }
}

export function assemble(
  locale: Locale,
  { office, keys }: Identity,
  parts: {
    readonly storage: Storage
    readonly documents: Documents
    readonly mailer: Mailer
    readonly passwordHash: PasswordHash
    readonly clock?: Clock
  },
): Sportello {
  return createSportello({ ...parts, office: officeOf(office, locale), keys, random: platformRandom(), policy })
}

/** argon2id where its native module is installed, Node's scrypt otherwise. */
export async function choosePasswordHash(): Promise<{ readonly name: 'argon2id' | 'scrypt'; readonly hash: PasswordHash }> {
  try {
    return { name: 'argon2id', hash: nodePasswordHash({ argon2: await import('@node-rs/argon2') }) }
  } catch {
    return { name: 'scrypt', hash: nodePasswordHash() }
  }
}

type NamedOperator = Operator & { readonly name: string }

const operators: readonly [NamedOperator, NamedOperator] = [
  { id: 'm.rossi', codiceFiscale: 'RSSMRA70A01H501S', name: 'Mario Rossi' },
  { id: 'g.bianchi', codiceFiscale: 'BNCGLI75A41F205I', name: 'Giulia Bianchi' },
]

/** The operator on duty: never the applicant, since nobody decides on his own request. */
export function operatorFor(codiceFiscale: string): NamedOperator {
  const [first, second] = operators
  return first.codiceFiscale === codiceFiscale ? second : first
}
