import fc from 'fast-check'
import type { AnyRefusal, JournalAnchorFinding, JournalAnchorRefusal, Result, Sportello } from 'sportello'
import { memoryStorage } from 'sportello/memory'
import { describe, expect, it } from 'vitest'
import type { Status, Typed } from '../../src/kernel/index.ts'
import type { Stored } from '../../src/ports/index.ts'
import { sweep } from '../../src/procedures/lifecycle/retention/use-cases.ts'
import { type AnchorContext, makeAnchor } from '../../src/runtime/anchor.ts'
import { verifyAnchor } from '../../src/runtime/anchor-check.ts'
import { eraseRecord } from '../../src/runtime/erasure.ts'
import { verifyRecord } from '../../src/runtime/journal-reader.ts'
import type { ProcedureParts } from '../../src/runtime/procedure.ts'
import { transact } from '../../src/runtime/transact.ts'
import { accepted, anna, type Counter, completed, keys, office, openCounter, operator, subscribed } from '../support/counter.ts'
import { cutTail, recomputed, type Vault, vaultOf } from '../support/vault.ts'
import { cabinet, clerk, drawer, put, runtimeOn } from './drawer.ts'

const day = 86_400_000
const stranger = { codiceFiscale: 'RSSMRA70A01H501S', pin: '123456789', password: 'Falso.Falso1' }
const prefix = `${office.id}/`

type Journal = Sportello['journal']

async function anchored({ anchor }: Pick<Journal, 'anchor'>, previous?: string): Promise<readonly string[]> {
  const lines: string[] = []
  for await (const line of accepted(await anchor(previous === undefined ? {} : { previous })).lines) lines.push(line)
  return lines
}

/** What each finding says of which record, without the rest. */
const said = (findings: readonly JournalAnchorFinding[]): readonly string[] =>
  findings.map(({ record: { kind, id }, found }) => `${kind}/${id} ${found}`)

const faultOf = (result: Result<unknown, AnyRefusal>): unknown =>
  result.ok ? 'accepted' : (result.refusal as JournalAnchorRefusal).fault

const journalOn = (counter: Counter, { storage }: Vault): Journal =>
  openCounter({ ...counter.configuration, storage }).sportello.journal

/** A counter with a request, its decision and its subscriber; another request that waits for the office. */
async function busyCounter() {
  const counter = openCounter()
  const { id, accountId, credentials } = await subscribed(counter)
  const waiting = await completed(counter, { ...anna, email: 'second@example.it' })
  return { counter, id, accountId, credentials, waiting: waiting.id }
}

