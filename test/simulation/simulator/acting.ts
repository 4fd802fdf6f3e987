/** How somebody acts in a simulated office: every call of the public interface goes through here, and is shown to the judges with its answer. */
import type { Operator, Sportello } from 'sportello'
import type { Deed, Loose } from '../invariants/history.ts'
import type { Chance } from './chance.ts'
import type { Person } from './people.ts'
import type { Veil, World } from './world.ts'

type Rooms = Omit<Sportello, 'relay'>
/** The name of a call, such as `session.signIn`. */
export type CallName = { [R in keyof Rooms]: `${R}.${keyof Rooms[R] & string}` }[keyof Rooms] | 'relay'

// biome-ignore lint/suspicious/noExplicitAny: any call of the interface.
type AnyCall = (...args: any[]) => any
type CallOf<N extends CallName> = N extends `${infer R}.${infer C}`
  ? R extends keyof Rooms
    ? C extends keyof Rooms[R]
      ? Extract<Rooms[R][C], AnyCall>
      : never
    : never
  : Sportello['relay']

/** The value of an accepted answer, else null. */
export type Taken<N extends CallName> =
  Awaited<ReturnType<CallOf<N>>> extends infer A
    ? A extends { readonly ok: true; readonly value: infer V }
      ? V
      : A extends { readonly ok: false }
        ? never
        : A
    : never

export type Acting = {
  readonly chance: Chance
  readonly world: World
  readonly people: readonly Person[]
  readonly person: Person
  readonly other: Person
  readonly operator: Operator
  readonly number: number
  /** Asks; null where it is refused or fails. */
  readonly ask: <N extends CallName>(by: string, name: N, ...args: Parameters<CallOf<N>>) => Promise<NonNullable<Taken<N>> | null>
  /** The same as nobody would type it: any arguments. */
  readonly dare: (by: string, name: CallName, ...args: readonly unknown[]) => Promise<Loose>
  /** The same while somebody has changed what is stored. */
  readonly behind: (what: string, veil: Veil, by: string, name: CallName, ...args: readonly unknown[]) => Promise<Deed | null>
  /** Options with a request key, now and then. */
  readonly options: () => { readonly requestKey?: string }
}

/** What a command of the simulator is: how often it is drawn, and what is done. */
export type Command = { readonly weight: number; readonly play: (acting: Acting) => Promise<unknown> }
export type Commands = { readonly [name: string]: Command }

export const operators: readonly Operator[] = [
  { id: 'op-1', codiceFiscale: 'RSSMRA70A01H501S' },
  { id: 'op-2', codiceFiscale: 'BNCLRA75B50F205K' },
]

export const reason = 'Prot. 7.'
export const asPerson = ({ number }: Person): string => `person:${number}`
export const asOperator = ({ id }: Operator): string => `operator:${id}`

/** Whatever an answer hands out bit by bit: it is part of the answer, and can fail like it. */
async function collected(items: Iterable<unknown> | AsyncIterable<unknown>): Promise<readonly unknown[]> {
  if (Array.isArray(items)) return items
  const all: unknown[] = []
  for await (const item of items) all.push(item)
  return all
}

/** The instants in an answer that are still to come. */
function noteEdges(edges: Set<number>, value: Loose, now: number, depth: number): void {
  if (typeof value === 'number' && value > now + 1_000 && value < now + 800 * 86_400_000) edges.add(value)
  if (depth === 0 || value === null || typeof value !== 'object' || value instanceof Uint8Array) return
  for (const part of Object.values(value)) noteEdges(edges, part, now, depth - 1)
}

const repeatsMax = 3

/** Does one call on one process, and repeats it under its request key where the world has failed. */
export async function call(
  acting: {
    readonly world: World
    readonly step: number
    readonly process: number
    readonly isBeside: boolean
    readonly veiled?: string
  },
  by: string,
  name: CallName,
  args: readonly unknown[],
): Promise<Loose> {
  const { world, step, process: number, isBeside } = acting
  for (let times = 0; ; times += 1) {
    const process = world.processes[number]
    if (process === undefined) throw new Error('no such process')
    const deed: Deed = {
      ...{ number: world.count(), step, process: number, by, name, args, isBeside },
      ...{
        at: world.clock.at + process.skewMs,
        commits: [],
        hashes: 0,
        made: 0,
        born: process.born,
        isTroubled: false,
        veil: '',
      },
      ...{ ok: null, value: null, code: '', refusal: null, error: null },
    }
    process.deed = deed
    process.calls = 0
    if (process.veil !== null) Object.assign(deed, { veil: acting.veiled ?? 'veiled', isTroubled: true })
    const [room = '', method = ''] = name.split('.')
    const home = process.sportello as Loose
    try {
      const answer = await (name === 'relay' ? home.relay(...args) : home[room][method](...args))
      if (answer?.value?.items !== undefined && answer.ok === true) answer.value.collected = await collected(answer.value.items)
      if (answer?.value?.lines !== undefined && answer.ok === true) answer.value.collected = await collected(answer.value.lines)
      if (answer !== null && typeof answer === 'object' && typeof answer.ok === 'boolean') {
        deed.ok = answer.ok
        deed.value = answer.value ?? null
        deed.refusal = answer.refusal ?? null
        deed.code = answer.refusal?.code ?? ''
      } else deed.value = answer
    } catch (error) {
      deed.error = error
    }
    noteEdges(world.edges, deed.value, world.clock.at, 3)
    process.deed = null
    if (process.isGone) world.start(number, process.skewMs).gate = process.gate
    world.judge(deed)
    if (deed.error === null) return deed.ok === false ? null : deed.value
    const key = (args.at(-1) as { readonly requestKey?: unknown } | undefined)?.requestKey
    if (key === undefined || !deed.isTroubled || times === repeatsMax) return null
  }
}
