/** The encryption dictionary of a PDF (ISO 32000-1 §7.6.1), and whether the file opens without a password all the same. */

import { latin1 } from './bytes.ts'
import { opensWithoutPassword } from './pdf-password.ts'

// A dictionary of the standard handler has some hundred bytes, and up to 127 for each of its texts.
const dictionaryMax = 4_096

const blank = '[\\0\\t\\n\\f\\r ]'
const reference = new RegExp(`/Encrypt${blank}*(?:(\\d{1,10})${blank}+(\\d{1,5})${blank}+R|<<)`, 'g')
const idOf = new RegExp(`/ID${blank}*\\[${blank}*`, 'g')

const escapes: { readonly [letter: string]: string } = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

/** The bytes of the literal or hexadecimal string at the place; null where there is none that ends within 600 characters. */
function stringAt(text: string, at: number): Uint8Array<ArrayBuffer> | null {
  const part = text.slice(at, at + 600)
  const hex = /^<([0-9A-Fa-f\0\t\n\f\r ]*)>/.exec(part)?.[1]?.replace(/[^0-9A-Fa-f]/g, '')
  if (hex !== undefined) {
    return Uint8Array.from(hex.matchAll(/..?/g), ([pair]) => Number.parseInt(pair.padEnd(2, '0'), 16))
  }
  if (!part.startsWith('(')) return null
  const bytes: number[] = []
  let depth = 0
  for (let i = 0; i < part.length; i += 1) {
    const character = part.charAt(i)
    if (character === '\\') {
      const octal = /^[0-7]{1,3}/.exec(part.slice(i + 1))?.[0]
      const next = part.charAt(i + 1)
      i += octal === undefined ? 1 : octal.length
      // A line end after a backslash is no part of the text.
      if (octal === undefined && next === '\r' && part.charAt(i + 1) === '\n') i += 1
      if (octal !== undefined) bytes.push(Number.parseInt(octal, 8) & 255)
      else if (next !== '\n' && next !== '\r') bytes.push((escapes[next] ?? next).charCodeAt(0))
      continue
    }
    if (character === '(') depth += 1
    if (character === ')') depth -= 1
    if (depth === 0) return Uint8Array.from(bytes)
    if (i > 0) bytes.push(character.charCodeAt(0))
  }
  return null
}

/** The entry of the dictionary that begins with the name: the place of its value, or -1. */
function valueAt(dictionary: string, name: string): number {
  const found = new RegExp(`/${name}${blank}*(?=[(<0-9+tf/-])`).exec(dictionary)
  return found === null ? -1 : found.index + found[0].length
}

function numberIn(dictionary: string, name: string, otherwise: number): number {
  const at = valueAt(dictionary, name)
  const digits = at < 0 ? null : /^[+-]?\d{1,10}/.exec(dictionary.slice(at, at + 12))
  return digits === null ? otherwise : Number(digits[0])
}

/** The first encryption dictionary that the text names. */
function dictionaryIn(text: string): string | null {
  for (const match of text.matchAll(reference)) {
    const [whole, number, generation] = match
    if (number === undefined) return text.slice(match.index + whole.length, match.index + whole.length + dictionaryMax)
    const start = new RegExp(`(?:^|\\D)${Number(number)}${blank}+${Number(generation)}${blank}+obj`).exec(text)
    if (start !== null) return text.slice(start.index + start[0].length, start.index + start[0].length + dictionaryMax)
  }
  return null
}

/**
 * True when the file is encrypted by the standard handler and opens without a password: readers show it, and refuse changes or copies.
 * False when it asks for one, and when it cannot be told.
 */
export async function opensFreely(content: Uint8Array): Promise<boolean> {
  const text = latin1(content)
  const dictionary = dictionaryIn(text)
  if (dictionary === null || !/\/Filter[\0\t\n\f\r ]*\/Standard(?![A-Za-z])/.test(dictionary)) return false
  const owner = stringAt(dictionary, valueAt(dictionary, 'O'))
  const user = stringAt(dictionary, valueAt(dictionary, 'U'))
  if (owner === null || user === null) return false
  const bits = numberIn(dictionary, 'Length', 40)
  const parts = {
    revision: numberIn(dictionary, 'R', 0),
    // In bits, and by some programs in bytes. Crypt filters of version 4 are of 128 bits.
    keyLength: numberIn(dictionary, 'V', 0) === 4 ? 16 : bits >= 40 ? bits / 8 : bits,
    owner,
    user,
    permissions: numberIn(dictionary, 'P', 0) | 0,
    encryptsMetadata: !/\/EncryptMetadata[\0\t\n\f\r ]*false/.test(dictionary),
  }
  const ids = [...text.matchAll(idOf)].map((match) => stringAt(text, match.index + match[0].length))
  for (const id of ids.length === 0 ? [new Uint8Array()] : ids.slice(-4)) {
    if (id !== null && (await opensWithoutPassword({ ...parts, id }))) return true
  }
  return false
}
