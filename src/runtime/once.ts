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

/** The same for each account: what is drawn for one is no good for another, to which a codice fiscale may lead by the time of the retry. */
export function oncePer<Drawn>(draw: (accountId: string) => Drawn): (accountId: string) => Drawn {
  const drawn = new Map<string, Drawn>()
  return (accountId) => {
    const known = drawn.get(accountId) ?? draw(accountId)
    drawn.set(accountId, known)
    return known
  }
}
