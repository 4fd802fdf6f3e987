/** Whether a new password may take the place of the present one. */
import type { SecretHash } from '../../../crypto/index.ts'
import { accept, type Result, refuse } from '../../../kernel/index.ts'
import { checkPassword, normalizePassword, type PasswordFacts, type Violation } from '../../../rules/password/index.ts'
import type { Runtime } from '../../../runtime/runtime.ts'
import type { AccountContext } from '../session/context.ts'
import type { CredentialPersonal } from './model.ts'

/** The new password breaks rules: all of them, in the order of the page. */
export type NewPasswordRefusal = {
  readonly code: 'credential/new-password'
  /** The field of the form in which the new password was typed. */
  readonly field: NewPasswordField
  readonly violations: readonly Violation[]
}

/** What the forms of a new password call it. */
export type NewPasswordField = 'next' | 'password'

/** What a password must not hold whoever it is for: the name of the office. */
export function officeFacts({ office }: Pick<Runtime, 'office'>): PasswordFacts {
  return { words: office.name }
}

/** The new password in the form that is hashed, or everything that speaks against it. */
export async function acceptPassword(
  { runtime, passwordPolicy }: AccountContext,
  accountId: string,
  given: { readonly field: NewPasswordField; readonly candidate: string; readonly confirmation: string },
  personal: CredentialPersonal,
): Promise<Result<string, NewPasswordRefusal>> {
  const { field, candidate, confirmation } = given
  const { surname, name, birthDate } = personal
  const [codiceFiscale, email] = [personal.codiceFiscale ?? '', personal.email ?? '']
  const broken: readonly Violation[] = [
    ...checkPassword(candidate, passwordPolicy, { ...officeFacts(runtime), codiceFiscale, surname, name, birthDate, email }),
    ...(candidate === confirmation ? [] : [{ code: 'confirmation', params: {} } as const]),
  ]
  const normalized = normalizePassword(candidate)
  if (!normalized.ok) return refuse({ code: 'credential/new-password', field, violations: broken })
  const violations = [...broken, ...(await repetitions(runtime.secrets, accountId, normalized.value, personal))]
  return violations.length > 0 ? refuse({ code: 'credential/new-password', field, violations }) : accept(normalized.value)
}

/** Which earlier passwords it repeats: the present one, one of the history. */
async function repetitions(
  secrets: SecretHash,
  accountId: string,
  candidate: string,
  { password, history }: CredentialPersonal,
): Promise<readonly Violation[]> {
  const what = { kind: 'password', accountId } as const
  const violations: Violation[] = []
  if (await secrets.verify(what, candidate, password)) violations.push({ code: 'unchanged', params: {} })
  for (const earlier of history) {
    if (!(await secrets.verify(what, candidate, earlier))) continue
    violations.push({ code: 'history', params: { last: history.length } })
    break
  }
  return violations
}
