/** A storage that fails when it is told to: before a call, after it, by a conflict that is none, slowly, or with an outdated answer. */
import { invariant, SportelloError } from '../../kernel/index.ts'
import type { Commit, Key, ListQuery, Storage, Stored } from '../../ports/index.ts'
import { seededRandom } from './seeded-random.ts'

/** What can be asked of a storage. */
export type StorageOperation = keyof Storage

/**
 * What happens to one call. `before`: it fails and nothing has happened. `after`: it is done, but its answer is lost. `conflict`: a
 * commit is answered as if a record had moved; nothing is written. `stale`: a list is answered as the same query was the last time.
 * `slow`: it is passed on one turn later, or once `until` is settled, either way. Where a fault means nothing, nothing happens.
 */
export type Fault = FaultName | { readonly until: PromiseLike<unknown> }
type FaultName = (typeof faultNames)[number]

/** One call as a plan sees it: how many there were with it, from 1, and what was asked. */
export type StorageCall = { readonly call: number; readonly operation: StorageOperation }

/** Befalls the calls that fit all that is said of them. */
export type PlannedFault = Partial<StorageCall> & { readonly fault: Fault }

/**
 * Faults: the first that matches a call happens to it; or a function that says of each call what happens to it. What the function
 * throws is thrown by the call instead of the error that `before` would throw.
 */
export type FaultPlan = readonly PlannedFault[] | ((call: StorageCall) => Fault | null | undefined)

/** What happened to a call. A list of these is a plan: given to another storage, it does the same to the same calls. */
export type StruckFault = StorageCall & { readonly fault: FaultName }

/** A storage with faults, and the log of them. */
export type FaultyStorage = Storage & {
  /** The faults so far, in order, without anything of what was stored or asked. */
  readonly faults: readonly StruckFault[]
  /** How many calls there were. */
  calls(): number
}

const faultNames = ['before', 'after', 'conflict', 'stale', 'slow'] as const
const names: ReadonlySet<unknown> = new Set(faultNames)
const reads = ['load', 'list', 'journal', 'entries', 'isWaiting', 'parked'] as const
const changes = ['commit', 'erase', 'lease', 'settle', 'requeue'] as const
const operations: ReadonlySet<unknown> = new Set<StorageOperation>([...reads, ...changes])

const isName = (value: unknown): value is FaultName => names.has(value)

/** What `read` makes of a value that may be anything; null where it throws. */
function attempt<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    return null
  }
}

/** A fault, read once; null for what is none. */
function readFault(value: unknown): Fault | null {
  if (isName(value)) return value
  const until: unknown = attempt(() => (value as { readonly until?: unknown } | null)?.until)
  const waits = attempt(() => typeof (until as PromiseLike<unknown> | null)?.then === 'function')
  return waits === true ? { until: until as PromiseLike<unknown> } : null
}

type Planned = { readonly call: unknown; readonly operation: unknown; readonly fault: Fault }

function readPlanned(value: PlannedFault): Planned | null {
  const { call, operation, fault: given } = value
  const fault = readFault(given)
  const numbered = call === undefined || (Number.isSafeInteger(call) && call >= 1)
  const named = operation === undefined || operations.has(operation)
  return fault !== null && numbered && named ? { call, operation, fault } : null
}

/** A copy of the listed faults, each read once; null for what is no list of faults. */
function readList(plan: unknown): readonly Planned[] | null {
  const list = attempt(() => (Array.isArray(plan) ? plan.map(readPlanned) : [null])) ?? [null]
  return list.every((planned) => planned !== null) ? list : null
}

function readPlan(plan: FaultPlan): (call: StorageCall) => Fault | null {
  if (typeof plan === 'function') {
    return (call) => {
      const said: unknown = plan(call) ?? null
      const fault = readFault(said)
      invariant(fault !== null || said === null, 'faults: a plan answers with a fault or with null')
      return fault
    }
  }
  const list = readList(plan)
  invariant(list !== null, 'faults: a plan is a list of faults, or a function')
  return ({ call, operation }) =>
    list.find((planned) => (planned.call ?? call) === call && (planned.operation ?? operation) === operation)?.fault ?? null
}

/** As drivers fail, so that any longer run meets both: at odd calls with an error of their own, at even ones with a typed one. */
function failure(call: number, what: string): Error {
  return call % 2 === 1 ? new Error(what) : new SportelloError('storage/failed', `storage: ${what}`)
}

/** Data as it is now, for a call that is passed on when its caller may have changed it. */
function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copied)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, copied(part)]))
}

/** A key that the commit names, for a conflict about it. */
function anyKey({ writes, expects, removes }: Commit): Key | null {
  return [...writes, ...expects, ...removes][0]?.key ?? null
}

