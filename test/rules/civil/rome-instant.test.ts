import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { instantMax, isInstant } from '../../../src/kernel/index.ts'
import { confirmationDeadline, romeDate } from '../../../src/rules/civil/index.ts'
import { romeInstant } from '../../../src/rules/civil/rome-instant.ts'
import { change, clocksOfRome, day, hour, midnight, years } from './clocks-of-rome.ts'

const utc = (text: string): number => Date.parse(text)
const malformed = { ok: false, refusal: { code: 'civil/malformed' } }
const outOfRange = { ok: false, refusal: { code: 'civil/out-of-range' } }
const accepted = (text: string) => ({ ok: true, value: utc(text) })

/** What the clocks show, without zone data. */
function shown(at: number): string {
  const { year, month, day: date, hour: h, minute } = clocksOfRome(at)
  return new Date(Date.UTC(year, month - 1, date, h, minute) + (at % 60_000)).toISOString().slice(0, -1)
}

describe('a time that the clocks of Rome show, as an instant', () => {
  it('is an hour behind in winter and two in summer', () => {
    expect(romeInstant('2022-11-23T14:00')).toEqual(accepted('2022-11-23T13:00:00.000Z'))
    expect(romeInstant('2026-07-01T00:00')).toEqual(accepted('2026-06-30T22:00:00.000Z'))
  })

  it('has seconds and milliseconds where they are written, and a blank for the T', () => {
    expect(romeInstant('2022-11-23T14:00:59')).toEqual(accepted('2022-11-23T13:00:59.000Z'))
    expect(romeInstant('2022-11-23 14:00:59.007')).toEqual(accepted('2022-11-23T13:00:59.007Z'))
    expect(romeInstant('2022-11-23T14:00:59.7')).toEqual(accepted('2022-11-23T13:00:59.700Z'))
    expect(romeInstant('2022-11-23T14:00:59.07')).toEqual(accepted('2022-11-23T13:00:59.070Z'))
  })

  it('C3: is every millisecond from 1996 to 2040 that the clocks show once, and one of two where they show it twice', () => {
    const since1996 = fc.integer({ min: utc('1996-01-01T00:00:00Z'), max: utc('2040-12-31T00:00:00Z') })
    const isRead = (at: number) => {
      const both = [romeInstant(shown(at), 'earlier'), romeInstant(shown(at), 'later')]
      expect(both).toContainEqual({ ok: true, value: at })
    }
    fc.assert(fc.property(since1996, isRead), { seed: 2026, numRuns: 2_000 })
    for (let ms = 0; ms < 1_000; ms += 1) isRead(utc('2026-11-22T10:00:01Z') + ms)
  })

  it('C3: is refused in the hour that the clocks skip, with the instant at which they are put forward', () => {
    for (const year of years) {
      const changedAt = change(year, 3)
      const lost = shown(changedAt - hour).slice(0, 10)
      for (const time of ['02:00', '02:00:00.001', '02:30', '02:59:59.999']) {
        for (const which of [undefined, 'earlier', 'later'] as const) {
          expect(romeInstant(`${lost}T${time}`, which)).toEqual({ ok: false, refusal: { code: 'civil/skipped', changedAt } })
        }
      }
      expect(romeInstant(`${lost}T01:59:59.999`)).toEqual({ ok: true, value: changedAt - 1 })
      expect(romeInstant(`${lost}T03:00`)).toEqual({ ok: true, value: changedAt })
    }
  })

  it('C3: is refused in the hour that comes twice, with both instants, unless it is said which is meant', () => {
    for (const year of years) {
      const later = change(year, 10)
      const earlier = later - hour
      const date = shown(later).slice(0, 10)
      expect(romeInstant(`${date}T02:00`)).toEqual({ ok: false, refusal: { code: 'civil/ambiguous', earlier, later } })
      expect(romeInstant(`${date}T02:00`, 'earlier')).toEqual({ ok: true, value: earlier })
      expect(romeInstant(`${date}T02:59:59.999`, 'later')).toEqual({ ok: true, value: later + hour - 1 })
      expect(romeInstant(`${date}T01:59:59.999`)).toEqual({ ok: true, value: earlier - 1 })
      expect(romeInstant(`${date}T03:00`)).toEqual({ ok: true, value: later + hour })
    }
  })

  it('is the same whichever of two is said to be meant, where there is one', () => {
    for (const which of ['earlier', 'later'] as const) {
      expect(romeInstant('2022-11-23T14:00', which)).toEqual(accepted('2022-11-23T13:00:00.000Z'))
    }
  })

  it('takes only the two words for which is meant', () => {
    for (const which of ['', 'Later', 'both', 0, null, true, {}, ['later']]) {
      expect(romeInstant('2026-10-25T02:30', which as never)).toMatchObject({ refusal: { code: 'civil/ambiguous' } })
    }
  })

  it('is at 24:00 the first instant of the next day, the very one that ends a deadline', () => {
    expect(romeInstant('2022-11-22T24:00')).toEqual(accepted('2022-11-22T23:00:00.000Z'))
    expect(romeInstant('2026-12-31 24:00:00.000')).toEqual(accepted('2026-12-31T23:00:00.000Z'))
    expect(romeInstant('2028-02-28T24:00')).toEqual(romeInstant('2028-02-29T00:00'))
    for (let at = utc('2026-01-01T12:00:00Z'); at < utc('2027-01-01T00:00:00Z'); at += day) {
      const deadline = confirmationDeadline(at)
      expect(romeInstant(`${romeDate(deadline - 1)}T24:00`)).toEqual({ ok: true, value: deadline })
    }
    for (const year of years) expect(romeInstant(`${year}-06-30T24:00`)).toEqual({ ok: true, value: midnight(year, 7, 1) })
  })

  it('is at 24:00 the first instant that there is of a day whose midnight was skipped or came twice, as in the 1970s', () => {
    // At 24:00 of 1973-06-02 it was 01:00; at 01:00 of 1973-09-30 it was 00:00 again.
    const changedAt = utc('1973-06-02T23:00:00.000Z')
    expect(romeInstant('1973-06-02T24:00')).toEqual({ ok: true, value: changedAt })
    expect(romeInstant('1973-06-03T00:00')).toEqual({ ok: false, refusal: { code: 'civil/skipped', changedAt } })
    const [earlier, later] = [utc('1973-09-29T22:00:00.000Z'), utc('1973-09-29T23:00:00.000Z')]
    for (const which of [undefined, 'earlier', 'later'] as const) {
      expect(romeInstant('1973-09-29T24:00', which)).toEqual({ ok: true, value: earlier })
    }
    expect(romeInstant('1973-09-30T00:00')).toEqual({ ok: false, refusal: { code: 'civil/ambiguous', earlier, later } })
  })

  it('is an instant from 1970 to the end of year 9999, and out of range before', () => {
    expect(romeInstant('1970-01-01T01:00')).toEqual({ ok: true, value: 0 })
    expect(romeInstant('1970-01-01T00:59:59.999')).toEqual(outOfRange)
    for (const text of ['1969-12-31T24:00', '1900-01-01T00:00', '0001-01-01T00:00', '0000-02-29T12:00'])
      expect(romeInstant(text)).toEqual(outOfRange)
    expect(romeInstant('9999-12-31T23:59:59.999')).toEqual({ ok: true, value: instantMax - hour })
    expect(romeInstant('9999-12-31T24:00')).toEqual({ ok: true, value: instantMax + 1 - hour })
  })
})

