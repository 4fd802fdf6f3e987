import { expect, it } from 'vitest'
import { plantedBugs } from './bugs.ts'
import { type Simulated, simulateAll } from './simulated.ts'

it('G2: simulated offices alone find bugs that are planted, and nothing where none is', async () => {
  const named = (name: string) => plantedBugs.filter((bug) => bug.name === name)
  const [half, ticket, journal, row] = [
    ...named('The half that is shown loses its leading zeros.'),
    ...named('Any ticket opens any request.'),
    ...named('An entry that was changed passes.'),
    ...named('A row of another machine is read.'),
  ]
  const bugs = [half, ticket, journal, row].flatMap((bug) => bug ?? [])
  expect(bugs).toHaveLength(4)
  const harmless = bugs.slice(0, 1).map((bug) => ({ ...bug, name: 'harmless', to: bug.from }))
  const found = new Map<string, Simulated['invariant']>()
  await simulateAll([...bugs, ...harmless], { first: 1, offices: 6, lives: 0, ms: 300_000 }, 1, ({ bug, invariant }) => {
    found.set(bug.name, invariant)
  })
  expect(Object.fromEntries(found)).toEqual({
    'The half that is shown loses its leading zeros.': 'INV-06',
    'Any ticket opens any request.': 'INV-13',
    'An entry that was changed passes.': 'INV-34',
    'A row of another machine is read.': 'INV-03',
    harmless: null,
  })
})
