import { blocklist, checkPassword, commonPasswords, definePolicy, infocert, italia, length, nist } from 'sportello/password'
import { describe, expect, it } from 'vitest'
import { stem } from '../../../src/rules/password/blocklist.ts'
import { growth } from '../../support/growth.ts'

const listed = (words: readonly string[] | (() => readonly string[])) => {
  const policy = definePolicy({ name: 'listed', rules: [length(8), blocklist(words)] })
  return (password: string) => checkPassword(password, policy).some(({ code }) => code === 'blocklist')
}
const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()

describe('P8: common passwords are refused even when they keep every other rule', () => {
  it('P8: more than 3,000 words of the list, dressed up until infocert accepts them, are refused by italia', () => {
    const dressed = [...new Set(commonPasswords().map(stem))]
      .map((word) => `${capitalised(word)}1!`.padEnd(8, '27'))
      .filter((password) => checkPassword(password, infocert).length === 0)
    expect(dressed.length).toBeGreaterThanOrEqual(3_000)
    const accepted = dressed.filter((password) => !checkPassword(password, italia).some(({ code }) => code === 'blocklist'))
    expect(accepted).toEqual([])
  })

  it('P8: more than 3,000 words of the list, lengthened until they are long enough, are refused by nist', () => {
    const stems = [...new Set(commonPasswords().map(stem))].filter((word) => /[A-Z]/.test(word))
    const lengthened = stems.map((word) => word.toLowerCase().padEnd(15, '271828'))
    expect(lengthened.length).toBeGreaterThanOrEqual(3_000)
    expect(lengthened.filter((password) => checkPassword(password, nist).length === 0)).toEqual([])
  })

  it.each([
    'Password1!',
    'P@ssw0rd',
    'Pa$$w0rd123',
    'pa55word!1',
    '!!Password1',
    '1Password!',
    'pàsswòrd',
    'Pass.word-1',
    'drowssaP1!',
    'PasswordPassword',
    'passwordpass',
    'drowssapdrowssap',
    'Juventus1897!',
    'ForzaNapoli1!',
    'TiAmoGiulia<3',
    'Settembre2024!',
    'Mi1ano2024!',
    'Ita1ia!!',
    'Qwerty123!',
    'Ytrewq123!',
    '1qaz@WSX',
    '!QAZ2wsx',
    'Zaq12wsx!',
    'qwertyuiopasdfgh',
    'abcdefghijklmno',
    '123456789012345',
    '098765432109876',
    'Aa123456!',
    'Abc1234!',
    'Xy@2024!',
    'Xy#98765',
    '!@#$%^&*()!@#$%',
    'A1!2!1!2',
    'aaaaaaaaaaaaaaa',
    'abcabcabcabcabc',
    '???????????????',
    '?!?!?!?!?!?!?!?!',
  ])('P8: %s is common', (password) => {
    expect(checkPassword(password, italia).map(({ code }) => code)).toContain('blocklist')
    expect(checkPassword(password, nist).map(({ code }) => code)).toContain('blocklist')
  })

  it.each([
    'zUBV*x8s',
    'Tr4m0nto.sul!mare',
    'quattro lampioni e un ponte',
    'Xk27!mela#Pozzo',
    'Passw0rdXkq27!w',
    'Ab!8365#92',
    'Aa!27#18281',
    'Xy!?_;.12',
    'Abca#27182845',
    'Vattelap!2345',
    'xyxyxw#1827364',
    '271828182845904',
  ])('%s is not common', (password) => {
    expect(checkPassword(password, italia).map(({ code }) => code)).not.toContain('blocklist')
    expect(checkPassword(password, nist).map(({ code }) => code)).not.toContain('blocklist')
  })

  it('has one violation without parameters', () => {
    expect(checkPassword('Password1!', italia)).toEqual([{ code: 'blocklist', params: {} }])
  })
})

