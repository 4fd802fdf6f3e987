/** Row 2: the five rules of the mailbox provider, three times over, on the same thousand passwords. */
import PasswordValidator from 'password-validator'
import type * as Password from 'sportello/password'

/** Numbers that are the same at every run: 0 to `below` - 1. */
export function drawing(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
}

const kinds = ['abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', '0123456789', '!#$%&()*+,-./:;<=>?@[]^_{|}~', ' ']
const phrases = ['password', 'Password1!', 'correct horse battery staple', 'Qwerty.123', 'aaa111!!!', 'Estate2026', 'P@ssw0rd']

/** A thousand passwords of ASCII characters: good ones, bad ones of every kind, phrases, runs of one character, a few very long. */
export function mixedPasswords(): readonly string[] {
  const draw = drawing(20_261)
  const pick = (text: string): string => text.charAt(draw(text.length))
  return Array.from({ length: 1_000 }, (_, index) => {
    const phrase = phrases[index % 25]
    if (phrase !== undefined) return phrase + draw(100)
    // The kinds that may occur: all for two thirds of the passwords, some for the others.
    const mask = draw(3) > 0 ? 31 : 1 + draw(31)
    const allowed = kinds.filter((_kind, bit) => (mask & (1 << bit)) !== 0)
    const length = index % 50 === 7 ? 100 : 4 + draw(16)
    let password = ''
    while (password.length < length) {
      const character = pick(allowed[draw(allowed.length)] ?? '')
      password += draw(40) === 0 ? character.repeat(3) : character
    }
    return password
  })
}

export function ourPasswordCheck({ checkPassword, infocert }: typeof Password) {
  return { name: 'sportello', check: (password: string) => checkPassword(password, infocert) }
}

const classes = new Uint8Array(128)
kinds.forEach((kind, bit) => {
  for (const character of kind) classes[character.charCodeAt(0)] = 1 << bit
})
for (const character of '"\'`\\') classes[character.charCodeAt(0)] = 8

export function handWrittenPasswordCheck() {
  function check(password: string): readonly string[] {
    let seen = 0
    let run = 1
    let longest = 1
    for (let index = 0; index < password.length; index += 1) {
      const code = password.charCodeAt(index)
      seen |= classes[code] ?? 0
      run = index > 0 && code === password.charCodeAt(index - 1) ? run + 1 : 1
      if (run > longest) longest = run
    }
    const broken: string[] = []
    if (password.length < 8) broken.push('length')
    if ((seen & 3) !== 3) broken.push('letter-case')
    if ((seen & 4) === 0) broken.push('digit')
    if ((seen & 8) === 0) broken.push('special')
    if (longest > 2) broken.push('repetition')
    return broken
  }
  return { name: 'hand-written pass', check }
}

/** The codes of our rules by the names that the peer gives to its own. */
export const peerRules: Readonly<Record<string, string>> = {
  min: 'length',
  lowercase: 'letter-case',
  uppercase: 'letter-case',
  digits: 'digit',
  symbols: 'special',
  not: 'repetition',
}

export function peerPasswordCheck() {
  const schema = new PasswordValidator()
  schema
    .is()
    .min(8)
    .has()
    .lowercase()
    .has()
    .uppercase()
    .has()
    .digits()
    .has()
    .symbols()
    .has()
    .not(/(.)\1\1/)
  const check = (password: string): readonly string[] => {
    const broken = schema.validate(password, { list: true })
    return Array.isArray(broken) ? broken : []
  }
  return { name: 'password-validator, list', check }
}
