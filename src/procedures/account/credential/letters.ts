/** Notices to the subscriber of a credential: what happened to it, never a secret. */
import type { Instant } from '../../../kernel/index.ts'
import {
  type Letter,
  type LetterEntry,
  type LetterTable,
  type Line,
  letterOf,
  type OfficeName,
  type Said,
} from '../../../runtime/letter.ts'
import {
  labels,
  notYou,
  type SuspendLink,
  sampleFacts,
  suspendLine,
  whenField,
  whySubscriber,
} from '../../../runtime/letter-words.ts'
import { type AlarmingNotice, type Notice, notices, type PlainNotice, type Wording } from './notice-words.ts'

export type { AlarmingNotice, Notice, PlainNotice } from './notice-words.ts'

/** What the notices about a credential tell, by their names. */
export type CredentialLetterData = {
  readonly [N in `credential/${PlainNotice}`]: {
    /** When it happened. */
    readonly when: Instant
  }
} & {
  readonly [N in `credential/${AlarmingNotice}`]: {
    /** When it happened. */
    readonly when: Instant
    /** Leads to the page that suspends. */
    readonly url: string
    /** Its end, exclusive. */
    readonly until: Instant
  }
}

type Linked = { readonly when: Instant } & SuspendLink

const saidOf = ({ subject, text, notYou: own }: Wording, when: Instant, link: readonly Line[]): Said => ({
  about: subject,
  greeting: 'by-name',
  lines: [text, { title: labels.event, fields: [whenField(when)] }, ...link],
  notYou: own ?? notYou,
  why: whySubscriber,
})

/** The letter of a notice, with the moment. */
export function noticeLetter<N extends PlainNotice>(
  office: OfficeName,
  notice: N,
  when: Instant,
): Letter<`credential/${N}`, { readonly when: Instant }> {
  return letterOf(`credential/${notice}`, office, { when }, saidOf(notices[notice], when, []))
}

/** The letter of a notice with the link that suspends. */
export function alarmLetter<N extends AlarmingNotice>(
  office: OfficeName,
  notice: N,
  { when, url, until }: Linked,
): Letter<`credential/${N}`, Linked> {
  const said = saidOf(notices[notice], when, [suspendLine({ url, until })])
  return letterOf(`credential/${notice}`, office, { when, url, until }, said, ['url'])
}

const alarming: { readonly [N in AlarmingNotice]: true } = {
  ...{ reactivated: true, 'password-changed': true, 'delay-lifted': true },
  ...{ 'password-recovered': true, 'pin-renewed': true, identified: true, issued: true, rebound: true },
}

/** True for a notice whose letter has the link that suspends. */
export const isAlarming = (notice: Notice): notice is AlarmingNotice => Object.hasOwn(alarming, notice)

const entry = <N extends PlainNotice>(notice: N, to: string): LetterEntry<Letter<`credential/${N}`, { when: Instant }>> => ({
  to,
  when: notices[notice].told,
  sample: (office) => noticeLetter(office, notice, sampleFacts.when),
})

const alarmEntry = <N extends AlarmingNotice>(notice: N, to: string): LetterEntry<Letter<`credential/${N}`, Linked>> => ({
  to,
  when: notices[notice].told,
  sample: (office) => alarmLetter(office, notice, sampleFacts),
})

const mailbox = 'the subscriber, at the private mailbox'
const both = `${mailbox} and at the PEC in force`
const everywhere = `${both}, and at the earlier address while lost secrets are replaced from there`

export const credentialLetters: LetterTable<CredentialLetterData> = {
  'credential/suspended': entry('suspended', both),
  'credential/suspended-theft': entry('suspended-theft', both),
  'credential/suspended-office': entry('suspended-office', both),
  'credential/reactivated': alarmEntry('reactivated', both),
  'credential/password-changed': alarmEntry('password-changed', both),
  'credential/password-recovered': alarmEntry('password-recovered', everywhere),
  'credential/pin-renewed': alarmEntry('pin-renewed', everywhere),
  'credential/identified': alarmEntry(
    'identified',
    'the subscriber, at each address that was in force and did not get the new secrets, the PEC among them',
  ),
  'credential/issued': alarmEntry(
    'issued',
    'the subscriber, at each address that was in force and did not get the new secrets, the PEC among them',
  ),
  'credential/rebound': alarmEntry('rebound', everywhere),
  'credential/revoked': entry('revoked', both),
  'credential/strangers-stopped': entry('strangers-stopped', mailbox),
  'credential/delay-lifted': alarmEntry('delay-lifted', mailbox),
  'credential/temporary-ending': entry('temporary-ending', mailbox),
  'credential/temporary-ended': entry('temporary-ended', mailbox),
}
