/** What the demo can play: the whole life of a request, and chapters that begin where it ends. */
import type { Locale } from 'sportello'

/** In the order in which they are listed. */
export const chapterNames = ['life', 'recovery', 'suspension'] as const

export type ChapterName = (typeof chapterNames)[number]

/** A line each. */
export const chapterLines: { readonly [L in Locale]: { readonly [C in ChapterName]: string } } = {
  it: {
    life: 'la vita di una richiesta, dal modulo al primo accesso; quello che si vede se non si dice altro',
    recovery: 'chi dimentica la password e poi perde il PIN, e che cosa non può chi legge soltanto la sua posta',
    suspension: 'il link «non è stato lei?» sospende, l’ente riattiva, la revoca è definitiva',
  },
  en: {
    life: 'the life of a request, from the form to the first sign-in; what is played when nothing is said',
    recovery: 'a password is forgotten, then the PIN is lost, and what a reader of the mailbox alone cannot do',
    suspension: 'the link “was this you?” suspends, the office reactivates, a revocation is final',
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
