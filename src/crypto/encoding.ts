/** Text encodings of bytes. The platform's TextEncoder is declared here, since the core compiles without DOM or Node types. */

type Encoder = { encode(text: string): Uint8Array<ArrayBuffer> }
type Decoder = { decode(bytes: Uint8Array): string }
type Platform = {
  readonly TextEncoder: new () => Encoder
  readonly TextDecoder: new (label: string, options: { readonly fatal: boolean; readonly ignoreBOM: boolean }) => Decoder
}

const platform = globalThis as typeof globalThis & Platform
const encoder: Encoder = new platform.TextEncoder()
const decoder: Decoder = new platform.TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text)
}

/** Throws TypeError on bytes that are not UTF-8. */
export function fromUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes)
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** base64url without padding, RFC 4648 §5. */
export function base64url(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(i, i + 3)
    const word = (a << 16) | (b << 8) | c
    text += alphabet.charAt(word >> 18) + alphabet.charAt((word >> 12) & 63)
    if (i + 1 < bytes.length) text += alphabet.charAt((word >> 6) & 63)
    if (i + 2 < bytes.length) text += alphabet.charAt(word & 63)
  }
  return text
}

const values = new Int8Array(128).fill(-1)
for (let i = 0; i < 64; i += 1) values[alphabet.charCodeAt(i)] = i

/** The bytes of an unpadded base64url text, or null where it is not one. Accepts only the one canonical spelling. */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> | null {
  if (text.length % 4 === 1) return null
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4))
  let word = 0
  let bits = 0
  let at = 0
  for (let i = 0; i < text.length; i += 1) {
    const value = values[text.charCodeAt(i)] ?? -1
    if (value < 0) return null
    word = ((word << 6) | value) & 0xffff
    bits += 6
    if (bits >= 8) {
      bits -= 8
      bytes[at] = (word >> bits) & 255
      at += 1
    }
  }
  return (word & ((1 << bits) - 1)) === 0 ? bytes : null
}
