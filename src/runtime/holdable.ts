/** How a term that may stand still is stored beside the state of its machine. */
import * as z from 'zod'
import type { Hold, Holdable, Instant } from '../kernel/index.ts'
import { readStored } from './schema.ts'

const hold: z.ZodType<Hold> = z.strictObject({ since: z.number().nullable(), followedTo: z.number(), window: z.string() })

/** A stored state whose term may have been held. */
export function readHoldable<S extends object>(states: z.ZodType<S>, value: unknown): (S & Holdable) | null {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'hold')) return readStored(states, value)
  const { hold: stored, ...rest } = value as { readonly hold: unknown }
  const held = readStored(hold, stored)
  const state = readStored(states, rest)
  return held === null || state === null ? null : { ...state, hold: held }
}

/** When a record is due, unless its term stands still: then it waits, however long, and is due once the term runs on. */
export function dueUnlessHeld<S extends object>(dueAt: (state: S) => Instant | null): (state: S & Holdable) => Instant | null {
  return (state) => ((state.hold?.since ?? null) === null ? dueAt(state) : null)
}
