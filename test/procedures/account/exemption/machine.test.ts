/** The exemption of one person: every state, every command. */
import { describe, expect, it } from 'vitest'
import { exemptionDecider } from '../../../../src/procedures/account/exemption/machine.ts'
import type { ExemptionCommand, ExemptionEvent, ExemptionState } from '../../../../src/procedures/account/exemption/model.ts'

const at = Date.UTC(2021, 8, 1, 10)
const by = { kind: 'operator', id: 'operator-1' } as const
const endsAt = Date.UTC(2021, 8, 30, 22)
const reason = { reason: 'Decree of the court.' }
const kept = {
  kind: 'guardianship',
  documentKind: 'court-order',
  documentNumber: 'digest',
  documentExpiresOn: '2021-09-01',
} as const
const grant: ExemptionCommand = {
  type: 'GrantExemption',
  untilDay: '2021-09-01',
  operator: 'operator-1',
  personal: { ...kept, ...reason },
}
const revoke: ExemptionCommand = { type: 'RevokeExemption', operator: 'operator-1', personal: reason }
const remind: ExemptionCommand = { type: 'NoteReminder', endsAt, daysBefore: 30 }

const take: ExemptionCommand = {
  type: 'TakeOverExemption',
  grantedAt: at - 9,
  untilDay: null,
  operator: 'operator-2',
  personal: kept,
}
const hand: ExemptionCommand = { type: 'HandOverExemption' }

const reminders = [{ endsAt, daysBefore: 30 }]
const none: ExemptionState = { status: 'none', personal: null }
const reminded: ExemptionState = { status: 'kept', reminders, personal: null }
const facts = { reminders, grantedAt: at - 1, untilDay: '2021-09-01', operator: 'operator-1', personal: kept }
const granted: ExemptionState = { status: 'granted', ...facts }
const erased: ExemptionState = { ...granted, personal: null }
const revoked: ExemptionState = { status: 'revoked', ...facts, revokedAt: at - 1 }

const decided = (state: ExemptionState, command: ExemptionCommand, now = at) => {
  const done = exemptionDecider.decide(state, command, { at: now, by })
  return done.ok ? done.value : done.refusal.code
}
const evolved = (state: ExemptionState, events: readonly ExemptionEvent[]) => events.reduce(exemptionDecider.evolve, state)
const grantEvent: ExemptionEvent = {
  type: 'ExemptionGranted',
  grantedAt: at,
  untilDay: '2021-09-01',
  operator: 'operator-1',
  personal: { ...kept, ...reason },
}

const takenOver: ExemptionEvent = { ...take, type: 'ExemptionTakenOver' }

describe('every state and command', () => {
  it.each<[string, ExemptionState, ExemptionCommand, readonly ExemptionEvent[] | string]>([
    ['none', none, grant, [grantEvent]],
    ['none', none, revoke, 'exemption/not-found'],
    ['none', none, remind, [{ type: 'ReminderGiven', endsAt, daysBefore: 30, reminders }]],
    ['kept', reminded, grant, [grantEvent]],
    ['kept', reminded, revoke, 'exemption/not-found'],
    ['kept', reminded, remind, 'exemption/already-reminded'],
    ['granted', granted, grant, 'exemption/nothing-changed'],
    ['granted', granted, { ...grant, untilDay: null }, [{ ...grantEvent, untilDay: null }]],
    ['granted', granted, revoke, [{ type: 'ExemptionRevoked', revokedAt: at, operator: 'operator-1', personal: reason }]],
    ['granted', granted, remind, 'exemption/already-reminded'],
    ['erased', erased, grant, [grantEvent]],
    ['erased', erased, revoke, 'exemption/not-found'],
    ['revoked', revoked, grant, [grantEvent]],
    ['revoked', revoked, revoke, 'exemption/not-found'],
    ['revoked', revoked, remind, 'exemption/already-reminded'],
    ['none', none, take, [takenOver]],
    ['kept', reminded, take, [takenOver]],
    ['granted', granted, take, []],
    ['erased', erased, take, [takenOver]],
    ['revoked', revoked, take, [takenOver]],
    ['none', none, hand, []],
    ['kept', reminded, hand, []],
    ['granted', granted, hand, [{ type: 'ExemptionHandedOver', revokedAt: at }]],
    ['erased', erased, hand, []],
    ['revoked', revoked, hand, []],
  ])('%s', (_, state, command, outcome) => {
    expect(decided(state, command)).toEqual(outcome)
  })

  it('remember the reminders through whatever the office does', () => {
    const again = evolved(reminded, [grantEvent])
    expect(again).toEqual({ ...granted, grantedAt: at })
    expect(evolved(again, decided(again, revoke) as ExemptionEvent[])).toEqual({ ...revoked, grantedAt: at, revokedAt: at })
  })
})

describe('an exemption of a person who has another account', () => {
  it('is there as it was granted, with the reminders of that account, and at the first one no more', () => {
    const there = { status: 'granted', reminders, grantedAt: at - 9, untilDay: null, operator: 'operator-2', personal: kept }
    expect(evolved(reminded, [takenOver])).toEqual(there)
    expect(evolved(granted, decided(granted, hand) as ExemptionEvent[])).toEqual({ ...revoked, revokedAt: at })
  })

  it('takes the place of one whose last day is over, and is not handed over after its own', () => {
    const midnight = Date.UTC(2021, 8, 1, 22)
    expect(decided(granted, take, midnight - 1)).toEqual([])
    expect(decided(granted, take, midnight)).toEqual([takenOver])
    expect(decided(granted, hand, midnight - 1)).toHaveLength(1)
    expect(decided(granted, hand, midnight)).toEqual([])
  })
})

describe('an exemption', () => {
  it('is granted up to the last millisecond of its last day in Rome, and by a document that is valid until then', () => {
    const midnight = Date.UTC(2021, 8, 1, 22)
    expect(decided(none, grant, midnight - 1)).toEqual([{ ...grantEvent, grantedAt: midnight - 1 }])
    expect(decided(none, grant, midnight)).toBe('exemption/in-the-past')
    expect(decided(none, { ...grant, untilDay: null }, midnight)).toBe('exemption/document-expired')
    expect(decided(granted, revoke, midnight - 1)).not.toBe('exemption/not-found')
    expect(decided(granted, revoke, midnight)).toBe('exemption/not-found')
  })
})

describe('a reminder', () => {
  const noted = (state: ExemptionState, of: number, daysBefore: number, now = at) =>
    decided(state, { type: 'NoteReminder', endsAt: of, daysBefore }, now)

  it('is given once for each last use and day: a later one may follow, an earlier one may not', () => {
    expect(noted(reminded, endsAt, 31)).toBe('exemption/already-reminded')
    expect(noted(reminded, endsAt, 30)).toBe('exemption/already-reminded')
    expect(noted(reminded, endsAt, 29)).toMatchObject([{ reminders: [{ endsAt, daysBefore: 29 }] }])
  })

  it('is given anew for another last use, and the one before is remembered until it is over', () => {
    const other = { endsAt: endsAt + 86_400_000, daysBefore: 30 }
    expect(noted(reminded, other.endsAt, 30)).toMatchObject([{ reminders: [...reminders, other] }])
    expect(noted(reminded, other.endsAt, 30, endsAt - 1)).toMatchObject([{ reminders: [...reminders, other] }])
    expect(noted(reminded, other.endsAt, 30, endsAt)).toMatchObject([{ reminders: [other] }])
  })
})
