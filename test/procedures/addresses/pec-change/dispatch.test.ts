/** The mail with a link on its way out, where a click comes between the mail system and the record. */
import { createSportello } from 'sportello'
import { describe, expect, it } from 'vitest'
import { newPec, oldPec, pecOf, subscriberWithPec } from '../../../support/addresses.ts'
import { accepted } from '../../../support/counter.ts'

/** 24:00 of Wednesday and of Friday; it is asked for on Tuesday. */
const until = Date.UTC(2026, 2, 11, 23)
const untilFriday = Date.UTC(2026, 2, 13, 23)

/** A change whose mail goes out in the last millisecond of its term; the mail system answers only after a click on its link. */
async function clickedWhileSent() {
  const subscriber = await subscriberWithPec()
  const { sportello, clock, mailer, configuration } = subscriber
  accepted(await subscriber.ask())
  clock.set(until - 1)
  let link = ''
  const slow = createSportello({
    ...configuration,
    mailer: {
      send: async (mail) => {
        const outcome = await mailer.send(mail)
        if (mail.to.address === newPec) {
          clock.set(until)
          link = /#token=(\S+)/.exec(mail.text)?.[1] ?? ''
          expect(accepted(await sportello.pecChange.confirm(link))).toEqual({ status: 'waiting', pec: newPec })
          expect(accepted(await sportello.pecChange.inspectByLink(link))).toMatchObject({ status: 'waiting', canConfirm: false })
        }
        return outcome
      },
    },
  })
  await slow.relay()
  return { subscriber, link }
}

describe('a click that waits on a link that turns out to have been sent later', () => {
  it('INV-12: is no hindrance to one more click in the longer term, and its page offers the button', async () => {
    const { subscriber, link } = await clickedWhileSent()
    const { sportello, clock } = subscriber
    clock.set(untilFriday - 1)
    expect(accepted(await sportello.pecChange.inspectByLink(link))).toMatchObject({
      status: 'awaiting-receipt',
      until: untilFriday,
      canConfirm: true,
      willWait: false,
    })
    expect(accepted(await sportello.pecChange.confirm(link))).toEqual({ status: 'confirmed', pec: newPec })
    expect(await pecOf(subscriber)).toBe(newPec)
  })

  it('waits on once that term is over, too', async () => {
    const { subscriber, link } = await clickedWhileSent()
    const { sportello, clock } = subscriber
    clock.set(untilFriday)
    expect(accepted(await sportello.pecChange.inspectByLink(link))).toMatchObject({
      status: 'waiting',
      until: null,
      canConfirm: false,
    })
    expect(accepted(await sportello.pecChange.confirm(link))).toEqual({ status: 'waiting', pec: newPec })
    expect(await pecOf(subscriber)).toBe(oldPec)
  })
})
