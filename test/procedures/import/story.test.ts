/** The accounts of another system, taken over through the public door. */
import type { ImportAccount, ImportLine, LegacyVerifier, SportelloConfiguration, Storage } from 'sportello'
import { memoryStorage } from 'sportello/memory'
import { seededRandom } from 'sportello/testing'
import { describe, expect, it } from 'vitest'
import { sha256Text } from '../../../src/crypto/index.ts'
import { minimalPdf } from '../../rules/identity/minimal-pdf.ts'
import { accepted, anna, everythingStored, openCounter, operator, refusedCode, subscribed } from '../../support/counter.ts'

/** Another system, which hashed `salt+password` once. */
const legacyVerifier: LegacyVerifier = {
  read(verifier) {
    const [, salt, result] = /^sha\$(\w+)\$(\w+)$/.exec(verifier) ?? []
    return salt === undefined || result === undefined ? null : { parameters: salt, result }
  },
  compute: async (password, salt) => sha256Text(`${salt}+${password}`),
  example: 'nobody',
}
const oldPassword = 'Vecchia.Password1'
const verifierOf = (password: string, salt = 's1') => `sha$${salt}$${sha256Text(`${salt}+${password}`)}`

const account: ImportAccount = {
  codiceFiscale: anna.codiceFiscale,
  surname: anna.surname,
  name: anna.name,
  birthDate: anna.birthDate,
  sex: 'F',
  email: anna.email,
  pec: 'anna.verdi@pec.example.it',
  locale: 'it',
  status: 'active',
  password: verifierOf(oldPassword),
  externalId: 'user-1',
}
const letters = 'BCDFGHJKLMNPQRSTVWXYZ'
/** As many people as one likes, each with a code, a mailbox and a PEC of his own. */
const person = (n: number): ImportAccount => {
  const digits = String(n).padStart(2, '0')
  const place = `${letters[n % 20]}${String(100 + n)}`
  const stem = `VRDNNA80A41${place}`
  return { ...account, codiceFiscale: withCheckLetter(stem), email: `p${digits}@example.it`, pec: null, externalId: `user-${n}` }
}
const odd: { readonly [character: string]: number } = Object.fromEntries(
  [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((character, index) => {
    const values = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]
    return [character, values[index < 10 ? index : index - 10] ?? 0]
  }),
)
function withCheckLetter(stem: string): string {
  const sum = [...stem].reduce((total, character, index) => {
    const even = /\d/.test(character) ? Number(character) : character.charCodeAt(0) - 65
    return total + (index % 2 === 0 ? (odd[character] ?? 0) : even)
  }, 0)
  return stem + String.fromCharCode(65 + (sum % 26))
}

const open = (overrides: Partial<SportelloConfiguration> = {}) => openCounter({ legacyVerifier, ...overrides })
const form = { operator, batch: 'old-portal' } as const

