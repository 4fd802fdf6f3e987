import type { Documents, PolicyChoice } from 'sportello'
import { faulty, type PlannedFault, seededRandom } from 'sportello/testing'
import { describe, expect, it } from 'vitest'
import { needsProof } from '../../../src/procedures/assistance/documents.ts'
import { assistanceDecider } from '../../../src/procedures/assistance/machine.ts'
import { discardFile } from '../../../src/procedures/assistance/retention.ts'
import { assistanceMachine } from '../../../src/procedures/assistance/schema.ts'
import { readState } from '../../../src/runtime/record.ts'
import { runtimeOn } from '../../runtime/drawer.ts'
import {
  accepted,
  anna,
  type Counter,
  everythingStored,
  freshPdf,
  morning,
  office,
  openCounter,
  operator,
  refusedCode,
} from '../../support/counter.ts'
import { troubleAt, troubled } from '../../support/trouble.ts'
import { contact, decisionOn, filed, linkToken, newPec, oldPec, questionnaire, subscribedWithPec } from './asking.ts'

const day = 86_400_000
const reason = 'Documento non leggibile'

const rowOf = async ({ storage }: Counter, id: string) => (await storage.load([`${office.id}/assistance/${id}`]))[0] ?? null
const filesOf = async ({ documents }: Counter, id: string) =>
  (await documents.list({ office: office.id, limit: 1000 })).filter(({ ref }) => ref.owner === id).length
const sweepAt = (counter: Counter, at: number) => {
  counter.clock.set(at)
  return counter.sportello.retention.sweep()
}

async function decided(outcome: 'approved' | 'rejected', policy: PolicyChoice = {}) {
  const counter = openCounter({ policy })
  await subscribedWithPec(counter)
  // The files of the registration.
  await counter.sportello.retention.sweep()
  const { id, ticket } = await filed(counter)
  const decision = await decisionOn(counter, id)
  const { approve, reject } = counter.sportello.assistance
  accepted(await (outcome === 'approved' ? approve(decision) : reject({ ...decision, reason })))
  return { counter, id, ticket, decision }
}

/** Nothing that the questionnaire told is anywhere in the request or its journal, and the journal still verifies. */
async function expectForgotten(counter: Counter, id: string): Promise<void> {
  const told = (await everythingStored(counter, ['assistance'])).join('\n')
  for (const trace of [anna.codiceFiscale, 'Verdi', contact, newPec, oldPec, 'CA00000AA', '2030-01-01', 'card.pdf', reason]) {
    expect(told).not.toContain(trace)
  }
  expect((await rowOf(counter, id))?.personal).toBeNull()
  const { sportello } = counter
  expect(accepted(await sportello.journal.verify({ kind: 'assistance', id }))).toMatchObject({ ok: true })
}

