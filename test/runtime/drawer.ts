/** A small machine and a shell around it: what the tests of the shell work with. */
import { memoryStorage } from 'sportello/memory'
import { fixedClock, plainPasswordHash, recordingMailer, seededRandom } from 'sportello/testing'
import { linkPaths } from '../../src/api/links.ts'
import { checkedRandom, createKeyRing, createSealer, createSecretHash } from '../../src/crypto/index.ts'
import { type Actor, accept, isSportelloError, refuse } from '../../src/kernel/index.ts'
import type { Clock, Commit, CommitOutcome, Key, Mailer, Random, Storage, Stored } from '../../src/ports/index.ts'
import type { Gate, GateKeeper } from '../../src/runtime/gate.ts'
import { createKnownCodes } from '../../src/runtime/known-codes.ts'
import { readLinkPaths } from '../../src/runtime/links.ts'
import type { Machine } from '../../src/runtime/record.ts'
import { type RelayOptions, type RelayReport, relay as relayAt } from '../../src/runtime/relay.ts'
import { guardedClock, type Runtime } from '../../src/runtime/runtime.ts'
import { createTurns } from '../../src/runtime/turns.ts'
import { keys, morning, office } from '../support/counter.ts'

/** A calendar without windows, which nothing asks. */
const openGate: GateKeeper = {
  meaningOf: () => ({ feature: null, act: null }),
  isOwn: () => false,
  current: async () => anyTime,
  reread: async () => anyTime,
  exemptionOf: async () => null,
}
const anyTime: Gate = {
  rows: [],
  at: 0,
  admits: () => 'open',
  hasEnds: false,
  termOf: () => ({ until: null, ended: null }),
  follow: async () => null,
}

export type DrawerState = {
  readonly status: 'open' | 'locked'
  readonly count: number
  readonly personal: { readonly note: string } | null
}
export type DrawerCommand =
  | { readonly type: 'Put'; readonly personal: { readonly note: string } }
  | { readonly type: 'PutTwice'; readonly personal: { readonly note: string } }
  | { readonly type: 'Look' }
  | { readonly type: 'Lock' }
export type DrawerEvent =
  | { readonly type: 'ItemPut'; readonly count: number; readonly putAt: number; readonly personal: { readonly note: string } }
  | { readonly type: 'Locked' }
export type DrawerRefusal = { readonly code: 'drawer/locked' } | { readonly code: 'drawer/full'; readonly countMax: number }
export type DrawerMachine = Machine<DrawerState, DrawerCommand, DrawerEvent, DrawerRefusal>

/** Takes up to three items, then a lock; a look at it is no event. */
function drawerMachine(name: string): DrawerMachine {
  return {
    decider: {
      name,
      initial: { status: 'open', count: 0, personal: null },
      decide(state, command, { at }) {
        if (state.status === 'locked') return refuse({ code: 'drawer/locked' })
        if (command.type === 'Look') return accept([])
        if (command.type === 'Lock') return accept([{ type: 'Locked' }])
        const puts = command.type === 'Put' ? 1 : 2
        if (state.count + puts > 3) return refuse({ code: 'drawer/full', countMax: 3 })
        return accept(
          Array.from({ length: puts }, (_, i) => {
            return { type: 'ItemPut', count: state.count + 1 + i, putAt: at, personal: command.personal } as const
          }),
        )
      },
      evolve: (state, event) =>
        event.type === 'Locked' ? { ...state, status: 'locked' } : { ...state, count: event.count, personal: event.personal },
      isTerminal: ({ status }) => status === 'locked',
      exampleCommands: () => [],
    },
    upgrades: [],
    parse(value) {
      if (typeof value !== 'object' || value === null || Object.keys(value).sort().join() !== 'count,personal,status') return null
      const { status, count, personal } = value as DrawerState
      return (status === 'open' || status === 'locked') && Number.isInteger(count) ? { status, count, personal } : null
    },
    tags: ({ status }) => [`status:${status}`],
    dueAt: ({ count }) => (count === 0 ? null : morning + count),
  }
}

