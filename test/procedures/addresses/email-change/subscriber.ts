/** A subscriber who changes his private address, and what the links in his mail open. */

import { linksTo, linkTo, oldPec, subscriberWithPec } from '../../../support/addresses.ts'
import { accepted, anna } from '../../../support/counter.ts'

export const oldMail: string = anna.email
export const newMail = 'anna.nuova@posta.example.org'
export { oldPec }

/** A subscriber who is signed in, with a PEC unless `pec` is null, and the acts of the menu at his hand. */
export async function subscriberOfMail(overrides: Parameters<typeof subscriberWithPec>[0] = {}) {
  const subscriber = await subscriberWithPec(overrides)
  const { emailChange } = subscriber.sportello
  const { subscriber: secrets, sportello } = subscriber
  return {
    ...subscriber,
    /** Asks for a change in the first session, or in another one. */
    change: (mail: string = newMail, options?: { readonly requestKey?: string }, token: string = secrets.token) =>
      emailChange.request({ ...secrets, token, email: mail, confirmation: mail }, options),
    again: () => emailChange.resend({ token: secrets.token }),
    cancel: () => emailChange.cancel({ token: secrets.token }),
    link: (address: string = newMail) => linkTo(subscriber, address),
    links: (address: string = newMail) => linksTo(subscriber, address),
    /** The addresses that were written to since the last time this was asked, and by which channel, sorted. */
    told: tellings(subscriber.mail),
    /** The private address in force, as its subscriber sees it. */
    mailInForce: async () => accepted(await sportello.addresses.inspect({ token: await subscriber.signInAgain() })).email,
  }
}

function tellings(mail: () => Promise<readonly { readonly to: { readonly address: string }; readonly channel: string }[]>) {
  let seen = 0
  return async (): Promise<readonly string[]> => {
    const mails = await mail()
    const fresh = mails.slice(seen).map(({ to, channel }) => `${to.address} ${channel}`)
    seen = mails.length
    return fresh.sort()
  }
}

/** A change that was asked for, with its link. */
export async function changing(overrides: Parameters<typeof subscriberWithPec>[0] = {}) {
  const subscriber = await subscriberOfMail(overrides)
  const asked = accepted(await subscriber.change())
  const token = await subscriber.link()
  await subscriber.told()
  return { ...subscriber, asked, token }
}
