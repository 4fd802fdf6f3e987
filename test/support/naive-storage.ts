/**
 * A storage as somebody writes it who trusts the arguments: it compares, keeps and answers, and looks at nothing else. What depends on
 * what is stored it must look at itself.
 */
import { randomUUID } from 'node:crypto'
import {
  type Commit,
  type JournalEntry,
  type OutboxMessage,
  SportelloError,
  type Storage,
  type Stored,
  type Write,
} from 'sportello'

type Row = { readonly stored: Stored; readonly entries: readonly JournalEntry[] }

const misused = (rule: string) => new SportelloError('storage/misuse', rule)

const latest = 253_402_300_799_999

export function naiveStorage(): Storage {
  const rows = new Map<string, Row>()
  const mail = new Map<string, OutboxMessage>()
  const incarnation = randomUUID()
  const order: (Pick<JournalEntry, 'key' | 'sequence'> | null)[] = []
  const versionOf = (key: string) => rows.get(key)?.stored.version ?? 0
  const byId = (a: { readonly id: string }, b: { readonly id: string }) => (a.id < b.id ? -1 : 1)
  const change = (message: OutboxMessage, changed: Partial<OutboxMessage>) => mail.set(message.id, { ...message, ...changed })
  const waiting = (office: string) =>
    [...mail.values()].filter(({ topic, sealed }) => topic.startsWith(`${office}/`) && sealed !== '')

  function conflictOf({ expects, writes, removes }: Commit): string | undefined {
    const written = writes.map(({ key, expectedVersion: version }) => ({ key, version }))
    return [...expects, ...removes, ...written].find(({ key, version }) => versionOf(key) !== version)?.key
  }

  function refuseBrokenChain({ key, journalHead, entries: [first] }: Write): void {
    const { stored, entries = [] } = rows.get(key) ?? {}
    const newest = stored?.journalHead ?? ''
    const goesOn =
      first === undefined ? journalHead === newest : first.previous === newest && first.sequence === entries.length + 1
    if (!goesOn) throw misused('a journal goes on without gaps')
  }

  function keep({ expectedVersion, entries, ...written }: Write): void {
    const stored = { ...written, version: expectedVersion + 1, erasedAt: null }
    rows.set(written.key, { stored, entries: [...(rows.get(written.key)?.entries ?? []), ...entries] })
    for (const { key, sequence } of entries) order.push({ key, sequence })
  }

  return {
    load: async (keys) => keys.map((key) => structuredClone(rows.get(key)?.stored ?? null)),
    async list({ office, kind, tag, dueBefore, after = '', limit }) {
      const found = [...rows.values()]
        .map(({ stored }) => stored)
        .filter(
          ({ key, erasedAt, tags, dueAt }) =>
            key.startsWith(`${office}/${kind}/`) &&
            erasedAt === null &&
            key > after &&
            (tag === undefined || tags.includes(tag)) &&
            (dueBefore === undefined || (dueAt !== null && dueAt <= dueBefore)),
        )
      return structuredClone(found.sort((a, b) => (a.key < b.key ? -1 : 1)).slice(0, limit))
    },
    async commit(commit) {
      const conflict = conflictOf(commit)
      if (conflict !== undefined) return { ok: false, conflict }
      commit.writes.forEach(refuseBrokenChain)
      if (commit.outbox.some(({ id }) => mail.has(id))) throw misused('the id of a mail is new')
      commit.writes.forEach(keep)
      for (const { key } of commit.removes) {
        rows.delete(key)
        // The place stays, so that it is not given again.
        for (const [i, entry] of order.entries()) if (entry?.key === key) order[i] = null
      }
      for (const message of mail.values()) {
        if (commit.cancelMail.includes(message.topic)) change(message, { sealed: '', parkedAt: null, reason: null })
      }
      for (const fresh of commit.outbox)
        mail.set(fresh.id, { ...fresh, notBefore: fresh.at, attempts: 0, parkedAt: null, reason: null })
      return { ok: true }
    },
    journal: async (key, { after, limit }) => structuredClone((rows.get(key)?.entries ?? []).slice(after, after + limit)),
    async entries({ office, after = `${incarnation}.0`, limit }) {
      const from = Number(after.slice(after.indexOf('.') + 1))
      if (after !== `${incarnation}.${from}` || !Number.isInteger(from) || from < 0 || from > order.length) return { ok: false }
      const found = order.flatMap((placed, i) => {
        const entry = placed === null ? undefined : rows.get(placed.key)?.entries[placed.sequence - 1]
        const isMine = i >= from && entry?.key.startsWith(`${office}/`) === true
        return isMine ? [{ position: `${incarnation}.${i + 1}`, entry: structuredClone(entry) }] : []
      })
      const entries = found.slice(0, limit)
      return { ok: true, entries, next: entries.at(-1)?.position ?? after }
    },
    async erase(key, at, version) {
      const row = rows.get(key)
      if (row === undefined || row.stored.erasedAt !== null || (version ?? row.stored.version) !== row.stored.version) return
      const { stored, entries } = row
      const gone = { ...stored, version: stored.version + 1, personal: null, tags: [], dueAt: null, at, erasedAt: at }
      rows.set(key, { stored: gone, entries: entries.map((entry) => ({ ...entry, personal: null })) })
    },
    async lease({ office, now, leaseMs, limit }) {
      const due = waiting(office).filter(({ notBefore, parkedAt }) => notBefore <= now && parkedAt === null)
      const taken = due.sort((a, b) => a.notBefore - b.notBefore || byId(a, b)).slice(0, limit)
      const notBefore = Math.min(now + leaseMs, latest)
      return taken.map((message) => {
        const leased = { ...message, notBefore, attempts: message.attempts + 1 }
        mail.set(message.id, leased)
        return { ...leased }
      })
    },
    async settle(id, settlement) {
      const message = mail.get(id)
      if (message === undefined || message.sealed === '') return
      if (typeof settlement === 'string') change(message, { sealed: '', parkedAt: null, reason: null })
      else if (message.parkedAt !== null) return
      else if ('parkedAt' in settlement) change(message, { parkedAt: settlement.parkedAt, reason: settlement.reason ?? null })
      else {
        const { retryAt, reason = null, afresh = false } = settlement
        change(message, { notBefore: retryAt, reason, ...(afresh ? { attempts: 0 } : {}) })
      }
    },
    async isWaiting(id) {
      const message = mail.get(id)
      return message !== undefined && message.sealed !== '' && message.parkedAt === null
    },
    async parked({ office, after = '', limit }) {
      const found = waiting(office).filter(({ id, parkedAt }) => parkedAt !== null && id > after)
      return structuredClone(found.sort(byId).slice(0, limit))
    },
    async requeue(id, at) {
      const message = mail.get(id)
      if (message === undefined || message.sealed === '' || message.parkedAt === null) return false
      change(message, { parkedAt: null, notBefore: at, attempts: 0, reason: null })
      return true
    },
  }
}
