import type { Documents, PolicyChoice, RetentionSweepReport, Storage } from 'sportello'
import { memoryDocuments } from 'sportello/memory'
import { describe, expect, it } from 'vitest'
import { minimalPdf } from '../../../rules/identity/minimal-pdf.ts'
import {
  accepted,
  anna,
  approve,
  approved,
  type Counter,
  completed,
  drafted,
  everythingStored,
  freshPdf,
  morning,
  newPassword,
  office,
  openCounter,
  operator,
  refusedCode,
  subscribed,
} from '../../../support/counter.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const chores = { lapsed: 0, discarded: 0, erased: 0, wiped: 0, removed: 0, collected: 0, upgraded: 0 }
const nothing = { ...chores, failed: 0, failures: [], next: null }
const of = (did: Partial<RetentionSweepReport>): RetentionSweepReport => ({ ...nothing, ...did })

const keyOf = (kind: string, id: string) => `${office.id}/${kind}/${id}`
const rowOf = async ({ storage }: Counter, kind: string, id: string) => (await storage.load([keyOf(kind, id)]))[0] ?? null
const typesOf = async ({ storage }: Counter, kind: string, id: string) =>
  (await storage.journal(keyOf(kind, id), { after: 0, limit: 1000 })).map(({ type }) => type)
const filesOf = async ({ documents }: Counter) => (await documents.list({ office: office.id, limit: 1000 })).length
const sweepAt = (counter: Counter, at: number, options = {}) => {
  counter.clock.set(at)
  return counter.sportello.retention.sweep(options)
}
const reason = 'Documento non leggibile.'

async function reject(counter: Counter, id: string): Promise<void> {
  const { approval } = counter.sportello
  const { digest } = accepted(await approval.dossier({ operator, id }))
  accepted(await approval.reject({ operator, id, dossierDigest: digest, reason }))
}

async function requestCorrection(counter: Counter, id: string): Promise<string> {
  const { approval } = counter.sportello
  const { digest } = accepted(await approval.dossier({ operator, id }))
  accepted(await approval.requestCorrection({ operator, id, dossierDigest: digest, reason }))
  await counter.sportello.relay()
  return /#ticket=(\S+)/.exec(counter.mailer.sent.at(-1)?.text ?? '')?.[1] ?? ''
}

/** Nothing of Anna is anywhere: not in a row, not in a journal, not in waiting mail. */
async function expectForgotten(counter: Counter): Promise<void> {
  const told = (await everythingStored(counter)).join('\n')
  for (const trace of [anna.codiceFiscale, anna.surname, anna.email, anna.residenceAddress, reason, '$scrypt', 'plain$']) {
    expect(told).not.toContain(trace)
  }
  const { records, journal, outbox } = counter.storage.contents()
  expect(records.filter(({ personal }) => personal !== null)).toEqual([])
  expect(journal.filter(({ personal }) => personal !== null)).toEqual([])
  expect(outbox.filter(({ sealed }) => sealed !== '')).toEqual([])
}

async function expectVerified({ sportello, storage }: Counter): Promise<void> {
  for (const { key } of storage.contents().records) {
    const [, kind = '', id = ''] = key.split('/')
    expect(accepted(await sportello.journal.verify({ kind, id })), key).toMatchObject({ ok: true })
  }
}

describe('a sweep', () => {
  it('of an office where nothing is over does nothing', async () => {
    const counter = openCounter()
    expect(await counter.sportello.retention.sweep()).toEqual(nothing)
    await drafted(counter.sportello)
    await subscribed(counter)
    await completed(counter, { ...anna, email: 'other@example.it' })
    const before = counter.storage.contents().records.filter(({ machine }) => machine !== 'approval')
    expect(await counter.sportello.retention.sweep()).toEqual(of({ discarded: 1 }))
    expect(await counter.sportello.retention.sweep()).toEqual(nothing)
    const after = counter.storage.contents().records.filter(({ machine }) => machine !== 'approval')
    const changed = after.filter((row) => !before.some((old) => old.key === row.key && old.version === row.version))
    expect(changed.map(({ machine }) => machine)).toEqual(['registration'])
  })
})

