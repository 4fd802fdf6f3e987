/** Passwords of every kind, the same at every run: what people choose, what they would be refused, and what no keyboard has. */
import type { PasswordFacts } from 'sportello/password'
import { seededRandom } from 'sportello/testing'

export const someFacts: PasswordFacts = {
  ...{ surname: "D'Angelò", name: 'Maria José', codiceFiscale: 'DNGMRA80A41L219Z', birthDate: '1980-01-01', pin: '250539157' },
  ...{ email: 'maria.dangelo@example.it', words: 'Comune di Prova' },
}

const words = [
  ...[
    'Mandorle',
    'password',
    'Juventus',
    'qwerty',
    'Comune',
    'Prova',
    'dangelo',
    'D’ANGELO',
    'maria',
    'josé',
    'DNGMRA',
    '01011980',
  ],
  ...[
    '1980',
    '250539157',
    'salati',
    'Straße',
    'İstanbul',
    'ﬁne',
    'Ǆungla',
    'ﬀ',
    '𝐏𝐚𝐬𝐬𝐰𝐨𝐫𝐝',
    'ｐａｓｓ',
    'ΣΑΣ',
    'café',
    'amore',
    '12345678',
  ],
]
const marks = [
  '!',
  '.',
  '-',
  '@',
  '0',
  '7',
  '1',
  '$',
  '€',
  ' ',
  '\u00a0',
  '٣',
  '…',
  '«',
  '👩‍👩‍👧',
  '🇮🇹',
  '\u200d',
  '\u0301',
  '\ufe0f',
  '\u202e',
]

/** The numbers of one generator. */
function numbersOf(seed: number): (below: number) => number {
  const random = seededRandom(seed)
  let bytes: DataView = new DataView(new ArrayBuffer(0))
  let at = 0
  return (below) => {
    if (at + 4 > bytes.byteLength) {
      const drawn = random.bytes(4_096)
      ;[bytes, at] = [new DataView(drawn.buffer, drawn.byteOffset, drawn.byteLength), 0]
    }
    at += 4
    return bytes.getUint32(at - 4) % below
  }
}

/** So many of them. */
export function generatedPasswords(count: number): readonly string[] {
  const number = numbersOf(17)
  const pick = <T>(list: readonly T[]): T => list[number(list.length)] as T
  const many = (most: number, make: () => string): string => Array.from({ length: number(most) + 1 }, make).join('')
  const printable = () => String.fromCharCode(0x20 + number(95))
  const word = () =>
    pick([(text: string) => text, (text: string) => text.toUpperCase(), (text: string) => text.toLowerCase()])(pick(words))
  const accented = () => String.fromCharCode(0xc0 + number(0x240)).normalize(pick(['NFC', 'NFD', 'NFKC', 'NFKD']))
  // Halves of a pair, alone or in a wrong order, among them.
  const unit = () => String.fromCharCode(pick([0xd800 + number(0x800), number(0x10000)]))
  const point = () => {
    const code = number(0x110000)
    return code >= 0xd800 && code < 0xe000 ? '' : String.fromCodePoint(code)
  }
  const kinds: readonly (() => string)[] = [
    () => many(20, printable),
    () => many(3, () => pick([word, () => pick(marks)])()),
    () => word() + many(4, () => pick(marks)) + many(3, () => String(number(10))),
    () => many(3, word) + many(6, printable),
    () => many(24, accented),
    () => many(6, accented) + many(8, printable),
    () => many(12, point),
    () => many(6, unit) + many(8, printable),
    () => many(12, printable) + pick(marks).repeat(number(5)) + word(),
    () => [...many(4, word)].reverse().join(''),
    () => printable().repeat(number(12)) + many(6, printable),
    () => many(150, printable) + pick(marks).repeat(number(60)),
    () => many(5, () => pick(marks)),
    () => '',
  ]
  return Array.from({ length: count }, () => pick(kinds)())
}
