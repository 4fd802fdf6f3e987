/** What a calendar says to people: one sentence for a closure, wherever it is told; and the notice that an office publishes. */
import type { Instant, Locale } from '../../../kernel/index.ts'
import { endOfDayText, romeLongDate, romeLongText } from '../../../rules/civil/index.ts'
import type { General } from './availability.ts'
import type { MaintenanceWindow, MaintenanceWords } from './model.ts'
import { predicateText } from './predicate.ts'

/** What things are called in both languages. */
export type Names = {
  readonly features: ReadonlyMap<string, MaintenanceWords>
  readonly procedures: ReadonlyMap<string, MaintenanceWords>
  readonly audiences: { readonly [audience: string]: MaintenanceWords }
}

/** The name of a feature; its id where nothing calls it anything. */
export function nameOf(names: ReadonlyMap<string, MaintenanceWords>, id: string, locale: Locale): string {
  return names.get(id)?.[locale] ?? id
}

/** `fino alle ore 24 di giovedì 1º ottobre 2026`; of an end that is not known that it is not. */
export function untilText(until: Instant | null, locale: Locale): string {
  if (until === null) {
    return locale === 'it'
      ? 'fino alla conclusione dei lavori, che non è ancora nota'
      : 'until the work is done; when that will be is not known yet'
  }
  // An end of a day is told by that day.
  const isEndOfDay = endOfDayText(until, 'it').startsWith('ore 24')
  if (locale === 'it') {
    return isEndOfDay ? `fino alle ore 24 di ${romeLongDate(until - 1, 'it')}` : `fino a ${romeLongText(until, 'it')}`
  }
  return isEndOfDay ? `until 24:00 on ${romeLongDate(until - 1, 'en')} (Rome)` : `until ${romeLongText(until, 'en')}`
}

/** `entro le ore 24 di giovedì 1º ottobre 2026`. */
export function byText(at: Instant, locale: Locale): string {
  const until = untilText(at, locale)
  if (locale === 'en') return until.replace('until', 'by')
  return until.startsWith('fino alle ') ? until.replace('fino alle', 'entro le') : until.replace('fino a', 'entro')
}

const titleOf = (windows: readonly MaintenanceWindow[], locale: Locale): string =>
  [...new Set(windows.map(({ title }) => title[locale]))].join(', ')

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)

/** The sentence about a feature that is closed: what, until when, why and, where it is open for some, for whom. */
export function closedText(names: Names, feature: string, closed: Exclude<General, { is: 'open' }>, locale: Locale): string {
  const name = capital(nameOf(names.features, feature, locale))
  const { until, windows } = closed
  const why = titleOf(windows, locale)
  const end = untilText(until, locale)
  if (closed.is === 'closed') {
    return locale === 'it' ? `${name}: non disponibile ${end} (${why}).` : `${name}: not available ${end} (${why}).`
  }
  const whom = predicateText(closed.unless, locale, names.audiences)
  return locale === 'it'
    ? `${name}: disponibile ${end} solo per chi ${whom} (${why}).`
    : `${name}: available ${end} only to whoever ${whom} (${why}).`
}

/** The sentence about a procedure whose term stands still. */
export function heldText(
  names: Names,
  procedure: string,
  until: Instant | null,
  windows: readonly MaintenanceWindow[],
  locale: Locale,
): string {
  const name = capital(nameOf(names.procedures, procedure, locale))
  const why = titleOf(windows, locale)
  return locale === 'it'
    ? `${name}: la sua procedura è sospesa ${untilText(until, 'it')} (${why}). Il termine riprende a decorrere dopo.`
    : `${name}: your procedure is suspended ${untilText(until, 'en')} (${why}). Its term runs on afterwards.`
}

/** What becomes of something under way, told to its person. */
export function fateText(
  names: Names,
  procedure: string,
  {
    fate,
    from,
    until,
  }: { readonly fate: 'none' | 'held' | 'void' | 're-identify'; readonly from: Instant | null; readonly until: Instant | null },
  windows: readonly MaintenanceWindow[],
  locale: Locale,
): string {
  const name = capital(nameOf(names.procedures, procedure, locale))
  const why = titleOf(windows, locale)
  const start = from === null ? '' : romeLongText(from, locale)
  const it = {
    none: `${name}: nessuna sospensione prevista.`,
    held: `${name}: sospesa da ${start}, ${untilText(until, 'it')} (${why}). Il termine riprende a decorrere dopo.`,
    void: `${name}: annullata da ${start} (${why}). Alla riapertura dovrà avviarne una nuova.`,
    're-identify': `${name}: annullata da ${start} (${why}). Alla riapertura dovrà farsi riconoscere di persona per essere abilitato di nuovo.`,
  }
  const en = {
    none: `${name}: no suspension is planned.`,
    held: `${name}: suspended from ${start}, ${untilText(until, 'en')} (${why}). Its term runs on afterwards.`,
    void: `${name}: ends at ${start} (${why}). When it opens again you have to begin a new one.`,
    're-identify': `${name}: ends at ${start} (${why}). When it opens again you have to be identified in person to be enabled anew.`,
  }
  return locale === 'it' ? it[fate] : en[fate]
}
