/** A lost PIN, renewed by halves, as its subscriber lives it: from the screen and the mailbox to the new PIN. */
import { createSportello } from 'sportello'
import { describe, expect, it } from 'vitest'
import { accepted, everythingStored, newPassword, operator, refusedCode } from '../../../support/counter.ts'
import { identityOf } from '../../../support/federation.ts'
import { codiceFiscale, day, forgetful, openMs } from './subscriber.ts'

const reason = 'Chiesto allo sportello.'

describe('a renewal in a session', () => {
  it('INV-05, INV-06: shows five digits, mails four, and the nine are the new PIN', async () => {
    const anna = await forgetful()
    const { pinSecondHalf, until } = accepted(await anna.startHere())
    expect(pinSecondHalf).toMatch(/^\d{5}$/)
    expect(until).toBe(anna.clock.now() + openMs)
    const [mailed, ...others] = await anna.halves()
    expect(others).toEqual([])
    expect(mailed).toEqual({ to: 'anna.verdi@example.it', half: expect.stringMatching(/^\d{4}$/) })
    const pin = `${mailed?.half}${pinSecondHalf}`
    expect(await anna.signsIn(pin)).toBe(false)
    expect(await anna.signsIn(anna.credentials.pin)).toBe(true)
    accepted(await anna.concludeHere(pin))
    expect(await anna.signsIn(anna.credentials.pin)).toBe(false)
    expect(await anna.signsIn(pin)).toBe(true)
  })

  it('INV-35: ends every session, and tells mailbox and PEC', async () => {
    const anna = await forgetful()
    const other = await anna.signInAgain()
    const { pin } = await anna.begun()
    const before = (await anna.mail()).length
    accepted(await anna.concludeHere(pin))
    for (const token of [anna.subscriber.token, other]) {
      expect(refusedCode(await anna.sportello.session.check(token))).toBe('session/not-active')
    }
    const told = (await anna.mail()).slice(before).map(({ to, channel, subject }) => `${to.address} ${channel} ${subject}`)
    expect(told.sort()).toEqual([
      'anna.verdi@example.it ordinary Comune di Prova: PIN cambiato',
      'anna.verdi@pec.example.it pec Comune di Prova: PIN cambiato',
    ])
  })

  it('a wrong password begins nothing and is counted', async () => {
    const anna = await forgetful()
    const { token } = anna.subscriber
    for (let attempt = 0; attempt < 4; attempt += 1) {
      expect(refusedCode(await anna.sportello.pinRenewal.start({ token, password: 'Sbagliata.1' }))).toBe(
        'pin-renewal/wrong-password',
      )
    }
    // The right one comes too early now.
    expect(await anna.startHere()).toEqual({
      ok: false,
      refusal: { code: 'pin-renewal/wrong-password', retryAt: anna.clock.now() + 1_000 },
    })
    expect(await anna.halves()).toEqual([])
    anna.clock.advance(1_000)
    accepted(await anna.startHere())
  })

  it('INV-05: one that is begun anew voids both halves of the one before, and halves of two never conclude', async () => {
    const anna = await forgetful()
    const first = await anna.begun()
    const second = await anna.begun()
    const mixed = [first.pin.slice(0, 4) + second.pin.slice(4), second.pin.slice(0, 4) + first.pin.slice(4), first.pin]
    for (const pin of mixed) expect(refusedCode(await anna.concludeHere(pin))).toBe('pin-renewal/wrong-pin')
    accepted(await anna.concludeHere(second.pin))
  })

  it('INV-18: the mail of the one before goes out no more', async () => {
    const anna = await forgetful()
    accepted(await anna.startHere())
    accepted(await anna.startHere())
    expect(await anna.halves()).toHaveLength(1)
  })

  it('INV-12: works in its last millisecond, and not in the next', async () => {
    for (const [ms, code] of [
      [openMs - 1, 'accepted'],
      [openMs, 'pin-renewal/not-open'],
    ] as const) {
      const anna = await forgetful({ policy: { session: { idleMs: 30 * day, lifetimeMs: 30 * day } } })
      const { pin } = await anna.begun()
      anna.clock.advance(ms)
      const done = await anna.concludeHere(pin)
      expect(done.ok ? 'accepted' : done.refusal.code).toBe(code)
    }
  })

  it('INV-11, INV-13: concludes once, and what was not begun concludes nothing', async () => {
    const anna = await forgetful()
    expect(refusedCode(await anna.concludeHere('000000000'))).toBe('pin-renewal/not-open')
    const { pin } = await anna.begun()
    accepted(await anna.concludeHere(pin))
    expect(refusedCode(await anna.concludeOutside(pin))).toBe('pin-renewal/refused')
  })

  it('INV-11: of sixteen conclusions at once one is accepted', async () => {
    const anna = await forgetful()
    const { pin } = await anna.begun()
    const done = await Promise.allSettled(Array.from({ length: 16 }, () => anna.concludeHere(pin)))
    expect(done.filter((one) => one.status === 'fulfilled' && one.value.ok)).toHaveLength(1)
  })

  it('can begin three times within a day', async () => {
    const anna = await forgetful({ policy: { session: { idleMs: 2 * day, lifetimeMs: 3 * day } } })
    const begun = anna.clock.now()
    for (let start = 0; start < 3; start += 1) accepted(await anna.startHere())
    expect(await anna.startHere()).toEqual({ ok: false, refusal: { code: 'pin-renewal/too-many', retryAt: begun + day } })
    anna.clock.advance(day - 1)
    expect(refusedCode(await anna.startHere())).toBe('pin-renewal/too-many')
    anna.clock.advance(1)
    accepted(await anna.startHere())
  })

  it('R13: under a request key the digits are shown again for ten minutes, and one mail goes out', async () => {
    const anna = await forgetful()
    const options = { requestKey: 'a-request-key-0001' }
    const first = accepted(await anna.startHere(options))
    expect(accepted(await anna.startHere(options))).toEqual(first)
    expect(await anna.halves()).toHaveLength(1)
    anna.clock.advance(10 * 60_000)
    expect(refusedCode(await anna.startHere(options))).toBe('request/answer-expired')
  })
})

