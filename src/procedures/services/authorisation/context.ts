/** What the use cases of authorisations work with, and why they may not be served. */
import type { FormRefusal } from '../../../runtime/input.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import type { AccessContext } from '../catalogue/access.ts'
import type { AuthorisationRefusal } from './model.ts'

export type AuthorisationContext = AccessContext

/** What an operator is refused before anything is looked at. */
export type AuthorisationOwnRefusal =
  | FormRefusal<'authorisation/form'>
  /** Operator and person are one: a colleague acts. */
  | { readonly code: 'authorisation/own-authorisation' }

/** Every refusal that an operator can meet about authorisations. */
export type AuthorisationApiRefusal = AuthorisationOwnRefusal | AuthorisationRefusal | CommandRefusal
