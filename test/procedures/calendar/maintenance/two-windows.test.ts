/** A procedure under way that meets more than one window, or one whose end is known: held, released and ended in the order of the calendar. */
import { type MaintenancePlanForm, refusalText } from 'sportello'
import { describe, expect, it } from 'vitest'
import { accepted, anna, drafted, openCounter, operator, refusedCode, subscribed } from '../../../support/counter.ts'
import { meanwhile, writes } from '../../../support/meanwhile.ts'

const day = 86_400_000
const policy = {
  emailChange: { institutionalDomains: ['istruzione.it'], linkLifetimeMs: 20 * day },
  registration: { draftLifetimeMs: 20 * day },
} as const
const plain = { operator, reason: 'Prot. 1.', title: { it: 'Aggiornamento', en: 'Update' } } as const

async function drafting() {
  const counter = openCounter({ policy })
  const { sportello, clock, mailer } = counter
  const { id, ticket } = await drafted(sportello)
  clock.advance(1)
  const plan = async (form: Partial<MaintenancePlanForm>) =>
    accepted(await sportello.maintenance.plan({ ...plain, from: 'now', ...form } as MaintenancePlanForm)).id
  const letters = async () => {
    await sportello.relay()
    return mailer.sent.filter(({ id: mail }) => mail.includes('.maintenance-')).map(({ text }) => text.replace(/\s+/g, ' '))
  }
  return { ...counter, counter, id, ticket, plan, letters }
}

const suspended = { procedures: { registration: 'suspend' } } as const
const voided = { procedures: { registration: 'void' } } as const

describe('INV-20: a window that is still to come', () => {
  it('holds nothing before it begins, beside one that has begun', async () => {
    const { sportello, clock, plan, letters } = await drafting()
    await plan({ ...suspended, to: '2026-03-11T12:00' })
    await plan({ ...suspended, from: '2026-03-13T12:00' })
    expect(await sportello.maintenance.sweep()).toMatchObject({ held: 1, released: 0 })
    clock.set(Date.UTC(2026, 2, 12, 11))
    expect(await sportello.maintenance.sweep()).toMatchObject({ held: 0, released: 1 })
    clock.set(Date.UTC(2026, 2, 13, 11))
    expect(await sportello.maintenance.sweep()).toMatchObject({ held: 1, released: 0 })
    expect(await letters()).toHaveLength(3)
  })
})

describe('INV-20: a window that ends what another one holds', () => {
  it('ends it while it stands still', async () => {
    const { sportello, clock, ticket, plan, letters } = await drafting()
    // The registration is closed, so that nothing could be completed; it is ended in the midst of that.
    await plan({ features: { registration: 'closed' }, to: '2026-03-20T12:00' })
    await plan({ ...voided, from: '2026-03-12T12:00', to: '2026-03-13T12:00' })
    // Nobody looks at it before both are over.
    clock.set(Date.UTC(2026, 2, 21, 9))
    expect(await sportello.maintenance.sweep()).toMatchObject({ voided: 1, held: 0, failed: 0 })
    expect(accepted(await sportello.registration.inspect(ticket))).toMatchObject({ status: 'void' })
    expect(await letters()).toEqual([expect.stringContaining('è annullata: Aggiornamento')])
  })

  it('ends it before another one would hold it', async () => {
    const { sportello, clock, id, plan } = await drafting()
    const since = clock.now()
    await plan({ ...voided, to: '2026-03-10T12:00' })
    await plan({ features: { registration: 'closed' }, from: '2026-03-11T12:00', to: '2026-03-11T18:00' })
    clock.set(Date.UTC(2026, 2, 12, 9))
    expect(await sportello.maintenance.sweep()).toMatchObject({ voided: 1, held: 0 })
    const lines = accepted(await sportello.journal.read({ kind: 'registration', id }))
    expect(lines.filter(({ type }) => type === 'TermHeld')).toMatchObject([{ data: { since } }])
  })

  it.each([true, false])('of two that end it the earlier one is told of, planned first: %s', async (isFirst) => {
    const { sportello, clock, plan, letters } = await drafting()
    const later = { it: 'Secondo aggiornamento', en: 'Second update' }
    const windows = [
      { ...voided, from: '2026-03-12T12:00', to: '2026-03-13T12:00' },
      { ...voided, title: later, from: '2026-03-14T12:00', to: '2026-03-15T12:00' },
    ]
    for (const window of isFirst ? windows : [...windows].reverse()) await plan(window)
    clock.set(Date.UTC(2026, 2, 16, 9))
    expect(await sportello.maintenance.sweep()).toMatchObject({ voided: 1 })
    const [letter = ''] = await letters()
    expect(letter).toContain('è annullata: Aggiornamento')
    expect(letter).not.toContain('Secondo')
  })
})

