/** What receipts do to a change of PEC: lengthen its term once, let a held click count, tell that nothing can be delivered. */
import { createSportello } from 'sportello'
import { receiptOf as certifiedReceipt, parseDaticert } from 'sportello/pec'
import { describe, expect, it } from 'vitest'
import {
  askedFor,
  confirmationDeadline,
  day,
  hour,
  linksTo,
  linkTo,
  messagesTo,
  minute,
  newPec,
  oldPec,
  pecOf,
  receiptOf,
  subscriberWithPec,
} from '../../../support/addresses.ts'
import { accepted, anna, morning, operator, refusedCode } from '../../../support/counter.ts'
import { daticertXml } from '../../../support/daticert.ts'

/** 24:00 of 11 March 2026 in Rome: the end for what is sent or received on the 10th. */
const endOfNextDay = Date.UTC(2026, 2, 11, 23)
/** 00:10 of 12 March in Rome. */
const afterMidnight = endOfNextDay + 10 * minute

async function noted(subscriber: Awaited<ReturnType<typeof askedFor>>) {
  const lines = accepted(await subscriber.sportello.journal.read({ kind: 'pec-change', id: subscriber.asked.id }))
  return lines.at(-1)
}

describe('the receipt of delivery', () => {
  it('lengthens the term to 24:00 of the day after reception', async () => {
    const subscriber = await askedFor()
    const { sportello, clock, link, reference } = subscriber
    clock.set(afterMidnight)
    expect(accepted(await sportello.pecChange.receive(receiptOf(reference, afterMidnight - minute)))).toEqual({
      effect: 'recorded',
      why: null,
    })
    const view = accepted(await sportello.pecChange.inspectByLink(link))
    expect(view).toMatchObject({ status: 'awaiting-confirmation', until: endOfNextDay + 2 * day })
    expect(view.untilText?.it).toBe('ore 24 del 13/03/2026')
    clock.set(endOfNextDay + 2 * day - 1)
    expect(accepted(await sportello.pecChange.confirm(link)).status).toBe('confirmed')
  })

  it('and not a millisecond more', async () => {
    const { sportello, clock, link, reference } = await askedFor()
    clock.set(afterMidnight)
    accepted(await sportello.pecChange.receive(receiptOf(reference, afterMidnight)))
    clock.set(endOfNextDay + 2 * day)
    expect(refusedCode(await sportello.pecChange.confirm(link))).toBe('pec-change/expired')
  })

  it('never shortens: of the day of sending it leaves the term as it is', async () => {
    const { sportello, link, reference } = await askedFor()
    accepted(await sportello.pecChange.receive(receiptOf(reference, morning)))
    expect(accepted(await sportello.pecChange.inspectByLink(link)).until).toBe(endOfNextDay)
  })

  it('counts once: a second one, later or earlier, is noted and changes nothing (C4)', async () => {
    const subscriber = await askedFor()
    const { sportello, clock, link, reference } = subscriber
    accepted(await sportello.pecChange.receive(receiptOf(reference, morning)))
    clock.set(afterMidnight - 20 * minute)
    const again = receiptOf(reference, clock.now())
    expect(accepted(await sportello.pecChange.receive(again))).toEqual({ effect: 'ignored', why: 'already-known' })
    expect(accepted(await sportello.pecChange.inspectByLink(link)).until).toBe(endOfNextDay)
    expect(await noted(subscriber)).toMatchObject({ type: 'ReceiptIgnored', data: { why: 'already-known' } })
  })

  it.each([
    ['before the sending', 'before-dispatch', (at: number) => ({ at: at - 5 * minute - 1 })],
    ['in the future', 'in-the-future', (at: number) => ({ at: at + 5 * minute + 1 })],
    ['of another address', 'other-address', () => ({ recipient: 'somebody@pec.example.org' })],
    ['of no address', 'other-address', () => ({ recipient: null })],
    ['whose signature is wrong', 'not-trusted', () => ({ trust: 'untrusted' as const })],
  ])('%s is journalled and ignored (C4)', async (_, why, over) => {
    const subscriber = await askedFor()
    const receipt = receiptOf(subscriber.reference, morning, over(morning))
    expect(accepted(await subscriber.sportello.pecChange.receive(receipt))).toEqual({ effect: 'ignored', why })
    expect(await noted(subscriber)).toMatchObject({ type: 'ReceiptIgnored', data: { why, kind: 'delivered' } })
    expect(accepted(await subscriber.sportello.pecChange.inspectByLink(subscriber.link)).status).toBe('awaiting-receipt')
  })

  it.each([
    ['sent five minutes before by a clock that is slow', -5 * minute],
    ['received in five minutes by a clock that is fast', 5 * minute],
  ])('%s is believed', async (_, ms) => {
    const { sportello, reference } = await askedFor()
    expect(accepted(await sportello.pecChange.receive(receiptOf(reference, morning + ms))).effect).toBe('recorded')
  })

  it.each([
    ['another message', '<comune-di-prova.pec-change.01ARZ3NDEKTSV4RRFFQ69G5FAV.1.link-1@pec.comune.example.it>'],
    ['a message of another program', '<abc@example.it>'],
    ['another office', '<comune-vicino.pec-change.x.1.link-1@pec.comune.example.it>'],
    ['a link that was never sent', null],
  ])('about %s matches nothing', async (_, reference) => {
    const subscriber = await askedFor({ pec: null })
    const about = reference ?? subscriber.reference.replace('link-1', 'link-2')
    const received = await subscriber.sportello.pecChange.receive(receiptOf(about, morning))
    expect(accepted(received)).toEqual({ effect: 'unmatched', why: null })
  })

  it('comes too late when nothing could lengthen the term any more', async () => {
    const { sportello, clock, link, reference } = await askedFor()
    clock.set(endOfNextDay + day)
    expect(refusedCode(await sportello.pecChange.confirm(link))).toBe('pec-change/expired')
    const late = receiptOf(reference, endOfNextDay + day - hour)
    expect(accepted(await sportello.pecChange.receive(late))).toEqual({ effect: 'ignored', why: 'closed' })
    expect(refusedCode(await sportello.pecChange.confirm(link))).toBe('pec-change/expired')
  })

  it('is about one mail: that of the second link leaves the term of the first', async () => {
    const subscriber = await askedFor()
    const { sportello, clock } = subscriber
    const requestedAt = clock.now()
    clock.set(requestedAt + 1)
    accepted(await sportello.pecChange.resend({ token: subscriber.subscriber.token }))
    const [first = '', second = ''] = await linksTo(subscriber)
    for (const [link, sentAt] of [[first, requestedAt] as const, [second, requestedAt + 1] as const]) {
      expect(accepted(await sportello.pecChange.inspectByLink(link))).toMatchObject({ requestedAt, sentAt })
    }
    const references = await messagesTo(subscriber)
    clock.set(afterMidnight)
    accepted(await sportello.pecChange.receive(receiptOf(references[1] ?? '', afterMidnight)))
    expect(accepted(await sportello.pecChange.inspectByLink(first)).until).toBe(endOfNextDay)
    expect(accepted(await sportello.pecChange.inspectByLink(second)).until).toBe(endOfNextDay + 2 * day)
  })
})

