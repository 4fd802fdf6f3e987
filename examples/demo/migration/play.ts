/** The chapter `migration` (seed 004): ten thousand mailboxes move, by workers in processes of their own of which one is killed, and none is lost. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sportello } from 'sportello'
import type { Choice } from '../cli.ts'
import { freshIdentity, type Identity, keepIdentity, readIdentity } from '../counter.ts'
import { openDirectory, usualDirectory } from '../directory.ts'
import { type Closing, DemoError, must } from '../ending.ts'
import { ownDirectory } from '../play.ts'
import { openShelf, postgresSchema, type Shelf } from '../shelf.ts'
import type { Paper, Transcript } from '../transcript.ts'
import { words as allWords, moment, type Words } from '../words.ts'
import { chanceOf } from './chance.ts'
import { type Crew, openCrew } from './crew.ts'
import { openEffects } from './effects.ts'
import { domain, type Owner, owners } from './owners.ts'
import { type SimulatedProviders, simulateProviders } from './providers.ts'
import { openScreen, type Screen } from './screen.ts'
import { openOffice, operator } from './setting.ts'
import { announced, keepProgress, type Progress, plan, readProgress } from './story.ts'
import { type Temper, type TemperCounts, withTemper } from './temper.ts'

/** What the chapter plays on. */
export type Scene = {
  readonly page: Transcript
  readonly words: Words
  readonly locale: Choice['locale']
  readonly screen: Screen
  readonly sportello: Sportello
  readonly shelf: Shelf
  readonly identity: Identity
  readonly directory: string
  readonly people: readonly Owner[]
  readonly providers: SimulatedProviders
  readonly weather: Readonly<TemperCounts>
  readonly crew: Crew
  /** Lets the workers begin. */
  readonly openGate: () => void
  readonly now: () => number
  readonly elapsedMs: () => number
  readonly progress: () => Progress
  /** How a number is written. */
  readonly number: (value: number) => string
  /** Puts the clock of the story there, for every process. */
  readonly goTo: (at: number) => Promise<void>
  /** Notes how far the story has come. */
  readonly keep: (news: Partial<Progress>) => Promise<void>
}

/** What is given to the chapter by the program that plays it. */
export type Given = {
  readonly page: Transcript
  readonly ends: Closing
  readonly paper: Paper
  readonly environment: { readonly [name: string]: string | undefined }
  /** The script that this process runs, which a worker runs too. */
  readonly program: string
}

export const workers = 4

/** How the providers of the story behave. */
const temper: Temper = { unavailable: 0.03, lost: 0.02, repeated: 0.02, late: 0.005, leastMs: 1, mostMs: 12, lateMs: 2_500 }

/** Messages of one mailbox that are copied in a second: a mailbox takes half a second or less. */
const perSecond = 800
/** Small mailboxes are copied while the provider is asked. */
const smallMax = 100

/** Where this story is kept, and what an earlier one has left there. */
async function openPlace(choice: Choice, words: Words, ends: Closing): Promise<string> {
  const directory = choice.data ?? join(usualDirectory(), 'migration')
  if (choice.data === null) await openDirectory(usualDirectory())
  await ownDirectory(directory, words, ends)
  return directory
}

const files = [
  'migration.json',
  'keys.json',
  'providers.log',
  'storage.sqlite',
  'storage.sqlite-wal',
  'storage.sqlite-shm',
] as const

/** Removes what a story has written. */
export async function clearPlace(directory: string): Promise<void> {
  for (const name of files) await rm(join(directory, name), { force: true })
}