describe('a draft', () => {
  it('D8: lapses when its term is over, to the millisecond, with its files; twice is once', async () => {
    const counter = openCounter()
    const { id, lapsesAt, ticket } = await drafted(counter.sportello)
    await sweepAt(counter, morning + 2 * day)
    expect(await sweepAt(counter, lapsesAt - 1)).toEqual(nothing)
    expect(await sweepAt(counter, lapsesAt)).toEqual(of({ lapsed: 1, discarded: 1 }))
    expect(await sweepAt(counter, lapsesAt)).toEqual(nothing)
    expect(await filesOf(counter)).toBe(0)
    expect(accepted(await counter.sportello.registration.inspect(ticket))).toMatchObject({ status: 'lapsed', documents: [] })
    expect((await typesOf(counter, 'registration', id)).slice(2)).toEqual(['RegistrationLapsed', 'DocumentsDiscarded'])
  })

  it('D8: that lapsed keeps its personal data for thirty days, and not a millisecond longer', async () => {
    const counter = openCounter()
    const { id, lapsesAt, ticket } = await drafted(counter.sportello)
    await sweepAt(counter, lapsesAt)
    expect(await sweepAt(counter, lapsesAt + 30 * day - 1)).toMatchObject({ erased: 0 })
    expect((await rowOf(counter, 'registration', id))?.personal).toContain(anna.codiceFiscale)
    expect(await sweepAt(counter, lapsesAt + 30 * day)).toMatchObject({ erased: 1, failed: 0 })
    expect(await sweepAt(counter, lapsesAt + 30 * day)).toEqual(nothing)
    expect(refusedCode(await counter.sportello.registration.inspect(ticket))).toBe('registration/not-found')
    await expectForgotten(counter)
    await expectVerified(counter)
    expect((await typesOf(counter, 'registration', id)).at(-1)).toBe('ErasureOrdered')
  })

  it('that awaits a correction lapses together with its approval, and its unsent mail is void', async () => {
    const counter = openCounter()
    const { id } = await completed(counter)
    await requestCorrection(counter, id)
    const { digest } = accepted(await counter.sportello.approval.dossier({ operator, id }))
    counter.clock.advance(7 * day)
    expect(await counter.sportello.retention.sweep()).toMatchObject({ lapsed: 1, discarded: 1, failed: 0 })
    expect(JSON.parse((await rowOf(counter, 'approval', id))?.state ?? '')).toMatchObject({ status: 'void' })
    expect(refusedCode(await counter.sportello.approval.reject({ operator, id, dossierDigest: digest, reason }))).toBe(
      'approval/void',
    )
  })

  it('M7: that lapses after a return has no mail go out any more but the one that says so', async () => {
    const counter = openCounter()
    const { id, ticket } = await drafted(counter.sportello)
    accepted(await counter.sportello.registration.complete(ticket))
    const { digest } = accepted(await counter.sportello.approval.dossier({ operator, id }))
    accepted(await counter.sportello.approval.requestCorrection({ operator, id, dossierDigest: digest, reason }))
    counter.clock.advance(7 * day)
    await counter.sportello.retention.sweep()
    await counter.sportello.relay()
    expect(counter.mailer.sent.map(({ subject }) => subject)).toEqual(['Comune di Prova: termine scaduto'])
    expect(counter.storage.contents().outbox.filter(({ sealed }) => sealed !== '')).toEqual([])
    const letters = accepted(await counter.sportello.approval.dossier({ operator, id })).letters
    expect(letters.map(({ name, status }) => [name, status])).toEqual([
      ['registration/completed', 'cancelled'],
      ['approval/correction-requested', 'cancelled'],
      ['approval/lapsed', 'sent'],
    ])
    await counter.sportello.retention.sweep()
    await counter.sportello.relay()
    expect(counter.mailer.sent).toHaveLength(1)
  })

  it('whose term was prolonged meanwhile is left alone', async () => {
    const counter = openCounter()
    const { id } = await completed(counter)
    counter.clock.advance(6 * day)
    await requestCorrection(counter, id)
    expect(await sweepAt(counter, morning + 7 * day)).toMatchObject({ lapsed: 0, discarded: 0 })
  })
})

