/** The name of an uploaded document as it is shown to people. It is data only: nothing is ever stored or opened under it. */

const codePointsMax = 120
const extension = '.pdf'
const fallback = `document${extension}`

// Long enough for any name that people give, short enough to be cleaned at once.
const lengthMax = 512

// Controls, format characters (bidirectional, zero-width), lone surrogates, unassigned code points, and letters without a shape.
const invisible = /[\p{C}\p{Default_Ignorable_Code_Point}\u2800]/gu
const reserved = /[<>:"|?*.]/g

/**
 * A name that is safe to show and to offer for download: no path, no control, bidirectional or zero-width character, at most 120
 * code points, never empty. Every dot of the name but the last becomes `_`, and the name always ends in `.pdf`, since nothing but
 * PDF is accepted: `a.pdf.exe` becomes `a_pdf_exe.pdf`. Cleaning twice changes nothing. Total over any value.
 *
 * @example
 * cleanDocumentName('../carta d\u2019identit\u00e0.pdf')  // 'carta d’identità.pdf'
 */
export function cleanDocumentName(text: unknown): string {
  if (typeof text !== 'string') return fallback
  const start = Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\')) + 1
  const shown = text
    .slice(start, start + lengthMax)
    .replace(/\s/gu, ' ')
    .replace(invisible, '')
    .replace(/ +/g, ' ')
    .normalize('NFC')
    .replace(/\.pdf *$/i, '')
    .replace(reserved, '_')
  const stem = [...shown.replace(/^[ _-]+/, '')].slice(0, codePointsMax - extension.length).join('')
  const trimmed = stem.replace(/ +$/, '')
  return trimmed === '' ? fallback : trimmed + extension
}
