/** A migration through the public door: it is planned, moved, reported and ended, and whatever cannot be changes nothing. */
import type { MigrationPlanForm, MigrationView } from 'sportello'
import { beforeEach, describe, expect, it } from 'vitest'
import { accepted, type Counter, openCounter, operator, refusedCode } from '../../../support/counter.ts'
import { seedCampaign, seedDomain, seedInstants } from '../../../support/migration-seed.ts'

const { activationFrom, activationUntil, announcedAt, cutOverAt, cutOverEndsAt } = seedInstants
const hour = 3_600_000
const look = { operator, domain: seedDomain }
const act = { ...look, reason: 'Nota del gestore del 22 novembre.' }

let counter: Counter
beforeEach(() => {
  counter = openCounter()
  counter.clock.set(announcedAt)
})
const planned = async (change: Partial<MigrationPlanForm> = {}): Promise<MigrationView> =>
  accepted(await counter.sportello.migration.plan({ ...seedCampaign, ...change }))
const inspected = async () => accepted(await counter.sportello.migration.inspect(look))

describe('a migration is data', () => {
  it('of seed 004: its days, the cut-over, what is copied and what is not, the settings and the links', async () => {
    const view = await planned()
    expect(view).toMatchObject({
      ...{ domain: seedDomain, number: 1, status: 'planned', phase: 'announced', isActivationOpen: false, endedAt: null },
      ...{ cutOvers: [], cutOverEndsAt },
      plan: {
        activation: { from: activationFrom, until: activationUntil },
        cutOver: { from: cutOverAt, longestMs: 6 * hour },
        capacity: { beforeGb: 1, afterGb: 6 },
        lateActivation: false,
        clients: [
          { protocol: 'smtp-starttls', host: 'invio.entrante.example.it', port: 25 },
          { protocol: 'smtps', host: 'invio.entrante.example.it', port: 465 },
          { protocol: 'imaps', host: 'caselle.entrante.example.it', port: 993 },
          { protocol: 'pop3s', host: 'caselle.entrante.example.it', port: 995 },
        ],
      },
    })
    expect(view.plan.contents.never.map(({ ownerCan }) => ownerCan === null)).toEqual([false, true])
    expect(await inspected()).toEqual(view)
    expect(accepted(await counter.sportello.migration.list({ operator }))).toEqual([view])
  })

  it('of a domain in any case, and one at a time: another is planned once the last has ended', async () => {
    const { id } = await planned({ domain: seedDomain.toUpperCase() })
    expect(refusedCode(await counter.sportello.migration.plan(seedCampaign))).toBe('migration/already-planned')
    const other = await planned({
      domain: 'altra.example.it',
      links: { ...seedCampaign.links, webmail: 'https://altra.example.it/' },
    })
    expect(other.id).not.toBe(id)
    const listed = accepted(await counter.sportello.migration.list({ operator })).map(({ domain }) => domain)
    expect(listed).toEqual(['altra.example.it', seedDomain])
    accepted(await counter.sportello.migration.end(act))
    expect(await planned()).toMatchObject({ id, number: 2, status: 'planned', cutOvers: [] })
  })

  it('every act of which is in a journal that verifies, with who has done it and why', async () => {
    const { id } = await planned()
    counter.clock.advance(1)
    accepted(await counter.sportello.migration.open(act))
    expect(refusedCode(await counter.sportello.migration.open(act))).toBe('migration/activation-open')
    const record = { kind: 'migration', id }
    const entries = accepted(await counter.sportello.journal.read(record))
    expect(entries.map(({ type, by }) => [type, by])).toEqual([
      ['MigrationPlanned', `operator:${operator.id}`],
      ['ActivationOpened', `operator:${operator.id}`],
      ['Refused', `operator:${operator.id}`],
    ])
    const [, entry] = counter.storage.contents().journal.filter(({ key }) => key.includes('/migration/'))
    expect(entry?.personal).toContain(act.reason)
    expect(entry?.data).not.toContain(act.reason)
    expect(accepted(await counter.sportello.journal.verify(record))).toMatchObject({ ok: true })
  })

  it('and an act under a request key is done once', async () => {
    const options = { requestKey: 'migration-0123456789abcdef' }
    const first = accepted(await counter.sportello.migration.plan(seedCampaign, options))
    counter.clock.advance(hour)
    expect(accepted(await counter.sportello.migration.plan(seedCampaign, options))).toEqual(first)
    const other = { ...seedCampaign, arriving: 'Un altro' }
    expect(refusedCode(await counter.sportello.migration.plan(other, options))).toBe('request/key-reused')
  })
})

