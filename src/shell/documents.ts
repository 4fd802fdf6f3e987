/** Uploaded files on their way in: read once, bounded, inspected, named by their content. */
import { contentDigest } from '../crypto/index.ts'
import { inspectPdf } from '../identity/index.ts'
import { accept, type Result, refuse, SportelloError } from '../kernel/index.ts'
import type { DocumentRef } from '../ports/index.ts'
import type { Shell } from './shell.ts'

export type Upload = { readonly content: Uint8Array<ArrayBuffer>; readonly digest: string; readonly findings: readonly string[] }

export type UploadRefusal =
  /** The content is not an acceptable PDF; `reason` says why. */
  { readonly code: 'registration/document-refused'; readonly reason: string; readonly findings: readonly string[] }

/** Bytes or a stream of bytes, up to `bytesMax`; null for anything else, for one byte more, and for a stream that fails. */
async function readContent(content: unknown, bytesMax: number): Promise<Uint8Array<ArrayBuffer> | 'type' | 'too-large'> {
  if (content instanceof Uint8Array) return content.length > bytesMax ? 'too-large' : Uint8Array.from(content)
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    for await (const chunk of content as AsyncIterable<unknown>) {
      if (!(chunk instanceof Uint8Array)) return 'type'
      length += chunk.length
      if (length > bytesMax) return 'too-large'
      chunks.push(Uint8Array.from(chunk))
    }
  } catch {
    return 'type'
  }
  const whole = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}

/** Reads and inspects a file by its content; its name and declared type have no say. */
export async function readUpload(
  content: unknown,
  rules: { readonly bytesMax: number; readonly suspicious: 'refuse' | 'flag' },
): Promise<Result<Upload, UploadRefusal>> {
  const bytes = await readContent(content, rules.bytesMax)
  if (typeof bytes === 'string') return refuse({ code: 'registration/document-refused', reason: bytes, findings: [] })
  const inspected = await inspectPdf(bytes, { bytesMax: rules.bytesMax })
  if (!inspected.ok) {
    const reason = inspected.refusal.code.replace('pdf/', '')
    return refuse({ code: 'registration/document-refused', reason, findings: [] })
  }
  const { verdict, findings } = inspected.value
  if (verdict === 'suspicious' && rules.suspicious === 'refuse') {
    return refuse({ code: 'registration/document-refused', reason: 'suspicious', findings })
  }
  return accept({ content: bytes, digest: await contentDigest(bytes), findings })
}

export function documentRef(
  shell: Shell,
  owner: string,
  document: { readonly digest: string; readonly size: number },
): DocumentRef {
  return { office: shell.office.id, owner, digest: document.digest, size: document.size }
}

/** A document as it was filed, or null when its bytes are gone or are not those any more. */
export async function fetchDocument(
  shell: Shell,
  owner: string,
  document: { readonly digest: string; readonly size: number },
): Promise<Uint8Array<ArrayBuffer> | null> {
  const content = await onDocuments(() => shell.documents.get(documentRef(shell, owner, document)))
  if (content === null || content.length !== document.size) return null
  const copy = Uint8Array.from(content)
  return (await contentDigest(copy)) === document.digest ? copy : null
}

/** Awaits a call of the document store; whatever it throws comes out typed. */
export async function onDocuments<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (cause) {
    if (cause instanceof SportelloError) throw cause
    throw new SportelloError('documents/failed', 'documents: the call failed', cause)
  }
}

/** Deletes bytes that no record names any more. A failure is left to the sweep: the command itself has succeeded or refused. */
export async function dropDocuments(
  shell: Shell,
  owner: string,
  documents: readonly { readonly digest: string; readonly size: number }[],
): Promise<void> {
  await Promise.allSettled(
    documents.map((document) => onDocuments(() => shell.documents.delete(documentRef(shell, owner, document)))),
  )
}
