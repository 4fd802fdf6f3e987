/** Delegations, as the host calls them: somebody acts for a person who cannot or does not want to. */
import type { Result } from '../../../kernel/index.ts'
import { bind } from '../../../runtime/bind.ts'
import type { CommandOptions } from '../../../runtime/input.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import type { Operator } from '../../../runtime/schema.ts'
import type { SessionScopeRefusal } from '../../account/session/context.ts'
import type { DelegationApiRefusal, DelegationContext } from './context.ts'
import { type DelegationDossier, type DelegationOwnView, inspect, listOwn } from './looks.ts'
import type { DelegationCapacity, DelegationEvidenceKind } from './model.ts'
import { type DelegationRequested, record, request } from './request.ts'
import { type DelegationPage, type DelegationPending, end, grant, pending, reject, revoke } from './use-cases.ts'

/** A person as he is named in a form. Personal data. */
export type DelegationNamed = {
  /** Lower case, blanks around it and omocodia are accepted. */
  readonly codiceFiscale: string
  /** The surname. */
  readonly surname: string
  /** The name; empty for a person without a given name. */
  readonly name: string
}

/** What is wanted. Days are those of Rome, `YYYY-MM-DD`, both inclusive. */
export type DelegationWanted = {
  /** For whom. An account is not needed. The day of birth must be that of the codice fiscale. */
  readonly person: DelegationNamed & {
    /** `YYYY-MM-DD`. */
    readonly birthDate: string
  }
  /** In which capacity: `parent` of a minor alone. */
  readonly capacity: DelegationCapacity
  /** The ids of 1 to 50 personal services of the catalogue; left out, blank or null, all personal ones, those of later too. */
  readonly services?: readonly string[] | '' | null
  /** The first day; left out, blank or null, today. */
  readonly fromDay?: string | null
  /** The last day; left out, blank or null, none. A parent's ends with the eighteenth birthday in any case. */
  readonly untilDay?: string | null
  /** The document that proves it. */
  readonly evidence: {
    /** What it is. */
    readonly kind: DelegationEvidenceKind
    /** As printed: letters and digits; blanks, points, strokes and hyphens do not count. Never stored: a keyed digest of it is. */
    readonly number: string
    /** The last day of its validity; left out, blank or null for one that has none, such as a decree. */
    readonly expiresOn?: string | null
  }
}

/** What whoever is to act asks for. */
export type DelegationRequestForm = DelegationWanted & {
  /** The token of a session of scope `full`. A secret of the subscriber: never log it. */
  readonly token: string
}

/** What is recorded at the counter, where both are named. */
export type DelegationRecordForm = DelegationWanted & {
  /** The office worker who acts. Goes into the journal. */
  readonly operator: Operator
  /** Why. One line of 1 to 2000 characters; it goes into the journal as personal data. */
  readonly reason: string
  /** Who is to act. An account is needed only once he does. */
  readonly delegate: DelegationNamed
}

/** Which delegation, and for whom. */
export type DelegationLookForm = {
  /** The office worker who acts. Goes into the journal. */
  readonly operator: Operator
  /** The id of the delegation. */
  readonly id: string
}

/** What the office decides or ends. */
export type DelegationDecideForm = DelegationLookForm & {
  /** Why. One line of 1 to 2000 characters. Of a rejection and of an end people are mailed it. */
  readonly reason: string
}

/** What one of the two ends. */
export type DelegationEndForm = {
  /** The token of a session of scope `full`. A secret of the subscriber: never log it. */
  readonly token: string
  /** The id of the delegation. */
  readonly id: string
}

/**
 * Who acts for whom. A delegation belongs to two persons: it stays when a credential of either expires, is revoked or comes to its end. Nobody acts for
 * himself, nobody passes on what he was delegated, and each use is written down.
 */
