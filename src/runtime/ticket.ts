/** The ticket of an applicant: the right to act on one request, for people who have no account yet or cannot sign in. */
import { equalText } from '../crypto/index.ts'
import type { AnyRefusal, Result } from '../kernel/index.ts'
import type { CommandRefusal } from './request.ts'
import type { Runtime } from './runtime.ts'
import { byToken, type ShownToken, type TokenCommand } from './token-command.ts'
import type { Unit } from './transact.ts'

/** A ticket as it was shown. */
export type ShownTicket = ShownToken & {
  /** True where one of the digests is that of this very ticket. Another ticket for a request that exists is noted in the journal of the request. */
  readonly opens: (...stored: readonly string[]) => boolean
}

/** Runs `work` on the request that the ticket names. Its purpose is the kind of the request's record. */
export function byTicket<V, R extends AnyRefusal>(
  runtime: Runtime,
  ticket: unknown,
  command: Omit<TokenCommand<R>, 'by'>,
  work: (unit: Unit, shown: ShownTicket) => Promise<Result<V, R>>,
): Promise<Result<V, R | CommandRefusal>> {
  const { purpose: kind, name, notFound } = command
  const by = (id: string) => ({ kind: 'applicant', id }) as const
  return byToken<V, R>(runtime, ticket, { ...command, by }, (unit, shown) => {
    const opens = (...stored: readonly string[]): boolean => {
      // Each is compared: how many there are tells nothing of a ticket that is none.
      const isOwn = stored.filter((digest) => equalText(digest, shown.digest)).length > 0
      if (!isOwn) unit.journalRefusal(kind, shown.subject, name, notFound.code)
      return isOwn
    }
    return work(unit, { ...shown, opens })
  })
}
