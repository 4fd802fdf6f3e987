/** What a migration does to its mailboxes: lists, reminders, the cut-over and its rollback, the end; and the report about them. */
import type { MailboxAddLine, MailboxLine } from 'sportello'
import { describe, expect, it } from 'vitest'
import { accepted, operator, refusedCode } from '../../../support/counter.ts'
import { seedCampaign, seedDomain, seedInstants } from '../../../support/migration-seed.ts'
import {
  complete,
  conforming,
  cutOver,
  day,
  hour,
  lettersOf,
  look,
  moving,
  owns,
  rollBack,
  sealedWork,
  workAll,
} from '../../../support/moving-mailboxes.ts'

const [one, two, three] = ['scuola.uno', 'scuola.due', 'scuola.tre'] as const
const form = { operator, domain: seedDomain }
const act = { ...form, reason: 'Comunicazione dei gestori.' }

describe('a list', () => {
  async function added(lines: readonly unknown[]) {
    const scene = await moving({ lists: [] })
    const told: MailboxAddLine[] = []
    const counts = accepted(await scene.sportello.mailboxes.add(form, lines as MailboxLine[], (line) => void told.push(line)))
    return { ...scene, counts, told: told.sort((a, b) => a.line - b.line) }
  }
  const codes = (told: readonly MailboxAddLine[]) =>
    told.map((line) => (line.outcome === 'refused' ? line.refusal.code : line.outcome))

  it('takes each mailbox once, in any spelling, and tells of each line that it refuses', async () => {
    const { counts, told } = await added([
      { mailbox: one },
      { mailbox: `SCUOLA.UNO@${seedDomain.toUpperCase()}` },
      { mailbox: one, email: 'altra@example.it' },
      { mailbox: 'scuola@altrove.example.it' },
      { mailbox: 'due@chiocciole@example.it' },
      { mailbox: '' },
      { mailbox: two, locale: 'fr' },
      null,
      7,
      { mailbox: three, email: 'preside@example.it', locale: 'en' },
    ])
    expect(codes(told)).toEqual([
      ...['listed', 'unchanged', 'mailbox/already-listed', 'mailbox/other-domain'],
      ...['mailbox/form', 'mailbox/form', 'mailbox/form', 'mailbox/form', 'mailbox/form', 'listed'],
    ])
    expect(counts).toEqual({ listed: 2, unchanged: 1, refused: 7 })
  })

  it('is a stream of any kind, and may be begun again from its first line', async () => {
    const scene = await moving({ lists: [] })
    async function* source(): AsyncGenerator<MailboxLine> {
      yield { mailbox: one }
      yield { mailbox: two }
      throw new Error('the source has failed')
    }
    await expect(scene.sportello.mailboxes.add(form, source())).rejects.toThrow('the source has failed')
    const again = await scene.sportello.mailboxes.add(form, [{ mailbox: one }, { mailbox: two }, { mailbox: three }])
    expect(accepted(again)).toEqual({ listed: 1, unchanged: 2, refused: 0 })
    expect(refusedCode(await scene.sportello.mailboxes.add(form, null as never))).toBe('mailbox/form')
    const other = { ...form, domain: 'altrove.example.it' }
    expect(refusedCode(await scene.sportello.mailboxes.add(other, []))).toBe('migration/not-found')
  })

  it('completes a mailbox whose owner came first: what he has done stays, and the same line again changes nothing', async () => {
    const scene = await moving({ lists: [], plan: { unlistedActivation: true } })
    const { sportello } = scene
    accepted(await sportello.mailboxes.verify(owns(three, conforming)))
    accepted(await sportello.mailboxes.activate(owns(one, conforming)))
    const activated = accepted(await sportello.mailboxes.inspect(look(one)))
    const lines: MailboxLine[] = [{ mailbox: one }, { mailbox: three, email: 'preside@example.it', locale: 'en' }]
    expect(accepted(await sportello.mailboxes.add(form, lines))).toEqual({ listed: 2, unchanged: 0, refused: 0 })
    expect(accepted(await sportello.mailboxes.add(form, lines))).toEqual({ listed: 0, unchanged: 2, refused: 0 })
    const other = await sportello.mailboxes.add(form, [{ mailbox: three, email: 'altra@example.it' }])
    expect(accepted(other)).toEqual({ listed: 0, unchanged: 0, refused: 1 })
    expect(accepted(await sportello.mailboxes.inspect(look(one)))).toEqual({ ...activated, isListed: true })
    expect(accepted(await sportello.mailboxes.inspect(look(three)))).toMatchObject({
      ...{ status: 'verified', isListed: true, email: 'preside@example.it' },
    })
    expect(accepted(await sportello.migration.report(form))).toMatchObject({ total: 2, unlisted: 0 })
    await workAll(scene)
    await cutOver(scene)
    await sportello.relay({ limit: 1000 })
    const mail = scene.mailer.sent.find(({ id }) => id.endsWith('.blocked'))
    expect([mail?.to.address, mail?.locale]).toEqual(['preside@example.it', 'en'])
  })

  it('that names an address of an owner who is blocked already has it told there', async () => {
    const scene = await moving({ lists: [], plan: { unlistedActivation: true } })
    accepted(await scene.sportello.mailboxes.verify(owns(three, conforming)))
    await cutOver(scene)
    accepted(await scene.sportello.mailboxes.add(form, [{ mailbox: three, email: 'preside@example.it' }]))
    await scene.sportello.relay()
    expect(lettersOf(scene)).toEqual(['blocked preside@example.it'])
  })

  it('finds its mailboxes by where they stand, page by page', async () => {
    const scene = await moving()
    const { sportello } = scene
    accepted(await sportello.mailboxes.activate(owns(one, conforming)))
    const first = accepted(await sportello.mailboxes.find({ ...form, state: 'not-started', limit: 1 }))
    const rest = accepted(await sportello.mailboxes.find({ ...form, state: 'not-started', after: first.next, limit: 5 }))
    const found = [...first.mailboxes, ...rest.mailboxes].map(({ mailbox }) => mailbox)
    expect(found.sort()).toEqual([`${two}@${seedDomain}`, `${three}@${seedDomain}`].sort())
    expect(rest.next).toBe(null)
    expect(accepted(await sportello.mailboxes.find({ ...form, state: 'activated' })).mailboxes).toHaveLength(1)
    expect(refusedCode(await sportello.mailboxes.find({ ...form, state: 'nowhere' as never }))).toBe('mailbox/form')
  })
})

