/** A PIN renewed by whoever cannot sign in: the answers tell nothing of the password, and nothing of the account. */
import { describe, expect, it } from 'vitest'
import { accepted, approved, newPassword, openCounter, operator, refusedCode } from '../../../support/counter.ts'
import { codiceFiscale, day, forgetful, openMs } from './subscriber.ts'

const reason = 'Chiesto allo sportello.'
const digits = { pinSecondHalf: expect.stringMatching(/^\d{5}$/), until: expect.any(Number) }

describe('a renewal without a session', () => {
  it('with the password: five digits on the screen, four in the mailbox, and the nine conclude it', async () => {
    const anna = await forgetful()
    const { pinSecondHalf, until } = accepted(await anna.startOutside())
    expect(until).toBe(anna.clock.now() + openMs)
    const pin = `${await anna.lastHalf()}${pinSecondHalf}`
    accepted(await anna.concludeOutside(pin))
    expect(await anna.signsIn(anna.credentials.pin)).toBe(false)
    expect(await anna.signsIn(pin)).toBe(true)
  })

  it('L1, L18: with a wrong password the answer is the same, no mail goes out, and the renewal under way goes on', async () => {
    const anna = await forgetful()
    const { pin } = await anna.begun()
    const answer = accepted(await anna.startOutside({ password: 'Sbagliata.1' }))
    expect(answer).toEqual(digits)
    expect(await anna.halves()).toHaveLength(1)
    expect(refusedCode(await anna.concludeOutside(pin.slice(0, 4) + answer.pinSecondHalf))).toBe('pin-renewal/refused')
    accepted(await anna.concludeHere(pin))
  })

  it('L1: of nobody the answer is the same', async () => {
    const { sportello, clock, mailer } = openCounter()
    const answer = accepted(await sportello.pinRenewal.start({ codiceFiscale, password: newPassword }))
    expect(answer).toEqual({ ...digits, until: clock.now() + openMs })
    await sportello.relay()
    expect(mailer.sent).toEqual([])
    const pin = `0000${answer.pinSecondHalf}`
    expect(refusedCode(await sportello.pinRenewal.conclude({ codiceFiscale, password: newPassword, pin }))).toBe(
      'pin-renewal/refused',
    )
  })

  it('R12, INV-09: the temporary password renews no PIN, since it came by mail with half of one', async () => {
    const counter = openCounter()
    const { credentials } = await approved(counter)
    const { password } = credentials
    const before = counter.mailer.sent.length
    const answer = accepted(await counter.sportello.pinRenewal.start({ codiceFiscale, password }))
    expect(answer).toEqual(digits)
    await counter.sportello.relay()
    expect(counter.mailer.sent).toHaveLength(before)
  })

  it.each(['suspended', 'revoked'] as const)('of somebody who is %s nothing is mailed', async (standing) => {
    const anna = await forgetful()
    if (standing === 'revoked') accepted(await anna.sportello.credential.revoke({ operator, codiceFiscale, reason }))
    for (let guess = 0; guess < 5; guess += 1) {
      anna.clock.advance(day)
      await anna.sportello.session.signIn({ codiceFiscale, pin: '000000000', password: newPassword })
    }
    expect(accepted(await anna.startOutside())).toEqual(digits)
    expect(await anna.halves()).toEqual([])
  })

  it('L18: a right password counts at its door as a wrong one does, so that no delay tells', async () => {
    const delays = async (password: string) => {
      const anna = await forgetful({ policy: { pinRenewal: { startsMax: 100 } } })
      const { device } = accepted(await anna.sportello.session.signIn(anna.credentials))
      for (let start = 0; start < 6; start += 1) accepted(await anna.startOutside({ password }, { device }))
      const failed = await anna.sportello.session.signIn({ ...anna.credentials, pin: '000000000' }, { device })
      return failed.ok ? null : failed.refusal
    }
    expect(await delays(newPassword)).toEqual(await delays('Sbagliata.1'))
  })

  it('L20: beyond three a day nothing is mailed, and the answer does not tell', async () => {
    const anna = await forgetful({ policy: { throttle: { freeFailures: 100 } } })
    for (let start = 0; start < 5; start += 1) expect(accepted(await anna.startOutside())).toEqual(digits)
    // Those that were superseded before they were sent are not.
    await anna.mail()
    const third = await anna.halves()
    expect(third).toHaveLength(1)
    accepted(await anna.startOutside())
    expect(await anna.halves()).toEqual(third)
  })
})

describe('L3, INV-10: guesses of a new PIN', () => {
  it('share one budget with those of sign-in and of reauthentication', async () => {
    const anna = await forgetful()
    const { pin } = await anna.begun()
    const { pinRenewal, session, emailChange } = anna.sportello
    const wrong = '000000000'
    const hour = 60 * 60_000
    await session.signIn({ codiceFiscale, pin: wrong, password: newPassword })
    anna.clock.advance(hour / 6)
    await pinRenewal.conclude({ codiceFiscale, password: newPassword, pin: wrong })
    await pinRenewal.conclude({ token: anna.subscriber.token, pin: wrong })
    const email = 'altrove@example.org'
    await emailChange.request({ ...anna.subscriber, pin: wrong, email, confirmation: email })
    const inspect = async () => accepted(await anna.sportello.credential.inspect({ operator, codiceFiscale })).status
    expect(await inspect()).toBe('active')
    await pinRenewal.conclude({ codiceFiscale, password: newPassword, pin: wrong })
    expect(await inspect()).toBe('suspended')
    expect(refusedCode(await anna.concludeOutside(pin))).toBe('pin-renewal/refused')
  })

  it('L20: are no more than five for one renewal, also where its subscriber signs in meanwhile', async () => {
    const anna = await forgetful()
    const { pin } = await anna.begun()
    for (let guess = 0; guess < 5; guess += 1) {
      anna.clock.advance(60 * 60_000)
      expect(await anna.signsIn(anna.credentials.pin)).toBe(true)
      expect(refusedCode(await anna.concludeOutside('000000000'))).toBe('pin-renewal/refused')
    }
    anna.clock.advance(60 * 60_000)
    expect(await anna.signsIn(anna.credentials.pin)).toBe(true)
    expect(refusedCode(await anna.concludeOutside(pin))).toBe('pin-renewal/refused')
    expect(await anna.signsIn(anna.credentials.pin)).toBe(true)
  })

  it('are not judged where nothing is under way', async () => {
    const anna = await forgetful({ policy: { throttle: { freeFailures: 100 } } })
    for (let guess = 0; guess < 10; guess += 1) await anna.concludeOutside('000000000')
    expect(accepted(await anna.sportello.credential.inspect({ operator, codiceFiscale })).status).toBe('active')
  })
})
