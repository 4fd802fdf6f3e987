import { describe, expect, it } from 'vitest'
import { codes } from '../../../bench/accounts.ts'
import { accepted, anna, type Counter, morning, office, openCounter, operator, refusedCode } from '../../../support/counter.ts'
import { decide, help, hour, listed, request } from './desking.ts'

const people = codes(40)
const another = (n: number) => ({ codiceFiscale: people[n] ?? '', email: `p${n}@example.it` })

async function several(counter: Counter, length: number): Promise<readonly string[]> {
  const ids: string[] = []
  for (let n = 0; n < length; n += 1) {
    ids.push(await request(counter, another(n)))
    counter.clock.advance(hour)
  }
  return ids
}

const daylight = Date.UTC(2026, 2, 28, 22, 59, 59, 999)

describe('the list of the desk', () => {
  it('has the requests of both procedures in the order in which they were opened, and no name', async () => {
    const counter = openCounter()
    const [first, second] = await several(counter, 2)
    const third = await help(counter)
    counter.clock.advance(hour)
    const fourth = await request(counter, another(3))
    const page = accepted(await counter.sportello.desk.list({ operator }))
    const line = { state: 'waiting', round: 1, decidedAt: null, assignment: null } as const
    expect(page).toEqual({
      lines: [
        { id: first, of: 'registration', submittedAt: morning, ...line },
        { id: second, of: 'registration', submittedAt: morning + hour, ...line },
        { id: third, of: 'assistance', submittedAt: morning + 2 * hour, ...line },
        { id: fourth, of: 'registration', submittedAt: morning + 3 * hour, ...line },
      ],
      next: null,
    })
    expect(JSON.stringify(page)).not.toMatch(/Verdi|Anna|example/)
    expect(await listed(counter, { of: 'assistance' })).toEqual([third])
  })

  it('shows each state, and each request in one', async () => {
    const counter = openCounter()
    const [approved = '', rejected = '', returned = '', waiting = '', rival = ''] = [
      ...(await several(counter, 4)),
      await request(counter, { ...another(0), email: 'rival@example.it' }),
    ]
    await decide(counter, approved)
    await decide(counter, rejected, 'reject')
    await decide(counter, returned, 'requestCorrection')
    const inState = (state: string) => listed(counter, { states: [state] })
    expect(await inState('approved')).toEqual([approved])
    expect(await inState('rejected')).toEqual([rejected])
    expect(await inState('awaiting-correction')).toEqual([returned])
    expect(await inState('waiting')).toEqual([waiting])
    expect(await inState('closed')).toEqual([rival])
    expect(await listed(counter, { states: ['waiting', 'closed'] })).toEqual([waiting, rival])
    expect(await listed(counter, { states: ['awaiting-correction'], of: 'assistance' })).toEqual([])
    const { decidedAt } = accepted(await counter.sportello.desk.list({ operator, states: ['rejected'] })).lines[0] ?? {}
    expect(decidedAt).toBe(counter.clock.now())
  })

  it('gives the same lines by pages of one as in one page, each request once while more are filed', async () => {
    const counter = openCounter()
    const ids = [...(await several(counter, 5)), await help(counter)]
    for (const form of [{}, { states: ['waiting'] }, { from: '2026-03-01', until: '2026-03-31' }]) {
      expect(await listed(counter, { ...form, limit: 1 })).toEqual(ids)
      expect(await listed(counter, { ...form, limit: 4 })).toEqual(ids)
      expect(await listed(counter, { ...form, limit: 200 })).toEqual(ids)
    }
    const seen: string[] = []
    for (let after: string | null | undefined, n = 10; after !== null; n += 1) {
      const page = accepted(await counter.sportello.desk.list({ operator, limit: 2, ...(after === undefined ? {} : { after }) }))
      seen.push(...page.lines.map(({ id }) => id))
      if (n < 13) await request(counter, another(n))
      after = page.next
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toEqual(expect.arrayContaining([...ids]))
    expect(seen).toHaveLength(9)
  })

  it('takes a period by days of Rome: 24:00 of the last day is no part of it, on the night of the change of the clock too', async () => {
    // 2026-03-28T23:00Z is midnight before the day of 23 hours; 2026-03-29T22:00Z the midnight after it.
    const counter = openCounter()
    counter.clock.set(daylight)
    const before = await request(counter, another(1))
    counter.clock.advance(1)
    const first = await request(counter, another(2))
    counter.clock.set(Date.UTC(2026, 2, 29, 21, 59, 59, 999))
    const last = await request(counter, another(3))
    counter.clock.advance(1)
    const after = await request(counter, another(4))
    const on = (from: string, until: string) => listed(counter, { from, until })
    expect(await on('2026-03-28', '2026-03-28')).toEqual([before])
    expect(await on('2026-03-29', '2026-03-29')).toEqual([first, last])
    expect(await on('2026-03-30', '2026-03-30')).toEqual([after])
    expect(await on('2026-03-28', '2026-03-30')).toEqual([before, first, last, after])
  })

  it('takes a period by the day of the decision, on the night of the longer day too', async () => {
    const counter = openCounter()
    const [first = '', second = ''] = await several(counter, 2)
    counter.clock.set(Date.UTC(2026, 9, 25, 22, 59, 59, 999))
    await decide(counter, first)
    counter.clock.advance(1)
    await decide(counter, second, 'reject')
    const on = (day: string, more = {}) => listed(counter, { by: 'decided', from: day, until: day, ...more })
    expect(await on('2026-10-25')).toEqual([first])
    expect(await on('2026-10-26')).toEqual([second])
    expect(await on('2026-10-26', { states: ['approved'] })).toEqual([])
    expect(await on('2026-03-10')).toEqual([])
  })

  it('goes through a long period in pages that come to an end', async () => {
    const counter = openCounter()
    const id = await request(counter)
    const page = accepted(await counter.sportello.desk.list({ operator, from: '2025-04-01', until: '2026-04-01' }))
    expect(page.lines).toEqual([])
    expect(page.next).toMatch(/^2025-05-02~$/)
    expect(await listed(counter, { from: '2025-04-01', until: '2026-04-01' })).toEqual([id])
  })

  it('goes on where few of many rows are wanted', async () => {
    const counter = openCounter()
    const ids = await several(counter, 6)
    await decide(counter, ids[5] ?? '')
    expect(await listed(counter, { states: ['approved'], from: '2026-03-10', until: '2026-03-10', limit: 1 })).toEqual([ids[5]])
  })

  it('Q6: shows a request that cannot be read as one, where it belongs', async () => {
    const counter = openCounter()
    const id = await request(counter)
    const [row] = await counter.storage.load([`${office.id}/approval/${id}`])
    if (!row) throw new Error('no row')
    const { version, erasedAt: _, ...rest } = row
    const write = { ...rest, state: '{}', expectedVersion: version, entries: [] }
    await counter.storage.commit({ expects: [], writes: [write], removes: [], outbox: [], cancelMail: [] })
    const { lines } = accepted(await counter.sportello.desk.list({ operator, states: ['waiting'] }))
    const line = { id, of: 'registration', state: 'waiting', round: 0, decidedAt: null, assignment: null }
    expect(lines).toEqual([{ ...line, submittedAt: morning, unreadable: true }])
  })

  it('never shows what another office has', async () => {
    const counter = openCounter()
    await request(counter)
    const other = openCounter({ storage: counter.storage, office: { ...office, id: 'altro-comune' } })
    expect(await listed(other)).toEqual([])
    expect(accepted(await other.sportello.desk.search({ operator, codiceFiscale: anna.codiceFiscale })).lines).toEqual([])
    expect(accepted(await other.sportello.desk.counts({ operator })).waiting.registration.count).toBe(0)
  })

  it('J2: refuses what is no list', async () => {
    const { list } = openCounter().sportello.desk
    const wrong: readonly object[] = [
      ...[{ of: 'session' }, { states: ['lapsed'] }, { states: 'lapsed' }, { states: Array(6).fill('waiting') }, { by: 'x' }],
      ...[{ from: '2026-02-30', until: '2026-03-01' }, { from: '2026-03-01' }, { until: '2026-03-01' }],
      ...[
        { from: '2026-03-02', until: '2026-03-01' },
        { from: '2025-01-01', until: '2026-01-02' },
      ],
      ...[{ assignedTo: 'a b' }, { after: 'x' }, { after: '2026-03-01' }, { after: '-~/' }, { limit: 0 }, { limit: 201 }],
      ...[{ operator: null }, { operator: { id: 'x' } }, { operator: { ...operator, codiceFiscale: 'X' } }],
    ]
    for (const form of wrong) expect([form, refusedCode(await list({ operator, ...form } as never))]).toEqual([form, 'desk/form'])
    expect(accepted(await list({ operator, from: '2024-01-01', until: '2024-12-31' })).lines).toEqual([])
  })
})
