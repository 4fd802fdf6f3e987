import fc from 'fast-check'
import { createSportello, type OutboxAct, type Sportello } from 'sportello'
import { memoryStorage } from 'sportello/memory'
import { fixedClock, recordingMailer, seededRandom } from 'sportello/testing'
import { describe, expect, it } from 'vitest'
import type { OutboxMessage, Storage } from '../../src/ports/index.ts'
import { discardMail, parked, requeueMail } from '../../src/runtime/parked-mail.ts'
import type { Runtime } from '../../src/runtime/runtime.ts'
import { transact } from '../../src/runtime/transact.ts'
import { accepted, drafted, morning, office, openCounter, operator, refusedCode } from '../support/counter.ts'
import { inBoth, politely } from '../support/letters.ts'
import { clerk, codeOf, drawer, drawerKey, put, relay, rowOf, runtimeOn } from './drawer.ts'

const hour = 3_600_000
const notParked = { ok: false, refusal: { code: 'outbox/not-parked' } }
const done = { ok: true, value: null }

const id = (purpose: string) => `${office.id}.drawer.d-1.1.${purpose}`

/** A record, and mails about it that are parked. */
async function stuck(...purposes: readonly string[]) {
  const storage = memoryStorage()
  const clock = fixedClock(morning)
  const mailer = recordingMailer()
  const runtime = runtimeOn({ storage, clock, mailer })
  const queued = await transact(runtime, { name: 'drawer/put', by: clerk }, async (unit) => {
    for (const purpose of purposes) {
      const letter = { ...politely, about: inBoth(purpose), lines: [inBoth(`Segreto di ${purpose}`)] }
      const to = { name: 'Anna Verdi', address: 'anna@example.it' }
      unit.mail({ topic: { kind: 'drawer', id: 'd-1' }, purpose, to, locale: 'it', letter })
    }
    return unit.run(drawer, 'd-1', put('x'))
  })
  accepted(queued)
  for (const purpose of purposes) await storage.settle(id(purpose), { parkedAt: morning + 1 })
  clock.advance(hour)
  return { storage, clock, mailer, runtime, outbox: () => storage.contents().outbox }
}

const act = (purpose: string): OutboxAct => ({ operator, id: id(purpose) })
const acts = [
  ['requeue', requeueMail, 'MailRequeued'],
  ['discard', discardMail, 'MailDiscarded'],
] as const

/** What the drawer's journal says beside what was put into it. */
async function notes(storage: Storage) {
  const entries = await storage.journal(drawerKey, { after: 1, limit: 100 })
  return entries.map(({ by, data }) => ({ by, ...JSON.parse(data) }))
}

const idsOf = async (runtime: Runtime) => accepted(await parked(runtime)).map((mail) => mail.id)

