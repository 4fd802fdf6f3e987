/** The middle of the chapter `migration`: the schools activate their mailboxes while workers copy them, the cut-over, and the archives. */
import { setTimeout as sleep } from 'node:timers/promises'
import { isSportelloError, type MigrationReport } from 'sportello'
import { must } from '../ending.ts'
import { wrapped } from '../ink.ts'
import { moment } from '../words.ts'
import { mailboxesIn } from './account.ts'
import { boardLine, boardLines } from './board.ts'
import { domain, type Owner } from './owners.ts'
import { fail, type Scene } from './play.ts'
import { look, speedometer } from './seen.ts'
import { operator } from './setting.ts'
import { activating, completed, morningAfter, stages, started } from './story.ts'

/** So many schools are at their pages at once. */
const atOnce = 8
const boardMs = 500
/** When that share of the mailboxes is activated, a worker is killed. */
const killAt = 0.4

const isBefore = ({ progress }: Scene, stage: (typeof stages)[number]): boolean =>
  stages.indexOf(progress().stage) < stages.indexOf(stage)

/** As the rest of the transcript stands on paper. */
const onPaper = (line: string): string =>
  wrapped(line, 90)
    .map((part) => `    ${part}`)
    .join('\n')

/** Draws the board again and again until there is nothing left to wait for. */
async function watch(scene: Scene, phase: string, isOver: (report: MigrationReport) => boolean): Promise<void> {
  const { page, words, screen, crew, sportello, number, elapsedMs } = scene
  const { board } = words.migration
  const speed = speedometer(4_000)
  for (;;) {
    crew.check()
    const { report, view } = await look(sportello, crew, { phase, elapsedMs: elapsedMs(), causes: board.causes, speed })
    const style = { width: screen.width(), ink: page.ink, words: board, number }
    screen.draw(boardLines(view, style), onPaper(boardLine(view, style)))
    if (Object.values(report.parked).some((count) => count > 0)) await requeue(scene)
    if (isOver(report)) break
    await sleep(boardMs)
  }
  screen.leave()
}

/** The office has what waits for it tried again. */
async function requeue({ sportello }: Scene): Promise<void> {
  const form = { operator: operator(), domain }
  const page = must(await sportello.mailboxes.find({ ...form, state: 'parked', limit: 200 }), 'en')
  for (const { mailbox } of page.mailboxes) if (mailbox !== null) await sportello.mailboxes.requeue({ ...form, mailbox })
}

/** What a school does until its mailbox is activated: a provider that cannot be reached is tried again, as people do. */
async function activateOne({ sportello }: Scene, owner: Owner): Promise<void> {
  const { mailbox, password, next, habit } = owner
  const own = { domain, mailbox, password }
  const form = next === null ? own : { ...own, next, confirmation: next }
  if (habit === 'slips') await sportello.mailboxes.activate({ ...form, password: `${password}?` }).catch(() => {})
  if (habit === 'checks') await sportello.mailboxes.verify(own).catch(() => {})
  for (let tries = 0; tries < 50; tries += 1) {
    try {
      const answer = await sportello.mailboxes.activate(form)
      if (answer.ok) return
      if (answer.refusal.code !== 'mailbox/provider-unavailable') fail(answer.refusal.code, mailbox)
    } catch (cause) {
      if (!isSportelloError(cause) || cause.code !== 'busy') throw cause
    }
    await sleep(100)
  }
  fail('demo/not-activated', mailbox)
}

/** The mailboxes that an interrupted story has activated: a second time would be noticed in the mailbox. */
async function activatedBefore({ sportello }: Scene): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  for await (const { mailbox } of mailboxesIn(sportello, ['activated'])) if (mailbox !== null) found.add(mailbox)
  return found
}

/** All schools, so many at once; whoever stops the story stops all of them. */
async function schools(scene: Scene, done: (count: number) => void): Promise<void> {
  const { people } = scene
  const before = await activatedBefore(scene)
  const queue = people.values()
  let count = 0
  const one = async (): Promise<void> => {
    for (const owner of queue) {
      if (owner.habit !== 'never' && !before.has(owner.mailbox)) await activateOne(scene, owner)
      count += 1
      done(count)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, one))
}