describe('an anchor', () => {
  it('has a line for each record that is never removed, in the order of the keys, between its first line and its seal', async () => {
    const { counter, id, accountId, waiting } = await busyCounter()
    const lines = await anchored(counter.sportello.journal)
    expect(lines[0]).toBe(`sportello-anchor 1 k1 ${office.id} ${counter.clock.now()} -`)
    expect(lines.at(-1)).toMatch(/^end 5 k1~[\w-]{43}$/)
    const names = lines.slice(1, -1).map((line) => line.split(' ')[0])
    expect(names).toEqual([...names].sort())
    expect(new Set(names)).toEqual(
      new Set([
        `credential/${accountId}`,
        ...[id, waiting].flatMap((request) => [`approval/${request}`, `registration/${request}`]),
      ]),
    )
    const [row] = await counter.storage.load([`${prefix}credential/${accountId}`])
    expect(lines).toContain(`credential/${accountId} ${row?.version} ${row?.journalHead}`)
  })

  it('says nothing of a person', async () => {
    const { counter } = await busyCounter()
    expect((await anchored(counter.sportello.journal)).join('\n')).not.toMatch(/verdi|anna|VRDNNA|example/i)
  })

  it('verifies against the storage that it was made of, also when that went on', async () => {
    const { counter, waiting } = await busyCounter()
    const { journal, approval } = counter.sportello
    const lines = await anchored(journal)
    const whole = { at: counter.clock.now(), end: lines.at(-1), records: 5, failed: 0, findings: [] }
    expect(accepted(await journal.verifyAnchor(lines))).toEqual(whole)
    counter.clock.advance(day)
    accepted(await approval.dossier({ operator, id: waiting }))
    expect(accepted(await journal.verifyAnchor(lines))).toEqual(whole)
  })

  it('does no harm to what is committed while it is made, nor is it harmed', async () => {
    const { counter, waiting } = await busyCounter()
    const { journal, approval } = counter.sportello
    const lines: string[] = []
    for await (const line of accepted(await journal.anchor()).lines) {
      lines.push(line)
      accepted(await approval.dossier({ operator, id: waiting }))
    }
    expect(accepted(await journal.verifyAnchor(lines))).toMatchObject({ records: 5, failed: 0 })
  })

  it('reads and compares more records than one page holds', async () => {
    const runtime = runtimeOn()
    const context = contextOn(runtime)
    for (let i = 0; i < 230; i += 1) {
      await transact(runtime, { name: 'put', by: clerk }, (unit) => unit.run(drawer, `d-${i}`, put('x')))
    }
    const lines = await anchored(anchorsOf(context))
    expect(accepted(await verifyAnchor(context, lines))).toMatchObject({ records: 230, failed: 0 })
  })

  it('fails for a row that no line can name, instead of leaving it out', async () => {
    const { counter, id } = await busyCounter()
    const vault = vaultOf(counter.storage.contents())
    const key = `${prefix}approval/${id}`
    const { row, entries } = vault.held(key)
    for (const journalHead of ['a\nb', 'a b', 'a'.repeat(256)]) {
      vault.put(key, { row: { ...row, journalHead }, entries })
      await expect(anchored(journalOn(counter, vault))).rejects.toMatchObject({ code: 'record/unreadable' })
    }
  })
})

