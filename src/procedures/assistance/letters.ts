/** The mail of a request for assistance: what the applicant is told of it, and the holder of the credential, in Italian and English. */
import type { Locale } from '../../kernel/index.ts'
import type { Letter } from '../../runtime/letter.ts'

type OfficeName = { readonly name: string }

/** To the address for the answer: the request has arrived, nothing has changed yet. */
export function filedLetter(office: OfficeName, request: { readonly id: string; readonly when: string }, locale: Locale): Letter {
  return locale === 'it'
    ? {
        subject: `${office.name}: richiesta di cambio PEC ricevuta`,
        lines: [
          {
            kind: 'text',
            text: "Abbiamo ricevuto la richiesta di cambio PEC e il documento di riconoscimento. L'ente la esamina e risponde a questo indirizzo.",
          },
          {
            kind: 'fields',
            title: 'Richiesta',
            fields: [
              ['Numero', request.id],
              ['Quando', request.when],
            ],
          },
          {
            kind: 'text',
            text: 'Fino alla conferma dalla nuova PEC non cambia nulla. Se non ha presentato lei la richiesta, ignori questo messaggio.',
          },
        ],
      }
    : {
        subject: `${office.name}: your request for a change of PEC has arrived`,
        lines: [
          {
            kind: 'text',
            text: 'We have received the request for a change of PEC and the identity document. The office examines it and answers to this address.',
          },
          {
            kind: 'fields',
            title: 'Request',
            fields: [
              ['Number', request.id],
              ['When', request.when],
            ],
          },
          {
            kind: 'text',
            text: 'Nothing changes until it is confirmed from the new PEC. If the request is not yours, ignore this message.',
          },
        ],
      }
}

/** To the addresses in force of who holds a credential for the codice fiscale: somebody has asked, nothing has changed. */
export function holderWarningLetter(office: OfficeName, when: string, locale: Locale): Letter {
  return locale === 'it'
    ? {
        subject: `${office.name}: richiesta di cambio PEC con il suo codice fiscale`,
        lines: [
          {
            kind: 'text',
            text: `Il ${when} qualcuno ha chiesto all'assistenza di cambiare la sua PEC, allegando un documento. Per ora non cambia nulla: l'ente deve ancora decidere.`,
          },
          { kind: 'text', text: "Se non è stato lei, avvisi subito l'ente." },
        ],
      }
    : {
        subject: `${office.name}: a change of PEC was asked for with your codice fiscale`,
        lines: [
          {
            kind: 'text',
            text: `On ${when} somebody asked for your PEC to be changed, with an identity document. Nothing has changed so far: the office has yet to decide.`,
          },
          { kind: 'text', text: 'If it was not you, tell the office at once.' },
        ],
      }
}

/** To the address for the answer: accepted, and what is left to do. The link itself goes to the new PEC only. */
export function acceptedLetter(office: OfficeName, locale: Locale): Letter {
  return locale === 'it'
    ? {
        subject: `${office.name}: richiesta di cambio PEC accolta`,
        lines: [
          {
            kind: 'text',
            text: "L'ente ha accolto la richiesta e ha inviato alla nuova PEC un messaggio con il link di conferma: lo cerchi anche nella cartella spam.",
          },
          {
            kind: 'text',
            text: 'Il link è valido fino alle ore 24 del giorno successivo a quello in cui il messaggio è consegnato alla casella. Dopo la scadenza occorre ripetere la richiesta.',
          },
          { kind: 'text', text: 'Le credenziali di accesso restano quelle che erano.' },
        ],
      }
    : {
        subject: `${office.name}: your request for a change of PEC was accepted`,
        lines: [
          {
            kind: 'text',
            text: 'The office has accepted the request and has sent a message with the link to the new PEC: look into its spam folder too.',
          },
          {
            kind: 'text',
            text: 'The link works until 24:00 of the day after the message is delivered to the mailbox. After that the request must be made again.',
          },
          { kind: 'text', text: 'The credential stays as it was.' },
        ],
      }
}

/** To the address for the answer: refused, and why. */
export function refusedLetter(office: OfficeName, reason: string, locale: Locale): Letter {
  return locale === 'it'
    ? {
        subject: `${office.name}: richiesta di cambio PEC non accolta`,
        lines: [
          { kind: 'text', text: "L'ente non ha accolto la richiesta di cambio PEC: resta in vigore quella attuale." },
          { kind: 'fields', title: 'Esito', fields: [['Motivo', reason]] },
          { kind: 'text', text: 'Può presentare una nuova richiesta.' },
        ],
      }
    : {
        subject: `${office.name}: your request for a change of PEC was not accepted`,
        lines: [
          { kind: 'text', text: 'The office has not accepted the request for a change of PEC: the present one stays in force.' },
          { kind: 'fields', title: 'Outcome', fields: [['Reason', reason]] },
          { kind: 'text', text: 'You may file a new request.' },
        ],
      }
}
