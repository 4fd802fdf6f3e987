/** People who have another codice fiscale or another name, as host, operator and person see it. */
import type { RebindingForm } from 'sportello'
import { describe, expect, it } from 'vitest'
import {
  accepted,
  anna,
  approve,
  approved,
  type Counter,
  completed,
  morning,
  openCounter,
  operator,
  readSecrets,
  refusedCode,
  subscribed,
} from '../../../support/counter.ts'
import { identified } from '../../account/identification/identified.ts'
import { decisionOn, filed } from '../../assistance/asking.ts'

const day = 86_400_000
const { codiceFiscale: oldCode } = anna
/** The same person after omocodia. */
const omocodic = 'VRDNNA80A41L21VO'
/** Andrea Verdi, male, of the same day. */
const rectified = 'VRDNDR80A01L219Z'
const about = { operator, codiceFiscale: oldCode, reason: 'Asked for at the counter.' }
const document = { kind: 'tax-code-certificate', number: 'AE 2026/17', issuedOn: '2026-03-01' } as const
const omocodia: RebindingForm = { ...about, newCodiceFiscale: omocodic, document, reason: 'Omocodia.' }
const pec = 'anna.verdi@pec.example.it'

async function opened(overrides: Parameters<typeof openCounter>[0] = {}) {
  const counter = openCounter(overrides)
  const { credentials } = await subscribed(counter)
  accepted(await counter.sportello.addresses.setPec({ ...about, pec }))
  await counter.sportello.relay()
  return { ...counter, counter, credentials }
}

/** The refusal of an answer that is one. */
function refusal<R>(answer: { readonly ok: true } | { readonly ok: false; readonly refusal: R }): R {
  if (answer.ok) throw new Error('it was accepted')
  return answer.refusal
}

const idOf = async ({ sportello }: Counter, token: string): Promise<string> =>
  accepted(await sportello.session.check(token)).accountId

const linkIn = ({ mailer }: Counter, page: string): string =>
  mailer.sent.flatMap(({ text }) => new RegExp(`/${page}#token=(\\S+)`).exec(text)?.[1] ?? []).at(-1) ?? ''

