/** What says who somebody is: codes, passwords, attributes of a sign-in elsewhere. */

import {
  ageAt,
  decodeGatewayHeader,
  type FederatedIdentity,
  readProviderError,
  satisfiesAge,
} from '../../../src/rules/federation/index.ts'
import {
  baseCodiceFiscale,
  birthDateCandidates,
  codiceFiscaleFindings,
  parseCodiceFiscale,
  parsePartitaIva,
} from '../../../src/rules/identity/index.ts'
import { fold, lettersAndDigits } from '../../../src/rules/password/fold.ts'
import {
  checklist,
  checkPassword,
  context,
  definePolicy,
  infocert,
  italia,
  length,
  nist,
  normalizePassword,
  repetition,
} from '../../../src/rules/password/index.ts'
import { scanPassword } from '../../../src/rules/password/scan.ts'
import { peer } from '../../rules/identity/peer.ts'
import { codeOf, digitIndexes, digitLetters, madeUpPeople, omocodiaOf, withCheckLetter } from '../../rules/identity/people.ts'
import { cie, cns, eidas, oidc, type Reader, read, readers, saml } from '../../support/federation.ts'
import { hostileSignIns } from '../../support/hostile-federation.ts'
import { encoded } from '../corpus.ts'
import { member } from '../mutate.ts'
import { holds, holdsSame, type Target } from '../target.ts'

const today = { year: 2026, month: 11, day: 30 }

/** A codice fiscale by the decree: its shape, its check letter, a day that there is. What is no text of 16 places is none. */
function isCode(given: unknown): boolean {
  const text = typeof given === 'string' && given.length <= 64 ? given.replace(/^ +| +$/g, '') : ''
  if (!/^[A-Za-z]{6}[\dL-NP-Vl-np-v]{2}[A-EHLMPR-Ta-ehlmpr-t][\dL-NP-Vl-np-v]{2}[A-Za-z][\dL-NP-Vl-np-v]{3}[A-Za-z]$/.test(text))
    return false
  const code = text.toUpperCase()
  if (withCheckLetter(code.slice(0, 15)) !== code) return false
  const plain = [...code]
    .map((letter, i) => (digitIndexes.includes(i) && /[A-Z]/.test(letter) ? digitLetters.indexOf(letter) : letter))
    .join('')
  const month = 'ABCDEHLMPRST'.indexOf(plain.charAt(8))
  const day = Number(plain.slice(9, 11)) % 40
  // 2000 was a leap year, so a year that ends in 00 may be one.
  const date = new Date(Date.UTC(2000 + Number(plain.slice(6, 8)), month, day))
  return Number(plain.slice(9, 11)) !== 40 && Number(plain.slice(9, 11)) < 72 && day > 0 && date.getUTCMonth() === month
}

export function codiceFiscale(): Target {
  const codes = [...madeUpPeople(40, 11)].map(codeOf)
  return {
    name: 'codice fiscale',
    seeds: [
      ...codes,
      ...codes.slice(0, 20).map((code, i) => omocodiaOf(code, 1 + i * 6)),
      ` ${(codes[0] ?? '').toLowerCase()} `,
      '00743110157',
      '00000000000',
    ],
    words: [...'ABCDEHLMPRSTZ0159LU', ' ', '29', '69', '31', '71', '40', '00'],
    mend(input, chance) {
      // Chance alone would never give a right check letter.
      const fifteen = typeof input === 'string' ? input.slice(0, 15).toUpperCase() : ''
      return /^[A-Z0-9]{15}$/.test(fifteen) && chance.onceIn(2) ? withCheckLetter(fifteen) : input
    },
    judge(given) {
      const parsed = parseCodiceFiscale(given)
      holds(parsed.ok === isCode(given), 'a codice fiscale is what the decree says')
      const number = parsePartitaIva(given)
      if (number.ok) holdsSame(parsePartitaIva(number.value.code), number, 'a partita IVA is read as itself')
      if (!parsed.ok) return [parsed, number]
      const { value } = parsed
      holds(peer.check(value.code), 'codice-fiscale-js takes it too')
      holdsSame(parseCodiceFiscale(value.code), parsed, 'a codice fiscale is read as itself')
      holdsSame(parseCodiceFiscale(` ${value.code.toLowerCase()}`), parsed, 'small letters and blanks around it change nothing')
      const base = baseCodiceFiscale(value.code)
      holds(base.ok && (base.value === value.code) === !value.omocodia, 'its base is itself unless a digit is a letter')
      if (base.ok) holdsSame(baseCodiceFiscale(base.value), base, 'a base is its own base')
      const births = birthDateCandidates(value, today)
      holds(births.length <= 2 && births.every((birth) => birth <= '2026-11-30'), 'nobody is born in the future')
      return [parsed, births, codiceFiscaleFindings(value)]
    },
  }
}

const own = definePolicy({ name: 'own', lengthMax: 64, rules: [length(8), repetition(2), context()] })
const policies = [nist, italia, infocert, own]

