/** The walk over the bytes of a document, part by part, through the table of signs: which signs are there, and where they end. */
import { type PdfSign, pdfSigns } from './pdf-signs.ts'
import type { PdfMark } from './pdf-verdict.ts'

/** All that a walk carries from one part to the next. */
export type PdfWalk = {
  /** For each mark, one past its last byte where it was seen last. */
  readonly seen: Map<PdfMark, number>
  /** Bytes of the parts before this one. */
  size: number
  /** The place in the table of signs; 0 outside of every sign. */
  state: number
  /** Where the last name of this part began; negative when that was in an earlier part. */
  nameStart: number
  /** Whether a name that began in an earlier part did so after text. */
  nameInText: boolean
  /** How many bytes of text came last in the parts before, as many as matter. */
  textBefore: number
  /** How many hexadecimal digits are due of a `#xx`. */
  digitsDue: number
  /** The first digit of a `#xx`, once it was there. */
  firstDigit: number
  /** True while the value of an opening action is due. */
  actionPending: boolean
  /** How many names were there of the type of object streams, and of what is done at opening. */
  objectStreams: number
  openActions: number
}

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

/** True for a byte of white space. */
export function isBlank(byte: number): boolean {
  return ((kindOf[byte] as number) & blank) !== 0
}

function endsName(byte: number): boolean {
  return ((kindOf[byte] as number) & (blank | delimiter)) !== 0
}

function hexValue(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const letter = byte | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1
}

/** A walk at the beginning of a document, before which everything counts as text. */
export function startWalk(): PdfWalk {
  return {
    seen: new Map(),
    size: 0,
    state: 0,
    nameStart: -1,
    nameInText: false,
    textBefore: textRun,
    digitsDue: 0,
    firstDigit: 0,
    actionPending: false,
    objectStreams: 0,
    openActions: 0,
  }
}

/** Walks over the next part. */
export function walkPart(walk: PdfWalk, bytes: Uint8Array): void {
  walk.nameStart = -1
  let index = 0
  while (index < bytes.length) {
    if (walk.state === 0 && !walk.actionPending) index = firstOfSign(bytes, index)
    if (index === bytes.length) break
    step(walk, bytes, index)
    index++
  }
  if (walk.nameStart >= 0) walk.nameInText = isAfterText(walk, bytes, walk.nameStart)
  walk.textBefore = textRunBefore(walk, bytes, bytes.length)
  walk.size += bytes.length
}

/** Ends the walk: the end of the content ends a name too. */
export function endWalk(walk: PdfWalk): void {
  walk.nameStart = -1
  if (walk.digitsDue === 0 && walk.state <= pdfSigns.nameStateMax) seeName(walk, new Uint8Array(), walk.size)
  if (walk.actionPending) walk.seen.set('open-action', walk.size)
}

/** The next byte that may begin a sign: most bytes of a document are passed over here. */
function firstOfSign(bytes: Uint8Array, from: number): number {
  const { startOf } = pdfSigns
  let index = from
  while (index < bytes.length && startOf[bytes[index] as number] === 0) index++
  return index
}

/** Takes one byte: it goes on with the sign at hand, or ends it and may begin another. */
function step(walk: PdfWalk, bytes: Uint8Array, index: number): void {
  const { next, startOf, nameStateMax, signs } = pdfSigns
  const byte = bytes[index] as number
  if (walk.digitsDue !== 0 && takesDigit(walk, byte)) return
  if (walk.state !== 0) {
    const following = byte < 128 ? (next[walk.state * 128 + byte] as number) : 0
    if (following !== 0) {
      walk.state = following
      if (following > nameStateMax) see(walk, signs[following], walk.size + index + 1)
      return
    }
    if (walk.state <= nameStateMax) {
      if (byte === numberSign) {
        walk.digitsDue = 2
        return
      }
      if (endsName(byte)) seeName(walk, bytes, walk.size + index)
    }
  }
  if (walk.actionPending && !isBlank(byte)) seeAction(walk, byte, walk.size + index + 1)
  if (byte === slash) walk.nameStart = index
  walk.state = startOf[byte] as number
}

/** Takes a digit that is due; after both, the character that they stand for. False for what is no digit, which ends the name. */
function takesDigit(walk: PdfWalk, byte: number): boolean {
  const value = hexValue(byte)
  if (value < 0) {
    walk.digitsDue = 0
    walk.state = 0
    return false
  }
  walk.digitsDue--
  if (walk.digitsDue === 1) walk.firstDigit = value
  else walk.state = walk.firstDigit < 8 ? (pdfSigns.next[walk.state * 128 + walk.firstDigit * 16 + value] as number) : 0
  return true
}

function see(walk: PdfWalk, sign: PdfSign | undefined, end: number): void {
  // What follows tells an action from a mere destination.
  if (sign === 'open-action') walk.actionPending = true
  else if (sign !== undefined) walk.seen.set(sign, end)
}

/** A name has ended; a short one counts only where it began after text. */
function seeName(walk: PdfWalk, bytes: Uint8Array, end: number): void {
  const { signs, short } = pdfSigns
  const sign = signs[walk.state]
  if (sign === 'object-streams') walk.objectStreams++
  if (sign === 'open-action') walk.openActions++
  if (sign === undefined || walk.seen.has(sign)) return
  if (short[walk.state] === 0 || isNameInText(walk, bytes)) see(walk, sign, end)
}

/** The first byte of an opening action's value is there: an array is a destination. */
function seeAction(walk: PdfWalk, byte: number, end: number): void {
  walk.actionPending = false
  walk.seen.set(byte === openBracket ? 'open-destination' : 'open-action', end)
}

function isNameInText(walk: PdfWalk, bytes: Uint8Array): boolean {
  return walk.nameStart < 0 ? walk.nameInText : isAfterText(walk, bytes, walk.nameStart)
}

function isAfterText(walk: PdfWalk, bytes: Uint8Array, place: number): boolean {
  return textRunBefore(walk, bytes, place) === textRun
}

/** Bytes of text right before the place, as many as matter. */
function textRunBefore({ textBefore }: PdfWalk, bytes: Uint8Array, place: number): number {
  let run = 0
  while (run < textRun && run < place && ((kindOf[bytes[place - 1 - run] as number] as number) & binary) === 0) run++
  return run === place ? Math.min(run + textBefore, textRun) : run
}
