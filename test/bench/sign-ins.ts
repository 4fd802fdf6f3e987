/** Row 4 from outside: one process for each side, which take turns. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { race, type Side } from './race.ts'
import { duration, perSecond, type Row, ratioRow, times } from './report.ts'

/** What a side is asked for: so many operations, so many of them at once. Its answer is the time of one, in nanoseconds. */
export type Order = { readonly operations: number; readonly atOnce: number }

type Remote = { readonly side: (name: string, order: Order) => Side; readonly stop: () => void }

async function open(name: string, accounts: number): Promise<Remote> {
  const path = fileURLToPath(new URL('sign-in-child.ts', import.meta.url))
  const child: ChildProcess = fork(path, [name, String(accounts)], { execArgv: ['--import', 'tsx'] })
  await once(child, 'message')
  return {
    side: (as, order) => ({
      name: as,
      async sample() {
        child.send(order)
        const [time] = await once(child, 'message')
        return Number(time)
      },
    }),
    stop: () => void child.kill(),
  }
}

export async function signInRows(quick: boolean): Promise<readonly Row[]> {
  const rounds = quick ? 7 : 15
  const many = quick ? 10_000 : 100_000
  const [ours, oursMany, peer, flow] = await Promise.all([
    open('sportello', 1_000),
    open('sportello', many),
    open('better-auth', 1_000),
    open('flow', 0),
  ])
  try {
    const one = await race(
      [
        ours.side('ours', { operations: 5_000, atOnce: 1 }),
        oursMany.side('ours, many', { operations: 5_000, atOnce: 1 }),
        peer.side('better-auth', { operations: 300, atOnce: 1 }),
      ],
      rounds,
    )
    const sixteen = await race(
      [ours.side('ours', { operations: 5_008, atOnce: 16 }), peer.side('better-auth', { operations: 304, atOnce: 16 })],
      rounds,
    )
    const flows = (await race([flow.side('flow', { operations: quick ? 100 : 300, atOnce: 1 })], rounds)).timeOf('flow')
    const both = (result: typeof one) =>
      `${perSecond(result.timeOf('ours').median)} against ${perSecond(result.timeOf('better-auth').median)}`
    const flat = one.ratio('ours, many', 'ours')
    return [
      {
        what: 'open → document → complete → approve → first sign-in → change → sign-in, three mails sealed and sent',
        figure: `${perSecond(flows.median)} (${duration(flows.median)} each)`,
        goal: '',
        met: null,
      },
      ratioRow(
        'sign-in, 1,000 accounts, one after the other, better-auth ÷ ours',
        one.ratio('better-auth', 'ours'),
        { least: 20 },
        both(one),
      ),
      ratioRow(
        'sign-in, 1,000 accounts, 16 at once, better-auth ÷ ours',
        sixteen.ratio('better-auth', 'ours'),
        { least: 20 },
        both(sixteen),
      ),
      {
        what: `sign-in, ${many.toLocaleString('en')} accounts ÷ 1,000 accounts`,
        figure: times(flat),
        goal: '≤ 1.3x',
        met: flat.median <= 1.3,
      },
    ]
  } finally {
    for (const remote of [ours, oursMany, peer, flow]) remote.stop()
  }
}
