/** What characters are called that people paste without seeing them, in Italian and English. */
import type { Locale } from '../kernel/index.ts'

type Names = { readonly [L in Locale]: string }

const names: ReadonlyMap<string, Names> = new Map([
  ['U+0009', { it: 'tabulazione', en: 'tab' }],
  ['U+000A', { it: 'a capo', en: 'line feed' }],
  ['U+000D', { it: 'ritorno a capo', en: 'carriage return' }],
  ['U+0020', { it: 'spazio', en: 'space' }],
  ['U+002D', { it: 'trattino', en: 'hyphen' }],
  ['U+00A0', { it: 'spazio unificatore', en: 'no-break space' }],
  ['U+00AD', { it: 'trattino facoltativo, invisibile', en: 'soft hyphen, invisible' }],
  ['U+200B', { it: 'spazio di larghezza zero, invisibile', en: 'zero width space, invisible' }],
  ['U+200C', { it: 'separatore di larghezza zero, invisibile', en: 'zero width non-joiner, invisible' }],
  ['U+200D', { it: 'unificatore di larghezza zero, invisibile', en: 'zero width joiner, invisible' }],
  ['U+2010', { it: 'trattino', en: 'hyphen' }],
  ['U+2011', { it: 'trattino unificatore', en: 'no-break hyphen' }],
  ['U+2013', { it: 'lineetta breve', en: 'en dash' }],
  ['U+2014', { it: 'lineetta', en: 'em dash' }],
  ['U+2028', { it: 'separatore di riga', en: 'line separator' }],
  ['U+202F', { it: 'spazio unificatore stretto', en: 'narrow no-break space' }],
  ['U+2060', { it: 'unificatore di parole, invisibile', en: 'word joiner, invisible' }],
  ['U+2212', { it: 'segno meno', en: 'minus sign' }],
  ['U+FEFF', { it: 'spazio unificatore di larghezza zero, invisibile', en: 'zero width no-break space, invisible' }],
])

const kinds: readonly (readonly [kind: RegExp, names: Names])[] = [
  [/\p{Z}/u, { it: 'spazio', en: 'space' }],
  [/\p{Dash}/u, { it: 'lineetta', en: 'dash' }],
  [/\p{Default_Ignorable_Code_Point}|\p{C}/u, { it: 'carattere invisibile', en: 'invisible character' }],
  [/\p{M}/u, { it: 'segno diacritico', en: 'combining mark' }],
]

/** What a code point such as `U+00A0` is: `«3»`, `«Ж» U+0416`, or by its name what cannot be seen, `no-break space U+00A0`. */
export function characterName(codePoint: string, locale: Locale): string {
  const point = /^U\+([0-9A-F]{4,6})$/.exec(codePoint)?.[1]
  const value = Number.parseInt(point ?? '', 16)
  if (!(value <= 0x10ffff)) return codePoint
  const character = String.fromCodePoint(value)
  const name = names.get(codePoint) ?? kinds.find(([kind]) => kind.test(character))?.[1]
  if (name !== undefined) return `${name[locale]} ${codePoint}`
  return value < 0x7f ? `«${character}»` : `«${character}» ${codePoint}`
}