describe('a subscriber with another codice fiscale', () => {
  it('O12: signs in with the new one, with the same PIN, password, device and addresses; the old one opens nothing', async () => {
    const { counter, sportello, credentials } = await opened()
    const before = accepted(await sportello.session.signIn(credentials))
    const accountId = await idOf(counter, before.token)
    expect(accepted(await sportello.rebinding.rebind(omocodia))).toEqual({ accountId })
    expect((await sportello.session.check(before.token)).ok).toBe(false)
    expect(refusedCode(await sportello.session.signIn(credentials))).toBe('session/sign-in-refused')
    const renewed = { ...credentials, codiceFiscale: omocodic }
    const after = accepted(await sportello.session.signIn(renewed, { device: before.device, requester: 'elsewhere' }))
    expect(after.device).toBe(before.device)
    expect(accepted(await sportello.session.check(after.token))).toMatchObject({
      accountId,
      person: { codiceFiscale: omocodic, surname: 'Verdi' },
    })
    const addresses = await sportello.addresses.inspectAsOffice({ operator, codiceFiscale: omocodic })
    expect(accepted(addresses)).toMatchObject({ pec, email: anna.email })
    expect(refusedCode(await sportello.credential.inspect(about))).toBe('credential/not-found')
  })

  it('O12: is told at every address, with a link that suspends and no codice fiscale in the letter', async () => {
    const { counter, sportello, mailer, credentials } = await opened({ policy: { credential: { addressRestMs: 10 * day } } })
    const { token } = accepted(await sportello.session.signIn(credentials))
    const email = 'anna.nuova@example.org'
    accepted(await sportello.emailChange.request({ ...credentials, token, email, confirmation: email }))
    await sportello.relay()
    accepted(await sportello.emailChange.confirm(linkIn(counter, 'email-change')))
    await sportello.relay()
    const known = mailer.sent.length
    accepted(await sportello.rebinding.rebind(omocodia))
    await sportello.relay()
    const told = mailer.sent.slice(known)
    expect(told.map(({ to }) => to.address).sort()).toEqual([email, anna.email, pec].sort())
    for (const { text } of told) {
      expect(text).toContain('/suspend#token=')
      expect(text).not.toContain(omocodic)
      expect(text).not.toContain(oldCode)
    }
    accepted(await sportello.credential.suspendByLink(linkIn(counter, 'suspend')))
    expect(accepted(await sportello.credential.inspect({ operator, codiceFiscale: omocodic })).status).toBe('suspended')
  })

  it('INV-35: loses every link and change that was open, and the half of an identification', async () => {
    const { counter, sportello, credentials } = await opened()
    const { token } = accepted(await sportello.session.signIn(credentials))
    accepted(
      await sportello.pecChange.request({ ...credentials, token, pec: 'b@pec.example.org', confirmation: 'b@pec.example.org' }),
    )
    accepted(await sportello.recovery.request({ codiceFiscale: oldCode }))
    await sportello.relay()
    accepted(await sportello.rebinding.rebind(omocodia))
    expect(accepted(await sportello.recovery.inspect(linkIn(counter, 'recovery'))).status).not.toBe('open')
    expect(accepted(await sportello.pecChange.inspectByLink(linkIn(counter, 'pec-change'))).status).toBe('void')
    counter.clock.advance(1)
    const form = { operator, codiceFiscale: omocodic, identifiedAt: counter.clock.now(), point: 'office', reason: 'Both lost.' }
    const paper = { kind: 'identity-card', number: 'CA 1', expiresOn: '2030-01-01' } as const
    const { ticket } = accepted(await sportello.identification.record({ ...form, document: paper }))
    accepted(await sportello.rebinding.rebind({ ...omocodia, codiceFiscale: omocodic, newCodiceFiscale: oldCode }))
    // What was handed out under a code that was wrong opens nothing: with the right one the person is identified again.
    expect(refusedCode(await sportello.identification.showPinHalf(ticket))).toBe('identification/no-pin-half')
    await counter.sportello.relay()
    expect(counter.mailer.sent.some(({ id }) => id.includes('.identification.'))).toBe(false)
  })

  it('O12: is found by both codes: journal, requests and accounts', async () => {
    const { counter, sportello, credentials } = await opened()
    const accountId = await idOf(counter, accepted(await sportello.session.signIn(credentials)).token)
    expect(accepted(await sportello.rebinding.inspect(about))).toEqual({
      ...{ status: 'own', since: null, accountId, formerAccountIds: [] },
    })
    expect(refusedCode(await sportello.rebinding.inspect({ operator, codiceFiscale: omocodic }))).toBe('rebinding/not-found')
    accepted(await sportello.rebinding.rebind({ ...omocodia, newCodiceFiscale: rectified, name: 'Andrea', sex: 'M' }))
    const byNew = accepted(await sportello.rebinding.inspect({ operator, codiceFiscale: rectified }))
    expect(byNew).toMatchObject({ status: 'bound', since: morning, accountId })
    expect(byNew.formerAccountIds).not.toContain(accountId)
    const byOld = accepted(await sportello.rebinding.inspect(about))
    expect(byOld).toMatchObject({ status: 'vacated', since: morning, formerAccountIds: [accountId] })
    expect(byOld.accountId).not.toBe(accountId)
    const entries = accepted(await sportello.journal.read({ kind: 'credential', id: accountId }))
    const told = entries.find(({ type }) => type === 'CredentialRebound')
    expect(told?.personal).toMatchObject({
      codiceFiscale: rectified,
      formerCodiceFiscale: oldCode,
      name: 'Andrea',
      reason: 'Omocodia.',
    })
    const found = async (codiceFiscale: string) =>
      accepted(await sportello.desk.search({ operator, codiceFiscale })).lines.map(({ id }) => id)
    const requests = await found(oldCode)
    expect(requests).toHaveLength(1)
    expect(await found(rectified)).toEqual(requests)
    const exported = accepted(await sportello.subject.export({ operator, codiceFiscale: rectified }))
    const items: string[] = []
    for await (const item of exported.items) items.push(JSON.stringify(item))
    expect(items.join('\n')).toContain(`"formerCodiceFiscale":"${oldCode}"`)
    expect(items.join('\n')).not.toContain('documentNumber')
    expect(refusedCode(await sportello.subject.export(about))).toBe('subject/not-found')
  })

  it('O12: leaves the old code to whoever comes with it, who is somebody else', async () => {
    const { counter, sportello, credentials } = await opened()
    const first = await idOf(counter, accepted(await sportello.session.signIn(credentials)).token)
    accepted(await sportello.rebinding.rebind(omocodia))
    const next = await completed(counter, { ...anna, email: 'altra@example.it' })
    const accountId = await approve(counter, next.id)
    expect(accountId).not.toBe(first)
    expect(accepted(await sportello.rebinding.inspect(about))).toMatchObject({ accountId, formerAccountIds: [first] })
    expect((await sportello.session.signIn(next.credentials)).ok).toBe(true)
    expect((await sportello.session.signIn({ ...credentials, codiceFiscale: omocodic })).ok).toBe(true)
    // Back again is closed now: the old code has access of its own.
    const back = { ...omocodia, codiceFiscale: omocodic, newCodiceFiscale: oldCode }
    expect(refusedCode(await sportello.rebinding.rebind(back))).toBe('rebinding/code-taken')
    accepted(await sportello.credential.revoke(about))
    expect(accepted(await sportello.rebinding.rebind(back))).toEqual({ accountId: first })
    expect(accepted(await sportello.rebinding.inspect(about))).toMatchObject({
      ...{ status: 'bound', accountId: first, formerAccountIds: expect.arrayContaining([accountId]) },
    })
    expect((await sportello.session.signIn(credentials)).ok).toBe(true)
    // Another time, and the code leads to nobody who was there before.
    accepted(await sportello.rebinding.rebind(omocodia))
    const last = accepted(await sportello.rebinding.inspect(about))
    expect([first, accountId]).not.toContain(last.accountId)
    expect(last.formerAccountIds).toEqual(expect.arrayContaining([first, accountId]))
  })

  it('O12: whoever filed under the new code before cannot be approved; under the new code a new request is the same account’s', async () => {
    const { counter, sportello } = await opened()
    const waiting = await completed(counter, { ...anna, codiceFiscale: omocodic, email: 'anna.2@example.it' })
    const draft = accepted(await sportello.registration.open({ ...anna, codiceFiscale: omocodic, email: 'anna.3@example.it' }))
    expect(draft.id).not.toBe(waiting.id)
    const { accountId } = accepted(await sportello.rebinding.rebind(omocodia))
    const { digest } = accepted(await sportello.approval.dossier({ operator, id: waiting.id }))
    const decision = { operator, id: waiting.id, dossierDigest: digest }
    expect(refusedCode(await sportello.approval.approve(decision))).toBe('approval/rebound')
    accepted(await sportello.approval.reject({ ...decision, reason: 'The access exists already.' }))
    accepted(await sportello.credential.revoke({ ...about, codiceFiscale: omocodic }))
    const again = await completed(counter, { ...anna, codiceFiscale: omocodic, email: 'anna.4@example.it' })
    expect(await approve(counter, again.id)).toBe(accountId)
  })

  it('O12: cannot be moved to a code that has access, and nothing is done then', async () => {
    const { counter, sportello, credentials, storage } = await opened()
    const other = await completed(counter, { ...anna, codiceFiscale: omocodic, email: 'altra@example.it' })
    await approve(counter, other.id)
    const before = storage.contents().outbox.length
    expect(refusedCode(await sportello.rebinding.rebind(omocodia))).toBe('rebinding/code-taken')
    expect(storage.contents().outbox).toHaveLength(before)
    expect((await sportello.session.signIn(credentials)).ok).toBe(true)
    expect((await sportello.session.signIn(other.credentials)).ok).toBe(true)
  })

  it('still has the first credentials to come: they are issued anew under the new code', async () => {
    const counter = openCounter()
    const { sportello, mailer } = counter
    const { id, credentials } = await approved(counter)
    accepted(await sportello.rebinding.rebind(omocodia))
    expect((await sportello.session.signIn({ ...credentials, codiceFiscale: omocodic })).ok).toBe(true)
    const { ticket } = accepted(await sportello.approval.reissue({ operator, id, reason: 'Lost.', inPerson: true }))
    const { pinSecondHalf } = accepted(await sportello.registration.showPinHalf(ticket ?? ''))
    await sportello.relay()
    const letter = mailer.sent.find((mail) => mail.id.endsWith('.reissued'))?.text ?? ''
    expect(letter).toContain(omocodic)
    const { password, firstHalf } = readSecrets(letter)
    const fresh = { codiceFiscale: omocodic, password, pin: firstHalf + pinSecondHalf }
    expect((await sportello.session.signIn(fresh)).ok).toBe(true)
  })

  it('is identified, recovers the password, renews the PIN and is helped under the new code', async () => {
    const { counter, sportello, credentials } = await opened()
    accepted(await sportello.rebinding.rebind(omocodia))
    accepted(await sportello.recovery.request({ codiceFiscale: omocodic }))
    await sportello.relay()
    const next = 'Sorbetto.Arancio8'
    const recovery = { token: linkIn(counter, 'recovery'), pin: credentials.pin, password: next, confirmation: next }
    accepted(await sportello.recovery.complete(recovery))
    const { pinSecondHalf } = accepted(await sportello.pinRenewal.start({ codiceFiscale: omocodic, password: next }))
    await sportello.relay()
    const letters = counter.mailer.sent.filter(({ id }) => id.includes('.pin-renewal.'))
    const half = /PIN, prime 4 cifre: (\d{4})/.exec(letters.at(-1)?.text ?? '')?.[1] ?? ''
    accepted(await sportello.pinRenewal.conclude({ codiceFiscale: omocodic, password: next, pin: half + pinSecondHalf }))
    const { id } = await filed(counter, { codiceFiscale: omocodic })
    accepted(await sportello.assistance.approve(await decisionOn(counter, id)))
    counter.clock.advance(1)
    const { credentials: fresh } = await identified(counter, { codiceFiscale: omocodic })
    expect((await sportello.session.signIn(fresh)).ok).toBe(true)
  })

  it('is erased under the new code, and the journal keeps neither', async () => {
    const { sportello, storage } = await opened()
    accepted(await sportello.rebinding.rebind(omocodia))
    accepted(await sportello.credential.revoke({ ...about, codiceFiscale: omocodic }))
    expect(accepted(await sportello.subject.erase(about)).records).toBe(0)
    expect(accepted(await sportello.subject.erase({ ...about, codiceFiscale: omocodic })).records).toBeGreaterThan(2)
    const stored = JSON.stringify(storage.contents().records) + JSON.stringify(storage.contents().journal)
    expect(stored).not.toContain(oldCode)
    expect(stored).not.toContain(omocodic)
  })
})

