import { createSportello, type Mail, type MailOutcome } from 'sportello'
import { type MemoryStorage, memoryStorage } from 'sportello/memory'
import { fixedClock, recordingMailer, seededRandom } from 'sportello/testing'
import { describe, expect, it } from 'vitest'
import { InvariantError, instantMax } from '../../src/kernel/index.ts'
import type { Mailer, OutboxMessage, Random, Storage } from '../../src/ports/index.ts'
import { verifyRecord } from '../../src/runtime/journal-reader.ts'
import { renderLetter } from '../../src/runtime/letter-layout.ts'
import type { Outgoing } from '../../src/runtime/outbox.ts'
import { parked } from '../../src/runtime/parked-mail.ts'
import type { MailEnd } from '../../src/runtime/procedure.ts'
import { relay as relayAt } from '../../src/runtime/relay.ts'
import type { Runtime } from '../../src/runtime/runtime.ts'
import { transact } from '../../src/runtime/transact.ts'
import { drafted, keys, morning, office, openCounter } from '../support/counter.ts'
import { inBoth, politely } from '../support/letters.ts'
import { clerk, codeOf, drawer, drawerKey, put, relay, rowOf, runtimeOn } from './drawer.ts'

const minute = 60_000
const hour = 60 * minute
const nothing = { sent: [], retried: [], rejected: [], overdue: [], cancelled: [], parked: [], reasons: [] }

/** The chance of a relay that decides how long a mail waits: 0 is half of its delay, 255 the whole. */
const waiting = (byte: number): Random => ({ bytes: (length) => new Uint8Array(length).fill(byte) })

const letterOf = (purpose: string, terms: Pick<Outgoing, 'channel' | 'until'> = {}): Outgoing => ({
  topic: { kind: 'drawer', id: 'd-1' },
  purpose,
  to: { name: 'Anna Verdi', address: 'anna@example.it' },
  locale: 'it',
  letter: { ...politely, about: inBoth(`Oggetto ${purpose}`), lines: [inBoth(`Testo di ${purpose}`)] },
  ...terms,
})

/** A record that is written and the mails that tell of it, queued under these purposes. */
async function queue(runtime: Runtime, ...letters: (string | Outgoing)[]): Promise<void> {
  const queued = await transact(runtime, { name: 'drawer/put', by: clerk }, async (unit) => {
    for (const letter of letters) unit.mail(typeof letter === 'string' ? letterOf(letter) : letter)
    return unit.run(drawer, 'd-1', put('x'))
  })
  if (!queued.ok) throw new Error(queued.refusal.code)
}

const id = (purpose: string, version = 1) => `${office.id}.drawer.d-1.${version}.${purpose}`

/** What the drawer's journal says beside what was put into it. */
async function notes(storage: Storage) {
  const entries = await storage.journal(drawerKey, { after: 1, limit: 100 })
  return entries.map(({ by, data }) => ({ by, ...JSON.parse(data) }))
}

/** A queue with these mails in it, and a mailer that behaves as told. What is tried again waits its whole delay. */
async function post(script: Parameters<typeof recordingMailer>[0], ...letters: (string | Outgoing)[]) {
  const storage = memoryStorage()
  const clock = fixedClock(morning)
  const mailer = recordingMailer(script)
  await queue(runtimeOn({ storage, clock, mailer }), ...letters)
  const runtime = runtimeOn({ storage, clock, mailer, random: waiting(255) })
  return { storage, clock, mailer, runtime, outbox: () => storage.contents().outbox }
}

/** A sealer that has opened these mails already, so that the order in which the platform deciphers them is none. */
async function openedBefore({ sealer }: Runtime, storage: MemoryStorage): Promise<Runtime['sealer']> {
  const { outbox } = storage.contents()
  const open = await Promise.all(outbox.map(async (mail) => [mail.id, await sealer.open('seal', mail.id, mail.sealed)] as const))
  const texts = new Map(open)
  return { ...sealer, open: async (_purpose, identity) => texts.get(identity) ?? '' }
}

