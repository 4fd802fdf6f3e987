/** Row 4 from outside: one process for each side, which take turns. */
import { openRemote, type Remote } from '../support/remote.ts'
import { race, remoteSide } from './race.ts'
import { duration, perSecond, type Row, ratioRow, times } from './report.ts'

const open = (name: string, accounts: number): Promise<Remote> =>
  openRemote(new URL('sign-in-child.ts', import.meta.url), [name, String(accounts)])

export async function signInRows(quick: boolean): Promise<readonly Row[]> {
  const rounds = quick ? 7 : 15
  const many = quick ? 10_000 : 100_000
  const [ours, oursMany, spid, peer, flow] = await Promise.all([
    open('sportello', 1_000),
    open('sportello', many),
    open('federated', 1_000),
    open('better-auth', 1_000),
    open('flow', 0),
  ])
  try {
    const one = await race(
      [
        remoteSide('ours', ours, { operations: 5_000, atOnce: 1 }),
        remoteSide('ours, many', oursMany, { operations: 5_000, atOnce: 1 }),
        remoteSide('with SPID', spid, { operations: 5_000, atOnce: 1 }),
        remoteSide('better-auth', peer, { operations: 300, atOnce: 1 }),
      ],
      rounds,
    )
    const sixteen = await race(
      [
        remoteSide('ours', ours, { operations: 5_008, atOnce: 16 }),
        remoteSide('better-auth', peer, { operations: 304, atOnce: 16 }),
      ],
      rounds,
    )
    const flows = (await race([remoteSide('flow', flow, { operations: quick ? 100 : 300, atOnce: 1 })], rounds)).timeOf('flow')
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
      ratioRow(
        'sign-in with SPID, 1,000 accounts, one after the other, a local one whose hashing costs nothing ÷ it',
        one.ratio('ours', 'with SPID'),
        { least: 2 },
        `${perSecond(one.timeOf('with SPID').median)} against ${perSecond(one.timeOf('ours').median)}`,
      ),
      {
        what: `sign-in, ${many.toLocaleString('en')} accounts ÷ 1,000 accounts`,
        figure: times(flat),
        goal: '≤ 1.3x',
        met: flat.median <= 1.3,
      },
    ]
  } finally {
    for (const remote of [ours, oursMany, spid, peer, flow]) remote.kill()
  }
}
