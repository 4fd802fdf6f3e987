/** What a failover has lost or doubled: the answers that clients were given, and the letters that went out, held against what is stored. */
import type { Contents } from '../../support/tables.ts'
import type { Target } from '../kills/act.ts'
import { forNobodyIn } from '../load/judge.ts'

/** A letter as the next hop saw it. */
export type Sent = { readonly id: string; readonly digest: string }

/** What clients and next hop remember. */
export type History = {
  /** Commands that were answered as done, each given under one request key until then. */
  readonly acknowledged: readonly Target[]
  /** Answers that no client should have had. */
  readonly wrong: readonly string[]
  readonly sent: readonly Sent[]
}

const nameOf = ({ kind, id, event }: Target): string => `${kind}/${id} ${event}`

function countsOf(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}

/** Everything that is wrong. Nothing may be under way any more, and all mail must have been relayed. */
export function lossesIn({ acknowledged, wrong, sent }: History, contents: Contents): readonly string[] {
  const { journal, outbox } = contents
  const stored = countsOf(
    journal.map(({ key, type }) => {
      const [, kind = '', id = ''] = key.split('/')
      return nameOf({ kind, id, event: type })
    }),
  )
  const found = [...wrong]
  for (const [name, count] of countsOf(acknowledged.map(nameOf))) {
    const is = stored.get(name) ?? 0
    if (is < count) found.push(`${name}: acknowledged ${count} times, stored ${is} times`)
    if (is > count) found.push(`${name}: acknowledged ${count} times, done ${is} times`)
  }
  const digests = new Map<string, string>()
  for (const { id, digest } of sent) {
    if ((digests.get(id) ?? digest) !== digest) found.push(`${id}: sent twice with other bytes`)
    digests.set(id, digest)
  }
  const isForNobody = forNobodyIn(contents)
  for (const message of outbox) {
    const { id, sealed } = message
    if (sealed !== '') found.push(`${id}: still waiting`)
    if (!digests.has(id) && !isForNobody(message)) found.push(`${id}: lost`)
  }
  const queued = new Set(outbox.map(({ id }) => id))
  for (const id of digests.keys()) if (!queued.has(id)) found.push(`${id}: sent, and nothing stored tells of it`)
  return found
}
