/**
 * How much more work a call is for more input: a ratio of times, both taken in turn in the same process. Each is the shortest of many, so
 * a slow machine, and one that does something else meanwhile, come to the same ratio as a quiet one.
 */

const roundsMax = 25
const roundsMin = 3
/** When enough is seen, where the difference is so large that the rounds take long. */
const enoughMs = 2_000
/** Long enough for the clock to show, short enough to fit between two turns of other processes. */
const sampleMs = 0.5

async function timed<Input>(call: (input: Input) => unknown, input: Input, times: number): Promise<number> {
  const before = performance.now()
  for (let time = 0; time < times; time += 1) await call(input)
  return performance.now() - before
}

/** How many times longer the call takes for `larger` than for `smaller`. What it answers is waited for; what it throws is thrown. */
export async function growth<Input>(call: (input: Input) => unknown, smaller: Input, larger: Input): Promise<number> {
  // So many calls fill a sample with the smaller input, once the code is compiled.
  let times = 1
  while ((await timed(call, smaller, times)) < sampleMs) times *= 2
  let [short, long] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  const start = performance.now()
  for (let round = 0; round < roundsMax; round += 1) {
    if (round >= roundsMin && performance.now() - start > enoughMs) break
    short = Math.min(short, await timed(call, smaller, times))
    long = Math.min(long, await timed(call, larger, times))
  }
  return long / short
}