describe('a request that was decided', () => {
  it('D8: loses its files at the next sweep, when it was approved or rejected; the journal keeps their digests', async () => {
    for (const decide of [(counter: Counter, id: string) => approve(counter, id), reject]) {
      const counter = openCounter()
      const { id } = await completed(counter)
      expect(await counter.sportello.retention.sweep()).toEqual(nothing)
      await decide(counter, id)
      const digest = accepted(await counter.sportello.approval.dossier({ operator, id })).documents[0]?.digest ?? 'none'
      expect(await counter.sportello.retention.sweep()).toEqual(of({ discarded: 1 }))
      expect(await counter.sportello.retention.sweep()).toEqual(nothing)
      expect(await filesOf(counter)).toBe(0)
      const after = accepted(await counter.sportello.approval.dossier({ operator, id }))
      expect(after).toMatchObject({ documents: [], person: { surname: anna.surname } })
      const journal = await counter.storage.journal(keyOf('registration', id), { after: 0, limit: 10 })
      expect(journal.filter(({ data }) => data.includes(digest)).map(({ type }) => type)).toEqual(['DocumentAdded'])
      expect(journal.at(-1)).toMatchObject({ type: 'DocumentsDiscarded', by: 'system' })
    }
  })

  it('D8: keeps its files for as long as the office says, to the millisecond', async () => {
    const counter = openCounter({ policy: { retention: { documentsMs: 90 * day } } })
    const { id } = await completed(counter)
    await reject(counter, id)
    expect(await sweepAt(counter, morning + 90 * day - 1)).toMatchObject({ discarded: 0, failed: 0 })
    expect(accepted(await counter.sportello.approval.document({ operator, id, document: 1 })).content).toEqual(minimalPdf())
    expect(await sweepAt(counter, morning + 90 * day)).toMatchObject({ discarded: 1 })
    expect(refusedCode(await counter.sportello.approval.document({ operator, id, document: 1 }))).toBe(
      'approval/document-missing',
    )
    expect(refusedCode(await counter.sportello.approval.document({ operator, id, document: 2 }))).toBe('approval/not-found')
  })

  it('D8: is erased half a year after it was rejected, with the reason, to the millisecond', async () => {
    const counter = openCounter()
    const { id } = await completed(counter)
    await reject(counter, id)
    expect(await sweepAt(counter, morning + 180 * day - 1)).toMatchObject({ erased: 0 })
    expect((await everythingStored(counter)).join()).toContain(reason)
    expect(await sweepAt(counter, morning + 180 * day)).toMatchObject({ erased: 2, failed: 0 })
    expect(await sweepAt(counter, morning + 180 * day)).toEqual(nothing)
    await expectForgotten(counter)
    await expectVerified(counter)
    const last = (await counter.storage.journal(keyOf('approval', id), { after: 0, limit: 10 })).at(-1)
    expect(last).toMatchObject({ type: 'ErasureOrdered', by: 'system', data: expect.stringContaining('retention') })
  })

  it('D8: is erased ten years after it was approved, or whenever the office says, or never', async () => {
    for (const [retention, at] of [
      [{}, 3_653 * day],
      [{ approvedMs: 40 * day }, 40 * day],
    ] as const) {
      const counter = openCounter({ policy: { retention } })
      const { id } = await approved(counter)
      await sweepAt(counter, morning + at - 1)
      expect((await rowOf(counter, 'registration', id))?.personal).toContain(anna.surname)
      await sweepAt(counter, morning + at)
      expect([await rowOf(counter, 'registration', id), await rowOf(counter, 'approval', id)]).toMatchObject([
        { personal: null, erasedAt: morning + at },
        { personal: null, erasedAt: morning + at },
      ])
    }
    const counter = openCounter({ policy: { retention: { approvedMs: null } } })
    const { id } = await approved(counter)
    await sweepAt(counter, morning)
    await sweepAt(counter, morning + 7_000 * day)
    expect((await rowOf(counter, 'registration', id))?.personal).toContain(anna.surname)
    expect((await rowOf(counter, 'approval', id))?.dueAt).toBeNull()
  })

  it('that awaited a correction and was then rejected is kept as long as any rejected one', async () => {
    const counter = openCounter()
    const { id } = await completed(counter)
    await requestCorrection(counter, id)
    await reject(counter, id)
    await sweepAt(counter, morning)
    await sweepAt(counter, morning + 30 * day)
    expect(await sweepAt(counter, morning + 180 * day - 1)).toMatchObject({ erased: 0 })
    expect((await rowOf(counter, 'registration', id))?.personal).toContain(anna.surname)
    expect(await sweepAt(counter, morning + 180 * day)).toMatchObject({ erased: 2 })
    await expectForgotten(counter)
  })

  it('that still waits keeps everything, however long', async () => {
    const counter = openCounter()
    const { id } = await completed(counter)
    expect(await sweepAt(counter, morning + 3_650 * day)).toMatchObject({ lapsed: 0, discarded: 0, erased: 0 })
    expect(await filesOf(counter)).toBe(1)
    expect((await rowOf(counter, 'registration', id))?.personal).toContain(anna.surname)
    expect(accepted(await counter.sportello.approval.pending()).map((row) => row.id)).toEqual([id])
  })
})

describe('a request that was withdrawn, or void because another one was approved', () => {
  it('D8, INV-28: has no file after the next sweep, and no personal data after thirty days', async () => {
    const counter = openCounter()
    const withdrawn = await drafted(counter.sportello, { ...anna, email: 'a@example.it' })
    accepted(await counter.sportello.registration.withdraw(withdrawn.ticket))
    const rival = await completed(counter, { ...anna, email: 'b@example.it' })
    const { id } = await completed(counter)
    await approve(counter, id)
    expect(await filesOf(counter)).toBe(2)
    expect(await sweepAt(counter, morning)).toEqual(of({ discarded: 3 }))
    expect(await filesOf(counter)).toBe(0)
    expect(await sweepAt(counter, morning + 30 * day - 1)).toMatchObject({ erased: 0 })
    expect(await sweepAt(counter, morning + 30 * day)).toMatchObject({ erased: 3 })
    for (const [kind, other] of [
      ['registration', withdrawn.id],
      ['registration', rival.id],
      ['approval', rival.id],
    ] as const) {
      expect(await rowOf(counter, kind, other)).toMatchObject({ personal: null, erasedAt: morning + 30 * day, tags: [] })
    }
    expect((await rowOf(counter, 'registration', id))?.personal).toContain(anna.surname)
  })
})

