/**
 * A process of its own. Looks for a flaw in the sources beside it: in simulated offices from the first seed on, until one is broken or all are played, then in the lives
 * that are about what the changed file is part of. The first few offices are given every command there is; of the others three of four are about it too, as somebody
 * who has changed it would look there first.
 */
import { playLife as moves } from '../../simulation/address-lives.ts'
import { playLife as windows } from '../../simulation/maintenance-lives.ts'
import { nothingMet, search, seedsFrom } from '../../simulation/simulator/campaign.ts'
import type { Theme } from '../../simulation/simulator/commands.ts'
import { drawPlan, planOfAll } from '../../simulation/simulator/plan.ts'
import { playLife as ends } from '../../simulation/sunset-lives.ts'

const themeOf: readonly (readonly [part: RegExp, theme: Theme])[] = [
  [/calendar|hold|admission|closing|exemption/, 'calendar'],
  [/enrolment|rules\/identity|uploads|quota|assignment|desk\/search|search-tags/, 'enrolment'],
  [/account|throttle|binding|rules\/pin|rules\/password/, 'account'],
  [/addresses|assistance|deadline|linked/, 'addresses'],
  [/federation|mailbox/, 'elsewhere'],
  [/services|lifecycle|office/, 'office'],
  [/runtime|crypto|adapters|kernel/, 'host'],
]

type Flaw = { readonly rule?: string; readonly invariant?: string; readonly what: string }
type Play = (seed: number, steps: number) => Promise<{ readonly flaws: readonly Flaw[] }>

const livesOf: readonly (readonly [part: RegExp, name: string, play: Play])[] = [
  [/addresses|deadline|linked|assistance|runtime|recovery|credential/, 'addresses', moves],
  [/maintenance|calendar|hold|admission|closing|runtime|kernel|linked|recovery|pin-renewal|registration/, 'windows', windows],
  [/sunset|exemption|calendar|admission|temporary|credential|approval/, 'ends', ends],
]

const stepsMax = 60
const wholeMax = 5

export type SearchResult = {
  /** How many offices, or lives, were played in the place that is named. */
  readonly played: number
  /** Where it was found: in an office, or in lives of addresses, windows or ends. */
  readonly where: string
  readonly invariant: string | null
  readonly what: string | null
  readonly seed: number | null
}

/** How many offices, how many lives of each kind, and how long it may take in all. */
export type Effort = { readonly first: number; readonly offices: number; readonly lives: number; readonly ms: number }

async function searchFor({ file, first, offices, lives, ms }: Effort & { readonly file: string }): Promise<SearchResult> {
  const startedAt = Date.now()
  const isOver = () => Date.now() - startedAt > ms
  const met = nothingMet()
  const theme = themeOf.find(([part]) => part.test(file))?.[1] ?? null
  const draw = (seed: number) =>
    seed < first + wholeMax ? planOfAll(seed, 2) : drawPlan(seed, stepsMax, seed % 4 === 0 ? null : theme)
  for (const seed of seedsFrom(first, offices)) {
    const broken = await search([seed], met, undefined, draw)
    const [flaw] = broken?.world.flaws ?? []
    if (flaw !== undefined) return { played: met.sequences, where: 'offices', invariant: flaw.invariant, what: flaw.what, seed }
    if (isOver()) break
  }
  for (const [part, where, play] of livesOf) {
    if (!part.test(file)) continue
    for (const seed of seedsFrom(first, lives)) {
      const [flaw] = (await play(seed, stepsMax)).flaws
      if (flaw !== undefined)
        return { played: seed - first + 1, where, invariant: flaw.invariant ?? flaw.rule ?? '', what: flaw.what, seed }
      if (isOver()) break
    }
  }
  return { played: met.sequences, where: 'offices', invariant: null, what: null, seed: null }
}

const found = await searchFor(JSON.parse(process.argv[2] ?? '') as Effort & { readonly file: string })
process.stdout.write(JSON.stringify(found), () => process.exit())
