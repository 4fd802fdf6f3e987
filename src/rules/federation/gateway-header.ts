/** HTTP headers of a gateway: a server reads them in ISO 8859-1, most gateways write them in UTF-8. */

// As long as all headers of a request may be together.
const lengthMax = 16_384

// What names, places and streets are written with: Latin letters with their marks, signs, typographic apostrophes and dashes.
const sensible =
  /^[ -~\t\u00A0\u00AA\u00AB\u00B0\u00B7\u00BA\u00BB\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u024F\u1E00-\u1EFF\u2010-\u2014\u2018-\u201D]*$/

// What the second byte of a letter in UTF-8 looks like in ISO 8859-1, a control or a sign of no name, and a capital within a word.
const senseless =
  /[\u0080-\u009F\u00A1-\u00A9\u00AC-\u00AF\u00B1-\u00B3\u00B5\u00B6\u00B8\u00B9\u00BC-\u00BF\u00D7\u00F7]|[a-z\u00DF-\u00FF][\u00C0-\u00DE]/

/** The text whose bytes in UTF-8 are the characters given; undefined where they are no UTF-8. */
function fromUtf8(bytes: string): string | undefined {
  const escaped = bytes.replace(/[^A-Za-z0-9]/g, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`)
  try {
    return decodeURIComponent(escaped)
  } catch {
    return undefined
  }
}

/**
 * The value of a header as it was meant. What a server has read in ISO 8859-1 is read again as UTF-8 where its characters are the bytes of
 * Latin letters in UTF-8 and make no sense as they stand: `NiccolÃ²` is Niccolò. Everything else is left as it is: what is decoded or right
 * already, what can be both, such as `LIBERTÃ` with a no-break space, and what was lost when ISO 8859-1 was read as UTF-8 (U+FFFD), which
 * no alphabet of the readers takes. Empty for a value that is no text. Total over any value.
 *
 * @example
 * decodeGatewayHeader('NiccolÃ²')  // 'Niccolò'
 */
export function decodeGatewayHeader(value: unknown): string {
  if (typeof value !== 'string') return ''
  if (value.length > lengthMax || !senseless.test(value) || /[\u0100-\uFFFF]/.test(value)) return value
  const decoded = fromUtf8(value)
  return decoded !== undefined && sensible.test(decoded) ? decoded : value
}
