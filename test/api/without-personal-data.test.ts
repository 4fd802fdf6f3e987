/**
 * Records whose personal data are gone while they are still open: an erasure ends what is open first, but a restored backup or another hand may
 * leave such rows. They are shown without what is gone, nobody is mailed about them, and nothing is decided on them that needs a person.
 */
import type { Storage, Stored } from 'sportello'
import { describe, expect, it } from 'vitest'
import { askedFor, receiptOf, subscriberWithPec } from '../support/addresses.ts'
import {
  accepted,
  anna,
  approve,
  type Counter,
  completed,
  office,
  openCounter,
  operator,
  refusedCode,
} from '../support/counter.ts'

const day = 86_400_000
const reason = 'La residenza non si legge.'

/** The same storage, whose rows of these kinds come back as `change` has them. */
function altered(inner: Storage, kinds: readonly string[], change: (row: Stored) => Stored): Storage {
  const read = (row: Stored): Stored => (kinds.includes(row.key.split('/')[1] ?? '') ? change(row) : row)
  return {
    ...inner,
    load: async (keys) => (await inner.load(keys)).map((row) => (row === null ? null : read(row))),
    list: async (query) => (await inner.list(query)).map(read),
  }
}

/** The same counter, for which the personal data of these kinds are gone. */
const without = ({ configuration, storage }: Pick<Counter, 'configuration' | 'storage'>, ...kinds: readonly string[]) =>
  openCounter({ ...configuration, storage: altered(storage, kinds, (row) => ({ ...row, personal: null })) }).sportello

describe('a session', () => {
  it('of a credential without data shows no mailbox, and no password is right', async () => {
    const subscriber = await subscriberWithPec()
    const { token, password } = subscriber.subscriber
    const sportello = without(subscriber, 'credential')
    expect(accepted(await sportello.addresses.inspect({ token })).email).toBeNull()
    expect(refusedCode(await sportello.pinRenewal.start({ token, password }))).toBe('pin-renewal/wrong-password')
  })

  it('of a subscriber whose PEC is gone shows none', async () => {
    const subscriber = await subscriberWithPec()
    const { token } = subscriber.subscriber
    const shown = accepted(await without(subscriber, 'addresses').addresses.inspect({ token }))
    expect(shown).toMatchObject({ email: anna.email, pec: null, pecStatus: 'none' })
  })
})

describe('a change of PEC whose subscriber is gone', () => {
  it('ends where its link cannot be delivered, and nobody is told', async () => {
    const subscriber = await askedFor()
    const { asked, reference, mailer, clock } = subscriber
    const sportello = without(subscriber, 'credential')
    const sent = mailer.sent.length
    const failed = receiptOf(reference, clock.now(), { kind: 'failed', failure: 'unknown-mailbox' })
    expect(accepted(await sportello.pecChange.receive(failed)).effect).toBe('recorded')
    await sportello.relay()
    const lines = accepted(await subscriber.sportello.journal.read({ kind: 'pec-change', id: asked.id }))
    expect(lines.map(({ type }) => type)).toContain('PecUndeliverable')
    expect(mailer.sent).toHaveLength(sent)
  })

  it('takes no effect by a receipt of its delivery', async () => {
    const subscriber = await askedFor()
    const { link, reference, clock, sportello, accountId } = subscriber
    const { until } = accepted(await sportello.pecChange.inspectByLink(link))
    clock.set(until ?? 0)
    expect(accepted(await sportello.pecChange.confirm(link)).status).toBe('waiting')
    const late = receiptOf(reference, clock.now() - 1)
    expect(accepted(await without(subscriber, 'credential').pecChange.receive(late)).effect).toBe('recorded')
    const lines = accepted(await sportello.journal.read({ kind: 'addresses', id: accountId }))
    expect(lines.filter(({ type }) => type === 'PecAdopted')).toHaveLength(1)
  })
})

