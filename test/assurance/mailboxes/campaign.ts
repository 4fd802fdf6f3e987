/**
 * Mailboxes move while the processes that move them are killed, again and again: every one must be accounted for in the end, opened by the password that was
 * promised, and copied once; and no password may be read anywhere, in the middle of it or afterwards.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Mailer, Sportello } from 'sportello'
import { takeAccount } from '../../../examples/demo/migration/account.ts'
import { chanceOf } from '../../../examples/demo/migration/chance.ts'
import { type Crew, openCrew } from '../../../examples/demo/migration/crew.ts'
import { domain, type Owner, owners } from '../../../examples/demo/migration/owners.ts'
import { type Effect, simulateProviders } from '../../../examples/demo/migration/providers.ts'
import { openOffice, operator } from '../../../examples/demo/migration/setting.ts'
import { activating, announced, completed, morningAfter, plan, started } from '../../../examples/demo/migration/story.ts'
import { type Temper, withTemper } from '../../../examples/demo/migration/temper.ts'
import { openShelf, postgresSchema } from '../../../examples/demo/shelf.ts'
import { bundle } from '../../support/bundle.ts'
import { connectPostgres } from '../../support/connection.ts'
import { accepted, keys } from '../../support/counter.ts'
import { canariesIn, canaryRows, withCanaries } from './canaries.ts'
import { againstLetters } from './letters.ts'

export type MailboxKillsReport = {
  /** What is wrong, a line each. */
  readonly findings: readonly string[]
  /** Workers that were killed. */
  readonly killed: number
  readonly live: number
  readonly blocked: number
  readonly messages: number
  readonly letters: number
  /** Orders that were given again after the process that had them was killed, or an answer was lost: the provider had them already. */
  readonly repeated: number
  /** Rows that were looked through for passwords. */
  readonly rows: number
  readonly ms: number
}

export type MailboxKillsOrder = {
  readonly url: string
  readonly mailboxes: number
  readonly kills: number
  readonly seed: number
}

const workers = 4
const atOnce = 16
const office = 'kill-mailboxes'
/** The last part of the kills falls on the archives. */
const killsOfArchives = 0.3
/** A worker is killed so long after its mark at most, ms. */
const momentMs = 100

const temper: Temper = { unavailable: 0.05, lost: 0.05, repeated: 0.05, late: 0.005, leastMs: 0, mostMs: 8, lateMs: 2_000 }

/** A school at its page, until its mailbox is activated. */
async function activate({ mailboxes }: Sportello, { mailbox, password, next }: Owner): Promise<string | null> {
  const own = { domain, mailbox, password }
  const form = next === null ? own : { ...own, next, confirmation: next }
  for (let tries = 0; tries < 100; tries += 1) {
    const answer = await mailboxes.activate(form, { requestKey: `activate-${mailbox.replace('@', '-')}` })
    if (answer.ok) return null
    if (answer.refusal.code !== 'mailbox/provider-unavailable') return `${mailbox}: ${answer.refusal.code}`
    await pause(20)
  }
  return `${mailbox}: the provider was never there`
}

async function inTurn<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values()
  const one = async (): Promise<void> => {
    for (const item of queue) await run(item)
  }
  await Promise.all(Array.from({ length: atOnce }, one))
}

/** Kills so many workers: each once a share of the mailboxes is done that was drawn for it, and a moment later. */
async function killing(crew: Crew, kills: number, next: () => number, share: () => number): Promise<void> {
  for (let kill = 0; kill < kills; kill += 1) {
    const at = (kill + next()) / (kills + 1)
    while (share() < at) await pause(20)
    await pause(next() * momentMs)
    await crew.kill()
    crew.start()
  }
}

