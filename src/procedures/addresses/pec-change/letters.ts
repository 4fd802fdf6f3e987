/** The mail of a change of PEC: the link to the new address, and what the old ones are told, in Italian and English. */

import type { Instant, Locale } from '../../../kernel/index.ts'
import { endOfDayText, romeDayText } from '../../../rules/civil/index.ts'
import type { Letter } from '../../../runtime/letter.ts'
import type { Undeliverable } from './model.ts'

type OfficeName = { readonly name: string }

/** The link and its term. `until` is the end when it is received on the day of sending; `isFirm` when no receipt will lengthen it. */
export type LinkTerms = { readonly url: string; readonly sentAt: Instant; readonly until: Instant; readonly isFirm: boolean }

/** To the new PEC: the one mail that an unconfirmed address gets. */
export function linkLetter(office: OfficeName, { url, sentAt, until, isFirm }: LinkTerms, locale: Locale): Letter {
  const end = endOfDayText(until, locale)
  const today = romeDayText(sentAt, locale)
  if (locale === 'it') {
    return {
      subject: `${office.name}: conferma del nuovo indirizzo PEC`,
      lines: [
        {
          kind: 'text',
          text: 'Questo indirizzo PEC è stato comunicato come nuovo recapito. Il cambio avviene solo dopo la conferma.',
        },
        { kind: 'link', label: 'Per confermarlo apra questa pagina e prema il pulsante di conferma:', url },
        {
          kind: 'text',
          text: isFirm
            ? `Il link è valido fino alle ore 24 del giorno successivo a quello in cui questo messaggio è stato spedito: se è stato spedito nel giorno ${today}, fino alle ${end}.`
            : `Il link è valido fino alle ore 24 del giorno successivo a quello in cui questo messaggio è consegnato alla casella: se è consegnato nel giorno ${today}, fino alle ${end}.`,
        },
        {
          kind: 'text',
          text: 'Dopo la scadenza occorre ripetere la richiesta. Se non riconosce questa richiesta, ignori il messaggio: nulla sarà modificato.',
        },
      ],
    }
  }
  return {
    subject: `${office.name}: confirm the new PEC address`,
    lines: [
      { kind: 'text', text: 'This PEC address was given as a new contact. It takes effect only once it is confirmed.' },
      { kind: 'link', label: 'To confirm it, open this page and press the button there:', url },
      {
        kind: 'text',
        text: isFirm
          ? `The link works until 24:00 of the day after this message was sent: if it was sent on ${today}, until ${end}.`
          : `The link works until 24:00 of the day after this message is delivered to the mailbox: if it is delivered on ${today}, until ${end}.`,
      },
      {
        kind: 'text',
        text: 'After that the request must be made again. If you know nothing of it, ignore this message: nothing will change.',
      },
    ],
  }
}

/** To the addresses in force, when a change is asked for. */
export function requestedLetter(
  office: OfficeName,
  change: { readonly pec: string; readonly when: string },
  locale: Locale,
): Letter {
  return locale === 'it'
    ? {
        subject: `${office.name}: richiesta di cambio PEC`,
        lines: [
          {
            kind: 'text',
            text: "È stato chiesto di usare un nuovo indirizzo PEC per i messaggi dell'ente. Finché non è confermato, non cambia nulla.",
          },
          {
            kind: 'fields',
            title: 'Richiesta',
            fields: [
              ['Nuova PEC', change.pec],
              ['Quando', change.when],
            ],
          },
          {
            kind: 'text',
            text: 'La conferma va data dal messaggio arrivato alla nuova PEC: lo cerchi anche nella cartella spam.',
          },
          {
            kind: 'text',
            text: "Se non è stato lei, avvisi subito l'ente; se può accedere, annulli la richiesta e cambi la password.",
          },
        ],
      }
    : {
        subject: `${office.name}: a change of PEC was asked for`,
        lines: [
          {
            kind: 'text',
            text: 'Somebody has asked that the office use a new PEC address. Nothing changes until it is confirmed.',
          },
          {
            kind: 'fields',
            title: 'Request',
            fields: [
              ['New PEC', change.pec],
              ['When', change.when],
            ],
          },
          { kind: 'text', text: 'It is confirmed from the message sent to the new PEC: look into its spam folder too.' },
          {
            kind: 'text',
            text: 'If it was not you, tell the office at once; if you can sign in, cancel the request and change your password.',
          },
        ],
      }
}

/** To the addresses that were in force, when the new one has taken effect. */
export function confirmedLetter(
  office: OfficeName,
  change: { readonly pec: string; readonly when: string },
  locale: Locale,
): Letter {
  return locale === 'it'
    ? {
        subject: `${office.name}: indirizzo PEC cambiato`,
        lines: [
          { kind: 'text', text: "Il nuovo indirizzo PEC è stato confermato: da ora la PEC dell'ente arriva lì." },
          {
            kind: 'fields',
            title: 'Cambio',
            fields: [
              ['Nuova PEC', change.pec],
              ['Quando', change.when],
            ],
          },
          { kind: 'text', text: "Se non è stato lei, avvisi subito l'ente." },
        ],
      }
    : {
        subject: `${office.name}: PEC address changed`,
        lines: [
          { kind: 'text', text: 'The new PEC address is confirmed: from now on certified mail of the office goes there.' },
          {
            kind: 'fields',
            title: 'Change',
            fields: [
              ['New PEC', change.pec],
              ['When', change.when],
            ],
          },
          { kind: 'text', text: 'If it was not you, tell the office at once.' },
        ],
      }
}

const failures: { readonly [F in Undeliverable]: { readonly [L in Locale]: string } } = {
  'address-invalid': { it: "l'indirizzo non esiste", en: 'there is no such address' },
  'mailbox-full': { it: 'la casella è piena', en: 'the mailbox is full' },
  'timed-out': { it: 'il gestore della casella non ha risposto', en: 'the provider of the mailbox did not answer' },
  virus: { it: 'il gestore lo ha bloccato', en: 'the provider has stopped it' },
  other: { it: 'il gestore lo ha respinto', en: 'the provider has turned it away' },
  'not-sent': { it: 'non è stato possibile spedirlo in tempo', en: 'it could not be sent in time' },
}

/** To the private mailbox, when no link can be delivered. */
export function undeliverableLetter(
  office: OfficeName,
  change: { readonly pec: string; readonly failure: Undeliverable },
  locale: Locale,
): Letter {
  const reason = failures[change.failure][locale]
  return locale === 'it'
    ? {
        subject: `${office.name}: nuova PEC non raggiungibile`,
        lines: [
          {
            kind: 'text',
            text: 'Il messaggio con il link di conferma non è stato consegnato alla nuova PEC: il cambio non è avvenuto.',
          },
          {
            kind: 'fields',
            title: 'Mancata consegna',
            fields: [
              ['Nuova PEC', change.pec],
              ['Motivo', reason],
            ],
          },
          {
            kind: 'text',
            text: "Ripeta la richiesta, dopo aver verificato che l'indirizzo sia giusto e la casella attiva e non piena, oppure con un altro indirizzo.",
          },
        ],
      }
    : {
        subject: `${office.name}: the new PEC cannot be reached`,
        lines: [
          { kind: 'text', text: 'The message with the link could not be delivered to the new PEC: nothing has changed.' },
          {
            kind: 'fields',
            title: 'Not delivered',
            fields: [
              ['New PEC', change.pec],
              ['Reason', reason],
            ],
          },
          {
            kind: 'text',
            text: 'Ask again once the address is right and the mailbox active and not full, or with another address.',
          },
        ],
      }
}
