/** The words of the letters about a mailbox that moves, in Italian and English. */
import { untilPhrase } from '../../../rules/civil/index.ts'
import type { Words } from '../../../runtime/letter.ts'
import type { MailboxCopied, MailboxCopyFailure } from './copying.ts'

export function mailboxField(mailbox: string): readonly [Words, string] {
  return [{ it: 'Casella', en: 'Mailbox' }, mailbox]
}

export function pageField(link: string): readonly [Words, string] {
  return [{ it: "Pagina per l'attivazione", en: 'Page of the activation' }, link]
}

/** How its reader tells that the page is genuine. */
export function checkHost(host: string): Words {
  return {
    it: `Prima di scrivere la password controlli che l'indirizzo della pagina faccia riferimento a ${host}.`,
    en: `Before you type the password check that the address of the page is at ${host}.`,
  }
}

export const summary: Words = { it: 'In breve', en: 'In short' }
const why: Words = {
  it: 'la casella fa parte di una migrazione verso un altro gestore.',
  en: 'the mailbox is part of a migration to another provider.',
}
/** What every letter about a mailbox says alike. */
export const letterLike: { readonly greeting: 'nameless'; readonly why: Words } = { greeting: 'nameless', why }

/** Why a letter about a mailbox comes to another address. */
export const whyOther: Words = {
  it: "questo indirizzo è registrato presso l'ente come altro recapito di chi usa la casella.",
  en: 'the office has this address on record as another one of whoever uses the mailbox.',
}

/** To whoever's password was refused, while the mailbox can be activated. */
export function anotherPassword(until: number): Words {
  return {
    it: `Attivi di nuovo la casella con un'altra password: si può fare ${untilPhrase(until, 'it')}.`,
    en: `Activate the mailbox again with another password: it can be ${untilPhrase(until, 'en')}.`,
  }
}

/** To whoever's password was refused, once the activation is over. */
export const askForTerm: Words = {
  it: "Il periodo per l'attivazione è chiuso: chieda all'ente di poterla attivare ancora.",
  en: 'The activation is over: ask the office for leave to activate it still.',
}

export const askOffice: Words = {
  it: "Se qualcosa non è chiaro, si rivolga all'ente.",
  en: 'If anything is unclear, ask the office.',
}
export const keepPassword: Words = {
  it: 'Si ricordi di non modificare la password attuale fino al passaggio al nuovo gestore: un cambio interrompe la copia dei messaggi.',
  en: 'Remember not to change the current password before the cut-over: a change interrupts the copying of the messages.',
}
export const whichPassword: { readonly [P in 'kept' | 'replaced']: Words } = {
  kept: {
    it: 'La password resta la stessa anche presso il nuovo gestore.',
    en: 'The password stays the same at the new provider.',
  },
  replaced: {
    it: 'Fino al passaggio usi la vecchia password. Dopo il passaggio usi la nuova password, quella scelta in questa attivazione.',
    en: 'Until the cut-over use the old password. After the cut-over use the new one, which was chosen at this activation.',
  },
}

export const parts: { readonly [P in MailboxCopied]: Words } = {
  messages: { it: 'I messaggi della casella', en: 'The messages of the mailbox' },
  archive: { it: "I messaggi dell'archivio", en: 'The messages of the archive' },
}

export const causes: { readonly [C in MailboxCopyFailure]: Words } = {
  password: {
    it: 'la password attuale è stata modificata. Se il periodo di attivazione è ancora aperto, attivi di nuovo la casella con la password di oggi: la copia riparte',
    en: 'the current password was changed. If the activation is still open, activate the mailbox again with the password of today: the copying begins anew',
  },
  capacity: {
    it: 'la nuova casella non ha spazio sufficiente',
    en: 'the new mailbox has too little room',
  },
  interrupted: {
    it: 'la copia è stata interrotta. Se il periodo di attivazione è ancora aperto, attivi di nuovo la casella: la copia riparte',
    en: 'the copying was interrupted. If the activation is still open, activate the mailbox again: the copying begins anew',
  },
  other: { it: 'il nuovo gestore non ha potuto copiarli', en: 'the new provider could not copy them' },
}