describe('the courses of a cut-over', () => {
  beforeEach(async () => {
    await planned()
  })

  it('that starts late: the plan alone says that it is late, until its start is reported', async () => {
    counter.clock.set(cutOverAt + 3 * hour)
    expect(await inspected()).toMatchObject({ status: 'planned', phase: 'late', cutOvers: [] })
    const started = accepted(await counter.sportello.migration.reportStart({ ...act, since: '2022-11-23T16:30' }))
    expect(started).toMatchObject({
      ...{ status: 'cutting-over', phase: 'cut-over', cutOverEndsAt: cutOverAt + 2.5 * hour + 6 * hour },
      cutOvers: [{ startedAt: cutOverAt + 2.5 * hour, completedAt: null, rolledBackAt: null }],
    })
  })

  it('that starts early closes the activation at once', async () => {
    counter.clock.set(activationUntil - 2)
    expect((await inspected()).isActivationOpen).toBe(true)
    accepted(await counter.sportello.migration.reportStart(act))
    expect(await inspected()).toMatchObject({ phase: 'cut-over', isActivationOpen: false })
  })

  it('that ends early, or late and prolonged meanwhile', async () => {
    counter.clock.set(cutOverAt)
    accepted(await counter.sportello.migration.reportStart(act))
    counter.clock.set(cutOverEndsAt)
    expect((await inspected()).phase).toBe('overrun')
    const longer = accepted(await counter.sportello.migration.prolongCutOver({ ...act, longestMinutes: '480' }))
    expect(longer).toMatchObject({ phase: 'cut-over', cutOverEndsAt: cutOverEndsAt + 2 * hour })
    const done = accepted(await counter.sportello.migration.reportCompletion({ ...act, since: '2022-11-23T19:59:59.999' }))
    expect(done).toMatchObject({ status: 'completed', phase: 'completed', cutOvers: [{ completedAt: cutOverEndsAt - 1 }] })
    expect(accepted(await counter.sportello.migration.end(act))).toMatchObject({ phase: 'ended', endedAt: cutOverEndsAt })
  })

  it('T1: that is complete now, while the clock was set back, is complete no earlier than it began', async () => {
    counter.clock.set(cutOverAt)
    accepted(await counter.sportello.migration.reportStart(act))
    counter.clock.set(cutOverAt - hour)
    const done = accepted(await counter.sportello.migration.reportCompletion(act))
    expect(done.cutOvers).toEqual([{ startedAt: cutOverAt, completedAt: cutOverAt, rolledBackAt: null }])
  })

  it('that is postponed with the activation, also after its planned time: whoever had not activated can', async () => {
    counter.clock.set(cutOverAt + hour)
    const postponed = accepted(
      await counter.sportello.migration.postpone({
        ...act,
        cutOver: { from: '2022-11-30T14:00' },
        lastDay: '2022-11-29',
        reminders: ['2022-11-28T09:00'],
      }),
    )
    expect(postponed).toMatchObject({
      phase: 'activation',
      isActivationOpen: true,
      plan: {
        activation: { from: activationFrom, until: activationUntil + 7 * 24 * hour },
        cutOver: { from: cutOverAt + 7 * 24 * hour, longestMs: 6 * hour },
        reminders: [Date.UTC(2022, 10, 16, 8), Date.UTC(2022, 10, 21, 8), Date.UTC(2022, 10, 28, 8)],
      },
    })
  })

  it('that is brought forward, up to the end of the activation', async () => {
    const cutOver = { from: '2022-11-23T08:00', longestMinutes: 60 }
    expect(accepted(await counter.sportello.migration.bringForward({ ...act, cutOver }))).toMatchObject({
      plan: { cutOver: { from: cutOverAt - 6 * hour, longestMs: hour } },
    })
    const early = { from: '2022-11-22T23:59' }
    expect(refusedCode(await counter.sportello.migration.bringForward({ ...act, cutOver: early }))).toBe(
      'migration/window-after-cut-over',
    )
  })

  it('that is rolled back: everything is as before, and it is planned and reported once more', async () => {
    counter.clock.set(cutOverAt)
    accepted(await counter.sportello.migration.reportStart(act))
    counter.clock.advance(hour)
    expect(accepted(await counter.sportello.migration.reportRollback(act))).toMatchObject({
      status: 'planned',
      phase: 'late',
      cutOvers: [{ startedAt: cutOverAt, completedAt: null, rolledBackAt: cutOverAt + hour }],
    })
    accepted(await counter.sportello.migration.postpone({ ...act, cutOver: { from: '2022-11-24T14:00' }, lastDay: '2022-11-23' }))
    expect((await inspected()).isActivationOpen).toBe(true)
    expect(refusedCode(await counter.sportello.migration.prolong({ ...act, lastDay: '2022-11-23' }))).toBe('migration/not-later')
    counter.clock.advance(24 * hour)
    accepted(await counter.sportello.migration.reportStart(act))
    expect((await inspected()).cutOvers).toHaveLength(2)
  })
})

