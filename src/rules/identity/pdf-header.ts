/** The first bytes of a document: a PDF header, or what else they seem to be. */
import { accept, type Result, refuse } from '../../kernel/index.ts'
import type { ForeignContent, PdfRefusal } from './pdf-verdict.ts'

/** Readers take a header anywhere in these first bytes; this library takes it at the very first only. */
export const pdfHeaderWindow = 1_024

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

/** The version of a PDF header at the first byte. `bytes` are the first 1024 of the content, or all of a shorter one. */
export function readPdfHeader(bytes: readonly number[]): Result<string, PdfRefusal> {
  if (bytes.length === 0) return refuse({ code: 'pdf/empty' })
  const beginning = String.fromCharCode(...bytes)
  if (beginning.startsWith(marker)) {
    if (/^(?:1|2|[12]\.)?$/.test(beginning.slice(marker.length))) return refuse({ code: 'pdf/truncated' })
    const version = /^(1\.[0-7]|2\.0)(?![0-9A-Za-z.])/.exec(beginning.slice(marker.length))?.[1]
    return version === undefined ? refuse({ code: 'pdf/version' }) : accept(version)
  }
  if (marker.startsWith(beginning)) return refuse({ code: 'pdf/truncated' })
  const looksLike = foreignContent(beginning)
  if (!beginning.includes(marker)) return refuse({ code: 'pdf/not-pdf', looksLike })
  return refuse({ code: looksLike === 'unknown' ? 'pdf/header-offset' : 'pdf/polyglot' })
}
