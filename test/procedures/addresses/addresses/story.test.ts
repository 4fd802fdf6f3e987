/** The PEC in force and whether it is as seed 003 demands: active, not expired, not full; and what follows where it is not. */
import { describe, expect, it } from 'vitest'
import { askedFor, day, minute, newPec, oldPec, pecOf, receiptOf, subscriberWithPec } from '../../../support/addresses.ts'
import { accepted, anna, morning, operator, refusedCode } from '../../../support/counter.ts'

const reason = 'Found in the register.'
/** A mail of the office's own to a PEC in force. */
const elsewhere = '<20260310.1@pec.comune.example.it>'

async function view({ sportello, subscriber }: Awaited<ReturnType<typeof subscriberWithPec>>) {
  return accepted(await sportello.addresses.inspect({ token: subscriber.token }))
}

describe('the addresses of a subscriber', () => {
  it('without a PEC are the private mailbox alone', async () => {
    const subscriber = await subscriberWithPec({ pec: null })
    expect(await view(subscriber)).toEqual({
      email: anna.email,
      pec: null,
      since: null,
      pecStatus: 'none',
      found: null,
      requiredAction: null,
      changes: { pec: null, email: null },
    })
  })

  it('with one, tell since when it is in force and that nothing speaks against it', async () => {
    const subscriber = await subscriberWithPec()
    expect(await view(subscriber)).toMatchObject({
      pec: oldPec,
      since: morning,
      pecStatus: 'usable',
      found: null,
      requiredAction: null,
    })
  })

  it('name the change that is under way', async () => {
    const subscriber = await askedFor()
    expect((await view(subscriber)).changes).toEqual({ pec: subscriber.asked.id, email: null })
  })

  it('show their subscriber the change itself, without its link; and that there is none', async () => {
    const subscriber = await subscriberWithPec()
    const { sportello } = subscriber
    const { token } = subscriber.subscriber
    expect(accepted(await sportello.pecChange.inspectOwn({ token }))).toBeNull()
    expect(accepted(await sportello.emailChange.inspectOwn({ token }))).toBeNull()
    const { id, until } = accepted(await subscriber.ask())
    expect(accepted(await sportello.pecChange.inspectOwn({ token }))).toMatchObject({
      id,
      until,
      status: 'awaiting-receipt',
      pec: newPec,
      canConfirm: true,
    })
    const mail = 'anna@example.org'
    const asked = accepted(await sportello.emailChange.request({ ...subscriber.subscriber, email: mail, confirmation: mail }))
    expect(accepted(await sportello.emailChange.inspectOwn({ token }))).toMatchObject({ ...asked, email: mail, canConfirm: true })
    accepted(await sportello.pecChange.cancel({ token }))
    expect(accepted(await sportello.pecChange.inspectOwn({ token }))).toBeNull()
    for (const current of [sportello.pecChange.inspectOwn, sportello.emailChange.inspectOwn]) {
      expect(refusedCode(await current({ token: 'x' }))).toBe('session/not-active')
      expect(refusedCode(await current({} as never))).toMatch(/\/form$/)
    }
  })

  it('show the link with the longest term where several were sent', async () => {
    const subscriber = await askedFor()
    const { sportello, clock } = subscriber
    clock.advance(day)
    const token = await subscriber.signInAgain()
    const { until } = accepted(await sportello.pecChange.resend({ token }))
    expect(accepted(await sportello.pecChange.inspectOwn({ token }))?.until).toBe(until)
  })

  it('are read by the office, which the journal notes', async () => {
    const { sportello, codiceFiscale, accountId } = await subscriberWithPec()
    expect(accepted(await sportello.addresses.inspectAsOffice({ operator, codiceFiscale })).pec).toBe(oldPec)
    const lines = accepted(await sportello.journal.read({ kind: 'credential', id: accountId }, { limit: 200 }))
    expect(lines.at(-1)).toMatchObject({ type: 'AddressesViewed', by: 'operator:operator-1' })
  })

  it('of a person without a credential do not exist, and of oneself are not for an operator to see', async () => {
    const { sportello, codiceFiscale } = await subscriberWithPec()
    const nobody = { operator, codiceFiscale: 'BNCNNA80A41L219J' }
    expect(refusedCode(await sportello.addresses.inspectAsOffice(nobody))).toBe('addresses/not-found')
    const own = { operator: { id: 'operator-2', codiceFiscale }, codiceFiscale }
    expect(refusedCode(await sportello.addresses.inspectAsOffice(own))).toBe('credential/own-credential')
  })

  it('need a session that opens the services', async () => {
    const { sportello } = await subscriberWithPec()
    expect(refusedCode(await sportello.addresses.inspect({ token: 'k1~x~y' }))).toBe('session/not-active')
    expect(refusedCode(await sportello.addresses.inspect({} as never))).toBe('addresses/form')
  })
})

