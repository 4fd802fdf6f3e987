/**
 * Q6: two versions of the library on one database. Rows that a released version has written are frozen here and must be read for ever;
 * rows of a version that is not known, or that say anything else than their machine can, are refused and never guessed.
 */
import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { createSportello, type Mail, type Sportello } from 'sportello'
import { migrate, sqlStorage } from 'sportello/sql'
import { fixedClock, plainPasswordHash, recordingMailer, seededRandom } from 'sportello/testing'
import { afterEach, describe, expect, it } from 'vitest'
import { defaultPolicy } from '../../src/api/policy.ts'
import { procedures } from '../../src/api/procedures.ts'
import type { Status } from '../../src/kernel/index.ts'
import { type RecordKind, readState, schemaOf } from '../../src/runtime/record.ts'
import { runtimeOn } from '../runtime/drawer.ts'
import { receiptOf } from '../support/addresses.ts'
import { accepted, keys, office, operator } from '../support/counter.ts'
import { type OpenedSqlite, openSqlite } from '../support/sqlite.ts'
import type { FrozenLife } from './life.ts'

const read = (name: string): FrozenLife => JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8'))
const first = read('rows-1')
const versions: readonly (readonly [number: number, frozen: FrozenLife])[] = [[1, first]]
const minute = 60_000

const kinds = new Map(procedures.map(({ name, open }) => [name, open(runtimeOn(), defaultPolicy).kind]))

const partsOf = (key: string) => {
  const [, kind = '', id = ''] = key.split('/')
  return { kind, id }
}

/** How the records of that key are read; a test that fails where nobody says so. */
function kindOf(key: string): RecordKind<Status> {
  const kind = kinds.get(partsOf(key).kind)
  if (kind === undefined) throw new Error(`no procedure reads ${key}`)
  return kind
}

const opened: OpenedSqlite[] = []
afterEach(async () => {
  for (const { close } of opened.splice(0)) await close()
})

async function insert(db: OpenedSqlite['db'], table: string, row: { readonly [column: string]: unknown }): Promise<void> {
  const columns = sql.join(Object.keys(row).map((column) => sql.id(column)))
  await sql`insert into ${sql.table(`sportello_${table}`)} (${columns}) values (${sql.join(Object.values(row))})`.execute(db)
}

/** A counter over a database that the frozen version has left behind. */
async function found(frozen: FrozenLife): Promise<{
  readonly db: OpenedSqlite['db']
  readonly sportello: Sportello
  readonly sent: readonly Mail[]
}> {
  const latest = Math.max(...frozen.records.map(({ at }) => at))
  const sqlite = openSqlite(':memory:')
  opened.push(sqlite)
  const { db } = sqlite
  await migrate(db)
  const sequences = new Map<string, number>()
  for (const entry of frozen.journal as readonly { key: string; sequence: number; personalDigest: string }[]) {
    const { personalDigest, ...rest } = entry
    sequences.set(entry.key, Math.max(sequences.get(entry.key) ?? 0, entry.sequence))
    await insert(db, 'journal', { ...rest, personal_digest: personalDigest })
  }
  for (const { dueAt, erasedAt, journalHead, tags, ...rest } of frozen.records) {
    const scope = rest.key.slice(0, rest.key.lastIndexOf('/'))
    const sequence = sequences.get(rest.key) ?? 0
    const instants = { due_at: dueAt, erased_at: erasedAt }
    await insert(db, 'record', { ...rest, ...instants, scope, tags: JSON.stringify(tags), journal_head: journalHead, sequence })
    for (const tag of tags) await insert(db, 'record_tag', { scope, tag, key: rest.key })
  }
  for (const { notBefore, parkedAt, ...rest } of frozen.outbox) {
    // The work on mailboxes waits beside the mail of the office, in queues that their topics name.
    const [queue] = rest.topic.split('/')
    await insert(db, 'outbox', { ...rest, office: queue, not_before: notBefore, parked_at: parkedAt })
  }
  const mailer = recordingMailer()
  const sportello = createSportello({
    office,
    keys,
    storage: sqlStorage(db),
    mailer,
    documents: { put: async () => {}, get: async () => null, delete: async () => {}, list: async () => [] },
    clock: fixedClock(latest + minute),
    random: seededRandom(7),
    passwordHash: plainPasswordHash(),
  })
  return { db, sportello, sent: mailer.sent }
}

