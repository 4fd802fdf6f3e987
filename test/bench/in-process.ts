/** Rows 1 to 3: what is measured in nanoseconds, all sides in one process and in turn. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'
import { build } from 'esbuild'
import { approvalSteps, handWrittenWalk, ourWalk, robotWalk, type Step, xstateWalk } from './approval-walk.ts'
import { builtUrl } from './built.ts'
import { handWrittenCodeCheck, mixedCodes, ourCodeCheck, peerCodeCheck } from './codice-fiscale-checks.ts'
import { handWrittenPasswordCheck, mixedPasswords, ourPasswordCheck, peerPasswordCheck } from './password-checks.ts'
import { inProcess, type Race, race, type Side } from './race.ts'
import { duration, plain, type Row, ratioRow } from './report.ts'

type Extent = { readonly rounds: number; readonly sampleMs: number }

const walksInPass = 100

function walking(
  { name, walk }: { readonly name: string; readonly walk: (steps: readonly Step[]) => unknown },
  sampleMs: number,
): Side {
  const steps = approvalSteps()
  return inProcess(name, walksInPass * steps.length, sampleMs, () => {
    let end: unknown
    for (let count = 0; count < walksInPass; count += 1) end = walk(steps)
    return end
  })
}

/** A side that gives every item to `judge`. */
export function judging<Item>(name: string, items: readonly Item[], sampleMs: number, judge: (item: Item) => unknown): Side {
  return inProcess(name, items.length, sampleMs, () => {
    let last: unknown
    for (const item of items) last = judge(item)
    return last
  })
}

/** The rows of one race: ours against each of the others, with the time of both. */
export function against(
  result: Race,
  what: string,
  goals: Readonly<Record<string, { readonly least?: number; readonly most?: number }>>,
): Row[] {
  const ours = result.timeOf('sportello').median
  return Object.entries(goals).map(([other, goal]) => {
    const both = `${duration(ours)} against ${duration(result.timeOf(other).median)}`
    return goal.most === undefined
      ? ratioRow(`${what}: ${other} ÷ ours`, result.ratio(other, 'sportello'), goal, both)
      : ratioRow(`${what}: ours ÷ ${other}`, result.ratio('sportello', other), goal, both)
  })
}

async function eventRows({ rounds, sampleMs }: Extent): Promise<Row[]> {
  const ours = ourWalk((await import(builtUrl('machines'))) as typeof import('sportello/machines'))
  const sides = [
    walking(ours, sampleMs),
    ...[handWrittenWalk(), xstateWalk(), robotWalk()].map((walk) => walking(walk, sampleMs)),
  ]
  return against(await race(sides, rounds), 'one decided and applied event of the approval', {
    'XState transition': { least: 50 },
    robot3: { least: 5 },
    'hand-written switch': { most: 4 },
  })
}

async function passwordRows({ rounds, sampleMs }: Extent): Promise<Row[]> {
  const ours = ourPasswordCheck((await import(builtUrl('password'))) as typeof import('sportello/password'))
  const passwords = mixedPasswords()
  const sides = [ours, handWrittenPasswordCheck(), peerPasswordCheck()].map(({ name, check }) =>
    judging<string>(name, passwords, sampleMs, check),
  )
  return against(await race(sides, rounds), '`checkPassword`, policy `infocert`', {
    'password-validator, list': { least: 8 },
    'hand-written pass': { most: 2 },
  })
}

async function weightRow(): Promise<Row> {
  const bundle = await build({
    stdin: {
      contents: `export { checkPassword, infocert } from './password.js'`,
      resolveDir: fileURLToPath(new URL('.', builtUrl('password'))),
    },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    write: false,
  })
  const weight = brotliCompressSync(bundle.outputFiles[0]?.contents ?? '').length
  const figure = `**${plain(weight)} bytes** of brotli, no package`
  return { what: '`import { checkPassword, infocert }` bundled by esbuild', figure, goal: '≤ 1,000 bytes', met: weight <= 1_000 }
}

async function codeRows({ rounds, sampleMs }: Extent): Promise<Row[]> {
  const ours = ourCodeCheck((await import(builtUrl('identity'))) as typeof import('sportello/identity'))
  const codes = mixedCodes()
  const hand = handWrittenCodeCheck()
  const peer = peerCodeCheck()
  const sides = [
    judging(ours.name, codes, sampleMs, ours.parse),
    judging(hand.name, codes, sampleMs, hand.check),
    judging(peer.name, codes, sampleMs, peer.check),
  ]
  return against(await race(sides, rounds), '`parseCodiceFiscale`', {
    'codice-fiscale-js check': { least: 3 },
    'hand-written loop': { most: 3 },
  })
}

export async function inProcessRows(quick: boolean): Promise<readonly Row[]> {
  const extent = quick ? { rounds: 15, sampleMs: 15 } : { rounds: 41, sampleMs: 25 }
  return [...(await eventRows(extent)), ...(await passwordRows(extent)), await weightRow(), ...(await codeRows(extent))]
}

/** The versions of the packages that are compared with, as installed. */
export function peerVersions(): string {
  const peers = ['xstate', 'robot3', 'password-validator', 'codice-fiscale-js', 'better-auth']
  const names = [
    ...peers,
    'date-fns-tz',
    'temporal-polyfill',
    'fast-xml-parser',
    '@node-rs/argon2',
    'kysely',
    'pg',
    '@photostructure/sqlite',
  ]
  const folder = fileURLToPath(new URL('../../node_modules/', import.meta.url))
  const version = (name: string): string => JSON.parse(readFileSync(`${folder}${name}/package.json`, 'utf8')).version
  return names.map((name) => `${name} ${version(name)}`).join(', ')
}