describe('what is no time of Rome', () => {
  it.each([
    ...[
      '',
      ' ',
      '2022-11-23',
      '14:00',
      '2022-11-23T14',
      '2022-11-23T1400',
      '20221123T140000',
      '2022-11-23T14:00Z',
      '2022-11-23T14:00+01',
    ],
    ...[
      '2022-11-23T14:00 Europe/Rome',
      '2022-11-23T14:00 UTC',
      '2022-11-23t14:00',
      '2022-11-23  14:00',
      ' 2022-11-23T14:00',
      '2022-11-23T14:00\n',
    ],
    ...[
      '2022-11-23T14:00:',
      '2022-11-23T14:00:00.',
      '2022-11-23T14:00:00.1234',
      '2022-11-23T14:00:00,5',
      '2022-11-23T14:00.5',
      '2022-11-23T4:00',
    ],
    ...[
      '22-11-23T14:00',
      '+002022-11-23T14:00',
      '-2022-11-23T14:00',
      '10000-01-01T00:00',
      '2022-W47-3T14:00',
      '2022-327T14:00',
      '٢٠٢٢-11-23T14:00',
    ],
    ...[
      '2022-00-01T00:00',
      '2022-13-01T00:00',
      '2022-11-00T00:00',
      '2022-11-31T00:00',
      '2026-02-29T10:00',
      '2026-02-29T24:00',
      '2100-02-29T00:00',
    ],
    ...[
      '2022-11-23T24:01',
      '2022-11-23T24:00:01',
      '2022-11-23T24:00:00.001',
      '2022-11-23T25:00',
      '2022-11-23T14:60',
      '2022-11-23T23:60',
      '2022-11-23T14:00:60',
      '2022-11-23T23:59:60',
    ],
  ])('is refused as text: %j', (text) => {
    expect(romeInstant(text)).toEqual(malformed)
  })

  it.each(
    [
      ...[
        undefined,
        null,
        0,
        Number.NaN,
        1n,
        true,
        Symbol('14:00'),
        new Date(0),
        ['2022-11-23T14:00'],
        { toString: () => '2022-11-23T14:00' },
      ],
      ...[
        Object('2022-11-23T14:00'),
        () => '2022-11-23T14:00',
        new Proxy({}, { get: () => expect.unreachable('no value is read') }),
      ],
    ].map((value) => [typeof value, value] as const),
  )('is refused as anything else: %s, case %#', (_, value) => {
    expect(romeInstant(value)).toEqual(malformed)
  })

  it('is refused however long it is', () => {
    expect(romeInstant(`2022-11-23T14:00${':00'.repeat(1_000_000)}`)).toEqual(malformed)
    expect(romeInstant(`2022-11-23T14:00:00.${'0'.repeat(1_000_000)}`)).toEqual(malformed)
  })

  it('never makes a refusal into an error, nor an instant of what is none', () => {
    const digits = fc.stringMatching(/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?$/)
    const total = (value: unknown) => {
      const read = romeInstant(value)
      if (read.ok) expect(isInstant(read.value)).toBe(true)
      else expect(read.refusal.code).toMatch(/^civil\/(malformed|out-of-range|skipped|ambiguous)$/)
    }
    fc.assert(fc.property(fc.anything(), total), { seed: 2026 })
    fc.assert(fc.property(fc.string({ unit: 'binary' }), total), { seed: 2026 })
    fc.assert(fc.property(digits, total), { seed: 2026, numRuns: 2_000 })
  })
})

describe('without zone data for Rome', () => {
  afterEach(() => vi.unstubAllGlobals())

  it('no text is an instant: the platform is to blame, not the text', async () => {
    vi.resetModules()
    const fresh = await import('../../../src/rules/civil/rome-instant.ts')
    vi.stubGlobal('Intl', {
      DateTimeFormat: class {
        constructor() {
          throw new RangeError('Invalid time zone specified: Europe/Rome')
        }
      },
    })
    for (const text of ['2022-11-23T14:00', 'tomorrow']) {
      expect(() => fresh.romeInstant(text)).toThrow(expect.objectContaining({ code: 'config/invalid' }))
    }
  })
})
