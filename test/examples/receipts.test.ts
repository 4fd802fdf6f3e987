import type { ChildProcess } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ImapFlow } from 'imapflow'
import { Kysely, PostgresDialect } from 'kysely'
import { Pool } from 'pg'
import PostalMime from 'postal-mime'
import { type PecReceipt, SportelloError } from 'sportello'
import { confirmationDeadline } from 'sportello/pec'
import { migrate, pgPool, sqlStorage } from 'sportello/sql'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { selfSignedCertificate } from '../../examples/demo/certificate.ts'
import { pollReceipts, type Round, type RoundReport } from '../../examples/receipts/poller.ts'
import { askedFor, day, hour, newPec } from '../support/addresses.ts'
import { accepted, keys, morning, office } from '../support/counter.ts'
import { fileDatabase } from '../support/database.ts'
import { type DaticertSample, daticertXml, receiptMessage } from '../support/daticert.ts'
import { type ImapServer, type ImapServerOptions, openImapServer } from '../support/imap.ts'
import { bundled, type Ran, runSource, scratch } from './child.ts'

const folder = 'Ricevute'
const bytes = (text: string) => new TextEncoder().encode(text)
const letter = bytes('From: cittadino@pec.example.it\r\nSubject: Una domanda\r\n\r\nBuongiorno.\r\n')

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function openServer(options: ImapServerOptions = {}): Promise<ImapServer> {
  const server = await openImapServer({ folders: [folder], ...options })
  closers.push(server.close)
  return server
}

/** A client as a host makes one, without TLS, which is another test's. */
async function connect({ host, port, user, pass }: ImapServer): Promise<ImapFlow> {
  const imap = new ImapFlow({ host, port, secure: false, doSTARTTLS: false, auth: { user, pass }, logger: false })
  imap.on('error', () => {})
  await imap.connect()
  closers.push(() => imap.close())
  return imap
}

/** A receipt of delivery to the new PEC. */
function delivery(reference: string, at: number, over: Partial<DaticertSample> = {}): Uint8Array {
  const sample = { kind: 'avvenuta-consegna', messageId: reference, at, recipients: [newPec], ...over } as const
  return receiptMessage(daticertXml(sample), { enclosed: 'Subject: Conferma\r\n\r\nà' }).mime
}

/** The folder and the INBOX, as people see them: flags and the first line of each message. */
function seen(server: ImapServer): { readonly taken: number; readonly inbox: readonly (readonly string[])[] } {
  return { taken: server.messages(folder).length, inbox: server.messages('INBOX').map(({ flags }) => flags) }
}

const outcomes = ({ taken, left, failed }: RoundReport) => ({
  taken: taken.map(({ effect }) => effect),
  left: left.map(({ why }) => why),
  failed: failed.length,
})

/** A mailbox, and a subscriber whose link was sent on a Tuesday at 10:00, Rome; it is 06:00 of the next day. Unchecked receipts may bind. */
async function openOffice() {
  const subscriber = await askedFor({ policy: { pecChange: { unverifiedReceipts: 'bind' } } })
  subscriber.clock.set(morning + 20 * hour)
  const { receive, inspectByLink: inspect } = subscriber.sportello.pecChange
  const server = await openServer()
  const tools = { parser: PostalMime }
  const round = (imap: Round['imap'], over: Partial<Round> = {}) => pollReceipts({ imap, tools, receive, folder, ...over })
  return {
    ...subscriber,
    server,
    receive,
    round,
    until: async () => accepted(await inspect(subscriber.link)).until,
    /** Plays a round on a connection of its own. */
    poll: async (over: Partial<Round> = {}) => round(await connect(server), over),
  }
}

