/** What an inspection of a PDF can answer. */
import type { PdfSign } from './pdf-signs.ts'

/** What a content that is no PDF seems to be, by its first bytes. */
export type ForeignContent = 'image' | 'archive' | 'program' | 'markup' | 'office' | 'unknown'

/**
 * Why a content is not taken. `type`: neither bytes nor a stream of bytes. `header-offset`: `%PDF-` only after other bytes than
 * blanks. `version`: not 1.0 to 1.7 or 2.0 to 2.9. `polyglot`: at the same time a file of another kind. `truncated`: no `%%EOF` in the last
 * 1024 bytes. `encrypted`: opens with a password only. `restricted`: opens without one, and is
 * encrypted all the same, against changes or copies, so that it cannot be looked into.
 */
export type PdfRefusal =
  | { readonly code: 'pdf/type' }
  | { readonly code: 'pdf/empty' }
  | { readonly code: 'pdf/not-pdf'; readonly looksLike: ForeignContent }
  | { readonly code: 'pdf/header-offset' }
  | { readonly code: 'pdf/version' }
  | { readonly code: 'pdf/too-large'; readonly bytesMax: number }
  | { readonly code: 'pdf/polyglot' }
  | { readonly code: 'pdf/truncated' }
  | { readonly code: 'pdf/encrypted' }
  | { readonly code: 'pdf/restricted' }
  | { readonly code: 'pdf/no-pages' }

const suspects = [
  'javascript',
  'open-action',
  'additional-actions',
  'launch',
  'embedded-file',
  'external-stream',
  'rich-media',
  'xfa',
  'submit-form',
  'import-data',
  'remote-go-to',
  'markup',
  'trailing-data',
] as const

const remarks = ['uri', 'not-fully-inspected', 'open-destination', 'leading-bytes'] as const

/**
 * Content that a document scan or an office program has no reason to hold: it makes the document suspicious. `markup`: `<html` or
 * `<script` somewhere. `external-stream`: content that is kept elsewhere. `trailing-data`: more than blanks after the last `%%EOF`.
 */
export type PdfFinding = `pdf/${(typeof suspects)[number]}`

/**
 * What an office may want to know of an ordinary document. `uri`: links. `not-fully-inspected`: objects are compressed in a way, or to an
 * extent, in which their names were not read. `open-destination`: opens at a given page. `leading-bytes`: blanks or a
 * byte order mark before the header.
 */
export type PdfNote = `pdf/${(typeof remarks)[number]}`

/** What was seen in the bytes: signs of content, and facts of the whole. */
export type PdfMark = PdfSign | 'trailing-data' | 'open-destination' | 'not-fully-inspected' | 'leading-bytes'

/** `clean` means that nothing was seen; the last word is a malware scanner's. Lists are in a fixed order. */
export type PdfInspection = {
  readonly verdict: 'clean' | 'suspicious'
  readonly findings: readonly PdfFinding[]
  readonly notes: readonly PdfNote[]
  /** In bytes. */
  readonly size: number
  /** As the header says, `1.0` to `2.9`. */
  readonly version: string
}

/** The answer for a content that is not refused. */
export function pdfInspection(has: (mark: PdfMark) => boolean, size: number, version: string): PdfInspection {
  const findings = suspects.filter(has).map((mark) => `pdf/${mark}` as const)
  const notes = remarks.filter(has).map((mark) => `pdf/${mark}` as const)
  return { verdict: findings.length === 0 ? 'clean' : 'suspicious', findings, notes, size, version }
}