describe('how long a request for assistance is kept', () => {
  it('while it waits, with its file, for ever: whatever sweeps', async () => {
    const counter = openCounter()
    const { id } = await filed(counter)
    for (const years of [1, 10, 20]) await sweepAt(counter, morning + years * 365 * day)
    expect(await filesOf(counter, id)).toBe(1)
    expect(accepted(await counter.sportello.assistance.dossier({ operator, id })).person).not.toBeNull()
  })

  it.each(['approved', 'rejected'] as const)(
    'D8: the file of what was %s goes at the next sweep, the personal data after half a year',
    async (outcome) => {
      const { counter, id } = await decided(outcome)
      expect(await filesOf(counter, id)).toBe(1)
      expect(await sweepAt(counter, morning)).toMatchObject({ discarded: 1, erased: 0, failed: 0 })
      expect(await filesOf(counter, id)).toBe(0)
      expect(accepted(await counter.sportello.assistance.dossier({ operator, id }))).toMatchObject({
        status: outcome,
        documents: [],
      })
      expect(refusedCode(await counter.sportello.assistance.document({ operator, id, document: 1 }))).toBe(
        'assistance/document-missing',
      )
      await counter.sportello.relay()
      await sweepAt(counter, morning + 180 * day - 1)
      expect((await rowOf(counter, id))?.personal).not.toBeNull()
      await sweepAt(counter, morning + 180 * day)
      await expectForgotten(counter, id)
      expect((await sweepAt(counter, morning + 181 * day)).failed).toBe(0)
    },
  )

  it('D8: the file is kept as long as the policy says, to the millisecond', async () => {
    const { counter, id } = await decided('rejected', { retention: { documentsMs: 5 * day } })
    await sweepAt(counter, morning + 5 * day - 1)
    expect(await filesOf(counter, id)).toBe(1)
    await sweepAt(counter, morning + 5 * day)
    expect(await filesOf(counter, id)).toBe(0)
  })

  it('a file is never kept longer than what it belongs to', async () => {
    const { counter, id } = await decided('rejected', { retention: { documentsMs: 50 * day, rejectedMs: 5 * day } })
    await sweepAt(counter, morning + 5 * day)
    expect(await filesOf(counter, id)).toBe(0)
    await expectForgotten(counter, id)
  })

  it('what was withdrawn is erased after its month, also when the file could not be deleted at once', async () => {
    let broken = true
    const inner = openCounter().documents
    const documents: Documents = {
      ...inner,
      delete: (ref) => (broken ? Promise.reject(new Error('the disk is gone')) : inner.delete(ref)),
    }
    const counter = openCounter({ documents })
    const { id, ticket } = await filed(counter)
    accepted(await counter.sportello.assistance.withdraw(ticket))
    expect((await inner.list({ office: office.id, limit: 10 })).length).toBe(1)
    expect((await sweepAt(counter, morning)).failures).toContainEqual({ kind: 'assistance', id, code: 'documents/failed' })
    broken = false
    expect(await sweepAt(counter, morning)).toMatchObject({ discarded: 1, failed: 0 })
    expect((await inner.list({ office: office.id, limit: 10 })).length).toBe(0)
    await sweepAt(counter, morning + 30 * day - 1)
    expect((await rowOf(counter, id))?.personal).not.toBeNull()
    await sweepAt(counter, morning + 30 * day)
    await expectForgotten(counter, id)
  })

  it('an erased request does not exist for its applicant; the office sees that there was one', async () => {
    const { counter, id, ticket } = await decided('rejected')
    await sweepAt(counter, morning + 180 * day)
    const { assistance } = counter.sportello
    expect(refusedCode(await assistance.inspect(ticket))).toBe('assistance/not-found')
    expect(refusedCode(await assistance.withdraw(ticket))).toBe('assistance/not-found')
    expect(accepted(await assistance.dossier({ operator, id }))).toMatchObject({ status: 'rejected', person: null, reason: null })
  })

  it('an open request that was erased meanwhile can only be rejected, and nobody is told', async () => {
    const counter = openCounter()
    await subscribedWithPec(counter)
    const { id } = await filed(counter)
    await counter.sportello.relay()
    const before = counter.mailer.sent.length
    await counter.storage.erase(`${office.id}/assistance/${id}`, morning)
    const { assistance } = counter.sportello
    const content = accepted(await assistance.document({ operator, id, document: 1 }))
    expect(content.name).toBe('')
    const decision = await decisionOn(counter, id)
    expect(refusedCode(await assistance.approve(decision))).toBe('assistance/erased')
    accepted(await assistance.reject({ ...decision, reason }))
    await counter.sportello.relay()
    expect(counter.mailer.sent.length).toBe(before)
  })

  it('mail that has not been sent when a request is erased is never sent', async () => {
    const { counter } = await decided('rejected')
    await sweepAt(counter, morning + 180 * day)
    await counter.sportello.relay()
    expect(counter.mailer.sent.filter(({ to }) => to.address === contact)).toEqual([])
  })
})

