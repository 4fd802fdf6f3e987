/** The shapes that single arguments of a storage have, and how they are refused: each value is read once. */
import { type Instant, isInstant, SportelloError } from '../kernel/index.ts'
import type { Key } from '../ports/index.ts'

/** How long a list, and a page, may be. */
export const listLengthMax = 1000

const keyPattern = /^[!-.0-~]+\/[!-.0-~]+\/[!-.0-~]+$/
const partPattern = /^[!-.0-~]{1,251}$/
const namePattern = /^[!-~]{1,255}$/
// With the u flag a surrogate matches only when it stands alone. As UTF-8 it could not be kept.
const loneSurrogate = /[\uD800-\uDFFF]/u

/** Throws `storage/misuse`. The rule names what was broken and never quotes what was given. */
export function misuse(rule: string): never {
  throw new SportelloError('storage/misuse', `storage: ${rule}`)
}

/** What a hostile getter or proxy throws while an argument is read is a misuse too, and is not passed on. */
export function reading<Copy>(read: () => Copy): Copy {
  try {
    return read()
  } catch (cause) {
    if (cause instanceof SportelloError) throw cause
    return misuse('the argument cannot be read')
  }
}

function isKey(value: unknown): value is Key {
  return typeof value === 'string' && value.length <= 255 && keyPattern.test(value)
}

export function readKey(value: Key): Key {
  return isKey(value) ? value : misuse('a key is office/kind/id in at most 255 printable ASCII characters')
}

export function whole(value: number, min: number, max: number, rule: string): number {
  return Number.isInteger(value) && value >= min && value <= max ? value : misuse(rule)
}

export const version = (value: number): number => whole(value, 0, Number.MAX_SAFE_INTEGER, 'a version is a whole number from 0')

export const limit = (value: number): number => whole(value, 1, listLengthMax, 'a limit is a whole number from 1 to 1000')

export function instant(value: Instant): Instant {
  return isInstant(value) ? value : misuse('an instant is a whole number of milliseconds between 1970 and 9999')
}

export function matching(value: string, pattern: RegExp, rule: string): string {
  return typeof value === 'string' && pattern.test(value) ? value : misuse(rule)
}

export const part = (value: string): string =>
  matching(value, partPattern, 'office and kind are parts of a key: printable ASCII without a slash')

export const name = (value: string): string =>
  matching(value, namePattern, 'a name, id or hash is 1 to 255 printable ASCII characters')

export function text(value: string, lengthMax: number, rule: string): string {
  const fits = typeof value === 'string' && value.length > 0 && value.length <= lengthMax
  return fits && !value.includes('\0') && !loneSurrogate.test(value) ? value : misuse(rule)
}

const jsonText = '"[^"\\\\\\u0000-\\u001F]*"'
const jsonScalar = `(?:${jsonText}|-?(?:0|[1-9][0-9]*)|true|false|null)`
const jsonObject = (value: string): string => `\\{(?:${jsonText}:${value}(?:,${jsonText}:${value})*)?\\}`
// What most states and events are: scalars, and objects of scalars, without blanks, escapes and fractions. To match it takes a
// quarter of the time of parsing, and no choice in it can be made in two ways, so it never takes long.
const plainObject = new RegExp(`^${jsonObject(`(?:${jsonScalar}|${jsonObject(jsonScalar)})`)}$`)
const isPlainObject = (value: string): boolean => typeof value === 'string' && value.length <= 4096 && plainObject.test(value)

/** What the JSON text says, or undefined when it is not one. */
function parsed(value: string): unknown {
  if (typeof value !== 'string' || loneSurrogate.test(value)) return undefined
  try {
    return JSON.parse(value)
  } catch {
    return undefined
  }
}

export function json(value: string): string {
  if (isPlainObject(value) && !loneSurrogate.test(value)) return value
  return parsed(value) === undefined ? misuse('state, personal and data are JSON texts') : value
}

export function saltedJson(value: string): string {
  const said = parsed(value)
  const fits = typeof said === 'object' && said !== null && Object.hasOwn(said, 'salt') && Object.hasOwn(said, 'data')
  return fits ? value : misuse('the personal part of an entry is the JSON text of an object with salt and data')
}

export function list<Item, Copy>(items: readonly Item[], lengthMax: number, rule: string, read: (item: Item) => Copy): Copy[] {
  const { length } = Array.isArray(items) ? items : misuse(rule)
  if (length > lengthMax) misuse(rule)
  const copies: Copy[] = []
  // A hole in the array is read like an item that is undefined.
  for (let i = 0; i < length; i += 1) copies.push(read(items[i] as Item))
  return copies
}