describe('the relay', () => {
  it('INV-18: sends what is due, once, and wipes what it sent', async () => {
    const { runtime, mailer, outbox } = await post([], 'first', 'second')
    expect(outbox().every(({ sealed }) => sealed.startsWith('k1.'))).toBe(true)
    // Several letters are on their way at a time, so which arrives first is open.
    const report = await relay(runtime)
    expect({ ...report, sent: [...report.sent].sort() }).toStrictEqual({ ...nothing, sent: [id('first'), id('second')].sort() })
    expect([...mailer.sent].sort((a, b) => (a.id < b.id ? -1 : 1))).toStrictEqual(
      ['first', 'second'].map((purpose) => ({
        id: id(purpose),
        messageIdLeft: id(purpose),
        to: { name: 'Anna Verdi', address: 'anna@example.it' },
        ...renderLetter(letterOf(purpose).letter, 'it', 'Anna Verdi'),
        locale: 'it',
        channel: 'ordinary',
      })),
    )
    expect(outbox().map(({ sealed }) => sealed)).toEqual(['', ''])
    expect(await relay(runtime)).toStrictEqual(nothing)
    expect(mailer.sent).toHaveLength(2)
  })

  it('has nothing to do where nothing is queued', async () => {
    expect(await relay(runtimeOn())).toStrictEqual(nothing)
  })

  it('tries a mail again that the next hop did not take now, and it is the same to the byte', async () => {
    const { runtime, mailer, clock } = await post(['retry', 'sent'], 'first')
    expect(await relay(runtime)).toStrictEqual({ ...nothing, retried: [id('first')] })
    clock.advance(minute - 1)
    expect(await relay(runtime)).toStrictEqual(nothing)
    clock.advance(1)
    expect(await relay(runtime)).toStrictEqual({ ...nothing, sent: [id('first')] })
    expect(mailer.calls).toHaveLength(2)
    expect(mailer.calls[1]?.mail).toStrictEqual(mailer.calls[0]?.mail)
  })

  it('gives up at once what the next hop will never take, wipes it and notes it in the journal of its record', async () => {
    const { runtime, storage, mailer, clock, outbox } = await post(['rejected'], 'first')
    const { version: _, journalHead: _head, ...before } = await rowOf(storage)
    expect(await relay(runtime)).toStrictEqual({ ...nothing, rejected: [id('first')] })
    expect(outbox()[0]?.sealed).toBe('')
    clock.advance(1_000 * hour)
    expect(await relay(runtime)).toStrictEqual(nothing)
    expect(mailer.calls).toHaveLength(1)
    expect(await notes(storage)).toEqual([{ by: 'system', type: 'MailRejected', mail: id('first') }])
    expect(await rowOf(storage)).toMatchObject(before)
    expect(await verifyRecord(runtime, { kind: 'drawer', id: 'd-1' })).toMatchObject({ value: { ok: true, entries: 2 } })
  })

  it.each<[string, (storage: Storage) => Partial<Storage>]>([
    ['fails', () => ({ commit: () => Promise.reject(new Error('down')) })],
    ['always conflicts', () => ({ commit: async () => ({ ok: false, conflict: drawerKey }) })],
    ['cannot be read', () => ({ load: () => Promise.reject(new Error('down')) })],
  ])(
    'settles what the next hop will never take only with its note: where the journal %s it is tried again',
    async (_how, spoil) => {
      const { storage, clock, mailer, outbox, runtime } = await post(['rejected', 'rejected'], 'first')
      const report = await relay(runtimeOn({ storage: { ...storage, ...spoil(storage) }, clock, mailer }))
      expect(report).toStrictEqual({ ...nothing, retried: [id('first')] })
      expect([outbox()[0]?.sealed === '', await notes(storage)]).toEqual([false, []])
      clock.advance(minute)
      expect(await relay(runtime)).toStrictEqual({ ...nothing, rejected: [id('first')] })
      expect(outbox()[0]?.sealed).toBe('')
      expect(await notes(storage)).toEqual([{ by: 'system', type: 'MailRejected', mail: id('first') }])
    },
  )

  it('parks what the next hop will never take where the journal can never be written, so that the office sees it', async () => {
    const { storage, clock, mailer, outbox } = await post(() => 'rejected', 'first')
    const runtime = runtimeOn({ storage: { ...storage, commit: () => Promise.reject(new Error('down')) }, clock, mailer })
    for (let attempt = 1; attempt < 16; attempt += 1) {
      expect(await relay(runtime)).toStrictEqual({ ...nothing, retried: [id('first')] })
      clock.advance(24 * hour)
    }
    expect(await relay(runtime)).toStrictEqual({ ...nothing, parked: [id('first')] })
    expect(outbox()[0]).toMatchObject({ parkedAt: clock.now() })
  })

  it('sends nothing twice where it cannot be noted that it was sent', async () => {
    const { storage, clock, mailer } = await post([], 'first')
    const runtime = runtimeOn({ storage, clock, mailer })
    const failing = { runtime, settled: () => Promise.reject(new Error('down')), beforeMail: async () => null }
    expect(await relayAt(failing)).toStrictEqual({ ...nothing, sent: [id('first')] })
    clock.advance(24 * hour)
    expect(await relayAt(failing)).toStrictEqual(nothing)
    expect(mailer.sent).toHaveLength(1)
  })

  it('settles what the next hop will never take about a record that is not there', async () => {
    const { storage, clock, mailer, outbox } = await post(['rejected'], 'first')
    const load: Storage['load'] = async (keys) => (await storage.load(keys)).map(() => null)
    expect(await relay(runtimeOn({ storage: { ...storage, load }, clock, mailer }))).toStrictEqual({
      ...nothing,
      rejected: [id('first')],
    })
    expect([outbox()[0]?.sealed, await notes(storage)]).toEqual(['', []])
  })

  it('notes what the next hop will never take however many of its mails are refused at once, and whoever writes meanwhile', async () => {
    const { storage, clock, mailer } = await post(['rejected'], 'first')
    let conflicts = 20
    const commit: Storage['commit'] = async (asked) => {
      conflicts -= 1
      return conflicts >= 0 ? { ok: false, conflict: drawerKey } : storage.commit(asked)
    }
    await relay(runtimeOn({ storage: { ...storage, commit }, clock, mailer }))
    expect(await notes(storage)).toEqual([{ by: 'system', type: 'MailRejected', mail: id('first') }])
  })

  it('settles what the next hop will never take about a record that was erased, and notes nothing there', async () => {
    const { storage, runtime, outbox } = await post(['rejected'], 'first')
    await storage.erase(drawerKey, morning)
    expect(await relay(runtime)).toStrictEqual({ ...nothing, rejected: [id('first')] })
    expect([outbox()[0]?.sealed, await notes(storage)]).toEqual(['', []])
  })

  it('Q2: notes twice rather than never that a mail was refused for good, when it dies before it is settled', async () => {
    const { storage, clock, mailer, runtime, outbox } = await post(() => 'rejected', 'first')
    const dying: Storage = { ...storage, settle: () => Promise.reject(new Error('killed')) }
    expect(await codeOf(relay(runtimeOn({ storage: dying, clock, mailer })))).toBe('storage/failed')
    expect(await notes(storage)).toHaveLength(1)
    clock.advance(5 * minute)
    expect(await relay(runtime)).toStrictEqual({ ...nothing, rejected: [id('first')] })
    expect([await notes(storage), outbox()[0]?.sealed]).toMatchObject([{ length: 2 }, ''])
  })

  it.each([
    ['at the most', 255, [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360, 360, 360, 360]],
    ['at the least', 0, [0.5, 1, 2, 4, 8, 16, 32, 64, 128, 180, 180, 180, 180, 180, 180]],
  ])(
    'Q4: waits longer each time, never more than six hours, and parks after sixteen attempts: %s',
    async (_how, byte, minutes) => {
      const { storage, clock, mailer, outbox } = await post(() => 'retry', 'first')
      const runtime = runtimeOn({ storage, clock, mailer, random: waiting(byte) })
      const waits: number[] = []
      for (let attempt = 1; attempt < 16; attempt += 1) {
        expect(await relay(runtime)).toStrictEqual({ ...nothing, retried: [id('first')] })
        const [message] = outbox()
        waits.push(Number(message?.notBefore) - clock.now())
        clock.set(Number(message?.notBefore) - 1)
        expect(await relay(runtime)).toStrictEqual(nothing)
        clock.advance(1)
      }
      expect(waits).toEqual(minutes.map((count) => count * minute))
      expect(outbox()[0]?.parkedAt).toBeNull()
      expect(await relay(runtime)).toStrictEqual({ ...nothing, parked: [id('first')] })
      expect(outbox()[0]).toMatchObject({ parkedAt: clock.now(), attempts: 16, sealed: expect.stringMatching(/^k1\./) })
      clock.advance(1_000 * hour)
      expect(await relay(runtime)).toStrictEqual(nothing)
      expect(mailer.calls).toHaveLength(16)
    },
  )

  it('Q4: spreads what failed together between half and all of its delay, the same way for the same chance', async () => {
    const purposes = Array.from({ length: 40 }, (_, i) => `p${i}`)
    const waitsOf = async (seed: number): Promise<readonly number[]> => {
      const { storage, clock, mailer, outbox } = await post(() => 'retry', ...purposes)
      await relay(runtimeOn({ storage, clock, mailer, random: seededRandom(seed) }))
      return outbox().map(({ notBefore }) => notBefore - morning)
    }
    const waits = await waitsOf(1)
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(minute / 2)
    expect(Math.max(...waits)).toBeLessThanOrEqual(minute)
    expect(new Set(waits).size).toBeGreaterThan(35)
    for (const [from, to] of [
      [30, 40],
      [40, 50],
      [50, 60],
    ] as const) {
      expect(waits.filter((wait) => wait >= from * 1_000 && wait <= to * 1_000).length).toBeGreaterThan(5)
    }
    expect(await waitsOf(1)).toEqual(waits)
    expect(await waitsOf(2)).not.toEqual(waits)
  })

  it.each<[string, () => Uint8Array]>([
    [
      'throws',
      () => {
        throw new Error('no entropy')
      },
    ],
    ['stops short', () => new Uint8Array(1)],
    ['gives nothing', () => undefined as unknown as Uint8Array],
  ])('R7: sends, settles and puts off mail although chance %s', async (_how, bytes) => {
    const script = ({ id: mail }: Mail) => (mail === id('bad') ? ('retry' as const) : ('sent' as const))
    const { storage, clock, mailer, outbox } = await post(script, 'a', 'bad')
    const report = await relay(runtimeOn({ storage, clock, mailer, random: { bytes } }))
    expect(report).toStrictEqual({ ...nothing, sent: [id('a')], retried: [id('bad')] })
    expect(outbox().map(({ sealed, notBefore }) => [sealed === '', notBefore - morning])).toEqual([
      [true, 5 * minute],
      [false, minute],
    ])
  })

  it('T2: puts nothing off beyond the last instant', async () => {
    const { storage, clock, mailer, outbox } = await post(() => 'retry', 'first')
    clock.set(instantMax - 1)
    expect(await relay(runtimeOn({ storage, clock, mailer }))).toStrictEqual({ ...nothing, retried: [id('first')] })
    expect(outbox()[0]?.notBefore).toBe(instantMax)
  })

  it.each([
    ['the last time for a mail that was leased fifteen times before', 15, 1, { ...nothing, sent: [id('first')] }],
    [
      'no more of a mail that was leased sixteen times and never settled, but parks it',
      16,
      0,
      { ...nothing, parked: [id('first')] },
    ],
  ])('Q1: calls the mailer %s', async (_what, leases, calls, expected) => {
    const { storage, clock, mailer, runtime, outbox } = await post([], 'first')
    for (let lease = 0; lease < leases; lease += 1) {
      await storage.lease({ office: office.id, now: clock.now(), leaseMs: 1, limit: 1 })
      clock.advance(1)
    }
    expect(await relay(runtime)).toStrictEqual(expected)
    expect(mailer.calls).toHaveLength(calls)
    expect(outbox()[0]?.parkedAt).toBe(calls === 0 ? clock.now() : null)
  })

  it.each<[string, Mailer]>([
    ['rejects', { send: () => Promise.reject(new Error('no connection')) }],
    ['rejects with nothing', { send: () => Promise.reject(undefined) }],
    [
      'throws',
      {
        send() {
          throw 'no connection'
        },
      },
    ],
    ['answers nothing', { send: async () => undefined as unknown as MailOutcome }],
    ['answers something else', { send: async () => 'delivered' as MailOutcome }],
    ['answers an object', { send: async () => ({ outcome: 'sent' }) as unknown as MailOutcome }],
  ])('J4: loses no mail with a mailer that %s', async (_name, mailer) => {
    const { storage, clock, outbox } = await post([], 'first')
    expect(await relay(runtimeOn({ storage, clock, mailer, random: waiting(255) }))).toStrictEqual({
      ...nothing,
      retried: [id('first')],
    })
    expect(outbox()[0]).toMatchObject({ attempts: 1, notBefore: morning + minute })
    clock.advance(minute)
    const working = recordingMailer()
    expect(await relay(runtimeOn({ storage, clock, mailer: working }))).toStrictEqual({ ...nothing, sent: [id('first')] })
    expect(working.sent).toHaveLength(1)
  })

  it('says why a mail waits: in its report and in the list of parked mail, the last reason alone', async () => {
    const script = (_: Mail, before: number) => ({ outcome: 'retry' as const, reason: `450 4.3.2 try ${before}` })
    const { storage, mailer, clock, outbox } = await post(script, 'first')
    const runtime = runtimeOn({ storage, clock, mailer })
    for (let attempt = 0; attempt < 15; attempt += 1) {
      const report = { ...nothing, retried: [id('first')], reasons: [{ id: id('first'), reason: `450 4.3.2 try ${attempt}` }] }
      expect(await relay(runtime)).toStrictEqual(report)
      clock.advance(6 * hour)
    }
    const reason = '450 4.3.2 try 15'
    expect(await relay(runtime)).toStrictEqual({ ...nothing, parked: [id('first')], reasons: [{ id: id('first'), reason }] })
    expect(await parked(runtime)).toMatchObject({ ok: true, value: [{ id: id('first'), reason }] })
    expect(JSON.stringify(outbox())).not.toContain('4.3.2')
    const without = { ...runtime, sealer: { ...runtime.sealer, open: () => Promise.reject(new Error('no such key')) } }
    expect(await parked(without)).toMatchObject({ ok: true, value: [{ id: id('first'), reason: null }] })
  })

  it('keeps the reason of the last attempt with a mail that has crashed its senders since', async () => {
    const { runtime, storage, clock } = await post([{ outcome: 'retry', reason: '451 4.3.0' }], 'first')
    await relay(runtime)
    for (let lease = 0; lease < 15; lease += 1) {
      clock.advance(hour)
      await storage.lease({ office: office.id, now: clock.now(), leaseMs: 1, limit: 1 })
    }
    clock.advance(hour)
    expect(await relay(runtime)).toStrictEqual({ ...nothing, parked: [id('first')] })
    expect(await parked(runtime)).toMatchObject({ value: [{ reason: '451 4.3.0' }] })
  })

  it('says why a mail was refused for good in its report, and in the personal part of the journal, which an erasure takes', async () => {
    const reason = '550 5.1.1 no such user'
    const { runtime, storage } = await post([{ outcome: 'rejected', reason }], 'first')
    expect(await relay(runtime)).toStrictEqual({ ...nothing, rejected: [id('first')], reasons: [{ id: id('first'), reason }] })
    const [, note] = await storage.journal(drawerKey, { after: 0, limit: 100 })
    expect(note?.data).not.toContain('5.1.1')
    expect(JSON.parse(note?.personal ?? 'null')).toMatchObject({ data: { reason } })
    await storage.erase(drawerKey, morning)
    expect(JSON.stringify(await storage.journal(drawerKey, { after: 0, limit: 100 }))).not.toContain('5.1.1')
    expect(await verifyRecord(runtime, { kind: 'drawer', id: 'd-1' })).toMatchObject({ value: { ok: true } })
  })

  it('waits without a reason where chance fails, which sealing needs', async () => {
    const { storage, clock, mailer, outbox } = await post([{ outcome: 'retry', reason: '451 4.3.0' }], 'first')
    const random = {
      bytes: () => {
        throw new Error('no entropy')
      },
    }
    expect(await relay(runtimeOn({ storage, clock, mailer, random }))).toMatchObject({ retried: [id('first')] })
    expect(outbox()[0]).toMatchObject({ attempts: 1, reason: null, notBefore: morning + minute })
  })

  it('Q4: lets the others pass where one cannot be sent', async () => {
    const script = ({ id: mail }: Mail) => (mail === id('bad') ? ('throw' as const) : ('sent' as const))
    const { runtime, mailer } = await post(script, 'a', 'bad', 'c', 'd')
    const report = await relay(runtime)
    expect({ ...report, sent: [...report.sent].sort() }).toStrictEqual({
      ...nothing,
      sent: [id('a'), id('c'), id('d')].sort(),
      retried: [id('bad')],
    })
    expect(mailer.sent).toHaveLength(3)
  })

  it('keeps a mail whose key is missing for a time, and sends it when the key is back', async () => {
    const { storage, clock, runtime, mailer, outbox } = await post([], 'first')
    const k2 = Uint8Array.from({ length: 32 }, (_, i) => 250 - i)
    const faulty = runtimeOn({ storage, clock, mailer, keys: { ...keys, current: 'k2', ring: { k2 } }, random: seededRandom(3) })
    expect(await relay(faulty)).toStrictEqual({ ...nothing, retried: [id('first')] })
    expect(mailer.calls).toEqual([])
    expect(outbox()[0]?.sealed).not.toBe('')
    clock.advance(minute)
    expect(await relay(runtime)).toStrictEqual({ ...nothing, sent: [id('first')] })
  })

  it('11.3.4: does not send what was moved from one row to another, nor what nobody sealed', async () => {
    const { storage, clock, runtime, mailer, outbox } = await post([], 'first', 'second')
    const [first, second] = outbox()
    const swapped = (message: OutboxMessage) => ({
      ...message,
      sealed: (message.id === first?.id ? second : first)?.sealed ?? '',
    })
    const odd = await runtime.sealer.seal('seal', 'odd', 'no JSON')
    const forged: Storage = {
      ...storage,
      lease: async (order) => [
        ...(await storage.lease(order)).map(swapped),
        { id: 'odd', topic: drawerKey, sealed: odd, at: morning, notBefore: morning, attempts: 1, parkedAt: null, reason: null },
        {
          id: 'plain',
          topic: drawerKey,
          sealed: 'To: evil@example.org',
          at: morning,
          notBefore: morning,
          attempts: 1,
          parkedAt: null,
          reason: null,
        },
      ],
    }
    const { retried, ...others } = await relay(runtimeOn({ storage: { ...forged, isWaiting: async () => true }, clock, mailer }))
    expect([...retried].sort()).toEqual([id('first'), id('second'), 'odd', 'plain'])
    expect({ retried: [], ...others }).toStrictEqual(nothing)
    expect(mailer.calls).toEqual([])
  })

  it('hands each mail over with its channel: by PEC what is for a PEC, by ordinary mail what says nothing', async () => {
    const letters = [letterOf('by-pec', { channel: 'pec' }), letterOf('ordinary', { channel: 'ordinary' }), letterOf('silent')]
    const { runtime, mailer } = await post([], ...letters)
    await relay(runtime)
    expect(Object.fromEntries(mailer.sent.map((mail) => [mail.subject, mail.channel]))).toEqual({
      'Comune di Prova: Oggetto by-pec': 'pec',
      'Comune di Prova: Oggetto ordinary': 'ordinary',
      'Comune di Prova: Oggetto silent': 'ordinary',
    })
  })

  it('Q6: sends by ordinary mail what was sealed before there were channels, and changes nothing else in it', async () => {
    const { storage, clock, runtime, mailer } = await post([], 'first')
    const older: Storage = {
      ...storage,
      lease: async (order) =>
        Promise.all(
          (await storage.lease(order)).map(async (message) => {
            const { channel: _, ...mail } = JSON.parse(await runtime.sealer.open('seal', message.id, message.sealed))
            return { ...message, sealed: await runtime.sealer.seal('seal', message.id, JSON.stringify(mail)) }
          }),
        ),
    }
    const plain = await post([], 'first')
    await relay(plain.runtime)
    expect(await relay(runtimeOn({ storage: older, clock, mailer }))).toStrictEqual({ ...nothing, sent: [id('first')] })
    expect(mailer.sent).toStrictEqual(plain.mailer.sent)
    expect(mailer.sent[0]?.channel).toBe('ordinary')
  })

  it('sends until the last millisecond what says something that ends, and does not tell the mailer of the end', async () => {
    const { runtime, clock, mailer } = await post([], letterOf('ending', { until: morning + hour }))
    clock.advance(hour - 1)
    expect(await relay(runtime)).toStrictEqual({ ...nothing, sent: [id('ending')] })
    expect(mailer.sent[0]).not.toHaveProperty('until')
  })

  it('sends nothing that says what is no longer so: it is wiped, and noted in the journal of its record', async () => {
    const letters = [letterOf('ending', { until: morning + hour }), letterOf('lasting')]
    const { storage, runtime, clock, mailer, outbox } = await post([], ...letters)
    clock.advance(hour)
    expect(await relay(runtime)).toStrictEqual({ ...nothing, sent: [id('lasting')], overdue: [id('ending')] })
    expect(mailer.calls).toHaveLength(1)
    expect(outbox().map(({ sealed }) => sealed)).toEqual(['', ''])
    expect(await notes(storage)).toEqual([{ by: 'system', type: 'MailOverdue', mail: id('ending') }])
    clock.advance(1_000 * hour)
    expect(await relay(runtime)).toStrictEqual(nothing)
  })

  it('INV-18: sends nothing about a procedure that was made void before', async () => {
    const { runtime, mailer, storage } = await post([], 'first')
    await transact(runtime, { name: 'drawer/lock', by: clerk }, async (unit) => {
      unit.cancelMail('drawer', 'd-1')
      return unit.run(drawer, 'd-1', { type: 'Lock' })
    })
    expect(await relay(runtime)).toStrictEqual(nothing)
    expect(mailer.calls).toEqual([])
    expect(storage.contents().outbox.map(({ sealed }) => sealed)).toEqual([''])
  })

  it('INV-18: looks once more before it hands a mail over: one that was cancelled since it was leased is not sent', async () => {
    const { runtime, mailer, storage } = await post([], 'first', 'second')
    const leasing: Storage = {
      ...storage,
      async lease(order) {
        const leased = await storage.lease(order)
        await transact(runtime, { name: 'drawer/lock', by: clerk }, async (unit) => {
          unit.cancelMail('drawer', 'd-1')
          return unit.run(drawer, 'd-1', { type: 'Lock' })
        })
        return leased
      },
    }
    const { cancelled, ...others } = await relay({ ...runtime, storage: leasing })
    expect([...cancelled].sort()).toEqual([id('first'), id('second')])
    expect({ ...others, cancelled: [] }).toStrictEqual(nothing)
    expect(mailer.calls).toEqual([])
    expect(storage.contents().outbox.map(({ sealed }) => sealed)).toEqual(['', ''])
    expect(await relay(runtime)).toStrictEqual(nothing)
  })

  it('INV-12: one whose time ends between its lease and that look is overdue, and is not sent', async () => {
    const { runtime, mailer, storage, clock } = await post([], letterOf('ending', { until: morning + 1 }))
    const slow: Storage = {
      ...storage,
      async isWaiting(mail) {
        const waits = await storage.isWaiting(mail)
        clock.advance(1)
        return waits
      },
    }
    expect(await relay({ ...runtime, storage: slow })).toStrictEqual({ ...nothing, overdue: [id('ending')] })
    expect(mailer.calls).toEqual([])
  })

  it('a storage that cannot tell whether a mail still waits has failed, and nothing is sent', async () => {
    for (const isWaiting of [async () => undefined, async () => 'yes', () => Promise.reject(new Error('down'))]) {
      const { runtime, mailer, storage } = await post([], 'first')
      const failing = { ...storage, isWaiting } as unknown as Storage
      expect(await codeOf(relay({ ...runtime, storage: failing }))).toBe('storage/failed')
      expect(mailer.calls).toEqual([])
    }
  })

  it('takes no more than it is asked to, the oldest first', async () => {
    const { runtime, clock } = await post([], 'b', 'c')
    clock.advance(-1)
    await queue(runtimeOn({ ...runtime, clock, random: seededRandom(8) }), 'a')
    clock.advance(1)
    // Both are on their way at once, so which arrives first is open.
    expect([...(await relay(runtime, { limit: 2 })).sent].sort()).toEqual([id('b'), id('c')])
    expect((await relay(runtime, { limit: 2 })).sent).toEqual([id('a', 2)])
  })

  it('hands the mailer at most eight mails at a time', async () => {
    let open = 0
    let most = 0
    const release: (() => void)[] = []
    const mailer: Mailer = {
      async send() {
        open += 1
        most = Math.max(most, open)
        await new Promise<void>((resolve) => release.push(resolve))
        open -= 1
        return 'sent'
      },
    }
    const purposes = Array.from({ length: 20 }, (_, i) => `p${i}`)
    const { storage, clock, runtime } = await post([], ...purposes)
    const done = relay({ ...runtimeOn({ storage, clock, mailer }), sealer: await openedBefore(runtime, storage) })
    let sent = 0
    while (sent < 20) {
      // Nothing but promises is waited for, so by the next turn every mail that may be on its way is.
      await new Promise((resolve) => setImmediate(resolve))
      expect(open).toBe(Math.min(8, 20 - sent))
      sent += release.length
      for (const go of release.splice(0)) go()
    }
    expect((await done).sent).toHaveLength(20)
    expect(most).toBe(8)
  })

  it('Q3: run twice at once sends each mail once', async () => {
    const purposes = Array.from({ length: 12 }, (_, i) => `p${i}`)
    const { runtime, mailer } = await post([], ...purposes)
    const reports = await Promise.all([relay(runtime), relay(runtime), relay(runtime)])
    expect(reports.flatMap(({ sent }) => sent).sort()).toEqual(purposes.map((purpose) => id(purpose)).sort())
    expect(mailer.sent).toHaveLength(12)
  })

  it('INV-29: takes one to a thousand mails under a lease of a millisecond to a day, and fails typed on anything else', async () => {
    const { runtime, mailer } = await post([], 'first')
    const throwing = {
      get limit(): number {
        throw new Error('getter')
      },
    }
    const wrong: readonly unknown[] = [
      ...[0, -1, 1_001, 1.5, Number.NaN, '5', null, 5n, [5]].map((limit) => ({ limit })),
      ...[0, 86_400_001, 0.5, Number.POSITIVE_INFINITY, '5', {}].map((leaseMs) => ({ leaseMs })),
      throwing,
      null,
    ]
    for (const options of wrong) expect(await codeOf(relay(runtime, options as object))).toBe('config/invalid')
    expect(mailer.calls).toEqual([])
    for (const options of [{ limit: 1, leaseMs: 1 }, { limit: 1_000, leaseMs: 86_400_000 }, {}]) await relay(runtime, options)
    expect(mailer.calls).toHaveLength(1)
  })

  it('Q3: sends nothing more once its lease is over, since another process may be at it by then', async () => {
    const purposes = Array.from({ length: 9 }, (_, i) => `p${i}`)
    const { storage, clock, runtime } = await post([], ...purposes)
    const slow = recordingMailer((_mail, before) => {
      if (before === 0) clock.advance(5 * minute)
      return 'sent'
    })
    const report = await relay(runtimeOn({ storage, clock, mailer: slow }))
    expect(report).toStrictEqual({ ...nothing, sent: expect.any(Array) })
    expect(report.sent).toHaveLength(8)
    expect((await relay(runtime)).sent).toEqual([id('p8')])
    const quick = await post([], ...purposes)
    const almost = recordingMailer((_mail, before) => {
      if (before === 0) quick.clock.advance(5 * minute - 1)
      return 'sent'
    })
    expect((await relay(runtimeOn({ storage: quick.storage, clock: quick.clock, mailer: almost }))).sent).toHaveLength(9)
  })

  it('Q3: leaves it to whoever has the mail by then when to try again, once its own lease is over', async () => {
    const cases = [
      {
        attempts: 1,
        late: 0,
        left: { notBefore: morning + 10 * minute, parkedAt: null },
        expected: { ...nothing, retried: [id('first')] },
      },
      {
        attempts: 16,
        late: 0,
        left: { notBefore: morning + 10 * minute, parkedAt: null },
        expected: { ...nothing, retried: [id('first')] },
      },
      { attempts: 1, late: 1, left: { notBefore: morning + 6 * minute - 1 }, expected: { ...nothing, retried: [id('first')] } },
      { attempts: 16, late: 1, left: { parkedAt: morning + 5 * minute - 1 }, expected: { ...nothing, parked: [id('first')] } },
    ]
    for (const { attempts, late, left, expected } of cases) {
      const { storage, clock, outbox } = await post([], 'first')
      clock.set(morning - attempts)
      await storage.settle(id('first'), { retryAt: clock.now() })
      for (let lease = 1; lease < attempts; lease += 1) {
        await storage.lease({ office: office.id, now: clock.now(), leaseMs: 1, limit: 1 })
        clock.advance(1)
      }
      clock.set(morning)
      const slow: Mailer = {
        async send() {
          clock.advance(5 * minute - late)
          // Where the lease is over, another relay takes the mail.
          await storage.lease({ office: office.id, now: clock.now(), leaseMs: 5 * minute, limit: 1 })
          return 'retry'
        },
      }
      expect(await relay(runtimeOn({ storage, clock, mailer: slow, random: waiting(255) }))).toStrictEqual(expected)
      expect(outbox()[0]).toMatchObject(left)
    }
  })

  it('Q3: settles for good what it sent although its lease is over, so that whoever has it by then cannot bring it back', async () => {
    const { storage, clock, outbox, runtime } = await post([], 'first')
    const slow: Mailer = {
      async send() {
        clock.advance(5 * minute)
        await storage.lease({ office: office.id, now: clock.now(), leaseMs: 5 * minute, limit: 1 })
        return 'sent'
      },
    }
    expect(await relay(runtimeOn({ storage, clock, mailer: slow }))).toStrictEqual({ ...nothing, sent: [id('first')] })
    await storage.settle(id('first'), { retryAt: clock.now() })
    expect(outbox()[0]?.sealed).toBe('')
    expect(await relay(runtime)).toStrictEqual(nothing)
  })

  it('Q3: of relays at once none sends a mail that another one has leased, however often mail fails and leases end', async () => {
    const purposes = Array.from({ length: 30 }, (_, i) => `p${i}`)
    const { storage, clock, outbox } = await post([], ...purposes)
    const sendings: { readonly email: string; readonly at: number; readonly attempts: number }[] = []
    const chance = seededRandom(11)
    const mailer: Mailer = {
      async send({ id: mail }) {
        const attempts = outbox().find((message) => message.id === mail)?.attempts ?? 0
        sendings.push({ email: mail, at: clock.now(), attempts })
        await new Promise((resolve) => setImmediate(resolve))
        return (chance.bytes(1)[0] ?? 0) < 90 ? 'sent' : 'retry'
      },
    }
    const shells = Array.from({ length: 4 }, (_, i) => runtimeOn({ storage, clock, mailer, random: seededRandom(20 + i) }))
    for (let round = 0; round < 400 && outbox().some(({ sealed, parkedAt }) => sealed !== '' && parkedAt === null); round += 1) {
      await Promise.all(shells.map((runtime) => relay(runtime, { limit: 10 })))
      clock.advance(10 * minute)
    }
    expect(outbox().every(({ sealed, parkedAt }) => sealed === '' || parkedAt !== null)).toBe(true)
    const leases = sendings.map(({ email: mail, attempts }) => `${mail} ${attempts}`)
    expect(new Set(leases).size).toBe(leases.length)
    expect(new Set(sendings.map(({ email: mail }) => mail)).size).toBe(30)
  })

  it('stops where nothing can be settled: what is on its way comes to its end, nothing more is sent', async () => {
    const purposes = Array.from({ length: 20 }, (_, i) => `p${i}`)
    const { storage, clock, mailer, runtime } = await post([], ...purposes)
    let open = 0
    let fail = () => {}
    const failed = new Promise<void>((resolve) => {
      fail = () => setImmediate(resolve)
    })
    const slow: Mailer = {
      async send(mail) {
        open += 1
        if (mail.id !== id('p0')) await failed
        open -= 1
        return mailer.send(mail)
      },
    }
    const failing: Storage = {
      ...storage,
      async settle(mail, settlement) {
        if (mail !== id('p0')) return storage.settle(mail, settlement)
        fail()
        throw new Error('full')
      },
    }
    expect(await codeOf(relay(runtimeOn({ storage: failing, clock, mailer: slow })))).toBe('storage/failed')
    expect([mailer.sent.length, open]).toEqual([8, 0])
    clock.advance(5 * minute)
    expect((await relay(runtime)).sent).toHaveLength(13)
  })

  it('T1: loses nothing with a clock that goes back', async () => {
    const { runtime, clock, mailer } = await post([], 'first')
    clock.set(0)
    expect(await relay(runtime)).toStrictEqual(nothing)
    clock.set(morning)
    expect(await relay(runtime)).toMatchObject({ sent: [id('first')] })
    expect(mailer.sent).toHaveLength(1)
  })

  it('T2: does nothing with a clock that fails', async () => {
    const { storage, mailer } = await post([], 'first')
    const runtime = runtimeOn({ storage, mailer, clock: { now: () => Number.NaN } })
    expect(await codeOf(relay(runtime))).toBe('clock/invalid')
    expect(mailer.calls).toEqual([])
  })
})

