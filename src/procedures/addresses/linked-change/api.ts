/** The use cases of one kind of change without the kind, as its written interface has them. */
import type { AnyRefusal, Result } from '../../../kernel/index.ts'
import { bind } from '../../../runtime/bind.ts'
import type { CommandOptions } from '../../../runtime/input.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import type { LookOptions } from '../../account/session/context.ts'
import type { SessionReauthenticationRefusal } from '../../account/session/reauthentication.ts'
import { cancel } from './cancel.ts'
import type { Linkable, LinkedAnswers, LinkedChange } from './context.ts'
import { confirm, inspectByLink } from './link.ts'
import { inspectOwn, type NotServed, type OwnRefusal, type RequestRefusal, request, resend } from './use-cases.ts'

type Command<V, R extends AnyRefusal> = (input: unknown, options?: CommandOptions) => Promise<Result<V, R>>

/** What every kind of change can be asked for. */
export type LinkedApi<A extends LinkedAnswers> = {
  readonly request: Command<A['requested'], RequestRefusal<A>>
  readonly resend: Command<A['requested'], OwnRefusal<A> | NotServed>
  readonly cancel: Command<null, OwnRefusal<A> | NotServed | SessionReauthenticationRefusal>
  readonly inspectOwn: (input: unknown, options?: LookOptions) => Promise<Result<A['view'] | null, A['form'] | NotServed>>
  readonly inspectByLink: (token: unknown) => Promise<Result<A['view'], A['notFound'] | CommandRefusal>>
  readonly confirm: Command<A['confirmed'], A['notFound'] | A['refusal'] | A['effect'] | CommandRefusal>
}

export function linkedApi<Change extends Linkable, A extends LinkedAnswers>(linked: LinkedChange<Change, A>): LinkedApi<A> {
  return {
    request: bind(linked, request<Change, A>),
    resend: bind(linked, resend<Change, A>),
    cancel: bind(linked, cancel<Change, A>),
    inspectOwn: bind(linked, inspectOwn<Change, A>),
    inspectByLink: bind(linked, inspectByLink<Change, A>),
    confirm: bind(linked, confirm<Change, A>),
  }
}
