/** The policy of a counter: what the host says, over what each procedure says for itself. */
import { SportelloError } from '../kernel/index.ts'
import { orphanFigures } from '../procedures/lifecycle/retention/orphans.ts'
import { italia, type PasswordPolicy } from '../rules/password/index.ts'
import { type AnyFigures, expectNames, readFigures } from '../runtime/policy.ts'
import { requestFigures } from '../runtime/request.ts'
import { type Policy, procedures } from './procedures.ts'

/** What a host may say of a policy; the rest is `defaultPolicy`. */
export type PolicyChoice = { readonly [Part in keyof Policy]?: Part extends 'password' ? PasswordPolicy : Partial<Policy[Part]> }

/** `pec-change` as a part of the policy is `pecChange`. */
const camelCase = (name: string): string => name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** Every figure, by the part of the policy that it is in. */
export const policyFigures: { readonly [part: string]: AnyFigures } = {
  ...Object.fromEntries(procedures.flatMap(({ name, figures }) => (figures === null ? [] : [[camelCase(name), figures]]))),
  retention: Object.assign({}, ...procedures.map(({ keeps }) => keeps), requestFigures, orphanFigures) as AnyFigures,
}

function expectPasswordPolicy(policy: PasswordPolicy): PasswordPolicy {
  if (Array.isArray(policy?.rules) && Object.isFrozen(policy)) return policy
  throw new SportelloError('config/invalid', 'policy: password is made by definePolicy of sportello/password')
}

/**
 * The host's choice over the defaults. Throws `config/invalid` for a part or a figure that there is not, with the nearest name, for a figure out of its limits, and for figures
 * that do not go together.
 */
export function choosePolicy(choice?: PolicyChoice): Policy {
  const given: { readonly [part: string]: unknown } = { ...choice }
  expectNames(Object.keys(given), ['password', ...Object.keys(policyFigures)])
  const parts = Object.entries(policyFigures).map(([part, figures]) => [part, readFigures(part, figures, given[part])] as const)
  const password = expectPasswordPolicy(choice?.password ?? italia)
  // Each figure has the type that its procedure gives it: `Figures` holds the two together.
  return { password, ...Object.fromEntries(parts) } as Policy
}

/** What holds where the host says nothing. */
export const defaultPolicy: Policy = choosePolicy()
