/** The change of a PEC as its subscriber lives it (seed 003): from the form to the PEC in force. */
import { createSportello, refusalText } from 'sportello'
import { recordingMailer } from 'sportello/testing'
import { describe, expect, it } from 'vitest'
import {
  askedFor,
  day,
  linksTo,
  linkTo,
  messagesTo,
  newPec,
  oldPec,
  pecOf,
  receiptOf,
  subscriberWithPec,
} from '../../../support/addresses.ts'
import { accepted, anna, morning, newPassword, operator, refusedCode } from '../../../support/counter.ts'
import { flowing } from '../../../support/letters.ts'

const withoutReceipts = { policy: { pecChange: { receipts: 'none' } } } as const
/** 24:00 of 11 March 2026 in Rome: the end for what is received on the 10th. */
const endOfNextDay = Date.UTC(2026, 2, 11, 23)

describe('seed 003, premessa', () => {
  it('the change takes effect only by the link: without the click the old PEC stays in force', async () => {
    const subscriber = await askedFor()
    expect(await pecOf(subscriber)).toBe(oldPec)
    subscriber.clock.advance(10 * day)
    expect(await pecOf(subscriber)).toBe(oldPec)
  })

  it('the link is valid "entro e non oltre le ore 24 del giorno successivo": at 23:59:59.999 it works (C2)', async () => {
    const { sportello, clock, link, asked } = await askedFor(withoutReceipts)
    expect(asked.until).toBe(endOfNextDay)
    clock.set(endOfNextDay - 1)
    expect(accepted(await sportello.pecChange.confirm(link))).toEqual({ status: 'confirmed', pec: newPec })
  })

  it('at 24:00:00.000 it does not: an error is shown that says to ask again (C2)', async () => {
    const subscriber = await askedFor(withoutReceipts)
    subscriber.clock.set(endOfNextDay)
    const answer = await subscriber.sportello.pecChange.confirm(subscriber.link)
    if (answer.ok) throw new Error('confirmed')
    expect(answer.refusal).toEqual({ code: 'pec-change/expired', expiredAt: endOfNextDay })
    expect(refusalText(answer.refusal, 'it')).toContain('occorre ripetere la richiesta')
    expect(await pecOf(subscriber)).toBe(oldPec)
  })

  it('whoever was late asks again and gets a link that works', async () => {
    const subscriber = await askedFor(withoutReceipts)
    subscriber.clock.set(endOfNextDay)
    expect(refusedCode(await subscriber.sportello.pecChange.confirm(subscriber.link))).toBe('pec-change/expired')
    const token = await subscriber.signInAgain()
    const { pin, password } = subscriber.subscriber
    const form = { token, pin, password, pec: newPec, confirmation: newPec }
    accepted(await subscriber.sportello.pecChange.request(form))
    expect(accepted(await subscriber.sportello.pecChange.confirm(await linkTo(subscriber))).status).toBe('confirmed')
    expect(await pecOf(subscriber)).toBe(newPec)
  })
})

