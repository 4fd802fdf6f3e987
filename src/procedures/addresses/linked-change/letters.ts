/** How the letters are laid out that every change has which a link confirms. What they say is said by each kind. */
import type { Instant } from '../../../kernel/index.ts'
import type { Said, Words } from '../../../runtime/letter.ts'
import {
  afterTheLink,
  ignoreIt,
  labels,
  type SuspendLink,
  suspendLine,
  whenField,
  whyFormer,
  whySubscriber,
} from '../../../runtime/letter-words.ts'
import type { MailedLink } from '../../../runtime/links.ts'

/** To the new address: the one mail that it gets before it is confirmed. Whoever reads it may be a stranger. */
export function linkSaid(said: {
  readonly subject: Words
  readonly opening: Words
  readonly press: Words
  readonly url: MailedLink
  readonly term: Words
  readonly why: Words
}): Said {
  const { subject, opening, press, url, term, why } = said
  const lines = [opening, { label: press, url }, term, afterTheLink]
  return { about: subject, greeting: 'nameless', lines, notYou: ignoreIt, why }
}

/** To the addresses in force, or that were: what was asked for or has changed, and what to do about it. */
export function noticeSaid(said: {
  readonly about: 'request' | 'change'
  readonly subject: Words
  readonly opening: Words
  readonly address: readonly [label: Words, value: string]
  readonly when: Instant
  readonly advice: readonly Words[]
  readonly notYou: Words
  readonly link: SuspendLink
}): Said {
  const { about, subject, opening, address, when, advice, notYou, link } = said
  const happened = { title: labels[about], fields: [address, whenField(when)] }
  return {
    about: subject,
    greeting: 'by-name',
    lines: [opening, happened, ...advice, suspendLine(link)],
    notYou,
    why: about === 'change' ? whyFormer : whySubscriber,
  }
}
