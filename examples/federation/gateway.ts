/**
 * Sign-in behind a gateway that speaks SAML by itself, such as Shibboleth or mod_auth_mellon: it asks the person to sign in before the request comes here,
 * and writes the attributes of the assertion into headers. The protocol, the signature and the request that the answer belongs to are the gateway's.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Clock } from 'sportello'
import { decodeGatewayHeader, readSpidSaml } from 'sportello/federation'
import type { SpidSignIn } from './spid.ts'

/** Headers as Node hands them over: names in lower case, bytes as ISO 8859-1. */
export type Headers = { readonly [name: string]: string | readonly string[] | undefined }

const attributeNames: readonly string[] = [
  ...['spidCode', 'fiscalNumber', 'familyName', 'name', 'gender', 'dateOfBirth', 'placeOfBirth', 'countyOfBirth'],
  ...['email', 'digitalAddress'],
]

const digest = (text: unknown): Buffer => createHash('sha256').update(String(text)).digest()

/**
 * Whether the request has come through the gateway. Whoever reaches this port past it could write any name into the headers, so the gateway adds a secret
 * of its own, and takes away every such header that comes from outside.
 */
export function isFromGateway(headers: Headers, secret: string): boolean {
  return timingSafeEqual(digest(headers['x-gateway-secret']), digest(secret))
}

/** One person of the headers. An empty header is an attribute that was not given. */
export function readGateway(headers: Headers, clock: Clock): SpidSignIn {
  const value = (name: string): string => decodeGatewayHeader(headers[name.toLowerCase()])
  return readSpidSaml(
    {
      attributes: Object.fromEntries(attributeNames.map((name) => [name, value(name)])),
      issuer: value('shib-identity-provider'),
      authnContextClassRef: value('shib-authncontext-class'),
      authnInstant: value('shib-authentication-instant'),
    },
    { at: clock.now() },
  )
}
