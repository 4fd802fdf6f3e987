/** The mail of a change of the private address: the link to the new one, and what the old ones are told, in Italian and English. */

import type { Instant, Locale } from '../../../kernel/index.ts'
import { romeText } from '../../../rules/civil/index.ts'
import type { Letter } from '../../../runtime/letter.ts'

type OfficeName = { readonly name: string }

/** The link and its end, exclusive. */
export type LinkTerms = { readonly url: string; readonly until: Instant }

/** To the new address: the one mail that it gets before it is validated. */
export function linkLetter(office: OfficeName, { url, until }: LinkTerms, locale: Locale): Letter {
  const end = romeText(until, locale)
  return locale === 'it'
    ? {
        subject: `${office.name}: convalida del nuovo indirizzo e-mail`,
        lines: [
          {
            kind: 'text',
            text: 'Questo indirizzo è stato comunicato come nuovo recapito e-mail privato. Il cambio avviene solo dopo la convalida.',
          },
          { kind: 'link', label: 'Per convalidarlo apra questa pagina e prema il pulsante di conferma:', url },
          { kind: 'text', text: `Il link è valido fino al ${end}.` },
          {
            kind: 'text',
            text: 'Dopo la scadenza occorre ripetere la richiesta. Se non riconosce questa richiesta, ignori il messaggio: nulla sarà modificato.',
          },
        ],
      }
    : {
        subject: `${office.name}: validate the new e-mail address`,
        lines: [
          { kind: 'text', text: 'This address was given as a new private contact. It takes effect only once it is validated.' },
          { kind: 'link', label: 'To validate it, open this page and press the button there:', url },
          { kind: 'text', text: `The link works until ${end}.` },
          {
            kind: 'text',
            text: 'After that the request must be made again. If you know nothing of it, ignore this message: nothing will change.',
          },
        ],
      }
}

/** The new address, and when something happened about it. */
export type ChangeTold = { readonly mail: string; readonly when: string }

/** To the addresses in force, when a change is asked for. */
export function requestedLetter(office: OfficeName, { mail, when }: ChangeTold, locale: Locale): Letter {
  return locale === 'it'
    ? {
        subject: `${office.name}: richiesta di cambio dell'indirizzo e-mail privato`,
        lines: [
          {
            kind: 'text',
            text: "È stato chiesto di cambiare l'indirizzo e-mail privato a cui l'ente le scrive. Fino alla convalida resta valido quello attuale.",
          },
          {
            kind: 'fields',
            title: 'Richiesta',
            fields: [
              ['Nuovo indirizzo', mail],
              ['Quando', when],
            ],
          },
          {
            kind: 'text',
            text: 'La convalida va data dal messaggio arrivato al nuovo indirizzo: lo cerchi anche nella cartella spam.',
          },
          { kind: 'text', text: "Se non è stato lei, acceda e annulli la richiesta, cambi la password e avvisi subito l'ente." },
        ],
      }
    : {
        subject: `${office.name}: a change of private e-mail address was asked for`,
        lines: [
          {
            kind: 'text',
            text: 'Somebody has asked to change the private e-mail address that the office writes to. The present one stays in force until the new one is validated.',
          },
          {
            kind: 'fields',
            title: 'Request',
            fields: [
              ['New address', mail],
              ['When', when],
            ],
          },
          { kind: 'text', text: 'It is validated from the message sent to the new address: look into its spam folder too.' },
          {
            kind: 'text',
            text: 'If it was not you, sign in and cancel the request, change your password, and tell the office at once.',
          },
        ],
      }
}

/** To the addresses that were in force, when the new one has taken effect. */
export function validatedLetter(office: OfficeName, { mail, when }: ChangeTold, locale: Locale): Letter {
  return locale === 'it'
    ? {
        subject: `${office.name}: indirizzo e-mail privato cambiato`,
        lines: [
          {
            kind: 'text',
            text: "Il nuovo indirizzo e-mail privato è stato convalidato: da ora gli avvisi dell'ente vanno a quello.",
          },
          {
            kind: 'fields',
            title: 'Cambio',
            fields: [
              ['Nuovo indirizzo', mail],
              ['Quando', when],
            ],
          },
          { kind: 'text', text: "Se non è stato lei, avvisi subito l'ente." },
        ],
      }
    : {
        subject: `${office.name}: private e-mail address changed`,
        lines: [
          { kind: 'text', text: 'The new private e-mail address is validated: from now on the notices of the office go there.' },
          {
            kind: 'fields',
            title: 'Change',
            fields: [
              ['New address', mail],
              ['When', when],
            ],
          },
          { kind: 'text', text: 'If it was not you, tell the office at once.' },
        ],
      }
}
