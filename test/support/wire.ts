/** A wire to a PostgreSQL that can be cut at any moment: before a request has arrived, or after it was done and before that is heard. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export type Wire = {
  /** The URL of the server, by way of the wire. */
  readonly url: string
  /** Cuts at the nth request from now on; 0 for never. */
  readonly cutAt: (request: number, when: 'before' | 'after') => void
  /** True once it was cut as it was told to. */
  readonly wasCut: () => boolean
  readonly close: () => Promise<void>
}

/** The server is ready for the next query (PostgreSQL, message flow, ReadyForQuery). */
const isReady = (answer: Buffer): boolean =>
  answer.length >= 6 && answer.readUInt32BE(answer.length - 5) === 5 && answer.at(-6) === 0x5a

export async function openWire(url: string): Promise<Wire> {
  const { hostname, port } = new URL(url)
  const sockets = new Set<Socket>()
  let left = 0
  let moment: 'before' | 'after' = 'before'
  let cut = false

  const desk = createServer((here) => {
    const there = connect(Number(port), hostname)
    let struck = false
    const end = () => {
      here.destroy()
      there.destroy()
    }
    for (const socket of [here, there]) {
      sockets.add(socket)
      socket.setNoDelay(true).on('error', end).on('close', end)
    }
    here.on('data', (request) => {
      if (left > 0) {
        left -= 1
        struck = left === 0
        if (struck) cut = true
      }
      if (struck && moment === 'before') end()
      else there.write(request)
    })
    there.on('data', (answer) => {
      if (!struck) here.write(answer)
      else if (isReady(answer)) end()
    })
  }).listen(0, '127.0.0.1')
  await once(desk, 'listening')
  const address = desk.address()
  if (address === null || typeof address === 'string') throw new Error('a socket on an address has a port')
  const wired = new URL(url)
  wired.host = `127.0.0.1:${address.port}`
  return {
    url: wired.href,
    cutAt(request, when) {
      left = request
      moment = when
      cut = false
    },
    wasCut: () => cut,
    async close() {
      for (const socket of sockets) socket.destroy()
      desk.close()
      await once(desk, 'close')
    },
  }
}