describe('a reminder', () => {
  it('goes to whoever has not activated, at its instant, once, and the next one at the next', async () => {
    const scene = await moving()
    const { sportello, clock } = scene
    accepted(await sportello.mailboxes.activate(owns(one, conforming)))
    const sent = async (at: number) => {
      clock.set(at)
      await sportello.retention.sweep()
      await sportello.retention.sweep()
      await sportello.relay()
      return lettersOf(scene).filter((letter) => letter.startsWith('reminder')).length
    }
    const first = Date.UTC(2022, 10, 16, 8)
    expect(await sent(first - 1)).toBe(0)
    expect(await sent(first)).toBe(2)
    // The last day is named as the announcement names it.
    expect(scene.mailer.sent.at(-1)?.text.replace(/\s+/g, ' ')).toContain('Si può attivare fino alle ore 24 del 22/11/2022.')
    accepted(await sportello.mailboxes.verify(owns(three, conforming)))
    expect(await sent(Date.UTC(2022, 10, 21, 8))).toBe(4)
  })

  it('is not sent for an instant that nobody could have activated after', async () => {
    const scene = await moving()
    scene.clock.set(seedInstants.activationUntil)
    await scene.sportello.retention.sweep()
    await scene.sportello.relay()
    expect(lettersOf(scene)).toEqual([])
  })

  it('that waits in the outbox until the activation is over is not sent any more', async () => {
    const scene = await moving()
    const { sportello, clock } = scene
    clock.set(seedInstants.activationUntil - 1)
    await sportello.retention.sweep()
    clock.set(seedInstants.activationUntil)
    expect(await sportello.relay()).toMatchObject({ sent: [], overdue: { length: 3 } })
  })
})

describe('a cut-over', () => {
  it('blocks by its report and not by the plan, and takes back what a rollback takes back', async () => {
    const scene = await moving({ email: 'preside@example.it' })
    const { sportello, clock } = scene
    accepted(await sportello.mailboxes.activate(owns(one, conforming)))
    await workAll(scene)
    const status = async (name: string) => accepted(await sportello.mailboxes.inspect(look(name))).status
    clock.set(seedInstants.cutOverEndsAt + day)
    await sportello.retention.sweep()
    expect([await status(one), await status(three)]).toEqual(['activated', 'not-started'])
    await cutOver(scene)
    expect([await status(one), await status(three)]).toEqual(['activated', 'blocked'])
    await complete(scene)
    expect([await status(one), await status(three)]).toEqual(['live', 'blocked'])
    await rollBack(scene)
    expect([await status(one), await status(three)]).toEqual(['activated', 'not-started'])
  })

  it('that is put off leaves everything as it was, with the reminders of then', async () => {
    const scene = await moving()
    const { sportello, clock } = scene
    clock.set(seedInstants.activationUntil + hour)
    const later = { ...act, cutOver: { from: '2022-12-14T14:00' }, lastDay: '2022-12-13', reminders: ['2022-12-12T09:00'] }
    accepted(await sportello.migration.postpone(later))
    clock.set(Date.UTC(2022, 11, 12, 8))
    await sportello.retention.sweep()
    await sportello.relay()
    expect(lettersOf(scene)).toHaveLength(3)
    expect((await sportello.mailboxes.activate(owns(one, conforming))).ok).toBe(true)
  })

  it('tells nobody of a blocked mailbox where no other address is known: the office finds it in its list', async () => {
    const scene = await moving()
    await cutOver(scene)
    expect(scene.counter.storage.contents().outbox).toEqual([])
    expect(accepted(await scene.sportello.mailboxes.find({ ...form, state: 'blocked' })).mailboxes).toHaveLength(3)
  })
})

