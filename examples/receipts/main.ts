/**
 * Reads the receipts in the office's PEC mailbox once a minute: `node --import tsx examples/receipts/main.ts`. The environment says where
 * the counter is, as for ../relay, and IMAP_URL where the mailbox is: `imaps://user:password@host`, an `@` in the user as `%40`. SIGTERM
 * or SIGINT ends it after the round in hand.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { ImapFlow, type ImapFlowOptions } from 'imapflow'
import PostalMime from 'postal-mime'
import type { PecChangeReceived, PolicyChoice, Sportello } from 'sportello'
import { failureText, log, openCounter, read, readCounter } from '../relay/environment.ts'
import { pollReceipts, type RoundReport } from './poller.ts'

const pauseMs = 60_000
const folder = 'Ricevute'

/**
 * Nobody checks signatures here: such a receipt may say on which of the possible days a link was received, and nothing else. With a
 * `verifier` in `tools`, which takes the host's S/MIME library and the directory of providers, receipts bind and this line goes.
 */
const policy: PolicyChoice = { pecChange: { unverifiedReceipts: 'lengthen' } }
const tools = { parser: PostalMime }

/** Never without verified TLS, and no wait without an end. */
function imapOptions(url: string): ImapFlowOptions {
  const { protocol, hostname: host, port, username, password } = new URL(url)
  if (protocol !== 'imaps:' || host === '' || username === '') throw new Error('incomplete')
  return {
    host,
    port: Number(port || 993),
    secure: true,
    tls: { minVersion: 'TLSv1.2', rejectUnauthorized: true },
    auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    disableAutoIdle: true,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 60_000,
    maxLiteralSize: 4_194_304,
    // Its log has the addresses in it.
    logger: false,
  }
}

/** A connection of its own for each round: what was wrong with the last one is over. */
async function play(options: ImapFlowOptions, receive: Sportello['pecChange']['receive'], after: number): Promise<RoundReport> {
  const imap = new ImapFlow(options)
  // A connection that breaks between two commands makes the next one fail; without a listener it would end the process.
  imap.on('error', () => {})
  await imap.connect()
  try {
    const folders = await imap.list()
    if (!folders.some(({ name }) => name === folder)) await imap.mailboxCreate(folder)
    return await pollReceipts({ imap, tools, receive, folder, after })
  } finally {
    await imap.logout().catch(() => imap.close())
  }
}

/** Counts and codes: what is in a message is nobody's affair here. */
function tell({ taken, left, failed }: RoundReport): void {
  const count = (effect: PecChangeReceived['effect']) => taken.filter((message) => message.effect === effect).length
  const counts = { recorded: count('recorded'), noted: count('noted'), ignored: count('ignored'), unmatched: count('unmatched') }
  if (taken.length > 0) log({ event: 'round', ...counts })
  for (const { uid, why } of left) log({ event: 'left', uid, why })
  for (const { uid, error } of failed) log({ event: 'failed', uid, reason: failureText(error) })
}

const stopping = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort())

try {
  const counter = readCounter(process.env)
  const options = read(process.env, 'IMAP_URL', 'imaps://user:password@host', imapOptions)
  // What a receipt makes the counter write is sent by the relay.
  const { sportello, close } = openCounter(counter, { mailer: { send: async () => 'retry' }, policy })
  log({ event: 'started' })
  let after = 0
  while (!stopping.signal.aborted) {
    try {
      const report = await play(options, sportello.pecChange.receive, after)
      tell(report)
      after = report.last
    } catch (error) {
      log({ event: 'failed', reason: failureText(error) })
    }
    // The signal that cuts the pause short is no failure.
    await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => {})
  }
  await close()
  log({ event: 'stopped' })
} catch (error) {
  process.stderr.write(`receipts: ${failureText(error)}\n`)
  process.exitCode = 1
}
