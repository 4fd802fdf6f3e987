/** The page that says of each part how many of its mutants the unit tests kill. A campaign of some parts keeps the rows of the others. */

/** What a campaign on one part came to. */
export type PartRow = {
  readonly part: string
  readonly judged: number
  readonly killed: number
  readonly argued: number
  /** The day, such as `2026-12-01`. */
  readonly date: string
}

const row = /^\| ([\w/-]+) \| ([\d,]+) \| ([\d,]+) \| [\d.]+ % \| (\d+) \| ([\d-]{10}) \|$/gm
const whole = (text = ''): number => Number(text.replaceAll(',', ''))

/** The rows of a page. */
export function rowsOf(page: string): readonly PartRow[] {
  return [...page.matchAll(row)].map(([, part = '', judged, killed, argued, date = '']) => ({
    part,
    judged: whole(judged),
    killed: whole(killed),
    argued: whole(argued),
    date,
  }))
}

/** The rows with this one in the place of an earlier one of its part, in the order of their names. */
export function withRow(rows: readonly PartRow[], fresh: PartRow): readonly PartRow[] {
  return [...rows.filter(({ part }) => part !== fresh.part), fresh].sort((one, other) => (one.part < other.part ? -1 : 1))
}

export const score = (judged: number, killed: number): number => (judged === 0 ? 1 : killed / judged)
const percent = ({ judged, killed }: Pick<PartRow, 'judged' | 'killed'>): string => (100 * score(judged, killed)).toFixed(1)
const sum = (rows: readonly PartRow[], what: 'judged' | 'killed' | 'argued'): number =>
  rows.reduce((all, each) => all + each[what], 0)

/** All rows in one line. `parts`: how many there are in all. */
export function figuresOf(rows: readonly PartRow[], parts: number): string {
  const judged = sum(rows, 'judged')
  const killed = sum(rows, 'killed')
  const days = [...new Set(rows.map(({ date }) => date))].sort()
  const of = rows.length === parts ? '' : ` of ${rows.length} of ${parts} parts`
  return `${days.join(', ')}: ${judged.toLocaleString('en')} mutants${of}, ${killed.toLocaleString('en')} killed (${percent({ judged, killed })} %), ${sum(rows, 'argued')} more with their reasons`
}

/** The page. */
export function mutants(rows: readonly PartRow[], parts: number): string {
  const lines = rows.map(
    (each) =>
      `| ${each.part} | ${each.judged.toLocaleString('en')} | ${each.killed.toLocaleString('en')} | ${percent(each)} % | ${each.argued} | ${each.date} |`,
  )
  return `# Mutants

A mutant is a copy of the sources with one thing changed: a condition turned round, a text left out, a bound moved by one. It is killed when a unit test fails. What no test can tell
from the sources, or need not, has its reason in \`test/assurance/mutation/argued.ts\` and is not counted. What is made once, as the sources are loaded, is not mutated.
\`npm run assurance:mutation\` writes this page; \`-- --part kernel\` runs one part and keeps the others.

${figuresOf(rows, parts)}

| part of src/ | mutants | killed | score | with a reason | date |
|---|---|---|---|---|---|
${lines.join('\n')}
`
}
