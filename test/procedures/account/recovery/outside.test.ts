/** Asking for a recovery, and showing what is no link: whoever it is about, nothing tells. */
import { describe, expect, it } from 'vitest'
import {
  accepted,
  approved,
  completed,
  anna as form,
  newPassword,
  openCounter,
  operator,
  refusedCode,
} from '../../../support/counter.ts'
import { codiceFiscale, day, forgetful, hour, mailbox, next } from './subscriber.ts'

const reason = 'Chiesto allo sportello.'

describe('asking for a recovery', () => {
  it.each(['nobody', 'pending', 'approved', 'suspended', 'revoked'] as const)(
    'L1, L18: of somebody who is %s answers as ever, and mails no link',
    async (standing) => {
      const counter = openCounter()
      const { sportello, mailer } = counter
      if (standing === 'pending') await completed(counter)
      if (standing === 'approved') await approved(counter)
      if (standing === 'suspended' || standing === 'revoked') {
        const anna = await forgetful()
        for (let guess = 0; guess < 5; guess += 1) {
          anna.clock.advance(hour)
          await anna.sportello.session.signIn({ codiceFiscale, pin: '000000000', password: newPassword })
        }
        if (standing === 'revoked') accepted(await anna.sportello.credential.revoke({ operator, codiceFiscale, reason }))
        expect(await anna.request()).toEqual({ ok: true, value: null })
        expect(await anna.links()).toEqual([])
        return
      }
      await sportello.relay()
      const before = mailer.sent.length
      expect(await sportello.recovery.request({ codiceFiscale })).toEqual({ ok: true, value: null })
      await sportello.relay()
      expect(mailer.sent).toHaveLength(before)
    },
  )

  it('L6, L18: whoever asks for somebody else keeps nobody out: the last link of a day works until there can be another', async () => {
    const anna = await forgetful()
    const first = anna.clock.now()
    for (let request = 0; request < 30; request += 1) {
      expect(await anna.request({ requester: `198.51.100.${request}` })).toEqual({ ok: true, value: null })
      await anna.mail()
    }
    const links = await anna.links()
    expect(links).toHaveLength(5)
    const [last] = links.slice(-1)
    const { until } = accepted(await anna.sportello.recovery.inspect(last?.token ?? ''))
    expect(until).toBe(first + day)
    anna.clock.advance(day - 1)
    await anna.request()
    expect(await anna.links()).toHaveLength(5)
    accepted(await anna.complete(last?.token ?? ''))
    // What the subscriber has done gives all links back.
    accepted(await anna.request())
    expect(await anna.links()).toHaveLength(6)
  })

  it('a day after the first there is another one', async () => {
    const anna = await forgetful()
    for (let request = 0; request < 6; request += 1) await anna.request()
    await anna.mail()
    anna.clock.advance(day)
    await anna.request()
    expect(await anna.links()).toHaveLength(2)
  })

  it('R2: a requester who asks about many is refused openly, whoever it is about', async () => {
    const { sportello } = openCounter({ policy: { quota: { usesMax: 3 } } })
    const options = { requester: '198.51.100.7' }
    for (let request = 0; request < 3; request += 1) accepted(await sportello.recovery.request({ codiceFiscale }, options))
    expect(refusedCode(await sportello.recovery.request({ codiceFiscale }, options))).toBe('quota/exceeded')
    accepted(await sportello.recovery.request({ codiceFiscale }))
  })

  it.each([undefined, null, 1, 'text', [], {}, { codiceFiscale: 1 }, { codiceFiscale: 'VRDNNA80A41L219X' }])(
    'J2: %j is refused before any account is looked at',
    async (input) => {
      const { sportello, storage } = openCounter()
      expect(refusedCode(await sportello.recovery.request(input as never))).toBe('recovery/form')
      expect(storage.contents().records).toEqual([])
    },
  )

  it.each([1, '', 'x'.repeat(257), {}])('J2: whoever has the requester %j counts as not named', async (requester) => {
    const { sportello } = openCounter()
    expect(await sportello.recovery.request({ codiceFiscale }, { requester } as never)).toEqual({ ok: true, value: null })
  })
})

