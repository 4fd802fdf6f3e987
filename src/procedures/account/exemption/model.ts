/** What the end of the local credentials means for one person: the exemption that the office has granted, and which reminders were sent. */
import type { Instant } from '../../../kernel/index.ts'

/** Why a person is exempted: no Italian document, so that SPID and CIE cannot be had; or a guardian, curator or administrator who acts for the person. */
export const exemptionKinds = ['no-italian-document', 'guardianship'] as const

/** Why a person is exempted. */
export type ExemptionKind = (typeof exemptionKinds)[number]

/** What the office has looked at, and what it exempts the person for. Of the number of the document a keyed digest is kept. */
export type ExemptionPersonal = {
  readonly kind: ExemptionKind
  readonly documentKind: string
  readonly documentNumber: string
  /** The last day of its validity, `YYYY-MM-DD`. */
  readonly documentExpiresOn: string
}

/** A reminder of a last use: of which, and how many days before. */
export type ExemptionReminder = {
  /** The last use, exclusive. */
  readonly endsAt: Instant
  readonly daysBefore: number
}

type Reminded = {
  /** Of each last use to come the last reminder. */
  readonly reminders: readonly ExemptionReminder[]
}

type Granted = Reminded & {
  readonly grantedAt: Instant
  /** The last day in Rome, `YYYY-MM-DD`; null for none. */
  readonly untilDay: string | null
  /** The id of the operator who has granted it. */
  readonly operator: string
  readonly personal: ExemptionPersonal | null
}

/** Where a person stands. `kept`: reminded, and exempted by nothing. Whether an exemption is over is derived from its last day. */
export type ExemptionState =
  | { readonly status: 'none'; readonly personal: null }
  | (Reminded & { readonly status: 'kept'; readonly personal: null })
  | (Granted & { readonly status: 'granted' })
  | (Granted & { readonly status: 'revoked'; readonly revokedAt: Instant })

type Reasoned = { readonly reason: string }

/** What can be asked. */
export type ExemptionCommand =
  /** Takes the place of the one before. */
  | {
      readonly type: 'GrantExemption'
      readonly untilDay: string | null
      readonly operator: string
      readonly personal: ExemptionPersonal & Reasoned
    }
  | { readonly type: 'RevokeExemption'; readonly operator: string; readonly personal: Reasoned }
  | ({ readonly type: 'NoteReminder' } & ExemptionReminder)
  /** What the office has granted to another account of the person: this one has it from now on, unless it has one in force. */
  | {
      readonly type: 'TakeOverExemption'
      readonly grantedAt: Instant
      readonly untilDay: string | null
      readonly operator: string
      readonly personal: ExemptionPersonal
    }
  /** Another account of the person has it from now on. */
  | { readonly type: 'HandOverExemption' }

/** What has happened. */
export type ExemptionEvent =
  | {
      readonly type: 'ExemptionGranted'
      readonly grantedAt: Instant
      readonly untilDay: string | null
      readonly operator: string
      readonly personal: ExemptionPersonal & Reasoned
    }
  | { readonly type: 'ExemptionRevoked'; readonly revokedAt: Instant; readonly operator: string; readonly personal: Reasoned }
  | {
      readonly type: 'ExemptionTakenOver'
      readonly grantedAt: Instant
      readonly untilDay: string | null
      readonly operator: string
      readonly personal: ExemptionPersonal
    }
  | { readonly type: 'ExemptionHandedOver'; readonly revokedAt: Instant }
  /** `reminders`: those that are remembered from then on. */
  | ({ readonly type: 'ReminderGiven'; readonly reminders: readonly ExemptionReminder[] } & ExemptionReminder)

/** Why a command is refused. */
export type ExemptionRefusal =
  /** The office has exempted the person by nothing that is in force. */
  | { readonly code: 'exemption/not-found' }
  /** It is granted as it was said already. */
  | { readonly code: 'exemption/nothing-changed' }
  /** Its last day is over. */
  | { readonly code: 'exemption/in-the-past' }
  /** The document was not in course of validity on that day in Rome. */
  | { readonly code: 'exemption/document-expired' }
  /** The person was reminded of this last use as late as that. */
  | { readonly code: 'exemption/already-reminded' }

/** How long an exemption is kept. */
export type ExemptionRetention = {
  /** What is personal in an exemption that is over or revoked, ms; with the account in any case. */
  readonly exemptionMs: number
}
