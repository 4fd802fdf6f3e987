import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { InvariantError, instantMax, isInstant } from '../../../src/kernel/index.ts'
import {
  confirmationDeadline,
  endOfDayText,
  lastDay,
  romeDate,
  romeDay,
  romeText,
  untilPhrase,
} from '../../../src/rules/civil/index.ts'
import { isWhole } from '../../support/scale.ts'
import { day, deadlineByHand, edges, hour } from './clocks-of-rome.ts'
import type { Comparison } from './edges-child.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../../', import.meta.url))
const utc = (text: string): number => Date.parse(text)
const iso = (at: number): string => new Date(at).toISOString()
const deadlineOf = (text: string): string => iso(confirmationDeadline(utc(text)))

const anyInstant = fc.integer({ min: 0, max: instantMax })
// The end of the last day whose deadline is an instant.
const lastReception = utc('9999-12-30T22:59:59.999Z')

function temporalDay(at: number): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('Europe/Rome').toPlainDate()
}

describe('the deadline of a confirmation', () => {
  it('C2: is the end of the day after reception: received at 23:59:59.999 and at 24:00 are a day apart', () => {
    expect(deadlineOf('2026-11-20T08:00:00.000Z')).toBe('2026-11-21T23:00:00.000Z')
    expect(deadlineOf('2026-11-20T22:59:59.999Z')).toBe('2026-11-21T23:00:00.000Z')
    expect(deadlineOf('2026-11-20T23:00:00.000Z')).toBe('2026-11-22T23:00:00.000Z')
  })

  it('C2: has 23:59:59.999 of that day before it, and is 24:00 itself', () => {
    const deadline = confirmationDeadline(utc('2026-11-20T08:00:00.000Z'))
    expect(romeText(deadline - 1, 'it')).toBe('21/11/2026 23:59')
    expect(romeText(deadline, 'it')).toBe('22/11/2026 00:00')
  })

  it('C3: reckons in days of Rome where the clocks skip an hour in March', () => {
    expect(deadlineOf('2026-03-27T12:00:00.000Z')).toBe('2026-03-28T23:00:00.000Z')
    expect(deadlineOf('2026-03-28T22:59:59.999Z')).toBe('2026-03-29T22:00:00.000Z')
    expect(deadlineOf('2026-03-28T23:00:00.000Z')).toBe('2026-03-30T22:00:00.000Z')
    expect(deadlineOf('2026-03-29T00:59:59.999Z')).toBe('2026-03-30T22:00:00.000Z')
    expect(deadlineOf('2026-03-29T01:00:00.000Z')).toBe('2026-03-30T22:00:00.000Z')
  })

  it('C3: reckons in days of Rome where the clocks repeat an hour in October', () => {
    expect(deadlineOf('2026-10-23T12:00:00.000Z')).toBe('2026-10-24T22:00:00.000Z')
    expect(deadlineOf('2026-10-24T21:59:59.999Z')).toBe('2026-10-25T23:00:00.000Z')
    expect(deadlineOf('2026-10-24T22:00:00.000Z')).toBe('2026-10-26T23:00:00.000Z')
    expect(deadlineOf('2026-10-25T00:59:59.999Z')).toBe('2026-10-26T23:00:00.000Z')
    expect(deadlineOf('2026-10-25T01:00:00.000Z')).toBe('2026-10-26T23:00:00.000Z')
  })

  it('C3: passes the 29th of February in leap years, and only in those', () => {
    expect(deadlineOf('2028-02-27T12:00:00.000Z')).toBe('2028-02-28T23:00:00.000Z')
    expect(deadlineOf('2028-02-28T12:00:00.000Z')).toBe('2028-02-29T23:00:00.000Z')
    expect(deadlineOf('2027-02-28T12:00:00.000Z')).toBe('2027-03-01T23:00:00.000Z')
    expect(deadlineOf('2100-02-28T12:00:00.000Z')).toBe('2100-03-01T23:00:00.000Z')
  })

  it('C3: passes the end of the year', () => {
    expect(deadlineOf('2026-12-30T22:59:59.999Z')).toBe('2026-12-31T23:00:00.000Z')
    expect(deadlineOf('2026-12-30T23:00:00.000Z')).toBe('2027-01-01T23:00:00.000Z')
    expect(deadlineOf('2026-12-31T22:59:59.999Z')).toBe('2027-01-01T23:00:00.000Z')
    expect(deadlineOf('2026-12-31T23:00:00.000Z')).toBe('2027-01-02T23:00:00.000Z')
  })

  const zones = ['UTC', 'Pacific/Kiritimati', 'America/Nuuk', 'Asia/Kolkata']

  it.each([
    ['UTC', 0],
    ['Pacific/Kiritimati', 840],
    ['America/Nuuk', -120],
    ['Asia/Kolkata', 330],
  ])(
    'C3: is that of the clocks by hand and of Temporal at every edge from 1996 to 2040, in a process whose zone is %s',
    async (TZ, zoneOffset) => {
      const child = fileURLToPath(new URL('edges-child.ts', import.meta.url))
      const share = isWhole ? 'whole' : String(zones.indexOf(TZ))
      const given = ['--import', 'tsx', child, share]
      const { stdout } = await run(process.execPath, given, { cwd: root, env: { ...process.env, TZ } })
      const { compared, ...comparison }: Comparison = JSON.parse(stdout)
      expect(comparison).toEqual({ zoneOffset, differences: [] })
      // Three instants at each of 16,437 midnights, and around each of 90 changes at eleven hours.
      const all = 3 * 16_437 + 3 * 11 * 90
      expect(compared).toBeGreaterThanOrEqual(isWhole ? all : all / 4 + 3 * 11 * 90 - 3)
    },
  )

  it('C3: is that of the clocks by hand at any instant from 1996 to 2040', () => {
    const instants = fc.integer({ min: Date.UTC(1996, 0, 1), max: Date.UTC(2040, 11, 28) })
    const agrees = (at: number) => confirmationDeadline(at) === deadlineByHand(at).deadline
    fc.assert(fc.property(instants, agrees), { seed: 2026, numRuns: 5_000 })
    const wrong = edges().filter((at) => !agrees(at))
    expect(wrong).toEqual([])
  })

  it('is that of Temporal at any instant from 1970 to 9999', () => {
    const agrees = (at: number) => {
      const theirs = temporalDay(at).add({ days: 2 }).toZonedDateTime('Europe/Rome').epochMilliseconds
      expect(confirmationDeadline(at)).toBe(theirs)
    }
    fc.assert(fc.property(fc.integer({ min: 0, max: lastReception }), agrees), { seed: 2026, numRuns: 300 })
    fc.assert(fc.property(fc.integer({ min: 0, max: Date.UTC(1996, 0, 1) }), agrees), { seed: 2026, numRuns: 1_000 })
  })

  it('is never earlier for a later reception', () => {
    const close = fc.integer({ min: 0, max: 3 * day })
    const later = (from: number, by: number) => {
      expect(confirmationDeadline(Math.min(from + by, instantMax))).toBeGreaterThanOrEqual(confirmationDeadline(from))
    }
    fc.assert(fc.property(anyInstant, close, later), { seed: 2026 })
    fc.assert(fc.property(fc.integer({ min: 0, max: Date.UTC(2041, 0, 1) }), close, later), { seed: 2026, numRuns: 2_000 })
    const deadlines = edges().map(confirmationDeadline)
    expect(deadlines.filter((deadline, index) => deadline < (deadlines[index - 1] ?? 0))).toEqual([])
  })

  it('leaves more than 23 hours and at most 49, and both happen', () => {
    const left = (at: number) => confirmationDeadline(at) - at
    const all = edges().map(left)
    expect([Math.min(...all), Math.max(...all)]).toEqual([23 * hour + 1, 49 * hour])
    const since1980 = fc.integer({ min: Date.UTC(1980, 0, 1), max: lastReception })
    const bounded = (at: number) => left(at) > 23 * hour && left(at) <= 49 * hour
    fc.assert(fc.property(since1980, bounded), { seed: 2026, numRuns: 1_000 })
  })

  it('is the first instant of a civil day, the second after that of reception, until the end of time is near', () => {
    const first = (at: number) => {
      const deadline = confirmationDeadline(at)
      expect(romeDate(deadline)).toBe(temporalDay(at).add({ days: 2 }).toString())
      expect(romeDate(deadline - 1)).toBe(temporalDay(at).add({ days: 1 }).toString())
    }
    fc.assert(fc.property(fc.integer({ min: 0, max: lastReception - day }), first), { seed: 2026, numRuns: 300 })
    fc.assert(fc.property(fc.integer({ min: 0, max: Date.UTC(1980, 0, 1) }), first), { seed: 2026, numRuns: 1_000 })
  })

  it('is the first instant that there is of a day whose midnight was skipped or came twice, as in the 1970s', () => {
    // At 24:00 of 1973-06-02 it was 01:00; at 01:00 of 1973-09-30 it was 00:00 again.
    expect(deadlineOf('1973-06-01T12:00:00.000Z')).toBe('1973-06-02T23:00:00.000Z')
    expect(romeText(utc('1973-06-02T23:00:00.000Z'), 'it')).toBe('03/06/1973 01:00')
    expect(deadlineOf('1973-09-28T12:00:00.000Z')).toBe('1973-09-29T22:00:00.000Z')
    expect(romeText(utc('1973-09-29T22:00:00.000Z'), 'it')).toBe('30/09/1973 00:00 (ora legale)')
    expect(romeText(utc('1973-09-29T23:00:00.000Z'), 'it')).toBe('30/09/1973 00:00 (ora solare)')
    expect(deadlineOf('1973-09-29T21:59:59.999Z')).toBe('1973-09-30T23:00:00.000Z')
    expect(deadlineOf('1973-09-29T22:30:00.000Z')).toBe('1973-10-01T23:00:00.000Z')
    expect(deadlineOf('1973-09-29T23:30:00.000Z')).toBe('1973-10-01T23:00:00.000Z')
  })

  it('is there from the first instant to the last, and is never beyond the last', () => {
    expect(deadlineOf('1970-01-01T00:00:00.000Z')).toBe('1970-01-02T23:00:00.000Z')
    expect(confirmationDeadline(lastReception)).toBe(utc('9999-12-31T23:00:00.000Z'))
    expect(confirmationDeadline(lastReception + 1)).toBe(instantMax)
    expect(confirmationDeadline(instantMax)).toBe(instantMax)
    fc.assert(fc.property(anyInstant, (at) => isInstant(confirmationDeadline(at))))
  })
})

