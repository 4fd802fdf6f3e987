/** What the office's desk shows. It remembers nothing itself: requests and assignments have their records. */

/** The procedures whose requests lie on the desk. */
export type DeskCase = 'registration' | 'assistance'

/**
 * Where a request stands with the office. `waiting`: for a decision. `awaiting-correction`: for its applicant. `closed`: it was taken back,
 * has lapsed, or another one on the same codice fiscale was approved.
 */
export type DeskState = 'waiting' | 'awaiting-correction' | 'approved' | 'rejected' | 'closed'

/** Which day of a request a period is about: when it was filed last, or when the office approved or rejected it. */
export type DeskBy = 'submitted' | 'decided'

/** Where a page begins: in which stretch, after which id. Null: at the beginning. */
export type Place = { readonly stretch: string; readonly after: string } | null
