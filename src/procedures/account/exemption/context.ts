/** What the use cases of an exemption work with, and why they may not be served. */
import type { FormRefusal } from '../../../runtime/input.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import type { Runtime } from '../../../runtime/runtime.ts'
import type { CredentialRefusal } from '../credential/model.ts'
import type { CredentialMachine } from '../credential/schema.ts'
import type { ExemptionRefusal } from './model.ts'
import type { ExemptionMachine } from './schema.ts'

export type ExemptionContext = {
  readonly runtime: Runtime
  readonly credential: CredentialMachine
  readonly exemption: ExemptionMachine
}

/** Every refusal about an exemption itself. */
export type ExemptionOwnRefusal = FormRefusal<'exemption/form'> | ExemptionRefusal

/** Every refusal that an operator can meet who grants an exemption or looks at one. */
export type ExemptionApiRefusal =
  | ExemptionOwnRefusal
  | Extract<CredentialRefusal, { readonly code: 'credential/own-credential' }>
  | CommandRefusal
