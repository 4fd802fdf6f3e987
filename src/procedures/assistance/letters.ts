/** The letters of a request for assistance: what the applicant is told of it, and the subscriber of the credential. */
import type { Instant } from '../../kernel/index.ts'
import { romeText } from '../../rules/civil/index.ts'
import { type Letter, type OfficeName, subjectOf } from '../../runtime/letter.ts'
import { labels, notYou, whenField } from '../../runtime/letter-words.ts'

/** To the address for the answer: the request has arrived, nothing has changed yet. */
export function filedLetter(office: OfficeName, { id, when }: { readonly id: string; readonly when: Instant }): Letter {
  return {
    subject: subjectOf(office, {
      it: 'richiesta di cambio PEC ricevuta',
      en: 'your request for a change of PEC has arrived',
    }),
    lines: [
      {
        it: "Abbiamo ricevuto la richiesta di cambio PEC e il documento di riconoscimento. L'ente la esamina e risponde a questo indirizzo.",
        en: 'We have received the request for a change of PEC and the identity document. The office examines it and replies to this address.',
      },
      { title: labels.request, fields: [[{ it: 'Numero', en: 'Number' }, id], whenField(when)] },
      {
        it: 'Fino alla conferma dalla nuova PEC non cambia nulla. Se non ha presentato lei la richiesta, ignori questo messaggio.',
        en: 'Nothing changes until it is confirmed from the new PEC. If the request is not yours, ignore this message.',
      },
    ],
  }
}

/** To the addresses in force of whoever holds a credential for the codice fiscale: somebody has asked, nothing has changed. */
export function subscriberWarningLetter(office: OfficeName, when: Instant): Letter {
  return {
    subject: subjectOf(office, {
      it: 'richiesta di cambio PEC con il suo codice fiscale',
      en: 'a change of PEC was asked for with your codice fiscale',
    }),
    lines: [
      {
        it: `Il ${romeText(when, 'it')} qualcuno ha chiesto all'assistenza di cambiare la sua PEC, allegando un documento. Per ora non cambia nulla: l'ente deve ancora decidere.`,
        en: `On ${romeText(when, 'en')} somebody asked for your PEC to be changed, with an identity document. Nothing has changed so far: the office has yet to decide.`,
      },
      notYou,
    ],
  }
}

/** To the address for the answer: approved, and what is left to do. The link itself goes to the new PEC only. */
export function approvedLetter(office: OfficeName): Letter {
  return {
    subject: subjectOf(office, {
      it: 'richiesta di cambio PEC accolta',
      en: 'your request for a change of PEC was accepted',
    }),
    lines: [
      {
        it: "L'ente ha accolto la richiesta e ha inviato alla nuova PEC un messaggio con il link di conferma: lo cerchi anche nella cartella spam.",
        en: 'The office has accepted the request and has sent a message with the link to the new PEC: look in its spam folder too.',
      },
      {
        it: 'Il link è valido fino alle ore 24 del giorno successivo a quello in cui il messaggio è consegnato alla casella. Dopo la scadenza occorre ripetere la richiesta.',
        en: 'The link works until 24:00 of the day after the message is delivered to the mailbox. After that the request must be made again.',
      },
      { it: 'Le credenziali di accesso restano quelle che erano.', en: 'The credential stays as it was.' },
    ],
  }
}

/** To the address for the answer: rejected, and why. */
export function rejectedLetter(office: OfficeName, reason: string): Letter {
  return {
    subject: subjectOf(office, {
      it: 'richiesta di cambio PEC non accolta',
      en: 'your request for a change of PEC was not accepted',
    }),
    lines: [
      {
        it: "L'ente non ha accolto la richiesta di cambio PEC: resta in vigore quella attuale.",
        en: 'The office has not accepted the request for a change of PEC: the present one stays in force.',
      },
      { title: labels.outcome, fields: [[labels.reason, reason]] },
      { it: 'Può presentare una nuova richiesta.', en: 'You may file a new request.' },
    ],
  }
}
