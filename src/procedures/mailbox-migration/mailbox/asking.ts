/**
 * Whether whoever asks is the owner of a mailbox: the challenge first, then the leaving provider. A wrong mailbox and a wrong password are one answer, and
 * cost the same statements and the same question to the provider. Nothing is asked of a port within a commit.
 */
import { equalText, readToken, tokenDigest } from '../../../crypto/index.ts'
import { type AnyRefusal, accept, type Instant, invariant, type Result, refuse } from '../../../kernel/index.ts'
import type { Key, Stored } from '../../../ports/index.ts'
import { challenged } from '../../../runtime/challenge.ts'
import { readArgument, readRequester } from '../../../runtime/input.ts'
import { keyOf, readState } from '../../../runtime/record.ts'
import type { Request } from '../../../runtime/request.ts'
import { loadRows } from '../../../runtime/runtime.ts'
import { type Operation, transact, type Unit } from '../../../runtime/transact.ts'
import { countFailure, doorOf, doorRecord, forgiveFailures, standing, uncountFailure } from '../../account/throttle/doors.ts'
import { migrationId } from '../migration/context.ts'
import type { MigrationCampaign } from '../migration/model.ts'
import { migrationMachine } from '../migration/schema.ts'
import { askPassword, providersOf } from './answers.ts'
import { changeRecords } from './change.ts'
import { type MailboxContext, type MailboxOwnerApiRefusal, mailboxId } from './context.ts'
import type { MailboxGiven } from './form-schema.ts'
import type { MailboxActivateOptions } from './forms.ts'
import { closedTo } from './machine.ts'
import { migrationFacts } from './migration-facts.ts'
import type { MailboxState } from './model.ts'

/** What the owner shows. */
export type Shown = { readonly domain: string; readonly mailbox: MailboxGiven; readonly password: string }

/** Whoever has shown a right password. */
export type Proven = {
  readonly id: string
  readonly migrationId: string
  readonly campaign: MigrationCampaign
  readonly door: string
  /** How often the mailbox had been activated when it was asked for. */
  readonly orders: number
  /** Whether the password of today was kept before, and the arriving provider has refused it. */
  readonly isKeptRefused: boolean
  /** What was read on the way, with the door as the attempt has left it. */
  readonly read: Pick<Operation, 'rows' | 'absent'>
}

/** The mailbox in one migration, and the door at which whoever asks for it stands. */
type Found = {
  readonly id: string
  readonly door: string
  /** The rows of both, of the migration and of the count: all that is read before somebody is asked, and all that his answer changes. */
  readonly rows: ReadonlyMap<Key, Stored | null>
  readonly rowOf: (kind: string) => Stored | null
}

async function findMailbox(
  { runtime }: MailboxContext,
  { migration, number, address }: { readonly migration: string; readonly number: number; readonly address: string },
  requester: string | undefined,
): Promise<Found> {
  const id = mailboxId(runtime, migration, number, address)
  const door = doorOf(runtime, id, { requester })
  const names = [...changeRecords(id, migration, number), doorRecord(door)]
  const keys = names.map((name) => keyOf(runtime.office.id, name.kind, name.id))
  const found = await loadRows(runtime, keys)
  return {
    ...{ id, door, rows: new Map(keys.map((key, i) => [key, found[i] ?? null])) },
    rowOf: (kind) => found[names.findIndex((name) => name.kind === kind)] ?? null,
  }
}

/** As an operation takes it, with what was written since. */
function readOf({ rows }: Found, written: readonly Stored[] = []): Proven['read'] {
  const all = [...new Map([...rows, ...written.map((row) => [row.key, row] as const)])]
  return {
    rows: all.flatMap(([, row]) => (row === null ? [] : [row])),
    absent: all.flatMap(([key, row]) => (row === null ? [key] : [])),
  }
}

/** Whether the ticket is the one that this mailbox was given last, and is not over. */
function isProven({ runtime }: MailboxContext, state: MailboxState | null, given: unknown): boolean {
  const token = readToken(given)
  const digest = token === null ? null : tokenDigest(runtime.ring, 'mailbox', token)
  const proof = state === null || state.status === 'none' ? null : state.proof
  return digest !== null && proof !== null && runtime.now() < proof.until && equalText(digest, proof.digest)
}

/** An attempt that may be judged. */
type Attempt = {
  /** When the next one is judged; null where that is at once. */
  readonly retryAt: Instant | null
  /** False for a repeat, which was counted when it was first made. */
  readonly isNew: boolean
}

const atDoor = { name: 'mailbox/attempt', by: { kind: 'anonymous' }, journalsRefusals: false } as const

/**
 * Counts the attempt before it is judged, so that many at once are no more than one after the other. When the next one is judged. A repeat under the same
 * request key is the same attempt, with the same password: it is counted once. `written` is given what the attempt leaves.
 */
