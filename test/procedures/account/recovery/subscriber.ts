/** A subscriber who has forgotten the password, and the links in the mail. */
import { subscriberWithPec } from '../../../support/addresses.ts'
import { accepted, anna } from '../../../support/counter.ts'

export const hour = 3_600_000
export const day = 24 * hour
export const { codiceFiscale } = anna
export const next = 'Ritrovata.Parola9'
export const mailbox: string = anna.email

/** A subscriber whose sessions and devices are where the password was last known. */
export async function forgetful(overrides: Parameters<typeof subscriberWithPec>[0] = {}) {
  const known = await subscriberWithPec(overrides)
  const { sportello, credentials } = known
  const { recovery, session } = sportello
  const links = async () => {
    const mails = await known.mail()
    return mails.flatMap(({ to, text }) => {
      const token = /\/recovery#token=(\S+)/.exec(text)?.[1]
      return token === undefined ? [] : [{ to: to.address, token }]
    })
  }
  const lastLink = async () => (await links()).at(-1)?.token ?? 'none'
  return {
    ...known,
    pin: credentials.pin,
    links,
    lastLink,
    request: (options?: { readonly requester?: string; readonly requestKey?: string }) =>
      recovery.request({ codiceFiscale }, options),
    complete: (token: string, given: object = {}, options?: { readonly requestKey?: string }) =>
      recovery.complete({ token, pin: credentials.pin, password: next, confirmation: next, ...given }, options),
    /** The newest link of a recovery that was asked for. */
    async asked() {
      accepted(await recovery.request({ codiceFiscale }))
      return lastLink()
    },
    signsIn: async (password: string) => (await session.signIn({ ...credentials, password })).ok,
  }
}
