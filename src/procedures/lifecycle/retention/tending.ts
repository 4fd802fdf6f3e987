/** What is done about one record that is due: by kind, under the retention of today. */

import { type Actor, type AnyRefusal, accept, type Instant, type Status, type Typed } from '../../../kernel/index.ts'
import type { Stored } from '../../../ports/index.ts'
import { keyOf, type Machine, readState, recordIn } from '../../../runtime/record.ts'
import { tendAnswer } from '../../../runtime/request.ts'
import { loadRows } from '../../../runtime/runtime.ts'
import { transact } from '../../../runtime/transact.ts'
import { endOf } from '../../account/credential/expiry.ts'
import type { CredentialState } from '../../account/credential/model.ts'
import { pecClaimMachine } from '../../addresses/pec-claim/schema.ts'
import { approvalMachine } from '../../enrolment/approval/schema.ts'
import type { Errand, HousekeepingDesk } from './desk.ts'
import {
  discardAssistance,
  discardDocuments,
  type ErasureOrder,
  eraseAddresses,
  eraseRecord,
  eraseRequest,
  isClosed,
  isDecided,
  isSettled,
} from './erasure.ts'

/** What becomes of the row: it is dealt with, it goes for good, or it is looked at again then (null: never). */
export type Outcome = 'done' | 'remove' | { readonly dueAt: Instant | null }

/** How a row of one kind is dealt with. */
export type Tend = (errand: Errand, row: Stored) => Promise<Outcome>

const by: Actor = { kind: 'system' }
const order: ErasureOrder = { by, facts: { cause: 'retention' } }

const at = (dueAt: Instant | null): Outcome => ({ dueAt })

/** Marks a draft as lapsed, with the approval that it was given back from; their unsent mail is void. */
async function lapse({ desk, did }: Errand, id: string): Promise<boolean> {
  const { shell, registration } = desk
  const operation = { name: 'housekeeping/lapse', by, untraced: true }
  const lapsed = await transact<null, AnyRefusal>(shell, operation, async (unit) => {
    await unit.fetch([
      { kind: 'registration', id },
      { kind: 'approval', id },
    ])
    const marked = await unit.run(registration, id, { type: 'LapseRegistration' })
    if (!marked.ok) return marked
    // Refused where there is none.
    await unit.run(approvalMachine, id, { type: 'VoidApproval' })
    unit.voidMail('registration', id)
    unit.voidMail('approval', id)
    return accept(null)
  })
  if (lapsed.ok) did('lapsed')
  return lapsed.ok
}

/** True when the office has rejected the request: then the term of rejected ones holds, and its approval leads to it. */
async function isRejected({ shell }: HousekeepingDesk, id: string): Promise<boolean> {
  const [row] = await loadRows(shell, [keyOf(shell.office.id, 'approval', id)])
  return row !== undefined && row !== null && readState(approvalMachine, row).status === 'rejected'
}

const tendRegistration: Tend = async (errand, row) => {
  const { desk, now, did } = errand
  const { shell, registration, retention } = desk
  const { id } = recordIn(row.key)
  const state = readState(registration, row)
  const dueAt = registration.dueAt(state)
  if (dueAt === null || dueAt > now || state.status === 'none' || state.status === 'completed') return at(dueAt)
  if (state.status === 'drafting' && !(await lapse(errand, id))) return 'done'
  // The files of what is closed are needed no more, however long the rest is kept.
  if (state.documents.length > 0 && (await discardDocuments(desk, id, by))) did('discarded')
  if (state.status === 'drafting' || state.endedAt + retention.closedMs > now) return 'done'
  if (await isRejected(desk, id)) return at(null)
  const outcome = await eraseRecord(shell, registration, id, order, isClosed)
  if (outcome === 'erased') did('erased')
  return 'done'
}

