/**
 * The search finds the ways that exist, so that it means something when it finds none. Those by a link in a letter and by halves of a PIN it finds in `account.test.ts`
 * and `enrolment.test.ts`.
 */
import { recordingMailer } from 'sportello/testing'
import { describe, expect, it } from 'vitest'
import { day } from '../support/addresses.ts'
import { accepted, anna, drafted, newPassword, openCounter, operator, subscribed } from '../support/counter.ts'
import { everyWay } from './every-way.ts'
import { everyForm, isLetIn, patient } from './means.ts'

describe('a search through the public interface', () => {
  it('finds the one act that reactivates a credential suspended for wrong PINs', async () => {
    const { ways, unfilled } = await everyWay({
      async begin() {
        const counter = openCounter({ policy: { credential: { pinFailuresMax: 1 }, throttle: { freeFailures: 1000 } } })
        const { id, ticket, credentials } = await subscribed(counter)
        const { pin, password } = credentials
        await counter.sportello.session.signIn({ ...credentials, pin: '000000000' })
        expect(await isLetIn(counter, [pin], [password])).toBe(false)
        return { counter, pin, forms: everyForm({ id, token: ticket, pin, password, dossierDigest: '' }), tokens: [ticket] }
      },
      isReached: ({ counter, pin }) => isLetIn(counter, [pin], [newPassword]),
      actsMax: 1,
    })
    expect(ways).toContainEqual(['credential.reactivate'])
    expect(unfilled).toEqual([])
  })

  it('finds two acts of which the second one needs the id of a letter that the first one lists', async () => {
    const { ways } = await everyWay({
      async begin() {
        const mailer = recordingMailer(Array.from({ length: 16 }, () => 'retry' as const))
        const counter = { ...openCounter({ mailer, policy: patient }), mailer }
        const { id, ticket } = await drafted(counter.sportello)
        accepted(await counter.sportello.registration.complete(ticket))
        for (let i = 0; i < 16; i += 1) {
          counter.clock.advance(day)
          await counter.sportello.relay()
        }
        return { counter, forms: everyForm({ id, token: ticket, pin: '', password: '', dossierDigest: '' }), tokens: [] }
      },
      isReached: async (_, { passwords }) => passwords.length > 0,
    })
    expect(ways).toContainEqual(['outbox.parked', 'outbox.requeue'])
  })

  it('finds two acts of which the second one needs the PIN that the halves of the first one make', async () => {
    const { ways } = await everyWay({
      async begin() {
        const counter = openCounter()
        const pins: unknown[] = []
        const renewal = {
          begin: async () => ({ ok: true, value: { pinFirstHalf: '6789', pinSecondHalf: '12345' } }),
          conclude: async (form: { readonly pin?: string } = {}) => ({ ok: pins.push(form.pin) > 0 }),
        }
        return { counter: { ...counter, sportello: { ...counter.sportello, renewal } }, pins, forms: [{ pin: '' }], tokens: [] }
      },
      isReached: async ({ pins }) => pins.includes('678912345'),
    })
    expect(ways).toEqual([['renewal.begin', 'renewal.conclude']])
  })

  it('names the acts whose form it could not fill in', async () => {
    const { unfilled } = await everyWay({
      begin: async () => ({ counter: openCounter(), forms: [{ operator, codiceFiscale: anna.codiceFiscale }], tokens: [] }),
      isReached: async () => false,
      actsMax: 1,
    })
    expect(unfilled).toContain('credential.revoke')
    expect(unfilled).not.toContain('credential.inspect')
  })
})
