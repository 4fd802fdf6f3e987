/**
 * Ratios that can be trusted on a machine that does other work too: the sides of a comparison take turns, round by round, and a
 * ratio is only ever made of two samples of the same round.
 */

import type { Remote } from '../support/remote.ts'

/** One side of a comparison. A sample is the time of one operation, in nanoseconds. */
export type Side = { readonly name: string; readonly sample: () => number | Promise<number> }

/** Median and range over the rounds. */
export type Spread = { readonly median: number; readonly min: number; readonly max: number }

export type Race = {
  /** Nanoseconds for each operation, by the name of the side. */
  readonly timeOf: (name: string) => Spread
  /** Time of `slow` divided by the time of `fast`, round by round: how many times faster `fast` is. */
  readonly ratio: (slow: string, fast: string) => Spread
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (index: number) => sorted[index] ?? Number.NaN
  const middle = sorted.length >> 1
  const median = sorted.length % 2 === 1 ? at(middle) : (at(middle - 1) + at(middle)) / 2
  return { median, min: at(0), max: at(sorted.length - 1) }
}

/** Lets the sides run in turn, each round beginning with another one. The first round only warms up and does not count. */
export async function race(sides: readonly Side[], rounds: number): Promise<Race> {
  const samples = new Map<string, number[]>(sides.map(({ name }) => [name, []]))
  for (let round = 0; round <= rounds; round += 1) {
    for (let turn = 0; turn < sides.length; turn += 1) {
      const side = sides[(round + turn) % sides.length] as Side
      const sample = await side.sample()
      if (round > 0) samples.get(side.name)?.push(sample)
    }
  }
  const of = (name: string): readonly number[] => samples.get(name) ?? []
  return {
    timeOf: (name) => spreadOf(of(name)),
    ratio: (slow, fast) => spreadOf(of(slow).map((sample, round) => sample / (of(fast)[round] ?? Number.NaN))),
  }
}

// What the passes answered last: a result that nobody takes might never be computed.
const taken: unknown[] = []

/** A side that runs in this process: `pass` does `operations` operations and is repeated until `sampleMs` are over. */
export function inProcess(name: string, operations: number, sampleMs: number, pass: () => unknown): Side {
  return {
    name,
    sample() {
      const start = process.hrtime.bigint()
      const end = start + BigInt(sampleMs * 1_000_000)
      let passes = 0
      let now = start
      while (now < end) {
        taken[0] = pass()
        passes += 1
        now = process.hrtime.bigint()
      }
      return Number(now - start) / (passes * operations)
    },
  }
}

/** What a side in a process of its own is asked for: so many operations, so many of them at once. */
export type Order = { readonly operations: number; readonly atOnce: number }

/** A side in a process of its own, where what another side leaves in memory does not slow it down. */
export function remoteSide(name: string, remote: Remote, order: unknown): Side {
  return { name, sample: () => remote.ask<number>(order) }
}

/** Such a process: nanoseconds of one operation, which is told its turn: 1, 2, 3 … over all orders. */
export function timed(run: (turn: number) => Promise<unknown>): (order: Order) => Promise<number> {
  let turn = 0

  async function inTurn(until: number): Promise<void> {
    while (turn < until) {
      turn += 1
      await run(turn)
    }
  }

  return async ({ operations, atOnce }) => {
    const start = process.hrtime.bigint()
    const until = turn + operations
    await Promise.all(Array.from({ length: atOnce }, () => inTurn(until)))
    return Number(process.hrtime.bigint() - start) / operations
  }
}
