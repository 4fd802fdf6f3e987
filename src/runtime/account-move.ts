/** A person has another account from now on: the office has recorded from a document that a codice fiscale leads to it. */
import type { Unit } from './transact.ts'

/** From which account to which: both are, or would be, of one person. */
export type AccountMove = { readonly from: string; readonly to: string }

/** Takes to the other account what belongs to the person and outlives a credential. How many records were changed. */
export type Carry = (unit: Unit, move: AccountMove) => Promise<number>

/**
 * Most records of one kind that one commit takes along: a commit holds at most 1000 writes, and what else the commit does comes on top.
 */
export const carriedMax = 800
