/** The queue of the office and the dossier of one request for assistance. */
import { accept, type Instant, type Result, refuse } from '../../kernel/index.ts'
import { viewDocument } from '../../runtime/case-documents.ts'
import { readForm } from '../../runtime/command.ts'
import { operatorActor } from '../../runtime/operator.ts'
import { competitorsOf, type Waiting, waitingIn } from '../../runtime/queue.ts'
import { caseDocumentForm, caseForm, type Operator } from '../../runtime/schema.ts'
import { transact } from '../../runtime/transact.ts'
import type { DocumentFinding } from '../../runtime/uploads.ts'
import { type AssignmentHolder, assignmentRecord, assignmentView } from '../assignment/charge.ts'
import type { AssignmentNote } from '../assignment/model.ts'
import { type AssistanceApiRefusal, type AssistanceContext, readCase } from './context.ts'
import type { AssistanceFinding, AssistanceHolding } from './findings.ts'
import type { AssistanceDocument, AssistancePersonal, AssistanceRequest, AssistanceState } from './model.ts'
import { pageForm } from './schema.ts'

/** One line of the list of requests that wait for a decision. */
export type AssistancePending = {
  /** The id of the record. It names no person. */
  readonly id: string

  /** When it was filed. */
  readonly filedAt: Instant
  /** The stored request cannot be read: it waits like the others, and whoever runs the system must look into it. Else left out. */
  readonly unreadable?: true
}

/** Which of the requests that wait. Everything may be left out. */
export type AssistancePage = {
  /** The last id of the page before. */
  readonly after?: string
  /** 1 to 200; 50 when left out. */
  readonly limit?: number | string
  /** Only requests that have waited since before this instant. */
  readonly filedBefore?: Instant | string
}

/** Requests that wait for a decision, oldest first. One that cannot be read is a line too, and says so. */
export async function pending(
  { runtime, assistance }: AssistanceContext,
  page: AssistancePage = {},
): Promise<Result<readonly AssistancePending[], AssistanceApiRefusal>> {
  const read = readForm(pageForm, page, 'assistance/form')
  if (!read.ok) return read
  const { after, limit, filedBefore: before } = read.value
  const waiting = await waitingIn(runtime, assistance, 'open', { after, limit, before })
  return accept(waiting.map(lineOf))
}

function lineOf({ id, since, state }: Waiting<AssistanceState>): AssistancePending {
  return state?.status === 'open' ? { id, filedAt: state.filedAt } : { id, filedAt: since, unreadable: true }
}

const competitorsMax = 100

/** Everything that the office needs to decide. Personal data: show it to the operator who decides, keep it nowhere. */
export type AssistanceDossier = {
  /** The id of the record. It names no person. */
  readonly id: string

  /** Where it stands. */
  readonly status: AssistanceRequest['status']
  /** What a decision must name: it is refused when the request, or what the office knows of the person, has changed since. */
  readonly digest: string

  /** When it was filed. */
  readonly filedAt: Instant
  /** The options that were chosen on the way to the questionnaire. */
  readonly path: readonly string[]

  /** Which text of the privacy notice was shown. */
  readonly noticeVersion: string
  /** The questionnaire as it was filled in; null once erased. */
  readonly person: Omit<AssistancePersonal, 'reason'> | null
  /** Empty once the file was discarded. */
  readonly documents: readonly (Omit<AssistanceDocument, 'addedAt' | 'findings'> & {
    /** What was noticed in the file; `findingText` has the words. */
    readonly findings: readonly DocumentFinding[]
  })[]
  /** What does not fit; empty where there is nothing to compare with. */
  readonly findings: readonly AssistanceFinding[]
  /** Approving is refused for people who never had one. */
  readonly holding: AssistanceHolding
  /** The name on the credential; null where there is none, or it was erased. */
  readonly subscriber: {
    /** The surname. Personal data. */
    readonly surname: string
    /** The name. Personal data. */
    readonly name: string
  } | null
  /** The PEC in force; null where there is none. */
  readonly currentPec: string | null
  /** Who has the request in charge; null where nobody has. */
  readonly assignment: AssignmentHolder | null
  /** What the office has noted, oldest first. Personal data; the applicant reads them in an export only. */
  readonly notes: readonly AssignmentNote[]
  /** Other open requests on the same codice fiscale, at most 100. */
  readonly competitors: readonly string[]
  /** Why it was rejected; null unless it was. */
  readonly reason: string | null
}

function personOf({ reason: _, ...person }: AssistancePersonal): Omit<AssistancePersonal, 'reason'> {
  return person
}

/** The dossier of a request. Every look is written into the journal of the request. */
export async function dossier(
  context: AssistanceContext,
  input: { readonly operator: Operator; readonly id: string },
): Promise<Result<AssistanceDossier, AssistanceApiRefusal>> {
  const read = readForm(caseForm, input, 'assistance/form')
  if (!read.ok) return read
  const { runtime } = context
  const { id, operator } = read.value
  const operation = { name: 'assistance/dossier', by: operatorActor(operator) }
  return transact<AssistanceDossier, AssistanceApiRefusal>(runtime, operation, async (unit) => {
    await unit.preload([{ kind: 'assistance', id }, assignmentRecord(id)])
    const found = await readCase(context, unit, id)
    if (found === null) return refuse({ code: 'assistance/not-found' })
    const { request, facts } = found
    const { status, filedAt, path, noticeVersion, accountId, personal } = request
    const competitors = await competitorsOf(runtime, 'assistance', { accountId, id }, competitorsMax)
    unit.journal('assistance', id, 'DossierViewed')
    const { findings, holding, subscriber, currentPec, digest } = facts
    return accept({
      id,
      status,
      digest,
      filedAt,
      path,
      noticeVersion,
      person: personal === null ? null : personOf(personal),
      // Only the library writes these codes: one that is known no more has no words, and is shown all the same.
      documents: request.documents.map(({ addedAt: _, findings: noted, ...document }) => ({
        ...document,
        findings: noted as readonly DocumentFinding[],
      })),
      findings,
      holding,
      subscriber: subscriber === null ? null : { surname: subscriber.personal.surname, name: subscriber.personal.name },
      currentPec,
      ...(await assignmentView(unit, id)),
      competitors,
      reason: personal?.reason ?? null,
    })
  })
}

/** The document of a request, as it was filed. The look is written into the journal of the request. */
export async function dossierDocument(
  context: AssistanceContext,
  input: { readonly operator: Operator; readonly id: string; readonly document: number | string },
): Promise<Result<{ readonly content: Uint8Array; readonly name: string }, AssistanceApiRefusal>> {
  const read = readForm(caseDocumentForm, input, 'assistance/form')
  if (!read.ok) return read
  const { runtime, assistance } = context
  const { id, operator, document } = read.value
  type Answer = { readonly content: Uint8Array; readonly name: string }
  const operation = { name: 'assistance/document', by: operatorActor(operator) }
  return transact<Answer, AssistanceApiRefusal>(runtime, operation, async (unit) => {
    const request = await unit.state(assistance, id)
    if (request.status === 'none') return refuse({ code: 'assistance/not-found' })
    const { documents, personal } = request
    const viewed = await viewDocument(runtime, unit, { kind: 'assistance', id, documents }, { document, filedEver: 1 })
    if (!viewed.ok) return viewed
    return accept({ content: viewed.value, name: personal?.document.name ?? '' })
  })
}
