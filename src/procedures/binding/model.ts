/** Which account a codice fiscale leads to, once the office has moved one from a code to another. */
import type { Instant } from '../../kernel/index.ts'

/**
 * The record's id is the keyed digest of the codice fiscale. `none`: the code leads to the account that bears the same id. `bound`: an account
 * from elsewhere has it. `vacated`: its account has another code now, and whoever comes with this one begins anew.
 */
export type BindingState =
  | { readonly status: 'none'; readonly personal: null }
  | {
      readonly status: 'bound' | 'vacated'
      readonly since: Instant
      /** The account that the code leads to. */
      readonly accountId: string
      /** The accounts that it has led to before, oldest first: their journals are found by it too. */
      readonly formerAccountIds: readonly string[]
      readonly personal: null
    }

/** What can be asked. `before`: the accounts that are found by the code besides, such as the one that it has led to so far. */
export type BindingCommand =
  /** An account gets this code. */
  | { readonly type: 'BindCode'; readonly accountId: string; readonly before: readonly string[] }
  /** The account of this code has another one. `accountId`: that of whoever comes with it from now on. */
  | { readonly type: 'VacateCode'; readonly accountId: string; readonly before: readonly string[] }

/** What has happened to a code. */
export type BindingEvent =
  | { readonly type: 'CodeBound'; readonly accountId: string; readonly since: Instant; readonly before: readonly string[] }
  | { readonly type: 'CodeVacated'; readonly accountId: string; readonly since: Instant; readonly before: readonly string[] }

/** Why a code does not lead elsewhere. */
export type BindingRefusal =
  /** It leads to that account already. */
  { readonly code: 'binding/nothing-changed' }