describe('against an anchor', () => {
  it('K2: a journal whose end is cut off with its head set back is found, which without an anchor is not', async () => {
    const { counter, accountId } = await busyCounter()
    const lines = await anchored(counter.sportello.journal)
    const vault = vaultOf(counter.storage.contents())
    const key = `${prefix}credential/${accountId}`
    vault.put(key, cutTail(vault.held(key), 2))
    const journal = journalOn(counter, vault)
    expect(accepted(await journal.verify({ kind: 'credential', id: accountId }))).toMatchObject({ ok: true })
    const report = accepted(await journal.verifyAnchor(lines))
    expect(report).toMatchObject({ records: 5, failed: 1 })
    expect(said(report.findings)).toEqual([`credential/${accountId} rolled-back`])
  })

  it('K3: a record that is gone with its journal is named', async () => {
    const { counter, id } = await busyCounter()
    const lines = await anchored(counter.sportello.journal)
    const vault = vaultOf(counter.storage.contents())
    vault.drop(`${prefix}approval/${id}`)
    expect(said(accepted(await journalOn(counter, vault).verifyAnchor(lines)).findings)).toEqual([`approval/${id} missing`])
  })

  it('K2: an older row with its older journal is named, though both are genuine', async () => {
    const { counter, accountId, credentials } = await busyCounter()
    const older = vaultOf(counter.storage.contents())
    accepted(await counter.sportello.session.signIn(credentials))
    const lines = await anchored(counter.sportello.journal)
    const vault = vaultOf(counter.storage.contents())
    const key = `${prefix}credential/${accountId}`
    vault.put(key, older.held(key))
    const journal = journalOn(counter, vault)
    expect(accepted(await journal.verify({ kind: 'credential', id: accountId }))).toMatchObject({ ok: true })
    expect(said(accepted(await journal.verifyAnchor(lines)).findings)).toEqual([`credential/${accountId} rolled-back`])
    // A version that was raised hides nothing.
    vault.put(key, { ...older.held(key), row: { ...older.held(key).row, version: 99 } })
    expect(said(accepted(await journal.verifyAnchor(lines)).findings)).toEqual([`credential/${accountId} rolled-back`])
  })

  it('a version that was set back is named, though the journal is as it was', async () => {
    const { counter, accountId } = await busyCounter()
    const lines = await anchored(counter.sportello.journal)
    const vault = vaultOf(counter.storage.contents())
    const key = `${prefix}credential/${accountId}`
    const { row, entries } = vault.held(key)
    vault.put(key, { row: { ...row, version: row.version - 1 }, entries })
    expect(said(accepted(await journalOn(counter, vault).verifyAnchor(lines)).findings)).toEqual([
      `credential/${accountId} rolled-back`,
    ])
  })

  it('K1: a chain that was computed anew without the keys is broken, with or without the anchor', async () => {
    const { counter, id } = await busyCounter()
    const lines = await anchored(counter.sportello.journal)
    const vault = vaultOf(counter.storage.contents())
    const key = `${prefix}approval/${id}`
    vault.put(key, recomputed(vault.held(key), 2))
    const journal = journalOn(counter, vault)
    expect(accepted(await journal.verify({ kind: 'approval', id }))).toEqual({ ok: false, sequence: 2, reason: 'hash' })
    expect(accepted(await journal.verifyAnchor(lines)).findings).toEqual([
      { record: { kind: 'approval', id }, found: 'broken', sequence: 2, reason: 'hash' },
    ])
  })

  it('K4: a credential that is made to look like attempts on nobody, so that the next anchor leaves it out, is named', async () => {
    const { counter, accountId } = await busyCounter()
    expect((await counter.sportello.session.signIn(stranger)).ok).toBe(false)
    const attempts = counter.storage
      .contents()
      .records.find(({ key, personal }) => key.includes('/credential/') && personal === null)
    const lines = await anchored(counter.sportello.journal)
    const vault = vaultOf(counter.storage.contents())
    const key = `${prefix}credential/${accountId}`
    const { row, entries } = vault.held(key)
    vault.put(key, { row: { ...row, state: attempts?.state ?? '', personal: null, version: row.version + 1 }, entries })
    const journal = journalOn(counter, vault)
    expect((await anchored(journal)).filter((line) => line.startsWith('credential/'))).toEqual([])
    expect(said(accepted(await journal.verifyAnchor(lines)).findings)).toEqual([`credential/${accountId} rolled-back`])
  })

  it('K4: a record that stands as erased is named, unless its journal has the order', async () => {
    const { counter, id } = await busyCounter()
    const lines = await anchored(counter.sportello.journal)
    const vault = vaultOf(counter.storage.contents())
    const key = `${prefix}registration/${id}`
    const { row, entries } = vault.held(key)
    const erased = { ...row, personal: null, tags: [], dueAt: null, erasedAt: row.at, version: row.version + 1 }
    vault.put(key, { row: erased, entries: entries.map((entry) => ({ ...entry, personal: null })) })
    const journal = journalOn(counter, vault)
    expect(accepted(await journal.verify({ kind: 'registration', id }))).toMatchObject({ ok: true })
    expect(said(accepted(await journal.verifyAnchor(lines)).findings)).toEqual([`registration/${id} wiped`])
  })

  it('a row that cannot be read is still named, so that it does not vanish from the next anchor', async () => {
    const { counter, accountId } = await busyCounter()
    const vault = vaultOf(counter.storage.contents())
    const key = `${prefix}credential/${accountId}`
    const { row, entries } = vault.held(key)
    vault.put(key, { row: { ...row, state: '{"status":"none"' }, entries })
    const lines = await anchored(journalOn(counter, vault))
    expect(lines.filter((line) => line.startsWith(`credential/${accountId} `))).toHaveLength(1)
  })

  it('entries that are not there, and entries beyond the head, are a broken journal', async () => {
    const { counter, id } = await busyCounter()
    const lines = await anchored(counter.sportello.journal)
    const vault = vaultOf(counter.storage.contents())
    const key = `${prefix}approval/${id}`
    const { row, entries } = vault.held(key)
    vault.put(key, { row, entries: entries.slice(0, -1) })
    const findingsNow = async () => accepted(await journalOn(counter, vault).verifyAnchor(lines)).findings
    expect(await findingsNow()).toEqual([
      { record: { kind: 'approval', id }, found: 'broken', sequence: entries.length, reason: 'head' },
    ])
    vault.put(key, { row, entries: [...entries, { ...(entries.at(-1) as (typeof entries)[number]) }] })
    expect(await findingsNow()).toEqual([
      { record: { kind: 'approval', id }, found: 'broken', sequence: entries.length + 1, reason: 'gap' },
    ])
  })

  it('a storage that went on from a backup, with other entries in the place of those that were lost, has forked', async () => {
    const went = contextOn(runtimeOn())
    const restored = contextOn(runtimeOn())
    for (const act of ['put', 'look'] as const) await live(went, { act, id: 2 })
    for (const act of ['put', 'put', 'look'] as const) await live(restored, { act, id: 2 })
    const report = accepted(await verifyAnchor(restored, await anchored(anchorsOf(went))))
    expect(said(report.findings)).toEqual(['drawer/d-2 forked'])
  })

  it('K4: what retention removes or erases is not missing, and neither is what a person has had erased', async () => {
    const { counter, accountId } = await busyCounter()
    const { journal, session, credential, subject, retention } = counter.sportello
    expect((await session.signIn(stranger)).ok).toBe(false)
    const first = await anchored(journal)
    expect(first.filter((line) => line.startsWith('credential/'))).toHaveLength(1)
    counter.clock.advance(60 * day)
    const swept = await retention.sweep()
    expect(swept.removed).toBeGreaterThan(3)
    const { codiceFiscale } = anna
    accepted(await credential.revoke({ operator, codiceFiscale, reason: 'Su richiesta.' }))
    for (const { id } of accepted(await counter.sportello.approval.pending())) {
      const { digest } = accepted(await counter.sportello.approval.dossier({ operator, id }))
      accepted(await counter.sportello.approval.reject({ operator, id, dossierDigest: digest, reason: 'Doppia.' }))
    }
    accepted(await subject.erase({ operator, codiceFiscale, reason: 'Prot. 1' }))
    expect(accepted(await journal.verifyAnchor(first))).toMatchObject({ records: 5, failed: 0 })
    // What was erased is named by earlier anchors alone, and there it stays named.
    const second = await anchored(journal, first.at(-1))
    expect(second.filter((line) => line.includes(accountId))).toEqual([])
    const vault = vaultOf(counter.storage.contents())
    vault.drop(`${prefix}credential/${accountId}`)
    const report = accepted(await journalOn(counter, vault).verifyAnchor(first))
    expect(said(report.findings)).toEqual([`credential/${accountId} missing`])
  })

  it('K4: the sweep removes nothing that an anchor would name', async () => {
    const runtime = runtimeOn()
    await transact(runtime, { name: 'put', by: clerk }, (unit) => unit.run(drawer, 'd-1', put('x')))
    const removing = (mayLeave: ((row: Stored) => boolean) | null): ProcedureParts<Status, Typed> => ({
      ...procedureOf(drawer),
      retention: { end: 'swept', says: 'at once', sweep: async () => 'remove', mayLeave },
    })
    const sweepUnder = (procedure: ProcedureParts<Status, Typed>) =>
      sweep({ runtime, procedures: [procedure], orphanMs: day, followCalendar: async () => null }, { limit: 1, all: true })
    for (const never of [null, () => false]) {
      await expect(sweepUnder(removing(never))).rejects.toThrow('what an anchor names is never removed')
    }
    expect(await sweepUnder(removing(() => true))).toMatchObject({ removed: 1 })
  })

  it('of very many findings the first thousand are named and all are counted', async () => {
    const runtime = runtimeOn()
    for (let i = 0; i < 1_100; i += 1) {
      await transact(runtime, { name: 'put', by: clerk }, (unit) => unit.run(drawer, `d-${i}`, put('x')))
    }
    const lines = await anchored(anchorsOf(contextOn(runtime)))
    const report = accepted(await verifyAnchor(contextOn(runtimeOn()), lines))
    expect(report).toMatchObject({ records: 1_100, failed: 1_100 })
    expect(report.findings).toHaveLength(1_000)
  })
})

