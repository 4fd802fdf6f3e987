import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  encodeName,
  encodeSurname,
  type NameRefusal,
  parsePersonName,
  parsePlaceName,
  parseStreetAddress,
} from '../../../src/rules/identity/index.ts'

const refusalOf = (parsed: ReturnType<typeof parsePersonName>): NameRefusal | string =>
  parsed.ok ? parsed.value : parsed.refusal

/** Names as registers hold them. */
const names: readonly string[] = [
  // Italian.
  ...[
    'Anna',
    'Verdi',
    'ROSSI',
    "D'Angelo",
    'D’Amico',
    "De' Rossi",
    'De Luca',
    "Dell'Anno",
    'Nicolò',
    "Nicolo'",
    'Nicolo`',
    'Fo',
    'Fò',
  ],
  ...[
    'Lo Bianco',
    'Della Valle-Bianchi',
    'Rossi - Bianchi',
    'Maria Teresa',
    'M. Teresa',
    'Élodie',
    'Gian Luca',
    'Zoë',
    'Noé',
    'Dalla Chiesa',
  ],
  // One letter, and two.
  ...['O', 'Ø', 'Å', 'U', 'E', 'Ng', 'Yu', 'Ó'],
  // Slavic and Baltic.
  ...[
    'Šimić',
    'Đorđević',
    'Žižka',
    'Dvořák',
    'Łukaszewicz',
    'Wałęsa',
    'Černý',
    'Ľudovít',
    'Ņikitins',
    'Žemaitis',
    'Petrauskaitė',
    'į̇́',
  ],
  // Romanian, Hungarian, Turkish, Azerbaijani, Maltese.
  ...['Țăranu', 'Ștefan', 'Şerban', 'Erdős', 'Ağaoğlu', 'Işık', 'Yıldırım', 'İnönü', 'Əliyev', 'Għallexi'],
  // Germanic and Nordic.
  ...[
    'Müller',
    'Strauß',
    'von der Leyen',
    "van 't Hoff",
    "'t Hooft",
    'Bjørn',
    'Þórður',
    'Guðmundsdóttir',
    'Mc Donald',
    'O’Neill',
    'MacÀidh',
  ],
  // Iberian and French.
  ...['Muñoz y Pérez', 'Gonçalves', 'Vil·la', 'Jean-Pierre', 'J.-P.', 'L’Hôpital', 'Dos Santos da Conceição', 'Ibárruri'],
  // Transliterated from Arabic, Hebrew, Chinese, Indian and other scripts.
  ...[
    'Abd al-Rahman ibn Khalid',
    'Abū ʻAlī',
    "Sa'id",
    'Muḥammad',
    'al-Ḥasan',
    'El Fassi',
    'Ben Ya’aqov',
    'Wang Xiaoming',
    'Lǚ',
    'Ou-Yang',
  ],
  ...["Xi'an", 'Subramanian', 'Singh', 'Ḻakṣmī', 'N’Diaye', 'Nnamdi', 'Ọláwálé', 'Ṣọlá', 'Ẹ̀kọ́', "Hawai'i", 'Kealiʻi'],
  // Vietnamese.
  ...['Nguyễn', 'Trần Thị Hồng', 'Lê Đức', 'Phạm Ngọc Ánh', 'Đặng'],
  // After the name, and in place of one that is unknown.
  ...['Sammy Davis Jr.', 'St. John', 'Dott. Rossi', 'XXX', 'FNU'],
]

