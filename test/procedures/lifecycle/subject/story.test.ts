import type { Documents, Storage, SubjectItem } from 'sportello'
import { memoryDocuments } from 'sportello/memory'
import { describe, expect, it } from 'vitest'
import {
  accepted,
  anna,
  approve,
  type Counter,
  completed,
  drafted,
  everythingStored,
  freshPdf,
  newPassword,
  office,
  openCounter,
  operator,
  refusedCode,
  subscribed,
} from '../../../support/counter.ts'

const { codiceFiscale } = anna
const whom = { operator, codiceFiscale }
const order = { ...whom, reason: 'Istanza prot. 1234/2026.' }
const reason = 'Documento non leggibile.'
const day = 86_400_000

const other = { ...anna, surname: 'Bianchi', codiceFiscale: 'BNCNNA80A41L219J', email: 'other@example.it' }

async function reject({ sportello }: Counter, id: string): Promise<void> {
  const { digest } = accepted(await sportello.approval.dossier({ operator, id }))
  accepted(await sportello.approval.reject({ operator, id, dossierDigest: digest, reason }))
}

async function exported({ sportello }: Counter, given = whom): Promise<readonly SubjectItem[]> {
  const items: SubjectItem[] = []
  for await (const item of accepted(await sportello.subject.export(given)).items) items.push(item)
  return items
}

const recordsIn = (items: readonly SubjectItem[]) => items.filter((item) => item.item === 'record')

const typesOf = async ({ storage }: Counter, kind: string, id: string) =>
  (await storage.journal(`${office.id}/${kind}/${id}`, { after: 0, limit: 1000 })).map(({ type }) => type)

/** Anna in every part: a subscriber with sessions, a request that was rejected, one withdrawn, a draft; and somebody else. */
async function known() {
  const counter = openCounter()
  const person = await subscribed(counter)
  accepted(await counter.sportello.session.signIn(person.credentials))
  await counter.sportello.session.signIn({ ...person.credentials, password: 'Sbagliata.1' })
  const rejected = await completed(counter, { ...anna, email: 'second@example.it' })
  await reject(counter, rejected.id)
  const withdrawn = await drafted(counter.sportello, { ...anna, email: 'third@example.it' })
  accepted(await counter.sportello.registration.withdraw(withdrawn.ticket))
  const draft = await drafted(counter.sportello, { ...anna, email: 'fourth@example.it' })
  const stranger = await completed(counter, other)
  return { counter, person, rejected, withdrawn, draft, stranger }
}

async function revoked() {
  const story = await known()
  accepted(await story.counter.sportello.credential.revoke({ ...whom, reason }))
  return story
}

async function expectForgotten(counter: Counter): Promise<void> {
  const told = (await everythingStored(counter)).join('\n')
  for (const trace of [codiceFiscale, anna.surname, anna.email, 'second@', 'third@', 'fourth@', reason]) {
    expect(told).not.toContain(trace)
  }
  expect(told).toContain(other.surname)
  for (const { key } of counter.storage.contents().records) {
    const [, kind = '', id = ''] = key.split('/')
    expect(accepted(await counter.sportello.journal.verify({ kind, id })), key).toMatchObject({ ok: true })
  }
}

