/** Is an uploaded document a PDF that an office can take: asked of its bytes, never of its name or its declared type. */
import { type Result, refuse, SportelloError } from '../../kernel/index.ts'
import { createPdfScan } from './pdf-scan.ts'
import type { PdfInspection, PdfRefusal } from './pdf-verdict.ts'
import { bytesOf, property } from './untrusted.ts'

/** `bytesMax`: the largest content that is taken, in bytes, 1 or more. */
export type PdfLimits = { readonly bytesMax: number }

// A stream that gives nothing must end too.
const emptyPartsMax = 1_024

function partsOf(value: unknown): AsyncIterable<unknown> | undefined {
  const iterate = property(value, Symbol.asyncIterator)
  if (typeof iterate !== 'function') return undefined
  return { [Symbol.asyncIterator]: () => Reflect.apply(iterate, value, []) }
}

/** Joins parts, up to `bytesMax` bytes; what is over that is dropped. Memory does not depend on how the bytes are cut. */
function createJoin(bytesMax: number): { readonly add: (part: Uint8Array) => void; readonly joined: () => Uint8Array } {
  let room = new Uint8Array(0)
  let length = 0
  const add = (part: Uint8Array): void => {
    const fitting = part.subarray(0, bytesMax - length)
    const needed = length + fitting.length
    if (needed > room.length) {
      const before = room
      room = new Uint8Array(Math.min(bytesMax, Math.max(needed, 2 * before.length)))
      room.set(before)
    }
    room.set(fitting, length)
    length = needed
  }
  return { add, joined: () => room.subarray(0, length) }
}

/**
 * Inspects the bytes of a document, or a stream of them, which is closed one byte after `bytesMax` at the latest and kept until the
 * answer. The same bytes get the same answer however they are cut into parts.
 *
 * Refused is what is no PDF from its first byte that is no blank to its end marker, is another kind of file as well, is encrypted, has no page or
 * is too large. What is left is `suspicious` when names of active or foreign content occur (scripts, actions, attachments, forms
 * that send), written with `#xx` escapes or not; else `clean`. Links (`/URI`) and a page to open at (`/OpenAction` with an array, an
 * action that only goes there, or a reference to one of them) are only noted: office programs write them into ordinary letters, and a finding that everybody has is one that nobody reads.
 *
 * Object streams (`/ObjStm`) are inflated, and what they hold counts like what is outside. At most 1000 of them are, to 4 MiB and a
 * hundred times its size each, and to 16 MiB in all with their compressed bytes. What is beyond that, compressed in another way than
 * FlateDecode alone, corrupt or cut off leads to the note `pdf/not-fully-inspected`; so does a platform without `DecompressionStream`.
 * `clean` is a heuristic all the same: the last word is a scanner's.
 *
 * The bytes must not change between this call and their storing. Rejects with `documents/failed` when the stream fails and with
 * `config/invalid` when the limit is no whole number. Source: ISO 32000-1 §7.5, ASVS 5.2, OWASP File Upload.
 *
 * @example
 * const inspected = await inspectPdf(samplePdf('Identity card'), { bytesMax: 5_000_000 })
 * if (inspected.ok) console.log(inspected.value)
 */
export async function inspectPdf(
  content: Uint8Array | AsyncIterable<Uint8Array>,
  limits: PdfLimits,
): Promise<Result<PdfInspection, PdfRefusal>> {
  const bytesMax = property(limits, 'bytesMax')
  if (typeof bytesMax !== 'number' || !Number.isSafeInteger(bytesMax) || bytesMax < 1) {
    throw new SportelloError('config/invalid', 'inspectPdf: bytesMax is a whole number of bytes, 1 or more')
  }
  const scan = createPdfScan(bytesMax)
  const whole = bytesOf(content)
  if (whole !== undefined) {
    scan.feed(whole)
    return scan.finish(whole)
  }
  const parts = partsOf(content)
  if (parts === undefined) return refuse({ code: 'pdf/type' })
  const join = createJoin(bytesMax)
  let refusal: PdfRefusal | undefined
  let decided = false
  let emptyParts = 0
  try {
    for await (const part of parts) {
      const bytes = bytesOf(part)
      if (bytes === undefined || (bytes.length === 0 && ++emptyParts > emptyPartsMax)) refusal = { code: 'pdf/type' }
      decided = bytes === undefined || refusal !== undefined || !scan.feed(bytes)
      if (decided || bytes === undefined) break
      join.add(bytes)
    }
  } catch (cause) {
    // A source that fails while it is closed no longer matters.
    if (!decided) throw new SportelloError('documents/failed', 'inspectPdf: the stream of the document failed', cause)
  }
  return refusal === undefined ? scan.finish(join.joined()) : refuse(refusal)
}
