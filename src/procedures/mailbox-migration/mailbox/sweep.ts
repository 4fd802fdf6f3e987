/**
 * Brings the mailboxes up to their migrations: reminders, what a reported cut-over blocks and opens, what a rollback takes back, what is over. It may be
 * done twice, by several at once, and die at any moment: which mailboxes are left is seen by their tags.
 */
import { type AnyRefusal, accept, isSportelloError } from '../../../kernel/index.ts'
import { inParallel } from '../../../runtime/in-parallel.ts'
import { rowsOf } from '../../../runtime/paging.ts'
import { readState, recordIn } from '../../../runtime/record.ts'
import { transact } from '../../../runtime/transact.ts'
import type { MigrationCampaign } from '../migration/model.ts'
import { isActivationOpen } from '../migration/phase.ts'
import { migrationMachine } from '../migration/schema.ts'
import { changeMailbox, changeRecords } from './change.ts'
import type { MailboxContext } from './context.ts'
import { migrationFacts } from './migration-facts.ts'
import { type MailboxCommand, type MailboxMigration, mailboxStatuses } from './model.ts'
import { mailboxTag } from './schema.ts'

/** So many commits at once. */
const atOnce = 8

/** In which places mailboxes are looked at, and what is told to each. */
type Stretch = {
  readonly migration: number
  readonly places: readonly string[]
  readonly commandOf: (facts: MailboxMigration | null) => MailboxCommand | null
}

const following = (facts: MailboxMigration | null): MailboxCommand | null =>
  facts === null ? null : { type: 'FollowMigration', campaign: facts }

/** What is to be done in a campaign at that instant. */
function stretchesOf(campaign: MigrationCampaign, facts: MailboxMigration, at: number): readonly Stretch[] {
  const { number, plan } = campaign
  const { startedAt, completedAt, endedAt } = facts
  const open = (before: number) =>
    [0, ...plan.reminders].filter((reminder) => reminder < before).map((reminder) => `open:${reminder}`)
  const stretch = (places: readonly string[]): Stretch => ({ migration: number, places, commandOf: following })
  // The domain has another migration by now: what is left of the earlier ones is over.
  const earlier = Array.from({ length: number - 1 }, (_, i): Stretch => {
    return { migration: i + 1, places: mailboxStatuses, commandOf: () => ({ type: 'LeaveMigration', endedAt: at }) }
  })
  if (endedAt !== null) return [...earlier, stretch(mailboxStatuses)]
  const reminder = isActivationOpen(campaign, at) ? plan.reminders.filter((one) => one <= at).at(-1) : undefined
  return [
    ...earlier,
    ...(reminder === undefined
      ? []
      : [{ migration: number, places: open(reminder), commandOf: () => ({ type: 'RemindOwner', reminder }) as const }]),
    stretch(startedAt === null ? ['blocked', 'live'] : [...open(Number.POSITIVE_INFINITY), 'late', 'refused']),
    ...(startedAt === null ? [] : [stretch([completedAt === null ? 'live' : 'activated'])]),
  ]
}

/** Brings every mailbox of the office up to its migration. */
export async function sweepMailboxes(context: MailboxContext): Promise<void> {
  const { runtime } = context
  for await (const row of rowsOf(runtime, { office: runtime.office.id, kind: 'migration' })) {
    const campaign = readState(migrationMachine, row)
    if (campaign.status === 'none') continue
    const migrationId = recordIn(row.key).id
    const facts = migrationFacts(campaign, campaign.number)
    if (facts === null) continue
    for (const { migration, places, commandOf } of stretchesOf(campaign, facts, Math.max(runtime.now(), row.at))) {
      for (const place of places) {
        const tag = mailboxTag(migrationId, migration, place)
        const rows = rowsOf(runtime, { office: runtime.office.id, kind: 'mailbox', tag })
        await inParallel(rows, atOnce, ({ key }) => tell(context, { id: recordIn(key).id, migrationId, migration }, commandOf))
      }
    }
  }
}

type Named = { readonly id: string; readonly migrationId: string; readonly migration: number }

async function tell(
  context: MailboxContext,
  { id, migrationId, migration }: Named,
  commandOf: Stretch['commandOf'],
): Promise<void> {
  const operation = { name: 'mailbox/follow', by: { kind: 'system' }, journalsRefusals: false } as const
  try {
    await transact<null, AnyRefusal>(context.runtime, operation, async (unit) => {
      await unit.preload(changeRecords(id, migrationId, migration))
      const campaign = await unit.state(migrationMachine, migrationId)
      const command = commandOf(migrationFacts(campaign, migration))
      if (campaign.status === 'none' || command === null) return accept(null)
      await changeMailbox(context, unit, { id, campaign }, [command])
      return accept(null)
    })
  } catch (cause) {
    // One that others are at work on, or that cannot be read, holds up none of the others: the next sweep comes back to it.
    if (!isSportelloError(cause) || (cause.code !== 'busy' && cause.code !== 'record/unreadable')) throw cause
  }
}