describe('a click before the receipt', () => {
  it('counts at once when it is in time for the sending', async () => {
    const subscriber = await askedFor()
    subscriber.clock.set(endOfNextDay - 1)
    expect(accepted(await subscriber.sportello.pecChange.confirm(subscriber.link)).status).toBe('confirmed')
  })

  it('later than that it waits, and counts when the receipt shows that it was in time', async () => {
    const subscriber = await askedFor()
    const { sportello, clock, link, reference } = subscriber
    clock.set(endOfNextDay)
    expect(accepted(await sportello.pecChange.confirm(link))).toEqual({ status: 'waiting', pec: newPec })
    expect(await pecOf(subscriber)).toBe(oldPec)
    expect(accepted(await sportello.pecChange.inspectByLink(link))).toMatchObject({ status: 'waiting', canConfirm: false })
    clock.advance(hour)
    // Delivered ten minutes before the midnight at which the sending's term ended.
    accepted(await sportello.pecChange.receive(receiptOf(reference, endOfNextDay - 10 * minute)))
    expect(await pecOf(subscriber)).toBe(newPec)
    const again = await sportello.pecChange.confirm(link)
    expect(again).toEqual({ ok: false, refusal: { code: 'pec-change/already-confirmed', confirmedAt: endOfNextDay } })
  })

  it('counts with the receipt of a provider that writes a style sheet and a document type before it', async () => {
    const subscriber = await askedFor()
    const { sportello, clock, link, reference } = subscriber
    clock.set(endOfNextDay)
    expect(accepted(await sportello.pecChange.confirm(link))).toEqual({ status: 'waiting', pec: newPec })
    clock.advance(hour)
    const at = endOfNextDay - 10 * minute
    const xml = daticertXml({ kind: 'avvenuta-consegna', at, recipients: [newPec], messageId: reference })
    const prologue =
      '<?xml-stylesheet href="a.xsl"?><!DOCTYPE postacert PUBLIC "posta certificata" "https://gestore.example/a.dtd">'
    const certification = accepted(parseDaticert(xml.replace('<postacert', `${prologue}<postacert`)))
    accepted(await sportello.pecChange.receive(certifiedReceipt(certification, 'trusted')))
    expect(await pecOf(subscriber)).toBe(newPec)
  })

  it('waits once: the first click is the one that counts', async () => {
    const { sportello, clock, link, reference } = await askedFor()
    clock.set(endOfNextDay)
    await sportello.pecChange.confirm(link)
    clock.advance(hour)
    expect(accepted(await sportello.pecChange.confirm(link)).status).toBe('waiting')
    accepted(await sportello.pecChange.receive(receiptOf(reference, endOfNextDay - minute)))
    expect(await sportello.pecChange.confirm(link)).toMatchObject({ refusal: { confirmedAt: endOfNextDay } })
  })

  it('that was too late for the reception does not count, and the link says that it has expired', async () => {
    const subscriber = await askedFor()
    const { sportello, clock, link, reference } = subscriber
    clock.set(endOfNextDay)
    expect(accepted(await sportello.pecChange.confirm(link)).status).toBe('waiting')
    accepted(await sportello.pecChange.receive(receiptOf(reference, morning + minute)))
    expect(refusedCode(await sportello.pecChange.confirm(link))).toBe('pec-change/expired')
    expect(accepted(await sportello.pecChange.inspectByLink(link)).status).toBe('expired')
    expect(await pecOf(subscriber)).toBe(oldPec)
  })

  it('waits however late the receipt is read, and counts then', async () => {
    const subscriber = await askedFor()
    const { sportello, clock, link, reference } = subscriber
    clock.set(endOfNextDay)
    accepted(await sportello.pecChange.confirm(link))
    clock.set(endOfNextDay + 10 * day)
    expect(accepted(await sportello.pecChange.inspectByLink(link)).status).toBe('waiting')
    accepted(await sportello.pecChange.receive(receiptOf(reference, endOfNextDay - minute)))
    expect(await pecOf(subscriber)).toBe(newPec)
  })

  it('that waits can be taken back, and a newer request takes its place', async () => {
    const cancelled = await askedFor()
    cancelled.clock.set(endOfNextDay + day)
    const token = await cancelled.signInAgain()
    expect(refusedCode(await cancelled.sportello.pecChange.cancel({ token }))).toBe('pec-change/expired')
    const subscriber = await askedFor()
    const { sportello, clock, link, reference } = subscriber
    clock.set(endOfNextDay)
    accepted(await sportello.pecChange.confirm(link))
    clock.set(endOfNextDay + 2 * day)
    accepted(await sportello.pecChange.cancel({ token: await subscriber.signInAgain() }))
    const late = receiptOf(reference, endOfNextDay - minute)
    expect(accepted(await sportello.pecChange.receive(late))).toEqual({ effect: 'ignored', why: 'closed' })
    expect(await pecOf(subscriber)).toBe(oldPec)
  })

  it('the page says beforehand that a click would only wait', async () => {
    const { sportello, clock, link } = await askedFor()
    clock.set(endOfNextDay - 1)
    expect(accepted(await sportello.pecChange.inspectByLink(link))).toMatchObject({ canConfirm: true, willWait: false })
    clock.set(endOfNextDay)
    expect(accepted(await sportello.pecChange.inspectByLink(link))).toMatchObject({ canConfirm: true, willWait: true })
  })

  it('that waits is void after a security event, whatever receipt comes (INV-35)', async () => {
    const subscriber = await askedFor()
    const { sportello, clock, link, reference, codiceFiscale } = subscriber
    clock.set(endOfNextDay)
    accepted(await sportello.pecChange.confirm(link))
    accepted(await sportello.credential.revoke({ operator, codiceFiscale, reason: 'Left.' }))
    accepted(await sportello.pecChange.receive(receiptOf(reference, endOfNextDay - minute)))
    expect(accepted(await sportello.pecChange.inspectByLink(link)).status).toBe('void')
    expect(accepted(await sportello.addresses.inspectAsOffice({ operator, codiceFiscale })).pec).toBeNull()
  })
})

