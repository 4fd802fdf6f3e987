import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { requireRomeZone, romeDay, romeText } from '../../src/civil/index.ts'
import { isSportelloError } from '../../src/kernel/index.ts'

const hour = 3_600_000
const years = Array.from({ length: 2040 - 1996 + 1 }, (_, i) => 1996 + i)

/** 01:00 UTC of the last Sunday of a month: since 1996 the whole Union changes its clocks then (directives 97/44/EC, 2000/84/EC). */
function change(year: number, month: 3 | 10): number {
  const last = Date.UTC(year, month - 1, 31, 1)
  return last - new Date(last).getUTCDay() * 24 * hour
}

/** What the clocks of Rome show, by the rule alone. */
function clocksOfRome(at: number) {
  const year = new Date(at).getUTCFullYear()
  const summer = at >= change(year, 3) && at < change(year, 10)
  const shown = new Date(at + (summer ? 2 : 1) * hour)
  return {
    year: shown.getUTCFullYear(),
    month: shown.getUTCMonth() + 1,
    day: shown.getUTCDate(),
    hour: shown.getUTCHours(),
    minute: shown.getUTCMinutes(),
  }
}

const two = (value: number) => String(value).padStart(2, '0')

function agrees(at: number): void {
  const { year, month, day, hour: h, minute } = clocksOfRome(at)
  expect(romeDay(at)).toStrictEqual({ year, month, day })
  expect(romeText(at, 'it').replace(/ \(ora .*\)$/, '')).toBe(`${two(day)}/${two(month)}/${year} ${two(h)}:${two(minute)}`)
  expect(romeText(at, 'en').replace(/, \w+ time\)$/, ')')).toBe(
    `${year}-${two(month)}-${two(day)} ${two(h)}:${two(minute)} (Rome)`,
  )
}

describe('the civil day and time of Rome', () => {
  it('C3: are those of the clocks around both changes of every year from 1996 to 2040', () => {
    for (const year of years) {
      for (const at of [change(year, 3), change(year, 10)]) {
        for (const ms of [-25 * hour, -2 * hour, -hour, -1, 0, 1, hour - 1, hour, 2 * hour, 25 * hour]) agrees(at + ms)
      }
    }
  })

  it('C3: are those of the clocks around the midnight of every year end, and of the 28th and 29th of February', () => {
    for (const year of years) {
      for (const midnight of [Date.UTC(year, 0, 1), Date.UTC(year, 1, 28), Date.UTC(year, 1, 29), Date.UTC(year, 2, 1)]) {
        for (const ms of [-hour - 1, -hour, -hour + 1, -1, 0]) agrees(midnight + ms)
      }
    }
  })

  it('C3: are those of the clocks at any instant from 1996 to 2040', () => {
    const instants = fc.integer({ min: Date.UTC(1996, 0, 1), max: Date.UTC(2041, 0, 1) - 2 * hour })
    fc.assert(fc.property(instants, agrees), { seed: 2026, numRuns: 2_000 })
  })

  it('begin a day at its first millisecond', () => {
    expect(romeDay(Date.UTC(2026, 11, 31, 22, 59, 59, 999))).toEqual({ year: 2026, month: 12, day: 31 })
    expect(romeDay(Date.UTC(2026, 11, 31, 23))).toEqual({ year: 2027, month: 1, day: 1 })
    expect(romeText(Date.UTC(2026, 11, 31, 22, 59, 59, 999), 'it')).toBe('31/12/2026 23:59')
    expect(romeText(Date.UTC(2026, 11, 31, 23), 'it')).toBe('01/01/2027 00:00')
    expect(romeText(Date.UTC(2026, 5, 30, 22), 'en')).toBe('2026-07-01 00:00 (Rome)')
  })

  it('skip an hour of the night in March and repeat one in October', () => {
    expect(romeText(Date.UTC(2026, 2, 29, 0, 59), 'it')).toBe('29/03/2026 01:59')
    expect(romeText(Date.UTC(2026, 2, 29, 1), 'it')).toBe('29/03/2026 03:00')
    expect(romeText(Date.UTC(2026, 9, 25, 0, 30), 'it')).toMatch(/^25\/10\/2026 02:30/)
    expect(romeText(Date.UTC(2026, 9, 25, 1, 30), 'it')).toMatch(/^25\/10\/2026 02:30/)
  })

  it('are told at the ends of time as well', () => {
    expect(romeText(0, 'it')).toBe('01/01/1970 01:00')
    expect(romeText(253_402_300_799_999, 'en')).toBe('10000-01-01 00:59 (Rome)')
  })
})

