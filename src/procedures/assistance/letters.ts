/** The letters of a request for assistance: what the applicant is told of it, and the subscriber of the credential. */
import type { Instant } from '../../kernel/index.ts'
import { onDay, romeText } from '../../rules/civil/index.ts'
import { type LetterOf, type LetterTable, letterOf, type OfficeName } from '../../runtime/letter.ts'
import { labels, notYou, sampleFacts, whenField, whySubscriber } from '../../runtime/letter-words.ts'

/** What the letters of a request for assistance tell, by their names. */
export type AssistanceLetterData = {
  readonly 'assistance/filed': {
    /** The id of the request. */
    readonly id: string
    /** When it arrived. */
    readonly when: Instant
  }
  readonly 'assistance/subscriber-warning': {
    /** When the request arrived. */
    readonly when: Instant
  }
  readonly 'assistance/approved': object
  readonly 'assistance/rejected': {
    /** Why, as the office has put it: one line. */
    readonly reason: string
  }
}

type AssistanceLetter<N extends keyof AssistanceLetterData> = LetterOf<AssistanceLetterData, N>

const whyAnswer = {
  it: "questo indirizzo è stato indicato per la risposta in una richiesta di assistenza presentata all'ente.",
  en: 'this address was given for the answer in a request for assistance made to the office.',
}
const notYours = {
  it: "Se non ha presentato lei la richiesta, avvisi subito l'ente.",
  en: 'If the request is not yours, tell the office at once.',
}

/** To the address for the answer: the request has arrived, nothing has changed yet. */
export function filedLetter(
  office: OfficeName,
  { id, when }: { readonly id: string; readonly when: Instant },
): AssistanceLetter<'assistance/filed'> {
  const lines = [
    {
      it: "Abbiamo ricevuto la richiesta di cambio PEC e il documento di riconoscimento. L'ente la esamina e risponde a questo indirizzo.",
      en: 'We have received the request for a change of PEC and the identity document. The office examines it and replies to this address.',
    },
    { title: labels.request, fields: [[{ it: 'Numero', en: 'Number' }, id], whenField(when)] },
    { it: 'Fino alla conferma dalla nuova PEC non cambia nulla.', en: 'Nothing changes until it is confirmed from the new PEC.' },
  ] as const
  const said = {
    about: { it: 'richiesta di cambio PEC ricevuta', en: 'your request for a change of PEC has arrived' },
    greeting: 'by-name',
    lines,
    notYou: {
      it: 'Se non ha presentato lei la richiesta, ignori questo messaggio.',
      en: 'If the request is not yours, ignore this message.',
    },
    why: whyAnswer,
  } as const
  return letterOf('assistance/filed', office, { id, when }, said)
}

/** To the addresses in force of whoever holds a credential for the codice fiscale: somebody has asked, nothing has changed. */
export function subscriberWarningLetter(office: OfficeName, when: Instant): AssistanceLetter<'assistance/subscriber-warning'> {
  const lines = [
    {
      it: `${onDay('Il', romeText(when, 'it'))} qualcuno ha chiesto all'assistenza di cambiare la sua PEC, allegando un documento. Per ora non cambia nulla: l'ente deve ancora decidere.`,
      en: `On ${romeText(when, 'en')} somebody asked for your PEC to be changed, with an identity document. Nothing has changed so far: the office has yet to decide.`,
    },
  ]
  const said = {
    about: {
      it: 'richiesta di cambio PEC con il suo codice fiscale',
      en: 'someone requested a change of PEC with your codice fiscale',
    },
    ...({ greeting: 'by-name', lines, notYou, why: whySubscriber } as const),
  }
  return letterOf('assistance/subscriber-warning', office, { when }, said)
}

/** To the address for the answer: approved, and what is left to do. The link itself goes to the new PEC only. */
export function approvedLetter(office: OfficeName): AssistanceLetter<'assistance/approved'> {
  const lines = [
    {
      it: "L'ente ha accolto la richiesta e ha inviato alla nuova PEC un messaggio con il link di conferma: lo cerchi anche nella cartella spam.",
      en: 'The office has accepted the request and has sent a message with the link to the new PEC: look in its spam folder too.',
    },
    {
      it: 'Il link è valido fino alle ore 24 del giorno successivo a quello in cui il messaggio è consegnato alla casella. Dopo la scadenza occorre ripetere la richiesta.',
      en: 'The link works until 24:00 of the day after the message is delivered to the mailbox. After that the request must be made again.',
    },
    { it: 'Le credenziali di accesso restano quelle che erano.', en: 'The credential stays as it was.' },
  ]
  const about = { it: 'richiesta di cambio PEC accolta', en: 'your request for a change of PEC was accepted' }
  return letterOf('assistance/approved', office, {}, { about, greeting: 'by-name', lines, notYou: notYours, why: whyAnswer })
}

/** To the address for the answer: rejected, and why. */
export function rejectedLetter(office: OfficeName, reason: string): AssistanceLetter<'assistance/rejected'> {
  const lines = [
    {
      it: "L'ente non ha accolto la richiesta di cambio PEC: resta in vigore quella attuale.",
      en: 'The office has not accepted the request for a change of PEC: the present one stays in force.',
    },
    { title: labels.outcome, fields: [[labels.reason, reason]] },
    { it: 'Può presentare una nuova richiesta.', en: 'You may file a new request.' },
  ] as const
  const about = { it: 'richiesta di cambio PEC non accolta', en: 'your request for a change of PEC was not accepted' }
  const said = { about, greeting: 'by-name', lines, notYou: notYours, why: whyAnswer } as const
  return letterOf('assistance/rejected', office, { reason }, said)
}

const toAnswer = 'the applicant, at the address for the answer'

export const assistanceLetters: LetterTable<AssistanceLetterData> = {
  'assistance/filed': {
    to: toAnswer,
    when: 'when the request has arrived',
    sample: (office) => filedLetter(office, { id: '01KKB9V6M0SAMPLE0000000000', when: sampleFacts.when }),
  },
  'assistance/subscriber-warning': {
    to: 'the subscriber of the credential, at the private mailbox and at the PEC in force',
    when: 'when a request with the same codice fiscale has arrived, at most once a day',
    sample: (office) => subscriberWarningLetter(office, sampleFacts.when),
  },
  'assistance/approved': { to: toAnswer, when: 'when the office has approved the request', sample: approvedLetter },
  'assistance/rejected': {
    to: toAnswer,
    when: 'when the office has rejected the request',
    sample: (office) => rejectedLetter(office, 'Il documento è scaduto.'),
  },
}
