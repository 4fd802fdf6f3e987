/** A scheduler that decides at every call of a port which of several commands goes on, and an explorer that tries many orders. */
import type { Commit, DocumentRef, Documents, Mail, Mailer, PolicyChoice, Storage } from 'sportello'
import { memoryDocuments, memoryStorage } from 'sportello/memory'
import { fixedClock, type RecordingMailer, recordingMailer } from 'sportello/testing'
import { minimalPdf } from '../rules/identity/minimal-pdf.ts'
import { type Counter, morning, openCounter } from './counter.ts'

/** What stands between a command and its ports: parked calls wait until they are told to go on. */
type Gate = { closed: boolean; done: boolean; readonly parked: (() => void)[]; moved: () => void }

async function pass(gate: Gate): Promise<void> {
  if (!gate.closed) return
  await new Promise<void>((resume) => {
    gate.parked.push(resume)
    gate.moved()
  })
}

export type Ports = { readonly storage: Storage; readonly documents: Documents; readonly mailer: Mailer }

function gated(gate: Gate, { storage, documents, mailer }: Ports): Ports {
  const behind = <Given extends readonly unknown[], Answer>(call: (...given: Given) => Promise<Answer>) => {
    return async (...given: Given): Promise<Answer> => {
      await pass(gate)
      return call(...given)
    }
  }
  return {
    storage: {
      load: behind(storage.load),
      list: behind(storage.list),
      commit: behind(storage.commit),
      journal: behind(storage.journal),
      entries: behind(storage.entries),
      erase: behind(storage.erase),
      lease: behind(storage.lease),
      settle: behind(storage.settle),
      isWaiting: behind(storage.isWaiting),
      parked: behind(storage.parked),
      requeue: behind(storage.requeue),
    },
    documents: {
      put: behind(documents.put),
      get: behind(documents.get),
      delete: behind(documents.delete),
      list: behind(documents.list),
    },
    mailer: { send: behind(mailer.send) },
  }
}

export type World = {
  readonly storage: ReturnType<typeof memoryStorage>
  /** The documents that are there, as `owner/digest`. */
  readonly files: ReadonlySet<string>
  readonly documents: Documents
  readonly sent: readonly Mail[]
}

type Change = (world: World & { readonly ports: Ports }) => Promise<unknown>

function freshWorld(mailer = recordingMailer()): World & { readonly ports: Ports } {
  const storage = memoryStorage()
  // Its clock stands still, so that what is put again by a command looks as old as what the scene has left.
  const inner = memoryDocuments({ clock: fixedClock(morning) })
  const files = new Set<string>()
  const named = ({ owner, digest }: DocumentRef) => `${owner}/${digest}`
  const documents: Documents = {
    get: inner.get,
    list: inner.list,
    async put(content, ref) {
      await inner.put(content, ref)
      files.add(named(ref))
    },
    async delete(ref) {
      await inner.delete(ref)
      files.delete(named(ref))
    },
  }
  return { storage, documents, files, sent: mailer.sent, ports: { storage, documents, mailer } }
}

/** A beginning that is played once and then put back as it was for every order. */
export type Scene<Cast> = { readonly cast: Cast; readonly changes: readonly Change[]; readonly at: number }

export type SceneOptions = {
  /** Left out, the default. */
  readonly policy?: PolicyChoice
  /** Left out, one that sends everything. */
  readonly mailer?: RecordingMailer
}

export async function scene<Cast>(
  play: (counter: Counter) => Promise<Cast>,
  { policy, mailer }: SceneOptions = {},
): Promise<Scene<Cast>> {
  const world = freshWorld(mailer)
  const changes: Change[] = []
  const { storage, documents } = world.ports
  const counter = openCounter({
    ...(policy === undefined ? {} : { policy }),
    mailer: world.ports.mailer,
    storage: {
      ...storage,
      commit(commit: Commit) {
        changes.push((other) => other.storage.commit(commit))
        return storage.commit(commit)
      },
      erase(key, at, version) {
        changes.push((other) => other.storage.erase(key, at, version))
        return storage.erase(key, at, version)
      },
      lease(order) {
        changes.push((other) => other.storage.lease(order))
        return storage.lease(order)
      },
      settle(id, settlement) {
        changes.push((other) => other.storage.settle(id, settlement))
        return storage.settle(id, settlement)
      },
      requeue(id, at) {
        changes.push((other) => other.storage.requeue(id, at))
        return storage.requeue(id, at)
      },
    },
    documents: {
      ...documents,
      put(content, ref) {
        changes.push((other) => other.documents.put(content, ref))
        return documents.put(content, ref)
      },
      delete(ref) {
        changes.push((other) => other.documents.delete(ref))
        return documents.delete(ref)
      },
    },
  })
  // What is sent in the scene is read there.
  const cast = await play({ ...counter, mailer: { ...counter.mailer, sent: world.sent } as Counter['mailer'] })
  return { cast, changes, at: counter.clock.now() }
}

