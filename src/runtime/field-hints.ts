/** How a field is labelled, and how it says what it wants. */
import type { Locale } from '../kernel/index.ts'

type Said = { readonly [L in Locale]: string }

/** The label of a field; `hint` says how it is written. */
export type FieldWords = Said & { readonly hint?: Said }

/** How a field is written, to stand in its words. */
export const hint = (it: string, en: string): { readonly hint: Said } => ({ hint: { it, en } })

/** How a day is written. */
export const date: { readonly hint: Said } = hint(
  'La data si scrive anno-mese-giorno, come 1980-01-31.',
  'A date is written year-month-day, such as 1980-01-31.',
)
