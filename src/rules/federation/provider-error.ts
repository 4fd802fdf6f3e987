/** Why a provider has let nobody in: the error codes of SPID, which CIE uses too. */

/**
 * `errorCode` is such as `nr19`, null for an answer without one. `too-many-attempts` (nr19), `level-not-held` (nr20), `timed-out` (nr21),
 * `consent-denied` (nr22), `identity-suspended` (nr23, or revoked), `cancelled` (nr25), `identity-kind` (nr30, avviso 18).
 * `provider-failed` is every other one: a fault of the service's request or of the provider.
 */
export type FederationProviderRefusal =
  | { readonly code: 'federation/too-many-attempts'; readonly errorCode: string | null }
  | { readonly code: 'federation/level-not-held'; readonly errorCode: string | null }
  | { readonly code: 'federation/timed-out'; readonly errorCode: string | null }
  | { readonly code: 'federation/consent-denied'; readonly errorCode: string | null }
  | { readonly code: 'federation/identity-suspended'; readonly errorCode: string | null }
  | { readonly code: 'federation/cancelled'; readonly errorCode: string | null }
  | { readonly code: 'federation/identity-kind'; readonly errorCode: string | null }
  | { readonly code: 'federation/provider-failed'; readonly errorCode: string | null }

const codes: ReadonlyMap<string, FederationProviderRefusal['code']> = /* @__PURE__ */ new Map([
  ['nr19', 'federation/too-many-attempts'],
  ['nr20', 'federation/level-not-held'],
  ['nr21', 'federation/timed-out'],
  ['nr22', 'federation/consent-denied'],
  ['nr23', 'federation/identity-suspended'],
  ['nr25', 'federation/cancelled'],
  ['nr30', 'federation/identity-kind'],
])

const textMax = 1_024

/**
 * Reads the StatusMessage of an answer that is no success, such as `ErrorCode nr22`, with whatever stands around it. The whole code counts:
 * `nr190` is none of them, and two that differ are none either. Total over any value: what is no text is `provider-failed`.
 *
 * @example
 * readProviderError('ErrorCode nr25')  // { code: 'federation/cancelled', errorCode: 'nr25' }
 */
export function readProviderError(statusMessage: unknown): FederationProviderRefusal {
  const text = typeof statusMessage === 'string' && statusMessage.length <= textMax ? statusMessage : ''
  const found = new Set([...text.matchAll(/(?<![\w-])ErrorCode\s+(nr\d{1,3})(?![\w-])/g)].map(([, code = '']) => code))
  const [errorCode = null] = found.size === 1 ? found : []
  const code = codes.get(errorCode ?? '') ?? 'federation/provider-failed'
  return { code, errorCode }
}