describe('a receipt that a better one corrects (C4)', () => {
  /** Asked for on Tuesday at 10:00, and handed over on Wednesday at 08:00, since the mail system was down. */
  async function handedOverLate(overrides: Parameters<typeof subscriberWithPec>[0] = {}) {
    const subscriber = await subscriberWithPec(overrides)
    accepted(await subscriber.ask())
    subscriber.clock.advance(22 * hour)
    const handedOver = subscriber.clock.now()
    const [reference = ''] = await messagesTo(subscriber)
    const link = await linkTo(subscriber)
    return { ...subscriber, handedOver, reference, link }
  }

  it.each(['trusted', 'unchecked'] as const)(
    '%s, from after the queueing and before the hand-over: the true one still lengthens the term, also when it is read late',
    async (trust) => {
      const { sportello, clock, link, reference, handedOver } = await handedOverLate()
      const tooEarly = receiptOf(reference, morning + hour, { trust })
      expect(accepted(await sportello.pecChange.receive(tooEarly))).toEqual({ effect: 'recorded', why: null })
      // 10:00 on Thursday, when Thursday's first minute is known to be the reception.
      clock.set(handedOver + day + 2 * hour)
      const received = endOfNextDay + minute
      expect(accepted(await sportello.pecChange.receive(receiptOf(reference, received, { trust }))).effect).toBe('recorded')
      clock.set(confirmationDeadline(received) - 1)
      expect(accepted(await sportello.pecChange.confirm(link)).status).toBe('confirmed')
    },
  )

  it('that nobody has verified takes no day away from a verified one, though that is read after the term by the first', async () => {
    const subscriber = await handedOverLate()
    const { sportello, clock, link, reference, handedOver } = subscriber
    accepted(await sportello.pecChange.receive(receiptOf(reference, handedOver + minute, { trust: 'unchecked' })))
    // The hand-over was on Wednesday: its term has ended with Thursday.
    clock.set(endOfNextDay + day + hour)
    expect(accepted(await sportello.pecChange.confirm(link)).status).toBe('waiting')
    expect(accepted(await sportello.pecChange.inspectByLink(link)).status).toBe('waiting')
    accepted(await sportello.pecChange.receive(receiptOf(reference, endOfNextDay + minute)))
    expect(await pecOf(subscriber)).toBe(newPec)
  })

  it('an unverified one changes nothing after a verified one, and shortens nothing before it', async () => {
    const { sportello, clock, link, reference } = await askedFor()
    clock.set(afterMidnight)
    accepted(await sportello.pecChange.receive(receiptOf(reference, afterMidnight, { trust: 'unchecked' })))
    accepted(await sportello.pecChange.receive(receiptOf(reference, morning + minute)))
    expect(accepted(await sportello.pecChange.inspectByLink(link)).until).toBe(endOfNextDay + 2 * day)
    const again = receiptOf(reference, afterMidnight + minute, { trust: 'unchecked' })
    expect(accepted(await sportello.pecChange.receive(again))).toEqual({ effect: 'ignored', why: 'already-known' })
  })

  it.each(['trusted', 'unchecked'] as const)(
    '%s and genuine, when the process died between sending and settling: it counts, and the mail that goes out once more takes nothing away',
    async (trust) => {
      const subscriber = await subscriberWithPec()
      const { sportello, clock, configuration, mailer } = subscriber
      accepted(await subscriber.ask())
      clock.set(endOfNextDay - 10 * minute)
      const dying = createSportello({
        ...configuration,
        storage: {
          ...configuration.storage,
          settle: () => Promise.reject(new Error('died')),
          commit: () => Promise.reject(new Error('died')),
        },
      })
      await expect(dying.relay()).rejects.toThrow()
      const id = mailer.sent.filter(({ to }) => to.address === newPec).at(-1)?.id
      const reference = `<${id}@pec.comune.example.it>`
      const received = clock.now() + minute
      clock.advance(2 * minute)
      expect(accepted(await sportello.pecChange.receive(receiptOf(reference, received, { trust }))).effect).toBe('recorded')
      clock.advance(20 * minute)
      // It goes out once more, on the next day: what is known by then is the later hand-over.
      const link = await linkTo(subscriber)
      const view = accepted(await sportello.pecChange.inspectByLink(link))
      expect(view).toMatchObject({ status: 'awaiting-confirmation', canConfirm: true })
      expect(view.until).toBeGreaterThanOrEqual(confirmationDeadline(received))
      clock.set(confirmationDeadline(received) - 1)
      expect(accepted(await sportello.pecChange.confirm(link)).status).toBe('confirmed')
    },
  )
})