/** What no name is made of, and why. */
const hostile: readonly (readonly [text: string, code: NameRefusal['code'], position: number])[] = [
  ['https://evil.example', 'name/characters', 6],
  ['www.evil.example', 'name/shape', 5],
  ['evil.example', 'name/shape', 6],
  ['t.me', 'name/shape', 3],
  ['evil .example', 'name/shape', 6],
  ['INPS Servizi: acceda', 'name/characters', 13],
  ['Il conto scade, chiami', 'name/characters', 15],
  ['Il conto scade. Chiami', 'name/shape', 15],
  ['Chiami subito!', 'name/characters', 14],
  ['anna@example', 'name/characters', 5],
  ['anna\uFF20example', 'name/characters', 5],
  ['Anna/Verdi', 'name/characters', 5],
  ['Anna\\Verdi', 'name/characters', 5],
  ['Anna 2', 'name/characters', 6],
  ['Ann\u0661', 'name/characters', 4],
  ['An\u202Ena', 'name/characters', 3],
  ['An\u2066na', 'name/characters', 3],
  ['An\u200Bna', 'name/characters', 3],
  ['An\u200Dna', 'name/characters', 3],
  ['An\u00ADna', 'name/characters', 3],
  ['\uFEFFAnna', 'name/characters', 1],
  ['An\u2800na', 'name/characters', 3],
  ['\u2800', 'name/characters', 1],
  ['An\u3164na', 'name/characters', 3],
  ['An\u034Fna', 'name/characters', 3],
  ['An\uFE0Fna', 'name/characters', 3],
  ['An\u{E0041}na', 'name/characters', 3],
  [`Ann${'\u0301'.repeat(40)}a`, 'name/marks', 6],
  ['\u0301Anna', 'name/shape', 1],
  ['Anna \u0301', 'name/shape', 6],
  ['\u0410nna', 'name/script', 1],
  ['Ann\u0430', 'name/script', 4],
  ['Ann\u03B1', 'name/script', 4],
  ['Иванов', 'name/script', 1],
  ['Παπαδόπουλος', 'name/script', 1],
  ['王', 'name/script', 1],
  ['محمد', 'name/script', 1],
  ['Anna \u{1F600}', 'name/characters', 6],
  ['An\u0000na', 'name/characters', 3],
  ['Anna\r\nBcc', 'name/characters', 5],
  ['An\tna', 'name/characters', 3],
  ['An\u0085na', 'name/characters', 3],
  ['An\u2028na', 'name/characters', 3],
  ['An\uD800na', 'name/characters', 3],
  ['<b>Anna</b>', 'name/characters', 1],
  ['Anna &amp', 'name/characters', 6],
  ['"Anna"', 'name/characters', 1],
  ['${x}', 'name/characters', 1],
  ['Ａnna', 'name/characters', 1],
  ['𝐀nna', 'name/characters', 1],
  ['ﬁore', 'name/characters', 1],
  ['An\u2024na', 'name/characters', 3],
  ['An\u2044na', 'name/characters', 3],
  ['An\u20DDna', 'name/characters', 3],
  ['Wwwʼ.premioʼ.com', 'name/shape', 5],
  ['aʻ.b', 'name/shape', 3],
  ['ƻƷƼ', 'name/characters', 1],
  ['Annaǃ', 'name/characters', 5],
  ['Annaǀ', 'name/characters', 5],
  ['evilꞏcom', 'name/characters', 5],
  ['Annaꟷ', 'name/characters', 5],
  ['Annaʔ', 'name/characters', 5],
  ['--Anna', 'name/shape', 1],
  ['An--na', 'name/shape', 4],
  ['Anna-', 'name/shape', 5],
  ["An''na", 'name/shape', 4],
  ['An..na', 'name/shape', 4],
  ['.Anna', 'name/shape', 1],
]

