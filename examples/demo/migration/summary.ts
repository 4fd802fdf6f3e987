/** The end of the chapter `migration`: every mailbox is accounted for, and no password can be read anywhere. */
import { createReadStream, existsSync } from 'node:fs'
import { join } from 'node:path'
import { takeAccount } from './account.ts'
import type { Owner } from './owners.ts'
import { fail, type Scene } from './play.ts'

/** Whatever looks like a password of the story. */
const likePassword = /[A-Za-z]{6,10}\.?\d{5}x?/g

/** Texts that were looked through, and how many passwords of the story were in them. */
type Searched = { texts: number; found: number }

function search(text: string, secrets: ReadonlySet<string>, searched: Searched): void {
  searched.texts += 1
  for (const [candidate] of text.matchAll(likePassword)) if (secrets.has(candidate)) searched.found += 1
}

/** A file of a database, as it lies on the disk. What a piece ends with may go on in the next one. */
async function searchFile(path: string, secrets: ReadonlySet<string>, searched: Searched): Promise<void> {
  if (!existsSync(path)) return
  let tail = ''
  for await (const piece of createReadStream(path, { encoding: 'latin1', highWaterMark: 1 << 20 })) {
    const text = tail + String(piece)
    search(text, secrets, searched)
    tail = text.slice(-32)
  }
}

const secretsOf = (people: readonly Owner[]): ReadonlySet<string> =>
  new Set(people.flatMap(({ password, next }) => (next === null ? [password] : [password, next])))

/** Everything that is stored: the file of SQLite with its log, or the tables of PostgreSQL; and what the providers have written down. */
async function searchAll({ shelf, identity, directory, people }: Scene): Promise<Searched> {
  const [secrets, searched] = [secretsOf(people), { texts: 0, found: 0 }]
  const base = join(directory, 'storage.sqlite')
  for (const path of [base, `${base}-wal`, join(directory, 'providers.log')]) await searchFile(path, secrets, searched)
  if (existsSync(base)) return searched
  const { texts } = await shelf.holdings(identity.office)
  for (const text of texts) search(text, secrets, searched)
  return searched
}

export async function summarise(scene: Scene): Promise<void> {
  const { page, words, people, providers, sportello, number, weather, progress, elapsedMs } = scene
  const said = words.migration.summary
  page.step('counter', said.step)
  const account = await page.during(said.wait, () => takeAccount(sportello, people, providers))
  const { kept, replaced, blocked, whole, unfinished, messages, wrong } = account
  if (wrong.length > 0) fail('demo/account', `${said.missing}: ${wrong.slice(0, 3).join('; ')}`)
  const total = kept + replaced + blocked
  if (total !== people.length) fail('demo/account', `${said.missing}: ${total} ≠ ${people.length}`)
  page.done(`${number(total)} = ${number(kept)} + ${number(replaced)} + ${number(blocked)}`)
  page.fields([
    [said.kept, number(kept)],
    [said.replaced, number(replaced)],
    [said.blocked, number(blocked)],
    [said.total, number(total)],
    [said.copied, number(whole)],
    [said.unfinished, number(unfinished)],
  ])
  page.done(said.opens(number(kept + replaced)))
  page.done(said.once(number(messages)))
  const { texts, found } = await searchAll(scene)
  if (found > 0) fail('demo/secret', `${found}`)
  page.done(said.clear(number(texts)))

  page.step('counter', said.weather)
  page.list([
    said.calls(number(weather.calls)),
    said.unavailable(number(weather.unavailable)),
    said.lost(number(weather.lost)),
    said.repeated(number(weather.repeated)),
    said.late(number(weather.late)),
    said.kills(progress().kills),
  ])
  const seconds = elapsedMs() / 1000
  page.done(said.took(number(Math.round(seconds)), number(Math.round(people.length / seconds))))
  page.step('counter', words.chapter.shown)
  for (const fact of words.migration.shown) page.done(fact)
}
