/** SPID and CIE over OpenID Connect: the claims of a token and of the user info that the host's library has verified. */
import { type Result, refuse } from '../../kernel/index.ts'
import { isObject, ownProperty } from './attributes.ts'
import type { FederatedIdentity } from './identity.ts'
import { readSeconds } from './instant.ts'
import type { FederationOptions } from './protocols.ts'
import type { FederationRefusal } from './refusal.ts'
import { readSaml, type SamlSignIn } from './saml.ts'
import { readSignIn } from './sign-in.ts'

/** Verified claims. The attributes are read from the user info, and from the token where there is none. */
export type OidcSignIn = {
  /** `iss`, `sub`, `acr`, `iat`, and `auth_time` where the provider gives it. */
  readonly idToken: { readonly [claim: string]: unknown }
  /** Its `sub` must be that of the token. */
  readonly userInfo?: { readonly [claim: string]: unknown }
}

// OpenID Connect Core §2: at most 255 ASCII characters.
const isSub = (sub: unknown): sub is string => typeof sub === 'string' && sub.length <= 255 && /^[\x21-\x7E]+$/.test(sub)

function readOidc(
  name: 'spid-oidc' | 'cie-oidc',
  signIn: OidcSignIn,
  options: FederationOptions,
): Result<FederatedIdentity, FederationRefusal> {
  const idToken = ownProperty(signIn, 'idToken')
  const userInfo = ownProperty(signIn, 'userInfo') ?? idToken
  if (!isObject(idToken) || !isObject(userInfo)) return refuse({ code: 'federation/input-malformed' })
  const sub = ownProperty(idToken, 'sub')
  if (!isSub(sub)) return refuse({ code: 'federation/subject-malformed' })
  if (ownProperty(userInfo, 'sub') !== sub) return refuse({ code: 'federation/subject-differs' })
  const at = readSeconds(ownProperty(idToken, 'auth_time') ?? ownProperty(idToken, 'iat'), options.at)
  const issuer = ownProperty(idToken, 'iss')
  const classRef = ownProperty(idToken, 'acr')
  return readSignIn(name, { issuer, classRef, at, attributes: userInfo, sub }, options)
}

/**
 * A sign-in with SPID over OpenID Connect. The subject is the pairwise `sub`. The instant is `auth_time`, else `iat`. Total over any
 * sign-in; throws an InvariantError for an `at` that is no instant.
 *
 * @example
 * const read = readSpidOidc(
 *   { idToken: { iss: 'https://op.example.it', sub: 'pairwise-1', acr: 'https://www.spid.gov.it/SpidL2', iat: 1773133200 }, userInfo: { sub: 'pairwise-1' } },
 *   { at: clock.now() },
 * )
 * if (!read.ok) console.log(federationText(read.refusal, 'it'))
 */
export function readSpidOidc(signIn: OidcSignIn, options: FederationOptions): Result<FederatedIdentity, FederationRefusal> {
  return readOidc('spid-oidc', signIn, options)
}

/**
 * A sign-in with the electronic identity card, over SAML or, where there is an `idToken`, over OpenID Connect. Over SAML the subject is the
 * codice fiscale, since CIE gives no code of its own; over OpenID Connect the pairwise `sub`. Total over any sign-in; throws an
 * InvariantError for an `at` that is no instant.
 *
 * @example
 * const read = readCie(
 *   { attributes: { fiscalNumber: 'TINIT-VRDNNA80A41L219Z', familyName: 'Verdi', name: 'Anna' }, issuer: 'https://cie.example.it', authnContextClassRef: 'https://www.spid.gov.it/SpidL3' },
 *   { at: clock.now() },
 * )
 * if (read.ok) console.log(read.value.level)
 */
export function readCie(
  signIn: SamlSignIn | OidcSignIn,
  options: FederationOptions,
): Result<FederatedIdentity, FederationRefusal> {
  return ownProperty(signIn, 'idToken') === undefined
    ? readSaml('cie-saml', signIn as SamlSignIn, options)
    : readOidc('cie-oidc', signIn as OidcSignIn, options)
}
