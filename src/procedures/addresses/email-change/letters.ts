/** The letters of a change of the private address: the link to the new one, and what the old ones are told. */

import type { Instant } from '../../../kernel/index.ts'
import { onDay, romeText } from '../../../rules/civil/index.ts'
import { type LetterOf, type LetterTable, letterOf, type OfficeName, type Words } from '../../../runtime/letter.ts'
import { notYou, type SuspendLink, sampleFacts } from '../../../runtime/letter-words.ts'
import type { MailedLink } from '../../../runtime/links.ts'
import { linkSaid, noticeSaid } from '../linked-change/letters.ts'

/** What the letters of a change of the private address tell, by their names. */
export type EmailChangeLetterData = {
  readonly 'email-change/link': {
    /** Link to the page that confirms. */
    readonly url: string
    /** Its end, exclusive. */
    readonly until: Instant
  }
  readonly 'email-change/requested': ChangeTold
  readonly 'email-change/confirmed': ChangeTold & {
    /** Until when lost secrets are replaced from the address before, exclusive; null where they are from the new one. */
    readonly earlierUntil: Instant | null
  }
}

type EmailChangeLetter<N extends keyof EmailChangeLetterData> = LetterOf<EmailChangeLetterData, N>

const newAddress: Words = { it: 'Nuovo indirizzo', en: 'New address' }

/** The link and its end, exclusive. */
export type LinkTerms = { readonly url: MailedLink; readonly until: Instant }

/** To the new address: the one mail that it gets before it is confirmed. */
export function linkLetter(office: OfficeName, { url, until }: LinkTerms): EmailChangeLetter<'email-change/link'> {
  const said = linkSaid({
    subject: { it: 'convalida del nuovo indirizzo e-mail', en: 'validate the new e-mail address' },
    opening: {
      it: 'Questo indirizzo è stato comunicato come nuovo recapito e-mail privato. Il cambio avviene solo dopo la convalida.',
      en: 'This address was given as a new private e-mail address. It takes effect only once it is validated.',
    },
    press: {
      it: 'Per convalidarlo apra questa pagina e prema il pulsante di conferma:',
      en: 'To validate it, open this page and press the button there:',
    },
    url,
    term: {
      it: `Il link è valido fino ${onDay('al', romeText(until, 'it'))}.`,
      en: `The link works until ${romeText(until, 'en')}.`,
    },
    why: {
      it: "è stato chiesto all'ente di usare questo indirizzo per i suoi avvisi.",
      en: 'the office was asked to send its notices to this address.',
    },
  })
  return letterOf('email-change/link', office, { url, until }, said, ['url'])
}

/** The new address, and when something happened about it. */
export type ChangeTold = {
  /** The new private address. */
  readonly email: string
  /** When it was asked for, or took effect. */
  readonly when: Instant
  /** Leads to the page that suspends the credential. */
  readonly url: string
  /** Its end, exclusive. */
  readonly until: Instant
}

type Told = ChangeTold & SuspendLink

/** To the addresses in force, when a change is asked for. */
export function requestedLetter(office: OfficeName, told: Told): EmailChangeLetter<'email-change/requested'> {
  const { email, when, url, until } = told
  const said = noticeSaid({
    about: 'request',
    subject: {
      it: "richiesta di cambio dell'indirizzo e-mail privato",
      en: 'request to change your private e-mail address',
    },
    opening: {
      it: "È stato chiesto di cambiare l'indirizzo e-mail privato a cui l'ente le scrive. Fino alla convalida resta valido quello attuale.",
      en: 'Somebody has asked to change the private e-mail address that the office writes to. The present one stays in force until the new one is validated.',
    },
    address: [newAddress, email],
    when,
    advice: [
      {
        it: 'La convalida va data dal messaggio arrivato al nuovo indirizzo: lo cerchi anche nella cartella spam.',
        en: 'The new address is validated from the message sent to it: look in its spam folder too.',
      },
    ],
    notYou: {
      it: "Se non è stato lei, acceda e annulli la richiesta, cambi la password e avvisi subito l'ente.",
      en: 'If it was not you, sign in and cancel the request, change your password, and tell the office at once.',
    },
    link: told,
  })
  return letterOf('email-change/requested', office, { email, when, url, until }, said, ['url'])
}

/** The new address alone replaces no secret yet: so there is time to stop a change that somebody else has made. */
function earlierAdvice(until: Instant): Words {
  return {
    it: `Fino ${onDay('al', romeText(until, 'it'))} il recupero della password e il rinnovo del PIN passano ancora dall'indirizzo precedente, non da quello nuovo. Se non ha cambiato lei l'indirizzo, sospenda l'accesso prima di allora. Se all'indirizzo precedente non legge più, attenda quella data o si rivolga all'ente.`,
    en: `Until ${romeText(until, 'en')} a lost password or PIN is still replaced from the earlier address and not from the new one. If you have not changed the address, suspend access before then. If you no longer read the earlier address, wait until then or turn to the office.`,
  }
}

/** To the addresses that were in force, when the new one has taken effect. */
export function confirmedLetter(
  office: OfficeName,
  told: Told & { readonly earlierUntil: Instant | null },
): EmailChangeLetter<'email-change/confirmed'> {
  const { email, when, url, until, earlierUntil } = told
  const said = noticeSaid({
    about: 'change',
    subject: { it: 'indirizzo e-mail privato cambiato', en: 'private e-mail address changed' },
    opening: {
      it: "Il nuovo indirizzo e-mail privato è stato convalidato: da ora gli avvisi dell'ente arrivano lì.",
      en: 'The new private e-mail address is validated: from now on notices from the office go there.',
    },
    address: [newAddress, email],
    when,
    advice: earlierUntil === null ? [] : [earlierAdvice(earlierUntil)],
    notYou,
    link: told,
  })
  return letterOf('email-change/confirmed', office, { email, when, url, until, earlierUntil }, said, ['url'])
}

const inForce = 'the subscriber, at the addresses in force: the private mailbox and the PEC'
const sampleTold: Told = { ...sampleFacts, email: 'anna.verdi@example.it' }

export const emailChangeLetters: LetterTable<EmailChangeLetterData> = {
  'email-change/link': {
    to: 'the new address: the one mail that it gets before it is confirmed',
    when: 'when a change is asked for, and when the link is sent again',
    sample: (office) => linkLetter(office, sampleFacts),
  },
  'email-change/requested': {
    to: inForce,
    when: 'when a change is asked for',
    sample: (office) => requestedLetter(office, sampleTold),
  },
  'email-change/confirmed': {
    to: 'the subscriber, at the addresses that were in force',
    when: 'when the new address has taken effect',
    sample: (office) => confirmedLetter(office, { ...sampleTold, earlierUntil: sampleFacts.until }),
  },
}
