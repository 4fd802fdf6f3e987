/** Asking the calendar: the answers of what is worked out once are those of looking at every window each time. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  askingFor,
  closedFor,
  closedInGeneral,
  closingsOf,
} from '../../../../src/procedures/calendar/maintenance/availability.ts'
import type { MaintenancePredicate, MaintenanceWindow } from '../../../../src/procedures/calendar/maintenance/model.ts'
import { holds } from '../../../../src/procedures/calendar/maintenance/predicate.ts'
import type { PersonFacts } from '../../../../src/runtime/in-flight.ts'

const domains = ['istruzione.it']
const title = { it: 'Aggiornamento', en: 'Update' }

const predicate: fc.Arbitrary<MaintenancePredicate> = fc.oneof(
  fc.constant({ has: 'institutional-mailbox' } as const),
  fc.constant({ registeredWith: 'institutional-mailbox' } as const),
  fc.constant({ not: { state: 'active' } } as const),
  // As many as there are audiences: more than there are bits.
  { weight: 15, arbitrary: fc.nat(60).map((n) => ({ audience: `audience-${n}` })) },
)

const window = fc.record({
  from: fc.nat(20),
  length: fc.option(fc.nat(8)),
  unless: fc.option(predicate),
  isCancelled: fc.boolean(),
})

const windows = (max: number) =>
  fc.array(window, { maxLength: max, size: 'max' }).map((plans) =>
    plans.map(
      ({ from, length, unless, isCancelled }, i): MaintenanceWindow => ({
        id: `w${i}`,
        title,
        from,
        to: length === null ? null : from + length,
        cutOff: from,
        features: { asked: { unless } },
        procedures: {},
        cancelledAt: isCancelled && i % 4 === 0 ? 0 : null,
        swept: 'nothing',
      }),
    ),
  )

const mailbox = fc.constantFrom('istruzione.it', 'example.it', null)
const person: fc.Arbitrary<PersonFacts> = fc.record({
  mailbox,
  registeredWith: mailbox,
  credential: fc.constant('local' as const),
  state: fc.constantFrom('active', 'suspended'),
  birthDate: fc.constant(null),
  audience: fc.option(fc.nat(60).map((n) => `audience-${n}`)),
  accountId: fc.constant(null),
})

/** The windows that close it, and the first instant at which none does; null for never. */
function byHand(all: readonly MaintenanceWindow[], at: number, isSpared: (unless: MaintenancePredicate | null) => boolean) {
  const closing = all.filter(({ cancelledAt, features }) => cancelledAt === null && !isSpared(features['asked']?.unless ?? null))
  const isClosed = (instant: number) => closing.some(({ from, to }) => from <= instant && (to === null || instant < to))
  if (!isClosed(at)) return null
  for (let until = at; until < 60; until += 1) if (!isClosed(until)) return { until }
  return { until: null }
}

describe.each([
  { name: 'few windows', max: 6 },
  { name: 'more predicates than there are bits', max: 50 },
])('a calendar of $name', ({ max }) => {
  it('closes for a person until the end of the gapless union of what does not spare him', () => {
    fc.assert(
      fc.property(
        windows(max),
        fc.array(fc.tuple(person, fc.nat(30)), { minLength: 1, maxLength: 60, size: 'max' }),
        (all, asked) => {
          const closings = closingsOf(all, domains)
          for (const [who, at] of asked) {
            const expected = byHand(all, at, (unless) => unless !== null && holds(unless, who, domains))
            const found = closedFor(closings, 'asked', askingFor(closings, who), at)
            expect(found === null ? null : { until: found.until }).toEqual(expected)
            expect(closedFor(closings, 'other', askingFor(closings, who), at)).toBe(null)
          }
        },
      ),
    )
  })

  it('says to everybody what closes it for all, and else for whom it is open', () => {
    fc.assert(
      fc.property(windows(max), fc.nat(30), (all, at) => {
        const general = closedInGeneral(closingsOf(all, domains), 'asked', at)
        const [forAll, forSome] = [byHand(all, at, (unless) => unless !== null), byHand(all, at, () => false)]
        expect(general.is).toBe(forAll !== null ? 'closed' : forSome !== null ? 'closed-for-some' : 'open')
        if (general.is !== 'open') expect({ until: general.until }).toEqual(forAll ?? forSome)
      }),
    )
  })
})

it('tells people apart by more predicates than there are bits', () => {
  const all = Array.from({ length: 40 }, (_, i) => {
    const features = { asked: { unless: { audience: `audience-${i}` } } }
    return {
      id: `w${i}`,
      title,
      from: i,
      to: i + 1,
      cutOff: i,
      features,
      procedures: {},
      cancelledAt: null,
      swept: 'nothing',
    } as const
  })
  const closings = closingsOf(all, domains)
  for (let one = 0; one < 40; one += 1) {
    const who = {
      mailbox: null,
      registeredWith: null,
      credential: 'local',
      state: 'active',
      birthDate: null,
      audience: `audience-${one}`,
      accountId: null,
    } as const
    const open = all.filter(({ from }) => closedFor(closings, 'asked', askingFor(closings, who), from) === null)
    expect(open.map(({ id }) => id)).toEqual([`w${one}`])
  }
})
