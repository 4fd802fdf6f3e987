/** Known faults of an account in use: a subscriber is kept out by others, loses a secret, or wants a suspension. */
import { expect } from 'vitest'
import { day, minute } from '../support/addresses.ts'
import { accepted, anna, newPassword, openCounter, operator, subscribed } from '../support/counter.ts'
import { everyWay, pinsOf, take } from './every-way.ts'
import { expectedFailure } from './expected-failure.ts'
import { everyForm, isLetIn, nextPassword, patient } from './means.ts'

const { codiceFiscale } = anna
const second = 1_000

expectedFailure('whoever knows a codice fiscale cannot keep its subscriber out for a day', {
  async see() {
    const counter = openCounter()
    const { sportello, clock } = counter
    const { credentials } = await subscribed(counter)
    const start = clock.now()
    let [guesses, tries, entered] = [0, 0, 0]
    let guessAt = start
    // The subscriber comes after the first guesses, and then every minute.
    let subscriberAt = start + 10 * minute + 7 * second
    for (let at = start; at <= start + day; at = Math.min(guessAt, subscriberAt)) {
      clock.set(at)
      if (at === guessAt) {
        guesses += 1
        const guess = await sportello.session.signIn({ codiceFiscale, pin: '000000000', password: 'x' })
        const waitUntil = !guess.ok && guess.refusal.code === 'session/sign-in-refused' ? guess.refusal.retryAt : at
        guessAt = Math.max(at + 10 * second, waitUntil)
      } else {
        tries += 1
        if ((await sportello.session.signIn(credentials)).ok) entered += 1
        subscriberAt = at + minute
      }
    }
    expect(Math.min(guesses, tries)).toBeGreaterThan(90)
    const lifted = await sportello.credential.reactivate({ operator, codiceFiscale, reason: 'Others guess.' })
    return { hasEntered: entered > 0, officeLifts: lifted.ok }
  },
  today: { hasEntered: false, officeLifts: false },
  isRight: ({ hasEntered }) => hasEntered,
})

/** A subscriber who is signed in. */
async function signedIn() {
  const counter = openCounter({ policy: patient })
  const { id, ticket, credentials } = await subscribed(counter)
  const { token } = accepted(await counter.sportello.session.signIn(credentials))
  return { counter, id, ticket, token, credentials }
}

expectedFailure('whoever has lost the PIN gets a new one', {
  see: () =>
    everyWay({
      async begin() {
        const { counter, id, token, credentials } = await signedIn()
        const { pin, password } = credentials
        const forms = everyForm({ id, token, pin: '000000000', password, dossierDigest: '' })
        return { counter, forms, tokens: [token], firstHalf: pin.slice(0, 4) }
      },
      isReached: ({ counter, firstHalf }, { digits }) =>
        isLetIn(counter, pinsOf([...digits, firstHalf]), [newPassword, nextPassword]),
    }),
  today: { ways: [], unfilled: [] },
  isRight: ({ ways }) => ways.length > 0,
})

expectedFailure('whoever has forgotten the password gets a new one', {
  see: () =>
    everyWay({
      async begin() {
        const { counter, id, ticket, credentials } = await signedIn()
        const { pin } = credentials
        const forms = everyForm({ id, token: ticket, pin, password: 'Dimenticata.0', dossierDigest: '' })
        return { counter, forms, tokens: [ticket], pin }
      },
      isReached: ({ counter, pin }, { passwords }) => isLetIn(counter, [pin], [...passwords, nextPassword]),
    }),
  today: { ways: [], unfilled: [] },
  isRight: ({ ways }) => ways.length > 0,
})

/** A subscriber who is signed in, with the right PIN and password in every form. */
async function withSecrets() {
  const { counter, id, token, credentials } = await signedIn()
  const { pin, password } = credentials
  return { counter, forms: everyForm({ id, token, pin, password, dossierDigest: '' }), tokens: [token], pin }
}

const canSignIn = ({ counter, pin }: Awaited<ReturnType<typeof withSecrets>>) =>
  isLetIn(counter, [pin], [newPassword, nextPassword])

expectedFailure('a credential that subscriber or office have suspended works again once it is reactivated', {
  async see() {
    const closing = await everyWay({
      begin: withSecrets,
      isReached: async (world) => !(await canSignIn(world)),
      actsMax: 1,
    })
    const reactivating: string[] = []
    for (const [close = ''] of closing.ways) {
      const begin = async () => {
        const world = await withSecrets()
        await take(close, world)
        return world
      }
      const { ways } = await everyWay({ begin, isReached: canSignIn, actsMax: 1 })
      reactivating.push(...ways.map(([reactivate]) => `${close}, ${reactivate}`))
    }
    return { closing: closing.ways.length, reactivating, unfilled: closing.unfilled }
  },
  // The office revokes it, or the subscriber does.
  today: { closing: 2, reactivating: [], unfilled: [] },
  isRight: ({ reactivating }) => reactivating.length > 0,
})
