/**
 * A process that writes is killed, as by `kill -9` or a power switch of its own, again and again. `npm run assurance:kills` kills a
 * thousand on each engine, with other moments.
 */
import { describe, expect, it } from 'vitest'
import { scratch } from '../../examples/child.ts'
import { fileDatabase } from '../../support/database.ts'
import { runKills } from './campaign.ts'

/** What is told of a change whose mail never was. */
const left = /left behind: .* 0 mails/
const database = fileDatabase()
const files = scratch()

describe.each([
  { kills: 30, engine: 'PostgreSQL', place: () => database.url, seed: 1 },
  { kills: 12, engine: 'a file of SQLite', place: () => `${files.path}/killed.db`, seed: 2 },
])('$kills killed processes, on $engine', ({ kills, place, seed }) => {
  it('INV-17, Q1: lose no acknowledged command and no mail, leave no half of a change and no lock', async () => {
    const report = await runKills(place(), kills, seed)
    expect(report.findings).toEqual([])
    // Moments at which nothing is under way would prove nothing.
    expect(report.acknowledged).toBeGreaterThan(kills)
    expect(report.repeated).toBeGreaterThan(kills)
    expect(report.lost).toBeGreaterThan(0)
    for (const act of ['ask-pec', 'receive', 'confirm-pec', 'file', 'accept-help', 'refuse-help'])
      expect(report.acts.get(act), act).toBeGreaterThan(0)
  })
})

it('a storage that queues mail apart from what it tells of is found out', async () => {
  let found = ''
  for (let seed = 3; seed < 23 && !left.test(found); seed += 1) {
    found = (await runKills(database.url, 4, seed, 'torn')).findings.join('\n')
  }
  expect(found).toMatch(left)
})
