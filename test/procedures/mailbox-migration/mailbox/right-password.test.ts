/** An owner who shows the right password waits for nobody's guesses, and is told what is missing. */
import { refusalText } from 'sportello'
import { describe, expect, it } from 'vitest'
import { instantMax } from '../../../../src/kernel/index.ts'
import { accepted, operator, refusedCode } from '../../../support/counter.ts'
import { seedDomain, seedInstants } from '../../../support/migration-seed.ts'
import { conforming, cutOver, moving, one, owns, replacing, rollBack, two, weak } from '../../../support/moving-mailboxes.ts'

const wrong = 'Sbagliata.123'
const by = { requester: '192.0.2.1' }
/** More than cost no delay. */
const often = Array.from({ length: 6 }, (_, i) => i)

describe('whoever shows the right password', () => {
  it('is not delayed by new passwords that are refused', async () => {
    const { sportello } = await moving()
    const short = { ...owns(two, weak), next: 'aaa', confirmation: 'aaa' }
    for (const _ of often) expect(refusedCode(await sportello.mailboxes.activate(short, by))).toBe('mailbox/new-password')
    for (const _ of often) {
      expect(refusedCode(await sportello.mailboxes.activate(owns(two, weak), by))).toBe('mailbox/new-password-needed')
    }
    expect((await sportello.mailboxes.activate(replacing, by)).ok).toBe(true)
  })

  it('is not delayed by asking while messages are copied', async () => {
    const { sportello } = await moving()
    accepted(await sportello.mailboxes.activate(owns(one, conforming), by))
    await sportello.migration.work()
    for (const _ of often) {
      expect(refusedCode(await sportello.mailboxes.activate(owns(one, conforming), by))).toBe('mailbox/copying')
    }
    expect((await sportello.mailboxes.verify(owns(one, conforming), by)).ok).toBe(true)
  })

  it('is not delayed while the leaving provider cannot tell, and a guess that it could not judge forgives none before', async () => {
    let isUp = true
    const { sportello } = await moving({
      wrapLeaving: (port) => ({ verify: async (...asked) => (isUp ? port.verify(...asked) : 'unavailable') }),
    })
    const activate = (password: string, requestKey?: string) =>
      sportello.mailboxes.activate(owns(one, password), requestKey === undefined ? by : { ...by, requestKey })
    isUp = false
    for (const _ of often) expect(refusedCode(await activate(conforming))).toBe('mailbox/provider-unavailable')
    isUp = true
    for (let i = 0; i < 3; i += 1) {
      expect(await activate(wrong)).toEqual({ ok: false, refusal: { code: 'mailbox/invalid-credentials', retryAt: null } })
    }
    isUp = false
    // A repeat is not counted, so it takes back nothing either.
    for (const _ of often)
      expect(refusedCode(await activate(wrong, 'attempt-0123456789abc'))).toBe('mailbox/provider-unavailable')
    isUp = true
    const refused = await activate(wrong)
    expect((refused as unknown as { refusal: { retryAt: number | null } }).refusal.retryAt).not.toBe(null)
  })
})

describe('a refusal tells', () => {
  it('a time to try again only where there is a wait, and none that is over within its minute', () => {
    const say = (retryAt: number | null, locale: 'it' | 'en') =>
      refusalText({ code: 'mailbox/invalid-credentials', retryAt }, locale)
    expect(say(null, 'it')).toBe('Credenziali non valide: controlli il nome della casella e la password.')
    expect(say(null, 'en')).not.toMatch(/again|2022/)
    const [inside, whole] = [Date.UTC(2022, 10, 11, 9, 0, 1), Date.UTC(2022, 10, 11, 9, 1)]
    expect(say(inside, 'it')).toBe("Credenziali non valide. Può riprovare dall'11/11/2022 10:01.")
    expect(say(whole, 'it')).toBe(say(inside, 'it'))
    expect(say(instantMax, 'it')).toContain('Può riprovare')
  })

  it('why a new password is needed, where none was given', async () => {
    const { sportello } = await moving()
    const refused = await sportello.mailboxes.activate(owns(two, weak))
    if (refused.ok || refused.refusal.code !== 'mailbox/new-password-needed') throw new Error('it was not refused')
    expect(refused.refusal.violations.map(({ code }) => code)).toEqual(['letter-case', 'digit', 'special'])
    const text = refusalText(refused.refusal, 'it')
    expect(text).toContain('La password attuale non è ammessa dal nuovo gestore')
    expect(text).toContain('ne scelga una nuova')
  })

  it('that the activation was closed by its last day, where a cut-over began afterwards', async () => {
    const scene = await moving()
    await cutOver(scene)
    const refused = await scene.sportello.mailboxes.activate(owns(one, conforming))
    expect(refused).toEqual({
      ok: false,
      refusal: { code: 'mailbox/activation-closed', closedAt: seedInstants.activationUntil },
    })
  })
})

describe('a late activation that a rollback has overtaken', () => {
  it('holds to the end of its day, and its owner is reminded like any other', async () => {
    const scene = await moving({ plan: { lateActivation: true } })
    const { sportello, clock, mailer } = scene
    await cutOver(scene)
    const act = { operator, domain: seedDomain, reason: 'La scuola era chiusa.' }
    accepted(await sportello.mailboxes.allowLate({ ...act, mailbox: one, lastDay: '2022-11-30' }))
    await rollBack(scene)
    expect(accepted(await sportello.mailboxes.verify(owns(one, conforming))).violations).toEqual([])
    expect(refusedCode(await sportello.mailboxes.activate(replacing))).toBe('mailbox/activation-closed')
    const later = { cutOver: { from: '2022-12-05T14:00' }, lastDay: '2022-12-02', reminders: ['2022-12-01T09:00'] }
    accepted(await sportello.migration.postpone({ ...act, ...later }))
    clock.set(Date.UTC(2022, 11, 1, 8))
    await sportello.retention.sweep()
    await sportello.relay()
    expect(mailer.sent.filter(({ id, to }) => id.endsWith('.reminder') && to.address === `${one}@${seedDomain}`)).toHaveLength(1)
    expect((await sportello.mailboxes.activate(owns(one, conforming))).ok).toBe(true)
  })
})