export type Command<Cast> = (counter: Counter, cast: Cast) => Promise<unknown>

/** Which command goes on at each step; the rest of the order is as little switching as possible. */
type Plan = readonly number[]

export type Run = {
  readonly world: World
  /** Of each command what it answered, or the error that it threw. */
  readonly answers: readonly unknown[]
  /** Opens a counter on the world that nothing holds up any more. */
  readonly after: () => Counter
  readonly plan: Plan
}

/** A world of its own, as the scene left it. */
export async function staged({ changes }: Scene<unknown>): Promise<World & { readonly ports: Ports }> {
  const world = freshWorld()
  for (const change of changes) await change(world)
  return world
}

/**
 * Opens a counter at which the beginning has been played, each time on a world of its own. It is played once: to register somebody takes longer than most of
 * what is looked at afterwards. Letters of the beginning are among those sent.
 */
export function replayed<Cast extends object>(
  play: (counter: Counter) => Promise<Cast>,
  options: SceneOptions = {},
): () => Promise<Cast & { readonly counter: Counter }> {
  const played = scene(async (counter) => ({ cast: await play(counter), letters: counter.mailer.sent }), options)
  const { policy } = options
  return async () => {
    const beginning = await played
    const { ports, storage } = await staged(beginning)
    const mailer = recordingMailer()
    const { cast, letters } = beginning.cast
    for (const letter of letters) await mailer.send(letter)
    const counter = openCounter({ ...ports, mailer, seed: 2, ...(policy === undefined ? {} : { policy }) })
    counter.clock.set(beginning.at)
    return { ...cast, counter: { ...counter, storage, mailer } as Counter }
  }
}

async function follow<Cast>(beginning: Scene<Cast>, commands: readonly Command<Cast>[], plan: Plan) {
  const { cast, at } = beginning
  const world = await staged(beginning)
  let wake = () => {}
  const gates = commands.map((): Gate => ({ closed: true, done: false, parked: [], moved: () => wake() }))
  const answers: unknown[] = commands.map(() => undefined)
  commands.forEach(async (command, i) => {
    const gate = gates[i] as Gate
    const counter = openCounter({ ...gated(gate, world.ports), seed: 100 + i })
    counter.clock.set(at)
    answers[i] = await command(counter, cast).catch((error: unknown) => ({ error }))
    gate.done = true
    wake()
  })

  const steps: { readonly waiting: readonly number[]; readonly chosen: number }[] = []
  let last = -1
  for (;;) {
    // Each command is brought to its next call, or to its end, before one of them goes on.
    while (gates.some(({ done, parked }) => !done && parked.length === 0)) {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
    const waiting = gates.flatMap(({ parked }, i) => (parked.length > 0 ? [i] : []))
    if (waiting.length === 0) break
    const planned = plan[steps.length]
    const chosen = planned ?? (waiting.includes(last) ? last : (waiting[0] as number))
    steps.push({ waiting, chosen })
    gates[chosen]?.parked.shift()?.()
    last = chosen
  }
  const after = () => {
    const counter = openCounter({ ...world.ports, seed: 99 })
    counter.clock.set(at)
    return counter
  }
  return { world, answers, after, steps }
}

/**
 * Every order of the commands' port calls in which a command is put off while it could go on at most `switchesMax` times; those
 * without any come first, and are the commands one after another.
 */
export async function explore<Cast>(
  beginning: Scene<Cast>,
  commands: readonly Command<Cast>[],
  visit: (run: Run & { readonly switches: number }) => Promise<void>,
  switchesMax = 2,
): Promise<number> {
  let runs = 0
  const levels: Plan[][] = Array.from({ length: switchesMax + 1 }, () => [])
  levels[0]?.push([])
  for (const [switches, plans] of levels.entries()) {
    for (let plan = plans.pop(); plan !== undefined; plan = plans.pop()) {
      const { steps, ...run } = await follow(beginning, commands, plan)
      const chosen = steps.map((step) => step.chosen)
      await visit({ ...run, plan: chosen, switches })
      runs += 1
      for (let i = plan.length; i < steps.length; i += 1) {
        const before = chosen[i - 1]
        for (const other of steps[i]?.waiting ?? []) {
          if (other === chosen[i]) continue
          // To leave a command that could have gone on is a switch; to begin with another, or to follow one that ended, is none.
          const costs = before !== undefined && (steps[i]?.waiting.includes(before) ?? false) ? 1 : 0
          levels[switches + costs]?.push([...chosen.slice(0, i), other])
        }
      }
    }
  }
  return runs
}

/** A file that every command sees the same. */
export const filed: Uint8Array = minimalPdf('One file')
