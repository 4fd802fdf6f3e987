/** Whose attempts and requests are counted together, from the address of a client. */

const decimal = /^(?:0|[1-9]\d{0,2})$/
const group = /^[0-9a-f]{1,4}$/

/** The four bytes of an IPv4 address; null for what is none. A leading zero, which some read as octal, is none. */
function ipv4(text: string): readonly number[] | null {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => decimal.test(part) && Number(part) <= 255)) return null
  return parts.map(Number)
}

/** The groups of one side of `::`; null where one is none. The last may be an IPv4 address, which is two. */
function groupsOf(side: string, isLast: boolean): readonly number[] | null {
  if (side === '') return []
  const parts = side.split(':')
  const last = isLast ? ipv4(side.slice(side.lastIndexOf(':') + 1)) : null
  const hex = last === null ? parts : parts.slice(0, -1)
  if (!hex.every((part) => group.test(part))) return null
  const [a = 0, b = 0, c = 0, d = 0] = last ?? []
  return [...hex.map((part) => Number.parseInt(part, 16)), ...(last === null ? [] : [a * 256 + b, c * 256 + d])]
}

/** The eight groups of an IPv6 address; null for what is none. */
function ipv6(text: string): readonly number[] | null {
  const sides = text.split('::')
  if (sides.length > 2) return null
  const [head = '', tail] = sides
  const left = groupsOf(head, tail === undefined)
  const right = groupsOf(tail ?? '', true)
  if (left === null || right === null) return null
  const missing = 8 - left.length - right.length
  if (tail === undefined) return missing === 0 ? left : null
  return missing < 1 ? null : [...left, ...Array.from({ length: missing }, () => 0), ...right]
}

/**
 * The `requester` of quotas and delays from the IP address of a client: an IPv4 address whole, also where it is written as IPv6
 * (`::ffff:192.0.2.1`); of IPv6 the first 64 bits, since a household has at least so many addresses; without the zone (`%eth0`). Undefined
 * for whatever is no address: then the client counts as not named. Total over any value.
 *
 * Take the address of the connection, or what your own proxy has written. What a client writes into a header names nobody.
 *
 * @example
 * requesterOf('2001:db8:1:2:aaaa::1')  // '2001:db8:1:2::/64'
 */
export function requesterOf(address: unknown): string | undefined {
  if (typeof address !== 'string' || address.length > 100) return undefined
  const [given = ''] = address.trim().toLowerCase().split('%', 1)
  const bytes = ipv4(given)
  if (bytes !== null) return bytes.join('.')
  const groups = ipv6(given)
  if (groups === null) return undefined
  const [, , , , , mapped, high = 0, low = 0] = groups
  if (mapped === 0xffff && groups.slice(0, 5).every((part) => part === 0))
    return [high >> 8, high & 255, low >> 8, low & 255].join('.')
  return `${groups
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`
}
