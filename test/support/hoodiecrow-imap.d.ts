/** The part of the IMAP server for tests that is used. */
declare module 'hoodiecrow-imap' {
  import type { Server } from 'node:net'

  export type StoredMessage = { readonly uid: number; readonly flags: readonly string[]; readonly raw: string }

  /** How a command is answered: its connection, what it says, and how to go on. */
  export type CommandHandler = (...args: readonly unknown[]) => void

  export type ImapServer = {
    readonly server: Server
    readonly commandHandlers: { readonly [command: string]: CommandHandler | undefined }
    setCommandHandler(command: string, handler: CommandHandler): void
    listen(port: number, host: string, ready: () => void): void
    close(ready: () => void): void
    appendMessage(path: string, flags: readonly string[], at: Date, raw: string): { readonly message: StoredMessage }
    getMailbox(path: string): { readonly messages: readonly StoredMessage[] } | undefined
  }

  export type ImapServerOptions = {
    /** Those that come with it by name, others as functions; in order. */
    readonly plugins: readonly (string | ((server: ImapServer) => void))[]
    readonly users: { readonly [user: string]: { readonly password: string } }
    /** By namespace. */
    readonly storage: { readonly [namespace: string]: object }
    readonly secureConnection?: boolean
    readonly credentials?: { readonly cert: string; readonly key: string }
  }

  export default function hoodiecrow(options: ImapServerOptions): ImapServer
}
