/** The request as its applicant sees it. */
import { equalText } from '../../../crypto/index.ts'
import { accept, availableCommands, type Instant, type Result } from '../../../kernel/index.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import type { ApprovalState } from '../approval/model.ts'
import { approvalMachine } from '../approval/schema.ts'
import type { RegistrationCorrectableField, RegistrationDocumentType, RegistrationWantedDocument } from '../wanted.ts'
import { type NotErased, type RegistrationContext, type RegistrationNotFoundRefusal, withAnyTicket } from './context.ts'
import { labelOf } from './dossier.ts'
import type { RegistrationFinding } from './findings.ts'
import type { RegistrationCommand, RegistrationState } from './model.ts'

/** What the applicant sees of the request. */
export type RegistrationView = {
  /** The id of the record. It names no person. */
  readonly id: string
  /** `lapsed` as soon as the term is over, whether or not the sweep has marked it. */
  readonly status: Exclude<RegistrationState['status'], 'none'>

  /** When it was opened. */
  readonly openedAt: Instant
  /** Null unless the request is a draft. */
  readonly lapsesAt: Instant | null

  /** The documents that were filed. */
  readonly documents: readonly {
    /** The number of the document within the request: 1, 2, 3 and so on. */
    readonly id: number

    /** The kind of the document; `other` needs a description. */
    readonly type: RegistrationDocumentType

    /** What the file is called. Personal data. */
    readonly name: string

    /** What the document is, in one line. */
    readonly description: string
    /** Bytes. */
    readonly size: number
  }[]
  /** Since when it stands so: opened, returned, filed, decided or ended. */
  readonly since: Instant
  /** What the office has decided last; null before the first decision, and where the request ended without one. */
  readonly decision: RegistrationDecision | null
  /** What the office asked for when it returned the request last; null where it never did. */
  readonly wanted: RegistrationWanted | null
  /** False for an earlier ticket: it shows the request and does nothing, so `actions` is empty. */
  readonly isCurrentTicket: boolean
  /** Which data of a draft disagree with the codice fiscale, as `findingText` says it: that can be lawful, or a mistake. Empty once it was filed. */
  readonly mismatches: readonly Extract<RegistrationFinding, `${string}-mismatch`>[]
  /** True while the half of a PIN drawn anew waits to be shown to this very ticket. */
  readonly pinHalfWaits: boolean
  /** The commands that would be accepted now: what a page offers. */
  readonly actions: readonly RegistrationCommand['type'][]
}

/** What the office has decided. */
export type RegistrationDecision = {
  /** What it came to. */
  readonly outcome: 'approved' | 'rejected' | 'correction-requested'
  /** When. */
  readonly decidedAt: Instant
  /** Why, as the office has put it; null for an approval. */
  readonly reason: string | null
}

/** What the office asked for. */
export type RegistrationWanted = {
  /** The fields of the form to be corrected. */
  readonly fields: readonly RegistrationCorrectableField[]
  /** The documents: the number of a filed one that is to be replaced, or the kind of one that is missing. */
  readonly documents: readonly RegistrationWantedDocument[]
  /** When it was asked. */
  readonly since: Instant
}

/** The last decision, as far as one stands: what was filed anew is undecided, and what the office voided says nothing of why. */
function decisionOn(request: NotErased, decision: ApprovalState): RegistrationDecision | null {
  const reason = decision.personal?.reason ?? ''
  switch (decision.status) {
    case 'approved':
      return { outcome: 'approved', decidedAt: decision.decidedAt, reason: null }
    case 'rejected':
      return { outcome: 'rejected', decidedAt: decision.decidedAt, reason }
    case 'awaiting-correction':
      return { outcome: 'correction-requested', decidedAt: decision.decidedAt, reason }
    case 'void': {
      // It was withdrawn or has lapsed while its applicant was asked for a correction.
      const isOwnEnd = request.status === 'withdrawn' || request.status === 'lapsed'
      const decidedAt = request.wanted?.since
      return isOwnEnd && decidedAt !== undefined ? { outcome: 'correction-requested', decidedAt, reason } : null
    }
    case 'none':
    case 'pending':
      return null
  }
}

function sinceOf(request: NotErased, decision: RegistrationDecision | null): Instant {
  if (request.status === 'drafting') return request.wanted?.since ?? request.openedAt
  return request.status === 'completed' ? Math.max(request.completedAt, decision?.decidedAt ?? 0) : request.endedAt
}

/** The request as it stands. Changes nothing. */
export function inspect(
  context: RegistrationContext,
  ticket: unknown,
): Promise<Result<RegistrationView, RegistrationNotFoundRefusal | CommandRefusal>> {
  const look = { name: 'registration/inspect', journalsRefusals: false }
  return withAnyTicket(context, ticket, look, async (unit, id, state, { digest }) => {
    const decision = decisionOn(state, await unit.state(approvalMachine, id))
    const documents = state.documents.map(({ id: number, type, size }) => {
      return { id: number, type, ...labelOf(state, number), size }
    })
    const lapsesAt = state.status === 'drafting' ? state.lapsesAt : null
    const stamp = { at: unit.now(), by: { kind: 'applicant', id } } as const
    const isCurrentTicket = equalText(digest, state.ticket)
    const available = isCurrentTicket ? availableCommands(context.registration.decider, state, stamp) : []
    const actions = available.filter(isApplicants)
    const pinHalfWaits = equalText(digest, state.collector) && state.personal.screenHalf !== null
    const status = lapsesAt !== null && unit.now() >= lapsesAt ? 'lapsed' : state.status
    const since = status === 'lapsed' && lapsesAt !== null ? lapsesAt : sinceOf(state, decision)
    const { openedAt, wanted } = state
    const mismatches = state.status === 'drafting' ? state.personal.findings.filter(isMismatch) : []
    const seen = { id, status, openedAt, lapsesAt, since, decision, wanted, documents } as const
    return accept({ ...seen, isCurrentTicket, mismatches, pinHalfWaits, actions })
  })
}

const applicantCommands: ReadonlySet<string> = new Set<RegistrationCommand['type']>([
  'RenewPin',
  'AddDocument',
  'RemoveDocument',
  'CorrectRegistration',
  'CompleteRegistration',
  'WithdrawRegistration',
])

const isMismatch = (finding: string): finding is Extract<RegistrationFinding, `${string}-mismatch`> =>
  finding.endsWith('-mismatch')

const isApplicants = (type: string): type is RegistrationCommand['type'] => applicantCommands.has(type)
