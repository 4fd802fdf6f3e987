/** Makes the calls of the load: counts every answer, and finds fault with those that nobody should get. */
import { setTimeout } from 'node:timers/promises'
import { isSportelloError } from 'sportello'

type Answer<V> = { readonly ok: true; readonly value: V } | { readonly ok: false; readonly refusal: { readonly code: string } }

/** Thrown into a life when the load is over. */
export const over: unique symbol = Symbol('over')

export type Clerk = {
  /** The accepted value, or undefined for a refusal of those that are expected. */
  readonly ask: <V>(what: string, call: () => Promise<Answer<V>>, expected?: readonly string[]) => Promise<V | undefined>
  /** For a call that must be refused, and only so. */
  readonly deny: (what: string, call: () => Promise<Answer<unknown>>, expected: readonly string[]) => Promise<void>
  /** For a call that refuses nothing. */
  readonly tell: <V>(what: string, call: () => Promise<V>) => Promise<V>
  /** How often each answer was given, by `what`, a blank and `ok` or the code. */
  readonly answers: ReadonlyMap<string, number>
  /** Errors, refusals that nobody should get, and what a life did not expect. */
  readonly faults: readonly string[]
  readonly fault: (what: string) => void
  /** For what an accepted value says beyond that it was accepted. */
  readonly count: (what: string, said: string) => void
}

const faultsMax = 50
const repeatsMax = 3

/** Asks until the load is over; from then on each call throws `over`. */
export function openClerk(isOver: () => boolean): Clerk {
  const answers = new Map<string, number>()
  const faults: string[] = []
  const count = (what: string, said: string) => void answers.set(`${what} ${said}`, (answers.get(`${what} ${said}`) ?? 0) + 1)
  const fault = (what: string) => void (faults.length < faultsMax && faults.push(what))

  async function made<V>(what: string, call: () => Promise<V>, left = repeatsMax): Promise<V> {
    if (isOver()) throw over
    try {
      return await call()
    } catch (cause) {
      const code = isSportelloError(cause) ? cause.code : 'threw'
      count(what, code)
      // Nothing was done, and it is to be tried again: so says the library.
      if (code === 'busy' && left > 0) {
        await setTimeout(10 * (repeatsMax - left + 1))
        return made(what, call, left - 1)
      }
      fault(`${what}: ${cause instanceof Error ? cause.stack : String(cause)}`)
      throw over
    }
  }

  async function ask<V>(what: string, call: () => Promise<Answer<V>>, expected: readonly string[] = []): Promise<V | undefined> {
    const answer = await made(what, call)
    count(what, answer.ok ? 'ok' : answer.refusal.code)
    if (answer.ok) return answer.value
    if (!expected.includes(answer.refusal.code)) fault(`${what}: ${JSON.stringify(answer.refusal)}`)
    return undefined
  }

  return {
    answers,
    faults,
    fault,
    count,
    ask,
    async deny(what, call, expected) {
      // What is accepted may answer with null.
      if ((await ask(what, call, expected)) !== undefined) fault(`${what}: was accepted`)
    },
    async tell(what, call) {
      const answer = await made(what, call)
      count(what, 'ok')
      return answer
    },
  }
}

/** Draws whole numbers below a bound: the same ones for the same seed. */
export function drawer(seed: number): (below: number) => number {
  let state = (Math.imul(seed + 1, 48_271) >>> 1) % 2_147_483_646
  return (below) => {
    state = ((state + 1) * 48_271) % 2_147_483_647
    return state % below
  }
}
