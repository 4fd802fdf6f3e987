/** The queue of the office and the dossier of one request. */

import { accept, type Instant, type Result, refuse } from '../../../kernel/index.ts'
import type { RegistryVerdict } from '../../../ports/index.ts'
import { viewDocument } from '../../../runtime/case-documents.ts'
import { readForm } from '../../../runtime/command.ts'
import { operatorActor } from '../../../runtime/operator.ts'
import { competitorsOf } from '../../../runtime/queue.ts'
import { askRegistry } from '../../../runtime/registry.ts'
import { caseDocumentForm, caseForm, type Operator } from '../../../runtime/schema.ts'
import { transact, type Unit } from '../../../runtime/transact.ts'
import type { DocumentFinding } from '../../../runtime/uploads.ts'
import { isIssuable } from '../../account/credential/expiry.ts'
import { type AssignmentHolder, assignmentRecord, assignmentView } from '../../assignment/charge.ts'
import type { AssignmentNote } from '../../assignment/model.ts'
import type { Request } from '../registration/context.ts'
import { labelOf } from '../registration/dossier.ts'
import { changedFields, type RegistrationFieldChange } from '../registration/fields.ts'
import type { RegistrationFinding } from '../registration/findings.ts'
import type { RegistrationPerson } from '../registration/person.ts'
import { lettersOf, type RegistrationLetter } from '../registration/post.ts'
import type { RegistrationWanted } from '../registration/view.ts'
import type { RegistrationDocumentType } from '../wanted.ts'
import type { ApprovalApiRefusal, ApprovalContext } from './context.ts'
import type { ApprovalState } from './model.ts'
import { approvalMachine } from './schema.ts'
import { termOfRequest } from './too-late.ts'

/** A document as it was filed before the correction. Personal data. */
export type ApprovalFormerDocument = {
  /** Its number within the request. */
  readonly id: number
  /** The kind of the document. */
  readonly type: RegistrationDocumentType
  /** What it was called. */
  readonly name: string
  /** What it was, in one line. */
  readonly description: string
  /** Bytes. They are not kept. */
  readonly size: number
  /** SHA-256 of the content, lower-case hex. */
  readonly digest: string
}

/** What the office asked for. */
export type ApprovalWanted = RegistrationWanted & {
  /** Why, as the office has put it; empty once erased. */
  readonly reason: string
}

/** What has changed since the office returned the request. Personal data. */
export type ApprovalCorrections = {
  /** The fields of the form that differ, each with its old and its new value. */
  readonly fields: readonly RegistrationFieldChange[]
  /** The documents that are filed no more, and the numbers of those that were not filed before. */
  readonly documents: { readonly removed: readonly ApprovalFormerDocument[]; readonly added: readonly number[] }
}

/** Old and new of a request that was returned. */
function correctionsOf({ personal, documents }: Request): ApprovalCorrections {
  const before = personal?.before ?? null
  if (personal === null || before === null) return { fields: [], documents: { removed: [], added: [] } }
  const isFiled = (id: number) => documents.some((document) => document.id === id)
  const wasFiled = (id: number) => before.documents.some((document) => document.id === id)
  return {
    fields: changedFields(before.person, personal.person),
    documents: {
      removed: before.documents.filter(({ id }) => !isFiled(id)),
      added: documents.map(({ id }) => id).filter((id) => !wasFiled(id)),
    },
  }
}

/** Everything that the office needs to decide. Personal data: show it to the operator who decides, keep it nowhere. */
export type ApprovalDossier = {
  /** The id of the record. It names no person. */
  readonly id: string

  /** Where it stands. */
  readonly status: Exclude<ApprovalState['status'], 'none'>
  /** From that instant on an approval comes too late, by the course of the office; null while nothing ends it. */
  readonly approvableUntil: Instant | null
  /** True once it has come too late: the request can only be rejected. */
  readonly isTooLate: boolean
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
  /** What does not fit or could not be checked, as codes such as `surname-mismatch`; empty once erased. `findingText` has the words. */
  readonly findings: readonly RegistrationFinding[]

  /** What the register says of the person, asked at this look; null without a register, and once erased. */
  readonly registry: RegistryVerdict | null

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

    /**
     * What was noticed in the file, as codes. `pdf/not-fully-inspected`: parts of it were not read, so have it scanned before it is opened.
     * `scanner/unknown`: the scanner has not said what it is, so have it scanned again. `pdf/uri`: it holds links. `pdf/open-destination`: it
     * opens at a given page. `pdf/leading-bytes`: blanks stand before it. The others are active content.
     */
    readonly findings: readonly DocumentFinding[]
  }[]
  /** Who has the request in charge; null where nobody has. */
  readonly assignment: AssignmentHolder | null
  /** What the office has noted, oldest first. Personal data; the applicant reads them in an export only. */
  readonly notes: readonly AssignmentNote[]
  /** Other open requests on the same codice fiscale. */
  readonly competitors: readonly string[]
  /** The letters to the applicant about this request, in their order, and what has become of each. */
  readonly letters: readonly RegistrationLetter[]
  /** What the office asked for when it returned the request last, and why; null where it never did. */
  readonly wanted: ApprovalWanted | null
  /** What is filed otherwise than before that: old and new, side by side. Empty once erased. */
  readonly corrections: ApprovalCorrections
  /** True when the person has a credential of this office already: approving is refused until it ends. */
  readonly holdsCredential: boolean
}

