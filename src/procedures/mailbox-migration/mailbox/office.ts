/** What the office does with single mailboxes of a migration. */
import { accept, type Instant, type Result, refuse } from '../../../kernel/index.ts'
import { perform, readForm } from '../../../runtime/command.ts'
import { type CommandOptions, formRefusal } from '../../../runtime/input.ts'
import { operatorActor } from '../../../runtime/operator.ts'
import { pageOf } from '../../../runtime/paging.ts'
import { keyOf, readState, recordIn } from '../../../runtime/record.ts'
import { loadState } from '../../../runtime/runtime.ts'
import type { Operator } from '../../../runtime/schema.ts'
import { parkedWork, requeueWork } from '../../../runtime/work-queue.ts'
import { endOfDay } from '../../calendar/maintenance/wall-time.ts'
import { type MigrationUnknown, migrationId } from '../migration/context.ts'
import type { MigrationCampaign } from '../migration/model.ts'
import { type MigrationAccess, passwordAt } from '../migration/password-at.ts'
import { migrationMachine } from '../migration/schema.ts'
import { changeMailbox, changeRecords } from './change.ts'
import { type MailboxContext, type MailboxFormRefusal, type MailboxOfficeRefusal, mailboxId } from './context.ts'
import type { MailboxCopying } from './copying.ts'
import type { MailboxGiven } from './form-schema.ts'
import { mailboxFindForm, mailboxLateForm, mailboxLookForm, mailboxReasonForm } from './form-schema.ts'
import type { MailboxFindForm, MailboxLateForm, MailboxLookForm, MailboxReasonForm } from './forms.ts'
import { type MailboxParked, mailboxLanes } from './lanes.ts'
import { migrationFacts } from './migration-facts.ts'
import type { MailboxActivated, MailboxCommand, MailboxMigration, MailboxRecord, MailboxState, MailboxStatus } from './model.ts'
import { mailboxTag } from './schema.ts'

/** A mailbox as the office sees it. */
export type MailboxView = {
  /** The id of its record, for the journal. It names nobody. */
  readonly id: string
  /** The address, in lower case; null once it was erased. Personal data. */
  readonly mailbox: string | null
  /** Another mailbox of its owner; null where none is known. Personal data. */
  readonly email: string | null
  /** Where it stands. */
  readonly status: MailboxStatus
  /** Since when it has its status. */
  readonly since: Instant
  /** Whether the office has listed it. */
  readonly isListed: boolean
  /** Which password opens which mailbox now, by what was reported. */
  readonly access: MigrationAccess
  /** Every activation, in their order. */
  readonly activations: readonly MailboxActivated[]
  /** Where the copying of its messages stands. */
  readonly messages: MailboxCopying
  /** Where the copying of its archive stands, which begins after the cut-over. */
  readonly archive: MailboxCopying
  /** The work that waits for the office; null where none does. */
  readonly parked: MailboxParked | null
  /** Until when it may be activated late, exclusive; null where it may not. */
  readonly lateUntil: Instant | null
}

/** A page of mailboxes in byte order of their ids. */
export type MailboxPage = {
  /** At most as many as were asked for. */
  readonly mailboxes: readonly MailboxView[]
  /** The `after` of the next page; null where this is the last one. */
  readonly next: string | null
}

function viewOf(id: string, state: MailboxRecord, campaign: MigrationCampaign, at: Instant): MailboxView {
  const { personal, status, since, isListed, activations, messages, archive, parked, lateUntil } = state
  const cutOvers = campaign.number === state.migration ? campaign.cutOvers : []
  const access = passwordAt({ cutOvers, activations }, at)
  const person = { mailbox: personal?.address ?? null, email: personal?.email ?? null }
  return { id, ...person, status, since, isListed, access, activations, messages, archive, parked, lateUntil }
}

type Act = { readonly name: string; readonly options: CommandOptions | undefined; readonly input: unknown }
type Named = { readonly operator: Operator; readonly domain: string; readonly mailbox: MailboxGiven }
type Answer = Promise<Result<MailboxView, MailboxOfficeRefusal>>

/** Lets the machine decide on one mailbox for an operator. */
async function actOn(
  context: MailboxContext,
  { name, options, input }: Act,
  { operator, domain, mailbox }: Named,
  commandOf: (facts: MailboxMigration, state: MailboxState) => MailboxCommand,
): Answer {
  if (mailbox.domain !== domain) return refuse({ code: 'mailbox/other-domain', domain })
  const { runtime } = context
  const command = { name: `mailbox/${name}`, by: operatorActor(operator), options, input }
  return perform<MailboxView, MailboxOfficeRefusal>(runtime, command, async (unit) => {
    const migration = migrationId(runtime, domain)
    const campaign = await unit.state(migrationMachine, migration)
    if (campaign.status === 'none') return refuse({ code: 'migration/not-found' })
    const facts = migrationFacts(campaign, campaign.number)
    if (facts === null) return refuse({ code: 'migration/not-found' })
    const id = mailboxId(runtime, migration, campaign.number, mailbox.address)
    await unit.preload(changeRecords(id, migration, campaign.number))
    const before = await unit.state(context.mailbox, id)
    const changed = await changeMailbox(context, unit, { id, campaign }, [
      { type: 'FollowMigration', campaign: facts },
      commandOf(facts, before),
    ])
    if (!changed.ok) return changed
    const state = await unit.state(context.mailbox, id)
    return state.status === 'none' ? refuse({ code: 'mailbox/not-found' }) : accept(viewOf(id, state, campaign, unit.now()))
  })
}

