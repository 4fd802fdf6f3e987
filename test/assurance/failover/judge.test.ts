/** The judge of the failovers finds each loss in a history that is told it, and the switch does to connections what a failover does. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { JournalEntry, OutboxMessage } from '../../../src/ports/index.ts'
import { type History, lossesIn } from './judge.ts'
import { openSwitch } from './switch.ts'

const entry = (type: string) => ({ key: 'town/registration/r1', type }) as JournalEntry
const mail = (id: string, sealed = '') => ({ id, sealed, topic: 'town/registration/r1' }) as OutboxMessage
const target = (event: string) => ({ kind: 'registration', id: 'r1', event })

const history: History = {
  acknowledged: [target('RegistrationOpened'), target('DocumentAdded'), target('DocumentAdded')],
  wrong: [],
  sent: [
    { id: 'm1', digest: 'a' },
    { id: 'm1', digest: 'a' },
  ],
}
const stored = { records: [], journal: ['RegistrationOpened', 'DocumentAdded', 'DocumentAdded'].map(entry), outbox: [mail('m1')] }

describe('the judge of a history', () => {
  it('finds nothing where everything is there, also where a letter went out twice as it was', () => {
    expect(lossesIn(history, stored)).toEqual([])
  })

  it.each([
    ['a command that is lost', history, { ...stored, journal: stored.journal.slice(1) }, /acknowledged 1 times, stored 0 times/],
    [
      'a command that is done twice',
      history,
      { ...stored, journal: [...stored.journal, entry('DocumentAdded')] },
      /acknowledged 2 times, done 3 times/,
    ],
    ['a letter that is lost', { ...history, sent: [] }, stored, /m1: lost/],
    ['a letter that waits', history, { ...stored, outbox: [mail('m1', 'sealed')] }, /still waiting/],
    [
      'a letter that is another one the second time',
      { ...history, sent: [...history.sent, { id: 'm1', digest: 'b' }] },
      stored,
      /other bytes/,
    ],
    ['a letter of a change that is gone', history, { ...stored, outbox: [] }, /nothing stored tells of it/],
    ['an answer that nobody should have had', { ...history, wrong: ['add: registration/not-found'] }, stored, /not-found/],
  ])('finds %s', (_, told, contents, finding) => {
    const found = lossesIn(told, contents)
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(finding)
  })
})

describe('the switch', () => {
  it('leads new connections elsewhere and leaves old ones, and a cut ends all', async () => {
    const servers = await Promise.all(
      ['one', 'two'].map(async (name) => {
        const server = createServer((socket) => socket.on('error', () => {}).write(name)).listen(0, '127.0.0.1')
        await once(server, 'listening')
        return server
      }),
    )
    const ports = servers.map((server) => (server.address() as AddressInfo).port)
    const way = await openSwitch(ports[0] ?? 0)
    const open = async () => {
      const socket = connect(way.port, '127.0.0.1').on('error', () => {})
      const first = await Promise.race([
        once(socket, 'data').then(([said]) => String(said)),
        once(socket, 'close').then(() => 'closed'),
      ])
      return { socket, first }
    }
    const old = await open()
    way.leadTo(ports[1] ?? 0)
    const fresh = await open()
    expect([old.first, fresh.first]).toEqual(['one', 'two'])
    expect(old.socket.closed).toBe(false)
    const ends = [once(old.socket, 'close'), once(fresh.socket, 'close')]
    way.cut(true)
    await Promise.all(ends)
    expect((await open()).first).toBe('closed')
    way.cut(false)
    expect((await open()).first).toBe('two')
    await way.close()
    for (const server of servers) server.close()
  })
})
