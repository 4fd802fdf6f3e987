/** The parts of a chapter that the code knows: rules, calls, refusals, letters, figures, functions, pictures. They stand behind what people wrote. */
import { defaultPolicy } from 'sportello'
import { procedures } from '../../../src/api/procedures.ts'
import { letterTable, procedureTable, refusalTable, rowsAbout } from '../generate-docs.ts'
import { policyTable } from '../policy-tables.ts'
import { type Chapter, callsByGroup, chapterOf, rulesOf } from './chapters.ts'
import { type DocumentedFunction, documentedFunctions } from './examples.ts'

const calls = callsByGroup()
const functions = documentedFunctions()
const tables = { refusals: refusalTable(), letters: letterTable(), policy: policyTable(), kept: procedureTable() }

const section = (title: string, text: string): readonly string[] => (text === '' ? [] : [`## ${title}\n\n${text}`])

/** The rows of a table that begin with one of the names; nothing where there are none. */
function rows(table: string, names: readonly string[], sign: string): string {
  if (names.length === 0) return ''
  const found = rowsAbout(table, new RegExp(`^\\| \`(${names.join('|')})${sign}`))
  return found.split('\n').length > 2 ? found : ''
}

const camel = (name: string): string => name.replace(/-(\w)/g, (_whole, letter: string) => letter.toUpperCase())

const pageOf = ({ entry, name }: DocumentedFunction): string => `/reference/${entry}/functions/${name}.md`

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ')

const functionLine = (one: DocumentedFunction): string =>
  `| [\`${one.name}\`](${pageOf(one)}) | \`${one.entry}\` | ${cell(one.sentence)} |`

/** What stands behind the text of a chapter. Links from the top lead to pages of the site. */
export function sectionsOf(chapter: Chapter): string {
  const { page, groups, procedures: names } = chapter
  const listed = groups.flatMap((group) =>
    (calls.get(group) ?? []).map(
      ({ name, says, of }) =>
        `| [\`${group}.${name}\`](/reference/sportello/interfaces/${of}.md#${name.toLowerCase()}) | ${cell(says)} |`,
    ),
  )
  const drawn = procedures.filter(({ name }) => names.includes(name))
  const rules = drawn.map(({ name }) => [name, rulesOf(name)] as const).filter(([, text]) => text !== '')
  const own = functions.filter(({ path }) => chapterOf(path) === chapter)
  const isProcedure = names.length > 0
  return [
    ...section('The rules, as the machines say them', rules.map(([name, text]) => `**${name}**: ${cell(text)}`).join('\n\n')),
    ...section('The calls', listed.length === 0 ? '' : ['| call | what it does |', '|---|---|', ...listed].join('\n')),
    ...section('The refusals', rows(tables.refusals, names, '/')),
    ...(page === 'letters' ? [] : section('The letters, one by one', rows(tables.letters, names, '/'))),
    ...section('The figures of the policy', rows(tables.policy, names.map(camel), '\\.')),
    ...section('What is kept, and for how long', rows(tables.kept, names, '`')),
    ...(isProcedure
      ? section(
          'What the host does',
          'The [pages and routes](/host.md#the-routes) that call this, and the [jobs](/guides/jobs.md) behind it.',
        )
      : []),
    ...section(
      'The functions',
      own.length === 0 ? '' : ['| function | of | what it does |', '|---|---|---|', ...own.map(functionLine)].join('\n'),
    ),
    ...section(
      'The machines, drawn',
      page === 'machines'
        ? ''
        : drawn.map(({ name, diagram }) => `### ${name}\n\n\`\`\`mermaid\n${diagram(defaultPolicy)}\n\`\`\``).join('\n\n'),
    ),
  ].join('\n\n')
}

/** The page that has every function, under the chapter that tells of it. */
export function functionsPage(titleOf: (page: string) => string): string {
  const chaptersOf = [...new Set(functions.map(({ path }) => chapterOf(path)))]
  const parts = chaptersOf.map((chapter) => {
    const own = functions.filter(({ path }) => chapterOf(path) === chapter)
    const title = chapter === undefined ? 'In no chapter' : `[${titleOf(chapter.page)}](/${chapter.page}.md)`
    return [`## ${title}`, '', '| function | of | what it does |', '|---|---|---|', ...own.map(functionLine)].join('\n')
  })
  const named = functions.length
  return [
    `# Every function`,
    `The ${named} functions of the package by the chapter that tells of each. The calls of a counter stand in the chapters of their procedures.`,
    ...parts,
  ].join('\n\n')
}
