/** What every store of documents refuses before it touches anything, and how content and reference are compared. */
import { contentDigest } from '../crypto/index.ts'
import { SportelloError } from '../kernel/index.ts'
import type { DocumentQuery, DocumentRef } from '../ports/index.ts'

const partPattern = /^[!-.0-~]{1,251}$/
const digestPattern = /^[0-9a-f]{64}$/
const limitMax = 1000

/** Throws `documents/failed`. The reason never quotes office, owner or content. */
export function failed(reason: string, cause?: unknown): never {
  throw new SportelloError('documents/failed', `documents: ${reason}`, cause)
}

/** A copy of the reference, read once, or `documents/failed`. */
export function readRef(ref: DocumentRef): DocumentRef {
  let copy: DocumentRef
  try {
    const { office, owner, digest, size } = ref
    copy = { office, owner, digest, size }
  } catch {
    return failed('the reference cannot be read')
  }
  const { office, owner, digest, size } = copy
  for (const part of [office, owner]) {
    if (typeof part !== 'string' || !partPattern.test(part)) failed('office and owner are printable ASCII without a slash')
  }
  if (typeof digest !== 'string' || !digestPattern.test(digest)) failed('a digest is a SHA-256 in lower-case hex')
  return Number.isSafeInteger(size) && size >= 0 ? copy : failed('a size is a whole number of bytes')
}

/** A copy of the bytes, so that what is checked is what is kept, or `documents/failed` when they are not what `ref` names. */
export async function readContent(content: Uint8Array, ref: DocumentRef): Promise<Uint8Array<ArrayBuffer>> {
  let bytes: Uint8Array<ArrayBuffer> | null = null
  try {
    if (content instanceof Uint8Array && content.length === ref.size) bytes = new Uint8Array(content)
  } catch {
    return failed('the content cannot be read')
  }
  if (bytes === null) return failed('the content is not a byte array of the size that the reference names')
  return (await contentDigest(bytes)) === ref.digest ? bytes : failed('the content has another digest than the reference names')
}

/** A copy of the query, read once, or `documents/failed`. */
export function readQuery(query: DocumentQuery): DocumentQuery {
  let copy: DocumentQuery
  try {
    const { office, after, limit } = query
    copy = { office, ...(after === undefined ? {} : { after: { owner: after.owner, digest: after.digest } }), limit }
  } catch {
    return failed('the query cannot be read')
  }
  const { office, after, limit } = copy
  if (!Number.isInteger(limit) || limit < 1 || limit > limitMax) failed('a limit is a whole number from 1 to 1000')
  readRef({ office, owner: 'any', digest: '0'.repeat(64), ...after, size: 0 })
  return copy
}
