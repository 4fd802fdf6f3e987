/** What a letter says in both languages, as data; `letter-layout.ts` renders it. */
import type { Instant, Locale } from '../kernel/index.ts'
import type { MailedLink } from './links.ts'

/** What is said, in every language. */
export type Words = { readonly [L in Locale]: string }

/** Words, or a text that is the same in every language. */
export type Text = string | Words

/** A label and its value. A `code` is copied character by character: it is set so that its characters are told apart. */
export type Field = readonly [label: Text, value: Text, kind?: 'code']

/** One block of a letter: a paragraph, a titled list of fields, or a link. */
export type Line =
  | Words
  | { readonly title: Text; readonly fields: readonly Field[] }
  | { readonly label: Words; readonly url: MailedLink }

/** What a letter tells, by field: what a host gets that words it anew. */
export type LetterFacts = { readonly [field: string]: string | boolean | Instant | null }

/** What makes every letter complete, whatever it is about. */
export type Said = {
  /** Office and heading together are the subject. */
  readonly about: Words
  /** Nameless where whoever reads it may be a stranger, who must learn nothing of the person. */
  readonly greeting: 'by-name' | 'nameless'
  readonly lines: readonly Line[]
  /** What to do for whoever did not expect it. */
  readonly notYou: Words
  /** Why it comes to this address. */
  readonly why: Words
}

/** A letter. Its name is that of its procedure and what it is about. */
export type Letter<Name extends string = string, Facts extends LetterFacts = LetterFacts> = Said & {
  readonly name: Name
  readonly data: Facts
  /** The office that writes. */
  readonly office: string
  /** Texts that the reader has from nowhere else: whoever words the letter anew cannot leave them out. */
  readonly indispensable: readonly string[]
}

/** The office that writes. */
export type OfficeName = { readonly name: string }

/** The letter of that name in a table of what letters tell. */
export type LetterOf<Table, Name extends keyof Table & string> = Letter<Name, Table[Name] & LetterFacts>

/** A letter of that name. `indispensable`: the fields that the reader has from nowhere else. */
export function letterOf<const Name extends string, Facts extends LetterFacts>(
  name: Name,
  office: OfficeName,
  data: Facts,
  said: Said,
  indispensable: readonly (keyof Facts & string)[] = [],
): Letter<Name, Facts> {
  return { name, data, office: office.name, indispensable: indispensable.map((field) => `${data[field]}`), ...said }
}

/** The office, as a letter may tell of it. */
export type WritingOffice = OfficeName & { readonly taxCode: string }

/** What is said of one letter, beside its words. */
export type LetterEntry<L> = {
  /** Who gets it, in words, for the documentation. */
  readonly to: string
  /** When it is mailed, in words, for the documentation. */
  readonly when: string
  /** The letter about invented facts, on which the functions of a host are tried. */
  readonly sample: (office: WritingOffice) => L
}

/** The letters of a procedure: one that is mailed and not in its table does not compile. */
export type LetterTable<Table> = { readonly [Name in keyof Table & string]: LetterEntry<LetterOf<Table, Name>> }

/** A table whose letters are not told apart any more. */
export type AnyLetters = { readonly [name: string]: LetterEntry<Letter> }