describe('a PEC that the office enters', () => {
  it('is in force at once, in the place of the one before, which is free again', async () => {
    const subscriber = await subscriberWithPec()
    const { sportello, codiceFiscale } = subscriber
    accepted(await sportello.addresses.setPec({ operator, codiceFiscale, pec: newPec, reason }))
    expect((await view(subscriber)).pec).toBe(newPec)
    accepted(await sportello.addresses.setPec({ operator, codiceFiscale, pec: oldPec, reason }))
    expect((await view(subscriber)).pec).toBe(oldPec)
  })

  it('is told to its subscriber, at the addresses that were in force', async () => {
    const subscriber = await subscriberWithPec()
    const { sportello, codiceFiscale } = subscriber
    accepted(await sportello.addresses.setPec({ operator, codiceFiscale, pec: newPec, reason }))
    const mails = await subscriber.mail()
    expect(mails.map(({ to }) => to.address).sort()).toEqual([anna.email, oldPec])
    for (const { text } of mails) expect(text).toContain(newPec)
  })

  it('does not come back to a person who was erased', async () => {
    const { sportello, codiceFiscale } = await subscriberWithPec()
    accepted(await sportello.credential.revoke({ operator, codiceFiscale, reason }))
    accepted(await sportello.subject.erase({ operator, codiceFiscale, reason: 'Letter 12/2026.' }))
    const act = { operator, codiceFiscale, reason }
    expect(refusedCode(await sportello.addresses.setPec({ ...act, pec: newPec }))).toBe('addresses/not-found')
    expect(refusedCode(await sportello.addresses.reportPecStatus({ ...act, finding: 'full' }))).toBe('addresses/not-found')
    expect(refusedCode(await sportello.addresses.inspectAsOffice({ operator, codiceFiscale }))).toBe('addresses/not-found')
  })

  it('that is in force already is refused', async () => {
    const { sportello, codiceFiscale } = await subscriberWithPec()
    const same = { operator, codiceFiscale, pec: oldPec.toUpperCase(), reason }
    expect(refusedCode(await sportello.addresses.setPec(same))).toBe('addresses/same-pec')
  })

  it('is entered for a reason, and is one address', async () => {
    const { sportello, codiceFiscale } = await subscriberWithPec()
    const answer = await sportello.addresses.setPec({ operator, codiceFiscale, pec: 'a@b, c@d', reason: ' ' })
    expect(answer).toMatchObject({
      refusal: {
        problems: [
          { field: 'pec', code: 'characters' },
          { field: 'reason', code: 'required' },
        ],
      },
    })
  })
})

