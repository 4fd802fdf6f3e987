import { expect, it } from 'vitest'
import { characterName } from '../../src/runtime/character-names.ts'

it.each([
  ['U+0033', '«3»', '«3»'],
  ['U+0416', '«Ж» U+0416', '«Ж» U+0416'],
  ['U+00A0', 'spazio unificatore U+00A0', 'no-break space U+00A0'],
  ['U+2003', 'spazio U+2003', 'space U+2003'],
  ['U+2E17', 'lineetta U+2E17', 'dash U+2E17'],
  ['U+0007', 'carattere invisibile U+0007', 'invisible character U+0007'],
  ['U+E0001', 'carattere invisibile U+E0001', 'invisible character U+E0001'],
  ['U+0301', 'segno diacritico U+0301', 'combining mark U+0301'],
  ['U+110000', 'U+110000', 'U+110000'],
  ['anything', 'anything', 'anything'],
])('%s is called so that people see what it is', (codePoint, italian, english) => {
  expect(characterName(codePoint, 'it')).toBe(italian)
  expect(characterName(codePoint, 'en')).toBe(english)
})
