/** What a sunset says to people: one sentence for an act that has ended, wherever it is told, with the way to get on. */

import type { Instant, Locale } from '../../../kernel/index.ts'
import { endOfDayText, onDay, romeLongDate, romeLongText } from '../../../rules/civil/index.ts'
import type { CalendarEndedRefusal } from '../../../runtime/in-flight.ts'
import type { SunsetAct } from './acts.ts'
import type { SunsetActStatus, SunsetHeldExemption, SunsetPhase } from './course.ts'
import type { SunsetCourse, SunsetExemption, SunsetMeans, SunsetWords } from './model.ts'

/** What is not possible any more, as the beginning of a sentence. */
const acts: { readonly [A in SunsetAct]: SunsetWords } = {
  issue: { it: 'Non vengono più rilasciate nuove credenziali', en: 'No new credentials are issued any more' },
  'password-replacement': {
    it: 'La password dimenticata non si può più sostituire',
    en: 'A forgotten password is not replaced any more',
  },
  'pin-replacement': { it: 'Il PIN smarrito non si può più sostituire', en: 'A lost PIN is not replaced any more' },
  'first-credentials': {
    it: 'Le prime credenziali non si possono più emettere di nuovo',
    en: 'First credentials are not issued anew any more',
  },
  restoration: {
    it: 'Le credenziali scadute non si possono più ripristinare',
    en: 'Expired credentials are not restored any more',
  },
  use: { it: "Con le credenziali dell'ente non si può più accedere", en: 'The credentials of the office open nothing any more' },
}

const meansNames: { readonly [M in SunsetMeans]: string } = { spid: 'SPID', cie: 'CIE', cns: 'CNS', eidas: 'eIDAS' }

const exemptions: { readonly [E in SunsetExemption]: SunsetWords } = {
  minor: { it: 'minore età', en: 'under age' },
  'no-italian-document': { it: 'assenza di un documento italiano', en: 'no Italian document' },
  guardianship: { it: 'tutela, curatela o amministrazione di sostegno', en: 'guardianship' },
}

/** `SPID, CIE o CNS`. */
function listed(means: readonly SunsetMeans[], locale: Locale): string {
  const names = means.map((one) => meansNames[one])
  if (names.length < 2) return names.join()
  return `${names.slice(0, -1).join(', ')} ${locale === 'it' ? 'o' : 'or'} ${names.slice(-1).join()}`
}

/** How to get on; empty where the office names no way. */
export function nextText({ means }: Pick<SunsetCourse, 'means'>, locale: Locale): string {
  if (means.length === 0) return ''
  return locale === 'it' ? ` Si accede con ${listed(means, 'it')}.` : ` Sign in with ${listed(means, 'en')}.`
}

/** `da domenica 28 febbraio 2021`; with the time where it is not the beginning of a day. */
function sinceText(since: Instant, locale: Locale): string {
  const isStartOfDay = endOfDayText(since, 'it').startsWith('ore 24')
  const text = isStartOfDay ? romeLongDate(since, locale) : romeLongText(since, locale)
  return locale === 'it' ? `da ${text}` : `since ${text}`
}

/** The sentence about an act that has ended: what, since when, by what rule, and how to get on. */
export function endedText(course: Pick<SunsetCourse, 'title' | 'means'>, act: SunsetAct, since: Instant, locale: Locale): string {
  return `${acts[act][locale]} ${sinceText(since, locale)} (${course.title[locale]}).${nextText(course, locale)}`
}

/** The refusal, in the one sentence that there is for it. */
export function endedRefusal(course: SunsetCourse, act: SunsetAct, since: Instant): CalendarEndedRefusal {
  const text = { it: endedText(course, act, since, 'it'), en: endedText(course, act, since, 'en') }
  return { code: 'calendar/ended', act, since, means: course.means, text }
}

/** `fino alle ore 24 di giovedì 30 settembre 2021`. */
export function untilText(until: Instant, locale: Locale): string {
  const isEndOfDay = endOfDayText(until, 'it').startsWith('ore 24')
  if (locale === 'it')
    return isEndOfDay ? `fino alle ore 24 di ${romeLongDate(until - 1, 'it')}` : `fino a ${romeLongText(until, 'it')}`
  return isEndOfDay ? `until 24:00 on ${romeLongDate(until - 1, 'en')} (Rome)` : `until ${romeLongText(until, 'en')}`
}

function exemptText({ kind, untilDay }: SunsetHeldExemption, locale: Locale): string {
  const reason = exemptions[kind][locale]
  if (untilDay === null) {
    return locale === 'it'
      ? `Per lei le credenziali dell'ente restano valide (${reason}).`
      : `For you the credentials of the office go on working (${reason}).`
  }
  return locale === 'it'
    ? `Per lei le credenziali dell'ente restano valide (${reason}, fino ${onDay('al', untilDay.split('-').reverse().join('/'))} compreso).`
    : `For you the credentials of the office go on working (${reason}, up to and including ${untilDay}).`
}

/** Since when no credentials are issued, or until when they are; empty where nothing ends that before the last use. */
function issueText(issue: SunsetActStatus, lastUse: Instant | null, locale: Locale): string {
  if (issue.is === 'ended') return `${acts.issue[locale]} ${sinceText(issue.since, locale)}.`
  if (issue.is === 'exempt' || issue.until === null || issue.until === lastUse) return ''
  const until = untilText(issue.until, locale)
  return locale === 'it' ? `Nuove credenziali vengono rilasciate ${until}.` : `New credentials are issued ${until}.`
}

/** Where the course stands for a person, in a sentence or two: what works until when, and what comes next. `lasting`: what exempts the person from the last use. */
export function phaseText(
  course: SunsetCourse | null,
  phase: SunsetPhase,
  lasting: SunsetHeldExemption | null,
  locale: Locale,
): string {
  const { use } = phase.acts
  if (course === null) {
    return locale === 'it' ? "Le credenziali dell'ente non hanno una data di fine." : 'The credentials of the office have no end.'
  }
  if (use.is === 'ended') return endedText(course, 'use', use.since, locale)
  const exempt = Object.values(phase.acts).find((standing) => standing.is === 'exempt')
  const until = use.is === 'open' ? use.until : null
  // Whoever is exempted from what has ended, and not from the last use, has a credential that ends with all others.
  const exemption = until === null && exempt?.is === 'exempt' ? exempt.exemption : lasting
  if (exemption !== null) return exemptText(exemption, locale)
  const first = issueText(phase.acts.issue, until, locale)
  const title = course.title[locale]
  const last =
    until === null
      ? locale === 'it'
        ? `Quelle già rilasciate restano valide (${title}).`
        : `Those that were issued go on working (${title}).`
      : locale === 'it'
        ? `Le credenziali già rilasciate valgono ${untilText(until, 'it')} (${title}).`
        : `Credentials that were issued work ${untilText(until, 'en')} (${title}).`
  return `${first}${first === '' ? '' : ' '}${last}${nextText(course, locale)}`
}
