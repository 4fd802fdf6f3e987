/** Mail: rendered and sealed when the command commits, sent later by the relay, at least once and always with the same bytes. */
import { type Instant, type Letter, type Locale, oneLine, renderLetter, SportelloError } from '../kernel/index.ts'
import type { Commit, Key, Mail, MailOutcome, OutboxMessage, Settlement } from '../ports/index.ts'
import { readArgument } from './input.ts'
import { keyOf } from './record.ts'
import { type Shell, stored } from './shell.ts'

export type Outgoing = {
  /** The record whose procedure the mail serves; the mail's id is made of it, its new version and the purpose. */
  readonly topic: { readonly kind: string; readonly id: string }
  /** Names the mail within its command, such as `completed`. */
  readonly purpose: string
  readonly to: { readonly name: string; readonly address: string }
  readonly locale: Locale
  readonly letter: Letter
}

/** The messages of a commit. `versionOf` gives the stored version of a topic before the commit. */
export function sealLetters(
  shell: Shell,
  letters: readonly Outgoing[],
  at: Instant,
  versionOf: (key: Key) => number,
): Promise<Commit['outbox']> {
  return Promise.all(
    letters.map(async ({ topic, purpose, to, letter, locale }) => {
      const key = keyOf(shell.office.id, topic.kind, topic.id)
      const id = `${shell.office.id}.${topic.kind}.${topic.id}.${versionOf(key) + 1}.${purpose}`
      const mail: Mail = { id, to: { name: oneLine(to.name), address: to.address }, ...renderLetter(letter, locale), locale }
      return { id, topic: key, at, sealed: await shell.sealer.seal('seal', id, JSON.stringify(mail)) }
    }),
  )
}

/** How much one round of the relay takes on. */
export type RelayOptions = {
  /** How many messages to take at the most; 1 to 1000. Default 100. */
  readonly limit?: number
  /**
   * After how long an unsettled message is offered again, ms, 1 to 86400000. Longer than the slowest send; what the round does not
   * get to in this time is left to the next. Default 5 minutes.
   */
  readonly leaseMs?: number
}

/** What one round of the relay did, by message id. */
export type RelayReport = {
  readonly sent: readonly string[]
  /** To be tried again. */
  readonly retried: readonly string[]
  /** Refused for good by the next hop: somebody must be told in another way. */
  readonly rejected: readonly string[]
  /** Given up after `attemptsMax` tries. */
  readonly abandoned: readonly string[]
}

const attemptsMax = 16
const firstDelayMs = 60_000
const longestDelayMs = 6 * 60 * 60_000

const leaseMsMax = 86_400_000

/** How many messages are handed to the mailer at a time. */
const parallel = 8

/** When a message that failed for the nth time is tried again: one minute, doubling, at most six hours. */
export function retryAt(attempts: number, now: Instant): Instant {
  return now + Math.min(firstDelayMs * 2 ** Math.min(attempts - 1, 30), longestDelayMs)
}

const isWhole = (value: unknown, max: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= max

const isMessage = (message: OutboxMessage | null | undefined): boolean =>
  typeof message?.id === 'string' && typeof message.sealed === 'string' && Number.isInteger(message.attempts)

async function send(shell: Shell, message: OutboxMessage): Promise<MailOutcome> {
  try {
    // Sealed by `sealLetters` under this very id.
    const mail = JSON.parse(await shell.sealer.open('seal', message.id, message.sealed)) as Mail
    return await shell.mailer.send(mail)
  } catch {
    // The key may be missing for the time of a faulty deployment: the mail must not be lost for that, nor hold up the others.
    return 'retry'
  }
}

/**
 * Takes due mail from the outbox, hands it to the mailer and settles it. Call it from a timer or a worker, in as many processes as
 * you like. A crash between sending and settling leads to a second sending with the same id and the same bytes.
 */
export async function relay(shell: Shell, options: RelayOptions = {}): Promise<RelayReport> {
  const report = { sent: [] as string[], retried: [] as string[], rejected: [] as string[], abandoned: [] as string[] }
  const [limit = 100, leaseMs = 5 * 60_000] = readArgument(() => [options.limit, options.leaseMs]) ?? [Number.NaN]
  if (!isWhole(limit, 1000) || !isWhole(leaseMs, leaseMsMax)) {
    throw new SportelloError('config/invalid', `relay: limit is 1 to 1000, leaseMs is 1 to ${leaseMsMax}`)
  }
  const now = shell.now()
  const messages = await stored(() => shell.storage.lease({ now, leaseMs, limit }))
  if (!Array.isArray(messages) || !messages.every(isMessage))
    throw new SportelloError('storage/failed', 'storage: lease answers a list of messages')
  const queue: OutboxMessage[] = [...messages]

  async function work(): Promise<void> {
    for (let message = queue.shift(); message !== undefined; message = queue.shift()) {
      // Its lease is over: another process may have it by now.
      if (shell.now() >= now + leaseMs) return
      const { id, attempts } = message
      const outcome = await send(shell, message)
      const settlement = settlementOf(outcome, attempts, shell.now())
      await stored(() => shell.storage.settle(id, settlement))
      const place = settlement === 'sent' || settlement === 'rejected' || settlement === 'abandoned' ? settlement : 'retried'
      report[place].push(id)
    }
  }

  await Promise.all(Array.from({ length: Math.min(parallel, queue.length) }, work))
  return report
}

function settlementOf(outcome: MailOutcome, attempts: number, now: Instant): Settlement {
  if (outcome === 'sent' || outcome === 'rejected') return outcome
  return attempts >= attemptsMax ? 'abandoned' : { retryAt: retryAt(attempts, now) }
}
