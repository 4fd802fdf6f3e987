import type { ChildProcess } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Kysely, PostgresDialect } from 'kysely'
import { Pool } from 'pg'
import { createSportello, type SportelloConfiguration } from 'sportello'
import { memoryDocuments } from 'sportello/memory'
import { migrate, pgPool, sqlStorage } from 'sportello/sql'
import { plainPasswordHash } from 'sportello/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPostOffice, type PostOffice } from '../../examples/demo/post-office.ts'
import { openRelay } from '../../examples/relay/environment.ts'
import { minimalPdf } from '../rules/identity/minimal-pdf.ts'
import { accepted, anna, keys, office } from '../support/counter.ts'
import { fileDatabase } from '../support/database.ts'
import { bundled, type Ran, runSource, scratch } from './child.ts'

const relays = ['examples/relay/worker.ts', 'examples/relay/pg-boss.ts'] as const
const programs = { [relays[0]]: bundled(relays[0]), [relays[1]]: bundled(relays[1]) }
const database = fileDatabase()
const place = scratch()
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

const linesOf = (text: string): readonly { readonly [field: string]: unknown }[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))

/** What came to the post office, by Message-ID. */
const received: string[] = []
let post: PostOffice
let db: Kysely<unknown>

beforeAll(async () => {
  post = await openPostOffice({
    put: async ({ raw }) => void received.push(/^Message-ID:\s*<(.*)>/im.exec(Buffer.from(raw).toString())?.[1] ?? ''),
  } as PostOffice['mailbox'])
  db = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: pgPool(new Pool({ connectionString: database.url, max: 2 })) }),
  })
  await migrate(db)
  await writeFile(join(place.path, 'ca.pem'), post.ca)
})

afterAll(async () => {
  await post?.close()
  await db?.destroy()
})

function environment(): { readonly [name: string]: string } {
  return {
    DATABASE_URL: database.url,
    SPORTELLO_OFFICE: JSON.stringify(office),
    SPORTELLO_KEYS: `k1:${base64(keys.ring.k1)},pseudonym:${base64(keys.pseudonym)}`,
    SMTP_URL: `smtp://${post.user}:${post.pass}@${post.host}:${post.port}`,
    MAIL_FROM: 'sportello@comune-di-prova.example',
    NODE_EXTRA_CA_CERTS: join(place.path, 'ca.pem'),
  }
}

/** Completed requests, each of which leaves one letter. */
async function queue(count: number, name: string): Promise<void> {
  const configuration: SportelloConfiguration = {
    office,
    keys,
    storage: sqlStorage(db),
    mailer: { send: async () => 'retry' },
    documents: memoryDocuments(),
    passwordHash: plainPasswordHash(),
  }
  const { registration } = createSportello({ ...configuration, policy: { quota: { usesMax: 1000 } } })
  for (let i = 0; i < count; i += 1) {
    const { ticket } = accepted(await registration.open({ ...anna, email: `${name}${i}@example.it` }))
    accepted(await registration.addDocument(ticket, { type: 'identity-card' }, minimalPdf(`${name} ${i}`)))
    accepted(await registration.complete(ticket))
  }
}

/** Runs them until all have started and the post office has so many letters; then tells each of them once to end. */
async function runUntil(files: readonly (typeof relays)[number][], letters: number): Promise<readonly Ran[]> {
  const children = new Set<ChildProcess>()
  const endAll = (signal: 'SIGTERM' | 'SIGKILL'): void => {
    for (const child of children) child.kill(signal)
  }
  const watch = setInterval(() => {
    if (children.size < files.length || new Set(received).size < letters) return
    clearInterval(watch)
    endAll('SIGTERM')
  }, 50)
  const patience = setTimeout(() => endAll('SIGKILL'), 90_000)
  const onOutput = (child: ChildProcess) => void children.add(child)
  try {
    return await Promise.all(files.map((file) => programs[file]([], { env: environment(), onOutput })))
  } finally {
    clearInterval(watch)
    clearTimeout(patience)
  }
}

describe('the settings of a relay', () => {
  it.each([
    ['DATABASE_URL', ['mysql://user:canary@host/db', 'canary']],
    ['SPORTELLO_OFFICE', ['{canary']],
    ['SPORTELLO_KEYS', ['canary', '{"current":"canary"}', 'k1:canary', `canary:${'A'.repeat(43)},k1:canary`]],
    ['SMTP_URL', ['smtp://host-canary', 'https://user:canary@host', 'canary']],
    ['MAIL_FROM', []],
  ])('say which is missing or malformed, and quote none: %s', (name, wrong) => {
    const opening = (text: string) => () => openRelay({ ...environment(), [name]: text })
    for (const text of ['', ' ']) expect(opening(text)).toThrow(new RegExp(`^${name} is missing: .+`))
    for (const text of wrong) {
      expect(opening(text)).toThrow(new RegExp(`^${name} is not what it must be: .+`))
      expect(opening(text)).not.toThrow(/canary/)
    }
  })
})

describe.each(relays)('%s', (file) => {
  it('says what is missing, and ends', async () => {
    const { code, stdout, stderr } = await runSource(file)
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/^relay: DATABASE_URL is missing: .+\n$/)
  })

  it('sends what is queued, each letter once though three processes share the work, logs counts only, and ends when told to', async () => {
    const name = file.includes('boss') ? 'boss' : 'worker'
    const before = new Set(received).size
    await queue(40, name)
    const runs = await runUntil([file, file, file], before + 40)
    const logged = runs.flatMap(({ stdout }) => linesOf(stdout))
    for (const { code, stdout, stderr } of runs) expect([code, stderr], stdout).toEqual([0, ''])
    expect(logged.filter(({ event }) => event === 'started')).toHaveLength(3)
    expect(logged.filter(({ event }) => event === 'stopped')).toHaveLength(3)
    const rounds = logged.filter(({ event }) => event === 'round')
    expect(rounds.reduce((sum, { sent }) => sum + Number(sent), 0)).toBe(40)
    for (const round of rounds)
      expect(Object.keys(round)).toEqual(['at', 'event', 'sent', 'retried', 'rejected', 'overdue', 'cancelled', 'parked'])
    expect(new Set(received).size).toBe(received.length)
    expect(received).toHaveLength(before + 40)
  })
})