describe('a credential', () => {
  const term = { credential: { temporaryLifetimeMs: 7 * day, disuseMs: 100 * day } } satisfies PolicyChoice

  it('D8: is erased a year after it was revoked, to the millisecond', async () => {
    const counter = openCounter()
    const { accountId } = await subscribed(counter)
    accepted(await counter.sportello.credential.revoke({ operator, codiceFiscale: anna.codiceFiscale, reason }))
    await sweepAt(counter, morning)
    expect(await sweepAt(counter, morning + 365 * day - 1)).toMatchObject({ erased: 0 })
    expect((await rowOf(counter, 'credential', accountId))?.personal).toContain(anna.surname)
    expect(await sweepAt(counter, morning + 365 * day)).toMatchObject({ erased: 1 })
    expect(await rowOf(counter, 'credential', accountId)).toMatchObject({ personal: null, erasedAt: morning + 365 * day })
    await expectVerified(counter)
  })

  it.each([
    ['of which the temporary password has expired', 7 * day, async () => {}],
    ['that nobody uses', 100 * day, (counter: Counter, { token }: { readonly token: string }) => changed(counter, token)],
  ] as const)('D8: %s is erased a year after its end', async (_name, livesMs, then) => {
    const counter = openCounter({ policy: term })
    const person = await approved(counter)
    const { token } = accepted(await counter.sportello.session.signIn(person.credentials))
    await then(counter, { ...person, token })
    expect(await sweepAt(counter, morning + livesMs + 365 * day - 1)).toMatchObject({ erased: 0 })
    expect(await sweepAt(counter, morning + livesMs + 365 * day)).toMatchObject({ erased: 1 })
    expect((await rowOf(counter, 'credential', person.accountId))?.personal).toBeNull()
  })

  async function changed({ sportello, mailer }: Counter, token: string): Promise<void> {
    const [letter] = mailer.sent
    const current = /Password temporanea: (\S+)/.exec(letter?.text ?? '')?.[1] ?? ''
    accepted(await sportello.credential.changePassword({ token, current, next: newPassword, confirmation: newPassword }))
  }

  it('in force, or suspended, is never touched', async () => {
    const counter = openCounter()
    const { accountId, credentials } = await subscribed(counter)
    for (let i = 0; i < 5; i += 1) {
      await counter.sportello.session.signIn({ ...credentials, pin: '000000000' })
      counter.clock.advance(hour)
    }
    await sweepAt(counter, morning + 3_000 * day)
    expect(JSON.parse((await rowOf(counter, 'credential', accountId))?.state ?? '')).toMatchObject({ status: 'suspended' })
    expect((await rowOf(counter, 'credential', accountId))?.personal).toContain(anna.surname)
  })

  it('that was erased can be followed by a new one, which works', async () => {
    const counter = openCounter()
    const { accountId } = await subscribed(counter)
    accepted(await counter.sportello.credential.revoke({ operator, codiceFiscale: anna.codiceFiscale, reason }))
    await sweepAt(counter, morning + 365 * day)
    const again = await completed(counter)
    expect(await approve(counter, again.id)).toBe(accountId)
    accepted(await counter.sportello.session.signIn(again.credentials))
    await sweepAt(counter, morning + 365 * day)
    accepted(await counter.sportello.session.signIn(again.credentials))
    await expectVerified(counter)
  })
})

