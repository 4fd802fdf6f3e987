/** Random bytes drawn from the platform by the page, since a call to it costs far more than the few bytes that are asked for. */
import { SportelloError } from '../kernel/index.ts'
import type { Random } from '../ports/index.ts'

const pageBytes = 4096
// Never handed out: what the last fill left here must differ from what the next one leaves (FIPS 140-2 §4.9.2).
const witnessBytes = 16

/**
 * A source over `fill`, which overwrites all bytes that it is given with random ones. Handed-out bytes are wiped from the page.
 * A fill that throws, does nothing, stops short or repeats itself is `random/failed`, and no byte of it is handed out.
 */
export function randomPool(fill: (bytes: Uint8Array<ArrayBuffer>) => void): Random {
  const page = new Uint8Array(pageBytes + witnessBytes)
  const witness = page.subarray(pageBytes)
  let used = pageBytes

  function refill(): void {
    const previous = witness.slice()
    try {
      fill(page)
    } catch (cause) {
      throw new SportelloError('random/failed', 'random: the platform failed', cause)
    }
    if (witness.every((byte, i) => byte === previous[i])) {
      throw new SportelloError('random/failed', 'random: the platform stopped short or repeats itself')
    }
    used = 0
  }

  return {
    bytes(length) {
      if (!Number.isInteger(length) || length < 1 || length > 65_536) {
        throw new SportelloError('random/failed', 'random: 1 to 65536 bytes are drawn at a time')
      }
      const bytes = new Uint8Array(length)
      for (let drawn = 0; drawn < length; ) {
        if (used === pageBytes) refill()
        const end = Math.min(pageBytes, used + length - drawn)
        bytes.set(page.subarray(used, end), drawn)
        page.fill(0, used, end)
        drawn += end - used
        used = end
      }
      return bytes
    },
  }
}
