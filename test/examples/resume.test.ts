/** An interrupted demo goes on where it was: at whatever point it was killed, one life comes out in the end. */
import { randomBytes } from 'node:crypto'
import { access, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import PostalMime from 'postal-mime'
import { defaultPolicy } from 'sportello'
import { pgPool } from 'sportello/sql'
import { plainPasswordHash, seededRandom } from 'sportello/testing'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Choice } from '../../examples/demo/cli.ts'
import { readIdentity } from '../../examples/demo/counter.ts'
import { closing } from '../../examples/demo/ending.ts'
import { readInput } from '../../examples/demo/input.ts'
import { openStage, perform } from '../../examples/demo/play.ts'
import { transcript } from '../../examples/demo/transcript.ts'
import { words } from '../../examples/demo/words.ts'
import { fileDatabase } from '../support/database.ts'
import { eventsByKey, flawsOf, rowsOf } from '../support/soundness.ts'
import { openSqlite } from '../support/sqlite.ts'
import { type Contents, contentsOf } from '../support/tables.ts'
import { bundled, type Ran, root, scratch } from './child.ts'

// What is tried here is tried often, and is no question of how slow a hash is.
vi.mock('../../examples/demo/counter.ts', async (original) => ({
  ...(await original<typeof import('../../examples/demo/counter.ts')>()),
  choosePasswordHash: async () => ({ name: 'scrypt', hash: plainPasswordHash() }),
}))

const place = scratch()
let directories = 0

function fresh(): string {
  directories += 1
  return join(place.path, `play ${directories}`)
}

const usual: Choice = {
  applicant: join(root, 'examples/demo/applicant.json'),
  document: join(root, 'examples/demo/identity-card.pdf'),
  locale: 'it',
  storage: { kind: 'embedded' },
  data: null,
  fresh: false,
}

/** The process is gone. */
class Killed extends Error {}

type Strike = { readonly call: number; readonly when: 'before' | 'after' }
type Played = { readonly ended: boolean; readonly calls: number; readonly text: string }

/** Plays in this process until it is struck: before or after one of the calls that the transcript waits for, or never. */
async function play(data: string, strike: Strike | null = null, choice: Partial<Choice> = {}): Promise<Played> {
  const chosen: Choice = { ...usual, data, ...choice }
  const input = await readInput(chosen)
  if (!input.ok) throw new Error(input.refusal.join('\n'))
  const pieces: string[] = []
  const page = transcript({ write: (piece) => pieces.push(piece) }, words[chosen.locale].roles, {})
  let calls = 0
  const during = async <Value>(label: string, work: () => Promise<Value>): Promise<Value> => {
    calls += 1
    const struck = calls === strike?.call ? strike.when : null
    if (struck === 'before') throw new Killed(label)
    const value = await page.during(label, work)
    if (struck === 'after') throw new Killed(label)
    return value
  }
  const ends = closing()
  const result = (ended: boolean): Played => ({ ended, calls, text: pieces.join('') })
  try {
    const stage = await openStage(chosen, input.value, { ...page, during }, ends)
    await perform(stage, chosen)
    return result(true)
  } catch (cause) {
    if (cause instanceof Killed) return result(false)
    throw cause
  } finally {
    await ends.run()
  }
}

/** Once the letters are compared by what they say: their date and their boundaries differ from one sending to the next. */
async function expectLetters(directory: string, subjects: readonly string[]): Promise<void> {
  const names = await readdir(join(directory, 'mailbox'))
  const letters = await Promise.all(
    names.map(
      async (name) => JSON.parse(await readFile(join(directory, 'mailbox', name), 'utf8')) as { id: string; copies: string[] },
    ),
  )
  expect(new Set(letters.map(({ id }) => id)).size).toBe(letters.length)
  const opened = await Promise.all(letters.map(({ copies }) => Promise.all(copies.map((copy) => PostalMime.parse(copy)))))
  for (const copies of opened) {
    for (const copy of copies)
      expect([copy.subject, copy.text, copy.html]).toEqual([copies[0]?.subject, copies[0]?.text, copies[0]?.html])
  }
  expect(opened.map(([first]) => first?.subject).sort()).toEqual([...subjects].sort())
}

