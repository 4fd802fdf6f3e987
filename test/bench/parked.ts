/** Letters that nobody took: what they cost while they lie there, and how long it takes until the office has sent all of them again. */
import { accepted, keys, office, operator } from '../support/counter.ts'
import { noHash } from './accounts.ts'
import { race, type Side, timed } from './race.ts'
import { duration, plain, type Row, ratioRow } from './report.ts'
import { builtModules, openKysely } from './storage/engine.ts'
import { type Ground, openGround } from './storage/ground.ts'
import { openQueue } from './storage/queued-mail.ts'

type Extent = { readonly rounds: number; readonly letters: number; readonly looks: number }

const full: Extent = { rounds: 15, letters: 10_000, looks: 200 }
const quick: Extent = { rounds: 5, letters: 2_000, looks: 100 }
const tiny: Extent = { rounds: 1, letters: 40, looks: 4 }

/** A counter whose letters are all parked, and which counts what it sends. */
async function parkedCounter(ground: Ground, letters: number) {
  const modules = await builtModules()
  const db = openKysely(modules, await ground.place('postgres'))
  const queue = await openQueue(modules, db, letters)
  const storage = modules.sqlStorage(db)
  for (const id of await queue.unsettled()) await storage.settle(id, { parkedAt: Date.now(), reason: 'none' })
  let sent = 0
  const { outbox, relay } = modules.createSportello({
    ...{ office, keys, storage, documents: modules.memoryDocuments(), passwordHash: noHash },
    mailer: {
      async send() {
        sent += 1
        return 'sent'
      },
    },
  })
  return { outbox, relay, sent: () => sent, unsettled: queue.unsettled, close: () => db.destroy() }
}

export async function parkedRows(extent: 'full' | 'quick' | 'tiny'): Promise<readonly Row[]> {
  const { rounds, letters, looks } = { full, quick, tiny }[extent]
  const ground = await openGround()
  try {
    const [none, many] = [await parkedCounter(ground, 0), await parkedCounter(ground, letters)]
    const look = (name: string, { relay }: typeof many): Side => {
      const timer = timed(() => relay())
      return { name, sample: () => timer({ operations: looks, atOnce: 1 }) }
    }
    const result = await race([look('none', none), look('many', many)], rounds)

    const start = performance.now()
    for (let page = accepted(await many.outbox.parked({ limit: 200 })); page.length > 0; ) {
      for (const { id } of page) accepted(await many.outbox.requeue({ operator, id }))
      page = accepted(await many.outbox.parked({ limit: 200 }))
    }
    const requeued = performance.now() - start
    while ((await many.relay()).sent.length > 0);
    const seconds = (performance.now() - start) / 1_000
    const left = (await many.unsettled()).length
    for (const { close } of [none, many]) await close()
    const said = letters.toLocaleString('en')
    const times = ['many', 'none'].map((name) => duration(result.timeOf(name).median)).join(' against ')
    return [
      ratioRow(
        `a relay looks for mail on ${ground.names.postgres}: ${said} parked letters ÷ none`,
        result.ratio('many', 'none'),
        { most: 1.3 },
        times,
      ),
      {
        what: `${said} parked letters on ${ground.names.postgres}, requeued by the office one by one and sent by one relay`,
        figure: `**${plain(seconds)} s**, of which ${plain(requeued / 1_000)} s to requeue them, each with an entry in a journal; ${many.sent().toLocaleString('en')} sent, ${left} left`,
        goal: '≤ 60 s, each sent once',
        met: seconds <= 60 && many.sent() === letters && left === 0,
      },
    ]
  } finally {
    await ground.close()
  }
}
