/** Races about whose account an identity of SPID opens. */
import { accepted } from '../../support/counter.ts'
import { identityOf } from '../../support/federation.ts'
import { acceptedOf, even, eventsCount, expectCount, odd } from './findings.ts'
import { type Answer, type Race, race, type Scene } from './race.ts'
import { operatorOf, type Subscriber, subscriber } from './subjects.ts'

/** By omocodia: nobody has it yet. */
const newCode = 'VRDNNA80A41L21VO'
const document = { kind: 'tax-code-certificate', number: 'AE202617', issuedOn: '2026-01-01' } as const
const reason = 'Chiesto allo sportello.'

/** Anna by SPID, now; `n` names another provider for each client. */
const signsIn = ({ sportello }: Scene, codiceFiscale: string, n = 0) =>
  sportello.federation.signIn(
    identityOf('readSpidSaml', { at: Date.now(), provider: `https://idp-${n}.example.it`, person: { codiceFiscale } }),
  )

const accountsIn = (answers: readonly Answer[]): ReadonlySet<string> =>
  new Set(acceptedOf(answers).map((value) => (value as { readonly accountId: string }).accountId))

/** The sessions that were opened and still open something, by whose they are. */
async function aliveOf({ sportello }: Scene, answers: readonly Answer[]): Promise<readonly string[]> {
  const alive: string[] = []
  for (const value of acceptedOf(answers)) {
    const checked = await sportello.session.check((value as { readonly token: string }).token)
    if (checked.ok) alive.push(checked.value.accountId)
  }
  return alive
}

export const federationRaces: readonly Race[] = [
  race<Subscriber>({
    name: 'first link/first link, one identity is linked once, and all come to one account',
    prepare: (scene) => subscriber(scene),
    client: (scene, { credentials: { codiceFiscale } }) => signsIn(scene, codiceFiscale),
    judge: ({ answers, contents, cast }) => [
      ...expectCount('identities linked', eventsCount(contents, 'federation', 'IdentityLinked'), 1),
      ...expectCount('accounts', accountsIn(answers).size, acceptedOf(answers).length === 0 ? 0 : 1),
      ...[...accountsIn(answers)].flatMap((id) => (id === cast.accountId ? [] : [`the account of somebody else: ${id}`])),
    ],
  }),
  race<{ readonly codiceFiscale: string }>({
    name: 'new person/new person by many providers, one account is opened',
    prepare: async () => ({ codiceFiscale: newCode }),
    client: (scene, { codiceFiscale }, n) => signsIn(scene, codiceFiscale, n),
    judge: ({ answers, contents }) => [
      ...expectCount('accounts opened', eventsCount(contents, 'credential', 'FederatedOpened'), 1),
      ...expectCount('accounts', accountsIn(answers).size, 1),
      ...expectCount('identities', eventsCount(contents, 'federation', 'IdentityLinked'), acceptedOf(answers).length),
    ],
  }),
  race<Subscriber>({
    name: 'link/rebinding, the code of before opens the account before and never afterwards',
    prepare: (scene) => subscriber(scene),
    client: (scene, { credentials: { codiceFiscale } }, n) =>
      n % 8 === 0
        ? scene.sportello.rebinding.rebind({
            ...{ operator: operatorOf(n), codiceFiscale, newCodiceFiscale: newCode, document, reason, despiteMismatch: true },
          })
        : signsIn(scene, codiceFiscale, n),
    async judge({ answers, cast, after }) {
      const rebound = acceptedOf(answers.filter((_, n) => n % 8 === 0)).length
      const alive = await aliveOf(
        after,
        answers.filter((_, n) => n % 8 !== 0),
      )
      const again = await signsIn(after, cast.credentials.codiceFiscale, 1)
      return [
        ...expectCount('rebindings', rebound, 1),
        // Whoever was in before has ended with the rebinding; whoever came afterwards has another account.
        ...alive.flatMap((id) => (id === cast.accountId ? ['a session of the code of before is alive'] : [])),
        ...(again.ok && again.value.accountId === cast.accountId ? ['the code of before opens the account'] : []),
      ]
    },
  }),
  race<Subscriber>({
    name: 'federated sign-in/revocation, nothing opens the account afterwards',
    async prepare(scene) {
      const known = await subscriber(scene)
      accepted(await signsIn(scene, known.credentials.codiceFiscale))
      return known
    },
    client: (scene, { credentials: { codiceFiscale } }, n) =>
      n % 2 === 0
        ? signsIn(scene, codiceFiscale)
        : scene.sportello.credential.revoke({ operator: operatorOf(n), codiceFiscale, reason }),
    async judge({ answers, cast, after }) {
      const alive = await aliveOf(after, even(answers))
      return [
        ...expectCount('revocations', acceptedOf(odd(answers)).length, 1),
        ...expectCount('sessions alive', alive.length, 0),
        ...((await signsIn(after, cast.credentials.codiceFiscale)).ok ? ['a revoked account opens'] : []),
      ]
    },
  }),
]
