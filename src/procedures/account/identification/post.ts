/** Whom an identification writes to: the person, and whoever reads at the addresses that the letter does not go to. */
import { type Instant, invariant } from '../../../kernel/index.ts'
import { mailPerson } from '../../../runtime/person-mail.ts'
import type { Unit } from '../../../runtime/transact.ts'
import { standInFor } from '../credential/lost-secrets.ts'
import type { CredentialPersonal, CredentialState } from '../credential/model.ts'
import { notifyReplaced } from '../credential/notices.ts'
import { suspendLink } from '../credential/suspend-link.ts'
import type { IdentificationContext } from './context.ts'
import { credentialsLetter } from './letters.ts'

type Enabled = {
  /** What was known of the person before. */
  readonly before: CredentialPersonal
  readonly state: Extract<CredentialState, { status: 'temporary' }>
  readonly secrets: { readonly password: string; readonly pinFirstHalf: string }
}

/** Where new secrets go: as everything that replaces a lost one, to the earlier address while that serves. */
function mailboxOf(personal: CredentialPersonal, at: Instant): string | null {
  return standInFor(personal, at) ?? personal.email
}

/**
 * Mails the temporary password and the first half of the PIN. Every other address that was in force is told: whoever took another's place at
 * the counter cannot keep that from the owner. The PEC hears of it as of every security event.
 */
export function mailNewSecrets(
  context: IdentificationContext,
  unit: Unit,
  accountId: string,
  { before, state, secrets }: Enabled,
): void {
  const { office } = context.runtime
  const at = unit.now()
  const { temporaryUntil, personal } = state
  invariant(personal !== null, 'identification: whoever was enabled again has an address')
  const { codiceFiscale } = personal
  invariant(codiceFiscale !== null, 'identification: whoever has secrets has a codice fiscale')
  const { password, pinFirstHalf } = secrets
  const said = { codiceFiscale, password, pinFirstHalf, temporaryUntil, ...suspendLink(context, accountId, state, at) }
  const email = mailboxOf(personal, at)
  const topic = { kind: 'identification', id: accountId }
  const letter = credentialsLetter(office, said)
  mailPerson(unit, { ...personal, email }, { topic, purpose: 'credentials', letter, until: temporaryUntil })
  notifyReplaced(context, unit, accountId, { before, state, notice: 'identified', email })
}