describe('the words for a deadline', () => {
  const deadline = confirmationDeadline(utc('2026-11-21T08:00:00.000Z'))

  it('tell the day that ends at it, with the 24th hour', () => {
    expect(endOfDayText(deadline, 'it')).toBe('ore 24 del 22/11/2026')
    expect(endOfDayText(deadline, 'en')).toBe('24:00 on 2026-11-22 (Rome)')
    expect(lastDay(deadline)).toBe('2026-11-22')
  })

  it('tell the same day whether it has 23 hours, 24 or 25', () => {
    expect(endOfDayText(utc('2026-03-29T22:00:00.000Z'), 'it')).toBe('ore 24 del 29/03/2026')
    expect(endOfDayText(utc('2026-03-28T23:00:00.000Z'), 'it')).toBe('ore 24 del 28/03/2026')
    expect(endOfDayText(utc('2026-10-25T23:00:00.000Z'), 'it')).toBe('ore 24 del 25/10/2026')
    expect(endOfDayText(utc('2026-10-24T22:00:00.000Z'), 'it')).toBe('ore 24 del 24/10/2026')
  })

  it('tell day and time of an instant that is the end of no day, so that they never promise another one', () => {
    expect(endOfDayText(deadline - 1, 'it')).toBe('22/11/2026 23:59')
    expect(endOfDayText(deadline + 1, 'it')).toBe('23/11/2026 00:00')
    expect(endOfDayText(utc('2026-11-22T00:00:00.000Z'), 'en')).toBe('2026-11-22 01:00 (Rome)')
    expect(endOfDayText(utc('2026-10-25T01:30:00.000Z'), 'en')).toBe('2026-10-25 02:30 (Rome, winter time)')
    expect(endOfDayText(instantMax, 'it')).toBe(romeText(instantMax, 'it'))
    expect(endOfDayText(0, 'it')).toBe('01/01/1970 01:00')
  })

  it('tell the end of a day only at the first of the two midnights of a day that had two', () => {
    expect(endOfDayText(utc('1973-09-29T22:00:00.000Z'), 'it')).toBe('ore 24 del 29/09/1973')
    expect(endOfDayText(utc('1973-09-29T23:00:00.000Z'), 'it')).toBe('30/09/1973 00:00 (ora solare)')
  })

  it('name the last day on which a deadline within a day may still be met', () => {
    expect(lastDay(deadline + 1)).toBe('2026-11-23')
    expect(lastDay(deadline - 1)).toBe('2026-11-22')
    expect(lastDay(0)).toBe('1970-01-01')
  })

  it('name the day after that of reception for every deadline, in both languages', () => {
    const told = (at: number) => {
      const next = temporalDay(at).add({ days: 1 }).toString()
      const [year, month, dayOfMonth] = next.split('-')
      expect(lastDay(confirmationDeadline(at))).toBe(next)
      expect(endOfDayText(confirmationDeadline(at), 'en')).toBe(`24:00 on ${next} (Rome)`)
      const article = ['01', '08', '11'].includes(dayOfMonth ?? '') ? "dell'" : 'del '
      expect(endOfDayText(confirmationDeadline(at), 'it')).toBe(`ore 24 ${article}${dayOfMonth}/${month}/${year}`)
    }
    fc.assert(fc.property(fc.integer({ min: 0, max: Date.UTC(2041, 0, 1) }), told), { seed: 2026, numRuns: 500 })
  })
})