/** As `kill -9` does it, in the middle of whatever the worker is at; another one takes its place. */
async function killOne({ page, words, screen, crew, progress, keep }: Scene): Promise<void> {
  const name = await crew.kill()
  if (name === null) return
  screen.leave()
  page.refused(words.migration.activate.killed(name))
  crew.start()
  await keep({ kills: progress().kills + 1 })
}

export async function activateAll(scene: Scene): Promise<void> {
  const { page, words, locale, people, number, now, goTo, keep, progress } = scene
  const said = words.migration.activate
  if (!isBefore(scene, 'activated')) return page.past('citizen', said.step)
  if (now() < activating) await goTo(activating)
  page.step('citizen', `${moment(now(), locale)} · ${said.step}`)
  let [isDone, isKilled] = [false, progress().kills > 0]
  const killing: Promise<void>[] = []
  const all = schools(scene, (count) => {
    if (isKilled || count < people.length * killAt) return
    isKilled = true
    killing.push(killOne(scene))
  }).then(() => {
    isDone = true
  })
  const board = watch(scene, said.phase, ({ messages, passwords }) => {
    return isDone && messages.ordered + messages.running + passwords.ordered === 0
  })
  await Promise.all([all, board])
  await Promise.all(killing)
  const activated = people.filter(({ habit }) => habit !== 'never').length
  page.done(said.done(number(activated), number(people.length)))
  await keep({ stage: 'activated' })
}

/** Everything that follows from a report: mailboxes are blocked, or open at the new provider. */
async function sweep({ page, words, sportello }: Scene): Promise<void> {
  const { failed } = await page.during(words.swept.wait, () => sportello.retention.sweep())
  if (failed > 0) fail('demo/sweep', words.swept.wait)
}

export async function cutOver(scene: Scene): Promise<void> {
  const { page, words, locale, sportello, number, now, goTo, keep } = scene
  const { start, complete } = words.migration
  const form = { operator: operator(), domain }
  const report = async () => must(await sportello.migration.report(form), locale)
  if (isBefore(scene, 'started')) {
    await goTo(started)
    page.step('office', `${moment(now(), locale)} · ${start.step}`)
    const reason = 'Contratto 12/2022.'
    must(await sportello.migration.reportStart({ ...form, reason }, { requestKey: 'the-start-of-the-story' }), locale)
    await sweep(scene)
    page.done(start.done(number((await report()).statuses.blocked.count)))
    await keep({ stage: 'started' })
  } else page.past('office', start.step)
  if (isBefore(scene, 'completed')) {
    await goTo(completed)
    page.step('office', `${moment(now(), locale)} · ${complete.step}`)
    const reason = 'Contratto 12/2022.'
    must(await sportello.migration.reportCompletion({ ...form, reason }, { requestKey: 'the-end-of-the-story' }), locale)
    page.done(complete.done)
    await keep({ stage: 'completed' })
  } else page.past('office', complete.step)
}

/** The archives follow on the next morning, while mailbox after mailbox is told that it has arrived. */
export async function copyArchives(scene: Scene): Promise<void> {
  const { page, words, locale, now, goTo } = scene
  const { complete } = words.migration
  if (now() < morningAfter) await goTo(morningAfter)
  page.step('counter', `${moment(now(), locale)} · ${complete.archive}`)
  let isSwept = false
  const sweeping = scene.sportello.retention.sweep().then(({ failed }) => {
    if (failed > 0) fail('demo/sweep', words.swept.wait)
    isSwept = true
  })
  const board = watch(scene, complete.phase, ({ archive }) => isSwept && archive.ordered + archive.running === 0)
  await Promise.all([sweeping, board])
  const { statuses } = must(await scene.sportello.migration.report({ operator: operator(), domain }), locale)
  page.done(complete.live(scene.number(statuses.live.count)))
}