describe('a relay that dies', () => {
  const leased = {
    id: 'a',
    topic: drawerKey,
    sealed: 'k1.x',
    at: morning,
    notBefore: morning,
    attempts: 1,
    parkedAt: null,
    reason: null,
  }

  it('Q2: between sending and settling leads to a second sending with the same id and the same bytes, after the lease', async () => {
    const { storage, clock, mailer, runtime } = await post([], 'first')
    const dying: Storage = { ...storage, settle: () => Promise.reject(new Error('killed')) }
    expect(await codeOf(relay(runtimeOn({ storage: dying, clock, mailer })))).toBe('storage/failed')
    expect(mailer.sent).toHaveLength(1)
    clock.advance(5 * minute - 1)
    expect(await relay(runtime)).toStrictEqual(nothing)
    clock.advance(1)
    expect(await relay(runtime)).toStrictEqual({ ...nothing, sent: [id('first')] })
    expect(mailer.sent).toHaveLength(2)
    expect(mailer.sent[1]).toStrictEqual(mailer.sent[0])
  })

  it('Q1: before sending leaves the mail to the next one, after the lease that it asked for', async () => {
    const { storage, clock, mailer, runtime } = await post([], 'first')
    await storage.lease({ office: office.id, now: morning, leaseMs: 1, limit: 1 })
    clock.advance(1)
    expect(await relay(runtime, { leaseMs: hour })).toMatchObject({ sent: [id('first')] })
    expect(mailer.sent).toHaveLength(1)
  })

  it('with a lease of its own length holds a mail back for so long', async () => {
    const { storage, clock, mailer, runtime } = await post([], 'first')
    const dying: Storage = { ...storage, settle: () => Promise.reject('killed') }
    expect(await codeOf(relay(runtimeOn({ storage: dying, clock, mailer }), { leaseMs: hour }))).toBe('storage/failed')
    clock.advance(hour - 1)
    expect(await relay(runtime)).toStrictEqual(nothing)
    clock.advance(1)
    expect(await relay(runtime)).toMatchObject({ sent: [id('first')] })
  })

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['no list', { length: 0 }],
    ['nothing among the messages', [null]],
    ['a message without an id', [{ ...leased, id: undefined }]],
    ['a message with nothing in it', [{ ...leased, sealed: undefined }]],
    ['a message that nobody counted', [{ ...leased, attempts: '1' }]],
    ['a message that was never queued', [{ ...leased, at: null }]],
    ['a message of another office', [{ ...leased, topic: `${office.id}2/drawer/d-1` }]],
    ['a message about nothing', [{ ...leased, topic: office.id }]],
    ['a message about more than a record', [{ ...leased, topic: `${drawerKey}/x` }]],
    ['a sound message and another', [leased, undefined]],
  ])('J4: fails typed where the storage leases %s', async (_name, answer) => {
    const storage = { ...memoryStorage(), lease: async () => answer as readonly OutboxMessage[] }
    expect(await codeOf(relay(runtimeOn({ storage })))).toBe('storage/failed')
  })

  it('J4: fails typed where the storage cannot lease', async () => {
    const storage = { ...memoryStorage(), lease: () => Promise.reject('down') }
    expect(await codeOf(relay(runtimeOn({ storage })))).toBe('storage/failed')
  })

  it('Q1: together with the whole process loses no mail: another process sends it, once per id and with the same bytes', async () => {
    const counter = openCounter()
    const { ticket } = await drafted(counter.sportello)
    await counter.sportello.registration.complete(ticket)
    expect(counter.mailer.calls).toEqual([])
    const [queued] = counter.storage.contents().outbox
    // The first process is gone; the second has the same storage and the same keys, and nothing else in common.
    const silent = recordingMailer(['throw'])
    const second = createSportello({ ...counter.configuration, mailer: silent, random: seededRandom(77) })
    expect((await second.relay()).retried).toEqual([queued?.id])
    counter.clock.advance(minute)
    const third = createSportello({ ...counter.configuration, random: seededRandom(78) })
    expect((await third.relay()).sent).toEqual([queued?.id])
    expect((await third.relay()).sent).toEqual([])
    expect(counter.mailer.sent).toHaveLength(1)
    expect(counter.mailer.sent[0]).toStrictEqual(silent.calls[0]?.mail)
    expect(counter.mailer.sent[0]?.text).toMatch(/Password temporanea: \S+/)
  })
})