describe('what is no link', () => {
  it.each([undefined, null, 1, {}, '', 'text', `k1~01KKB9V6M0SAMPLE0000000000~${'a'.repeat(43)}`])(
    '%j has one answer',
    async (token) => {
      const { sportello } = openCounter()
      expect(refusedCode(await sportello.recovery.inspect(token as never))).toBe('recovery/not-found')
      const refused = await sportello.recovery.complete({ token, pin: '000000000', password: next, confirmation: next } as never)
      expect(refusedCode(refused)).toBe(typeof token === 'string' ? 'recovery/not-found' : 'recovery/form')
    },
  )

  it('C1: another secret for the same account judges no PIN, and is noted', async () => {
    const anna = await forgetful()
    const link = await anna.asked()
    const made = link.replace(/.{43}$/, 'a'.repeat(43))
    for (let guess = 0; guess < 10; guess += 1) {
      expect(refusedCode(await anna.complete(made, { pin: '000000000' }))).toBe('recovery/not-found')
    }
    accepted(await anna.complete(link))
  })

  it('C6: a token of another purpose is none', async () => {
    const anna = await forgetful()
    expect(refusedCode(await anna.complete(anna.subscriber.token))).toBe('recovery/not-found')
  })

  it('R12: the mailbox of a request on somebody else gets no link', async () => {
    const anna = await forgetful()
    await completed(anna.counter, { ...form, email: 'attacker@example.org' })
    await anna.request()
    expect((await anna.links()).map(({ to }) => to)).toEqual([mailbox])
  })
})

describe('L3, INV-10: guesses of the PIN with the link', () => {
  it('are judged no more than five, over links, doors and requests, and suspend the credential', async () => {
    const anna = await forgetful()
    for (let guess = 0; guess < 5; guess += 1) {
      anna.clock.advance(day)
      expect(refusedCode(await anna.complete(await anna.asked(), { pin: '000000000' }))).toBe('recovery/wrong-pin')
    }
    expect(accepted(await anna.sportello.credential.inspect({ operator, codiceFiscale })).status).toBe('suspended')
    expect((await anna.mail()).filter(({ subject }) => subject.endsWith('credenziali sospese'))).toHaveLength(2)
    await anna.request()
    expect(await anna.signsIn(newPassword)).toBe(false)
  })

  it('a wrong PIN leaves the link as it is, and delays the next one with it', async () => {
    const anna = await forgetful()
    const link = await anna.asked()
    for (let guess = 0; guess < 4; guess += 1) await anna.complete(link, { pin: '000000000' })
    expect(await anna.complete(link)).toEqual({
      ok: false,
      refusal: { code: 'recovery/wrong-pin', retryAt: anna.clock.now() + 1_000 },
    })
    anna.clock.advance(1_000)
    accepted(await anna.complete(link))
  })

  it('L5: of sixty-four at once no more than five are judged, also where the right one would be refused for its password', async () => {
    for (const password of [next, newPassword]) {
      const anna = await forgetful({ policy: { throttle: { freeFailures: 1000 } } })
      const link = await anna.asked()
      const pins = Array.from({ length: 64 }, (_, i) => (i === 63 ? anna.pin : String(i).padStart(9, '9')))
      const seen = await Promise.allSettled(pins.map((pin) => anna.complete(link, { pin, password, confirmation: password })))
      const codes = seen.map((one) => (one.status === 'rejected' ? 'busy' : one.value.ok ? 'ok' : one.value.refusal.code))
      const judged = codes.filter((code) => code === 'ok' || code === 'recovery/wrong-pin' || code === 'credential/new-password')
      expect(judged.length).toBeLessThanOrEqual(6)
    }
  })
})