describe('the day of Rome as a date', () => {
  it('changes at midnight in Rome, so that a document is in course of validity to the end of its last day', () => {
    const expiresOn = '2026-11-22'
    expect(romeDate(utc('2026-11-22T22:59:59.999Z'))).toBe(expiresOn)
    expect(romeDate(utc('2026-11-22T22:59:59.999Z')) <= expiresOn).toBe(true)
    expect(romeDate(utc('2026-11-22T23:00:00.000Z')) <= expiresOn).toBe(false)
    expect(romeDate(utc('2026-06-30T22:00:00.000Z'))).toBe('2026-07-01')
    expect(romeDate(utc('2026-06-30T21:59:59.999Z'))).toBe('2026-06-30')
  })

  it('compares as days do, to the last day of time', () => {
    const inOrder = (one: number, other: number) => {
      const [earlier, later] = one < other ? [one, other] : [other, one]
      return romeDate(earlier) <= romeDate(later) && /^\d{4}-\d\d-\d\d$/.test(romeDate(later))
    }
    const within = fc.integer({ min: 0, max: utc('9999-12-31T22:59:59.999Z') })
    fc.assert(fc.property(within, within, inOrder), { seed: 2026, numRuns: 300 })
    expect(romeDate(instantMax)).toBe('10000-01-01')
  })
})

