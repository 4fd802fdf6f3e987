/** An account in use: a subscriber who has lost a secret has a way to a new one, and what was suspended works again once it is reactivated. */
import { expect, it } from 'vitest'
import { accepted, newPassword, subscribed } from '../support/counter.ts'
import { replayed } from '../support/interleaving.ts'
import { everyWay, pinsOf, take } from './every-way.ts'
import { everyForm, isLetIn, nextPassword, patient } from './means.ts'

/** A subscriber who is signed in. */
const signedIn = replayed(
  async (counter) => {
    const { id, ticket, credentials } = await subscribed(counter)
    const { token } = accepted(await counter.sportello.session.signIn(credentials))
    return { id, ticket, token, credentials }
  },
  { policy: patient },
)

it('whoever has lost the PIN gets a new one', async () => {
  const { ways } = await everyWay({
    async begin() {
      const { counter, id, token, credentials } = await signedIn()
      const { pin, password } = credentials
      const forms = everyForm({ id, token, pin: '000000000', password, dossierDigest: '' })
      return { counter, forms, tokens: [token], firstHalf: pin.slice(0, 4) }
    },
    isReached: ({ counter, firstHalf }, { digits }) =>
      isLetIn(counter, pinsOf([...digits, firstHalf]), [newPassword, nextPassword]),
  })
  expect(ways).toEqual([['pinRenewal.start', 'pinRenewal.conclude']])
})

it('whoever has forgotten the password gets a new one', async () => {
  const { ways } = await everyWay({
    async begin() {
      const { counter, id, ticket, credentials } = await signedIn()
      const { pin } = credentials
      const forms = everyForm({ id, token: ticket, pin, password: 'Dimenticata.0', dossierDigest: '' })
      return { counter, forms, tokens: [ticket], pin }
    },
    isReached: ({ counter, pin }, { passwords }) => isLetIn(counter, [pin], [...passwords, nextPassword]),
  })
  expect(ways).toEqual([['recovery.request', 'recovery.complete']])
})

/** A subscriber who is signed in, with the right PIN and password in every form. */
async function withSecrets() {
  const { counter, id, token, credentials } = await signedIn()
  const { pin, password } = credentials
  return { counter, forms: everyForm({ id, token, pin, password, dossierDigest: '' }), tokens: [token], pin }
}

const canSignIn = ({ counter, pin }: Awaited<ReturnType<typeof withSecrets>>) =>
  isLetIn(counter, [pin], [newPassword, nextPassword])

it('a credential that subscriber or office have suspended works again once it is reactivated', async () => {
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
  expect(closing).toEqual({
    // Revocations are final, and an identification replaces both secrets: nothing that is tried lets the old ones in again.
    ways: [
      ['credential.suspendOwn'],
      ['credential.revokeOwn'],
      ['credential.suspend'],
      ['credential.revoke'],
      ['identification.record'],
    ],
    unfilled: [],
  })
  expect(reactivating).toEqual(['credential.suspendOwn, credential.reactivate', 'credential.suspend, credential.reactivate'])
})
