/** What the use cases of an identification work with, and why they may not be served. */
import type { FormRefusal } from '../../../runtime/input.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import type { CredentialRefusal } from '../credential/model.ts'
import type { AccountContext } from '../session/context.ts'
import type { IdentificationFault, IdentificationPolicy, IdentificationRefusal } from './model.ts'

export type IdentificationContext = AccountContext & { readonly identificationPolicy: IdentificationPolicy }

/** No such ticket, or nobody identified that person: not told apart to whoever shows a ticket. */
export type IdentificationNotFoundRefusal = { readonly code: 'identification/not-found' }

/** Every refusal about an identification itself. */
export type IdentificationOwnRefusal =
  | FormRefusal<'identification/form'>
  | IdentificationFault
  | IdentificationRefusal
  | IdentificationNotFoundRefusal
  /** The official and the person are one, as far as the codice fiscale tells. */
  | { readonly code: 'identification/own-identification' }

/** Every refusal that an operator can meet who records an identification or looks at one. */
export type IdentificationApiRefusal = IdentificationOwnRefusal | CredentialRefusal | CommandRefusal
