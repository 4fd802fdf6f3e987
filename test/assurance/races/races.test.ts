/**
 * Many clients in four processes at one record of a real PostgreSQL at READ COMMITTED, all at once: one effect, told by the stored
 * rows, the journals and the outbox. `npm run assurance:races` runs each at least twenty-five times as often, with thirty-two clients.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fileDatabase } from '../../support/database.ts'
import { execute } from '../../support/postgres.ts'
import { type Crew, openCrew } from './crew.ts'
import { races } from './races.ts'

const database = fileDatabase()
// Thirty-two clients that lose to each other commit some hundred times in a trial, which takes a second: so many only in the pairs of the threat model.
const sizeOf = (listed: boolean) => (listed ? { trials: 10, clients: 32 } : { trials: 4, clients: few })
const few = 8

describe('many clients at once have one effect', () => {
  let crew: Crew
  beforeAll(async () => {
    crew = await openCrew(database.url)
  })

  for (const race of races) {
    it(race.name, async () => {
      const { trials, clients } = sizeOf(race.listed === true)
      const report = await crew.run(race, trials, clients)
      expect(report.findings).toEqual([])
    })
  }

  it('commits hardly ever wait for each other until the server ends one of them, a second later', async () => {
    // Every connection tells its counts when it ends.
    await crew.close()
    const [counted] = await execute(database.url, 'select deadlocks from pg_stat_database where datname = current_database()')
    // Two that each write first what the other expects to be absent still may; rows locked in two orders do so many times in each trial.
    expect(Number((counted as { readonly deadlocks: string }).deadlocks)).toBeLessThan(10)
  })
})

describe('on a storage that writes over what has moved, and lets everybody take the same mail, the race is seen to fail', () => {
  let crew: Crew
  beforeAll(async () => {
    crew = await openCrew(database.url, { blind: true })
  })
  afterAll(() => crew.close())

  for (const race of races) {
    it(race.name, async () => {
      let found = 0
      for (let left = 40; left > 0 && found === 0; left -= 1) found += (await crew.run(race, 2, few)).findings.length
      expect(found).toBeGreaterThan(0)
    })
  }
})
