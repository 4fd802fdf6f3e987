import fc from 'fast-check'
import { checkPassword, context, definePolicy, italia, length, nist, type PasswordFacts } from 'sportello/password'
import { describe, expect, it } from 'vitest'
import { fold } from '../../../src/rules/password/fold.ts'
import { growth } from '../../support/growth.ts'

const policy = definePolicy({ name: 'context', rules: [length(8), context()] })

const facts: PasswordFacts = {
  codiceFiscale: 'ABCDEF12A12A123A',
  surname: 'De Luca-Nardò',
  name: 'Niccolò',
  birthDate: '1980-03-05',
  pin: '197552942',
  email: 'segnalibro77@example.it',
  words: 'Comune di Vattelapesca, sportello SUAP',
}

const found = (password: string, known: PasswordFacts = facts) =>
  checkPassword(password, policy, known).map(({ code, params }) => ('fact' in params ? params.fact : code))

describe('P2: a password holds nothing the office knows about the person', () => {
  it.each([
    ['codiceFiscale', 'abcdef12a12a123a'],
    ['codiceFiscale', 'xx-ABCDEF12A12A123A-xx'],
    ['codiceFiscale', 'Abc.Def!2718'],
    ['surname', 'Nardo2718!'],
    ['surname', 'NARDÒ2718!'],
    ['surname', 'xxluca2718'],
    ['surname', 'deluca-nardo'],
    ['surname', 'n.a.r.d.o.18'],
    ['name', 'NiCcOlO!27'],
    ['name', 'niccolo\u0300!27'],
    ['name', 'Ｎｉｃｃｏｌｏ!27'],
    ['birthDate', 'xyz19800305'],
    ['birthDate', 'xyz05031980'],
    ['birthDate', 'xyz03051980'],
    ['birthDate', 'xyz050380!'],
    ['birthDate', 'xyz800305!'],
    ['birthDate', 'xyz531980!'],
    ['birthDate', 'x05/03/1980'],
    ['pin', 'pin:1975-52942'],
    ['pin', 'xx197552942'],
    ['email', 'Segnalibro77!'],
    ['email', 'segnalibro-x'],
    ['words', 'VATTELAPESCA1'],
    ['words', 'ilmiosportello'],
    ['words', 'suap!2718x'],
  ])('P2: %s is found in %s', (fact, password) => {
    expect(found(password)).toEqual([fact])
  })

  it.each([
    ['what has fewer than three letters', 'la di de dì 27'],
    ['the domain of the address', 'example.it!27'],
    ['a part of the PIN', 'xxxx97552942'],
    ['the year alone', 'xyz!1980!xyz'],
    ['the facts backwards', 'odran!olocci'],
    ['the last ten of the codice fiscale', '12A12A123A!x'],
  ])('%s may be in it', (_, password) => {
    expect(found(password)).toEqual([])
  })

  it('each fact is reported once, in a fixed order, and never with its value', () => {
    const all = 'ABCDEF nardo luca niccolo 19800305 197552942 segnalibro77 comune sportello'
    expect(checkPassword(all, policy, facts)).toEqual(
      ['codiceFiscale', 'surname', 'name', 'birthDate', 'pin', 'email', 'words'].map((fact) => ({
        code: 'context',
        params: { fact },
      })),
    )
  })

  it('three letters are found as a word of their own only, two not at all', () => {
    expect(found('la strada27', { name: 'Ada' })).toEqual([])
    expect(found('la.Ada.strada', { name: 'Ada' })).toEqual(['name'])
    expect(found('Ada27180!', { name: 'Ada' })).toEqual(['name'])
    expect(found('il re torna', { surname: 'Re' })).toEqual([])
    expect(found('x27Gai27xx', { surname: 'Gai Ponti' })).toEqual(['surname'])
    expect(found('la strada27', { name: 'Adas' })).toEqual([])
    expect(found('la stradas27', { name: 'Adas' })).toEqual(['name'])
  })

  it('particles of a name or of an office are not looked for, the rest of it is', () => {
    expect(found('nella della 27', { surname: 'Della Valletta' })).toEqual([])
    expect(found('la valletta27', { surname: 'Della Valletta' })).toEqual(['surname'])
    expect(found('dellavalletta', { surname: 'Della Valletta' })).toEqual(['surname'])
    expect(found('un modello 27', { words: 'Ministero dell’Istruzione e delle Arti' })).toEqual([])
    expect(found('istruzione 27', { words: 'Ministero dell’Istruzione e delle Arti' })).toEqual(['words'])
  })

  it('a name of short parts is found as a whole', () => {
    expect(found('xxlipo271828', { name: 'Li Po' })).toEqual(['name'])
    expect(found('xxli-po27182', { name: 'Li Po' })).toEqual(['name'])
  })

  it('accents inside one part of a name are folded', () => {
    expect(found('xbeluzo27!', { surname: 'Gai Bèlùzo' })).toEqual(['surname'])
    expect(found('xx.zoè.27182', { name: 'Zoe' })).toEqual(['name'])
  })

  it('letters that change their number in capitals are folded alike', () => {
    expect(found('STRASSER27', { surname: 'Straßer' })).toEqual(['surname'])
    expect(found('straßer278', { surname: 'STRASSER' })).toEqual(['surname'])
    expect(found('strasser27', { surname: 'STRAẞER' })).toEqual(['surname'])
    expect(found('ὀδυσσευς27', { surname: 'ΟΔΥΣΣΕΥΣ' })).toEqual(['surname'])
    expect(found('IŞIKLAR!27', { surname: 'ışıklar' })).toEqual(['surname'])
  })

  it.each([
    ['12/03/1980', 'x12031980x'],
    ['1980/3/2', 'x02031980x'],
    ['2.3.1980', 'x19800302x'],
    ['12031980', 'x12.03.1980'],
    ['1980-03-12T00:00:00Z', 'x120380xxx'],
    ['12 3 80', 'xxx12380xx'],
    ['1980', 'xxxx1980xx'],
  ])('a date of birth written %s is found in %s', (birthDate, password) => {
    expect(found(password, { birthDate })).toEqual(['birthDate'])
  })

  it.each([
    [{}],
    [{ surname: '', name: ' ', birthDate: '-', pin: '', email: '@', words: '', codiceFiscale: '' }],
    [{ birthDate: 'ignota', pin: '12', email: '@example.it' }],
    [{ surname: undefined, name: null } as never],
  ])('facts that say nothing are not looked for: %j', (known) => {
    expect(found('qualunque cosa 00 12', known)).toEqual([])
    expect(checkPassword('qualunque cosa 00 12', policy)).toEqual([])
    expect(checkPassword('qualunque cosa 00 12', policy, null as never)).toEqual([])
  })

  it('an address without @ is a local part, and only the last @ divides', () => {
    expect(found('xsegnalibrox', { email: 'segnalibro' })).toEqual(['email'])
    expect(found('xxxxxlibro27', { email: '"segna@libro"@example.it' })).toEqual(['email'])
  })

  it('italia and nist look for the facts', () => {
    for (const one of [italia, nist]) {
      expect(checkPassword('Un ponte, 7 lampioni e Nardò!', one, facts)).toEqual([
        { code: 'context', params: { fact: 'surname' } },
      ])
    }
  })

  it('facts that cannot be read break the rule, so that it never passes unseen', () => {
    const any = [{ code: 'context', params: { fact: 'any' } }]
    const throwing = {
      get name(): string {
        throw new Error('no')
      },
    }
    const unreadable = [
      { pin: 197552942 },
      { surname: ['Nardo'] },
      { words: 'x'.repeat(1_025) },
      throwing,
      'Nardo',
      7,
      () => 'Nardo',
    ]
    for (const known of unreadable) expect(checkPassword('zUBV*x8s', policy, known as never)).toEqual(any)
    expect(checkPassword('zUBV*x8s', policy, { words: 'x'.repeat(1_024) })).toEqual([])
  })

  it('each fact is read once and nothing is changed', () => {
    let reads = 0
    const known = Object.freeze({
      get surname() {
        reads += 1
        return reads === 1 ? 'Nardo' : ''
      },
    })
    expect(found('nardo2718!', known)).toEqual(['surname'])
    expect(reads).toBe(1)
  })

  it('J3: 1 MiB in every fact is answered as unreadable, and takes no longer than 2 KiB', async () => {
    const everywhere = (text: string) => {
      return { codiceFiscale: text, surname: text, name: text, birthDate: text, pin: text, mail: text, words: text }
    }
    const [some, huge] = [everywhere('e\u0301'.repeat(1_024)), everywhere('e\u0301'.repeat(524_288))]
    expect(found('zUBV*x8s', huge)).toEqual(['any'])
    expect(await growth((known) => found('zUBV*x8s', known), some, huge)).toBeLessThan(5)
  })

  it('P2: any surname of four letters or more is found, in any case, accents folded, wherever it stands', () => {
    const name = fc.string({ unit: fc.constantFrom(...'abcdèìòùzqxÀÉ'), minLength: 4, maxLength: 12 })
    const around = fc.string({ unit: fc.constantFrom(...'0123456789!?- '), minLength: 4, maxLength: 8 })
    fc.assert(
      fc.property(name, around, around, fc.boolean(), (surname, before, after, capitals) => {
        const written = surname.normalize('NFD').replace(/\p{M}/gu, '')
        const password = `${before}${capitals ? written.toUpperCase() : written.toLowerCase()}${after}`
        expect(found(password, { surname })).toEqual(['surname'])
      }),
    )
  })
})

describe('J5: folding', () => {
  it('J5: folding what is folded changes nothing, for every code point', () => {
    for (let code = 0; code < 0x110000; code += 1) {
      const folded = fold(String.fromCodePoint(code))
      if (fold(folded) !== folded) expect(code.toString(16)).toBe('stable')
    }
  })
})
