/** The letters of the office's decision: approved, rejected, correction requested. */
import type { Instant } from '../../../kernel/index.ts'
import { romeText } from '../../../rules/civil/index.ts'
import { type Letter, type OfficeName, subjectOf } from '../../../runtime/letter.ts'
import { labels } from '../../../runtime/letter-words.ts'

/** Approved: how to sign in, and until when the temporary password works. */
export function approvedLetter(office: OfficeName, { temporaryUntil }: { readonly temporaryUntil: Instant }): Letter {
  return {
    subject: subjectOf(office, { it: 'accesso autorizzato', en: 'access approved' }),
    lines: [
      {
        it: "L'ente ha autorizzato la sua richiesta. Ora può accedere con codice fiscale, PIN di 9 cifre e password temporanea.",
        en: 'The office has approved your request. You can now sign in with your codice fiscale, the 9-digit PIN and the temporary password.',
      },
      {
        it: `Al primo accesso le sarà chiesto di cambiare la password. Quella temporanea vale fino al ${romeText(temporaryUntil, 'it')}.`,
        en: `At the first sign-in you will be asked to change the password. The temporary one works until ${romeText(temporaryUntil, 'en')}.`,
      },
    ],
  }
}

/** Rejected, and why. */
export function rejectedLetter(office: OfficeName, reason: string): Letter {
  return {
    subject: subjectOf(office, { it: 'richiesta non accolta', en: 'request not accepted' }),
    lines: [
      {
        it: "L'ente non ha accolto la sua richiesta di credenziali.",
        en: 'The office has not accepted your request for credentials.',
      },
      { title: labels.outcome, fields: [[labels.reason, reason]] },
      {
        it: 'Le credenziali ricevute non sono attive. Può presentare una nuova richiesta.',
        en: 'The credentials that you received are not active. You may file a new request.',
      },
    ],
  }
}

/**
 * Closed, since another request on the same codice fiscale was approved. It does not say so: whoever reads it may be a stranger, who must not
 * learn who has a credential.
 */
export function voidedLetter(office: OfficeName): Letter {
  return {
    subject: subjectOf(office, { it: 'richiesta chiusa', en: 'request closed' }),
    lines: [
      {
        it: "La sua richiesta di credenziali è stata chiusa: l'ente non può più accoglierla.",
        en: 'Your request for credentials has been closed: the office cannot accept it any more.',
      },
      {
        it: "Le credenziali ricevute con questa richiesta non sono attive. Per chiarimenti si rivolga all'ente con un documento di identità.",
        en: 'The credentials that you received with this request are not active. If you have questions, go to the office with an identity document.',
      },
    ],
  }
}

/** Correction requested: why, and the link that adds them. */
export function correctionRequestedLetter(
  office: OfficeName,
  reason: string,
  { url, until }: { readonly url: string; readonly until: Instant },
): Letter {
  return {
    subject: subjectOf(office, { it: 'servono altri documenti', en: 'more documents are needed' }),
    lines: [
      {
        it: "Per decidere sulla sua richiesta l'ente ha bisogno di altri documenti.",
        en: 'To decide on your request the office needs more documents.',
      },
      { title: labels.request, fields: [[labels.reason, reason]] },
      {
        label: {
          it: `Può aggiungerli da questo indirizzo fino al ${romeText(until, 'it')}:`,
          en: `You can add them at this address until ${romeText(until, 'en')}:`,
        },
        url,
      },
    ],
  }
}
