/** The change of the private address as its subscriber lives it (seed 000, points 1a, 1b, 4): from the menu to the address in force. */
import { defaultPolicy, refusalText } from 'sportello'
import { romeText } from 'sportello/civil'
import { unconfirmedAt } from 'sportello/machines'
import { describe, expect, it } from 'vitest'
import { emailChangeMachine } from '../../../../src/procedures/addresses/email-change/schema.ts'
import { readState } from '../../../../src/runtime/record.ts'
import { day, hour, newPec } from '../../../support/addresses.ts'
import {
  accepted,
  anna,
  approve,
  completed,
  everythingStored,
  morning,
  newPassword,
  office,
  operator,
  refusedCode,
} from '../../../support/counter.ts'
import { changing, newMail, oldMail, oldPec, subscriberOfMail } from './subscriber.ts'

const reason = 'Richiesta della titolare.'
const machine = emailChangeMachine(defaultPolicy.emailChange, defaultPolicy.retention.closedMs)
const end = morning + day

type Subscriber = Awaited<ReturnType<typeof subscriberOfMail>>

const rowOf = async ({ storage }: Subscriber, id: string) => (await storage.load([`${office.id}/email-change/${id}`]))[0] ?? null
const stateOf = async (subscriber: Subscriber, id: string) => {
  const row = await rowOf(subscriber, id)
  if (row === null) throw new Error('there is no such change')
  return readState(machine, row)
}
const typesOf = async ({ storage }: Subscriber, kind: string, id: string) =>
  (await storage.journal(`${office.id}/${kind}/${id}`, { after: 0, limit: 1000 })).map(({ type }) => type)
const codesOf = (answer: { readonly ok: boolean; readonly refusal?: unknown }) => answer.refusal

describe('seed 000 1a, "Variazione indirizzo e-mail privato"', () => {
  it('the new address is typed twice, with PIN and password once more, and the link goes there and nowhere else', async () => {
    const subscriber = await subscriberOfMail()
    const asked = accepted(await subscriber.change())
    expect(asked).toEqual({
      id: asked.id,
      until: end,
      untilText: { it: romeText(end, 'it'), en: romeText(end, 'en') },
      institutional: false,
    })
    const mails = await subscriber.mail()
    expect(await subscriber.told()).toEqual([`${newMail} ordinary`, `${oldMail} ordinary`, `${oldPec} pec`])
    for (const { to, text } of mails) expect(text.includes('-change#token='), to.address).toBe(to.address === newMail)
  })

  it('the notice to the addresses in force names the new one and the instant (C9)', async () => {
    const subscriber = await changing()
    const notices = (await subscriber.mail()).filter(({ to }) => to.address !== newMail)
    expect(notices).toHaveLength(2)
    for (const { text } of notices) {
      expect(text).toContain(newMail)
      expect(text).toContain('10/03/2026 10:00')
    }
  })

  it('whoever has no PEC is told at the old private address', async () => {
    const subscriber = await subscriberOfMail({ pec: null })
    accepted(await subscriber.change())
    expect(await subscriber.told()).toEqual([`${newMail} ordinary`, `${oldMail} ordinary`])
  })

  it('without the validation the old address stays in force, and gets what the office has to say (INV-16)', async () => {
    const subscriber = await changing()
    subscriber.clock.advance(10 * day)
    expect(await subscriber.mailInForce()).toBe(oldMail)
    accepted(await subscriber.sportello.credential.revoke({ operator, codiceFiscale: anna.codiceFiscale, reason }))
    expect(await subscriber.told()).toEqual([`${oldMail} ordinary`, `${oldPec} pec`])
  })
})

