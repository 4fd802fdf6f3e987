/** Whole lives on PostgreSQL: how many a second one process leads, and four. */
import { type Race, race } from './race.ts'
import { duration, perSecond, type Row, ratioRow } from './report.ts'
import { openGround } from './storage/ground.ts'

type Extent = { readonly rounds: number; readonly lives: number }

const full: Extent = { rounds: 9, lives: 160 }
const quick: Extent = { rounds: 3, lives: 80 }
const tiny: Extent = { rounds: 1, lives: 8 }

const processes = 4

/** Lives that one process leads one after the other, and as many that four lead with four people each at once. */
export async function lifeRows(extent: 'full' | 'quick' | 'tiny'): Promise<readonly Row[]> {
  const { rounds, lives } = { full, quick, tiny }[extent]
  const ground = await openGround()
  try {
    const place = await ground.place('postgres')
    const one = await ground.openOn(place, 'life', 0)
    const four: (typeof one)[] = []
    for (let number = 1; number <= processes; number += 1) four.push(await ground.openOn(place, 'life', number))
    const ask = (remote: typeof one, operations: number, atOnce: number) =>
      remote.ask<number>({ what: 'life', order: { operations, atOnce } })
    const result: Race = await race(
      [
        { name: 'one', sample: () => ask(one, lives / processes, 1) },
        {
          name: 'four',
          async sample() {
            const start = process.hrtime.bigint()
            await Promise.all(four.map((remote) => ask(remote, lives / processes, 1)))
            return Number(process.hrtime.bigint() - start) / lives
          },
        },
      ],
      rounds,
    )
    const rate = perSecond(result.timeOf('four').median)
    return [
      ratioRow(
        `open → document → complete → approve → first sign-in → change → sign-in on ${ground.names.postgres}, an office for each process: one process ÷ four`,
        result.ratio('one', 'four'),
        { least: 1 },
        `${rate} against ${perSecond(result.timeOf('one').median)}, ${duration(result.timeOf('one').median)} for a life alone`,
      ),
    ]
  } finally {
    await ground.close()
  }
}
