/** The change of the private address as its holder lives it (seed 000, points 1a, 1b, 4): from the menu to the address in force. */
import { defaultPolicy, refusalText } from 'sportello'
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
import { changing, holderOfMail, newMail, oldMail, oldPec } from './holder.ts'

const reason = 'Richiesta della titolare.'
const machine = emailChangeMachine(defaultPolicy.emailChange, defaultPolicy.retention.closedMs)
const end = morning + day

type Holder = Awaited<ReturnType<typeof holderOfMail>>

const rowOf = async ({ storage }: Holder, id: string) => (await storage.load([`${office.id}/email-change/${id}`]))[0] ?? null
const stateOf = async (holder: Holder, id: string) => {
  const row = await rowOf(holder, id)
  if (row === null) throw new Error('there is no such change')
  return readState(machine, row)
}
const typesOf = async ({ storage }: Holder, kind: string, id: string) =>
  (await storage.journal(`${office.id}/${kind}/${id}`, { after: 0, limit: 1000 })).map(({ type }) => type)
const codesOf = (answer: { readonly ok: boolean; readonly refusal?: unknown }) => answer.refusal

describe('seed 000 1a, "Variazione indirizzo e-mail privato"', () => {
  it('the new address is typed twice, with PIN and password once more, and the link goes there and nowhere else', async () => {
    const holder = await holderOfMail()
    const asked = accepted(await holder.change())
    expect(asked).toEqual({ id: asked.id, until: end, institutional: false })
    const mails = await holder.mail()
    expect(await holder.told()).toEqual([`${newMail} ordinary`, `${oldMail} ordinary`, `${oldPec} pec`])
    for (const { to, text } of mails) expect(text.includes('#token='), to.address).toBe(to.address === newMail)
  })

  it('the notice to the addresses in force names the new one and the instant (C9)', async () => {
    const holder = await changing()
    const notices = (await holder.mail()).filter(({ to }) => to.address !== newMail)
    expect(notices).toHaveLength(2)
    for (const { text } of notices) {
      expect(text).toContain(newMail)
      expect(text).toContain('10/03/2026 10:00')
    }
  })

  it('whoever has no PEC is told at the old private address', async () => {
    const holder = await holderOfMail({ pec: null })
    accepted(await holder.change())
    expect(await holder.told()).toEqual([`${newMail} ordinary`, `${oldMail} ordinary`])
  })

  it('without the validation the old address stays in force, and gets what the office has to say (INV-16)', async () => {
    const holder = await changing()
    holder.clock.advance(10 * day)
    expect(await holder.mailInForce()).toBe(oldMail)
    accepted(await holder.sportello.credential.revoke({ operator, codiceFiscale: anna.codiceFiscale, reason }))
    expect(await holder.told()).toEqual([`${oldMail} ordinary`])
  })
})