describe('what cannot be is refused, and changes nothing', () => {
  const refusals: readonly (readonly [string, { readonly [field: string]: unknown }, unknown])[] = [
    ['dates in disorder', { activation: { firstDay: '2022-11-22', lastDay: '2022-11-21' } }, { code: 'migration/window-empty' }],
    [
      'an activation after the cut-over',
      { activation: { firstDay: '2022-11-11', lastDay: '2022-11-23' } },
      { code: 'migration/window-after-cut-over', until: activationUntil + 24 * hour, cutOverAt },
    ],
    [
      'an activation that is over',
      { activation: { firstDay: '2022-11-01', lastDay: '2022-11-09' }, reminders: [] },
      { code: 'migration/in-the-past', field: 'activation' },
    ],
    [
      'a link to another host',
      { links: { ...seedCampaign.links, activation: 'https://migrazione.entrante.example.com/' } },
      { code: 'migration/link-elsewhere', link: 'activation', hosts: ['entrante.example.it'] },
    ],
    [
      'a reminder after the last day',
      { reminders: ['2022-11-23T00:00'] },
      { code: 'migration/reminder-outside-window', reminder: activationUntil },
    ],
  ]
  it.each(refusals)('%s', async (_, change, refusal) => {
    expect(await counter.sportello.migration.plan({ ...seedCampaign, ...change } as never)).toEqual({ ok: false, refusal })
    expect(counter.storage.contents().records.filter(({ key }) => key.includes('/migration/'))).toEqual([])
  })

  const problems: readonly (readonly [string, { readonly [field: string]: unknown }, readonly (readonly [string, string])[]])[] =
    [
      ['a domain that is none', { domain: 'pec' }, [['domain', 'malformed']]],
      ['a domain with a letter that looks like another', { domain: 'pec.\u0130struzione.it' }, [['domain', 'malformed']]],
      ['an address in place of a domain', { domain: 'scuola@pec.example.it' }, [['domain', 'malformed']]],
      [
        'a day that there is not',
        { activation: { firstDay: '2022-11-31', lastDay: '2022-11-22' } },
        [['activation.firstDay', 'malformed']],
      ],
      [
        'a time in place of a day',
        { activation: { firstDay: '2022-11-11T08:00', lastDay: '2022-11-22T12:00' } },
        [
          ['activation.firstDay', 'malformed'],
          ['activation.lastDay', 'malformed'],
        ],
      ],
      [
        'a cut-over in the hour that there is not, and reminders that are no times',
        { cutOver: { from: '2023-03-26T02:30', longestMinutes: 1 }, reminders: ['2022-11-16T09:00', 'soon'] },
        [
          ['cutOver.from', 'skipped'],
          ['reminders.1', 'malformed'],
        ],
      ],
      [
        'a cut-over in the hour that comes twice',
        { cutOver: { from: '2023-10-29T02:30', longestMinutes: 1 } },
        [['cutOver.from', 'ambiguous']],
      ],
      [
        'an interruption of no time',
        { cutOver: { from: '2022-11-23T14:00', longestMinutes: 0 } },
        [['cutOver.longestMinutes', 'malformed']],
      ],
      ['one that nobody bounds', { cutOver: { from: '2022-11-23T14:00' } }, [['cutOver.longestMinutes', 'malformed']]],
      [
        'a link that is no plain link',
        { links: { ...seedCampaign.links, webmail: 'https://a@pec.istruzione.example.it/' } },
        [['links.webmail', 'malformed']],
      ],
      [
        'a server that is a number',
        { clients: [{ protocol: 'imaps', host: '185.102.40.53' }] },
        [['clients.0.host', 'malformed']],
      ],
      [
        'a protocol that sends in the clear',
        { clients: [{ protocol: 'smtp', host: 'a.example.it' }] },
        [['clients.0.protocol', 'unknown']],
      ],
      ['nothing that is copied', { contents: { atOnce: [] } }, [['contents.atOnce', 'required']]],
      ['words in one language', { title: { it: 'Nuovo sistema' } }, [['title.en', 'required']]],
      [
        'more reminders than anybody reads',
        { reminders: Array.from({ length: 21 }, () => '2022-11-16T09:00') },
        [['reminders', 'too-long']],
      ],
    ]
  it.each(problems)('%s, said beside its field', async (_, change, found) => {
    const answer = await counter.sportello.migration.plan({ ...seedCampaign, ...change } as never)
    expect(answer).toEqual({
      ok: false,
      refusal: {
        code: 'migration/form',
        problems: found.map(([field, code]) => ({ field, code })),
        problemCount: found.length,
      },
    })
  })

  it('an act on a migration that there is not, or a report of what is to come', async () => {
    expect(refusedCode(await counter.sportello.migration.inspect(look))).toBe('migration/not-found')
    expect(refusedCode(await counter.sportello.migration.reportStart(act))).toBe('migration/not-found')
    await planned()
    const before = await inspected()
    counter.clock.set(activationFrom)
    const answer = await counter.sportello.migration.reportStart({ ...act, since: '2022-11-23T14:00' })
    expect(refusedCode(answer)).toBe('migration/report-in-future')
    expect(refusedCode(await counter.sportello.migration.reportCompletion(act))).toBe('migration/cut-over-not-begun')
    expect(await inspected()).toEqual({ ...before, phase: 'activation', isActivationOpen: true })
  })
})
