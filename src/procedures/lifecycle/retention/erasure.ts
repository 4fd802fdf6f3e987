/**
 * Letting go of what an office no longer needs: the files, then the unsent mail, then whatever is personal. What stays are the
 * instants, the decisions and the digests, in a journal that still verifies.
 *
 * Every step leaves the record where the next attempt finds it, and is harmless when it is done again: a process that dies in the
 * middle, or several at once, come to the same end.
 */

import { type Actor, type AnyRefusal, accept, type Instant, type Status, type Typed } from '../../../kernel/index.ts'
import { keyOf, type Machine, readState } from '../../../runtime/record.ts'
import { loadRows, type Shell, stored } from '../../../runtime/runtime.ts'
import { transact } from '../../../runtime/transact.ts'
import { deleteDocuments } from '../../../runtime/uploads.ts'
import type { CredentialState } from '../../account/credential/model.ts'
import { addressesMachine } from '../../addresses/addresses/schema.ts'
import { pecClaimMachine } from '../../addresses/pec-claim/schema.ts'
import type { AssistanceState } from '../../assistance/model.ts'
import type { ApprovalState } from '../../enrolment/approval/model.ts'
import { approvalMachine } from '../../enrolment/approval/schema.ts'
import type { RegistrationState } from '../../enrolment/registration/model.ts'
import type { HousekeepingDesk } from './desk.ts'

type Desk = Pick<HousekeepingDesk, 'shell' | 'registration'>

/** Who wants something erased, and what the journal says of the cause: no personal data, since it stays. */
export type ErasureOrder = {
  readonly by: Actor
  readonly facts: { readonly cause: 'retention' | 'request'; readonly reason?: string }
}

/** True when nothing can be decided on the request any more. */
export function isDecided({ status }: ApprovalState): boolean {
  return status === 'approved' || status === 'rejected' || status === 'void'
}

/** True when the request has ended without being filed, or was taken out of the office's hands. */
export function isClosed({ status }: RegistrationState): boolean {
  return status === 'withdrawn' || status === 'lapsed' || status === 'void'
}

/** True when the request is closed, or filed and decided. Nothing leads back from there. */
function isOver(request: RegistrationState, decision: ApprovalState): boolean {
  return isClosed(request) || (request.status === 'completed' && isDecided(decision))
}

/** Deletes the files of a request that is over, then notes that they are gone. True when there were any. */
export async function discardDocuments({ shell, registration }: Desk, id: string, by: Actor): Promise<boolean> {
  const operation = { name: 'housekeeping/discard-documents', by, untraced: true }
  const discarded = await transact<boolean, AnyRefusal>(shell, operation, async (unit) => {
    await unit.fetch([
      { kind: 'registration', id },
      { kind: 'approval', id },
    ])
    const request = await unit.state(registration, id)
    const decision = await unit.state(approvalMachine, id)
    // A write would make an erased record a living one again.
    if (request.status === 'none' || request.personal === null || !isOver(request, decision)) return accept(false)
    await deleteDocuments(shell, id, request.documents)
    const noted = await unit.run(registration, id, { type: 'DiscardDocuments' })
    return accept(noted.ok)
  })
  return discarded.ok && discarded.value
}

/** True when the request for assistance was decided or taken back. */
export function isSettled({ status }: AssistanceState): boolean {
  return status === 'accepted' || status === 'refused' || status === 'withdrawn'
}

/** Deletes the file of a request for assistance that is settled, then notes that it is gone. True when there was one. */
export async function discardAssistance(
  { shell, assistance }: Pick<HousekeepingDesk, 'shell' | 'assistance'>,
  id: string,
  by: Actor,
): Promise<boolean> {
  const operation = { name: 'housekeeping/discard-documents', by, untraced: true }
  const discarded = await transact<boolean, AnyRefusal>(shell, operation, async (unit) => {
    const request = await unit.state(assistance, id)
    // A write would make an erased record a living one again.
    if (request.status === 'none' || request.personal === null || !isSettled(request)) return accept(false)
    await deleteDocuments(shell, id, request.documents)
    const noted = await unit.run(assistance, id, { type: 'DiscardDocuments' })
    return accept(noted.ok)
  })
  return discarded.ok && discarded.value
}

