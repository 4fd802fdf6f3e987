/** What is held about one person is erased (GDPR art. 17), as far as no procedure is open: the journals still verify. */

import { accept, type Result, refuse, SportelloError } from '../../../kernel/index.ts'
import { readForm } from '../../../runtime/command.ts'
import { type ErasureOrder, eraseRecord } from '../../../runtime/erasure.ts'
import { operatorActor } from '../../../runtime/operator.ts'
import { recordIn } from '../../../runtime/record.ts'
import { transact } from '../../../runtime/transact.ts'
import { eraseWithAccount } from '../retention/rows.ts'
import {
  accountOf,
  accountsOf,
  isAccount,
  openCaseOf,
  otherRecordsOf,
  type SubjectContext,
  type SubjectRefusal,
  type Traced,
  tracedOf,
} from './context.ts'
import type { SubjectAct } from './export.ts'
import { subjectReasonForm } from './schema.ts'

/** How often a record is tried again that somebody else has just written. */
const triesMax = 5

/** Erases a record that may go for good. How many records that were: one, or none when it was gone before. */
async function eraseFirmly(
  { runtime }: SubjectContext,
  { kind, subject }: Traced,
  id: string,
  order: ErasureOrder,
): Promise<number> {
  for (let left = triesMax; left > 0; left -= 1) {
    const outcome = await eraseRecord(runtime, kind, id, order, (state, at) => subject.mayGo(state, at))
    if (outcome !== 'stays') return outcome === 'erased' ? 1 : 0
  }
  throw new SportelloError('busy', 'subject/erase: too many commands on one record at once; try again, it goes on where it was')
}

/** Refused while a credential is in force or a request is open: the office ends them first, by their own procedures. */
async function checkEnded(
  context: SubjectContext,
  accountId: string,
  order: ErasureOrder,
): Promise<Result<null, SubjectRefusal>> {
  const open = await openCaseOf(context, accountId)
  return transact<null, SubjectRefusal>(context.runtime, { name: 'subject/erase', by: order.by }, async (unit) => {
    for (const { kind, subject } of accountsOf(context)) {
      if (subject.mayGo(await unit.state(kind, accountId), unit.now())) continue
      unit.journalRefusal(kind.decider.name, accountId, 'subject/erase', 'subject/credential-in-force')
      return refuse({ code: 'subject/credential-in-force' })
    }
    if (open === null) return accept(null)
    const { kind, id } = recordIn(open.key)
    await unit.preload([{ kind, id }])
    unit.journalRefusal(kind, id, 'subject/erase', 'subject/open-request')
    return refuse({ code: 'subject/open-request', id })
  })
}

/** Ends what was left open of a record, so that it has no further effect. Refused when it is, or has just come, before the office. */
async function close(
  context: SubjectContext,
  { subject }: Traced,
  id: string,
  order: ErasureOrder,
): Promise<Result<null, SubjectRefusal>> {
  const { close: end } = subject
  if (end === null) return accept(null)
  return transact<null, SubjectRefusal>(context.runtime, { name: 'subject/erase', by: order.by }, async (unit) => {
    const open = await end(unit, id)
    if (open === null) return accept(null)
    unit.journalRefusal(open.kind, open.id, 'subject/erase', 'subject/open-request')
    return refuse({ code: 'subject/open-request', id })
  })
}

/** How many records were erased now: none when there were none left. */
export type SubjectErased = {
  /** How many records. */
  readonly records: number
}

/**
 * Erases everything personal that is held about a person: requests with their files, decisions, the addresses and their changes, the
 * credential; unsent mail is cancelled, drafts that were never filed are voided. What stays are instants, decisions and keyed digests,
 * and the reason, which the journals keep: put the number of the letter there and nothing about the person.
 *
 * Not one commit: a call that dies in the middle is repeated, and goes on where it was. Refused while a credential is in force or a
 * request is open.
 */
export async function eraseSubject(
  context: SubjectContext,
  input: SubjectAct & { readonly reason: string },
): Promise<Result<SubjectErased, SubjectRefusal>> {
  const read = readForm(subjectReasonForm, input, 'subject/form')
  if (!read.ok) return read
  const { operator, reason } = read.value
  const account = await accountOf(context, 'subject/erase', read.value)
  if (!account.ok) return account
  const accountId = account.value
  const by = operatorActor(operator)
  const order: ErasureOrder = { by, facts: { cause: 'request', reason } }
  const ended = await checkEnded(context, accountId, order)
  if (!ended.ok) return ended
  let records = 0
  for (const procedure of tracedOf(context)) {
    if (isAccount(procedure.subject)) continue
    for await (const { key } of otherRecordsOf(context, procedure, accountId)) {
      const { id } = recordIn(key)
      const closed = await close(context, procedure, id, order)
      if (!closed.ok) return closed
      await procedure.files?.discard(id, by)
      records += await eraseFirmly(context, procedure, id, order)
    }
  }
  // Last, since it leads to nothing else; and a new one may have been issued meanwhile.
  const still = await checkEnded(context, accountId, order)
  if (!still.ok) return still
  for (const procedure of accountsOf(context)) {
    const { kind, subject } = procedure
    records += await eraseWithAccount(context, accountId, order, async (unit) =>
      subject.mayGo(await unit.state(kind, accountId), unit.now()),
    )
    for await (const row of otherRecordsOf(context, procedure, accountId)) {
      // Attempts on a codice fiscale without a credential say nothing of a person.
      if (row.personal !== null) records += await eraseFirmly(context, procedure, accountId, order)
    }
  }
  return accept({ records })
}
