/** What a storage seldom holds: rows of earlier versions and of other hands, and what an account has overtaken. Seen through the public door. */
import type { Storage, Stored } from 'sportello'
import { describe, expect, it } from 'vitest'
import { askedFor, newPec, receiptOf } from '../support/addresses.ts'
import { accepted, anna, completed, keys, office, openCounter, operator, refusedCode, subscribed } from '../support/counter.ts'
import { vaultOf } from '../support/vault.ts'

const { codiceFiscale } = anna
const about = { operator, codiceFiscale, reason: 'Su richiesta.' }

/** The same storage, whose rows of one kind come back with another state. */
function withState(inner: Storage, kind: string, change: (state: object) => object): Storage {
  const read = (row: Stored): Stored =>
    row.key.startsWith(`${office.id}/${kind}/`) ? { ...row, state: JSON.stringify(change(JSON.parse(row.state))) } : row
  return {
    ...inner,
    load: async (rows) => (await inner.load(rows)).map((row) => (row === null ? null : read(row))),
    list: async (query) => (await inner.list(query)).map(read),
  }
}

describe('a change of PEC that its account has overtaken, though nobody has ended it', () => {
  async function overtaken() {
    const subscriber = await askedFor()
    const storage = withState(subscriber.storage, 'pec-change', (state) => ({ ...state, securityVersion: 0 }))
    const { sportello } = openCounter({ ...subscriber.configuration, storage })
    return { ...subscriber, sportello }
  }

  it('is shown as void by its link, which confirms nothing', async () => {
    const { sportello, link } = await overtaken()
    expect(accepted(await sportello.pecChange.inspectByLink(link))).toMatchObject({ status: 'void', canConfirm: false })
    expect(refusedCode(await sportello.pecChange.confirm(link))).toBe('pec-change/void')
  })

  it('is ended at the next look of its subscriber, whose link is not sent again', async () => {
    const { sportello, subscriber, asked } = await overtaken()
    expect(refusedCode(await sportello.pecChange.resend({ token: subscriber.token }))).toBe('pec-change/void')
    const lines = accepted(await sportello.journal.read({ kind: 'pec-change', id: asked.id }))
    expect(lines.at(-1)).toMatchObject({ type: 'ChangeVoided', data: { cause: 'securityVersion' } })
  })
})

describe('a request whose letters an earlier version has not noted', () => {
  it('is approved: nothing speaks against a letter of which nothing is known', async () => {
    const counter = openCounter()
    const { id } = await completed(counter)
    const storage = withState(counter.storage, 'registration', (state) => ({ ...state, letters: [] }))
    const { approval } = openCounter({ ...counter.configuration, storage }).sportello
    const dossier = accepted(await approval.dossier({ operator, id }))
    expect(dossier.letters).toEqual([])
    accepted(await approval.approve({ operator, id, dossierDigest: dossier.digest }))
  })
})

describe('a row that has lost what an anchor tells of it', () => {
  it.each([
    ['its version', { version: null }],
    ['its head', { journalHead: 7 }],
  ])('%s: no anchor is made that would pass it over', async (_, lost) => {
    const counter = openCounter()
    const { accountId } = await subscribed(counter)
    const vault = vaultOf(counter.storage.contents())
    const key = `${office.id}/credential/${accountId}`
    const { row, entries } = vault.held(key)
    // Whatever a driver answers with.
    vault.put(key, { row: { ...row, ...lost } as unknown as Stored, entries })
    const { journal } = openCounter({ ...counter.configuration, storage: vault.storage }).sportello
    const { lines } = accepted(await journal.anchor())
    const read = async () => {
      for await (const _line of lines);
    }
    await expect(read()).rejects.toMatchObject({ code: 'record/unreadable' })
  })

  it('a head that is no text verifies no journal', async () => {
    const counter = openCounter()
    const { accountId } = await subscribed(counter)
    const vault = vaultOf(counter.storage.contents())
    const key = `${office.id}/credential/${accountId}`
    const { row, entries } = vault.held(key)
    vault.put(key, { row: { ...row, journalHead: 7 } as unknown as Stored, entries })
    const { journal } = openCounter({ ...counter.configuration, storage: vault.storage }).sportello
    expect(accepted(await journal.verify({ kind: 'credential', id: accountId }))).toMatchObject({ ok: false })
  })
})

describe('a link of a key that has left the ring', () => {
  it('opens nothing any more, although nothing else has changed', async () => {
    const counter = openCounter()
    const { credentials } = await subscribed(counter)
    await counter.sportello.relay()
    const link = counter.mailer.sent.flatMap(({ text }) => /\/suspend#token=(\S+)/.exec(text)?.[1] ?? []).at(-1) ?? ''
    const { k1 } = keys.ring
    const fresh = Uint8Array.from(k1, (byte) => 255 - byte)
    const turned = openCounter({ ...counter.configuration, keys: { ...keys, current: 'k2', ring: { k2: fresh } } as never })
    expect(refusedCode(await turned.sportello.credential.suspendByLink(link))).toBe('credential/link-not-active')
    accepted(await counter.sportello.credential.suspendByLink(link))
    expect((await counter.sportello.session.signIn(credentials)).ok).toBe(false)
  })
})

describe('mail whose subject has gone while it was on its way', () => {
  it('ends without a trace: an erased change of PEC stays erased', async () => {
    const subscriber = await askedFor()
    const { sportello, storage, asked, mailer } = subscriber
    accepted(await sportello.pecChange.resend({ token: subscriber.subscriber.token }))
    const erasing = openCounter({
      ...subscriber.configuration,
      mailer: {
        async send(mail) {
          if (mail.to.address === newPec) {
            accepted(await sportello.credential.revoke(about))
            accepted(await sportello.subject.erase(about))
          }
          return mailer.send(mail)
        },
      },
    })
    await erasing.sportello.relay()
    const [row] = await storage.load([`${office.id}/pec-change/${asked.id}`])
    expect(row?.personal ?? null).toBeNull()
    expect(row?.erasedAt).not.toBeNull()
  })
})

describe('a receipt about a PEC that was given up', () => {
  it('says nothing of the account any more', async () => {
    const subscriber = await askedFor()
    const { sportello, link, reference } = subscriber
    accepted(await sportello.pecChange.confirm(link))
    accepted(await sportello.credential.revoke(about))
    const failed = receiptOf('<another@example.it>', subscriber.clock.now(), { kind: 'failed', failure: 'mailbox-full' })
    expect(accepted(await sportello.pecChange.receive(failed))).toMatchObject({ effect: 'unmatched' })
    expect(accepted(await sportello.pecChange.receive(receiptOf(reference, subscriber.clock.now()))).effect).not.toBe('recorded')
  })
})
