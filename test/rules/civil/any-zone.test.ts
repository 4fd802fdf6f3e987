/** A process of any zone, which only a process can have: a thread keeps the zone that it began in. */
import { afterEach, expect, it, vi } from 'vitest'
import { romeDay } from '../../../src/rules/civil/index.ts'
import { change } from './clocks-of-rome.ts'

afterEach(() => {
  vi.unstubAllEnvs()
  vi.resetModules()
})

it('T3: the zone data of the platform count alone, whatever the zone of the process', async () => {
  const winter = Date.UTC(2026, 0, 15, 23, 30)
  const offsets = new Set<number>()
  for (const zone of ['UTC', 'America/Nuuk', 'Pacific/Kiritimati', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Europe/Rome']) {
    vi.stubEnv('TZ', zone)
    vi.resetModules()
    const fresh = await import('../../../src/rules/civil/index.ts')
    offsets.add(new Date(winter).getTimezoneOffset())
    expect(() => fresh.requireRomeZone()).not.toThrow()
    expect(fresh.romeText(winter, 'it')).toBe('16/01/2026 00:30')
    for (const year of [2025, 2026, 2027]) {
      for (const month of [3, 10] as const) expect(fresh.romeDay(change(year, month))).toStrictEqual(romeDay(change(year, month)))
    }
  }
  expect(offsets.size).toBe(6)
})