/** A mailbox that the cut-over has blocked may be activated until the end of that day. */
export async function allowLate(context: MailboxContext, input: MailboxLateForm, options?: CommandOptions): Answer {
  const read = readForm(mailboxLateForm, input, 'mailbox/form')
  if (!read.ok) return read
  const { lastDay, reason, ...named } = read.value
  const until = await endOfDay('lastDay', lastDay)
  if (!until.ok) return refuse(formRefusal('mailbox/form', [until.refusal]))
  const act = { name: 'allow-late', options, input: read.value }
  return actOn(context, act, named, (campaign) => ({
    type: 'AllowLateActivation',
    campaign,
    until: until.value,
    personal: { reason },
  }))
}

/** An activation is taken back, since it was not its owner's: what was ordered is not done any more, and its passwords are wiped. */
export async function withdraw(context: MailboxContext, input: MailboxReasonForm, options?: CommandOptions): Answer {
  const read = readForm(mailboxReasonForm, input, 'mailbox/form')
  if (!read.ok) return read
  const { reason, ...named } = read.value
  const act = { name: 'withdraw', options, input: read.value }
  return actOn(context, act, named, (campaign) => ({ type: 'WithdrawActivation', campaign, personal: { reason } }))
}

/** The leaving provider has another password since: a copying that runs is interrupted. */
export async function reportPasswordChange(context: MailboxContext, input: MailboxLookForm, options?: CommandOptions): Answer {
  const read = readForm(mailboxLookForm, input, 'mailbox/form')
  if (!read.ok) return read
  const act = { name: 'report-password-change', options, input: read.value }
  return actOn(context, act, read.value, () => ({ type: 'ReportPasswordChange' }))
}

/** The work on a mailbox that waits for the office is tried again. The note comes first: one without its act does no harm. */
export async function requeue(context: MailboxContext, input: MailboxLookForm, options?: CommandOptions): Answer {
  const read = readForm(mailboxLookForm, input, 'mailbox/form')
  if (!read.ok) return read
  const act = { name: 'requeue', options, input: read.value }
  const noted = await actOn(context, act, read.value, (_, state) => ({
    type: 'RequeueMailbox',
    lane: state.status === 'none' ? 'orders' : (state.parked?.lane ?? 'orders'),
  }))
  const { refusal } = noted.ok ? { refusal: null } : noted
  if (refusal !== null && refusal.code !== 'mailbox/not-parked') return noted
  const seen = await look(context, read.value)
  if (!seen.ok) return seen
  // Also where the note was written before: a crash may have come between the two.
  const isDue = await requeueWorkOn(context, seen.value.id)
  return noted.ok || isDue ? seen : noted
}

/** Makes whatever is parked for the mailbox due. Whether there was anything. */
async function requeueWorkOn({ runtime }: MailboxContext, id: string): Promise<boolean> {
  // The ids of the work on one record stand together.
  const prefix = `${runtime.office.id}.mailbox.${id}.`
  let isAny = false
  for (const lane of mailboxLanes) {
    for (const work of await parkedWork(runtime, lane, { after: prefix, limit: 50 })) {
      if (work.id.startsWith(prefix)) isAny = (await requeueWork(runtime, work.id, runtime.now())) || isAny
    }
  }
  return isAny
}

/** One mailbox as it stands. */
export async function inspect(context: MailboxContext, input: MailboxLookForm): Answer {
  const read = readForm(mailboxLookForm, input, 'mailbox/form')
  return read.ok ? look(context, read.value) : read
}

async function look({ runtime, mailbox: machine }: MailboxContext, { domain, mailbox }: Named): Answer {
  if (mailbox.domain !== domain) return refuse({ code: 'mailbox/other-domain', domain })
  const migration = migrationId(runtime, domain)
  const campaign = await loadState(runtime, migrationMachine, migration)
  if (campaign === null || campaign.status === 'none') return refuse({ code: 'migration/not-found' })
  const id = mailboxId(runtime, migration, campaign.number, mailbox.address)
  const state = await loadState(runtime, machine, id)
  if (state === null || state.status === 'none') return refuse({ code: 'mailbox/not-found' })
  return accept(viewOf(id, state, campaign, runtime.now()))
}

/** Mailboxes of a migration that stand in one place of it, page by page. */
export async function find(
  context: MailboxContext,
  input: MailboxFindForm,
): Promise<Result<MailboxPage, MailboxFormRefusal | MigrationUnknown>> {
  const read = readForm(mailboxFindForm, input, 'mailbox/form')
  if (!read.ok) return read
  const { runtime } = context
  const { domain, state: place, after, limit } = read.value
  const migration = migrationId(runtime, domain)
  const campaign = await loadState(runtime, migrationMachine, migration)
  if (campaign === null || campaign.status === 'none') return refuse({ code: 'migration/not-found' })
  const office = runtime.office.id
  const tag = mailboxTag(migration, campaign.number, place)
  const from = after === null ? {} : { after: keyOf(office, 'mailbox', after) }
  const rows = await pageOf(runtime, { office, kind: 'mailbox', tag, limit, ...from })
  const at = runtime.now()
  const mailboxes = rows.flatMap((row): readonly MailboxView[] => {
    const state = readState(context.mailbox, row)
    return state.status === 'none' ? [] : [viewOf(recordIn(row.key).id, state, campaign, at)]
  })
  return accept({ mailboxes, next: rows.length < limit ? null : recordIn(rows.at(-1)?.key ?? '').id })
}
