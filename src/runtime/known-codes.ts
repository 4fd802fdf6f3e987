/**
 * What a process remembers of where codes lead, so that the records of an account can be read in one statement with the record that says so.
 * A guess and no more: whoever uses it looks at that record. Bounded, since anybody can ask for codes.
 */

/** Codes that lead to another account than their own. */
export type KnownCodes = {
  /** Where a code has led when it was looked at last; its own account where it was not. */
  readonly guess: (code: string) => string
  readonly learn: (code: string, accountId: string) => void
}

const codesMax = 10_000

export function createKnownCodes(): KnownCodes {
  const known = new Map<string, string>()
  return {
    guess: (code) => known.get(code) ?? code,
    learn(code, accountId) {
      known.delete(code)
      known.set(code, accountId)
      // A map goes through its keys in the order in which they came.
      for (const oldest of known.keys()) {
        if (known.size <= codesMax) break
        known.delete(oldest)
      }
    },
  }
}
