/** What is drawn in a command that may be run again after a conflict. */

/** Draws at the first call and never again, so that a retry stores what it shows; a form that is refused before costs no slow hash. */
export function once<Given extends readonly unknown[], Drawn>(
  draw: (...given: Given) => Promise<Drawn>,
): (...given: Given) => Promise<Drawn> {
  let drawn: Promise<Drawn> | null = null
  return (...given) => {
    drawn ??= draw(...given)
    return drawn
  }
}
