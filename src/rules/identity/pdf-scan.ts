/** One pass over the bytes of a document, in any number of parts and in constant memory: what the bytes alone tell. */
import { accept, type Result, refuse } from '../../kernel/index.ts'
import { pdfHeaderWindow, readPdfHeader } from './pdf-header.ts'
import { type PdfSign, pdfSigns } from './pdf-signs.ts'
import { type PdfInspection, type PdfMark, type PdfRefusal, pdfInspection } from './pdf-verdict.ts'

/** Feed the parts in order; `feed` answers false when no further byte changes the outcome. Then `finish`, once. */
export type PdfScan = {
  readonly feed: (bytes: Uint8Array) => boolean
  readonly finish: () => Result<PdfInspection, PdfRefusal>
}

// ISO 32000-1 annex H.3: readers look for the end marker, five bytes, in the last 1024.
const endWindow = 1_024
const endMarkerLength = 5

// The end record of a ZIP, four bytes of mark, with the longest comment: 22 + 65535 bytes.
const zipWindow = 65_557
const zipMarkLength = 4

// A short name counts only after this many bytes of text: the noise of compressed data is hardly ever text for so long.
const textRun = 6

const blank = 1
const delimiter = 2
const binary = 4
const numberSign = 0x23
const slash = 0x2f
const openBracket = 0x5b

// ISO 32000-1 §7.2.2.
function byteKinds(): Uint8Array {
  const kinds = new Uint8Array(256)
  for (let byte = 0; byte < 256; byte++) if (byte < 0x20 || byte > 0x7e) kinds[byte] = binary
  for (const byte of [0x09, 0x0a, 0x0c, 0x0d, 0x20]) kinds[byte] = blank
  for (const character of '()<>[]{}/%') kinds[character.charCodeAt(0)] = delimiter
  kinds[0] = blank | binary
  return kinds
}

const kindOf: Uint8Array = /* @__PURE__ */ byteKinds()

const isBlank = (byte: number): boolean => ((kindOf[byte] as number) & blank) !== 0

function hexValue(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const letter = byte | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1
}

export function createPdfScan(bytesMax: number): PdfScan {
  const { next, startOf, nameStateMax, signs, short } = pdfSigns
  const head: number[] = []
  // For each mark, one past its last byte where it was seen last.
  const seen = new Map<PdfMark, number>()
  let size = 0
  let solidEnd = 0
  // All that is carried from one part to the next: the place in the table, whether the name there began after text, how many
  // bytes of text came last, what is due of a `#xx`, and whether the value of an opening action is.
  let state = 0
  let nameInText = false
  let textBefore = textRun
  let digitsDue = 0
  let firstDigit = 0
  let actionPending = false

  // Bytes of text right before the place, as many as matter.
  const textRunBefore = (bytes: Uint8Array, place: number): number => {
    let run = 0
    while (run < textRun && run < place && ((kindOf[bytes[place - 1 - run] as number] as number) & binary) === 0) run++
    return run === place ? Math.min(run + textBefore, textRun) : run
  }

  const see = (sign: PdfSign | undefined, end: number): void => {
    // What follows tells an action from a mere destination.
    if (sign === 'open-action') actionPending = true
    else if (sign !== undefined) seen.set(sign, end)
  }

  // A negative start is one in an earlier part.
  const seeName = (ended: number, bytes: Uint8Array, start: number, end: number): void => {
    const sign = signs[ended]
    if (sign === undefined || seen.has(sign)) return
    const inText = start < 0 ? nameInText : textRunBefore(bytes, start) === textRun
    if (short[ended] === 0 || inText) see(sign, end)
  }

  const walk = (bytes: Uint8Array): void => {
    // Where the current name began; before this part when negative.
    let nameStart = -1
    let current = state
    let index = 0
    while (index < bytes.length) {
      if (current === 0 && !actionPending) {
        while (index < bytes.length && startOf[bytes[index] as number] === 0) index++
        if (index === bytes.length) break
      }
      const byte = bytes[index] as number
      index++
      if (digitsDue !== 0) {
        const value = hexValue(byte)
        if (value >= 0) {
          digitsDue--
          if (digitsDue === 1) firstDigit = value
          else current = firstDigit < 8 ? (next[current * 128 + firstDigit * 16 + value] as number) : 0
          continue
        }
        digitsDue = 0
        current = 0
      }
      const following = byte < 128 ? (next[current * 128 + byte] as number) : 0
      if (following !== 0 && current !== 0) {
        current = following
        if (current > nameStateMax) see(signs[current], size + index)
        continue
      }
      if (current !== 0 && current <= nameStateMax) {
        if (byte === numberSign) {
          digitsDue = 2
          continue
        }
        if (((kindOf[byte] as number) & (blank | delimiter)) !== 0) seeName(current, bytes, nameStart, size + index - 1)
      }
      if (actionPending && !isBlank(byte)) {
        actionPending = false
        seen.set(byte === openBracket ? 'open-destination' : 'open-action', size + index)
      }
      if (byte === slash) nameStart = index - 1
      current = startOf[byte] as number
    }
    state = current
    if (nameStart >= 0) nameInText = textRunBefore(bytes, nameStart) === textRun
    textBefore = textRunBefore(bytes, bytes.length)
  }

  const feed = (bytes: Uint8Array): boolean => {
    const part = bytes.subarray(0, bytesMax + 1 - size)
    if (head.length < pdfHeaderWindow) {
      for (const byte of part.subarray(0, pdfHeaderWindow - head.length)) head.push(byte)
      if (head.length === pdfHeaderWindow && !readPdfHeader(head).ok) return false
    }
    walk(part)
    let solid = part.length
    while (solid > 0 && isBlank(part[solid - 1] as number)) solid--
    if (solid > 0) solidEnd = size + solid
    size += part.length
    return size <= bytesMax
  }

  const finish = (): Result<PdfInspection, PdfRefusal> => {
    const header = readPdfHeader(head)
    if (!header.ok) return header
    if (size > bytesMax) return refuse({ code: 'pdf/too-large', bytesMax })
    // The end of the content ends a name.
    if (digitsDue === 0 && state <= nameStateMax) seeName(state, new Uint8Array(), -1, size)
    if (actionPending) seen.set('open-action', size)
    const end = seen.get('end-of-file') ?? 0
    const zipEnd = seen.get('zip-end') ?? 0
    const markupEnd = seen.get('markup') ?? 0
    if (zipEnd > 0 && zipEnd - zipMarkLength >= size - zipWindow) return refuse({ code: 'pdf/polyglot' })
    if (end > 0 && markupEnd > end) return refuse({ code: 'pdf/polyglot' })
    if (end - endMarkerLength < Math.max(size - endWindow, 0)) return refuse({ code: 'pdf/truncated' })
    if (seen.has('encryption')) return refuse({ code: 'pdf/encrypted' })
    if (!seen.has('page') && !seen.has('object-streams')) return refuse({ code: 'pdf/no-pages' })
    if (solidEnd > end) seen.set('trailing-data', solidEnd)
    return accept(pdfInspection((mark) => seen.has(mark), size, header.value))
  }

  return { feed, finish }
}
