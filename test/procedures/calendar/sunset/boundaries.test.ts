/** Each date of seed 002, of exemptions and of reminders, a millisecond before, at and after it, in processes of four zones. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import type { Boundaries } from './boundaries-child.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../../../', import.meta.url))
const child = fileURLToPath(new URL('boundaries-child.ts', import.meta.url))

/** Computed by hand: Rome is at +01:00 in February and at +02:00 in September. */
const lastIssue = Date.UTC(2021, 1, 27, 23)
const lastUse = Date.UTC(2021, 8, 30, 22)
const ended = ['open', 'calendar/ended', 'calendar/ended']

it.each([
  ['UTC', 0],
  ['America/Nuuk', -120],
  ['Asia/Kolkata', 330],
  ['Pacific/Kiritimati', 840],
])(
  'S1, S3, INV-22: what ends ends to the millisecond in Rome, in a process of %s',
  async (TZ, zoneOffset) => {
    const { stdout } = await run(process.execPath, ['--import', 'tsx', child], { cwd: root, env: { ...process.env, TZ } })
    const found: Boundaries = JSON.parse(stdout)
    expect(found).toEqual({
      zoneOffset,
      ends: {
        issue: lastIssue,
        'password-replacement': lastIssue,
        'pin-replacement': lastIssue,
        'first-credentials': lastIssue,
        restoration: lastIssue,
        use: lastUse,
      },
      acts: {
        open: ended,
        approve: ended,
        recover: ended,
        'renew the PIN': ended,
        identify: ended,
        'complete a draft': ended,
        'sign in': ended,
        'go on in a session': ended,
      },
      grownUp: { '2008-02-29': ended, '2006-10-31': ended, '2006-07-01': ended },
      granted: ended,
      reminder: ['0', '1', '1'],
    })
  },
  120_000,
)
