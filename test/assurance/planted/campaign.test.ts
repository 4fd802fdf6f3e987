import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { root } from '../../support/sources.ts'
import type { PlantedBug } from './bug.ts'
import { plantAll } from './campaign.ts'

const bug: PlantedBug = {
  id: 'R6',
  name: 'The half that is shown loses its leading zeros.',
  file: 'src/rules/pin/index.ts',
  from: 'shown: pin.slice(mailedLength)',
  to: 'shown: String(Number(pin.slice(mailedLength)))',
  tests: ['test/rules/pin/pin.test.ts'],
}

it('G2: a bug is found by a test that bears its id and by nothing else, not by sources that cannot be loaded', async () => {
  const bugs: readonly PlantedBug[] = [
    { ...bug, name: 'found' },
    { ...bug, name: 'harmless', to: 'shown: pin.slice(mailedLength + 0)' },
    { ...bug, name: 'of another case', id: 'L9' },
    { ...bug, name: 'not loaded', to: 'shown: pin.slice(' },
    { ...bug, name: 'not there', from: 'what nobody has written' },
    { ...bug, name: 'nobody’s', id: 'K6' },
    { ...bug, name: 'no tests', tests: ['test/rules/pin/gone.test.ts'] },
  ]
  const outcomes = new Map<string, string>()
  await plantAll(bugs, 2, (planted) => {
    expect(planted.isFound).toBe(planted.why === '')
    outcomes.set(planted.bug.name, planted.why)
  })
  expect(Object.fromEntries(outcomes)).toEqual({
    found: '',
    harmless: 'its tests pass with it',
    'of another case': 'its tests pass with it',
    'not loaded': 'with it the sources cannot be loaded',
    'not there': 'its text is not in the file exactly once',
    'nobody’s': 'no test of these files bears its id',
    'no tests': 'its tests cannot be loaded',
  })
  expect(existsSync(`${root}report.json`)).toBe(false)
})
