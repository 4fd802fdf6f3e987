/** The change of a PEC as its holder lives it (seed 003): from the form to the PEC in force. */
import { describe, expect, it } from 'vitest'
import { askedFor, holderWithPec, linkTo, newPec, oldPec, pecOf } from '../support/addresses.ts'
import { accepted, anna, morning, refusedCode } from '../support/counter.ts'

describe('asking for a change of PEC', () => {
  it('sends the link to the new PEC, by certified mail, and a notice to the old PEC and the private mailbox (C9, INV-16)', async () => {
    const holder = await holderWithPec()
    accepted(await holder.ask())
    const mails = await holder.mail()
    expect(mails.map(({ to, channel }) => [to.address, channel]).sort()).toEqual([
      [newPec, 'pec'],
      [anna.mail, 'ordinary'],
      [oldPec, 'pec'],
    ])
    for (const { to, text } of mails) expect(text.includes('#token='), to.address).toBe(to.address === newPec)
  })

  it('changes nothing until the link is confirmed: the old PEC stays in force', async () => {
    const holder = await askedFor()
    expect(await pecOf(holder)).toBe(oldPec)
    expect(accepted(await holder.sportello.pecChange.confirm(holder.link))).toEqual({ status: 'confirmed', pec: newPec })
    expect(await pecOf(holder)).toBe(newPec)
  })
})

describe('the link', () => {
  it('works until 24:00 of the day after, Rome: 23:59:59.999 is in time (C2)', async () => {
    const { sportello, clock, link, asked } = await askedFor({ policy: { pecChange: { receipts: 'none' } } })
    expect(asked.until).toBe(Date.UTC(2026, 2, 11, 23))
    clock.set(asked.until - 1)
    expect(accepted(await sportello.pecChange.confirm(link)).status).toBe('confirmed')
  })

  it('is over at 24:00 of the day after, Rome (C2)', async () => {
    const { sportello, clock, link, asked } = await askedFor({ policy: { pecChange: { receipts: 'none' } } })
    clock.set(asked.until)
    expect(refusedCode(await sportello.pecChange.confirm(link))).toBe('pec-change/expired')
  })
})
