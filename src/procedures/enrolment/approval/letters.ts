/** The mail of the office's decision: approved, rejected, returned for more documents. */
import type { Locale } from '../../../kernel/index.ts'
import type { Letter } from '../../../runtime/letter.ts'

type OfficeName = { readonly name: string }

export function approvedLetter(office: OfficeName, terms: { readonly temporaryUntil: string }, locale: Locale): Letter {
  return locale === 'it'
    ? {
        subject: `${office.name}: accesso autorizzato`,
        lines: [
          {
            kind: 'text',
            text: "L'ente ha autorizzato la sua richiesta. Ora può accedere con codice fiscale, PIN di 9 cifre e password temporanea.",
          },
          {
            kind: 'text',
            text: `Al primo accesso le sarà chiesto di cambiare la password. Quella temporanea vale fino al ${terms.temporaryUntil}.`,
          },
        ],
      }
    : {
        subject: `${office.name}: access approved`,
        lines: [
          {
            kind: 'text',
            text: 'The office has approved your request. You can now sign in with your codice fiscale, the 9-digit PIN and the temporary password.',
          },
          {
            kind: 'text',
            text: `At the first sign-in you will be asked to change the password. The temporary one works until ${terms.temporaryUntil}.`,
          },
        ],
      }
}

export function rejectedLetter(office: OfficeName, reason: string, locale: Locale): Letter {
  return locale === 'it'
    ? {
        subject: `${office.name}: richiesta non accolta`,
        lines: [
          { kind: 'text', text: "L'ente non ha accolto la sua richiesta di credenziali." },
          { kind: 'fields', title: 'Esito', fields: [['Motivo', reason]] },
          { kind: 'text', text: 'Le credenziali ricevute non sono attive. Può presentare una nuova richiesta.' },
        ],
      }
    : {
        subject: `${office.name}: request not accepted`,
        lines: [
          { kind: 'text', text: 'The office has not accepted your request for credentials.' },
          { kind: 'fields', title: 'Outcome', fields: [['Reason', reason]] },
          { kind: 'text', text: 'The credentials that you received are not active. You may file a new request.' },
        ],
      }
}

export function returnedLetter(
  office: OfficeName,
  reason: string,
  link: { readonly url: string; readonly until: string },
  locale: Locale,
): Letter {
  return locale === 'it'
    ? {
        subject: `${office.name}: servono altri documenti`,
        lines: [
          { kind: 'text', text: "Per decidere sulla sua richiesta l'ente ha bisogno di altri documenti." },
          { kind: 'fields', title: 'Richiesta', fields: [['Motivo', reason]] },
          { kind: 'link', label: `Può aggiungerli da questo indirizzo fino al ${link.until}:`, url: link.url },
        ],
      }
    : {
        subject: `${office.name}: more documents are needed`,
        lines: [
          { kind: 'text', text: 'To decide on your request the office needs more documents.' },
          { kind: 'fields', title: 'Request', fields: [['Reason', reason]] },
          { kind: 'link', label: `You can add them at this address until ${link.until}:`, url: link.url },
        ],
      }
}
