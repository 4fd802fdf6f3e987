import { migrate, sqlStorage } from 'sportello/sql'
import { describe, expect, it } from 'vitest'
import { codes } from '../../../bench/accounts.ts'
import { accepted, anna, type Counter, morning, office, openCounter, operator, refusedCode } from '../../../support/counter.ts'
import { openSqlite } from '../../../support/sqlite.ts'
import { colleague, decide, help, hour, listed, request } from './desking.ts'

const people = codes(4)
const third = { id: 'operator-3', codiceFiscale: people[2] ?? '' }
const reason = 'In ferie fino a lunedì'

async function settle(counter: Counter, id: string, by = operator) {
  const { digest: dossierDigest } = accepted(await counter.sportello.approval.dossier({ operator: by, id }))
  return counter.sportello.approval.approve({ operator: by, id, dossierDigest })
}

describe('who has a request in charge', () => {
  it('is one operator at a time: a colleague is told who and since when, and can take it over with a reason', async () => {
    const counter = openCounter()
    const { desk, approval } = counter.sportello
    const id = await request(counter)
    expect(accepted(await desk.assign({ operator, id }))).toEqual({ operator: 'operator-1', since: morning })
    counter.clock.advance(hour)
    expect(accepted(await desk.assign({ operator, id })).since).toBe(morning)
    expect(await desk.assign({ operator: colleague, id })).toEqual({
      ok: false,
      refusal: { code: 'assignment/taken', operator: 'operator-1', since: morning },
    })
    expect(refusedCode(await desk.release({ operator: colleague, id }))).toBe('assignment/taken')
    const since = morning + hour
    expect(accepted(await desk.takeOver({ operator: colleague, id, reason }))).toEqual({ from: 'operator-1', since })
    expect(accepted(await approval.dossier({ operator, id })).assignment).toEqual({ operator: 'operator-2', since })
    expect(accepted(await desk.list({ operator })).lines[0]?.assignment).toEqual({ operator: 'operator-2', since })
    expect(await listed(counter, { assignedTo: 'operator-2' })).toEqual([id])
    expect(await listed(counter, { assignedTo: 'operator-1' })).toEqual([])
    accepted(await desk.release({ operator: colleague, id }))
    expect(refusedCode(await desk.release({ operator: colleague, id }))).toBe('assignment/not-assigned')
    expect(refusedCode(await desk.takeOver({ operator, id, reason }))).toBe('assignment/not-assigned')
    const lines = accepted(await counter.sportello.journal.read({ kind: 'assignment', id }))
    expect(lines.map(({ type, by }) => `${type} ${by}`)).toEqual([
      'RequestAssigned operator:operator-1',
      'Refused operator:operator-2',
      'Refused operator:operator-2',
      'RequestTakenOver operator:operator-2',
      'RequestReleased operator:operator-2',
      'Refused operator:operator-2',
      'Refused operator:operator-1',
    ])
    expect(lines[3]).toMatchObject({ personal: { reason } })
  })

  it.each(['memory', 'sqlite'])(
    'O7: is one of those who ask at once, on %s: one gets it, the others are told who',
    async (where) => {
      const sqlite = where === 'sqlite' ? openSqlite(':memory:') : null
      if (sqlite !== null) await migrate(sqlite.db)
      const counter = openCounter(sqlite === null ? {} : { storage: sqlStorage(sqlite.db) as never })
      const { desk } = counter.sportello
      const id = await request(counter)
      const asked = await Promise.all([operator, colleague, third].map((one) => desk.assign({ operator: one, id })))
      const winners = asked.flatMap((answer) => (answer.ok ? [answer.value.operator] : []))
      expect(winners).toHaveLength(1)
      for (const answer of asked) {
        if (!answer.ok) expect(answer.refusal).toEqual({ code: 'assignment/taken', operator: winners[0], since: morning })
      }
      const taken = await Promise.all(
        [1, 2, 3].map((n) => desk.takeOver({ operator: n === 1 ? operator : n === 2 ? colleague : third, id, reason })),
      )
      expect(taken.every(({ ok }) => ok)).toBe(true)
      const holder = accepted(await desk.list({ operator })).lines[0]?.assignment?.operator
      const all = await Promise.all(
        ['operator-1', 'operator-2', 'operator-3'].map((assignedTo) => listed(counter, { assignedTo })),
      )
      expect(all.flat()).toEqual([id])
      expect(all[Number(holder?.slice(-1)) - 1]).toEqual([id])
      await sqlite?.close()
    },
  )

  it('changes nothing of the dossier that a decision names, and anybody may decide', async () => {
    const counter = openCounter()
    const { desk, approval, assistance } = counter.sportello
    const [id, asked] = [await request(counter), await help(counter)]
    const digests = [
      accepted(await approval.dossier({ operator, id })).digest,
      accepted(await assistance.dossier({ operator, id: asked })).digest,
    ]
    for (const one of [id, asked]) {
      accepted(await desk.assign({ operator: colleague, id: one }))
      accepted(await desk.note({ operator: colleague, id: one, text: 'Ha telefonato' }))
    }
    const looks = [
      accepted(await approval.dossier({ operator, id })),
      accepted(await assistance.dossier({ operator, id: asked })),
    ]
    expect(looks.map(({ digest }) => digest)).toEqual(digests)
    for (const { notes, assignment } of looks) {
      expect(notes).toEqual([{ at: morning, operator: 'operator-2', text: 'Ha telefonato' }])
      expect(assignment?.operator).toBe('operator-2')
    }
    accepted(await approval.approve({ operator, id, dossierDigest: digests[0] ?? '' }))
  })

  it('where the policy asks it, only whoever has the request in charge decides; the attempt is in the journal', async () => {
    const counter = openCounter({ policy: { assignment: { required: true } } })
    const { desk, assistance, journal } = counter.sportello
    const id = await request(counter)
    expect(refusedCode(await settle(counter, id))).toBe('assignment/required')
    accepted(await desk.assign({ operator: colleague, id }))
    expect(refusedCode(await settle(counter, id))).toBe('assignment/required')
    accepted(await settle(counter, id, colleague))
    const entries = accepted(await journal.read({ kind: 'approval', id })).filter(({ type }) => type === 'Refused')
    expect(entries.map(({ data }) => data)).toEqual(
      [1, 2].map(() => ({ type: 'Refused', command: 'approval/approve', code: 'assignment/required' })),
    )
    const asked = await help(counter)
    const { digest: dossierDigest } = accepted(await assistance.dossier({ operator, id: asked }))
    const no = { operator, id: asked, dossierDigest, reason }
    expect(refusedCode(await assistance.reject(no))).toBe('assignment/required')
    accepted(await desk.assign({ operator, id: asked }))
    accepted(await assistance.reject(no))
  })

  it('stays through a correction, and ends with the decision, the withdrawal, the lapse and the approval of a rival', async () => {
    const counter = openCounter()
    const { desk, registration, assistance, retention } = counter.sportello
    const mine = () => listed(counter, { assignedTo: 'operator-1' })
    const take = async (id: string) => accepted(await desk.assign({ operator, id })) && id
    const id = await take(await request(counter))
    counter.clock.advance(1)
    const rival = await take(await request(counter, { email: 'rival@example.it' }))
    await decide(counter, id, 'requestCorrection')
    expect(await mine()).toEqual([id, rival])
    await counter.sportello.relay()
    const ticketOf = () => {
      const texts = counter.mailer.sent.map(({ text }) => /#ticket=(\S+)/.exec(text)?.[1] ?? '')
      return texts.filter((ticket) => ticket !== '').at(-1) ?? ''
    }
    accepted(await registration.complete(ticketOf()))
    expect(await mine()).toEqual([id, rival])
    await decide(counter, id)
    expect(await mine()).toEqual([])
    for (const end of ['withdraw', 'lapse'] as const) {
      counter.clock.advance(1)
      const other = await take(
        await request(counter, {
          codiceFiscale: people[end === 'lapse' ? 1 : 3] ?? '',
          email: `${end}@example.it`,
        }).catch(() => ''),
      )
      const by = end === 'lapse' ? colleague : third
      const { digest: dossierDigest } = accepted(await counter.sportello.approval.dossier({ operator: by, id: other }))
      accepted(await counter.sportello.approval.requestCorrection({ operator: by, id: other, dossierDigest, reason }))
      expect(await mine()).toEqual([other])
      await counter.sportello.relay()
      if (end === 'withdraw') accepted(await registration.withdraw(ticketOf()))
      else {
        counter.clock.advance(8 * 24 * hour)
        await retention.sweep()
      }
      expect(await mine()).toEqual([])
    }
    const asked = await help(counter)
    await take(asked)
    expect(await mine()).toEqual([asked])
    const { digest: dossierDigest } = accepted(await assistance.dossier({ operator, id: asked }))
    accepted(await assistance.reject({ operator, id: asked, dossierDigest, reason }))
    expect(await mine()).toEqual([])
    expect(refusedCode(await desk.assign({ operator, id: asked }))).toBe('desk/closed')
    expect(refusedCode(await desk.takeOver({ operator, id: rival, reason }))).toBe('desk/closed')
  })

  it('nobody deals with an own request, nor with one that there is not', async () => {
    const counter = openCounter()
    const { desk } = counter.sportello
    const own = { id: 'operator-9', codiceFiscale: anna.codiceFiscale }
    for (const id of [await request(counter), await help(counter)]) {
      for (const act of [desk.assign, desk.release])
        expect(refusedCode(await act({ operator: own, id }))).toBe('desk/own-request')
      expect(refusedCode(await desk.takeOver({ operator: own, id, reason }))).toBe('desk/own-request')
      expect(refusedCode(await desk.note({ operator: own, id, text: 'x' }))).toBe('desk/own-request')
    }
    expect(refusedCode(await desk.assign({ operator, id: 'nobody' }))).toBe('desk/not-found')
    const other = openCounter({ storage: counter.storage, office: { ...office, id: 'altro-comune' } })
    expect(
      refusedCode(await other.sportello.desk.assign({ operator, id: await request(counter, { email: 'b@example.it' }) })),
    ).toBe('desk/not-found')
  })

  it('J2: refuses what is no act', async () => {
    const counter = openCounter()
    const { desk } = counter.sportello
    const id = await request(counter)
    for (const bad of [
      null,
      {},
      { id: '' },
      { id: 'a b', codiceFiscale: operator.codiceFiscale },
      { id: 'x', codiceFiscale: 'X' },
    ]) {
      const given = { operator: bad, id, reason, text: 'x' } as never
      for (const act of [desk.assign, desk.release, desk.takeOver, desk.note, desk.counts])
        expect(refusedCode(await act(given))).toBe('desk/form')
    }
    for (const text of ['', ' ', 'x'.repeat(2001), 5])
      expect(refusedCode(await desk.note({ operator, id, text } as never))).toBe('desk/form')
    expect(refusedCode(await desk.takeOver({ operator, id, reason: '' }))).toBe('desk/form')
  })
})

describe('the notes of the office', () => {
  it('are never mailed nor shown to the applicant, and are handed out in an export', async () => {
    const counter = openCounter()
    const { desk } = counter.sportello
    const id = await request(counter)
    counter.clock.advance(hour)
    accepted(await desk.note({ operator, id, text: 'Ha telefonato due volte' }, { requestKey: 'note-request-key-1' }))
    accepted(await desk.note({ operator, id, text: 'Ha telefonato due volte' }, { requestKey: 'note-request-key-1' }))
    await decide(counter, id)
    accepted(await desk.note({ operator: colleague, id, text: 'Richiamata dopo la decisione' }))
    await counter.sportello.relay()
    expect(JSON.stringify(counter.mailer.sent)).not.toContain('telefonato')
    const { items } = accepted(await counter.sportello.subject.export({ operator, codiceFiscale: anna.codiceFiscale }))
    const held: unknown[] = []
    for await (const item of items) held.push(item)
    expect(held).toContainEqual(
      expect.objectContaining({
        item: 'record',
        record: { kind: 'assignment', id },
        state: expect.objectContaining({
          personal: {
            notes: [
              { at: morning + hour, operator: 'operator-1', text: 'Ha telefonato due volte' },
              { at: morning + hour, operator: 'operator-2', text: 'Richiamata dopo la decisione' },
            ],
          },
        }),
      }),
    )
  })

  it('end at fifty, and at the erasure of the request', async () => {
    const counter = openCounter()
    const { desk } = counter.sportello
    const id = await request(counter)
    for (let n = 0; n < 50; n += 1) accepted(await desk.note({ operator, id, text: `Nota ${n}` }))
    expect(await desk.note({ operator, id, text: 'Una di troppo' })).toEqual({
      ok: false,
      refusal: { code: 'assignment/too-many-notes', notesMax: 50 },
    })
    await decide(counter, id, 'reject')
    accepted(await counter.sportello.subject.erase({ operator, codiceFiscale: anna.codiceFiscale, reason: 'Prot. 1' }))
    expect(refusedCode(await desk.note({ operator, id, text: 'Troppo tardi' }))).toBe('assignment/erased')
  })
})

describe('the figures of the desk', () => {
  it('are nought where there is nothing', async () => {
    const { desk } = openCounter().sportello
    const none = { count: 0, more: false }
    const start = accepted(await desk.counts({ operator }))
    expect(start).toEqual({
      waiting: { registration: none, assistance: none, federation: none },
      oldestSince: null,
      awaitingCorrection: none,
      assignedToMe: none,
      parkedMail: none,
      decidedToday: none,
    })
  })

  it('begin the day anew at 24:00 of Rome, to the millisecond, on the night of the change of the clock too', async () => {
    const counter = openCounter()
    const { desk } = counter.sportello
    counter.clock.set(Date.UTC(2026, 2, 28, 12))
    const id = await request(counter)
    const second = await request(counter, { codiceFiscale: people[0] ?? '', email: 'b@example.it' })
    accepted(await desk.assign({ operator, id: second }))
    await decide(counter, id)
    const today = async () => accepted(await desk.counts({ operator })).decidedToday.count
    expect(await today()).toBe(1)
    counter.clock.set(Date.UTC(2026, 2, 28, 22, 59, 59, 999))
    expect(await today()).toBe(1)
    counter.clock.advance(1)
    expect(await today()).toBe(0)
    const { digest: dossierDigest } = accepted(await counter.sportello.approval.dossier({ operator: colleague, id: second }))
    accepted(await counter.sportello.approval.reject({ operator: colleague, id: second, dossierDigest, reason }))
    counter.clock.set(Date.UTC(2026, 2, 29, 21, 59, 59, 999))
    expect(await today()).toBe(1)
    counter.clock.advance(1)
    expect(await today()).toBe(0)
  })

  it('tell waiting requests from those that await a correction, and what an operator has from what others have', async () => {
    const counter = openCounter()
    const { desk } = counter.sportello
    const id = await request(counter)
    counter.clock.advance(hour)
    const asked = await help(counter)
    accepted(await desk.assign({ operator, id }))
    accepted(await desk.assign({ operator: colleague, id: asked }))
    expect(accepted(await desk.counts({ operator }))).toMatchObject({
      waiting: { registration: { count: 1 }, assistance: { count: 1 } },
      oldestSince: morning,
      assignedToMe: { count: 1 },
      awaitingCorrection: { count: 0 },
    })
    await decide(counter, id, 'requestCorrection')
    expect(accepted(await desk.counts({ operator }))).toMatchObject({
      waiting: { registration: { count: 0 }, assistance: { count: 1 } },
      oldestSince: morning + hour,
      assignedToMe: { count: 1 },
      awaitingCorrection: { count: 1 },
    })
  })
})