describe('one account', () => {
  it('is taken over with its addresses in one commit, and its subscriber is told', async () => {
    const counter = open()
    const { sportello, mailer } = counter
    const { accountId, ...done } = accepted(await sportello.imports.account({ ...form, account }))
    expect(done).toEqual({ outcome: 'imported', findings: [] })
    expect(accepted(await sportello.credential.inspect({ operator, codiceFiscale: anna.codiceFiscale }))).toMatchObject({
      status: 'active',
      expired: null,
      lastUsedAt: null,
    })
    const addresses = await sportello.addresses.inspectAsOffice({ operator, codiceFiscale: anna.codiceFiscale })
    expect(accepted(addresses)).toMatchObject({ email: anna.email, pec: account.pec, pecStatus: 'usable' })
    await sportello.relay()
    expect(mailer.sent).toHaveLength(1)
    expect(mailer.sent[0]).toMatchObject({ to: { address: anna.email } })
    expect(mailer.sent[0]?.text).toContain('Il suo accesso è stato trasferito')
    const journal = accepted(await sportello.journal.read({ kind: 'credential', id: accountId }))
    expect(journal.map(({ type, by }) => [type, by])).toContainEqual(['CredentialImported', `operator:${operator.id}`])
    // Neither what the other system stored nor a way back to it.
    expect((await everythingStored(counter)).join()).not.toContain(sha256Text(`s1+${oldPassword}`))
  })

  it('opens nothing before there is a PIN, whatever stands in its place', async () => {
    const { sportello } = open()
    accepted(await sportello.imports.account({ ...form, account }))
    for (const pin of ['', '000000000', '123456789']) {
      const answer = await sportello.session.signIn({ codiceFiscale: anna.codiceFiscale, pin, password: oldPassword })
      expect(refusedCode(answer)).toBe('session/sign-in-refused')
    }
  })

  it('signs in with the password that it had once it has a PIN, and the verifier of the other system is gone then', async () => {
    const counter = open()
    const { sportello, mailer, storage } = counter
    accepted(await sportello.imports.account({ ...form, account }))
    const { codiceFiscale } = anna
    const wrong = accepted(await sportello.pinRenewal.start({ codiceFiscale, password: 'Altra.Password9' }))
    await sportello.relay()
    expect(wrong.pinSecondHalf).toMatch(/^\d{5}$/)
    expect(mailer.sent.filter(({ text }) => text.includes('PIN, prime 4 cifre'))).toEqual([])
    const { pinSecondHalf } = accepted(await sportello.pinRenewal.start({ codiceFiscale, password: oldPassword }))
    await sportello.relay()
    const half = /PIN, prime 4 cifre: (\d{4})/.exec(mailer.sent.at(-1)?.text ?? '')?.[1] ?? ''
    const pin = half + pinSecondHalf
    accepted(await sportello.pinRenewal.conclude({ codiceFiscale, password: oldPassword, pin }))
    const stored = () =>
      storage.contents().records.flatMap(({ machine, personal }) => (machine === 'credential' ? [personal] : []))
    expect(stored().join()).toContain('legacy~')
    accepted(await sportello.session.signIn({ codiceFiscale, pin, password: oldPassword }))
    expect(stored().join()).not.toContain('legacy~')
    // From now on the other system is not needed.
    const alone = openCounter({ ...counter.configuration, random: seededRandom(3), legacyVerifier: undefined as never })
    accepted(await alone.sportello.session.signIn({ codiceFiscale, pin, password: oldPassword }))
  })

  it('is not taken twice: the same line changes nothing, another one is named with what differs', async () => {
    const { sportello, mailer } = open()
    accepted(await sportello.imports.account({ ...form, account }))
    expect(accepted(await sportello.imports.account({ ...form, account })).outcome).toBe('unchanged')
    const other = await sportello.imports.account({
      ...form,
      account: { ...account, email: 'altra@example.it', name: 'Anna Maria' },
    })
    expect(other).toEqual({ ok: false, refusal: { code: 'import/already-imported', differs: ['name', 'email'] } })
    const duplicate = await sportello.imports.account({ ...form, account: { ...account, externalId: 'user-2' } })
    expect(duplicate).toEqual({ ok: false, refusal: { code: 'import/already-imported', differs: [] } })
    const elsewhere = await sportello.imports.account({ ...form, batch: 'another', account })
    expect(refusedCode(elsewhere)).toBe('credential/not-importable')
    await sportello.relay()
    expect(mailer.sent).toHaveLength(1)
  })

  it('leaves whoever has a credential here as he is', async () => {
    const counter = open()
    const { credentials } = await subscribed(counter)
    expect(refusedCode(await counter.sportello.imports.account({ ...form, account }))).toBe('credential/not-importable')
    accepted(await counter.sportello.session.signIn(credentials))
  })

  it('is not taken twice by a code of before: the person has another one by now', async () => {
    const { sportello } = open()
    const line = { ...account, pec: null }
    const { accountId } = accepted(await sportello.imports.account({ ...form, account: line }))
    const document = { kind: 'tax-code-certificate', number: 'AE202617', issuedOn: '2026-03-01' } as const
    const moved = {
      operator,
      codiceFiscale: anna.codiceFiscale,
      newCodiceFiscale: 'VRDNNA80A41L21VO',
      document,
      reason: 'Omocodia.',
    }
    accepted(await sportello.rebinding.rebind(moved))
    const again = await sportello.imports.account({ ...form, account: line })
    expect(accepted(again)).toMatchObject({ outcome: 'unchanged', accountId })
    const other = await sportello.imports.account({ ...form, account: { ...line, externalId: 'user-2' } })
    expect(refusedCode(other)).toBe('import/already-imported')
  })

  it('with the PEC of somebody else is refused whole', async () => {
    const counter = open()
    const { sportello } = counter
    accepted(await sportello.imports.account({ ...form, account }))
    const before = (await everythingStored(counter)).join()
    const second = { ...person(1), pec: 'anna.verdi@pec.example.it' }
    expect(refusedCode(await sportello.imports.account({ ...form, account: second }))).toBe('pec-claim/taken')
    const look = { operator, codiceFiscale: second.codiceFiscale }
    expect(refusedCode(await sportello.credential.inspect(look))).toBe('credential/not-found')
    expect((await everythingStored(counter)).join()).not.toContain(second.email)
    expect(before).toContain(account.email)
  })

  it('keeps how it stood in the other system', async () => {
    const { sportello } = open()
    for (const [n, status] of (['suspended', 'revoked'] as const).entries()) {
      const one = { ...person(n + 1), status }
      accepted(await sportello.imports.account({ ...form, account: one }))
      const look = { operator, codiceFiscale: one.codiceFiscale }
      expect(accepted(await sportello.credential.inspect(look)).status).toBe(status)
    }
    expect((await sportello.relay()).sent).toEqual([])
  })

  it('says what does not fit the codice fiscale, and where there is no password', async () => {
    const { sportello } = open()
    const odd = { ...account, surname: 'Bianchi', birthDate: '1980-01-02', sex: 'M', password: null } as const
    const { findings } = accepted(await sportello.imports.account({ ...form, account: odd }))
    expect(findings).toEqual(['surname-mismatch', 'birthDate-mismatch', 'sex-mismatch', 'no-password'])
    expect((await sportello.relay()).sent).toEqual([])
  })

  it('with a verifier that nobody can read is refused, with one without a port too', async () => {
    const md5 = { ...account, password: 'md5$x' }
    expect(refusedCode(await open().sportello.imports.account({ ...form, account: md5 }))).toBe('import/unreadable-password')
    const without = openCounter().sportello
    expect(refusedCode(await without.imports.account({ ...form, account }))).toBe('import/unreadable-password')
    accepted(await without.imports.account({ ...form, account: { ...account, password: '' } }))
  })

  it('of the operator himself is refused, by omocodia too', async () => {
    const { sportello } = open()
    const mine = { id: 'operator-1', codiceFiscale: account.codiceFiscale }
    expect(refusedCode(await sportello.imports.account({ ...form, operator: mine, account }))).toBe('credential/own-credential')
  })

  it.each<[string, object, string]>([
    ['surname', { surname: '' }, 'required'],
    ['email', { email: 'nobody' }, 'malformed'],
    ['status', { status: 'temporary' }, 'malformed'],
    ['externalId', { externalId: 'a b' }, 'malformed'],
    ['birthDate', { birthDate: '1980-02-30' }, 'malformed'],
    ['password', { password: 'x'.repeat(5_000) }, 'too-long'],
  ])('with a wrong %s is refused by its name', async (field, wrong) => {
    const answer = await open().sportello.imports.account({ ...form, account: { ...account, ...wrong } as ImportAccount })
    expect(answer).toMatchObject({ ok: false, refusal: { code: 'import/form', problems: [{ field }] } })
  })
})