/**
 * Erases what is personal in a record that `mayGo`, its unsent mail with it. `erased`: by this call. `gone`: before. `stays`: it may
 * not go, or somebody was at work on it.
 */
export async function eraseRecord<S extends Status, C extends Typed, E extends Typed, R extends AnyRefusal>(
  shell: Shell,
  machine: Machine<S, C, E, R>,
  id: string,
  { by, facts }: ErasureOrder,
  mayGo: (state: S, at: Instant) => boolean,
): Promise<'erased' | 'gone' | 'stays'> {
  const { name } = machine.decider
  const operation = { name: 'housekeeping/erase', by, untraced: true }
  const ordered = await transact<boolean, AnyRefusal>(shell, operation, async (unit) => {
    const isDue = mayGo(await unit.state(machine, id), unit.at())
    if (isDue) {
      unit.note(name, id, 'ErasureOrdered', facts)
      unit.voidMail(name, id)
    }
    return accept(isDue)
  })
  if (!ordered.ok || !ordered.value) return 'stays'
  const key = keyOf(shell.office.id, name, id)
  const [row] = await loadRows(shell, [key])
  if (row === undefined || row === null) return 'stays'
  if (row.erasedAt !== null) return 'gone'
  const at = Math.max(shell.now(), row.at)
  if (!mayGo(readState(machine, row), at)) return 'stays'
  // At this very version: what somebody writes meanwhile is not what may go.
  await stored(() => shell.storage.erase(key, at, row.version))
  const [after] = await loadRows(shell, [key])
  return after?.erasedAt === at ? 'erased' : 'stays'
}

/**
 * Erases the addresses of somebody whose credential `mayGo`; his PEC is free for others again. The credential is looked at, since the
 * addresses have no end of their own.
 */
export async function eraseAddresses(
  { shell, credential }: Pick<HousekeepingDesk, 'shell' | 'credential'>,
  accountId: string,
  order: ErasureOrder,
  mayGo: (state: CredentialState, at: Instant) => boolean,
): Promise<'erased' | 'gone' | 'stays'> {
  const operation = { name: 'housekeeping/release-pec', by: order.by, untraced: true }
  const released = await transact<boolean, AnyRefusal>(shell, operation, async (unit) => {
    await unit.fetch([
      { kind: 'credential', id: accountId },
      { kind: 'addresses', id: accountId },
    ])
    const state = await unit.state(addressesMachine, accountId)
    const isDue = mayGo(await unit.state(credential, accountId), unit.at())
    // Refused where nobody claims addresses.
    if (isDue && state.status !== 'none') await unit.run(pecClaimMachine, state.pecId, { type: 'ReleasePec', accountId })
    return accept(isDue)
  })
  if (!released.ok || !released.value) return 'stays'
  return eraseRecord(shell, addressesMachine, accountId, order, () => true)
}

/** Erases a request that is over, with its files; then its approval. Whether there were files, and how many records were erased. */
export async function eraseRequest(
  desk: Desk,
  id: string,
  order: ErasureOrder,
): Promise<{ readonly discarded: boolean; readonly erased: number }> {
  const { shell, registration } = desk
  const discarded = await discardDocuments(desk, id, order.by)
  // That it is decided was seen by who calls, and stays so.
  const request = await eraseRecord(shell, registration, id, order, ({ status }) => status !== 'none' && status !== 'drafting')
  // The approval leads to the request: it goes last.
  if (request === 'stays') return { discarded, erased: 0 }
  const decision = await eraseRecord(shell, approvalMachine, id, order, isDecided)
  return { discarded, erased: [request, decision].filter((outcome) => outcome === 'erased').length }
}