describe('receipts that are not trusted', () => {
  it('by themselves lengthen a term where nobody has checked them, and do nothing where they were found wanting', async () => {
    const { sportello, reference } = await askedFor()
    const failed = { kind: 'failed', failure: 'unknown-mailbox', trust: 'unchecked' } as const
    expect(accepted(await sportello.pecChange.receive(receiptOf(reference, morning, failed))).why).toBe('not-trusted')
    const wanting = receiptOf(reference, morning, { trust: 'untrusted' })
    expect(accepted(await sportello.pecChange.receive(wanting)).why).toBe('not-trusted')
    expect(accepted(await sportello.pecChange.receive(receiptOf(reference, morning, { trust: 'unchecked' }))).effect).toBe(
      'recorded',
    )
  })

  /** The rule of the policy for each way of not being trusted. */
  const ruleOf = { unchecked: 'unverifiedReceipts', untrusted: 'invalidReceipts' } as const

  it.each(['unchecked', 'untrusted'] as const)('%s: under `note` a delivery is noted and no more', async (trust) => {
    const { sportello, reference } = await askedFor({ policy: { pecChange: { [ruleOf[trust]]: 'note' } } })
    expect(accepted(await sportello.pecChange.receive(receiptOf(reference, morning, { trust })))).toEqual({
      effect: 'ignored',
      why: 'not-trusted',
    })
  })

  it.each(['unchecked', 'untrusted'] as const)('%s: under `lengthen` a delivery counts and a failure is noted', async (trust) => {
    const subscriber = await askedFor({ policy: { pecChange: { [ruleOf[trust]]: 'lengthen' } } })
    const { sportello, reference } = subscriber
    const failed = receiptOf(reference, morning, { kind: 'failed', failure: 'unknown-mailbox', trust })
    expect(accepted(await sportello.pecChange.receive(failed))).toEqual({ effect: 'ignored', why: 'not-trusted' })
    expect(accepted(await sportello.pecChange.receive(receiptOf(reference, morning, { trust }))).effect).toBe('recorded')
  })

  it.each(['unchecked', 'untrusted'] as const)('%s: under `bind` a failure counts too', async (trust) => {
    const subscriber = await askedFor({ policy: { pecChange: { [ruleOf[trust]]: 'bind' } } })
    const failed = receiptOf(subscriber.reference, morning, { kind: 'failed', failure: 'unknown-mailbox', trust })
    expect(accepted(await subscriber.sportello.pecChange.receive(failed)).effect).toBe('recorded')
    expect(accepted(await subscriber.sportello.pecChange.inspectByLink(subscriber.link)).status).toBe('undeliverable')
  })
})

