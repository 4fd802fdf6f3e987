/** The queue of the office and the dossier of one request. */

import { accept, type Instant, isSportelloError, type Result, refuse } from '../../../kernel/index.ts'
import type { Stored } from '../../../ports/index.ts'
import { readForm } from '../../../runtime/command.ts'
import { operatorActor } from '../../../runtime/operator.ts'
import { keyOf, readState, recordIn } from '../../../runtime/record.ts'
import { listRows, type Runtime } from '../../../runtime/runtime.ts'
import type { Operator } from '../../../runtime/schema.ts'
import { transact } from '../../../runtime/transact.ts'
import { fetchDocument } from '../../../runtime/uploads.ts'
import { expiryOf } from '../../account/credential/machine.ts'
import type { RegistrationDocumentType } from '../registration/model.ts'
import type { RegistrationPerson } from '../registration/person.ts'
import type { ApprovalApiRefusal, ApprovalContext } from './context.ts'
import type { ApprovalState } from './model.ts'
import { approvalMachine, dossierDocumentForm, dossierForm, pageForm } from './schema.ts'

/** One line of the list of requests that wait for a decision. */
export type ApprovalPending = {
  /** The id of the record. It names no person. */
  readonly id: string

  /** When it was filed last. */
  readonly submittedAt: Instant
  /** 0 where it cannot be read. */
  readonly round: number
  /** The stored case cannot be read: it waits like the others, and whoever runs the system must look into it. Else left out. */
  readonly unreadable?: true
}

/** Which of the requests that wait. Everything may be left out. */
export type ApprovalPage = {
  /** The last id of the page before. */
  readonly after?: string
  /** 1 to 200; 50 when left out. */
  readonly limit?: number
  /** Only requests that have waited since before this instant. */
  readonly submittedBefore?: Instant
}

/**
 * Requests that wait for a decision, oldest request first. One that cannot be read is a line too, and says so.
 */
export async function pending(
  { runtime }: ApprovalContext,
  page: ApprovalPage = {},
): Promise<Result<readonly ApprovalPending[], ApprovalApiRefusal>> {
  const read = readForm(pageForm, page, 'approval/form')
  if (!read.ok) return read
  const { after, limit, submittedBefore } = read.value
  const { id: office } = runtime.office
  const rows = await listRows(runtime, {
    office,
    kind: 'approval',
    tag: 'status:pending',
    limit,
    ...(after === null ? {} : { after: keyOf(office, 'approval', after) }),
    // While it waits, a case is due since it was submitted.
    ...(submittedBefore === null ? {} : { dueBefore: submittedBefore - 1 }),
  })
  return accept(rows.map(lineOf))
}

function lineOf(row: Stored): ApprovalPending {
  const { id } = recordIn(row.key)
  try {
    const state = readState(approvalMachine, row)
    if (state.status === 'pending') return { id, submittedAt: state.submittedAt, round: state.round }
  } catch (cause) {
    if (!isSportelloError(cause)) throw cause
  }
  return { id, submittedAt: row.dueAt ?? row.at, round: 0, unreadable: true }
}

/** Ids of the other open requests on the same codice fiscale. */
export async function competitorsOf(runtime: Runtime, accountId: string, id: string, limit: number): Promise<readonly string[]> {
  const query = { office: runtime.office.id, kind: 'approval', tag: `open:${accountId}`, limit: limit + 1 }
  const rows = await listRows(runtime, query)
  const ids = rows.map(({ key }) => recordIn(key).id).filter((other) => other !== id)
  return ids.slice(0, limit)
}

