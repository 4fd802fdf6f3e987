/** What a browser's password generator must know, as the `passwordrules` attribute of an input. */
import type { PasswordPolicy } from './policy.ts'
import { lower, numeral, symbol, upper } from './scan.ts'

// The specials of the generator, hyphen first as the attribute wants: its named class `special` has the blank in it, which no
// rule here counts as special. Written out, since a bundler cannot drop a computed text that nobody uses.
const kinds = [
  [lower, 'lower'],
  [upper, 'upper'],
  [numeral, 'digit'],
  [symbol, '[-#%*+=?@]'],
] as const

/**
 * The value of the HTML `passwordrules` attribute, such as `minlength: 8; maxlength: 128; required: lower; …`. Personal words
 * and blocklists cannot be said in it. Where a policy asks for some of the kinds, whichever (`variety`), the attribute requires as many, in
 * the order of a generator's alphabet: it cannot say "three of four". Holds no quote or angle bracket, so it can be written into an attribute as it is.
 *
 * @example
 * passwordRulesAttribute(infocert)  // 'minlength: 8; maxlength: 128; required: lower; required: upper; required: digit; required: [-#%*+=?@]; max-consecutive: 2;'
 */
export function passwordRulesAttribute(policy: PasswordPolicy): string {
  const { rules, lengthMax } = policy
  const kindsMin = Math.max(...rules.map((rule) => rule.kindsMin))
  let classes = rules.reduce((bits, rule) => bits | rule.classes, 0)
  let required = kinds.filter(([bit]) => classes & bit).length
  for (const [bit] of kinds) {
    if (required >= kindsMin || classes & bit) continue
    classes |= bit
    required++
  }
  const runMax = Math.min(...rules.map((rule) => rule.runMax))
  const parts = [`minlength: ${Math.max(...rules.map((rule) => rule.lengthMin))}`, `maxlength: ${lengthMax}`]
  for (const [bit, name] of kinds) parts.push(`${classes & bit ? 'required' : 'allowed'}: ${name}`)
  if (runMax < lengthMax) parts.push(`max-consecutive: ${runMax}`)
  return `${parts.join('; ')};`
}