describe('a failure', () => {
  it.each([
    ['unknown-mailbox', 'address-invalid', "l'indirizzo non esiste"],
    ['unknown-domain', 'address-invalid', "l'indirizzo non esiste"],
    ['mailbox-full', 'mailbox-full', 'la casella è piena'],
    ['virus', 'virus', 'il gestore lo ha bloccato'],
    ['other', 'other', 'il gestore lo ha respinto'],
  ] as const)('%s ends the change as %s, and the subscriber is told at his private mailbox', async (failure, reason, words) => {
    const subscriber = await askedFor()
    const before = (await subscriber.mail()).length
    const receipt = receiptOf(subscriber.reference, morning, { kind: 'failed', failure })
    accepted(await subscriber.sportello.pecChange.receive(receipt))
    const view = accepted(await subscriber.sportello.pecChange.inspectByLink(subscriber.link))
    expect(view).toMatchObject({ status: 'undeliverable', failure: reason, canConfirm: false })
    const told = (await subscriber.mail()).slice(before)
    expect(told.map(({ to }) => to.address)).toEqual([anna.email])
    expect(told[0]?.text).toContain(words)
    expect(await pecOf(subscriber)).toBe(oldPec)
  })

  it('without a reason is another one', async () => {
    const subscriber = await askedFor()
    accepted(
      await subscriber.sportello.pecChange.receive(
        receiptOf(subscriber.reference, morning, { kind: 'refused', recipient: null }),
      ),
    )
    expect(accepted(await subscriber.sportello.pecChange.inspectByLink(subscriber.link)).failure).toBe('other')
  })

  it('of one link leaves the other alive; of both, the change is over', async () => {
    const subscriber = await askedFor()
    const { sportello } = subscriber
    accepted(await sportello.pecChange.resend({ token: subscriber.subscriber.token }))
    const [first = '', second = ''] = await messagesTo(subscriber)
    const full = { kind: 'failed', failure: 'mailbox-full' } as const
    accepted(await sportello.pecChange.receive(receiptOf(first, morning, full)))
    expect(accepted(await sportello.pecChange.inspectByLink(subscriber.link)).canConfirm).toBe(true)
    accepted(await sportello.pecChange.receive(receiptOf(second, morning, full)))
    expect(refusedCode(await sportello.pecChange.confirm(subscriber.link))).toBe('pec-change/undeliverable')
  })

  it('after the delivery is not believed', async () => {
    const { sportello, reference } = await askedFor()
    accepted(await sportello.pecChange.receive(receiptOf(reference, morning)))
    const failed = receiptOf(reference, morning, { kind: 'failed', failure: 'mailbox-full' })
    expect(accepted(await sportello.pecChange.receive(failed)).why).toBe('already-known')
  })

  it('lets a new change be asked for', async () => {
    const subscriber = await askedFor()
    accepted(
      await subscriber.sportello.pecChange.receive(
        receiptOf(subscriber.reference, morning, { kind: 'failed', failure: 'other' }),
      ),
    )
    const { changes } = accepted(await subscriber.sportello.addresses.inspect({ token: subscriber.subscriber.token }))
    expect(changes.pec).toBeNull()
    accepted(await subscriber.ask())
  })
})

