/** Uploaded files on their way in: read once, bounded, inspected, named by their content. */
import { contentDigest } from '../crypto/index.ts'
import { accept, isInstant, isSportelloError, type Result, refuse, SportelloError } from '../kernel/index.ts'
import type { DocumentName, DocumentRef, StoredDocument } from '../ports/index.ts'
import { inspectPdf, type PdfFinding, type PdfNote } from '../rules/identity/index.ts'
import type { Runtime } from './runtime.ts'
import { scanBytes } from './scanning.ts'

/**
 * What was noticed in an uploaded file. `scanner/unknown`: the scanner has not said what it is. `scanner/infected`: it has found malware, so
 * that the file was not taken.
 */
export type DocumentFinding = PdfFinding | PdfNote | 'scanner/unknown' | 'scanner/infected'

export type Upload = {
  readonly content: Uint8Array<ArrayBuffer>
  readonly digest: string
  /** Bytes. */
  readonly size: number
  /**
   * What the office must know of a file that was taken. `pdf/not-fully-inspected`: parts of it were not read. `scanner/unknown`: the scanner
   * has not said what it is.
   */
  readonly findings: readonly DocumentFinding[]
}

/** Why a file was not taken: its content is not an acceptable PDF, or the scanner has found malware in it. */
export type UploadFault = {
  /** What is wrong with it; `uploadFaultMessage` says it in words. */
  readonly reason: string
  readonly findings: readonly DocumentFinding[]
}

/** A copy of the bytes of an upload, or why there is none. */
export type Content = Uint8Array<ArrayBuffer> | 'type' | 'too-large'

/** Copies bytes that are there already, up to `bytesMax`; null for what is no array of bytes and may be a stream. */
export function copyBytes(content: unknown, bytesMax: number): Content | null {
  try {
    if (!ArrayBuffer.isView(content) || !(content instanceof Uint8Array)) return null
    if (content.length > bytesMax) return 'too-large'
    // The constructor takes the bytes themselves, whatever a class of the caller's own says of its length.
    const copy = new Uint8Array(content)
    return copy.length > bytesMax ? 'too-large' : copy
  } catch {
    return 'type'
  }
}

/** Gathers a stream of bytes, up to `bytesMax`. Memory does not depend on how the bytes are cut into chunks. */
async function readStream(stream: unknown, bytesMax: number): Promise<Content> {
  let room = new Uint8Array(0)
  let length = 0
  try {
    for await (const chunk of stream as AsyncIterable<unknown>) {
      const bytes = copyBytes(chunk, bytesMax - length)
      if (bytes === null || typeof bytes === 'string') return bytes ?? 'type'
      const needed = length + bytes.length
      if (needed > room.length) {
        const before = room
        room = new Uint8Array(Math.min(bytesMax, Math.max(needed, 2 * before.length)))
        room.set(before)
      }
      room.set(bytes, length)
      length = needed
    }
  } catch {
    return 'type'
  }
  return room.slice(0, length)
}

/**
 * Inspects a file by its content, then hands it to the host's scanner; its name and declared type have no say. `copied` is what
 * `copyBytes` made of `given`; of a stream no more than the limit is read. A file that the scanner calls clean needs no note that parts of
 * it were not read here.
 */
export async function readUpload(
  { scanner }: Pick<Runtime, 'scanner'>,
  copied: Content | null,
  given: unknown,
  rules: { readonly bytesMax: number; readonly suspicious: 'refuse' | 'flag' },
): Promise<Result<Upload, UploadFault>> {
  const bytes = copied ?? (await readStream(given, rules.bytesMax))
  if (typeof bytes === 'string') return refuse({ reason: bytes, findings: [] })
  const inspected = await inspectPdf(bytes, { bytesMax: rules.bytesMax })
  if (!inspected.ok) {
    return refuse({ reason: inspected.refusal.code.replace('pdf/', ''), findings: [] })
  }
  const { verdict, findings, notes } = inspected.value
  if (verdict === 'suspicious' && rules.suspicious === 'refuse') {
    return refuse({ reason: 'suspicious', findings })
  }
  const scanned = await scanBytes(scanner, bytes)
  if (scanned === 'infected') return refuse({ reason: 'infected', findings: ['scanner/infected'] })
  const noted = scanned === 'clean' ? notes.filter((note) => note !== 'pdf/not-fully-inspected') : notes
  const unknown = scanned === 'unknown' ? (['scanner/unknown'] as const) : []
  const digest = await contentDigest(bytes)
  return accept({ content: bytes, digest, size: bytes.length, findings: [...findings, ...noted, ...unknown] })
}

function documentRef(runtime: Runtime, owner: string, document: { readonly digest: string; readonly size: number }): DocumentRef {
  return { office: runtime.office.id, owner, digest: document.digest, size: document.size }
}