describe('the parked mail of the counter', () => {
  it('is what failed sixteen times; requeued, it is sent as it was', async () => {
    const fails = recordingMailer(() => 'retry')
    const counter = openCounter({ mailer: fails })
    const { ticket, id: request } = await drafted(counter.sportello)
    accepted(await counter.sportello.registration.complete(ticket))
    const { outbox, journal } = counter.sportello
    for (let attempt = 1; attempt <= 16; attempt += 1) {
      expect(await outbox.parked()).toEqual({ ok: true, value: [] })
      await counter.sportello.relay()
      counter.clock.advance(6 * hour)
    }
    const [queued] = counter.storage.contents().outbox
    const [mail, ...others] = accepted(await outbox.parked())
    expect(others).toEqual([])
    expect(mail).toStrictEqual({
      id: queued?.id,
      topic: { kind: 'registration', id: request },
      queuedAt: morning,
      parkedAt: morning + 15 * 6 * hour,
      attempts: 16,
      reason: null,
    })
    expect(await outbox.requeue({ operator, id: mail?.id ?? '' })).toEqual(done)
    expect(await outbox.parked()).toEqual({ ok: true, value: [] })
    const works = recordingMailer()
    const repaired = createSportello({ ...counter.configuration, mailer: works, random: seededRandom(9) })
    expect((await repaired.relay()).sent).toEqual([mail?.id])
    expect(works.sent).toEqual([fails.calls[0]?.mail])
    const lines = accepted(await journal.read({ kind: 'registration', id: request }))
    const data = { type: 'MailRequeued', mail: mail?.id }
    expect(lines.find(({ type }) => type === 'MailRequeued')).toMatchObject({
      by: `operator:${operator.id}`,
      type: 'MailRequeued',
      data,
      personal: null,
    })
    expect(await journal.verify({ kind: 'registration', id: request })).toMatchObject({ value: { ok: true } })
  })

  it('comes in byte order of the id, page by page, and says nothing of what is in it', async () => {
    const purposes = Array.from({ length: 60 }, (_, i) => `p${100 + ((i * 7) % 60)}`)
    const { runtime, outbox } = await stuck(...purposes)
    const ids = purposes.map(id).sort()
    expect(await idsOf(runtime)).toEqual(ids.slice(0, 50))
    const page = async (given: Parameters<typeof parked>[1]) => accepted(await parked(runtime, given)).map((mail) => mail.id)
    expect(await page({ after: ids[49] ?? '' })).toEqual(ids.slice(50))
    expect(await page({ after: ids[3] ?? '', limit: 2 })).toEqual(ids.slice(4, 6))
    expect(await page({ limit: 200 })).toEqual(ids)
    const said = JSON.stringify(await parked(runtime, { limit: 200 }))
    for (const { sealed } of outbox()) expect(said).not.toContain(sealed.slice(3, 40))
    expect(said).not.toMatch(/Segreto|anna@|Verdi/)
  })

  it('INV-29: is asked for by 1 to 200 after an id, and by nothing else', async () => {
    const { runtime } = await stuck('a')
    for (const limit of [1, 200]) expect(await parked(runtime, { limit })).toMatchObject({ ok: true, value: { length: 1 } })
    const wrong: readonly unknown[] = [
      ...[0, 201, 1.5, Number.NaN, '01', {}].map((limit) => ({ limit })),
      ...['a b', 'è', '\uD800', 'x'.repeat(256), 'x'.repeat(1_048_576), 5, {}].map((after) => ({ after })),
      ...[null, 5, 'x', []],
    ]
    for (const given of wrong) expect(refusedCode(await parked(runtime, given as object))).toBe('outbox/form')
    // Empty, as a form sends it, is the first page.
    for (const after of ['', 'x'.repeat(255)]) expect(await parked(runtime, { after })).toMatchObject({ ok: true })
  })

  it('is not that of another office, though they share storage and keys', async () => {
    const { storage, clock } = await stuck('a')
    const shared = { ...runtimeOn({ storage, clock }), office: { ...office, id: 'comune-di-prov' } }
    expect(await idsOf(shared)).toEqual([])
    expect(await requeueMail(shared, act('a'))).toEqual(notParked)
    expect(await discardMail(shared, act('a'))).toEqual(notParked)
    expect(await idsOf(runtimeOn({ storage, clock }))).toEqual([id('a')])
    expect(await notes(storage)).toEqual([])
  })

  it('INV-18: is gone when its procedure is made void', async () => {
    const { runtime, outbox } = await stuck('a')
    await transact(runtime, { name: 'drawer/lock', by: clerk }, async (unit) => {
      unit.cancelMail('drawer', 'd-1')
      return unit.run(drawer, 'd-1', { type: 'Lock' })
    })
    expect(await idsOf(runtime)).toEqual([])
    expect(await requeueMail(runtime, act('a'))).toEqual(notParked)
    expect(outbox()[0]?.sealed).toBe('')
  })
})