/** Everything that the office needs to decide. Personal data: show it to who decides, keep it nowhere. */
export type ApprovalDossier = {
  /** The id of the record. It names no person. */
  readonly id: string

  /** Where it stands. */
  readonly status: Exclude<ApprovalState['status'], 'none'>
  /** What a decision must name: it is refused when the dossier has changed since. */
  readonly digest: string

  /** 1 for the first submission, one more after each return. */
  readonly round: number

  /** When it was filed last. */
  readonly submittedAt: Instant
  /** Null once erased. */
  readonly person: RegistrationPerson | null

  /** Which text of the privacy notice was shown. */
  readonly noticeVersion: string
  /** What does not fit or could not be checked, as codes such as `surname-mismatch`; empty once erased. */
  readonly findings: readonly string[]

  /** The documents that were filed. */
  readonly documents: readonly {
    /** The id of the record. It names no person. */
    readonly id: number

    /** The kind of the document; `other` needs a description. */
    readonly type: RegistrationDocumentType

    /** The name. Personal data. */
    readonly name: string

    /** What the document is, in one line. */
    readonly description: string

    /** Bytes. */
    readonly size: number

    /** SHA-256 of the content, lower-case hex. */
    readonly digest: string

    /** What was noticed, as codes. */
    readonly findings: readonly string[]
  }[]
  /** Other open requests on the same codice fiscale. */
  readonly competitors: readonly string[]
  /** True when the person holds a credential of this office already: approving is refused until it ends. */
  readonly holdsCredential: boolean
}

/** The dossier of a request. Every look is written into the journal of the approval. */
export async function dossier(
  context: ApprovalContext,
  input: { readonly operator: Operator; readonly id: string },
): Promise<Result<ApprovalDossier, ApprovalApiRefusal>> {
  const read = readForm(dossierForm, input, 'approval/form')
  if (!read.ok) return read
  const { runtime, registration, credential } = context
  const { id, operator } = read.value
  return transact<ApprovalDossier, ApprovalApiRefusal>(
    runtime,
    { name: 'approval/dossier', by: operatorActor(operator) },
    async (unit) => {
      await unit.preload([
        { kind: 'approval', id },
        { kind: 'registration', id },
      ])
      const file = await unit.state(approvalMachine, id)
      const request = await unit.state(registration, id)
      if (file.status === 'none' || request.status === 'none') return refuse({ code: 'approval/not-found' })
      const account = await unit.state(credential, file.accountId)
      const competitors = await competitorsOf(runtime, file.accountId, id, 100)
      unit.journal('approval', id, 'DossierViewed')
      const labels = request.personal?.labels ?? []
      return accept({
        id,
        status: file.status,
        digest: file.dossier,
        round: file.round,
        submittedAt: file.submittedAt,
        person: request.personal?.person ?? null,
        noticeVersion: request.noticeVersion,
        findings: request.personal?.findings ?? [],
        documents: request.documents.map(({ addedAt: _, ...document }) => {
          const { name = '', description = '' } = labels.find((label) => label.id === document.id) ?? {}
          return { ...document, name, description }
        }),
        competitors,
        holdsCredential: account.status !== 'none' && account.status !== 'revoked' && expiryOf(account, unit.now()) === null,
      })
    },
  )
}

/** One document of a dossier, as it was filed. The look is written into the journal of the approval. */
export async function dossierDocument(
  context: ApprovalContext,
  input: { readonly operator: Operator; readonly id: string; readonly document: number },
): Promise<Result<{ readonly content: Uint8Array; readonly name: string }, ApprovalApiRefusal>> {
  const read = readForm(dossierDocumentForm, input, 'approval/form')
  if (!read.ok) return read
  const { runtime, registration } = context
  const { id, operator, document } = read.value
  type Answer = { readonly content: Uint8Array; readonly name: string }
  return transact<Answer, ApprovalApiRefusal>(
    runtime,
    { name: 'approval/document', by: operatorActor(operator) },
    async (unit) => {
      await unit.preload([
        { kind: 'approval', id },
        { kind: 'registration', id },
      ])
      const file = await unit.state(approvalMachine, id)
      const request = await unit.state(registration, id)
      if (file.status === 'none' || request.status === 'none') return refuse({ code: 'approval/not-found' })
      const filed = request.documents.find((candidate) => candidate.id === document)
      if (filed === undefined) {
        unit.journalRefusal('approval', id, 'approval/document', 'approval/not-found')
        return refuse({ code: 'approval/not-found' })
      }
      const content = await fetchDocument(runtime, id, filed)
      if (content === null) return refuse({ code: 'approval/document-missing', document })
      unit.journal('approval', id, 'DocumentViewed')
      const name = request.personal?.labels.find((label) => label.id === document)?.name ?? ''
      return accept({ content, name })
    },
  )
}