/** A document as it was filed, or null when its bytes are gone or are not those any more. */
export async function fetchDocument(
  runtime: Runtime,
  owner: string,
  document: { readonly digest: string; readonly size: number },
): Promise<Uint8Array<ArrayBuffer> | null> {
  const content = await onDocuments(() => runtime.documents.get(documentRef(runtime, owner, document)))
  const copy = copyBytes(content, document.size)
  if (copy === null || typeof copy === 'string' || copy.length !== document.size) return null
  return (await contentDigest(copy)) === document.digest ? copy : null
}

/** Awaits a call of the document store; whatever it throws comes out typed. */
async function onDocuments<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (cause) {
    if (isSportelloError(cause)) throw cause
    throw new SportelloError('documents/failed', 'documents: the call failed', cause)
  }
}

type Filed = { readonly digest: string; readonly size: number }

/** Deletes bytes that no record needs any more. Tries all of them before it throws what went wrong with the first that stays. */
export async function deleteDocuments(runtime: Runtime, owner: string, documents: readonly Filed[]): Promise<void> {
  const deletions = documents.map((document) =>
    onDocuments(() => runtime.documents.delete(documentRef(runtime, owner, document))),
  )
  for (const outcome of await Promise.allSettled(deletions)) if (outcome.status === 'rejected') throw outcome.reason
}

/** The same after a command; a failure is left to the sweep, since the command itself has succeeded or refused. */
export async function dropDocuments(runtime: Runtime, owner: string, documents: readonly Filed[]): Promise<void> {
  await deleteDocuments(runtime, owner, documents).catch(() => undefined)
}

/**
 * Deletes bytes that an open request does not list. The same content may be filed again meanwhile, so `isListed` is asked before and
 * after, and what is needed again is put back. Together with `keepDocument` no order of the two loses the bytes of a listed document.
 * True when they are gone.
 */
export async function collectDocument(
  runtime: Runtime,
  owner: string,
  document: Filed,
  isListed: () => Promise<boolean>,
): Promise<boolean> {
  const ref = documentRef(runtime, owner, document)
  if (await isListed()) return false
  const content = await onDocuments(() => runtime.documents.get(ref))
  // Deleting what is not there any more could only hit what somebody puts there now.
  if (content === null) return false
  await onDocuments(() => runtime.documents.delete(ref))
  if (!(await isListed())) return true
  await onDocuments(() => runtime.documents.put(content, ref))
  return false
}

/** Deletes bytes that a request has just let go of: see `collectDocument`. A failure is left to the sweep, as in `dropDocuments`. */
export async function letGoDocument(
  runtime: Runtime,
  owner: string,
  document: Filed,
  isListed: () => Promise<boolean>,
): Promise<void> {
  await collectDocument(runtime, owner, document, isListed).catch(() => false)
}

/** A page of the office's documents. A store that answers with anything else has failed. */
export async function listDocuments(
  { documents, office }: Runtime,
  page: { readonly after: DocumentName | null; readonly limit: number },
): Promise<readonly StoredDocument[]> {
  const { after, limit } = page
  const query = { office: office.id, limit, ...(after === null ? {} : { after }) }
  const listed: readonly (Partial<StoredDocument> | null | undefined)[] = await onDocuments(() => documents.list(query))
  const isStored = (found: Partial<StoredDocument> | null | undefined): found is StoredDocument =>
    isInstant(found?.storedAt) && typeof found?.ref?.owner === 'string' && typeof found.ref.digest === 'string'
  if (Array.isArray(listed) && listed.every(isStored)) return listed
  throw new SportelloError('documents/failed', 'documents: list answers documents with when they were stored')
}

/** Stores the bytes of an upload, before a record names them. */
export async function storeUpload(runtime: Runtime, owner: string, upload: Upload): Promise<void> {
  await onDocuments(() => runtime.documents.put(upload.content, documentRef(runtime, owner, upload)))
}

/** After the command that was to name the bytes: they are kept if it did, and let go of if it did not. */
export function settleUpload(
  runtime: Runtime,
  owner: string,
  upload: Upload,
  isNamed: boolean,
  isListed: () => Promise<boolean>,
): Promise<void> {
  return isNamed ? keepDocument(runtime, owner, upload, isListed) : letGoDocument(runtime, owner, upload, isListed)
}

/** Makes sure that the bytes of a document that was just filed are there, if it is still listed: see `letGoDocument`. */
async function keepDocument(runtime: Runtime, owner: string, upload: Upload, isListed: () => Promise<boolean>): Promise<void> {
  const ref = documentRef(runtime, owner, upload)
  const kept = await onDocuments(() => runtime.documents.get(ref)).catch(() => upload.content)
  if (kept !== null) return
  await storeUpload(runtime, owner, upload)
  await letGoDocument(runtime, owner, upload, isListed)
}
