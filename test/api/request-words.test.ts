import fc from 'fast-check'
import { letterName, registrationText, statuses, statusText } from 'sportello'
import { describe, expect, it } from 'vitest'
import { letters as every } from '../../src/api/letters.ts'
import {
  accepted,
  anna,
  approve,
  completed,
  drafted,
  newPassword,
  openCounter,
  operator,
  subscribed,
} from '../support/counter.ts'

const locales = ['it', 'en'] as const

describe('where a request stands, in one sentence', () => {
  it('takes the decision into account, after which the status stays completed', async () => {
    const counter = openCounter()
    const { sportello, clock } = counter
    const draft = await drafted(sportello, { ...anna, email: 'seconda@example.it' })
    const view = async (ticket: string) => accepted(await sportello.registration.inspect(ticket))
    const said = async (ticket: string) => registrationText(await view(ticket), 'it')
    expect(await said(draft.ticket)).toMatch(
      /^La richiesta è da completare: può farlo fino alle ore 10:00 del \d\d\/\d\d\/2026\.$/,
    )
    const { id, ticket } = await completed(counter)
    const { digest: dossierDigest } = accepted(await sportello.approval.dossier({ operator, id }))
    expect(await said(ticket)).toBe("La richiesta è stata trasmessa all'ente, che non ha ancora deciso.")
    const reason = 'Manca il retro.'
    accepted(await sportello.approval.requestCorrection({ operator, id, dossierDigest, reason, documents: ['identity-card'] }))
    expect(await said(ticket)).toMatch(/^L'ente ha chiesto di integrare la richiesta: può farlo fino alle ore /)
    const other = await completed(counter, { ...anna, codiceFiscale: 'BNCLRA75B50F205K', email: 'mario@example.it' })
    await approve(counter, other.id)
    expect((await view(other.ticket)).status).toBe('completed')
    expect(await said(other.ticket)).toBe("L'ente ha approvato la richiesta.")
    accepted(await sportello.registration.withdraw(draft.ticket))
    expect(await said(draft.ticket)).toBe('La richiesta è stata ritirata.')
    clock.advance(365 * 86_400_000)
    expect(await said(ticket)).toMatch(/^Il termine per completare la richiesta è scaduto/)
  })

  it('has words for every status in both languages, and is total', () => {
    for (const status of statuses.registration) {
      for (const locale of locales) {
        const view = { status, lapsesAt: null, decision: null, wanted: null }
        expect(registrationText(view, locale)).toMatch(/^\p{Lu}.*\.$/u)
        const decision = { outcome: 'rejected', decidedAt: 0, reason: 'x' } as const
        expect(registrationText({ ...view, decision }, locale)).toMatch(/respinto|rejected/)
      }
    }
    // What cannot be made a key of anything.
    expect(letterName({ toString: 0 } as never, 'it')).toBeUndefined()
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (view, locale) => {
        expect(() => registrationText(view as never, locale as never)).not.toThrow()
        expect(() => letterName(view as never, locale as never)).not.toThrow()
      }),
    )
  })
})

describe('what a dossier shows of its letters', () => {
  it('has a name and a status in words', async () => {
    const counter = openCounter()
    const { id } = await completed(counter)
    await approve(counter, id)
    const { letters } = accepted(await counter.sportello.approval.dossier({ operator, id }))
    expect(letters.map(({ name, status }) => [letterName(name, 'it'), statusText('letter', status, 'it')])).toEqual([
      ['Credenziali della richiesta completata', 'inviata'],
      ['Richiesta approvata', 'in attesa di invio'],
    ])
  })

  it('is named for every letter of a request', () => {
    const named = Object.keys(every).filter((name) => /^(registration|approval)\//.test(name))
    expect(named.length).toBeGreaterThan(8)
    for (const name of named) for (const locale of locales) expect(letterName(name, locale)).toMatch(/^\p{Lu}.*[^.]$/u)
    expect([letterName('constructor', 'it'), letterName('registration/completed', 'fr' as never)]).toEqual([undefined, undefined])
  })
})

describe('a change that a click has just confirmed', () => {
  it('is not said to have been confirmed before: that is for whoever opens the link again', async () => {
    const counter = openCounter({ policy: { pecChange: { receipts: 'none' } } })
    const { sportello, mailer } = counter
    const { credentials } = await subscribed(counter)
    const { token } = accepted(await sportello.session.signIn({ ...credentials, password: newPassword }))
    const pec = 'anna@pec.example.it'
    accepted(await sportello.pecChange.request({ ...credentials, token, pec, confirmation: pec }))
    await sportello.relay()
    const link = mailer.sent.flatMap(({ text }) => /pec-change#token=(\S+)/.exec(text)?.[1] ?? []).at(-1) ?? ''
    const open = accepted(await sportello.pecChange.inspectByLink(link))
    expect(statusText('pecChangeLink', open.status, 'it')).toBe('da confermare')
    const { status } = accepted(await sportello.pecChange.confirm(link))
    expect(statusText('pecChange', status, 'it')).toBe('confermato')
    expect(statusText('emailChange', 'confirmed', 'en')).toBe('confirmed')
    const again = accepted(await sportello.pecChange.inspectByLink(link))
    expect(statusText('pecChangeLink', again.status, 'it')).toBe('confermato: il link è già stato usato')
    expect(statusText('emailChangeLink', 'confirmed', 'it')).toBe('confermato: il link è già stato usato')
  })
})

describe('the statuses of the desk, of a decision and of a recovery', () => {
  it('have words', async () => {
    const counter = openCounter()
    const { id } = await completed(counter)
    await approve(counter, id)
    const { lines } = accepted(await counter.sportello.desk.list({ operator, states: 'approved' }))
    expect(lines.map(({ state }) => statusText('desk', state, 'it'))).toEqual(['approvata'])
    expect(statuses.decision.map((outcome) => statusText('decision', outcome, 'it'))).toContain('integrazione richiesta')
    expect(statuses.recovery).toEqual(['open', 'used', 'expired', 'superseded', 'void'])
    expect(statusText('recovery', 'used', 'it')).toBe('concluso: il link è già stato usato')
  })
})
