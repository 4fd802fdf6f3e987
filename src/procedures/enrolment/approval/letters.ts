/** The letters of the office's decision: approved, rejected, correction requested. */
import type { Instant } from '../../../kernel/index.ts'
import { onDay, romeText } from '../../../rules/civil/index.ts'
import { type Field, type LetterOf, type LetterTable, letterOf, type OfficeName, type Words } from '../../../runtime/letter.ts'
import { labels, sampleFacts } from '../../../runtime/letter-words.ts'
import type { MailedLink } from '../../../runtime/links.ts'
import type { RegistrationDocumentType, RegistrationWantedDocument } from '../wanted.ts'
import type { NoNewRequest } from './model.ts'

/** What the letters of a decision tell, by their names. */
export type ApprovalLetterData = {
  readonly 'approval/approved': {
    /** From this instant on the temporary password does not work. */
    readonly temporaryUntil: Instant
    /** Where people sign in: the base address of the portal. */
    readonly url: string
  }
  readonly 'approval/rejected': {
    /** Why, as the office has put it: one line. */
    readonly reason: string
  } & NoNewRequest
  readonly 'approval/voided': object
  readonly 'approval/lapsed': NoNewRequest
  readonly 'approval/correction-requested': {
    /** What is needed, as the office has put it: one line. */
    readonly reason: string
    /** The fields to correct by their names in the form, with commas between them; empty for none. */
    readonly fields: string
    /** The documents that are wanted, by number or kind, with commas between them; empty for none. */
    readonly documents: string
    /** Link with a ticket, to the page of the request. */
    readonly url: string
    /** Its end, exclusive. */
    readonly until: Instant
  }
}

type ApprovalLetter<N extends keyof ApprovalLetterData> = LetterOf<ApprovalLetterData, N>

const why = {
  it: "questo indirizzo è indicato nella richiesta di credenziali su cui l'ente decide.",
  en: 'this address was given in the request for credentials on which the office decides.',
}
const notYours = {
  it: "Se non ha presentato lei la richiesta, avvisi subito l'ente.",
  en: 'If the request is not yours, tell the office at once.',
}

/** Approved: how to sign in, and until when the temporary password works. */
export function approvedLetter(
  office: OfficeName,
  { temporaryUntil, url }: { readonly temporaryUntil: Instant; readonly url: MailedLink },
): ApprovalLetter<'approval/approved'> {
  const lines = [
    {
      it: "L'ente ha autorizzato la sua richiesta. Ora può accedere con codice fiscale, PIN di 9 cifre e password temporanea.",
      en: 'The office has approved your request. You can now sign in with your codice fiscale, the 9-digit PIN and the temporary password.',
    },
    {
      it: 'Le prime 4 cifre del PIN e la password temporanea sono nel messaggio che ha ricevuto quando ha completato la richiesta; le altre 5 cifre le sono state mostrate a video.',
      en: 'The first 4 digits of the PIN and the temporary password are in the message that you got when you completed the request; the other 5 digits were shown on the screen.',
    },
    {
      it: `Al primo accesso le sarà chiesto di cambiare la password. Quella temporanea vale fino ${onDay('al', romeText(temporaryUntil, 'it'))}.`,
      en: `At the first sign-in you will be asked to change the password. The temporary one works until ${romeText(temporaryUntil, 'en')}.`,
    },
    { label: { it: "L'indirizzo del portale è:", en: 'The address of the portal is:' }, url },
  ] as const
  const about = { it: 'accesso autorizzato', en: 'access approved' }
  const said = { about, greeting: 'by-name', lines, notYou: notYours, why } as const
  return letterOf('approval/approved', office, { temporaryUntil, url }, said)
}

/** What there is now that the request is over: another one, or what has taken the place of such credentials. */
const onwardWords = ({ endedIt, endedEn }: NoNewRequest): Words => ({
  it: endedIt ?? 'Può presentare una nuova richiesta.',
  en: endedEn ?? 'You may file a new request.',
})

/** Rejected, and why. */
export function rejectedLetter(
  office: OfficeName,
  { reason, ...ended }: ApprovalLetterData['approval/rejected'],
): ApprovalLetter<'approval/rejected'> {
  const onward = onwardWords(ended)
  const lines = [
    {
      it: "L'ente non ha accolto la sua richiesta di credenziali.",
      en: 'The office has not accepted your request for credentials.',
    },
    { title: labels.outcome, fields: [[labels.reason, reason]] },
    { it: 'Le credenziali ricevute non sono attive.', en: 'The credentials that you received are not active.' },
    onward,
  ] as const
  const about = { it: 'richiesta non accolta', en: 'request not accepted' }
  const said = { about, greeting: 'by-name', lines, notYou: notYours, why } as const
  return letterOf('approval/rejected', office, { reason, ...ended }, said)
}

/**
 * Closed, since another request on the same codice fiscale was approved. It does not say so: whoever reads it may be a stranger, who must not
 * learn who has a credential.
 */
export function voidedLetter(office: OfficeName): ApprovalLetter<'approval/voided'> {
  const lines = [
    {
      it: "La sua richiesta di credenziali è stata chiusa: l'ente non può più accoglierla.",
      en: 'Your request for credentials has been closed: the office cannot accept it any more.',
    },
    {
      it: "Le credenziali ricevute con questa richiesta non sono attive. Per chiarimenti si rivolga all'ente con un documento di identità.",
      en: 'The credentials that you received with this request are not active. If you have questions, go to the office with an identity document.',
    },
  ]
  const about = { it: 'richiesta chiusa', en: 'request closed' }
  return letterOf('approval/voided', office, {}, { about, greeting: 'by-name', lines, notYou: notYours, why })
}

