/** The link of a change of PEC: what the page behind it shows, and the one act that it allows (seed 003). */
import { type AddressesDesk, type Holder, holderOf } from '../addresses/desk.ts'
import { endOfDayText } from '../civil/index.ts'
import { readToken, tokenDigest } from '../crypto/index.ts'
import { type AnyRefusal, accept, type Instant, invariant, type Locale, type Result, refuse } from '../kernel/index.ts'
import { type CommandOptions, readRequest } from '../shell/input.ts'
import type { RequestKeyRefusal } from '../shell/request.ts'
import { transact, type Unit } from '../shell/transact.ts'
import { applyConfirmation, type BeginRefusal, type PecChange } from './desk.ts'
import type { PecChangeState, PecLink, Undeliverable } from './model.ts'

/** Every refusal that who holds a link can meet. */
export type LinkRefusal = BeginRefusal | RequestKeyRefusal

/** What a link leads to. */
type Linked = {
  readonly id: string
  readonly digest: string
  readonly state: PecChange
  readonly link: PecLink
  readonly holder: Holder | null
}

/** Runs `work` on the change that a link belongs to. Whatever is no link of that very change has one answer. */
async function withLink<V, R extends AnyRefusal>(
  { shell, pecChange, credential }: AddressesDesk,
  given: unknown,
  name: string,
  options: CommandOptions | undefined,
  work: (unit: Unit, linked: Linked) => Promise<Result<V, R>>,
): Promise<Result<V, R | { readonly code: 'pec-change/not-found' } | RequestKeyRefusal>> {
  const token = readToken(given)
  const digest = token === null ? null : tokenDigest(shell.ring, 'pec-change', token)
  if (token === null || digest === null) return refuse({ code: 'pec-change/not-found' })
  const by = { kind: 'anonymous' } as const
  const asked = readRequest(options, { name, by, input: token.text })
  if (!asked.ok) return asked
  const id = token.subject
  const operation = { name, by, request: asked.value, untraced: name === 'pec-change/inspect' }
  return transact<V, R | { readonly code: 'pec-change/not-found' }>(shell, operation, async (unit) => {
    const state = await unit.state(pecChange, id)
    if (state.status === 'none' || state.personal === null) return refuse({ code: 'pec-change/not-found' })
    const link = state.links.find((candidate) => candidate.digest === digest)
    if (link === undefined) {
      unit.refused('pec-change', id, name, 'pec-change/not-found')
      return refuse({ code: 'pec-change/not-found' })
    }
    const account = await unit.state(credential, state.accountId)
    return work(unit, { id, digest, state, link, holder: holderOf(account) })
  })
}

/** How a change of PEC stands, for the page that shows it. */
export type PecChangeView = {
  readonly id: string
  readonly status: 'expired' | 'waiting' | Exclude<PecChangeState['status'], 'none'>
  /** The new PEC. */
  readonly pec: string
  readonly requestedAt: Instant
  /** End of the term by what is known, exclusive; null once it has ended otherwise. */
  readonly until: Instant | null
  /** The same in words. */
  readonly untilText: { readonly [L in Locale]: string } | null
  /** Why the link could not be delivered; null unless that is so. */
  readonly failure: Undeliverable | null
  /** True while `confirm` would do something: the page offers its button. */
  readonly canConfirm: boolean
}

/** The view by one link or, for who holds none, by the one with the longest term. */
function viewOf(id: string, state: PecChange, link: PecLink, epoch: number | null, at: Instant): PecChangeView {
  const isOpen = state.status === 'awaiting-receipt' || state.status === 'awaiting-confirmation'
  const status = !isOpen
    ? state.status
    : at >= link.closesAt
      ? 'expired'
      : state.epoch !== epoch
        ? 'void'
        : link.heldAt !== null
          ? 'waiting'
          : state.status
  const isLive = status === 'awaiting-receipt' || status === 'awaiting-confirmation'
  const until = isLive || status === 'expired' ? link.until : null
  return {
    id,
    status,
    pec: state.personal?.pec ?? '',
    requestedAt: state.requestedAt,
    until,
    untilText: until === null ? null : { it: endOfDayText(until, 'it'), en: endOfDayText(until, 'en') },
    failure: state.status === 'undeliverable' ? state.failure : null,
    canConfirm: isLive,
  }
}

/**
 * What the page behind a link must show. Changes nothing, however often it is opened and by whatever: confirming is an act of its own.
 * `waiting`: the click was later than the sending allows, and counts if a receipt shows that the mail was received late enough.
 */
export function inspect(
  desk: AddressesDesk,
  token: unknown,
): Promise<Result<PecChangeView, { readonly code: 'pec-change/not-found' } | RequestKeyRefusal>> {
  return withLink(desk, token, 'pec-change/inspect', undefined, async (unit, { id, state, link, holder }) =>
    accept(viewOf(id, state, link, holder?.epoch ?? null, unit.at())),
  )
}

/** What a confirmation did. `waiting`: it takes effect when a receipt shows that it was in time. */
export type PecConfirmed = { readonly status: 'confirmed' | 'waiting'; readonly pec: string }

/**
 * Confirms the new PEC, the only act that a link allows. It acts on the account that it was issued for, whoever is signed in. The
 * first one wins; what comes later hears that it was done.
 */
export function confirm(
  desk: AddressesDesk,
  token: unknown,
  options?: CommandOptions,
): Promise<Result<PecConfirmed, LinkRefusal>> {
  type Answer = Result<PecConfirmed, LinkRefusal>
  return withLink<PecConfirmed, LinkRefusal>(
    desk,
    token,
    'pec-change/confirm',
    options,
    async (unit, linked): Promise<Answer> => {
      const { id, digest, state, holder } = linked
      await unit.fetch([
        { kind: 'addresses', id: state.accountId },
        { kind: 'pec-claim', id: state.pecId },
      ])
      const asked = { type: 'ConfirmPecChange', digest, epoch: holder?.epoch ?? 0 } as const
      const decided = await unit.run(desk.pecChange, id, asked)
      if (!decided.ok) return decided
      const { state: next } = decided.value
      const pec = state.personal?.pec ?? ''
      if (next.status === 'void') {
        unit.keep()
        unit.voidMail('pec-change', id)
        return refuse({ code: 'pec-change/void' })
      }
      if (next.status !== 'confirmed') return accept({ status: 'waiting', pec })
      invariant(holder !== null, 'pec-change: what is confirmed has a holder')
      const applied = await applyConfirmation(desk, unit, id, state, holder)
      return applied.ok ? accept({ status: 'confirmed', pec }) : applied
    },
  )
}