describe('an anchor that proves nothing', () => {
  it('K5: is refused after any change of any line', async () => {
    const { counter } = await busyCounter()
    const { journal } = counter.sportello
    const lines = await anchored(journal)
    const verdict = async (changed: readonly string[]) => faultOf(await journal.verifyAnchor(changed))
    for (const [i, line] of lines.entries()) {
      expect(await verdict(lines.filter((_, at) => at !== i)), `without line ${i}`).toMatch(/^(form|seal)$/)
      expect(await verdict(lines.map((same, at) => (at === i ? `${line} ` : same))), `longer line ${i}`).toBe('form')
      const digit = line.replace(/\d(?=\D*$)/, (last) => (last === '1' ? '2' : '1'))
      if (digit !== line)
        expect(await verdict(lines.map((same, at) => (at === i ? digit : same))), `line ${i}`).not.toBe('accepted')
      if (i > 0)
        expect(await verdict(lines.flatMap((same, at) => (at === i ? [same, same] : [same])))).toMatch(
          i === lines.length - 1 ? /accepted/ : /form/,
        )
    }
    const [first = '', ...rest] = lines
    expect(await verdict([first.replace(/\d+ -$/, '1 -'), ...rest])).toBe('seal')
    expect(await verdict([...lines.slice(0, -1), 'end 6 k1~'.padEnd(52, 'A')])).toBe('seal')
    const older = lines.map((line) => line.replace(/^(approval\/\S+) \d+/, '$1 1'))
    expect(older).not.toEqual(lines)
    expect(await verdict(older)).toBe('seal')
  })

  it('is refused when it is of another office, under keys that are not ours, or no anchor at all', async () => {
    const { counter } = await busyCounter()
    const lines = await anchored(counter.sportello.journal)
    const elsewhere = openCounter({ office: { ...office, id: 'comune-di-altrove' } })
    expect(faultOf(await elsewhere.sportello.journal.verifyAnchor(lines))).toBe('office')
    const unknown = openCounter({ ...counter.configuration, keys: { ...keys, current: 'k2', ring: { k2: keys.ring.k1 } } })
    expect(faultOf(await unknown.sportello.journal.verifyAnchor(lines))).toBe('key')
    const theirs = openCounter({ ...counter.configuration, keys: { ...keys, ring: { k1: keys.pseudonym } } })
    expect(faultOf(await theirs.sportello.journal.verifyAnchor(lines))).toBe('seal')
    const { journal } = counter.sportello
    for (const odd of [
      [],
      [''],
      ['x'.repeat(1_000_000)],
      'text',
      5,
      null,
      {},
      lines.join('\n'),
      lines.slice(0, 1),
      lines.slice(1),
    ]) {
      expect(faultOf(await journal.verifyAnchor(odd as readonly string[]))).toBe('form')
    }
    async function* breaksOff() {
      yield* lines.slice(0, 3)
      throw new Error('the disk is gone')
    }
    expect(faultOf(await journal.verifyAnchor(breaksOff()))).toBe('form')
  })

  it('is refused before the storage is asked for a key that no record can have', async () => {
    const { journal } = openCounter().sportello
    const start = `sportello-anchor 1 k1 ${office.id} 1 -`
    const heads = Array.from({ length: 100 }, (_, i) => `drawer/${'x'.repeat(250)}${100 + i} 1 1.k1~x`)
    expect(faultOf(await journal.verifyAnchor([start, ...heads]))).toBe('form')
  })

  it('closes what it was read from, also where it is refused at once', async () => {
    const { counter } = await busyCounter()
    let closed = 0
    function* given(line: string) {
      try {
        for (;;) yield line
      } finally {
        closed += 1
      }
    }
    expect(faultOf(await counter.sportello.journal.verifyAnchor(given('x')))).toBe('form')
    expect(faultOf(await counter.sportello.journal.verifyAnchor(given(`sportello-anchor 1 k9 ${office.id} 1 -`)))).toBe('key')
    expect(closed).toBe(2)
  })

  it('K5: is refused when it does not follow the one that it should: an anchor that was dropped is seen', async () => {
    const { counter } = await busyCounter()
    const { journal } = counter.sportello
    const first = await anchored(journal)
    const second = await anchored(journal, first.at(-1))
    const third = await anchored(journal, second.at(-1))
    const follows = async (lines: readonly string[], previous: string | null | undefined) =>
      faultOf(await journal.verifyAnchor(lines, { previous: previous as string | null }))
    expect(await follows(first, null)).toBe('accepted')
    expect(await follows(second, first.at(-1))).toBe('accepted')
    expect(await follows(third, second.at(-1))).toBe('accepted')
    expect(await follows(third, undefined)).toBe('accepted')
    expect(await follows(third, first.at(-1))).toBe('previous')
    expect(await follows(third, null)).toBe('previous')
    expect(await follows(first, third.at(-1))).toBe('previous')
    expect(await follows(first, 'end')).toBe('previous')
    expect(faultOf(await journal.anchor({ previous: 'end' }))).toBe('previous')
  })

  it('K6: holds after the keys were rotated, as long as the ring has its key', async () => {
    const { counter, waiting } = await busyCounter()
    const first = await anchored(counter.sportello.journal)
    const k2 = Uint8Array.from({ length: 32 }, (_, i) => i)
    const rotated = openCounter({
      ...counter.configuration,
      keys: { ...keys, current: 'k2', ring: { ...keys.ring, k2 } },
    }).sportello
    accepted(await rotated.approval.dossier({ operator, id: waiting }))
    expect(accepted(await rotated.journal.verify({ kind: 'approval', id: waiting }))).toMatchObject({ ok: true })
    expect(accepted(await rotated.journal.verifyAnchor(first))).toMatchObject({ records: 5, failed: 0 })
    const second = await anchored(rotated.journal, first.at(-1))
    expect(second[0]).toMatch(/^sportello-anchor 1 k2 /)
    expect(accepted(await rotated.journal.verifyAnchor(second, { previous: first.at(-1) ?? null }))).toMatchObject({ failed: 0 })
    // Without the old key the anchor still holds; the entries that were made with it cannot be verified.
    const forgetful = openCounter({ ...counter.configuration, keys: { ...keys, current: 'k2', ring: { k2 } } }).sportello
    const report = accepted(await forgetful.journal.verifyAnchor(second))
    expect(report.findings.map((finding) => finding.found === 'broken' && finding.reason)).toEqual(Array(5).fill('key'))
  })
})