describe('seed 003 §2.1, for people who can sign in', () => {
  it('the page shows the old PEC, and the new one is typed twice', async () => {
    const subscriber = await subscriberWithPec()
    expect(await pecOf(subscriber)).toBe(oldPec)
    const form = { ...subscriber.subscriber, pec: newPec, confirmation: 'anna.nouva@pec.example.org' }
    const answer = await subscriber.sportello.pecChange.request(form)
    expect(answer).toEqual({
      ok: false,
      refusal: { code: 'pec-change/form', problems: [{ field: 'confirmation', code: 'different' }], problemCount: 1 },
    })
    expect(await subscriber.mail()).toEqual([])
  })

  it('two spellings of one mailbox are the same: blanks around, and capitals', async () => {
    const { sportello, subscriber } = await subscriberWithPec()
    accepted(await sportello.pecChange.request({ ...subscriber, pec: ` ${newPec}`, confirmation: newPec.toUpperCase() }))
  })

  it('the link goes to the new PEC by certified mail; old PEC and private mailbox are told, without that link (C9, INV-16)', async () => {
    const subscriber = await subscriberWithPec()
    accepted(await subscriber.ask())
    const mails = await subscriber.mail()
    expect(mails.map(({ to, channel }) => [to.address, channel]).sort()).toEqual([
      [newPec, 'pec'],
      [anna.email, 'ordinary'],
      [oldPec, 'pec'],
    ])
    for (const { to, text } of mails) expect(text.includes('-change#token='), to.address).toBe(to.address === newPec)
  })

  it('the mail says the term that is enforced, by the day', async () => {
    const subscriber = await askedFor()
    const mails = await subscriber.mail()
    const { text = '' } = mails.find(({ to }) => to.address === newPec) ?? {}
    expect(text).toContain('ore 24 del giorno successivo')
    expect(text).toContain("ore 24 dell'11/03/2026")
    const view = accepted(await subscriber.sportello.pecChange.inspectByLink(subscriber.link))
    expect(view.until).toBe(endOfNextDay)
    expect(view.untilText).toEqual({ it: "ore 24 dell'11/03/2026", en: '24:00 on 2026-03-11 (Rome)' })
  })

  it('where no receipts are read, the mail counts from its sending', async () => {
    const subscriber = await askedFor(withoutReceipts)
    const { text = '' } = (await subscriber.mail()).find(({ to }) => to.address === newPec) ?? {}
    expect(flowing(text)).toContain(
      "fino alle ore 24 del giorno successivo a quello in cui questo messaggio è stato spedito: se è stato spedito il 10/03/2026, fino alle ore 24 dell'11/03/2026.",
    )
    expect(text).not.toContain('consegnato')
  })

  it('nota bene: the notice says to look into the spam folder of the new PEC', async () => {
    const subscriber = await askedFor()
    const { text = '' } = (await subscriber.mail()).find(({ to }) => to.address === anna.email) ?? {}
    expect(text).toContain('cartella spam')
  })

  it('a subscriber without a PEC gives the first one in the same way', async () => {
    const subscriber = await askedFor({ pec: null })
    expect(await pecOf(subscriber)).toBeNull()
    expect((await subscriber.mail()).map(({ to }) => to.address).sort()).toEqual([newPec, anna.email].sort())
    accepted(await subscriber.sportello.pecChange.confirm(subscriber.link))
    expect(await pecOf(subscriber)).toBe(newPec)
  })
})

