/** What the refusals of a migration say to people, in Italian and English. */
import { onDay, romeText } from '../../../rules/civil/index.ts'
import { formMessage, type Messages } from '../../../runtime/messages.ts'
import type { MigrationFormRefusal } from './context.ts'
import type { MigrationRefusal } from './model.ts'

const linkNames = {
  it: { activation: 'attivazione', webmail: 'webmail', manuals: 'guide' },
  en: { activation: 'activation', webmail: 'webmail', manuals: 'manuals' },
} as const

export const migrationMessages: Messages<MigrationRefusal | MigrationFormRefusal> = {
  'migration/form': formMessage,
  'migration/not-found': {
    status: 404,
    it: () => 'Per questo dominio non è pianificata alcuna migrazione.',
    en: () => 'No migration is planned for this domain.',
  },
  'migration/already-planned': {
    status: 409,
    it: () => 'Per questo dominio è già pianificata una migrazione: si può modificare o chiudere.',
    en: () => 'A migration is planned for this domain already: it can be changed or ended.',
  },
  'migration/ended': {
    status: 409,
    title: { it: 'La migrazione è chiusa.', en: 'The migration has ended.' },
    it: ({ endedAt }) => `La migrazione è stata chiusa ${onDay('il', romeText(endedAt, 'it'))}.`,
    en: ({ endedAt }) => `The migration was ended at ${romeText(endedAt, 'en')}.`,
  },
  'migration/cut-over-begun': {
    status: 409,
    title: { it: 'Il passaggio al nuovo gestore è in corso.', en: 'The cut-over is under way.' },
    it: ({ startedAt }) =>
      `Il passaggio al nuovo gestore è in corso ${onDay('dal', romeText(startedAt, 'it'))}: prima va completato o annullato.`,
    en: ({ startedAt }) =>
      `The cut-over has been under way since ${romeText(startedAt, 'en')}: it must be completed or rolled back first.`,
  },
  'migration/cut-over-completed': {
    status: 409,
    title: { it: 'Il passaggio al nuovo gestore è completato.', en: 'The cut-over is complete.' },
    it: ({ completedAt }) => `Il passaggio al nuovo gestore è completato ${onDay('dal', romeText(completedAt, 'it'))}.`,
    en: ({ completedAt }) => `The cut-over has been complete since ${romeText(completedAt, 'en')}.`,
  },
  'migration/cut-over-not-begun': {
    status: 409,
    it: () => 'Non risulta avviato alcun passaggio al nuovo gestore.',
    en: () => 'No cut-over is reported to have begun.',
  },
  'migration/activation-open': {
    status: 409,
    title: { it: "L'attivazione è già aperta.", en: 'The activation is open already.' },
    it: ({ from }) => `L'attivazione è aperta ${onDay('dal', romeText(from, 'it'))}.`,
    en: ({ from }) => `The activation has been open since ${romeText(from, 'en')}.`,
  },
  'migration/in-the-past': {
    status: 422,
    title: { it: 'La data indicata è già passata.', en: 'The time is in the past.' },
    it: ({ field }) =>
      field === 'activation'
        ? "L'ultimo giorno per l'attivazione è già passato."
        : 'La data del passaggio al nuovo gestore è già passata.',
    en: ({ field }) =>
      field === 'activation' ? 'The last day of the activation is in the past.' : 'The time of the cut-over is in the past.',
  },
  'migration/window-empty': {
    status: 422,
    it: () => "L'ultimo giorno per l'attivazione viene prima del primo.",
    en: () => 'The last day of the activation comes before the first.',
  },
  'migration/window-after-cut-over': {
    status: 422,
    title: { it: "L'attivazione finirebbe dopo il passaggio.", en: 'The activation would end after the cut-over.' },
    it: ({ until, cutOverAt }) =>
      `L'attivazione finirebbe ${onDay('il', romeText(until, 'it'))}, dopo l'inizio del passaggio al nuovo gestore (${romeText(cutOverAt, 'it')}).`,
    en: ({ until, cutOverAt }) =>
      `The activation would end at ${romeText(until, 'en')}, after the beginning of the cut-over (${romeText(cutOverAt, 'en')}).`,
  },
  'migration/not-later': {
    status: 422,
    title: { it: 'La nuova data non è successiva a quella prevista.', en: 'The new time is no later than the planned one.' },
    it: ({ field }) => {
      if (field === 'activation') return "L'ultimo giorno per l'attivazione deve essere successivo a quello previsto."
      if (field === 'interruption') return "La durata massima dell'interruzione deve essere superiore a quella prevista."
      return 'La data del passaggio deve essere successiva a quella prevista: per anticiparla serve un altro atto.'
    },
    en: ({ field }) => {
      if (field === 'activation') return 'The last day of the activation must be later than the planned one.'
      if (field === 'interruption') return 'The longest interruption must be longer than the planned one.'
      return 'The cut-over must come later than planned: bringing it forward is another act.'
    },
  },
  'migration/not-earlier': {
    status: 422,
    title: { it: 'La nuova data non è precedente a quella prevista.', en: 'The new time is no earlier than the planned one.' },
    it: ({ cutOverAt }) =>
      `Il passaggio è previsto per ${onDay('il', romeText(cutOverAt, 'it'))}: la nuova data deve essere precedente.`,
    en: ({ cutOverAt }) => `The cut-over is planned for ${romeText(cutOverAt, 'en')}: the new time must be earlier.`,
  },
  'migration/reminder-outside-window': {
    status: 422,
    title: { it: 'Un promemoria è fuori dal periodo di attivazione.', en: 'A reminder is outside the activation.' },
    it: ({ reminder }) =>
      `Il promemoria ${onDay('del', romeText(reminder, 'it'))} è già passato o è fuori dal periodo in cui si può attivare la casella.`,
    en: ({ reminder }) =>
      `The reminder at ${romeText(reminder, 'en')} is in the past, or outside the time in which a mailbox can be activated.`,
  },
  'migration/too-many-reminders': {
    status: 422,
    title: { it: 'I promemoria sono troppi.', en: 'There are too many reminders.' },
    it: ({ remindersMax }) => `Si possono prevedere al massimo ${remindersMax} promemoria.`,
    en: ({ remindersMax }) => `At most ${remindersMax} reminders can be planned.`,
  },
  'migration/link-elsewhere': {
    status: 422,
    title: { it: 'Un link porta a un altro sito.', en: 'A link leads to another site.' },
    it: ({ link, hosts }) => `Il link «${linkNames.it[link]}» porta a un sito diverso da quello ammesso (${hosts.join(', ')}).`,
    en: ({ link, hosts }) => `The link “${linkNames.en[link]}” leads to another site than the allowed one (${hosts.join(', ')}).`,
  },
  'migration/report-in-future': {
    status: 422,
    it: () => 'Si può comunicare solo ciò che è già avvenuto.',
    en: () => 'Only what has happened already can be reported.',
  },
  'migration/report-out-of-order': {
    status: 422,
    title: { it: "L'ora comunicata è troppo indietro nel tempo.", en: 'The reported time is too early.' },
    it: ({ since }) => `L'ora comunicata viene prima di quanto già avvenuto (${romeText(since, 'it')}).`,
    en: ({ since }) => `The reported time comes before what has happened already (${romeText(since, 'en')}).`,
  },
  'migration/too-many-cut-overs': {
    status: 409,
    title: { it: 'I passaggi annullati sono troppi.', en: 'Too many cut-overs were rolled back.' },
    it: ({ cutOversMax }) => `Dopo ${cutOversMax} passaggi annullati va pianificata una nuova migrazione.`,
    en: ({ cutOversMax }) => `After ${cutOversMax} cut-overs that were rolled back another migration is planned.`,
  },
}
