/** The letters of a change of PEC: the link to the new address, and what the old ones are told. */

import type { Instant } from '../../../kernel/index.ts'
import { onDay, romeDayText, untilPhrase } from '../../../rules/civil/index.ts'
import { type LetterOf, type LetterTable, letterOf, type OfficeName, type Words } from '../../../runtime/letter.ts'
import { labels, notYou, type SuspendLink, sampleFacts, whySubscriber } from '../../../runtime/letter-words.ts'
import type { MailedLink } from '../../../runtime/links.ts'
import { linkSaid, noticeSaid } from '../linked-change/letters.ts'
import type { PecChangeUndeliverable } from './model.ts'

/** What the letters of a change of PEC tell, by their names. */
export type PecChangeLetterData = {
  readonly 'pec-change/link': {
    /** Link to the page that confirms. */
    readonly url: string
    /** When it was written; its term is counted from this day where `isFirm`. */
    readonly sentAt: Instant
    /** Its end, exclusive, when it is received on the day of sending. */
    readonly until: Instant
    /** True when no receipt will lengthen the term. */
    readonly isFirm: boolean
  }
  readonly 'pec-change/requested': ChangeTold
  readonly 'pec-change/confirmed': ChangeTold
  readonly 'pec-change/undeliverable': {
    /** The new PEC. */
    readonly pec: string
    /** Why the link cannot be delivered. */
    readonly failure: PecChangeUndeliverable
  }
}

type PecChangeLetter<N extends keyof PecChangeLetterData> = LetterOf<PecChangeLetterData, N>

/** The link and its term. `until` is the end when it is received on the day of sending; `isFirm` when no receipt will lengthen it. */
export type LinkTerms = { readonly url: MailedLink; readonly sentAt: Instant; readonly until: Instant; readonly isFirm: boolean }

/** Until when the link works: counted from the day of sending where that is firm, else from the day of delivery. */
function termOf({ sentAt, until, isFirm }: LinkTerms): Words {
  const today = { it: romeDayText(sentAt, 'it'), en: romeDayText(sentAt, 'en') }
  const end = { it: untilPhrase(until, 'it'), en: untilPhrase(until, 'en') }
  return isFirm
    ? {
        it: `Il link è valido fino alle ore 24 del giorno successivo a quello in cui questo messaggio è stato spedito: se è stato spedito ${onDay('il', today.it)}, ${end.it}.`,
        en: `The link works until 24:00 of the day after this message was sent: if it was sent on ${today.en}, ${end.en}.`,
      }
    : {
        it: `Il link è valido fino alle ore 24 del giorno successivo a quello in cui questo messaggio è consegnato alla casella: se è consegnato ${onDay('il', today.it)}, ${end.it}.`,
        en: `The link works until 24:00 of the day after this message is delivered to the mailbox: if it is delivered on ${today.en}, ${end.en}.`,
      }
}

/** To the new PEC: the one mail that it gets before it is confirmed. */
export function linkLetter(office: OfficeName, terms: LinkTerms): PecChangeLetter<'pec-change/link'> {
  const { url, sentAt, until, isFirm } = terms
  const said = linkSaid({
    subject: { it: 'conferma del nuovo indirizzo PEC', en: 'confirm the new PEC address' },
    opening: {
      it: 'Questo indirizzo PEC è stato comunicato come nuovo recapito. Il cambio avviene solo dopo la conferma.',
      en: 'This PEC address was given as a new contact address. It takes effect only once it is confirmed.',
    },
    press: {
      it: 'Per confermarlo apra questa pagina e prema il pulsante di conferma:',
      en: 'To confirm it, open this page and press the button there:',
    },
    url,
    term: termOf(terms),
    why: {
      it: "è stato chiesto all'ente di usare questo indirizzo per i suoi messaggi PEC.",
      en: 'the office was asked to send its certified mail to this address.',
    },
  })
  return letterOf('pec-change/link', office, { url, sentAt, until, isFirm }, said, ['url'])
}

/** The new PEC, and when something happened about it. */
export type ChangeTold = {
  /** The new PEC. */
  readonly pec: string
  /** When it was asked for, or took effect. */
  readonly when: Instant
  /** Leads to the page that suspends the credential. */
  readonly url: string
  /** Its end, exclusive. */
  readonly until: Instant
}

type Told = ChangeTold & SuspendLink

