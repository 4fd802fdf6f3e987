/** What the demo can play: the whole life of a request, and chapters that begin where it ends. */
import type { Locale } from 'sportello'

/** In the order in which they are listed. */
export const chapterNames = [
  'life',
  'registration',
  'pec',
  'recovery',
  'suspension',
  'maintenance',
  'sunset',
  'federation',
  'migration',
] as const

export type ChapterName = (typeof chapterNames)[number]

/** A line each. */
export const chapterLines: { readonly [L in Locale]: { readonly [C in ChapterName]: string } } = {
  it: {
    life: 'la vita di una richiesta, dal modulo al primo accesso; quello che si vede se non si dice altro',
    registration: 'gli errori del modulo, un secondo modulo a nome altrui, la correzione chiesta dall’ente',
    pec: 'la nuova PEC vale quando è confermata, e la ricevuta del gestore allunga il termine del link',
    recovery: 'chi dimentica la password e poi perde il PIN, e che cosa non può chi ne legge la posta',
    suspension: 'il link «non è stato lei?» sospende, l’ente riattiva, la revoca è definitiva',
    maintenance: 'una finestra di manutenzione: che cosa chiude, e che cosa diventa ciò che è già avviato',
    sunset: 'le credenziali dell’ente finiscono a date certe (D.L. 76/2020): chi può ancora che cosa',
    federation: 'SPID, CIE ed eIDAS aprono l’utenza che già c’è; se i dati non tornano, decide l’ufficio',
    migration: 'diecimila caselle PEC passano a un altro gestore, con quattro processi e uno ucciso a metà',
  },
  en: {
    life: 'the life of a request, from the form to the first sign-in; what is played when nothing is said',
    registration: 'the slips of a form, a second one in the same name, the correction that the office asks for',
    pec: 'a new PEC is in force once confirmed; the provider’s receipt makes the link’s term longer',
    recovery: 'a password is forgotten, then the PIN is lost; what a reader of the mailbox alone cannot do',
    suspension: 'the link “was this you?” suspends, the office reactivates, a revocation is final',
    maintenance: 'a maintenance window: what it closes, and what becomes of what was begun before',
    sunset: 'the credentials of the office end by dates (Decree-Law 76/2020): who can still do what',
    federation: 'SPID, CIE and eIDAS open the account that is there; where data differ, the office decides',
    migration: 'ten thousand mailboxes move to another provider, with four processes and one killed midway',
  },
}

/** The chapter of that name; null where there is none. */
export function chapterNamed(name: string): ChapterName | null {
  return chapterNames.find((known) => known === name) ?? null
}

/** All of them, a line each. */
export function chapterList(locale: Locale): string {
  const width = Math.max(...chapterNames.map(({ length }) => length))
  return chapterNames.map((name) => `  ${name.padEnd(width)}  ${chapterLines[locale][name]}\n`).join('')
}
