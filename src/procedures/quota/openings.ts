/**
 * Who opens a request is counted by requester and by mailbox, each kind of request by itself. The requester's limit is the lower one, so
 * that whoever opens many with the address of somebody else is stopped first. Where many do so, the owner of the mailbox has a way in.
 */
import { equalText, readToken, tokenDigest } from '../../crypto/index.ts'
import { accept, type Instant, invariant, type Result, refuse } from '../../kernel/index.ts'
import { parseMailAddress } from '../../rules/identity/index.ts'
import { readArgument } from '../../runtime/input.ts'
import { type LinkName, mailedLink } from '../../runtime/links.ts'
import type { RecordName } from '../../runtime/record.ts'
import type { Runtime } from '../../runtime/runtime.ts'
import { drawToken } from '../../runtime/token-command.ts'
import type { Unit } from '../../runtime/transact.ts'
import { passLetter } from './letters.ts'
import type { QuotaPolicy, QuotaRefusal } from './model.ts'
import { type QuotaMachine, quotaMachine } from './schema.ts'

/** The machines under both limits. */
export type OpeningQuotas = { readonly requesters: QuotaMachine; readonly mailboxes: QuotaMachine }

/** A mailbox is never let open less than one requester is. */
export function openingQuotas(quota: QuotaPolicy): OpeningQuotas {
  const mailboxMax = Math.max(quota.mailboxMax, quota.usesMax)
  return { requesters: quotaMachine(quota), mailboxes: quotaMachine({ ...quota, usesMax: mailboxMax }) }
}

/** What counting needs of a context. */
type OpeningContext = { readonly runtime: Runtime; readonly openings: OpeningQuotas }

/** Who opens a request of which kind, with which mailbox. Never by codice fiscale: that would let anybody shut out its owner. */
export type Opening = {
  /** Where its pass leads. */
  readonly passLink: LinkName
  readonly mailbox: string
  readonly mailboxId: string
  /** Of the requester whom the host names; of all whom it does not name, those with this mailbox together. */
  readonly requesterId: string
  readonly isNamed: boolean
  /** The digest of the pass that was shown; null for whatever else came in its place. */
  readonly pass: string | null
}

/** What comes along with the form. */
type OpeningOptions = { readonly pass?: string | undefined } | undefined

/** The mailbox behind an address: what stands after a `+` in its local part is delivered to the same one by many providers. */
function mailboxOf(email: string): string {
  const address = email.toLowerCase()
  const [local = '', domain = ''] = [address.slice(0, address.lastIndexOf('@')), address.slice(address.lastIndexOf('@'))]
  const plus = local.indexOf('+')
  const behind = local.slice(0, plus) + domain
  return plus > 0 && parseMailAddress(behind).ok ? behind : address
}

/** Reads who asks, and the pass, once. */
export function openingOf(
  { ring }: Runtime,
  kind: string,
  asked: {
    readonly email: string
    readonly requester: string | undefined
    readonly options: OpeningOptions
    readonly passLink: LinkName
  },
): Opening {
  const { email, requester, options, passLink } = asked
  const mailbox = mailboxOf(email)
  const mailboxId = ring.pseudonym('mail-address', `${kind}/${mailbox}`)
  const isNamed = requester !== undefined
  const requesterId = isNamed
    ? ring.pseudonym('requester', `${kind}/${requester}`)
    : ring.pseudonym('unnamed-requester', `${kind}/${mailbox}`)
  const token = readToken(readArgument<unknown>(() => options?.pass))
  const pass = token === null ? null : tokenDigest(ring, 'pass', token)
  return { passLink, mailbox, mailboxId, requesterId, isNamed, pass }
}

/** The records that count it, to be read with the rest. */
export function openingRecords({ mailboxId, requesterId }: Opening): readonly RecordName[] {
  return [mailboxId, requesterId].map((id) => ({ kind: 'quota', id }))
}

/** How a request may be opened: it counts, or a pass is used up for it. */
type Way = 'counted' | 'passed'

/**
 * Looks whether a request may be opened now, and by which way; counts nothing. A named requester at the limit is refused whatever the
 * mailbox. Where it is the mailbox that is at its limit, or all with it whom the host does not name, a pass lets one through. Without
 * one the refusal is noted, and the mailbox gets a pass by mail, at most once a day. No other answer tells of any of it.
 */
export async function judgeOpening(context: OpeningContext, unit: Unit, opening: Opening): Promise<Result<Way, QuotaRefusal>> {
  const { requesters, mailboxes } = context.openings
  const { mailboxId, requesterId, isNamed, pass } = opening
  // Who acts does not matter to a quota.
  const stamp = { at: unit.now(), by: { kind: 'anonymous' } } as const
  const requester = requesters.decider.decide(await unit.state(requesters, requesterId), { type: 'CountUse' }, stamp)
  if (!requester.ok && isNamed) {
    // Once more by the unit, which leaves the trace of it.
    await unit.run(requesters, requesterId, { type: 'CountUse' })
    return requester
  }
  const state = await unit.state(mailboxes, mailboxId)
  const mailbox = mailboxes.decider.decide(state, { type: 'CountUse' }, stamp)
  if (requester.ok && mailbox.ok) return accept('counted')
  const offered = state.pass?.digest ?? null
  const isOwn = pass !== null && offered !== null && equalText(offered, pass)
  if (mailboxes.decider.decide(state, { type: 'UsePass', isOwn }, stamp).ok) return accept('passed')
  await noteRefused(context, unit, opening)
  const retries: readonly Instant[] = [requester, mailbox].map((use) => (use.ok ? 0 : use.refusal.retryAt))
  return refuse({ code: 'quota/exceeded', retryAt: Math.max(...retries) })
}

/** Counts a request that is opened, on both records, or refuses it. */
export async function countOpening(context: OpeningContext, unit: Unit, opening: Opening): Promise<Result<null, QuotaRefusal>> {
  const judged = await judgeOpening(context, unit, opening)
  if (!judged.ok) return judged
  const { requesters, mailboxes } = context.openings
  const { mailboxId, requesterId } = opening
  // Beyond the limit of those whom the host does not name, where a pass was shown.
  await unit.run(requesters, requesterId, { type: 'NoteUse' })
  if (judged.value === 'passed') await unit.run(mailboxes, mailboxId, { type: 'UsePass', isOwn: true })
  else await unit.run(mailboxes, mailboxId, { type: 'CountUse' })
  return accept(null)
}

/**
 * Notes that the mailbox was refused. The first time in a day it gets a pass: a mail about a mailbox and no person, which quotes nothing
 * of any form, in the language of the office. It goes to the mailbox behind the tag, since that is what was counted.
 */
async function noteRefused({ runtime, openings }: OpeningContext, unit: Unit, opening: Opening): Promise<void> {
  const { passLink, mailbox, mailboxId: id } = opening
  const { office } = runtime
  const { token, digest } = drawToken(runtime, 'pass', id)
  const noted = await unit.run(openings.mailboxes, id, { type: 'RefuseUse', digest })
  invariant(noted.ok, 'quota: that a use was refused is always an event')
  unit.commitOnRefusal('not-remembered')
  const offered = noted.value.events.find((event) => event.type === 'PassOffered')
  if (offered === undefined) return
  const { until } = offered
  unit.mail({
    topic: { kind: 'quota', id },
    // The record may have been removed and begun anew since the last one: its versions alone would name two mails alike.
    purpose: `pass-${until}`,
    to: { name: '', address: mailbox },
    locale: office.locale,
    letter: passLetter(office, { url: mailedLink(runtime, passLink, token), until }),
    until,
  })
}