const statuses = [
  'approval approved',
  'approval pending',
  'approval rejected',
  'approval awaiting-correction',
  'approval void',
  'credential active',
  'credential suspended',
  'credential none',
  'credential revoked',
  'credential temporary',
  'quota counting',
  'registration completed',
  'registration drafting',
  'registration lapsed',
  'registration void',
  'registration withdrawn',
  'request kept',
  'session active',
  'session ended',
  'throttle counting',
  'addresses usable',
  'addresses none',
  'addresses unusable',
  'assignment assigned',
  'assignment free',
  'binding bound',
  'binding vacated',
  'assistance approved',
  'assistance open',
  'assistance rejected',
  'assistance withdrawn',
  'email-change awaiting-confirmation',
  'email-change cancelled',
  'email-change superseded',
  'email-change confirmed',
  'email-change void',
  'pec-change awaiting-confirmation',
  'pec-change awaiting-receipt',
  'pec-change cancelled',
  'pec-change confirmed',
  'pec-change superseded',
  'pec-change undeliverable',
  'pec-change void',
  'pec-claim free',
  'pec-claim taken',
  'maintenance kept',
  'sunset kept',
  'catalogue kept',
  'authorisation kept',
  'delegation requested',
  'delegation granted',
  'delegation rejected',
  'delegation withdrawn',
  'delegation revoked',
  'credential federated',
  'federation linked',
  'federation rejected',
  'federation unlinked',
  'federation waiting',
  'exemption granted',
  'exemption kept',
  'exemption revoked',
  'mailbox activated',
  'mailbox blocked',
  'mailbox live',
  'mailbox not-started',
  'mailbox verified',
  'mailbox-tally kept',
  'migration planned',
  'migration cutting-over',
  'migration completed',
  'migration ended',
  'identification recorded',
  'identification shown',
  'identification void',
  'pin-renewal concluded',
  'pin-renewal none',
  'pin-renewal started',
  'pin-renewal void',
  'recovery requested',
  'recovery used',
  'recovery void',
]

describe.each(versions)('rows that version %i has written', (_, frozen) => {
  it('are of every machine, in every status that it can leave behind', () => {
    const seen = new Set(
      frozen.records.map(
        ({ key, state }) => `${partsOf(key).kind} ${(JSON.parse(state) as { status?: string }).status ?? 'kept'}`,
      ),
    )
    expect([...seen].sort()).toEqual([...statuses].sort())
    for (const { key, schema } of frozen.records) {
      if (partsOf(key).kind !== 'request') expect(schema, key).toBe(schemaOf(kindOf(key)))
    }
    expect(frozen.outbox.some(({ sealed }) => sealed !== '')).toBe(true)
    expect(frozen.outbox.some(({ id }) => /\.quota\..*\.pass-/.test(id))).toBe(true)
  })

  it('are read by the machines of today, to the last field', () => {
    for (const record of frozen.records) {
      if (partsOf(record.key).kind === 'request') continue
      const { personal, ...rest } = readState(kindOf(record.key), record) as { readonly personal?: unknown }
      expect(rest).toEqual(JSON.parse(record.state))
      expect(personal).toEqual(record.personal === null ? null : JSON.parse(record.personal))
    }
  })

  it('have journals that still verify', async () => {
    const { sportello } = await found(frozen)
    for (const { key } of frozen.records) {
      expect(accepted(await sportello.journal.verify(partsOf(key))), key).toMatchObject({ ok: true })
    }
  })

  it('go on living: people sign in, complete and are decided on, answers are given again, waiting mail is sent', async () => {
    const { sportello, sent } = await found(frozen)
    const { subscriber, draftTicket, requestKey, requestForm, requestAnswer, pendingId } = frozen.held
    expect(accepted(await sportello.session.signIn(subscriber)).scope).toBe('full')
    expect(accepted(await sportello.registration.inspect(draftTicket))).toMatchObject({ status: 'drafting' })
    accepted(await sportello.registration.complete(draftTicket))
    expect(accepted(await sportello.registration.open(requestForm as never, { requestKey }))).toEqual(requestAnswer)
    const { digest } = accepted(await sportello.approval.dossier({ operator, id: pendingId }))
    accepted(
      await sportello.approval.reject({
        operator,
        id: pendingId,
        dossierDigest: digest,
        reason: 'The office is closed for good.',
      }),
    )
    // What is to be done for a mailbox is no mail.
    const mail = frozen.outbox.filter(({ topic }) => topic.startsWith(`${office.id}/`))
    const waiting = mail.filter(({ sealed }) => sealed !== '').length
    const relayed = await sportello.relay({ limit: 1000 })
    // Where there is no subscriber to be warned, nobody is.
    expect(relayed.cancelled.every((id) => id.includes('.subscriber-warning'))).toBe(true)
    expect(relayed.sent.length + relayed.cancelled.length).toBe(waiting + 3)
    expect(sent.length).toBe(relayed.sent.length)
    // Version 1 knew no channels.
    expect(new Set(sent.map(({ channel }) => channel))).toEqual(new Set(['ordinary', 'pec']))
  })
})

