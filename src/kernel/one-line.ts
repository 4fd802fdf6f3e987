/** Text on one line, fit for a header, a form field or a letter. */

// Controls, line and paragraph separators, and whatever is not meant to be seen (bidirectional, zero-width, tags, fillers, soft
// hyphen): never part of a name or a reason.
const invisible = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]+/gu

/** The text on one line: each run of control, bidirectional and zero-width characters becomes one blank, the ends are trimmed. */
export function oneLine(text: string): string {
  // With the u flag a surrogate matches only when it stands alone.
  return text
    .replace(/[\uD800-\uDFFF]/gu, '\uFFFD')
    .replace(invisible, ' ')
    .trim()
}
