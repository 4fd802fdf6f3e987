/** The services of an office and who may use them, as the host calls it (seed 002). */
import type { Result } from '../../../kernel/index.ts'
import { bind } from '../../../runtime/bind.ts'
import type { CommandOptions } from '../../../runtime/input.ts'
import type { Operator } from '../../../runtime/schema.ts'
import type { ServiceLevel, ServiceMeans, ServiceMeansGroup } from '../means.ts'
import { mayUseNow, type ServicesQuestion, type ServicesVerdict } from './access.ts'
import type { CatalogueApiRefusal, CatalogueContext } from './context.ts'
import type { CatalogueAccess, CatalogueService, CatalogueWords } from './model.ts'
import { type CatalogueRemoved, listServices, removeService, setService } from './use-cases.ts'

/** A service that is taken out of the catalogue. */
export type CatalogueRemoveForm = {
  /** The office worker who acts. Goes into the journal. */
  readonly operator: Operator
  /** Why. One line of 1 to 2000 characters; it goes into the journal and is published nowhere. */
  readonly reason: string
  /** The id of the service: 1 to 64 characters of a-z, 0-9 and -, with a letter first. */
  readonly id: string
}

/** A service and what it asks of whoever uses it. */
export type CatalogueServiceForm = CatalogueRemoveForm & {
  /** What people call it, in both languages, up to 200 characters each. It is shown. */
  readonly names: CatalogueWords
  /** `public` for everybody, `personal` for the person whom it concerns, `reserved` for the people of authorised bodies. */
  readonly access: CatalogueAccess
  /** By what one gets in; `spid` and `cie` stand for their protocols. At least one, unless the service is public. */
  readonly accepts?: readonly (ServiceMeans | ServiceMeansGroup)[] | null
  /** The least level of assurance, 1 to 3; left out, 1. */
  readonly level?: ServiceLevel | '1' | '2' | '3' | '' | null
  /** The level that a credential of the office counts as for this service, 1 to 3; left out, 1. */
  readonly localLevel?: ServiceLevel | '1' | '2' | '3' | '' | null
  /** The least age of whoever uses it, 0 to 120 completed years; left out, 0. */
  readonly ageMin?: number | string | null
  /** A name of `maintenance.audiences`: its course of the sunset ends the credentials of the office here. Left out, the course of all others. */
  readonly audience?: string | null
  /** A name of `maintenance.features`: a maintenance window that closes it closes the service. Left out, no window does. */
  readonly feature?: string | null
}

/** The services of the office, and the one question that a host asks before each of them. */
export interface ServicesApi {
  /**
   * Sets a service, or other conditions of one: they hold from the next question on.
   *
   * Called for an operator. Refused with `catalogue/form` and `catalogue/too-many-services`.
   */
  set(form: CatalogueServiceForm, options?: CommandOptions): Promise<Result<CatalogueService, CatalogueApiRefusal>>

  /**
   * Takes a service out of the catalogue: nobody may use it any more. Authorisations and delegations that name it stay, and hold again once it is
   * set again.
   *
   * Called for an operator. Refused with `catalogue/form` and `catalogue/not-found`.
   */
  remove(form: CatalogueRemoveForm, options?: CommandOptions): Promise<Result<CatalogueRemoved, CatalogueApiRefusal>>

  /**
   * The services as they are set, in the order of their ids. They are no secret.
   *
   * Called for anybody. Nothing is refused.
   */
  list(): Promise<readonly CatalogueService[]>

  /**
   * Whether somebody may use a service now, and where not why and how to get there, in both languages. Without a session the answer is the same
   * for everybody. A yes to whoever acts for somebody else is written into the journals of the session and of the delegation.
   *
   * Called for anybody. Nothing is refused: a no is an answer.
   */
  mayUse(question: ServicesQuestion): Promise<ServicesVerdict>
}

/** The services at work in a context. */
export function servicesApi(context: CatalogueContext): ServicesApi {
  return {
    set: bind(context, setService),
    remove: bind(context, removeService),
    list: bind(context, listServices),
    mayUse: bind(context, mayUseNow),
  }
}