/** The term of a request that the office had returned is over: what to do now. */
export function lapsedLetter(office: OfficeName, ended: NoNewRequest): ApprovalLetter<'approval/lapsed'> {
  const onward = onwardWords(ended)
  const lines = [
    {
      it: "Il termine per correggere la sua richiesta di credenziali è scaduto: l'ente non può più accoglierla.",
      en: 'The time to correct your request for credentials is over: the office cannot accept it any more.',
    },
    {
      it: 'Le credenziali ricevute con questa richiesta non sono attive.',
      en: 'The credentials that you received with this request are not active.',
    },
    onward,
  ]
  const said = {
    about: { it: 'termine scaduto', en: 'the time is over' },
    greeting: 'by-name',
    lines,
    notYou: notYours,
    why,
  } as const
  return letterOf('approval/lapsed', office, ended, said)
}

const kinds: { readonly [T in RegistrationDocumentType]: Words } = {
  'identity-card': { it: "carta d'identità", en: 'identity card' },
  'driving-licence': { it: 'patente di guida', en: 'driving licence' },
  'residence-permit': { it: 'permesso di soggiorno', en: 'residence permit' },
  other: { it: 'altro documento', en: 'another document' },
}

/** What the office has asked for, with the words of each field and the kind of each document that is to be replaced. */
export type WantedInWords = {
  readonly fields: readonly { readonly field: string; readonly words: Words }[]
  readonly documents: readonly { readonly wanted: RegistrationWantedDocument; readonly kind: RegistrationDocumentType }[]
}

const list = (words: readonly Words[]): Words => ({
  it: words.map(({ it }) => it).join(', '),
  en: words.map(({ en }) => en).join(', '),
})

function wantedFields({ fields, documents }: WantedInWords): readonly Field[] {
  const named = documents.map(({ wanted, kind: type }) => {
    const kind = kinds[type]
    if (typeof wanted === 'string') return kind
    return { it: `documento ${wanted} da sostituire (${kind.it})`, en: `document ${wanted} to be replaced (${kind.en})` }
  })
  return [
    ...(fields.length === 0 ? [] : [[labels.toCorrect, list(fields.map(({ words }) => words))] as const]),
    ...(named.length === 0 ? [] : [[labels.toFile, list(named)] as const]),
  ]
}

/** Correction requested: what is wanted and why, and the link that leads to it. */
export function correctionRequestedLetter(
  office: OfficeName,
  { reason, wanted }: { readonly reason: string; readonly wanted: WantedInWords },
  { url, until }: { readonly url: MailedLink; readonly until: Instant },
): ApprovalLetter<'approval/correction-requested'> {
  const lines = [
    {
      it: "Per decidere sulla sua richiesta l'ente ha bisogno di una correzione o di altri documenti.",
      en: 'To decide on your request the office needs a correction or more documents.',
    },
    { title: labels.request, fields: [[labels.reason, reason], ...wantedFields(wanted)] },
    {
      label: {
        it: `Può provvedere da questo indirizzo fino ${onDay('al', romeText(until, 'it'))}:`,
        en: `You can do so at this address until ${romeText(until, 'en')}:`,
      },
      url,
    },
  ] as const
  const fields = wanted.fields.map(({ field }) => field).join(', ')
  const documents = wanted.documents.map((document) => document.wanted).join(', ')
  const said = {
    about: { it: 'la richiesta va corretta', en: 'your request needs a correction' },
    greeting: 'by-name',
    lines,
    notYou: {
      it: "Se non ha presentato lei la richiesta, avvisi subito l'ente e non inoltri il link a nessuno.",
      en: 'If the request is not yours, tell the office at once and pass the link on to nobody.',
    },
    why,
  } as const
  return letterOf('approval/correction-requested', office, { reason, fields, documents, url, until }, said, ['url'])
}

const sampleWanted: WantedInWords = {
  fields: [{ field: 'residenceCity', words: { it: 'Comune di residenza', en: 'Municipality of residence' } }],
  documents: [{ wanted: 1, kind: 'identity-card' }],
}

const stillFiled: NoNewRequest = { endedIt: null, endedEn: null }

export const approvalLetters: LetterTable<ApprovalLetterData> = {
  'approval/approved': {
    to: 'the applicant',
    when: 'when the office has approved the request',
    sample: (office) => approvedLetter(office, { temporaryUntil: sampleFacts.until, url: sampleFacts.portal }),
  },
  'approval/rejected': {
    to: 'the applicant',
    when: 'when the office has rejected the request',
    sample: (office) => rejectedLetter(office, { reason: 'La copia del documento non è leggibile.', ...stillFiled }),
  },
  'approval/voided': {
    to: 'the applicant',
    when: 'when another request on the same codice fiscale was approved; it does not say so',
    sample: voidedLetter,
  },
  'approval/lapsed': {
    to: 'the applicant',
    when: 'when a request that the office had returned was not filed again in its time',
    sample: (office) => lapsedLetter(office, stillFiled),
  },
  'approval/correction-requested': {
    to: 'the applicant',
    when: 'when the office asks for a correction or for documents, and when the lost link is sent again',
    sample: (office) =>
      correctionRequestedLetter(office, { reason: 'Manca il retro della carta di identità.', wanted: sampleWanted }, sampleFacts),
  },
}
