/** The documents of a request: uploaded, listed, removable until it is complete (seed 001, phase 2). */

import { accept, invariant, type Result, refuse } from '../../../kernel/index.ts'
import { cleanDocumentName } from '../../../rules/identity/index.ts'
import { readForm } from '../../../runtime/command.ts'
import type { CommandOptions } from '../../../runtime/input.ts'
import { asNumber } from '../../../runtime/page-values.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import { loadState } from '../../../runtime/runtime.ts'
import { notChosenOr } from '../../../runtime/upload-faults.ts'
import {
  copyBytes,
  type DocumentFinding,
  letGoDocument,
  readUpload,
  settleUpload,
  storeUpload,
} from '../../../runtime/uploads.ts'
import {
  type RegistrationContext,
  type RegistrationFormRefusal,
  type RegistrationNotFoundRefusal,
  withTicket,
} from './context.ts'
import { documentForm } from './form-schema.ts'
import type { RegistrationDocument, RegistrationRefusal, RegistrationState } from './model.ts'

/**
 * Why a file was not taken: the content is not an acceptable PDF, for the reason that it says. `infected`, with the finding
 * `scanner/infected`: the host's scanner has found malware. `not-chosen`: there are no bytes and no name, as a page sends it without a file.
 */
export type RegistrationUploadRefusal = {
  readonly code: 'registration/document-refused'
  readonly reason: string
  readonly findings: readonly DocumentFinding[]
}

const look = { name: 'registration/add-document', journalsRefusals: false }

/** `type` is one of `documentTypes`; `other` needs a description. The name is for people only. */
export type RegistrationDocumentForm = {
  /** The kind of the document; `other` needs a description. */
  readonly type: string
  /** The name. Personal data. */
  readonly name?: string
  /** What the document is, in one line. */
  readonly description?: string
}

/**
 * Adds a PDF: the bytes, or a stream of which never more than the limit is read. The content decides, not the name. The bytes are
 * durable before the request names them.
 */
export async function addDocument(
  context: RegistrationContext,
  ticket: unknown,
  form: RegistrationDocumentForm,
  content: Uint8Array | AsyncIterable<Uint8Array>,
  options?: CommandOptions,
): Promise<
  Result<{ readonly id: number }, RegistrationFormRefusal | RegistrationRefusal | RegistrationUploadRefusal | CommandRefusal>
> {
  const { runtime, registration, rules } = context
  const read = readForm(documentForm, form, 'registration/form')
  if (!read.ok) return read
  // Copied before anything is awaited: what the caller does to the array later changes nothing.
  const given = copyBytes(content, rules.bytesMax)
  // Nothing is read of a stream for somebody who has no ticket.
  const known = await withTicket<string, RegistrationNotFoundRefusal>(context, ticket, look, async (_, id) => accept(id))
  if (!known.ok) return known
  const upload = await readUpload(runtime, given, content, rules)
  if (!upload.ok)
    return refuse({ code: 'registration/document-refused', ...notChosenOr(upload.refusal, read.value.name, content) })
  const owner = known.value
  const { type, description } = read.value
  const name = cleanDocumentName(read.value.name)
  const { digest, size, findings } = upload.value
  await storeUpload(runtime, owner, upload.value)
  const operation = { name: 'registration/add-document', options, input: [type, description, name, digest] }
  const answer = await withTicket(context, ticket, operation, async (unit, id) => {
    const document = { type, digest, size, findings }
    const added = await unit.run(registration, id, { type: 'AddDocument', document, personal: { name, description } })
    if (!added.ok) return added
    const [event] = added.value.events
    invariant(event?.type === 'DocumentAdded', 'registration: a document that was added is an event')
    return accept({ id: event.document.id })
  })
  await settleUpload(runtime, owner, upload.value, answer.ok, () => isListed(context, owner, digest))
  return answer
}

/** True while the request is open or filed and lists the content, so that its bytes must stay. */
export function needsDocument(state: RegistrationState, digest: string): boolean {
  return (state.status === 'drafting' || state.status === 'completed') && state.documents.some((filed) => filed.digest === digest)
}

/** The same of the request as it is stored now. */
export async function isListed(
  { runtime, registration }: Pick<RegistrationContext, 'runtime' | 'registration'>,
  id: string,
  digest: string,
): Promise<boolean> {
  const state = await loadState(runtime, registration, id)
  return state !== null && needsDocument(state, digest)
}

/** Removes a document from a draft, and its bytes. */
export async function removeDocument(
  context: RegistrationContext,
  ticket: unknown,
  given: number | string,
  options?: CommandOptions,
): Promise<Result<null, RegistrationRefusal | RegistrationNotFoundRefusal | CommandRefusal>> {
  const document = asNumber(given)
  if (typeof document !== 'number' || !Number.isSafeInteger(document)) return refuse({ code: 'registration/unknown-document' })
  let dropped: { readonly owner: string; readonly file: RegistrationDocument } | undefined
  const operation = { name: 'registration/remove-document', options, input: document }
  const answer = await withTicket(context, ticket, operation, async (unit, id, state) => {
    const removed = await unit.run(context.registration, id, { type: 'RemoveDocument', id: document })
    if (!removed.ok) return removed
    const file = state.documents.find((filed) => filed.id === document)
    invariant(file !== undefined, 'registration: what was removed was listed')
    dropped = { owner: id, file }
    return accept(null)
  })
  if (answer.ok && dropped !== undefined) {
    const { owner, file } = dropped
    await letGoDocument(context.runtime, owner, file, () => isListed(context, owner, file.digest))
  }
  return answer
}