/** The codes as they were stored. Only the library writes them: one that is known no more has no words, and is shown all the same. */
const noted = <Finding extends string = RegistrationFinding>(stored: readonly string[]): readonly Finding[] =>
  stored as readonly Finding[]

/** What was filed and what is decided on it; null where there is nothing before the office. */
async function readCase({ registration }: ApprovalContext, unit: Unit, id: string) {
  await unit.preload([{ kind: 'approval', id }, { kind: 'registration', id }, assignmentRecord(id)])
  const file = await unit.state(approvalMachine, id)
  const request = await unit.state(registration, id)
  return file.status === 'none' || request.status === 'none' ? null : { file, request }
}

/** The dossier of a request. Every look is written into the journal of the approval. */
export async function dossier(
  context: ApprovalContext,
  input: { readonly operator: Operator; readonly id: string },
): Promise<Result<ApprovalDossier, ApprovalApiRefusal>> {
  const read = readForm(caseForm, input, 'approval/form')
  if (!read.ok) return read
  const { runtime, credential } = context
  const { id, operator } = read.value
  const operation = { name: 'approval/dossier', by: operatorActor(operator) }
  return transact<ApprovalDossier, ApprovalApiRefusal>(runtime, operation, async (unit) => {
    const found = await readCase(context, unit, id)
    if (found === null) return refuse({ code: 'approval/not-found' })
    const { file, request } = found
    const { accountId } = file
    const account = await unit.state(credential, accountId)
    const competitors = await competitorsOf(runtime, 'approval', { accountId, id }, 100)
    const registry = await askRegistry(runtime, request.personal?.person ?? null)
    const term = await termOfRequest(unit, request)
    unit.journal('approval', id, 'DossierViewed', registry === null ? {} : { registry })
    return accept({
      id,
      status: file.status,
      ...term,
      digest: file.dossier,
      round: file.round,
      submittedAt: file.submittedAt,
      person: request.personal?.person ?? null,
      noticeVersion: request.noticeVersion,
      findings: noted(request.personal?.findings ?? []),
      registry,
      documents: request.documents.map(({ addedAt: _, ...document }) => ({
        ...document,
        ...labelOf(request, document.id),
        findings: noted<DocumentFinding>(document.findings),
      })),
      ...(await assignmentView(unit, id)),
      competitors,
      letters: await lettersOf(runtime, request),
      wanted: request.wanted === null ? null : { ...request.wanted, reason: file.personal?.reason ?? '' },
      corrections: correctionsOf(request),
      holdsCredential: !isIssuable(account, unit.now()),
    })
  })
}

/** One document of a dossier, as it was filed. The look is written into the journal of the approval. */
export async function dossierDocument(
  context: ApprovalContext,
  input: { readonly operator: Operator; readonly id: string; readonly document: number | string },
): Promise<Result<{ readonly content: Uint8Array; readonly name: string }, ApprovalApiRefusal>> {
  const read = readForm(caseDocumentForm, input, 'approval/form')
  if (!read.ok) return read
  const { runtime } = context
  const { id, operator, document } = read.value
  type Answer = { readonly content: Uint8Array; readonly name: string }
  const operation = { name: 'approval/document', by: operatorActor(operator) }
  return transact<Answer, ApprovalApiRefusal>(runtime, operation, async (unit) => {
    const found = await readCase(context, unit, id)
    if (found === null) return refuse({ code: 'approval/not-found' })
    const { documents, documentsAdded: filedEver } = found.request
    const filedIn = { kind: 'registration', id }
    const viewed = await viewDocument(runtime, unit, { kind: 'approval', id, documents, filedIn }, { document, filedEver })
    if (!viewed.ok) return viewed
    return accept({ content: viewed.value, name: labelOf(found.request, document).name })
  })
}