describe('seed 000 1b, "Validazione indirizzo e-mail privato"', () => {
  it('by the link the new address takes effect; the old ones are told, and the new one gets what comes after', async () => {
    const subscriber = await changing()
    expect(accepted(await subscriber.sportello.emailChange.confirm(subscriber.token))).toEqual({
      email: newMail,
      institutional: false,
    })
    expect(await subscriber.told()).toEqual([`${oldMail} ordinary`, `${oldPec} pec`])
    expect(await subscriber.mailInForce()).toBe(newMail)
    accepted(await subscriber.sportello.credential.revoke({ operator, codiceFiscale: anna.codiceFiscale, reason }))
    expect(await subscriber.told()).toEqual([`${newMail} ordinary`, `${oldPec} pec`])
  })

  it('ends the change on the record of the addresses, and leaves its facts in the journals', async () => {
    const subscriber = await changing()
    const view = async () =>
      accepted(await subscriber.sportello.addresses.inspect({ token: subscriber.subscriber.token })).changes
    expect(await view()).toEqual({ pec: null, email: subscriber.asked.id })
    accepted(await subscriber.sportello.emailChange.confirm(subscriber.token))
    expect(await view()).toEqual({ pec: null, email: null })
    expect(await typesOf(subscriber, 'email-change', subscriber.asked.id)).toEqual(['ChangeRequested', 'ChangeConfirmed'])
    expect((await typesOf(subscriber, 'credential', subscriber.accountId)).at(-1)).toBe('EmailChanged')
    for (const kind of ['email-change', 'credential', 'addresses']) {
      const id = kind === 'email-change' ? subscriber.asked.id : subscriber.accountId
      expect(accepted(await subscriber.sportello.journal.verify({ kind, id }))).toMatchObject({ ok: true })
    }
  })

  it('works in the last millisecond of the term, and at its end it does not: it says to ask again (C2)', async () => {
    const inTime = await changing()
    inTime.clock.set(end - 1)
    accepted(await inTime.sportello.emailChange.confirm(inTime.token))
    const late = await changing()
    late.clock.set(end)
    const answer = await late.sportello.emailChange.confirm(late.token)
    if (answer.ok) throw new Error('confirmed')
    expect(answer.refusal).toEqual({ code: 'email-change/expired', expiredAt: end })
    expect(refusalText(answer.refusal, 'it')).toContain('occorre ripetere la richiesta')
    expect(await late.mailInForce()).toBe(oldMail)
    expect(await late.told()).toEqual([])
  })

  it('whoever was late asks again and gets a link that works', async () => {
    const subscriber = await changing()
    subscriber.clock.set(end)
    accepted(await subscriber.change(newMail, undefined, await subscriber.signInAgain()))
    accepted(await subscriber.sportello.emailChange.confirm(await subscriber.link()))
    expect(await subscriber.mailInForce()).toBe(newMail)
    expect(codesOf(await subscriber.sportello.emailChange.confirm(subscriber.token))).toEqual({
      code: 'email-change/expired',
      expiredAt: end,
    })
  })

  it('the mail says the end that is enforced, in the language of its reader', async () => {
    const subscriber = await changing()
    const { text = '' } = (await subscriber.mail()).find(({ to }) => to.address === newMail) ?? {}
    expect(text).toContain("Il link è valido fino all'11/03/2026 10:00.")
    const view = accepted(await subscriber.sportello.emailChange.inspectByLink(subscriber.token))
    expect(view.untilText).toEqual({ it: '11/03/2026 10:00', en: '2026-03-11 10:00 (Rome)' })
  })

  it('the term is the policy’s', async () => {
    const subscriber = await changing({ policy: { emailChange: { linkLifetimeMs: hour } } })
    expect(subscriber.asked.until).toBe(morning + hour)
    subscriber.clock.set(morning + hour)
    expect(refusedCode(await subscriber.sportello.emailChange.confirm(subscriber.token))).toBe('email-change/expired')
  })
})

describe('seed 000, point 4', () => {
  it('whether an address was changed and not confirmed by an instant is told by the record', async () => {
    const subscriber = await changing()
    const byTheTerm = async (at: number) => unconfirmedAt(await stateOf(subscriber, subscriber.asked.id), at)
    expect(await byTheTerm(morning - 1)).toBe(false)
    expect(await byTheTerm(morning)).toBe(true)
    expect(await byTheTerm(end + day)).toBe(true)
    subscriber.clock.set(end - 1)
    accepted(await subscriber.sportello.emailChange.confirm(subscriber.token))
    expect(await byTheTerm(end - 2)).toBe(true)
    expect(await byTheTerm(end - 1)).toBe(false)
  })

  it('an institutional mailbox is told wherever the new address is shown', async () => {
    const policy = { emailChange: { institutionalDomains: ['istruzione.it'] } }
    const subscriber = await subscriberOfMail({ policy })
    expect(accepted(await subscriber.change('x@evil-istruzione.it')).institutional).toBe(false)
    expect(accepted(await subscriber.change('x@scuola.istruzione.it')).institutional).toBe(false)
    expect(accepted(await subscriber.change('Anna.Verdi@Istruzione.IT')).institutional).toBe(true)
    expect(accepted(await subscriber.again()).institutional).toBe(true)
    const token = await subscriber.link('Anna.Verdi@istruzione.it')
    expect(accepted(await subscriber.sportello.emailChange.inspectByLink(token)).institutional).toBe(true)
    expect(accepted(await subscriber.sportello.emailChange.confirm(token))).toEqual({
      email: 'Anna.Verdi@istruzione.it',
      institutional: true,
    })
  })
})