describe('the link', () => {
  it('confirmed, it puts the new PEC in force and tells the old one and the private mailbox (C9)', async () => {
    const subscriber = await askedFor()
    const before = (await subscriber.mail()).length
    accepted(await subscriber.sportello.pecChange.confirm(subscriber.link))
    const told = (await subscriber.mail()).slice(before)
    expect(told.map(({ to }) => to.address).sort()).toEqual([anna.email, oldPec])
    for (const { text } of told) expect(text).toContain(newPec)
    const view = accepted(await subscriber.sportello.addresses.inspect({ token: await subscriber.signInAgain() }))
    expect(view).toMatchObject({ pec: newPec, pecStatus: 'usable', since: morning, changes: { pec: null, email: null } })
  })

  it('used twice it says when it was used, and nothing changes', async () => {
    const { sportello, link, clock } = await askedFor()
    accepted(await sportello.pecChange.confirm(link))
    clock.advance(1)
    const answer = await sportello.pecChange.confirm(link)
    expect(answer).toEqual({ ok: false, refusal: { code: 'pec-change/already-confirmed', confirmedAt: morning } })
    expect(accepted(await sportello.pecChange.inspectByLink(link))).toMatchObject({
      status: 'confirmed',
      canConfirm: false,
      until: null,
    })
  })

  it('confirmed again with its request key, it answers what it answered', async () => {
    const { sportello, link } = await askedFor()
    const options = { requestKey: 'confirm-0123456789abcdef' }
    const first = await sportello.pecChange.confirm(link, options)
    expect(await sportello.pecChange.confirm(link, options)).toEqual(first)
  })

  it.each([
    ['nothing', undefined],
    ['a text', 'link'],
    ['an object', {}],
    ['a token of nobody', 'k1~01ARZ3NDEKTSV4RRFFQ69G5FAV~AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
    ['a mebibyte', 'x'.repeat(1_048_576)],
  ])('%s is no link, in one answer', async (_, token) => {
    const { sportello } = await askedFor()
    const none = { ok: false, refusal: { code: 'pec-change/not-found' } }
    expect(await sportello.pecChange.inspectByLink(token as never)).toEqual(none)
    expect(await sportello.pecChange.confirm(token as never)).toEqual(none)
  })

  it('with another secret for a change that exists, the answer is the same, and the journal has it', async () => {
    const { sportello, asked, link } = await askedFor()
    const forged = link.replace(/~[^~]+$/, `~${'A'.repeat(43)}`)
    expect(refusedCode(await sportello.pecChange.confirm(forged))).toBe('pec-change/not-found')
    const lines = accepted(await sportello.journal.read({ kind: 'pec-change', id: asked.id }))
    expect(lines.at(-1)).toMatchObject({ type: 'Refused', data: { code: 'pec-change/not-found' } })
  })

  it('of a newer request makes those of the older one dead, and says so', async () => {
    const subscriber = await askedFor()
    accepted(await subscriber.ask('anna.terza@pec.example.org'))
    expect(refusedCode(await subscriber.sportello.pecChange.confirm(subscriber.link))).toBe('pec-change/superseded')
    expect(accepted(await subscriber.sportello.pecChange.inspectByLink(subscriber.link)).status).toBe('superseded')
    const newest = await linkTo(subscriber, 'anna.terza@pec.example.org')
    expect(accepted(await subscriber.sportello.pecChange.confirm(newest)).pec).toBe('anna.terza@pec.example.org')
  })

  it('unsent, it is not sent any more once a newer request is there', async () => {
    const subscriber = await subscriberWithPec()
    accepted(await subscriber.ask())
    accepted(await subscriber.ask('anna.terza@pec.example.org'))
    expect((await subscriber.mail()).map(({ to }) => to.address)).not.toContain(newPec)
  })
})

describe('the mail with the link', () => {
  it('that could not be sent while it would have worked is not sent any more, and the journal says so (M7)', async () => {
    const subscriber = await subscriberWithPec()
    const { id } = accepted(await subscriber.ask())
    subscriber.clock.set(endOfNextDay)
    const { overdue, sent } = await subscriber.sportello.relay()
    expect(overdue).toEqual([expect.stringContaining(`${id}.1.link-1`)])
    expect(sent).toHaveLength(2)
    const lines = accepted(await subscriber.sportello.journal.read({ kind: 'pec-change', id }))
    expect(lines.map(({ type }) => type)).toContain('MailOverdue')
    expect((await subscriber.sportello.relay()).overdue).toEqual([])
  })

  it('that was never sent, or was refused, is told to the subscriber at his private mailbox', async () => {
    const late = await subscriberWithPec()
    accepted(await late.ask())
    late.clock.set(endOfNextDay)
    await late.mail()
    const [told, ...none] = (await late.mail()).filter(({ subject }) => subject.includes('nuova PEC non raggiungibile'))
    expect(none).toEqual([])
    expect(told).toMatchObject({ to: { address: anna.email } })
    expect(told?.text).toContain('non è stato possibile spedirlo in tempo')

    const refused = await subscriberWithPec()
    const { id } = accepted(await refused.ask())
    const mailer = recordingMailer(({ to }) => (to.address === newPec ? 'rejected' : 'sent'))
    const { relay } = createSportello({ ...refused.configuration, mailer })
    await relay()
    await relay()
    expect(mailer.sent.at(-1)).toMatchObject({ to: { address: anna.email } })
    expect(mailer.sent.at(-1)?.text).toContain('il gestore lo ha respinto')
    const lines = accepted(await refused.sportello.journal.read({ kind: 'pec-change', id }))
    const types = lines.map(({ type }) => type)
    expect(types).toEqual(expect.arrayContaining(['MailRejected', 'PecLinkFailed', 'PecUndeliverable']))
  })

  it.each(['none', 'expected'] as const)(
    'has its term from when it is sent, not from when it is queued: receipts %s',
    async (receipts) => {
      const subscriber = await subscriberWithPec({ policy: { pecChange: { receipts } } })
      accepted(await subscriber.ask())
      subscriber.clock.set(endOfNextDay - 10 * 60_000)
      const link = await linkTo(subscriber)
      expect(accepted(await subscriber.sportello.pecChange.inspectByLink(link)).until).toBe(endOfNextDay + day)
      subscriber.clock.set(endOfNextDay + day - 1)
      expect(accepted(await subscriber.sportello.pecChange.confirm(link)).status).toBe('confirmed')
    },
  )

  it('that is late goes out as long as it works: a receipt gives it its day', async () => {
    const subscriber = await subscriberWithPec()
    accepted(await subscriber.ask())
    const late = endOfNextDay - 1
    subscriber.clock.set(late)
    const link = await linkTo(subscriber)
    const [reference = ''] = await messagesTo(subscriber)
    accepted(await subscriber.sportello.pecChange.receive(receiptOf(reference, late)))
    subscriber.clock.set(endOfNextDay + day - 1)
    expect(accepted(await subscriber.sportello.pecChange.confirm(link)).status).toBe('confirmed')
  })
})

describe('sending the link again', () => {
  it('does not kill the earlier one: both work, each with its own term', async () => {
    const subscriber = await askedFor(withoutReceipts)
    subscriber.clock.advance(day)
    const token = await subscriber.signInAgain()
    const resent = accepted(await subscriber.sportello.pecChange.resend({ token }))
    expect(resent).toMatchObject({ id: subscriber.asked.id, until: endOfNextDay + day })
    expect(resent.untilText.it).toMatch(/^ore 24 del /)
    expect(resent.untilText.en).toMatch(/^24:00 on /)
    const [first = '', second = ''] = await linksTo(subscriber)
    subscriber.clock.set(endOfNextDay)
    expect(accepted(await subscriber.sportello.pecChange.inspectByLink(first)).status).toBe('expired')
    expect(accepted(await subscriber.sportello.pecChange.inspectByLink(second)).canConfirm).toBe(true)
    subscriber.clock.set(endOfNextDay - 1)
    // The record knows of no later instant, since nothing was written: the first is in time still.
    expect(accepted(await subscriber.sportello.pecChange.confirm(first)).status).toBe('confirmed')
    expect(refusedCode(await subscriber.sportello.pecChange.confirm(second))).toBe('pec-change/already-confirmed')
  })

  it('is done so many times as the policy says, and no more', async () => {
    const subscriber = await askedFor({ policy: { pecChange: { linksMax: 2 } } })
    const { token } = subscriber.subscriber
    accepted(await subscriber.sportello.pecChange.resend({ token }))
    const answer = await subscriber.sportello.pecChange.resend({ token })
    expect(answer).toEqual({ ok: false, refusal: { code: 'pec-change/too-many-links', linksMax: 2 } })
  })

  it('needs an open change', async () => {
    const { sportello, subscriber } = await subscriberWithPec()
    expect(refusedCode(await sportello.pecChange.resend({ token: subscriber.token }))).toBe('pec-change/not-found')
  })
})

describe('cancelling', () => {
  it('makes the link dead, takes back the unsent mail, and lets the subscriber ask anew', async () => {
    const subscriber = await subscriberWithPec()
    accepted(await subscriber.ask())
    accepted(await subscriber.sportello.pecChange.cancel({ token: subscriber.subscriber.token }))
    expect(await subscriber.mail()).toEqual([])
    expect(refusedCode(await subscriber.sportello.pecChange.cancel({ token: subscriber.subscriber.token }))).toBe(
      'pec-change/not-found',
    )
    accepted(await subscriber.ask())
  })

  it('is told to whoever opens the link', async () => {
    const { sportello, subscriber, link } = await askedFor()
    accepted(await sportello.pecChange.cancel({ token: subscriber.token }))
    expect(refusedCode(await sportello.pecChange.confirm(link))).toBe('pec-change/cancelled')
    expect(accepted(await sportello.pecChange.inspectByLink(link)).status).toBe('cancelled')
  })

  it('comes too late once the term is over', async () => {
    const subscriber = await askedFor(withoutReceipts)
    subscriber.clock.set(endOfNextDay)
    const token = await subscriber.signInAgain()
    expect(refusedCode(await subscriber.sportello.pecChange.cancel({ token }))).toBe('pec-change/expired')
  })

  it('can be done by the office, with a reason that the journal keeps, and never on oneself', async () => {
    const { sportello, codiceFiscale, accountId, link } = await askedFor()
    const own = { id: 'operator-2', codiceFiscale }
    const reason = 'The subscriber called.'
    expect(refusedCode(await sportello.pecChange.cancelAsOffice({ operator: own, codiceFiscale, reason }))).toBe(
      'credential/own-credential',
    )
    accepted(await sportello.pecChange.cancelAsOffice({ operator, codiceFiscale, reason }))
    expect(refusedCode(await sportello.pecChange.confirm(link))).toBe('pec-change/cancelled')
    const lines = accepted(await sportello.journal.read({ kind: 'addresses', id: accountId }))
    expect(lines.at(-1)).toMatchObject({ type: 'OfficeActed', by: 'operator:operator-1', personal: { reason } })
  })
})

describe('security events', () => {
  it('a change of the password makes the link void (INV-35)', async () => {
    const subscriber = await askedFor()
    const { token, password: current } = subscriber.subscriber
    const next = 'Sorbetto.Ambra8'
    accepted(await subscriber.sportello.credential.changePassword({ token, current, next, confirmation: next }))
    expect(accepted(await subscriber.sportello.pecChange.inspectByLink(subscriber.link)).status).toBe('void')
    expect(refusedCode(await subscriber.sportello.pecChange.confirm(subscriber.link))).toBe('pec-change/void')
    const { status } = accepted(await subscriber.sportello.pecChange.inspectByLink(subscriber.link))
    expect(status).toBe('void')
  })

  it('a change that was overtaken is void for its subscriber too, and a new one can be asked for', async () => {
    const subscriber = await askedFor()
    const { token, password: current, pin } = subscriber.subscriber
    const next = 'Sorbetto.Ambra8'
    accepted(await subscriber.sportello.credential.changePassword({ token, current, next, confirmation: next }))
    const { codiceFiscale } = subscriber
    const fresh = accepted(await subscriber.sportello.session.signIn({ codiceFiscale, pin, password: next })).token
    expect(refusedCode(await subscriber.sportello.pecChange.resend({ token: fresh }))).toBe('pec-change/void')
    expect(refusedCode(await subscriber.sportello.pecChange.cancel({ token: fresh }))).toBe('pec-change/void')
    const form = { token: fresh, pin, password: next, pec: newPec, confirmation: newPec }
    accepted(await subscriber.sportello.pecChange.request(form))
    expect(accepted(await subscriber.sportello.pecChange.confirm(await linkTo(subscriber))).status).toBe('confirmed')
  })

  it('a revoked credential confirms nothing', async () => {
    const { sportello, codiceFiscale, link } = await askedFor()
    accepted(await sportello.credential.revoke({ operator, codiceFiscale, reason: 'Left.' }))
    expect(refusedCode(await sportello.pecChange.confirm(link))).toBe('pec-change/void')
  })
})

describe('fresh authentication', () => {
  it('a wrong password is refused, and counts (C13)', async () => {
    const { sportello, subscriber, mail } = await subscriberWithPec()
    const form = { ...subscriber, pec: newPec, confirmation: newPec }
    const answer = await sportello.pecChange.request({ ...form, password: `${newPassword}x` })
    expect(answer).toEqual({ ok: false, refusal: { code: 'session/reauthentication-failed', retryAt: morning } })
    expect(await mail()).toEqual([])
    accepted(await sportello.pecChange.request(form))
  })

  it('wrong PINs with the right password suspend the credential and end the session', async () => {
    const { sportello, subscriber, clock } = await subscriberWithPec({ policy: { throttle: { delayMs: 0 } } })
    const form = { ...subscriber, pec: newPec, confirmation: newPec }
    for (let i = 0; i < 5; i += 1) {
      expect(refusedCode(await sportello.pecChange.request({ ...form, pin: '000000000' }))).toBe(
        'session/reauthentication-failed',
      )
      clock.advance(1)
    }
    expect(refusedCode(await sportello.pecChange.request(form))).toBe('session/not-active')
  })

  it('in the delay after wrong guesses the right secrets are not judged', async () => {
    const { sportello, subscriber, clock } = await subscriberWithPec()
    const form = { ...subscriber, pec: newPec, confirmation: newPec }
    for (let i = 0; i < 4; i += 1) await sportello.pecChange.request({ ...form, password: 'wrong' })
    const answer = await sportello.pecChange.request(form)
    expect(answer).toEqual({ ok: false, refusal: { code: 'session/reauthentication-failed', retryAt: morning + 1000 } })
    clock.advance(1000)
    accepted(await sportello.pecChange.request(form))
  })
})

describe('the new PEC', () => {
  it('is not the one in force', async () => {
    const { ask } = await subscriberWithPec()
    expect(refusedCode(await ask(oldPec.toUpperCase()))).toBe('addresses/same-pec')
  })

  it('is asked for so often a day as the policy says', async () => {
    const { ask } = await subscriberWithPec({ policy: { quota: { usesMax: 2 } } })
    accepted(await ask())
    accepted(await ask())
    expect(refusedCode(await ask())).toBe('quota/exceeded')
  })

  it('asked for twice with one request key is asked for once', async () => {
    const subscriber = await subscriberWithPec()
    const options = { requestKey: 'request-0123456789abcdef' }
    const first = await subscriber.ask(newPec, options)
    expect(await subscriber.ask(newPec, options)).toEqual(first)
    expect(await linksTo(subscriber)).toHaveLength(1)
  })

  it('can be sent its link again by the office, for people who cannot sign in', async () => {
    const subscriber = await askedFor()
    const { codiceFiscale, sportello } = subscriber
    accepted(await sportello.pecChange.resendAsOffice({ operator, codiceFiscale, reason: 'Asked by telephone.' }))
    expect(await linksTo(subscriber)).toHaveLength(2)
  })

  it('can be asked for again after a click has waited for a receipt until the change was erased', async () => {
    const subscriber = await askedFor({ policy: { retention: { closedMs: 5 * day } } })
    const { sportello, clock, link, subscriber: secrets } = subscriber
    clock.set(endOfNextDay)
    expect(accepted(await sportello.pecChange.confirm(link)).status).toBe('waiting')
    clock.advance(8 * day)
    expect((await sportello.retention.sweep()).erased).toBe(1)
    expect(refusedCode(await sportello.pecChange.confirm(link))).toBe('pec-change/not-found')
    const token = await subscriber.signInAgain()
    accepted(await sportello.pecChange.request({ ...secrets, token, pec: newPec, confirmation: newPec }))
  })

  it('that a receipt says cannot be reached is never in force', async () => {
    const subscriber = await askedFor()
    const receipt = receiptOf(subscriber.reference, morning, { kind: 'failed', failure: 'unknown-mailbox' })
    expect(accepted(await subscriber.sportello.pecChange.receive(receipt)).effect).toBe('recorded')
    expect(refusedCode(await subscriber.sportello.pecChange.confirm(subscriber.link))).toBe('pec-change/undeliverable')
    expect(await pecOf(subscriber)).toBe(oldPec)
  })
})
