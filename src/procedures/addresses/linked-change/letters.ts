/** How the letters are laid out that every change has which a link confirms. What they say is said by each kind. */
import type { Instant } from '../../../kernel/index.ts'
import { type Letter, type OfficeName, subjectOf, type Words } from '../../../runtime/letter.ts'
import { afterTheLink, labels, whenField } from '../../../runtime/letter-words.ts'

/** To the new address: the one mail that it gets before it is confirmed. */
export function linkLetterOf(
  office: OfficeName,
  said: { readonly subject: Words; readonly opening: Words; readonly press: Words; readonly url: string; readonly term: Words },
): Letter {
  const { subject, opening, press, url, term } = said
  return { subject: subjectOf(office, subject), lines: [opening, { label: press, url }, term, afterTheLink] }
}

/** To the addresses in force, or that were: what was asked for or has changed, and what to do about it. */
export function noticeOf(
  office: OfficeName,
  said: {
    readonly about: 'request' | 'change'
    readonly subject: Words
    readonly opening: Words
    readonly address: readonly [label: Words, value: string]
    readonly when: Instant
    readonly advice: readonly Words[]
  },
): Letter {
  const { about, subject, opening, address, when, advice } = said
  const happened = { title: labels[about], fields: [address, whenField(when)] }
  return { subject: subjectOf(office, subject), lines: [opening, happened, ...advice] }
}