describe('a subscriber with another name', () => {
  it('keeps the codice fiscale, is told, and has the new name at once', async () => {
    const { sportello, credentials, mailer } = await opened()
    const { token } = accepted(await sportello.session.signIn(credentials))
    const married = { ...about, surname: 'Verdi Bianchi', document: { ...document, kind: 'civil-status-certificate' } } as const
    // The first consonants are the same: the codice fiscale agrees.
    accepted(await sportello.rebinding.rebind(married))
    expect((await sportello.session.check(token)).ok).toBe(false)
    const { token: next } = accepted(await sportello.session.signIn(credentials))
    expect(accepted(await sportello.session.check(next)).person).toMatchObject({ surname: 'Verdi Bianchi', name: 'Anna' })
    await sportello.relay()
    expect(mailer.sent.map(({ subject }) => subject).join()).toContain('dati anagrafici cambiati')
    expect(accepted(await sportello.rebinding.inspect(about)).status).toBe('own')
  })

  it('has fields that disagree with the code named, and recorded once the operator says so', async () => {
    const { sportello, credentials } = await opened()
    const married = { ...about, surname: 'Bianchi', birthDate: '1980-01-02', sex: 'M', document } as const
    const refused = refusal(await sportello.rebinding.rebind(married))
    expect(refused).toMatchObject({ code: 'rebinding/form' })
    expect('problems' in refused && refused.problems.map(({ field, code }) => `${field} ${code}`)).toEqual([
      ...['surname mismatch', 'birthDate mismatch', 'sex mismatch'],
    ])
    expect((await sportello.session.signIn(credentials)).ok).toBe(true)
    accepted(await sportello.rebinding.rebind({ ...married, despiteMismatch: true }))
    const { token } = accepted(await sportello.session.signIn(credentials))
    expect(accepted(await sportello.session.check(token)).person?.surname).toBe('Bianchi')
  })

  it('is refused what is no change, what has not come yet, and what is no document', async () => {
    const { sportello } = await opened()
    const same = { ...about, newCodiceFiscale: oldCode, surname: 'Verdi', name: 'Anna', birthDate: '', document }
    expect(refusedCode(await sportello.rebinding.rebind(same))).toBe('rebinding/nothing-changed')
    const tomorrow = { ...about, surname: 'Verdi Bianchi', document: { ...document, issuedOn: '2026-03-12' } }
    const later = refusal(await sportello.rebinding.rebind({ ...tomorrow, despiteMismatch: true, birthDate: '2027-01-01' }))
    expect('problems' in later && later.problems).toMatchObject([
      { field: 'document.issuedOn', code: 'in-future' },
      { field: 'birthDate', code: 'in-future' },
    ])
    const nothing = refusal(await sportello.rebinding.rebind({ operator, codiceFiscale: oldCode } as RebindingForm))
    expect('problems' in nothing && nothing.problems.map(({ field }) => field).sort()).toEqual(['document', 'reason'])
    const form = { ...about, surname: 'Verdi Bianchi', document: { ...document, number: ' / ' } }
    const blank = refusal(await sportello.rebinding.rebind(form))
    expect('problems' in blank && blank.problems).toMatchObject([{ field: 'document.number', code: 'required' }])
  })
})

