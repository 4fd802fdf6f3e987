/** The counter that the demo plays at, assembled as a host would do it, and its operators. */
import { randomBytes } from 'node:crypto'
import {
  createSportello,
  type Documents,
  type Keys,
  type Locale,
  type Mailer,
  type Office,
  type Operator,
  type PasswordHash,
  type Sportello,
  type Storage,
} from 'sportello'
import { nodePasswordHash, platformRandom } from 'sportello/node'
import { readJson, writeWhole } from './files.ts'

export const officeName = 'Comune di Prova'

/** What makes this counter that counter again: the id of its office, and its keys. */
export type Identity = { readonly office: string; readonly keys: Keys }

/** In a database that others use too, every play is an office of its own. */
export function freshIdentity(isShared: boolean): Identity {
  const office = isShared ? `comune-di-prova-${randomBytes(6).toString('hex')}` : 'comune-di-prova'
  return { office, keys: { current: 'demo', ring: { demo: randomBytes(32) }, pseudonym: randomBytes(32) } }
}

/**
 * Keeps the keys in a file that only its owner can read, beside the very data that they guard: good enough for a demo, and for
 * nothing else. A real host keeps them where it keeps its secrets, away from the database.
 */
export async function keepIdentity(path: string, { office, keys }: Identity): Promise<void> {
  const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('base64')
  await writeWhole(path, `${JSON.stringify({ office, key: text(keys.ring['demo']), pseudonym: text(keys.pseudonym) })}\n`)
}

/** What `keepIdentity` has kept; null where that is nothing. */
export async function readIdentity(path: string): Promise<Identity | null> {
  const { office, key, pseudonym } = Object(await readJson(path)) as { readonly [field: string]: unknown }
  if (typeof office !== 'string' || typeof key !== 'string' || typeof pseudonym !== 'string') return null
  const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'))
  return { office, keys: { current: 'demo', ring: { demo: bytes(key) }, pseudonym: bytes(pseudonym) } }
}

function officeOf(id: string, locale: Locale): Office {
  return { id, name: officeName, taxCode: '00743110157', locale, links: 'https://servizi.comune-di-prova.example/' }
}

export function assemble(
  locale: Locale,
  { office, keys }: Identity,
  parts: {
    readonly storage: Storage
    readonly documents: Documents
    readonly mailer: Mailer
    readonly passwordHash: PasswordHash
  },
): Sportello {
  return createSportello({ ...parts, office: officeOf(office, locale), keys, random: platformRandom() })
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
