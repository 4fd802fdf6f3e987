/** What the office's desk works with, and what it answers when it cannot do what was asked. */
import type { FormRefusal } from '../../../runtime/input.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import type { AssignmentRefusal } from '../../assignment/model.ts'
import type { AssistanceMachine } from '../../assistance/schema.ts'
import type { RegistrationMachine } from '../../enrolment/registration/schema.ts'
import type { CasesContext } from '../../federation/cases.ts'

export type DeskContext = CasesContext & {
  readonly registration: RegistrationMachine
  readonly assistance: AssistanceMachine
}

/** Why the desk did not do what was asked. */
export type DeskUseCaseRefusal =
  | FormRefusal<'desk/form'>
  /** No request that was filed with the office has this id. */
  | { readonly code: 'desk/not-found' }
  /** Nothing is to be decided on the request any more. */
  | { readonly code: 'desk/closed' }
  /** The operator and the applicant are one person. */
  | { readonly code: 'desk/own-request' }

/** Every refusal that an operator can get at the desk. */
export type DeskApiRefusal = DeskUseCaseRefusal | AssignmentRefusal | CommandRefusal
