/** What seldom befalls an account: two ways in at once, tokens that were tampered with, acts of the office on nothing, and others who are quicker. */
import { passwordFacts } from 'sportello'
import { describe, expect, it } from 'vitest'
import { askedFor, newPec, subscriberWithPec } from '../../support/addresses.ts'
import {
  accepted,
  anna,
  completed,
  drafted,
  newPassword,
  openCounter,
  operator,
  refusedCode,
  subscribed,
} from '../../support/counter.ts'
import { identityOf } from '../../support/federation.ts'
import { meanwhile, writes } from '../../support/meanwhile.ts'
import { forBruno } from '../services/seed-services.ts'

const minute = 60_000
const day = 86_400_000
const reason = 'Prot. 1.'
const about = { operator, codiceFiscale: anna.codiceFiscale, reason }

/** Somebody with PIN and password who has come by SPID, so long ago that it stands for them no more. */
async function comeBySpid() {
  const counter = openCounter()
  const { sportello, clock } = counter
  const { credentials } = await subscribed(counter)
  const identity = identityOf('readSpidSaml', { at: clock.now() - minute })
  const { token } = accepted(await sportello.federation.signIn(identity))
  return { ...counter, counter, credentials, token }
}

describe('S7: whoever has come by SPID and has PIN and password too', () => {
  it('gives both once the sign-in is not recent any more, and neither one alone', async () => {
    const { sportello, clock, credentials, token } = await comeBySpid()
    clock.advance(10 * minute)
    const { pin } = credentials
    const revoke = (given: object) => sportello.credential.revokeOwn({ token, reason, ...given } as never)
    for (const given of [
      { pin: null, password: null },
      { pin, password: null },
      { pin: null, password: newPassword },
    ]) {
      expect(refusedCode(await revoke(given))).toBe('session/recent-sign-in-required')
    }
    expect(refusedCode(await revoke({ pin, password: 'Sbagliata.1' }))).toBe('session/reauthentication-failed')
    clock.advance(15 * minute)
    accepted(await revoke({ pin, password: newPassword }))
  })

  it('takes a change back by the session alone', async () => {
    const { sportello, token } = await comeBySpid()
    const email = 'altrove@example.it'
    accepted(await sportello.emailChange.request({ token, pin: null, password: null, email, confirmation: email }))
    accepted(await sportello.emailChange.cancel({ token }))
    expect(accepted(await sportello.emailChange.inspectOwn({ token }))?.status ?? 'none').not.toBe('requested')
  })
})

describe('a change of address', () => {
  it('is not taken back with one secret alone, nor with two of which one is wrong', async () => {
    const { sportello, subscriber } = await askedFor()
    const { token, pin, password } = subscriber
    for (const given of [
      { token, pin },
      { token, password },
    ]) {
      expect(refusedCode(await sportello.pecChange.cancel(given as never))).toBe('pec-change/form')
    }
    const wrong = await sportello.pecChange.cancel({ token, pin: '000000000', password })
    expect(refusedCode(wrong)).toBe('session/reauthentication-failed')
    expect(accepted(await sportello.pecChange.inspectOwn({ token }))?.pec).toBe(newPec)
  })

  it('that nobody has asked for is taken back by no operator, and nothing is noted of that', async () => {
    const { sportello, codiceFiscale, accountId } = await subscriberWithPec()
    const refused = await sportello.pecChange.cancelAsOffice({ operator, codiceFiscale, reason })
    expect(refused.ok).toBe(false)
    const lines = accepted(await sportello.journal.read({ kind: 'addresses', id: accountId }))
    expect(lines.map(({ type }) => type)).not.toContain('OfficeActed')
  })

  it('M4: of a PEC that a window ends asks that its person be identified, and the one of before stays', async () => {
    const { sportello, clock, subscriber, credentials } = await askedFor()
    clock.advance(1)
    const window = { operator, reason, title: { it: 'Aggiornamento', en: 'Update' }, from: 'now' } as const
    accepted(await sportello.maintenance.plan({ ...window, procedures: { 'pec-change': 're-identify' } }))
    expect(await sportello.maintenance.sweep()).toMatchObject({ reidentified: 1, failed: 0 })
    expect((await sportello.session.check(subscriber.token)).ok).toBe(false)
    expect((await sportello.session.signIn(credentials)).ok).toBe(false)
  })

  it('to a PEC that is somebody else’s is not recorded by the office, where each has one of his own', async () => {
    const { sportello, counter } = await subscriberWithPec({ pec: newPec })
    const other = { ...anna, codiceFiscale: 'BNCBRT80A41L219E', email: 'berta@example.it' }
    await subscribed(counter, other)
    const setting = { operator, codiceFiscale: other.codiceFiscale, pec: newPec, reason }
    expect((await sportello.addresses.setPec(setting)).ok).toBe(false)
    accepted(await sportello.addresses.setPec({ ...setting, pec: 'berta@pec.example.it' }))
  })
})

