/** Last act: the journal, line by line and verified, and what is stored where. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { type JournalLine, verifyJournal } from 'sportello'
import { DemoError, must } from './ending.ts'
import type { Stage } from './stage.ts'
import type { Cell } from './transcript.ts'
import { clockTime, sizeText, wordsFor } from './words.ts'

type Chain = { readonly kind: 'registration' | 'approval' | 'credential'; readonly id: string }

/** Who, without ids that are hard to read: only the operator's says something. */
function actorText({ words }: Stage, by: string): string {
  const [kind = '', id = ''] = by.split(':')
  return kind === 'operator' ? id : wordsFor(words.journal.actors, kind)
}

function journalRow(stage: Stage, { sequence, at, by, type, hash }: JournalLine): readonly Cell[] {
  const { words, locale } = stage
  const said = Object.hasOwn(words.journal.events, type) ? wordsFor(words.journal.events, type) : ''
  const digest = hash.slice(hash.indexOf('.') + 1)
  return [
    { text: String(sequence).padStart(2), width: 2, faint: true },
    { text: clockTime(at, locale), width: 8, faint: true },
    { text: actorText(stage, by), width: 14 },
    { text: said, width: 24 },
    { text: type, width: 22, faint: true },
    { text: digest, width: 8, faint: true },
  ]
}

async function showJournal(stage: Stage, record: Chain): Promise<void> {
  const { page, words, locale, sportello, storage } = stage
  page.say(words.journal.records[record.kind])
  const lines = must(await sportello.journal.read(record, { limit: 1000 }), locale)
  for (const line of lines) page.row(journalRow(stage, line))
  const verdict = must(await page.during(words.journal.wait, () => sportello.journal.verify(record)), locale)
  if (!verdict.ok) throw new DemoError('demo/journal', `${record.kind} ${verdict.sequence} ${verdict.reason}`)
  page.done(words.journal.intact(verdict.entries))

  if (record.kind !== 'credential') return
  const entries = await storage.journal(`comune-di-prova/credential/${record.id}`, { after: 0, limit: 1000 })
  const forged = entries.map((entry) => (entry.sequence === 2 ? { ...entry, at: entry.at + 1 } : entry))
  const found = verifyJournal(forged, verdict.head)
  if (found.ok) throw new DemoError('demo/journal', 'a forged entry passed')
  page.done(words.journal.broken(found.sequence))
}

export async function showJournals(stage: Stage, records: readonly Chain[]): Promise<void> {
  stage.page.step('counter', stage.words.journal.step)
  for (const record of records) await showJournal(stage, record)
}

/** Every text that the storage holds. */
function storedTexts({ storage }: Stage): readonly string[] {
  const { records, journal, outbox } = storage.contents()
  const texts = [
    ...records.flatMap(({ key, state, personal, tags }) => [key, state, personal ?? '', ...tags]),
    ...journal.flatMap(({ by, data, personal }) => [by, data, personal ?? '']),
    ...outbox.flatMap(({ id, sealed }) => [id, sealed]),
  ]
  return texts.filter((text) => text !== '')
}

function refuseClearSecrets(stage: Stage, secrets: readonly string[]): number {
  const texts = storedTexts(stage)
  // As it would stand in a JSON text.
  const written = secrets.map((secret) => JSON.stringify(secret).slice(1, -1))
  const found = texts.some((text) => written.some((secret) => text.includes(secret)))
  if (found) throw new DemoError('demo/secret', stage.words.stored.secrets)
  return texts.length
}

type StoredFile = { readonly path: string; readonly size: number; readonly digest: string }

async function filesBelow(directory: string): Promise<readonly StoredFile[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name))
  return Promise.all(
    paths.sort().map(async (path) => {
      const content = await readFile(path)
      return { path, size: content.length, digest: createHash('sha256').update(content).digest('hex') }
    }),
  )
}

/** How many of each kind. */
function recordCounts({ words, storage }: Stage): string {
  const counts = new Map<string, number>()
  for (const { key } of storage.contents().records) {
    const kind = key.split('/')[1] ?? ''
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  return [...counts].map(([kind, count]) => `${wordsFor(words.stored.kinds, kind)} ${count}`).join(' · ')
}

export async function showStored(
  stage: Stage,
  facts: { readonly directory: string; readonly digests: readonly string[]; readonly secrets: readonly string[] },
): Promise<void> {
  const { page, words, locale, storage, post } = stage
  const { directory, digests, secrets } = facts
  page.step('counter', words.stored.step)
  const { journal, outbox } = storage.contents()
  // A lease far in the future would take whatever is still waiting.
  const waiting = await storage.lease({ now: Date.now() + 365 * 86_400_000, leaseMs: 1, limit: 1000 })
  const sealed = outbox.filter((message) => message.sealed !== '')
  if (waiting.length > 0 || sealed.length > 0) throw new DemoError('demo/outbox', `${waiting.length} ${sealed.length}`)
  const files = await filesBelow(directory)
  const mine = files.filter(({ digest }) => digests.includes(digest)).at(-1)
  if (mine === undefined) throw new DemoError('demo/document-changed', directory)
  const chains = new Set(journal.map(({ key }) => key)).size
  page.fields([
    [words.stored.records, recordCounts(stage)],
    [words.stored.journal, words.stored.journalValue(journal.length, chains)],
    [words.stored.outbox, words.stored.outboxValue(outbox.length, waiting.length, sealed.length)],
    [words.stored.mailbox, words.stored.mailboxValue(post.received())],
    [words.stored.documents, words.stored.documentsValue(files.length)],
    ['', relative(directory, mine.path)],
    ['', words.stored.file(sizeText(mine.size, locale), mine.digest)],
  ])
  page.done(words.stored.noSecrets(refuseClearSecrets(stage, secrets)))
}
