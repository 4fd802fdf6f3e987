/** Text encodings of bytes. The platform's TextEncoder is declared here, since the core compiles without DOM or Node types. */

type Encoder = {
  encode(text: string): Uint8Array<ArrayBuffer>
  encodeInto(text: string, bytes: Uint8Array): { readonly written: number }
}
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

/** Writes the text into `bytes` from the start and gives how many were written. There must be room: up to three for each UTF-16 unit. */
export function utf8Into(text: string, bytes: Uint8Array): number {
  return encoder.encodeInto(text, bytes).written
}

/** Throws TypeError on bytes that are not UTF-8. */
export function fromUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes)
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

const letters = Uint8Array.from(alphabet, (letter) => letter.charCodeAt(0))

// So many bytes are turned into one text at a time: a call takes a bounded number of arguments.
const pieceLength = 3 * 1024

/** base64url without padding, RFC 4648 §5. */
export function base64url(bytes: Uint8Array): string {
  let text = ''
  for (let from = 0; from < bytes.length; from += pieceLength) {
    text += encoded(bytes, from, Math.min(from + pieceLength, bytes.length))
  }
  return text
}

// Character by character the text would be a chain of as many pieces, which costs more to put together than to make.
function encoded(bytes: Uint8Array, from: number, to: number): string {
  const codes: number[] = []
  for (let i = from; i < to; i += 3) {
    // Beyond the end are zeros, as the RFC pads.
    const word = ((bytes[i] as number) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    codes.push(letters[word >> 18] as number, letters[(word >> 12) & 63] as number)
    if (i + 1 < to) codes.push(letters[(word >> 6) & 63] as number)
    if (i + 2 < to) codes.push(letters[word & 63] as number)
  }
  return String.fromCharCode(...codes)
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
