/** Other personal data of a subscriber, as the host calls it. */
import type { Result } from '../../../kernel/index.ts'
import { bind } from '../../../runtime/bind.ts'
import type { CommandOptions } from '../../../runtime/input.ts'
import type { Operator } from '../../../runtime/schema.ts'
import type { RebindingApiRefusal, RebindingContext } from './context.ts'
import type { RebindingDocumentKind } from './schema.ts'
import { inspect, type RebindingRecorded, type RebindingView, rebind } from './use-cases.ts'

/** Whose codice fiscale, and for whom. */
export type RebindingLookForm = {
  /** The office worker who looks. Goes into the journal. */
  readonly operator: Operator
  /** A present or an earlier one. Lower case, blanks around it and omocodia are accepted. */
  readonly codiceFiscale: string
}

/** The document that the new data are taken from. Personal data. */
export type RebindingDocument = {
  /** What it is. */
  readonly kind: RebindingDocumentKind
  /** As printed: letters and digits; blanks, points, strokes and hyphens do not count. Never stored: a keyed digest of it is. */
  readonly number: string
  /** The day of its issue, `YYYY-MM-DD`; not in the future. */
  readonly issuedOn: string
}

/** The present codice fiscale, and what is another one now. What is left out, blank or null stays. */
export type RebindingForm = RebindingLookForm & {
  /** The new codice fiscale, where there is one: after omocodia, a rectification, a change of name. */
  readonly newCodiceFiscale?: string | null | undefined
  /** The new surname. */
  readonly surname?: string | null | undefined
  /** The new given name, or names. */
  readonly name?: string | null | undefined
  /** The right day of birth, `YYYY-MM-DD`. */
  readonly birthDate?: string | null | undefined
  /** The sex in the document, to be compared with the codice fiscale. Not stored. */
  readonly sex?: 'F' | 'M' | null | undefined
  /** From which document. */
  readonly document: RebindingDocument
  /** Records the data although names, day of birth or sex disagree with the codice fiscale: `true` where the operator has looked at it. Default `false`. */
  readonly despiteMismatch?: boolean | 'true' | 'false' | 'on' | ''
  /** One line of 1 to 2000 characters. Goes into the journal as personal data. */
  readonly reason: string
}

/**
 * A subscriber has another codice fiscale, surname, name or day of birth. The account stays the same, with its id, PIN, password, addresses, services and
 * history: nobody gets in who could not before.
 */
export interface RebindingApi {
  /**
   * Records the new data and lets the new codice fiscale lead to the account. The old one signs nobody in any more; whoever comes with it is
   * somebody else. Sessions, links and changes under way end in the same commit, and every address in force is told.
   *
   * Called for an operator. Refused with `rebinding/form` (also where names, day of birth or sex disagree with the codice fiscale, unless
   * `despiteMismatch`), `rebinding/nothing-changed`, `rebinding/code-taken` where somebody has access with the new code,
   * `credential/own-credential`, `credential/not-found`, `credential/revoked`, and `credential/expired` once its data were erased.
   */
  rebind(form: RebindingForm, options?: CommandOptions): Promise<Result<RebindingRecorded, RebindingApiRefusal>>

  /**
   * To which account a codice fiscale leads, and to which it has led: by a present and by an earlier code alike. The look is written into the
   * journal of each.
   *
   * Called for an operator. Refused with `rebinding/form`, or `rebinding/not-found` where no account is or was bound to the code.
   */
  inspect(form: RebindingLookForm): Promise<Result<RebindingView, RebindingApiRefusal>>
}

/** Rebindings at work in a context. */
export function rebindingApi(context: RebindingContext): RebindingApi {
  return { rebind: bind(context, rebind), inspect: bind(context, inspect) }
}
