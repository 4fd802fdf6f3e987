/** A text in Italian and in English, and how one of a table is found. */
import type { Locale } from './kernel/index.ts'

/** The same in both languages. */
export type Said = { readonly [L in Locale]: string }

export const said = (it: string, en: string): Said => ({ it, en })

/** The words of a name in a table, if there are any. Total over any value. */
export function wordsOf(table: object, name: unknown, locale: Locale): string | undefined {
  if (typeof name !== 'string' || !Object.hasOwn(table, name)) return undefined
  const found: unknown = Reflect.get(table, name)
  if (typeof found !== 'object' || found === null || (locale !== 'it' && locale !== 'en')) return undefined
  const text: unknown = Reflect.get(found, locale)
  return typeof text === 'string' ? text : undefined
}
