/** A change of a mailbox: in one commit with its count and its letters. */
import type { Instant, Result } from '../../../kernel/index.ts'
import type { Letter } from '../../../runtime/letter.ts'
import type { RecordName } from '../../../runtime/record.ts'
import type { Unit } from '../../../runtime/transact.ts'
import { mailboxTallyMachine } from '../mailbox-tally/schema.ts'
import type { MigrationCampaign } from '../migration/model.ts'
import type { MailboxContext } from './context.ts'
import { facetsOf, tallyId, tallyPartOf } from './facets.ts'
import { mailboxLanes } from './lanes.ts'
import {
  activatedAgainLetter,
  activatedLetter,
  blockedLetter,
  copiedLetter,
  copyFailedLetter,
  copyStartedLetter,
  liveLetter,
  reminderLetter,
} from './letters.ts'
import type { MailboxCommand, MailboxEvent, MailboxRecord, MailboxRefusal, MailboxState } from './model.ts'

/** The mailbox and the campaign that it is changed in. */
export type Changing = {
  readonly id: string
  /** As the unit has read it. */
  readonly campaign: MigrationCampaign
}

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

/** Writes to the mailbox what its owner must know of. */
function tell(context: MailboxContext, unit: Unit, { id, campaign }: Changing, state: MailboxRecord, event: MailboxEvent): void {
  const { personal } = state
  if (personal === null) return
  const { office } = context.runtime
  const { address: mailbox, email, locale } = personal
  const { plan } = campaign
  const { activation: link, host, webmail } = plan.links
  const topic = { kind: 'mailbox', id }
  const post = (purpose: string, letter: Letter, until?: Instant): void => {
    const to = { name: '', address: mailbox }
    unit.mail({ topic, purpose, to, locale, letter, channel: 'pec', ...(until === undefined ? {} : { until }) })
  }
  switch (event.type) {
    case 'OwnerReminded': {
      const { until } = plan.activation
      // It is of no use once nothing can be activated.
      post('reminder', reminderLetter(office, { mailbox, link, host, until, cutOverAt: plan.cutOver.from }), until)
      return
    }
    case 'MailboxActivated': {
      const { number, activatedAt: at, password } = event
      if (number === 1) post('activated', activatedLetter(office, { mailbox, at, password }))
      else post('activated-again', activatedAgainLetter(office, { mailbox, at, password }))
      return
    }
    case 'CopyingStarted':
      if (event.part === 'messages') post('copy-started', copyStartedLetter(office, { mailbox }))
      return
    case 'CopyingDone':
      post(`copied-${event.part}`, copiedLetter(office, { mailbox, part: event.part, copied: event.copied }))
      return
    case 'CopyingFailed': {
      const { part, cause } = event
      post(`copy-failed-${part}`, copyFailedLetter(office, { mailbox, part, cause, link }))
      return
    }
    case 'MailboxWentLive':
      post('live', liveLetter(office, { mailbox, password: state.activations.at(-1)?.password ?? 'kept', webmail }))
      return
    case 'MailboxBlocked': {
      // The mailbox itself receives nothing any more: without another address there is nobody to write to.
      if (email === null) return
      const startedAt = campaign.cutOvers.at(-1)?.startedAt ?? event.blockedAt
      const letter = blockedLetter(office, { mailbox, startedAt })
      unit.mail({ topic, purpose: 'blocked', to: { name: '', address: email }, locale, letter })
      return
    }
    case 'MailboxListed':
    case 'PasswordVerified':
    case 'MailboxPasswordSet':
    case 'CopyingProgressed':
    case 'MailboxParked':
    case 'MailboxRequeued':
    case 'MailboxTakenBack':
    case 'LateActivationAllowed':
    case 'ActivationWithdrawn':
    case 'MailboxMigrationEnded':
      return
  }
}
