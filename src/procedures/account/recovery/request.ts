/** Asking for the recovery of a password: whoever it is about, one answer, one letter, the same work. */
import { accept, invariant, type Result } from '../../../kernel/index.ts'
import { perform, readForm } from '../../../runtime/command.ts'
import { type CommandOptions, readRequester } from '../../../runtime/input.ts'
import { mailedLink } from '../../../runtime/links.ts'
import { oncePer } from '../../../runtime/once.ts'
import { mailNobody, mailPerson } from '../../../runtime/person-mail.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import { drawToken } from '../../../runtime/token-command.ts'
import { codeOf, readAccount } from '../../binding/account-of.ts'
import { notDoneLetter } from '../../calendar/not-done.ts'
import type { QuotaRefusal } from '../../quota/model.ts'
import { expiryOf } from '../credential/expiry.ts'
import { standInFor } from '../credential/lost-secrets.ts'
import { factsOf } from '../credential/person-facts.ts'
import type { RecoveryContext, RecoveryFormRefusal } from './context.ts'
import { linkLetter } from './letters.ts'
import { requestForm } from './schema.ts'

/** What goes along with the request. */
export type RecoveryRequestOptions = CommandOptions & {
  /** The requester, as the host can tell (an address): 1 to 256 characters. Each has `quota.usesMax` (policy) requests, whoever they are about. */
  readonly requester?: string | undefined
}

/** Why nothing was asked for. None of it depends on the account. */
export type RecoveryRequestRefusal = RecoveryFormRefusal | QuotaRefusal | CommandRefusal

/** How often at most somebody is told that it is closed, ms: as strangers can ask for it too. */
const closedEveryMs = 6 * 60 * 60_000

/**
 * Mails a link where there is an active credential: to the validated address, or for some days after a change of it to the one before. The
 * answer is the same for everybody.
 */
export async function request(
  context: RecoveryContext,
  input: unknown,
  options?: RecoveryRequestOptions,
): Promise<Result<null, RecoveryRequestRefusal>> {
  const { runtime, credential, recovery, quota } = context
  const { office, ring } = runtime
  const read = readForm(requestForm, input, 'recovery/form')
  if (!read.ok) return read
  const requester = readRequester(options)
  const code = codeOf(ring, read.value.codiceFiscale)
  const counter = requester === undefined ? null : ring.pseudonym('requester', `recovery/${requester}`)
  const linkOnce = oncePer((accountId) => drawToken(runtime, 'recovery', accountId))
  const command = { name: 'recovery/request', by: { kind: 'anonymous' }, options, input: code } as const
  return perform<null, QuotaRefusal>(runtime, command, async (unit) => {
    const accountId = await readAccount(runtime, unit, code, (id) => [
      { kind: 'recovery', id },
      { kind: 'credential', id },
      ...(counter === null ? [] : [{ kind: 'quota', id: counter }]),
    ])
    const { token, digest } = linkOnce(accountId)
    const topic = { kind: 'recovery', id: accountId }
    if (counter !== null) {
      const counted = await unit.run(quota, counter, { type: 'CountUse' })
      if (!counted.ok) return counted
    }
    const account = await unit.state(credential, accountId)
    const { notedAt } = await unit.state(recovery, accountId)
    const at = unit.now()
    const closed = await unit.closedFor(factsOf(accountId, account, at))
    // Where it is closed, the link that was mailed before waits: another one would end it.
    const requested = await unit.run(
      recovery,
      accountId,
      closed === null ? { type: 'RequestRecovery', digest } : { type: 'NoteRequest' },
    )
    invariant(requested.ok, 'recovery: a request is always an event')
    const [event] = requested.value.events
    const isMade = event?.type === 'RecoveryRequested'
    const { until, isLast } = isMade ? event : { until: closed === null ? at : at + closedEveryMs, isLast: false }
    const isTold = isMade || (closed !== null && at >= notedAt + closedEveryMs)
    const letter =
      closed !== null
        ? notDoneLetter(office, closed)
        : linkLetter(office, { url: mailedLink(runtime, 'recoveryToken', token), until, isLast })
    // The record may have been removed and begun anew since the last one: its versions alone would name two mails alike.
    const mail = { topic, purpose: `link-${at}`, letter, until }
    if (isMade) unit.cancelMail('recovery', accountId)
    const { personal } = account
    if (isTold && personal !== null && account.status === 'active' && expiryOf(account, at) === null) {
      mailPerson(unit, { ...personal, email: standInFor(personal, at) ?? personal.email }, mail)
    } else mailNobody(unit, office.locale, mail)
    return accept(null)
  })
}