type Act = { readonly act: 'put' | 'lock' | 'look' | 'erase'; readonly id: number }
type Tampering = 'drop' | 'cut' | 'older' | 'recompute' | 'version'

const procedureOf = (kind: typeof drawer): ProcedureParts<Status, Typed> =>
  ({
    kind,
    retention: { end: 'erased', says: 'when it is over' },
    subject: { of: 'nobody', why: 'a drawer' },
    securityEvent: { does: 'nothing', why: 'a drawer' },
    files: null,
    carry: null,
    mailEnded: null,
  }) as unknown as ProcedureParts<Status, Typed>

function contextOn(runtime: AnchorContext['runtime']): AnchorContext {
  return { runtime, procedures: [procedureOf(drawer), procedureOf(cabinet)] }
}

const anchorsOf = (context: AnchorContext): Pick<Journal, 'anchor'> => ({ anchor: (options) => makeAnchor(context, options) })

async function live(context: AnchorContext, { act, id }: Act): Promise<void> {
  const { runtime } = context
  const kind = id % 2 === 0 ? drawer : cabinet
  const name = `d-${id}`
  if (act === 'erase') {
    await eraseRecord(runtime, kind, name, { by: clerk, facts: { cause: 'retention' } }, ({ count }) => count > 0)
    return
  }
  await transact(runtime, { name: act, by: clerk }, async (unit) => {
    const answer = await unit.run(kind, name, act === 'put' ? put(name) : { type: act === 'lock' ? 'Lock' : 'Look' })
    if (act === 'look') unit.journal(kind.decider.name, name, 'Looked')
    return answer
  })
}

