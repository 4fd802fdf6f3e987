/** What several letters say alike, in both languages, and the facts that samples share. */

import type { Instant } from '../kernel/index.ts'
import { onDay, romeText } from '../rules/civil/index.ts'
import type { Field, Line, Words } from './letter.ts'
import type { MailedLink } from './links.ts'

/** Labels and titles. */
export const labels: {
  readonly [L in 'change' | 'event' | 'newPec' | 'outcome' | 'reason' | 'request' | 'toCorrect' | 'toFile']: Words
} = {
  change: { it: 'Cambio', en: 'Change' },
  event: { it: 'Evento', en: 'Event' },
  newPec: { it: 'Nuova PEC', en: 'New PEC' },
  outcome: { it: 'Esito', en: 'Outcome' },
  reason: { it: 'Motivo', en: 'Reason' },
  request: { it: 'Richiesta', en: 'Request' },
  toCorrect: { it: 'Da correggere', en: 'To correct' },
  toFile: { it: 'Documenti da presentare', en: 'Documents to file' },
}

/** To a subscriber who may have asked for nothing. */
export const notYou: Words = {
  it: "Se non è stato lei, avvisi subito l'ente.",
  en: 'If it was not you, tell the office at once.',
}

/** The link of a notice that lets whoever reads it suspend the credential, and its end, exclusive. */
export type SuspendLink = { readonly url: MailedLink; readonly until: Instant }

/** How a letter offers it. */
export function suspendLine({ url, until }: SuspendLink): Line {
  return {
    label: {
      it: `Se non è stato lei, sospenda subito l'accesso da questa pagina. Il link può solo sospendere e vale fino ${onDay('al', romeText(until, 'it'))}:`,
      en: `If it was not you, suspend access on this page at once. The link can only suspend, and works until ${romeText(until, 'en')}:`,
    },
    url,
  }
}

/** Under a link to an address that is not in force yet. */
export const afterTheLink: Words = {
  it: 'Dopo la scadenza occorre ripetere la richiesta.',
  en: 'After that the request must be made again.',
}

/** To an address that is not in force yet, and may be a stranger's. */
export const ignoreIt: Words = {
  it: 'Se non riconosce questa richiesta, ignori il messaggio: nulla sarà modificato.',
  en: 'If this was not you, ignore this message: nothing will change.',
}

/** To the addresses in force of a subscriber. */
export const whySubscriber: Words = {
  it: "questo indirizzo è registrato presso l'ente come recapito di chi possiede le credenziali.",
  en: 'the office has this address on record for the person who holds the credential.',
}

/** To an address that was in force until what the letter tells, and may be so still. */
export const whyFormer: Words = {
  it: "questo indirizzo è, o era fino a questo cambio, il recapito registrato presso l'ente di chi possiede le credenziali.",
  en: 'the office has this address on record, or had it until this change, for the person who holds the credential.',
}

/** When it happened, as people of Rome read it. */
export function whenField(at: Instant): Field {
  return [
    { it: 'Quando', en: 'When' },
    { it: romeText(at, 'it'), en: romeText(at, 'en') },
  ]
}

/** Facts of samples: a morning in Rome, 24:00 of the day after it, and a link that opens nothing. */
export const sampleFacts: {
  readonly when: Instant
  readonly until: Instant
  readonly url: MailedLink
  readonly portal: MailedLink
} = {
  when: 1_773_133_200_000,
  until: 1_773_270_000_000,
  portal: 'https://servizi.example.it/' as MailedLink,
  url: `https://servizi.example.it/pagina#token=k1~01KKB9V6M0SAMPLE0000000000~${'0123456789-Sample_'.repeat(3).slice(0, 43)}` as MailedLink,
}
