/** Accounts to sign in to: written straight into the stores, since to take ten thousand people through the procedure is no figure. */

import type { Configuration } from '../../src/api/create-sportello.ts'
import { createKeyRing, createSecretHash, type KeyRing } from '../../src/crypto/index.ts'
import type { PasswordHash, Storage, Write } from '../../src/ports/index.ts'
import type { CredentialState } from '../../src/procedures/account/credential/model.ts'
import { splitPersonal } from '../../src/runtime/record.ts'
import { codeOf, madeUpPeople } from '../rules/identity/people.ts'
import { keys, morning, office } from '../support/counter.ts'

export const password = 'Sportello-Prova.77'
export const pin = '604252942'

/** Hashes nothing, so that what is measured is everything else. */
export const noHash: PasswordHash = {
  hash: async (secret) => `none:${secret}`,
  verify: async (secret, phc) => phc === `none:${secret}`,
  outdated: () => false,
}

/** As many different made-up codici fiscali as asked. */
export function codes(count: number): readonly string[] {
  const drawn = new Set<string>()
  for (const person of madeUpPeople(2 * count, 7)) {
    drawn.add(codeOf(person))
    if (drawn.size === count) break
  }
  return [...drawn]
}

const draw: Configuration['random'] = { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) }

// As many as a commit takes in one statement.
const writesMax = 24

type Verifiers = { readonly pin: string; readonly password: string }

/** Makes the verifiers of the one PIN and password for an account. Those of one account open no other. */
export function verifiersWith(ring: KeyRing, passwordHash: PasswordHash): (codiceFiscale: string) => Promise<Verifiers> {
  const secrets = createSecretHash(ring, passwordHash, draw)
  return async (codiceFiscale) => {
    const accountId = accountIdOf(ring, codiceFiscale)
    return {
      pin: await secrets.hash({ kind: 'pin', accountId }, pin),
      password: await secrets.hash({ kind: 'password', accountId }, password),
    }
  }
}

/** A working credential for each code, all with the one PIN and password. The verifiers are of the keys of `test/support/counter`. */
export async function store(storage: Storage, passwordHash: PasswordHash, codici: readonly string[]): Promise<void> {
  const ring = createKeyRing(keys)
  const verifiersOf = verifiersWith(ring, passwordHash)
  for (let stored = 0; stored < codici.length; stored += writesMax) {
    const some = codici.slice(stored, stored + writesMax)
    const writes = await Promise.all(some.map(async (code) => writeOf(accountKey(ring, code), code, await verifiersOf(code))))
    await storage.commit({ expects: [], writes, removes: [], outbox: [], cancelMail: [] })
  }
}

const accountIdOf = (ring: KeyRing, codiceFiscale: string): string => ring.pseudonym('codice-fiscale', codiceFiscale)

/** The key of the credential that is found by the code. */
export const accountKey = (ring: KeyRing, codiceFiscale: string): string =>
  `${office.id}/credential/${accountIdOf(ring, codiceFiscale)}`

function writeOf(key: string, codiceFiscale: string, verifiers: Verifiers): Write {
  const state: CredentialState = {
    status: 'active',
    securityVersion: 2,
    linkVersion: 1,
    issuedAt: morning,
    registrationId: '01K0000000000000000000000',
    imported: null,
    expiresAt: null,
    disuseAt: null,
    lastUsedAt: null,
    passwordChangedAt: morning,
    liftedAt: 0,
    signIns: 0,
    devices: [],
    told: 'nothing',
    attempts: { failures: 0, pinFailures: 0, spentUntil: 0, toldAt: 0 },
    personal: {
      codiceFiscale,
      surname: 'Prova',
      name: 'Testo',
      birthDate: '1980-01-01',
      email: `${codiceFiscale.toLowerCase()}@example.it`,
      registeredWith: 'example.it',
      locale: 'it',
      history: [],
      earlier: null,
      replaced: null,
      ...verifiers,
    },
  }
  const { rest, personal } = splitPersonal(state)
  const record = { key, machine: 'credential', schema: 1, state: rest, personal, tags: ['status:active'], dueAt: null }
  return { ...record, expectedVersion: 0, at: morning, journalHead: '', entries: [] }
}