describe('seed 000 1b, "Validazione indirizzo e-mail privato"', () => {
  it('by the link the new address takes effect; the old ones are told, and the new one gets what comes after', async () => {
    const holder = await changing()
    expect(accepted(await holder.sportello.emailChange.confirm(holder.token))).toEqual({ email: newMail, institutional: false })
    expect(await holder.told()).toEqual([`${oldMail} ordinary`, `${oldPec} pec`])
    expect(await holder.mailInForce()).toBe(newMail)
    accepted(await holder.sportello.credential.revoke({ operator, codiceFiscale: anna.codiceFiscale, reason }))
    expect(await holder.told()).toEqual([`${newMail} ordinary`])
  })

  it('ends the change on the record of the addresses, and leaves its facts in the journals', async () => {
    const holder = await changing()
    const view = async () => accepted(await holder.sportello.addresses.inspect({ token: holder.holder.token })).changes
    expect(await view()).toEqual({ pec: null, email: holder.asked.id })
    accepted(await holder.sportello.emailChange.confirm(holder.token))
    expect(await view()).toEqual({ pec: null, email: null })
    expect(await typesOf(holder, 'email-change', holder.asked.id)).toEqual(['ChangeRequested', 'ChangeConfirmed'])
    expect((await typesOf(holder, 'credential', holder.accountId)).at(-1)).toBe('EmailChanged')
    for (const kind of ['email-change', 'credential', 'addresses']) {
      const id = kind === 'email-change' ? holder.asked.id : holder.accountId
      expect(accepted(await holder.sportello.journal.verify({ kind, id }))).toMatchObject({ ok: true })
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
    const holder = await changing()
    holder.clock.set(end)
    accepted(await holder.change(newMail, undefined, await holder.signInAgain()))
    accepted(await holder.sportello.emailChange.confirm(await holder.link()))
    expect(await holder.mailInForce()).toBe(newMail)
    expect(codesOf(await holder.sportello.emailChange.confirm(holder.token))).toEqual({
      code: 'email-change/expired',
      expiredAt: end,
    })
  })

  it('the mail says the end that is enforced, in the language of its reader', async () => {
    const holder = await changing()
    const { text = '' } = (await holder.mail()).find(({ to }) => to.address === newMail) ?? {}
    expect(text).toContain('Il link è valido fino al 11/03/2026 10:00.')
    const view = accepted(await holder.sportello.emailChange.inspectByLink(holder.token))
    expect(view.untilText).toEqual({ it: '11/03/2026 10:00', en: '2026-03-11 10:00 (Rome)' })
  })

  it('the term is the policy’s', async () => {
    const holder = await changing({ policy: { emailChange: { linkLifetimeMs: hour } } })
    expect(holder.asked.until).toBe(morning + hour)
    holder.clock.set(morning + hour)
    expect(refusedCode(await holder.sportello.emailChange.confirm(holder.token))).toBe('email-change/expired')
  })
})

describe('seed 000, point 4', () => {
  it('whether an address was changed and not confirmed by an instant is told by the record', async () => {
    const holder = await changing()
    const byTheTerm = async (at: number) => unconfirmedAt(await stateOf(holder, holder.asked.id), at)
    expect(await byTheTerm(morning - 1)).toBe(false)
    expect(await byTheTerm(morning)).toBe(true)
    expect(await byTheTerm(end + day)).toBe(true)
    holder.clock.set(end - 1)
    accepted(await holder.sportello.emailChange.confirm(holder.token))
    expect(await byTheTerm(end - 2)).toBe(true)
    expect(await byTheTerm(end - 1)).toBe(false)
  })

  it('an institutional mailbox is told wherever the new address is shown', async () => {
    const policy = { emailChange: { institutionalDomains: ['istruzione.it'] } }
    const holder = await holderOfMail({ policy })
    expect(accepted(await holder.change('x@evil-istruzione.it')).institutional).toBe(false)
    expect(accepted(await holder.change('x@scuola.istruzione.it')).institutional).toBe(false)
    expect(accepted(await holder.change('Anna.Verdi@Istruzione.IT')).institutional).toBe(true)
    expect(accepted(await holder.again()).institutional).toBe(true)
    const token = await holder.link('Anna.Verdi@istruzione.it')
    expect(accepted(await holder.sportello.emailChange.inspectByLink(token)).institutional).toBe(true)
    expect(accepted(await holder.sportello.emailChange.confirm(token))).toEqual({
      email: 'Anna.Verdi@istruzione.it',
      institutional: true,
    })
  })
})

describe('the form', () => {
  it.each([
    ['another address the second time', { email: newMail, confirmation: 'x@example.org' }, ['confirmation different']],
    ['no second time', { email: newMail }, ['confirmation required']],
    ['no address', { email: 'anna', confirmation: 'anna' }, ['email malformed', 'confirmation malformed']],
    ['two addresses', { email: `${newMail},x@example.org`, confirmation: newMail }, ['email malformed']],
    ['a number', { email: 7, confirmation: 7 }, ['email type', 'confirmation type']],
  ])('C8: with %s is refused, and nothing was touched', async (_, typed, problems) => {
    const holder = await holderOfMail()
    const before = holder.storage.contents()
    const answer = await holder.sportello.emailChange.request({ ...holder.holder, ...typed } as never)
    expect(answer).toMatchObject({ ok: false, refusal: { code: 'email-change/form' } })
    const found = codesOf(answer) as { readonly problems: readonly { readonly field: string; readonly code: string }[] }
    expect(found.problems.map(({ field, code }) => `${field} ${code}`)).toEqual(problems)
    expect(holder.storage.contents()).toEqual(before)
  })

  it('takes two spellings of one mailbox for the same: blanks around, and capitals', async () => {
    const holder = await holderOfMail()
    const typed = { ...holder.holder, email: ` ${newMail} `, confirmation: newMail.toUpperCase() }
    accepted(await holder.sportello.emailChange.request(typed))
  })

  it.each([oldMail, oldMail.toUpperCase(), ` ${oldMail}`])('C8: refuses %j, which is in force', async (mail) => {
    const holder = await holderOfMail()
    expect(refusedCode(await holder.change(mail))).toBe('email-change/same-address')
    expect(await holder.told()).toEqual([])
  })

  it('after a change the former address can be taken back, and the present one is the one in force', async () => {
    const holder = await changing()
    accepted(await holder.sportello.emailChange.confirm(holder.token))
    expect(refusedCode(await holder.change(newMail))).toBe('email-change/same-address')
    accepted(await holder.change(oldMail))
    await holder.told()
    accepted(await holder.sportello.emailChange.confirm(await holder.link(oldMail)))
    expect(await holder.mailInForce()).toBe(oldMail)
    expect(await holder.told()).toEqual([`${newMail} ordinary`, `${oldPec} pec`])
  })

  it('C8: an address in force is known in any spelling, and written to as its holder wrote it', async () => {
    const holder = await holderOfMail()
    accepted(await holder.change('Anna.Nuova@Posta.example.org'))
    accepted(await holder.sportello.emailChange.confirm(await holder.link('Anna.Nuova@posta.example.org')))
    expect(await holder.mailInForce()).toBe('Anna.Nuova@posta.example.org')
    expect(refusedCode(await holder.change(newMail))).toBe('email-change/same-address')
  })

  it('a refusal leaves the change that is open as it is', async () => {
    const holder = await changing()
    expect(refusedCode(await holder.change(oldMail))).toBe('email-change/same-address')
    accepted(await holder.sportello.emailChange.confirm(holder.token))
  })
})

describe('C13: the secrets once more', () => {
  it.each([
    ['a wrong password', { password: 'Sbagliata.1' }],
    ['a wrong PIN', { pin: '000000000' }],
    ['no PIN that could be one', { pin: '1' }],
  ])('with %s nothing is asked for, and it counts as a wrong guess', async (_, wrong) => {
    const holder = await changing()
    const form = { ...holder.holder, ...wrong, email: 'x@example.org', confirmation: 'x@example.org' }
    expect(refusedCode(await holder.sportello.emailChange.request(form))).toBe('session/reauthentication-failed')
    expect((await typesOf(holder, 'credential', holder.accountId)).at(-1)).toBe('AttemptFailed')
    expect(await holder.told()).toEqual([])
    expect(accepted(await holder.sportello.emailChange.inspectByLink(holder.token)).status).toBe('awaiting-confirmation')
  })

  it('a session that only opens the change of password opens no change of address', async () => {
    const holder = await holderOfMail({ policy: { credential: { passwordLifetimeMs: day } } })
    holder.clock.advance(day)
    const token = await holder.signInAgain()
    expect(refusedCode(await holder.change(newMail, undefined, token))).toBe('session/not-active')
    expect(refusedCode(await holder.sportello.emailChange.resend({ token }))).toBe('session/not-active')
    expect(refusedCode(await holder.sportello.emailChange.cancel({ token }))).toBe('session/not-active')
  })
})

describe('a link', () => {
  it('C1: works once; used again it says when it was used, and nothing else changes', async () => {
    const holder = await changing()
    accepted(await holder.sportello.emailChange.confirm(holder.token))
    await holder.told()
    holder.clock.advance(hour)
    const before = holder.storage.contents().records
    for (let i = 0; i < 3; i += 1) {
      const answer = await holder.sportello.emailChange.confirm(holder.token)
      expect(codesOf(answer)).toEqual({ code: 'email-change/already-confirmed', confirmedAt: morning })
    }
    const states = (rows: typeof before) => rows.map(({ key, state, personal }) => ({ key, state, personal }))
    expect(states(holder.storage.contents().records)).toEqual(states(before))
    expect(await holder.told()).toEqual([])
    expect(accepted(await holder.sportello.emailChange.inspectByLink(holder.token))).toMatchObject({
      status: 'confirmed',
      until: null,
      untilText: null,
      canConfirm: false,
    })
  })

  it('C7: looked at a hundred times changes nothing, and then still works', async () => {
    const holder = await changing()
    const before = holder.storage.contents()
    for (let i = 0; i < 100; i += 1) {
      expect(accepted(await holder.sportello.emailChange.inspectByLink(holder.token))).toEqual({
        id: holder.asked.id,
        status: 'awaiting-confirmation',
        email: newMail,
        institutional: false,
        requestedAt: morning,
        until: end,
        untilText: { it: '11/03/2026 10:00', en: '2026-03-11 10:00 (Rome)' },
        canConfirm: true,
      })
    }
    expect(holder.storage.contents()).toEqual(before)
    accepted(await holder.sportello.emailChange.confirm(holder.token))
  })

  it('shows that it has expired at the very millisecond, and when that was', async () => {
    const holder = await changing()
    holder.clock.set(end - 1)
    expect(accepted(await holder.sportello.emailChange.inspectByLink(holder.token)).canConfirm).toBe(true)
    holder.clock.set(end)
    const view = accepted(await holder.sportello.emailChange.inspectByLink(holder.token))
    expect(view).toMatchObject({ status: 'expired', until: end, canConfirm: false })
    expect(view.untilText?.it).toBe('11/03/2026 10:00')
  })

  it('INV-13: that has expired does not revive when the clock goes back', async () => {
    const holder = await changing()
    accepted(await holder.again())
    holder.clock.set(end + hour)
    expect(refusedCode(await holder.sportello.emailChange.confirm(holder.token))).toBe('email-change/expired')
    holder.clock.set(morning)
    expect(refusedCode(await holder.sportello.emailChange.confirm(holder.token))).toBe('email-change/expired')
  })

  it('C12: is made of the configured base address and the token alone', async () => {
    const holder = await changing()
    const { text = '' } = (await holder.mail()).find(({ to }) => to.address === newMail) ?? {}
    expect(text).toMatch(/^ {2}https:\/\/servizi\.example\.it\/email-change#token=k1~[0-9A-Z]{26}~[A-Za-z0-9_-]{43}$/m)
  })

  it('C11: is nowhere stored, nor is an address where it can be looked for', async () => {
    const holder = await changing()
    const secret = holder.token.split('~')[2] ?? 'none'
    const kinds = ['email-change', 'addresses', 'credential', 'session', 'quota', 'request']
    const texts = await everythingStored(holder.counter, kinds)
    expect(texts.filter((text) => text.includes(secret))).toEqual([])
    for (const { key, state, tags } of holder.storage.contents().records) {
      for (const address of [newMail, oldMail]) expect([key, state, ...tags].join(), key).not.toContain(address)
    }
  })

  it('of nothing, of another secret, of another key and of another office has one answer, and only one of a change leaves a trace', async () => {
    const holder = await changing()
    const [key = '', id = '', secret = ''] = holder.token.split('~')
    const turned = `${secret.slice(0, -2)}${secret.endsWith('AA') ? 'BB' : 'AA'}`
    const before = holder.storage.contents()
    const { confirm, inspectByLink: inspect } = holder.sportello.emailChange
    for (const other of ['', 'x', `${key}~nobody~${secret}`, `k9~${id}~${secret}`, `${holder.token}~`, ` ${holder.token}`]) {
      expect(codesOf(await confirm(other)), other).toEqual({ code: 'email-change/not-found' })
      expect(codesOf(await inspect(other)), other).toEqual({ code: 'email-change/not-found' })
    }
    expect(codesOf(await inspect(`${key}~${id}~${turned}`))).toEqual({ code: 'email-change/not-found' })
    expect(holder.storage.contents()).toEqual(before)
    expect(codesOf(await confirm(`${key}~${id}~${turned}`))).toEqual({ code: 'email-change/not-found' })
    expect(await typesOf(holder, 'email-change', id)).toEqual(['ChangeRequested', 'Refused'])
    accepted(await confirm(holder.token))
  })

  it('INV-15: of another kind is none, either way round', async () => {
    const holder = await changing()
    accepted(await holder.ask())
    const pecLink = await holder.link(newPec)
    for (const other of [pecLink, holder.holder.token]) {
      expect(codesOf(await holder.sportello.emailChange.confirm(other))).toEqual({ code: 'email-change/not-found' })
      expect(codesOf(await holder.sportello.emailChange.inspectByLink(other))).toEqual({ code: 'email-change/not-found' })
    }
    expect(refusedCode(await holder.sportello.pecChange.confirm(holder.token))).toBe('pec-change/not-found')
    expect(refusedCode(await holder.sportello.session.check(holder.token))).toBe('session/not-active')
    accepted(await holder.sportello.emailChange.confirm(holder.token))
    accepted(await holder.sportello.pecChange.confirm(pecLink))
  })

  it('C6: acts on the account that it was issued for, whoever else has an account', async () => {
    const holder = await changing()
    const other = { ...anna, surname: 'Bianchi', codiceFiscale: 'BNCNNA80A41L219J', email: 'other@example.it' }
    const stranger = await completed(holder.counter, other)
    await approve(holder.counter, stranger.id)
    const { session, credential } = holder.sportello
    const { token: temporary } = accepted(await session.signIn(stranger.credentials))
    const change = { current: stranger.credentials.password, next: newPassword, confirmation: newPassword }
    accepted(await credential.changePassword({ token: temporary, ...change }))
    const { token } = accepted(await session.signIn({ ...stranger.credentials, password: newPassword }))
    accepted(await holder.sportello.emailChange.confirm(holder.token))
    expect(accepted(await holder.sportello.addresses.inspect({ token })).email).toBe(other.email)
    expect(await holder.mailInForce()).toBe(newMail)
    expect(refusedCode(await holder.sportello.emailChange.cancel({ token }))).toBe('email-change/not-found')
  })
})

describe('a link that is sent again', () => {
  it('is a new one with a term of its own, and the earlier one goes on', async () => {
    const holder = await changing()
    holder.clock.set(end - 1)
    const token = await holder.signInAgain()
    expect(accepted(await holder.sportello.emailChange.resend({ token }))).toEqual({
      id: holder.asked.id,
      until: end - 1 + day,
      institutional: false,
    })
    expect(await holder.told()).toEqual([`${newMail} ordinary`])
    const [first = '', second = ''] = await holder.links()
    expect(first).toBe(holder.token)
    expect(accepted(await holder.sportello.emailChange.inspectByLink(first)).until).toBe(end)
    holder.clock.set(end)
    expect(refusedCode(await holder.sportello.emailChange.confirm(first))).toBe('email-change/expired')
    holder.clock.set(end + day - 2)
    accepted(await holder.sportello.emailChange.confirm(second))
    expect(refusedCode(await holder.sportello.emailChange.confirm(first))).toBe('email-change/already-confirmed')
  })

  it('leaves the earlier one in force while its own term runs', async () => {
    const holder = await changing()
    accepted(await holder.again())
    const [, second = ''] = await holder.links()
    accepted(await holder.sportello.emailChange.confirm(holder.token))
    expect(refusedCode(await holder.sportello.emailChange.confirm(second))).toBe('email-change/already-confirmed')
  })

  it('is sent so often and no more', async () => {
    const holder = await changing({ policy: { emailChange: { linksMax: 3 } } })
    accepted(await holder.again())
    accepted(await holder.again())
    expect(codesOf(await holder.again())).toEqual({ code: 'email-change/too-many-links', linksMax: 3 })
    expect(await holder.links()).toHaveLength(3)
    expect(new Set(await holder.links()).size).toBe(3)
  })

  it('needs a change that is open and not over', async () => {
    const holder = await holderOfMail()
    expect(refusedCode(await holder.again())).toBe('email-change/not-found')
    expect(refusedCode(await holder.cancel())).toBe('email-change/not-found')
    accepted(await holder.change())
    holder.clock.set(end)
    const token = await holder.signInAgain()
    for (const act of ['resend', 'cancel'] as const) {
      const answer = await holder.sportello.emailChange[act]({ token })
      expect(codesOf(answer), act).toEqual({ code: 'email-change/expired', expiredAt: end })
    }
  })
})

describe('a change that is ended', () => {
  it('C5, INV-14: by a newer one lives no longer, in the commit that begins the newer', async () => {
    const holder = await changing()
    accepted(await holder.change('third@example.org'))
    expect(codesOf(await holder.sportello.emailChange.confirm(holder.token))).toEqual({ code: 'email-change/superseded' })
    expect(accepted(await holder.sportello.emailChange.inspectByLink(holder.token))).toMatchObject({
      status: 'superseded',
      canConfirm: false,
    })
    accepted(await holder.sportello.emailChange.confirm(await holder.link('third@example.org')))
    expect(await holder.mailInForce()).toBe('third@example.org')
  })

  it('INV-18: by a newer one sends nothing any more, not to the address that was typed wrong', async () => {
    const holder = await holderOfMail()
    accepted(await holder.change('typed.wrong@example.org'))
    accepted(await holder.change())
    expect(await holder.told()).toEqual([`${newMail} ordinary`, `${oldMail} ordinary`, `${oldPec} pec`])
  })

  it('by its holder says so, sends nothing any more, and leaves the address as it was', async () => {
    const holder = await changing()
    accepted(await holder.again())
    expect(accepted(await holder.cancel())).toBeNull()
    expect(await holder.told()).toEqual([])
    expect(codesOf(await holder.sportello.emailChange.confirm(holder.token))).toEqual({ code: 'email-change/cancelled' })
    expect(accepted(await holder.sportello.emailChange.inspectByLink(holder.token)).status).toBe('cancelled')
    expect(refusedCode(await holder.cancel())).toBe('email-change/not-found')
    expect(refusedCode(await holder.again())).toBe('email-change/not-found')
    expect(await holder.mailInForce()).toBe(oldMail)
  })

  it('by its validation sends no link any more that was still waiting', async () => {
    const holder = await changing()
    accepted(await holder.again())
    accepted(await holder.sportello.emailChange.confirm(holder.token))
    expect(await holder.told()).toEqual([`${oldMail} ordinary`, `${oldPec} pec`])
  })
})

describe('INV-35: a security event between', () => {
  const wrongPin = async ({ sportello, credentials, clock }: Holder) => {
    for (let i = 0; i < 5; i += 1) {
      await sportello.session.signIn({ ...credentials, pin: '000000000' })
      clock.advance(hour / 10)
    }
  }
  const events: { readonly [name: string]: (holder: Holder) => Promise<unknown> } = {
    'a change of password': async ({ sportello, holder: { token } }) => {
      const next = `${newPassword}x`
      accepted(await sportello.credential.changePassword({ token, current: newPassword, next, confirmation: next }))
    },
    'the end of all sessions': async ({ sportello, holder: { token } }) =>
      accepted(await sportello.credential.endSessions({ token })),
    'a suspension by wrong PINs': wrongPin,
    'a suspension that the office has lifted': async (holder) => {
      await wrongPin(holder)
      accepted(await holder.sportello.credential.reactivate({ operator, codiceFiscale: anna.codiceFiscale, reason }))
    },
    'a revocation by the office': async ({ sportello }) =>
      accepted(await sportello.credential.revoke({ operator, codiceFiscale: anna.codiceFiscale, reason })),
  }

  it.each(Object.entries(events))('%s makes the change void: the page says so, and the link does nothing', async (_, event) => {
    const holder = await changing()
    await event(holder)
    await holder.told()
    expect(accepted(await holder.sportello.emailChange.inspectByLink(holder.token))).toMatchObject({
      status: 'void',
      until: null,
      canConfirm: false,
    })
    for (let i = 0; i < 2; i += 1) {
      expect(codesOf(await holder.sportello.emailChange.confirm(holder.token))).toEqual({ code: 'email-change/void' })
    }
    expect((await stateOf(holder, holder.asked.id)).status).toBe('void')
    expect(await holder.told()).toEqual([])
    const account = (await holder.storage.load([`${office.id}/credential/${holder.accountId}`]))[0]
    expect(JSON.parse(account?.personal ?? '{}')).toMatchObject({ email: oldMail })
  })

  it('is found by its holder too, who begins anew', async () => {
    for (const act of ['resend', 'cancel'] as const) {
      const holder = await changing()
      accepted(await holder.sportello.credential.endSessions({ token: holder.holder.token }))
      const token = await holder.signInAgain()
      expect(codesOf(await holder.sportello.emailChange[act]({ token })), act).toEqual({ code: 'email-change/void' })
      expect((await stateOf(holder, holder.asked.id)).status).toBe('void')
      expect(codesOf(await holder.sportello.emailChange[act]({ token })), act).toEqual({ code: 'email-change/void' })
      accepted(await holder.change(newMail, undefined, token))
      accepted(await holder.sportello.emailChange.confirm(await holder.link()))
    }
  })

  it.each(['confirm', 'resend'] as const)('a mail that waits when %s finds it is not sent', async (act) => {
    const holder = await changing()
    accepted(await holder.again())
    accepted(await holder.sportello.credential.endSessions({ token: holder.holder.token }))
    const token = await holder.signInAgain()
    if (act === 'confirm') expect(refusedCode(await holder.sportello.emailChange.confirm(holder.token))).toBe('email-change/void')
    else expect(refusedCode(await holder.sportello.emailChange.resend({ token }))).toBe('email-change/void')
    expect(await holder.told()).not.toContain(`${newMail} ordinary`)
  })

  it('a credential that has expired is changed by no link: its refusal is the answer, and nothing is half done', async () => {
    const holder = await changing({ policy: { credential: { disuseMs: 2 * hour } } })
    holder.clock.advance(2 * hour)
    expect(codesOf(await holder.sportello.emailChange.confirm(holder.token))).toEqual({ code: 'credential/expired' })
    expect((await stateOf(holder, holder.asked.id)).status).toBe('awaiting-confirmation')
    expect(await holder.told()).toEqual([])
    const almost = await changing({ policy: { credential: { disuseMs: 2 * hour } } })
    almost.clock.advance(2 * hour - 1)
    accepted(await almost.sportello.emailChange.confirm(almost.token))
  })

  it('a credential whose holder was erased has no change any more', async () => {
    const holder = await changing()
    const key = `${office.id}/credential/${holder.accountId}`
    const [row] = await holder.storage.load([key])
    await holder.storage.erase(key, morning, row?.version ?? 0)
    expect(refusedCode(await holder.again())).toBe('email-change/not-found')
    expect(accepted(await holder.sportello.emailChange.inspectByLink(holder.token)).status).toBe('void')
    expect(refusedCode(await holder.sportello.emailChange.confirm(holder.token))).toBe('email-change/void')
    expect(await holder.told()).toEqual([])
  })
})

describe('what is over', () => {
  const kept = defaultPolicy.retention.closedMs
  const ends: { readonly [name: string]: (holder: Awaited<ReturnType<typeof changing>>) => Promise<number> } = {
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
    const holder = await changing()
    const due = (await act(holder)) + kept
    holder.clock.set(due - 1)
    await holder.sportello.retention.sweep()
    expect((await rowOf(holder, holder.asked.id))?.personal).toContain(newMail)
    holder.clock.set(due)
    expect(await holder.sportello.retention.sweep()).toMatchObject({ erased: 1, failed: 0 })
    expect((await rowOf(holder, holder.asked.id))?.personal).toBeNull()
    expect(await holder.sportello.retention.sweep()).toMatchObject({ erased: 0, failed: 0 })
    expect(refusedCode(await holder.sportello.emailChange.inspectByLink(holder.token))).toBe('email-change/not-found')
    expect(refusedCode(await holder.sportello.emailChange.confirm(holder.token))).toBe('email-change/not-found')
    const token = await holder.signInAgain()
    expect(refusedCode(await holder.sportello.emailChange.resend({ token }))).toBe('email-change/not-found')
    accepted(await holder.sportello.journal.verify({ kind: 'email-change', id: holder.asked.id }))
  })

  it('and is erased with everything else that is stored about somebody', async () => {
    const holder = await changing()
    accepted(await holder.sportello.credential.revoke({ operator, codiceFiscale: anna.codiceFiscale, reason }))
    accepted(await holder.sportello.subject.erase({ operator, codiceFiscale: anna.codiceFiscale, reason }))
    expect((await rowOf(holder, holder.asked.id))?.personal).toBeNull()
    expect(holder.storage.contents().records.filter(({ personal }) => personal?.includes(newMail))).toEqual([])
  })

  it('is part of what the office hands out about somebody, without the digest of a link', async () => {
    const holder = await changing()
    const items: unknown[] = []
    const whom = { operator, codiceFiscale: anna.codiceFiscale }
    for await (const item of accepted(await holder.sportello.subject.export(whom)).items) items.push(item)
    const text = JSON.stringify(items)
    expect(text).toContain(newMail)
    const state = await stateOf(holder, holder.asked.id)
    expect(text).not.toContain(state.status === 'none' ? '' : (state.links[0]?.digest ?? ''))
  })
})