describe('a name of a person', () => {
  it('the list is long enough', () => {
    expect(new Set(names).size).toBeGreaterThanOrEqual(60)
  })

  it.each(names)('%s is taken as it is, composed or not', (name) => {
    expect(refusalOf(parsePersonName(name))).toBe(name.normalize('NFC'))
    expect(refusalOf(parsePersonName(name.normalize('NFD')))).toBe(name.normalize('NFC'))
    expect(refusalOf(parsePlaceName(name))).toBe(name.normalize('NFC'))
  })

  it.each(names)('%s gives letters to the codice fiscale, or is undecidable', (name) => {
    for (const encoded of [encodeSurname(name), encodeName(name)]) {
      if (encoded.ok) expect(encoded.value).toMatch(/^[A-Z]{3}$/)
      else expect(encoded.refusal.code).toBe('person-letters/undecidable')
    }
  })

  it.each(hostile)('%j is refused, and the place is said', (text, code, position) => {
    const refusal = refusalOf(parsePersonName(text))
    expect(refusal).toMatchObject({ code, position })
    if (code !== 'name/marks') {
      const point = [...text.normalize('NFC')][position - 1]?.codePointAt(0) ?? 0
      expect(refusal).toHaveProperty('character', `U+${point.toString(16).toUpperCase().padStart(4, '0')}`)
    }
  })

  it.each(['', ' ', "'", '` ´', '\u00A0'])('%j has no letter', (text) => {
    expect(refusalOf(parsePersonName(text))).toEqual({ code: 'name/empty' })
  })

  it('blanks around it and doubled ones are removed, no-break ones are blanks', () => {
    expect(refusalOf(parsePersonName('  De \u00A0 Luca  '))).toBe('De Luca')
  })

  it('two marks beyond the composed letter are taken, a third is not', () => {
    expect(parsePersonName('q\u0301\u0323').ok).toBe(true)
    expect(refusalOf(parsePersonName('q\u0301\u0323\u0302'))).toEqual({ code: 'name/marks', position: 4, marksMax: 2 })
  })

  it('the position counts in the composed text', () => {
    expect(refusalOf(parsePersonName('A\u0300\u{1F600}'))).toMatchObject({ position: 2, character: 'U+1F600' })
  })

  it.each([
    [parsePersonName, 100],
    [parsePlaceName, 60],
    [parseStreetAddress, 150],
  ] as const)('J3: %o takes its last length, and refuses one more before it looks', (parse, lengthMax) => {
    expect(parse('a'.repeat(lengthMax)).ok).toBe(true)
    expect(parse(`${'ễ'.normalize('NFD').repeat(lengthMax)} `).ok).toBe(true)
    for (const text of ['a'.repeat(lengthMax + 1), '\u0344'.repeat(1_048_576), '<'.repeat(1_048_576)]) {
      expect(refusalOf(parse(text))).toEqual({ code: 'name/length', lengthMax })
    }
  })

  it('J2: any other type is refused by its type', () => {
    for (const value of [undefined, null, 1, true, {}, ['Anna'], new Proxy({}, {}), Symbol('Anna')]) {
      for (const parse of [parsePersonName, parsePlaceName, parseStreetAddress])
        expect(parse(value)).toMatchObject({ refusal: { code: 'name/type' } })
    }
  })

  it('what is taken is taken again and unchanged, looks like no address, and has nothing that cannot be seen', () => {
    const pieces = [...names, ...hostile.map(([text]) => text), '.', '-', "'", ' ', 'com', 'https', 'a', '\u0301', '·']
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.array(fc.constantFrom(...pieces), { maxLength: 4 }).map((some) => some.join('')),
    )
    fc.assert(
      fc.property(text, (given) => {
        const parsed = parsePersonName(given)
        if (!parsed.ok) return
        expect(refusalOf(parsePersonName(parsed.value))).toBe(parsed.value)
        expect(parsed.value.normalize('NFKC')).not.toMatch(/[@/:\d]|\.\p{L}|www\./u)
        expect(parsed.value).not.toMatch(/[\p{C}\p{Default_Ignorable_Code_Point}\u2800]/u)
        expect(parsed.value.replace(/\p{Script=Latin}|\p{Mn}/gu, '')).toMatch(/^[ '`´ʼʻ‘’‐‑·.-]*$/)
      }),
      { numRuns: 2_000, seed: 5 },
    )
  })
})

describe('the name of a place', () => {
  it.each([
    ...[
      'Torino',
      "Reggio nell'Emilia",
      "L'Aquila",
      'Forlì',
      "Forli'",
      'S.Giovanni Rotondo',
      'S. Giovanni Rotondo',
      'Sant’Agata',
      'Ne',
      'Ro',
    ],
    ...[
      'Bolzano/Bozen',
      'San Leonardo in Passiria/St. Leonhard in Passeier',
      'Presicce-Acquarica',
      'Duino Aurisina-Devin Nabrežina',
    ],
    ...['San Valentino in Abruzzo Citeriore', 'Jovençan', 'Rhêmes-Saint-Georges', 'San Dorligo della Valle-Dolina', 'Santhià'],
  ])('%s is taken', (name) => {
    expect(refusalOf(parsePlaceName(name))).toBe(name)
  })

  it.each([
    ['//evil', 'name/shape', 1],
    ['https://evil', 'name/characters', 6],
    ['Torino//evil', 'name/shape', 8],
    ['evil.example/x', 'name/shape', 6],
    ['Torino, Italia', 'name/characters', 7],
    ['Torino 10121', 'name/characters', 8],
    ['Torino/', 'name/shape', 7],
    ['Тorino', 'name/script', 1],
  ])('%s is refused', (name, code, position) => {
    expect(refusalOf(parsePlaceName(name))).toMatchObject({ code, position })
  })
})

describe('a street', () => {
  it.each([
    ...[
      'Via Roma 1',
      'Via Roma, 12/A',
      'V.le dei Mille n.12',
      'C.so Italia 5 bis',
      "P.zza dell'Unità d’Italia, 3",
      'L.go Argentina s.n.c.',
    ],
    ...[
      'Via XX Settembre 20, int. 3',
      'Via Roma n° 4',
      'Via Roma nº 4',
      'Via Roma № 4',
      '№ 4, Via Roma',
      'S.S. 115 Km. 23,5',
      'Via Cesarò 1, c/o Verdi, scala 2ª',
    ],
  ])('%s is taken', (street) => {
    expect(refusalOf(parseStreetAddress(street))).toBe(street)
  })

  it.each([
    ['Via Roma 1 https://evil.example', 'name/characters', 17],
    ['Via www.evil.example', 'name/shape', 9],
    ['c//o Verdi', 'name/shape', 3],
    ['Via Roma 1 anna@example', 'name/characters', 16],
    ['Via "Roma"', 'name/characters', 5],
    ['Via Roma 1\nTorino', 'name/characters', 11],
    ['Via Roma,, 1', 'name/shape', 10],
    ['Via Rom\u0430 1', 'name/script', 8],
  ])('%j is refused', (street, code, position) => {
    expect(refusalOf(parseStreetAddress(street))).toMatchObject({ code, position })
  })

  it.each(['12', '1/2'])('%s names no street', (street) => {
    expect(refusalOf(parseStreetAddress(street))).toEqual({ code: 'name/empty' })
  })
})
