/** What the requests on the desk are called, where they lead, and how long they have waited. */
import { type DeskCase, type DeskState, type Instant, statusText } from 'sportello'
import { romeDate, romeText } from 'sportello/civil'
import type { Html } from '../../../html.ts'
import type { Workers } from '../../setting/workers.ts'
import type { Kit } from '../../web/kit.ts'
import type { Tone } from '../../web/pieces.ts'

/** The address of a dossier. */
export const dossierPath = (of: DeskCase, id: string): string =>
  `/desk/requests/${of === 'assistance' ? 'assistance/' : ''}${encodeURIComponent(id)}`

const tones: { readonly [S in DeskState]: Tone } = {
  ...{ waiting: 'primary', 'awaiting-correction': 'warning', approved: 'success', rejected: 'danger', closed: 'secondary' },
}

// Where no other term is set, an administrative procedure has thirty days (law 241 of 1990, article 2).
const termDays = 30
const soonDays = 20

const dayMs = 86_400_000

/** Civil days in Rome from one instant to another. */
const daysBetween = (from: Instant, to: Instant): number =>
  Math.round((Date.parse(romeDate(to)) - Date.parse(romeDate(from))) / dayMs)

export type RequestWords = {
  readonly kindOf: (of: DeskCase) => string
  /** A state of the list, as a mark. */
  readonly stateOf: (state: DeskState) => Html
  /** Day and time in Rome. */
  readonly when: (instant: Instant) => string
  /** For how long something has waited, as a mark that stands out when it is long. */
  readonly waited: (since: Instant, now: Instant) => Html
  /** The name of an operator; the id of one who works here no more. */
  readonly nameOf: (id: string) => string
}

export function requestWords({ t, mark, locale }: Kit, { all }: Pick<Workers, 'all'>): RequestWords {
  return {
    kindOf: (of) =>
      of === 'assistance'
        ? t('Richiesta di assistenza', 'Request for assistance')
        : t('Richiesta di credenziali', 'Request for credentials'),
    stateOf: (state) => mark(statusText('desk', state, locale), tones[state]),
    when: (instant) => romeText(instant, locale),
    waited(since, now) {
      const days = daysBetween(since, now)
      const words =
        days <= 0
          ? t('da oggi', 'since today')
          : days === 1
            ? t('da ieri', 'since yesterday')
            : t(`da ${days} giorni`, `for ${days} days`)
      return mark(words, days >= termDays ? 'danger' : days >= soonDays ? 'warning' : 'secondary')
    },
    nameOf: (id) => all.find((worker) => worker.id === id)?.name ?? id,
  }
}
