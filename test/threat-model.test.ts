/** The ids of the threat model: what is cited is listed, what is listed is tested or said to be not, and SECURITY.md says why. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseSource, readSources, root } from './support/sources.ts'
import { citationsIn, citationsInTests, idsInName, idsInProse, listedIds, uncited, unlisted } from './support/threat-model.ts'

const read = (path: string) => readFileSync(`${root}${path}`, 'utf8')

const page = read('docs/threat-model.md')
const listed = listedIds(page)
const tests = citationsInTests(listed)
const sources = ['src', 'examples'].flatMap(readSources).flatMap((source) => citationsIn(source, listed))
const pages = [
  ...['README.md', 'SECURITY.md', 'CHANGELOG.md'],
  ...readdirSync(`${root}docs`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name.replaceAll('\\', '/')}`),
].flatMap((path) => idsInProse(read(path), listed).map((id) => ({ id, path, in: 'prose' as const })))

const named = new Set(tests.filter((citation) => citation.in === 'name').map(({ id }) => id))
const notYet = [...read('SECURITY.md').matchAll(/^- \*\*([A-Z]\d+)\*\*/gm)].map(([, id = '']) => id)

/** The letters of cases whose procedures are there. */
const due = ['R', 'D', 'O', 'L', 'P', 'C', 'Q', 'T', 'U', 'J', 'K', 'E']

describe('the list of the threat model', () => {
  it('has every letter from 1 without a gap, and no id twice', () => {
    const numbers = new Map<string, string[]>()
    for (const id of listed) {
      const [, letters = '', number = ''] = /^([A-Z]+-?)(\d+)$/.exec(id) ?? []
      numbers.set(letters, [...(numbers.get(letters) ?? []), number])
    }
    expect([...numbers.keys()].sort()).toEqual([
      'C',
      'D',
      'E',
      'G',
      'INV-',
      'J',
      'K',
      'L',
      'M',
      'O',
      'P',
      'Q',
      'R',
      'S',
      'T',
      'U',
      'X',
    ])
    for (const [letters, found] of numbers) {
      const width = letters === 'INV-' ? 2 : 1
      expect(found, letters).toEqual(found.map((_, i) => `${i + 1}`.padStart(width, '0')))
    }
  })

  it('has a sentence on every line of a list', () => {
    expect(page.match(/^- /gm)).toHaveLength(listed.length)
  })

  it('has every id that a test names or remarks on', () => {
    expect(tests.length).toBeGreaterThan(400)
    expect(unlisted(listed, tests)).toEqual([])
  })

  it('has every id that a comment of the sources and examples cites', () => {
    expect(sources).not.toEqual([])
    expect(unlisted(listed, sources)).toEqual([])
  })

  it('has every id that a page cites', () => {
    expect(pages.filter(({ path }) => path !== 'docs/threat-model.md')).not.toEqual([])
    expect(unlisted(listed, pages)).toEqual([])
  })
})

describe('the cases of the threat model', () => {
  it.each(listed.filter((id) => due.includes(id.slice(0, 1)) && !id.startsWith('INV-')))(
    '%s has a test that bears its id, or a line in SECURITY.md that says why not yet',
    (id) => {
      expect([named.has(id), notYet.includes(id)]).toContain(true)
    },
  )

  it('none is called missing that has a test', () => {
    expect(notYet.filter((id) => named.has(id))).toEqual([])
  })
})

describe('what is read as an id', () => {
  const few = ['R1', 'L1', 'L2', 'INV-25', 'INV-26']

  it('a list takes its ids from the heads of its lines', () => {
    expect(listedIds('- **R1** A case.\n- **INV-25** Another.\n- **R2** no sentence\nR3 in prose.\n')).toEqual(['R1', 'INV-25'])
  })

  it('the name of a test has them before a colon or in brackets', () => {
    expect(idsInName('L1, L2, INV-25: one answer')).toEqual(['L1', 'L2', 'INV-25'])
    expect(idsInName('%s: L1: dies, and can do it again')).toEqual(['L1'])
    expect(idsInName('one answer (L1, INV-25)')).toEqual(['L1', 'INV-25'])
    expect(idsInName('the case L1 has: a test')).toEqual([])
  })

  it('prose has them anywhere, under letters of the list, and shortens invariants', () => {
    expect(idsInProse('as V8 does (R1), R12 and INV-01, 02 and 17; 30 more', few)).toEqual([
      'R1',
      'R12',
      'INV-01',
      'INV-02',
      'INV-17',
    ])
    expect(idsInProse('XR1 R1x R123 U-R1', few)).toEqual([])
  })

  it('a file cites in comments, in names, and at the head of a text', () => {
    const nine = (letter: string) => `${letter}${9}`
    const text = [
      `// ${nine('L')} and ${nine('V')}`,
      `it('${nine('Z')}: a name', () => {})`,
      `const race = { name: '${nine('R')}, ${nine('INV-')}: a race' }`,
      `flaw('INV-${77}', 'K1', 'the ${nine('L')}')`,
    ].join('\n')
    const cited = citationsIn(parseSource('test/made-up.test.ts', text), few)
    expect(cited.filter((citation) => citation.in === 'prose').map(({ id }) => id)).toEqual([nine('L')])
    const names = new Set(cited.filter((citation) => citation.in === 'name').map(({ id }) => id))
    expect([...names].sort()).toEqual([`INV-${77}`, nine('INV-'), nine('R'), nine('Z')])
    expect(unlisted(few, cited)).toContain(`test/made-up.test.ts: ${nine('Z')}`)
    expect(uncited(few, cited)).toEqual(few)
    expect(uncited([...few, nine('R')], cited)).toEqual(few)
  })
})
