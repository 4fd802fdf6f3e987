/** The Carta Nazionale dei Servizi: the certificate of a TLS client that the host's server has verified. */
import { accept, type Result, refuse } from '../../kernel/index.ts'
import { isObject, ownProperty, textOf } from './attributes.ts'
import type { FederatedIdentity } from './identity.ts'
import type { FederationOptions, FederationProvider } from './protocols.ts'
import type { FederationRefusal } from './refusal.ts'
import { readSignIn } from './sign-in.ts'

/** What the certificate says. */
export type CnsSignIn = {
  /** The common name of its subject, `codice fiscale/number of the card.hash`. */
  readonly commonName: string
  /** The distinguished name of its issuer, as the host's server writes it; it is looked up in `providers` as it stands. */
  readonly issuer: string
  /** The object identifiers of its policies, where the host's list asks for one. */
  readonly policies?: readonly string[]
  /** `SN` and `GN` of its subject, where there are. */
  readonly surname?: string
  readonly givenName?: string
}

/** The codice fiscale before the first slash: what follows it may hold others, since it is in base 64. */
function codeIn(commonName: unknown): string | null {
  const text = textOf(commonName)
  const [, code = null] = /^([A-Z0-9]{16})\/./.exec((text.ok && text.value) || '') ?? []
  return code
}

/** Whether the certificate has one of the policies that the host asks of its issuer. */
function hasPolicy(given: unknown, { policies }: FederationProvider): boolean {
  if (policies === undefined) return true
  try {
    return Array.isArray(given) && given.length <= 64 && given.some((policy) => policies.includes(policy))
  } catch {
    // A list that will not be read.
    return false
  }
}

/**
 * A sign-in with a CNS. `options.providers` names the issuers that are accepted, and for each the policies if it issues other cards too:
 * without it nobody is read, since cards of the same form have been issued by others. The subject is the codice fiscale. The instant is
 * `options.at`. Total over any sign-in; throws an InvariantError for an `at` that is no instant.
 *
 * @example
 * const issuer = 'CN=Regione di Prova - CA Cittadini, C=IT'
 * const read = readCns({ commonName: 'VRDNNA80A41L219Z/1234567890.HASH', issuer }, { at: clock.now(), providers: { [issuer]: {} } })
 */
export function readCns(signIn: CnsSignIn, options: FederationOptions): Result<FederatedIdentity, FederationRefusal> {
  if (!isObject(signIn)) return refuse({ code: 'federation/input-malformed' })
  if (options.providers === undefined) return refuse({ code: 'federation/provider-unknown' })
  const code = codeIn(ownProperty(signIn, 'commonName'))
  if (code === null) return refuse({ code: 'federation/card-malformed' })
  const [surname, givenName] = [ownProperty(signIn, 'surname'), ownProperty(signIn, 'givenName')]
  const policies = ownProperty(signIn, 'policies')
  return readSignIn(
    'cns',
    {
      issuer: ownProperty(signIn, 'issuer'),
      classRef: null,
      at: accept(options.at),
      attributes: { fiscalNumber: `TINIT-${code}`, surname, givenName },
    },
    options,
    (provider) => hasPolicy(policies, provider),
  )
}
