/** Row 5 from outside: the event loop and the memory while the node adapter hashes, each in a fresh process. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { openRemote } from '../support/remote.ts'
import { race, remoteSide, spreadOf } from './race.ts'
import { perSecond, plain, type Row, ratioRow } from './report.ts'

const run = promisify(execFile)
const child = fileURLToPath(new URL('hashing-child.ts', import.meta.url))
const mebibyte = 2 ** 20
const slots = 2
// m of the default argon2id parameters, in MiB.
const argon2idMebibytes = 19

async function measured<Answer>(...task: string[]): Promise<Answer> {
  const { stdout } = await run(process.execPath, ['--expose-gc', '--import', 'tsx', child, ...task])
  return JSON.parse(stdout) as Answer
}

async function delayRow(algorithm: string, inFlight: number, processes: number): Promise<Row> {
  const delays: { readonly idle: number; readonly busy: number }[] = []
  for (let count = 0; count < processes; count += 1) delays.push(await measured('delay', algorithm, String(inFlight)))
  const busy = spreadOf(delays.map((delay) => delay.busy))
  const idle = spreadOf(delays.map((delay) => delay.idle))
  return {
    what: `longest hold-up of the event loop, ${inFlight} hashes in flight, ${algorithm}`,
    figure: `**${plain(busy.median)} ms** (${plain(busy.min)}..${plain(busy.max)}); without work ${plain(idle.median)} ms`,
    goal: '≤ 20 ms',
    met: busy.median <= 20,
  }
}

async function memoryRow(signIns: number): Promise<Row> {
  type Memory = { readonly before: number; readonly peak: number; readonly signedIn: number }
  const { before, peak, signedIn } = await measured<Memory>('memory', 'argon2id', String(signIns))
  const growth = (peak - before) / mebibyte
  const most = slots * argon2idMebibytes + 64
  return {
    what: `resident memory that ${signIns.toLocaleString('en')} sign-ins at once add, argon2id m=19456,t=2,p=1, 2 slots`,
    figure: `**${plain(growth)} MiB** over ${plain(before / mebibyte)} MiB; ${signedIn.toLocaleString('en')} signed in`,
    goal: `≤ 2 × 19 + 64 = ${most} MiB`,
    met: growth <= most && signedIn === signIns,
  }
}

/** Signing in with the hashing that each library has by default, eight at once. */
async function signInRows(quick: boolean): Promise<readonly Row[]> {
  const names = ['argon2id', 'scrypt', 'better-auth, hashing'] as const
  const remotes = await Promise.all(names.map((name) => openRemote(new URL('sign-in-child.ts', import.meta.url), [name, '16'])))
  try {
    const order = { operations: quick ? 16 : 48, atOnce: 8 }
    const result = await race(
      remotes.map((remote, i) => remoteSide(names[i] ?? '', remote, order)),
      quick ? 3 : 9,
    )
    const peer = 'better-auth, hashing'
    return (['argon2id', 'scrypt'] as const).map((ours) =>
      ratioRow(
        `sign-in with a real hash, 8 at once: better-auth's scrypt, one hash ÷ ours with ${ours}, two`,
        result.ratio(peer, ours),
        // Two hashes at the strength that OWASP asks for; better-auth computes one of scrypt with N=2^14, r=16, p=1.
        { least: ours === 'argon2id' ? 2 : 0.2 },
        `${perSecond(result.timeOf(ours).median)} against ${perSecond(result.timeOf(peer).median)}`,
      ),
    )
  } finally {
    for (const remote of remotes) remote.kill()
  }
}

export async function hashingRows(quick: boolean): Promise<readonly Row[]> {
  return [
    await delayRow('argon2id', 64, quick ? 1 : 3),
    await delayRow('scrypt', quick ? 16 : 64, quick ? 1 : 3),
    await memoryRow(quick ? 200 : 1_000),
    ...(await signInRows(quick)),
  ]
}