async function openScene(choice: Choice, { page, ends, paper, environment, program }: Given): Promise<Scene> {
  const { locale, storage, mailboxes: count = 10_000 } = choice
  const words = allWords[locale]
  const directory = await openPlace(choice, words, ends)
  const before = choice.fresh ? null : await readProgress(directory, count)
  const known = before === null ? null : await readIdentity(join(directory, 'keys.json'))
  if (known === null) await clearPlace(directory)
  const identity = known ?? freshIdentity(storage.kind === 'postgres')
  if (known === null) await keepIdentity(join(directory, 'keys.json'), identity)

  let progress: Progress =
    known !== null && before !== null
      ? before
      : { mailboxes: count, stage: 'new', aheadMs: announced - Date.now(), kills: 0, tookMs: 0 }
  const [begunAt, tookBefore] = [performance.now(), progress.tookMs]
  const now = (): number => Date.now() + progress.aheadMs
  const path = join(directory, 'storage.sqlite')
  const shelf = await openShelf(storage, path, true)
  ends.add(shelf.close)

  const people = owners(count)
  const log = openEffects(join(directory, 'providers.log'))
  ends.add(log.close)
  const providers = simulateProviders({ mailboxes: people, now, perSecond, tell: log.keep, smallMax })
  for (const effect of log.earlier) providers.restore(effect)
  const way = withTemper(providers, temper, chanceOf(count + progress.kills))
  let openGate = (): void => {}
  const gate = new Promise<void>((resolve) => {
    openGate = resolve
  })
  const crew = openCrew(
    program,
    () => ({ storage, path, locale, office: identity.office, keyText: identity.keyText, aheadMs: progress.aheadMs }),
    way,
    gate,
  )
  ends.add(crew.stop)
  const elapsedMs = (): number => tookBefore + performance.now() - begunAt
  const keep = async (news: Partial<Progress>): Promise<void> => {
    progress = { ...progress, ...news, tookMs: Math.round(elapsedMs()) }
    await keepProgress(directory, progress)
  }
  const separator = locale === 'it' ? '.' : ','
  return {
    ...{ page, words, locale, shelf, identity, directory, people, providers, crew, openGate, now, elapsedMs, keep },
    screen: openScreen(paper, environment),
    sportello: openOffice({ locale, identity, shelf, providers: way, now }),
    weather: way.counts,
    progress: () => progress,
    number: (value) => value.toLocaleString('en').replaceAll(',', separator),
    async goTo(at) {
      await keep({ aheadMs: at - Date.now() })
      await crew.tellTime(progress.aheadMs)
    },
  }
}

/** The campaign, and the mailboxes that move. */
async function prepare({ page, words, locale, sportello, people, progress, number, keep }: Scene): Promise<void> {
  const said = words.migration
  const { stage } = progress()
  if (stage === 'new') {
    page.step('office', said.plan.step)
    // An interrupted story may have planned it, and not noted it.
    const planned = await sportello.migration.plan(plan(), { requestKey: 'the-plan-of-the-story' })
    const { plan: view } = must(planned, locale)
    const { activation, cutOver } = view
    page.fields([
      [said.plan.activation, said.plan.days(moment(activation.from, locale), moment(activation.until, locale))],
      [said.plan.cutOver, said.plan.from(moment(cutOver.from, locale), 6)],
    ])
    const announcement = must(await sportello.migration.announcement({ operator: operator(), domain }), locale)
    page.done(said.announce.done(number(announcement[locale].length)))
    await keep({ stage: 'planned' })
  } else page.past('office', said.plan.step)

  if (stage === 'new' || stage === 'planned') {
    page.step('office', said.list.step)
    const lines = people.map(({ mailbox }) => ({ mailbox }))
    const strangers = [{ mailbox: 'sindaco@pec.comune.example' }, { mailbox: 'due parole' }]
    const form = { operator: operator(), domain, parallel: 2 }
    const counts = must(await page.during(said.list.wait, () => sportello.mailboxes.add(form, [...lines, ...strangers])), locale)
    page.done(said.list.done(number(counts.listed + counts.unchanged), counts.refused))
    await keep({ stage: 'listed' })
  } else page.past('office', said.list.step)
}

/** Plays the chapter, from where an interrupted one had come. */
export async function playMigration(choice: Choice, given: Given): Promise<void> {
  const scene = await openScene(choice, given)
  const { page, words, people, number, progress, crew, directory, keep } = scene
  const said = words.migration
  page.title('Sportello', words.titles.migration, [
    said.details(number(people.length), workers),
    words.storage[choice.storage.kind],
  ])
  if (progress().stage !== 'new') page.say(said.goesOn)
  for (let i = 0; i < workers; i += 1) crew.start()
  await prepare(scene)
  scene.openGate()
  const { activateAll, cutOver, copyArchives } = await import('./moving.ts')
  await activateAll(scene)
  await cutOver(scene)
  await copyArchives(scene)
  await crew.stop()
  const { summarise } = await import('./summary.ts')
  await summarise(scene)
  await keep({ stage: 'finished' })
  await given.ends.run()
  if (choice.data === null) await clearPlace(directory)
  else page.copyable(words.stored.keep.disk, directory)
  if (choice.storage.kind === 'postgres') page.copyable(words.stored.removeSchema, `drop schema ${postgresSchema} cascade`)
}

/** What must not be: the story ends there. */
export function fail(code: string, message: string): never {
  throw new DemoError(code, message)
}
