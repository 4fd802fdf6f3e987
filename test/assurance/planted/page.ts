/** The page that says of each planted bug what finds it. */
import type { PlantedBug } from './bug.ts'
import type { Simulated } from './simulated.ts'

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;')

/** The page: each bug, the file that it is planted in, and the invariant by which the simulator found it. */
export function planted(bugs: readonly PlantedBug[], simulated: readonly Simulated[], figures: string): string {
  const of = new Map(simulated.map((each) => [each.bug, each]))
  const rows = bugs.map((bug) => {
    const tried = of.get(bug)
    const by = tried?.invariant === 'stopped' ? 'it stopped them' : tried?.invariant
    const seen = tried === undefined ? 'not tried' : tried.invariant === null ? '' : `${by}; ${tried.where}, ${tried.played}`
    return `| ${bug.id} | ${cell(bug.name)} | \`${bug.file.replace('src/', '')}\` | ${seen} |`
  })
  return `# Planted bugs

Each line is a rule that is deleted or weakened in a copy of the sources, alone. A unit test that bears the id finds each of them: \`npm run assurance:planted\`. The last column
says whether seeded simulations find it too, without any of these tests: by which invariant, whether in simulated offices or in lives of addresses, windows or ends, and after how
many of them. \`npm run assurance:simulated\` writes this page.

${figures}

| id | what is weakened | in src/ | simulations |
|---|---|---|---|
${rows.join('\n')}
`
}
