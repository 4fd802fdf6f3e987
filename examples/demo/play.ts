/** The whole play on one stage: what is opened for it, how far an interrupted one had come, and that all of it is closed again. */
import { access, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileDocuments } from 'sportello/files'
import { apply } from './applying.ts'
import { type Belongings, citizenOf, playOf, readBelongings } from './citizen.ts'
import type { Choice } from './cli.ts'
import {
  assemble,
  choosePasswordHash,
  demoClock,
  freshIdentity,
  type Identity,
  keepIdentity,
  officeName,
  readIdentity,
} from './counter.ts'
import { decide } from './deciding.ts'
import { claim, clear, openDirectory, usualDirectory } from './directory.ts'
import { type Closing, DemoError, errorLine } from './ending.ts'
import type { Input } from './input.ts'
import { showJournals, showStored } from './looking-back.ts'
import { openMailbox } from './mailbox.ts'
import { openPostOffice } from './post-office.ts'
import { openMail } from './sender.ts'
import { openShelf, postgresSchema, type Shelf } from './shelf.ts'
import { enter } from './signing-in.ts'
import type { Stage } from './stage.ts'
import type { Transcript } from './transcript.ts'
import { words as allWords, type Words } from './words.ts'

/** A play that is kept nowhere leaves its directory only when it was played to its end. */
async function temporaryDirectory(ends: Closing): Promise<{ readonly path: string; readonly keep: () => void }> {
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

/** The directory of this play and of nobody else's. */
export async function ownDirectory(path: string, words: Words, ends: Closing): Promise<void> {
  await openDirectory(path).catch((cause: unknown) => {
    throw cause instanceof DemoError ? new DemoError(cause.code, words.foreign) : cause
  })
  const lock = await claim(path)
  if (lock === null) throw new DemoError('demo/busy', words.busy)
  ends.add(lock.release)
}

type Before = { readonly belongings: Belongings; readonly identity: Identity }

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

/** What an interrupted play with the same form, document and storage has left; null where there is none, or where it is not whole. */
async function interrupted(path: string, play: string, { storage, fresh }: Choice): Promise<Before | null> {
  const belongings = await readBelongings(join(path, 'citizen.json'))
  const identity = await readIdentity(join(path, 'keys.json'))
  const isWhole = storage.kind !== 'embedded' || (await isThere(join(path, 'storage.sqlite')))
  if (fresh || belongings === null || identity === null || belongings.play !== play || !isWhole) return null
  return { belongings, identity }
}

async function openStorage(choice: Choice, directory: string, words: Words, ends: Closing): Promise<Shelf> {
  const shelf = await openShelf(choice.storage, join(directory, 'storage.sqlite')).catch((cause: unknown) => {
    const reason = cause instanceof Error && cause.cause !== undefined ? cause.cause : cause
    throw new DemoError('demo/storage', `${words.noStorage}: ${errorLine(reason)}`)
  })
  ends.add(shelf.close)
  return shelf
}

/** Opens everything that the play needs, in the directory where it is kept. */
export async function openStage(
  choice: Choice,
  input: Input,
  page: Transcript,
  ends: Closing,
  title: string = allWords[choice.locale].titles.life,
): Promise<Stage> {
  const { locale, storage } = choice
  const words = allWords[locale]
  const isKept = storage.kind !== 'memory'
  // A database that cannot be reached is told before anything is written.
  const elsewhere = storage.kind === 'postgres' ? await openStorage(choice, '', words, ends) : null
  const temporary = isKept || choice.data !== null ? null : await temporaryDirectory(ends)
  const directory = choice.data ?? temporary?.path ?? usualDirectory()
  const play = playOf(input.form, input.document.content, storage.kind === 'postgres' ? storage.url : storage.kind)

  if (isKept) await ownDirectory(directory, words, ends)
  const before = isKept ? await interrupted(directory, play, choice) : null
  const identity = before?.identity ?? freshIdentity(storage.kind === 'postgres')
  const citizen = citizenOf(play, before?.belongings ?? null, isKept ? join(directory, 'citizen.json') : null)
  if (isKept && before === null) {
    await clear(directory, directory === usualDirectory())
    await keepIdentity(join(directory, 'keys.json'), identity)
  }
  const shelf = elsewhere ?? (await openStorage(choice, directory, words, ends))
  if (before === null) await citizen.keep({})

  const mailbox = await openMailbox(isKept ? join(directory, 'mailbox') : null)
  const post = await openPostOffice(mailbox)
  ends.add(post.close)
  const mail = openMail(post)
  ends.add(mail.close)
  const { name: hashName, hash: passwordHash } = await choosePasswordHash()
  const documents = fileDocuments({ directory: join(directory, 'documents') })
  const clock = demoClock()
  const kept = { storage: shelf.storage, documents, mailer: mail.mailer, passwordHash, clock }
  const sportello = assemble(locale, identity, kept)

  const details = [words.where(officeName, post.port), words.storage[storage.kind], words.hashing[hashName]]
  page.title('Sportello', title, details)
  if (before !== null) page.say(words.goesOn)
  const parts = { page, words, locale, sportello, clock, shelf, mailbox, citizen, input }
  return { ...parts, ...identity, directory, keep: temporary?.keep ?? null }
}

/** Plays what is not done yet, to the end. */
export async function perform(stage: Stage, { storage, data }: Choice): Promise<void> {
  const { page, words, directory, citizen } = stage
  const applied = await apply(stage)
  await decide(stage, applied.id)
  const { accountId, secrets } = await enter(stage, applied)
  await showJournals(stage, [
    { kind: 'registration', id: applied.id },
    { kind: 'approval', id: applied.id },
    { kind: 'credential', id: accountId },
  ])
  await showStored(stage, { directory: join(directory, 'documents'), secrets })
  await citizen.keep({ finished: true })
  const isMemory = storage.kind === 'memory'
  page.copyable(isMemory ? words.stored.keep.memory : words.stored.keep.disk, isMemory ? join(directory, 'documents') : directory)
  if (data === null) page.copyable(words.stored.remove, `rm -r ${directory}`)
  if (storage.kind === 'postgres') page.copyable(words.stored.removeSchema, `drop schema ${postgresSchema} cascade`)
  page.say(isMemory ? words.stored.vanishes : words.stored.keys)
  stage.keep?.()
}
