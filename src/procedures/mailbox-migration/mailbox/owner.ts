/** What the owner of a mailbox does: shows the password of today, and activates the mailbox at the arriving provider. */
import { accept, type Instant, invariant, type Result, refuse } from '../../../kernel/index.ts'
import { checkPassword, infocert, normalizePassword, type Violation } from '../../../rules/password/index.ts'
import { perform, readForm } from '../../../runtime/command.ts'
import { readRequest } from '../../../runtime/input.ts'
import { answeredBefore, type Request } from '../../../runtime/request.ts'
import { drawToken } from '../../../runtime/token-command.ts'
import type { Unit } from '../../../runtime/transact.ts'
import { forgiveFailures } from '../../account/throttle/doors.ts'
import { cutOverOf, plannedEnd } from '../migration/phase.ts'
import { migrationMachine } from '../migration/schema.ts'
import { answerProven, askOwner, type Proven, type Shown } from './asking.ts'
import { changeMailbox, changeRecords } from './change.ts'
import type { MailboxContext, MailboxOwnerApiRefusal } from './context.ts'
import type { MailboxEvent } from './events.ts'
import { mailboxActivateForm, mailboxOwnerForm } from './form-schema.ts'
import type { MailboxActivateForm, MailboxActivateOptions, MailboxOwnerForm, MailboxOwnerOptions } from './forms.ts'
import type { ArchiveJob, OrderJob } from './jobs.ts'
import { migrationFacts } from './migration-facts.ts'
import type { MailboxCommand, MailboxMigration } from './model.ts'

/** A mailbox whose password was found right. */
export type MailboxVerified = {
  /** Stands in place of another challenge at `activate`. A secret of the owner: never log it. */
  readonly ticket: string
  /** Until when, exclusive. */
  readonly ticketUntil: Instant
  /** Every rule that the password of today breaks. */
  readonly violations: readonly Violation[]
  /** Whether another password is chosen: that of today breaks a rule, or was kept before and the arriving provider has refused it. Else it stays. */
  readonly isNewNeeded: boolean
}

/** A mailbox that was activated. */
export type MailboxActivationDone = {
  /** Which activation of the mailbox it is, from 1. */
  readonly number: number
  /** When it was. */
  readonly activatedAt: Instant
  /** `kept`: the password stays the same. `replaced`: the new one opens the mailbox after the cut-over, and the old one until it. */
  readonly password: 'kept' | 'replaced'
}

const anonymous = { kind: 'anonymous' } as const

type Asking<V> =
  | { readonly answer: Result<V, MailboxOwnerApiRefusal> }
  | { readonly answer: null; readonly request: Request | undefined }

/** What was answered under this request key before: asked first, since a challenge is judged once. */
async function answeredTo<V>(
  { runtime }: MailboxContext,
  command: { readonly name: string; readonly input: unknown; readonly secret: boolean },
  options: MailboxOwnerOptions | undefined,
): Promise<Asking<V>> {
  const read = readRequest(options, { ...command, by: anonymous })
  if (!read.ok) return { answer: read }
  const request = read.value
  const before = await answeredBefore<V, MailboxOwnerApiRefusal>(runtime, request)
  return before !== null && 'answer' in before ? { answer: before.answer } : { answer: null, request }
}

/** Brings what is known of the mailbox up to now, and runs the command: unless somebody has activated it since it was asked for. */
async function changeProven(
  context: MailboxContext,
  unit: Unit,
  shown: Shown,
  proven: Proven,
  commandOf: (campaign: MailboxMigration) => MailboxCommand,
): Promise<Result<readonly MailboxEvent[], MailboxOwnerApiRefusal>> {
  const { runtime, mailbox } = context
  const { id, migrationId, campaign: asked, door } = proven
  await unit.preload([...changeRecords(id, migrationId, asked.number), { kind: 'throttle', id: door }])
  const campaign = await unit.state(migrationMachine, migrationId)
  const facts = migrationFacts(campaign, asked.number)
  if (campaign.status === 'none' || facts === null) return refuse({ code: 'migration/not-found' })
  const state = await unit.state(mailbox, id)
  if (state.status !== 'none' && state.orders !== proven.orders) return refuse({ code: 'mailbox/superseded' })
  const personal = { address: shown.mailbox.address, email: null, locale: runtime.office.locale }
  const listing: readonly MailboxCommand[] =
    state.status === 'none' && campaign.plan.unlistedActivation
      ? [{ type: 'ListMailbox', migrationId, migration: asked.number, isListed: false, personal }]
      : []
  const following = { type: 'FollowMigration', campaign: facts } as const
  const changed = await changeMailbox(context, unit, { id, campaign }, [...listing, following, commandOf(facts)])
  if (changed.ok) await forgiveFailures(context, unit, door)
  return changed
}

