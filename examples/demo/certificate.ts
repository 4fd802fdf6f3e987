/** A certificate for a server on this machine, signed by itself: enough for a demo or a test to speak real TLS. */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/** PEM texts: `cert` is shown by the server and trusted by the client (as its `ca`), `key` stays with the server. */
export type Certificate = { readonly cert: string; readonly key: string }

export type CertificateOptions = {
  /** DNS names and IPv4 addresses that the server is reached by. */
  readonly hosts: readonly string[]
  /** Epoch milliseconds, between 1970 and 2049. */
  readonly validFrom: number
  readonly validUntil: number
}

// ASN.1 tags of X.690, as far as a certificate (RFC 5280) needs them.
const tag = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  oid: 0x06,
  utf8: 0x0c,
  time: 0x17,
  sequence: 0x30,
  set: 0x31,
}

function der(type: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts)
  if (body.length < 128) return Buffer.concat([Buffer.from([type, body.length]), body])
  const size = Buffer.from([body.length >> 8, body.length & 255])
  return Buffer.concat([Buffer.from([type, 0x82]), size, body])
}

/** An object identifier whose first two numbers are given as the one byte that they are written as. */
function oid(first: number, ...numbers: readonly number[]): Buffer {
  const bytes = numbers.flatMap((number) => {
    const septets = [number & 127]
    for (let rest = number >> 7; rest > 0; rest >>= 7) septets.unshift((rest & 127) | 128)
    return septets
  })
  return der(tag.oid, Buffer.from([first, ...bytes]))
}

const ecdsaWithSha256 = der(tag.sequence, oid(0x2a, 840, 10_045, 4, 3, 2))
const commonName = oid(0x55, 4, 3)
const basicConstraints = oid(0x55, 29, 19)
const subjectAltName = oid(0x55, 29, 17)

/** UTCTime of RFC 5280 §4.1.2.5.1: `YYMMDDHHMMSSZ`. */
function utcTime(at: number): Buffer {
  const text = new Date(at).toISOString().replace(/[-:T]|\.\d+/g, '')
  return der(tag.time, Buffer.from(text.slice(2)))
}

/** One entry of the alternative names: [2] a DNS name or [7] the four bytes of an address. */
function hostName(host: string): Buffer {
  const isAddress = /^(?:\d{1,3}\.){3}\d{1,3}$/.test(host)
  return isAddress ? der(0x87, Buffer.from(host.split('.').map(Number))) : der(0x82, Buffer.from(host))
}

/** Makes an EC P-256 key and a version 3 certificate for it. The client trusts exactly this one. */
export function selfSignedCertificate({ hosts, validFrom, validUntil }: CertificateOptions): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const subject = der(tag.utf8, Buffer.from(hosts[0] ?? 'localhost'))
  const name = der(tag.sequence, der(tag.set, der(tag.sequence, commonName, subject)))
  const isAuthority = der(tag.sequence, der(tag.boolean, Buffer.from([255])))
  const extensions = [
    der(tag.sequence, basicConstraints, der(tag.boolean, Buffer.from([255])), der(tag.octets, isAuthority)),
    der(tag.sequence, subjectAltName, der(tag.octets, der(tag.sequence, ...hosts.map(hostName)))),
  ]
  const serial = randomBytes(16)
  // A positive number without a leading zero byte.
  serial[0] = 0x40 | ((serial[0] ?? 0) & 0x3f)
  const content = der(
    tag.sequence,
    der(0xa0, der(tag.integer, Buffer.from([2]))),
    der(tag.integer, serial),
    ecdsaWithSha256,
    name,
    der(tag.sequence, utcTime(validFrom), utcTime(validUntil)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, der(tag.sequence, ...extensions)),
  )
  const signature = der(tag.bits, Buffer.from([0]), sign('sha256', content, privateKey))
  const lines =
    der(tag.sequence, content, ecdsaWithSha256, signature)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return {
    cert: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}
