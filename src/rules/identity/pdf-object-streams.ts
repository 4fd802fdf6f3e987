/** The object streams of a document: objects that are compressed together, so that their names cannot be read from outside. */
import { joined } from './bytes.ts'
import { inflate } from './inflate.ts'
import { endWalk, isBlank, type PdfWalk, startWalk, walkPart } from './pdf-walk.ts'

/** How far object streams are inflated. */
export type ObjectStreamLimits = {
  /** How many object streams. */
  readonly streamsMax: number
  /** Inflated bytes of one. */
  readonly streamBytesMax: number
  /** Inflated bytes of one for each of its compressed bytes. */
  readonly ratioMax: number
  /** Bytes of all together, compressed and inflated. */
  readonly bytesMax: number
}

/** Far above what office programs write: some hundred objects in a stream, compressed to between a third and a thirtieth. */
export const objectStreamLimits: ObjectStreamLimits = {
  streamsMax: 1_000,
  streamBytesMax: 4_194_304,
  ratioMax: 100,
  bytesMax: 16_777_216,
}

const streamStart = 'stream'
const streamEnd = 'endstream'
const greaterThan = 0x3e
const lineFeed = 0x0a
const carriageReturn = 0x0d

// The dictionary of an object stream has some ten entries.
const dictionaryBytes = 4_096

// ISO 32000-1 §7.2.2: what does not end a name.
const goesOn = '[^\\0\\s()<>[\\]{}/%]'
const objectStart = /\d[\0\s]+\d+[\0\s]+obj(?![a-z])/
const typeName = new RegExp(`/ObjStm(?!${goesOn})`)
const firstName = new RegExp(`/First(?!${goesOn})`)
const firstPlaces = new RegExp(`/First(?!${goesOn})[\\0\\s]*(\\d{1,7})`, 'g')
const filterName = new RegExp(`/Filter(?!${goesOn})`, 'g')
const deflated = new RegExp(`/Filter[\\0\\s]*(?:/FlateDecode(?!${goesOn})|\\[[\\0\\s]*/FlateDecode[\\0\\s]*\\])`)
// Another filter's parameters, a content in another file, and what an object stream has no reason for: text, comments, escapes.
const beyond = new RegExp(`[(%#]|/(?:DecodeParms|DP|F|FFilter)(?!${goesOn})`)

/** How a stream is to be read. `unknown`: it is an object stream, or may be one, and cannot be read. */
type Head = {
  readonly isTyped: boolean
  readonly reading: 'none' | 'plain' | 'inflate' | 'unknown'
  /** Where the first object begins in the data; not a number where that is said twice, or not. */
  readonly first: number
}

/** Where the word is next, or -1. */
function find(bytes: Uint8Array, word: string, from: number): number {
  for (let at = bytes.indexOf(word.charCodeAt(0), from); at >= 0; at = bytes.indexOf(word.charCodeAt(0), at + 1)) {
    let length = 1
    while (length < word.length && bytes[at + length] === word.charCodeAt(length)) length++
    if (length === word.length) return at
  }
  return -1
}

