/**
 * The keys of a host as one text, for one environment variable or one secret: `k2:KEY,k1:KEY,pseudonym:KEY`. It needs no quoting in a
 * shell, a `.env` file, a unit file or YAML. Errors say at which entry, and quote nothing, since anything may be a key out of place.
 */
import { SportelloError } from '../kernel/index.ts'
import type { Random } from '../ports/index.ts'
import { base64url, fromBase64url } from './encoding.ts'
import { type Keys, keyFault, keyIdPattern } from './keys.ts'

const pseudonymName = 'pseudonym'
const textLengthMax = 65_536

type Entry = { readonly name: string; readonly key: Uint8Array<ArrayBuffer> }

function wrong(what: string): SportelloError {
  return new SportelloError('config/invalid', `keys: ${what}`)
}

/** The bytes of base64 or base64url (RFC 4648 §4 and §5) with or without padding, or null where it is neither or both. */
function fromEitherBase64(text: string): Uint8Array<ArrayBuffer> | null {
  if (/[-_]/.test(text) && /[+/]/.test(text)) return null
  const bare = text.length % 4 === 0 ? text.replace(/={1,2}$/, '') : text
  return fromBase64url(bare.replaceAll('+', '-').replaceAll('/', '_'))
}

function readEntry(text: string, place: string): Entry {
  const colon = text.indexOf(':')
  const name = text.slice(0, Math.max(colon, 0)).trimEnd()
  if (colon < 0) throw wrong(`${place} is not NAME:KEY`)
  if (!keyIdPattern.test(name)) throw wrong(`${place} has a name that is not 1 to 32 characters of a-z, 0-9 and -`)
  const key = fromEitherBase64(text.slice(colon + 1).trimStart())
  if (key === null) throw wrong(`${place} is not base64 or base64url`)
  const fault = keyFault(key)
  if (fault !== null) throw wrong(`${place} ${fault}`)
  return { name, key }
}

function readEntries(text: string): readonly Entry[] {
  const names = new Set<string>()
  const keys = new Set<string>()
  return text.split(',').map((part, i) => {
    const place = `entry ${i + 1}`
    const entry = readEntry(part.trim(), place)
    if (names.has(entry.name)) throw wrong(`${place} has the name of an earlier entry`)
    names.add(entry.name)
    const spelling = base64url(entry.key)
    if (keys.has(spelling)) throw wrong(`${place} has the key of an earlier entry`)
    keys.add(spelling)
    return entry
  })
}

/**
 * The keys that a text holds, as `createSportello` takes them: `k2:KEY,k1:KEY,pseudonym:KEY`, as `generateKeys` and `rotateKeys` write it.
 * Each entry is a name of 1 to 32 characters of `a-z 0-9 -`, a colon, and 32 to 1024 bytes in base64 or base64url. The entry named
 * `pseudonym` is the key of that name; the first of the others is `current`, and all others are the ring. White space around entries,
 * names and keys is passed over.
 *
 * Throws a SportelloError `config/invalid` where the text is missing, longer than 65,536 characters or malformed, where a name or a key
 * comes twice, a key is short or no random one, or one of the two kinds is missing. The message says at which entry, and quotes nothing.
 * Total over any value.
 *
 * @example
 * const keys = parseKeys(process.env['SPORTELLO_KEYS'])
 */
export function parseKeys(text: string | undefined): Keys {
  const given: unknown = text
  if (given === undefined || given === null) throw wrong('the text is missing; generateKeys() makes one')
  if (typeof given !== 'string') throw wrong('the text must be a string')
  if (given.length > textLengthMax) throw wrong(`the text has more than ${textLengthMax} characters`)
  if (given.trim() === '') throw wrong('the text is missing; generateKeys() makes one')
  const entries = readEntries(given)
  const pseudonym = entries.find(({ name }) => name === pseudonymName)?.key
  const ring = entries.filter(({ name }) => name !== pseudonymName)
  const [current] = ring
  if (pseudonym === undefined) throw wrong('no entry is named pseudonym')
  if (current === undefined) throw wrong('no entry but pseudonym; the ring needs a key')
  return { current: current.name, ring: Object.fromEntries(ring.map(({ name, key }) => [name, key])), pseudonym }
}

function formatEntries(entries: readonly (readonly [name: string, key: Uint8Array])[]): string {
  return entries.map(([name, key]) => `${name}:${base64url(key)}`).join(',')
}

/** New keys, each of 32 random bytes, as a text for `parseKeys`. */
export function freshKeys(random: Random): string {
  return formatEntries([
    ['k1', random.bytes(32)],
    [pseudonymName, random.bytes(32)],
  ])
}

/** The text with one more key in front. Its name is `k` and a number above those of the names of that form. */
export function keysInFront(text: string | undefined, random: Random): string {
  const { ring, pseudonym, current } = parseKeys(text)
  const numbers = Object.keys(ring).map((id) => Number(/^k(\d{1,9})$/.exec(id)?.[1] ?? 0))
  let number = Math.max(...numbers) + 1
  while (Object.hasOwn(ring, `k${number}`)) number += 1
  const earlier = Object.entries(ring).sort(([one], [other]) => Number(other === current) - Number(one === current))
  return formatEntries([[`k${number}`, random.bytes(32)], ...earlier, [pseudonymName, pseudonym]])
}
