/** How the figures of a policy are said once: what holds where the host says nothing, and what it may say instead. */
import { SportelloError } from '../kernel/index.ts'

/** One figure of a policy. */
export type Figure<T> = {
  /** What holds where the host says nothing. */
  readonly default: T
  /** The value as it is kept. Throws `config/invalid`, with the figure's name, for what it cannot be. */
  readonly read: (name: string, value: unknown) => T
  /** What it can be, in words, for the documentation. */
  readonly limits: string
}

/** The figures of one part of the policy: one that is forgotten does not compile. */
export type Figures<Part> = { readonly [Name in keyof Part]-?: Figure<Part[Name]> }

/** A part of the policy whose figures are not told apart any more. */
export type AnyFigures = { readonly [name: string]: Figure<unknown> }

export const minute = 60_000
export const hour: number = 60 * minute
export const day: number = 24 * hour
/** The longest term that a policy takes, ms. */
export const tenYears: number = 3_653 * day

type Bounds = { readonly least?: number; readonly most?: number }

/** Throws `config/invalid` for a figure that cannot be. */
export function invalidFigure(name: string, what: string): never {
  throw new SportelloError('config/invalid', `policy: ${name} ${what}`)
}

function isWithin(value: unknown, least: number, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
}

/** A whole number, from `least` (1) to `most` (ten years in ms). */
export function whole(standard: number, { least = 1, most = tenYears }: Bounds = {}): Figure<number> {
  const bounds = `a whole number from ${least} to ${most === tenYears ? 'ten years in milliseconds' : most}`
  return {
    default: standard,
    limits: bounds,
    read: (name, value) => (isWithin(value, least, most) ? value : invalidFigure(name, `must be ${bounds}`)),
  }
}

/** The same, or null for none. */
export function wholeOrNull(standard: number | null, bounds: Bounds = {}): Figure<number | null> {
  const { read, limits } = whole(1, bounds)
  return { default: standard, limits: `${limits}, or null`, read: (name, value) => (value === null ? null : read(name, value)) }
}

/** One of a few words. */
export function oneOf<const Word extends string>(standard: Word, words: readonly Word[]): Figure<Word> {
  const offered = words.map((word) => `'${word}'`).join(' or ')
  return {
    default: standard,
    limits: offered,
    read: (name, value) => words.find((word) => word === value) ?? invalidFigure(name, `is ${offered}`),
  }
}

/** Yes or no. */
export function trueOrFalse(standard: boolean): Figure<boolean> {
  const limits = 'true or false'
  return {
    default: standard,
    limits,
    read: (name, value) => (typeof value === 'boolean' ? value : invalidFigure(name, `is ${limits}`)),
  }
}

/** In how many characters two names differ: inserted, left out or changed, capitals apart. */
function distance(one: string, other: string): number {
  const [from, to] = [one.toLowerCase(), other.toLowerCase()]
  let row = Array.from({ length: to.length + 1 }, (_, i) => i)
  let last = to.length
  for (const letter of from.split('')) {
    let diagonal = Number.POSITIVE_INFINITY
    last = Number.POSITIVE_INFINITY
    row = row.map((above, j) => {
      last = Math.min(above + 1, last + 1, diagonal + (letter === to[j - 1] ? 0 : 1))
      diagonal = above
      return last
    })
  }
  return last
}

/** Names no longer than this are compared: no name of a policy is. */
const nameMax = 64

/**
 * Throws `config/invalid` for a name that is none of the known ones. It names the nearest, where a typo can explain it: at most a third of
 * its characters differ.
 */
export function expectNames(given: readonly string[], known: readonly string[], path = '', part = 'policy'): void {
  for (const name of given) {
    if (known.includes(name)) continue
    // A name much longer or shorter differs by as much.
    const [nearest] = (name.length > nameMax ? [] : known)
      .filter(({ length }) => Math.abs(length - name.length) * 3 <= length)
      .map((other) => ({ other, differs: distance(name, other) }))
      .filter(({ other, differs }) => differs * 3 <= other.length)
      .sort((one, other) => one.differs - other.differs)
    const shown = name.length > nameMax ? `${name.slice(0, nameMax)}…` : name
    const meant = nearest === undefined ? `: there are ${known.join(', ')}` : `: ${path}${nearest.other} is meant?`
    throw new SportelloError('config/invalid', `${part}: there is no ${path}${shown}${meant}`)
  }
}

/** Each figure as the host says it, or as it is by default. Throws `config/invalid` for a name that is none. */
export function readFigures(part: string, figures: AnyFigures, choice: unknown): { readonly [name: string]: unknown } {
  const given: { readonly [name: string]: unknown } = { ...(choice as object | undefined) }
  expectNames(Object.keys(given), Object.keys(figures), `${part}.`)
  return Object.fromEntries(
    Object.entries(figures).map(([name, figure]) => {
      const said = Object.hasOwn(given, name) ? given[name] : figure.default
      return [name, figure.read(`${part}.${name}`, said)]
    }),
  )
}
