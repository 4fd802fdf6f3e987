/** When the office's calendar holds a change that a link confirms: the terms of its links stand still. */
import type { Instant, Status, Terms } from '../../../kernel/index.ts'
import type { InFlight } from '../../../runtime/in-flight.ts'
import type { Words } from '../../../runtime/letter.ts'
import type { Link } from './model.ts'

/** A change that was asked for, as far as its terms go. */
type Timed = Status & { readonly requestedAt: Instant; readonly accountId: string; readonly links: readonly Link[] }

/** One kind of change, as the calendar sees it. */
type Kind<S extends Status, Open extends Timed> = {
  readonly name: string
  readonly called: Words
  readonly openStatuses: readonly string[]
  isOpen(state: S): state is S & Open
  /** What its commands read besides the subscriber and his addresses. */
  besides(state: S & Open): readonly { readonly kind: string; readonly id: string }[]
  /** From then on none of its links can do anything. */
  endOf(state: S & Open): Instant
  /** The link with each term that ran at `since` ending later. */
  later(link: Open['links'][number], since: Instant, ms: number): Open['links'][number]
}

/** A term that ran at `since`, later by so much. */
export function laterTerm(until: Instant, since: Instant, ms: number): Instant {
  return until > since ? until + ms : until
}

/** The terms of a kind of change, and what the calendar must know of it. */
export function changeInFlight<S extends Status, Open extends Timed>({
  name,
  called,
  openStatuses,
  isOpen,
  besides,
  endOf,
  later,
}: Kind<S, Open>): { readonly terms: Terms<S>; readonly inFlight: InFlight<S> } {
  const terms: Terms<S> = {
    termOf: (state) => (isOpen(state) ? { begunAt: state.requestedAt, endsAt: endOf(state) } : null),
    later: (state, since, ms) => (isOpen(state) ? { ...state, links: state.links.map((link) => later(link, since, ms)) } : state),
  }
  const inFlight: InFlight<S> = {
    procedures: { [name]: { ...called, fates: ['continue', 'void', 'suspend', 're-identify'] } },
    tags: openStatuses.map((status) => `status:${status}`),
    underWay(state) {
      if (!isOpen(state)) return null
      const { requestedAt: begunAt, accountId } = state
      const read = ['credential', 'addresses'].map((kind) => ({ kind, id: accountId }))
      return { procedure: name, begunAt, whose: { accountId }, besides: [...read, ...besides(state)] }
    },
    concluding: [`${name}/confirm`],
    voiding: (cause) => ({ type: 'VoidChange', cause }) as { readonly type: string },
  }
  return { terms, inFlight }
}
