/** A forgotten password, recovered with the link and the PIN, as its subscriber lives it. */
import { describe, expect, it } from 'vitest'
import { accepted, everythingStored, newPassword, operator, refusedCode } from '../../../support/counter.ts'
import { codiceFiscale, day, forgetful, hour, mailbox, next } from './subscriber.ts'

const reason = 'Chiesto allo sportello.'

describe('link and PIN in one act', () => {
  it('replace the password', async () => {
    const anna = await forgetful()
    const link = await anna.asked()
    expect(accepted(await anna.sportello.recovery.inspect(link))).toEqual({
      status: 'open',
      until: anna.clock.now() + hour,
      untilText: { it: '10/03/2026 11:00', en: '2026-03-10 11:00 (Rome)' },
    })
    expect(await anna.signsIn(newPassword)).toBe(true)
    accepted(await anna.complete(link))
    expect(await anna.signsIn(newPassword)).toBe(false)
    expect(await anna.signsIn(next)).toBe(true)
  })

  it('INV-35: end every session, forget the devices, and are told to mailbox and PEC', async () => {
    const anna = await forgetful()
    const { device } = accepted(await anna.sportello.session.signIn(anna.credentials))
    const link = await anna.asked()
    const before = (await anna.mail()).length
    accepted(await anna.complete(link))
    expect(refusedCode(await anna.sportello.session.check(anna.subscriber.token))).toBe('session/not-active')
    const again = accepted(await anna.sportello.session.signIn({ ...anna.credentials, password: next }, { device }))
    expect(again.device).not.toBe(device)
    const told = (await anna.mail()).slice(before).map(({ to, channel, subject }) => `${to.address} ${channel} ${subject}`)
    expect(told.sort()).toEqual([
      `${mailbox} ordinary Comune di Prova: password sostituita dopo il recupero`,
      'anna.verdi@pec.example.it pec Comune di Prova: password sostituita dopo il recupero',
    ])
  })

  it('L6: lift the delays that the forgotten password has cost, for strangers as well', async () => {
    const anna = await forgetful({ policy: { credential: { strangersJudgedMax: 4 } } })
    for (let guess = 0; guess < 20; guess += 1) await anna.signsIn('Dimenticata.1')
    expect(await anna.signsIn(newPassword)).toBe(false)
    accepted(await anna.complete(await anna.asked()))
    anna.clock.advance(1)
    expect(await anna.signsIn(next)).toBe(true)
  })

  it('C7: a scanner that opens the link changes nothing', async () => {
    const anna = await forgetful()
    const link = await anna.asked()
    const stored = anna.storage.contents()
    for (let look = 0; look < 5; look += 1) accepted(await anna.sportello.recovery.inspect(link))
    expect(anna.storage.contents()).toEqual(stored)
    accepted(await anna.complete(link))
  })

  it('C1, INV-11: work once, also where sixteen come at once', async () => {
    const anna = await forgetful()
    const link = await anna.asked()
    const done = await Promise.allSettled(Array.from({ length: 16 }, () => anna.complete(link)))
    expect(done.filter((one) => one.status === 'fulfilled' && one.value.ok)).toHaveLength(1)
    expect(refusedCode(await anna.complete(link, { password: 'Altra.Parola8', confirmation: 'Altra.Parola8' }))).toBe(
      'recovery/already-used',
    )
    expect(accepted(await anna.sportello.recovery.inspect(link)).status).toBe('used')
  })

  it('INV-12: work in the last millisecond of the hour, and not in the next', async () => {
    for (const [ms, code] of [
      [hour - 1, 'accepted'],
      [hour, 'recovery/expired'],
    ] as const) {
      const anna = await forgetful()
      const link = await anna.asked()
      anna.clock.advance(ms)
      const done = await anna.complete(link)
      expect(done.ok ? 'accepted' : done.refusal.code).toBe(code)
    }
  })

  it('C5: a newer link supersedes the one before, whose mail goes out no more', async () => {
    const anna = await forgetful()
    const first = await anna.asked()
    accepted(await anna.request())
    const second = await anna.asked()
    expect(await anna.links()).toHaveLength(2)
    expect(refusedCode(await anna.complete(first))).toBe('recovery/superseded')
    accepted(await anna.complete(second))
  })

  it('a repeat under a request key mails nothing more, and answers as the first call did', async () => {
    const anna = await forgetful()
    const options = { requestKey: 'a-request-key-0001' }
    accepted(await anna.request(options))
    accepted(await anna.request(options))
    expect(await anna.links()).toHaveLength(1)
    const link = await anna.lastLink()
    const other = { requestKey: 'a-request-key-0002' }
    accepted(await anna.complete(link, {}, other))
    accepted(await anna.complete(link, {}, other))
    expect(await anna.complete(link, { pin: '000000000' }, other)).toMatchObject({ refusal: { code: 'request/key-reused' } })
  })
})

