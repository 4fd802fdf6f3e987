/** Rows of receipts: a good one against a parser of XML that checks its form, and hostile ones against the clock. */
import { hostileDaticerts } from '../support/hostile-daticerts.ts'
import { builtUrl } from './built.ts'
import { against, judging } from './in-process.ts'
import { race, spreadOf } from './race.ts'
import { ourDaticert, peerDaticert, receiptsOfAllKinds } from './receipt-sides.ts'
import { duration, type Row } from './report.ts'

/** The median times of each hostile document, the slowest first. */
function hostileTimes(
  parse: (xml: unknown) => unknown,
  rounds: number,
): readonly { readonly name: string; readonly ns: number }[] {
  const timed = hostileDaticerts.map(({ name, document }) => {
    const samples = Array.from({ length: rounds }, () => {
      const start = process.hrtime.bigint()
      parse(document)
      return Number(process.hrtime.bigint() - start)
    })
    return { name, ns: spreadOf(samples).median }
  })
  return timed.sort((a, b) => b.ns - a.ns)
}

export async function receiptRows(quick: boolean): Promise<readonly Row[]> {
  const extent = quick ? { rounds: 15, sampleMs: 15 } : { rounds: 41, sampleMs: 25 }
  const pec = (await import(builtUrl('pec'))) as typeof import('sportello/pec')
  const receipts = receiptsOfAllKinds()
  const sides = [ourDaticert(pec), peerDaticert()].map(({ name, read }) => judging<string>(name, receipts, extent.sampleMs, read))
  const [worst] = hostileTimes(pec.parseDaticert, quick ? 11 : 41)
  if (worst === undefined) throw new Error('there are no hostile documents')
  const hostile = {
    what: `\`parseDaticert\` of ${hostileDaticerts.length} hostile documents, the slowest of them`,
    figure: `**${duration(worst.ns)}** (${worst.name})`,
    goal: '≤ 5 ms',
    met: worst.ns <= 5e6,
  }
  return [
    ...against(await race(sides, extent.rounds), '`parseDaticert` of a receipt', { 'fast-xml-parser, validating': { least: 1 } }),
    hostile,
  ]
}
