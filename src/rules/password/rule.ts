/** The rules that a policy is made of. A rule is data: what it says when broken, and what it asks of a password. */
import { lower, numeral, type PasswordScan, symbol, upper } from './scan.ts'
import type { Violation } from './violation.ts'

/** Facts about the person and the office that a password must not contain. All are optional; empty ones are not looked for. */
export type PasswordFacts = {
  readonly codiceFiscale?: string
  readonly surname?: string
  readonly name?: string
  /** `1980-03-12` or `12/03/1980`. */
  readonly birthDate?: string
  readonly pin?: string
  /** A mail or PEC address; what is before the `@` is looked for. */
  readonly email?: string
  /** Names of the office and its portal, separated by blanks or punctuation. */
  readonly words?: string
}

/** One rule of a policy, made by `length`, `letterCase`, `digit` and their sisters. */
export type Rule = {
  /** What is said when the rule is broken, and the line of the checklist. */
  readonly violation: Violation
  /** Least number of code points; 0 = any. */
  readonly lengthMin: number
  /** Kinds of characters that must all occur, as bits of `PasswordScan.classes`. */
  readonly classes: number
  /** How many of the four kinds must occur, whichever; 0 = any. */
  readonly kindsMin: number
  /** Greatest number of equal code points one after the other. */
  readonly runMax: number
  /** For a rule that must read the text: what it finds wrong. */
  readonly find: ((scan: PasswordScan, facts: PasswordFacts | undefined) => readonly Violation[]) | null
}

/** Fills in what the rule does not ask. All rules have the same fields, so that reading them is fast. */
export function rule(violation: Violation, asks: Partial<Omit<Rule, 'violation'>>): Rule {
  const { lengthMin = 0, classes = 0, kindsMin = 0, runMax = 256, find = null } = asks
  Object.freeze(violation.params)
  return Object.freeze({ violation: Object.freeze(violation), lengthMin, classes, kindsMin, runMax, find })
}

/** The number, where it is a whole one from `min` to `max`; otherwise a `TypeError` or a `RangeError` of the program. */
export function whole(value: number, min: number, max: number): number {
  if (typeof value !== 'number') throw new TypeError(`a number is needed, not ${typeof value}`)
  if (!Number.isInteger(value) || value < min || value > max)
    throw new RangeError(`${value} is not whole or not ${min} to ${max}`)
  return value
}

/**
 * At least `min` code points, 8 (ASVS 6.2.1) to 64 (ASVS 6.2.9). Code `length`.
 *
 * @example
 * checkPassword('gelato', definePolicy({ name: 'one', rules: [length(8)] }))  // [ { code: 'length', params: { min: 8 } } ]
 */
export function length(min: number): Rule {
  return rule({ code: 'length', params: { min: whole(min, 8, 64) } }, { lengthMin: min })
}

/**
 * At least one capital and one small letter, a-z and A-Z. Code `letter-case`.
 *
 * @example
 * checkPassword('gelateria', definePolicy({ name: 'one', rules: [length(8), letterCase()] }))  // [ { code: 'letter-case', params: {} } ]
 */
export function letterCase(): Rule {
  return rule({ code: 'letter-case', params: {} }, { classes: lower | upper })
}

/**
 * At least one small letter a-z. Code `lower-case`.
 *
 * @example
 * checkPassword('GELATERIA', definePolicy({ name: 'one', rules: [length(8), lowerCase()] }))  // [ { code: 'lower-case', params: {} } ]
 */
export function lowerCase(): Rule {
  return rule({ code: 'lower-case', params: {} }, { classes: lower })
}

/**
 * At least one capital letter A-Z. Code `upper-case`.
 *
 * @example
 * checkPassword('gelateria', definePolicy({ name: 'one', rules: [length(8), upperCase()] }))  // [ { code: 'upper-case', params: {} } ]
 */
export function upperCase(): Rule {
  return rule({ code: 'upper-case', params: {} }, { classes: upper })
}

/**
 * At least one digit 0-9. Code `digit`.
 *
 * @example
 * checkPassword('gelateria', definePolicy({ name: 'one', rules: [length(8), digit()] }))  // [ { code: 'digit', params: {} } ]
 */
export function digit(): Rule {
  return rule({ code: 'digit', params: {} }, { classes: numeral })
}

/**
 * At least one punctuation mark or symbol of Unicode (P or S); a blank is neither. Code `special`.
 *
 * @example
 * checkPassword('gelateria', definePolicy({ name: 'one', rules: [length(8), special()] }))  // [ { code: 'special', params: {} } ]
 */
export function special(): Rule {
  return rule({ code: 'special', params: {} }, { classes: symbol })
}

/**
 * At least `min` (2 to 4) of the four kinds: small letters, capitals, digits, specials. Code `variety`.
 *
 * @example
 * checkPassword('aabbaabb', definePolicy({ name: 'one', rules: [length(8), variety(3)] }))  // [ { code: 'variety', params: { min: 3 } } ]
 */
export function variety(min: number): Rule {
  const violation: Violation = { code: 'variety', params: { min: whole(min, 2, 4) } }
  const find: Rule['find'] = ({ classes }) => {
    const kinds = (classes & 1) + ((classes >> 1) & 1) + ((classes >> 2) & 1) + (classes >> 3)
    return kinds < min ? [violation] : []
  }
  return rule(violation, { kindsMin: min, find })
}

/**
 * Not more than `max` (1 to 8) equal characters one after the other; case counts. Code `repetition`.
 *
 * @example
 * checkPassword('gelaaaato', definePolicy({ name: 'one', rules: [length(8), repetition(3)] }))  // [ { code: 'repetition', params: { max: 3 } } ]
 */
export function repetition(max: number): Rule {
  return rule({ code: 'repetition', params: { max: whole(max, 1, 8) } }, { runMax: max })
}
