/** The search finds the ways that exist, so that it means something when it finds none. */
import { recordingMailer } from 'sportello/testing'
import { describe, expect, it } from 'vitest'
import { day } from '../support/addresses.ts'
import { accepted, anna, approve, drafted, newPassword, openCounter, operator, subscribed } from '../support/counter.ts'
import { everyWay, pinsOf } from './every-way.ts'
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

  it('finds two acts of which the second one follows a link in a letter to the first', async () => {
    const { codiceFiscale } = anna
    const { ways } = await everyWay({
      async begin() {
        const counter = openCounter({ policy: patient })
        const { id, credentials } = await subscribed(counter)
        const { token } = accepted(await counter.sportello.session.signIn(credentials))
        return { counter, forms: everyForm({ ...credentials, id, token, dossierDigest: '' }), tokens: [] }
      },
      async isReached({ counter }) {
        const addresses = await counter.sportello.addresses.inspectAsOffice({ operator, codiceFiscale })
        return addresses.ok && addresses.value.email !== anna.email
      },
    })
    expect(ways).toContainEqual(['emailChange.request', 'emailChange.confirm'])
  })

  it('finds two acts that bring half of a PIN each, one by its answer and one by letter, with the password', async () => {
    const { ways } = await everyWay({
      async begin() {
        const counter = openCounter({ policy: patient })
        const { id, ticket } = await drafted(counter.sportello)
        const forms = everyForm({ id, token: ticket, pin: '000000000', password: 'Mai.Arrivata0', dossierDigest: '' })
        return { counter, id, forms, tokens: [ticket] }
      },
      async isReached({ counter, id }, { digits, passwords }) {
        const { ok } = await counter.sportello.approval.dossier({ operator, id })
        if (!ok) return false
        await approve(counter, id)
        return isLetIn(counter, pinsOf(digits), passwords)
      },
    })
    expect(ways).toContainEqual(['registration.renewPin', 'registration.complete'])
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