describe('the new password', () => {
  it('what needs no secret to be said is said before the PIN is judged', async () => {
    const anna = await forgetful()
    const link = await anna.asked()
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const refused = await anna.complete(link, { pin: '000000000', password: 'corta', confirmation: 'altra' })
      expect(refusedCode(refused)).toBe('credential/new-password')
    }
    accepted(await anna.complete(link))
  })

  it('P1, P2: what is known of the person, and earlier passwords, are told only once the PIN was right; the link goes on', async () => {
    const anna = await forgetful()
    const link = await anna.asked()
    for (const password of [newPassword, 'Vrdnna.Bella80']) {
      const given = { password, confirmation: password }
      const wrong = await anna.complete(link, { ...given, pin: '000000000' })
      expect(refusedCode(wrong)).toBe('recovery/wrong-pin')
      expect(await anna.complete(link, given)).toMatchObject({
        refusal: { code: 'credential/new-password', violations: [{ code: password === newPassword ? 'unchanged' : 'context' }] },
      })
    }
    accepted(await anna.complete(link))
  })

  it('the name of the office is public: refused before the PIN is judged', async () => {
    const anna = await forgetful()
    const password = 'Comune&Prova77x'
    const refused = await anna.complete(await anna.asked(), { pin: '000000000', password, confirmation: password })
    expect(refused).toEqual({
      ok: false,
      refusal: {
        code: 'credential/new-password',
        field: 'password',
        violations: [{ code: 'context', params: { fact: 'words' } }],
      },
    })
  })

  it('P1: the forgotten one counts as an earlier one afterwards', async () => {
    const anna = await forgetful()
    accepted(await anna.complete(await anna.asked()))
    const refused = await anna.complete(await anna.asked(), { password: newPassword, confirmation: newPassword })
    expect(refused).toMatchObject({ refusal: { violations: [{ code: 'history' }] } })
  })
})

describe('INV-35: a recovery under way and its unsent mail end', () => {
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
    const link = await sent.asked()
    expect((await happen(sent)).ok).toBe(true)
    expect(refusedCode(await sent.complete(link))).toBe('recovery/void')
    expect(accepted(await sent.sportello.recovery.inspect(link)).status).toBe('void')
    const unsent = await forgetful()
    accepted(await unsent.request())
    expect((await happen(unsent)).ok).toBe(true)
    expect(await unsent.links()).toEqual([])
  })

  it('with a suspension, also once the office has reactivated it', async () => {
    const anna = await forgetful()
    const link = await anna.asked()
    for (let guess = 0; guess < 5; guess += 1) {
      anna.clock.advance(10 * 60_000)
      await anna.sportello.session.signIn({ codiceFiscale, pin: '000000000', password: newPassword })
    }
    accepted(await anna.sportello.credential.reactivate({ operator, codiceFiscale, reason }))
    expect(refusedCode(await anna.complete(link))).toBe('recovery/void')
  })

  it('with a new PIN, and a new password ends a renewal of the PIN', async () => {
    const anna = await forgetful()
    const { token, password } = anna.subscriber
    const link = await anna.asked()
    const { pinSecondHalf } = accepted(await anna.sportello.pinRenewal.start({ token, password }))
    const half = (await anna.mail()).flatMap(({ text }) => /PIN, prime 4 cifre: (\d{4})/.exec(text)?.[1] ?? []).at(-1)
    accepted(await anna.complete(link))
    const conclusion = { codiceFiscale, pin: `${half}${pinSecondHalf}` }
    for (const known of [newPassword, next]) {
      expect(refusedCode(await anna.sportello.pinRenewal.conclude({ ...conclusion, password: known }))).toBe(
        'pin-renewal/refused',
      )
    }
  })
})

