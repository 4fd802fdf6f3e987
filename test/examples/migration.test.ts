/** The chapter `migration` of the demo: workers in processes of their own, one of which is killed, and a story that outlasts a kill of its own. */
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { owners } from '../../examples/demo/migration/owners.ts'
import { fileDatabase } from '../support/database.ts'
import { bundled, type RunOptions, scratch } from './child.ts'

const place = scratch()
const demo = bundled('examples/demo/main.ts')
const database = fileDatabase()
const mailboxes = 60
const never = owners(mailboxes).filter(({ habit }) => habit === 'never').length
const replaced = owners(mailboxes).filter(({ habit, next }) => habit !== 'never' && next !== null).length

const play = (args: readonly string[], options: RunOptions = {}) =>
  demo(['--chapter', 'migration', '--mailboxes', String(mailboxes), ...args], {
    ...options,
    env: { TMPDIR: place.path, ...options.env },
  })

const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '')
const secretsIn = (text: string): readonly string[] =>
  owners(mailboxes).flatMap(({ password, next }) => [password, next ?? password].filter((secret) => text.includes(secret)))

/** What must be at the end of every play, in English. */
function expectAccount(stdout: string): void {
  expect(stdout).toContain(`${mailboxes} = ${mailboxes - never - replaced} + ${replaced} + ${never}`)
  expect(stdout).toContain(`${mailboxes - never} mailboxes open with the password that was promised, and with no other`)
  expect(stdout).toMatch(/messages copied, each of them once/)
  expect(stdout).toMatch(/stored texts: none can be read/)
}

describe('the chapter migration', () => {
  it('moves all mailboxes although a worker is killed, accounts for each, and leaves nothing where nobody has asked for it', async () => {
    const { code, stdout, stderr } = await play(['--locale', 'en'])
    expect([code, stderr]).toEqual([0, ''])
    expectAccount(stdout)
    expect(stdout).toMatch(/Process \d was killed \(kill -9\); another one starts/)
    expect(stdout).toContain('processes killed: 1')
    expect(stdout).not.toMatch(/[^\P{Cc}\n]/u)
    for (const line of linesOf(stdout)) expect([...line].length).toBeLessThanOrEqual(100)
    expect(secretsIn(stdout)).toEqual([])
    const [left = ''] = await readdir(place.path)
    expect((await readdir(join(place.path, left, 'migration'))).filter((name) => name !== 'lock')).toEqual([])
  })

  it('in Italian when nothing is said, in colour when colour is asked for', async () => {
    const data = join(place.path, 'italian')
    const { code, stdout, stderr } = await play(['--data', data], { env: { FORCE_COLOR: '1' } })
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('caselle si aprono con la password promessa, e con nessun’altra')
    expect(stdout).toContain('\u001B[')
    expect(await readdir(data)).toContain('providers.log')
  })

  it('goes on where it was killed, with the workers that are there then, and copies nothing twice', async () => {
    const data = join(place.path, 'killed')
    let kills = 0
    for (const mark of ['Lists the mailboxes', 'was killed', 'Reports that the cut-over has begun']) {
      let seen = ''
      const { code } = await play(['--data', data, '--locale', 'en'], {
        onOutput(child, text) {
          seen += text
          if (seen.includes(mark)) child.kill('SIGKILL')
        },
      })
      if (code === null) kills += 1
    }
    expect(kills).toBeGreaterThan(1)
    const { code, stdout, stderr } = await play(['--data', data, '--locale', 'en'])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('An interrupted migration goes on where it was.')
    expectAccount(stdout)
  })

  it('says how to go on where it is interrupted', async () => {
    const data = join(place.path, 'interrupted')
    const { code, stderr } = await play(['--data', data, '--locale', 'en'], {
      onOutput(child, text) {
        if (text.includes('Activate their mailboxes')) child.kill('SIGINT')
      },
    })
    expect(code).toBe(130)
    expect(stderr).toMatch(/^\nInterrupted\. .+\n$/)
    await rm(data, { recursive: true })
  })

  it('moves them on PostgreSQL as well', async () => {
    const { code, stdout, stderr } = await play(['--locale', 'en', '--storage', database.url])
    expect([code, stderr]).toEqual([0, ''])
    expectAccount(stdout)
    expect(stdout).toContain('drop schema sportello_demo cascade')
  })
})
