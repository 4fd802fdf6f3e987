/**
 * Sign-in with SPID over OpenID Connect: openid-client speaks the protocol and verifies what comes back, `readSpidOidc` makes one person of it. Nothing here
 * knows of accounts. CIE is the same with its own provider and `readCie` for `read`.
 */
import type { webcrypto } from 'node:crypto'
import * as openid from 'openid-client'
import type { Clock, Locale, Result } from 'sportello'
import {
  type FederatedIdentity,
  type FederationProviderRefusal,
  type FederationRefusal,
  readProviderError,
  readSpidOidc,
} from 'sportello/federation'
import { claimNames } from './people.ts'

/** What the browser keeps while the person is at the provider; all of it is random. */
export type Attempt = { readonly state: string; readonly nonce: string; readonly verifier: string }

export type SpidSignIn = Result<FederatedIdentity, FederationRefusal | FederationProviderRefusal>

export type SpidClient = {
  /** Where the browser goes, and what it keeps. `locale`: the language that the provider is asked to speak, Italian where it is left out. */
  begin(
    level: 1 | 2 | 3,
    locale?: Locale,
  ): Promise<Result<{ readonly to: URL; readonly attempt: Attempt }, FederationProviderRefusal>>
  /** What the address says that the browser came back to. `attempt` is null where the browser has kept none. */
  complete(cameBackTo: URL, attempt: Attempt | null): Promise<SpidSignIn>
}

export type SpidSettings = {
  readonly issuer: string
  readonly clientId: string
  readonly redirectUri: string
  /** The key of the service, whose public half the provider has. */
  readonly key: webcrypto.CryptoKey
  readonly clock: Clock
  /** Makes one person of the claims: `readSpidOidc` where it is left out. */
  readonly read?: typeof readSpidOidc
  /** Gets what the provider, or somebody in its place, has sent and should not have. */
  readonly log: (what: string, detail: unknown) => void
}

// A provider on this machine has no certificate.
const isLocal = (issuer: URL): boolean => issuer.protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(issuer.hostname)

const no = (code: FederationProviderRefusal['code']) => ({ ok: false, refusal: { code, errorCode: null } }) as const

export function spidClient({ read = readSpidOidc, ...settings }: SpidSettings): SpidClient {
  const { issuer, clientId, redirectUri, key, clock, log } = settings
  let found: Promise<openid.Configuration> | null = null
  /** What the provider says of itself, once; again where that failed. */
  function configuration(): Promise<openid.Configuration> {
    const url = new URL(issuer)
    const execute = isLocal(url) ? [openid.allowInsecureRequests] : []
    found ??= openid.discovery(url, clientId, undefined, openid.PrivateKeyJwt(key), { execute }).catch((cause: unknown) => {
      found = null
      throw cause
    })
    return found
  }

  /** The provider cannot be reached, or what came is not what was asked for. Its errors can hold tokens: their code says enough. */
  function failed(cause: unknown) {
    const { code, name } = Object(cause) as { readonly code?: unknown; readonly name?: unknown }
    log('spid', typeof code === 'string' ? code : name)
    return no('federation/provider-failed')
  }

  return {
    async begin(level, locale = 'it') {
      const attempt = { state: openid.randomState(), nonce: openid.randomNonce(), verifier: openid.randomPKCECodeVerifier() }
      const asked = {
        ...{ redirect_uri: redirectUri, scope: 'openid', state: attempt.state, nonce: attempt.nonce, prompt: 'login' },
        ...{ acr_values: `https://www.spid.gov.it/SpidL${level}`, ui_locales: locale },
        claims: JSON.stringify({ userinfo: Object.fromEntries(claimNames.map((name) => [name, null])) }),
        code_challenge: await openid.calculatePKCECodeChallenge(attempt.verifier),
        code_challenge_method: 'S256',
      }
      return configuration().then(
        (provider) => ({ ok: true, value: { to: openid.buildAuthorizationUrl(provider, asked), attempt } }),
        failed,
      )
    },

    async complete(cameBackTo, attempt) {
      // Too late, begun in another browser, or the page was loaded again.
      if (attempt === null) return no('federation/timed-out')
      try {
        const provider = await configuration()
        const tokens = await openid.authorizationCodeGrant(provider, cameBackTo, {
          ...{ pkceCodeVerifier: attempt.verifier, expectedState: attempt.state, expectedNonce: attempt.nonce },
          idTokenExpected: true,
        })
        const idToken = tokens.claims() ?? {}
        const userInfo = await openid.fetchUserInfo(provider, tokens.access_token, tokens.claims()?.sub ?? '')
        return read({ idToken, userInfo }, { at: clock.now(), providers: { [issuer]: {} } })
      } catch (cause) {
        // The provider has let nobody in, and says why.
        if (cause instanceof openid.AuthorizationResponseError) {
          return { ok: false, refusal: readProviderError(cause.error_description) }
        }
        return failed(cause)
      }
    },
  }
}