export const drawer: DrawerMachine = drawerMachine('drawer')
export const cabinet: DrawerMachine = drawerMachine('cabinet')

export const put = (note: string): DrawerCommand => ({ type: 'Put', personal: { note } })
export const clerk: Actor = { kind: 'operator', id: 'clerk-1' }
export const drawerKey: Key = `${office.id}/drawer/d-1`

export type Ports = {
  readonly storage?: Storage
  readonly clock?: Clock
  readonly mailer?: Mailer
  readonly random?: Random
  readonly keys?: Parameters<typeof createKeyRing>[0]
}

/** A shell on ports of the tests: memory, a clock that stands still, chance that repeats. */
export function runtimeOn(ports: Ports = {}): Runtime {
  const random = checkedRandom(ports.random ?? seededRandom(1))
  const ring = createKeyRing(ports.keys ?? keys)
  let drawn = 0
  return {
    office,
    links: readLinkPaths(office.links, linkPaths, undefined),
    letters: { own: new Map(), every: null, failed: null },
    ring,
    sealer: createSealer(ring, random),
    secrets: createSecretHash(ring, plainPasswordHash(), random),
    storage: ports.storage ?? memoryStorage(),
    mailer: ports.mailer ?? recordingMailer(),
    documents: {
      put: () => Promise.reject(new Error('no documents here')),
      get: () => Promise.reject(new Error('no documents here')),
      delete: () => Promise.reject(new Error('no documents here')),
      list: () => Promise.reject(new Error('no documents here')),
    },
    scanner: null,
    registry: null,
    leavingProvider: null,
    arrivingProvider: null,
    challenge: null,
    random,
    turns: createTurns(),
    gate: openGate,
    codes: createKnownCodes(),
    requestKeyMs: 7 * 86_400_000,
    now: guardedClock(ports.clock ?? fixedClock(morning)),
    ulid: () => {
      drawn += 1
      return `ulid-${drawn}`
    },
  }
}

export type Observed = Storage & {
  /** What is behind: calls to it are not noted. */
  readonly inner: Storage
  readonly loads: (readonly Key[])[]
  readonly commits: Commit[]
  /** What happens around the next commits, in order; then they just go through. */
  readonly script: ((commit: Commit, through: () => Promise<CommitOutcome>) => Promise<CommitOutcome>)[]
}

/** A storage that notes its calls and lets the test come between. */
export function observed(inner: Storage = memoryStorage()): Observed {
  const loads: (readonly Key[])[] = []
  const commits: Commit[] = []
  const script: Observed['script'] = []
  return {
    ...inner,
    inner,
    loads,
    commits,
    script,
    load(asked) {
      loads.push(asked)
      return inner.load(asked)
    },
    commit(commit) {
      commits.push(commit)
      const step = script.shift()
      return step === undefined ? inner.commit(commit) : step(commit, () => inner.commit(commit))
    },
  }
}

/** The row under a key; a failing test where there is none. */
export async function rowOf(storage: Storage, key: Key = drawerKey): Promise<Stored> {
  const [row] = await storage.load([key])
  if (!row) throw new Error(`nothing under ${key}`)
  return row
}

/** The newest version of a record written once more, as by somebody else. */
export async function touch(storage: Storage, key: Key = drawerKey): Promise<void> {
  const { version, erasedAt: _, ...row } = await rowOf(storage, key)
  const outcome = await storage.commit({
    expects: [],
    writes: [{ ...row, expectedVersion: version, entries: [] }],
    removes: [],
    outbox: [],
    cancelMail: [],
  })
  if (!outcome.ok) throw new Error('the test has lost its own race')
}

/** The code of the failure, or what it was where it is not typed. */
export async function codeOf(promised: Promise<unknown>): Promise<string> {
  try {
    return `done: ${JSON.stringify(await promised)}`
  } catch (error) {
    return isSportelloError(error) ? error.code : `untyped: ${String(error)}`
  }
}

/** A round of the relay that nobody else hears of. */
export function relay(runtime: Runtime, options?: RelayOptions): Promise<RelayReport> {
  return relayAt({ runtime, settled: async () => undefined, beforeMail: async () => null }, options)
}
