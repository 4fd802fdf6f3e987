/** The ids of the threat model: where they are listed, and where tests, comments and pages cite them. */
import ts from 'typescript'
import { commentsOf, nodesOf, readSources, type Source } from './sources.ts'
import { testNames } from './test-names.ts'

/** An id that is cited. `in` says whether a name does it (of a test, a race, a row of a table, a finding) or prose. */
export type Citation = { readonly id: string; readonly path: string; readonly in: 'name' | 'prose' }

const idPattern = /^(?:[A-Z]\d{1,2}|INV-\d+)$/

/** The ids that the page lists, each at the head of a line of its own: `- **R1** A sentence.` */
export function listedIds(page: string): readonly string[] {
  return [...page.matchAll(/^- \*\*([A-Z]+-?\d+)\*\* [A-Z].*\.$/gm)].map(([, id = '']) => id)
}

/** The letters that ids of the list begin with. */
function lettersOf(listed: readonly string[]): ReadonlySet<string> {
  return new Set(listed.filter((id) => !id.startsWith('INV-')).map((id) => id.slice(0, 1)))
}

/**
 * The ids in running text: a number under a letter of the list, and invariants, also shortened as in `INV-01, 02 and 17`. Other letters
 * mean other things, such as a version of V8.
 */
export function idsInProse(text: string, listed: readonly string[]): readonly string[] {
  const letters = lettersOf(listed)
  const cases = [...text.matchAll(/(?<![\w-])([A-Z])\d{1,2}(?!\w)/g)].filter(([, letter = '']) => letters.has(letter))
  const invariants = [...text.matchAll(/(?<![\w-])INV-(\d+)((?:(?:,| and|, and) \d\d(?!\w))*)/g)].flatMap(
    ([, first, more = '']) => [first, ...(more.match(/\d+/g) ?? [])].map((number) => `INV-${number}`),
  )
  return [...cases.map(([id]) => id), ...invariants]
}

/** The ids in the name of a test: set off by commas, colons or brackets, as in `L1, INV-25: …`, `%s: Q2: …` and `… (C9, INV-16)`. */
export function idsInName(name: string): readonly string[] {
  return name.split(/[:,] |[:()]/).filter((part) => idPattern.test(part))
}

/** The ids of a text that is no test's name: at its head before a colon, or an invariant alone. */
function idsInText(text: string): readonly string[] {
  const head = /^((?:(?:[A-Z]\d{1,2}|INV-\d+)(?:, ?|: ))+)/.exec(text)?.[1] ?? ''
  return head.includes(':') || /^INV-\d+$/.test(text) ? idsInName(head === '' ? text : head.trim()) : []
}

/** What a file of the sources or tests cites. */
export function citationsIn(source: Source, listed: readonly string[]): readonly Citation[] {
  const { path, ast } = source
  // Most files cite nothing, and looking for their comments takes time.
  if (!/(?<![\w-])(?:[A-Z]\d{1,2}|INV-\d+)(?!\w)/.test(ast.text)) return []
  const texts = [...nodesOf(source)].filter((node) => ts.isStringLiteralLike(node)).flatMap(({ text }) => idsInText(text))
  const names = path.endsWith('.test.ts') ? testNames(ast.text).flatMap(idsInName) : []
  const remarks = commentsOf(source).flatMap(({ text }) => idsInProse(text, listed))
  return [
    ...[...texts, ...names].map((id) => ({ id, path, in: 'name' as const })),
    ...remarks.map((id) => ({ id, path, in: 'prose' as const })),
  ]
}

/** What the tests cite; without the test of the reading itself, whose examples cite nothing. */
export function citationsInTests(listed: readonly string[]): readonly Citation[] {
  return readSources('test')
    .filter(({ path }) => path !== 'test/threat-model.test.ts')
    .flatMap((source) => citationsIn(source, listed))
}

/** The listed ids that nothing of the given cites, in the order of the list. */
export function uncited(listed: readonly string[], citations: readonly Citation[]): readonly string[] {
  const cited = new Set(citations.map(({ id }) => id))
  return listed.filter((id) => !cited.has(id))
}

/** Citations of ids that the list does not have, as `path: id`. */
export function unlisted(listed: readonly string[], citations: readonly Citation[]): readonly string[] {
  const known = new Set(listed)
  return citations.filter(({ id }) => !known.has(id)).map(({ id, path }) => `${path}: ${id}`)
}
