/** What one kind of change says of itself, so that all kinds can be asked for, sent again, taken back, looked at and confirmed alike. */
import { type AnyRefusal, accept, type Instant, invariant, type Locale, type Result, type Status } from '../../../kernel/index.ts'
import type { Problem, Schema } from '../../../runtime/input.ts'
import type { Letter } from '../../../runtime/letter.ts'
import type { SuspendLink } from '../../../runtime/letter-words.ts'
import type { MailedLink } from '../../../runtime/links.ts'
import type { RecordName } from '../../../runtime/record.ts'
import type { MailAddressGiven } from '../../../runtime/schema.ts'
import type { Unit } from '../../../runtime/transact.ts'
import type { AddressesContext, Subscriber } from '../addresses/context.ts'
import type { ChangeKind } from '../addresses/model.ts'
import type { Link, LinkedCommand, LinkedConfirmation, LinkedRequest } from './model.ts'
import type { CancelForm, ChangeForm } from './schema.ts'

/** A change whose new address was not erased. */
export type Linkable = Status & LinkedRequest<Link, object> & { readonly personal: object }

/** What the use cases of one kind answer, by its types. */
export type LinkedAnswers = {
  readonly requested: unknown
  readonly view: unknown
  readonly confirmed: unknown
  /** The form cannot be read. */
  readonly form: AnyRefusal
  /** No such change, or a link that is none of its own: not told apart. */
  readonly notFound: AnyRefusal
  /** What the machine refuses. */
  readonly refusal: AnyRefusal
  /** Why no change is begun, besides. */
  readonly begin: AnyRefusal
  /** Why a change that was confirmed does not take effect, besides. */
  readonly effect: AnyRefusal
}

/** What a link leads to. */
export type Linked<Change extends Linkable> = {
  readonly id: string
  readonly change: Change
  readonly link: Change['links'][number]
  readonly subscriber: Subscriber | null
}

/** How a change stands, for the page that shows it. */
export type LinkedView<S extends string> = {
  /** The id of the record. It names no person. */
  readonly id: string
  /** Where it stands. */
  readonly status: S
  /** When it was asked for. */
  readonly requestedAt: Instant
  /** When the link was mailed: later than the request where another one was asked for. */
  readonly sentAt: Instant
  /** End of the link by what is known, exclusive; null once the change has ended otherwise. */
  readonly until: Instant | null
  /** The same in words. */
  readonly untilText: { readonly [L in Locale]: string } | null
  /** True while `confirm` would do something: the page offers its button. */
  readonly canConfirm: boolean
}

/** Whose change is asked for, to which address, and what is stored of its first link. */
export type Asked = {
  readonly id: string
  readonly digest: string
  readonly accountId: string
  readonly subscriber: Subscriber
  readonly address: MailAddressGiven
}

/** What every notice of a change tells: when it happened, and the link that suspends the credential. */
export type NoticeTold = { readonly when: Instant } & SuspendLink

/** How the mail with a link is worded, and by which channel it goes. */
export type LinkMail = { readonly address: string; readonly letter: Letter; readonly channel: 'ordinary' | 'pec' }

/** What a command did: the change as it is now, or why nothing was done. */
type Done<Change, R> = Promise<Result<Change, R>>