describe('the zone data of the platform', () => {
  afterEach(() => {
    vi.unstubAllGlobals()
    vi.unstubAllEnvs()
    vi.resetModules()
  })

  async function requireWith(DateTimeFormat: unknown): Promise<unknown> {
    vi.resetModules()
    const fresh = await import('../../src/civil/index.ts')
    vi.stubGlobal('Intl', { DateTimeFormat })
    try {
      fresh.requireRomeZone()
      return null
    } catch (error) {
      return error
    }
  }

  it('are there', () => {
    expect(() => requireRomeZone()).not.toThrow()
  })

  it('T3: are missed at the start where the platform does not know Europe/Rome', async () => {
    const unknown = new RangeError('Invalid time zone specified: Europe/Rome')
    const error = await requireWith(
      class {
        constructor() {
          throw unknown
        }
      },
    )
    expect(isSportelloError(error) && [error.code, error.cause]).toEqual(['config/invalid', unknown])
  })

  it.each([
    { zone: 'a place without summer time', ahead: 1 },
    { zone: 'a place where it is always summer', ahead: 2 },
    { zone: 'Greenwich', ahead: 0 },
  ])('T3: are missed at the start where the platform takes Rome for $zone', async ({ ahead }) => {
    const error = await requireWith(
      class {
        formatToParts(at: number) {
          return [{ type: 'hour', value: String(new Date(at + ahead * hour).getUTCHours()) }]
        }
      },
    )
    expect(isSportelloError(error) && error.code).toBe('config/invalid')
  })

  it('T3: are missed at the start where the platform formats nothing', async () => {
    const error = await requireWith(
      class {
        formatToParts() {
          return []
        }
      },
    )
    expect(isSportelloError(error) && error.code).toBe('config/invalid')
  })

  it('T3: count alone, whatever the zone of the process', async () => {
    const winter = Date.UTC(2026, 0, 15, 23, 30)
    const offsets = new Set<number>()
    for (const zone of ['UTC', 'America/Nuuk', 'Pacific/Kiritimati', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Europe/Rome']) {
      vi.stubEnv('TZ', zone)
      vi.resetModules()
      const fresh = await import('../../src/civil/index.ts')
      offsets.add(new Date(winter).getTimezoneOffset())
      expect(() => fresh.requireRomeZone()).not.toThrow()
      expect(fresh.romeText(winter, 'it')).toBe('16/01/2026 00:30')
      for (const year of [2025, 2026, 2027]) {
        for (const month of [3, 10] as const)
          expect(fresh.romeDay(change(year, month))).toStrictEqual(romeDay(change(year, month)))
      }
    }
    expect(offsets.size).toBe(6)
  })
})

describe('the hour that comes twice', () => {
  it('says which of the two it is, and no other hour does', () => {
    expect(romeText(Date.UTC(2026, 9, 25, 0, 30), 'it')).toBe('25/10/2026 02:30 (ora legale)')
    expect(romeText(Date.UTC(2026, 9, 25, 1, 30), 'it')).toBe('25/10/2026 02:30 (ora solare)')
    expect(romeText(Date.UTC(2026, 9, 25, 0, 30), 'en')).toBe('2026-10-25 02:30 (Rome, summer time)')
    expect(romeText(Date.UTC(2026, 9, 24, 23, 59), 'it')).toBe('25/10/2026 01:59')
    expect(romeText(Date.UTC(2026, 9, 25, 2, 0), 'it')).toBe('25/10/2026 03:00')
    expect(romeText(Date.UTC(2026, 2, 29, 1, 0), 'it')).toBe('29/03/2026 03:00')
  })
})
