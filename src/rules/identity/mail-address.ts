/** The address of a mailbox, plain or PEC: exactly one, in one spelling, or a refusal. */
import { accept, type Result, refuse } from '../../kernel/index.ts'
import { codePointText } from './untrusted.ts'

/** Only `address` is to be written to; only `key` is to be compared. */
export type MailAddress = {
  /** `local@domain`, the local part as written, the domain in lower case. */
  readonly address: string
  readonly local: string
  readonly domain: string
  /** The whole address in lower case: two spellings of one mailbox have the same key. */
  readonly key: string
}

/**
 * `characters`: something else than printable ASCII, such as a blank inside. `position` counts from 1 in the text without its surrounding
 * blanks; `character` is such as `U+00A0`. `shape`: not exactly one `@`.
 */
export type MailAddressRefusal =
  | { readonly code: 'mail-address/type' }
  | { readonly code: 'mail-address/length'; readonly lengthMax: number }
  | { readonly code: 'mail-address/characters'; readonly position: number; readonly character: string }
  | { readonly code: 'mail-address/shape' }
  | { readonly code: 'mail-address/local-part' }
  | { readonly code: 'mail-address/domain' }

// RFC 5321 §4.5.3.1 with errata 1690.
const addressMax = 254
const localMax = 64
const labelMax = 63
const blanksMax = 64

// RFC 5322 atext without `!` and `%`, with which old relays route a mail to another mailbox.
const atom = /^[A-Za-z0-9#$&'*+/=?^_`{|}~-]+$/
const label = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/

const isLocal = (local: string): boolean =>
  // A program that is handed an address beginning with a hyphen may take it for an option.
  local.length <= localMax && !local.startsWith('-') && local.split('.').every((part) => atom.test(part))

function isDomain(domain: string): boolean {
  const labels = domain.split('.')
  if (labels.length < 2 || !labels.every((part) => part.length <= labelMax && label.test(part))) return false
  // RFC 3696 §2: a last label of digits only is the end of an IPv4 address, never a domain.
  return !/^[0-9]+$/.test(domain.slice(domain.lastIndexOf('.') + 1))
}

/**
 * The one mailbox that a text names. Blanks (U+0020) around it are accepted. The local part is an RFC 5321 dot-string: no quotes,
 * no comments, no `!` or `%`, no leading hyphen. The domain is two or more ASCII labels; an internationalised one is accepted only
 * in its `xn--` form, so that no look-alike character is ever folded into another mailbox. At most 254 characters, 64 before the
 * `@`. Total over any value.
 *
 * @example
 * parseMailAddress(' Anna.Verdi@Example.it ')  // { ok: true, value: { address: 'Anna.Verdi@example.it', local: 'Anna.Verdi', domain: 'example.it', key: 'anna.verdi@example.it' } }
 */
export function parseMailAddress(text: unknown): Result<MailAddress, MailAddressRefusal> {
  if (typeof text !== 'string') return refuse({ code: 'mail-address/type' })
  if (text.length > addressMax + blanksMax) return refuse({ code: 'mail-address/length', lengthMax: addressMax })
  const written = text.replace(/^ +| +$/g, '')
  if (written.length > addressMax) return refuse({ code: 'mail-address/length', lengthMax: addressMax })
  const wrong = written.search(/[^\x21-\x7E]/)
  if (wrong >= 0) {
    return refuse({ code: 'mail-address/characters', position: wrong + 1, character: codePointText(written, wrong) })
  }
  const at = written.indexOf('@')
  if (at < 0 || at !== written.lastIndexOf('@')) return refuse({ code: 'mail-address/shape' })
  const local = written.slice(0, at)
  const domain = written.slice(at + 1).toLowerCase()
  if (!isLocal(local)) return refuse({ code: 'mail-address/local-part' })
  if (!isDomain(domain)) return refuse({ code: 'mail-address/domain' })
  const address = `${local}@${domain}`
  return accept({ address, local, domain, key: address.toLowerCase() })
}