describe('a move that went wrong', () => {
  it('O12: takes no code from whoever can have access back: by a reissue, or once identified', async () => {
    for (const lapsed of [8 * day, 0]) {
      const counter = openCounter({ policy: { credential: { disuseMs: lapsed === 0 ? day : null } } })
      const { sportello, clock } = counter
      const other = await approved(counter, { ...anna, codiceFiscale: omocodic, email: 'altra@example.it' })
      if (lapsed === 0) await secondSignIn(counter, other.credentials)
      clock.advance(lapsed === 0 ? 2 * day : lapsed)
      await subscribed(counter)
      expect(accepted(await sportello.credential.inspect({ operator, codiceFiscale: omocodic })).expired).not.toBeNull()
      expect(refusedCode(await sportello.rebinding.rebind(omocodia))).toBe('rebinding/code-taken')
      const { credentials } = await identified(counter, { codiceFiscale: omocodic })
      const { token } = accepted(await sportello.session.signIn(credentials))
      expect(accepted(await sportello.session.check(token)).accountId).toBe(other.accountId)
    }
  })

  it('O12: to another person altogether is refused, whatever the operator says', async () => {
    const { sportello, credentials } = await opened()
    const laura = {
      codiceFiscale: 'BNCLRA75B50F205K',
      surname: 'Bianchi',
      name: 'Laura',
      birthDate: '1975-02-10',
      sex: 'F',
    } as const
    const form = {
      ...about,
      ...laura,
      codiceFiscale: oldCode,
      newCodiceFiscale: laura.codiceFiscale,
      document,
      despiteMismatch: true,
    }
    expect(refusedCode(await sportello.rebinding.rebind(form))).toBe('rebinding/another-person')
    expect((await sportello.session.signIn(credentials)).ok).toBe(true)
  })

  it('O12: brings nobody’s PEC to the account by a request for assistance that names the code which was wrong', async () => {
    const { counter, sportello } = await opened()
    accepted(await sportello.rebinding.rebind({ ...omocodia, newCodiceFiscale: rectified, name: 'Andrea' }))
    const { id } = await filed(counter, {
      codiceFiscale: rectified,
      pec: 'andrea@pec.example.org',
      confirmation: 'andrea@pec.example.org',
    })
    accepted(await sportello.rebinding.rebind({ ...omocodia, codiceFiscale: rectified, newCodiceFiscale: oldCode, name: 'Anna' }))
    expect(refusedCode(await sportello.assistance.approve(await decisionOn(counter, id)))).toBe('assistance/rebound')
    expect(accepted(await sportello.addresses.inspectAsOffice(about)).pec).toBe(pec)
  })

  it('O12: can be put right once the account is revoked, so that its code leads nobody else to it', async () => {
    const { counter, sportello } = await opened()
    const { accountId } = accepted(await sportello.rebinding.rebind({ ...omocodia, newCodiceFiscale: rectified, name: 'Andrea' }))
    accepted(await sportello.credential.revoke({ ...about, codiceFiscale: rectified }))
    accepted(await sportello.rebinding.rebind({ ...omocodia, codiceFiscale: rectified, newCodiceFiscale: oldCode, name: 'Anna' }))
    const form = { ...anna, name: 'Andrea', codiceFiscale: rectified, email: 'andrea@example.it' }
    const andrea = await completed(counter, form)
    expect(await approve(counter, andrea.id)).not.toBe(accountId)
  })

  it('J1, O12: what was bound over with a code is exported and erased by the id of its account, and nothing without it', async () => {
    const { counter, sportello, storage } = await opened()
    const duplicate = await subscribed(counter, { ...anna, codiceFiscale: omocodic, email: 'anna.2@example.it' })
    const byNew = { ...about, codiceFiscale: omocodic }
    accepted(await sportello.credential.revoke(byNew))
    accepted(await sportello.rebinding.rebind(omocodia))
    const { formerAccountIds } = accepted(await sportello.rebinding.inspect(byNew))
    expect(formerAccountIds).toContain(duplicate.accountId)
    const itemsOf = async (form: object) => {
      const texts: string[] = []
      for await (const item of accepted(await sportello.subject.export({ ...byNew, ...form })).items)
        texts.push(JSON.stringify(item))
      return texts.join('\n')
    }
    expect(await itemsOf({})).not.toContain('anna.2@example.it')
    expect(await itemsOf({ accountId: duplicate.accountId })).toContain('anna.2@example.it')
    expect(refusedCode(await sportello.subject.export({ ...about, accountId: 'x' }))).toBe('subject/not-found')
    expect(accepted(await sportello.subject.erase({ ...byNew, accountId: duplicate.accountId })).records).toBeGreaterThan(2)
    expect(JSON.stringify(storage.contents().records)).not.toContain('anna.2@example.it')
    expect(JSON.stringify(storage.contents().records)).toContain(anna.email)
  })

  it('keeps the name where nothing is left of blanks, and greets who was there before by the name of before', async () => {
    const { counter, sportello, credentials } = await opened({ policy: { credential: { addressRestMs: 10 * day } } })
    const { token } = accepted(await sportello.session.signIn(credentials))
    const email = 'anna.nuova@example.org'
    accepted(await sportello.emailChange.request({ ...credentials, token, email, confirmation: email }))
    await sportello.relay()
    accepted(await sportello.emailChange.confirm(linkIn(counter, 'email-change')))
    await sportello.relay()
    const before = counter.mailer.sent.length
    accepted(await sportello.rebinding.rebind({ ...omocodia, newCodiceFiscale: rectified, name: ' \0', despiteMismatch: true }))
    accepted(await sportello.rebinding.rebind({ ...omocodia, codiceFiscale: rectified, newCodiceFiscale: null, name: 'Andrea' }))
    await sportello.relay()
    const greeted = counter.mailer.sent.slice(before).map(({ to, text }) => `${to.address} ${/Gentile (.*),/.exec(text)?.[1]}`)
    expect(greeted.filter((line) => line.startsWith(anna.email))).toEqual([
      `${anna.email} Anna Verdi`,
      `${anna.email} Anna Verdi`,
    ])
    expect(greeted.filter((line) => line.startsWith(email)).sort()).toEqual([`${email} Andrea Verdi`, `${email} Anna Verdi`])
  })
})