/** Whether the password of today opens the mailbox, and whether it can stay. */
export async function verify(
  context: MailboxContext,
  input: MailboxOwnerForm,
  options?: MailboxOwnerOptions,
): Promise<Result<MailboxVerified, MailboxOwnerApiRefusal>> {
  const read = readForm(mailboxOwnerForm, input, 'mailbox/form')
  if (!read.ok) return read
  const shown = read.value
  const command = { name: 'mailbox/verify', input: shown, secret: true } as const
  const before = await answeredTo<MailboxVerified>(context, command, options)
  if (before.answer !== null) return before.answer
  const asked = await askOwner(context, shown, options, before.request)
  if (!asked.ok) return asked
  const { runtime, mailboxPolicy } = context
  const { id, read: known } = asked.value
  const { token, digest } = drawToken(runtime, 'mailbox', id)
  const performed = { ...command, by: anonymous, options, read: known }
  const answer = await perform<MailboxVerified, MailboxOwnerApiRefusal>(runtime, performed, async (unit) => {
    await unit.preload([{ kind: 'mailbox', id }])
    const until = unit.now() + mailboxPolicy.ticketMs
    const verified = await changeProven(context, unit, shown, asked.value, (campaign) => ({
      type: 'VerifyPassword',
      campaign,
      proof: { digest, until },
    }))
    if (!verified.ok) return verified
    const violations = checkPassword(shown.password, infocert)
    const isNewNeeded = violations.length > 0 || asked.value.isKeptRefused
    return accept({ ticket: token.text, ticketUntil: until, violations, isNewNeeded })
  })
  return answerProven(context, asked.value, answer)
}

/** Which password opens the mailbox afterwards, or everything that speaks against it. */
function chosenOf(
  { isKeptRefused }: Proven,
  current: string,
  next: string | null,
  confirmation: string | null,
): Result<{ readonly password: 'kept' | 'replaced'; readonly chosen: string }, MailboxOwnerApiRefusal> {
  const broken = checkPassword(current, infocert)
  if (broken.length === 0 && !isKeptRefused) {
    return next === null ? accept({ password: 'kept', chosen: current }) : refuse({ code: 'mailbox/password-kept' })
  }
  if (next === null) return refuse({ code: 'mailbox/new-password-needed', violations: broken })
  const [old, chosen] = [normalizePassword(current), normalizePassword(next)]
  const isSame = old.ok && chosen.ok && old.value === chosen.value
  const violations: readonly Violation[] = [
    ...checkPassword(next, infocert),
    ...(next === (confirmation ?? '') ? [] : [{ code: 'confirmation', params: {} } as const]),
    ...(isSame ? [{ code: 'unchanged', params: {} } as const] : []),
  ]
  if (violations.length > 0 || !chosen.ok) return refuse({ code: 'mailbox/new-password', violations })
  return accept({ password: 'replaced', chosen: chosen.value })
}

/** Queues what is ordered of the arriving provider, in place of what was ordered before. */
function queueOrders(
  unit: Unit,
  { id, campaign }: Proven,
  { number, messages, archive }: Extract<MailboxEvent, { type: 'MailboxActivated' }>,
  { current, chosen }: { readonly current: string; readonly chosen: string },
): void {
  const topic = { kind: 'mailbox', id }
  const order: OrderJob = { order: number, copying: messages, current, chosen }
  // Before the first activation nothing was ordered.
  if (number > 1) unit.cancelWork('orders', 'mailbox', id)
  unit.queue({ lane: 'orders', topic, purpose: 'order', text: JSON.stringify(order) })
  if (archive === null) return
  const job: ArchiveJob = { copying: archive, current }
  if (number > 1) unit.cancelWork('archive', 'mailbox', id)
  const isComplete = (cutOverOf(campaign)?.completedAt ?? null) !== null
  const notBefore = isComplete ? 0 : plannedEnd(campaign)
  unit.queue({ lane: 'archive', topic, purpose: 'archive', text: JSON.stringify(job), notBefore })
}

/** Activates the mailbox: the password at the arriving provider and the copying of the messages are ordered, in one commit. */
export async function activate(
  context: MailboxContext,
  input: MailboxActivateForm,
  options?: MailboxActivateOptions,
): Promise<Result<MailboxActivationDone, MailboxOwnerApiRefusal>> {
  const read = readForm(mailboxActivateForm, input, 'mailbox/form')
  if (!read.ok) return read
  const { next, confirmation, ...shown } = read.value
  const command = { name: 'mailbox/activate', input: read.value, secret: false } as const
  const before = await answeredTo<MailboxActivationDone>(context, command, options)
  if (before.answer !== null) return before.answer
  const asked = await askOwner(context, shown, options, before.request)
  if (!asked.ok) return asked
  const chosen = chosenOf(asked.value, shown.password, next, confirmation)
  if (!chosen.ok) return answerProven(context, asked.value, chosen)
  const { password } = chosen.value
  const answer = await perform<MailboxActivationDone, MailboxOwnerApiRefusal>(
    context.runtime,
    { ...command, by: anonymous, options, read: asked.value.read },
    async (unit) => {
      const activated = await changeProven(context, unit, shown, asked.value, (campaign) => ({
        type: 'ActivateMailbox',
        campaign,
        password,
      }))
      if (!activated.ok) return activated
      const event = activated.value.find((one) => one.type === 'MailboxActivated')
      invariant(event !== undefined, 'mailbox: an activation that is not refused is an event')
      queueOrders(unit, asked.value, event, { current: shown.password, chosen: chosen.value.chosen })
      return accept({ number: event.number, activatedAt: event.activatedAt, password })
    },
  )
  return answerProven(context, asked.value, answer)
}
