/**
 * The world of a simulated office: one storage, one archive of documents, a mail system, two mailbox providers, and several processes that share them.
 * Each process has a clock of its own. Whatever passes a port can fail, come late or find its process gone, and is shown to the judges.
 */
import {
  type Commit,
  createSportello,
  type Documents,
  defaultPolicy,
  type JournalEntry,
  type Keys,
  type Mail,
  type Mailer,
  type MailOutcome,
  type PolicyChoice,
  type Sportello,
  type SportelloConfiguration,
  type Storage,
  type Stored,
} from 'sportello'
import { memoryDocuments, memoryStorage } from 'sportello/memory'
import { type MemoryMailbox, memoryProviders, plainPasswordHash, seededRandom } from 'sportello/testing'
import { bytes, keys, office } from '../../support/counter.ts'
import { type Deed, type Found, History, type Judge, type Loose } from '../invariants/history.ts'
import { invariants } from '../invariants/index.ts'
import { type Person, read } from './people.ts'
import { answerAtOnce } from './platform.ts'

export type Flaw = { readonly invariant: string; readonly what: string; readonly step: number; readonly at: number }

/** What befalls the call of this number at the ports of one process, counted from 1 in each command. */
export type Trouble = { readonly kind: (typeof troubleKinds)[number]; readonly call: number }

export const troubleKinds = ['before', 'after', 'conflict', 'crash', 'documents', 'provider', 'provider-lost'] as const
export const mailFates = ['late', 'refused-for-now', 'fails', 'sent-and-lost', 'rejected'] as const
export type MailFate = (typeof mailFates)[number]

/** How many times the keys of an office change in one run at most. */
const rotationsMax = 3

/** The keys of a process so far on its way: at each odd step it has a new key behind the current one, at each even step that is the current one. */
function keysAt(turn: number): Keys {
  const added = Array.from({ length: Math.ceil(turn / 2) }, (_, i) => [`k${i + 2}`, bytes(3 + i)] as const)
  return { ...keys, current: `k${1 + Math.floor(turn / 2)}`, ring: { ...keys.ring, ...Object.fromEntries(added) } }
}

/** Commands that go on at once wait here before each call of a port. */
export type Gate = { isDone: boolean; readonly parked: (() => void)[]; wake: () => void }

/** What is shown in the place of what is stored: somebody has changed it behind the office. */
export type Veil = {
  readonly load?: (rows: readonly (Stored | null)[]) => readonly (Stored | null)[]
  readonly journal?: (entries: readonly JournalEntry[]) => readonly JournalEntry[]
  readonly get?: (content: Uint8Array | null) => Uint8Array | null
}

export type Process = {
  readonly number: number
  readonly born: number
  readonly sportello: Sportello
  skewMs: number
  deed: Deed | null
  gate: Gate | null
  trouble: Trouble | null
  veil: Veil | null
  calls: number
  struck: string
  isGone: boolean
}

export type World = ReturnType<typeof openWorld>

export type WorldPlan = {
  readonly seed: number
  readonly startsAt: number
  readonly policy: PolicyChoice
  /** By how much the clock of each process is off, ms. */
  readonly skews: readonly number[]
  readonly mailboxes: readonly MemoryMailbox[]
}

/** What has happened in one world, to happen in another one just so. */
type Change = (other: World) => unknown

/** The policy of the office: what it has chosen, and the defaults of the library, which are public. */
function policyOf(choice: PolicyChoice): Loose {
  const chosen = choice as Loose
  return Object.fromEntries(
    Object.entries(defaultPolicy).map(([name, part]) => [name, name === 'password' ? part : { ...part, ...chosen[name] }]),
  )
}

