/** The languages of the library. */

/** The languages that mail and refusals are in. */
export type Locale = 'it' | 'en'
