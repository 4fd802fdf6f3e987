/**
 * What every change does alike that a link confirms:
 *
 *   open --ResendLink--> open
 *   open --CancelChange--> cancelled, --SupersedeChange--> superseded, --VoidChange--> void
 *
 * What has expired stays so, whatever would end it otherwise.
 */
import { accept, type Instant, type Result, refuse, type Status } from '../../../kernel/index.ts'
import type { Link, LinkedCommand, LinkedConfirmation, LinkedEnd, LinkedEvent, LinkedRequest } from './model.ts'

/** How one kind of change counts its links and their terms. */
export type LinkRules<L extends Link> = {
  readonly linksMax: number
  /** A link that is sent now. */
  readonly linkOf: (number: number, digest: string, at: Instant) => L
  /** True when nothing can come of the link any more. */
  readonly isClosed: (link: L, at: Instant) => boolean
  /** From this instant on the terms of all links are over. */
  readonly endOfTerms: (links: readonly L[]) => Instant
}

/** Why an open change does not take a command. */
export type OpenRefusal<Kind extends string> =
  | { readonly code: `${Kind}/expired`; readonly expiredAt: Instant }
  | { readonly code: `${Kind}/too-many-links`; readonly linksMax: number }

/** Null while any link of an open change can still do something, else that all have expired. */
export function expiryOf<Kind extends string, L extends Link>(
  kind: Kind,
  { isClosed, endOfTerms }: LinkRules<L>,
  links: readonly L[],
  at: Instant,
): OpenRefusal<Kind> | null {
  return links.every((link) => isClosed(link, at)) ? { code: `${kind}/expired`, expiredAt: endOfTerms(links) } : null
}

/** What an open change does with a command that every kind takes. */
export function decideOpen<Kind extends string, L extends Link>(
  kind: Kind,
  rules: LinkRules<L>,
  links: readonly L[],
  command: LinkedCommand,
  at: Instant,
): Result<readonly LinkedEvent<L>[], OpenRefusal<Kind>> {
  const expired = expiryOf(kind, rules, links, at)
  if (expired !== null) return refuse(expired)
  switch (command.type) {
    case 'SupersedeChange':
      return accept([{ type: 'ChangeSuperseded', endedAt: at }])
    case 'CancelChange':
      return accept([{ type: 'ChangeCancelled', endedAt: at }])
    case 'VoidChange':
      return accept([{ type: 'ChangeVoided', endedAt: at, cause: command.cause }])
    case 'ResendLink': {
      const { linksMax, linkOf } = rules
      if (links.length >= linksMax) return refuse({ code: `${kind}/too-many-links`, linksMax })
      return accept([{ type: 'LinkResent', link: linkOf(links.length + 1, command.digest, at) }])
    }
  }
}

/** The link that was clicked, unless it is none of this change. */
export function linkClicked<Kind extends string, L extends Link>(
  kind: Kind,
  links: readonly L[],
  { digest }: Pick<LinkedConfirmation, 'digest'>,
): Result<L, { readonly code: `${Kind}/not-found` }> {
  const link = links.find((candidate) => candidate.digest === digest)
  return link === undefined ? refuse({ code: `${kind}/not-found` }) : accept(link)
}

/** A click when the credential has another security version than the one that the change was asked for under. */
export function overtaken(at: Instant): LinkedEvent<never> {
  return { type: 'ChangeVoided', endedAt: at, cause: 'securityVersion' }
}

/** Why a change that is over does not take a command. */
export type EndRefusal<Kind extends string> =
  | { readonly code: `${Kind}/already-confirmed`; readonly confirmedAt: Instant }
  | { readonly code: `${Kind}/${'superseded' | 'cancelled' | 'void'}` }

/** What the end of a change says to whoever wants something of it. */
export function endRefusal<Kind extends string>(kind: Kind, end: LinkedEnd): EndRefusal<Kind> {
  return end.status === 'confirmed'
    ? { code: `${kind}/already-confirmed`, confirmedAt: end.confirmedAt }
    : { code: `${kind}/${end.status}` }
}

/** What every status of a change has, without the status. */
export function requestOf<S extends Status>({ status: _, ...request }: S): Omit<S, 'status'> {
  return request
}

/** How an open change takes what every kind of change can meet. */
export function evolveOpen<S extends Status & LinkedRequest<Link, object>>(
  state: S,
  event: LinkedEvent<S['links'][number]>,
): S | (Omit<S, 'status'> & LinkedEnd) {
  switch (event.type) {
    case 'LinkResent':
      return { ...state, links: [...state.links, event.link] }
    case 'ChangeConfirmed':
      return { status: 'confirmed', confirmedAt: event.confirmedAt, endedAt: event.endedAt, ...requestOf(state) }
    case 'ChangeCancelled':
      return { status: 'cancelled', endedAt: event.endedAt, ...requestOf(state) }
    case 'ChangeSuperseded':
      return { status: 'superseded', endedAt: event.endedAt, ...requestOf(state) }
    case 'ChangeVoided':
      return { status: 'void', endedAt: event.endedAt, ...requestOf(state) }
  }
}

/** Commands that an open change of any kind takes; `digest` is that of a new link. */
export function linkedExamples(digest: string): readonly LinkedCommand[] {
  return [
    { type: 'ResendLink', digest },
    { type: 'CancelChange' },
    { type: 'SupersedeChange' },
    { type: 'VoidChange', cause: 'PasswordChanged' },
  ]
}