export function passwords(): Target {
  const seeds = [
    'Gelato.Turchese7',
    'caffè',
    'caffe\u0301 freddo',
    'Aa1!'.repeat(16),
    'VRDNNA80A41L219Z',
    'straße',
    'ＦＵＬＬ',
    '🎂🎂🎂',
    '01.01.1980',
    'password',
  ]
  return {
    name: 'passwords',
    seeds: seeds.map((password) => ({
      password,
      facts: {
        surname: 'Rossi',
        name: 'Anna Maria',
        codiceFiscale: 'VRDNNA80A41L219Z',
        birthDate: '1980-01-01',
        pin: '012345678',
        email: 'anna.rossi@example.it',
        words: 'Comune di Prova',
      },
    })),
    words: [
      'Rossi',
      'anna',
      '1980',
      'Password1!',
      'aaa',
      'Aa1!',
      'é',
      'e\u0301',
      '\u0345',
      'ΐ',
      'İ',
      'ſ',
      '__proto__',
      'surname',
    ],
    mend: (input) => (member(input, 'password') === undefined ? { password: input } : input),
    judge(input) {
      const { password, facts } = input as { readonly password: unknown; readonly facts: never }
      const verdicts = policies.map((policy) => {
        const found = checkPassword(password, policy, facts)
        const lines = checklist(password, policy, facts)
        holds(lines.every(({ met }) => met) === (found.length === 0), 'the list beside the field and the check say the same')
        return found
      })
      const normal = normalizePassword(password)
      if (!normal.ok) return [verdicts, normal]
      holds(normal.value === (password as string).normalize('NFC'), 'a password is composed and not changed otherwise')
      holdsSame(normalizePassword(normal.value), normal, 'its normal form is its own')
      const scan = scanPassword(password, 256)
      holds(
        scan.ok && scan.value.length === [...normal.value].length && scan.value.length <= 256,
        'its length is counted in characters',
      )
      holdsSame(
        policies.map((policy) => checkPassword(normal.value, policy, facts)),
        verdicts,
        'both spellings have the same verdict',
      )
      const folded = fold(normal.value)
      holds(
        fold(folded) === folded && lettersAndDigits(lettersAndDigits(folded)) === lettersAndDigits(folded),
        'what is compared is folded once',
      )
      return [verdicts, normal]
    },
  }
}

const names = Object.keys(readers) as readonly Reader[]
const visible = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]*$/u

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : []
}

function expectWhole({ person, subject, level, ...rest }: FederatedIdentity): void {
  holds([1, 2, 3].includes(level), 'a level is one of three')
  holds(subject.value !== '', 'somebody has signed in')
  holds(subject.scheme !== 'codice-fiscale' || subject.value === person.codiceFiscale, 'who is named by the code has it')
  holds(person.codiceFiscale === null || isCode(person.codiceFiscale), 'a codice fiscale is one')
  holds(person.birthDate === null || /^\d{4}-\d{2}-\d{2}$/.test(person.birthDate), 'a date of birth is a date')
  for (const text of textsOf({ person, subject, rest }))
    holds(text.length <= 1_024 && visible.test(text), 'what is read is short and can be seen')
}

export function attributes(): Target {
  const usual = { readSpidSaml: saml(), readSpidOidc: oidc(), readCie: cie(), readCns: cns(), readEidas: eidas() }
  return {
    name: 'attributes',
    seeds: [
      ...names.map((reader) => ({ reader, signIn: usual[reader] })),
      ...hostileSignIns.flatMap(({ reader, signIn }) =>
        (encoded({ reader, signIn })?.length ?? 9_999) < 4_096 ? [{ reader, signIn }] : [],
      ),
      ...['NiccolÃ²', 'ErrorCode nr25', 'LIBERTÃ\u00a0', '1980-02-29'].map((signIn) => ({ reader: 'text', signIn })),
    ],
    words: [
      'TINIT-',
      'VRDNNA80A41L219Z',
      'TINIT-VRDNNA80A41L219Z',
      'fiscalNumber',
      'spidCode',
      'dateOfBirth',
      '0000-00-00',
      '1980-02-30',
      'issuer',
      'attributes',
      'userInfo',
      'idToken',
      'acr',
      'ErrorCode nr',
      'Ã',
      '\u00b2',
      'ES/IT/',
    ],
    mend(input, chance) {
      const reader = member(input, 'reader')
      const isKnown = reader === 'text' || names.some((name) => name === reader)
      return isKnown && !chance.onceIn(8)
        ? input
        : { reader: chance.pick([...names, 'text']), signIn: member(input, 'signIn') ?? input }
    },
    judge(input) {
      const { reader, signIn } = input as { readonly reader: Reader | 'text'; readonly signIn: unknown }
      if (reader === 'text') {
        const header = decodeGatewayHeader(signIn)
        holds(typeof signIn !== 'string' || header.length <= signIn.length, 'a header becomes no longer')
        const age = ageAt(signIn as string, Date.UTC(2026, 10, 30))
        holds(age === null || (Number.isInteger(age) && age >= 0), 'an age is a whole number of years')
        return [header, readProviderError(signIn), age, satisfiesAge(signIn as never, 18, Date.UTC(2026, 10, 30))]
      }
      const answer = read(reader, signIn)
      if (answer.ok) expectWhole(answer.value)
      else holds(/^federation\/[a-z-]+$/.test(answer.refusal.code), 'a refusal has a code of the federation')
      return answer
    },
  }
}
