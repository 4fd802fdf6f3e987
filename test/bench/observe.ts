/** What looking on costs: the check of a session, with nobody looking on and with a tracer and a meter that do nothing. */
import type * as Library from 'sportello'
import type * as Memory from 'sportello/memory'
import { accepted, approve, type Counter, completed, openCounter } from '../support/counter.ts'
import { noHash } from './accounts.ts'
import { builtUrl } from './built.ts'
import { race, type Side } from './race.ts'
import { duration, type Row, ratioRow } from './report.ts'

const span = { setAttribute: () => span, setStatus: () => span, end: () => undefined }
const instrument = { add: () => undefined, record: () => undefined, addCallback: () => undefined }

/** A tracer and a meter that do nothing. */
const idle: Library.Telemetry = {
  tracer: { startActiveSpan: (_name, _options, work) => work(span) },
  meter: {
    createCounter: () => instrument,
    createHistogram: () => instrument,
    createGauge: () => instrument,
    createObservableGauge: () => instrument,
  },
  monotonicMs: () => performance.now(),
}

/** A side that checks a session, as a host does at every request. */
async function checking(name: string, operations: number, observe: { readonly observe?: Library.Telemetry }): Promise<Side> {
  const { createSportello } = (await import(builtUrl('index'))) as typeof Library
  const { memoryStorage } = (await import(builtUrl('memory'))) as typeof Memory
  const plain = openCounter({ storage: memoryStorage(), passwordHash: noHash })
  const counter: Counter = { ...plain, sportello: createSportello({ ...plain.configuration, ...observe }) }
  const { session } = counter.sportello
  const { id, credentials } = await completed(counter)
  await approve(counter, id)
  const { token } = accepted(await session.signIn(credentials))
  return {
    name,
    async sample() {
      const start = process.hrtime.bigint()
      for (let count = 0; count < operations; count += 1) await session.check(token)
      return Number(process.hrtime.bigint() - start) / operations
    },
  }
}

export async function observeRows(quick: boolean): Promise<readonly Row[]> {
  const operations = quick ? 200 : 1_000
  const sides = [await checking('none', operations, {}), await checking('idle', operations, { observe: idle })]
  const result = await race(sides, quick ? 15 : 41)
  const both = `${duration(result.timeOf('idle').median)} against ${duration(result.timeOf('none').median)}`
  const what = '`session.check` in memory: a tracer and a meter that do nothing ÷ no `observe`'
  return [ratioRow(what, result.ratio('idle', 'none'), { most: 1.25 }, both)]
}
