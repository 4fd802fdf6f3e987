/** One pass over the bytes of a document, in any number of parts, and then a look into its object streams. */
import { accept, type Result, refuse } from '../../kernel/index.ts'
import { opensFreely } from './pdf-encryption.ts'
import { pdfHeaderWindow, readPdfHeader } from './pdf-header.ts'
import { readObjectStreams } from './pdf-object-streams.ts'
import { opensAtPage } from './pdf-open-action.ts'
import { type PdfInspection, type PdfRefusal, pdfInspection } from './pdf-verdict.ts'
import { endWalk, isBlank, type PdfWalk, startWalk, walkPart } from './pdf-walk.ts'

/**
 * Feed the parts in order; `feed` answers false when no further byte changes the outcome. Then `finish`, once, with the parts joined: what
 * is over the limit, or comes after that false, may be left out.
 */
export type PdfScan = {
  readonly feed: (bytes: Uint8Array) => boolean
  readonly finish: (content: Uint8Array) => Promise<Result<PdfInspection, PdfRefusal>>
}

// ISO 32000-1 annex H.3: readers look for the end marker, five bytes, in the last 1024.
const endWindow = 1_024
const endMarkerLength = 5

// The end record of a ZIP, four bytes of mark, with the longest comment: 22 + 65535 bytes.
const zipWindow = 65_557
const zipMarkLength = 4

/** A scan that has been fed nothing. */
export function createPdfScan(bytesMax: number): PdfScan {
  const walk = startWalk()
  const head: number[] = []
  // One past the last byte that is not blank.
  let solidEnd = 0

  const feed = (bytes: Uint8Array): boolean => {
    const part = bytes.subarray(0, bytesMax + 1 - walk.size)
    if (head.length < pdfHeaderWindow) {
      for (const byte of part.subarray(0, pdfHeaderWindow - head.length)) head.push(byte)
      if (head.length === pdfHeaderWindow && !readPdfHeader(head).ok) return false
    }
    const solid = solidLength(part)
    if (solid > 0) solidEnd = walk.size + solid
    walkPart(walk, part)
    return walk.size <= bytesMax
  }

  const finish = async (content: Uint8Array): Promise<Result<PdfInspection, PdfRefusal>> => {
    const header = readPdfHeader(head)
    if (!header.ok) return header
    if (walk.size > bytesMax) return refuse({ code: 'pdf/too-large', bytesMax })
    endWalk(walk)
    const { seen, size } = walk
    const outside = faultOf(walk)
    if (outside !== null) return refuse(await told(outside, content))
    const isWhole = await readObjectStreams(content, walk)
    if (!isWhole) seen.set('not-fully-inspected', size)
    const fault = faultOf(walk) ?? (isWhole && !seen.has('page') ? ({ code: 'pdf/no-pages' } as const) : null)
    if (fault !== null) return refuse(await told(fault, content))
    if (isWhole && seen.has('open-action') && (await opensAtPage(content, walk))) {
      seen.delete('open-action')
      seen.set('open-destination', size)
    }
    if (header.value.isOffset) seen.set('leading-bytes', 0)
    if (solidEnd > (seen.get('end-of-file') ?? 0)) seen.set('trailing-data', solidEnd)
    return accept(pdfInspection((mark) => seen.has(mark), size, header.value.version))
  }

  return { feed, finish }
}

/** The bytes of the part without the blanks at its end. */
function solidLength(part: Uint8Array): number {
  let length = part.length
  while (length > 0 && isBlank(part[length - 1] as number)) length--
  return length
}

/** The refusal, in which an encrypted file that opens without a password is told apart from one that asks for it. */
async function told(fault: PdfRefusal, content: Uint8Array): Promise<PdfRefusal> {
  return fault.code === 'pdf/encrypted' && (await opensFreely(content)) ? { code: 'pdf/restricted' } : fault
}

/** Why the document is not accepted whatever its pages are, or null. */
function faultOf({ seen, size }: PdfWalk): PdfRefusal | null {
  const end = seen.get('end-of-file') ?? 0
  const zipEnd = seen.get('zip-end') ?? 0
  const markupEnd = seen.get('markup') ?? 0
  if (zipEnd > 0 && zipEnd - zipMarkLength >= size - zipWindow) return { code: 'pdf/polyglot' }
  if (end > 0 && markupEnd > end) return { code: 'pdf/polyglot' }
  if (end - endMarkerLength < Math.max(size - endWindow, 0)) return { code: 'pdf/truncated' }
  if (seen.has('encryption')) return { code: 'pdf/encrypted' }
  return null
}
