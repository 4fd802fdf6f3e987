/** `npm run demo`: the whole life of one applicant on real parts, or a chapter of what comes after it. See `--help`. */
import type { ChapterName } from './chapters.ts'
import { type Choice, readArguments } from './cli.ts'
import { closing, errorLine } from './ending.ts'
import { plain } from './ink.ts'
import { workerWord } from './migration/crew.ts'
import { transcript } from './transcript.ts'
import { words as allWords } from './words.ts'

const { argv, env, stdout, stderr } = process
// Node 22 warns that its SQLite is experimental, on the error output, where a demo that goes well says nothing.
process.removeAllListeners('warning')

function complain(lines: readonly string[]): void {
  for (const line of lines) stderr.write(`${line}\n`)
  process.exitCode = 1
}

/** Plays, and closes everything whatever happens; an interruption ends the process. What is not needed yet is not loaded yet. */
async function run(chapter: ChapterName, choice: Choice): Promise<void> {
  const words = allWords[choice.locale]
  const { readInput } = await import('./input.ts')
  // The mailboxes that move are nobody's request.
  const input = chapter === 'migration' ? null : await readInput(choice)
  if (input !== null && !input.ok) {
    complain(input.refusal)
    return
  }
  const page = transcript(stdout, input === null ? words.migration.roles : words.roles, env)
  const ends = closing()
  ends.add(page.stop)

  const wayOut = choice.storage.kind === 'memory' ? [] : [words.retry]
  let isOver = false

  async function leave(exitCode: number): Promise<never> {
    isOver = true
    await ends.run().catch(() => {})
    process.exit(exitCode)
  }

  function endOn(signal: 'SIGINT' | 'SIGTERM', exitCode: number): void {
    process.once(signal, () => {
      page.stop()
      stderr.write(`\n${[words.interrupted, ...wayOut].join(' ')}\n`)
      void leave(exitCode)
    })
  }
  endOn('SIGINT', 130)
  endOn('SIGTERM', 143)
  // Whoever reads no further (a pager, `head`) has seen enough.
  stdout.on('error', () => void leave(0))

  let begun = false
  try {
    if (chapter === 'migration' || input === null) {
      begun = true
      const { playMigration } = await import('./migration/play.ts')
      return await playMigration(choice, { page, ends, paper: stdout, environment: env, program: argv[1] ?? '' })
    }
    const { openStage, perform } = await import('./play.ts')
    const stage = await openStage(choice, input.value, page, ends, words.titles[chapter])
    begun = true
    if (chapter === 'life') await perform(stage, choice)
    else await (await import('./chapter.ts')).performChapter(stage, chapter)
  } catch (cause) {
    // What is closed under a play that is over makes it fail.
    if (isOver) return
    page.stop()
    complain([`${words.unexpected}: ${plain(errorLine(cause))}`, ...(begun ? wayOut : [])])
    if (env['DEBUG'] !== undefined && env['DEBUG'] !== '') console.error(cause)
  } finally {
    await ends.run()
  }
}

if (argv[2] === workerWord && process.send !== undefined) await (await import('./migration/worker.ts')).beWorker()

// npm runs a script in the package's directory; paths on its command line are meant from where it was called.
const calledFrom = env['npm_lifecycle_event'] === 'demo' ? (env['INIT_CWD'] ?? null) : null
const order = readArguments(argv.slice(2), calledFrom)
if (order.kind === 'told') stdout.write(order.text)
else if (order.kind === 'wrong') complain([order.line])
else await run(order.chapter, order.choice)