describe('the form', () => {
  it.each([
    ['another address the second time', { email: newMail, confirmation: 'x@example.org' }, ['confirmation different']],
    ['no second time', { email: newMail }, ['confirmation required']],
    ['no address', { email: 'anna', confirmation: 'anna' }, ['email shape', 'confirmation shape']],
    ['two addresses', { email: `${newMail},x@example.org`, confirmation: newMail }, ['email shape']],
    ['a number', { email: 7, confirmation: 7 }, ['email type', 'confirmation type']],
  ])('C8: with %s is refused, and nothing was touched', async (_, typed, problems) => {
    const subscriber = await subscriberOfMail()
    const before = subscriber.storage.contents()
    const answer = await subscriber.sportello.emailChange.request({ ...subscriber.subscriber, ...typed } as never)
    expect(answer).toMatchObject({ ok: false, refusal: { code: 'email-change/form' } })
    const found = codesOf(answer) as { readonly problems: readonly { readonly field: string; readonly code: string }[] }
    expect(found.problems.map(({ field, code }) => `${field} ${code}`)).toEqual(problems)
    expect(subscriber.storage.contents()).toEqual(before)
  })

  it('takes two spellings of one mailbox for the same: blanks around, and capitals', async () => {
    const subscriber = await subscriberOfMail()
    const typed = { ...subscriber.subscriber, email: ` ${newMail} `, confirmation: newMail.toUpperCase() }
    accepted(await subscriber.sportello.emailChange.request(typed))
  })

  it.each([oldMail, oldMail.toUpperCase(), ` ${oldMail}`])('C8: refuses %j, which is in force', async (mail) => {
    const subscriber = await subscriberOfMail()
    expect(refusedCode(await subscriber.change(mail))).toBe('email-change/same-address')
    expect(await subscriber.told()).toEqual([])
  })

  it('after a change the former address can be taken back, and the present one is the one in force', async () => {
    const subscriber = await changing()
    accepted(await subscriber.sportello.emailChange.confirm(subscriber.token))
    expect(refusedCode(await subscriber.change(newMail))).toBe('email-change/same-address')
    accepted(await subscriber.change(oldMail))
    await subscriber.told()
    accepted(await subscriber.sportello.emailChange.confirm(await subscriber.link(oldMail)))
    expect(await subscriber.mailInForce()).toBe(oldMail)
    expect(await subscriber.told()).toEqual([`${newMail} ordinary`, `${oldPec} pec`])
  })

  it('C8: an address in force is known in any spelling, and written to as its subscriber wrote it', async () => {
    const subscriber = await subscriberOfMail()
    accepted(await subscriber.change('Anna.Nuova@Posta.example.org'))
    accepted(await subscriber.sportello.emailChange.confirm(await subscriber.link('Anna.Nuova@posta.example.org')))
    expect(await subscriber.mailInForce()).toBe('Anna.Nuova@posta.example.org')
    expect(refusedCode(await subscriber.change(newMail))).toBe('email-change/same-address')
  })

  it('a refusal leaves the change that is open as it is', async () => {
    const subscriber = await changing()
    expect(refusedCode(await subscriber.change(oldMail))).toBe('email-change/same-address')
    accepted(await subscriber.sportello.emailChange.confirm(subscriber.token))
  })
})

