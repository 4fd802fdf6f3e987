/**
 * The PIN of seed 001: nine digits, of which the first four travel by mail and the last five are shown once on the screen, so that
 * a mail reader alone cannot sign in. Digits are text throughout: leading zeros count.
 */
import type { Random } from '../../ports/index.ts'

/** `mailed` has 4 and `shown` 5 ASCII digits; the whole PIN is one followed by the other. */
export type PinHalves = { readonly mailed: string; readonly shown: string }

const mailedLength = 4
const shownLength = 5

// 250 is the greatest multiple of ten in a byte: a byte above it is drawn again, so that no digit is likelier than another.
const fairBytes = 250

/** `length` uniform decimal digits, by rejection sampling. */
export function drawDigits(length: number, random: Random): string {
  let digits = ''
  while (digits.length < length) {
    for (const byte of random.bytes(16)) {
      if (byte < fairBytes && digits.length < length) digits += String(byte % 10)
    }
  }
  return digits
}

/** A whole new PIN. The random port must be the guarded one: a source that repeats itself never gets here. */
export function drawPin(random: Random): PinHalves {
  return splitPin(drawDigits(mailedLength + shownLength, random))
}

/** The halves of nine digits. */
export function splitPin(pin: string): PinHalves {
  return { mailed: pin.slice(0, mailedLength), shown: pin.slice(mailedLength) }
}

export function joinPin(halves: PinHalves): string {
  return halves.mailed + halves.shown
}

/** True for exactly nine ASCII digits; blanks, other scripts' digits, numbers and one half alone are not a PIN. Total. */
export function isPin(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9]{9}$/.test(value)
}
