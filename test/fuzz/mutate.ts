/** Changes inputs: texts and bytes by pieces, anything else by its structure. Nothing of what is given is changed, a copy is. */
import type { Chance } from './chance.ts'

/** What inputs are changed with. */
export type Stock = {
  /** Pieces that mean something to the reader of the inputs. */
  readonly words: readonly string[]
  /** Other inputs, to take pieces and members from. */
  readonly others: readonly unknown[]
  /** How long a repeated piece gets. */
  readonly repeatedMax: number
}

/** Characters that readers disagree on: invisible, halves, marks, look-alikes, other digits and blanks. */
const odd = [
  ...['\0', '\n', '\r\n', '\t', ' ', '\u0085', '\u00a0', '\u200b', '\u200d', '\u202e', '\u2028', '\ufeff', '\u0301', '\u1ab0'],
  ...['\ud800', '\udc00', '\ud83d\ude00', '\u0130', '\u017f', '\u212a', '\uff21', '\uff10', '\u0660', '\u00df', 'ﬁ', '\u1e9e'],
  ...['"', "'", '<', '>', '&', ';', ',', '.', '-', '_', '/', '\\', '%00', '~', '=', '{', '}', '[', ']', '(', ')', '@', ':', '$'],
]
const memberNames = ['__proto__', 'constructor', 'prototype', 'toString', 'length', 'then', 'toJSON', 'valueOf', '0', '']
const numbers = [
  0,
  -0,
  1,
  -1,
  0.5,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  -(2 ** 53),
  1e21,
  8.64e15,
  1e308,
  Number.NaN,
  Number.POSITIVE_INFINITY,
]

/** What a getter or a proxy of the caller's own throws. */
export class Trap extends Error {}

const thrower = (): never => {
  throw new Trap('of the caller')
}

/** Values that no JSON holds, some of which must not be looked at. Each is made anew: a reader that keeps one sees no other. */
const strange: readonly (() => unknown)[] = [
  () => undefined,
  () => Symbol('x'),
  () => 10n,
  () => () => 1,
  () => new Date(Number.NaN),
  () => new Map([['a', 1]]),
  () => /x/,
  () => Object.create(null),
  () => Object.create({ token: 'inherited' }),
  () => Object.defineProperty({}, 'id', { get: thrower, enumerable: true }),
  () =>
    new Proxy({}, { get: thrower, has: thrower, ownKeys: thrower, getOwnPropertyDescriptor: thrower, getPrototypeOf: thrower }),
  () => new Proxy(new Uint8Array(10), {}),
  () => new ArrayBuffer(8),
  () => new Uint16Array(3),
  () => Object.create(Uint8Array.prototype),
  () => {
    const list: unknown[] = []
    list.length = 5
    return list
  },
  () => {
    const ring: { self?: unknown } = {}
    ring.self = ring
    return ring
  },
]

const opaque = new WeakSet<WeakKey>()

/** True for a value that must not be looked into: its members throw, or lead back to it. */
export function isOpaque(value: unknown): boolean {
  return typeof value === 'object' && value !== null && opaque.has(value)
}

/** True for bytes, and for nothing that only says so. */
export function isBytes(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value) && value instanceof Uint8Array
}

function anyStrange(chance: Chance): unknown {
  const value = chance.pick(strange)()
  if (typeof value === 'object' && value !== null) opaque.add(value)
  return value
}

function anyText(chance: Chance, { words }: Stock): string {
  let text = ''
  for (let pieces = chance.size(4); pieces >= 0; pieces -= 1) {
    const kind = chance.below(4)
    if (kind === 0) text += chance.pick(odd)
    else if (kind === 1 && words.length > 0) text += chance.pick(words)
    else if (kind === 2) text += String.fromCharCode(chance.below(0x10000))
    else text += String.fromCharCode(0x20 + chance.below(95))
  }
  return text
}

/** A value of any type. */
function anyValue(chance: Chance, stock: Stock, depth = 0): unknown {
  switch (chance.below(depth > 3 ? 6 : 8)) {
    case 0:
      return chance.pick(numbers)
    case 1:
      return chance.pick([null, true, false, ''])
    case 2:
      return anyStrange(chance)
    case 3:
      return Uint8Array.from({ length: chance.size(8) }, () => chance.below(256))
    case 4:
    case 5:
      return anyText(chance, stock)
    case 6:
      return Array.from({ length: chance.size(3) }, () => anyValue(chance, stock, depth + 1))
    default:
      return Object.fromEntries(
        Array.from({ length: chance.size(3) }, () => [
          chance.onceIn(3) ? chance.pick(memberNames) : anyText(chance, stock),
          anyValue(chance, stock, depth + 1),
        ]),
      )
  }
}

/** Somewhere in what has that length, and how much from there: pieces are short more often than long. */
function span(chance: Chance, length: number): readonly [from: number, to: number] {
  const from = chance.below(length + 1)
  return [from, Math.min(length, from + 1 + chance.size(6))]
}

/** How often a piece is repeated: a few times, or until it is long. */
const times = (chance: Chance, piece: number, { repeatedMax }: Stock): number =>
  chance.onceIn(60) ? Math.ceil(repeatedMax / Math.max(1, piece)) : 1 + chance.size(7)

/** Longer texts are cut before they are changed. */
const textMax = 2 ** 18

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