describe('what is no instant', () => {
  const strange: readonly unknown[] = [
    ...[Number.NaN, Number.POSITIVE_INFINITY, -1, 0.5, instantMax + 1, Number.MAX_VALUE],
    ...[undefined, null, '0', '2026-11-22', 0n, true, [0], {}, new Date(0), { valueOf: () => 0 }, Symbol('now')],
    new Proxy({}, { get: () => expect.unreachable('a value that is no number is not read') }),
  ]

  it.each(strange.map((value) => [typeof value, value]))('has no day, no words and no deadline: %s, case %#', (_, value) => {
    const at = value as number
    expect(() => confirmationDeadline(at)).toThrow(InvariantError)
    expect(() => lastDay(at)).toThrow(InvariantError)
    expect(() => endOfDayText(at, 'it')).toThrow(InvariantError)
    expect(() => romeDate(at)).toThrow(InvariantError)
    expect(() => romeDay(at)).toThrow(InvariantError)
    expect(() => romeText(at, 'it')).toThrow(InvariantError)
  })
})

describe('the whole phrase of a term', () => {
  it.each([
    ['2026-11-29T15:31:00.000Z', 'fino alle ore 16:31 del 29/11/2026', 'until 16:31 on 2026-11-29 (Rome)'],
    ['2026-11-30T23:00:00.000Z', 'fino alle ore 24 del 30/11/2026', 'until 24:00 on 2026-11-30 (Rome)'],
    ['2026-11-30T23:01:00.000Z', "fino alle ore 00:01 dell'01/12/2026", 'until 00:01 on 2026-12-01 (Rome)'],
    [
      '2026-10-25T00:30:00.000Z',
      'fino alle ore 02:30 (ora legale) del 25/10/2026',
      'until 02:30 on 2026-10-25 (Rome, summer time)',
    ],
    [
      '2026-10-25T01:30:00.000Z',
      'fino alle ore 02:30 (ora solare) del 25/10/2026',
      'until 02:30 on 2026-10-25 (Rome, winter time)',
    ],
  ])('has its own preposition, whatever the term is: %s', (at, it, en) => {
    expect([untilPhrase(utc(at), 'it'), untilPhrase(utc(at), 'en')]).toEqual([it, en])
  })
})