describe('C9, C14: after a change of the private address', () => {
  const email = 'anna.nuova@example.org'

  async function moved(to = email) {
    const anna = await forgetful()
    const move = async (address: string) => {
      accepted(await anna.sportello.emailChange.request({ ...anna.subscriber, email: address, confirmation: address }))
      const link = (await anna.mail()).flatMap(({ text }) => /\/email-change#token=(\S+)/.exec(text)?.[1] ?? []).at(-1) ?? ''
      accepted(await anna.sportello.emailChange.confirm(link))
    }
    const open = await anna.asked()
    await move(to)
    return { ...anna, open, move }
  }

  it('C14: the link under way is void, and links go to the address before for seven days', async () => {
    const anna = await moved()
    expect(refusedCode(await anna.complete(anna.open))).toBe('recovery/void')
    await anna.asked()
    expect((await anna.links()).at(-1)?.to).toBe(mailbox)
    anna.clock.advance(7 * day - 1)
    await anna.asked()
    expect((await anna.links()).at(-1)?.to).toBe(mailbox)
    anna.clock.advance(1)
    await anna.asked()
    expect((await anna.links()).at(-1)?.to).toBe(email)
  })

  it('the address before is told of the change and of what still goes there, and of a recovery', async () => {
    const anna = await moved()
    const mails = await anna.mail()
    const told = mails.find(({ to, subject }) => to.address === mailbox && subject.endsWith('indirizzo e-mail privato cambiato'))
    expect(told?.text.replace(/\s+/g, ' ')).toContain('Fino al 17/03/2026 10:00 il recupero della password')
    accepted(await anna.complete(await anna.asked()))
    const after = (await anna.mail()).slice(mails.length).filter(({ subject }) => subject.includes('password sostituita'))
    expect(after.map(({ to }) => to.address).sort()).toEqual([email, mailbox, 'anna.verdi@pec.example.it'].sort())
  })

  it('C14: a second change shortens nothing, and is told there too', async () => {
    const anna = await moved()
    anna.clock.advance(day)
    const { token } = accepted(await anna.sportello.session.signIn(anna.credentials))
    const third = 'anna.terza@example.org'
    accepted(await anna.sportello.emailChange.request({ ...anna.subscriber, token, email: third, confirmation: third }))
    const link = (await anna.mail()).flatMap(({ text }) => /\/email-change#token=(\S+)/.exec(text)?.[1] ?? []).at(-1) ?? ''
    const before = (await anna.mail()).length
    accepted(await anna.sportello.emailChange.confirm(link))
    expect((await anna.mail()).slice(before).map(({ to }) => to.address)).toContain(mailbox)
    anna.clock.advance(7 * day - 1)
    await anna.asked()
    expect((await anna.links()).at(-1)?.to).toBe(mailbox)
  })

  it('the sweep drops the address before once its time is over', async () => {
    const anna = await moved()
    const kept = async () => {
      const [row] = await anna.storage.list({ office: 'comune-di-prova', kind: 'credential', limit: 10 })
      return (JSON.parse(row?.personal ?? '{}') as { readonly earlier?: unknown }).earlier
    }
    anna.clock.advance(7 * day - 1)
    await anna.sportello.retention.sweep()
    expect(await kept()).toMatchObject({ email: mailbox })
    anna.clock.advance(1)
    await anna.sportello.retention.sweep()
    expect(await kept()).toBeNull()
  })
})

describe('what is kept of a recovery', () => {
  it('C11, INV-26: no token, no PIN and no password', async () => {
    const anna = await forgetful()
    const link = await anna.asked()
    accepted(await anna.complete(link))
    const stored = [...(await everythingStored(anna.counter)), ...(await everythingStored(anna.counter, ['recovery']))].join('\n')
    expect(stored).toContain('LinkUsed')
    for (const secret of [link.split('~').at(-1) ?? '', anna.pin, next]) expect(stored).not.toContain(secret)
  })

  it('the export hands out when, and no digest; the sweep removes it thirty days after', async () => {
    const anna = await forgetful()
    await anna.asked()
    const { items } = accepted(await anna.sportello.subject.export({ operator, codiceFiscale }))
    const found: unknown[] = []
    for await (const item of items) found.push(item)
    expect(JSON.stringify(found)).toContain(`"until":${anna.clock.now() + hour}`)
    expect(JSON.stringify(found)).toContain('"links":[{"sentAt":')
    const left = async () => (await anna.storage.list({ office: 'comune-di-prova', kind: 'recovery', limit: 10 })).length
    anna.clock.advance(hour + 30 * day - 1)
    await anna.sportello.retention.sweep()
    expect(await left()).toBe(1)
    anna.clock.advance(1)
    await anna.sportello.retention.sweep()
    expect(await left()).toBe(0)
  })

  it('the erasure waits for none that anybody has asked for, nor for one that has expired by itself', async () => {
    const anna = await forgetful()
    accepted(await anna.sportello.credential.revoke({ operator, codiceFiscale, reason }))
    await anna.asked().catch(() => null)
    anna.clock.advance(hour)
    expect(accepted(await anna.sportello.subject.erase({ operator, codiceFiscale, reason })).records).toBeGreaterThan(0)
  })

  it('the erasure takes an open one along', async () => {
    const anna = await forgetful()
    const link = await anna.asked()
    accepted(await anna.sportello.credential.revoke({ operator, codiceFiscale, reason }))
    accepted(await anna.sportello.subject.erase({ operator, codiceFiscale, reason }))
    expect(refusedCode(await anna.complete(link))).toBe('recovery/void')
  })
})
