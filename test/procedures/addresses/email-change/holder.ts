/** A subscriber who changes his private address, and what the links in his mail open. */

import { holderWithPec, linksTo, linkTo, oldPec } from '../../../support/addresses.ts'
import { accepted, anna } from '../../../support/counter.ts'

export const oldMail: string = anna.email
export const newMail = 'anna.nuova@posta.example.org'
export { oldPec }

/** A subscriber who is signed in, with a PEC unless `pec` is null, and the acts of the menu at his hand. */
export async function holderOfMail(overrides: Parameters<typeof holderWithPec>[0] = {}) {
  const holder = await holderWithPec(overrides)
  const { emailChange } = holder.sportello
  const { holder: secrets, sportello } = holder
  return {
    ...holder,
    /** Asks for a change in the first session, or in another one. */
    change: (mail: string = newMail, options?: { readonly requestKey?: string }, token: string = secrets.token) =>
      emailChange.request({ ...secrets, token, email: mail, confirmation: mail }, options),
    again: () => emailChange.resend({ token: secrets.token }),
    cancel: () => emailChange.cancel({ token: secrets.token }),
    link: (address: string = newMail) => linkTo(holder, address),
    links: (address: string = newMail) => linksTo(holder, address),
    /** The addresses that were written to since the last time this was asked, and by which channel, sorted. */
    told: tellings(holder.mail),
    /** The private address in force, as its holder sees it. */
    mailInForce: async () => accepted(await sportello.addresses.inspect({ token: await holder.signInAgain() })).email,
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
export async function changing(overrides: Parameters<typeof holderWithPec>[0] = {}) {
  const holder = await holderOfMail(overrides)
  const asked = accepted(await holder.change())
  const token = await holder.link()
  await holder.told()
  return { ...holder, asked, token }
}
