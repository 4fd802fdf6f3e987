/**
 * The names of documents on disk: office and owner in hexadecimal digits, so that every name is safe on every file system, is told
 * from every other one where case does not count, and can be read back.
 */
import type { DocumentName } from '../ports/index.ts'

/** Names of the folders that stand for one text, from the outside in. All but the last go on, and say so at their end. */
export type Segments = readonly string[]

/** Most file systems take names of 255 bytes. */
const digitsMax = 250

/** The first five characters of a record id, a ULID: about nine hours. So no folder holds more than the requests of half a day. */
const ownerDigits = 10

const digestName = /^[0-9a-f]{64}$/
const segmentName = /^(?:[0-9a-f]{2})+-?$/

/** Two digits for each character: office and owner are printable ASCII. */
function hexOf(text: string): string {
  let hex = ''
  for (let i = 0; i < text.length; i += 1) hex += text.charCodeAt(i).toString(16)
  return hex
}

function segmentsOf(text: string, firstDigits: number): Segments {
  const hex = hexOf(text)
  const segments: string[] = []
  let from = 0
  for (let digits = firstDigits; from + digits < hex.length; digits = digitsMax) {
    segments.push(`${hex.slice(from, from + digits)}-`)
    from += digits
  }
  return [...segments, hex.slice(from)]
}

/** The folders of an office. */
export function officeSegments(office: string): Segments {
  return segmentsOf(office, digitsMax)
}

/** Folders and name of a document below those of its office. Sorted, level by level, they are in byte order of the owner. */
export function documentSegments({ owner, digest }: DocumentName): Segments {
  return [...segmentsOf(owner, ownerDigits), digest]
}

/** True for a folder that stands for an owner or the beginning of one; whatever else lies there is not ours. */
export function isSegment(name: string): boolean {
  return segmentName.test(name)
}

/** True for a folder whose owner goes on in the folders below. */
export function goesOn(name: string): boolean {
  return name.endsWith('-')
}

/** True for the name of a document. */
export function isDigest(name: string): boolean {
  return digestName.test(name)
}

/** The text that folders stand for. */
export function textOf(segments: Segments): string {
  const hex = segments.join('').replaceAll('-', '')
  return hex.replace(/../g, (digits) => String.fromCharCode(Number.parseInt(digits, 16)))
}
