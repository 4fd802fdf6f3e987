/** The exemptions that the office grants from the end of the local credentials, as the host calls them. */
import type { Result } from '../../../kernel/index.ts'
import { bind } from '../../../runtime/bind.ts'
import type { CommandOptions } from '../../../runtime/input.ts'
import type { Operator } from '../../../runtime/schema.ts'
import type { ExemptionApiRefusal, ExemptionContext } from './context.ts'
import type { ExemptionKind } from './model.ts'
import { type ExemptionDone, type ExemptionView, grant, inspect, revoke } from './use-cases.ts'

/** Whose exemption, and for whom. */
export type ExemptionLookForm = {
  /** The office worker who acts. Goes into the journal. */
  readonly operator: Operator
  /** Of the person, who need not have a credential yet. Lower case, blanks around it and omocodia are accepted. */
  readonly codiceFiscale: string
}

/** The document by which an exemption is granted. Personal data. */
export type ExemptionDocument = {
  /** What it is; `court-order` for the act that appoints a guardian, a curator or an administrator. */
  readonly kind: 'identity-card' | 'passport' | 'driving-licence' | 'residence-permit' | 'court-order'
  /** As printed: letters and digits; blanks, points, strokes and hyphens do not count. Never stored: a keyed digest of it is. */
  readonly number: string
  /** The last day of its validity, `YYYY-MM-DD`; of an act without end any day far ahead. */
  readonly expiresOn: string
}

/** An exemption as the office grants it. */
export type ExemptionGrantForm = ExemptionLookForm & {
  /** Why the person is exempted. A course counts only the kinds that it lists. */
  readonly kind: ExemptionKind
  /** The last day in Rome, `YYYY-MM-DD`; left out, blank or null there is none. */
  readonly untilDay?: string | null
  /** By which document. */
  readonly document: ExemptionDocument
  /** One line of 1 to 2000 characters. Goes into the journal as personal data. */
  readonly reason: string
}

/** An exemption that is taken back. */
export type ExemptionRevokeForm = ExemptionLookForm & {
  /** One line of 1 to 2000 characters. Goes into the journal as personal data. */
  readonly reason: string
}

/**
 * The exemptions of persons from the end of the local credentials (INPS exempted people without an Italian document and people under guardianship). Each
 * person has at most one. It counts where the course of the audience lists its kind; minors are exempted by their day of birth and need none.
 */
export interface ExemptionApi {
  /**
   * Grants an exemption, or another one in the place of that before. The subscriber is told.
   *
   * Called for an operator. Refused with `exemption/form`, `credential/own-credential` where the operator is the person, `exemption/in-the-past`,
   * `exemption/document-expired` and `exemption/nothing-changed`.
   */
  grant(form: ExemptionGrantForm, options?: CommandOptions): Promise<Result<ExemptionDone, ExemptionApiRefusal>>

  /**
   * Takes an exemption back: from then on holds what holds for all. The subscriber is told.
   *
   * Called for an operator. Refused with `exemption/form`, `credential/own-credential`, and `exemption/not-found` where none is in force.
   */
  revoke(form: ExemptionRevokeForm, options?: CommandOptions): Promise<Result<ExemptionDone, ExemptionApiRefusal>>

  /**
   * The last exemption of a person. The look is written into its journal.
   *
   * Called for an operator. Refused with `exemption/form`, and `exemption/not-found` where there never was one.
   */
  inspect(form: ExemptionLookForm): Promise<Result<ExemptionView, ExemptionApiRefusal>>
}

/** Exemptions at work in a context. */
export function exemptionApi(context: ExemptionContext): ExemptionApi {
  return { grant: bind(context, grant), revoke: bind(context, revoke), inspect: bind(context, inspect) }
}
