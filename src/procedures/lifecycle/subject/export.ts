/** Everything that the office holds about one person (GDPR art. 15 and 20), as plain data and bit by bit, however much it is. */

import {
  type Actor,
  type AnyRefusal,
  accept,
  type Instant,
  invariant,
  type Result,
  refuse,
  type Status,
} from '../../../kernel/index.ts'
import { readForm } from '../../../runtime/command.ts'
import { handOut, handOutEntry } from '../../../runtime/hand-out.ts'
import { type JournalLine, readJournal } from '../../../runtime/journal-reader.ts'
import { operatorActor } from '../../../runtime/operator.ts'
import type { RecordName } from '../../../runtime/record.ts'
import { recordIn } from '../../../runtime/record.ts'
import type { Operator } from '../../../runtime/schema.ts'
import { transact } from '../../../runtime/transact.ts'
import { accountOf, recordsOf, type SubjectContext, type SubjectRefusal, type Traced, tracedOf } from './context.ts'
import { subjectForm } from './schema.ts'

/** Something that is held about a person: a record as it stands, or an entry of its journal. `JSON.stringify` takes it as it is. */
export type SubjectItem =
  | { readonly item: 'record'; readonly record: RecordName; readonly state: unknown }
  | { readonly item: 'journal'; readonly record: RecordName; readonly entry: Omit<JournalLine, 'hash'> }

/** What is held about a person. */
export type SubjectData = {
  /** The codice fiscale of the person. Lower case, blanks around it and omocodia are accepted. */
  readonly codiceFiscale: string
  /** When it was asked for. */
  readonly at: Instant
  /** The credential, the addresses and their changes, the requests, the decisions, each with its journal. Read from the storage as it is iterated, once. */
  readonly items: AsyncIterable<SubjectItem>
}

/** Whose data, and who asks for them. */
export type SubjectAct = {
  /** The office worker who acts. Goes into the journal. */
  readonly operator: Operator
  /** The codice fiscale of the person. Lower case, blanks around it and omocodia are accepted. */
  readonly codiceFiscale: string
  /**
   * An account that the code has led to before, as `rebinding.inspect` shows it: look whose it is. Left out, blank or null, the present one.
   */
  readonly accountId?: string | null | undefined
}

const pageSize = 200

/** The record, then its journal; nothing where there is no record. The look is the last line of the journal. */
async function* itemsOf(
  { runtime }: SubjectContext,
  { kind, subject }: Traced,
  id: string,
  by: Actor,
): AsyncGenerator<SubjectItem> {
  const record = { kind: kind.decider.name, id }
  const looked = await transact<Status, AnyRefusal>(runtime, { name: 'subject/export', by }, async (unit) => {
    const state = await unit.state(kind, id)
    unit.journal(record.kind, id, 'SubjectExported')
    return accept(state)
  })
  invariant(looked.ok, 'subject: a look is never refused')
  const named = subject.journal['personal'] ?? {}
  let page = await readJournal(runtime, record, { limit: pageSize })
  if (page.ok) yield { item: 'record', record, state: handOut(looked.value, subject.state) }
  while (page.ok && page.value.length > 0) {
    let after = 0
    for (const { hash: _, data, personal, ...line } of page.value) {
      const entry = { ...line, data: handOutEntry(line.type, data, subject.journal), personal: handOut(personal, named) }
      yield { item: 'journal', record, entry }
      after = line.sequence
    }
    if (page.value.length < pageSize) return
    page = await readJournal(runtime, record, { after, limit: pageSize })
  }
}

async function* everythingOf(context: SubjectContext, accountId: string, by: Actor): AsyncGenerator<SubjectItem> {
  for (const procedure of tracedOf(context)) {
    for await (const { key } of recordsOf(context, procedure, accountId)) yield* itemsOf(context, procedure, recordIn(key).id, by)
  }
}

async function isHeld(context: SubjectContext, accountId: string): Promise<boolean> {
  for (const procedure of tracedOf(context)) {
    for await (const _ of recordsOf(context, procedure, accountId)) return true
  }
  return false
}

/**
 * Everything that is held about a person, for the office to hand out: credential, addresses and their changes, requests with the
 * facts of their documents, decisions, and the journals of all of them, as far as each procedure names it. Each look is written into the
 * journal that it is on. Left out are what would let
 * somebody act as the person (verifiers, sealed halves, tickets), the files themselves (`approval.document` has them) and what
 * cannot be traced to a person without a secret of his own: sessions, request keys, quotas, sealed mail.
 *
 * A request that somebody else has made on the codice fiscale is among them: look before handing out. Iterating throws a
 * SportelloError when the world fails; ask again then.
 */
export async function exportSubject(context: SubjectContext, input: SubjectAct): Promise<Result<SubjectData, SubjectRefusal>> {
  const read = readForm(subjectForm, input, 'subject/form')
  if (!read.ok) return read
  const { operator, codiceFiscale } = read.value
  const account = await accountOf(context, 'subject/export', read.value)
  if (!account.ok) return account
  const accountId = account.value
  if (!(await isHeld(context, accountId))) return refuse({ code: 'subject/not-found' })
  return accept({ codiceFiscale, at: context.runtime.now(), items: everythingOf(context, accountId, operatorActor(operator)) })
}
