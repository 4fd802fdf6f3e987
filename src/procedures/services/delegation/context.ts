/** What the use cases of delegations work with, and why they may not be served. */
import type { FormRefusal } from '../../../runtime/input.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import type { AccessContext } from '../catalogue/access.ts'
import type { DelegationPolicy, DelegationRefusal } from './model.ts'

export type DelegationContext = AccessContext & { readonly delegationPolicy: DelegationPolicy }

/** What is refused before a delegation is looked at. */
export type DelegationOwnRefusal =
  | FormRefusal<'delegation/form'>
  /** The operator is the delegate or the person: a colleague decides. */
  | { readonly code: 'delegation/own-request' }
  /** Whoever is to act for somebody else is under eighteen. */
  | { readonly code: 'delegation/minor-delegate' }
  | { readonly code: 'delegation/too-many-requests'; readonly requestsMax: number }

/** Every refusal that can be met about delegations. */
export type DelegationApiRefusal = DelegationOwnRefusal | DelegationRefusal | CommandRefusal