/** To the addresses in force, when a change is asked for. */
export function requestedLetter(office: OfficeName, told: Told): PecChangeLetter<'pec-change/requested'> {
  const { pec, when, url, until } = told
  const said = noticeSaid({
    about: 'request',
    subject: { it: 'richiesta di cambio PEC', en: 'request to change your PEC' },
    opening: {
      it: "È stato chiesto di usare un nuovo indirizzo PEC per i messaggi dell'ente. Finché non è confermato, non cambia nulla.",
      en: 'Somebody has asked that the office use a new PEC address. Nothing changes until it is confirmed.',
    },
    address: [labels.newPec, pec],
    when,
    advice: [
      {
        it: 'La conferma va data dal messaggio arrivato alla nuova PEC: lo cerchi anche nella cartella spam.',
        en: 'The change is confirmed from the message sent to the new PEC: look in its spam folder too.',
      },
    ],
    notYou: {
      it: "Se non è stato lei, avvisi subito l'ente; se può accedere, annulli la richiesta e cambi la password.",
      en: 'If it was not you, tell the office at once; if you can sign in, cancel the request and change your password.',
    },
    link: told,
  })
  return letterOf('pec-change/requested', office, { pec, when, url, until }, said, ['url'])
}

/** To the addresses that were in force, when the new one has taken effect. */
export function confirmedLetter(office: OfficeName, told: Told): PecChangeLetter<'pec-change/confirmed'> {
  const { pec, when, url, until } = told
  const said = noticeSaid({
    about: 'change',
    subject: { it: 'indirizzo PEC cambiato', en: 'PEC address changed' },
    opening: {
      it: "Il nuovo indirizzo PEC è stato confermato: da ora i messaggi PEC dell'ente arrivano lì.",
      en: 'The new PEC address is confirmed: from now on certified mail from the office goes there.',
    },
    address: [labels.newPec, pec],
    when,
    advice: [],
    notYou,
    link: told,
  })
  return letterOf('pec-change/confirmed', office, { pec, when, url, until }, said, ['url'])
}

const failures: { readonly [F in PecChangeUndeliverable]: Words } = {
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
  { pec, failure }: { readonly pec: string; readonly failure: PecChangeUndeliverable },
): PecChangeLetter<'pec-change/undeliverable'> {
  const lines = [
    {
      it: 'Il messaggio con il link di conferma non è stato consegnato alla nuova PEC: il cambio non è avvenuto.',
      en: 'The message with the link could not be delivered to the new PEC: nothing has changed.',
    },
    {
      title: { it: 'Mancata consegna', en: 'Not delivered' },
      fields: [
        [labels.newPec, pec],
        [labels.reason, failures[failure]],
      ],
    },
    {
      it: "Ripeta la richiesta, dopo aver verificato che l'indirizzo sia giusto e la casella attiva e non piena, oppure con un altro indirizzo.",
      en: 'Ask again once the address is right and the mailbox active and not full, or with another address.',
    },
  ] as const
  const about = { it: 'nuova PEC non raggiungibile', en: 'the new PEC cannot be reached' }
  const said = {
    about,
    greeting: 'by-name',
    lines,
    notYou: {
      it: "Se non ha chiesto lei questo cambio, avvisi subito l'ente.",
      en: 'If you have not asked for this change, tell the office at once.',
    },
    why: whySubscriber,
  } as const
  return letterOf('pec-change/undeliverable', office, { pec, failure }, said)
}

const sampleTold: Told = { ...sampleFacts, pec: 'anna.verdi@pec.example.it' }

export const pecChangeLetters: LetterTable<PecChangeLetterData> = {
  'pec-change/link': {
    to: 'the new PEC, by certified mail: the one mail that it gets before it is confirmed',
    when: 'when a change is asked for or approved on a request for assistance, and when the link is sent again',
    sample: (office) => linkLetter(office, { ...sampleFacts, sentAt: sampleFacts.when, isFirm: false }),
  },
  'pec-change/requested': {
    to: 'the subscriber, at the addresses in force: the private mailbox and the PEC',
    when: 'when a change is asked for',
    sample: (office) => requestedLetter(office, sampleTold),
  },
  'pec-change/confirmed': {
    to: 'the subscriber, at the addresses that were in force',
    when: 'when the new PEC has taken effect',
    sample: (office) => confirmedLetter(office, sampleTold),
  },
  'pec-change/undeliverable': {
    to: 'the subscriber, at the private mailbox',
    when: 'when no link of the change can be delivered',
    sample: (office) => undeliverableLetter(office, { pec: sampleTold.pec, failure: 'mailbox-full' }),
  },
}
