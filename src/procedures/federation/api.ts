/** Sign-ins with SPID, CIE, CNS and eIDAS as the host calls them. */
import type { Result } from '../../kernel/index.ts'
import type { FederatedIdentity } from '../../rules/federation/index.ts'
import { bind } from '../../runtime/bind.ts'
import type { CommandOptions } from '../../runtime/input.ts'
import type { Operator } from '../../runtime/schema.ts'
import { type FederationCase, type FederationPage, pending } from './cases.ts'
import type { FederationApiRefusal, FederationContext, FederationSignInRefusal } from './context.ts'
import { approve, dossier, type FederationDecisionForm, type FederationDossier, reject } from './desk.ts'
import { type FederationJoined, type FederationJoinForm, join } from './join.ts'
import { type FederationSignedIn, type FederationSignInOptions, signIn } from './sign-in.ts'
import {
  type FederationAct,
  type FederationIdentityView,
  type FederationOwnForm,
  inspectAsOffice,
  inspectOwn,
  unlink,
  unlinkOwn,
} from './use-cases.ts'

/**
 * People who sign in with SPID, CIE, CNS or eIDAS: the same accounts and sessions as with PIN and password. An account is found by what identifies
 * the person at that provider, the first time by the codice fiscale, and never by an address.
 */
export interface FederationApi {
  /**
   * Signs in whoever a reader of `sportello/federation` has read. The first time the identity is linked to the account of the codice fiscale, and the
   * subscriber is told; a person without account gets one as `federation.newPersons` (policy) says. Level and age are held against what the service
   * asks. The token of the answer is a secret. Under a request key a repeat within ten minutes shows the same session.
   *
   * Called for anybody whom a provider has identified. Refused with `federation/form` for what no reader has given, `federation/sign-in-too-old`,
   * `federation/level-too-low`, `federation/too-young`, `federation/no-account`, `federation/data-missing`, and with `credential/suspended` or
   * `credential/identification-due` for an account that is closed. `federation/data-differ`, `federation/other-code` and `federation/awaiting-approval`
   * open a case of the office; `federation/rejected` says that it was decided.
   */
  signIn(
    identity: FederatedIdentity,
    options?: FederationSignInOptions,
  ): Promise<Result<FederationSignedIn, FederationSignInRefusal>>

  /**
   * The identities that open the account of a session.
   *
   * Called for a subscriber with a session of scope `full`. Refused with `session/not-active`, `session/password-change-required` or `federation/form`.
   */
  inspectOwn(
    form: {
      /** The token of the session. A secret of the subscriber: never log it. */
      readonly token: string
    },
    options?: Pick<CommandOptions, 'audience'>,
  ): Promise<Result<readonly FederationIdentityView[], FederationApiRefusal>>

  /**
   * Unlinks an own identity. Every session of the account ends, and its subscriber is told. Only the office links it again.
   *
   * Called for a subscriber with a session of scope `full`. Refused with `federation/form`, `federation/not-found`, `federation/only-means` where
   * nothing else opens the account, PIN and password that have ended or are suspended included, `session/not-active` or `session/password-change-required`.
   */
  unlinkOwn(form: FederationOwnForm, options?: CommandOptions): Promise<Result<null, FederationApiRefusal>>

  /**
   * The cases that the office has to decide, page by page, those of the oldest day in Rome first. Those of one day come in the order of their ids,
   * which is none of time.
   *
   * Called for an operator. Refused with `federation/form` for a page that is none.
   */
  pending(page?: FederationPage): Promise<Result<readonly FederationCase[], FederationApiRefusal>>

  /**
   * One case, field by field: what the provider tells, what is stored, what the codice fiscale says. The look is written into the journal of the
   * identity.
   *
   * Called for an operator. Refused with `federation/form` or `federation/not-found`.
   */
  dossier(form: {
    /** The office worker who looks. */
    readonly operator: Operator
    /** The id of the identity, as `pending` lists it. */
    readonly id: string
  }): Promise<Result<FederationDossier, FederationApiRefusal>>

  /**
   * It is this person: the identity opens the account from now on. Where there is none it is opened. With a codice fiscale that leads elsewhere the
   * identity stays bound to its account, or comes to the one that the code leads to where its own was revoked. The subscriber is told.
   *
   * Called for an operator. Refused with `federation/form`, `federation/not-found`, `federation/not-waiting`, `federation/dossier-changed`,
   * `federation/rebound`, `federation/data-missing` or `credential/own-credential`.
   */
  approve(form: FederationDecisionForm, options?: CommandOptions): Promise<Result<null, FederationApiRefusal>>

  /**
   * It is not this person, or the office does not want it. With the same data the person is refused from now on, and reads the reason.
   *
   * Called for an operator. Refused with `federation/form`, `federation/not-found`, `federation/not-waiting`, `federation/dossier-changed` or
   * `credential/own-credential`.
   */
  reject(form: FederationDecisionForm, options?: CommandOptions): Promise<Result<null, FederationApiRefusal>>

  /**
   * The identities of a person, those included on which the office has to decide. The look is written into the journal of the credential.
   *
   * Called for an operator. Refused with `federation/form`, `credential/not-found` or `credential/own-credential`.
   */
  inspectAsOffice(form: {
    /** The office worker who looks. */
    readonly operator: Operator
    /** Of the person. Lower case, blanks around it and omocodia are accepted. */
    readonly codiceFiscale: string
  }): Promise<Result<readonly FederationIdentityView[], FederationApiRefusal>>

  /**
   * Unlinks an identity for a reason. Every session of the account ends, and its subscriber is told.
   *
   * Called for an operator. Refused with `federation/form`, `federation/not-found`, `federation/not-linked` or `credential/own-credential`.
   */
  unlink(form: FederationAct, options?: CommandOptions): Promise<Result<null, FederationApiRefusal>>

  /**
   * Joins the identity of a person of another state to a codice fiscale, from a document. Where the code has an account, the identity opens that one
   * and its own is revoked; else the code leads to the account of the identity. The subscriber is told.
   *
   * Called for an operator. Refused with `federation/form` (also where days of birth disagree, unless `despiteMismatch`), `federation/not-found`,
   * `federation/not-linked`, `federation/already-joined` or `credential/own-credential`.
   */
  join(form: FederationJoinForm, options?: CommandOptions): Promise<Result<FederationJoined, FederationApiRefusal>>
}

/** Identities at work in a context. */
export function federationApi(context: FederationContext): FederationApi {
  return {
    signIn: bind(context, signIn),
    inspectOwn: bind(context, inspectOwn),
    unlinkOwn: bind(context, unlinkOwn),
    pending: bind(context, pending),
    dossier: bind(context, dossier),
    approve: bind(context, approve),
    reject: bind(context, reject),
    inspectAsOffice: bind(context, inspectAsOffice),
    unlink: bind(context, unlink),
    join: bind(context, join),
  }
}