describe('what version 1 has left open about addresses', () => {
  const { pecLink = '', pecReference = '', pec = '', contactLink, assistanceTicket, assistanceId = '' } = first.held

  it('goes on: a receipt finds its link, links confirm, a request for assistance is decided on', async () => {
    const { sportello } = await found(first)
    const at = Math.max(...first.records.map((record) => record.at))
    expect(accepted(await sportello.pecChange.inspectByLink(pecLink))).toMatchObject({ status: 'awaiting-receipt', pec })
    expect(accepted(await sportello.pecChange.receive(receiptOf(pecReference, at, { recipient: pec })))).toEqual({
      effect: 'recorded',
      why: null,
    })
    expect(accepted(await sportello.pecChange.inspectByLink(pecLink))).toMatchObject({ status: 'awaiting-confirmation' })
    expect(accepted(await sportello.pecChange.confirm(pecLink))).toEqual({ status: 'confirmed', pec })
    expect(accepted(await sportello.emailChange.confirm(contactLink ?? '')).email).toMatch(/^moved-\d+@posta\.example\.org$/)
    expect(accepted(await sportello.assistance.inspect(assistanceTicket ?? ''))).toMatchObject({
      status: 'open',
      id: assistanceId,
    })
    const { digest: dossierDigest } = accepted(await sportello.assistance.dossier({ operator, id: assistanceId }))
    accepted(
      await sportello.assistance.reject({ operator, id: assistanceId, dossierDigest, reason: 'The photograph cannot be read.' }),
    )
  })

  it('a link that was sent is among it, and one whose mail still waits in the outbox, which is sent when it is', async () => {
    const sentAtOf = ({ state }: { readonly state: string }) =>
      (JSON.parse(state) as { readonly links?: readonly { readonly dispatchedAt: number | null }[] }).links?.map(
        (link) => link.dispatchedAt,
      ) ?? []
    const [row] = first.records.filter((record) => sentAtOf(record).length === 2)
    const [sentAt = null, queued] = row === undefined ? [] : sentAtOf(row)
    expect([sentAt === null, queued]).toEqual([false, null])
    expect(first.records.flatMap(sentAtOf).filter((at) => at !== null).length).toBeGreaterThan(5)
    const { db, sportello } = await found(first)
    await sportello.relay({ limit: 1000 })
    const { rows } = await sql<{ state: string }>`select state from sportello_record where key = ${row?.key}`.execute(db)
    const now = Math.max(...first.records.map((record) => record.at)) + minute
    expect(rows.map(sentAtOf)).toEqual([[sentAt, now]])
  })

  it('a click that waits is among it', () => {
    const held = first.records.filter(({ key, state }) => partsOf(key).kind === 'pec-change' && /"heldAt":\d/.test(state))
    expect(held).toHaveLength(1)
  })
})

describe('rows that are not known', () => {
  const cases = versions.flatMap(([, { records }]) => records).filter(({ key }) => partsOf(key).kind !== 'request')
  const unreadable = expect.objectContaining({ code: 'record/unreadable' })

  it('of another schema or machine are refused, whatever they hold', () => {
    for (const record of cases) {
      for (const schema of [0, schemaOf(kindOf(record.key)) + 1, 2_147_483_647]) {
        expect(() => readState(kindOf(record.key), { ...record, schema })).toThrow(unreadable)
      }
      expect(() => readState(kindOf(record.key), { ...record, machine: `${record.machine}2` })).toThrow(unreadable)
    }
  })

  it('that lack a field, have one more, or another status are refused, and so is what stands for a prototype', () => {
    for (const record of cases) {
      const state = JSON.parse(record.state) as { [field: string]: unknown }
      for (const field of Object.keys(state)) {
        const { [field]: _, ...rest } = state
        expect(() => readState(kindOf(record.key), { ...record, state: JSON.stringify(rest) }), field).toThrow(unreadable)
      }
      const wrong = [
        { ...state, status: 'approved-by-nobody' },
        { ...state, more: 1 },
        [state],
        'active',
        null,
        { ...state, personal: { said: 1 } },
      ].map((value) => JSON.stringify(value))
      wrong.push(record.state.replace('{', '{"__proto__":{"status":"active"},'), `${record.state} `.slice(1), '')
      for (const text of wrong) expect(() => readState(kindOf(record.key), { ...record, state: text }), text).toThrow(unreadable)
    }
    expect(Object.hasOwn(Object.prototype, 'status')).toBe(false)
  })

  it('raise the alarm where they are needed, change nothing, and leave everybody else alone', async () => {
    const { db, sportello } = await found(first)
    const { subscriber, draftTicket } = first.held
    const accountRow = first.records.find(
      ({ key, personal }) => partsOf(key).kind === 'credential' && personal?.includes(subscriber.codiceFiscale),
    )
    const key = accountRow?.key ?? ''
    await sql`update sportello_record set schema = schema + 1 where key = ${key}`.execute(db)
    const before = await sql`select * from sportello_record order by key`.execute(db)
    await expect(sportello.session.signIn(subscriber)).rejects.toMatchObject({ code: 'record/unreadable' })
    await expect(
      sportello.credential.revoke({ operator, codiceFiscale: subscriber.codiceFiscale, reason: 'A reason long enough.' }),
    ).rejects.toMatchObject({ code: 'record/unreadable' })
    expect((await sql`select * from sportello_record order by key`.execute(db)).rows).toEqual(before.rows)
    expect(accepted(await sportello.registration.inspect(draftTicket))).toMatchObject({ status: 'drafting' })
    expect(accepted(await sportello.journal.verify(partsOf(key)))).toMatchObject({ ok: true })
  })
})
