/**
 * All commands at once at concurrency 32, from two processes on a real PostgreSQL, in a time of which an hour is a second. The same goes
 * on for ten minutes in `npm run assurance:load`.
 */
import { describe, expect, it } from 'vitest'
import { fileDatabase } from '../../support/database.ts'
import { growthMost, runLoad } from './load.ts'

// A machine that is slow or busy meets what is rare in a later run, each on a database of its own.
const sound = Array.from({ length: 5 }, () => fileDatabase())
const unsound = fileDatabase()

describe('random lives of people and offices', () => {
  it('bring no error, leave every journal, state and mail as it must be, and memory as it was', {
    timeout: 1_200_000,
  }, async () => {
    const heard = new Set<string>()
    const isHeard = (begins: string) => [...heard].some((said) => said.startsWith(begins))
    const missing = () => [...usual.filter((said) => !heard.has(said)), ...late.filter((begins) => !isHeard(begins))]
    let memory: readonly { readonly early: number; readonly late: number }[] = []
    let [lives, mails] = [0, 0]
    for (const [n, { url }] of sound.entries()) {
      const run = await runLoad(url, 60, { seed: n + 1 })
      expect(run.faults).toEqual([])
      lives += run.lives
      mails += run.mails
      memory = [...memory, ...run.memory]
      for (const said of run.answers.keys()) heard.add(said)
      if (missing().length === 0 && lives > 100 && mails > 100) break
    }
    expect(lives).toBeGreaterThan(100)
    expect(mails).toBeGreaterThan(100)
    // What is rare has happened too.
    expect(missing()).toEqual([])
    for (const { early, late: end } of memory) expect(end / early).toBeLessThanOrEqual(growthMost)
  })

  it('on a storage that writes over what has moved are seen to fail', { timeout: 120_000 }, async () => {
    const { faults } = await runLoad(unsound.url, 4, { blind: true })
    expect(faults).not.toEqual([])
  })
})

// An hour takes a second: some come back about the end of a term.
const late = ['confirm PEC, late', 'confirm mailbox, late']

const usual = [
  'open ok',
  'add document registration/duplicate-document',
  'complete registration/already-completed',
  'approve ok',
  'approve approval/already-decided',
  'reject ok',
  'request correction ok',
  'change password ok',
  'sign in ok',
  'sign in, wrong session/sign-in-refused',
  'check ok',
  'end ok',
  'reactivate ok',
  ...['ask for PEC ok', 'ask for PEC pec-claim/taken', 'resend PEC ok', 'cancel PEC ok', 'record PEC ok', 'report PEC ok'],
  ...['confirm PEC ok', 'confirm PEC pec-change/already-confirmed', 'confirm PEC pec-change/undeliverable'],
  ...['receipt ok', 'receipt receipt/already-known', 'receipt receipt/closed', 'receipt receipt/noted'],
  ...['ask for mailbox ok', 'resend mailbox ok', 'cancel mailbox ok', 'confirm mailbox ok', 'own addresses ok'],
  ...['ask for help ok', 'pending help ok', 'dossier of help ok', 'document of help ok', 'accept help ok', 'refuse help ok'],
  ...['accept help assistance/no-account', 'withdraw help ok', 'confirm PEC, helped ok'],
  'revoke ok',
  'erase ok',
  'export ok',
  'relay ok',
  'sweep ok',
  'parked ok',
]
