/** Whether a mailbox is one that an institution gives its people, such as seed 000's `@istruzione`: told by its domain alone. */
import { parseMailAddress } from './mail-address.ts'

/**
 * True for the address of one mailbox whose domain is in the list: the very domain, whatever its case in the address, never one
 * above, beneath or like it. The list holds ASCII domains in lower case; an internationalised one is listed in its `xn--` form.
 * Total over any value: what is no address, or no list, is not institutional.
 *
 * @example
 * isInstitutional('scuola@istruzione.it', ['istruzione.it'])  // true
 */
export function isInstitutional(address: unknown, domains: readonly string[]): boolean {
  const parsed = parseMailAddress(address)
  if (!parsed.ok) return false
  try {
    return Array.isArray(domains) && domains.some((domain) => domain === parsed.value.domain)
  } catch {
    // A proxy that will not be read.
    return false
  }
}
