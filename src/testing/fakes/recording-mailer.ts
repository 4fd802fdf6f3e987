/** A mailer that sends nothing, remembers everything and behaves as told. */
import { readMail } from '../../adapters/mail-rules.ts'
import type { Mail, Mailer, MailOutcome } from '../../ports/index.ts'

/** What becomes of one call. `throw`: fails before sending. `sent-then-throw`: sends, but the caller does not learn of it. */
export type ScriptedOutcome = MailOutcome | 'throw' | 'sent-then-throw'

/**
 * The outcomes of the first calls in order, then always `sent`; or a function of the mail and of how many calls there were before.
 * What the function throws is thrown by the mailer.
 */
export type MailScript =
  | readonly ScriptedOutcome[]
  | ((mail: Mail, callsBefore: number) => ScriptedOutcome | Promise<ScriptedOutcome>)

/** A mailer that keeps what it was given. */
export type RecordingMailer = Mailer & {
  /** What was sent, in order; a repeat appears again. */
  readonly sent: readonly Mail[]
  /** Every call with its outcome, in order, the unacceptable ones left out. */
  readonly calls: readonly { readonly mail: Mail; readonly outcome: ScriptedOutcome }[]
}

/**
 * Mail that the port calls unacceptable is `rejected` like by a real mailer, whatever the script says.
 *
 * @example
 * const mailer = recordingMailer(['retry']) // the first call fails, the others do not
 * const sportello = createSportello({ ...configuration, mailer })
 * await sportello.relay()
 * console.log(mailer.sent.map(({ subject }) => subject))
 */
export function recordingMailer(script: MailScript = []): RecordingMailer {
  const sent: Mail[] = []
  const calls: { readonly mail: Mail; readonly outcome: ScriptedOutcome }[] = []
  let count = 0

  async function scripted(mail: Mail): Promise<ScriptedOutcome> {
    const before = count
    count += 1
    return typeof script === 'function' ? script(mail, before) : (script[before] ?? 'sent')
  }

  return {
    sent,
    calls,
    async send(mail) {
      const read = readMail(mail)
      if (read === null) return 'rejected'
      const outcome = await scripted(read)
      calls.push({ mail: read, outcome })
      if (outcome === 'sent' || outcome === 'sent-then-throw') sent.push(read)
      if (outcome === 'throw' || outcome === 'sent-then-throw') throw new Error('the script of this mailer says so')
      return outcome
    },
  }
}
