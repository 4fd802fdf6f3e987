/** The whole play on one stage: what is opened for it, and that all of it is closed again. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileDocuments } from 'sportello/files'
import { memoryStorage } from 'sportello/memory'
import { apply } from './applying.ts'
import type { Choice } from './cli.ts'
import { assemble, choosePasswordHash, officeName } from './counter.ts'
import { decide } from './deciding.ts'
import type { Closing } from './ending.ts'
import type { Input } from './input.ts'
import { showJournals, showStored } from './looking-back.ts'
import { openPostOffice } from './post-office.ts'
import { openMail } from './sender.ts'
import { enter } from './signing-in.ts'
import type { Stage } from './stage.ts'
import type { Transcript } from './transcript.ts'
import { words as allWords } from './words.ts'

/** Where the documents go. A temporary directory stays only when the play was played to its end. */
async function openDirectory({ data }: Choice, ends: Closing): Promise<{ readonly path: string; readonly keep: () => void }> {
  if (data !== null) return { path: data, keep: () => {} }
  const path = await mkdtemp(join(tmpdir(), 'sportello-demo-'))
  let kept = false
  ends.add(() => (kept ? undefined : rm(path, { recursive: true, force: true })))
  return {
    path,
    keep() {
      kept = true
    },
  }
}

export async function play(choice: Choice, input: Input, page: Transcript, ends: Closing): Promise<void> {
  const { locale } = choice
  const words = allWords[locale]
  const directory = await openDirectory(choice, ends)
  const post = await openPostOffice()
  ends.add(post.close)
  const mail = openMail(post)
  ends.add(mail.close)
  const { name: hashName, hash: passwordHash } = await choosePasswordHash()
  const storage = memoryStorage()
  const folder = join(directory.path, 'documents')
  const documents = fileDocuments({ directory: folder })
  const sportello = assemble(locale, { storage, documents, mailer: mail.mailer, passwordHash })
  const stage: Stage = { page, words, locale, sportello, storage, post, input }

  page.title('Sportello', words.title, [words.where(officeName, post.port), words.hashing[hashName]])
  const applied = await apply(stage)
  const { accountId, digests } = await decide(stage, applied.id)
  const secrets = await enter(stage, applied)
  await showJournals(stage, [
    { kind: 'registration', id: applied.id },
    { kind: 'approval', id: applied.id },
    { kind: 'credential', id: accountId },
  ])
  await showStored(stage, { directory: folder, digests, secrets })
  page.copyable(words.stored.keep, folder)
  if (choice.data === null) page.copyable(words.stored.remove, `rm -r ${directory.path}`)
  page.say(words.stored.vanishes)
  directory.keep()
}