async function counted(
  context: MailboxContext,
  found: Found,
  request: Request | undefined,
  written: (rows: readonly Stored[]) => void,
): Promise<Result<Attempt, MailboxOwnerApiRefusal>> {
  const attempt = request === undefined ? undefined : { ...request, key: `${request.key}~attempt`, secret: false }
  const operation = { ...atDoor, request: attempt, ...readOf(found), written }
  const { door } = found
  let isNew = false
  const judged = await transact<Instant | null, MailboxOwnerApiRefusal>(context.runtime, operation, async (unit) => {
    isNew = true
    await unit.preload([doorRecord(door)])
    const { isDelayed } = await standing(context, unit, door, 0)
    const nextAt = await countFailure(context, unit, door, 0)
    const retryAt = unit.now() < nextAt ? nextAt : null
    if (!isDelayed) return accept(retryAt)
    // Once its time has come the same call is judged.
    unit.commitOnRefusal('not-remembered')
    return refuse({ code: 'mailbox/invalid-credentials', retryAt })
  })
  return judged.ok ? accept({ retryAt: judged.value, isNew }) : judged
}

/** Changes what is counted at the door. */
async function recount(
  context: MailboxContext,
  door: string,
  change: (context: MailboxContext, unit: Unit, door: string) => Promise<void>,
): Promise<void> {
  await transact<null, AnyRefusal>(context.runtime, atDoor, async (unit) => {
    await unit.preload([doorRecord(door)])
    await change(context, unit, door)
    return accept(null)
  })
}

/** What becomes of a call whose password was right: a refusal for any other reason is no wrong guess, and delays nobody. */
export async function answerProven<V>(
  context: MailboxContext,
  { door }: Proven,
  answer: Result<V, MailboxOwnerApiRefusal>,
): Promise<Result<V, MailboxOwnerApiRefusal>> {
  if (!answer.ok) await recount(context, door, forgiveFailures)
  return answer
}

/** Asks the challenge and the leaving provider, in that order. */
export async function askOwner(
  context: MailboxContext,
  { domain, mailbox, password }: Shown,
  options: MailboxActivateOptions | undefined,
  request: Request | undefined,
): Promise<Result<Proven, MailboxOwnerApiRefusal>> {
  const { runtime } = context
  const { leaving } = providersOf(runtime)
  // It is seen from what was typed alone, whatever there is.
  if (mailbox.domain !== domain) return refuse({ code: 'mailbox/other-domain', domain })
  const ticket: unknown = readArgument(() => options?.ticket)
  const migration = migrationId(runtime, domain)
  const [{ address }, requester] = [mailbox, readRequester(options)]
  const guess = context.numbers.get(migration) ?? 1
  const guessed = await findMailbox(context, { migration, number: guess, address }, requester)
  const plan = guessed.rowOf(migrationMachine.decider.name)
  const campaign = plan === null ? migrationMachine.decider.initial : readState(migrationMachine, plan)
  if (campaign.status === 'none') return refuse({ code: 'migration/not-found' })
  if (campaign.status === 'ended') return refuse({ code: 'migration/ended', endedAt: campaign.endedAt })
  const facts = migrationFacts(campaign, campaign.number)
  invariant(facts !== null, 'mailbox: the campaign is the one that was read')
  // What holds for every mailbox of the domain is said before any is looked at.
  const closed = closedTo(anyMailbox, facts, runtime.now())
  // Once a cut-over has begun some may be let in late: who they are is told to nobody who has not shown a password.
  if (closed !== null && campaign.cutOvers.length === 0) return refuse(closed)

  const { number } = campaign
  context.numbers.set(migration, number)
  const found = number === guess ? guessed : await findMailbox(context, { migration, number, address }, requester)
  const row = found.rowOf(context.mailbox.decider.name)
  const state = row === null ? null : readState(context.mailbox, row)
  const judged = isProven(context, state, ticket) ? accept(null) : await challenged(runtime, always, options)()
  if (!judged.ok) return judged
  let written: readonly Stored[] = []
  const attempt = await counted(context, found, request, (rows) => {
    written = rows
  })
  if (!attempt.ok) return attempt
  const { retryAt, isNew } = attempt.value
  const { id, door } = found
  const verdict = await askPassword(leaving, address, password)
  // Nothing was judged. A repeat has nothing to take back: it was not counted.
  if (verdict === 'unavailable' && isNew) await recount(context, door, uncountFailure)
  if (verdict === 'unavailable') {
    // After the cut-over the leaving provider may be gone for good: trying later helps only where late activations are planned.
    return refuse(closed === null || facts.lateActivation ? { code: 'mailbox/provider-unavailable' } : closed)
  }
  if (verdict === 'wrong' || !isOfMigration(state, campaign)) return refuse({ code: 'mailbox/invalid-credentials', retryAt })
  const { orders, activations } = state === null || state.status === 'none' ? { orders: 0, activations: [] } : state
  const isKeptRefused = activations.some((one) => one.password === 'kept' && one.refusedAt !== null)
  return accept({ id, migrationId: migration, campaign, door, orders, isKeptRefused, read: readOf(found, written) })
}

/** Whoever asks about passwords of a provider is asked first. */
const always = { challenge: 'always' } as const

/** A mailbox of which nothing is known: what is closed to it is closed to all, but for those that the office lets in late. */
const anyMailbox = { status: 'not-started', since: 0, lateUntil: null } as const

/** Listed, or of a migration that takes what was not. */
function isOfMigration(state: MailboxState | null, { plan }: MigrationCampaign): boolean {
  return (state !== null && state.status !== 'none') || plan.unlistedActivation
}