describe('a round through the PEC mailbox', () => {
  it('hands each receipt to the counter, and then moves it to its folder', async () => {
    const { server, poll, reference, until } = await openOffice()
    const deliveredAt = morning + 16 * hour
    expect(await until()).toBe(confirmationDeadline(morning))
    server.put(delivery(reference, deliveredAt))
    expect(outcomes(await poll())).toEqual({ taken: ['recorded'], left: [], failed: 0 })
    expect(await until()).toBe(confirmationDeadline(deliveredAt))
    expect(confirmationDeadline(deliveredAt)).toBe(confirmationDeadline(morning) + day)
    expect(seen(server)).toEqual({ taken: 1, inbox: [] })
    expect(outcomes(await poll())).toEqual({ taken: [], left: [], failed: 0 })
  })

  it('takes in what somebody has read already, and what is about other mail', async () => {
    const { server, poll, reference, until } = await openOffice()
    server.put(delivery(reference, morning + 16 * hour), ['\\Seen'])
    server.put(delivery('<protocollo.2026.00012@comune.example.it>', morning))
    server.put(delivery(reference, morning, { kind: 'accettazione', delivery: null }))
    expect(outcomes(await poll()).taken).toEqual(['recorded', 'unmatched', 'noted'])
    expect(await until()).toBe(confirmationDeadline(morning + 16 * hour))
    expect(seen(server)).toEqual({ taken: 3, inbox: [] })
  })

  it('leaves to people, flagged and unread, what is no receipt: letters, envelopes, broken and oversized messages', async () => {
    const { server, poll, reference } = await openOffice()
    server.put(letter)
    server.put(
      receiptMessage(daticertXml({ kind: 'posta-certificata' }), { enclosed: 'Subject: Una domanda\r\n\r\nSalve.' }).mime,
    )
    server.put(receiptMessage('<!DOCTYPE postacert><postacert/>').mime)
    server.put(bytes(`Subject: Allegati\r\n\r\n${'x'.repeat(1_048_576)}`))
    server.put(delivery(reference, morning + hour))
    const { left, ...others } = outcomes(await poll())
    expect(left).toEqual(['receipt/no-daticert', 'message', expect.stringMatching(/^daticert\//), 'receipt/too-large'])
    expect(others).toEqual({ taken: ['recorded'], failed: 0 })
    expect(seen(server)).toEqual({ taken: 1, inbox: [['\\Flagged'], ['\\Flagged'], ['\\Flagged'], ['\\Flagged']] })
    expect(outcomes(await poll())).toEqual({ taken: [], left: [], failed: 0 })
  })

  it('that ends between taking in and moving is followed by one that moves, and changes nothing', async () => {
    const { server, round, poll, receive, reference, until, sportello, asked } = await openOffice()
    const deliveredAt = morning + 16 * hour
    server.put(delivery(reference, deliveredAt))
    const imap = await connect(server)
    const cut = async (receipt: PecReceipt) => {
      const received = await receive(receipt)
      imap.close()
      return received
    }
    await expect(round(imap, { receive: cut })).rejects.toThrow()
    expect(await until()).toBe(confirmationDeadline(deliveredAt))
    expect(seen(server)).toEqual({ taken: 0, inbox: [[]] })
    const eventsOf = async () => {
      const lines = accepted(await sportello.journal.read({ kind: 'pec-change', id: asked.id }))
      return lines.map(({ type }) => type).filter((type) => type !== 'ReceiptIgnored')
    }
    const before = await eventsOf()
    expect(outcomes(await poll())).toEqual({ taken: ['ignored'], left: [], failed: 0 })
    expect(await eventsOf()).toEqual(before)
    expect(await until()).toBe(confirmationDeadline(deliveredAt))
    expect(seen(server)).toEqual({ taken: 1, inbox: [] })
  })

  it('leaves as it was what the counter or the verifier fails on, and goes on with the others', async () => {
    const { server, poll, receive, reference } = await openOffice()
    server.put(delivery(reference, morning + hour, { id: 'opec1.first' }))
    server.put(letter)
    server.put(delivery(reference, morning + 2 * hour, { id: 'opec2.second' }))
    const fails = (receipt: PecReceipt) =>
      receipt.id.startsWith('opec1') ? Promise.reject(new SportelloError('storage/failed', 'no storage')) : receive(receipt)
    expect(outcomes(await poll({ receive: fails }))).toEqual({ taken: ['recorded'], left: ['receipt/no-daticert'], failed: 1 })
    expect(seen(server)).toEqual({ taken: 1, inbox: [[], ['\\Flagged']] })
    const verifier = { verify: () => Promise.reject(new Error('no directory')) }
    expect(outcomes(await poll({ tools: { parser: PostalMime, verifier } }))).toEqual({ taken: [], left: [], failed: 1 })
    expect(seen(server)).toEqual({ taken: 1, inbox: [[], ['\\Flagged']] })
    expect(outcomes(await poll())).toEqual({ taken: ['ignored'], left: [], failed: 0 })
  })

  it('looks at so many messages only, and begins after those that the one before has looked at', async () => {
    const { server, poll, receive, reference } = await openOffice()
    for (const id of ['opec1.bad', 'opec2.bad', 'opec3.good']) server.put(delivery(reference, morning + hour, { id }))
    const fails = (receipt: PecReceipt) => (receipt.id.endsWith('bad') ? Promise.reject(new Error('no')) : receive(receipt))
    const first = await poll({ receive: fails, limit: 2 })
    expect(outcomes(first)).toEqual({ taken: [], left: [], failed: 2 })
    const second = await poll({ receive: fails, limit: 2, after: first.last })
    expect(outcomes(second)).toEqual({ taken: ['recorded'], left: [], failed: 1 })
  })

  it('is over after ten failures, which are the fault of no single message', async () => {
    const { server, poll, reference } = await openOffice()
    for (let i = 0; i < 12; i += 1) server.put(delivery(reference, morning + hour))
    let calls = 0
    const receive = () => {
      calls += 1
      return Promise.reject(new SportelloError('storage/failed', 'no storage'))
    }
    expect(outcomes(await poll({ receive })).failed).toBe(10)
    expect(calls).toBe(10)
  })

  it('passes over what is gone meanwhile, and leaves what the server does not move', async () => {
    const { server, poll, receive, reference } = await openOffice()
    for (const id of ['opec1', 'opec2']) server.put(delivery(reference, morning + hour, { id }))
    expect(outcomes(await poll({ folder: 'Altrove' }))).toEqual({ taken: [], left: [], failed: 2 })
    expect(seen(server)).toEqual({ taken: 0, inbox: [[], []] })
    const other = await connect(server)
    const moving = async (receipt: PecReceipt) => {
      const lock = await other.getMailboxLock('INBOX')
      await other.messageMove('2', folder, { uid: true })
      lock.release()
      return receive(receipt)
    }
    expect(outcomes(await poll({ receive: moving }))).toEqual({ taken: ['ignored'], left: [], failed: 0 })
    expect(seen(server)).toEqual({ taken: 2, inbox: [] })
  })

  it('at the same time as another one does no harm', async () => {
    const { server, poll, reference, until } = await openOffice()
    for (let i = 0; i < 5; i += 1) server.put(delivery(reference, morning + 16 * hour, { id: `opec${i}` }))
    await Promise.all([poll(), poll()])
    expect(await until()).toBe(confirmationDeadline(morning + 16 * hour))
    expect(seen(server)).toEqual({ taken: 5, inbox: [] })
  })
})

describe('the program that reads receipts', () => {
  const database = fileDatabase()
  const place = scratch()
  const program = 'examples/receipts/main.ts'
  const inBundle = bundled(program)
  const base64 = (array: Uint8Array) => Buffer.from(array).toString('base64')
  const now = Date.now()
  const certificate = selfSignedCertificate({ hosts: ['localhost', '127.0.0.1'], validFrom: now - hour, validUntil: now + day })

  beforeAll(() => writeFile(join(place.path, 'ca.pem'), certificate.cert))

  function environment({ host, port, user, pass }: ImapServer): { readonly [name: string]: string } {
    return {
      DATABASE_URL: database.url,
      SPORTELLO_OFFICE: JSON.stringify(office),
      SPORTELLO_KEYS: `k1:${base64(keys.ring.k1)},pseudonym:${base64(keys.pseudonym)}`,
      IMAP_URL: `imaps://${encodeURIComponent(user)}:${encodeURIComponent(pass)}@${host}:${port}`,
      NODE_EXTRA_CA_CERTS: join(place.path, 'ca.pem'),
    }
  }

  /** Runs it until it has said this, or has been killed; then tells it to end. */
  function runUntil(env: { readonly [name: string]: string }, said: string): Promise<Ran> {
    const onOutput = (child: ChildProcess, text: string) => void (text.includes(said) && child.kill('SIGTERM'))
    return inBundle([], { env, onOutput })
  }

  const eventsOf = ({ stdout }: Ran): readonly { readonly [field: string]: unknown }[] =>
    stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line))

  it.each([
    ['nothing', {}, /^receipts: DATABASE_URL is missing: .+\n$/],
    ['a mailbox without TLS', { IMAP_URL: 'imap://user:canary@host' }, /^receipts: IMAP_URL is not what it must be: .+\n$/],
    ['a mailbox of nobody', { IMAP_URL: 'imaps://host-canary' }, /^receipts: IMAP_URL is not what it must be: .+\n$/],
  ])('says what is missing or malformed, and ends: %s', async (_, given, complaint) => {
    const server = await openServer()
    const isEmpty = Object.keys(given).length === 0
    const env = isEmpty ? {} : { ...environment(server), ...given }
    const { code, stdout, stderr } = await (isEmpty ? runSource(program, [], { env }) : inBundle([], { env }))
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(complaint)
    expect(stderr).not.toContain('canary')
  })

  it('speaks to no server whose certificate is not trusted', async () => {
    const server = await openServer({ certificate })
    server.put(letter)
    const ran = await runUntil({ ...environment(server), NODE_EXTRA_CA_CERTS: '' }, 'failed')
    expect(ran.code).toBe(0)
    expect(eventsOf(ran)[1]).toMatchObject({ event: 'failed', reason: expect.stringContaining('CERT') })
    expect(seen(server).inbox).toEqual([[]])
  })

  it('is killed between taking in and moving; called again it moves, the term stays, and nothing personal is logged', async () => {
    const db = new Kysely<unknown>({
      dialect: new PostgresDialect({ pool: pgPool(new Pool({ connectionString: database.url, max: 2 })) }),
    })
    closers.push(() => db.destroy())
    await migrate(db)
    const subscriber = await askedFor({ storage: sqlStorage(db), clock: { now: Date.now } })
    let child: ChildProcess | null = null
    let kills = 0
    const server = await openServer({
      folders: [],
      certificate,
      beforeMove: () => {
        if (kills > 0) return false
        kills += 1
        child?.kill('SIGKILL')
        return true
      },
    })
    const deliveredAt = Math.floor(Date.now() / 1000) * 1000
    server.put(delivery(subscriber.reference, deliveredAt))
    server.put(letter)
    const onOutput = (started: ChildProcess) => {
      child = started
    }
    const killed = await inBundle([], { env: environment(server), onOutput })
    expect([killed.code, kills]).toEqual([null, 1])
    expect(seen(server).inbox).toHaveLength(2)
    const { inspectByLink: inspect } = subscriber.sportello.pecChange
    const before = accepted(await inspect(subscriber.link))
    expect(before.status).toBe('awaiting-confirmation')

    const again = await runUntil(environment(server), 'left')
    expect([again.code, again.stderr]).toEqual([0, ''])
    expect(eventsOf(again).map(({ at: _, ...event }) => event)).toEqual([
      { event: 'started' },
      { event: 'round', recorded: 0, noted: 0, ignored: 1, unmatched: 0 },
      { event: 'left', uid: 2, why: 'receipt/no-daticert' },
      { event: 'stopped' },
    ])
    expect(seen(server)).toEqual({ taken: 1, inbox: [['\\Flagged']] })
    expect(accepted(await inspect(subscriber.link))).toEqual(before)
  })
})
