/**
 * The two providers of a migration, simulated: the one that the mailboxes leave and the one that they go to. What they do takes time by a clock, and
 * each effect is told in one line, from which they can be set up again after a crash.
 */
import { createHash } from 'node:crypto'
import type { ArrivingProvider, LeavingProvider, MailboxCopyName, MailboxCopyState, MailboxPart } from 'sportello'

/** A mailbox at the leaving provider. */
export type SimulatedMailbox = {
  /** The address, in lower case. */
  readonly mailbox: string
  readonly password: string
  /** How many messages it holds, and how many its archive. */
  readonly messages: number
  readonly archived: number
  /** True where the new mailbox is too small for what is in the old one. */
  readonly isFull: boolean
}

/** An effect at a provider. */
export type Effect =
  | { readonly did: 'set'; readonly mailbox: string; readonly number: number; readonly digest: string }
  | {
      readonly did: 'copy'
      readonly mailbox: string
      readonly part: MailboxPart
      readonly number: number
      readonly at: number
      /** What was copied before, by an earlier copying. */
      readonly before: number
      readonly isOpen: boolean
    }
  | { readonly did: 'change'; readonly mailbox: string; readonly at: number; readonly digest: string }

export type SimulatedProviders = {
  readonly leaving: LeavingProvider
  readonly arriving: ArrivingProvider
  /** Whether the password opens the mailbox at the arriving provider. */
  readonly opens: (mailbox: string, password: string) => boolean
  /** How many messages of the mailbox are at the arriving provider, those of the archive included. */
  readonly messagesOf: (mailbox: string) => number
  /** How often the messages of the mailbox were begun to be copied. */
  readonly beginningsOf: (mailbox: string) => number
  /** Gives the mailbox another password at the leaving provider. */
  readonly changePassword: (mailbox: string, password: string) => void
  /** Makes an effect of earlier again. */
  readonly restore: (effect: Effect) => void
}

export type ProviderOptions = {
  readonly mailboxes: Iterable<SimulatedMailbox>
  /** The present instant, ms. */
  readonly now: () => number
  /** How many messages of one mailbox are copied in a second. */
  readonly perSecond: number
  /** A part with no more messages than that is copied at once. */
  readonly smallMax?: number
  /** Hears of each effect before it is answered. */
  readonly tell?: (effect: Effect) => void
}

type Copying = { readonly number: number; readonly at: number; readonly before: number; readonly isOpen: boolean }

const digestOf = (password: string): string => createHash('sha256').update(password).digest('base64url')

/** Providers that hold these mailboxes. */
export function simulateProviders({
  mailboxes,
  now,
  perSecond,
  smallMax = 0,
  tell = () => {},
}: ProviderOptions): SimulatedProviders {
  const held = new Map([...mailboxes].map((one) => [one.mailbox, { ...one, digest: digestOf(one.password) }]))
  const passwords = new Map<string, { readonly number: number; readonly digest: string }>()
  const copyings = new Map<string, Copying>()
  const beginnings = new Map<string, number>()

  const partOf = ({ mailbox, part }: Omit<MailboxCopyName, 'number'>): string => `${part} ${mailbox}`

  const totalOf = ({ mailbox, part }: Omit<MailboxCopyName, 'number'>): number => {
    const one = held.get(mailbox)
    return (part === 'messages' ? one?.messages : one?.archived) ?? 0
  }

  /** How many of the part are there by now: each message once, whichever copying has brought it. */
  function copiedOf(name: Omit<MailboxCopyName, 'number'>, at: number): number {
    const copying = copyings.get(partOf(name))
    if (copying === undefined) return 0
    if (!copying.isOpen) return copying.before
    const total = totalOf(name)
    const room = held.get(name.mailbox)?.isFull === true ? Math.floor(total / 2) : total
    if (total <= smallMax) return room
    return Math.min(room, copying.before + Math.floor((Math.max(0, at - copying.at) * perSecond) / 1000))
  }

  function stateOf(name: MailboxCopyName): MailboxCopyState {
    const copying = copyings.get(partOf(name))
    if (copying === undefined || name.number > copying.number) return { status: 'unknown' }
    if (name.number < copying.number) return { status: 'failed', cause: 'interrupted' }
    if (!copying.isOpen) return { status: 'failed', cause: 'password' }
    const [copied, total] = [copiedOf(name, now()), totalOf(name)]
    if (copied >= total) return { status: 'done', copied }
    const isOver = held.get(name.mailbox)?.isFull === true && copied >= Math.floor(total / 2)
    return isOver ? { status: 'failed', cause: 'capacity' } : { status: 'running', copied, total }
  }

  function make(effect: Effect): void {
    const { mailbox } = effect
    if (effect.did === 'set') passwords.set(mailbox, { number: effect.number, digest: effect.digest })
    if (effect.did === 'change') change(effect)
    if (effect.did === 'copy') {
      const { part, number, at, before, isOpen } = effect
      copyings.set(partOf({ mailbox, part }), { number, at, before, isOpen })
      if (part === 'messages') beginnings.set(mailbox, (beginnings.get(mailbox) ?? 0) + 1)
    }
  }

  /** What is being copied with the password before is cut off where it is. */
  function change({ mailbox, at, digest }: Extract<Effect, { did: 'change' }>): void {
    const one = held.get(mailbox)
    if (one === undefined) return
    held.set(mailbox, { ...one, digest })
    for (const part of ['messages', 'archive'] as const) {
      const copying = copyings.get(partOf({ mailbox, part }))
      const before = copiedOf({ mailbox, part }, at)
      if (copying !== undefined && before < totalOf({ mailbox, part }))
        copyings.set(partOf({ mailbox, part }), { ...copying, before, isOpen: false })
    }
  }

  function perform(effect: Effect): void {
    tell(effect)
    make(effect)
  }

  return {
    leaving: {
      verify: async (mailbox, password) => (held.get(mailbox)?.digest === digestOf(password) ? 'right' : 'wrong'),
    },
    arriving: {
      async setPassword({ mailbox, number, password }) {
        const before = passwords.get(mailbox)
        if (!held.has(mailbox)) return 'refused'
        if (before !== undefined && before.number > number) return 'superseded'
        const digest = digestOf(password)
        if (before?.number !== number || before.digest !== digest) perform({ did: 'set', mailbox, number, digest })
        return 'set'
      },
      async copy({ password, mailbox, part, number }) {
        const name = { mailbox, part, number }
        if (stateOf(name).status !== 'unknown') return stateOf(name)
        const isOpen = held.get(mailbox)?.digest === digestOf(password)
        perform({ did: 'copy', ...name, at: now(), before: copiedOf(name, now()), isOpen })
        return stateOf(name)
      },
      progress: async (name) => stateOf(name),
    },
    opens: (mailbox, password) => passwords.get(mailbox)?.digest === digestOf(password),
    messagesOf: (mailbox) => copiedOf({ mailbox, part: 'messages' }, now()) + copiedOf({ mailbox, part: 'archive' }, now()),
    beginningsOf: (mailbox) => beginnings.get(mailbox) ?? 0,
    changePassword: (mailbox, password) => perform({ did: 'change', mailbox, at: now(), digest: digestOf(password) }),
    restore: make,
  }
}
