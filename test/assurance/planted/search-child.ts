/**
 * A process of its own. Looks for a flaw in the sources beside it: seeds from the first on, until one is broken, all are played, or the time is over. Three runs of four are about
 * what the changed file is part of, as somebody who has changed it would look there first.
 */
import { nothingMet, search, seedsFrom } from '../../simulation/simulator/campaign.ts'
import type { Theme } from '../../simulation/simulator/commands.ts'

const themeOf: readonly (readonly [part: RegExp, theme: Theme])[] = [
  [/enrolment|rules\/identity|rules\/pin|quota|assignment|uploads/, 'enrolment'],
  [/account\/exemption|calendar|services|lifecycle|office|admission|closing/, 'office'],
  [/account/, 'account'],
  [/addresses|assistance|deadline|linked/, 'addresses'],
  [/federation|mailbox/, 'elsewhere'],
]

export type SearchResult = {
  readonly sequences: number
  readonly invariant: string | null
  readonly what: string | null
  readonly seed: number | null
}

type Search = { readonly file: string; readonly first: number; readonly count: number; readonly ms: number }

async function searchFor({ file, first, count, ms }: Search): Promise<SearchResult> {
  const startedAt = Date.now()
  const met = nothingMet()
  const theme = themeOf.find(([part]) => part.test(file))?.[1] ?? null
  const isOver = () => Date.now() - startedAt > ms
  for (const seed of seedsFrom(first, count)) {
    const broken = await search([seed], met, undefined, seed % 4 === 0 ? null : theme)
    const [flaw] = broken?.world.flaws ?? []
    if (flaw !== undefined) return { sequences: met.sequences, invariant: flaw.invariant, what: flaw.what, seed }
    if (isOver()) break
  }
  return { sequences: met.sequences, invariant: null, what: null, seed: null }
}

const found = await searchFor(JSON.parse(process.argv[2] ?? '') as Search)
process.stdout.write(JSON.stringify(found), () => process.exit())
