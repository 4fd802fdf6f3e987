import type { AssistanceForm, CredentialView, Documents, Sportello } from 'sportello'
import { parseCodiceFiscale } from 'sportello/identity'
import { memoryDocuments } from 'sportello/memory'
import { describe, expect, it } from 'vitest'
import {
  accepted,
  anna,
  approve,
  completed,
  everythingStored,
  freshPdf,
  morning,
  office,
  openCounter,
  operator,
  refusedCode,
} from '../../support/counter.ts'
import {
  colleague,
  contact,
  decisionOn,
  filed,
  forgetMail,
  linkToken,
  mailed,
  newPec,
  oldPec,
  questionnaire,
  subscribedWithPec,
} from './asking.ts'

const hour = 3_600_000
const day = 24 * hour
const name = 'Comune di Prova'

/** The credential of Anna, whole, as it is stored. */
async function credentialOf(counter: ReturnType<typeof openCounter>): Promise<unknown> {
  const rows = await counter.storage.list({ office: office.id, kind: 'credential', limit: 10 })
  return rows.map(({ state, personal }) => [state, personal])
}

/** The same, but for the count that ends sessions. */
const withoutSessions = (stored: unknown): string => JSON.stringify(stored).replace(/securityVersion\\":\d+/, '')

async function filedCase(change: object = {}) {
  const counter = openCounter()
  const person = await subscribedWithPec(counter)
  const asked = await filed(counter, change)
  const decision = await decisionOn(counter, asked.id)
  return { counter, person, asked, decision, ...counter.sportello }
}

const currentPecOf = async ({ addresses }: Sportello) =>
  accepted(await addresses.inspectAsOffice({ operator, codiceFiscale: anna.codiceFiscale })).pec

describe('people who cannot sign in', () => {
  it('seed 003 §2.2: asks without signing in, at any hour of any day', async () => {
    const counter = openCounter()
    for (let hours = 0; hours < 48; hours += 5) {
      counter.clock.set(Date.UTC(2026, 7, 15, hours))
      await filed(counter, { email: `a${hours}@example.it` })
    }
    expect(accepted(await counter.sportello.assistance.pending())).toHaveLength(10)
  })

  it('seed 003 §2.2: is led to the questionnaire by the answer "No"; no other path files a request', async () => {
    const { sportello, storage } = openCounter()
    const { open } = sportello.assistance
    const paths = [
      [],
      ['private-area'],
      ['private-area', 'pec-change'],
      ['private-area', 'pec-change', 'yes'],
      ['x'],
      ['other', 'locked-account'],
    ]
    for (const path of paths) {
      const answer = await open({ ...questionnaire, path }, freshPdf())
      expect(answer.ok ? null : answer.refusal).toEqual({
        code: 'assistance/form',
        problems: [{ field: 'path', code: 'no-questionnaire' }],
        problemCount: 1,
      })
    }
    expect(await storage.list({ office: office.id, kind: 'assistance', limit: 10 })).toEqual([])
    accepted(await open(questionnaire, freshPdf()))
  })

  it('seed 003 §2.2: with an identity document, which is indispensable: without a PDF nothing is filed', async () => {
    const { sportello, storage, documents } = openCounter()
    for (const content of [undefined, null, new Uint8Array(0), new TextEncoder().encode('not a PDF'), 'card.pdf']) {
      const answer = await sportello.assistance.open(questionnaire, content as never)
      expect(refusedCode(answer)).toBe('assistance/document-refused')
    }
    expect(await storage.list({ office: office.id, kind: 'assistance', limit: 10 })).toEqual([])
    expect(await documents.list({ office: office.id, limit: 10 })).toEqual([])
  })

  it('seed 003 §2.2: in course of validity: the last millisecond of the day of expiry in Rome, and not the first of the next', async () => {
    for (const [expiresOn, end] of [
      ['2026-03-10', Date.UTC(2026, 2, 10, 23)],
      ['2026-03-29', Date.UTC(2026, 2, 29, 22)],
      ['2026-10-25', Date.UTC(2026, 9, 25, 23)],
    ] as const) {
      const { sportello, clock, documents } = openCounter()
      clock.set(end)
      const form = { ...questionnaire, documentExpiresOn: expiresOn }
      let read = 0
      async function* counted() {
        read += 1
        yield freshPdf()
      }
      expect(refusedCode(await sportello.assistance.open(form, counted()))).toBe('assistance/document-expired')
      expect(read, 'no file is read').toBe(0)
      expect(await documents.list({ office: office.id, limit: 10 })).toEqual([])
      clock.set(end - 1)
      expect(accepted(await sportello.assistance.open(form, freshPdf())).id).not.toBe('')
    }
  })

  it('a document that expires while its file is on its way files nothing and leaves no file', async () => {
    const { sportello, clock, documents, storage } = openCounter()
    clock.set(Date.UTC(2026, 2, 10, 23) - 1)
    async function* slow() {
      yield freshPdf()
      clock.advance(1)
    }
    const answer = await sportello.assistance.open({ ...questionnaire, documentExpiresOn: '2026-03-10' }, slow())
    expect(refusedCode(answer)).toBe('assistance/document-expired')
    expect(await documents.list({ office: office.id, limit: 10 })).toEqual([])
    expect(await storage.list({ office: office.id, kind: 'quota', limit: 10 })).toEqual([])
  })

  it('seed 003 §2.2: gets word that the request has arrived; nothing has changed', async () => {
    const counter = openCounter()
    await subscribedWithPec(counter)
    const { id } = await filed(counter)
    await counter.sportello.relay()
    const mail = counter.mailer.sent.find(({ to }) => to.address === contact)
    expect(mail?.subject).toBe(`${name}: richiesta di cambio PEC ricevuta`)
    expect(mail?.text).toContain(`Numero: ${id}`)
    expect(mail?.text).toContain('Quando: 10/03/2026 10:00')
    expect(await currentPecOf(counter.sportello)).toBe(oldPec)
    expect(linkToken(counter)).toBe('')
  })

  it('sees how the request stands, by the ticket alone', async () => {
    const { counter, asked, assistance, decision } = await filedCase()
    const view = { id: asked.id, status: 'open', filedAt: morning, endedAt: null, reason: null, canWithdraw: true }
    expect(accepted(await assistance.inspect(asked.ticket))).toEqual(view)
    counter.clock.advance(hour)
    accepted(await assistance.reject({ ...decision, reason: 'Illeggibile' }))
    expect(accepted(await assistance.inspect(asked.ticket))).toEqual({
      ...view,
      status: 'rejected',
      endedAt: morning + hour,
      reason: 'Illeggibile',
      canWithdraw: false,
    })
    const other = await filed(counter)
    for (const ticket of [
      undefined,
      '',
      'x',
      asked.id,
      asked.ticket.replace(asked.id, other.id),
      `${asked.ticket.slice(0, -1)}~`,
    ]) {
      expect(refusedCode(await assistance.inspect(ticket ?? ''))).toBe('assistance/not-found')
    }
  })

  it('a ticket of a request is none of a registration, and the other way around', async () => {
    const { asked, person, assistance, registration } = await filedCase()
    expect(refusedCode(await registration.inspect(asked.ticket))).toBe('registration/not-found')
    expect(refusedCode(await assistance.inspect(person.ticket))).toBe('assistance/not-found')
  })

  it('a ticket whose key has left the ring finds nothing; a foreign one leaves a trace', async () => {
    const { counter, asked, assistance, journal } = await filedCase()
    const other = await filed(counter)
    const foreign = asked.ticket.replace(asked.id, other.id)
    expect(refusedCode(await assistance.withdraw(foreign))).toBe('assistance/not-found')
    const lines = accepted(await journal.read({ kind: 'assistance', id: other.id }))
    expect(lines.at(-1)).toMatchObject({ type: 'Refused', data: { code: 'assistance/not-found' } })
    const gone = asked.ticket.replace(/^k1~/, 'k0~')
    expect(refusedCode(await assistance.withdraw(gone))).toBe('assistance/not-found')
  })

  it('takes the request back while it waits: the file is gone, and it cannot be decided any more', async () => {
    const { counter, asked, assistance, decision } = await filedCase()
    accepted(await assistance.withdraw(asked.ticket))
    const owned = (await counter.documents.list({ office: office.id, limit: 100 })).filter(({ ref }) => ref.owner === asked.id)
    expect(owned).toEqual([])
    expect(accepted(await assistance.inspect(asked.ticket))).toMatchObject({ status: 'withdrawn', endedAt: morning })
    expect(refusedCode(await assistance.withdraw(asked.ticket))).toBe('assistance/withdrawn')
    expect(refusedCode(await assistance.approve(decision))).toBe('assistance/withdrawn')
    expect(refusedCode(await assistance.reject({ ...decision, reason: 'x' }))).toBe('assistance/withdrawn')
    expect(accepted(await assistance.pending())).toEqual([])
  })

  it('answers the questions of the office’s own, and only those', async () => {
    const label = { it: 'Quale registro?', en: 'Which register?' }
    const { items } = accepted(await openCounter().sportello.assistance.topics(['other', 'pec-change', 'no'])) as {
      readonly items: readonly { readonly id: string; readonly label: typeof label; readonly isRequired: boolean }[]
    }
    const own = [
      ...items
        .filter(({ id }) => id !== 'telephone')
        .map((item) => (item.id === 'oldPec' ? { ...item, isRequired: true } : item)),
      { id: 'which-register', label, isRequired: true },
      { id: 'since-when', label, isRequired: false },
    ]
    const next = { kind: 'questionnaire', items: own } as const
    const topics = { kind: 'question', text: label, options: [{ id: 'pec', label, next }] } as const
    const counter = openCounter({ policy: { assistance: { topics } } })
    const { open, dossier } = counter.sportello.assistance
    const form = { ...questionnaire, path: ['pec'], oldPec: ' ' }
    const missing = await open({ ...form, answers: { 'which-register': '\u200B', elsewhere: 'x' } }, freshPdf())
    expect(missing.ok ? null : missing.refusal).toEqual({
      code: 'assistance/form',
      problems: [
        { field: 'oldPec', code: 'required' },
        { field: 'answers.which-register', code: 'required' },
      ],
      problemCount: 2,
    })
    for (const [answer, code] of [
      ['x'.repeat(501), 'too-long'],
      [5, 'type'],
    ] as const) {
      const refused = await open({ ...form, oldPec, answers: { 'which-register': answer as string } }, freshPdf())
      const problems = [{ field: 'answers.which-register', code }]
      expect(refused.ok ? null : refused.refusal).toEqual({ code: 'assistance/form', problems, problemCount: 1 })
    }
    const answers = { 'which-register': ' Elenco agenti\u200B', elsewhere: 'dropped' }
    const { id } = await filed(counter, { path: ['pec'], answers })
    const { person } = accepted(await dossier({ operator, id }))
    expect(person).toMatchObject({ oldPec, telephone: '', answers: [{ id: 'which-register', text: 'Elenco agenti' }] })
    expect((await everythingStored(counter, ['assistance'])).join('')).not.toMatch(/dropped|011 000000/)
  })

  it('an optional field may be left out or blank, and English is spoken', async () => {
    const counter = openCounter()
    const { oldPec: _1, telephone: _2, documentIssuer: _3, note: _4, fileName: _5, locale: _6, ...required } = questionnaire
    const { id } = accepted(await counter.sportello.assistance.open(required, freshPdf()))
    const { person } = accepted(await counter.sportello.assistance.dossier({ operator, id }))
    expect(person).toMatchObject({
      oldPec: '',
      telephone: '',
      note: '',
      document: { issuer: '', name: 'document.pdf' },
      locale: 'it',
    })
    await filed(counter, { oldPec: null, telephone: '', note: null, locale: '' })
    await filed(counter, { locale: 'en', email: 'english@example.it' })
    await counter.sportello.relay()
    expect(counter.mailer.sent.find(({ to }) => to.address === 'english@example.it')?.text).toContain('Number: ')
  })
})

describe('the office', () => {
  it('sees the queue oldest first, page by page, and by how long it has waited', async () => {
    const counter = openCounter()
    const { pending } = counter.sportello.assistance
    const ids: string[] = []
    for (let i = 0; i < 5; i += 1) {
      counter.clock.advance(1000)
      ids.push((await filed(counter, { email: `a${i}@example.it` })).id)
    }
    const first = accepted(await pending({ limit: 2 }))
    const second = accepted(await pending({ limit: 200, after: first[1]?.id ?? '' }))
    expect([...first, ...second].map(({ id }) => id)).toEqual(ids)
    expect(first[0]).toEqual({ id: ids[0], filedAt: morning + 1000 })
    const waited = accepted(await pending({ filedBefore: morning + 3000 }))
    expect(waited.map(({ id }) => id)).toEqual(ids.slice(0, 2))
    for (const page of [{ limit: 0 }, { limit: 201 }, { after: '../x' }, { filedBefore: 0 }, { filedBefore: 1.5 }, null]) {
      expect(refusedCode(await pending(page as object))).toBe('assistance/form')
    }
  })

  it('a request that cannot be read waits in the queue too, and says so', async () => {
    const counter = openCounter()
    const { id } = await filed(counter)
    const storage = {
      ...counter.storage,
      list: async (query: Parameters<typeof counter.storage.list>[0]) =>
        (await counter.storage.list(query)).map((row) => ({ ...row, schema: 9, dueAt: query.limit === 1 ? null : row.dueAt })),
    }
    const other = openCounter({ storage })
    for (const limit of [1, 50]) {
      expect(accepted(await other.sportello.assistance.pending({ limit }))).toEqual([{ id, filedAt: morning, unreadable: true }])
    }
  })

  it('sees who asks, the document, what the account says and which other requests there are; every look is journalled', async () => {
    const { counter, asked, assistance, journal } = await filedCase()
    const other = await filed(counter, { email: 'other@example.it' })
    const dossier = accepted(await assistance.dossier({ operator, id: asked.id }))
    expect(dossier).toMatchObject({
      id: asked.id,
      status: 'open',
      filedAt: morning,
      path: questionnaire.path,
      noticeVersion: '2026-01',
      person: {
        surname: 'Verdi',
        name: 'Anna',
        codiceFiscale: anna.codiceFiscale,
        oldPec,
        pec: newPec,
        email: contact,
        document: { number: 'CA00000AA', issuer: 'Comune di Torino', expiresOn: '2030-01-01', name: 'card.pdf' },
        note: 'Casella chiusa dal gestore',
      },
      documents: [{ id: 1, type: 'identity-card', findings: [] }],
      findings: [],
      holding: 'in-force',
      subscriber: { surname: 'Verdi', name: 'Anna' },
      currentPec: oldPec,
      competitors: [other.id],
      reason: null,
    })
    expect(JSON.stringify(dossier)).not.toContain(asked.ticket)
    const { content, name } = accepted(await assistance.document({ operator, id: asked.id, document: 1 }))
    expect([new TextDecoder().decode(content.slice(0, 5)), name]).toEqual(['%PDF-', 'card.pdf'])
    expect(refusedCode(await assistance.document({ operator, id: asked.id, document: 2 }))).toBe('assistance/not-found')
    const lines = accepted(await journal.read({ kind: 'assistance', id: asked.id }))
    expect(lines.map(({ type, by }) => [type, by])).toEqual([
      ['AssistanceOpened', 'anonymous'],
      ['DossierViewed', 'operator:operator-1'],
      ['DossierViewed', 'operator:operator-1'],
      ['DocumentViewed', 'operator:operator-1'],
      ['Refused', 'operator:operator-1'],
    ])
  })

  it('sees what does not match the account: the name, the old PEC, a document that has expired since', async () => {
    const { counter, asked, assistance } = await filedCase({
      surname: 'Bianchi',
      name: 'Anita',
      oldPec: 'altra@pec.example.it',
      documentExpiresOn: '2026-03-10',
    })
    const look = async (id: string) => accepted(await assistance.dossier({ operator, id })).findings
    expect(await look(asked.id)).toEqual(['surname-differs', 'name-differs', 'old-pec-differs'])
    counter.clock.set(Date.UTC(2026, 2, 10, 23))
    expect(await look(asked.id)).toContain('document-expired')
    const same = await filed(counter, { surname: 'VERDÌ', name: "Anna'", oldPec: oldPec.toUpperCase() })
    expect(await look(same.id)).toEqual([])
    const silent = await filed(counter, { oldPec: '' })
    expect(await look(silent.id)).toEqual([])
  })

  it('sees that the person has none, or one that is over; and that there is no PEC in force', async () => {
    const counter = openCounter()
    const stranger = await filed(counter)
    const look = async (id: string) => accepted(await counter.sportello.assistance.dossier({ operator, id }))
    expect(await look(stranger.id)).toMatchObject({ holding: 'none', subscriber: null, currentPec: null, findings: [] })
    await subscribedWithPec(counter)
    accepted(await counter.sportello.credential.revoke({ operator, codiceFiscale: anna.codiceFiscale, reason: 'Chiesto' }))
    expect(await look(stranger.id)).toMatchObject({ holding: 'over', subscriber: { surname: 'Verdi' }, currentPec: null })
  })

  it('seed 003 §2.2: approves: the same change with the same link and the same term, which its subscriber confirms', async () => {
    const { counter, decision, assistance, pecChange } = await filedCase()
    await counter.sportello.relay()
    forgetMail(counter)
    const { changeId, until } = accepted(await assistance.approve(decision))
    expect(until).toBe(Date.UTC(2026, 2, 11, 23))
    await counter.sportello.relay()
    expect(mailed(counter)).toEqual(
      [
        `${newPec} (pec): ${name}: conferma del nuovo indirizzo PEC`,
        `${oldPec} (pec): ${name}: richiesta di cambio PEC`,
        `${anna.email} (ordinary): ${name}: richiesta di cambio PEC`,
        `${contact} (ordinary): ${name}: richiesta di cambio PEC accolta`,
      ].sort(),
    )
    expect(await currentPecOf(counter.sportello)).toBe(oldPec)
    const token = linkToken(counter)
    expect(accepted(await pecChange.inspectByLink(token))).toMatchObject({ id: changeId, pec: newPec, until, canConfirm: true })
    counter.clock.set(until - 1)
    expect(accepted(await pecChange.confirm(token))).toEqual({ status: 'confirmed', pec: newPec })
    expect(await currentPecOf(counter.sportello)).toBe(newPec)
    expect(refusedCode(await pecChange.confirm(token))).toBe('pec-change/already-confirmed')
    const change = accepted(await counter.sportello.journal.read({ kind: 'pec-change', id: changeId }))
    expect(change[0]).toMatchObject({ type: 'ChangeRequested', by: 'operator:operator-1', data: { origin: 'assistance' } })
  })

  it('seed 003 §2.2: after the term the link shows an error, and the request must be made again', async () => {
    const { counter, decision, assistance, pecChange } = await filedCase()
    accepted(await assistance.approve(decision))
    await counter.sportello.relay()
    const token = linkToken(counter)
    counter.clock.advance(4 * day)
    expect(refusedCode(await pecChange.confirm(token))).toBe('pec-change/expired')
    expect(await currentPecOf(counter.sportello)).toBe(oldPec)
    const again = await filed(counter)
    accepted(await assistance.approve(await decisionOn(counter, again.id)))
    await counter.sportello.relay()
    accepted(await pecChange.confirm(linkToken(counter)))
    expect(await currentPecOf(counter.sportello)).toBe(newPec)
  })

  it('seed 003 §2.2: the link reaches the new PEC and nobody else; the applicant is told that it was approved, without it', async () => {
    const { counter, decision, assistance } = await filedCase()
    accepted(await assistance.approve(decision))
    await counter.sportello.relay()
    const token = linkToken(counter)
    const holding = counter.mailer.sent.filter(({ text, html }) => text.includes(token) || html.includes(token))
    expect(holding.map(({ to }) => to.address)).toEqual([newPec])
    const mail = counter.mailer.sent.find(({ to, subject }) => to.address === contact && /accolta/.test(subject))
    expect(mail?.text).toMatch(/ore 24 del giorno successivo/)
    expect(mail?.text).toMatch(/cartella spam/)
    expect(mail?.text).not.toMatch(/token|https?:/)
  })

  it('INV-35: approving ends the sessions that were open before, and the change of PEC that one of them began', async () => {
    const { counter, person, decision, assistance, session, pecChange } = await filedCase()
    const { credentials } = person
    const { token } = accepted(await session.signIn(credentials))
    const other = 'eva@terzapec.example.it'
    accepted(await pecChange.request({ ...credentials, token, pec: other, confirmation: other }))
    await counter.sportello.relay()
    const earlier = linkToken(counter)
    accepted(await assistance.approve(await decisionOn(counter, decision.id)))
    expect(refusedCode(await session.check(token))).toBe('session/not-active')
    expect(refusedCode(await pecChange.confirm(earlier))).toBe('pec-change/void')
    await counter.sportello.relay()
    accepted(await pecChange.confirm(linkToken(counter)))
    expect(await currentPecOf(counter.sportello)).toBe(newPec)
  })

  it('C10: a session alone cannot cancel what the office began, nor end it by ending all sessions; PIN and password can', async () => {
    const { counter, person, decision, assistance, session, pecChange, credential } = await filedCase()
    const { changeId } = accepted(await assistance.approve(decision))
    await counter.sportello.relay()
    const link = linkToken(counter)
    const { token } = accepted(await session.signIn(person.credentials))
    expect(refusedCode(await pecChange.cancel({ token }))).toBe('pec-change/reauthentication-required')
    const wrong = { token, pin: '000000000', password: person.credentials.password }
    expect(refusedCode(await pecChange.cancel(wrong))).toBe('session/reauthentication-failed')
    const { pin } = person.credentials
    expect(refusedCode(await pecChange.cancel({ token, pin }))).toBe('pec-change/form')
    const lines = accepted(await counter.sportello.journal.read({ kind: 'pec-change', id: changeId }))
    expect(lines.at(-1)).toMatchObject({ type: 'Refused', data: { code: 'pec-change/reauthentication-required' } })
    accepted(await credential.endSessions({ token }))
    expect(refusedCode(await session.check(token))).toBe('session/not-active')
    expect(accepted(await pecChange.inspectByLink(link))).toMatchObject({ canConfirm: true })
    const again = accepted(await session.signIn(person.credentials))
    accepted(await pecChange.cancel({ ...person.credentials, token: again.token }))
    expect(refusedCode(await pecChange.confirm(link))).toBe('pec-change/cancelled')
  })

  it('INV-35: any other security event makes void what the office began', async () => {
    const { counter, decision, assistance, pecChange, credential } = await filedCase()
    accepted(await assistance.approve(decision))
    await counter.sportello.relay()
    accepted(await credential.revoke({ operator, codiceFiscale: anna.codiceFiscale, reason: 'Chiesto' }))
    expect(refusedCode(await pecChange.confirm(linkToken(counter)))).toBe('pec-change/void')
  })

  it('seed 003 §2.2: approving resets no credential: but for the sessions that it ends it is the same to the byte, and opens what it opened', async () => {
    const { counter, person, decision, assistance, session } = await filedCase()
    const before = await credentialOf(counter)
    const { token } = accepted(await session.signIn(person.credentials))
    const signedIn = await credentialOf(counter)
    accepted(await assistance.approve(decision))
    expect(withoutSessions(await credentialOf(counter))).toEqual(withoutSessions(signedIn))
    await counter.sportello.relay()
    accepted(await counter.sportello.pecChange.confirm(linkToken(counter)))
    expect(withoutSessions(await credentialOf(counter))).toEqual(withoutSessions(signedIn))
    expect(refusedCode(await session.check(token))).toBe('session/not-active')
    expect(before).not.toEqual(signedIn)
    expect((await session.signIn(person.credentials)).ok).toBe(true)
  })

  it('seed 003 §2.2: a credential that is no longer valid stays so, and its subscriber gets the new PEC', async () => {
    const counter = openCounter()
    const { credentials } = await subscribedWithPec(counter)
    accepted(await counter.sportello.credential.revoke({ operator, codiceFiscale: anna.codiceFiscale, reason: 'Chiesto' }))
    const { id } = await filed(counter)
    accepted(await counter.sportello.assistance.approve(await decisionOn(counter, id)))
    await counter.sportello.relay()
    accepted(await counter.sportello.pecChange.confirm(linkToken(counter)))
    expect(await currentPecOf(counter.sportello)).toBe(newPec)
    const view: CredentialView = accepted(
      await counter.sportello.credential.inspect({ operator, codiceFiscale: anna.codiceFiscale }),
    )
    expect(view.status).toBe('revoked')
    expect(refusedCode(await counter.sportello.session.signIn(credentials))).toBe('session/sign-in-refused')
  })

  it('seed 003 §2.2: rejects with a reason, which the applicant is told; nothing changes', async () => {
    const { counter, decision, assistance } = await filedCase()
    accepted(await assistance.reject({ ...decision, reason: 'Documento <illeggibile>' }))
    await counter.sportello.relay()
    const mail = counter.mailer.sent.find(({ to, subject }) => to.address === contact && /non accolta/.test(subject))
    expect(mail?.text).toContain('Motivo: Documento <illeggibile>')
    expect(mail?.html).toContain('Documento &lt;illeggibile&gt;')
    expect(linkToken(counter)).toBe('')
    expect(await currentPecOf(counter.sportello)).toBe(oldPec)
    expect(accepted(await assistance.dossier({ operator, id: decision.id }))).toMatchObject({
      status: 'rejected',
      reason: 'Documento <illeggibile>',
    })
  })

  it('rejects only with a reason, and decides only on what was looked at', async () => {
    const { counter, decision, assistance } = await filedCase()
    for (const reason of ['', '  ', '\u200B', undefined, 42, 'x'.repeat(2001)]) {
      expect(refusedCode(await assistance.reject({ ...decision, reason: reason as string }))).toBe('assistance/form')
    }
    expect(refusedCode(await assistance.approve({ ...decision, dossierDigest: 'x' }))).toBe('assistance/dossier-changed')
    expect(refusedCode(await assistance.reject({ ...decision, dossierDigest: '', reason: 'x' }))).toBe(
      'assistance/dossier-changed',
    )
    // The PEC in force is part of what was looked at.
    const { codiceFiscale } = anna
    accepted(
      await counter.sportello.addresses.setPec({ operator, codiceFiscale, pec: 'x@pec.example.it', reason: 'Dal registro' }),
    )
    expect(refusedCode(await assistance.approve(decision))).toBe('assistance/dossier-changed')
    accepted(await assistance.approve(await decisionOn(counter, decision.id)))
  })

  it('an operator who looked before midnight looks again when the document has expired at midnight, and may approve it all the same', async () => {
    const { counter, decision, assistance } = await filedCase({ documentExpiresOn: '2026-03-10' })
    counter.clock.set(Date.UTC(2026, 2, 10, 23))
    expect(refusedCode(await assistance.approve(decision))).toBe('assistance/dossier-changed')
    accepted(await assistance.approve(await decisionOn(counter, decision.id)))
  })

  it('INV-02: nobody decides on his own request, in whatever spelling of the codice fiscale', async () => {
    const { decision, assistance, journal } = await filedCase()
    const self = { id: 'operator-9', codiceFiscale: anna.codiceFiscale.toLowerCase() }
    expect(refusedCode(await assistance.approve({ ...decision, operator: self }))).toBe('assistance/own-request')
    expect(refusedCode(await assistance.reject({ ...decision, operator: self, reason: 'x' }))).toBe('assistance/own-request')
    const lines = accepted(await journal.read({ kind: 'assistance', id: decision.id }))
    expect(lines.slice(-2).map(({ type, by }) => [type, by])).toEqual(Array(2).fill(['Refused', 'operator:operator-9']))
  })

  it('INV-02: an operator who asks under a variant of his own codice fiscale is himself all the same', async () => {
    const counter = openCounter()
    const code = (letter: string) => `${operator.codiceFiscale.slice(0, 14)}M${letter}`
    const codiceFiscale = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map(code).find((variant) => parseCodiceFiscale(variant).ok)
    const { id } = await filed(counter, { codiceFiscale })
    const decision = await decisionOn(counter, id)
    const { assistance } = counter.sportello
    expect(refusedCode(await assistance.reject({ ...decision, reason: 'x' }))).toBe('assistance/own-request')
    accepted(await assistance.reject({ ...decision, operator: colleague, reason: 'x' }))
  })

  it('approves nothing for a person who never had a credential: the office rejects it, and then the applicant is told', async () => {
    const counter = openCounter()
    const { id, ticket } = await filed(counter)
    const decision = await decisionOn(counter, id)
    const { assistance } = counter.sportello
    expect(refusedCode(await assistance.approve(decision))).toBe('assistance/no-account')
    expect(accepted(await assistance.inspect(ticket)).status).toBe('open')
    accepted(await assistance.reject({ ...decision, reason: 'Nessuna utenza' }))
  })

  it('D7: altered bytes of a document leave an entry in the journal, whether they are looked at or decided on', async () => {
    const inner = memoryDocuments()
    let mask = 0
    const documents: Documents = {
      ...inner,
      get: async (ref) => (await inner.get(ref))?.map((byte) => byte ^ mask) ?? null,
    }
    const counter = openCounter({ documents })
    await subscribedWithPec(counter)
    mask = 1
    const { id } = await filed(counter)
    const decision = await decisionOn(counter, id)
    const { assistance, journal } = counter.sportello
    expect(refusedCode(await assistance.document({ operator, id, document: 1 }))).toBe('assistance/document-missing')
    expect(refusedCode(await assistance.approve(decision))).toBe('assistance/document-missing')
    const lines = accepted(await journal.read({ kind: 'assistance', id }))
    const code = 'assistance/document-missing'
    expect(lines.filter(({ type }) => type === 'Refused')).toMatchObject([
      { by: 'operator:operator-1', data: { command: 'assistance/document', code } },
      { by: 'operator:operator-1', data: { command: 'assistance/approve', code } },
    ])
    expect(accepted(await journal.verify({ kind: 'assistance', id }))).toMatchObject({ ok: true })
  })

  it('approves nothing whose file is gone', async () => {
    const { counter, decision, assistance, journal } = await filedCase()
    for (const { ref } of await counter.documents.list({ office: office.id, limit: 100 })) await counter.documents.delete(ref)
    const answer = await assistance.approve(decision)
    expect(answer.ok ? null : answer.refusal).toEqual({ code: 'assistance/document-missing', document: 1 })
    expect(refusedCode(await assistance.document({ operator, id: decision.id, document: 1 }))).toBe('assistance/document-missing')
    const lines = accepted(await journal.read({ kind: 'assistance', id: decision.id }))
    expect(lines.filter(({ type }) => type === 'Refused').map(({ data }) => data)).toMatchObject([
      { command: 'assistance/approve', code: 'assistance/document-missing' },
      { command: 'assistance/document', code: 'assistance/document-missing' },
    ])
    accepted(await assistance.reject({ ...decision, reason: 'Documento non disponibile' }))
  })

  it('C8: a new PEC that is in force already, or somebody else’s, is a refusal, and nothing was decided or mailed', async () => {
    const taken = openCounter()
    await subscribedWithPec(taken)
    const { approve: approveRequest, inspect } = taken.sportello.assistance
    const same = await filed(taken, { pec: oldPec, confirmation: oldPec })
    await taken.sportello.relay()
    forgetMail(taken)
    expect(refusedCode(await approveRequest(await decisionOn(taken, same.id)))).toBe('addresses/same-pec')
    const { codiceFiscale } = colleague
    const other = await completed(taken, { ...anna, codiceFiscale, email: 'laura@example.it' })
    await approve(taken, other.id)
    accepted(await taken.sportello.addresses.setPec({ operator, codiceFiscale, pec: newPec, reason: 'Dal registro' }))
    const { id, ticket } = await filed(taken)
    await taken.sportello.relay()
    forgetMail(taken)
    expect(refusedCode(await approveRequest(await decisionOn(taken, id)))).toBe('pec-claim/taken')
    await taken.sportello.relay()
    expect(mailed(taken)).toEqual([])
    expect(accepted(await inspect(ticket)).status).toBe('open')
    expect(await taken.storage.list({ office: office.id, kind: 'pec-change', limit: 10 })).toEqual([])
  })

  it('approving while another change is open: the earlier one is superseded, its link is over', async () => {
    const { counter, decision, assistance, pecChange } = await filedCase()
    const second = await filed(counter, { pec: 'anna@terzapec.example.it', confirmation: 'anna@terzapec.example.it' })
    accepted(await assistance.approve(await decisionOn(counter, decision.id)))
    await counter.sportello.relay()
    const first = linkToken(counter)
    accepted(await assistance.approve(await decisionOn(counter, second.id)))
    await counter.sportello.relay()
    expect(refusedCode(await pecChange.confirm(first))).toBe('pec-change/superseded')
    expect(accepted(await pecChange.confirm(linkToken(counter))).pec).toBe('anna@terzapec.example.it')
  })

  it('O4: the operator of another office finds nothing', async () => {
    const { counter, decision } = await filedCase()
    const other = openCounter({ storage: counter.storage, office: { ...counter.configuration.office, id: 'comune-di-altrove' } })
    const { assistance } = other.sportello
    expect(accepted(await assistance.pending())).toEqual([])
    expect(refusedCode(await assistance.dossier({ operator, id: decision.id }))).toBe('assistance/not-found')
    expect(refusedCode(await assistance.document({ operator, id: decision.id, document: 1 }))).toBe('assistance/not-found')
    expect(refusedCode(await assistance.approve(decision))).toBe('assistance/not-found')
  })

  it('what was decided takes no second decision', async () => {
    const { counter, decision, assistance } = await filedCase()
    accepted(await assistance.reject({ ...decision, reason: 'x' }))
    const again = await decisionOn(counter, decision.id)
    expect(refusedCode(await assistance.approve(again))).toBe('assistance/already-decided')
    expect(refusedCode(await assistance.reject({ ...again, reason: 'x' }))).toBe('assistance/already-decided')
  })
})

describe('abuse of the assisted way', () => {
  it('the warnings fill no mailbox: whoever files again and again is heard, and the subscriber is told once a day', async () => {
    const counter = openCounter()
    await subscribedWithPec(counter)
    const warned = async () => {
      await counter.sportello.relay()
      return mailed(counter).filter((mail) => mail.startsWith(oldPec)).length
    }
    for (let n = 1; n <= 9; n += 1) await filed(counter, { email: `answer-${n}@example.it` })
    expect(await warned()).toBe(1)
    expect(mailed(counter).filter((mail) => mail.startsWith('answer-'))).toHaveLength(9)
    counter.clock.advance(day - 1)
    await filed(counter, { email: 'answer-10@example.it' })
    expect(await warned()).toBe(1)
    counter.clock.advance(1)
    await filed(counter, { email: 'answer-11@example.it' })
    expect(await warned()).toBe(2)
  })

  it('C10: with somebody’s copied document nothing changes without the office, the link on the new PEC and a notice to the old one', async () => {
    const counter = openCounter()
    const { credentials } = await subscribedWithPec(counter)
    const { assistance, pecChange, session } = counter.sportello
    const credential = await credentialOf(counter)
    const before = await currentPecOf(counter.sportello)

    // Filing alone: no link, no change; the subscriber hears of it at both addresses that are in force.
    const forged = await filed(counter, {
      email: 'thief@example.it',
      pec: 'thief@pec.example.it',
      confirmation: 'thief@pec.example.it',
    })
    await counter.sportello.relay()
    const warning = `${name}: richiesta di cambio PEC con il suo codice fiscale`
    expect(mailed(counter)).toEqual(
      [
        `${anna.email} (ordinary): ${warning}`,
        `${oldPec} (pec): ${warning}`,
        `thief@example.it (ordinary): ${name}: richiesta di cambio PEC ricevuta`,
      ].sort(),
    )
    expect([linkToken(counter), await currentPecOf(counter.sportello)]).toEqual(['', before])

    // The ticket opens nothing that decides.
    expect(refusedCode(await pecChange.confirm(forged.ticket))).toBe('pec-change/not-found')
    expect(refusedCode(await pecChange.inspectByLink(forged.ticket))).toBe('pec-change/not-found')

    // The decision alone: still the old PEC, and the old one is told again.
    forgetMail(counter)
    accepted(await assistance.approve(await decisionOn(counter, forged.id)))
    await counter.sportello.relay()
    expect(mailed(counter)).toEqual(
      expect.arrayContaining([
        `${anna.email} (ordinary): ${name}: richiesta di cambio PEC`,
        `${oldPec} (pec): ${name}: richiesta di cambio PEC`,
      ]),
    )
    expect(await currentPecOf(counter.sportello)).toBe(before)
    expect(withoutSessions(await credentialOf(counter))).toEqual(withoutSessions(credential))

    // Its subscriber, who can sign in, ends it with PIN and password; the link is over and nothing was reset.
    const { token } = accepted(await session.signIn(credentials))
    accepted(await pecChange.cancel({ ...credentials, token }))
    expect(refusedCode(await pecChange.confirm(linkToken(counter)))).toBe('pec-change/cancelled')
    expect(await currentPecOf(counter.sportello)).toBe(before)
  })

  it('C9: the confirmation too is told to the PEC that was in force', async () => {
    const { counter, decision, assistance, pecChange } = await filedCase()
    accepted(await assistance.approve(decision))
    await counter.sportello.relay()
    const token = linkToken(counter)
    forgetMail(counter)
    accepted(await pecChange.confirm(token))
    await counter.sportello.relay()
    expect(mailed(counter)).toEqual(
      [`${anna.email} (ordinary): ${name}: indirizzo PEC cambiato`, `${oldPec} (pec): ${name}: indirizzo PEC cambiato`].sort(),
    )
  })

  it('R3: on the codice fiscale of nobody the answer, the reads and the commits are the same; only the notice is missing', async () => {
    const trail = async (hasAccount: boolean) => {
      const world = openCounter()
      if (hasAccount) await subscribedWithPec(world)
      const calls: string[] = []
      const { storage } = world
      const spied = {
        ...storage,
        load: (keys: Parameters<typeof storage.load>[0]) => {
          calls.push(`load ${keys.map((key) => key.split('/')[1]).join(' ')}`)
          return storage.load(keys)
        },
        commit: (commit: Parameters<typeof storage.commit>[0]) => {
          calls.push(`commit ${commit.writes.map(({ machine }) => machine).join(' ')}`)
          return storage.commit(commit)
        },
      }
      const other = openCounter({ storage: spied, documents: world.documents, clock: world.clock, mailer: world.mailer })
      await other.sportello.maintenance.availability()
      calls.length = 0
      const answer = await filed(other)
      await other.sportello.relay()
      return {
        calls: calls.filter((call) => !call.includes('outbox')),
        shape: Object.keys(answer),
        told: world.mailer.sent.length,
      }
    }
    const [known, unknown] = [await trail(true), await trail(false)]
    expect(known.calls).toEqual(unknown.calls)
    expect(known.shape).toEqual(unknown.shape)
    expect([known.told, unknown.told]).toEqual([3, 1])
  })

  it('R2: one mailbox, or one requester, files so many in a window; never counted by codice fiscale', async () => {
    const { sportello, clock, documents } = openCounter({ policy: { quota: { usesMax: 3, windowMs: day } } })
    const { open } = sportello.assistance
    const send = (change: Partial<AssistanceForm>, options?: { readonly requester: string }) =>
      open({ ...questionnaire, ...change }, freshPdf(), options)
    for (let i = 0; i < 3; i += 1) accepted(await send({}))
    let read = 0
    async function* counted() {
      read += 1
      yield freshPdf()
    }
    const answer = await open({ ...questionnaire, email: contact.toUpperCase() }, counted())
    expect(answer.ok ? null : answer.refusal).toEqual({ code: 'quota/exceeded', retryAt: morning + day })
    expect(read, 'nothing is read of a request over the limit').toBe(0)
    expect(await documents.list({ office: office.id, limit: 10 })).toHaveLength(3)
    accepted(await send({ email: 'second@example.it' }))
    for (const i of [1, 2, 3]) accepted(await send({ email: `r${i}@example.it` }, { requester: '192.0.2.1' }))
    expect(refusedCode(await send({ email: 'r4@example.it' }, { requester: '192.0.2.1' }))).toBe('quota/exceeded')
    clock.advance(day)
    accepted(await send({}))
  })

  it('R2: the limit holds for requests that are filed at once, and what is refused leaves no file', async () => {
    const { sportello, documents } = openCounter({ policy: { quota: { usesMax: 2 } } })
    const answers = await Promise.all(Array.from({ length: 4 }, () => sportello.assistance.open(questionnaire, freshPdf())))
    expect(answers.map((answer) => (answer.ok ? 'filed' : answer.refusal.code)).sort()).toEqual([
      'filed',
      'filed',
      'quota/exceeded',
      'quota/exceeded',
    ])
    expect(await documents.list({ office: office.id, limit: 10 })).toHaveLength(2)
  })

  it('R13: repeated with one request key it is one request with one file and one ticket; a stream is not read again', async () => {
    const counter = openCounter({ policy: { quota: { usesMax: 1, windowMs: day } } })
    const { open } = counter.sportello.assistance
    const requestKey = 'form-7f3a9c21e5d84b60'
    const content = freshPdf()
    const answers = await Promise.all(Array.from({ length: 4 }, () => open(questionnaire, content, { requestKey })))
    const later = await open(questionnaire, content, { requestKey })
    expect(new Set([...answers, later].map((answer) => JSON.stringify(accepted(answer)))).size).toBe(1)
    expect(await counter.documents.list({ office: office.id, limit: 10 })).toHaveLength(1)
    expect(await counter.storage.list({ office: office.id, kind: 'assistance', limit: 10 })).toHaveLength(1)
    expect(refusedCode(await open(questionnaire, freshPdf(), { requestKey }))).toBe('request/key-reused')
    expect(refusedCode(await open({ ...questionnaire, note: 'x' }, content, { requestKey }))).toBe('request/key-reused')
    expect(refusedCode(await open(questionnaire, content, { requestKey: 'short' }))).toBe('request/malformed-key')
    counter.clock.advance(10 * 60_000)
    expect(refusedCode(await open(questionnaire, content, { requestKey }))).toBe('request/answer-expired')

    const streaming = openCounter()
    let read = 0
    async function* stream() {
      read += 1
      yield content
    }
    const first = accepted(await streaming.sportello.assistance.open(questionnaire, stream(), { requestKey }))
    expect(accepted(await streaming.sportello.assistance.open(questionnaire, stream(), { requestKey }))).toEqual(first)
    expect(read).toBe(1)
  })

  it('O1: of two operators who approve at once one decides; one change is begun and one link goes out', async () => {
    const { counter, decision, assistance } = await filedCase()
    const other = await decisionOn(counter, decision.id, colleague)
    const answers = await Promise.all([assistance.approve(decision), assistance.approve(other)])
    expect(answers.map((answer) => (answer.ok ? 'approved' : answer.refusal.code)).sort()).toEqual([
      'approved',
      'assistance/already-decided',
    ])
    await counter.sportello.relay()
    expect(counter.mailer.sent.filter(({ to }) => to.address === newPec)).toHaveLength(1)
    expect(await counter.storage.list({ office: office.id, kind: 'pec-change', limit: 10 })).toHaveLength(1)
  })

  it('O2: of an approval and a rejection at once one wins; state, mail and change agree', async () => {
    for (const reversed of [false, true]) {
      const { counter, decision, assistance, asked } = await filedCase()
      const approving = () => assistance.approve(decision)
      const rejecting = () => assistance.reject({ ...decision, operator: colleague, reason: 'Illeggibile' })
      const [first, second] = await Promise.all(reversed ? [rejecting(), approving()] : [approving(), rejecting()])
      const [yes, no] = reversed ? [second, first] : [first, second]
      expect([yes.ok, no.ok].filter(Boolean)).toHaveLength(1)
      await counter.sportello.relay()
      expect(accepted(await assistance.inspect(asked.ticket)).status).toBe(yes.ok ? 'approved' : 'rejected')
      expect(linkToken(counter) !== '').toBe(yes.ok)
      const told = counter.mailer.sent.filter(({ to, subject }) => to.address === contact && /accolta/.test(subject))
      expect(told.map(({ subject }) => /non accolta/.test(subject))).toEqual([!yes.ok])
    }
  })

  it('of a withdrawal and an approval at once one wins, and a withdrawn request sends no link', async () => {
    const { counter, decision, assistance, asked } = await filedCase()
    const [taken, yes] = await Promise.all([assistance.withdraw(asked.ticket), assistance.approve(decision)])
    expect([taken.ok, yes.ok].filter(Boolean)).toHaveLength(1)
    await counter.sportello.relay()
    expect(linkToken(counter) !== '').toBe(yes.ok)
  })

  it('repeated with one request key an approval decides once and answers the same', async () => {
    const { counter, decision, assistance } = await filedCase()
    const requestKey = 'decision-0123456789abcdef'
    const first = await assistance.approve(decision, { requestKey })
    expect(await assistance.approve(decision, { requestKey })).toEqual(first)
    expect(first.ok).toBe(true)
    expect(refusedCode(await assistance.approve({ ...decision, operator: colleague }, { requestKey }))).toBe('request/key-reused')
    expect(refusedCode(await assistance.approve(decision, { requestKey: 'x' }))).toBe('request/malformed-key')
    await counter.sportello.relay()
    expect(counter.mailer.sent.filter(({ to }) => to.address === newPec)).toHaveLength(1)
  })

  it('a request key that is none is refused at a withdrawal too', async () => {
    const { asked, assistance } = await filedCase()
    expect(refusedCode(await assistance.withdraw(asked.ticket, { requestKey: 'x' }))).toBe('request/malformed-key')
    const requestKey = 'withdraw-0123456789abcdef'
    accepted(await assistance.withdraw(asked.ticket, { requestKey }))
    accepted(await assistance.withdraw(asked.ticket, { requestKey }))
  })

  it('E1: tickets and links are in no row, journal or dossier, except sealed', async () => {
    const { counter, asked, decision, assistance } = await filedCase()
    const dossier = accepted(await assistance.dossier({ operator, id: asked.id }))
    accepted(await assistance.approve(await decisionOn(counter, decision.id)))
    await counter.sportello.relay()
    const kinds = ['assistance', 'pec-change', 'addresses', 'credential', 'quota', 'request']
    const stored = (await everythingStored(counter, kinds)).join('\n')
    for (const token of [asked.ticket, linkToken(counter)]) {
      const secret = token.split('~')[2] ?? 'nothing'
      expect(secret).toHaveLength(43)
      expect(stored).not.toContain(secret)
      expect(JSON.stringify(dossier)).not.toContain(secret)
    }
  })
})
