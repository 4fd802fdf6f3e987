/** The addresses of a subscriber, as the host calls them. */
import type { Result } from '../../../kernel/index.ts'
import { bind } from '../../../runtime/bind.ts'
import type { CommandOptions } from '../../../runtime/input.ts'
import type { SessionTokenForm } from '../../account/session/context.ts'
import type { AddressesContext } from './context.ts'
import type { AddressesUnusableReason } from './model.ts'
import {
  type AddressesAct,
  type AddressesApiRefusal,
  type AddressesView,
  inspect,
  inspectAsOffice,
  reportPecStatus,
  setPec,
} from './use-cases.ts'

/** A PEC that the office enters. */
export type AddressesSetPecForm = AddressesAct & {
  /** The PEC, one address. */
  readonly pec: string
  /** One line of 1 to 2000 characters. Goes into the journal as personal data. */
  readonly reason: string
}

/** How the office found a PEC to be. */
export type AddressesPecStatusForm = AddressesAct & {
  /** `usable`: nothing speaks against it any more. */
  readonly finding: 'usable' | AddressesUnusableReason
  /** One line of 1 to 2000 characters. Goes into the journal as personal data. */
  readonly reason: string
}

/**
 * Which addresses are in force for a subscriber, and whether the PEC is usable (seed 003). The office acts for an operator, and no operator
 * acts on own addresses: `credential/own-credential`.
 *
 * Where a session of scope `full` is needed, one that only changes the password is refused with `session/password-change-required`.
 */
export interface AddressesApi {
  /**
   * The subscriber's own addresses. Changes nothing. Personal data.
   *
   * Called for a subscriber with a session of scope `full`. Refused with `session/not-active` or `addresses/form`.
   */
  inspect(form: SessionTokenForm, options?: Pick<CommandOptions, 'audience'>): Promise<Result<AddressesView, AddressesApiRefusal>>

  /**
   * The addresses of a person, for the office. Personal data. The look is written into the journal of the credential.
   *
   * Called for an operator. Refused with `addresses/form`, `addresses/not-found` or `credential/own-credential`.
   */
  inspectAsOffice(form: AddressesAct): Promise<Result<AddressesView, AddressesApiRefusal>>

  /**
   * Enters a PEC that the office has from a register of its own, without a link: in force at once. The subscriber is told at the addresses
   * that were in force. A change under way goes on.
   *
   * Called for an operator. Refused with `addresses/same-pec`, `addresses/not-found`, `credential/own-credential`, or `pec-claim/taken`
   * where another subscriber has the address and the policy lets no two have one. A repeat under a request key mails nothing more.
   */
  setPec(form: AddressesSetPecForm, options?: CommandOptions): Promise<Result<null, AddressesApiRefusal>>

  /**
   * Tells how a PEC is found to be: expired, inactive, full, or usable again. The subscriber is mailed what to do.
   *
   * Called for an operator. Refused with `addresses/no-pec`, `addresses/nothing-new`, `addresses/outdated-finding`,
   * `addresses/not-found` or `credential/own-credential`. A repeat under a request key mails nothing more.
   */
  reportPecStatus(form: AddressesPecStatusForm, options?: CommandOptions): Promise<Result<null, AddressesApiRefusal>>
}

/** Addresses at work in a context. */
export function addressesApi(context: AddressesContext): AddressesApi {
  return {
    inspect: bind(context, inspect),
    inspectAsOffice: bind(context, inspectAsOffice),
    setPec: bind(context, setPec),
    reportPecStatus: bind(context, reportPecStatus),
  }
}
