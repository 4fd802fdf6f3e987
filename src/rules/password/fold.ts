/** Texts made comparable: case, accents and width no longer count. Only for looking words up, never for what is hashed. */

/** In capitals, without marks, compatibility forms taken apart. Idempotent. The length may change. */
export function fold(text: string): string {
  // Small letters first, then capitals: so ẞ and ß, σ and ς end alike.
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .toUpperCase()
}

/** The text's letters and digits alone. */
export function lettersAndDigits(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, '')
}