describe('a notice of delay', () => {
  it('of twelve hours is noted: the mail may still arrive', async () => {
    const subscriber = await askedFor()
    subscriber.clock.advance(12 * hour)
    const delayed = receiptOf(subscriber.reference, morning + 12 * hour, { kind: 'delayed' })
    expect(accepted(await subscriber.sportello.pecChange.receive(delayed))).toEqual({ effect: 'noted', why: null })
    expect(await noted(subscriber)).toMatchObject({ type: 'ReceiptNoted', data: { kind: 'delayed' } })
  })

  it.each([
    ['at 18 hours after sending is the last one', 18 * hour, 'undeliverable'],
    ['a millisecond before is not', 18 * hour - 1, 'awaiting-receipt'],
  ])('%s', async (_, after, status) => {
    const subscriber = await askedFor()
    subscriber.clock.advance(after)
    accepted(await subscriber.sportello.pecChange.receive(receiptOf(subscriber.reference, morning + after, { kind: 'delayed' })))
    expect(accepted(await subscriber.sportello.pecChange.inspectByLink(subscriber.link)).status).toBe(status)
  })

  it('counts from when the mail went out: that of twelve hours is not the last one for a mail that was queued for ten', async () => {
    const subscriber = await subscriberWithPec()
    const { id } = accepted(await subscriber.ask())
    subscriber.clock.advance(10 * hour)
    const [reference = ''] = await messagesTo(subscriber)
    subscriber.clock.advance(12 * hour)
    const delayed = receiptOf(reference, subscriber.clock.now(), { kind: 'delayed' })
    expect(accepted(await subscriber.sportello.pecChange.receive(delayed))).toEqual({ effect: 'noted', why: null })
    expect(accepted(await subscriber.sportello.pecChange.inspectByLink(await linkTo(subscriber)))).toMatchObject({
      id,
      canConfirm: true,
    })
    subscriber.clock.advance(6 * hour)
    const last = receiptOf(reference, subscriber.clock.now(), { kind: 'delayed' })
    expect(accepted(await subscriber.sportello.pecChange.receive(last)).effect).toBe('recorded')
  })

  it('that the provider calls final is final whenever it comes', async () => {
    const subscriber = await askedFor()
    const final = receiptOf(subscriber.reference, morning, { kind: 'delayed', failure: 'timed-out' })
    accepted(await subscriber.sportello.pecChange.receive(final))
    expect(accepted(await subscriber.sportello.pecChange.inspectByLink(subscriber.link)).failure).toBe('timed-out')
  })
})