describe('what passes', () => {
  it('attempts on nobody are forgotten thirty days after the last one, for good', async () => {
    const counter = openCounter()
    const attempt = { codiceFiscale: anna.codiceFiscale, pin: '123456789', password: 'Sbagliata.1' }
    // What a stranger has spent is made up for after this time; the delays of whoever tried go earlier.
    const share = Math.ceil((2 * day) / 101)
    await counter.sportello.session.signIn(attempt)
    expect(await sweepAt(counter, morning + 30 * day + share - 1)).toEqual(of({ removed: 1 }))
    counter.clock.set(morning + 2 * day)
    await counter.sportello.session.signIn(attempt)
    expect(await sweepAt(counter, morning + 32 * day + share - 1)).toEqual(of({ removed: 1 }))
    expect(await sweepAt(counter, morning + 32 * day + share)).toEqual(of({ removed: 1 }))
    const left = counter.storage.contents()
    // The calendars of the office stay.
    const isAttempt = ({ key }: { readonly key: string }) => !key.endsWith('/calendar')
    expect([left.records.filter(isAttempt), left.journal.filter(isAttempt), left.outbox]).toEqual([[], [], []])
  })

  it('sessions are forgotten a week after their end, whether by time or by sign-out', async () => {
    const counter = openCounter()
    const { credentials } = await subscribed(counter)
    const sessions = async () => (await counter.storage.list({ office: office.id, kind: 'session', limit: 10 })).length
    counter.clock.advance(day)
    const { token } = accepted(await counter.sportello.session.signIn(credentials))
    accepted(await counter.sportello.session.end(token))
    accepted(await counter.sportello.session.signIn(credentials))
    expect(await sessions()).toBe(3)
    await sweepAt(counter, morning + 15 * minute + 7 * day - 1)
    expect(await sessions()).toBe(3)
    await sweepAt(counter, morning + 15 * minute + 7 * day)
    expect(await sessions()).toBe(2)
    await sweepAt(counter, morning + 8 * day)
    expect(await sessions()).toBe(1)
    await sweepAt(counter, morning + 8 * day + 12 * hour - 1)
    expect(await sessions()).toBe(1)
    await sweepAt(counter, morning + 8 * day + 12 * hour)
    expect(await sessions()).toBe(0)
    expect(refusedCode(await counter.sportello.session.check(token))).toBe('session/not-active')
  })

  it('quotas are forgotten a day after the last use counts no more', async () => {
    const counter = openCounter()
    await counter.sportello.registration.open(anna, { requester: '192.0.2.1' })
    const quotas = async () => (await counter.storage.list({ office: office.id, kind: 'quota', limit: 10 })).length
    await sweepAt(counter, morning + 2 * day - 1)
    expect(await quotas()).toBe(2)
    await sweepAt(counter, morning + 2 * day)
    expect(await quotas()).toBe(0)
  })

  it('request keys are forgotten after a week; a secret answer is wiped after ten minutes', async () => {
    const counter = openCounter()
    const requests = async () => await counter.storage.list({ office: office.id, kind: 'request', limit: 10 })
    const options = { requestKey: 'form-7f3a9c21e5d84b60' }
    const { ticket } = accepted(await counter.sportello.registration.open(anna, options))
    accepted(await counter.sportello.registration.withdraw(ticket, { requestKey: 'back-7f3a9c21e5d84b60' }))
    expect(await sweepAt(counter, morning + 10 * minute - 1)).toMatchObject({ wiped: 0 })
    accepted(await counter.sportello.registration.open(anna, options))
    expect(await sweepAt(counter, morning + 10 * minute)).toMatchObject({ wiped: 1 })
    expect((await requests()).filter(({ state }) => JSON.parse(state).sealed !== '')).toHaveLength(1)
    expect(refusedCode(await counter.sportello.registration.open(anna, options))).toBe('request/answer-expired')
    expect(await sweepAt(counter, morning + 7 * day - 1)).toMatchObject({ wiped: 0 })
    expect(await requests()).toHaveLength(2)
    await sweepAt(counter, morning + 7 * day)
    expect(await requests()).toEqual([])
    accepted(await counter.sportello.registration.open(anna, options))
    await sweepAt(counter, morning + 14 * day)
    expect(await requests()).toEqual([])
  })
})

describe('rows that go for good', () => {
  const attempts = async (counter: Counter) => {
    for (const codiceFiscale of ['VRDNNA80A41L219Z', 'RSSMRA80A01L219M', 'BNCNNA80A41L219J']) {
      await counter.sportello.session.signIn({ codiceFiscale, pin: '123456789', password: 'Sbagliata.1' })
    }
  }

  it('go together in one commit', async () => {
    const counter = openCounter()
    await attempts(counter)
    const commits: number[] = []
    const storage: Storage = {
      ...counter.storage,
      commit(commit) {
        commits.push(commit.removes.length)
        return counter.storage.commit(commit)
      },
    }
    expect(await sweepAt(openCounter({ storage }), morning + 31 * day)).toEqual(of({ removed: 6 }))
    expect(commits).toEqual([3, 3])
  })

  it('go one by one where somebody is at work on one of them, or the commit fails; that one is left', async () => {
    for (const fails of [false, true]) {
      const counter = openCounter()
      await attempts(counter)
      const [busy] = await counter.storage.list({ office: office.id, kind: 'credential', limit: 1 })
      const storage: Storage = {
        ...counter.storage,
        async commit(commit) {
          if (!commit.removes.some(({ key }) => key === busy?.key)) return counter.storage.commit(commit)
          if (fails) throw new Error('no connection')
          return { ok: false, conflict: busy?.key ?? '' }
        },
      }
      const report = await sweepAt(openCounter({ storage }), morning + 31 * day)
      // The delays of the three are none of it.
      expect(report).toMatchObject({ removed: 5, failed: fails ? 1 : 0, next: null })
      const stays = [busy?.key, `${office.id}/maintenance/calendar`, `${office.id}/sunset/calendar`]
      expect(new Set(counter.storage.contents().records.map(({ key }) => key))).toEqual(new Set(stays))
    }
  })
})