describe('an invariant that breaks in a use case', () => {
  it('G17: stops the command, and no mail of it is queued', async () => {
    const { storage, runtime } = await post([], 'first')
    const failing = transact(runtime, { name: 'drawer/put', by: clerk }, async (unit) => {
      await unit.run(drawer, 'd-1', put('x'))
      throw new InvariantError('one is two')
    })
    await expect(failing).rejects.toThrow(InvariantError)
    expect(storage.contents().outbox).toHaveLength(1)
  })
})

describe('a procedure that wants to know what becomes of mail', () => {
  const beforeMail = async () => null
  const heard = () => {
    const ends: (readonly [string, MailEnd])[] = []
    return { ends, settled: async (mailId: string, end: MailEnd) => void ends.push([mailId, end]) }
  }

  it('hears of each that was sent, refused or overdue, before it is settled, and of no other', async () => {
    const outcomes = new Map<string, MailOutcome>([
      [id('first'), 'sent'],
      [id('second'), 'rejected'],
      [id('third'), 'retry'],
    ])
    const letters = ['first', 'second', 'third', letterOf('late', { until: morning })]
    const { runtime, storage } = await post(({ id: mail }) => outcomes.get(mail) ?? 'throw', ...letters)
    const { ends, settled } = heard()
    const settledBefore: number[] = []
    const listening = async (mailId: string, end: MailEnd) => {
      settledBefore.push(storage.contents().outbox.filter(({ id: known }) => known === mailId).length)
      await settled(mailId, end)
    }
    await relayAt({ runtime, settled: listening, beforeMail })
    expect(new Map(ends)).toEqual(
      new Map([
        [id('first'), 'sent'],
        [id('second'), 'rejected'],
        [id('late'), 'overdue'],
      ]),
    )
    expect(settledBefore).toEqual([1, 1, 1])
  })

  it('hears twice of what is sent twice', async () => {
    const { runtime, clock } = await post([], 'first')
    const { ends, settled } = heard()
    const dying = { ...runtime, storage: { ...runtime.storage, settle: () => Promise.reject(new Error('gone')) } }
    expect(await codeOf(relayAt({ runtime: dying, settled, beforeMail }))).toBe('storage/failed')
    clock.advance(5 * minute)
    await relayAt({ runtime, settled, beforeMail })
    expect(ends).toEqual([
      [id('first'), 'sent'],
      [id('first'), 'sent'],
    ])
  })

  it('holds up nothing when it fails', async () => {
    const { runtime } = await post([], 'first')
    const settled = () => Promise.reject(new Error('not now'))
    expect(await relayAt({ runtime, settled, beforeMail })).toStrictEqual({ ...nothing, sent: [id('first')] })
  })
})
