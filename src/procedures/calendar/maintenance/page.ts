/** What the windows of a calendar say of an operation. */
import type { Gate } from '../../../runtime/gate.ts'
import type { MaintenanceClosedRefusal } from '../../../runtime/in-flight.ts'
import { askingFor, closedFor, closedInGeneral, closingsOf, type General } from './availability.ts'
import { closedText, type Names, nameOf } from './calendar-words.ts'
import type { MaintenanceWindow } from './model.ts'

/** The refusal, in the one sentence that there is for it. */
export function closedRefusal(names: Names, feature: string, closed: Exclude<General, { is: 'open' }>): MaintenanceClosedRefusal {
  const text = { it: closedText(names, feature, closed, 'it'), en: closedText(names, feature, closed, 'en') }
  return { code: 'calendar/closed', feature, until: closed.until, text }
}

/** What a feature answers while a calendar cannot be read. */
export function unreadableRefusal(names: Names, feature: string): MaintenanceClosedRefusal {
  return {
    code: 'calendar/closed',
    feature,
    until: null,
    text: {
      it: `${nameOf(names.features, feature, 'it')}: al momento non disponibile, perché il calendario dell'ente non è leggibile.`,
      en: `${nameOf(names.features, feature, 'en')}: not available at present, since the calendar of the office cannot be read.`,
    },
  }
}

/** The windows, ready to be asked. */
export function windowsPage(
  { names, domains }: { readonly names: Names; readonly domains: readonly string[] },
  windows: readonly MaintenanceWindow[],
): Gate['admits'] {
  const closings = closingsOf(windows, domains)
  return ({ feature }, instant, asking) => {
    if (feature === null) return 'open'
    if ('anybody' in asking) {
      const general = closedInGeneral(closings, feature, instant)
      if (general.is === 'open') return 'open'
      return general.is === 'closed' ? closedRefusal(names, feature, general) : 'ask'
    }
    const closed = closedFor(closings, feature, askingFor(closings, asking), instant)
    return closed === null ? 'open' : closedRefusal(names, feature, { is: 'closed', ...closed })
  }
}
