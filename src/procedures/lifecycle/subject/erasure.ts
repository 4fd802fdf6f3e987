/** What is held about one person is erased (GDPR art. 17), as far as no procedure is open: the journals still verify. */

import {
  type AnyRefusal,
  accept,
  availableCommands,
  type Result,
  refuse,
  SportelloError,
  type Status,
  type Typed,
} from '../../../kernel/index.ts'
import { readInput } from '../../../runtime/input.ts'
import { operatorActor } from '../../../runtime/operator.ts'
import { type Machine, recordIn } from '../../../runtime/record.ts'
import { transact } from '../../../runtime/transact.ts'
import { isOver } from '../../account/credential/expiry.ts'
import { approvalMachine } from '../../enrolment/approval/schema.ts'
import type { RegistrationState } from '../../enrolment/registration/model.ts'
import {
  discardAssistance,
  discardDocuments,
  type ErasureOrder,
  eraseAddresses,
  eraseRecord,
  isClosed,
  isDecided,
  isSettled,
} from '../retention/erasure.ts'
import { accountOf, casesOf, openCaseOf, recordsOf, requestsOf, type SubjectDesk, type SubjectRefusal } from './desk.ts'
import type { SubjectAct } from './export.ts'
import { eraseForm } from './schema.ts'

/** How often a record is tried again that somebody else has just written. */
const triesMax = 5

/** Erases a record that may go for good. How many records that were: one, or none when it was gone before. */
async function eraseFirmly<S extends Status, C extends Typed, E extends Typed, R extends AnyRefusal>(
  { shell }: SubjectDesk,
  machine: Machine<S, C, E, R>,
  id: string,
  order: ErasureOrder,
  mayGo: Parameters<typeof eraseRecord<S, C, E, R>>[4],
): Promise<number> {
  for (let left = triesMax; left > 0; left -= 1) {
    const outcome = await eraseRecord(shell, machine, id, order, mayGo)
    if (outcome !== 'stays') return outcome === 'erased' ? 1 : 0
  }
  throw new SportelloError('busy', 'subject/erase: too many commands on one record at once; try again, it goes on where it was')
}

/** Whether there was a credential. A credential in force and an open request the office has to end first, by their own procedures. */
async function checkEnded(desk: SubjectDesk, accountId: string, order: ErasureOrder): Promise<Result<boolean, SubjectRefusal>> {
  const open = await openCaseOf(desk, accountId)
  return transact<boolean, SubjectRefusal>(desk.shell, { name: 'subject/erase', by: order.by }, async (unit) => {
    const state = await unit.state(desk.credential, accountId)
    if (!isOver(state, unit.at())) {
      unit.refused('credential', accountId, 'subject/erase', 'subject/credential-in-force')
      return refuse({ code: 'subject/credential-in-force' })
    }
    if (open === null) return accept(state.status !== 'none')
    const { kind, id } = recordIn(open.key)
    await unit.fetch([{ kind, id }])
    unit.refused(kind, id, 'subject/erase', 'subject/open-request')
    return refuse({ code: 'subject/open-request', id })
  })
}

/** Voids a draft that was never filed, so that nothing more comes of it. Refused when the request is, or has just come, before the office. */
async function closeDraft(
  { shell, registration }: SubjectDesk,
  id: string,
  { by }: ErasureOrder,
): Promise<Result<null, SubjectRefusal>> {
  return transact<null, SubjectRefusal>(shell, { name: 'subject/erase', by }, async (unit) => {
    await unit.fetch([
      { kind: 'registration', id },
      { kind: 'approval', id },
    ])
    const { status } = await unit.state(approvalMachine, id)
    if (status === 'pending' || status === 'returned') {
      unit.refused('approval', id, 'subject/erase', 'subject/open-request')
      return refuse({ code: 'subject/open-request', id })
    }
    const request = await unit.state(registration, id)
    if (request.status === 'drafting') await unit.run(registration, id, { type: 'VoidRegistration' })
    return accept(null)
  })
}

/** Ends a change of address, if it is open, and erases it. How many records that were: one, or none when it was gone before. */
async function eraseChange<S extends Status, C extends Typed, E extends Typed, R extends AnyRefusal>(
  desk: SubjectDesk,
  machine: Machine<S, C, E, R>,
  id: string,
  order: ErasureOrder,
  close: NoInfer<C>,
): Promise<number> {
  const operation = { name: 'subject/erase', by: order.by, untraced: true }
  // Refused where it has ended, also by itself.
  await transact<null, AnyRefusal>(desk.shell, operation, async (unit) => {
    await unit.run(machine, id, close)
    return accept(null)
  })
  return eraseFirmly(
    desk,
    machine,
    id,
    order,
    (state, at) => availableCommands(machine.decider, state, { at, by: order.by }).length === 0,
  )
}

/** How many records were erased now: none when there were none left. */
export type Erased = { readonly records: number }

/**
 * Erases everything personal that is held about a person: requests with their files, decisions, the addresses and their changes, the
 * credential; unsent mail is cancelled, drafts that were never filed are voided. What stays are instants, decisions and keyed digests,
 * and the reason, which the journals keep: put the number of the letter there and nothing about the person.
 *
 * Not one commit: a call that dies in the middle is repeated, and goes on where it was. Refused while a credential is in force or a
 * request is open.
 */
export async function eraseSubject(
  desk: SubjectDesk,
  input: SubjectAct & { readonly reason: string },
): Promise<Result<Erased, SubjectRefusal>> {
  const read = readInput(eraseForm, input)
  if (!read.ok) return refuse({ code: 'subject/form', problems: read.refusal })
  const { operator, reason } = read.value
  const account = await accountOf(desk, 'subject/erase', read.value)
  if (!account.ok) return account
  const accountId = account.value
  const by = operatorActor(operator)
  const order: ErasureOrder = { by, facts: { cause: 'request', reason } }
  const ended = await checkEnded(desk, accountId, order)
  if (!ended.ok) return ended
  let records = 0
  for await (const { key } of requestsOf(desk, accountId)) {
    const { id } = recordIn(key)
    const closed = await closeDraft(desk, id, order)
    if (!closed.ok) return closed
    await discardDocuments(desk, id, by)
    // Filed and not before the office any more is decided.
    const mayGo = (state: RegistrationState) => isClosed(state) || state.status === 'completed'
    records += await eraseFirmly(desk, desk.registration, id, order, mayGo)
  }
  for await (const { key } of casesOf(desk, accountId, 'closed', 'approval')) {
    records += await eraseFirmly(desk, approvalMachine, recordIn(key).id, order, isDecided)
  }
  for await (const { key } of casesOf(desk, accountId, 'closed', 'assistance')) {
    const { id } = recordIn(key)
    await discardAssistance(desk, id, by)
    records += await eraseFirmly(desk, desk.assistance, id, order, isSettled)
  }
  for await (const { key } of recordsOf(desk, accountId, 'pec-change')) {
    records += await eraseChange(desk, desk.pecChange, recordIn(key).id, order, { type: 'VoidPecChange' })
  }
  for await (const { key } of recordsOf(desk, accountId, 'contact-change')) {
    records += await eraseChange(desk, desk.contactChange, recordIn(key).id, order, { type: 'VoidContactChange' })
  }
  // Last, since it leads to nothing else; and a new one may have been issued meanwhile.
  const still = await checkEnded(desk, accountId, order)
  if (!still.ok) return still
  if ((await eraseAddresses(desk, accountId, order, isOver)) === 'erased') records += 1
  if (still.value) records += await eraseFirmly(desk, desk.credential, accountId, order, isOver)
  return accept({ records })
}
