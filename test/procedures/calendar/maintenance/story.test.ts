/** Maintenance windows as an operator plans them, and what everybody else meets. */
import type { MaintenancePlanForm, MaintenancePredicate } from 'sportello'
import { describe, expect, it } from 'vitest'
import {
  accepted,
  anna,
  type Counter,
  completed,
  drafted,
  newPassword,
  openCounter,
  operator,
  refusedCode,
  subscribed,
} from '../../../support/counter.ts'

const hour = 3_600_000
const day = 24 * hour
const words = (it: string, en: string) => ({ it, en })
const policy = {
  emailChange: { institutionalDomains: ['istruzione.it'] },
  maintenance: {
    features: { 'my-service': words('il mio servizio', 'my service') },
    procedures: { 'my-procedure': words('la mia procedura', 'my procedure') },
    audiences: { teachers: words('il servizio per i docenti', 'the service for teachers') },
  },
} as const
const title = words('Aggiornamento', 'Update')
const plan: MaintenancePlanForm = { operator, reason: 'Prot. 1.', title, from: 'now', features: { registration: 'closed' } }
const open = () => openCounter({ policy })
const act = (id: string) => ({ operator, id, reason: 'Prot. 2.' })

async function problemsOf(counter: Counter, form: object): Promise<readonly string[]> {
  const answer = await counter.sportello.maintenance.plan({ ...plan, ...form } as MaintenancePlanForm)
  const { refusal } = answer as {
    readonly refusal?: { readonly problems?: readonly { field: string; code: string }[]; code: string }
  }
  return refusal?.problems?.map(({ field, code }) => `${field}: ${code}`) ?? [refusal?.code ?? 'accepted']
}

const stateOf = async ({ sportello }: Counter, feature: string, asked?: object) =>
  (await sportello.maintenance.availability(asked)).find((one) => one.feature === feature)