/** Reads the dictionary that ends before `end`; nothing before `from` belongs to it. */
function readHead(bytes: Uint8Array, from: number, end: number): Head {
  const text = String.fromCharCode(...bytes.subarray(Math.max(from, end - dictionaryBytes), end))
  const parts = text.split(objectStart)
  const dictionary = parts.slice(-1).join('')
  const isTyped = typeName.test(dictionary)
  const named = dictionary.replace(/#([0-9a-f]{2})/gi, (_, digits) => String.fromCharCode(Number.parseInt(digits, 16)))
  // Some readers do not ask for the type. No other stream says where its first object is.
  const places = [...dictionary.matchAll(firstPlaces)]
  const first = places.length === 1 ? Number(places[0]?.[1]) : Number.NaN
  if (!typeName.test(named) && !firstName.test(named)) return { isTyped, reading: 'none', first }
  if (parts.length === 1 || beyond.test(dictionary)) return { isTyped, reading: 'unknown', first }
  const filters = dictionary.match(filterName)?.length ?? 0
  if (filters === 0) return { isTyped, reading: 'plain', first }
  return { isTyped, reading: filters === 1 && deflated.test(dictionary) ? 'inflate' : 'unknown', first }
}

/** Where the data that ends before `endstream` may end: a line end before that word is no part of it, unless it is. */
function endsOf(bytes: Uint8Array, start: number, end: number): readonly number[] {
  const last = bytes[end - 1]
  const ends = [end]
  if (last === lineFeed || last === carriageReturn) ends.unshift(end - 1)
  if (last === lineFeed && bytes[end - 2] === carriageReturn) ends.unshift(end - 2)
  return ends.filter((place) => place > start)
}

type Budget = { bytes: number }

/** Gets the data of an object stream that was read to its end, and where its first object begins. */
export type TakeData = (data: Uint8Array, first: number) => void

/** Inflates the data and marks what it holds as seen. False when it could not be read to its end. */
async function readData(
  compressed: Uint8Array,
  outer: PdfWalk,
  {
    budget,
    limits,
    take,
  }: { readonly budget: Budget; readonly limits: ObjectStreamLimits; readonly take: ((data: Uint8Array) => void) | null },
): Promise<boolean> {
  budget.bytes -= compressed.length
  if (budget.bytes < 0) return false
  const inner = startWalk()
  const bytesMax = Math.min(limits.streamBytesMax, limits.ratioMax * compressed.length, budget.bytes)
  const parts: Uint8Array[] = []
  const isWhole = await inflate(compressed, bytesMax, (part) => {
    walkPart(inner, part)
    if (take !== null) parts.push(part.slice())
  })
  endWalk(inner)
  budget.bytes -= inner.size
  if (isWhole) {
    outer.openActions += inner.openActions
    take?.(joined(parts))
  }
  for (const mark of inner.seen.keys()) {
    // What ends a file does so outside; an object stream holds no other.
    const isOfFile = mark === 'end-of-file' || mark === 'zip-end' || mark === 'object-streams'
    if (!isOfFile && !outer.seen.has(mark)) outer.seen.set(mark, 0)
  }
  return isWhole
}

const takeAt = (take: TakeData | undefined, first: number): ((data: Uint8Array) => void) | null =>
  take === undefined ? null : (data) => take(data, first)

/**
 * Reads the object streams of a document that was walked over, and marks what they hold as seen at its beginning. False when one was not
 * read to its end: another filter than FlateDecode, data that is corrupt or cut off, a limit, or a name of the type that no stream bears
 * that was read. Time and memory are bounded by the size of the document and the limits. Source: ISO 32000-1 §7.5.7.
 */
export async function readObjectStreams(
  bytes: Uint8Array,
  walk: PdfWalk,
  limits: ObjectStreamLimits = objectStreamLimits,
  take?: TakeData,
): Promise<boolean> {
  const budget: Budget = { bytes: limits.bytesMax }
  let isWhole = true
  let typed = 0
  let streams = 0
  let dictionaryFrom = 0
  let end = 0
  for (let at = find(bytes, streamStart, 0); at >= 0; at = find(bytes, streamStart, at + streamStart.length)) {
    let before = at - 1
    while (before >= 0 && isBlank(bytes[before] as number)) before--
    if (bytes[before] !== greaterThan) continue
    const { isTyped, reading, first } = readHead(bytes, dictionaryFrom, at)
    dictionaryFrom = at
    if (reading === 'unknown') isWhole = false
    if (reading === 'none' || reading === 'unknown') continue
    if (isTyped) typed++
    if (reading === 'plain') continue
    if (++streams > limits.streamsMax) return false
    let start = at + streamStart.length
    while (start < bytes.length && isBlank(bytes[start] as number)) start++
    if (end < start && end >= 0) end = find(bytes, streamEnd, start)
    let isRead = false
    for (const place of end < 0 ? [] : endsOf(bytes, start, end)) {
      isRead ||= await readData(bytes.subarray(start, place), walk, { budget, limits, take: takeAt(take, first) })
    }
    isWhole &&= isRead
  }
  return isWhole && typed === walk.objectStreams
}
