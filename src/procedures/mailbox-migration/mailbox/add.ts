/** The mailboxes of a migration, listed from a source of any length: one after the other, with a line of a report for each. */
import { accept, type Result, refuse } from '../../../kernel/index.ts'
import { property } from '../../../rules/identity/untrusted.ts'
import { readForm } from '../../../runtime/command.ts'
import { inParallel } from '../../../runtime/in-parallel.ts'
import { formRefusal } from '../../../runtime/input.ts'
import { operatorActor } from '../../../runtime/operator.ts'
import { loadState } from '../../../runtime/runtime.ts'
import type { Operator } from '../../../runtime/schema.ts'
import { transact } from '../../../runtime/transact.ts'
import { type MigrationOver, migrationId } from '../migration/context.ts'
import { migrationMachine } from '../migration/schema.ts'
import { changeMailbox, changeRecords } from './change.ts'
import { type MailboxContext, type MailboxFormRefusal, type MailboxLineRefusal, mailboxId } from './context.ts'
import { mailboxAddForm, mailboxLineForm, mailboxNameForm } from './form-schema.ts'
import type { MailboxAddForm, MailboxLine } from './forms.ts'
import { migrationFacts } from './migration-facts.ts'

/** What has become of the lines of a run. */
export type MailboxAddCounts = {
  /** Listed by this run; those included that their owners had activated or verified before. */
  readonly listed: number
  /** Listed before, with the same data. */
  readonly unchanged: number
  /** Not listed: the report says why. */
  readonly refused: number
}

/** What has become of one line. */
export type MailboxAddLine = {
  /** 1 for the first line of this run. */
  readonly line: number
} & (
  | {
      readonly outcome: 'listed' | 'unchanged'
      /** The id of the record. It names nobody. */
      readonly id: string
    }
  | { readonly outcome: 'refused'; readonly refusal: MailboxLineRefusal }
)

type Source = Iterable<MailboxLine> | AsyncIterable<MailboxLine>
type Added = { readonly outcome: 'listed' | 'unchanged'; readonly id: string }

function isSource(given: unknown): given is Source {
  return typeof given === 'object' && given !== null && (Symbol.asyncIterator in given || Symbol.iterator in given)
}

/** Lists one mailbox, also one whose owner came first. The same line again changes nothing. */
async function addMailbox(
  context: MailboxContext,
  { operator, domain }: { readonly operator: Operator; readonly domain: string },
  given: unknown,
): Promise<Result<Added, MailboxLineRefusal>> {
  const line = readForm(mailboxLineForm, given, 'mailbox/form')
  if (!line.ok) return line
  const named = readForm(mailboxNameForm, { domain, mailbox: line.value.mailbox }, 'mailbox/form')
  if (!named.ok) return named
  const { mailbox } = named.value
  if (mailbox.domain !== domain) return refuse({ code: 'mailbox/other-domain', domain })
  const { runtime } = context
  const id = migrationId(runtime, domain)
  const personal = {
    address: mailbox.address,
    email: line.value.email,
    locale: line.value.locale ?? runtime.office.locale,
  }
  const operation = { name: 'mailbox/add', by: operatorActor(operator), journalsRefusals: false }
  return transact<Added, MailboxLineRefusal>(runtime, operation, async (unit) => {
    const campaign = await unit.state(migrationMachine, id)
    if (campaign.status === 'none') return refuse({ code: 'migration/not-found' })
    if (campaign.status === 'ended') return refuse({ code: 'migration/ended', endedAt: campaign.endedAt })
    const own = mailboxId(runtime, id, campaign.number, mailbox.address)
    await unit.preload(changeRecords(own, id, campaign.number))
    const before = await unit.state(context.mailbox, own)
    // What its owner has begun without the office is completed.
    if (before.status !== 'none' && before.isListed) {
      const isSame = before.personal?.email === personal.email && before.personal.locale === personal.locale
      return isSame ? accept({ outcome: 'unchanged', id: own }) : refuse({ code: 'mailbox/already-listed' })
    }
    const facts = migrationFacts(campaign, campaign.number)
    const listed = await changeMailbox(context, unit, { id: own, campaign }, [
      { type: 'ListMailbox', migrationId: id, migration: campaign.number, isListed: true, personal },
      // One that is listed during the cut-over is late like any other.
      ...(facts === null ? [] : [{ type: 'FollowMigration', campaign: facts } as const]),
    ])
    return listed.ok ? accept({ outcome: 'listed', id: own }) : refuse({ code: 'mailbox/already-listed' })
  })
}

/**
 * Lists what the source gives, as it gives it. It may be cut off and begun again from the first line: what was listed is passed over. `report` hears of
 * each line when it is done, in whatever order, and is awaited. A throw of the source, of the report or of the world ends the run, after what is under way
 * is done.
 */
export async function add(
  context: MailboxContext,
  input: MailboxAddForm,
  source: Source,
  report: (line: MailboxAddLine) => void | Promise<void> = () => undefined,
): Promise<Result<MailboxAddCounts, MailboxFormRefusal | MigrationOver>> {
  const read = readForm(mailboxAddForm, input, 'mailbox/form')
  if (!read.ok) return read
  if (!isSource(source)) return refuse(formRefusal('mailbox/form', [{ field: '', code: 'type' }]))
  const { domain, operator, parallel } = read.value
  const campaign = await loadState(context.runtime, migrationMachine, migrationId(context.runtime, domain))
  if (campaign === null || campaign.status === 'none') return refuse({ code: 'migration/not-found' })
  if (campaign.status === 'ended') return refuse({ code: 'migration/ended', endedAt: campaign.endedAt })
  const counts = { listed: 0, unchanged: 0, refused: 0 }
  await inParallel(source, parallel, async (given, line) => {
    const copy = { mailbox: property(given, 'mailbox'), email: property(given, 'email'), locale: property(given, 'locale') }
    const added = await addMailbox(context, { operator, domain }, copy)
    counts[added.ok ? added.value.outcome : 'refused'] += 1
    await report(added.ok ? { line, ...added.value } : { line, outcome: 'refused', refusal: added.refusal })
  })
  return accept(counts)
}