describe('a plan', () => {
  it.each([
    ['a feature that there is not', { features: { nothing: 'closed' } }, ['features.nothing: unknown']],
    ['a procedure that there is not', { procedures: { nothing: 'void' } }, ['procedures.nothing: unknown']],
    ['a fate that a procedure cannot meet', { procedures: { correction: 'void' } }, ['procedures.correction: unknown']],
    [
      'a predicate on what there is not',
      { features: { recovery: { closedUnless: { audience: 'nobody' } } } },
      ['features.recovery: unknown'],
    ],
    [
      'a desk that is closed for some',
      { features: { 'desk-approval': { closedUnless: { state: 'active' } } } },
      ['features.desk-approval: unknown'],
    ],
    [
      'predicates without end',
      { features: { recovery: { closedUnless: { not: { not: { not: { not: { state: 'active' } } } } } } } },
      ['features.recovery: unknown'],
    ],
    ['nothing at all', { features: {}, procedures: {} }, ['features: required']],
    ['a list for a table', { features: ['registration'] }, ['features: type']],
    [
      'more names than there can be',
      { features: Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`f${i}`, 'closed'])) },
      ['features: too-long'],
    ],
    ['a title of blanks', { title: { it: ' ', en: 'x' } }, ['title.it: required']],
    ['sign-in without its word', { features: { 'sign-in': 'closed' } }, ['closesSignIn: required']],
    ['a time that the clocks skip', { from: '2026-03-29T02:30' }, ['from: skipped']],
    ['a time that comes twice', { to: '2026-10-25T02:30' }, ['to: ambiguous']],
    [
      'no time',
      { from: 'tomorrow', to: 'never', cutOffDay: '30 u. s.' },
      ['from: malformed', 'to: malformed', 'cutOffDay: malformed'],
    ],
    ['a beginning in the past', { from: '2026-03-10T09:59' }, ['maintenance/in-the-past']],
    ['an end before the beginning', { from: '2026-04-10T10:00', to: '2026-04-10T10:00' }, ['maintenance/ends-before-start']],
    ['a cut-off after the beginning', { from: '2026-04-10T10:00', cutOffDay: '2026-04-10' }, ['maintenance/cut-off-after-start']],
  ])('with %s is refused, and nothing changes', async (_, form, problems) => {
    const counter = open()
    accepted(await counter.sportello.maintenance.plan({ ...plan, from: '2026-05-01T10:00' }))
    const before = accepted(await counter.sportello.maintenance.list({ operator }))
    expect(await problemsOf(counter, form)).toEqual(problems)
    expect(accepted(await counter.sportello.maintenance.list({ operator }))).toEqual(before)
  })

  it('names no institutional mailbox where the office has none', async () => {
    const counter = openCounter()
    const form = { features: { recovery: { closedUnless: { has: 'institutional-mailbox' } } } }
    expect(await problemsOf(counter, form)).toEqual(['features.recovery: unknown'])
  })

  it('of the same time must say the same of a procedure, and windows that touch are no contradiction', async () => {
    const counter = open()
    const first = { ...plan, from: '2026-04-01T10:00', to: '2026-04-02T10:00', procedures: { registration: 'void' } } as const
    const { id } = accepted(await counter.sportello.maintenance.plan(first))
    const other = { from: '2026-04-02T09:59', to: null, procedures: { registration: 'suspend' } }
    expect(await problemsOf(counter, other)).toEqual(['maintenance/contradiction'])
    expect(await problemsOf(counter, { ...other, procedures: { registration: 'void' } })).toEqual(['accepted'])
    expect(await problemsOf(counter, { ...other, from: '2026-03-20T10:00', to: '2026-04-01T10:00' })).toEqual(['accepted'])
    expect(refusedCode(await counter.sportello.maintenance.prolong({ ...act(id), to: '2026-03-01T10:00' }))).toBe(
      'maintenance/ends-before-start',
    )
  })

  it('can be opened earlier, given another end, ended and cancelled, each at its time alone', async () => {
    const counter = open()
    const { sportello, clock } = counter
    const { maintenance } = sportello
    const { id } = accepted(await maintenance.plan({ ...plan, from: '2026-04-10T10:00', cutOffDay: '2026-03-31' }))
    expect(refusedCode(await maintenance.close(act(id)))).toBe('maintenance/not-begun')
    expect(accepted(await maintenance.open(act(id)))).toMatchObject({ status: 'open', from: clock.now(), cutOff: clock.now() })
    expect(refusedCode(await maintenance.open(act(id)))).toBe('maintenance/already-begun')
    expect(refusedCode(await maintenance.cancel(act(id)))).toBe('maintenance/already-begun')
    expect(refusedCode(await maintenance.prolong({ ...act(id), to: '2026-03-10T09:00' }))).toBe('maintenance/ends-before-start')
    clock.advance(2 * hour)
    expect(refusedCode(await maintenance.prolong({ ...act(id), to: '2026-03-10T11:00' }))).toBe('maintenance/in-the-past')
    expect(accepted(await maintenance.prolong({ ...act(id), to: '2026-03-11T24:00' })).toText.it).toBe(
      'fino alle ore 24 di mercoledì 11 marzo 2026',
    )
    expect((await stateOf(counter, 'registration'))?.text).toEqual({
      it: 'Registrazione: non disponibile fino alle ore 24 di mercoledì 11 marzo 2026 (Aggiornamento).',
      en: 'Registration: not available until 24:00 on Wednesday 11 March 2026 (Rome) (Update).',
    })
    accepted(await maintenance.close(act(id)))
    expect((await stateOf(counter, 'registration'))?.state).toBe('open')
    for (const again of [maintenance.close, maintenance.open, maintenance.cancel])
      expect(refusedCode(await again(act(id)))).toBe('maintenance/over')
    const later = accepted(await maintenance.plan({ ...plan, from: '2026-05-10T10:00' }))
    accepted(await maintenance.cancel(act(later.id)))
    expect(refusedCode(await maintenance.open(act(later.id)))).toBe('maintenance/cancelled')
    expect(refusedCode(await maintenance.open(act('01J')))).toBe('maintenance/not-found')
    expect(refusedCode(await maintenance.notice({ operator, id: '01J' }))).toBe('maintenance/not-found')
    expect(refusedCode(await maintenance.list({} as never))).toBe('maintenance/form')
    expect(accepted(await maintenance.list({ operator })).map(({ status }) => status)).toEqual(['over', 'cancelled'])
    const journal = accepted(await sportello.journal.read({ kind: 'maintenance', id: 'calendar' }))
    expect(JSON.stringify(journal)).toContain('Prot. 2.')
  })

  it('makes room for others once it was cancelled', async () => {
    const { sportello } = open()
    for (let i = 0; i < 60; i += 1) {
      const { id } = accepted(await sportello.maintenance.plan({ ...plan, from: '2026-05-10T10:00' }))
      accepted(await sportello.maintenance.cancel(act(id)))
    }
    for (let i = 0; i < 50; i += 1) accepted(await sportello.maintenance.plan({ ...plan, from: '2026-05-10T10:00' }))
    expect(refusedCode(await sportello.maintenance.plan({ ...plan, from: '2026-05-10T10:00' }))).toBe(
      'maintenance/too-many-windows',
    )
  })
})

