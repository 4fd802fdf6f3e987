/** Gives a target one input after the other, and says of the first that breaks a promise. */
import { inspect, isDeepStrictEqual } from 'node:util'
import { isSportelloError } from '../../src/kernel/index.ts'
import { type Chance, chanceOf } from './chance.ts'
import { changed, isBytes, isOpaque } from './mutate.ts'
import { Broken, type Target } from './target.ts'

export type Finding = { readonly index: number; readonly what: string; readonly input: unknown }

/** Whether the answer to an input is to be waited for. */
const isPromise = (value: unknown): value is Promise<unknown> => value instanceof Promise

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** Every text in a value, and how large it is in all. */
function textsOf(value: unknown, found: string[] = [], depth = 0): readonly string[] {
  if (typeof value === 'string') found.push(value)
  else if (isObject(value) && !isOpaque(value) && !ArrayBuffer.isView(value) && depth < 12)
    for (const inner of Object.values(value)) textsOf(inner, found, depth + 1)
  return found
}

function sizeOf(value: unknown): number {
  if (isBytes(value)) return value.length
  let size = 0
  for (const text of textsOf(value)) size += text.length
  // Whoever looks at the names of a value meets each byte of it.
  if (isObject(value)) {
    for (const { value: inner } of Object.values(Object.getOwnPropertyDescriptors(value)))
      if (isBytes(inner)) size += inner.length
  }
  return size
}

/** Nothing of it can be changed any more: whoever tries hears a TypeError. Bytes cannot be frozen, and are compared. */
function freeze(value: unknown): void {
  if (!isObject(value) || isOpaque(value) || ArrayBuffer.isView(value) || Object.isFrozen(value)) return
  Object.freeze(value)
  for (const inner of Object.values(value)) freeze(inner)
}

const roots = [Object.prototype, Array.prototype, Function.prototype, String.prototype, Promise.prototype]
const rootSizes = roots.map((root) => Reflect.ownKeys(root).length)

function expectRoots(): void {
  const touched = roots.find((root, i) => Reflect.ownKeys(root).length !== rootSizes[i])
  if (touched !== undefined) throw new Broken(`a prototype has been touched: ${Reflect.ownKeys(touched).map(String).slice(-3)}`)
}

/** So long may an answer take, which is far more than any takes, so that a busy machine changes nothing. */
const msMax = (input: unknown, { msPerKib = 4 }: Target): number => 200 + (msPerKib * sizeOf(input)) / 1_024

// Shorter texts are words that any sentence may have.
const secretLength = 12
const shown = (answer: unknown): string =>
  (answer instanceof Error ? inspect(answer) + inspect(answer.cause) : JSON.stringify(answer)) ?? ''

function expectNothingQuoted(input: unknown, answer: unknown, { quotes, words }: Target): void {
  if (quotes === true) return
  const said = shown(answer)
  const quoted = textsOf(input).find((text) => text.length >= secretLength && !words.includes(text) && said.includes(text))
  if (quoted !== undefined) throw new Broken(`an answer that is no acceptance repeats what it was given: ${said.slice(0, 200)}`)
}

const isRefusal = (answer: unknown): boolean => isObject(answer) && 'ok' in answer && answer.ok === false

/** The answer of the target, where errors that it may throw are answers too. */
async function answerOf(target: Target, input: unknown, chance: Chance): Promise<unknown> {
  try {
    const answer = target.judge(input, chance)
    return isPromise(answer) ? await answer : answer
  } catch (error) {
    if (!isSportelloError(error) || !target.throws?.includes(error.code)) throw error
    return error
  }
}

/** How long the processor works on it, whatever else the machine does meanwhile. */
async function worked(target: Target, input: unknown, chance: () => Chance): Promise<number> {
  const before = process.cpuUsage()
  await answerOf(target, input, chance())
  return process.cpuUsage(before).user / 1_000
}

/** Tries one input. Throws for whatever must not be. */
async function tryInput(target: Target, input: unknown, chance: () => Chance, isThorough: boolean): Promise<void> {
  freeze(input)
  const before = isBytes(input) ? Buffer.from(input) : null
  const start = performance.now()
  const answer = await answerOf(target, input, chance())
  const ms = performance.now() - start
  expectRoots()
  if (before !== null && !before.equals(input as Uint8Array)) throw new Broken('the bytes have been changed')
  if (answer instanceof Error || (isThorough && isRefusal(answer))) expectNothingQuoted(input, answer, target)
  if (isThorough) {
    const again = await answerOf(target, input, chance())
    if (!isDeepStrictEqual(answer instanceof Error ? answer.message : answer, again instanceof Error ? again.message : again))
      throw new Broken(`another answer the second time: ${shown(answer).slice(0, 200)} and ${shown(again).slice(0, 200)}`)
  }
  if (ms <= 50 || ms <= msMax(input, target)) return
  const rounds: number[] = []
  for (let round = 0; round < 3; round += 1) rounds.push(await worked(target, input, chance))
  const least = Math.min(...rounds)
  if (least > msMax(input, target)) throw new Broken(`takes ${least.toFixed(0)} ms for an input of ${sizeOf(input)} characters`)
}

/** The input of that number: one of the pool, changed a few times. */
export function inputOf(target: Target, pool: readonly unknown[], chance: Chance): unknown {
  const { words, repeatedMax = 2 ** 17 } = target
  const stock = { words, others: pool, repeatedMax }
  let input = chance.pick(pool)
  for (let changes = chance.size(3); changes >= 0; changes -= 1) input = changed(input, chance, stock)
  return target.mend === undefined ? input : target.mend(input, chance)
}

/** What is wrong with the answer to the input; null for nothing. */
export async function tried(
  target: Target,
  input: unknown,
  { seed, index, isThorough }: { readonly seed: number; readonly index: number; readonly isThorough: boolean },
): Promise<Finding | null> {
  try {
    await tryInput(target, input, () => chanceOf(seed + 1, index), isThorough)
    return null
  } catch (error) {
    const what =
      error instanceof Broken ? error.message : `throws what is no error of the library: ${inspect(error).slice(0, 1_000)}`
    return { index, what, input }
  }
}