describe('INV-35: an open renewal and its unsent mail end', () => {
  const events = {
    'a change of password': ({ sportello, subscriber: { token, password } }) =>
      sportello.credential.changePassword({ token, current: password, next: 'Altra.Parola8', confirmation: 'Altra.Parola8' }),
    'the end of all sessions': ({ sportello, subscriber: { token } }) => sportello.credential.endSessions({ token }),
    'a revocation': ({ sportello }) => sportello.credential.revoke({ operator, codiceFiscale, reason }),
  } as const satisfies {
    readonly [name: string]: (anna: Awaited<ReturnType<typeof forgetful>>) => Promise<{ readonly ok: boolean }>
  }

  it.each(Object.entries(events))('with %s', async (_, happen) => {
    const sent = await forgetful()
    const { pin } = await sent.begun()
    expect((await happen(sent)).ok).toBe(true)
    expect(refusedCode(await sent.concludeOutside(pin))).toBe('pin-renewal/refused')
    expect(refusedCode(await sent.concludeOutside(pin, { password: 'Altra.Parola8' }))).toBe('pin-renewal/refused')
    const unsent = await forgetful()
    accepted(await unsent.startHere())
    expect((await happen(unsent)).ok).toBe(true)
    expect(await unsent.halves()).toEqual([])
  })

  it('with a suspension, also once the office has reactivated it', async () => {
    const anna = await forgetful()
    const { pin } = await anna.begun()
    for (let guess = 0; guess < 5; guess += 1) {
      anna.clock.advance(60 * 60_000)
      await anna.sportello.session.signIn({ codiceFiscale, pin: '000000000', password: newPassword })
    }
    accepted(await anna.sportello.credential.reactivate({ operator, codiceFiscale, reason }))
    expect(refusedCode(await anna.concludeOutside(pin))).toBe('pin-renewal/refused')
    expect(await anna.signsIn(anna.credentials.pin)).toBe(true)
  })

  it('with a change of the private address; its halves go to the address before for seven days', async () => {
    const anna = await forgetful()
    const { pin } = await anna.begun()
    const email = 'anna.nuova@example.org'
    accepted(await anna.sportello.emailChange.request({ ...anna.subscriber, email, confirmation: email }))
    const link = (await anna.mail()).flatMap(({ text }) => /email-change#token=(\S+)/.exec(text)?.[1] ?? []).at(-1) ?? ''
    accepted(await anna.sportello.emailChange.confirm(link))
    expect(refusedCode(await anna.concludeHere(pin))).toBe('pin-renewal/not-open')
    accepted(await anna.startHere())
    expect((await anna.halves()).at(-1)?.to).toBe('anna.verdi@example.it')
    anna.clock.advance(7 * day - 1)
    await anna.startOutside()
    expect((await anna.halves()).at(-1)?.to).toBe('anna.verdi@example.it')
    anna.clock.advance(1)
    await anna.startOutside()
    expect((await anna.halves()).at(-1)?.to).toBe(email)
  })
})

describe('what is kept of a renewal', () => {
  it('INV-07, INV-26: no digits, before and after, but sealed in the mail', async () => {
    const anna = await forgetful()
    const { pin } = await anna.begun()
    const stored = [...(await everythingStored(anna.counter)), ...(await everythingStored(anna.counter, ['pin-renewal']))].join(
      '\n',
    )
    expect(stored).toContain('RenewalStarted')
    expect(stored).not.toContain(pin)
    expect(stored).not.toContain(`"${pin.slice(4)}"`)
    expect(stored).not.toContain(`"${pin.slice(0, 4)}"`)
  })

  it('the export hands out when, and no verifier; the erasure takes it along', async () => {
    const anna = await forgetful()
    const { until } = await anna.begun()
    const { items } = accepted(await anna.sportello.subject.export({ operator, codiceFiscale }))
    const found: unknown[] = []
    for await (const item of items) found.push(item)
    const text = JSON.stringify(found)
    expect(text).toContain(`"expiresAt":${until}`)
    expect(text).not.toContain('"pin"')
    accepted(await anna.sportello.credential.revoke({ operator, codiceFiscale, reason }))
    accepted(await anna.sportello.subject.erase({ operator, codiceFiscale, reason }))
    // What is erased is listed no more.
    expect(await anna.storage.list({ office: 'comune-di-prova', kind: 'pin-renewal', limit: 10 })).toEqual([])
  })

  it('the sweep removes it thirty days after its term', async () => {
    const anna = await forgetful()
    const { until } = await anna.begun()
    const left = async () => (await anna.storage.list({ office: 'comune-di-prova', kind: 'pin-renewal', limit: 10 })).length
    anna.clock.advance(until - anna.clock.now() + 30 * day - 1)
    await anna.sportello.retention.sweep()
    expect(await left()).toBe(1)
    anna.clock.advance(1)
    await anna.sportello.retention.sweep()
    expect(await left()).toBe(0)
  })

  it('T1, INV-10: the count of wrong PINs outlives a restart', async () => {
    const anna = await forgetful()
    await anna.begun()
    let open = 0
    for (let guess = 0; guess < 8; guess += 1) {
      anna.clock.advance(60 * 60_000)
      const anew = createSportello(anna.configuration)
      const done = await anew.pinRenewal.conclude({ codiceFiscale, password: newPassword, pin: '000000000' })
      expect(refusedCode(done)).toBe('pin-renewal/refused')
      if ((await anew.credential.inspect({ operator, codiceFiscale })).ok) open += 1
    }
    expect(open).toBe(8)
    const { status } = accepted(await anna.sportello.credential.inspect({ operator, codiceFiscale }))
    expect(status).toBe('suspended')
  })
})

describe('what is no form of a renewal', () => {
  it.each([
    undefined,
    null,
    1,
    'text',
    [],
    {},
    { password: 1 },
    { token: {}, password: 'x' },
    { codiceFiscale: 'x', password: 'y' },
  ])('J2: %j is refused with what is wrong in it', async (form) => {
    const anna = await forgetful()
    expect(refusedCode(await anna.sportello.pinRenewal.start(form as never))).toBe('pin-renewal/form')
    expect(refusedCode(await anna.sportello.pinRenewal.conclude(form as never))).toBe('pin-renewal/form')
  })

  it.each(['12345678', '1234567890', '12345678x', '१२३४५६७८९', ' 123456789', 123456789])('L9: %j is no PIN', async (pin) => {
    const anna = await forgetful()
    const { token } = anna.subscriber
    expect(await anna.sportello.pinRenewal.conclude({ token, pin } as never)).toMatchObject({
      ok: false,
      refusal: { code: 'pin-renewal/form', problems: [{ field: 'pin' }] },
    })
  })
})

it('INV-28: of one that was erased with its person a window ends nothing, and the person comes back by a digital identity', async () => {
  const anna = await forgetful({ policy: { credential: { lifetimeMs: 400 * day } }, pec: null })
  const { sportello, clock } = anna
  const title = { it: 'Aggiornamento', en: 'Update' }
  const window = { from: '2026-03-11T10:00', to: '2026-03-11T20:00', procedures: { 'pin-renewal': 'void' } } as const
  accepted(await sportello.maintenance.plan({ operator, reason, title, ...window }))
  accepted(await anna.startHere())
  clock.advance(500 * day)
  accepted(await sportello.subject.erase({ operator, codiceFiscale, reason }))
  const identity = identityOf('readSpidSaml', { at: clock.now(), person: { codiceFiscale } })
  expect(accepted(await sportello.federation.signIn(identity)).outcome).toBe('opened')
})
