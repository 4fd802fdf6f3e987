/** What the refusals of a calendar say to people, in Italian and English. */
import { onDay, romeText } from '../../../rules/civil/index.ts'
import type { MaintenanceClosedRefusal } from '../../../runtime/in-flight.ts'
import { formMessage, type Messages } from '../../../runtime/messages.ts'
import type { MaintenanceFormRefusal } from './context.ts'
import type { MaintenanceRefusal } from './model.ts'

export const maintenanceMessages: Messages<MaintenanceRefusal | MaintenanceClosedRefusal | MaintenanceFormRefusal> = {
  'maintenance/form': formMessage,
  'calendar/closed': {
    status: 423,
    title: { it: 'Funzione non disponibile per manutenzione.', en: 'Not available during maintenance.' },
    it: ({ text }) => text.it,
    en: ({ text }) => text.en,
  },
  'maintenance/not-found': {
    status: 404,
    it: () => 'La finestra di manutenzione non esiste.',
    en: () => 'There is no such maintenance window.',
  },
  'maintenance/already-begun': {
    status: 409,
    title: { it: 'La finestra è già iniziata.', en: 'The window has begun already.' },
    it: ({ from }) => `La finestra è già iniziata (${romeText(from, 'it')}): si può prorogare o chiudere.`,
    en: ({ from }) => `The window has begun already (${romeText(from, 'en')}): it can be prolonged or closed.`,
  },
  'maintenance/not-begun': {
    status: 409,
    title: { it: 'La finestra non è ancora iniziata.', en: 'The window has not begun yet.' },
    it: ({ from }) => `La finestra inizia ${onDay('il', romeText(from, 'it'))}: si può aprire prima o annullare.`,
    en: ({ from }) => `The window begins at ${romeText(from, 'en')}: it can be opened earlier or cancelled.`,
  },
  'maintenance/over': {
    status: 409,
    title: { it: 'La finestra è conclusa.', en: 'The window is over.' },
    it: ({ endedAt }) => `La finestra è conclusa ${onDay('dal', romeText(endedAt, 'it'))}.`,
    en: ({ endedAt }) => `The window has been over since ${romeText(endedAt, 'en')}.`,
  },
  'maintenance/cancelled': {
    status: 409,
    it: () => 'La finestra è stata annullata.',
    en: () => 'The window was cancelled.',
  },
  'maintenance/in-the-past': {
    status: 422,
    title: { it: 'La data indicata è già passata.', en: 'The time is in the past.' },
    it: ({ field }) =>
      `${field === 'from' ? "L'inizio" : 'La fine'} della finestra è già passata: quel che è stato non si cambia.`,
    en: ({ field }) =>
      `The ${field === 'from' ? 'beginning' : 'end'} of the window is in the past: what has been is not changed.`,
  },
  'maintenance/ends-before-start': {
    status: 422,
    it: () => 'La finestra finisce prima di iniziare.',
    en: () => 'The window ends before it begins.',
  },
  'maintenance/cut-off-after-start': {
    status: 422,
    it: () => "Il termine per concludere le procedure viene dopo l'inizio della finestra.",
    en: () => 'The cut-off comes after the beginning of the window.',
  },
  'maintenance/contradiction': {
    status: 409,
    title: { it: "Un'altra finestra dispone diversamente.", en: 'Another window says otherwise.' },
    it: ({ procedure, window }) =>
      `Nello stesso periodo la finestra ${window} dispone diversamente per le procedure in corso (${procedure}).`,
    en: ({ procedure, window }) => `At the same time the window ${window} says otherwise of what is under way (${procedure}).`,
  },
  'maintenance/too-many-windows': {
    status: 409,
    title: { it: 'Le finestre pianificate sono troppe.', en: 'Too many windows are planned.' },
    it: ({ windowsMax }) => `Si possono pianificare al massimo ${windowsMax} finestre.`,
    en: ({ windowsMax }) => `At most ${windowsMax} windows can be planned.`,
  },
}
