/** What of a mailbox is counted: where it stands, its password, its copies, and whether it waits for the office. */
import type { MailboxFacets } from '../mailbox-tally/model.ts'
import { isOrdered, type MailboxCopied } from './copying.ts'
import { isRefused } from './follow.ts'
import type { MailboxRecord, MailboxState } from './model.ts'

/** Under which name a copying is counted, beside its part. */
function copyingName(state: MailboxRecord, part: MailboxCopied): string {
  const copying = state[part]
  switch (copying.status) {
    case 'not-begun':
      return isOrdered(state, part) ? 'ordered' : 'not-begun'
    case 'failed':
      return `failed.${copying.cause}`
    case 'running':
    case 'done':
      return copying.status
  }
}

/** As it is counted; null for a mailbox that is none. */
export function facetsOf(state: MailboxState): MailboxFacets | null {
  if (state.status === 'none') return null
  const { status, since, isListed, activations, messages, parked } = state
  const last = activations.at(-1)
  const unset = isRefused(state) ? 'password.refused' : 'password.ordered'
  const password = last === undefined ? [] : [`password.${last.password}`, last.setAt === null ? unset : 'password.set']
  return {
    names: [
      ...[`status.${status}`, isListed ? 'listed' : 'unlisted', ...password],
      ...[`messages.${copyingName(state, 'messages')}`, `archive.${copyingName(state, 'archive')}`],
      ...(parked === null ? [] : [`parked.${parked.cause}`]),
    ],
    status: `status.${status}`,
    since,
    copiedAt: messages.status === 'done' ? messages.endedAt : null,
  }
}

/** In how many parts a migration is counted: commits on mailboxes of different parts pass each other. */
export const tallyParts = 256

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** In which part a mailbox is counted: its id is a digest, so all parts are as large. */
export function tallyPartOf(mailboxId: string): number {
  const [high = 0, low = 0] = [...mailboxId.slice(0, 2)].map((letter) => Math.max(0, letters.indexOf(letter)))
  return (high * 4 + (low >> 4)) % tallyParts
}

/** The id of one part of the tally of a migration. */
export function tallyId(migrationId: string, migration: number, part: number): string {
  return `${migrationId}-${migration}-${part}`
}
