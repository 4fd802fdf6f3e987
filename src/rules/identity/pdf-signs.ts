/** The byte sequences that tell something about a PDF, as one table that a scan walks byte by byte. */

/** What a sequence of bytes is a sign of. */
export type PdfSign =
  | 'page'
  | 'encryption'
  | 'javascript'
  | 'open-action'
  | 'additional-actions'
  | 'launch'
  | 'embedded-file'
  | 'external-stream'
  | 'rich-media'
  | 'xfa'
  | 'submit-form'
  | 'import-data'
  | 'remote-go-to'
  | 'uri'
  | 'object-streams'
  | 'markup'
  | 'zip-end'
  | 'end-of-file'

const names: readonly (readonly [name: string, sign: PdfSign])[] = [
  ['Page', 'page'],
  ['Encrypt', 'encryption'],
  ['JavaScript', 'javascript'],
  ['JS', 'javascript'],
  ['OpenAction', 'open-action'],
  ['AA', 'additional-actions'],
  ['Launch', 'launch'],
  ['EmbeddedFile', 'embedded-file'],
  ['EmbeddedFiles', 'embedded-file'],
  // The type of an embedded file may be left out (ISO 32000-1 table 45): what names it says so.
  ['EF', 'embedded-file'],
  ['FileAttachment', 'embedded-file'],
  // A file specification in the web, and the filter of a stream whose content is kept elsewhere (tables 5 and 44).
  ['URL', 'external-stream'],
  ['FFilter', 'external-stream'],
  ['RichMedia', 'rich-media'],
  ['XFA', 'xfa'],
  ['SubmitForm', 'submit-form'],
  ['ImportData', 'import-data'],
  ['GoToR', 'remote-go-to'],
  ['GoToE', 'remote-go-to'],
  ['URI', 'uri'],
  ['ObjStm', 'object-streams'],
]

const endMarker = '%%EOF'

// None holds the first byte of another one further on, so after a mismatch the walk starts anew at the byte that did not match.
const sequences: readonly (readonly [bytes: string, sign: PdfSign])[] = [
  ['<html', 'markup'],
  ['<script', 'markup'],
  ['PK\u0005\u0006', 'zip-end'],
  [endMarker, 'end-of-file'],
]

/**
 * A trie over ASCII. `next[state * 128 + byte]` is the following state, 0 when the byte does not continue; `startOf` is the same
 * for state 0 and every byte. States up to `nameStateMax` are inside a name, which stands only when a delimiter follows; the
 * others stand at once.
 */
export type PdfSignTable = {
  readonly next: Uint16Array
  readonly startOf: Uint16Array
  readonly nameStateMax: number
  /** By state. */
  readonly signs: readonly (PdfSign | undefined)[]
  /** By state: 1 for names so short that the noise of compressed data spells them now and then. */
  readonly short: Uint8Array
}

function build(): PdfSignTable {
  const rows: Uint16Array[] = [new Uint16Array(128)]
  const signs: (PdfSign | undefined)[] = [undefined]
  const shorts: number[] = [0]
  const rowOf = (state: number): Uint16Array => rows[state] as Uint16Array
  const add = (text: string, sign: PdfSign, eitherCase: boolean): void => {
    let state = 0
    for (const character of text) {
      const row = rowOf(state)
      const byte = character.charCodeAt(0)
      let following = row[byte] as number
      if (following === 0) {
        following = rows.push(new Uint16Array(128)) - 1
        row[byte] = following
        if (eitherCase) row[character.toUpperCase().charCodeAt(0)] = following
      }
      state = following
    }
    signs[state] = sign
    shorts[state] = text.length < 4 ? 1 : 0
  }
  for (const [name, sign] of names) add(`/${name}`, sign, false)
  const nameStateMax = rows.length - 1
  for (const [bytes, sign] of sequences) add(bytes, sign, bytes.startsWith('<'))
  // The one exception: of three or more percent signs the last two count.
  const percent = endMarker.charCodeAt(0)
  const percents = rowOf(rowOf(0)[percent] as number)[percent] as number
  rowOf(percents)[percent] = percents
  const next = new Uint16Array(rows.length * 128)
  rows.forEach((row, state) => {
    next.set(row, state * 128)
  })
  const startOf = new Uint16Array(256)
  startOf.set(rowOf(0))
  return { next, startOf, nameStateMax, signs, short: Uint8Array.from(rows, (_row, state) => shorts[state] ?? 0) }
}

export const pdfSigns: PdfSignTable = /* @__PURE__ */ build()