describe('who is not moved', () => {
  it('O12: is nobody, whoever was erased, and the operator himself', async () => {
    const { sportello, storage } = await opened()
    const unknown = { ...omocodia, codiceFiscale: rectified }
    expect(refusedCode(await sportello.rebinding.rebind(unknown))).toBe('credential/not-found')
    const self = { id: 'operator-2', codiceFiscale: omocodic }
    expect(refusedCode(await sportello.rebinding.rebind({ ...omocodia, operator: self }))).toBe('credential/own-credential')
    const own = { ...omocodia, newCodiceFiscale: rectified, operator: { ...self, codiceFiscale: rectified } }
    expect(refusedCode(await sportello.rebinding.rebind(own))).toBe('credential/own-credential')
    accepted(await sportello.rebinding.rebind({ ...omocodia, newCodiceFiscale: rectified, name: 'Andrea' }))
    // Also by a code that looks like another person's, since it leads to the same account.
    const moved = { id: 'operator-3', codiceFiscale: rectified }
    const look = { ...about, codiceFiscale: rectified, operator: moved }
    expect(refusedCode(await sportello.credential.suspend(look))).toBe('credential/own-credential')
    accepted(await sportello.credential.revoke({ ...about, codiceFiscale: rectified }))
    const back = { ...omocodia, codiceFiscale: rectified, despiteMismatch: true }
    accepted(await sportello.subject.erase({ ...about, codiceFiscale: rectified }))
    expect(refusedCode(await sportello.rebinding.rebind(back))).toBe('credential/expired')
    const refusals = storage
      .contents()
      .journal.filter(({ type, data }) => type === 'Refused' && data.includes('rebinding/rebind'))
    expect(refusals).toHaveLength(2)
  })

  it('INV-02, O12: an operator is known by a code of before too, and so is an official', async () => {
    const { counter, sportello } = await opened()
    accepted(await sportello.rebinding.rebind({ ...omocodia, newCodiceFiscale: rectified, name: 'Andrea' }))
    const byOldCode = { id: 'operator-2', codiceFiscale: oldCode }
    const now = { ...about, codiceFiscale: rectified }
    expect(refusedCode(await sportello.credential.suspend({ ...now, operator: byOldCode }))).toBe('credential/own-credential')
    expect(refusedCode(await sportello.subject.erase({ ...now, operator: byOldCode }))).toBe('subject/own-data')
    const when = {
      identifiedAt: counter.clock.now(),
      point: 'office',
      document: { kind: 'passport', number: 'YA1', expiresOn: '2030-01-01' },
    } as const
    const recorded = await sportello.identification.record({ ...now, ...when, identifiedBy: byOldCode })
    expect(refusedCode(recorded)).toBe('identification/own-identification')
    // A request that somebody files under the code of before may be his own.
    const { id } = await completed(counter, { ...anna, email: 'anna.2@example.it' })
    const byNewCode = { id: 'operator-2', codiceFiscale: rectified }
    expect(refusedCode(await sportello.desk.assign({ operator: byNewCode, id }))).toBe('desk/own-request')
  })

  it('O12: a request of an operator who has another code now is still his own', async () => {
    const { counter, sportello } = await opened()
    const { id } = await completed(counter, { ...anna, email: 'anna.2@example.it' })
    accepted(await sportello.rebinding.rebind({ ...omocodia, newCodiceFiscale: rectified, name: 'Andrea' }))
    const self = { id: 'operator-2', codiceFiscale: rectified }
    expect(refusedCode(await sportello.desk.assign({ operator: self, id }))).toBe('desk/own-request')
    const { digest } = accepted(await sportello.approval.dossier({ operator, id }))
    const decision = { operator: self, id, dossierDigest: digest, reason: 'No.' }
    expect(refusedCode(await sportello.approval.reject(decision))).toBe('approval/own-request')
  })
})

/** A first sign-in with a change of the password, so that the credential is active. */
async function secondSignIn({ sportello }: Counter, credentials: { codiceFiscale: string; pin: string; password: string }) {
  const { token } = accepted(await sportello.session.signIn(credentials))
  const next = 'Gelato.Turchese7'
  accepted(await sportello.credential.changePassword({ token, current: credentials.password, next, confirmation: next }))
}
