import { createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { scannerContract } from 'sportello/testing'
import { afterEach, describe, expect, it } from 'vitest'
import { clamdScanner } from '../../examples/scanner/clamd.ts'
import { minimalPdf } from '../rules/identity/minimal-pdf.ts'
import { accepted, anna, openCounter } from '../support/counter.ts'
import { scratch } from './child.ts'

const command = 'zINSTREAM\0'
const place = scratch()

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

/** The file in the chunks that have come, or null while it is not whole. */
function fileIn(sent: Buffer): Buffer | null {
  const chunks: Buffer[] = []
  for (let at = command.length; at + 4 <= sent.length; ) {
    const length = sent.readUInt32BE(at)
    if (length === 0) return Buffer.concat(chunks)
    if (at + 4 + length > sent.length) return null
    chunks.push(sent.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return null
}

const find = (file: Buffer): string =>
  file.includes('-ANTIVIRUS-TEST-FILE!') ? 'stream: Eicar-Test-Signature FOUND\0' : 'stream: OK\0'

/** A server that speaks as clamd does, or answers whatever it is told to. */
async function openClamd(answer: (socket: Socket, file: Buffer) => void, path?: string) {
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    let sent = Buffer.alloc(0)
    let isAnswered = false
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    socket.on('data', (part) => {
      sent = Buffer.concat([sent, part])
      const file = sent.subarray(0, command.length).toString() === command ? fileIn(sent) : null
      if (file === null || isAnswered) return
      isAnswered = true
      answer(socket, file)
    })
  })
  await new Promise<void>((resolve) => {
    if (path === undefined) server.listen(0, '127.0.0.1', resolve)
    else server.listen(path, resolve)
  })
  closers.push(() => {
    for (const socket of sockets) socket.destroy()
    return new Promise((resolve) => server.close(resolve))
  })
  const bound = server.address()
  const address = typeof bound === 'object' && bound !== null ? { host: '127.0.0.1', port: bound.port } : { path: path ?? '' }
  return { address, sockets }
}

const honest = (socket: Socket, file: Buffer): void => void socket.end(find(file))
const saying = (text: string) => (socket: Socket) => void socket.end(text, 'latin1')

describe('the scanner on clamd', () => {
  it.each(scannerContract(async () => clamdScanner({ address: (await openClamd(honest)).address })))(
    'over TCP: $name',
    ({ run }) => run(),
  )

  it('over a socket of the machine', async () => {
    const { address } = await openClamd(honest, join(place.path, 'clamd.ctl'))
    expect(await clamdScanner({ address }).scan(minimalPdf())).toBe('clean')
  })

  it('sends the bytes as they are, and those of no length too', async () => {
    const files: Buffer[] = []
    const { address } = await openClamd((socket, file) => {
      files.push(file)
      honest(socket, file)
    })
    const every = Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7) & 255)
    expect(await clamdScanner({ address }).scan(every)).toBe('clean')
    expect(await clamdScanner({ address }).scan(new Uint8Array(0))).toBe('clean')
    expect(files.map((file) => Uint8Array.from(file))).toEqual([every, new Uint8Array(0)])
  })

  it('takes an answer in pieces', async () => {
    const { address } = await openClamd((socket) => {
      socket.write('stream: Some')
      setImmediate(() => socket.write(' Name FOUND\0'))
    })
    expect(await clamdScanner({ address }).scan(minimalPdf())).toBe('infected')
  })

  it.each([
    ['a limit', 'INSTREAM size limit exceeded. ERROR\0'],
    ['an error that sounds like an answer', 'stream: OK\0stream: OK\0'],
    ['an answer without its end', 'stream: OK'],
    ['nothing', ''],
    ['another command', 'PONG\0'],
    ['a name that is none', 'stream:  FOUND'],
    ['too much', 'stream: '.padEnd(100_000, 'x')],
  ])('does not know when clamd answers %s', async (_, text) => {
    const { address } = await openClamd(saying(text))
    expect(await clamdScanner({ address }).scan(minimalPdf())).toBe('unknown')
  })

  it('does not know when clamd is not there, and when it hangs up before the file has come', async () => {
    const { address, sockets } = await openClamd(honest)
    for (const close of closers.splice(0)) await close()
    expect(await clamdScanner({ address }).scan(minimalPdf())).toBe('unknown')
    expect(sockets.size).toBe(0)
    const server = createServer((socket) => {
      socket.on('error', () => {})
      socket.destroy()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    closers.push(() => new Promise((resolve) => server.close(resolve)))
    const { port } = server.address() as { readonly port: number }
    const rude = clamdScanner({ address: { host: '127.0.0.1', port } })
    expect(await rude.scan(new Uint8Array(5_000_000))).toBe('unknown')
  })

  it('does not wait longer than it was told, and hangs up', async () => {
    const { address, sockets } = await openClamd(() => {})
    expect(await clamdScanner({ address, timeoutMs: 50 }).scan(minimalPdf())).toBe('unknown')
    await expect.poll(() => sockets.size).toBe(0)
  })

  it('keeps malware out of a counter', async () => {
    const { address } = await openClamd((socket) => void socket.end('stream: Pdf.Exploit FOUND\0'))
    const { sportello } = openCounter({ scanner: clamdScanner({ address }) })
    const { ticket } = accepted(await sportello.registration.open(anna))
    const answer = await sportello.registration.addDocument(ticket, { type: 'identity-card' }, minimalPdf())
    expect(answer).toMatchObject({ refusal: { code: 'registration/document-refused', reason: 'infected' } })
  })
})
