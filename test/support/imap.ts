/** An IMAP server on loopback, and what lies in its mailboxes. */

import { createRequire } from 'node:module'
import type { Server } from 'node:net'
import type { Certificate } from '../../examples/demo/certificate.ts'

const load = createRequire(import.meta.url)

type StoredMessage = { readonly uid: number; readonly flags: readonly string[]; readonly raw: string }

type Hoodiecrow = {
  readonly server: Server
  listen(port: number, host: string, ready: () => void): void
  close(ready: () => void): void
  appendMessage(path: string, flags: readonly string[], at: Date, raw: string): { readonly message: StoredMessage }
  getMailbox(path: string): { readonly messages: readonly StoredMessage[] } | undefined
}

type HoodiecrowOptions = {
  readonly plugins: readonly (string | ((server: HandledServer) => void))[]
  readonly users: { readonly [user: string]: { readonly password: string } }
  readonly storage: { readonly [namespace: string]: object }
  readonly secureConnection?: boolean
  readonly credentials?: Certificate
}

/** How a command is answered: `args` are its connection, what it says and how to go on. */
type Handler = (...args: readonly unknown[]) => void

type HandledServer = {
  readonly commandHandlers: { readonly [command: string]: Handler | undefined }
  setCommandHandler(command: string, handler: Handler): void
}

export type ImapServer = {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly pass: string
  /** Puts a message into the INBOX; gives its UID. */
  put(mime: Uint8Array, flags?: readonly string[]): number
  /** What is in a folder; empty for one that does not exist. */
  messages(folder: string): readonly { readonly uid: number; readonly flags: readonly string[]; readonly mime: Uint8Array }[]
  close(): Promise<void>
}

export type ImapServerOptions = {
  readonly folders?: readonly string[]
  /** Speaks TLS from the first byte. */
  readonly certificate?: Certificate
  /** Called instead of moving a message, as long as it answers true. */
  readonly beforeMove?: () => boolean
}

const host = '127.0.0.1'
const user = 'protocollo@pec.comune.example.it'
const pass = 'Casella.Turchese7'
const extensions = ['UIDPLUS', 'MOVE', 'LITERALPLUS', 'UNSELECT', 'NAMESPACE']

/** Opens on a free port. */
export async function openImapServer({ folders = [], certificate, beforeMove }: ImapServerOptions = {}): Promise<ImapServer> {
  const hoodiecrow = load('hoodiecrow-imap') as (options: HoodiecrowOptions) => Hoodiecrow
  const moves = (server: HandledServer): void => {
    const move = server.commandHandlers['UID MOVE']
    server.setCommandHandler('UID MOVE', (...args) => {
      if (beforeMove?.() !== true) move?.(...args)
    })
  }
  const server = hoodiecrow({
    plugins: [...extensions, moves],
    users: { [user]: { password: pass } },
    storage: { INBOX: {}, '': { folders: Object.fromEntries(folders.map((name) => [name, {}])) } },
    ...(certificate === undefined ? {} : { secureConnection: true, credentials: certificate }),
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  const address = server.server.address()
  return {
    host,
    port: typeof address === 'object' && address !== null ? address.port : 0,
    user,
    pass,
    // It keeps each byte as a character.
    put: (mime, flags = []) => server.appendMessage('INBOX', flags, new Date(), Buffer.from(mime).toString('latin1')).message.uid,
    messages: (folder) =>
      (server.getMailbox(folder)?.messages ?? []).map(({ uid, flags, raw }) => ({
        uid,
        flags,
        mime: Buffer.from(raw, 'latin1'),
      })),
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}