describe('files that nobody needs', () => {
  it('are never those of a request that waits, or of a record that was erased, whoever asks', async () => {
    const machine = assistanceMachine({ documentsMs: 1, rejectedMs: 2, closedMs: 3 }, () => [])
    const by = { kind: 'system' } as const
    const { counter, id } = await decided('rejected')
    const waiting = await filed(counter)
    await counter.storage.erase(`${office.id}/assistance/${id}`, morning)
    // The store of documents of this shell rejects every call.
    const desk = { runtime: runtimeOn({ storage: counter.storage }), assistance: machine }
    for (const owner of [waiting.id, id, 'nobody']) expect(await discardFile(desk, owner, by)).toBe(false)
    expect(await rowOf(counter, id)).toMatchObject({ personal: null, erasedAt: morning })
  })

  it('are those of a withdrawn request, although it lists them until they are gone', async () => {
    const counter = openCounter()
    const { id } = await filed(counter)
    const machine = assistanceMachine({ documentsMs: 1, rejectedMs: 2, closedMs: 3 }, () => [])
    const row = await rowOf(counter, id)
    const open = row === null ? assistanceDecider.initial : readState(machine, row)
    if (open.status !== 'open') throw new Error('the request is open')
    const digest = open.documents[0]?.digest ?? ''
    expect([needsProof(open, digest), needsProof(open, '0'.repeat(64))]).toEqual([true, false])
    expect(needsProof({ ...open, status: 'withdrawn', endedAt: morning }, digest)).toBe(false)
    expect(needsProof(assistanceDecider.initial, digest)).toBe(false)
  })

  it('D7: of a request that is open or decided are none of them, however old', async () => {
    for (const outcome of ['approved', 'rejected'] as const) {
      const { counter, id } = await decided(outcome, { retention: { documentsMs: 30 * day } })
      expect((await sweepAt(counter, morning + 20 * day)).collected).toBe(0)
      expect(await filesOf(counter, id)).toBe(1)
    }
  })

  it('D7: a crash between storing the file and naming it leaves one, which is collected a day later', async () => {
    const counter = openCounter()
    await counter.sportello.maintenance.availability()
    const plan: PlannedFault[] = [{ operation: 'commit', fault: 'before' }]
    const broken = openCounter({ storage: faulty(counter.storage, plan), documents: counter.documents, clock: counter.clock })
    await expect(broken.sportello.assistance.open(questionnaire, freshPdf())).rejects.toThrow()
    expect(await counter.documents.list({ office: office.id, limit: 10 })).toHaveLength(1)
    expect((await sweepAt(counter, morning + day - 1)).collected).toBe(0)
    expect((await sweepAt(counter, morning + day)).collected).toBe(1)
    expect(await counter.documents.list({ office: office.id, limit: 10 })).toEqual([])
  })

  it('what is left of a withdrawn or an erased request, and what it does not list, is collected', async () => {
    const counter = openCounter()
    const { id, ticket } = await filed(counter)
    const other = freshPdf()
    const digest = await crypto.subtle.digest('SHA-256', Uint8Array.from(other))
    const ref = { office: office.id, owner: id, digest: Buffer.from(digest).toString('hex'), size: other.length }
    await counter.documents.put(other, ref)
    expect((await sweepAt(counter, morning + day)).collected).toBe(1)
    expect(await filesOf(counter, id)).toBe(1)
    accepted(await counter.sportello.assistance.withdraw(ticket))
    await counter.documents.put(other, ref)
    expect((await sweepAt(counter, morning + 2 * day)).collected).toBe(1)
    await sweepAt(counter, morning + 60 * day)
    await counter.documents.put(other, ref)
    expect((await sweepAt(counter, morning + 62 * day)).collected).toBe(1)
    expect(await filesOf(counter, id)).toBe(0)
  })

  it('a request that cannot be read keeps its file, and the report says so', async () => {
    const counter = openCounter()
    const { id } = await filed(counter)
    const unreadable = {
      ...counter.storage,
      load: async (keys: readonly string[]) =>
        (await counter.storage.load(keys)).map((row) => (row?.machine === 'assistance' ? { ...row, schema: 9 } : row)),
    }
    const other = openCounter({ storage: unreadable, documents: counter.documents, clock: counter.clock })
    const report = await sweepAt(other, morning)
    counter.clock.set(morning + day)
    const { failures } = await other.sportello.retention.sweep()
    expect(report.collected).toBe(0)
    expect(failures).toContainEqual({ kind: 'assistance', id, code: 'record/unreadable' })
    expect(await filesOf(counter, id)).toBe(1)
  })
})