describe('a request that was returned', () => {
  async function returned(counter: Counter) {
    const filed = await completed(counter)
    const { approval } = counter.sportello
    const { digest: dossierDigest } = accepted(await approval.dossier({ operator, id: filed.id }))
    accepted(await approval.requestCorrection({ operator, id: filed.id, dossierDigest, fields: ['residenceCity'], reason }))
    await counter.sportello.relay()
    return filed
  }

  it('is not sent its link again where its applicant is gone', async () => {
    const counter = openCounter()
    const { id } = await returned(counter)
    expect(refusedCode(await without(counter, 'registration').approval.sendAgain({ operator, id }))).toBe('approval/erased')
  })

  it('says what is wanted, and no reason, where that is gone: in the dossier and in the letter', async () => {
    const counter = openCounter()
    const { id } = await returned(counter)
    const sportello = without(counter, 'approval')
    const { wanted } = accepted(await sportello.approval.dossier({ operator, id }))
    expect(wanted).toMatchObject({ fields: ['residenceCity'], reason: '' })
    expect(counter.mailer.sent.at(-1)?.text).toContain(reason)
    accepted(await sportello.approval.sendAgain({ operator, id }))
    await sportello.relay()
    const again = counter.mailer.sent.at(-1)?.text ?? ''
    expect([again.includes('/registration#ticket='), again.includes(reason)]).toEqual([true, false])
  })

  it('lapses where its applicant is gone, and nobody is told', async () => {
    const counter = openCounter()
    const { id } = await returned(counter)
    const { clock, mailer } = counter
    clock.advance(90 * day)
    const sent = mailer.sent.length
    const sportello = without(counter, 'registration')
    expect(await sportello.retention.sweep()).toMatchObject({ lapsed: 1, failed: 0 })
    await sportello.relay()
    expect(accepted(await counter.sportello.approval.dossier({ operator, id })).status).toBe('void')
    expect(mailer.sent).toHaveLength(sent)
  })

  it('keeps for comparison what was filed before without the names of documents that have lost theirs', async () => {
    const counter = openCounter()
    const filed = await completed(counter)
    const unnamed = altered(counter.storage, ['registration'], (row) => ({
      ...row,
      personal: JSON.stringify({ ...JSON.parse(row.personal ?? ''), labels: [] }),
    }))
    const { approval } = openCounter({ ...counter.configuration, storage: unnamed }).sportello
    const { digest: dossierDigest } = accepted(await approval.dossier({ operator, id: filed.id }))
    accepted(await approval.requestCorrection({ operator, id: filed.id, dossierDigest, fields: ['residenceCity'], reason }))
    const [row] = await counter.storage.load([`${office.id}/registration/${filed.id}`])
    expect(JSON.parse(row?.personal ?? '').before.documents).toMatchObject([{ id: 1, name: '', description: '' }])
  })
})

describe('another request on the account of one that is approved', () => {
  const other = { ...anna, email: 'altra@example.it' }

  it.each(['its person', 'its form'])('is closed where %s is gone, and nobody is told', async (gone) => {
    const counter = openCounter()
    const competitor = await completed(counter, other)
    const { id } = await completed(counter)
    const key = `${office.id}/registration/${competitor.id}`
    const { storage } = counter
    if (gone === 'its form') await storage.erase(key, counter.clock.now())
    const spoiled = altered(storage, ['registration'], (row) => (row.key === key ? { ...row, personal: null } : row))
    const { sportello } = openCounter({ ...counter.configuration, storage: spoiled })
    await approve({ ...counter, sportello }, id)
    await sportello.relay()
    const letters = counter.mailer.sent.filter((mail) => mail.to.address === other.email && mail.id.includes('voided'))
    expect(letters).toEqual([])
    expect(accepted(await counter.sportello.journal.read({ kind: 'approval', id: competitor.id })).at(-1)?.type).toBe(
      'ApprovalVoided',
    )
  })
})

describe('an export', () => {
  it('has no item of a record that has gone since it was listed', async () => {
    const counter = openCounter()
    const { id } = await completed(counter)
    const gone = `${office.id}/registration/${id}0`
    const { storage } = counter
    const listing: Storage = {
      ...storage,
      list: async (query) => {
        const rows = await storage.list(query)
        return query.kind === 'registration' ? rows.flatMap((row) => [row, { ...row, key: gone }]) : rows
      },
    }
    const { sportello } = openCounter({ ...counter.configuration, storage: listing })
    const { items } = accepted(await sportello.subject.export({ operator, codiceFiscale: anna.codiceFiscale }))
    const records: string[] = []
    for await (const item of items)
      if (item.item === 'record' && item.record.kind === 'registration') records.push(item.record.id)
    expect(records).toEqual([id])
  })
})