const italian = ['richiesta di credenziali ricevuta', 'accesso autorizzato', 'password cambiata'].map(
  (what) => `Comune di Prova: ${what}`,
)

/** One credential, decided once and changed once, each letter once, and nothing left to be sent. */
async function expectOneLife(directory: string, contents: Contents, requests = 1): Promise<void> {
  const identity = await readIdentity(join(directory, 'keys.json'))
  expect(flawsOf(contents, defaultPolicy, identity?.keys)).toEqual([])
  const rows = rowsOf(contents)
  const of = (kind: string) => rows.filter((row) => row.kind === kind)
  expect(of('registration')).toHaveLength(requests)
  expect(of('registration').filter(({ value }) => value['status'] === 'completed')).toHaveLength(1)
  expect(of('approval').map(({ value }) => value['status'])).toEqual(['approved'])
  expect(of('credential').map(({ value }) => value['status'])).toEqual(['active'])
  const types = eventsByKey(contents)(of('credential')[0]?.key ?? '').map(({ type }) => type)
  expect(types.filter((type) => type === 'CredentialIssued' || type === 'PasswordChanged')).toEqual([
    'CredentialIssued',
    'PasswordChanged',
  ])
  const letters = contents.outbox.filter(({ id }) => !id.endsWith('.subscriber-warning'))
  expect(letters.map(({ sealed }) => sealed)).toEqual(['', '', ''])
  expect(contents.outbox.every(({ sealed }) => sealed === '')).toBe(true)
}

async function expectOneLifeIn(directory: string, requests = 1): Promise<void> {
  const { db, close } = openSqlite(join(directory, 'storage.sqlite'))
  await expectOneLife(directory, await contentsOf(db), requests)
  await close()
  await expectLetters(directory, italian)
}

const stepsIn = (text: string): readonly string[] => text.split('\n').filter((line) => /^[ 1]\d {2}[A-Z]/.test(line))
const doneBefore = (text: string): number => stepsIn(text).filter((line) => line.includes('✓')).length

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** How many steps are done for good before those that only look at something, which are done again. */
const looks: ReadonlyMap<number, number> = new Map([
  [7, 5],
  [8, 5],
  [15, 13],
])

describe('a demo that is cut off at any call of its play', () => {
  it.each(['before', 'after'] as const)(
    '%s the counter has done what it was asked, goes on and ends with one life',
    async (when) => {
      const { calls } = await play(fresh())
      expect(calls).toBeGreaterThan(15)
      for (let call = 1; call <= calls; call += 1) {
        const directory = fresh()
        const cut = await play(directory, { call, when })
        expect(cut.ended).toBe(false)
        const { ended, text } = await play(directory)
        expect(ended, `call ${call}`).toBe(true)
        expect(text).toContain('Una richiesta interrotta riprende da dove era.')
        expect(stepsIn(text)).toHaveLength(15)
        const begun = stepsIn(cut.text).length
        expect(doneBefore(text), `call ${call}`).toBeGreaterThanOrEqual(looks.get(begun) ?? begun - 1)
        await expectOneLifeIn(directory)
      }
    },
  )

  it('again and again, gets one call further each time', async () => {
    const directory = fresh()
    const done: number[] = []
    for (let cuts = 0; cuts < 5; cuts += 1) done.push(doneBefore((await play(directory, { call: 2, when: 'before' })).text))
    expect(done).toEqual([0, 1, 2, 3, 4])
    expect((await play(directory)).ended).toBe(true)
    await expectOneLifeIn(directory)
  })

  it('so that nobody knows the answer, and is called again when it can be repeated no more, asks anew', async () => {
    const directory = fresh()
    await play(directory, { call: 1, when: 'after' })
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 11 * 60_000 })
    expect((await play(directory)).ended).toBe(true)
    // The ticket of the first request is lost; it lapses by itself.
    await expectOneLifeIn(directory, 2)
  })
})