const tendApproval: Tend = async ({ desk, now, did }, row) => {
  const { shell, retention } = desk
  const { id } = recordIn(row.key)
  const state = readState(approvalMachine, row)
  switch (state.status) {
    case 'none':
    case 'pending':
    case 'returned':
      return at(approvalMachine.dueAt(state))
    case 'void': {
      const end = state.voidedAt + retention.closedMs
      if (end > now) return at(end)
      if ((await eraseRecord(shell, approvalMachine, id, order, isDecided)) === 'erased') did('erased')
      return 'done'
    }
    case 'approved':
    case 'rejected': {
      const keptMs = state.status === 'approved' ? retention.approvedMs : retention.rejectedMs
      const end = keptMs === null ? null : state.decidedAt + keptMs
      if (end !== null && end <= now) {
        const { discarded, erased } = await eraseRequest(desk, id, order)
        if (discarded) did('discarded')
        did('erased', erased)
        return 'done'
      }
      const filesEnd = state.decidedAt + retention.documentsMs
      if (filesEnd > now) return at(end === null ? filesEnd : Math.min(filesEnd, end))
      if (await discardDocuments(desk, id, by)) did('discarded')
      return at(end)
    }
  }
}

const tendCredential: Tend = async ({ desk, now, did }, row) => {
  const { shell, credential, retention } = desk
  const state = readState(credential, row)
  const dueAt = credential.dueAt(state)
  if (dueAt === null || dueAt > now) return at(dueAt)
  // Nobody was ever written to about attempts on nothing: no mail id can come a second time.
  if (state.status === 'none') return 'remove'
  const isLongOver = (found: CredentialState, instant: Instant) => (endOf(found) ?? instant) + retention.credentialMs <= instant
  const { id } = recordIn(row.key)
  // The addresses are found through the credential: they go first.
  if ((await eraseAddresses(desk, id, order, isLongOver)) === 'erased') did('erased')
  if ((await eraseRecord(shell, credential, id, order, isLongOver)) === 'erased') did('erased')
  return 'done'
}

/** A change of address whose end is long past, or whose term is. */
function tendChange<S extends Status, C extends Typed, E extends Typed, R extends AnyRefusal>(
  machineOf: (desk: HousekeepingDesk) => Machine<S, C, E, R>,
): Tend {
  return async ({ desk, now, did }, row) => {
    const machine = machineOf(desk)
    const dueAt = machine.dueAt(readState(machine, row))
    if (dueAt === null || dueAt > now) return at(dueAt)
    const isDue = (state: S, instant: Instant) => (machine.dueAt(state) ?? instant + 1) <= instant
    if ((await eraseRecord(desk.shell, machine, recordIn(row.key).id, order, isDue)) === 'erased') did('erased')
    return 'done'
  }
}

const tendAssistance: Tend = async ({ desk, now, did }, row) => {
  const { shell, assistance, retention } = desk
  const { id } = recordIn(row.key)
  const state = readState(assistance, row)
  const dueAt = assistance.dueAt(state)
  if (dueAt === null || dueAt > now || state.status === 'none' || state.status === 'open') return at(dueAt)
  if (state.documents.length > 0 && (await discardAssistance(desk, id, by))) did('discarded')
  const end = state.status === 'withdrawn' ? state.endedAt + retention.closedMs : state.decidedAt + retention.rejectedMs
  if (end > now) return 'done'
  if ((await eraseRecord(shell, assistance, id, order, isSettled)) === 'erased') did('erased')
  return 'done'
}

/** A record that goes for good once it is due: no mail was ever about it, and its id never comes again or begins anew. */
function tendPassing<S extends Status, C extends Typed, E extends Typed, R extends AnyRefusal>(
  machineOf: (desk: HousekeepingDesk) => Machine<S, C, E, R>,
): Tend {
  return async ({ desk, now }, row) => {
    const machine = machineOf(desk)
    const dueAt = machine.dueAt(readState(machine, row))
    return dueAt === null || dueAt > now ? at(dueAt) : 'remove'
  }
}

const tendRequest: Tend = async ({ desk, now, did }, row) => {
  const { wiped, dueAt } = await tendAnswer(desk.shell, row, now)
  if (dueAt <= now) return 'remove'
  if (!wiped) return at(dueAt)
  did('wiped')
  return 'done'
}

/** Every kind of record, in the order in which a sweep goes through them. */
export const tenders: readonly (readonly [kind: string, tend: Tend])[] = [
  ['registration', tendRegistration],
  ['approval', tendApproval],
  ['credential', tendCredential],
  ['pec-change', tendChange(({ pecChange }) => pecChange)],
  ['contact-change', tendChange(({ contactChange }) => contactChange)],
  ['pec-claim', tendPassing(() => pecClaimMachine)],
  ['assistance', tendAssistance],
  ['session', tendPassing(({ session }) => session)],
  ['quota', tendPassing(({ quota }) => quota)],
  ['request', tendRequest],
]
