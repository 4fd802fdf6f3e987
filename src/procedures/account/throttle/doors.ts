/** The doors to an account, each with a throttle of its own, and an attempt at one of them. */
import type { Instant } from '../../../kernel/index.ts'
import type { RecordName } from '../../../runtime/record.ts'
import type { Runtime } from '../../../runtime/runtime.ts'
import type { Unit } from '../../../runtime/transact.ts'
import { delayedUntil, remaining } from './machine.ts'
import type { ThrottlePolicy } from './model.ts'
import type { ThrottleMachine } from './schema.ts'

/** What an attempt at a door needs. */
export type ThrottleContext = { readonly throttle: ThrottleMachine; readonly throttlePolicy: ThrottlePolicy }

/** Who is at the door: whoever the host names, or all whom it does not name together; a device or a link by its digest; a session by its id. */
export type Visitor =
  | { readonly requester: string | undefined }
  | { readonly device: string }
  | { readonly session: string }
  | { readonly link: string }

/** The id of the door's throttle. It tells neither the account nor who it was. */
export function doorOf({ ring }: Runtime, accountId: string, visitor: Visitor): string {
  return ring.pseudonym('door', JSON.stringify([accountId, ...Object.entries(visitor).flat()]))
}

/** The door's record, to be read with the rest. */
export const doorRecord = (id: string): RecordName => ({ kind: 'throttle', id })

/** How a door stands before an attempt. */
export type Standing = {
  /** Attempts before this instant are not judged; 0 where none has to wait. */
  readonly nextAt: Instant
  readonly isDelayed: boolean
  /** So many attempts have failed that no more are counted. */
  readonly isSpent: boolean
}

/** How the door stands. What failed before `since` no longer counts. */
export async function standing(
  { throttle, throttlePolicy }: ThrottleContext,
  unit: Unit,
  door: string,
  since: Instant,
): Promise<Standing> {
  const state = await unit.state(throttle, door)
  const nextAt = delayedUntil(state, since)
  const isSpent = remaining(state, throttlePolicy, unit.now(), since) >= throttlePolicy.failuresMax
  return { nextAt, isDelayed: unit.now() < nextAt, isSpent }
}

/** Counts an attempt that failed and answers when the next one is judged. One that came too early is noted alone. */
export async function countFailure({ throttle }: ThrottleContext, unit: Unit, door: string, since: Instant): Promise<Instant> {
  const counted = await unit.run(throttle, door, { type: 'CountFailure', since })
  if (counted.ok) return counted.value.state.nextAt
  await unit.run(throttle, door, { type: 'NoteAttempt' })
  return counted.refusal.retryAt
}

/** Takes back what was counted of an attempt that could not be judged: nobody waits for that. */
export async function uncountFailure({ throttle }: ThrottleContext, unit: Unit, door: string): Promise<void> {
  await unit.run(throttle, door, { type: 'UncountFailure' })
}

/** Forgets the failures of a door that was opened. */
export async function forgiveFailures({ throttle }: ThrottleContext, unit: Unit, door: string): Promise<void> {
  await unit.run(throttle, door, { type: 'ForgiveFailures' })
}