describe('a play is begun anew', () => {
  it('after its end, on request, for another applicant, and where a part of it is gone', async () => {
    const directory = fresh()
    const isAnew = async (choice: Partial<Choice> = {}) => {
      const { text } = await play(directory, { call: 3, when: 'before' }, choice)
      return !text.includes('riprende') && !text.includes('goes on') && doneBefore(text) === 0
    }
    expect(await isAnew()).toBe(true)
    expect(await isAnew()).toBe(false)
    expect(await isAnew({ fresh: true })).toBe(true)
    expect(await isAnew({ locale: 'en' })).toBe(true)
    expect(await isAnew()).toBe(true)
    for (const part of ['storage.sqlite', 'keys.json', 'citizen.json']) {
      await rm(join(directory, part))
      expect(await isAnew(), part).toBe(true)
      expect(await isAnew(), part).toBe(false)
    }
    for (const [part, content] of [
      ['keys.json', '{}'],
      ['citizen.json', '{'],
      ['citizen.json', '[1]'],
    ] as const) {
      await writeFile(join(directory, part), content)
      expect(await isAnew(), `${part} ${content}`).toBe(true)
    }
    expect((await play(directory)).ended).toBe(true)
    expect(await isAnew()).toBe(true)
  })

  it('without what it does not know being touched, nor documents of earlier days', async () => {
    const directory = fresh()
    await mkdir(join(directory, 'documents'), { recursive: true })
    const others = [join(directory, 'documents', 'mine'), join(directory, 'notes.txt')]
    for (const path of others) await writeFile(path, 'mine')
    for (let times = 0; times < 2; times += 1) expect((await play(directory)).ended).toBe(true)
    for (const path of others) expect(await readFile(path, 'utf8')).toBe('mine')
  })
})

describe('the directory of a play', () => {
  it('is its owner’s alone, and so is what holds something of a person', async () => {
    const directory = fresh()
    await play(directory)
    const modeOf = async (name: string) => ((await stat(join(directory, name))).mode & 0o777).toString(8)
    expect(await modeOf('.')).toBe('700')
    for (const name of ['storage.sqlite', 'keys.json', 'citizen.json']) expect(await modeOf(name), name).toBe('600')
    for (const name of await readdir(join(directory, 'mailbox'))) expect(await modeOf(join('mailbox', name)), name).toBe('600')
  })

  it('is played in by one demo at a time', async () => {
    const directory = fresh()
    const input = await readInput({ ...usual, data: directory })
    if (!input.ok) throw new Error('the usual input is good')
    const ends = closing()
    const page = transcript({ write: () => {} }, words.it.roles, {})
    await openStage({ ...usual, data: directory }, input.value, page, ends)
    await expect(play(directory)).rejects.toMatchObject({ code: 'demo/busy', message: words.it.busy })
    await ends.run()
    expect((await play(directory)).ended).toBe(true)
  })

  it('is not one that somebody else has made where everybody may', async () => {
    vi.stubEnv('TMPDIR', place.path)
    const uid = process.getuid?.() ?? 0
    vi.spyOn(process, 'getuid').mockReturnValue(uid + 1)
    const choice = { ...usual, data: null }
    const input = await readInput(choice)
    if (!input.ok) throw new Error('the usual input is good')
    await expect(
      openStage(choice, input.value, transcript({ write: () => {} }, words.it.roles, {}), closing()),
    ).rejects.toMatchObject({
      code: 'demo/directory',
      message: words.it.foreign,
    })
    vi.unstubAllEnvs()
  })
})

const demo = bundled('examples/demo/main.ts')

/** Runs the demo and kills it, as nothing can stop it from being killed, so many milliseconds after so many lines. */
function kill(
  args: readonly string[],
  lines: number,
  afterMs: number,
  env: { readonly [name: string]: string } = {},
): Promise<Ran> {
  let seen = 0
  return demo(args, {
    env,
    onOutput(child, text) {
      const before = seen
      seen += text.split('\n').length - 1
      if (before < lines && seen >= lines) setTimeout(() => child.kill('SIGKILL'), afterMs)
    },
  })
}

