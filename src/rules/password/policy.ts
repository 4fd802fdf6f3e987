/** What an office asks of a password: a name, the greatest length, and the rules in the order in which the page shows them. */
import { type Rule, whole } from './rule.ts'
import { lengthMaxOfAll } from './scan.ts'

/** Made by `definePolicy`; frozen. */
export type PasswordPolicy = {
  readonly name: string
  /** Greatest number of code points, 64 to 256; 256 code points are at most 1,024 bytes of UTF-8. */
  readonly lengthMax: number
  /** In display order. */
  readonly rules: readonly Rule[]
}

const lengthMaxDefault = 128

/**
 * A frozen policy of one's own. `lengthMax` is 128 where left out. Each kind of rule stands at most once and `length` is among
 * them. Wrong arguments are errors of the program: `TypeError` for the kind, `RangeError` for the value.
 *
 * @example
 * const policy = definePolicy({ name: 'town', rules: [length(12), digit(), upperCase()] })
 */
export function definePolicy(policy: {
  readonly name: string
  readonly rules: readonly Rule[]
  readonly lengthMax?: number
}): PasswordPolicy {
  const { name, rules, lengthMax = lengthMaxDefault } = policy
  if (typeof name !== 'string' || !Array.isArray(rules)) throw new TypeError('a policy needs a name and a list of rules')
  if (!/^[a-z][a-z0-9-]{0,63}$/.test(name)) throw new RangeError('the name of a policy is in small letters, digits and hyphens')
  const list = [...rules]
  const codes = new Set(list.map(codeOf))
  if (codes.size < list.length) throw new RangeError('a kind of rule stands twice in the policy')
  if (!codes.has('length')) throw new RangeError('a policy needs a least length')
  return frozenPolicy(name, list, whole(lengthMax, 64, lengthMaxOfAll))
}

/** A policy that is known to be right, so that the library's own carry no checks into a browser. */
export function frozenPolicy(name: string, rules: readonly Rule[], lengthMax: number = lengthMaxDefault): PasswordPolicy {
  return Object.freeze({ name, lengthMax, rules: Object.freeze(rules) })
}

function codeOf(rule: Rule | null | undefined): string {
  const code = rule?.violation?.code
  if (typeof code !== 'string' || !Object.isFrozen(rule)) throw new TypeError('a rule is made by length(), digit() or a sister')
  return code
}