export function openWorld(plan: WorldPlan, people: Person[], judged: readonly string[] = Object.keys(invariants)) {
  answerAtOnce()
  const storage = memoryStorage()
  const hash = plainPasswordHash()
  const providers = memoryProviders(plan.mailboxes)
  const clock = { at: plan.startsAt }
  const archive = memoryDocuments({ clock: { now: () => clock.at } })
  const processes: Process[] = []
  const flaws: Flaw[] = []
  const late: { readonly mail: Mail; readonly arrivesAt: number }[] = []
  const letters: Mail[] = []
  /** Instants that answers have named, such as the end of a term: what may change then. */
  const edges = new Set<number>()
  const fates: (MailFate | null)[] = []
  const changes: Change[] = []
  const turns = plan.skews.map(() => 0)
  const leases = new Map<string, number>()
  const delays = new Map<string, number[]>()
  let isRecording = false
  let opened = 0
  let step = 0
  let deeds = 0
  const history = new History(policyOf(plan.policy))
  const clones = new Map<Deed, Deed>()
  const judges: (Judge & { readonly invariant: string })[] = []

  function configurationOf() {
    return {
      office,
      policy: plan.policy,
      random: seededRandom(plan.seed),
      passwordHash: hash,
      leavingProvider: providers.leaving,
      arrivingProvider: providers.arriving,
    }
  }

  const find = (invariant: string, found: Found): void => {
    for (const what of found) flaws.push({ invariant, what, step, at: clock.at })
  }
  const say = (given: (judge: Judge) => Found | undefined): void => {
    for (const judge of judges) find(judge.invariant, given(judge) ?? [])
  }

  /** A call of a port: waits for its turn, meets what befalls it. */
  function guard<Given extends readonly unknown[], Answer>(
    process: Process,
    what: string,
    call: (...given: Given) => Promise<Answer>,
  ) {
    return async (...given: Given): Promise<Answer> => {
      const { gate } = process
      if (gate !== null) {
        await new Promise<void>((resume) => {
          gate.parked.push(resume)
          gate.wake()
        })
      }
      process.calls += 1
      if (process.isGone) throw new Error('this process is gone')
      const { trouble, calls } = process
      const isDocument = what.startsWith('documents')
      const isProvider = what.startsWith('provider')
      const meets =
        trouble !== null &&
        (trouble.kind === 'documents' ? isDocument : trouble.kind.startsWith('provider') ? isProvider : trouble.call === calls)
      if (!meets || trouble === null) return call(...given)
      if (trouble.kind === 'conflict' && what !== 'commit') return call(...given)
      process.trouble = null
      process.struck = `${trouble.kind} at ${what}`
      if (process.deed !== null) process.deed.isTroubled = true
      if (trouble.kind === 'conflict') {
        const [{ writes, expects }] = given as unknown as [
          { writes: readonly { key: string }[]; expects: readonly { key: string }[] },
        ]
        return { ok: false, conflict: [...writes, ...expects][0]?.key ?? 'none' } as Answer
      }
      if (trouble.kind === 'crash') process.isGone = true
      if (trouble.kind === 'after' || trouble.kind === 'provider-lost') await call(...given)
      throw new Error(trouble.kind)
    }
  }

  const record = (change: Change): void => {
    if (isRecording) changes.push(change)
  }

  function settled(id: string, how: unknown): void {
    const mail = history.mails.get(id)
    if (mail !== undefined && mail.settled === null) mail.settled = typeof how === 'string' ? how : null
  }

  /** What fails waits longer each time: after four more times at least twice as long, unless it is hours already. */
  function waited(id: string, ms: number): void {
    const known = delays.get(id) ?? []
    const before = known.at(-4)
    if (before !== undefined && ms < Math.min(2 * before, 2 * 3_600_000) && history.isCalm)
      find('INV-18', [`${id} has failed again and waits ${ms} ms, after ${before} ms`])
    delays.set(id, [...known, ms])
  }

  function storageOf(process: Process): Storage {
    const passed = <Given extends readonly unknown[], Answer>(what: string, call: (...given: Given) => Promise<Answer>) =>
      guard(process, what, call)
    return {
      load: passed('load', async (keys) => {
        const rows = await storage.load(keys)
        return process.veil?.load?.(rows) ?? rows
      }),
      list: passed('list', storage.list),
      journal: passed('journal', async (key, page) => {
        const entries = await storage.journal(key, page)
        return process.veil?.journal?.(entries) ?? entries
      }),
      entries: passed('entries', storage.entries),
      isWaiting: passed('isWaiting', storage.isWaiting),
      parked: passed('parked', storage.parked),
      commit: passed('commit', async (commit) => {
        const outcome = await storage.commit(commit)
        if (!outcome.ok) return outcome
        const { deed } = process
        if (deed === null) throw new Error('a commit by nobody')
        const at = clock.at + process.skewMs
        record(async (other) => {
          await other.storage.commit(commit)
          other.witness(commit, other.cloneOf(deed), at)
        })
        witness(commit, deed, at)
        return outcome
      }),
      erase: passed('erase', async (key, at, version) => {
        await storage.erase(key, at, version)
        const [row] = await storage.load([key])
        if (row?.erasedAt !== null) history.erase(key, at)
        // Whatever storage it is: what is erased can be found by nothing, and nothing of it is left in its journal.
        if (row?.erasedAt != null && row.tags.length > 0) find('INV-28', [`${key} can still be found by ${row.tags[0]}`])
        const left = (await storage.journal(key, { after: 0, limit: 1_000 })).filter(
          ({ personal }) => personal !== null && /"data":\{"/.test(personal),
        )
        if (row?.erasedAt != null)
          find(
            'INV-28',
            left.map(({ sequence }) => `entry ${sequence} of ${key} still has personal data`),
          )
        record((other) => other.storage.erase(key, at, version).then(() => other.history.erase(key, at)))
      }),
      lease: passed('lease', async (order) => {
        record((other) => other.storage.lease(order))
        const leased = await storage.lease(order)
        for (const { id } of leased) {
          const until = leases.get(id) ?? 0
          if (order.now < until && history.isCalm)
            find('INV-18', [`${id} was leased at ${order.now}, and another relay had it until ${until}`])
          leases.set(id, order.now + order.leaseMs)
        }
        return leased
      }),
      settle: passed('settle', async (id, how) => {
        await storage.settle(id, how)
        leases.delete(id)
        // What is ordered of the providers of mailboxes waits in the outbox too, on topics of its own.
        const queued = history.mails.get(id)
        if (how === 'sent' && queued?.sent.length === 0 && !queued.topic.includes('~'))
          find('INV-18', [`${id} counts as sent, and nobody has handed it over`])
        // What has not failed, and only waits, begins anew.
        if (typeof how === 'object' && 'retryAt' in how && how.afresh === true) delays.delete(id)
        else if (typeof how === 'object' && 'retryAt' in how) waited(id, how.retryAt - clock.at - process.skewMs)
        settled(id, how)
        record((other) => {
          other.settled(id, how)
          return other.storage.settle(id, how)
        })
      }),
      requeue: passed('requeue', (id, at) => {
        record((other) => other.storage.requeue(id, at))
        leases.delete(id)
        delays.delete(id)
        return storage.requeue(id, at)
      }),
    }
  }

  function witness(commit: Commit, deed: Deed, at: number): void {
    const made = history.take(commit, deed, at)
    say((judge) => judge.commit?.(made))
  }

  function judge(deed: Deed): void {
    history.did(deed)
    say((one) => one.deed?.(deed))
    record((other) => other.judge(other.cloneOf(deed)))
  }

  function sent(mail: Mail, at: number, isBeside: boolean): void {
    history.sent(mail)
    const queued = history.mails.get(mail.id)
    say((one) => one.mail?.({ mail, queued, at, isBeside }))
    queued?.sent.push(mail)
    record((other) => other.sent(mail, at, isBeside))
  }

  /** A letter is in somebody's mailbox. */
  function arrive(mail: Mail): void {
    letters.push(mail)
    for (const person of people) if (person.addresses.has(mail.to.address)) read(person, mail)
  }

  function mailerOf(process: Process): Mailer {
    return {
      send: guard(process, 'send', async (mail): Promise<MailOutcome> => {
        const fate = fates.shift() ?? null
        if (fate !== null && process.deed !== null) process.deed.isTroubled = true
        if (fate === 'rejected') return 'rejected'
        if (fate === 'refused-for-now') return 'retry'
        if (fate === 'fails') throw new Error('no answer')
        sent(mail, clock.at + process.skewMs, process.deed?.isBeside === true)
        if (fate === 'late') late.push({ mail, arrivesAt: clock.at + 3 * 3_600_000 })
        else arrive(mail)
        if (fate === 'sent-and-lost') throw new Error('the answer was lost')
        return 'sent'
      }),
    }
  }

  function documentsOf(process: Process): Documents {
    return {
      get: guard(process, 'documents get', async (ref) => {
        const content = await archive.get(ref)
        return process.veil?.get === undefined ? content : process.veil.get(content)
      }),
      list: guard(process, 'documents list', archive.list),
      put: guard(process, 'documents put', async (content, ref) => {
        record((other) => other.archive.put(content, ref))
        await archive.put(content, ref)
      }),
      delete: guard(process, 'documents delete', async (ref) => {
        record((other) => other.archive.delete(ref))
        await archive.delete(ref)
      }),
    }
  }

  /** Another process on the same world, in the place of one that is gone. */
  function start(number: number, skewMs: number): Process {
    opened += 1
    const process = {
      number,
      born: opened,
      skewMs,
      deed: null,
      gate: null,
      trouble: null,
      veil: null,
      calls: 0,
      struck: '',
      isGone: false,
    } as unknown as Process
    const counted = <Given extends readonly unknown[], Answer>(
      what: 'hashes' | 'made',
      call: (...given: Given) => Promise<Answer>,
    ) => {
      return (...given: Given): Promise<Answer> => {
        if (process.deed !== null) process.deed[what] += 1
        return call(...given)
      }
    }
    const { leaving, arriving } = providers
    const open = (): Sportello =>
      createSportello({
        ...configurationOf(),
        keys: keysAt(turns[number] ?? 0),
        storage: storageOf(process),
        documents: documentsOf(process),
        mailer: mailerOf(process),
        clock: { now: () => clock.at + process.skewMs },
        random: seededRandom(plan.seed * 1_000 + process.born),
        passwordHash: { hash: counted('made', hash.hash), verify: counted('hashes', hash.verify), outdated: hash.outdated },
        leavingProvider: { verify: guard(process, 'provider verify', leaving.verify) },
        arrivingProvider: {
          setPassword: guard(process, 'provider setPassword', arriving.setPassword),
          copy: guard(process, 'provider copy', arriving.copy),
          progress: guard(process, 'provider progress', arriving.progress),
        },
      })
    let home: Sportello | null = null
    // Most runs need not every process, and to open one takes longer than most commands.
    Object.defineProperty(process, 'sportello', {
      get: () => {
        home ??= open()
        return home
      },
    })
    processes[number] = process
    return process
  }

  for (const name of judged) {
    const said = invariants[name as keyof typeof invariants]
    if (said !== undefined && 'judge' in said) judges.push({ invariant: name, ...said.judge(history) })
  }
  plan.skews.forEach((skewMs, number) => {
    start(number, skewMs)
  })

  return {
    ...{ plan, storage, archive, providers, history, processes, flaws, people, clock, letters, fates, changes, edges },
    ...{ start, find, witness, judge, sent, settled },
    /** Another counter on the same storage and archive, with what is said here instead. Nobody judges what it does. */
    open(instead: Partial<SportelloConfiguration>): Sportello {
      opened += 1
      return createSportello({
        ...configurationOf(),
        keys: keysAt(Math.min(...turns)),
        ...{ storage, documents: archive, mailer: { send: async () => 'sent' as const }, clock: { now: () => clock.at } },
        random: seededRandom(plan.seed * 1_000 + opened),
        passwordHash: hash,
        ...instead,
      })
    },
    /** The number of the next deed. */
    count(): number {
      deeds += 1
      return deeds
    },
    /** One process is started anew with the keys that are next: all have a new key before any makes something with it. */
    rotate(): void {
      const turn = Math.min(...turns)
      const number = turns.indexOf(turn)
      const process = processes[number]
      if (process === undefined || turn === 2 * rotationsMax) return
      turns[number] = turn + 1
      start(number, process.skewMs).gate = process.gate
    },
    /** Every change from now on can be put into another world. */
    record(isOn: boolean): void {
      isRecording = isOn
    },
    begin(number: number): void {
      step = number
      for (const one of late.filter(({ arrivesAt }) => arrivesAt <= clock.at)) {
        late.splice(late.indexOf(one), 1)
        arrive(one.mail)
      }
    },
    /** The deed of another world, for the judges of this one. */
    cloneOf(deed: Deed): Deed {
      const clone = clones.get(deed) ?? { ...deed, commits: [] }
      clones.set(deed, clone)
      return clone
    },
    async end(): Promise<void> {
      for (const one of late.splice(0)) arrive(one.mail)
      for (const judge of judges) find(judge.invariant, (await judge.end?.()) ?? [])
    },
  }
}
