/** The campaign of seed 004 as a form, in our own words; its hosts are examples. */
import type { MigrationPlanForm } from 'sportello'
import { operator } from './counter.ts'

const hour = 3_600_000

/** Computed by hand: Rome was at +01:00. */
export const seedInstants = {
  activationFrom: Date.UTC(2022, 10, 10, 23),
  activationUntil: Date.UTC(2022, 10, 22, 23),
  cutOverAt: Date.UTC(2022, 10, 23, 13),
  cutOverEndsAt: Date.UTC(2022, 10, 23, 19),
  /** The day on which it was announced. */
  announcedAt: Date.UTC(2022, 10, 10, 13),
  longestMs: 6 * hour,
} as const

export const seedDomain = 'pec.istruzione.example.it'

/** 11 to 22 November included; 23 November, 14:00 to 20:00. */
export const seedCampaign: MigrationPlanForm = {
  operator,
  domain: seedDomain,
  reason: 'Avviso del 10 novembre 2022.',
  title: { it: 'Nuovo sistema di Posta Elettronica Certificata', en: 'New system of certified mail' },
  leaving: 'Uscente S.p.A.',
  arriving: 'Entrante S.p.A.',
  activation: { firstDay: '2022-11-11', lastDay: '2022-11-22' },
  cutOver: { from: '2022-11-23T14:00', longestMinutes: 360 },
  contents: {
    atOnce: [{ it: 'i messaggi della casella', en: 'the messages of the mailbox' }],
    later: [{ it: 'i messaggi della sezione «Archivio»', en: 'the messages of the section “Archivio”' }],
    never: [
      {
        what: { it: 'la rubrica', en: 'the address book' },
        ownerCan: {
          it: 'La può salvare con Contatti, Altre azioni, Esporta rubrica in formato CSV.',
          en: 'You can save it with Contatti, Altre azioni, Esporta rubrica in formato CSV.',
        },
      },
      { what: { it: 'filtri e inoltri', en: 'filters and forwards' } },
    ],
  },
  capacity: { beforeGb: 1, afterGb: 6 },
  benefits: [
    {
      it: 'Archivio di conservazione a norma, automatico e senza limiti.',
      en: 'Preservation by law, automatic and without limits.',
    },
  ],
  clients: [
    { protocol: 'smtp-starttls', host: 'invio.entrante.example.it' },
    { protocol: 'smtps', host: 'invio.entrante.example.it' },
    { protocol: 'imaps', host: 'caselle.entrante.example.it' },
    { protocol: 'pop3s', host: 'caselle.entrante.example.it' },
  ],
  links: {
    host: 'entrante.example.it',
    activation: 'https://migrazione.entrante.example.it/webapp/?ui=pec',
    webmail: 'https://webmail.pec.istruzione.example.it/',
    manuals: 'https://help.entrante.example.it/',
    check: {
      it: 'Prima di scrivere la password faccia clic sul lucchetto e controlli a chi è intestato il certificato.',
      en: 'Before you type the password click the padlock and check to whom the certificate was issued.',
    },
  },
  reminders: ['2022-11-16T09:00', '2022-11-21T09:00'],
}