/** One kind of change. */
export type LinkedChange<Change extends Linkable, A extends LinkedAnswers> = {
  readonly context: AddressesContext
  /** The kind of its records, which is also the purpose of its links and the beginning of its operations' names. */
  readonly kind: 'pec-change' | 'email-change'
  /** What the addresses call it. */
  readonly slot: ChangeKind
  readonly form: Schema<ChangeForm>
  readonly malformed: (problems: readonly Problem[]) => A['form']
  readonly notFound: A['notFound']
  /** The answer where a security event on the account has come between. */
  readonly isVoid: A['refusal']
  /** The change of that id; null where there is none, or it was erased: the two are not told apart. */
  readonly find: (unit: Unit, id: string) => Promise<Change | null>
  readonly run: (unit: Unit, id: string, command: LinkedCommand) => Done<Change, A['refusal']>
  readonly confirm: (unit: Unit, id: string, click: LinkedConfirmation) => Done<Change, A['refusal']>
  /** How the form is read that takes a change back. */
  readonly cancelForm: Schema<CancelForm>
  /** Why a session alone does not take the change back; null where it does. */
  readonly withheld: (change: Change) => A['refusal'] | null
  /** What is read besides for a request. */
  readonly reads: (addressKey: string) => readonly RecordName[]
  /** Begins a change, unless something stands against it. */
  readonly begin: (unit: Unit, asked: Asked) => Done<Change, A['refusal'] | A['begin']>
  /** Puts the new address in force. */
  readonly adopt: (unit: Unit, change: Change) => Promise<Result<unknown, A['effect']>>
  readonly linkMail: (change: Change, url: MailedLink) => LinkMail
  /** To the addresses in force when a change is asked for, and when one has taken effect. */
  readonly notice: (purpose: 'requested' | 'confirmed', change: Change, told: NoticeTold, subscriber: Subscriber) => Letter
  /** The link by which the subscriber sees an own change. */
  readonly shownLink: (change: Change) => Change['links'][number]
  readonly requestedOf: (id: string, change: Change) => A['requested']
  readonly viewOf: (unit: Unit, linked: Linked<Change>) => Promise<A['view']>
  readonly confirmedOf: (change: Change) => A['confirmed']
}

/** A kind of change, as far as it does not matter which. */
export type AnyLinkedChange = Pick<LinkedChange<Linkable, LinkedAnswers>, 'context' | 'kind' | 'slot'>

/** A state of a change that was asked for and not erased. */
export type NotErased<S extends Status> = Exclude<S, { readonly status: 'none' }> & { readonly personal: object }

type Erasable = Status & { readonly personal: object | null }

function isNotErased<S extends Erasable>(state: S): state is S & NotErased<S> {
  return state.status !== 'none' && state.personal !== null
}

/** The change in a state; null where there is none, or it was erased. */
export function notErased<S extends Erasable>(state: S): NotErased<S> | null {
  return isNotErased(state) ? state : null
}

/** The change that a machine has decided on. */
export function changed<S extends Erasable, R>(done: Result<{ readonly state: S }, R>): Result<NotErased<S>, R> {
  if (!done.ok) return done
  const change = notErased(done.value.state)
  invariant(change !== null, 'addresses: what has taken a command is there')
  return accept(change)
}

/** The newest link of a change. */
export function newestLink<L extends Link>({ links }: { readonly links: readonly L[] }): L {
  const link = links.at(-1)
  invariant(link !== undefined, 'addresses: a change has at least its first link')
  return link
}

/** The term of the newest link, and how it is told. */
export function termOf(
  change: Linkable,
  textOf: (until: Instant, locale: Locale) => string,
): { readonly until: Instant; readonly untilText: { readonly [L in Locale]: string } } {
  const { until } = newestLink(change)
  return { until, untilText: { it: textOf(until, 'it'), en: textOf(until, 'en') } }
}

/** The view by one link. `isLive`: something can still come of the link. `textOf` says its end in words. */
export function viewByLink<S extends string>(
  { id, change, link }: Linked<Linkable>,
  { status, isLive }: { readonly status: S | 'expired'; readonly isLive: boolean },
  textOf: (until: Instant, locale: Locale) => string,
): LinkedView<S | 'expired'> {
  const until = isLive || status === 'expired' ? link.until : null
  const untilText = until === null ? null : { it: textOf(until, 'it'), en: textOf(until, 'en') }
  return { id, status, requestedAt: change.requestedAt, sentAt: link.sentAt, until, untilText, canConfirm: isLive }
}