export async function runMailboxKills({ url, mailboxes: count, kills, seed }: MailboxKillsOrder): Promise<MailboxKillsReport> {
  const begun = performance.now()
  const chance = chanceOf(seed)
  const people = withCanaries(owners(count, seed))
  const findings: string[] = []
  const effects: Effect[] = []
  let aheadMs = announced - Date.now()
  const now = (): number => Date.now() + aheadMs
  const providers = simulateProviders({
    mailboxes: people,
    now,
    perSecond: 800,
    smallMax: 100,
    tell: (effect) => effects.push(effect),
  })
  const way = withTemper(providers, temper, chanceOf(seed + 1))
  const storage = { kind: 'postgres', url } as const
  const shelf = await openShelf(storage, '')
  const { db, close } = connectPostgres(url)
  const keyText = keyTextOf()
  const sent: string[] = []
  let archived = 0
  const mailer: Mailer = {
    async send({ id, subject, text }) {
      sent.push(id)
      if (canariesIn(`${subject}${text}`) > 0) findings.push(`${id}: a letter holds a password`)
      return 'sent'
    },
  }
  const crew = openCrew(
    await bundle(new URL('worker.ts', import.meta.url), 'outside'),
    () => ({ storage, path: '', locale: 'it', office, keyText, aheadMs }),
    way,
  )
  const sportello = openOffice({ locale: 'it', identity: { office, keys }, shelf, providers: way, now, mailer })
  const form = { operator: operator(), domain }
  const reportNow = async () => accepted(await sportello.migration.report(form))
  const goTo = async (at: number): Promise<void> => {
    aheadMs = at - Date.now()
    await crew.tellTime(aheadMs)
  }

  /** Until the workers have nothing left to do. */
  async function drained(part: 'messages' | 'archive', isDone: () => boolean): Promise<void> {
    for (;;) {
      crew.check()
      const { archive, statuses, [part]: counts, passwords, parked } = await reportNow()
      archived = statuses.live.count === 0 ? 0 : 1 - (archive.ordered + archive.running) / statuses.live.count
      const waiting = Object.values(parked).reduce((sum, some) => sum + some, 0)
      if (waiting > 0) findings.push(`${waiting} mailboxes wait for the office`)
      if (waiting > 0 || (isDone() && counts.ordered + counts.running + passwords.ordered === 0)) return
      await pause(200)
    }
  }

  async function lookForPasswords(when: string): Promise<void> {
    const found = await canaryRows(db, postgresSchema)
    if (found > 0) findings.push(`${when}: ${found} rows hold a password`)
  }

  try {
    accepted(await sportello.migration.plan(plan()))
    accepted(
      await sportello.mailboxes.add(
        { ...form, parallel: 16 },
        people.map(({ mailbox }) => ({ mailbox })),
      ),
    )
    await goTo(activating)
    for (let i = 0; i < workers; i += 1) crew.start()

    let [done, activated] = [0, false]
    const wanted = people.filter(({ habit }) => habit !== 'never')
    const inWindow = Math.round(kills * (1 - killsOfArchives))
    const firstKills = killing(crew, inWindow, chance.next, () => done / wanted.length)
    const looking = pause(500).then(() => lookForPasswords('while passwords are on their way'))
    await inTurn(wanted, async (owner) => {
      const refused = await activate(sportello, owner)
      if (refused !== null) findings.push(refused)
      done += 1
    })
    activated = true
    await Promise.all([firstKills, looking])
    await drained('messages', () => activated)

    await goTo(started)
    accepted(await sportello.migration.reportStart({ ...form, reason: 'Contratto 12/2022.' }))
    await sportello.retention.sweep()
    await goTo(completed)
    accepted(await sportello.migration.reportCompletion({ ...form, reason: 'Contratto 12/2022.' }))
    await sportello.retention.sweep()

    await goTo(morningAfter)
    let killed = false
    const lastKills = killing(crew, kills - inWindow, chance.next, () => archived).then(() => {
      killed = true
    })
    await Promise.all([lastKills, drained('archive', () => killed)])
    await crew.stop()
    while ((await sportello.relay({ limit: 1000 })).sent.length > 0);

    const account = await takeAccount(sportello, people, providers)
    findings.push(...account.wrong)
    for (const { mailbox, habit } of people) {
      const beginnings = providers.beginningsOf(mailbox)
      if (beginnings !== (habit === 'never' ? 0 : 1)) findings.push(`${mailbox}: was begun to be copied ${beginnings} times`)
    }
    await lookForPasswords('in the end')
    const { rows, unsettled } = await countRows()
    findings.push(...againstLetters(sent, account))
    if (unsettled > 0) findings.push(`${unsettled} messages are still sealed in the outbox`)
    const said = canariesIn(crew.said())
    if (said > 0) findings.push(`${said} passwords were said by the workers`)
    if (canariesIn(JSON.stringify(effects)) > 0) findings.push('the providers have written a password down')
    const { kept, replaced, blocked, messages } = account
    const repeated = way.counts.lost + way.counts.repeated
    return {
      findings,
      killed: crew.shown().filter(({ state }) => state === 'killed').length,
      live: kept + replaced,
      blocked,
      messages,
      letters: sent.length,
      repeated,
      rows,
      ms: performance.now() - begun,
    }
  } finally {
    await crew.stop()
    await shelf.close()
    await close()
  }

  async function countRows() {
    const table = (name: string) => sql.table(`${postgresSchema}.sportello_${name}`)
    const { rows } = await sql<{ readonly rows: string; readonly unsettled: string }>`
      select (select count(*) from ${table('record')}) + (select count(*) from ${table('journal')})
          + (select count(*) from ${table('outbox')}) as rows,
        (select count(*) from ${table('outbox')} where sealed <> '') as unsettled`.execute(db)
    const [counts] = rows
    return { rows: Number(counts?.rows), unsettled: Number(counts?.unsettled) }
  }
}

/** The keys of the tests as one text, for the workers. */
function keyTextOf(): string {
  const { current, ring, pseudonym } = keys
  const written = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')
  return `${current}:${written(ring.k1)},pseudonym:${written(pseudonym)}`
}
