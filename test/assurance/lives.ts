/**
 * `npm run assurance:lives`: random histories of the addresses of three subscribers, 5,000 of them, each judged at every commit, mail and
 * answer; a fifth as many in an office that keeps changing its windows, and in one that keeps changing the end of its credentials. The figures go
 * into `docs/assurance.md`. With `-- --lives 500` fewer, and printed only; `-- --seed 9001` begins elsewhere;
 * `-- --only sunset` plays one of the three, `addresses`, `maintenance` or `sunset`.
 */
import { parseArgs } from 'node:util'
import { playLife } from '../simulation/address-lives.ts'
import { playLife as playUnderMaintenance } from '../simulation/maintenance-lives.ts'
import { playLife as playToTheEnd } from '../simulation/sunset-lives.ts'
import { keepFigures, numberAfter, seconds, today } from './figures.ts'

const release = 5_000
const steps = 60
const count = numberAfter('--lives', release)
const first = numberAfter('--seed', 1)

type Played = { readonly flaws: readonly { readonly what: string }[]; readonly met: ReadonlyMap<string, number> }

/** Plays so many lives and prints what they met, and each flaw with its seed. Answers the figures in a sentence. */
async function campaign(lives: number, play: (seed: number) => Promise<Played>): Promise<{ readonly figures: string }> {
  const startedAt = Date.now()
  const met = new Map<string, number>()
  let broken = 0
  for (let seed = first; seed < first + lives; seed += 1) {
    const life = await play(seed)
    for (const [what, times] of life.met) met.set(what, (met.get(what) ?? 0) + times)
    broken += life.flaws.length
    for (const flaw of life.flaws) process.stdout.write(`FLAW seed ${seed}: ${JSON.stringify(flaw)}\n`)
  }
  for (const [what, times] of [...met].sort(([a], [b]) => (a < b ? -1 : 1))) process.stdout.write(`${what}: ${times}\n`)
  const lasted = seconds(Date.now() - startedAt)
  const figures = `${today()}: ${lives.toLocaleString('en')} lives of ${steps} steps, seeds from ${first}, in ${lasted}; ${broken} invariants broken`
  process.stdout.write(`${figures}\n`)
  if (broken > 0) process.exitCode = 1
  return { figures }
}

type Kept = 'lives' | 'maintenance-lives' | 'sunset-lives'
type Play = (seed: number, steps: number) => Promise<Played>

const campaigns: { readonly [name: string]: { readonly kept: Kept; readonly share: number; readonly play: Play } } = {
  addresses: { kept: 'lives', share: 1, play: playLife },
  maintenance: { kept: 'maintenance-lives', share: 5, play: playUnderMaintenance },
  sunset: { kept: 'sunset-lives', share: 5, play: playToTheEnd },
}

const { only } = parseArgs({ options: { only: { type: 'string' } }, strict: false }).values
if (only !== undefined && !(String(only) in campaigns))
  throw new Error(`--only takes one of ${Object.keys(campaigns).join(', ')}`)
for (const [name, { kept, share, play }] of Object.entries(campaigns)) {
  if (only !== undefined && only !== name) continue
  const { figures } = await campaign(Math.ceil(count / share), (seed) => play(seed, steps))
  if (count >= release) keepFigures(kept, figures)
}
