/** What a migration of mailboxes needs from the two providers, and from whoever tells people from robots. Types only. */

/**
 * `right`: the password opens the mailbox. `wrong`: it does not, or there is no such mailbox; which of the two is never said. `unavailable`: the provider
 * cannot tell, or not now.
 */
export type MailboxPasswordVerdict = 'right' | 'wrong' | 'unavailable'

/** The provider that the mailboxes leave. A rejected promise, and any other answer, count as `unavailable`. */
export interface LeavingProvider {
  /**
   * Whether the password opens the mailbox. The address is in lower case; the password is as it was typed, of 1 to 1024 characters, and nothing of it is
   * trimmed, folded or cut. Asking changes nothing, however often: a provider that locks a mailbox after some wrong passwords is asked through an
   * account that does not. Never logged.
   */
  verify(mailbox: string, password: string): Promise<MailboxPasswordVerdict>
}

/** A password for a mailbox at the arriving provider. */
export type MailboxPasswordOrder = {
  /** The address, in lower case. */
  readonly mailbox: string
  /** Which password of the mailbox it is, from 1: a repeat has the same number, and a later password, also of a later migration, a higher one. */
  readonly number: number
  /** 1 to 1024 characters. Never logged. */
  readonly password: string
}

/**
 * `set`: the password opens the mailbox from now on, and no other does. `superseded`: a later one was set before, and stays. `refused`: never. `unavailable`:
 * not now, or it is not known whether.
 */
export type MailboxPasswordOutcome = 'set' | 'superseded' | 'refused' | 'unavailable'

/** What of a mailbox is copied: its messages at once, its archive after the cut-over. */
export type MailboxPart = 'messages' | 'archive'

/** What names one copying. */
export type MailboxCopyName = {
  /** The address, in lower case. */
  readonly mailbox: string
  readonly part: MailboxPart
  /** Which copying of the part it is, from 1, and higher in a later migration. A repeat has the same number; a higher one interrupts the one before. */
  readonly number: number
}

/** What is to be copied. */
export type MailboxCopyOrder = MailboxCopyName & {
  /** What opens the mailbox at the leaving provider. Never logged, and forgotten when the copying is over. */
  readonly password: string
}

/** Where a copying stands. */
export type MailboxCopyState =
  /** Nobody has ordered it here. */
  | { readonly status: 'unknown' }
  /** `copied` of `total` messages; null while nobody has counted them. */
  | { readonly status: 'running'; readonly copied: number; readonly total: number | null }
  | { readonly status: 'done'; readonly copied: number }
  /** `password`: the leaving provider did not take it. `capacity`: the mailbox is too small. `interrupted`: a later copying has taken its place. */
  | { readonly status: 'failed'; readonly cause: 'password' | 'capacity' | 'interrupted' | 'other' }

/** The provider that the mailboxes go to. A rejected promise, and any other answer, say that it is not known whether anything was done. */
export interface ArrivingProvider {
  /** Sets the password. A repeat with the same number and password is `set` again, and changes nothing. */
  setPassword(order: MailboxPasswordOrder): Promise<MailboxPasswordOutcome>
  /**
   * Begins to copy, or goes on with what was begun under this number. A message is at the arriving provider once, however often copying is begun
   * anew. Answers at once with where it stands.
   */
  copy(order: MailboxCopyOrder): Promise<MailboxCopyState>
  /** Where a copying stands. Asking changes nothing. */
  progress(name: MailboxCopyName): Promise<MailboxCopyState>
}

/** `passed`: a person. `failed`: nobody who is let on. `unavailable`: it cannot be told, or not now. */
export type ChallengeVerdict = 'passed' | 'failed' | 'unavailable'

/** "Non sono un robot". A rejected promise, and any other answer, count as `unavailable`. */
export interface Challenge {
  /** Judges what the page has sent of the challenge: 1 to 4096 characters. Each is judged once: handed in again it has failed. */
  judge(response: string): Promise<ChallengeVerdict>
}
