/** The letters of a campaign against what has become of its mailboxes. */
import type { Account } from '../../../examples/demo/migration/account.ts'

/** Every change has its letter, and each letter is sent once. */
export function againstLetters(sent: readonly string[], account: Account): readonly string[] {
  const { kept, replaced, whole, unfinished } = account
  const counted = (purpose: string): number => sent.filter((id) => id.endsWith(`.${purpose}`)).length
  const wanted = {
    activated: kept + replaced,
    live: kept + replaced,
    'copied-messages': whole,
    'copy-failed-messages': unfinished,
  }
  return [
    ...(new Set(sent).size === sent.length ? [] : ['a letter was sent twice']),
    ...Object.entries(wanted).flatMap(([purpose, count]) =>
      counted(purpose) === count ? [] : [`${counted(purpose)} letters ${purpose} instead of ${count}`],
    ),
  ]
}
