/**
 * What the judges are shown of a simulated office: what was asked and answered, what was committed, what was mailed. It is built from what passes
 * the ports alone. Nothing here asks the library what a rule says.
 */
import type { Commit, JournalEntry, Mail } from 'sportello'

/** A value of which only what is asked for is looked at. */
// biome-ignore lint/suspicious/noExplicitAny: rows and answers of every kind, as plain data.
export type Loose = any

/** One call of the public interface. */
export type Deed = {
  readonly number: number
  /** The step of the plan that it is part of. */
  readonly step: number
  /** Which of the processes did it. */
  readonly process: number
  /** `person:0`, `stranger`, `operator:op-1` or `system`. */
  readonly by: string
  /** Such as `session.signIn`. */
  readonly name: string
  readonly args: readonly Loose[]
  /** What the clock of the process showed. */
  readonly at: number
  readonly commits: Made[]
  /** The process in the place of one that is gone is another one. */
  readonly born: number
  /** Secrets that were compared by a slow hash, and verifiers that were made by one. */
  hashes: number
  made: number
  /** Something went wrong in the world while it was done. */
  isTroubled: boolean
  /** What was changed behind the office while it was done; empty: nothing. */
  veil: string
  /** Other commands went on at the same time. */
  readonly isBeside: boolean
  ok: boolean | null
  value: Loose
  code: string
  refusal: Loose
  error: unknown
}

export type Event = {
  readonly key: string
  readonly kind: string
  readonly id: string
  readonly sequence: number
  readonly at: number
  readonly by: string
  readonly type: string
  readonly data: Loose
  readonly personal: Loose
}

export type Row = {
  readonly key: string
  readonly kind: string
  readonly id: string
  readonly version: number
  readonly value: Loose
  readonly personal: Loose
  readonly journalHead: string
  readonly at: number
  readonly isErased: boolean
  readonly text: string
}

/** A commit as the judges see it, with what stood before. */
export type Made = {
  readonly commit: Commit
  readonly deed: Deed
  /** When it was decided. */
  readonly at: number
  readonly events: readonly Event[]
  readonly before: ReadonlyMap<string, Row | null>
}

export type Queued = {
  readonly id: string
  readonly topic: string
  readonly purpose: string
  readonly kind: string
  readonly record: string
  readonly queuedAt: number
  readonly deed: Deed
  /** The addresses that the judges know its person to have had then. */
  cancelledAt: number | null
  settled: string | null
  readonly sent: Mail[]
}

/**
 * When a command decided: by the first of its entries, and not before it was given. Its clock may go on for days until it is stored, since another command
 * takes its turn or the process stands still; what was in time then is done.
 */
const decidedAt = ({ at }: Deed, events: readonly Event[]): number =>
  events.length === 0 ? at : Math.max(at, Math.min(...events.map((event) => event.at)))

/** Flaws that a judge found; nothing where all is well. */
export type Found = readonly string[]
export const fine: Found = []

/** One invariant at work on one history. */
export type Judge = {
  readonly commit?: (made: Made) => Found
  readonly deed?: (deed: Deed) => Found
  readonly mail?: (sent: {
    readonly mail: Mail
    readonly queued: Queued | undefined
    readonly at: number
    readonly isBeside: boolean
  }) => Found
  readonly end?: () => Found | Promise<Found>
}

export type Invariant = (history: History) => Judge

const parts = (key: string): readonly string[] => key.split('/')

export function eventOf({ key, sequence, at, by, type, data, personal }: JournalEntry): Event {
  const [, kind = '', id = ''] = parts(key)
  return {
    ...{ key, kind, id, sequence, at, by, type },
    data: JSON.parse(data),
    personal: personal === null ? null : JSON.parse(personal).data,
  }
}

/** All that has happened so far. */
export class History {
  readonly rows = new Map<string, Row>()
  readonly events = new Map<string, Event[]>()
  readonly mails = new Map<string, Queued>()
  readonly deeds: Deed[] = []
  /** What the office chose when it was opened. */
  readonly policy: Loose
  /** The clocks of the processes agree and never go back, and nothing goes wrong: then what should work must work. */
  isCalm = true
  /** What is worked out of the history along the way hears of everything before the judges do. */
  readonly heard: {
    readonly commit: (made: Made) => void
    readonly deed: (deed: Deed) => void
    readonly mail: (mail: Mail) => void
  }[] = []

  constructor(policy: Loose) {
    this.policy = policy
  }

  row(kind: string, id: string): Row | undefined {
    return this.rows.get(`${office}/${kind}/${id}`)
  }

  eventsOf(kind: string, id: string): readonly Event[] {
    return this.events.get(`${office}/${kind}/${id}`) ?? []
  }

  all(kind: string): readonly Row[] {
    return [...this.rows.values()].filter((row) => row.kind === kind)
  }

  /** Takes a commit that the storage has taken. */
  take(commit: Commit, deed: Deed, at: number): Made {
    const before = new Map<string, Row | null>()
    const events: Event[] = []
    for (const write of commit.writes) {
      const { key } = write
      before.set(key, this.rows.get(key) ?? null)
      const [, kind = '', id = ''] = parts(key)
      this.rows.set(key, {
        ...{ key, kind, id, version: write.expectedVersion + 1, journalHead: write.journalHead, at: write.at, isErased: false },
        value: JSON.parse(write.state),
        personal: write.personal === null ? null : JSON.parse(write.personal),
        text: write.state,
      })
      const known = this.events.get(key) ?? []
      for (const entry of write.entries) {
        const event = eventOf(entry)
        known.push(event)
        events.push(event)
      }
      this.events.set(key, known)
    }
    for (const { key } of commit.removes) {
      before.set(key, this.rows.get(key) ?? null)
      this.rows.delete(key)
      this.events.delete(key)
    }
    for (const topic of commit.cancelMail) {
      for (const mail of this.mails.values()) if (mail.topic === topic && mail.settled === null) mail.cancelledAt = at
    }
    for (const { id, topic, at: queuedAt } of commit.outbox) {
      const [, kind = '', record = ''] = parts(topic.replace(/^([^/~]+)~[a-z]+\//, '$1/'))
      const purpose = id.slice(id.lastIndexOf('.') + 1).replace(/-\d{9,}$/, '')
      const { settled, cancelledAt } = { settled: null, cancelledAt: null }
      this.mails.set(id, { id, topic, purpose, kind, record, queuedAt, deed, settled, cancelledAt, sent: [] })
    }
    const made = { commit, deed, at: decidedAt(deed, events), events, before }
    deed.commits.push(made)
    for (const { commit: hears } of this.heard) hears(made)
    return made
  }

  did(deed: Deed): void {
    this.deeds.push(deed)
    for (const { deed: hears } of this.heard) hears(deed)
  }

  sent(mail: Mail): void {
    for (const { mail: hears } of this.heard) hears(mail)
  }

  erase(key: string, at: number): void {
    const row = this.rows.get(key)
    if (row === undefined || row.isErased) return
    this.rows.set(key, { ...row, version: row.version + 1, personal: null, at, isErased: true })
    const events = this.events.get(key) ?? []
    events.forEach((event, i) => {
      events[i] = { ...event, personal: null }
    })
  }
}

/** The one office of the simulator. */
export const office = 'comune-di-prova'

export const [hour, day] = [3_600_000, 86_400_000]