describe('other receipts', () => {
  it.each(['accepted', 'taken-in-charge', 'message', 'virus'] as const)('%s is noted', async (kind) => {
    const subscriber = await askedFor()
    const receipt = receiptOf(subscriber.reference, morning, { kind, recipient: null })
    expect(accepted(await subscriber.sportello.pecChange.receive(receipt))).toEqual({ effect: 'noted', why: null })
  })

  it('a receipt leaves no name and no address in the journal that stays', async () => {
    const subscriber = await askedFor()
    await subscriber.sportello.pecChange.receive(receiptOf(subscriber.reference, morning, { recipient: 'eve@pec.example.org' }))
    const line = await noted(subscriber)
    expect(JSON.stringify(line?.data)).not.toContain('example')
  })

  it.each([
    ['nothing', undefined],
    ['a text', 'receipt'],
    ['an empty object', {}],
    ['a kind that is none', { ...receiptOf(null, morning), kind: 'opened' }],
    ['an instant that is none', { ...receiptOf(null, morning), at: Number.NaN }],
    ['a reference of a mebibyte', { ...receiptOf(null, morning), reference: 'x'.repeat(1_048_576) }],
  ])('%s is no receipt', async (_, given) => {
    const { sportello } = await askedFor()
    expect(refusedCode(await sportello.pecChange.receive(given as never))).toBe('pec-change/form')
  })
})
