/** Rows of the deadline: all sides in one process and in turn, once they have been seen to agree. */
import type * as Pec from 'sportello/pec'
import { builtUrl } from './built.ts'
import { agreeing, dateFnsDeadline, handWrittenDeadline, mixedReceptions, ourDeadline, temporalDeadline } from './deadlines.ts'
import { against, judging } from './in-process.ts'
import { race } from './race.ts'
import type { Row } from './report.ts'

export async function deadlineRows(quick: boolean): Promise<readonly Row[]> {
  const { rounds, sampleMs } = quick ? { rounds: 15, sampleMs: 15 } : { rounds: 41, sampleMs: 25 }
  const ours = ourDeadline((await import(builtUrl('pec'))) as typeof Pec)
  const receptions = mixedReceptions()
  const sides = agreeing([ours, handWrittenDeadline(), dateFnsDeadline(), temporalDeadline()], receptions)
  const racing = sides.map(({ name, deadline }) => judging(name, receptions, sampleMs, deadline))
  return against(await race(racing, rounds), '`confirmationDeadline`', {
    'date-fns-tz': { least: 10 },
    'temporal-polyfill': { least: 5 },
    'hand-written rule': { most: 3 },
  })
}