export interface DelegationsApi {
  /**
   * Asks to act for a person, on a document that the office looks at. Nothing changes by it, and nobody is written to. The answer is the same whether
   * or not that person has an account.
   *
   * Called for the subscriber of a session of scope `full`. Refused with `delegation/form`, `delegation/own-person`, `delegation/minor-delegate`,
   * `delegation/already-requested`, `delegation/already-granted`, `delegation/of-age`, `delegation/evidence-expired`, `delegation/ends-before-start`,
   * `delegation/in-the-past`, `delegation/too-many-requests`, `session/not-active` or `session/password-change-required`.
   */
  request(
    form: DelegationRequestForm,
    options?: CommandOptions,
  ): Promise<Result<DelegationRequested, DelegationApiRefusal | SessionScopeRefusal>>

  /**
   * Records a delegation at the counter, for people who cannot ask for it themselves: asked for and granted in one commit. Both are told by mail, where
   * they have an account.
   *
   * Called for an operator. Refused as `request` and `grant` are, and with `delegation/own-request` where the operator is one of the two.
   */
  record(form: DelegationRecordForm, options?: CommandOptions): Promise<Result<DelegationRequested, DelegationApiRefusal>>

  /**
   * Grants what was asked for. A parent's ends with the eighteenth birthday, by the day of birth of the person's account where there is one. Both are
   * told by mail.
   *
   * Called for an operator. Refused with `delegation/form` (also where one of its services is not personal any more), `delegation/not-found`,
   * `delegation/not-requested`, `delegation/own-request`, `delegation/minor-delegate`, `delegation/of-age`, `delegation/evidence-expired`,
   * `delegation/in-the-past` or `delegation/erased`.
   */
  grant(form: DelegationDecideForm, options?: CommandOptions): Promise<Result<null, DelegationApiRefusal>>

  /**
   * Rejects what was asked for, with a reason that whoever has asked is mailed.
   *
   * Called for an operator. Refused with `delegation/form`, `delegation/not-found`, `delegation/not-requested` or `delegation/own-request`.
   */
  reject(form: DelegationDecideForm, options?: CommandOptions): Promise<Result<null, DelegationApiRefusal>>

  /**
   * Ends a delegation at once, or takes back a request. Both are told by mail of the end.
   *
   * Called for the delegate or the person, in a session of scope `full`. Refused with `delegation/form`, `delegation/not-found` (also to anybody else),
   * `delegation/over`, `session/not-active` or `session/password-change-required`.
   */
  end(form: DelegationEndForm, options?: CommandOptions): Promise<Result<null, DelegationApiRefusal | SessionScopeRefusal>>

  /**
   * Ends a delegation at once as the office. Both are told by mail.
   *
   * Called for an operator. Refused with `delegation/form`, `delegation/not-found`, `delegation/own-request` or `delegation/over`.
   */
  revoke(form: DelegationDecideForm, options?: CommandOptions): Promise<Result<null, DelegationApiRefusal>>

  /**
   * Requests that wait for a decision, in the order of their ids, page by page. It names no person.
   *
   * Called for the office. Refused with `delegation/form` for a page that is none.
   */
  pending(page?: DelegationPage): Promise<Result<readonly DelegationPending[], DelegationApiRefusal>>

  /**
   * Everything about one delegation, with what the account of the person says otherwise. The look is written into its journal.
   *
   * Called for an operator. Refused with `delegation/form` or `delegation/not-found`.
   */
  inspect(form: DelegationLookForm): Promise<Result<DelegationDossier, DelegationApiRefusal>>

  /**
   * The delegations in which one acts, or is acted for: at most 200.
   *
   * Called for the subscriber of a session of scope `full`. Refused with `session/not-active` or `session/password-change-required`.
   */
  listOwn(
    token: string,
    options?: Pick<CommandOptions, 'audience'>,
  ): Promise<Result<readonly DelegationOwnView[], SessionScopeRefusal | CommandRefusal>>
}

/** Delegations at work in a context. */
export function delegationsApi(context: DelegationContext): DelegationsApi {
  return {
    request: bind(context, request),
    record: bind(context, record),
    grant: bind(context, grant),
    reject: bind(context, reject),
    end: bind(context, end),
    revoke: bind(context, revoke),
    pending: bind(context, pending),
    inspect: bind(context, inspect),
    listOwn: bind(context, listOwn),
  }
}