describe.concurrent('a process that is killed', () => {
  it('at seeded moments all over the play goes on each time, and ends with one life and exit code 0', async () => {
    const seed = Number(process.env['SPORTELLO_TEST_SEED'] ?? randomBytes(2).readUInt16LE())
    const random = seededRandom(seed)
    const draw = (max: number) => Math.floor(((random.bytes(1)[0] ?? 0) / 256) * max)
    const data = fresh()
    let kills = 0
    for (let line = 6 + draw(6); kills < 6 && line < 110; line += 10 + draw(12)) {
      // One that has come to its end before it was killed is followed by another play.
      if ((await kill(['--data', data], line, draw(40))).code === null) kills += 1
    }
    expect(kills, `seed ${seed}`).toBeGreaterThan(2)
    const last = await demo(['--data', data])
    expect([last.code, last.stderr], `seed ${seed}`).toEqual([0, ''])
    await expectOneLifeIn(data)
  })

  it('in the usual place goes on when plain `npm run demo` is called again, and tells what was done before', async () => {
    const TMPDIR = join(place.path, 'temporary')
    await mkdir(TMPDIR)
    const killed = await kill([], 60, 0, { TMPDIR })
    expect(killed.code).toBe(null)
    const { code, stdout, stderr } = await demo([], { env: { TMPDIR } })
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('riprende da dove era')
    expect(doneBefore(stdout)).toBeGreaterThan(2)
    for (const line of stdout.split('\n')) expect([...line].length).toBeLessThanOrEqual(100)
    const [, directory = ''] = /restano in\n +(.+)\n/.exec(stdout) ?? []
    expect(stdout).toContain(`rm -r ${directory}`)
    expect(await readdir(TMPDIR)).toContain(directory.slice(TMPDIR.length + 1))
    await expectOneLifeIn(directory)
  })

  it('while an interruption says how to go on, and a play in memory has nothing to go on with', async () => {
    const data = fresh()
    const interrupt = (args: readonly string[]) => {
      let lines = 0
      return demo(args, {
        onOutput(child, text) {
          const before = lines
          lines += text.split('\n').length - 1
          if (before <= 12 && lines > 12) child.kill('SIGINT')
        },
      })
    }
    const kept = await interrupt(['--data', data, '--locale', 'en'])
    expect([kept.code, kept.stderr]).toEqual([130, `\nInterrupted. ${words.en.retry}\n`])
    expect((await demo(['--data', data, '--locale', 'en'])).stdout).toContain('An interrupted request goes on where it was.')
    const forgotten = await interrupt(['--data', fresh(), '--locale', 'en', '--storage', 'memory'])
    expect([forgotten.code, forgotten.stderr]).toEqual([130, '\nInterrupted.\n'])
  })
})

describe('a play on PostgreSQL', () => {
  const database = fileDatabase()

  it('is cut off and goes on too, beside the plays of others, in a schema that one command removes', async () => {
    const [data, other] = [fresh(), fresh()]
    const storage = { kind: 'postgres', url: database.url } as const
    expect((await play(other, null, { storage })).ended).toBe(true)
    for (const call of [2, 4, 5]) expect((await play(data, { call, when: 'after' }, { storage })).ended).toBe(false)
    const { ended, text } = await play(data, null, { storage })
    expect(ended).toBe(true)
    expect(text).toContain('drop schema sportello_demo cascade')
    expect(await access(join(data, 'storage.sqlite')).catch(() => 'absent')).toBe('absent')
    await expectLetters(data, italian)
    const db = new Kysely<unknown>({
      dialect: new PostgresDialect({ pool: pgPool(new pg.Pool({ connectionString: database.url })) }),
    })
    for (const directory of [data, other]) {
      const { office } = JSON.parse(await readFile(join(directory, 'keys.json'), 'utf8'))
      await expectOneLife(directory, await contentsOf(db, office, 'sportello_demo.sportello_'))
    }
    await db.destroy()
  })

  it('that cannot be reached is told in one line without its password, before anything is written', async () => {
    const data = fresh()
    const { code, stdout, stderr } = await demo(['--storage', 'postgres://anna:secret@127.0.0.1:1/none', '--data', data])
    expect(stderr).toMatch(/^La demo si è fermata: demo\/storage: l’archivio non si apre: ECONNREFUSED: .+\n$/)
    expect(stderr).not.toContain('secret')
    expect([code, stdout]).toEqual([1, ''])
    expect(await access(data).catch(() => 'absent')).toBe('absent')
  })
})
