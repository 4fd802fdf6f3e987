/** What can be wrong with a new password, as data: a stable code and its numbers, never a piece of the password. */

/** Which personal fact a password contains; `any` stands for all of them together, and for facts that cannot be read. */
export type ContextFact = 'codiceFiscale' | 'surname' | 'name' | 'birthDate' | 'pin' | 'email' | 'words' | 'any'

type NoParams = { readonly [param: string]: never }

/** One broken rule. The words for each code are in `messages`. */
export type Violation =
  /** Not a text, or not one that a person can type again. */
  | { readonly code: 'type' | 'characters'; readonly params: NoParams }
  /** `max` in code points. */
  | { readonly code: 'too-long'; readonly params: { readonly max: number } }
  /** `min` in code points. */
  | { readonly code: 'length'; readonly params: { readonly min: number } }
  | { readonly code: 'letter-case' | 'lower-case' | 'upper-case' | 'digit' | 'special'; readonly params: NoParams }
  /** `min` of the four kinds: lower case, upper case, digit, special. */
  | { readonly code: 'variety'; readonly params: { readonly min: number } }
  /** `max` equal characters one after the other. */
  | { readonly code: 'repetition'; readonly params: { readonly max: number } }
  | { readonly code: 'context'; readonly params: { readonly fact: ContextFact } }
  | { readonly code: 'blocklist'; readonly params: NoParams }
  /** `answer` is `unknown` where the check could not be made and the office wants it made. */
  | { readonly code: 'breach'; readonly params: { readonly answer: 'found' | 'unknown' } }
  /** Equal to one of the `last` passwords. Found by whoever holds the verifiers. */
  | { readonly code: 'history'; readonly params: { readonly last: number } }
  /** The new password is the old one; the two typings of the new one differ. Found by whoever has both. */
  | { readonly code: 'unchanged' | 'confirmation'; readonly params: NoParams }

/** Every code that a violation can carry. */
export type ViolationCode = Violation['code']
