/** The notice that an office publishes about a window, made of the window itself. */
import type { Locale } from '../../../kernel/index.ts'
import { romeLongText } from '../../../rules/civil/index.ts'
import { byText, type Names, nameOf, untilText } from './calendar-words.ts'
import type { MaintenanceContext } from './context.ts'
import type { MaintenanceDisposition, MaintenanceWindow } from './model.ts'
import { predicateText } from './predicate.ts'

const headings = {
  it: {
    subject: 'Oggetto',
    when: (from: string, until: string) => `A partire da ${from}, ${until}:`,
    closed: 'Funzioni non disponibili per i cittadini:',
    desk: "Funzioni dell'ente non disponibili:",
    rest: 'Tutte le altre funzioni restano disponibili.',
    underWay: (cutOff: string) => `Procedure avviate e non concluse ${cutOff}:`,
    unless: (whom: string) => ` (tranne che per chi ${whom})`,
    spared: (whom: string) => ` (escluso chi ${whom})`,
    later:
      'Le procedure avviate dopo questo termine non si perdono: se non possono essere concluse, il loro termine non decorre fino alla riapertura.',
  },
  en: {
    subject: 'Subject',
    when: (from: string, until: string) => `From ${from}, ${until}:`,
    closed: 'Not available to citizens:',
    desk: 'Not available at the office:',
    rest: 'Everything else stays available.',
    underWay: (cutOff: string) => `What was begun and not concluded ${cutOff}:`,
    unless: (whom: string) => ` (but for whoever ${whom})`,
    spared: (whom: string) => ` (but for whoever ${whom})`,
    later: 'What was begun later is not lost: where it cannot be concluded its term does not run until the service opens again.',
  },
} as const

/** What becomes of a procedure, behind its name. */
export const fateWords: { readonly [F in MaintenanceDisposition['fate']]: { readonly it: string; readonly en: string } } = {
  continue: { it: 'prosegue', en: 'goes on' },
  void: {
    it: 'è annullata, e alla riapertura se ne avvia una nuova',
    en: 'ends, and a new one is begun when the service opens again',
  },
  suspend: {
    it: 'attende la riapertura, e il termine non decorre',
    en: 'waits until the service opens again, and its term does not run',
  },
  're-identify': {
    it: "è annullata, e alla riapertura occorre l'identificazione di persona",
    en: 'ends, and the person must be identified in person when the service opens again',
  },
}

/** The whole text, in plain lines. */
export function noticeText(
  office: { readonly name: string },
  names: Names,
  window: MaintenanceWindow,
  menu: MaintenanceContext['menu'],
  locale: Locale,
): string {
  const say = headings[locale]
  const { title, from, to, cutOff, features, procedures } = window
  const closed = (whose: (of: string) => boolean) =>
    menu
      .filter(({ feature, of }) => whose(of) && Object.hasOwn(features, feature))
      .map(({ feature }) => {
        const unless = features[feature]?.unless ?? null
        const spared = unless === null ? '' : say.unless(predicateText(unless, locale, names.audiences))
        return `- ${nameOf(names.features, feature, locale)}${spared}`
      })
  const citizens = closed((of) => of !== 'office')
  const desk = closed((of) => of === 'office')
  const met = Object.entries(procedures).map(([procedure, { fate, unless }]) => {
    const spared = unless === null ? '' : say.spared(predicateText(unless, locale, names.audiences))
    return `- ${nameOf(names.procedures, procedure, locale)}: ${fateWords[fate][locale]}${spared}`
  })
  const block = (heading: string, lines: readonly string[]) => (lines.length === 0 ? [] : ['', heading, ...lines])
  return [
    office.name,
    `${say.subject}: ${title[locale]}`,
    '',
    say.when(romeLongText(from, locale), untilText(to, locale)),
    ...block(say.closed, citizens),
    ...block(say.desk, desk),
    '',
    say.rest,
    ...block(say.underWay(byText(cutOff, locale)), met),
    ...(met.length === 0 ? [] : [say.later]),
    '',
  ].join('\n')
}