describe('the data of one person, for that person', () => {
  it('are all there: credential, requests, decisions, each with its journal; of nobody else anything', async () => {
    const { counter, person, rejected, withdrawn, draft } = await known()
    const items = await exported(counter)
    expect(recordsIn(items).map(({ record }) => record)).toEqual([
      { kind: 'credential', id: person.accountId },
      ...[person.id, rejected.id, withdrawn.id, draft.id].sort().map((id) => ({ kind: 'registration', id })),
      ...[person.id, rejected.id].sort().map((id) => ({ kind: 'approval', id })),
    ])
    for (const { record } of recordsIn(items)) {
      const lines = items.filter(
        (item) => item.item === 'journal' && item.record.id === record.id && item.record.kind === record.kind,
      )
      const types = lines.map((item) => (item.item === 'journal' ? item.entry.type : ''))
      expect(types).toEqual(await typesOf(counter, record.kind, record.id))
      expect(types.at(-1)).toBe('SubjectExported')
    }
    const told = JSON.stringify(items)
    for (const said of [
      anna.residenceAddress,
      anna.telephone,
      anna.email,
      reason,
      'card.pdf',
      'AttemptFailed',
      'identity-card',
    ]) {
      expect(told).toContain(said)
    }
    expect(told).not.toContain(other.surname)
  })

  it('E1: hold nothing that proves who somebody is', async () => {
    const { counter } = await known()
    const stored = (await everythingStored(counter)).join('\n')
    const told = JSON.stringify(await exported(counter))
    const secrets = [...stored.matchAll(/\\?"(?:pin|password|sealedHalf|ticket)\\?":\\?"([^"\\]+)/g)].map(([, text = '']) => text)
    expect(secrets.length).toBeGreaterThan(10)
    for (const secret of secrets) expect(told).not.toContain(secret)
    expect(told).not.toMatch(/"(pin|password|history|sealedHalf|ticket|sealed)":/)
  })

  it('come as plain data, record by record, however long a journal is', async () => {
    const { counter, person } = await known()
    for (let i = 0; i < 450; i += 1) {
      await counter.sportello.session.signIn({ ...person.credentials, password: 'Sbagliata.1' })
      counter.clock.advance(60_000)
    }
    const items = await exported(counter)
    expect(JSON.parse(JSON.stringify(items))).toEqual(items)
    const sequences = items.flatMap((item) =>
      item.item === 'journal' && item.record.kind === 'credential' ? [item.entry.sequence] : [],
    )
    expect(sequences).toEqual(Array.from({ length: sequences.length }, (_, i) => i + 1))
    expect(sequences.length).toBeGreaterThan(450)
  })

  it('are read as they are iterated: a reader who stops early has looked at what he saw', async () => {
    const { counter, person, draft } = await known()
    const before = (await typesOf(counter, 'registration', person.id)).length
    for await (const item of accepted(await counter.sportello.subject.export(whom)).items) {
      expect(item.record.kind).toBe('credential')
      break
    }
    expect((await typesOf(counter, 'credential', person.accountId)).at(-1)).toBe('SubjectExported')
    expect(await typesOf(counter, 'registration', person.id)).toHaveLength(before)
    expect(await typesOf(counter, 'registration', draft.id)).not.toContain('SubjectExported')
  })

  it('are found for people who have only tried to sign in, have only asked, or are only left with a decision', async () => {
    const counter = openCounter()
    const attempt = { codiceFiscale, pin: '123456789', password: 'Sbagliata.1' }
    await counter.sportello.session.signIn(attempt)
    expect(recordsIn(await exported(counter))).toMatchObject([{ record: { kind: 'credential' }, state: { status: 'none' } }])
    const asked = openCounter()
    const { id } = await drafted(asked.sportello)
    expect(recordsIn(await exported(asked))).toMatchObject([{ record: { kind: 'registration', id } }])
    const decided = openCounter()
    const filed = await completed(decided)
    await reject(decided, filed.id)
    await decided.storage.erase(`${office.id}/registration/${filed.id}`, decided.clock.now())
    expect(recordsIn(await exported(decided))).toMatchObject([{ record: { kind: 'approval', id: filed.id } }])
  })

  it('R2: are found and erased to the last, however many requests were made on the codice fiscale', async () => {
    const counter = openCounter()
    for (let i = 0; i < 205; i += 1) accepted(await counter.sportello.registration.open({ ...anna, email: `p${i}@example.it` }))
    const ids = recordsIn(await exported(counter)).map(({ record }) => record.id)
    expect(new Set(ids).size).toBe(205)
    expect(accepted(await counter.sportello.subject.erase(order))).toEqual({ records: 205 })
    expect(counter.storage.contents().records.filter(({ personal }) => personal !== null)).toEqual([])
  })

  it('are none for a person who is not known, and for one who was erased', async () => {
    const { counter } = await revoked()
    expect(refusedCode(await counter.sportello.subject.export({ operator, codiceFiscale: 'RSSMRA80A01L219M' }))).toBe(
      'subject/not-found',
    )
    accepted(await counter.sportello.subject.erase(order))
    expect(refusedCode(await counter.sportello.subject.export(whom))).toBe('subject/not-found')
  })
})