describe('a file that no request names', () => {
  const content = freshPdf()
  const digest = async (counter: Counter, ticket: string) => {
    accepted(await counter.sportello.registration.addDocument(ticket, { type: 'identity-card' }, content))
    const [stored] = await counter.documents.list({ office: office.id, limit: 1 })
    accepted(await counter.sportello.registration.removeDocument(ticket, 1))
    return stored?.ref.digest ?? ''
  }

  it('D7, INV-28: is deleted a day after it was stored, to the millisecond, also while its request is open', async () => {
    const counter = openCounter()
    const { id, ticket } = accepted(await counter.sportello.registration.open(anna))
    const named = { office: office.id, digest: await digest(counter, ticket), size: content.length }
    await counter.documents.put(content, { ...named, owner: id })
    await counter.documents.put(content, { ...named, owner: '01ARZ3NDEKTSV4RRFFQ69G5FAV' })
    expect(await sweepAt(counter, morning + day - 1)).toEqual(nothing)
    expect(await sweepAt(counter, morning + day)).toEqual(of({ collected: 2 }))
    expect(await filesOf(counter)).toBe(0)
  })

  it('D7: is deleted when its request is closed, was erased, or lists other content', async () => {
    const counter = openCounter()
    const { id, ticket, lapsesAt } = await drafted(counter.sportello)
    const { ref } = (await counter.documents.list({ office: office.id, limit: 1 }))[0] ?? { ref: null }
    expect(ref).not.toBeNull()
    await sweepAt(counter, lapsesAt)
    if (ref !== null) await counter.documents.put(minimalPdf(), ref)
    expect(refusedCode(await counter.sportello.registration.addDocument(ticket, { type: 'identity-card' }, minimalPdf()))).toBe(
      'registration/lapsed',
    )
    expect(await filesOf(counter)).toBe(0)
    if (ref !== null) await counter.documents.put(minimalPdf(), ref)
    expect(await sweepAt(counter, lapsesAt + day)).toEqual(of({ collected: 1 }))
    await sweepAt(counter, lapsesAt + 30 * day)
    expect((await rowOf(counter, 'registration', id))?.erasedAt).not.toBeNull()
    if (ref !== null) await counter.documents.put(minimalPdf(), ref)
    expect(await sweepAt(counter, lapsesAt + 31 * day)).toMatchObject({ collected: 1 })
  })

  it('is kept while a request lists it, and where it belongs to no record of the library', async () => {
    const counter = openCounter()
    const { id } = await completed(counter)
    const [stored] = await counter.documents.list({ office: office.id, limit: 1 })
    const ref = stored?.ref ?? { office: '', owner: '', digest: '', size: 0 }
    await counter.documents.put(minimalPdf(), { ...ref, owner: 'somebody.else' })
    await counter.documents.put(minimalPdf(), { ...ref, office: 'another' })
    expect(await sweepAt(counter, morning + 5 * day)).toMatchObject({ collected: 0, failed: 0 })
    expect(await filesOf(counter)).toBe(2)
    expect(await counter.documents.list({ office: 'another', limit: 10 })).toHaveLength(1)
    expect(accepted(await counter.sportello.approval.document({ operator, id, document: 1 })).content).toEqual(minimalPdf())
  })
})