describe('C13: the secrets once more', () => {
  it.each([
    ['a wrong password', { password: 'Sbagliata.1' }],
    ['a wrong PIN', { pin: '000000000' }],
    ['no PIN that could be one', { pin: '1' }],
  ])('with %s nothing is asked for, and it counts as a wrong guess', async (_, wrong) => {
    const subscriber = await changing()
    const form = { ...subscriber.subscriber, ...wrong, email: 'x@example.org', confirmation: 'x@example.org' }
    expect(refusedCode(await subscriber.sportello.emailChange.request(form))).toBe('session/reauthentication-failed')
    expect((await typesOf(subscriber, 'credential', subscriber.accountId)).at(-1)).toBe('AttemptFailed')
    expect(await subscriber.told()).toEqual([])
    expect(accepted(await subscriber.sportello.emailChange.inspectByLink(subscriber.token)).status).toBe('awaiting-confirmation')
  })

  it('a session that only opens the change of password opens no change of address', async () => {
    const subscriber = await subscriberOfMail({ policy: { credential: { passwordLifetimeMs: day } } })
    subscriber.clock.advance(day)
    const token = await subscriber.signInAgain()
    expect(refusedCode(await subscriber.change(newMail, undefined, token))).toBe('session/password-change-required')
    expect(refusedCode(await subscriber.sportello.emailChange.resend({ token }))).toBe('session/password-change-required')
    expect(refusedCode(await subscriber.sportello.emailChange.cancel({ token }))).toBe('session/password-change-required')
  })
})