describe('the data of one person, erased', () => {
  it('D8: are gone from every record and journal, with files and unsent mail; the journals still verify', async () => {
    const { counter, person, draft } = await revoked()
    expect(accepted(await counter.sportello.subject.erase(order))).toEqual({ records: 7 })
    await expectForgotten(counter)
    // Also where a word of theirs would be looked for in vain.
    const { accountId, id } = person
    for (const key of [`credential/${accountId}`, `registration/${id}`, `registration/${draft.id}`, `approval/${id}`]) {
      const entries = await counter.storage.journal(`${office.id}/${key}`, { after: 0, limit: 100 })
      expect(entries.filter(({ personal }) => personal !== null)).toEqual([])
    }
    expect((await counter.documents.list({ office: office.id, limit: 10 })).map(({ ref }) => ref.owner)).not.toContain(draft.id)
    expect(
      counter.storage.contents().outbox.filter(({ sealed, topic }) => sealed !== '' && topic.includes(person.accountId)),
    ).toEqual([])
    const last = (await counter.storage.journal(`${office.id}/credential/${person.accountId}`, { after: 0, limit: 100 })).at(-1)
    expect(last).toMatchObject({ type: 'ErasureOrdered', by: 'operator:operator-1' })
    expect(JSON.parse(last?.data ?? '')).toEqual({ type: 'ErasureOrdered', cause: 'request', reason: order.reason })
  })

  it('a second time there is nothing left to do', async () => {
    const { counter } = await revoked()
    accepted(await counter.sportello.subject.erase(order))
    const before = counter.storage.contents()
    expect(accepted(await counter.sportello.subject.erase(order))).toEqual({ records: 0 })
    expect(counter.storage.contents()).toEqual(before)
    expect(accepted(await counter.sportello.subject.erase({ ...order, codiceFiscale: 'RSSMRA80A01L219M' }))).toEqual({
      records: 0,
    })
  })

  it('stay while a credential is in force or suspended, and go once it has ended, also by itself', async () => {
    const { counter, person } = await known()
    expect(refusedCode(await counter.sportello.subject.erase(order))).toBe('subject/credential-in-force')
    expect((await typesOf(counter, 'credential', person.accountId)).at(-1)).toBe('Refused')
    const expiring = openCounter({ policy: { credential: { lifetimeMs: 30 * day } } })
    const { accountId } = await subscribed(expiring)
    expiring.clock.advance(30 * day - 1)
    expect(refusedCode(await expiring.sportello.subject.erase(order))).toBe('subject/credential-in-force')
    expiring.clock.advance(1)
    expect(accepted(await expiring.sportello.subject.erase(order))).toEqual({ records: 3 })
    expect((await expiring.storage.load([`${office.id}/credential/${accountId}`]))[0]?.erasedAt).not.toBeNull()
  })

  it('stay while a request waits for the office or awaits a correction; a draft that was never filed goes with them', async () => {
    const counter = openCounter()
    const { id } = await completed(counter)
    const draft = await drafted(counter.sportello, { ...anna, email: 'a@example.it' })
    const answer = await counter.sportello.subject.erase(order)
    expect(answer.ok ? null : answer.refusal).toEqual({ code: 'subject/open-request', id })
    expect((await typesOf(counter, 'approval', id)).at(-1)).toBe('Refused')
    const { digest } = accepted(await counter.sportello.approval.dossier({ operator, id }))
    accepted(await counter.sportello.approval.requestCorrection({ operator, id, dossierDigest: digest, reason }))
    expect(refusedCode(await counter.sportello.subject.erase(order))).toBe('subject/open-request')
    await reject(counter, id)
    expect(accepted(await counter.sportello.subject.erase(order))).toEqual({ records: 3 })
    expect(refusedCode(await counter.sportello.registration.complete(draft.ticket))).toBe('registration/not-found')
    expect(await counter.documents.list({ office: office.id, limit: 10 })).toEqual([])
    expect(await counter.sportello.relay()).toMatchObject({ sent: [] })
  })

  it('the person can come back afterwards as anybody new', async () => {
    const { counter, person } = await revoked()
    accepted(await counter.sportello.subject.erase(order))
    expect(refusedCode(await counter.sportello.session.signIn(person.credentials))).toBe('session/sign-in-refused')
    const again = await completed(counter)
    expect(await approve(counter, again.id)).toBe(person.accountId)
    accepted(await counter.sportello.session.signIn(again.credentials))
  })

  it('D7: a file that cannot be deleted stops it, and the repeat goes on where it was', async () => {
    let broken = true
    const inner = memoryDocuments()
    const documents: Documents = {
      ...inner,
      delete: (ref) => (broken ? Promise.reject(new Error('read-only')) : inner.delete(ref)),
    }
    const counter = openCounter({ documents })
    const { id } = await completed(counter)
    await reject(counter, id)
    await expect(counter.sportello.subject.erase(order)).rejects.toMatchObject({ code: 'documents/failed' })
    broken = false
    expect(accepted(await counter.sportello.subject.erase(order))).toEqual({ records: 2 })
    expect(await inner.list({ office: office.id, limit: 10 })).toEqual([])
  })

  it('stay when a credential is issued at the very moment', async () => {
    const { counter } = await revoked()
    const rival = openCounter({ storage: counter.storage, documents: counter.documents, seed: 5 })
    let issued: { readonly credentials: { codiceFiscale: string; pin: string; password: string } } | null = null
    const storage: Storage = {
      ...counter.storage,
      async list(query) {
        if (query.tag?.startsWith('account:') === true && query.kind === 'approval' && issued === null) {
          const request = await completed(rival, { ...anna, email: 'fifth@example.it' })
          issued = request
          await approve(rival, request.id)
        }
        return counter.storage.list(query)
      },
    }
    const { sportello } = openCounter({ storage, documents: counter.documents, seed: 6 })
    expect(refusedCode(await sportello.subject.erase(order))).toBe('subject/credential-in-force')
    const { credentials } = issued ?? { credentials: { codiceFiscale, pin: '', password: '' } }
    accepted(await counter.sportello.session.signIn(credentials))
  })

  it('gives up as busy where somebody writes all the time, and never erases what it has not looked at', async () => {
    const { counter, person } = await revoked()
    const key = `${office.id}/registration/${person.id}`
    const storage: Storage = {
      ...counter.storage,
      async erase(at, instant, version) {
        const [row] = await counter.storage.load([key])
        if (at === key && row) {
          const { version: expectedVersion, erasedAt: _, ...rest } = row
          const write = { ...rest, expectedVersion, entries: [] }
          await counter.storage.commit({ expects: [], writes: [write], removes: [], outbox: [], cancelMail: [] })
        }
        return counter.storage.erase(at, instant, version)
      },
    }
    const { sportello } = openCounter({ storage, documents: counter.documents, seed: 2 })
    await expect(sportello.subject.erase(order)).rejects.toMatchObject({ code: 'busy' })
    expect((await counter.storage.load([key]))[0]?.personal).toContain(anna.surname)
    accepted(await counter.sportello.subject.erase(order))
    await expectForgotten(counter)
  })
})

