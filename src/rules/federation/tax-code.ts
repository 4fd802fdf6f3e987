/** Tax codes with the prefix that SPID writes before them: `TINIT-` for a codice fiscale, `VATIT-` for a partita IVA. */
import { accept, type Result, refuse } from '../../kernel/index.ts'
import { type CodiceFiscale, parseCodiceFiscale, parsePartitaIva } from '../identity/index.ts'
import type { FederationRefusal } from './refusal.ts'

/** A code without its prefix, or with it where it is repeated, and then no code. `written`: how the prefix was. */
type Stripped = { readonly code: string; readonly written: 'right' | 'missing' | 'other-case' | 'repeated' }

export function stripPrefix(text: string, prefix: 'TINIT-' | 'VATIT-'): Stripped {
  const has = (from: number): boolean => text.slice(from, from + prefix.length).toUpperCase() === prefix
  if (!has(0)) return { code: text, written: 'missing' }
  if (has(prefix.length)) return { code: text, written: 'repeated' }
  return { code: text.slice(prefix.length), written: text.startsWith(prefix) ? 'right' : 'other-case' }
}

/** The codice fiscale of a person, prefix removed exactly once. */
export function readFiscalNumber(
  text: string,
): Result<{ readonly codiceFiscale: CodiceFiscale; readonly written: Stripped['written'] }, FederationRefusal> {
  const { code, written } = stripPrefix(text, 'TINIT-')
  if (written === 'repeated') {
    return refuse({ code: 'federation/attribute-malformed', attribute: 'fiscalNumber', fault: 'prefix' })
  }
  if (parsePartitaIva(code).ok) return refuse({ code: 'federation/codice-fiscale-provisional' })
  const parsed = parseCodiceFiscale(code)
  if (!parsed.ok) return refuse({ code: 'federation/codice-fiscale-invalid', reason: parsed.refusal.code })
  return accept({ codiceFiscale: parsed.value, written })
}