describe('what cannot be dealt with', () => {
  async function spoil({ storage }: Counter, key: string): Promise<void> {
    const [row] = await storage.load([key])
    if (!row) throw new Error(`no ${key}`)
    const { version, erasedAt: _, ...rest } = row
    const write = { ...rest, state: '{"status":"strange"}', expectedVersion: version, entries: [] }
    await storage.commit({ expects: [], writes: [write], removes: [], outbox: [], cancelMail: [] })
  }

  it('Q6: an unreadable row of any kind is reported by its key, left as it is, and holds up nobody', async () => {
    const counter = openCounter()
    const options = { requestKey: 'form-7f3a9c21e5d84b60' }
    const one = accepted(await counter.sportello.registration.open({ ...anna, email: 'a@example.it' }, options))
    const decided = await completed(counter, { ...anna, email: 'c@example.it' })
    await reject(counter, decided.id)
    await counter.sportello.session.signIn({ codiceFiscale: anna.codiceFiscale, pin: '123456789', password: 'x' })
    await counter.sportello.session.signIn({ codiceFiscale: 'RSSMRA70A01H501S', pin: '123456789', password: 'x' })
    const { records } = counter.storage.contents()
    const first = (kind: string) =>
      records
        .map(({ key }) => key)
        .filter((key) => key.split('/')[1] === kind)
        .sort()[0] ?? ''
    const spoilt = ['registration', 'approval', 'credential', 'quota', 'request'].map(first)
    for (const key of spoilt) await spoil(counter, key)
    await drafted(counter.sportello, { ...anna, email: 'b@example.it' })
    const { failures, ...report } = await sweepAt(counter, morning + 400 * day)
    expect(failures.map(({ kind, id }) => keyOf(kind, id)).sort()).toEqual([...spoilt].sort())
    expect(new Set(failures.map(({ code }) => code))).toEqual(new Set(['record/unreadable']))
    expect(report).toMatchObject({ failed: 5, lapsed: 1, next: null })
    expect(report.removed).toBeGreaterThan(1)
    expect(JSON.stringify(failures)).not.toMatch(/VRDNNA|example/)
    expect(one.id).not.toBe('')
    for (const key of spoilt) expect((await counter.storage.load([key]))[0]?.state).toBe('{"status":"strange"}')
  })

  it('D7: a file that cannot be deleted is reported, the record stays due, and the next sweep goes on', async () => {
    let broken = true
    const inner = memoryDocuments()
    const documents: Documents = {
      ...inner,
      delete: (ref) => (broken ? Promise.reject(new Error('read-only')) : inner.delete(ref)),
    }
    const counter = openCounter({ documents })
    const { id } = await completed(counter)
    await reject(counter, id)
    const lapsing = await drafted(counter.sportello, { ...anna, email: 'a@example.it' })
    const at = morning + 200 * day
    expect(await sweepAt(counter, at)).toMatchObject({
      lapsed: 1,
      erased: 0,
      discarded: 0,
      failed: 2,
      failures: [
        { kind: 'registration', id: lapsing.id, code: 'documents/failed' },
        { kind: 'approval', id, code: 'documents/failed' },
      ],
    })
    expect((await rowOf(counter, 'registration', id))?.personal).toContain(anna.surname)
    broken = false
    expect(await sweepAt(counter, at)).toMatchObject({ erased: 2, discarded: 2, failed: 0 })
    expect(await inner.list({ office: office.id, limit: 10 })).toEqual([])
    expect(await sweepAt(counter, at + 30 * day)).toMatchObject({ erased: 1, failed: 0 })
    await expectForgotten(counter)
  })

  it('somebody at work on the request keeps it, and the case that leads to it, for the next sweep', async () => {
    const counter = openCounter()
    const { id } = await completed(counter)
    await reject(counter, id)
    const { storage, documents } = counter
    const overtaken: Storage = {
      ...storage,
      async erase(key, at, version) {
        const [row] = await storage.load([key])
        if (row?.machine === 'registration') {
          const { version: expectedVersion, erasedAt: _, ...rest } = row
          const write = { ...rest, expectedVersion, entries: [] }
          await storage.commit({ expects: [], writes: [write], removes: [], outbox: [], cancelMail: [] })
        }
        return storage.erase(key, at, version)
      },
    }
    const busy = openCounter({ storage: overtaken, documents, seed: 2 })
    expect(await sweepAt(busy, morning + 180 * day)).toMatchObject({ erased: 0, failed: 0 })
    expect((await rowOf(counter, 'approval', id))?.erasedAt).toBeNull()
    expect(await sweepAt(counter, morning + 180 * day)).toMatchObject({ erased: 2 })
    await expectForgotten(counter)
  })

  it('a request that was erased by hand stays erased, and its files go as those of nobody', async () => {
    const counter = openCounter()
    const { id } = await completed(counter)
    await counter.storage.erase(keyOf('registration', id), morning)
    await reject(counter, id)
    expect(await sweepAt(counter, morning)).toEqual(nothing)
    expect((await rowOf(counter, 'registration', id))?.erasedAt).toBe(morning)
    expect(await sweepAt(counter, morning + day)).toMatchObject({ collected: 1 })
    expect(await sweepAt(counter, morning + 180 * day)).toMatchObject({ erased: 1, failed: 0 })
    await expectForgotten(counter)
  })

  it('names the first hundred failures and counts them all', async () => {
    const counter = openCounter()
    for (let i = 0; i < 11; i += 1) {
      for (let j = 0; j < 10; j += 1) await counter.sportello.registration.open({ ...anna, email: `p${i}@example.it` })
    }
    for (const { key } of counter.storage.contents().records.filter(({ machine }) => machine === 'registration')) {
      await spoil(counter, key)
    }
    const { failed, failures, lapsed } = await sweepAt(counter, morning + 8 * day)
    expect([failed, failures.length, lapsed]).toEqual([110, 100, 0])
  })

  it('a storage or a store of documents that cannot list, or never ends, is an error of the world', async () => {
    const { storage, documents, sportello } = openCounter()
    await drafted(sportello)
    const [row] = await storage.list({ office: office.id, kind: 'registration', limit: 1 })
    const [file] = await documents.list({ office: office.id, limit: 1 })
    const lists: readonly Storage['list'][] = [
      () => Promise.reject(new Error('down')),
      async () => Array(200).fill(row),
      async ({ limit }) => Array.from({ length: limit + 1 }, (_, i) => ({ ...row, key: `${row?.key}${i + 100}` })) as never,
    ]
    for (const list of lists) {
      const { sportello: other } = openCounter({ storage: { ...storage, list } })
      await expect(other.retention.sweep()).rejects.toMatchObject({ code: 'storage/failed' })
    }
    const generous: Storage = { ...storage, list: (query) => storage.list({ ...query, limit: 1000 }) }
    await drafted(sportello, { ...anna, email: 'b@example.it' })
    const { sportello: flooded } = openCounter({ storage: generous })
    await expect(flooded.retention.sweep({ limit: 1, all: true })).rejects.toMatchObject({ code: 'storage/failed' })
    const files: readonly unknown[] = [null, [null], [{}], [{ ref: file?.ref, storedAt: 0.5 }], [{ storedAt: 1 }], [file, file]]
    for (const page of files) {
      const store = { ...documents, list: async () => page } as Documents
      const { sportello: other } = openCounter({ documents: store })
      await expect(other.retention.sweep()).rejects.toMatchObject({ code: /^(documents|storage)\/failed$/ })
    }
  })
})