describe('who may ask', () => {
  it('nobody for himself, by his code or a variant of it; the attempt is in the journal of his credential', async () => {
    const { counter, person } = await revoked()
    for (const own of [codiceFiscale, 'VRDNNA80A41L21VO']) {
      const self = { operator: { id: 'anna', codiceFiscale: own }, codiceFiscale }
      expect(refusedCode(await counter.sportello.subject.export(self))).toBe('subject/own-data')
      expect(refusedCode(await counter.sportello.subject.erase({ ...self, reason }))).toBe('subject/own-data')
    }
    const journal = await counter.storage.journal(`${office.id}/credential/${person.accountId}`, { after: 0, limit: 100 })
    expect(journal.slice(-2).map(({ type, data }) => [type, JSON.parse(data).command])).toEqual([
      ['Refused', 'subject/export'],
      ['Refused', 'subject/erase'],
    ])
  })

  it('J1, J2: nobody with a form that is none', async () => {
    const { subject } = openCounter().sportello
    const strange: readonly unknown[] = [undefined, null, 1, {}, { operator }, { codiceFiscale }, { ...whom, codiceFiscale: 'x' }]
    for (const given of strange) {
      expect(refusedCode(await subject.export(given as never))).toBe('subject/form')
      expect(refusedCode(await subject.erase({ ...(given as object), reason } as never))).toBe('subject/form')
    }
    for (const said of [undefined, '', '   ', 1, 'x'.repeat(2001)]) {
      const answer = await subject.erase({ ...whom, reason: said } as never)
      expect(answer.ok ? null : answer.refusal).toMatchObject({ code: 'subject/form', problems: [{ field: 'reason' }] })
    }
  })

  it('O4: an office reaches its own records only', async () => {
    const { counter } = await revoked()
    const { sportello } = openCounter({ storage: counter.storage, office: { ...office, id: 'another-office' } })
    expect(refusedCode(await sportello.subject.export(whom))).toBe('subject/not-found')
    expect(accepted(await sportello.subject.erase(order))).toEqual({ records: 0 })
    expect((await everythingStored(counter)).join()).toContain(anna.surname)
  })

  it('a file of the person is never in the export, only what is known of it', async () => {
    const counter = openCounter()
    const { ticket } = accepted(await counter.sportello.registration.open(anna))
    accepted(await counter.sportello.registration.addDocument(ticket, { type: 'other', description: 'Passaporto' }, freshPdf()))
    const [record] = recordsIn(await exported(counter))
    expect(record?.item === 'record' && record.state).toMatchObject({
      documents: [{ type: 'other', digest: expect.stringMatching(/^[0-9a-f]{64}$/), size: expect.any(Number) }],
      personal: { labels: [{ description: 'Passaporto' }] },
    })
    expect(newPassword).not.toBe('')
  })
})
