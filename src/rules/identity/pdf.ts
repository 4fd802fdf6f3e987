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

/**
 * Inspects the bytes of a document, or a stream of them, which is closed one byte after `bytesMax` at the latest and never kept.
 * The same bytes get the same answer however they are cut into parts.
 *
 * Refused is what is no PDF from its first byte to its end marker, is another kind of file as well, is encrypted, has no page or
 * is too large. What is left is `suspicious` when names of active or foreign content occur (scripts, actions, attachments, forms
 * that send), written with `#xx` escapes or not; else `clean`. Links (`/URI`), object streams (`/ObjStm`) and a page to open at
 * (`/OpenAction` with an array) are only noted: office programs write them into ordinary letters, and a finding that everybody
 * has is one that nobody reads. Object streams hide the names in them, so `clean` is a heuristic: the last word is a scanner's.
 *
 * The bytes must not change between this call and their storing. Rejects with `documents/failed` when the stream fails and with
 * `config/invalid` when the limit is no whole number. Source: ISO 32000-1 §7.5, ASVS 5.2, OWASP File Upload.
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
    return scan.finish()
  }
  const parts = partsOf(content)
  if (parts === undefined) return refuse({ code: 'pdf/type' })
  let refusal: PdfRefusal | undefined
  let decided = false
  let emptyParts = 0
  try {
    for await (const part of parts) {
      const bytes = bytesOf(part)
      if (bytes === undefined || (bytes.length === 0 && ++emptyParts > emptyPartsMax)) refusal = { code: 'pdf/type' }
      decided = bytes === undefined || refusal !== undefined || !scan.feed(bytes)
      if (decided) break
    }
  } catch (cause) {
    // A source that fails while it is closed no longer matters.
    if (!decided) throw new SportelloError('documents/failed', 'inspectPdf: the stream of the document failed', cause)
  }
  return refusal === undefined ? scan.finish() : refuse(refusal)
}
