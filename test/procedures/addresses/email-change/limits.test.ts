/** What a change of the private address takes, and what it refuses: how often, of any kind, under which policy. */
import { inspect } from 'node:util'
import { defaultPolicy, type PolicyChoice, problemDetails, refusalCodes } from 'sportello'
import { emailChangeDecider, unconfirmedAt } from 'sportello/machines'
import { describe, expect, it } from 'vitest'
import { day } from '../../../support/addresses.ts'
import { accepted, morning, openCounter, refusedCode } from '../../../support/counter.ts'
import { newMail, subscriberOfMail } from './subscriber.ts'

describe('how often', () => {
  it('an account asks is limited, and by account alone', async () => {
    const subscriber = await subscriberOfMail({ policy: { quota: { usesMax: 2 } } })
    accepted(await subscriber.change('a@example.org'))
    accepted(await subscriber.change('b@example.org'))
    const answer = await subscriber.change('c@example.org')
    expect(answer).toEqual({ ok: false, refusal: { code: 'quota/exceeded', retryAt: morning + day } })
    accepted(await subscriber.ask())
    const token = await subscriber.link('b@example.org')
    accepted(await subscriber.sportello.emailChange.confirm(token))
    subscriber.clock.advance(day - 1)
    expect(refusedCode(await subscriber.change('c@example.org', undefined, await subscriber.signInAgain()))).toBe(
      'quota/exceeded',
    )
    subscriber.clock.advance(1)
    accepted(await subscriber.change('c@example.org', undefined, await subscriber.signInAgain()))
  })
})

describe('whatever is handed in', () => {
  const trap = () => {
    throw new Error('trap')
  }
  const throwing = (key: string) => Object.defineProperty({}, key, { get: trap, enumerable: true })
  const stray = `k1~x~${'a'.repeat(43)}`
  const form = { token: stray, pin: '123456789', password: 'a', email: newMail, confirmation: newMail }
  const fields = Object.keys(form)
  const values: readonly unknown[] = [
    ...[undefined, null, 0, Number.NaN, 10n, true, Symbol('x'), 'x', '', '\uD800', 'a'.repeat(1 << 20), [], {}, () => 1],
    new Proxy({}, { get: trap, has: trap, ownKeys: trap, getOwnPropertyDescriptor: trap, getPrototypeOf: trap }),
    { toString: () => newMail },
  ]
  const hostile: readonly unknown[] = [
    ...values,
    Object.create(null),
    ...fields.map(throwing),
    ...fields.flatMap((field) => values.map((value) => ({ ...form, [field]: value }))),
    JSON.parse(`{"__proto__":{"token":"${stray}"},"constructor":{"prototype":{"x":1}}}`),
    Object.create(form),
  ]
  const codes = new Set(['email-change/form', 'email-change/not-found', 'session/not-active', 'request/malformed-key'])

  it('is refused by a code of the library, and nothing is stored or changed', async () => {
    const { sportello, storage } = openCounter()
    const { request: ask, resend: again, cancel: end, inspectByLink: look, confirm: act } = sportello.emailChange
    for (const value of hostile) {
      for (const call of [ask, again, end, look, act] as readonly ((given: never) => Promise<unknown>)[]) {
        const answer = await call(value as never)
        const { refusal } = answer as { readonly refusal: { readonly code: string; readonly problems?: readonly object[] } }
        expect(codes, inspect(value)).toContain(refusal?.code)
        for (const problem of refusal.problems ?? []) {
          expect(problem).toMatchObject({ field: expect.any(String), code: expect.stringMatching(/^[a-z]+(-[a-z]+)*$/) })
        }
      }
      for (const options of [value, { requestKey: value }]) {
        if (options === undefined || options === null) continue
        const answer = await act(stray, options as never)
        if (!answer.ok) expect(codes).toContain(answer.refusal.code)
      }
    }
    // Whoever is first makes the office's calendars.
    expect(storage.contents().records.filter(({ machine }) => !['maintenance', 'sunset'].includes(machine))).toEqual([])
    expect(Object.prototype).not.toHaveProperty('token')
    expect(form).toEqual({ token: stray, pin: '123456789', password: 'a', email: newMail, confirmation: newMail })
  })

  it('INV-36: is read once', async () => {
    const subscriber = await subscriberOfMail()
    const reads = new Map<string, number>()
    const given = { ...subscriber.subscriber, email: newMail, confirmation: newMail }
    const counted = new Proxy(given, {
      get(target, key, receiver) {
        reads.set(String(key), (reads.get(String(key)) ?? 0) + 1)
        return Reflect.get(target, key, receiver)
      },
    })
    accepted(await subscriber.sportello.emailChange.request(counted))
    for (const field of Object.keys(given)) expect(reads.get(field), field).toBe(1)
  })
})