describe('a token', () => {
  it('of a request with another secret, or of a request that there is not, is that of nobody', async () => {
    const { sportello } = openCounter()
    const { ticket } = await drafted(sportello)
    const last = ticket.at(-1) === 'A' ? 'B' : 'A'
    const [keyId = '', id = '', secret = ''] = ticket.split('~')
    const tampered = [`${ticket.slice(0, -1)}${last}`, [keyId, `${id.slice(0, -1)}${last}`, secret].join('~'), 'x', '']
    expect(await sportello.maintenance.fate(ticket)).toHaveLength(1)
    for (const one of tampered) expect(await sportello.maintenance.fate(one)).toEqual([])
  })
})

it('an exemption that was revoked says when, and one that was never granted is none', async () => {
  const { sportello, clock } = openCounter()
  expect(refusedCode(await sportello.exemption.inspect(about))).toBe('exemption/not-found')
  const document = { kind: 'court-order', number: '12', expiresOn: '2030-01-01' } as const
  accepted(await sportello.exemption.grant({ ...about, kind: 'guardianship', document }))
  expect(accepted(await sportello.exemption.inspect(about))).toMatchObject({ status: 'granted', revokedAt: null })
  clock.advance(day)
  accepted(await sportello.exemption.revoke(about))
  expect(accepted(await sportello.exemption.inspect(about))).toMatchObject({ status: 'revoked', revokedAt: clock.now() })
})

it('a password is not checked against what an account of another state does not have', () => {
  const office = { name: 'Comune di Prova' }
  const person = { surname: 'Verdi', name: 'Anna', birthDate: '1980-01-01', codiceFiscale: null, email: null }
  const view = { person } as never
  expect(passwordFacts(office, view)).toMatchObject({ words: office.name, surname: 'Verdi', codiceFiscale: '', email: '' })
  expect(passwordFacts(office, null)).toEqual({ words: office.name })
})

describe('an import', () => {
  const closing = {
    ...{ operator, reason, title: { it: 'Aggiornamento', en: 'Update' }, from: 'now' },
    features: { 'desk-import': 'closed' },
  } as const
  const form = { operator, batch: 'old-portal' } as const

  it('does not begin while the office has closed it, and takes over nobody', async () => {
    const { sportello, clock } = openCounter()
    accepted(await sportello.maintenance.plan(closing))
    clock.advance(1)
    const lines: unknown[] = []
    const done = await sportello.imports.run(form, [{} as never], (line) => void lines.push(line))
    expect([refusedCode(done), lines]).toEqual(['calendar/closed', []])
  })

  it('that is closed in the midst says so at its end', async () => {
    const { sportello, clock } = openCounter()
    const done = await sportello.imports.run(form, [{} as never], async () => {
      accepted(await sportello.maintenance.plan(closing))
      clock.advance(1)
    })
    expect(refusedCode(done)).toBe('calendar/closed')
  })
})

describe('two sweeps of the retention at once', () => {
  it('end a draft once, whose term is over', async () => {
    const counter = openCounter()
    const { sportello, clock, storage, configuration } = counter
    await drafted(sportello)
    clock.advance(400 * day)
    const slow = meanwhile(storage, writes('registration'), () => sportello.retention.sweep())
    const beside = openCounter({ ...configuration, storage: slow, seed: 2 }).sportello
    expect(await beside.retention.sweep()).toMatchObject({ lapsed: 0, failed: 0 })
  })

  it('erase a request once, that was decided on long ago', async () => {
    const counter = openCounter()
    const { sportello, clock, storage, configuration } = counter
    const { id } = await completed(counter)
    const { digest } = accepted(await sportello.approval.dossier({ operator, id }))
    accepted(await sportello.approval.reject({ operator, id, dossierDigest: digest, reason }))
    clock.advance(4_000 * day)
    const erasing = { ...storage }
    let isDone = false
    const slow = {
      ...erasing,
      erase: async (...given: Parameters<typeof storage.erase>) => {
        if (!isDone) {
          isDone = true
          await sportello.retention.sweep()
        }
        return storage.erase(...given)
      },
    }
    const beside = openCounter({ ...configuration, storage: slow, seed: 2 }).sportello
    expect(await beside.retention.sweep()).toMatchObject({ failed: 0 })
    expect(storage.contents().records.filter(({ key, personal }) => key.includes(id) && personal !== null)).toEqual([])
  })

  it('leave a delegation that is asked for anew while they are at work', async () => {
    const counter = openCounter()
    const { sportello, clock, storage, configuration } = counter
    const { credentials } = await subscribed(counter)
    const signIn = async () => accepted(await sportello.session.signIn(credentials)).token
    const first = await signIn()
    const { id } = accepted(await sportello.delegations.request({ token: first, ...forBruno }))
    accepted(await sportello.delegations.end({ token: first, id }))
    clock.advance(365 * day)
    const token = await signIn()
    const asking = () => sportello.delegations.request({ token, ...forBruno })
    const slow = meanwhile(storage, ({ writes: rows }) => rows.some(({ key }) => key.endsWith(id)), asking)
    const beside = openCounter({ ...configuration, storage: slow, seed: 2 }).sportello
    expect(await beside.retention.sweep()).toMatchObject({ failed: 0 })
    expect(accepted(await sportello.delegations.inspect({ operator, id }))).toMatchObject({
      ...{ status: 'requested', person: { surname: 'Bianchi' } },
    })
  })
})