describe('a world that fails', () => {
  const open = (counter: Counter) =>
    counter.sportello.assistance.open(questionnaire, freshPdf(), { requestKey: 'form-7f3a9c21e5d84b60' })

  /** The same world behind ports with trouble on their way. */
  function behind(counter: Counter, trouble: ReturnType<typeof troubleAt>): Counter {
    const { storage, documents, mailer, clock } = counter
    const ports = troubled({ storage, documents, mailer }, trouble)
    return { ...counter, ...openCounter({ ...ports, clock, seed: 7 }), storage, documents, mailer, clock }
  }

  it.each(['before', 'after', 'conflict', 'crash'] as const)(
    'D7: filing with trouble (%s) at any call is done or not, and done when it is repeated: one request with its file, or none',
    async (fault) => {
      for (let call = 1; ; call += 1) {
        const counter = openCounter()
        const trouble = troubleAt(call, fault)
        const content = freshPdf()
        const requestKey = 'form-7f3a9c21e5d84b60'
        const first = await behind(counter, trouble)
          .sportello.assistance.open(questionnaire, content, { requestKey })
          .catch(() => null)
        if (trouble.struck === '') break
        const again = accepted(await counter.sportello.assistance.open(questionnaire, content, { requestKey }))
        if (first?.ok === true) expect(again, `call ${call}: ${trouble.struck}`).toEqual(first.value)
        const rows = await counter.storage.list({ office: office.id, kind: 'assistance', limit: 10 })
        expect(rows, `call ${call}: ${trouble.struck}`).toHaveLength(1)
        expect(await filesOf(counter, again.id)).toBe(1)
        await counter.sportello.relay()
        expect(counter.mailer.sent.map(({ to }) => to.address)).toEqual([contact])
        await sweepAt(counter, morning + 2 * day)
        expect(await counter.documents.list({ office: office.id, limit: 10 })).toHaveLength(1)
      }
    },
  )

  it.each(['before', 'after', 'conflict', 'crash'] as const)(
    'approving with trouble (%s) at any call begins one change or none, and one when it is repeated',
    async (fault) => {
      for (let call = 1; ; call += 1) {
        const counter = openCounter()
        await subscribedWithPec(counter)
        const { id } = await filed(counter)
        const decision = await decisionOn(counter, id)
        const trouble = troubleAt(call, fault)
        const requestKey = 'decision-0123456789abcdef'
        await behind(counter, trouble)
          .sportello.assistance.approve(decision, { requestKey })
          .catch(() => null)
        if (trouble.struck === '') break
        const again = accepted(await counter.sportello.assistance.approve(decision, { requestKey }))
        const changes = await counter.storage.list({ office: office.id, kind: 'pec-change', limit: 10 })
        expect(
          changes.map(({ key }) => key),
          `call ${call}: ${trouble.struck}`,
        ).toEqual([`${office.id}/pec-change/${again.changeId}`])
        await counter.sportello.relay()
        expect(counter.mailer.sent.filter(({ to }) => to.address === newPec)).toHaveLength(1)
        expect(accepted(await counter.sportello.pecChange.confirm(linkToken(counter))).pec).toBe(newPec)
      }
    },
  )

  it('a file that another request of the same content lost on its way in is put back', async () => {
    const counter = openCounter()
    let lost = false
    const { documents } = counter
    const losing: Documents = {
      ...documents,
      put: async (content, ref) => {
        await documents.put(content, ref)
        if (!lost) await documents.delete(ref)
        lost = true
      },
    }
    const { id } = accepted(await open({ ...counter, ...openCounter({ storage: counter.storage, documents: losing }) }))
    expect(await filesOf(counter, id)).toBe(1)
  })

  it('a new process goes on where the last one stopped', async () => {
    const counter = openCounter()
    await subscribedWithPec(counter)
    const { id, ticket } = await filed(counter)
    const restart = (seed: number): Counter => ({
      ...counter,
      ...openCounter({ ...counter.configuration, seed, random: seededRandom(seed) }),
      mailer: counter.mailer,
      clock: counter.clock,
    })
    expect(accepted(await restart(2).sportello.assistance.inspect(ticket)).status).toBe('open')
    const decision = await decisionOn(restart(3), id)
    accepted(await restart(4).sportello.assistance.approve(decision))
    await restart(5).sportello.relay()
    accepted(await restart(6).sportello.pecChange.confirm(linkToken(counter)))
    expect(accepted(await restart(7).sportello.assistance.inspect(ticket)).status).toBe('approved')
  })

  it('repeated under one request key when the first answer is not known yet, both get the one request, and one file stays', async () => {
    const counter = openCounter()
    const [first, second] = await Promise.all([open(counter), open(counter)])
    // Two files of different content under one key: the second is none of it.
    expect([first, second].filter(({ ok }) => ok)).toHaveLength(1)
    expect(await counter.documents.list({ office: office.id, limit: 10 })).toHaveLength(1)
  })
})

describe('the stored shape', () => {
  const machine = assistanceMachine({ documentsMs: 1, rejectedMs: 2, closedMs: 3 }, () => [])

  it('is read strictly: what is no state is none', () => {
    expect(machine.parse(assistanceDecider.initial)).toEqual(assistanceDecider.initial)
    for (const value of [
      null,
      {},
      { status: 'none' },
      { status: 'none', personal: null, more: 1 },
      { status: 'open', personal: null },
    ]) {
      expect(machine.parse(value)).toBeNull()
    }
    expect([machine.dueAt(assistanceDecider.initial), machine.tags(assistanceDecider.initial)]).toEqual([null, []])
  })

  it('has everything personal apart: the state alone tells nothing of the person', async () => {
    const { counter, id } = await decided('rejected')
    const row = await rowOf(counter, id)
    for (const trace of [anna.codiceFiscale, 'Verdi', contact, newPec, 'CA00000AA', '2030-01-01', reason]) {
      expect(row?.state).not.toContain(trace)
      expect(row?.personal).toContain(trace)
    }
  })
})