function changedText(whole: string, chance: Chance, stock: Stock): string {
  const given = whole.slice(0, textMax)
  const [from, to] = span(chance, given.length)
  const [before, piece, after] = [given.slice(0, from), given.slice(from, to), given.slice(to)]
  switch (chance.below(12)) {
    case 0:
      return before + after
    case 1:
      return before + chance.pick(odd) + given.slice(from)
    case 2:
      return before + (stock.words.length > 0 ? chance.pick(stock.words) : anyText(chance, stock)) + given.slice(from)
    case 3:
      return before + (stock.words.length > 0 ? chance.pick(stock.words) : '') + after
    case 4:
      return before + String.fromCharCode((given.charCodeAt(from) + (chance.onceIn(2) ? 1 : -1)) & 0xffff) + given.slice(from + 1)
    case 5:
      return before + String.fromCharCode(0x20 + chance.below(95)) + given.slice(from + 1)
    case 6:
      return given.slice(0, chance.below(given.length + 1))
    case 7:
      return before + piece.repeat(piece === '' ? 1 : times(chance, piece.length, stock)) + after
    case 8: {
      const other = text(chance.pick(stock.others))
      const [start, end] = span(chance, other.length)
      return before + other.slice(start, chance.onceIn(2) ? end : undefined) + (chance.onceIn(2) ? after : '')
    }
    case 9:
      return before + (chance.onceIn(2) ? piece.toLowerCase() : piece.toUpperCase()) + after
    case 10:
      return before + piece + piece + after
    default:
      return chance.onceIn(2) ? `${chance.pick(odd)}${given}` : `${given}${chance.pick(odd)}`
  }
}

const latin1 = (value: string): Uint8Array<ArrayBuffer> => Uint8Array.from(value, (one) => one.charCodeAt(0) & 255)

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

function changedBytes(given: Uint8Array, chance: Chance, stock: Stock): Uint8Array<ArrayBuffer> {
  const [from, to] = span(chance, given.length)
  const [before, piece, after] = [given.subarray(0, from), given.subarray(from, to), given.subarray(to)]
  switch (chance.below(8)) {
    case 0:
      return joined(before, after)
    case 1: {
      const changed = joined(given)
      if (from < changed.length) changed[from] = (changed[from] as number) ^ (1 << chance.below(8))
      return changed
    }
    case 2:
      return joined(before, Uint8Array.of(chance.below(256)), given.subarray(from))
    case 3:
      return joined(before, latin1(stock.words.length > 0 ? chance.pick(stock.words) : '\0'), given.subarray(from))
    case 4:
      return joined(before, latin1(stock.words.length > 0 ? chance.pick(stock.words) : '\xff'), after)
    case 5:
      return joined(given.subarray(0, chance.below(given.length + 1)))
    case 6: {
      const count = piece.length === 0 ? 1 : times(chance, piece.length, stock)
      return joined(before, new Uint8Array(Buffer.alloc(count * piece.length, piece)), after)
    }
    default: {
      const other = chance.pick(stock.others)
      if (!isBytes(other)) return joined(before, piece, piece, after)
      const [start, end] = span(chance, other.length)
      return joined(before, other.subarray(start, end), after)
    }
  }
}

function changedNumber(given: number, chance: Chance): unknown {
  switch (chance.below(6)) {
    case 0:
      return given + 1
    case 1:
      return given - 1
    case 2:
      return -given
    case 3:
      return given * 2 ** chance.size(6)
    case 4:
      return String(given)
    default:
      return chance.pick(numbers)
  }
}

function changedList(given: readonly unknown[], chance: Chance, stock: Stock): readonly unknown[] {
  const at = chance.below(given.length + 1)
  const kind = chance.below(given.length === 0 ? 1 : 6)
  if (kind === 0) return [...given.slice(0, at), anyValue(chance, stock), ...given.slice(at)]
  if (kind === 1) return [...given.slice(0, at), ...given.slice(at + 1)]
  if (kind === 2) return given.flatMap((one, i) => (i === at ? [one, one] : [one]))
  const chosen = chance.below(given.length)
  return given.map((one, i) => (i === chosen ? changed(one, chance, stock) : one))
}

/** A copy whose members are its own, whatever their names. */
function withMember(given: object, name: string, value: unknown): object {
  return Object.fromEntries([...Object.entries(given), [name, value]])
}

function changedObject(given: object, chance: Chance, stock: Stock): object {
  const names = Object.keys(given)
  const name = names.length === 0 ? '' : chance.pick(names)
  const value: unknown = Reflect.getOwnPropertyDescriptor(given, name)?.value
  switch (names.length === 0 ? 0 : chance.below(8)) {
    case 0:
      return withMember(given, chance.pick([...memberNames, ...stock.words]), anyValue(chance, stock))
    case 1:
      return Object.fromEntries(Object.entries(given).filter(([other]) => other !== name))
    case 2: {
      const other = chance.pick(stock.others)
      const taken = isPlain(other) ? Object.values(other) : [other]
      return withMember(given, name, taken.length === 0 ? null : chance.pick(taken))
    }
    case 3:
      return withMember(given, name, anyValue(chance, stock))
    default:
      return withMember(given, name, changed(value, chance, stock))
  }
}

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !isOpaque(value) && Object.getPrototypeOf(value) === Object.prototype

/** The member of a plain object; undefined for whatever else it is. */
export function member(value: unknown, name: string): unknown {
  return isPlain(value) ? Reflect.getOwnPropertyDescriptor(value, name)?.value : undefined
}

/** The value, changed once in one place. */
export function changed(given: unknown, chance: Chance, stock: Stock): unknown {
  if (isOpaque(given) || chance.onceIn(32)) return anyValue(chance, stock)
  if (typeof given === 'string') return changedText(given, chance, stock)
  if (isBytes(given)) return changedBytes(given, chance, stock)
  if (typeof given === 'number') return changedNumber(given, chance)
  if (typeof given === 'boolean') return !given
  if (Array.isArray(given)) return changedList(given, chance, stock)
  return isPlain(given) ? changedObject(given, chance, stock) : anyValue(chance, stock)
}