it.each([
  ['held', '2026-03-11T12:00', '2026-03-15T12:00'],
  ['void', '2026-03-15T12:00', '2026-03-11T12:00'],
])('a person under two windows is told first of what comes first: %s', async (fate, holdsFrom, endsFrom) => {
  const { sportello, ticket, plan } = await drafting()
  await plan({ features: { registration: 'closed' }, from: holdsFrom, to: '2026-03-17T12:00' })
  await plan({ ...voided, from: endsFrom, to: '2026-03-17T12:00' })
  expect(await sportello.maintenance.fate(ticket)).toMatchObject([{ procedure: 'registration', fate }])
})

it('a window that is prolonged while a sweep carries it out is carried out again', async () => {
  const { sportello, counter, clock, plan, storage } = await drafting()
  const id = await plan({ ...suspended, to: '2026-03-11T12:00' })
  const prolonging = { operator, id, reason: 'Prot. 2.', to: '2026-03-20T12:00' }
  const slow = meanwhile(storage, writes('registration'), () => sportello.maintenance.prolong(prolonging))
  const beside = openCounter({ ...counter.configuration, policy, storage: slow, seed: 2 }).sportello
  expect(await beside.maintenance.sweep()).toMatchObject({ looked: 1, held: 1 })
  expect(await sportello.maintenance.sweep()).toMatchObject({ looked: 1, held: 0 })
  expect(await sportello.maintenance.sweep()).toMatchObject({ looked: 0 })
  clock.set(Date.UTC(2026, 2, 20, 11))
  expect(await sportello.maintenance.sweep()).toMatchObject({ looked: 1, released: 1 })
})