describe('what receipts tell of the PEC in force', () => {
  it.each([
    ['mailbox-full', 'full', 'free-mailbox', 'è piena'],
    ['unknown-mailbox', 'inactive', 'change-pec', 'non è attiva'],
    ['unknown-domain', 'inactive', 'change-pec', 'non è attiva'],
  ] as const)('%s: it is %s, the subscriber is told and asked: %s', async (failure, pecStatus, requiredAction, words) => {
    const subscriber = await subscriberWithPec()
    const receipt = receiptOf(elsewhere, morning, { kind: 'failed', failure, recipient: oldPec })
    expect(accepted(await subscriber.sportello.pecChange.receive(receipt)).effect).toBe('recorded')
    expect(await view(subscriber)).toMatchObject({ pecStatus, requiredAction, found: { source: 'receipt', at: morning } })
    const mails = await subscriber.mail()
    expect(mails.map(({ to }) => to.address)).toEqual([anna.email])
    expect(mails[0]?.subject).toContain(words)
  })

  it('a delivery after that makes it usable again; an earlier one, late, does not', async () => {
    const subscriber = await subscriberWithPec()
    const { sportello, clock } = subscriber
    clock.advance(minute)
    const full = { kind: 'failed', failure: 'mailbox-full', recipient: oldPec } as const
    accepted(await sportello.pecChange.receive(receiptOf(elsewhere, morning + minute, full)))
    const early = receiptOf(elsewhere, morning + minute - 1, { recipient: oldPec })
    expect(accepted(await sportello.pecChange.receive(early)).effect).toBe('noted')
    expect((await view(subscriber)).pecStatus).toBe('full')
    accepted(await sportello.pecChange.receive(receiptOf(elsewhere, morning + minute, { recipient: oldPec })))
    expect((await view(subscriber)).pecStatus).toBe('usable')
  })

  it('the same found twice is told once', async () => {
    const subscriber = await subscriberWithPec()
    const full = { kind: 'failed', failure: 'mailbox-full', recipient: oldPec } as const
    await subscriber.sportello.pecChange.receive(receiptOf(elsewhere, morning, full))
    expect(accepted(await subscriber.sportello.pecChange.receive(receiptOf(elsewhere, morning, full))).effect).toBe('noted')
    expect(await subscriber.mail()).toHaveLength(1)
  })

  it.each([
    ['that nobody has checked', { trust: 'unchecked' }, 'not-trusted'],
    ['from the future', { at: morning + 5 * minute + 1 }, 'in-the-future'],
  ] as const)('a receipt %s is ignored', async (_, over, why) => {
    const subscriber = await subscriberWithPec()
    const receipt = receiptOf(elsewhere, morning, { kind: 'failed', failure: 'mailbox-full', recipient: oldPec, ...over })
    expect(accepted(await subscriber.sportello.pecChange.receive(receipt))).toEqual({ effect: 'ignored', why })
    expect((await view(subscriber)).pecStatus).toBe('usable')
  })

  it.each([
    ['of a delay', { kind: 'delayed' }],
    ['of a failure of another kind', { kind: 'failed', failure: 'other' }],
  ] as const)('a receipt %s tells nothing of the mailbox', async (_, over) => {
    const subscriber = await subscriberWithPec()
    const received = await subscriber.sportello.pecChange.receive(receiptOf(elsewhere, morning, { recipient: oldPec, ...over }))
    expect(accepted(received)).toEqual({ effect: 'noted', why: null })
    expect((await view(subscriber)).pecStatus).toBe('usable')
  })

  it('a receipt about an address that is in force for nobody matches nothing', async () => {
    const { sportello } = await subscriberWithPec()
    const stray = receiptOf(elsewhere, morning, { kind: 'failed', failure: 'mailbox-full', recipient: newPec })
    expect(accepted(await sportello.pecChange.receive(stray)).effect).toBe('unmatched')
    const none = receiptOf(elsewhere, morning, { recipient: null })
    expect(accepted(await sportello.pecChange.receive(none)).effect).toBe('unmatched')
  })

  it('the notice of a change that the old PEC did not take tells that it is not active', async () => {
    const subscriber = await askedFor()
    const notice = (await subscriber.mail()).find(({ to }) => to.address === oldPec)
    const failed = { kind: 'failed', failure: 'unknown-mailbox', recipient: oldPec } as const
    accepted(await subscriber.sportello.pecChange.receive(receiptOf(`<${notice?.id}@pec.comune.example.it>`, morning, failed)))
    expect((await view(subscriber)).pecStatus).toBe('inactive')
    expect(accepted(await subscriber.sportello.pecChange.inspectByLink(subscriber.link)).canConfirm).toBe(true)
  })

  it('a new PEC that is confirmed is usable, whatever was known of the old one', async () => {
    const subscriber = await askedFor()
    const full = { kind: 'failed', failure: 'mailbox-full', recipient: oldPec } as const
    await subscriber.sportello.pecChange.receive(receiptOf(elsewhere, morning, full))
    accepted(await subscriber.sportello.pecChange.confirm(subscriber.link))
    expect(await view(subscriber)).toMatchObject({ pec: newPec, pecStatus: 'usable', found: null, requiredAction: null })
  })
})

