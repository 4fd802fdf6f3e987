import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { instantMax } from '../../../src/kernel/index.ts'
import { requireRomeZone, romeDay, romeText, romeTextFrom } from '../../../src/rules/civil/index.ts'
import { openCounter } from '../../support/counter.ts'
import { change, clocksOfRome, hour, years } from './clocks-of-rome.ts'

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

  it('a time from which something may be done is told so that nobody comes before it', () => {
    const minute = Date.UTC(2026, 11, 31, 22, 58)
    expect(romeTextFrom(minute, 'it')).toBe('31/12/2026 23:58')
    expect(romeTextFrom(minute + 1, 'it')).toBe('31/12/2026 23:59')
    expect(romeTextFrom(minute + 60_000, 'en')).toBe('2026-12-31 23:59 (Rome)')
    expect(romeTextFrom(minute + 60_001, 'en')).toBe('2027-01-01 00:00 (Rome)')
    expect(romeTextFrom(instantMax, 'it')).toBe(romeText(instantMax, 'it'))
    expect(() => romeTextFrom(Number.NaN, 'it')).toThrow('civil: an instant')
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
  const { configuration } = openCounter()

  afterEach(() => {
    vi.unstubAllGlobals()
    vi.resetModules()
  })

  /** The library in a process whose `Intl` is another one. */
  async function withIntl(intl: unknown) {
    vi.resetModules()
    const civil = await import('../../../src/rules/civil/index.ts')
    const library = await import('../../../src/index.ts')
    vi.stubGlobal('Intl', intl)
    return { civil, library }
  }

  function thrown(act: () => unknown): unknown {
    try {
      return { answered: act() }
    } catch (error) {
      return error
    }
  }

  /** Formats the time of another place. */
  const taking = (timeZone: string) =>
    class extends Intl.DateTimeFormat {
      constructor(locale: string, options: Intl.DateTimeFormatOptions) {
        super(locale, { ...options, timeZone })
      }
    }

  const noZone = { name: 'SportelloError', code: 'config/invalid', message: expect.stringContaining('Europe/Rome') }
  const unknownZone = new RangeError('Invalid time zone specified: Europe/Rome')

  const platforms: readonly (readonly [name: string, intl: object | undefined])[] = [
    ['has no Intl', undefined],
    [
      'does not know Europe/Rome',
      {
        DateTimeFormat: class {
          constructor() {
            throw unknownZone
          }
        },
      },
    ],
    ['takes Rome for a place without summer time', { DateTimeFormat: taking('Africa/Lagos') }],
    ['takes Rome for a place where it is always summer', { DateTimeFormat: taking('Africa/Tripoli') }],
    ['takes Rome for Greenwich', { DateTimeFormat: taking('UTC') }],
    ['takes Rome for a place where it is winter in July', { DateTimeFormat: taking('Australia/Sydney') }],
    [
      'formats nothing',
      {
        DateTimeFormat: class {
          formatToParts = () => []
        },
      },
    ],
    [
      'formats no numbers',
      {
        DateTimeFormat: class {
          formatToParts = () => [{ type: 'hour', value: 'thirteen' }]
        },
      },
    ],
  ]

  it('are there', () => {
    expect(() => requireRomeZone()).not.toThrow()
  })

  it('T3, C3: a counter starts where they are there', async () => {
    const { library } = await withIntl(Intl)
    expect(() => library.createSportello(configuration)).not.toThrow()
  })

  it.each(platforms)('T3, C3: a counter does not start where the platform %s', async (_, intl) => {
    const { civil, library } = await withIntl(intl)
    expect(thrown(() => library.createSportello(configuration))).toMatchObject(noZone)
    expect(thrown(() => civil.requireRomeZone())).toMatchObject(noZone)
  })

  it.each(platforms)('C3: nothing gets a day or a deadline where the platform %s, however often it is asked', async (_, intl) => {
    const { civil } = await withIntl(intl)
    const at = Date.UTC(2026, 10, 20, 12)
    for (let time = 1; time <= 2; time += 1) {
      for (const ask of [civil.confirmationDeadline, civil.romeDate, civil.romeDay, civil.lastDay]) {
        expect(thrown(() => ask(at))).toMatchObject(noZone)
      }
      expect(thrown(() => civil.endOfDayText(at, 'it'))).toMatchObject(noZone)
    }
  })

  it('C3: an error keeps what the platform said, and the zone data are asked for again', async () => {
    const { civil } = await withIntl(platforms[1]?.[1])
    expect(thrown(() => civil.requireRomeZone())).toMatchObject({ code: 'config/invalid', cause: unknownZone })
    vi.unstubAllGlobals()
    expect(() => civil.requireRomeZone()).not.toThrow()
  })

  it('are asked once: a platform that is changed later changes no deadline', async () => {
    const { civil } = await withIntl(Intl)
    civil.requireRomeZone()
    vi.stubGlobal('Intl', undefined)
    expect(civil.confirmationDeadline(Date.UTC(2026, 10, 20, 12))).toBe(Date.UTC(2026, 10, 21, 23))
  })

  it('C3: are not taken from a platform that knows the time at some instants only', async () => {
    const { civil } = await withIntl({
      DateTimeFormat: class extends Intl.DateTimeFormat {
        override formatToParts(at?: number) {
          return new Date(at ?? 0).getUTCFullYear() === 2026 ? super.formatToParts(at) : []
        }
      },
    })
    expect(() => civil.requireRomeZone()).not.toThrow()
    expect(thrown(() => civil.confirmationDeadline(0))).toMatchObject(noZone)
  })

  it('are asked again for no year that is known, and never for what is no instant', async () => {
    let asked = 0
    const { civil } = await withIntl({
      DateTimeFormat: class extends Intl.DateTimeFormat {
        override formatToParts(at?: number) {
          asked += 1
          return super.formatToParts(at)
        }
      },
    })
    const year = () => {
      for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2027, 0, 1); at += 7 * hour)
        civil.endOfDayText(civil.confirmationDeadline(at), 'it')
    }
    year()
    const first = asked
    expect(first).toBeLessThan(300)
    year()
    for (const at of [-1, 0.5, Number.MAX_SAFE_INTEGER]) expect(() => civil.confirmationDeadline(at)).toThrow()
    expect(asked).toBe(first)
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
