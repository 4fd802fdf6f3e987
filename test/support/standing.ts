/** What must stand in a world of the tests after every commit: in its storage and in its documents. */
import { expect } from 'vitest'
import { office } from './counter.ts'
import type { World } from './interleaving.ts'
import { flawsOf, rowsOf } from './soundness.ts'

/** Checks what must stand in any storage, and INV-28: what a request lists is there, and nothing that no request lists. */
export function expectSound({ storage, files }: World): void {
  const contents = storage.contents()
  expect(flawsOf(contents)).toEqual([])
  const living = new Set<string>()
  const statuses = new Map<string, string>()
  for (const { kind, id, value } of rowsOf(contents)) {
    if (kind !== 'registration' && kind !== 'assistance') continue
    statuses.set(id, value['status'] as string)
    if (!['drafting', 'completed', 'open', 'approved', 'rejected'].includes(value['status'] as string)) continue
    // D7: what a request names is there.
    for (const { digest } of value['documents'] as { digest: string }[]) living.add(`${id}/${digest}`)
  }
  for (const file of living) expect(files, 'a document that is listed has its bytes').toContain(file)
  for (const file of files) {
    const status = statuses.get(file.split('/')[0] ?? '') ?? ''
    if (['drafting', 'completed', 'withdrawn', 'open', 'approved', 'rejected'].includes(status)) {
      expect(living, 'bytes that nothing lists are gone').toContain(file)
    }
  }
}

/** All that is in a world, byte by byte: of the mail that has left, how many there are. */
export const wholeOf = ({ storage, files, sent }: World): string =>
  JSON.stringify([storage.contents(), [...files].sort(), sent.length])

/**
 * A judge of many worlds that one beginning has come to: most orders end byte by byte as another has, so each end is looked at once.
 * It gives the outline of the world.
 */
export function judgeOfEnds(): (world: World) => string {
  const known = new Map<string, string>()
  return (world) => {
    const whole = wholeOf(world)
    const seen = known.get(whole)
    if (seen !== undefined) return seen
    expectSound(world)
    const text = outline(world)
    known.set(whole, text)
    return text
  }
}

const named: ReadonlySet<string> = new Set(['registration', 'credential', 'pec-change', 'email-change', 'assistance'])

function linksOf({ links }: Readonly<Record<string, unknown>>): string {
  return Array.isArray(links) ? `${links.length} links` : ''
}

/** Statuses, mail and files as one text without ids: what two orders of the same commands may be compared by. */
export function outline(world: World): string {
  const rows = rowsOf(world.storage.contents())
  const ids = rows.filter(({ kind }) => named.has(kind)).map(({ id }) => id)
  const alias = (text: string) => ids.reduce((said, id, i) => said.replaceAll(id, `#${i}`), text)
  const records = rows
    .filter(({ kind }) => kind !== 'request' && kind !== 'quota')
    .map(({ kind, id, value }) =>
      // Their ids come from chance, or say nothing of whom they are about.
      kind === 'session' || kind === 'throttle'
        ? `${kind} ${value['status']}`
        : `${kind} ${alias(id)} ${value['status']} ${value['round'] ?? ''}${linksOf(value)}`,
    )
  const mails = world.storage.contents().outbox.map(({ topic, id, sealed }) => {
    const purpose = id.slice(id.lastIndexOf('.') + 1)
    return `mail ${alias(topic).replace(`${office.id}/`, '')} ${purpose} ${sealed === '' ? 'settled' : 'waiting'}`
  })
  return [...records, ...mails, `files ${world.files.size}`, `sent ${world.sent.length}`].sort().join('\n')
}
