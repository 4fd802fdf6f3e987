/** What the providers answer, behind a guard: whatever is no answer says that nothing is known. */

import { SportelloError } from '../../../kernel/index.ts'
import type {
  ArrivingProvider,
  LeavingProvider,
  MailboxCopyName,
  MailboxCopyOrder,
  MailboxPasswordOrder,
  MailboxPasswordOutcome,
  MailboxPasswordVerdict,
} from '../../../ports/index.ts'
import type { Runtime } from '../../../runtime/runtime.ts'
import { type MailboxCopyNews, mailboxCopyFailures } from './copying.ts'

/** The providers of the host. Throws where it has none. */
export function providersOf({ leavingProvider: leaving, arrivingProvider: arriving }: Runtime): {
  readonly leaving: LeavingProvider
  readonly arriving: ArrivingProvider
} {
  if (leaving !== null && arriving !== null) return { leaving, arriving }
  throw new SportelloError('config/invalid', 'migration: leavingProvider and arrivingProvider are missing')
}

async function answerOf(call: () => Promise<unknown>): Promise<unknown> {
  try {
    return await call()
  } catch {
    // What the provider throws may quote the password: it is not passed on.
    return null
  }
}

/** Whether the password opens the mailbox at the leaving provider. */
export async function askPassword(provider: LeavingProvider, mailbox: string, password: string): Promise<MailboxPasswordVerdict> {
  const verdict = await answerOf(() => provider.verify(mailbox, password))
  return verdict === 'right' || verdict === 'wrong' ? verdict : 'unavailable'
}

/** Orders the password at the arriving provider. */
export async function orderPassword(provider: ArrivingProvider, order: MailboxPasswordOrder): Promise<MailboxPasswordOutcome> {
  const outcome = await answerOf(() => provider.setPassword(order))
  return outcome === 'set' || outcome === 'superseded' || outcome === 'refused' ? outcome : 'unavailable'
}

/** What of a copying is known: its news, that nobody has ordered it there, or nothing. */
export type CopyAnswer = MailboxCopyNews | 'unknown' | null

const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 0

function readCopying(answer: unknown): CopyAnswer {
  if (typeof answer !== 'object' || answer === null) return null
  try {
    const { status, copied, total, cause } = answer as { readonly [field: string]: unknown }
    if (status === 'unknown') return 'unknown'
    if (status === 'running' && isCount(copied)) return { status, copied, total: isCount(total) ? total : null }
    if (status === 'done' && isCount(copied)) return { status, copied }
    const known = mailboxCopyFailures.find((failure) => failure === cause)
    return status === 'failed' && known !== undefined ? { status, cause: known } : null
  } catch {
    return null
  }
}

/** Orders a copying, or goes on with it. */
export async function orderCopying(provider: ArrivingProvider, order: MailboxCopyOrder): Promise<CopyAnswer> {
  return readCopying(await answerOf(() => provider.copy(order)))
}

/** Where a copying stands. */
export async function askCopying(provider: ArrivingProvider, name: MailboxCopyName): Promise<CopyAnswer> {
  return readCopying(await answerOf(() => provider.progress(name)))
}
