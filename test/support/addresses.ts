/** A subscriber with a PEC, the receipts of the mail system, and what the links in his mail open. */
import { type PecReceipt, unwrap } from 'sportello'
import { confirmationDeadline } from 'sportello/pec'
import { accepted, type Counter, openCounter, operator, subscribed } from './counter.ts'

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

export const oldPec = 'anna.verdi@pec.example.it'
export const newPec = 'anna.nuova@pec.example.org'

/** A subscriber who is signed in, with a PEC that the office has entered, and nothing in the mail. */
export async function subscriberWithPec(overrides: Parameters<typeof openCounter>[0] & { readonly pec?: string | null } = {}) {
  const { pec = oldPec, ...given } = overrides
  const counter = openCounter(given)
  const { credentials, accountId } = await subscribed(counter)
  const { sportello, mailer } = counter
  if (pec !== null) {
    const reason = 'From the register.'
    accepted(await sportello.addresses.setPec({ operator, codiceFiscale: credentials.codiceFiscale, pec, reason }))
  }
  const { token } = accepted(await sportello.session.signIn(credentials))
  await sportello.relay()
  const sentBefore = mailer.sent.length
  const { pin, password, codiceFiscale } = credentials
  const subscriber = { token, pin, password }
  return {
    ...counter,
    counter: counter as Counter,
    credentials,
    codiceFiscale,
    accountId,
    subscriber,
    /** What was sent since the beginning of the test, after a round of the relay. */
    async mail() {
      await sportello.relay()
      return mailer.sent.slice(sentBefore)
    },
    ask: (address: string = newPec, options?: { readonly requestKey?: string }) =>
      sportello.pecChange.request({ ...subscriber, pec: address, confirmation: address }, options),
    signInAgain: async () => accepted(await sportello.session.signIn(credentials)).token,
  }
}

export type Subscriber = Awaited<ReturnType<typeof subscriberWithPec>>

/** The token of the newest link that was mailed to an address. */
export async function linkTo(subscriber: Pick<Subscriber, 'mail'>, address: string = newPec): Promise<string> {
  return (await linksTo(subscriber, address)).at(-1) ?? 'none'
}

/** The tokens of all links that were mailed to an address, oldest first. */
export async function linksTo(subscriber: Pick<Subscriber, 'mail'>, address: string = newPec): Promise<readonly string[]> {
  const mails = await subscriber.mail()
  return mails.flatMap(({ to, text }) => (to.address === address ? (/-change#token=(\S+)/.exec(text)?.[1] ?? []) : []))
}

/** The Message-IDs of what was mailed to an address, oldest first. */
export async function messagesTo(subscriber: Pick<Subscriber, 'mail'>, address: string = newPec): Promise<readonly string[]> {
  return (await subscriber.mail()).flatMap(({ id, to }) => (to.address === address ? [`<${id}@pec.comune.example.it>`] : []))
}

let receipts = 0

/** A receipt of a message as its provider would give it. */
export function receiptOf(reference: string | null, at: number, over: Partial<PecReceipt> = {}): PecReceipt {
  receipts += 1
  return {
    kind: 'delivered',
    at,
    recipient: newPec,
    reference,
    id: `opec${receipts}@pec.example.org`,
    provider: 'Gestore di prova',
    failure: null,
    detail: '',
    trust: 'trusted',
    ...over,
  }
}

/** A change that was asked for, with its link. */
export async function askedFor(overrides: Parameters<typeof subscriberWithPec>[0] = {}) {
  const subscriber = await subscriberWithPec(overrides)
  const asked = accepted(await subscriber.ask())
  const link = await linkTo(subscriber)
  const [reference = ''] = await messagesTo(subscriber)
  return { ...subscriber, asked, link, reference }
}

export { confirmationDeadline }

/** The PEC in force, as the subscriber sees it. */
export async function pecOf(subscriber: Subscriber): Promise<string | null> {
  return unwrap(await subscriber.sportello.addresses.inspect({ token: await subscriber.signInAgain() })).pec
}