describe('an office worker', () => {
  it('requeues one mail: it is due now, with its attempts counted anew, and no other', async () => {
    const { runtime, clock, outbox, mailer } = await stuck('a', 'b')
    expect(await requeueMail(runtime, act('a'))).toEqual(done)
    expect(outbox()).toMatchObject([
      { id: id('a'), parkedAt: null, attempts: 0, notBefore: clock.now() },
      { id: id('b'), parkedAt: morning + 1 },
    ])
    expect((await relay(runtime)).sent).toEqual([id('a')])
    expect(mailer.sent).toHaveLength(1)
  })

  it('discards one mail: it is wiped and never sent, and no other', async () => {
    const { runtime, outbox, mailer } = await stuck('a', 'b')
    expect(await discardMail(runtime, act('a'))).toEqual(done)
    expect(outbox().map(({ sealed }) => sealed === '')).toEqual([true, false])
    expect(await idsOf(runtime)).toEqual([id('b')])
    expect((await relay(runtime)).sent).toEqual([])
    expect(mailer.calls).toEqual([])
  })

  it.each(acts)(
    '%s: leaves who did what to which mail in the journal, whose record stays as it was',
    async (_name, run, type) => {
      const { storage, runtime } = await stuck('a')
      const before = await rowOf(storage)
      expect(await run(runtime, act('a'))).toEqual(done)
      expect(await notes(storage)).toEqual([{ by: `operator:${operator.id}`, type, mail: id('a') }])
      const { state, personal, tags, dueAt } = before
      expect(await rowOf(storage)).toMatchObject({ state, personal, tags, dueAt, version: before.version + 1 })
    },
  )

  it.each(acts)('%s: is refused, and noted nowhere, for what is not parked', async (_name, run) => {
    const { storage, runtime, outbox } = await stuck('waiting', 'sent', 'requeued', 'discarded')
    for (const purpose of ['waiting', 'sent']) await storage.requeue(id(purpose), morning)
    await storage.settle(id('sent'), 'sent')
    accepted(await requeueMail(runtime, act('requeued')))
    accepted(await discardMail(runtime, act('discarded')))
    const before = [await notes(storage), outbox()]
    for (const purpose of ['waiting', 'sent', 'requeued', 'discarded', 'unknown', 'waitin', 'waiting2', '%']) {
      expect(await run(runtime, act(purpose))).toEqual(notParked)
    }
    expect([await notes(storage), outbox()]).toEqual(before)
  })

  it.each(acts)('%s: finds exactly the mail that is named, whatever others are called', async (_name, run) => {
    const longest = 'a'.repeat(254)
    const ids = fc.oneof(
      fc.array(fc.constantFrom('!', '"', 'a', '}', '~'), { minLength: 1, maxLength: 3 }).map((letters) => letters.join('')),
      fc.constantFrom(`${longest}!`, `${longest}"`, `${longest}~`, longest, `${longest.slice(1)}b`),
    )
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(ids, { minLength: 1, maxLength: 12 }), ids, async (stored, wanted) => {
        const storage = memoryStorage()
        const outbox = stored.map((mail) => ({ id: mail, topic: drawerKey, sealed: 'x', at: morning }))
        await storage.commit({ expects: [], writes: [], removes: [], outbox, cancelMail: [] })
        for (const mail of stored) await storage.settle(mail, { parkedAt: morning })
        const runtime = runtimeOn({ storage })
        expect(await run(runtime, { operator, id: wanted })).toEqual(stored.includes(wanted) ? done : notParked)
        expect(await idsOf(runtime)).toEqual(stored.filter((mail) => mail !== wanted).sort())
      }),
    )
  })

  it.each(acts)('%s: acts also where the record of the mail is gone, or was erased', async (_name, run) => {
    const removed = await stuck('a')
    const removes = [{ key: drawerKey, version: 1 }]
    await removed.storage.commit({ expects: [], writes: [], removes, outbox: [], cancelMail: [] })
    expect(await run(removed.runtime, act('a'))).toEqual(done)
    expect(await removed.storage.load([drawerKey])).toEqual([null])
    const erased = await stuck('a')
    await erased.storage.erase(drawerKey, morning)
    expect(await run(erased.runtime, act('a'))).toEqual(done)
    expect(await notes(erased.storage)).toEqual([])
    for (const { runtime } of [removed, erased]) expect(await idsOf(runtime)).toEqual([])
  })

  it.each(acts)('%s: does nothing that the journal does not say: without a note there is no act', async (_name, run) => {
    const { storage, clock, runtime, outbox } = await stuck('a')
    const before = outbox()
    for (const commit of [() => Promise.reject(new Error('down')), async () => ({ ok: false, conflict: drawerKey }) as const]) {
      const failing = runtimeOn({ storage: { ...storage, commit }, clock })
      expect(await codeOf(run(failing, act('a')))).toMatch(/^(storage\/failed|busy)$/)
    }
    expect(outbox()).toEqual(before)
    expect(await idsOf(runtime)).toEqual([id('a')])
  })

  it.each(acts)('%s: Q2: dies between note and act, and can do it again', async (_name, run, type) => {
    const { storage, clock, runtime } = await stuck('a')
    const fail = () => Promise.reject(new Error('killed'))
    const dying = runtimeOn({ storage: { ...storage, requeue: fail, settle: fail }, clock })
    expect(await codeOf(run(dying, act('a')))).toBe('storage/failed')
    expect(await idsOf(runtime)).toEqual([id('a')])
    expect(await run(runtime, act('a'))).toEqual(done)
    expect((await notes(storage)).map((note) => note.type)).toEqual([type, type])
  })

  it('Q3: of many who requeue one mail at once exactly one is told that it was parked', async () => {
    const { storage, clock, mailer } = await stuck('a')
    const shells = Array.from({ length: 4 }, (_, i) => runtimeOn({ storage, clock, mailer, random: seededRandom(30 + i) }))
    const answers = await Promise.all(shells.map((runtime) => requeueMail(runtime, act('a'))))
    expect(answers.filter(({ ok }) => ok)).toEqual([done])
    expect(answers.filter(({ ok }) => !ok)).toEqual([notParked, notParked, notParked])
    await Promise.all(shells.map((runtime) => relay(runtime)))
    expect(mailer.sent).toHaveLength(1)
  })

  it.each(acts)('%s: INV-29: needs an operator and an id, and says what is wrong with either', async (_name, run) => {
    const { runtime, storage } = await stuck('a')
    const problems = async (given: unknown) => {
      const answer = await run(runtime, given as OutboxAct)
      return answer.ok || answer.refusal.code !== 'outbox/form' ? answer : answer.refusal.problems
    }
    expect(await problems({})).toEqual([
      { field: 'operator', code: 'required' },
      { field: 'id', code: 'required' },
    ])
    expect(await problems({ operator: { ...operator, id: 'a b' }, id: 'a b' })).toEqual([
      { field: 'operator.id', code: 'malformed' },
      { field: 'id', code: 'malformed' },
    ])
    for (const given of [undefined, null, 5, 'x', []]) expect(await problems(given)).toEqual([{ field: '', code: 'type' }])
    for (const mail of ['', 'x'.repeat(256), '\uD800', 'è', '\n', 'x'.repeat(1_048_576)]) {
      expect(await problems({ operator, id: mail })).toEqual([{ field: 'id', code: 'malformed' }])
    }
    expect(await problems({ operator, id: 'x'.repeat(255) })).toEqual(notParked)
    const given = Object.freeze({ operator: Object.freeze({ ...operator }), id: id('a') })
    expect(await run(runtime, given)).toEqual(done)
    expect(await notes(storage)).toHaveLength(1)
  })
})

