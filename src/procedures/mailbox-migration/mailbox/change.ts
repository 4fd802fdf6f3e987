/** A change of a mailbox: in one commit with its count and its letters. */
import type { Result } from '../../../kernel/index.ts'
import type { RecordName } from '../../../runtime/record.ts'
import type { Unit } from '../../../runtime/transact.ts'
import { mailboxTallyMachine } from '../mailbox-tally/schema.ts'
import type { MailboxContext } from './context.ts'
import type { MailboxEvent } from './events.ts'
import { facetsOf, tallyId, tallyPartOf } from './facets.ts'
import { mailboxLanes } from './lanes.ts'
import type { MailboxCommand, MailboxRefusal, MailboxState } from './model.ts'
import { type Changing, tell } from './told.ts'

/** The records that a change of the mailbox touches, to be read at once. */
export function changeRecords(id: string, migrationId: string, migration: number): readonly RecordName[] {
  return [
    { kind: 'migration', id: migrationId },
    { kind: 'mailbox', id },
    { kind: 'mailbox-tally', id: tallyId(migrationId, migration, tallyPartOf(id)) },
  ]
}

/**
 * Lets the machine decide, one command after the other, until one is refused; what they have done is counted and told in the same commit. The events of
 * the last one.
 */
export async function changeMailbox(
  context: MailboxContext,
  unit: Unit,
  { id, campaign }: Changing,
  commands: readonly MailboxCommand[],
): Promise<Result<readonly MailboxEvent[], MailboxRefusal>> {
  const { mailbox } = context
  const before = facetsOf(await unit.state(mailbox, id))
  let result: Result<readonly MailboxEvent[], MailboxRefusal> = { ok: true, value: [] }
  for (const command of commands) {
    const ran = await unit.run(mailbox, id, command)
    result = ran.ok ? { ok: true, value: ran.value.events } : ran
    if (!ran.ok) break
    const { state, events } = ran.value
    for (const event of events) {
      wipe(unit, id, state, event)
      if (state.status !== 'none') tell(context, unit, { id, campaign }, state, event)
    }
  }
  // Whoever commits although one was refused commits what the ones before it have done: that is counted too.
  const state = await unit.state(mailbox, id)
  const after = facetsOf(state)
  if (state.status !== 'none' && after !== null && JSON.stringify(before) !== JSON.stringify(after)) {
    const part = tallyId(state.migrationId, state.migration, tallyPartOf(id))
    await unit.run(mailboxTallyMachine, part, { type: 'CountMailbox', before, after })
  }
  return result
}

/** Wipes the passwords that lie sealed for what is not done any more. */
function wipe(unit: Unit, id: string, state: MailboxState, event: MailboxEvent): void {
  const isOver = event.type === 'ActivationWithdrawn' || event.type === 'MailboxMigrationEnded'
  if (isOver) for (const lane of mailboxLanes) unit.cancelWork(lane, 'mailbox', id)
  if (event.type !== 'CopyingFailed') return
  if (event.part === 'archive') unit.cancelWork('archive', 'mailbox', id)
  const isSet = state.status !== 'none' && (state.activations.at(-1)?.setAt ?? null) !== null
  if (event.part === 'messages' && isSet) unit.cancelWork('orders', 'mailbox', id)
}