describe('a feature', () => {
  it('is closed from the beginning on and open at the end, to the millisecond, on a day of 23 hours too', async () => {
    const counter = open()
    const { clock } = counter
    accepted(await counter.sportello.maintenance.plan({ ...plan, from: '2026-03-29T00:00', to: '2026-03-29T24:00' }))
    const [from, to] = [Date.UTC(2026, 2, 28, 23), Date.UTC(2026, 2, 29, 22)]
    for (const [at, state] of [
      [from - 1, 'open'],
      [from, 'closed'],
      [to - 1, 'closed'],
      [to, 'open'],
    ] as const) {
      clock.set(at)
      expect((await stateOf(counter, 'registration'))?.state, String(at - from)).toBe(state)
      expect((await counter.sportello.registration.open({ ...anna, email: `a${at}@example.it` })).ok).toBe(state === 'open')
    }
  })

  it('is closed until the end of the gapless union of its windows; a gap, and a window that closes it for nobody here, end it', async () => {
    const counter = open()
    const { maintenance } = counter.sportello
    accepted(await maintenance.plan({ ...plan, to: '2026-03-11T12:00' }))
    accepted(
      await maintenance.plan({ ...plan, from: '2026-03-11T12:00', to: '2026-03-12T12:00', title: words('Altro', 'Other') }),
    )
    accepted(await maintenance.plan({ ...plan, from: '2026-03-12T12:01' }))
    const state = await stateOf(counter, 'registration')
    expect(state?.until).toBe(Date.UTC(2026, 2, 12, 11))
    expect(state?.text?.en).toContain('(Update, Other)')
  })

  it('of the host stands in the same list, closed for whoever the predicate does not spare', async () => {
    const counter = open()
    const spared: MaintenancePredicate = {
      any: [{ all: [{ audience: 'teachers' }, { credentialKind: 'local' }] }, { not: { state: 'active' } }],
    }
    const closing = { 'my-service': { closedUnless: spared } }
    accepted(await counter.sportello.maintenance.plan({ ...plan, features: closing, procedures: { 'my-procedure': 'suspend' } }))
    const { credentials } = await subscribed(counter)
    const { token } = accepted(await counter.sportello.session.signIn(credentials))
    expect(await stateOf(counter, 'my-service')).toMatchObject({
      of: 'host',
      state: 'closed-for-some',
      text: {
        it: "Il mio servizio: disponibile fino alla conclusione dei lavori, che non è ancora nota solo per chi (usa il servizio per i docenti e ha credenziali rilasciate dall'ente) o non (ha credenziali attive) (Aggiornamento).",
      },
    })
    expect((await stateOf(counter, 'my-service', { token }))?.state).toBe('closed')
    expect((await stateOf(counter, 'my-service', { token, audience: 'teachers' }))?.state).toBe('open')
    expect((await stateOf(counter, 'my-service', { token: 'none' }))?.state).toBe('closed-for-some')
  })

  it('M5: that depends on the person is refused to who is not spared, in every way, and done for who is', async () => {
    const counter = open()
    const { sportello } = counter
    const { credentials } = await subscribed(counter)
    const { token } = accepted(await sportello.session.signIn(credentials))
    const closedUnless: MaintenancePredicate = { audience: 'teachers' }
    const features = Object.fromEntries(['password-change', 'pin-renewal', 'sign-in'].map((name) => [name, { closedUnless }]))
    accepted(await sportello.maintenance.plan({ ...plan, features, closesSignIn: true }))
    const next = 'Sorbetto.Arancio8'
    const change = { token, current: newPassword, next, confirmation: next }
    expect(refusedCode(await sportello.credential.changePassword(change))).toBe('calendar/closed')
    expect(refusedCode(await sportello.session.signIn(credentials))).toBe('calendar/closed')
    // Wrong secrets have the answer that they always have.
    expect(refusedCode(await sportello.session.signIn({ ...credentials, pin: '000000000' }))).toBe('session/sign-in-refused')
    accepted(await sportello.session.signIn(credentials, { audience: 'teachers' }))
    const { codiceFiscale, password } = credentials
    const before = counter.mailer.sent.length
    accepted(await sportello.pinRenewal.start({ codiceFiscale, password }))
    await sportello.relay()
    const halves = counter.mailer.sent.slice(before).filter(({ id }) => id.includes('.pin-renewal.'))
    expect(halves.map(({ text }) => [/non disponibile/.test(text), /cifre/.test(text)])).toEqual([[true, false]])
    accepted(await sportello.credential.changePassword(change, { audience: 'teachers' }))
  })
})

