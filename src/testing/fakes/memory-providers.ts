/** The two providers of a migration in memory, which copy one message at a time. */
import type { ArrivingProvider, LeavingProvider, MailboxCopyName, MailboxCopyState } from '../../ports/index.ts'

/** A mailbox at the leaving provider. */
export type MemoryMailbox = {
  /** The address, in lower case. */
  readonly mailbox: string
  /** What opens it. */
  readonly password: string
  /** How many messages it holds. */
  readonly messages: number
  /** How many its archive holds; left out, none. */
  readonly archived?: number
}

/** Both providers, and what a test wants to know of them. */
export type MemoryProviders = {
  /** The provider that the mailboxes leave. */
  readonly leaving: LeavingProvider
  /** The provider that they go to. */
  readonly arriving: ArrivingProvider
  /** Whether the password opens the mailbox at the arriving provider. */
  readonly opens: (mailbox: string, password: string) => Promise<boolean>
  /** How many messages of the mailbox are at the arriving provider, those of the archive included. */
  readonly messagesOf: (mailbox: string) => Promise<number>
  /** Copies one more message of every copying that runs. */
  readonly step: () => Promise<void>
  /** Gives the mailbox another password at the leaving provider. */
  readonly changePassword: (mailbox: string, password: string) => void
}

type Copying = { readonly name: MailboxCopyName; readonly password: string; state: MailboxCopyState }

/**
 * Providers that hold these mailboxes. The mailboxes themselves are not changed.
 *
 * @example
 * const { leaving, arriving } = memoryProviders([{ mailbox: 'scuola@pec.example.it', password: 'Gelato.Turchese7', messages: 3 }])
 * const sportello = createSportello({ ...configuration, leavingProvider: leaving, arrivingProvider: arriving })
 */
export function memoryProviders(mailboxes: readonly MemoryMailbox[]): MemoryProviders {
  const leaving = new Map(mailboxes.map((one) => [one.mailbox, { ...one }]))
  const passwords = new Map<string, { readonly number: number; readonly password: string }>()
  const copied = new Map<string, number>()
  const copyings = new Map<string, Copying>()
  const partOf = ({ mailbox, part }: MailboxCopyName): string => `${part} ${mailbox}`
  const stateOf = (name: MailboxCopyName): MailboxCopyState => {
    const latest = copyings.get(partOf(name))
    if (latest === undefined || name.number > latest.name.number) return { status: 'unknown' }
    return name.number < latest.name.number ? { status: 'failed', cause: 'interrupted' } : latest.state
  }
  const totalOf = ({ mailbox, part }: MailboxCopyName): number => {
    const held = leaving.get(mailbox)
    return (part === 'messages' ? held?.messages : held?.archived) ?? 0
  }
  /** What is there already is not copied again. */
  const standing = (name: MailboxCopyName): MailboxCopyState => {
    const [done, total] = [copied.get(partOf(name)) ?? 0, totalOf(name)]
    return done >= total ? { status: 'done', copied: done } : { status: 'running', copied: done, total }
  }
  return {
    leaving: {
      verify: async (mailbox, password) => (leaving.get(mailbox)?.password === password ? 'right' : 'wrong'),
    },
    arriving: {
      async setPassword({ mailbox, number, password }) {
        const before = passwords.get(mailbox)
        if (!leaving.has(mailbox)) return 'refused'
        if (before !== undefined && before.number > number) return 'superseded'
        passwords.set(mailbox, { number, password })
        return 'set'
      },
      async copy({ password, ...name }) {
        if (stateOf(name).status !== 'unknown') return stateOf(name)
        const isOpen = leaving.get(name.mailbox)?.password === password
        const state: MailboxCopyState = isOpen ? standing(name) : { status: 'failed', cause: 'password' }
        copyings.set(partOf(name), { name, password, state })
        return state
      },
      progress: async (name) => stateOf(name),
    },
    opens: async (mailbox, password) => passwords.get(mailbox)?.password === password,
    messagesOf: async (mailbox) => (copied.get(`messages ${mailbox}`) ?? 0) + (copied.get(`archive ${mailbox}`) ?? 0),
    async step() {
      for (const copying of copyings.values()) {
        if (copying.state.status !== 'running') continue
        const { name, password } = copying
        const isOpen = leaving.get(name.mailbox)?.password === password
        if (isOpen) copied.set(partOf(name), (copied.get(partOf(name)) ?? 0) + 1)
        copying.state = isOpen ? standing(name) : { status: 'failed', cause: 'password' }
      }
    },
    changePassword(mailbox, password) {
      const held = leaving.get(mailbox)
      if (held !== undefined) leaving.set(mailbox, { ...held, password })
    },
  }
}
