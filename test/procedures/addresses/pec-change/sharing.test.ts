/** One PEC, one subscriber, where the office says so; and nobody learns whose an address is. */
import { createSportello } from 'sportello'
import { describe, expect, it } from 'vitest'
import {
  askedFor,
  day,
  linkTo,
  newPec,
  oldPec,
  receiptOf,
  type Subscriber,
  subscriberWithPec,
} from '../../../support/addresses.ts'
import { accepted, anna, morning, newPassword, operator, refusedCode, subscribed } from '../../../support/counter.ts'

const nina = { ...anna, surname: 'Bianchi', codiceFiscale: 'BNCNNA80A41L219J', email: 'nina@example.it' }

/** A second subscriber at the same counter, signed in. */
async function second({ counter, mail }: Pick<Subscriber, 'counter' | 'mail'>) {
  const { credentials } = await subscribed(counter, nina)
  const { sportello } = counter
  const { token } = accepted(await sportello.session.signIn(credentials))
  const { pin } = credentials
  return {
    codiceFiscale: nina.codiceFiscale,
    ask: (pec: string) => sportello.pecChange.request({ token, pin, password: newPassword, pec, confirmation: pec }),
    mail,
  }
}

describe('a PEC that somebody else has', () => {
  it('cannot be asked for, and the answer does not say whose it is (C8)', async () => {
    const subscriber = await subscriberWithPec()
    const other = await second(subscriber)
    expect(await other.ask(oldPec)).toEqual({ ok: false, refusal: { code: 'pec-claim/taken' } })
    expect((await subscriber.mail()).filter(({ to }) => to.address === oldPec)).toEqual([])
  })

  it('C8: is free again, at once, when its account is revoked; its owner hears of the revocation there', async () => {
    for (const securityNotices of ['email', 'email-and-pec'] as const) {
      const subscriber = await subscriberWithPec({ policy: { addresses: { securityNotices } } })
      const { sportello, codiceFiscale, counter } = subscriber
      const other = await second(subscriber)
      expect(refusedCode(await other.ask(oldPec))).toBe('pec-claim/taken')
      accepted(await sportello.credential.revoke({ operator, codiceFiscale, reason: 'Left.' }))
      const told = (await subscriber.mail()).filter(({ to, subject }) => to.address === oldPec && subject.includes('revocate'))
      expect(told).toHaveLength(securityNotices === 'email' ? 0 : 1)
      expect(accepted(await sportello.addresses.inspectAsOffice({ operator, codiceFiscale })).pec).toBeNull()
      accepted(await other.ask(oldPec))
      accepted(await sportello.pecChange.confirm(await linkTo(subscriber, oldPec)))
      const { pec } = accepted(await sportello.addresses.inspectAsOffice({ operator, codiceFiscale: other.codiceFiscale }))
      expect(pec).toBe(oldPec)
      // With new credentials the first one has no PEC, and cannot have this one any more.
      const { credentials } = await subscribed(counter, { ...anna, codiceFiscale, email: 'anna.2@example.it' })
      const { token } = accepted(await sportello.session.signIn(credentials))
      const { pin, password } = credentials
      expect(accepted(await sportello.addresses.inspect({ token })).pec).toBeNull()
      const again = { token, pin, password, pec: oldPec, confirmation: oldPec }
      expect(refusedCode(await sportello.pecChange.request(again))).toBe('pec-claim/taken')
    }
  })

  it('is tried no more often than the policy lets addresses be asked for', async () => {
    const subscriber = await subscriberWithPec({ policy: { quota: { usesMax: 2 } } })
    const other = await second(subscriber)
    expect(refusedCode(await other.ask(oldPec))).toBe('pec-claim/taken')
    expect(refusedCode(await other.ask(oldPec))).toBe('pec-claim/taken')
    expect(refusedCode(await other.ask(oldPec))).toBe('quota/exceeded')
  })

  it('can be asked for where the office lets two have one', async () => {
    const subscriber = await subscriberWithPec({ policy: { pecChange: { sharedPec: 'allow' } } })
    const other = await second(subscriber)
    accepted(await other.ask(oldPec))
    accepted(await subscriber.sportello.pecChange.confirm(await linkTo(subscriber, oldPec)))
    const { sportello, codiceFiscale } = subscriber
    const [first, last] = [
      accepted(await sportello.addresses.inspectAsOffice({ operator, codiceFiscale })),
      accepted(await sportello.addresses.inspectAsOffice({ operator, codiceFiscale: other.codiceFiscale })),
    ]
    expect([first.pec, last.pec]).toEqual([oldPec, oldPec])
  })

  it('shared by two, both hear of it when it is full', async () => {
    const subscriber = await subscriberWithPec({ policy: { pecChange: { sharedPec: 'allow' } } })
    const other = await second(subscriber)
    const { sportello } = subscriber
    const { codiceFiscale } = other
    accepted(await sportello.addresses.setPec({ operator, codiceFiscale, pec: oldPec, reason: 'Register.' }))
    const full = receiptOf(null, morning, { kind: 'failed', failure: 'mailbox-full', recipient: oldPec })
    expect(accepted(await sportello.pecChange.receive(full)).effect).toBe('recorded')
    const told = (await subscriber.mail()).filter(({ subject }) => subject.includes('è piena')).map(({ to }) => to.address)
    expect([...told].sort()).toEqual([anna.email, nina.email])
  })
})

