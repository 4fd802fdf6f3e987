/** When the copying will be over, from how fast it has gone: a pure function of counts. */
import type { Instant } from '../../../kernel/index.ts'

/** How many copyings were done in one stretch of time. */
export type DoneStretch = { readonly stretch: number; readonly done: number }

/** How fast it goes. */
export type MigrationThroughput = {
  /**
   * Copyings that were done in the last hour, by the stretches of five minutes that are over; of a shorter time, since the first copying was done, as many
   * as it would be in an hour. Time in which there was nothing to be copied counts: it is what came out, and not what the provider could do. Null while
   * nothing is measured.
   */
  readonly perHour: number | null
  /** How long was measured, ms: an hour at the most. */
  readonly measuredMs: number
}

/** When it will be over. */
export type MigrationExpectedEnd = {
  /** At the pace of the last hour. */
  readonly at: Instant
  /** Nineteen times of twenty it is over between the two, if it goes on like that. */
  readonly earliest: Instant
  /** Null where it may never be. */
  readonly latest: Instant | null
}

const hourMs = 60 * 60_000
/** Two standard errors on either side hold nineteen of twenty. */
const spread = 2

/** The stretches of the last hour that are over, from the first in which a copying was done. */
function measured(done: readonly DoneStretch[], stretchMs: number, at: Instant): readonly number[] {
  const begun = done[0]?.stretch
  const running = Math.floor(at / stretchMs)
  if (begun === undefined || begun >= running) return []
  const first = Math.max(begun, running - Math.ceil(hourMs / stretchMs))
  const byStretch = new Map(done.map((one) => [one.stretch, one.done]))
  return Array.from({ length: running - first }, (_, i) => byStretch.get(first + i) ?? 0)
}

export function throughputOf(done: readonly DoneStretch[], stretchMs: number, at: Instant): MigrationThroughput {
  const counts = measured(done, stretchMs, at)
  if (counts.length === 0) return { perHour: null, measuredMs: 0 }
  const measuredMs = counts.length * stretchMs
  return { perHour: (counts.reduce((sum, count) => sum + count, 0) * hourMs) / measuredMs, measuredMs }
}

/**
 * When so many more will be copied. The rate is the mean of the stretches that are over. Two things make it uncertain: how well so few stretches show the
 * mean, and how uneven those to come will be. Null where there is nothing left, or nothing to go by.
 */
export function expectedEnd(
  left: number,
  done: readonly DoneStretch[],
  stretchMs: number,
  at: Instant,
): MigrationExpectedEnd | null {
  const counts = measured(done, stretchMs, at)
  const mean = counts.reduce((sum, count) => sum + count, 0) / Math.max(1, counts.length)
  if (left <= 0 || counts.length < 2 || mean <= 0) return null
  const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (counts.length - 1)
  const stretches = left / mean
  const error = spread * Math.sqrt(variance * (1 / counts.length + 1 / stretches))
  const after = (rate: number): Instant => at + Math.round((left / rate) * stretchMs)
  return { at: after(mean), earliest: after(mean + error), latest: mean > error ? after(mean - error) : null }
}
