/** Last act: the journal, line by line and verified, and what is stored where. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type JournalLine, verifyJournal } from 'sportello'
import { DemoError, must } from './ending.ts'
import type { Holdings } from './shelf.ts'
import { relayUntil, type Stage } from './stage.ts'
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
  const { page, words, locale, sportello, shelf, office } = stage
  page.say(words.journal.records[record.kind])
  const lines = must(await sportello.journal.read(record, { limit: 1000 }), locale)
  for (const line of lines) page.row(journalRow(stage, line))
  const verdict = must(await page.during(words.journal.wait, () => sportello.journal.verify(record)), locale)
  if (!verdict.ok) throw new DemoError('demo/journal', `${record.kind} ${verdict.sequence} ${verdict.reason}`)
  page.done(words.journal.intact(verdict.entries))

  if (record.kind !== 'credential') return
  const entries = await shelf.storage.journal(`${office}/credential/${record.id}`, { after: 0, limit: 1000 })
  const forged = entries.map((entry) => (entry.sequence === 2 ? { ...entry, at: entry.at + 1 } : entry))
  const found = verifyJournal(stage.keys, forged, verdict.head)
  if (found.ok) throw new DemoError('demo/journal', 'a forged entry passed')
  page.done(words.journal.broken(found.sequence))
}

export async function showJournals(stage: Stage, records: readonly Chain[]): Promise<void> {
  stage.page.step('counter', stage.words.journal.step)
  for (const record of records) await showJournal(stage, record)
}

function refuseClearSecrets({ words }: Stage, { texts }: Holdings, secrets: readonly string[]): number {
  // As it would stand in a JSON text.
  const written = secrets.map((secret) => JSON.stringify(secret).slice(1, -1))
  const found = texts.some((text) => written.some((secret) => text.includes(secret)))
  if (found) throw new DemoError('demo/secret', words.stored.secrets)
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
function recordCounts({ words }: Stage, { records }: Holdings): string {
  const counts = new Map<string, number>()
  for (const key of records) {
    const kind = key.split('/')[1] ?? ''
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  return [...counts].map(([kind, count]) => `${wordsFor(words.stored.kinds, kind)} ${count}`).join(' · ')
}

/** What is held once no mail is waiting: an interrupted play may have had some in hand. */
async function settled({ shelf, office }: Stage): Promise<Holdings | null> {
  const holdings = await shelf.holdings(office)
  return holdings.outbox.every(({ sealed }) => sealed === '') ? holdings : null
}

export async function showStored(
  stage: Stage,
  facts: { readonly directory: string; readonly secrets: readonly string[] },
): Promise<void> {
  const { page, words, locale, mailbox, input } = stage
  const { directory, secrets } = facts
  page.step('counter', words.stored.step)
  const holdings = await page.during(words.stored.wait, () => relayUntil(stage, () => settled(stage)))
  if (holdings === null) throw new DemoError('demo/outbox', words.mailLost)
  const files = await filesBelow(directory)
  const digest = createHash('sha256').update(input.document.content).digest('hex')
  const mine = files.filter((file) => file.digest === digest).at(-1)
  if (mine === undefined) throw new DemoError('demo/document-changed', directory)
  const { journal, outbox } = holdings
  // Queued beside each request, so that nobody can see whether a subscriber is warned; here there is none.
  const toNobody = outbox.filter(({ id }) => id.endsWith('.subscriber-warning')).length
  page.fields([
    [words.stored.records, recordCounts(stage, holdings)],
    [words.stored.journal, words.stored.journalValue(journal.length, new Set(journal).size)],
    [words.stored.outbox, words.stored.outboxValue(outbox.length - toNobody, toNobody)],
    [words.stored.mailbox, words.stored.mailboxValue(mailbox.count())],
    [words.stored.documents, words.stored.documentsValue(files.length)],
    ['', words.stored.file(sizeText(mine.size, locale), mine.digest)],
  ])
  page.done(words.stored.noSecrets(refuseClearSecrets(stage, holdings, secrets)))
}