describe('against an anchor, whatever the history', () => {
  const acts = fc.record<Act>({ act: fc.constantFrom('put', 'put', 'look', 'lock', 'erase'), id: fc.integer({ min: 1, max: 4 }) })
  const tamperings = fc.constantFrom<Tampering>('drop', 'cut', 'older', 'recompute', 'version')

  it('an untouched storage verifies, and each tampering with a record of it is named', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(acts, { minLength: 1, maxLength: 12 }),
        fc.array(acts, { maxLength: 12 }),
        fc.array(acts, { maxLength: 12 }),
        tamperings,
        fc.nat(),
        async (before, between, after, tampering, choice) => {
          const storage = memoryStorage()
          const context = contextOn(runtimeOn({ storage }))
          for (const act of before) await live(context, act)
          const older = vaultOf(storage.contents())
          for (const act of between) await live(context, act)
          const lines = await anchored(anchorsOf(context))
          for (const act of after) await live(context, act)
          expect(accepted(await verifyAnchor(context, lines))).toMatchObject({ failed: 0, findings: [] })

          const named = lines.slice(1, -1).map((line) => line.split(' '))
          if (named.length === 0) return
          const [name = '', version = '', head = ''] = named[choice % named.length] ?? []
          const key = `${prefix}${name}`
          const vault = vaultOf(storage.contents())
          const held = vault.held(key)
          const sequence = Number.parseInt(head, 10)
          if (tampering === 'drop') vault.drop(key)
          if (tampering === 'cut') vault.put(key, cutTail(held, held.entries.length - sequence + 1 + (choice % sequence)))
          if (tampering === 'recompute') vault.put(key, recomputed(held, 1 + (choice % held.entries.length)))
          if (tampering === 'version') vault.put(key, { ...held, row: { ...held.row, version: Number(version) - 1 } })
          if (tampering === 'older') {
            if (!older.has(key) || older.held(key).row.version >= Number(version)) return
            vault.put(key, older.held(key))
          }
          const tampered = contextOn({ ...context.runtime, storage: vault.storage })
          const { failed, findings } = accepted(await verifyAnchor(tampered, lines))
          expect(failed).toBe(1)
          const expected = {
            drop: 'missing',
            cut: 'rolled-back',
            older: 'rolled-back',
            recompute: 'broken',
            version: 'rolled-back',
          }
          expect(said(findings)).toEqual([`${name} ${expected[tampering]}`])
          // Without the anchor the chain shows what was computed anew, and nothing of the rest.
          const [kind = '', id = ''] = name.split('/')
          const alone = await verifyRecord(tampered.runtime, { kind, id })
          if (tampering !== 'drop') expect(accepted(alone).ok).toBe(tampering !== 'recompute')
        },
      ),
      { numRuns: 150 },
    )
  })
})
