/**
 * What the end of the local credentials means for one person. The office exempts a person whom SPID, CIE or CNS cannot serve yet, changes that and takes
 * it back; the sweep notes which reminders were sent, so that nobody gets one twice.
 *
 *   none, kept, granted, revoked --GrantExemption--> granted
 *   granted --RevokeExemption--> revoked
 *   none --NoteReminder--> kept
 *   kept, granted, revoked --NoteReminder--> the same
 *   none, kept, revoked --TakeOverExemption--> granted, as another account of the person had it
 *   granted --HandOverExemption--> revoked, since another account of the person has it
 *
 * An exemption ends with its last day in Rome: nothing has to run for that.
 */
import { accept, type Decider, type Instant, impossible, refuse } from '../../../kernel/index.ts'
import { romeDate } from '../../../rules/civil/index.ts'
import type {
  ExemptionCommand,
  ExemptionEvent,
  ExemptionPersonal,
  ExemptionRefusal,
  ExemptionReminder,
  ExemptionState,
} from './model.ts'

export type ExemptionDecider = Decider<ExemptionState, ExemptionCommand, ExemptionEvent, ExemptionRefusal>

/** Whether the last day is over at that instant. */
export const isPast = (untilDay: string | null, at: Instant): boolean => untilDay !== null && romeDate(at) > untilDay

/** The reminders that a person has had. */
export const remindersOf = (state: ExemptionState): readonly ExemptionReminder[] =>
  state.status === 'none' ? [] : state.reminders

/** Whether the person is exempted by it at that instant. */
export const isInForce = (
  state: ExemptionState,
  at: Instant,
): state is Extract<ExemptionState, { readonly status: 'granted' }> & { readonly personal: ExemptionPersonal } =>
  state.status === 'granted' && state.personal !== null && !isPast(state.untilDay, at)

const decide: ExemptionDecider['decide'] = (state, command, { at }) => {
  switch (command.type) {
    case 'GrantExemption': {
      const { untilDay, personal, operator } = command
      if (isPast(untilDay, at)) return refuse({ code: 'exemption/in-the-past' })
      if (romeDate(at) > personal.documentExpiresOn) return refuse({ code: 'exemption/document-expired' })
      if (isSame(state, command)) return refuse({ code: 'exemption/nothing-changed' })
      return accept([{ type: 'ExemptionGranted', grantedAt: at, untilDay, operator, personal }])
    }
    case 'RevokeExemption': {
      const { operator, personal } = command
      if (!isInForce(state, at)) return refuse({ code: 'exemption/not-found' })
      return accept([{ type: 'ExemptionRevoked', revokedAt: at, operator, personal }])
    }
    case 'TakeOverExemption': {
      const { type: _, ...granted } = command
      return accept(isInForce(state, at) ? [] : [{ type: 'ExemptionTakenOver', ...granted }])
    }
    case 'HandOverExemption':
      return accept(isInForce(state, at) ? [{ type: 'ExemptionHandedOver', revokedAt: at }] : [])
    case 'NoteReminder': {
      const { endsAt, daysBefore } = command
      const known = remindersOf(state)
      if (wasReminded(known, command)) return refuse({ code: 'exemption/already-reminded' })
      const others = known.filter((reminder) => reminder.endsAt !== endsAt && reminder.endsAt > at)
      return accept([{ type: 'ReminderGiven', endsAt, daysBefore, reminders: [...others, { endsAt, daysBefore }] }])
    }
  }
}

/** Whether somebody who has had these reminders was reminded of that last use, so many days before it or later. */
export function wasReminded(known: readonly ExemptionReminder[], { endsAt, daysBefore }: ExemptionReminder): boolean {
  return known.some((reminder) => reminder.endsAt === endsAt && reminder.daysBefore <= daysBefore)
}

function isSame(state: ExemptionState, { untilDay, personal }: Extract<ExemptionCommand, { type: 'GrantExemption' }>): boolean {
  if (state.status !== 'granted' || state.personal === null || state.untilDay !== untilDay) return false
  const { kind, documentKind, documentNumber, documentExpiresOn } = state.personal
  return (
    kind === personal.kind &&
    documentKind === personal.documentKind &&
    documentNumber === personal.documentNumber &&
    documentExpiresOn === personal.documentExpiresOn
  )
}

function evolve(state: ExemptionState, event: ExemptionEvent): ExemptionState {
  const reminders = remindersOf(state)
  switch (event.type) {
    case 'ExemptionGranted': {
      const { grantedAt, untilDay, operator, personal } = event
      const { reason: _, ...kept } = personal
      return { status: 'granted', reminders, grantedAt, untilDay, operator, personal: kept }
    }
    case 'ExemptionTakenOver': {
      const { type: _, ...granted } = event
      return { status: 'granted', reminders, ...granted }
    }
    case 'ExemptionHandedOver':
    case 'ExemptionRevoked': {
      if (state.status !== 'granted') return impossible('exemption', state.status, event.type)
      const { grantedAt, untilDay, operator, personal } = state
      return { status: 'revoked', reminders, grantedAt, untilDay, operator, revokedAt: event.revokedAt, personal }
    }
    case 'ReminderGiven':
      return state.status === 'none' || state.status === 'kept'
        ? { status: 'kept', reminders: event.reminders, personal: null }
        : { ...state, reminders: event.reminders }
  }
}

/** The machine. There is no policy to it. */
export const exemptionDecider: ExemptionDecider = {
  name: 'exemption',
  initial: { status: 'none', personal: null },
  decide,
  evolve,
  isTerminal: () => false,
  exampleCommands: (state) => {
    const kept = {
      kind: 'guardianship',
      documentKind: 'identity-card',
      documentNumber: 'digest',
      documentExpiresOn: '9999-12-31',
    } as const
    const personal = { ...kept, reason: 'Decree of the court.' }
    const untilDay = state.status === 'granted' && state.untilDay === null ? '9999-12-31' : null
    const known = remindersOf(state).at(-1) ?? { endsAt: 8_000_000_000_000_000, daysBefore: 31 }
    return [
      { type: 'GrantExemption', untilDay, operator: 'operator', personal },
      { type: 'RevokeExemption', operator: 'operator', personal: { reason: 'The guardianship is over.' } },
      { type: 'NoteReminder', endsAt: known.endsAt, daysBefore: Math.max(0, known.daysBefore - 1) },
      { type: 'TakeOverExemption', grantedAt: 1_000, untilDay: null, operator: 'operator', personal: kept },
      { type: 'HandOverExemption' },
    ]
  },
}
