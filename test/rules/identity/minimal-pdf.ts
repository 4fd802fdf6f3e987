/** PDF documents made in code. */

/** One character a byte. */
export function latin1(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (character) => character.charCodeAt(0) & 0xff)
}

/** A document of numbered objects with its cross-reference table; the first object is the catalog. */
export function pdfOf(
  objects: readonly string[],
  { version = '1.7', trailer = '' }: { readonly version?: string; readonly trailer?: string } = {},
): string {
  let body = `%PDF-${version}\n%\xE2\xE3\xCF\xD3\n`
  const offsets = objects.map((object, index) => {
    const offset = body.length
    body += `${index + 1} 0 obj\n${object}\nendobj\n`
    return `${String(offset).padStart(10, '0')} 00000 n \n`
  })
  const size = objects.length + 1
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${offsets.join('')}`
  return `${body}${table}trailer\n<< /Size ${size} /Root 1 0 R ${trailer}>>\nstartxref\n${body.length}\n%%EOF\n`
}

/** The objects of a document of one page, with extra entries for the catalog and extra objects from number 6. */
export function onePage(text: string, catalog = '', extra: readonly string[] = []): string[] {
  const shown = [...text].map((character) => (/[ -~]/.test(character) ? character.replace(/[\\()]/, '\\$&') : '?')).join('')
  const content = `BT /F1 18 Tf 72 720 Td (${shown}) Tj ET`
  return [
    `<< /Type /Catalog /Pages 2 0 R ${catalog}>>`,
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...extra,
  ]
}

/** A valid PDF of one page that shows the text (ASCII; other characters appear as `?`). Different texts give different bytes. */
export function minimalPdf(text = 'Documento di prova'): Uint8Array<ArrayBuffer> {
  return latin1(pdfOf(onePage(text)))
}
