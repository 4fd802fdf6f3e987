import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { ZoneComparison } from './zones-child.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../../', import.meta.url))

describe('in a process of another zone', () => {
  it.each([
    ['UTC', 0],
    ['Africa/Cairo', 120],
    ['America/Nuuk', -120],
    ['Asia/Kolkata', 330],
    ['Pacific/Kiritimati', 840],
  ])(
    'C3: wall times, ends of days, terms and dates in letters are those of Temporal: %s',
    async (TZ, zoneOffset) => {
      const child = fileURLToPath(new URL('zones-child.ts', import.meta.url))
      const { stdout } = await run(process.execPath, ['--import', 'tsx', child], { cwd: root, env: { ...process.env, TZ } })
      const comparison: ZoneComparison = JSON.parse(stdout)
      expect(comparison).toMatchObject({ zoneOffset, differences: [] })
      // Rome has 142 changes from 1970 to 2040. Of the times around each of them, four are skipped or come twice.
      expect(comparison.compared.walls).toBeGreaterThanOrEqual(142 * 26 + 2_200)
      expect(comparison.skipped).toBeGreaterThanOrEqual(71 * 4)
      expect(comparison.twice).toBeGreaterThanOrEqual(71 * 4)
    },
    60_000,
  )
})
