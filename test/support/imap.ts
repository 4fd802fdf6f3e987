/** An IMAP server on loopback, and what lies in its mailboxes. */
import hoodiecrow, { type ImapServer as Hoodiecrow } from 'hoodiecrow-imap'
import type { Certificate } from '../../examples/demo/certificate.ts'

export type ImapServer = {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly pass: string
  /** Puts a message into the INBOX; gives its UID. */
  put(mime: Uint8Array, flags?: readonly string[]): number
  /** What is in a folder; empty for one that does not exist. */
  messages(folder: string): readonly { readonly uid: number; readonly flags: readonly string[] }[]
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
  const moves = (server: Hoodiecrow): void => {
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
    messages: (folder) => server.getMailbox(folder)?.messages ?? [],
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}