describe('J4: a storage that answers with anything', () => {
  const mail: OutboxMessage = {
    id: id('a'),
    topic: drawerKey,
    sealed: 'k1.x',
    at: morning,
    notBefore: morning,
    attempts: 1,
    parkedAt: morning,
    reason: null,
  }

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['no list', { length: 0 }],
    ['nothing among the mails', [null]],
    ['mail that is not parked', [{ ...mail, parkedAt: null }]],
    ['mail of another office', [{ ...mail, topic: 'other/drawer/d-1' }]],
    ['mail that nobody counted', [{ ...mail, attempts: undefined }]],
  ])('fails typed where what is parked is %s', async (_name, answer) => {
    const storage = { ...memoryStorage(), parked: async () => answer as readonly OutboxMessage[] }
    const runtime = runtimeOn({ storage })
    for (const call of [parked(runtime), requeueMail(runtime, act('a')), discardMail(runtime, act('a'))]) {
      expect(await codeOf(call)).toBe('storage/failed')
    }
  })

  it.each([undefined, null, 0, 1, 'true', {}])('fails typed where a requeueing is answered by %j', async (answer) => {
    const { storage } = await stuck('a')
    const runtime = runtimeOn({ storage: { ...storage, requeue: async () => answer as boolean } })
    expect(await codeOf(requeueMail(runtime, act('a')))).toBe('storage/failed')
  })

  it('is not misled by mail that it lists unasked', async () => {
    const { storage } = await stuck('a', 'b')
    const [first] = await storage.parked({ office: office.id, limit: 1 })
    const runtime = runtimeOn({ storage: { ...storage, parked: async () => (first === undefined ? [] : [first]) } })
    expect(await requeueMail(runtime, act('b'))).toEqual(notParked)
    expect(await notes(storage)).toEqual([])
  })
})

describe('the doors of the counter', () => {
  it('are three, beside the relay', () => {
    const { sportello }: { readonly sportello: Sportello } = openCounter()
    expect(Object.keys(sportello.outbox)).toEqual(['parked', 'requeue', 'discard'])
    expect(sportello.relay).toBeTypeOf('function')
  })
})