describe('what the office tells of the PEC in force', () => {
  it('expired: the subscriber is told and asked for a new one; usable again, nothing is asked', async () => {
    const subscriber = await subscriberWithPec()
    const { sportello, codiceFiscale } = subscriber
    accepted(await sportello.addresses.reportPecStatus({ operator, codiceFiscale, finding: 'expired', reason }))
    expect(await view(subscriber)).toMatchObject({
      pecStatus: 'expired',
      requiredAction: 'change-pec',
      found: { source: 'office' },
    })
    expect((await subscriber.mail())[0]?.subject).toContain('è scaduta')
    accepted(await sportello.addresses.reportPecStatus({ operator, codiceFiscale, finding: 'usable', reason }))
    expect(await view(subscriber)).toMatchObject({ pecStatus: 'usable', requiredAction: null })
    expect(await subscriber.mail()).toHaveLength(1)
  })

  it('twice the same is nothing new', async () => {
    const { sportello, codiceFiscale } = await subscriberWithPec()
    const act = { operator, codiceFiscale, finding: 'expired', reason } as const
    accepted(await sportello.addresses.reportPecStatus(act))
    expect(refusedCode(await sportello.addresses.reportPecStatus(act))).toBe('addresses/nothing-new')
    expect(refusedCode(await sportello.addresses.reportPecStatus({ ...act, finding: 'lost' as never }))).toBe('addresses/form')
  })

  it('of a subscriber who has none: there is no PEC', async () => {
    const { sportello, codiceFiscale } = await subscriberWithPec({ pec: null })
    const act = { operator, codiceFiscale, finding: 'expired', reason } as const
    expect(refusedCode(await sportello.addresses.reportPecStatus(act))).toBe('addresses/no-pec')
  })
})

describe('letting go of addresses', () => {
  it('an ended change keeps its addresses for the term of retention, and no longer', async () => {
    const subscriber = await askedFor({ policy: { retention: { closedMs: 30 * day } } })
    const { sportello, clock, link } = subscriber
    accepted(await sportello.pecChange.confirm(link))
    clock.advance(30 * day - 1)
    await sportello.retention.sweep()
    expect(refusedCode(await sportello.pecChange.confirm(link))).toBe('pec-change/already-confirmed')
    clock.advance(1)
    await sportello.retention.sweep()
    expect(refusedCode(await sportello.pecChange.confirm(link))).toBe('pec-change/not-found')
    expect(await pecOf(subscriber)).toBe(newPec)
  })

  it('with the credential go its addresses, and the PEC is free for others', async () => {
    const subscriber = await subscriberWithPec()
    const { sportello, clock, codiceFiscale, accountId, storage } = subscriber
    accepted(await sportello.credential.revoke({ operator, codiceFiscale, reason }))
    clock.advance(366 * day)
    await sportello.retention.sweep()
    const [row] = await storage.load([`comune-di-prova/addresses/${accountId}`])
    expect(row).toMatchObject({ personal: null, tags: [] })
    clock.advance(2 * day)
    expect((await sportello.retention.sweep()).failed).toBe(0)
    expect(await storage.list({ office: 'comune-di-prova', kind: 'pec-claim', limit: 10 })).toEqual([])
  })

  it('whose owner asks for it, are erased with their changes; whoever has the link finds nothing', async () => {
    const subscriber = await askedFor()
    const { sportello, codiceFiscale, link } = subscriber
    accepted(await sportello.credential.revoke({ operator, codiceFiscale, reason }))
    accepted(await sportello.subject.erase({ operator, codiceFiscale, reason: 'Letter 12/2026.' }))
    expect(refusedCode(await sportello.pecChange.inspectByLink(link))).toBe('pec-change/not-found')
    expect(refusedCode(await sportello.subject.export({ operator, codiceFiscale }))).toBe('subject/not-found')
  })

  it('are handed out to their owner, without what opens a link', async () => {
    const { sportello, codiceFiscale } = await askedFor()
    const { items } = accepted(await sportello.subject.export({ operator, codiceFiscale }))
    const texts: string[] = []
    for await (const item of items) texts.push(JSON.stringify(item))
    const all = texts.join('\n')
    expect(all).toContain(oldPec)
    expect(all).toContain(newPec)
    const links = texts.filter((text) => text.includes('"links"') || text.includes('"link"'))
    expect(links).not.toEqual([])
    for (const text of links) expect(text).not.toContain('"digest"')
  })
})