describe('the end of a migration', () => {
  it('wipes what was still ordered, and in time the addresses', async () => {
    const scene = await moving({ email: 'preside@example.it' })
    const { sportello, clock, counter } = scene
    accepted(await sportello.mailboxes.activate(owns(one, conforming)))
    accepted(await sportello.migration.end(act))
    await sportello.retention.sweep()
    expect(sealedWork(scene)).toEqual([])
    expect(await sportello.migration.work()).toMatchObject({ taken: 0 })
    expect(refusedCode(await sportello.mailboxes.activate(owns(one, conforming)))).toBe('migration/ended')
    const personal = () => JSON.stringify(counter.storage.contents().records.map((row) => row.personal))
    clock.set(clock.now() + 365 * day - 1)
    await sportello.retention.sweep()
    expect(personal()).toContain(one)
    clock.advance(1)
    await sportello.retention.sweep()
    for (const text of [one, two, three, 'preside']) expect(personal()).not.toContain(text)
  })

  it('is the end for its mailboxes also where the domain has another migration before a sweep has run', async () => {
    const scene = await moving()
    const { sportello, clock } = scene
    accepted(await sportello.mailboxes.activate(owns(one, conforming)))
    accepted(await sportello.migration.end(act))
    accepted(await sportello.migration.plan({ ...seedCampaign }))
    accepted(await sportello.mailboxes.add(form, [{ mailbox: one }]))
    await sportello.retention.sweep()
    expect(accepted(await sportello.mailboxes.inspect(look(one)))).toMatchObject({ status: 'not-started', activations: [] })
    expect(await sportello.migration.work()).toMatchObject({ taken: 0 })
    expect(accepted(await sportello.migration.report(form))).toMatchObject({ number: 2, total: 1 })
    clock.advance(hour)
  })
})

describe('the report', () => {
  it('counts what there is, whatever has happened, and reads no mailbox', async () => {
    const scene = await moving()
    const { sportello, clock, counter } = scene
    accepted(await sportello.mailboxes.verify(owns(three, conforming)))
    accepted(await sportello.mailboxes.activate(owns(one, conforming)))
    clock.advance(2 * hour)
    const read: string[] = []
    const load = counter.storage.load.bind(counter.storage)
    counter.storage.load = async (keys) => {
      read.push(...keys.map((key) => key.split('/')[1] ?? ''))
      return load(keys)
    }
    const report = accepted(await sportello.migration.report(form))
    expect([...new Set(read)].sort()).toEqual(['mailbox-tally', 'migration'])
    expect(read).toHaveLength(257)
    expect(report).toMatchObject({
      at: clock.now(),
      number: 1,
      phase: 'activation',
      total: 3,
      statuses: {
        'not-started': { count: 1 },
        verified: { count: 1, meanAgeMs: 2 * hour },
        activated: { count: 1, meanAgeMs: 2 * hour },
        live: { count: 0, meanAgeMs: null },
      },
      passwords: { kept: 1, replaced: 0, ordered: 1, set: 0 },
      messages: { notBegun: 2, ordered: 1, running: 0, done: 0 },
      expectedEnd: null,
    })
    expect(refusedCode(await sportello.migration.report({ ...form, domain: 'altrove.example.it' }))).toBe('migration/not-found')
  })

  it('tells how fast messages are copied', async () => {
    const mailboxes = Array.from({ length: 6 }, (_, i) => ({ mailbox: `s${i}@${seedDomain}`, password: conforming, messages: 0 }))
    const scene = await moving({ mailboxes })
    const { sportello, clock } = scene
    for (let i = 0; i < 6; i += 1) {
      accepted(await sportello.mailboxes.activate(owns(`s${i}`, conforming)))
      if (i < 4) await sportello.migration.work()
      clock.advance(5 * 60_000)
    }
    const report = accepted(await sportello.migration.report(form))
    expect(report.throughput).toEqual({ perHour: 8, measuredMs: 30 * 60_000 })
    expect(report.expectedEnd?.at).toBe(clock.now() + 15 * 60_000)
  })
})
