/** A TCP proxy that leads to one of several servers, and can be cut: what a virtual address or a load balancer is to a pool. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export type Switch = {
  readonly port: number
  /** From now on new connections lead there. Those that are open stay as they are: nobody tells them. */
  readonly leadTo: (port: number) => void
  /** Ends every connection and lets none come, until it is undone. */
  readonly cut: (isCut: boolean) => void
  readonly close: () => Promise<void>
}

export async function openSwitch(first: number): Promise<Switch> {
  const sockets = new Set<Socket>()
  let target = first
  let isClosed = false
  const endAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  const desk = createServer((here) => {
    if (isClosed) return void here.destroy()
    const there = connect(target, '127.0.0.1')
    const end = () => {
      here.destroy()
      there.destroy()
    }
    for (const socket of [here, there]) {
      sockets.add(socket)
      socket.setNoDelay(true).on('error', end)
      socket.on('close', () => {
        sockets.delete(socket)
        end()
      })
    }
    here.pipe(there)
    there.pipe(here)
  }).listen(0, '127.0.0.1')
  await once(desk, 'listening')
  const address = desk.address()
  if (address === null || typeof address === 'string') throw new Error('a socket on an address has a port')
  return {
    port: address.port,
    leadTo: (port) => {
      target = port
    },
    cut(isCut) {
      isClosed = isCut
      if (isCut) endAll()
    },
    async close() {
      desk.close()
      endAll()
      await once(desk, 'close')
    },
  }
}