describe('what is under way', () => {
  it('is told beforehand what will become of it: the subscriber by session, the applicant by ticket, nobody else', async () => {
    const counter = open()
    const { sportello } = counter
    const { credentials } = await subscribed(counter)
    const { token, ...rest } = { ...credentials, ...accepted(await sportello.session.signIn(credentials)) }
    const email = 'altrove@example.it'
    accepted(await sportello.emailChange.request({ token, pin: rest.pin, password: rest.password, email, confirmation: email }))
    const { ticket } = await drafted(sportello, { ...anna, email: 'altra@example.it' })
    expect((await sportello.maintenance.fate(ticket)).map(({ fate }) => fate)).toEqual(['none'])
    counter.clock.advance(1)
    const procedures = { registration: 'void', 'email-change': 're-identify' } as const
    accepted(await sportello.maintenance.plan({ ...plan, from: '2026-03-10T20:00', procedures }))
    expect((await sportello.maintenance.fate(token)).map(({ procedure, fate }) => [procedure, fate])).toEqual([
      ['email-change', 're-identify'],
    ])
    const [mine] = await sportello.maintenance.fate(ticket)
    expect(mine).toMatchObject({ procedure: 'registration', fate: 'void', from: Date.UTC(2026, 2, 10, 19) })
    expect(mine?.text.it).toContain('annullata da martedì 10 marzo 2026, ore 20:00')
    expect(await sportello.maintenance.fate('nothing')).toEqual([])
    expect(await sportello.maintenance.simulate({ ...plan, procedures })).toMatchObject({
      value: { procedures: expect.arrayContaining([expect.objectContaining({ procedure: 'registration', voided: 1 })]) },
    })
  })

  it('M2: and was begun between cut-off and beginning is not lost: its term stands still where it cannot be concluded', async () => {
    const counter = open()
    const { sportello, clock, mailer } = counter
    clock.set(Date.UTC(2026, 3, 5, 9))
    const { ticket, lapsesAt } = await drafted(sportello)
    const window = { ...plan, from: '2026-04-10T11:00', to: '2026-04-20T11:00', cutOffDay: '2026-03-31' } as const
    accepted(await sportello.maintenance.plan({ ...window, procedures: { registration: 'void' } }))
    expect(await sportello.maintenance.fate(ticket)).toMatchObject([{ fate: 'held', until: Date.UTC(2026, 3, 20, 9) }])
    clock.set(Date.UTC(2026, 3, 11, 9))
    expect(await sportello.maintenance.sweep()).toMatchObject({ held: 1, voided: 0 })
    expect(await sportello.maintenance.sweep(), 'once').toMatchObject({ looked: 0 })
    expect(refusedCode(await sportello.registration.complete(ticket))).toBe('calendar/closed')
    clock.set(Date.UTC(2026, 3, 21, 9))
    expect(await sportello.maintenance.sweep()).toMatchObject({ released: 1 })
    await sportello.relay()
    expect(mailer.sent.map(({ subject }) => subject).filter((text) => /procedura/.test(text))).toHaveLength(2)
    expect(accepted(await sportello.registration.inspect(ticket)).lapsesAt).toBe(lapsesAt + 10 * day)
    accepted(await sportello.registration.complete(ticket))
  })

  it('is swept page by page, in any number of processes, and the same again', async () => {
    const counter = open()
    const { sportello, configuration } = { ...counter }
    for (let i = 0; i < 5; i += 1) await drafted(sportello, { ...anna, email: `a${i}@example.it` })
    await completed(counter, { ...anna, email: 'done@example.it' })
    counter.clock.advance(1)
    accepted(await sportello.maintenance.plan({ ...plan, procedures: { registration: 'void' } }))
    const other = openCounter({ ...configuration, policy, seed: 2 })
    let [after, voided]: [string | null, number] = [null, 0]
    do {
      const report = await sportello.maintenance.sweep({ limit: 2, ...(after === null ? {} : { after }) })
      voided += report.voided
      after = report.next
    } while (after !== null)
    expect(voided).toBe(5)
    expect(await other.sportello.maintenance.sweep()).toMatchObject({ voided: 0, failed: 0 })
    for (const options of [{ limit: 0 }, { after: 'nowhere' }, { limit: 1.5 }])
      await expect(sportello.maintenance.sweep(options)).rejects.toMatchObject({ code: 'config/invalid' })
  })
})

