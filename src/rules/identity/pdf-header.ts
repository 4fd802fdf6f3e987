/** The first bytes of a document: a PDF header, what stands before it, or what else they seem to be. */
import { accept, type Result, refuse } from '../../kernel/index.ts'
import type { ForeignContent, PdfRefusal } from './pdf-verdict.ts'

/** Readers take a header anywhere in these first bytes (ISO 32000-1 annex H.3). */
export const pdfHeaderWindow = 1_024

/** What a header says, and whether anything stands before it. */
export type PdfHeader = { readonly version: string; readonly isOffset: boolean }

// A byte order mark and blanks, which some programs write: nothing else can be made of them.
const lead = /^(?:\xEF\xBB\xBF)?[\0\t\n\f\r ]*/

const marker = '%PDF-'

const signatures: readonly (readonly [beginning: string, content: ForeignContent])[] = [
  ['\xFF\xD8\xFF', 'image'],
  ['\x89PNG', 'image'],
  ['GIF8', 'image'],
  ['BM', 'image'],
  ['II*\0', 'image'],
  ['MM\0*', 'image'],
  ['RIFF', 'image'],
  ['PK', 'archive'],
  ['Rar!', 'archive'],
  ['7z\xBC\xAF', 'archive'],
  ['\x1F\x8B', 'archive'],
  ['MZ', 'program'],
  ['\x7FELF', 'program'],
  ['#!', 'program'],
  ['{\\rtf', 'office'],
  ['\xD0\xCF\x11\xE0', 'office'],
]

function foreignContent(beginning: string): ForeignContent {
  // The ISO base media format, which phones use for photographs, has its mark after a length.
  if (beginning.slice(4, 8) === 'ftyp') return 'image'
  if (/^(?:\xEF\xBB\xBF)?\s*</.test(beginning)) return 'markup'
  return signatures.find(([signature]) => beginning.startsWith(signature))?.[1] ?? 'unknown'
}

/** The PDF header at the first byte, or after blanks. `bytes` are the first 1024 of the content, or all of a shorter one. */
export function readPdfHeader(bytes: readonly number[]): Result<PdfHeader, PdfRefusal> {
  if (bytes.length === 0) return refuse({ code: 'pdf/empty' })
  const written = String.fromCharCode(...bytes)
  const beginning = written.replace(lead, '')
  if (beginning === '') return refuse({ code: 'pdf/not-pdf', looksLike: 'unknown' })
  if (beginning.startsWith(marker)) {
    if (/^(?:1|2|[12]\.)?$/.test(beginning.slice(marker.length))) return refuse({ code: 'pdf/truncated' })
    const version = /^(1\.[0-7]|2\.[0-9])(?![0-9A-Za-z.])/.exec(beginning.slice(marker.length))?.[1]
    return version === undefined
      ? refuse({ code: 'pdf/version' })
      : accept({ version, isOffset: beginning.length < written.length })
  }
  if (marker.startsWith(beginning)) return refuse({ code: 'pdf/truncated' })
  const looksLike = foreignContent(written)
  if (!beginning.includes(marker)) return refuse({ code: 'pdf/not-pdf', looksLike })
  return refuse({ code: looksLike === 'unknown' ? 'pdf/header-offset' : 'pdf/polyglot' })
}
