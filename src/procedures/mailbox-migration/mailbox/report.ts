/** How a migration stands, in figures. What that costs does not depend on how many mailboxes there are: they are counted as they change. */
import { accept, type Instant, type Result, refuse } from '../../../kernel/index.ts'
import { readForm } from '../../../runtime/command.ts'
import { keyOf, readState } from '../../../runtime/record.ts'
import { loadRows, loadState } from '../../../runtime/runtime.ts'
import { stretchMs } from '../mailbox-tally/machine.ts'
import type { MailboxTallyState } from '../mailbox-tally/model.ts'
import { mailboxTallyMachine } from '../mailbox-tally/schema.ts'
import { type MigrationUnknown, migrationId } from '../migration/context.ts'
import { type MigrationPhase, phaseOf } from '../migration/phase.ts'
import { migrationMachine } from '../migration/schema.ts'
import type { MailboxContext, MailboxFormRefusal } from './context.ts'
import { type MailboxCopyFailure, mailboxCopyFailures } from './copying.ts'
import { expectedEnd, type MigrationExpectedEnd, type MigrationThroughput, throughputOf } from './expected-end.ts'
import { tallyId, tallyParts } from './facets.ts'
import { mailboxesForm } from './form-schema.ts'
import type { MailboxesForm } from './forms.ts'
import { type MailboxParkedCause, mailboxParkedCauses } from './lanes.ts'
import { type MailboxStatus, mailboxStatuses } from './model.ts'

/** How many mailboxes have a status, and since how long. */
export type MigrationStatusCount = {
  /** How many there are. */
  readonly count: number
  /** For how long they have had it, in the mean, ms; null where there are none. */
  readonly meanAgeMs: number | null
}

/** How many copyings of one part stand where. */
export type MigrationCopyCounts = {
  /** Nobody has ordered it. */
  readonly notBegun: number
  /** It was ordered, and has not begun. */
  readonly ordered: number
  /** It has begun, and is not over. */
  readonly running: number
  /** All of it is copied. */
  readonly done: number
  /** By their cause. */
  readonly failed: { readonly [Cause in MailboxCopyFailure]: number }
}

/** How a migration stands. */
export type MigrationReport = {
  /** The instant of the report. */
  readonly at: Instant
  /** The domain of the mailboxes. */
  readonly domain: string
  /** Which migration of the domain it is, from 1. */
  readonly number: number
  /** Where the migration stands, by its plan and by what was reported. */
  readonly phase: MigrationPhase
  /** All mailboxes. */
  readonly total: number
  /** Those of them that the office has not listed. */
  readonly unlisted: number
  /** By their status. */
  readonly statuses: { readonly [Status in MailboxStatus]: MigrationStatusCount }
  /** Passwords of mailboxes that were activated. */
  readonly passwords: {
    /** The password stays the same. */
    readonly kept: number
    /** Another one was chosen. */
    readonly replaced: number
    /** The arriving provider has neither said that it has it, nor refused it. */
    readonly ordered: number
    /** The arriving provider takes it never: its owner chooses another one. */
    readonly refused: number
    /** The arriving provider has it. */
    readonly set: number
  }
  /** The copyings of messages. */
  readonly messages: MigrationCopyCounts
  /** The copyings of archives. */
  readonly archive: MigrationCopyCounts
  /** Work that waits for the office, by its cause. */
  readonly parked: { readonly [Cause in MailboxParkedCause]: number }
  /** How fast messages of mailboxes are copied. */
  readonly throughput: MigrationThroughput
  /** When the messages of every mailbox that was activated will be copied; null where nothing is left, or nothing is known. */
  readonly expectedEnd: MigrationExpectedEnd | null
}

/** Why there is no report. */
export type MigrationReportRefusal = MailboxFormRefusal | MigrationUnknown

/** The most keys that a storage is asked for at once. */
const keysMax = 100

async function talliesOf({ runtime }: MailboxContext, id: string, number: number): Promise<readonly MailboxTallyState[]> {
  const keys = Array.from({ length: tallyParts }, (_, part) =>
    keyOf(runtime.office.id, 'mailbox-tally', tallyId(id, number, part)),
  )
  const pages = Array.from({ length: Math.ceil(keys.length / keysMax) }, (_, i) => keys.slice(i * keysMax, (i + 1) * keysMax))
  const rows = (await Promise.all(pages.map((page) => loadRows(runtime, page)))).flat()
  return rows.flatMap((row) => (row === null ? [] : [readState(mailboxTallyMachine, row)]))
}

/** The figures of this moment. Changes nothing, notes nothing and names nobody. */
export async function report(
  context: MailboxContext,
  input: MailboxesForm,
): Promise<Result<MigrationReport, MigrationReportRefusal>> {
  const read = readForm(mailboxesForm, input, 'mailbox/form')
  if (!read.ok) return read
  const { runtime } = context
  const { domain } = read.value
  const id = migrationId(runtime, domain)
  const campaign = await loadState(runtime, migrationMachine, id)
  if (campaign === null || campaign.status === 'none') return refuse({ code: 'migration/not-found' })
  const tallies = await talliesOf(context, id, campaign.number)
  const at = runtime.now()
  const sumOf = (numbers: (tally: MailboxTallyState) => { readonly [name: string]: number }, name: string): number =>
    tallies.reduce((sum, tally) => sum + (numbers(tally)[name] ?? 0), 0)
  const countOf = (name: string): number => sumOf(({ counts }) => counts, name)
  const status = (name: MailboxStatus): MigrationStatusCount => {
    const count = countOf(`status.${name}`)
    const since = sumOf((tally) => tally.since, `status.${name}`)
    return { count, meanAgeMs: count === 0 ? null : Math.max(0, Math.round(at - (since * 1000) / count)) }
  }
  const byName = <Name extends string, T>(names: readonly Name[], of: (name: Name) => T) =>
    Object.fromEntries(names.map((name) => [name, of(name)])) as { readonly [N in Name]: T }
  const copies = (part: string): MigrationCopyCounts => ({
    notBegun: countOf(`${part}.not-begun`),
    ordered: countOf(`${part}.ordered`),
    running: countOf(`${part}.running`),
    done: countOf(`${part}.done`),
    failed: byName(mailboxCopyFailures, (cause) => countOf(`${part}.failed.${cause}`)),
  })
  const done = doneOf(tallies)
  const messages = copies('messages')
  const [listed, unlisted] = [countOf('listed'), countOf('unlisted')]
  return accept({
    at,
    domain,
    number: campaign.number,
    phase: phaseOf(campaign, at),
    total: listed + unlisted,
    unlisted,
    statuses: byName(mailboxStatuses, status),
    passwords: byName(['kept', 'replaced', 'ordered', 'refused', 'set'], (name) => countOf(`password.${name}`)),
    messages,
    archive: copies('archive'),
    parked: byName(mailboxParkedCauses, (cause) => countOf(`parked.${cause}`)),
    throughput: throughputOf(done, stretchMs, at),
    expectedEnd: expectedEnd(messages.ordered + messages.running, done, stretchMs, at),
  })
}

/** The stretches of all parts together, in their order. */
function doneOf(tallies: readonly MailboxTallyState[]) {
  const sums = new Map<number, number>()
  for (const { done } of tallies) for (const one of done) sums.set(one.stretch, (sums.get(one.stretch) ?? 0) + one.done)
  return [...sums].map(([stretch, count]) => ({ stretch, done: count })).sort((one, other) => one.stretch - other.stretch)
}
