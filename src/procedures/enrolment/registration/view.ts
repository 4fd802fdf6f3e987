/** The request as its applicant sees it. */
import { accept, availableCommands, type Instant, type Result } from '../../../kernel/index.ts'
import type { RequestKeyRefusal } from '../../../runtime/request.ts'
import { type RegistrationContext, type RegistrationNotFoundRefusal, withTicket } from './context.ts'
import { labelOf } from './dossier.ts'
import type { RegistrationCommand, RegistrationDocumentType, RegistrationState } from './model.ts'

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
  /** The commands that would be accepted now: what a page offers. */
  readonly actions: readonly RegistrationCommand['type'][]
}

/** The request as it stands. Changes nothing. */
export function inspect(
  context: RegistrationContext,
  ticket: unknown,
): Promise<Result<RegistrationView, RegistrationNotFoundRefusal | RequestKeyRefusal>> {
  return withTicket(context, ticket, { name: 'registration/inspect', journalsRefusals: false }, async (unit, id, state) => {
    const documents = state.documents.map(({ id: number, type, size }) => {
      return { id: number, type, ...labelOf(state, number), size }
    })
    const lapsesAt = state.status === 'drafting' ? state.lapsesAt : null
    const stamp = { at: unit.now(), by: { kind: 'applicant', id } } as const
    const actions = availableCommands(context.registration.decider, state, stamp).filter((type) => applicantCommands.has(type))
    const status = lapsesAt !== null && unit.now() >= lapsesAt ? 'lapsed' : state.status
    return accept({ id, status, openedAt: state.openedAt, lapsesAt, documents, actions })
  })
}

const applicantCommands: ReadonlySet<RegistrationCommand['type']> = new Set([
  'RenewPin',
  'AddDocument',
  'RemoveDocument',
  'CompleteRegistration',
  'WithdrawRegistration',
] as const)