describe('M6: a calendar that cannot be read', () => {
  it('leaves closed what can be closed, and the sign-in and what protects an account open', async () => {
    const counter = open()
    const { credentials } = await subscribed(counter)
    const { storage } = counter
    const broken = {
      ...storage,
      load: async (keys: readonly string[]) =>
        (await storage.load(keys)).map((row) => (row?.machine === 'maintenance' ? { ...row, state: '{"status":"later"}' } : row)),
    }
    const { sportello } = openCounter({ ...counter.configuration, policy, storage: broken, seed: 2 })
    expect(await sportello.registration.open(anna)).toMatchObject({ refusal: { code: 'calendar/closed', until: null } })
    const { token } = accepted(await sportello.session.signIn(credentials))
    expect(
      (await sportello.maintenance.availability()).filter(({ state }) => state === 'open').map(({ feature }) => feature),
    ).toEqual(['federated-sign-in', 'sign-in'])
    expect(await sportello.maintenance.fate(token)).toEqual([])
    accepted(await sportello.credential.suspendOwn({ token, reason: 'Furto.' }))
  })

  it('since the storage fails lets the sign-in fail by itself alone, and does nothing else', async () => {
    const counter = open()
    const { credentials } = await subscribed(counter)
    const { storage } = counter
    const broken = {
      ...storage,
      load: async (keys: readonly string[]) => {
        if (keys.some((key) => key.includes('/maintenance/'))) throw new Error('no connection')
        return storage.load(keys)
      },
    }
    const { sportello } = openCounter({ ...counter.configuration, policy, storage: broken, seed: 2 })
    await expect(sportello.registration.open(anna)).rejects.toMatchObject({ code: 'storage/failed' })
    accepted(await sportello.session.signIn(credentials))
  })
})

it('M1, INV-20: a command that was judged by the calendar of before is judged anew in its commit', async () => {
  const counter = open()
  const { storage } = counter
  const { ticket } = await drafted(counter.sportello)
  let isPlanned = false
  const racing = {
    ...storage,
    async commit(commit: Parameters<typeof storage.commit>[0]) {
      if (!isPlanned && commit.writes.some(({ machine }) => machine === 'registration')) {
        isPlanned = true
        accepted(await counter.sportello.maintenance.plan(plan))
      }
      return storage.commit(commit)
    },
  }
  const slow = openCounter({ ...counter.configuration, policy, storage: racing, seed: 2 })
  expect(refusedCode(await slow.sportello.registration.complete(ticket))).toBe('calendar/closed')
  expect(isPlanned).toBe(true)
})