it('INV-20: of more drafts than are read at once each is held, and a limit ends the sweep where it is reached', async () => {
  const { sportello, counter, clock } = await drafting()
  for (let i = 0; i < 100; i += 1) {
    accepted(await sportello.registration.open({ ...anna, email: `anna.${i}@example.it` }))
  }
  clock.advance(1)
  accepted(await sportello.maintenance.plan({ ...plain, from: 'now', ...suspended }))
  const first = await sportello.maintenance.sweep({ limit: 100 })
  expect(first).toMatchObject({ looked: 100, held: 100, next: expect.stringMatching(/^\d+\//) })
  expect(await sportello.maintenance.sweep({ after: first.next ?? '' })).toMatchObject({ looked: 1, held: 1, next: null })
  expect(await counter.sportello.maintenance.sweep()).toMatchObject({ looked: 101, held: 0, next: null })
})

it('INV-20: a draft whose term had run out before the window is neither held nor told of', async () => {
  const { sportello, clock, plan, letters } = await drafting()
  clock.advance(20 * day)
  await plan(suspended)
  expect(await sportello.maintenance.sweep()).toMatchObject({ looked: 1, held: 0, released: 0, voided: 0 })
  expect(await letters()).toEqual([])
})

it('INV-29: what cannot be concluded is refused with the end of the window, where that is known, in both languages', async () => {
  const { sportello, clock, ticket, plan } = await drafting()
  await plan({ ...suspended, to: '2026-03-11T24:00' })
  clock.advance(1)
  const refused = await sportello.registration.complete(ticket)
  expect(refused).toMatchObject({ refusal: { code: 'calendar/closed', until: Date.UTC(2026, 2, 11, 23) } })
  const text = refused.ok || !('text' in refused.refusal) ? { it: '', en: '' } : refused.refusal.text
  expect(text.it).toContain('fino alle ore 24 di mercoledì 11 marzo 2026')
  expect(text.en).toContain('until 24:00 on Wednesday 11 March 2026')
})

it('INV-12: a term that nothing holds any more is released without a letter that would speak of a window', async () => {
  const counter = openCounter({ policy })
  const { sportello, clock, mailer } = counter
  const { credentials } = await subscribed(counter)
  const { token } = accepted(await sportello.session.signIn(credentials))
  const { pin, password } = credentials
  const email = 'anna@istruzione.it'
  accepted(await sportello.emailChange.request({ token, pin, password, email, confirmation: email }))
  const pec = 'anna@pec.example.org'
  accepted(await sportello.pecChange.request({ token, pin, password, pec, confirmation: pec }))
  await sportello.relay()
  const link = mailer.sent.flatMap(({ text }) => /email-change#token=(\S+)/.exec(text)?.[1] ?? []).at(-1) ?? ''
  clock.advance(1)
  const features = { 'pec-validation': { closedUnless: { has: 'institutional-mailbox' } } } as const
  accepted(await sportello.maintenance.plan({ ...plain, from: 'now', features }))
  expect(await sportello.maintenance.sweep()).toMatchObject({ held: 1 })
  accepted(await sportello.emailChange.confirm(link))
  await sportello.relay()
  const before = mailer.sent.length
  clock.advance(day)
  accepted(await sportello.maintenance.plan({ ...plain, from: 'now', features: { recovery: 'closed' } }))
  expect(await sportello.maintenance.sweep()).toMatchObject({ released: 1 })
  await sportello.relay()
  expect(mailer.sent.slice(before).filter(({ id }) => id.includes('maintenance-'))).toEqual([])
})

describe('an operator', () => {
  it('is refused an end that the clocks skip, and a window that nobody has planned', async () => {
    const { sportello, plan } = await drafting()
    const id = await plan(suspended)
    const act = { operator, reason: 'Prot. 2.' }
    const skipped = await sportello.maintenance.prolong({ ...act, id, to: '2026-03-29T02:30' })
    expect(skipped).toMatchObject({ refusal: { code: 'maintenance/form', problems: [{ field: 'to', code: 'skipped' }] } })
    for (const call of ['open', 'close', 'cancel'] as const) {
      expect(refusedCode(await sportello.maintenance[call]({ ...act, id: '01J' }))).toBe('maintenance/not-found')
    }
    expect(refusedCode(await sportello.maintenance.prolong({ ...act, id: '01J' }))).toBe('maintenance/not-found')
    // Left out, the end is not known any more.
    expect(accepted(await sportello.maintenance.prolong({ ...act, id })).to).toBeNull()
  })

  it('is refused a window that would begin, or a prolonged one that would go on, where another one says otherwise', async () => {
    const { sportello, plan } = await drafting()
    const id = await plan({ ...voided, to: '2026-03-12T12:00' })
    await plan({ ...suspended, from: '2026-03-14T12:00' })
    const prolonged = await sportello.maintenance.prolong({ operator, id, reason: 'Prot. 2.', to: '2026-03-15T12:00' })
    expect(refusedCode(prolonged)).toBe('maintenance/contradiction')
  })

  it('reads which of the two times has passed, in both languages', async () => {
    const { sportello, clock, plan } = await drafting()
    const begun = await sportello.maintenance.plan({ ...plain, ...suspended, from: '2026-03-09T12:00' })
    expect(begun).toMatchObject({ refusal: { code: 'maintenance/in-the-past', field: 'from' } })
    const id = await plan(suspended)
    clock.advance(2 * day)
    const prolonged = await sportello.maintenance.prolong({ operator, id, reason: 'Prot. 2.', to: '2026-03-11T12:00' })
    const said = [begun, prolonged].map((answer) =>
      answer.ok ? [] : [refusalText(answer.refusal, 'it'), refusalText(answer.refusal, 'en')],
    )
    expect(said).toEqual([
      [expect.stringMatching(/^L'inizio della finestra/), expect.stringMatching(/^The beginning of the window/)],
      [expect.stringMatching(/^La fine della finestra/), expect.stringMatching(/^The end of the window/)],
    ])
  })

  it('is refused a simulation of times that are none', async () => {
    const { sportello } = await drafting()
    const refused = await sportello.maintenance.simulate({ ...plain, ...suspended, from: '2026-03-29T02:30' })
    expect(refused).toMatchObject({ refusal: { code: 'maintenance/form', problems: [{ field: 'from', code: 'skipped' }] } })
  })

  it.each(['features', 'procedures', 'audiences'] as const)(
    'INV-29: names in %s of the policy have words in both languages',
    (table) => {
      for (const words of [
        null,
        undefined,
        7,
        'x',
        {},
        { it: 'servizio' },
        { it: ' ', en: 'x' },
        { it: 'x', en: 'x'.repeat(201) },
      ]) {
        const odd = { maintenance: { [table]: { mine: words } } } as never
        expect(() => openCounter({ policy: odd }), JSON.stringify(words)).toThrow(`maintenance.${table}`)
      }
    },
  )

  it('publishes a notice of what is closed alone, where nothing under way is met', async () => {
    const { sportello, plan } = await drafting()
    const id = await plan({ features: { registration: 'closed' }, to: '2026-03-11T24:00' })
    const notice = accepted(await sportello.maintenance.notice({ operator, id }))
    expect(notice.it).toContain('- registrazione')
    expect([notice.it, notice.en].join()).not.toMatch(/in corso|under way/)
    for (const form of [undefined, null, 7, {}]) {
      expect(refusedCode(await sportello.maintenance.notice(form as never))).toBe('maintenance/form')
    }
  })

  it('reads the ids where a later policy does not name what a window closes, nor for whom', async () => {
    const { counter } = await drafting()
    const words = { it: 'il mio servizio', en: 'my service' }
    const naming = { maintenance: { features: { mine: words }, procedures: { own: words }, audiences: { teachers: words } } }
    const before = openCounter({ ...counter.configuration, policy: naming, seed: 2 }).sportello
    const features = { recovery: { closedUnless: { audience: 'teachers' } }, mine: 'closed' } as const
    const given = { ...plain, from: 'now', features, procedures: { own: 'suspend' } } as const
    const { id } = accepted(await before.maintenance.plan(given))
    expect(accepted(await before.maintenance.notice({ operator, id })).it).toContain('usa il mio servizio')
    const later = openCounter({ ...counter.configuration, policy: {}, seed: 3 }).sportello
    const notice = accepted(await later.maintenance.notice({ operator, id }))
    expect(notice.it).toContain('usa teachers')
    expect(notice.en).toContain('- own: ')
  })

  it('leaves open by name what a form lists as open, and hears of no more than twenty names that there are not', async () => {
    const { sportello } = await drafting()
    const features = { recovery: 'open', registration: 'closed' } as const
    const { id } = accepted(await sportello.maintenance.plan({ ...plain, from: 'now', features }))
    const planned = accepted(await sportello.maintenance.list({ operator })).find((window) => window.id === id)
    expect(Object.keys(planned?.features ?? {})).toEqual(['registration'])
    const odd = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`odd-${i}`, 'closed']))
    const refused = await sportello.maintenance.plan({ ...plain, from: 'now', features: odd } as never)
    expect(refused).toMatchObject({ refusal: { code: 'maintenance/form', problemCount: 20 } })
  })
})

it('a simulation counts what is under way alone: a recovery that is concluded meets nothing', async () => {
  const counter = openCounter({ policy })
  const { sportello, mailer } = counter
  const { credentials } = await subscribed(counter)
  const { codiceFiscale, pin } = credentials
  const simulate = async () => {
    const form = { ...plain, from: 'now', procedures: { recovery: 'void' } } as const
    const { procedures } = accepted(await sportello.maintenance.simulate(form))
    return procedures.find(({ procedure }) => procedure === 'recovery')
  }
  accepted(await sportello.recovery.request({ codiceFiscale }))
  counter.clock.advance(1)
  expect(await simulate()).toMatchObject({ voided: 1 })
  await sportello.relay()
  const token = mailer.sent.flatMap(({ text }) => /recovery#token=(\S+)/.exec(text)?.[1] ?? []).at(-1) ?? ''
  const password = 'Sorbetto.Arancio8'
  accepted(await sportello.recovery.complete({ token, pin, password, confirmation: password }))
  expect(await simulate()).toMatchObject({ voided: 0, untouched: 0 })
})
