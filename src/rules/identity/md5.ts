/** MD5 (RFC 1321). Broken, and of use only where a format has it: nothing is kept secret by it here. */

const shifts: readonly (readonly number[])[] = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
]

const sine = (step: number): number => Math.floor(Math.abs(Math.sin(step + 1)) * 2 ** 32) | 0

/** The message with a bit, zeros and its length in bits, to whole blocks of 64 bytes. */
function padded(message: Uint8Array): DataView {
  const length = Math.ceil((message.length + 9) / 64) * 64
  const bytes = new Uint8Array(length)
  bytes.set(message)
  bytes[message.length] = 0x80
  const view = new DataView(bytes.buffer)
  view.setUint32(length - 8, message.length * 8, true)
  return view
}

/** 16 bytes of digest for a message of less than 512 MiB. */
export function md5(message: Uint8Array): Uint8Array<ArrayBuffer> {
  const view = padded(message)
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476)
  for (let block = 0; block < view.byteLength; block += 64) {
    let [a = 0, b = 0, c = 0, d = 0] = state
    for (let step = 0; step < 64; step += 1) {
      const round = step >> 4
      const mixed = [(b & c) | (~b & d), (b & d) | (c & ~d), b ^ c ^ d, c ^ (b | ~d)][round] as number
      const place = [step, 5 * step + 1, 3 * step + 5, 7 * step][round] as number
      const sum = (a + mixed + sine(step) + view.getInt32(block + 4 * (place & 15), true)) | 0
      const shift = shifts[round]?.[step & 3] as number
      ;[a, b, c, d] = [d, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0, b, c]
    }
    for (const [i, word] of [a, b, c, d].entries()) state[i] = (state[i] as number) + word
  }
  const digest = new DataView(new ArrayBuffer(16))
  for (const [i, word] of state.entries()) digest.setInt32(4 * i, word, true)
  return new Uint8Array(digest.buffer)
}
