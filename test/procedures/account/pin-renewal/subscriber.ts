/** A subscriber who renews the PIN, and what the screen and the mail have shown. */
import type { SportelloConfiguration } from 'sportello'
import { subscriberWithPec } from '../../../support/addresses.ts'
import { accepted, anna } from '../../../support/counter.ts'

export const day = 86_400_000
export const openMs = 3 * day
export const { codiceFiscale } = anna

/** A subscriber who is signed in, with a PEC unless `pec` is null. */
export async function forgetful(overrides: Parameters<typeof subscriberWithPec>[0] & Partial<SportelloConfiguration> = {}) {
  const known = await subscriberWithPec(overrides)
  const { sportello, subscriber } = known
  const { pinRenewal, session } = sportello
  const { token, password } = subscriber
  const halves = async () => {
    const mails = await known.mail()
    return mails.flatMap(({ to, text }) => {
      const half = /PIN, prime 4 cifre: (\d{4})/.exec(text)?.[1]
      return half === undefined ? [] : [{ to: to.address, half }]
    })
  }
  return {
    ...known,
    password,
    /** The halves that were mailed, oldest first. */
    halves,
    lastHalf: async () => (await halves()).at(-1)?.half ?? 'none',
    startHere: (options?: { readonly requestKey?: string }) => pinRenewal.start({ token, password }, options),
    startOutside: (given: object = {}, options?: object) => pinRenewal.start({ codiceFiscale, password, ...given }, options),
    concludeHere: (pin: string) => pinRenewal.conclude({ token, pin }),
    concludeOutside: (pin: string, given: object = {}) => pinRenewal.conclude({ codiceFiscale, password, pin, ...given }),
    signsIn: async (pin: string) => (await session.signIn({ codiceFiscale, pin, password })).ok,
    /** A renewal that was begun in the session, with both halves. */
    async begun() {
      const { pinSecondHalf, until } = accepted(await pinRenewal.start({ token, password }))
      return { pin: `${(await halves()).at(-1)?.half}${pinSecondHalf}`, until }
    },
  }
}
