/** A process for one side of a comparison on a database. */
import { accepted, office } from '../../support/counter.ts'
import { serve } from '../../support/serve.ts'
import { password, pin } from '../accounts.ts'
import { type Order, timed } from '../race.ts'
import { ourFlow } from '../sign-in-sides.ts'
import { adapterSide, byHandSide } from './commit-sides.ts'
import { gather, pageSize } from './crowd.ts'
import { builtModules, openKysely, type Place } from './engine.ts'
import { mailboxes } from './mailboxes.ts'
import { type CountedSide, ourCounter, ourSide } from './sign-in-sides.ts'
import { subscribers } from './subscribers.ts'
import { underWay } from './under-way.ts'

/** Which side the process is, on which empty database, and for how many accounts; of a side that lives whole lives, the number of its office. */
export type Task = { readonly side: keyof typeof sides; readonly place: Place; readonly accounts: number }

/** Nanoseconds of one operation; statements of one sign-in; bytes in use, and resident. */
export type Question = { readonly what: string; readonly order: Order } | 'statements' | 'memory'

/** Memory of a process, in bytes; in use: after a collection. */
export type Memory = { readonly inUse: number; readonly resident: number }

type Side = {
  readonly operations: { readonly [what: string]: (turn: number) => Promise<unknown> }
  readonly statements?: () => Promise<number>
}

const modules = await builtModules()

/** Prime to every number of accounts: accounts far from each other follow, and each of them sooner or later. */
const stride = 7_919

const signingIn = ({ signIn, statements }: CountedSide): Side => ({
  operations: { 'sign-in': (turn) => signIn(turn * stride) },
  statements: () => statements(200),
})

async function crowded({ place, accounts }: Task): Promise<Side> {
  const db = openKysely(modules, place)
  const { codici, places } = await gather(modules, db, accounts)
  const { session, approval } = ourCounter(modules, db)
  const drawn = <Item>(items: readonly Item[], turn: number) => items[(turn * stride) % items.length] as Item
  return {
    operations: {
      'sign-in': async (turn) => accepted(await session.signIn({ codiceFiscale: drawn(codici, turn), pin, password })),
      // Every second one is the first page of the queue, where the office begins its day.
      async page(turn) {
        const after = turn % 2 === 0 ? {} : { after: drawn(places, turn) }
        const page = accepted(await approval.pending({ limit: pageSize, ...after }))
        if (page.length !== pageSize) throw new Error('the page is not full')
      },
    },
  }
}

/** Everything of an office that a sweep voids, page by page. */
async function sweeping({ place, accounts }: Task): Promise<Side> {
  const db = openKysely(modules, place)
  const sweep = await underWay(modules, db, accounts)
  return { operations: { sweep } }
}

/** Everybody of an office, reminded of the last use page by page. */
async function reminding({ place, accounts }: Task): Promise<Side> {
  const db = openKysely(modules, place)
  const sweep = await subscribers(modules, db, accounts)
  return { operations: { sweep } }
}

/** Mailboxes of a migration, which their owners activate. The first is only there to be copied. */
async function migrating({ place, accounts }: Task): Promise<Side> {
  const db = openKysely(modules, place)
  return { operations: await mailboxes(modules, db, accounts) }
}

/** Whole lives of applicants, in an office of its own: a relay sends the mail of its office alone. */
async function living({ place, accounts: number }: Task): Promise<Side> {
  const db = openKysely(modules, place)
  await modules.migrate(db)
  const live = ourFlow(modules, modules.sqlStorage(db), { ...office, id: `${office.id}-${number}` })
  return { operations: { life: live } }
}

const sides = {
  sportello: async ({ place, accounts }: Task) => signingIn(await ourSide(modules, place, accounts)),
  async 'better-auth'({ place, accounts }: Task) {
    // Only here, so that the memory of the others is their own.
    const { peerSide } = await import('./peer-side.ts')
    return signingIn(await peerSide(modules, place, accounts))
  },
  adapter: async ({ place }: Task): Promise<Side> => ({ operations: { commit: (await adapterSide(modules, place)).commit } }),
  'by hand': async ({ place }: Task): Promise<Side> => ({ operations: { commit: (await byHandSide(modules, place)).commit } }),
  crowd: crowded,
  sweep: sweeping,
  remind: reminding,
  life: living,
  mailboxes: migrating,
}

const task = JSON.parse(process.argv[2] ?? '') as Task
const { operations, statements } = await sides[task.side](task)
const timers = new Map(Object.entries(operations).map(([what, run]) => [what, timed(run)]))

serve((question: Question) => {
  if (question === 'memory') {
    globalThis.gc?.()
    const { heapUsed, external, rss } = process.memoryUsage()
    return { inUse: heapUsed + external, resident: rss } satisfies Memory
  }
  return question === 'statements' ? statements?.() : timers.get(question.what)?.(question.order)
})
