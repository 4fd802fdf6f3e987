/**
 * The 11-digit code: partita IVA, and in the same shape the codice fiscale of a body or the provisional one of a person. The
 * digits do not tell which of these a code is.
 *
 *   0123456 001 4
 *   |       |   '- check digit
 *   |       '- office that assigned it
 *   '- number
 */
import { accept, type Result, refuse } from '../../kernel/index.ts'

/** A well-formed 11-digit code. Strings, since leading zeros count. */
export type NumericTaxCode = {
  readonly code: string
  /** The first seven digits. */
  readonly number: string
  /** The three digits of the office. Not checked: offices beyond the published ones are in use. */
  readonly office: string
}

/** Why a text is no 11-digit code; the first reason that is found. */
export type PartitaIvaRefusal =
  | { readonly code: 'partita-iva/type' }
  | { readonly code: 'partita-iva/length' }
  | { readonly code: 'partita-iva/characters' }
  | { readonly code: 'partita-iva/number' }
  | { readonly code: 'partita-iva/check-digit' }

const textMax = 64

/**
 * The 11-digit code that a text holds, blanks (U+0020) around it accepted; no country prefix. Use it for the partita IVA and for
 * the numeric codice fiscale of a body alike. Number part 0000000 is refused although its check digit is right. A well-formed
 * code need not be assigned: the check digit misses every swap of 0 and 9. Total over any value.
 *
 * @example
 * parsePartitaIva('00743110157')  // { ok: true, value: { code: '00743110157', number: '0074311', office: '015' } }
 */
export function parsePartitaIva(text: unknown): Result<NumericTaxCode, PartitaIvaRefusal> {
  if (typeof text !== 'string') return refuse({ code: 'partita-iva/type' })
  if (text.length > textMax) return refuse({ code: 'partita-iva/length' })
  const code = text.replace(/^ +| +$/g, '')
  if (!/^[0-9]*$/.test(code)) return refuse({ code: 'partita-iva/characters' })
  if (code.length !== 11) return refuse({ code: 'partita-iva/length' })
  const number = code.slice(0, 7)
  if (number === '0000000') return refuse({ code: 'partita-iva/number' })
  const sum = [...code].reduce((total, digit, index) => {
    const value = index % 2 === 0 ? Number(digit) : 2 * Number(digit)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  // With the check digit added in, the sum is a multiple of ten.
  if (sum % 10 !== 0) return refuse({ code: 'partita-iva/check-digit' })
  return accept({ code, number, office: code.slice(7, 10) })
}
