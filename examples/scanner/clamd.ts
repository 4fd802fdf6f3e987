/**
 * A scanner on clamd, the server of ClamAV: hand in `scanner: clamdScanner({ address: { path: '/run/clamav/clamd.ctl' } })`, or
 * `{ host, port }` for a server that listens on TCP. Each file gets a connection of its own and is sent through it, so that clamd needs no
 * access to the files of the counter. What leads to no answer (no connection, a limit of clamd, too slow) leads to `unknown`.
 *
 * clamd takes files up to its `StreamMaxLength`, which must be at least the `bytesMax` of the policy. It speaks no TLS and asks for no
 * password: keep it on the same machine or in a network of its own.
 */
import { connect, type NetConnectOpts } from 'node:net'
import type { Scanner, ScanVerdict } from 'sportello'

export type ClamdOptions = {
  /** Where clamd listens: `{ path }` or `{ host, port }`. */
  readonly address: NetConnectOpts
  /** How long a file may take from the connection to the answer, ms. 30 seconds when left out. */
  readonly timeoutMs?: number
}

// An answer is one line with the name of what was found.
const answerLengthMax = 1_024

function verdictOf(answer: string): ScanVerdict {
  if (answer === 'stream: OK\0') return 'clean'
  return /^stream: [^\0]+ FOUND\0$/.test(answer) ? 'infected' : 'unknown'
}

/** The length of a chunk: four bytes, the highest first. */
function lengthOf(chunk: Uint8Array): Uint8Array {
  const length = new Uint8Array(4)
  new DataView(length.buffer).setUint32(0, chunk.length)
  return length
}

export function clamdScanner({ address, timeoutMs = 30_000 }: ClamdOptions): Scanner {
  const scan = (bytes: Uint8Array): Promise<ScanVerdict> =>
    new Promise((resolve) => {
      const socket = connect(address)
      const settle = (verdict: ScanVerdict): void => {
        clearTimeout(timer)
        socket.destroy()
        resolve(verdict)
      }
      const timer = setTimeout(settle, timeoutMs, 'unknown')
      let answer = ''
      socket.setEncoding('latin1')
      socket.on('data', (text: string) => {
        answer += text
        if (answer.includes('\0') || answer.length > answerLengthMax) settle(verdictOf(answer))
      })
      // Whichever comes first counts.
      socket.on('error', () => settle('unknown'))
      socket.on('close', () => settle('unknown'))
      // One chunk with all of the file; a chunk of no length is the end.
      socket.write('zINSTREAM\0')
      if (bytes.length > 0) socket.write(lengthOf(bytes))
      if (bytes.length > 0) socket.write(bytes)
      socket.write(lengthOf(new Uint8Array(0)))
    })
  return { scan }
}