describe('a run', () => {
  async function* streamOf(accounts: readonly ImportAccount[], watch: (given: number) => void = () => undefined) {
    for (const [index, one] of accounts.entries()) {
      watch(index + 1)
      yield one
    }
  }
  const people = Array.from({ length: 30 }, (_, n) => person(n + 1))

  it('takes a list or a stream, and reports each line', async () => {
    const { sportello } = open()
    const lines: ImportLine[] = []
    const source = [...people, people[3] as ImportAccount, { ...person(5), externalId: 'twice' }, 'nonsense' as never]
    const report = accepted(await sportello.imports.run(form, source, (line) => void lines.push(line)))
    expect(report).toEqual({ run: 1, imported: 30, unchanged: 1, refused: 2 })
    expect(lines.map(({ line }) => line).sort((a, b) => a - b)).toEqual(Array.from({ length: 33 }, (_, n) => n + 1))
    const refused = lines.filter(({ outcome }) => outcome === 'refused').sort((a, b) => a.line - b.line)
    expect(refused).toMatchObject([
      { line: 32, externalId: 'twice', refusal: { code: 'import/already-imported', differs: [] } },
      { line: 33, externalId: null, refusal: { code: 'import/form' } },
    ])
    expect(accepted(await sportello.imports.inspect({ operator, batch: 'old-portal' }))).toMatchObject({
      status: 'ended',
      runs: 1,
      counts: { imported: 30, unchanged: 1, refused: 2 },
    })
    expect(refusedCode(await sportello.imports.inspect({ operator, batch: 'other' }))).toBe('import/not-found')
  })

  it('reads no further than it works, and waits for the report', async () => {
    const { sportello } = open()
    let given = 0
    let done = 0
    let ahead = 0
    const source = streamOf(people, (count) => {
      given = count
      ahead = Math.max(ahead, given - done)
    })
    accepted(
      await sportello.imports.run({ ...form, parallel: 3 }, source, async () => {
        await new Promise((resolve) => setTimeout(resolve, 1))
        done += 1
      }),
    )
    expect(done).toBe(30)
    expect(ahead).toBeLessThanOrEqual(4)
  })

  it('is cut off by a storage that fails and goes on from the first line, with nobody half done', async () => {
    const inner = memoryStorage()
    let left = 14
    const storage: Storage = {
      ...inner,
      async commit(commit) {
        left -= 1
        if (left === 0) throw new Error('the power is cut')
        return inner.commit(commit)
      },
    }
    const counter = open({ storage })
    await expect(counter.sportello.imports.run(form, people)).rejects.toMatchObject({ code: 'storage/failed' })
    expect(accepted(await counter.sportello.imports.inspect({ operator, batch: 'old-portal' }))).toMatchObject({
      status: 'running',
      counts: null,
    })
    const second = accepted(await open({ storage, random: seededRandom(2) }).sportello.imports.run(form, people))
    expect(second).toMatchObject({ run: 2, refused: 0 })
    expect(second.imported + second.unchanged).toBe(30)
    expect(second.unchanged).toBeGreaterThan(0)
    await counter.sportello.relay()
    expect(new Set(counter.mailer.sent.map(({ to }) => to.address)).size).toBe(30)
    expect(counter.mailer.sent).toHaveLength(30)
  })

  it('ends with what the source or the report throws', async () => {
    const { sportello } = open()
    async function* torn() {
      yield person(1)
      throw new Error('torn')
    }
    await expect(sportello.imports.run(form, torn())).rejects.toThrow('torn')
    const failing = () => Promise.reject(new Error('disk full'))
    await expect(sportello.imports.run(form, [person(2), person(3)], failing)).rejects.toThrow('disk full')
  })

  it.each<[string, object, unknown]>([
    ['no source', {}, undefined],
    ['a number as source', {}, 5],
    ['a text as source', {}, 'abc'],
    ['no operator', { operator: undefined }, []],
    ['a batch with a slash', { batch: 'a/b' }, []],
    ['nobody at once', { parallel: 0 }, []],
  ])('is refused with %s', async (_, wrong, source) => {
    const answer = await open().sportello.imports.run({ ...form, ...wrong } as never, source as never)
    expect(refusedCode(answer)).toBe('import/form')
  })
})