describe('a link', () => {
  it('C1: works once; used again it says when it was used, and nothing else changes', async () => {
    const subscriber = await changing()
    accepted(await subscriber.sportello.emailChange.confirm(subscriber.token))
    await subscriber.told()
    subscriber.clock.advance(hour)
    const before = subscriber.storage.contents().records
    for (let i = 0; i < 3; i += 1) {
      const answer = await subscriber.sportello.emailChange.confirm(subscriber.token)
      expect(codesOf(answer)).toEqual({ code: 'email-change/already-confirmed', confirmedAt: morning })
    }
    const states = (rows: typeof before) => rows.map(({ key, state, personal }) => ({ key, state, personal }))
    expect(states(subscriber.storage.contents().records)).toEqual(states(before))
    expect(await subscriber.told()).toEqual([])
    expect(accepted(await subscriber.sportello.emailChange.inspectByLink(subscriber.token))).toMatchObject({
      status: 'confirmed',
      until: null,
      untilText: null,
      canConfirm: false,
    })
  })

  it('C7: looked at a hundred times changes nothing, and then still works', async () => {
    const subscriber = await changing()
    const before = subscriber.storage.contents()
    for (let i = 0; i < 100; i += 1) {
      expect(accepted(await subscriber.sportello.emailChange.inspectByLink(subscriber.token))).toEqual({
        id: subscriber.asked.id,
        status: 'awaiting-confirmation',
        email: newMail,
        institutional: false,
        requestedAt: morning,
        sentAt: morning,
        until: end,
        untilText: { it: '11/03/2026 10:00', en: '2026-03-11 10:00 (Rome)' },
        canConfirm: true,
      })
    }
    expect(subscriber.storage.contents()).toEqual(before)
    accepted(await subscriber.sportello.emailChange.confirm(subscriber.token))
  })

  it('shows that it has expired at the very millisecond, and when that was', async () => {
    const subscriber = await changing()
    subscriber.clock.set(end - 1)
    expect(accepted(await subscriber.sportello.emailChange.inspectByLink(subscriber.token)).canConfirm).toBe(true)
    subscriber.clock.set(end)
    const view = accepted(await subscriber.sportello.emailChange.inspectByLink(subscriber.token))
    expect(view).toMatchObject({ status: 'expired', until: end, canConfirm: false })
    expect(view.untilText?.it).toBe('11/03/2026 10:00')
  })

  it('INV-13: that has expired does not revive when the clock goes back', async () => {
    const subscriber = await changing()
    accepted(await subscriber.again())
    subscriber.clock.set(end + hour)
    expect(refusedCode(await subscriber.sportello.emailChange.confirm(subscriber.token))).toBe('email-change/expired')
    subscriber.clock.set(morning)
    expect(refusedCode(await subscriber.sportello.emailChange.confirm(subscriber.token))).toBe('email-change/expired')
  })

  it('C12: is made of the configured base address and the token alone', async () => {
    const subscriber = await changing()
    const { text = '' } = (await subscriber.mail()).find(({ to }) => to.address === newMail) ?? {}
    expect(text).toMatch(/^ {2}https:\/\/servizi\.example\.it\/email-change#token=k1~[0-9A-Z]{26}~[A-Za-z0-9_-]{43}$/m)
  })

  it('C11: is nowhere stored, nor is an address where it can be looked for', async () => {
    const subscriber = await changing()
    const secret = subscriber.token.split('~')[2] ?? 'none'
    const kinds = ['email-change', 'addresses', 'credential', 'session', 'quota', 'request']
    const texts = await everythingStored(subscriber.counter, kinds)
    expect(texts.filter((text) => text.includes(secret))).toEqual([])
    for (const { key, state, tags } of subscriber.storage.contents().records) {
      for (const address of [newMail, oldMail]) expect([key, state, ...tags].join(), key).not.toContain(address)
    }
  })

  it('of nothing, of another secret, of another key and of another office has one answer, and only one of a change leaves a trace', async () => {
    const subscriber = await changing()
    const [key = '', id = '', secret = ''] = subscriber.token.split('~')
    const turned = `${secret.slice(0, -2)}${secret.endsWith('AA') ? 'BB' : 'AA'}`
    const before = subscriber.storage.contents()
    const { confirm, inspectByLink: inspect } = subscriber.sportello.emailChange
    for (const other of [
      '',
      'x',
      `${key}~nobody~${secret}`,
      `k9~${id}~${secret}`,
      `${subscriber.token}~`,
      ` ${subscriber.token}`,
    ]) {
      expect(codesOf(await confirm(other)), other).toEqual({ code: 'email-change/not-found' })
      expect(codesOf(await inspect(other)), other).toEqual({ code: 'email-change/not-found' })
    }
    expect(codesOf(await inspect(`${key}~${id}~${turned}`))).toEqual({ code: 'email-change/not-found' })
    expect(subscriber.storage.contents()).toEqual(before)
    expect(codesOf(await confirm(`${key}~${id}~${turned}`))).toEqual({ code: 'email-change/not-found' })
    expect(await typesOf(subscriber, 'email-change', id)).toEqual(['ChangeRequested', 'Refused'])
    accepted(await confirm(subscriber.token))
  })

  it('INV-15: of another kind is none, either way round', async () => {
    const subscriber = await changing()
    accepted(await subscriber.ask())
    const pecLink = await subscriber.link(newPec)
    for (const other of [pecLink, subscriber.subscriber.token]) {
      expect(codesOf(await subscriber.sportello.emailChange.confirm(other))).toEqual({ code: 'email-change/not-found' })
      expect(codesOf(await subscriber.sportello.emailChange.inspectByLink(other))).toEqual({ code: 'email-change/not-found' })
    }
    expect(refusedCode(await subscriber.sportello.pecChange.confirm(subscriber.token))).toBe('pec-change/not-found')
    expect(refusedCode(await subscriber.sportello.session.check(subscriber.token))).toBe('session/not-active')
    accepted(await subscriber.sportello.emailChange.confirm(subscriber.token))
    accepted(await subscriber.sportello.pecChange.confirm(pecLink))
  })

  it('C6: acts on the account that it was issued for, whoever else has an account', async () => {
    const subscriber = await changing()
    const other = { ...anna, surname: 'Bianchi', codiceFiscale: 'BNCNNA80A41L219J', email: 'other@example.it' }
    const stranger = await completed(subscriber.counter, other)
    await approve(subscriber.counter, stranger.id)
    const { session, credential } = subscriber.sportello
    const { token: temporary } = accepted(await session.signIn(stranger.credentials))
    const change = { current: stranger.credentials.password, next: newPassword, confirmation: newPassword }
    accepted(await credential.changePassword({ token: temporary, ...change }))
    const { token } = accepted(await session.signIn({ ...stranger.credentials, password: newPassword }))
    accepted(await subscriber.sportello.emailChange.confirm(subscriber.token))
    expect(accepted(await subscriber.sportello.addresses.inspect({ token })).email).toBe(other.email)
    expect(await subscriber.mailInForce()).toBe(newMail)
    expect(refusedCode(await subscriber.sportello.emailChange.cancel({ token }))).toBe('email-change/not-found')
  })
})

describe('a link that is sent again', () => {
  it('is a new one with a term of its own, and the earlier one goes on', async () => {
    const subscriber = await changing()
    subscriber.clock.set(end - 1)
    const token = await subscriber.signInAgain()
    expect(accepted(await subscriber.sportello.emailChange.resend({ token }))).toEqual({
      id: subscriber.asked.id,
      until: end - 1 + day,
      untilText: { it: romeText(end - 1 + day, 'it'), en: romeText(end - 1 + day, 'en') },
      institutional: false,
    })
    expect(await subscriber.told()).toEqual([`${newMail} ordinary`])
    const [first = '', second = ''] = await subscriber.links()
    expect(first).toBe(subscriber.token)
    expect(accepted(await subscriber.sportello.emailChange.inspectByLink(first)).until).toBe(end)
    subscriber.clock.set(end)
    expect(refusedCode(await subscriber.sportello.emailChange.confirm(first))).toBe('email-change/expired')
    subscriber.clock.set(end + day - 2)
    accepted(await subscriber.sportello.emailChange.confirm(second))
    expect(refusedCode(await subscriber.sportello.emailChange.confirm(first))).toBe('email-change/already-confirmed')
  })

  it('leaves the earlier one in force while its own term runs', async () => {
    const subscriber = await changing()
    accepted(await subscriber.again())
    const [, second = ''] = await subscriber.links()
    accepted(await subscriber.sportello.emailChange.confirm(subscriber.token))
    expect(refusedCode(await subscriber.sportello.emailChange.confirm(second))).toBe('email-change/already-confirmed')
  })

  it('is sent so often and no more', async () => {
    const subscriber = await changing({ policy: { emailChange: { linksMax: 3 } } })
    accepted(await subscriber.again())
    accepted(await subscriber.again())
    expect(codesOf(await subscriber.again())).toEqual({ code: 'email-change/too-many-links', linksMax: 3 })
    expect(await subscriber.links()).toHaveLength(3)
    expect(new Set(await subscriber.links()).size).toBe(3)
  })

  it('needs a change that is open and not over', async () => {
    const subscriber = await subscriberOfMail()
    expect(refusedCode(await subscriber.again())).toBe('email-change/not-found')
    expect(refusedCode(await subscriber.cancel())).toBe('email-change/not-found')
    accepted(await subscriber.change())
    subscriber.clock.set(end)
    const token = await subscriber.signInAgain()
    for (const act of ['resend', 'cancel'] as const) {
      const answer = await subscriber.sportello.emailChange[act]({ token })
      expect(codesOf(answer), act).toEqual({ code: 'email-change/expired', expiredAt: end })
    }
  })
})

describe('a change that is ended', () => {
  it('C5, INV-14: by a newer one lives no longer, in the commit that begins the newer', async () => {
    const subscriber = await changing()
    accepted(await subscriber.change('third@example.org'))
    expect(codesOf(await subscriber.sportello.emailChange.confirm(subscriber.token))).toEqual({ code: 'email-change/superseded' })
    expect(accepted(await subscriber.sportello.emailChange.inspectByLink(subscriber.token))).toMatchObject({
      status: 'superseded',
      canConfirm: false,
    })
    accepted(await subscriber.sportello.emailChange.confirm(await subscriber.link('third@example.org')))
    expect(await subscriber.mailInForce()).toBe('third@example.org')
  })

  it('INV-18: by a newer one sends nothing any more, not to the address that was typed wrong', async () => {
    const subscriber = await subscriberOfMail()
    accepted(await subscriber.change('typed.wrong@example.org'))
    accepted(await subscriber.change())
    expect(await subscriber.told()).toEqual([`${newMail} ordinary`, `${oldMail} ordinary`, `${oldPec} pec`])
  })

  it('by its subscriber says so, sends nothing any more, and leaves the address as it was', async () => {
    const subscriber = await changing()
    accepted(await subscriber.again())
    expect(accepted(await subscriber.cancel())).toBeNull()
    expect(await subscriber.told()).toEqual([])
    expect(codesOf(await subscriber.sportello.emailChange.confirm(subscriber.token))).toEqual({ code: 'email-change/cancelled' })
    expect(accepted(await subscriber.sportello.emailChange.inspectByLink(subscriber.token)).status).toBe('cancelled')
    expect(refusedCode(await subscriber.cancel())).toBe('email-change/not-found')
    expect(refusedCode(await subscriber.again())).toBe('email-change/not-found')
    expect(await subscriber.mailInForce()).toBe(oldMail)
  })

  it('by its validation sends no link any more that was still waiting', async () => {
    const subscriber = await changing()
    accepted(await subscriber.again())
    accepted(await subscriber.sportello.emailChange.confirm(subscriber.token))
    expect(await subscriber.told()).toEqual([`${oldMail} ordinary`, `${oldPec} pec`])
  })
})

describe('INV-35: a security event between', () => {
  const wrongPin = async ({ sportello, credentials, clock }: Subscriber) => {
    for (let i = 0; i < 5; i += 1) {
      await sportello.session.signIn({ ...credentials, pin: '000000000' })
      clock.advance(hour / 10)
    }
  }
  const events: { readonly [name: string]: (subscriber: Subscriber) => Promise<unknown> } = {
    'a change of password': async ({ sportello, subscriber: { token } }) => {
      const next = `${newPassword}x`
      accepted(await sportello.credential.changePassword({ token, current: newPassword, next, confirmation: next }))
    },
    'the end of all sessions': async ({ sportello, subscriber: { token } }) =>
      accepted(await sportello.credential.endSessions({ token })),
    'a suspension by wrong PINs': wrongPin,
    'a suspension that the office has lifted': async (subscriber) => {
      await wrongPin(subscriber)
      accepted(await subscriber.sportello.credential.reactivate({ operator, codiceFiscale: anna.codiceFiscale, reason }))
    },
    'a revocation by the office': async ({ sportello }) =>
      accepted(await sportello.credential.revoke({ operator, codiceFiscale: anna.codiceFiscale, reason })),
  }

  it.each(Object.entries(events))('%s makes the change void: the page says so, and the link does nothing', async (_, event) => {
    const subscriber = await changing()
    await event(subscriber)
    await subscriber.told()
    expect(accepted(await subscriber.sportello.emailChange.inspectByLink(subscriber.token))).toMatchObject({
      status: 'void',
      until: null,
      canConfirm: false,
    })
    for (let i = 0; i < 2; i += 1) {
      expect(codesOf(await subscriber.sportello.emailChange.confirm(subscriber.token))).toEqual({ code: 'email-change/void' })
    }
    expect((await stateOf(subscriber, subscriber.asked.id)).status).toBe('void')
    expect(await subscriber.told()).toEqual([])
    const account = (await subscriber.storage.load([`${office.id}/credential/${subscriber.accountId}`]))[0]
    expect(JSON.parse(account?.personal ?? '{}')).toMatchObject({ email: oldMail })
  })

  it('is found by its subscriber too, who begins anew', async () => {
    for (const act of ['resend', 'cancel'] as const) {
      const subscriber = await changing()
      accepted(await subscriber.sportello.credential.endSessions({ token: subscriber.subscriber.token }))
      const token = await subscriber.signInAgain()
      expect(codesOf(await subscriber.sportello.emailChange[act]({ token })), act).toEqual({ code: 'email-change/void' })
      expect((await stateOf(subscriber, subscriber.asked.id)).status).toBe('void')
      expect(codesOf(await subscriber.sportello.emailChange[act]({ token })), act).toEqual({ code: 'email-change/void' })
      accepted(await subscriber.change(newMail, undefined, token))
      accepted(await subscriber.sportello.emailChange.confirm(await subscriber.link()))
    }
  })

  it.each(['confirm', 'resend'] as const)('a mail that waits when %s finds it is not sent', async (act) => {
    const subscriber = await changing()
    accepted(await subscriber.again())
    accepted(await subscriber.sportello.credential.endSessions({ token: subscriber.subscriber.token }))
    const token = await subscriber.signInAgain()
    if (act === 'confirm')
      expect(refusedCode(await subscriber.sportello.emailChange.confirm(subscriber.token))).toBe('email-change/void')
    else expect(refusedCode(await subscriber.sportello.emailChange.resend({ token }))).toBe('email-change/void')
    expect(await subscriber.told()).not.toContain(`${newMail} ordinary`)
  })

  it('a credential that has expired is changed by no link: its refusal is the answer, and nothing is half done', async () => {
    const subscriber = await changing({ policy: { credential: { disuseMs: 2 * hour } } })
    subscriber.clock.advance(2 * hour)
    expect(codesOf(await subscriber.sportello.emailChange.confirm(subscriber.token))).toEqual({ code: 'credential/expired' })
    expect((await stateOf(subscriber, subscriber.asked.id)).status).toBe('awaiting-confirmation')
    expect(await subscriber.told()).toEqual([])
    const almost = await changing({ policy: { credential: { disuseMs: 2 * hour } } })
    almost.clock.advance(2 * hour - 1)
    accepted(await almost.sportello.emailChange.confirm(almost.token))
  })

  it('a credential whose subscriber was erased has no change any more', async () => {
    const subscriber = await changing()
    const key = `${office.id}/credential/${subscriber.accountId}`
    const [row] = await subscriber.storage.load([key])
    await subscriber.storage.erase(key, morning, row?.version ?? 0)
    expect(refusedCode(await subscriber.again())).toBe('email-change/not-found')
    expect(accepted(await subscriber.sportello.emailChange.inspectByLink(subscriber.token)).status).toBe('void')
    expect(refusedCode(await subscriber.sportello.emailChange.confirm(subscriber.token))).toBe('email-change/void')
    expect(await subscriber.told()).toEqual([])
  })
})

describe('what is over', () => {
  const kept = defaultPolicy.retention.closedMs
  const ends: { readonly [name: string]: (subscriber: Awaited<ReturnType<typeof changing>>) => Promise<number> } = {
    confirmed: async ({ sportello, token }) => {
      accepted(await sportello.emailChange.confirm(token))
      return morning
    },
    cancelled: async ({ cancel }) => {
      accepted(await cancel())
      return morning
    },
    expired: async () => end,
  }

  it.each(Object.entries(ends))('%s keeps its address for thirty days, and not a millisecond longer', async (_, act) => {
    const subscriber = await changing()
    const due = (await act(subscriber)) + kept
    subscriber.clock.set(due - 1)
    await subscriber.sportello.retention.sweep()
    expect((await rowOf(subscriber, subscriber.asked.id))?.personal).toContain(newMail)
    subscriber.clock.set(due)
    expect(await subscriber.sportello.retention.sweep()).toMatchObject({ erased: 1, failed: 0 })
    expect((await rowOf(subscriber, subscriber.asked.id))?.personal).toBeNull()
    expect(await subscriber.sportello.retention.sweep()).toMatchObject({ erased: 0, failed: 0 })
    expect(refusedCode(await subscriber.sportello.emailChange.inspectByLink(subscriber.token))).toBe('email-change/not-found')
    expect(refusedCode(await subscriber.sportello.emailChange.confirm(subscriber.token))).toBe('email-change/not-found')
    const token = await subscriber.signInAgain()
    expect(refusedCode(await subscriber.sportello.emailChange.resend({ token }))).toBe('email-change/not-found')
    accepted(await subscriber.sportello.journal.verify({ kind: 'email-change', id: subscriber.asked.id }))
  })

  it('and is erased with everything else that is stored about somebody', async () => {
    const subscriber = await changing()
    accepted(await subscriber.sportello.credential.revoke({ operator, codiceFiscale: anna.codiceFiscale, reason }))
    accepted(await subscriber.sportello.subject.erase({ operator, codiceFiscale: anna.codiceFiscale, reason }))
    expect((await rowOf(subscriber, subscriber.asked.id))?.personal).toBeNull()
    expect(subscriber.storage.contents().records.filter(({ personal }) => personal?.includes(newMail))).toEqual([])
  })

  it('is part of what the office hands out about somebody, without the digest of a link', async () => {
    const subscriber = await changing()
    const items: unknown[] = []
    const whom = { operator, codiceFiscale: anna.codiceFiscale }
    for await (const item of accepted(await subscriber.sportello.subject.export(whom)).items) items.push(item)
    const text = JSON.stringify(items)
    expect(text).toContain(newMail)
    const state = await stateOf(subscriber, subscriber.asked.id)
    expect(text).not.toContain(state.status === 'none' ? '' : (state.links[0]?.digest ?? ''))
  })
})
