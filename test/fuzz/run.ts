/** Runs one target: a fixed number of inputs that are the same each time, or for a time, guided by what has not run yet. */
import { inspect } from 'node:util'
import { chanceOf } from './chance.ts'
import { encoded, keepCorpus, readCorpus } from './corpus.ts'
import { type Finding, inputOf, tried } from './fuzz.ts'
import { openGuide } from './guide.ts'
import type { Target } from './target.ts'
import { targets } from './targets/index.ts'

export type Order = {
  readonly target: string
  readonly seed: number
  /** So many inputs. */
  readonly runs?: number
  /** So long, looking for inputs that lead to where none before has been. */
  readonly ms?: number
  /** Whether such inputs are kept in the repository. */
  readonly keep?: boolean
}

export type Message =
  /** All inputs before this one have been answered. */
  { readonly at: number } | { readonly done: number; readonly fresh: number } | { readonly found: string }

/** So many inputs are told of at once, and looked at together for where they have led. */
const batch = 64

function wordsOf(name: string, seed: number, { index, what, input }: Finding): string {
  const written = encoded(input) ?? inspect(input, { depth: 8, maxStringLength: 2_000 })
  return `${name}, input ${index} of seed ${seed}: ${what}\n    ${written.slice(0, 4_000)}`
}

/** The same inputs each time: the pool as it stands, then what is made of it. */
async function runFixed(target: Target, pool: readonly unknown[], seed: number, runs: number, tell: (message: Message) => void) {
  for (let index = 0; index < runs; index += 1) {
    if (index % batch === 0) tell({ at: index })
    const input = index < pool.length ? pool[index] : inputOf(target, pool, chanceOf(seed, index))
    const found = await tried(target, input, { seed, index, isThorough: index % 16 === 0 || index < pool.length })
    if (found !== null) return found
  }
  tell({ done: runs, fresh: 0 })
  return null
}

/** An input that leads to a part of the sources where none has been joins those that others are made of. */
async function runGuided(
  target: Target,
  corpus: readonly unknown[],
  { seed, ms = 0, keep, target: name }: Order,
  tell: (message: Message) => void,
) {
  const guide = openGuide(new URL('../../src/', import.meta.url).href)
  const pool = [...target.seeds]
  const kept: unknown[] = []
  const attempt = (input: unknown, index: number) => tried(target, input, { seed, index, isThorough: index % 16 === 0 })
  const leads = async (input: unknown, index: number): Promise<boolean> => {
    await attempt(input, index)
    return guide.newlyRun(true) > 0
  }
  for (const seedInput of pool) await leads(seedInput, 0)
  // What was kept in an earlier run and leads nowhere any more is dropped.
  for (const known of corpus) if (await leads(known, 0)) kept.push(known)
  pool.push(...kept)
  const start = performance.now()
  let index = 0
  let fresh = 0
  while (performance.now() - start < ms) {
    tell({ at: index })
    const inputs = Array.from({ length: batch }, (_, i) => inputOf(target, pool, chanceOf(seed, index + i)))
    for (const [i, input] of inputs.entries()) {
      const found = await attempt(input, index + i)
      if (found !== null) return found
    }
    if (guide.newlyRun(false) > 0) {
      for (const [i, input] of inputs.entries()) {
        if (!(await leads(input, index + i))) continue
        fresh += 1
        pool.push(input)
        kept.push(input)
      }
    }
    index += batch
  }
  guide.close()
  if (keep === true) keepCorpus(name, kept)
  tell({ done: index, fresh })
  return null
}

export async function runTarget(order: Order, tell: (message: Message) => void): Promise<void> {
  const { target: name, seed, runs, ms } = order
  const open = targets[name]
  if (open === undefined) throw new Error(`no target is called ${name}: there are ${Object.keys(targets).join(', ')}`)
  const target = await open()
  const corpus = readCorpus(name)
  const found =
    ms === undefined
      ? await runFixed(target, [...target.seeds, ...corpus], seed, runs ?? 0, tell)
      : await runGuided(target, corpus, order, tell)
  if (found !== null) tell({ found: wordsOf(name, seed, found) })
}
