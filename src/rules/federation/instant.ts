/** When somebody has signed in at a provider, as its protocol writes it. */
import { accept, type Instant, isInstant, type Result, refuse } from '../../kernel/index.ts'
import { isRealDate } from '../identity/calendar-day.ts'
import type { FederationRefusal } from './refusal.ts'

/** How much earlier the clock of the host may be than the provider's. */
export const clockSkewMs = 300_000

const written = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/

function msOf(value: unknown): number {
  if (typeof value === 'number') return value
  const text = typeof value === 'string' && value.length <= 64 ? value.trim() : ''
  return written.test(text) && isRealDate(text.slice(0, 10)) ? Math.trunc(Date.parse(text)) : Number.NaN
}

/**
 * The instant of an xs:dateTime with its zone or of epoch milliseconds; `at` where none is given. One that is later than `at`
 * by no more than five minutes is `at`, so that nothing lies in the future.
 */
export function readInstant(value: unknown, at: Instant): Result<Instant, FederationRefusal> {
  if (value === undefined || value === null) return accept(at)
  const ms = msOf(value)
  if (!isInstant(ms)) return refuse({ code: 'federation/instant-malformed' })
  if (ms > at + clockSkewMs) return refuse({ code: 'federation/instant-in-future' })
  return accept(Math.min(ms, at))
}

/** The same of epoch seconds, as tokens have them. */
export function readSeconds(value: unknown, at: Instant): Result<Instant, FederationRefusal> {
  if (value === undefined || value === null) return accept(at)
  return readInstant(typeof value === 'number' && Number.isInteger(value) ? value * 1_000 : Number.NaN, at)
}