describe('a list of one’s own', () => {
  it('its words may be passwords themselves', () => {
    const isListed = listed(['Vattel4pesca!99', '31415926', '?!', ''])
    for (const password of ['vattelapesca', 'VATTELAPESCA-1', '31415926', '#31415926#']) expect(isListed(password)).toBe(true)
    for (const password of ['vattelapesc', 'xvattelapesca', '314159265', '27182818', '?.?;,?.;:?'])
      expect(isListed(password)).toBe(false)
  })

  it.each([
    ['0', 'o', 'xxoxxoxx', 'xx0xx0xx'],
    ['1', 'i', 'pixxyzwi', 'p1xxyzwi'],
    ['1', 'l', 'plxxyzwl', 'p1xxyzwl'],
    ['!', 'i', 'pixxyzwk', 'p!xxyzwk'],
    ['|', 'l', 'plxxyzwk', 'p|xxyzwk'],
    ['3', 'e', 'pexxyzwk', 'p3xxyzwk'],
    ['4', 'a', 'paxxyzwk', 'p4xxyzwk'],
    ['@', 'a', 'axxyzwkj', '@xxyzwkj'],
    ['5', 's', 'psxxyzwk', 'p5xxyzwk'],
    ['$', 's', 'psxxyzwk', 'p$xxyzwk'],
    ['7', 't', 'ptxxyzwk', 'p7xxyzwk'],
    ['+', 't', 'ptxxyzwk', 'p+xxyzwk'],
    ['8', 'b', 'pbxxyzwk', 'p8xxyzwk'],
    ['9', 'g', 'pgxxyzwk', 'p9xxyzwk'],
    ['€', 'e', 'pexxyzwk', 'p€xxyzwk'],
  ])('%s is read as %s', (_mark, _letter, word, password) => {
    expect(listed([word])(password)).toBe(true)
  })

  it('a function that gives the words is called once, at the first check', () => {
    let calls = 0
    const isListed = listed(() => {
      calls += 1
      return ['vattelapesca']
    })
    expect(calls).toBe(0)
    expect([isListed('vattelapesca1'), isListed('lampioni27')]).toEqual([true, false])
    expect(calls).toBe(1)
  })

  it('a list that is changed later changes nothing', () => {
    const words = ['vattelapesca']
    const isListed = listed(words)
    words.pop()
    expect(isListed('vattelapesca1')).toBe(true)
  })

  it('words of the list are data: names of object properties mean nothing', () => {
    const isListed = listed(['vattelapesca'])
    for (const password of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) expect(isListed(password)).toBe(false)
  })

  it.each([
    ['a ligature that is eighteen letters', '\uFDFA', ''],
    ['digits and marks that may be letters', '1!', 'a1'],
    ['one letter', 'a', 'b'],
    ['a digit in brackets', '⑽', ''],
    ['marks', '!', ''],
  ])('%s over and over, takes no more than the square of its length', async (_what, part, end) => {
    const text = (count: number) => part.repeat(count / part.length) + end
    expect(await growth(listed(['vattelapesca']), text(60), text(120))).toBeLessThan(4.5)
    // Four times as long takes four times as long: far from the sixteen times of a square, and short enough to fit between two turns of other processes.
    expect(await growth(stem, text(120), text(480))).toBeLessThan(9)
  })
})

describe('the list of the library', () => {
  it('has at least 3,000 different words, in the form in which they are compared, none shorter than three letters', () => {
    const stems = new Set(commonPasswords().map(stem))
    expect(stems.size).toBeGreaterThanOrEqual(3_000)
    expect([...stems].filter((word) => word.length < 3)).toEqual([])
  })

  it('has no word twice, and every word is plain', () => {
    const words = commonPasswords()
    expect(new Set(words).size).toBe(words.length)
    expect(words.filter((word) => !/^[a-z0-9]{3,40}$/.test(word))).toEqual([])
  })

  it('has the words that head every list of stolen passwords', () => {
    const words = new Set(commonPasswords())
    for (const word of ['password', 'qwerty', '123456', '12345678', 'iloveyou', 'admin', 'welcome', 'juventus', 'francesco']) {
      expect(words).toContain(word)
    }
  })
})