describe('the policy of a change of the private address', () => {
  const starts = (emailChange: object) => () =>
    openCounter({ policy: { emailChange: emailChange as NonNullable<PolicyChoice['emailChange']> } })
  const refuses = (emailChange: object) =>
    expect(starts(emailChange), JSON.stringify(emailChange)).toThrowError(expect.objectContaining({ code: 'config/invalid' }))
  const listed = (institutionalDomains: unknown) => ({ institutionalDomains })

  it('is, where the host says nothing, a day and five mails, and no institutional domain', () => {
    expect(defaultPolicy.emailChange).toEqual({ linkLifetimeMs: day, linksMax: 5, institutionalDomains: [] })
  })

  it('has figures within their bounds', () => {
    for (const linksMax of [1, 20]) expect(starts({ linksMax })).not.toThrow()
    for (const linksMax of [0, 21, 1.5, '5', null]) refuses({ linksMax })
    for (const linkLifetimeMs of [1, 3_653 * day]) expect(starts({ linkLifetimeMs })).not.toThrow()
    for (const linkLifetimeMs of [0, 3_653 * day + 1, null]) refuses({ linkLifetimeMs })
    refuses({ linksMin: 1 })
  })

  it('has a list of at most a hundred domains in the spelling that addresses are compared in', () => {
    const many = Array.from({ length: 101 }, (_, i) => `ente${i}.it`)
    for (const good of [[], ['istruzione.it'], ['xn--mnchen-3ya.de', 'a.b.c'], many.slice(1)]) {
      expect(starts(listed(good))).not.toThrow()
    }
    for (const bad of [many, null, 'istruzione.it', { 0: 'istruzione.it', length: 1 }, new Set(['istruzione.it'])])
      refuses(listed(bad))
    const spellings = ['Istruzione.it', 'it', '', ' istruzione.it', 'istruzione.it ', 'istruzione.it.', '@istruzione.it']
    for (const bad of [...spellings, '*.istruzione.it', 'x@istruzione.it', 'münchen.de', '-a.it', '1.2.3.4', null, 1, ['a.it']]) {
      refuses(listed(['istruzione.it', bad]))
    }
    refuses(listed(new Array(2)))
  })

  it('is a copy: what the host does to its list afterwards changes nothing', async () => {
    const list = ['istruzione.it']
    const subscriber = await subscriberOfMail({ policy: { emailChange: { institutionalDomains: list } } })
    list[0] = 'example.org'
    list.push('posta.example.org')
    expect(accepted(await subscriber.change()).institutional).toBe(false)
    expect(accepted(await subscriber.change('anna@istruzione.it')).institutional).toBe(true)
  })
})

describe('what a host sees', () => {
  it('every refusal is a problem with a status that says whose matter it is', () => {
    const status = (code: string) => problemDetails({ code: `email-change/${code}`, problems: [] } as never, 'it').status
    expect(status('form')).toBe(422)
    expect(status('not-found')).toBe(404)
    for (const gone of ['expired', 'superseded', 'cancelled', 'void']) expect(status(gone), gone).toBe(410)
    for (const clash of ['already-confirmed', 'already-requested', 'same-address', 'too-many-links']) {
      expect(status(clash), clash).toBe(409)
    }
    const own = refusalCodes.filter((code) => code.startsWith('email-change/'))
    expect(own).toHaveLength(10)
  })

  it('the machine and what follows from its state are with the pure part', () => {
    const decider = emailChangeDecider({ linkLifetimeMs: day, linksMax: 5 })
    expect(decider.name).toBe('email-change')
    expect(unconfirmedAt(decider.initial, morning)).toBe(false)
  })
})
