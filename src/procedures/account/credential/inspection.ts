/** What the office sees of a credential. */
import { accept, type Instant, type Result, refuse } from '../../../kernel/index.ts'
import { readForm } from '../../../runtime/command.ts'
import { operatorActor } from '../../../runtime/operator.ts'
import { type Operator, officeForm } from '../../../runtime/schema.ts'
import { transact } from '../../../runtime/transact.ts'
import { codeOf, readAccount } from '../../binding/account-of.ts'
import type { AccountContext } from '../session/context.ts'
import type { CredentialSuspension } from './forms.ts'
import { expiryOf } from './machine.ts'
import type { CredentialState } from './model.ts'
import type { CredentialApiRefusal } from './use-cases.ts'

/** What the office sees of a credential. */
export type CredentialView = {
  /** Where it stands. */
  readonly status: Exclude<CredentialState['status'], 'none'>
  /** Why, by whom and since when it is suspended; null where it is not. */
  readonly suspension: CredentialSuspension | null

  /** Why it opens nothing although nobody ended it; null while it does. */
  readonly expired: 'temporary-expired' | 'expired' | 'disused' | null

  /** When it was issued. */
  readonly issuedAt: Instant

  /** The last full sign-in; null before the first. */
  readonly lastUsedAt: Instant | null

  /** Failed attempts since the last right one. */
  readonly failures: number

  /** False where a key that the verifiers need is gone from the ring, or a PIN was never made, as after an import: nobody can sign in. */
  readonly verifiable: boolean
}

/** The state of a person's credential, for the office. The look is written into the journal. */
export async function inspectCredential(
  { runtime, credential }: AccountContext,
  input: { readonly operator: Operator; readonly codiceFiscale: string },
): Promise<Result<CredentialView, CredentialApiRefusal>> {
  const read = readForm(officeForm, input, 'credential/form')
  if (!read.ok) return read
  const { operator, codiceFiscale } = read.value
  const by = operatorActor(operator)
  return transact<CredentialView, CredentialApiRefusal>(runtime, { name: 'credential/inspect', by }, async (unit) => {
    const accountId = await readAccount(runtime, unit, codeOf(runtime.ring, codiceFiscale), (id) => [{ kind: 'credential', id }])
    const state = await unit.state(credential, accountId)
    if (state.status === 'none') return refuse({ code: 'credential/not-found' })
    unit.journal('credential', accountId, 'CredentialViewed')
    const { status, issuedAt, lastUsedAt, attempts, personal } = state
    const verifiable = personal !== null && [personal.password, personal.pin].every(runtime.secrets.isReadable)
    const suspension = state.status === 'suspended' ? { cause: state.cause, by: state.by, at: state.suspendedAt } : null
    const expired = expiryOf(state, unit.now())
    return accept({ status, suspension, expired, issuedAt, lastUsedAt, failures: attempts.failures, verifiable })
  })
}
