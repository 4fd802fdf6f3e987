/** A change that a link confirms, taken back: by its subscriber, with the secrets where the office began it, or by the office. */
import { accept, type Result, refuse } from '../../../kernel/index.ts'
import { type CommandOptions, readInput } from '../../../runtime/input.ts'
import type { Unit } from '../../../runtime/transact.ts'
import { isRecent, type SessionReauthenticationRefusal, withReauthentication } from '../../account/session/reauthentication.ts'
import type { Linkable, LinkedAnswers, LinkedChange } from './context.ts'
import { endChange, type NotServed, type OwnRefusal, onOwnChange, openChange } from './use-cases.ts'

/** Takes the open change back: its links are dead, and its unsent mail is not sent. A session alone does not end what the office began. */
export async function cancelOpen<Change extends Linkable, A extends LinkedAnswers>(
  linked: LinkedChange<Change, A>,
  unit: Unit,
  accountId: string,
  by: 'session' | 'secrets' | 'office',
): Promise<Result<null, A['notFound'] | A['refusal']>> {
  const open = await openChange(linked, unit, accountId)
  if (!open.ok) return open
  const { id, change } = open.value
  const withheld = by === 'session' ? linked.withheld(change) : null
  if (withheld !== null) {
    unit.journalRefusal(linked.kind, id, `${linked.kind}/cancel`, withheld.code)
    return refuse(withheld)
  }
  const cancelled = await linked.run(unit, id, { type: 'CancelChange' })
  if (!cancelled.ok) return cancelled
  await endChange(linked, unit, accountId, id)
  return accept(null)
}

/** Takes the open change back, with the session alone or, where the form gives them, with the secrets once more. */
export async function cancel<Change extends Linkable, A extends LinkedAnswers>(
  linked: LinkedChange<Change, A>,
  input: unknown,
  options?: CommandOptions,
): Promise<Result<null, OwnRefusal<A> | NotServed | SessionReauthenticationRefusal>> {
  const read = readInput(linked.cancelForm, input)
  if (!read.ok) return refuse(linked.malformed(read.refusal))
  const { token, pin, password } = read.value
  if (pin !== undefined && password !== undefined) {
    const operation = { name: `${linked.kind}/cancel`, options }
    const given = { token, pin, password }
    return withReauthentication<null, OwnRefusal<A>>(linked.context, given, operation, (unit, { accountId }) =>
      cancelOpen(linked, unit, accountId, 'secrets'),
    )
  }
  const command = { name: 'cancel', input, malformed: linked.malformed, options }
  return onOwnChange<null, OwnRefusal<A>>(linked, command, (unit, { accountId, session }) =>
    cancelOpen(linked, unit, accountId, isRecent(linked.context, session, unit.now()) ? 'secrets' : 'session'),
  )
}
