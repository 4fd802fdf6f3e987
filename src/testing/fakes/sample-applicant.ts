/** An invented applicant, and a document to file: what a first try of a counter needs. */

/**
 * A form that `registration.open` accepts, of a person who does not exist: Anna Verdi, born in Turin on 1 January 1980. Spread it to
 * change a field.
 */
export const sampleApplicant = {
  surname: 'Verdi',
  name: 'Anna',
  codiceFiscale: 'VRDNNA80A41L219Z',
  sex: 'F',
  birthDate: '1980-01-01',
  italianCitizen: true,
  birthNation: 'IT',
  birthProvince: 'TO',
  birthMunicipality: 'Torino',
  residenceProvince: 'TO',
  residenceCity: 'Torino',
  residenceAddress: 'Via delle Prove 1',
  postalCode: '10121',
  telephone: '+39 011 0000000',
  email: 'anna.verdi@example.it',
  consent: 'authorised',
  noticeVersion: '2026-01',
} as const

const shownMax = 60

/** The text as a string of PDF (ISO 32000-1, 7.3.4.2): printable ASCII, the rest as `?`. */
function pdfString(text: string): string {
  return `(${text
    .slice(0, shownMax)
    .replaceAll(/[^ -~]/g, '?')
    .replaceAll(/[\\()]/g, '\\$&')})`
}

/**
 * A PDF of one page that shows the text, and nothing that a document of a person could be taken for. Of the text the first 60 characters
 * are shown, what is not printable ASCII as `?`. The same text gives the same bytes.
 *
 * @example
 * const { ticket } = unwrap(await sportello.registration.open(sampleApplicant))
 * unwrap(await sportello.registration.addDocument(ticket, { type: 'identity-card', name: 'card.pdf' }, samplePdf('Identity card')))
 */
export function samplePdf(text: string = 'Sample'): Uint8Array {
  const content = `BT /F1 18 Tf 72 720 Td ${pdfString(String(text))} Tj ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let body = '%PDF-1.7\n%\xE2\xE3\xCF\xD3\n'
  const offsets = objects.map((object, i) => {
    const offset = body.length
    body += `${i + 1} 0 obj\n${object}\nendobj\n`
    return `${String(offset).padStart(10, '0')} 00000 n \n`
  })
  const table = `xref\n0 6\n0000000000 65535 f \n${offsets.join('')}`
  const whole = `${body}${table}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`
  return Uint8Array.from(whole, (character) => character.charCodeAt(0))
}
