/**
 * Two hundred mailboxes move on PostgreSQL while three of the processes that move them are killed. `npm run assurance:mailboxes` moves ten thousand, and kills
 * twenty.
 */
import { expect, it } from 'vitest'
import { fileDatabase } from '../../support/database.ts'
import { runMailboxKills } from './campaign.ts'
import { canariesIn, canaryForms } from './canaries.ts'

const database = fileDatabase()

it('INV-31, INV-26: every mailbox is accounted for and copied once, and no password can be read, whichever process is killed', async () => {
  const report = await runMailboxKills({ url: database.url, mailboxes: 200, kills: 3, seed: 1 })
  expect(report.findings).toEqual([])
  expect(report.killed).toBe(3)
  expect(report.live + report.blocked).toBe(200)
  // Of each kind there is something to lose.
  for (const count of [report.live, report.blocked, report.messages, report.letters, report.repeated])
    expect(count).toBeGreaterThan(0)
})

it('a password is found in each of the forms in which it might be written', () => {
  const [, password] = ['', 'CanarinoMiniera.12345x']
  const forms = [
    password,
    `{"password":"${password}"}`,
    Buffer.from(password).toString('hex'),
    ...[0, 1, 2].map((before) => Buffer.from(`${'-'.repeat(before)}${password}`).toString('base64')),
    [...password].reverse().join(''),
    Buffer.from('canarinominiera12345').toString('base64url'),
  ]
  for (const form of forms) expect(canariesIn(form), form).toBe(1)
  expect(canariesIn('nothing of the kind')).toBe(0)
  for (const form of canaryForms) expect(form.length).toBeGreaterThan(12)
})