describe('a PEC that two ask for', () => {
  it('goes to the first subscriber who confirms; the other hears that it cannot be used, and nothing is half done', async () => {
    const subscriber = await askedFor()
    const other = await second(subscriber)
    accepted(await other.ask(newPec))
    const theirs = await linkTo(subscriber)
    accepted(await subscriber.sportello.pecChange.confirm(subscriber.link))
    expect(await subscriber.sportello.pecChange.confirm(theirs)).toEqual({ ok: false, refusal: { code: 'pec-claim/taken' } })
    expect(accepted(await subscriber.sportello.pecChange.inspectByLink(theirs))).toMatchObject({
      status: 'awaiting-receipt',
      canConfirm: false,
    })
    const { codiceFiscale } = other
    expect(accepted(await subscriber.sportello.addresses.inspectAsOffice({ operator, codiceFiscale })).pec).toBeNull()
  })

  it('taken while two could have one, it is the first one’s once they cannot', async () => {
    const subscriber = await askedFor({ policy: { pecChange: { sharedPec: 'allow' } } })
    const other = await second(subscriber)
    accepted(await other.ask(newPec))
    const theirs = await linkTo(subscriber)
    accepted(await subscriber.sportello.pecChange.confirm(subscriber.link))
    const strict = createSportello({ ...subscriber.configuration, policy: { pecChange: { sharedPec: 'refuse' } } })
    expect(refusedCode(await strict.pecChange.confirm(theirs))).toBe('pec-claim/taken')
  })

  it('is free again once its subscriber has another one', async () => {
    const subscriber = await askedFor()
    const other = await second(subscriber)
    accepted(await subscriber.sportello.pecChange.confirm(subscriber.link))
    accepted(await other.ask(oldPec))
    expect(accepted(await subscriber.sportello.pecChange.confirm(await linkTo(subscriber, oldPec))).pec).toBe(oldPec)
  })

  it('a click that waits for its receipt comes to nothing when somebody else has the address by then', async () => {
    const subscriber = await askedFor()
    const { sportello, clock, link, reference } = subscriber
    const other = await second(subscriber)
    clock.advance(day - 1)
    const { codiceFiscale } = other
    clock.set(Date.UTC(2026, 2, 11, 23))
    expect(accepted(await sportello.pecChange.confirm(link)).status).toBe('waiting')
    accepted(await sportello.addresses.setPec({ operator, codiceFiscale, pec: newPec, reason: 'Register.' }))
    expect(accepted(await sportello.pecChange.receive(receiptOf(reference, Date.UTC(2026, 2, 11, 22)))).effect).toBe('recorded')
    expect(accepted(await sportello.pecChange.inspectByLink(link)).status).toBe('void')
    expect(accepted(await sportello.addresses.inspectAsOffice({ operator, codiceFiscale: anna.codiceFiscale })).pec).toBe(oldPec)
  })
})