describe('how a sweep is run', () => {
  async function crowded() {
    const counter = openCounter()
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      await drafted(counter.sportello, { ...anna, email: `${name}@example.it` })
      await counter.sportello.registration.open(
        { ...anna, email: `${name}@example.it` },
        { requestKey: `form-${name}-0123456789abcdef` },
      )
    }
    return counter
  }

  it.each([1, 2, 3, 7, 1000])(
    'a limit of %d looks at so many and says where to go on, until everything was looked at',
    async (limit) => {
      const whole = await crowded()
      const { next: _, ...expected } = await sweepAt(whole, morning + 100 * day)
      const counter = await crowded()
      counter.clock.set(morning + 100 * day)
      const sum = { ...nothing }
      let after: string | null = null
      let calls = 0
      do {
        const report: RetentionSweepReport = await counter.sportello.retention.sweep({
          limit,
          ...(after === null ? {} : { after }),
        })
        const did = report.lapsed + report.erased + report.removed
        expect(did).toBeLessThanOrEqual(limit)
        for (const chore of ['lapsed', 'discarded', 'erased', 'wiped', 'removed', 'collected', 'failed'] as const)
          sum[chore] += report[chore]
        after = report.next
        calls += 1
      } while (after !== null && calls < 100)
      expect({ ...sum }).toEqual({ ...expected, next: null })
      expect(calls > 1).toBe(limit < 100)
    },
  )

  it('J1, J2: refuses options that are none', async () => {
    const { retention } = openCounter().sportello
    const strange: readonly unknown[] = [
      ...[0, -1, 1.5, 1_000_001, Number.NaN, '10', null, 10n].map((limit) => ({ limit })),
      ...[
        '',
        'x',
        'registration',
        'registration/',
        'nobody/01J0',
        'registration/a/b',
        'document/a',
        'document/a/b',
        1,
        null,
        {},
      ].map((after) => ({ after })),
      ...[1, 'true', null].map((all) => ({ all })),
      null,
      {
        get limit() {
          throw new Error('no')
        },
      },
    ]
    for (const options of strange) {
      await expect(retention.sweep(options as object), String(options)).rejects.toMatchObject({ code: 'config/invalid' })
    }
    for (const after of ['registration/01J0', 'session/a-b_c', `document/a.b/${'0'.repeat(64)}`]) {
      expect(await retention.sweep({ after })).toEqual(nothing)
    }
  })

  it('a longer retention holds from the next sweep on; a shorter one after a look at everything', async () => {
    const first = openCounter()
    const { id } = await completed(first)
    await reject(first, id)
    const { lapsesAt } = await drafted(first.sportello, { ...anna, email: 'a@example.it' })
    await sweepAt(first, lapsesAt)
    const { storage, documents } = first
    const under = (retention: PolicyChoice['retention'], seed: number) =>
      openCounter({ storage, documents, seed, policy: retention === undefined ? {} : { retention } })
    const longer = under({ closedMs: 60 * day, rejectedMs: 300 * day }, 2)
    expect(await sweepAt(longer, lapsesAt + 30 * day)).toMatchObject({ erased: 0, failed: 0 })
    const dueLater = (await storage.list({ office: office.id, kind: 'registration', limit: 10 })).map(({ dueAt }) => dueAt)
    expect([...dueLater].sort()).toEqual([lapsesAt + 60 * day, null])
    expect(await sweepAt(longer, morning + 180 * day)).toMatchObject({ erased: 1 })
    const shorter = under({ rejectedMs: 100 * day }, 3)
    expect(await sweepAt(shorter, morning + 181 * day)).toMatchObject({ erased: 0 })
    expect(await sweepAt(shorter, morning + 181 * day, { all: true })).toMatchObject({ erased: 2, failed: 0 })
    expect(await sweepAt(shorter, morning + 181 * day, { all: true })).toMatchObject({ erased: 0, failed: 0 })
  })

  it('looking at everything changes nothing of what is not over', async () => {
    const counter = openCounter()
    const { credentials } = await subscribed(counter)
    await counter.sportello.retention.sweep()
    await completed(counter, { ...anna, email: 'a@example.it' })
    await drafted(counter.sportello, { ...anna, email: 'b@example.it' })
    const { token } = accepted(await counter.sportello.session.signIn(credentials, { requestKey: 'sign-7f3a9c21e5d84b60' }))
    const before = counter.storage.contents()
    expect(await counter.sportello.retention.sweep({ all: true })).toEqual(nothing)
    expect(counter.storage.contents()).toEqual(before)
    accepted(await counter.sportello.session.check(token))
  })

  it('T1: a clock that goes back takes nothing away', async () => {
    const counter = await crowded()
    expect(await sweepAt(counter, morning - 365 * day, { all: true })).toEqual(nothing)
    expect(await sweepAt(counter, 0, { all: true })).toEqual(nothing)
    expect(await filesOf(counter)).toBe(5)
  })
})
