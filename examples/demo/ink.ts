/** Colours and safe text for a terminal: what is printed may come from anybody's file or mail, and must not drive the terminal. */

/** How a piece of text looks; on paper, or where colours are not wanted, all are plain. */
export type Ink = { readonly [Name in keyof typeof codes]: (text: string) => string }

const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36 } as const

type Environment = { readonly [name: string]: string | undefined }

/** FORCE_COLOR decides when it is set, then NO_COLOR, then whether somebody is looking. */
export function wantsColour(environment: Environment, isTerminal: boolean): boolean {
  const { FORCE_COLOR: forced, NO_COLOR: refused, TERM: terminal } = environment
  if (forced !== undefined) return forced !== '0' && forced !== 'false'
  if (refused !== undefined && refused !== '') return false
  return isTerminal && terminal !== 'dumb'
}

export function ink(colour: boolean): Ink {
  const paint = (code: number) => (text: string) => (colour && text !== '' ? `\u001B[${code}m${text}\u001B[0m` : text)
  return {
    bold: paint(codes.bold),
    dim: paint(codes.dim),
    red: paint(codes.red),
    green: paint(codes.green),
    yellow: paint(codes.yellow),
    blue: paint(codes.blue),
    magenta: paint(codes.magenta),
    cyan: paint(codes.cyan),
  }
}

/** The text on one line, without control, bidirectional or other invisible characters. */
export function plain(text: string): string {
  return text.replace(/\s+/gu, ' ').replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
}

/** How many columns the text takes, as far as letters of European scripts go. */
export function columns(text: string): number {
  return [...text.normalize('NFC').replace(/\p{M}/gu, '')].length
}

/** The text and as many blanks as it lacks to the width. */
export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)))
}

/** The text in lines of at most `width` columns, broken between words; a longer word is cut. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ').flatMap((part) => chunks(part, width))) {
    if (line !== '' && columns(line) + 1 + columns(word) > width) {
      lines.push(line)
      line = word
    } else {
      line = line === '' ? word : `${line} ${word}`
    }
  }
  return [...lines, line]
}

function chunks(word: string, width: number): readonly string[] {
  const characters = [...word]
  const parts: string[] = []
  for (let at = 0; at < characters.length; at += width) parts.push(characters.slice(at, at + width).join(''))
  return parts
}
