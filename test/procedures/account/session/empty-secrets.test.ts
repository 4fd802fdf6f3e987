/** A field of a PIN or a password in which nothing was typed is a slip: told, and counted for nobody. */
import { describe, expect, it } from 'vitest'
import { accepted } from '../../../support/counter.ts'
import { codiceFiscale, forgetful } from '../recovery/subscriber.ts'

type Subscriber = Awaited<ReturnType<typeof forgetful>> & { readonly link: string }
type Call = (subscriber: Subscriber, secrets: { readonly pin: string; readonly password: string }) => Promise<unknown>

const right = { pin: '123456789', password: 'Qualcosa.1' }
const mail = { email: 'altra@example.it', confirmation: 'altra@example.it' }
const pec = { pec: 'altra@pec.example.it', confirmation: 'altra@pec.example.it' }

const calls: { readonly [name: string]: readonly [field: 'pin' | 'password', form: string, call: Call] } = {
  ...Object.fromEntries(
    (['pin', 'password'] as const).flatMap((field) => [
      [
        `pecChange.request: ${field}`,
        [
          field,
          'pec-change/form',
          ({ sportello, subscriber: { token } }, given) => sportello.pecChange.request({ token, ...given, ...pec }),
        ],
      ],
      [
        `emailChange.request: ${field}`,
        [
          field,
          'email-change/form',
          ({ sportello, subscriber: { token } }, given) => sportello.emailChange.request({ token, ...given, ...mail }),
        ],
      ],
      [
        `pecChange.cancel: ${field} alone`,
        [
          field,
          'pec-change/form',
          ({ sportello, subscriber: { token } }, given) => sportello.pecChange.cancel({ token, ...given }),
        ],
      ],
      [
        `credential.revokeOwn: ${field}`,
        [
          field,
          'credential/form',
          ({ sportello, subscriber: { token } }, given) =>
            sportello.credential.revokeOwn({ token, ...given, reason: 'Non serve più.' }),
        ],
      ],
      [
        `recovery.complete: ${field}`,
        [field, 'recovery/form', (anna, given) => anna.complete(anna.link, { ...given, confirmation: given.password || 'x' })],
      ],
      [
        `pinRenewal.conclude outside: ${field}`,
        [field, 'pin-renewal/form', ({ sportello }, given) => sportello.pinRenewal.conclude({ codiceFiscale, ...given })],
      ],
    ]),
  ),
  'pinRenewal.start of a session': [
    'password',
    'pin-renewal/form',
    ({ sportello, subscriber: { token } }, { password }) => sportello.pinRenewal.start({ token, password }),
  ],
  'pinRenewal.start outside': [
    'password',
    'pin-renewal/form',
    ({ sportello }, { password }) => sportello.pinRenewal.start({ codiceFiscale, password }),
  ],
}

describe('an empty field', () => {
  it.each(Object.entries(calls))('is required and no guess: %s', async (_, [field, code, call]) => {
    const subscriber = await forgetful()
    const anna = { ...subscriber, link: await subscriber.asked() }
    const before = anna.storage.contents()
    const answer = await call(anna, { ...right, [field]: '' })
    expect(answer).toMatchObject({ ok: false, refusal: { code, problems: [{ field, code: 'required' }], problemCount: 1 } })
    expect(anna.storage.contents()).toEqual(before)
    accepted(await anna.sportello.session.check(anna.subscriber.token))
  })
})
