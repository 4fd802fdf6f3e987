/** The authorisations of people for bodies, as the host calls them (seed 002, "Enti Pubblici Autorizzati"). */
import type { Result } from '../../../kernel/index.ts'
import { bind } from '../../../runtime/bind.ts'
import type { CommandOptions } from '../../../runtime/input.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import type { Operator } from '../../../runtime/schema.ts'
import type { SessionScopeRefusal } from '../../account/session/context.ts'
import type { AuthorisationApiRefusal, AuthorisationContext } from './context.ts'
import { type AuthorisationGranted, type AuthorisationView, grant, inspect, listOwn, revoke } from './use-cases.ts'

/** Whose authorisations, and for whom. */
export type AuthorisationLookForm = {
  /** The office worker who acts. Goes into the journal. */
  readonly operator: Operator
  /** Of the person. Lower case, blanks around it and omocodia are accepted. */
  readonly codiceFiscale: string
}

/** An authorisation that is granted. Days are those of Rome, `YYYY-MM-DD`, both inclusive. */
export type AuthorisationGrantForm = AuthorisationLookForm & {
  /** The name of the body, up to 200 characters. Personal data of the person. */
  readonly bodyName: string
  /** The codice fiscale of the body, 11 digits. */
  readonly bodyTaxCode: string
  /** The ids of 1 to 50 reserved services of the catalogue. */
  readonly services: readonly string[]
  /** The first day; left out, blank or null, today. */
  readonly fromDay?: string | null
  /** The last day; left out, blank or null, none. */
  readonly untilDay?: string | null
  /** Why. One line of 1 to 2000 characters; it goes into the journal as personal data. */
  readonly reason: string
}

/** An authorisation that is revoked. */
export type AuthorisationRevokeForm = AuthorisationLookForm & {
  /** The id of the grant. */
  readonly id: string
  /** Why. One line of 1 to 2000 characters, which the person is mailed. */
  readonly reason: string
}

/**
 * What people may do for bodies. An authorisation belongs to the person and the body: it stays when a credential expires, is revoked or comes to its
 * end, and when the codice fiscale of the account becomes another one.
 */
export interface AuthorisationsApi {
  /**
   * Authorises a person, also one who has no account yet. The person is told by mail where there is one.
   *
   * Called for an operator. Refused with `authorisation/form` (also where a service is not reserved, or not in the catalogue),
   * `authorisation/own-authorisation`, `authorisation/ends-before-start`, `authorisation/in-the-past` and `authorisation/too-many`. A repeat under a
   * request key grants nothing more.
   */
  grant(form: AuthorisationGrantForm, options?: CommandOptions): Promise<Result<AuthorisationGranted, AuthorisationApiRefusal>>

  /**
   * Ends an authorisation at once. The person is told by mail.
   *
   * Called for an operator. Refused with `authorisation/form`, `authorisation/own-authorisation`, `authorisation/not-found` and `authorisation/over`.
   */
  revoke(form: AuthorisationRevokeForm, options?: CommandOptions): Promise<Result<null, AuthorisationApiRefusal>>

  /**
   * What a person is and was authorised for, oldest first; none where there is nobody. The look is written into the journal.
   *
   * Called for an operator. Refused with `authorisation/form`.
   */
  inspect(form: AuthorisationLookForm): Promise<Result<readonly AuthorisationView[], AuthorisationApiRefusal>>

  /**
   * What whoever is signed in is and was authorised for, oldest first.
   *
   * Called for the subscriber of a session of scope `full`. Refused with `session/not-active` or `session/password-change-required`.
   */
  listOwn(
    token: string,
    options?: Pick<CommandOptions, 'audience'>,
  ): Promise<Result<readonly AuthorisationView[], SessionScopeRefusal | CommandRefusal>>
}

/** Authorisations at work in a context. */
export function authorisationsApi(context: AuthorisationContext): AuthorisationsApi {
  return {
    grant: bind(context, grant),
    revoke: bind(context, revoke),
    inspect: bind(context, inspect),
    listOwn: bind(context, listOwn),
  }
}