/** The same for the same query, however it is written; what is none is refused by the storage. */
function textOf(query: ListQuery): string {
  const parts = ({ office, kind, tag, dueBefore, after, limit }: ListQuery) => [office, kind, tag, dueBefore, after, limit]
  return attempt(() => JSON.stringify(parts(query))) ?? ''
}

const copyOf = (row: Stored): Stored => ({ ...row, tags: [...row.tags] })

/**
 * The storage, with the faults of the plan. Without a fault a call is passed on as it is, at once. A plan that is none is an error
 * of the program.
 *
 * @example
 * const broken = faulty(memoryStorage(), ({ call }) => (call === 3 ? 'after' : null)) // the third call has its effect, and fails
 */
export function faulty(storage: Storage, plan: FaultPlan): FaultyStorage {
  const planned = readPlan(plan)
  const faults: StruckFault[] = []
  const lists = new Map<string, readonly Stored[] | null>()
  let calls = 0

  /** `instead` has the answer of a fault that only this operation knows; null where there is none to give. */
  function struck<Given extends readonly unknown[], Answer>(
    operation: StorageOperation,
    pass: (...given: Given) => Promise<Answer>,
    instead: (fault: Fault, ...given: Given) => Answer | null = () => null,
  ): (...given: Given) => Promise<Answer> {
    return async (...given) => {
      calls += 1
      const call = calls
      const note = (fault: FaultName): number => faults.push({ call, operation, fault })
      let fault: Fault | null
      try {
        fault = planned({ call, operation })
      } catch (cause) {
        note('before')
        throw cause
      }
      if (fault === null) return pass(...given)
      if (fault === 'before') {
        note(fault)
        throw failure(call, 'a fault as planned, before the call')
      }
      if (fault === 'after') {
        note(fault)
        await pass(...given)
        throw failure(call, 'a fault as planned, after the call')
      }
      if (fault === 'conflict' || fault === 'stale') {
        const answer = instead(fault, ...given)
        if (answer === null) return pass(...given)
        note(fault)
        return answer
      }
      note('slow')
      const taken = (attempt(() => copied(given)) ?? given) as Given
      await (fault === 'slow' ? null : Promise.resolve(fault.until).catch(() => null))
      return pass(...taken)
    }
  }

  return {
    faults,
    calls: () => calls,
    load: struck('load', (keys) => storage.load(keys)),
    list: struck(
      'list',
      async (query) => {
        const asked = textOf(query)
        const rows = await storage.list(query)
        lists.set(
          asked,
          attempt(() => rows.map(copyOf)),
        )
        return rows
      },
      (fault, query) => (fault === 'stale' ? (lists.get(textOf(query))?.map(copyOf) ?? null) : null),
    ),
    commit: struck(
      'commit',
      (commit) => storage.commit(commit),
      (fault, commit) => {
        const key = fault === 'conflict' ? attempt(() => anyKey(commit)) : null
        return key === null ? null : { ok: false, conflict: key }
      },
    ),
    journal: struck('journal', (key, page) => storage.journal(key, page)),
    entries: struck('entries', (query) => storage.entries(query)),
    erase: struck('erase', (key, at, version) => storage.erase(key, at, version)),
    lease: struck('lease', (order) => storage.lease(order)),
    settle: struck('settle', (id, settlement) => storage.settle(id, settlement)),
    isWaiting: struck('isWaiting', (id) => storage.isWaiting(id)),
    parked: struck('parked', (query) => storage.parked(query)),
    requeue: struck('requeue', (id, at) => storage.requeue(id, at)),
  }
}

/** How likely each fault is among the calls that it can happen to, from 0 (as when left out) to 1; together at most 1. */
export type FaultRates = { readonly [Name in FaultName]?: number }

/**
 * Chance that repeats: the same seed, rates and number of a call always give the same.
 *
 * @example
 * const broken = faulty(memoryStorage(), seededFaults(7, { before: 0.1, after: 0.1 }))
 */
export function seededFaults(seed: number, rates: FaultRates): (call: StorageCall) => Fault | null {
  invariant(Number.isSafeInteger(seed), 'a seed is a whole number')
  const chances = attempt(() => faultNames.map((name) => [name, rates[name] ?? 0] as const)) ?? []
  const sound = chances.length > 0 && chances.every(([, chance]) => typeof chance === 'number' && chance >= 0)
  const sum = chances.reduce((all, [, chance]) => all + chance, 0)
  invariant(sound && sum <= 1, 'the chances of faults are from 0 to 1, also together')
  return ({ call }) => {
    // Of the seed and the call alone, so that no other plan, storage or earlier call has a say.
    const [a = 0, b = 0, c = 0, d = 0] = seededRandom(seed ^ Math.imul(call, 0x2545f491)).bytes(4)
    let left = (((a << 24) | (b << 16) | (c << 8) | d) >>> 0) / 2 ** 32
    for (const [name, chance] of chances) {
      if (left < chance) return name
      left -= chance
    }
    return null
  }
}
