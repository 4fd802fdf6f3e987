/** Rows of sign-ins elsewhere: the slowest of the documented shapes and of the hostile ones, each against the clock. */
import type * as Federation from 'sportello/federation'
import { optionsOf, type Reader } from '../support/federation.ts'
import { documentedShapes } from '../support/federation-shapes.ts'
import { hostileSignIns } from '../support/hostile-federation.ts'
import { builtUrl } from './built.ts'
import { spreadOf } from './race.ts'
import { duration, type Row } from './report.ts'

type Shape = {
  readonly reader: Reader
  readonly name: string
  readonly signIn: unknown
  readonly options?: Federation.FederationOptions
}

/** The shape whose median time is the greatest. */
function slowest(
  readers: typeof Federation,
  shapes: readonly Shape[],
  rounds: number,
): { readonly name: string; readonly ns: number } {
  const timed = shapes.map(({ reader, name, signIn, options = optionsOf(reader) }) => {
    const samples = Array.from({ length: rounds }, () => {
      const start = process.hrtime.bigint()
      readers[reader](signIn as never, options)
      return Number(process.hrtime.bigint() - start)
    })
    return { name: `${reader}, ${name}`, ns: spreadOf(samples).median }
  })
  const [worst] = timed.sort((one, other) => other.ns - one.ns)
  if (worst === undefined) throw new Error('there are no sign-ins')
  return worst
}

export async function federationRows(quick: boolean): Promise<readonly Row[]> {
  const built = (await import(builtUrl('federation'))) as typeof Federation
  const rounds = quick ? 15 : 201
  const row = (kind: string, shapes: readonly Shape[]): Row => {
    // Once before, so that nothing is compiled while it is timed.
    slowest(built, shapes, 5)
    const { name, ns } = slowest(built, shapes, rounds)
    return {
      what: `a sign-in with SPID, CIE, CNS or eIDAS read, the slowest of ${shapes.length} ${kind} shapes`,
      figure: `**${duration(ns)}** (${name})`,
      goal: '≤ 1 ms',
      met: ns <= 1e6,
    }
  }
  return [row('documented', documentedShapes), row('hostile', hostileSignIns)]
}