describe('the register', () => {
  it.each(['valid', 'not-valid', 'unknown', 'unavailable'] as const)(
    'says %s in the dossier and in the journal',
    async (said) => {
      const asked: unknown[] = []
      const check = async (who: unknown) => {
        asked.push(who)
        return said
      }
      const registry = { check }
      expect(await registryIn({ registry })).toEqual({ registry: said, noted: said })
      expect(asked).toEqual([
        { codiceFiscale: anna.codiceFiscale, surname: 'Verdi', name: 'Anna', sex: 'F', birthDate: '1980-01-01' },
      ])
    },
  )

  it('that fails, or answers nonsense, is unavailable; without one nothing is said', async () => {
    expect(await registryIn({ registry: { check: () => Promise.reject(new Error('down')) } })).toMatchObject({
      registry: 'unavailable',
    })
    const odd = { check: async () => 'yes' as never }
    expect(await registryIn({ registry: odd })).toMatchObject({ registry: 'unavailable' })
    expect(await registryIn({})).toEqual({ registry: null, noted: undefined })
  })

  async function registryIn(configuration: Partial<SportelloConfiguration>) {
    const { sportello } = openCounter(configuration)
    const opened = accepted(await sportello.registration.open(anna))
    accepted(await sportello.registration.addDocument(opened.ticket, { type: 'identity-card', name: 'a.pdf' }, minimalPdf()))
    accepted(await sportello.registration.complete(opened.ticket))
    const { registry } = accepted(await sportello.approval.dossier({ operator, id: opened.id }))
    const journal = accepted(await sportello.journal.read({ kind: 'approval', id: opened.id }))
    const look = journal.find(({ type }) => type === 'DossierViewed')?.data as { readonly registry?: unknown } | undefined
    return { registry, noted: look?.registry }
  }
})
