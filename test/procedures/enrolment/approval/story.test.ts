import { parseCodiceFiscale } from 'sportello/identity'
import { describe, expect, it } from 'vitest'
import {
  accepted,
  anna,
  approve,
  approved,
  completed,
  drafted,
  freshPdf,
  morning,
  openCounter,
  operator,
  refusedCode,
} from '../../../support/counter.ts'

/** The code with its last digit written as a letter, and the check letter that goes with it. */
function variantOf(codiceFiscale: string): string {
  const written = `${codiceFiscale.slice(0, 14)}${'LMNPQRSTUV'.charAt(Number(codiceFiscale.charAt(14)))}`
  const codes = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter) => written + letter)
  return codes.find((code) => parseCodiceFiscale(code).ok) ?? ''
}

const colleague = { id: 'operator-2', codiceFiscale: 'BNCLRA75B50F205K' } as const

async function pendingCase() {
  const counter = openCounter()
  const filed = await completed(counter)
  const { digest } = accepted(await counter.sportello.approval.dossier({ operator, id: filed.id }))
  return { ...counter, counter, ...filed, decision: { operator, id: filed.id, dossierDigest: digest } }
}

describe('the office at its desk', () => {
  it('sees pending requests oldest first, page by page', async () => {
    const counter = openCounter()
    const ids: string[] = []
    for (let i = 0; i < 5; i += 1) {
      counter.clock.advance(1000)
      ids.push((await completed(counter, { ...anna, email: `a${i}@example.it` })).id)
    }
    const { pending } = counter.sportello.approval
    const first = accepted(await pending({ limit: 2 })).map(({ id }) => id)
    const second = accepted(await pending({ limit: 200, after: first[1] ?? '' })).map(({ id }) => id)
    expect([...first, ...second]).toEqual(ids)
    expect(refusedCode(await pending({ limit: 0 }))).toBe('approval/form')
    expect(refusedCode(await pending({ after: '../x' }))).toBe('approval/form')
  })

  it('sees person, documents, findings and competing requests, and every look is journalled', async () => {
    const { sportello, id } = await pendingCase()
    const dossier = accepted(await sportello.approval.dossier({ operator, id }))
    expect(dossier.person).toMatchObject({
      surname: 'Verdi',
      codiceFiscale: 'VRDNNA80A41L219Z',
      birth: { nation: 'IT', municipality: 'Torino' },
    })
    expect(dossier.documents).toMatchObject([{ id: 1, type: 'identity-card', name: 'card.pdf' }])
    const { content, name } = accepted(await sportello.approval.document({ operator, id, document: 1 }))
    expect(new TextDecoder().decode(content.slice(0, 5))).toBe('%PDF-')
    expect(name).toBe('card.pdf')
    expect(refusedCode(await sportello.approval.document({ operator, id, document: 2 }))).toBe('approval/not-found')
    const journal = accepted(await sportello.journal.read({ kind: 'approval', id }))
    expect(journal.map(({ type, by }) => [type, by])).toEqual([
      ['ApprovalSubmitted', `applicant:${id}`],
      ['DossierViewed', 'operator:operator-1'],
      ['DossierViewed', 'operator:operator-1'],
      ['DocumentViewed', 'operator:operator-1'],
      ['Refused', 'operator:operator-1'],
    ])
  })

  it('approves: the credential is issued, the subscriber is told until when the temporary password works', async () => {
    const { sportello, mailer, credentials, decision } = await pendingCase()
    expect(refusedCode(await sportello.session.signIn(credentials))).toBe('session/sign-in-refused')
    accepted(await sportello.approval.approve({ ...decision, identification: 'in-person' }))
    await sportello.relay()
    const mail = mailer.sent.at(-1)
    expect(mail?.to.address).toBe(anna.email)
    expect(mail?.subject).toBe('Comune di Prova: accesso autorizzato')
    expect(mail?.text).toContain('17/03/2026 10:00')
    expect(accepted(await sportello.session.signIn(credentials)).scope).toBe('password-change')
    const journal = accepted(await sportello.journal.read({ kind: 'approval', id: decision.id }))
    expect(journal.at(-1)).toMatchObject({ type: 'Approved', data: { identification: 'in-person', operator: 'operator-1' } })
  })

  it('rejects with a reason, which the applicant reads', async () => {
    const { sportello, mailer, credentials, decision } = await pendingCase()
    accepted(await sportello.approval.reject({ ...decision, reason: 'Documento <scaduto>' }))
    await sportello.relay()
    expect(mailer.sent.at(-1)?.text).toContain('Motivo: Documento <scaduto>')
    expect(mailer.sent.at(-1)?.html).toContain('Documento &lt;scaduto&gt;')
    expect(refusedCode(await sportello.session.signIn(credentials))).toBe('session/sign-in-refused')
  })

  it('requests a correction: a link lets the applicant add them, no secret goes out twice, then it decides', async () => {
    const { counter, sportello, mailer, ticket, credentials, decision, clock } = await pendingCase()
    clock.advance(60_000)
    const { until } = accepted(await sportello.approval.requestCorrection({ ...decision, reason: 'Manca il retro' }))
    expect(until).toBe(morning + 60_000 + 7 * 86_400_000)
    await sportello.relay()
    const link = /https:\/\/servizi\.example\.it\/registration#ticket=(\S+)/.exec(mailer.sent.at(-1)?.text ?? '')
    const fresh = link?.[1] ?? ''
    expect(refusedCode(await sportello.registration.withdraw(ticket))).toBe('registration/not-found')
    expect(refusedCode(await sportello.registration.renewPin(fresh))).toBe('registration/pin-already-mailed')
    expect(refusedCode(await sportello.approval.approve(decision))).toBe('approval/already-decided')
    accepted(await sportello.registration.addDocument(fresh, { type: 'other', description: 'Retro' }, freshPdf()))
    accepted(await sportello.registration.complete(fresh))
    await sportello.relay()
    expect(mailer.sent.at(-1)?.subject).toBe('Comune di Prova: richiesta corretta ricevuta')
    expect(mailer.sent.at(-1)?.text).not.toMatch(/PIN|Password/i)
    expect(refusedCode(await sportello.approval.approve(decision))).toBe('approval/dossier-changed')
    await approve(counter, decision.id)
    accepted(await sportello.session.signIn(credentials))
  })

  it('rejects a request that awaits a correction when the applicant does not answer', async () => {
    const { sportello, decision } = await pendingCase()
    accepted(await sportello.approval.requestCorrection({ ...decision, reason: 'Manca il retro' }))
    accepted(await sportello.approval.reject({ ...decision, reason: 'Nessuna risposta' }))
  })
})

describe('abuse of the office', () => {
  it('O1: of two operators who approve at once one decides, the other hears that it is decided, one mail goes out', async () => {
    const { sportello, mailer, decision, counter } = await pendingCase()
    const { digest } = accepted(await sportello.approval.dossier({ operator: colleague, id: decision.id }))
    const answers = await Promise.all([
      sportello.approval.approve(decision),
      sportello.approval.approve({ ...decision, operator: colleague, dossierDigest: digest }),
    ])
    expect(answers.map((answer) => (answer.ok ? 'approved' : answer.refusal.code)).sort()).toEqual([
      'approval/already-decided',
      'approved',
    ])
    await sportello.relay()
    expect(mailer.sent.filter(({ subject }) => /accesso autorizzato/.test(subject))).toHaveLength(1)
    expect(
      await counter.storage.list({ office: 'comune-di-prova', kind: 'credential', tag: 'status:temporary', limit: 10 }),
    ).toHaveLength(1)
  })

  it('O2: of an approval and a rejection at once one wins; state, mail and journal agree', async () => {
    const { sportello, mailer, decision, credentials } = await pendingCase()
    const [yes, no] = await Promise.all([
      sportello.approval.approve(decision),
      sportello.approval.reject({ ...decision, reason: 'Illeggibile' }),
    ])
    expect([yes.ok, no.ok].filter(Boolean)).toHaveLength(1)
    await sportello.relay()
    const subjects = mailer.sent.slice(1).map(({ subject }) => subject)
    expect(subjects).toEqual([yes.ok ? 'Comune di Prova: accesso autorizzato' : 'Comune di Prova: richiesta non accolta'])
    expect((await sportello.session.signIn(credentials)).ok).toBe(yes.ok)
    const journal = accepted(await sportello.journal.read({ kind: 'approval', id: decision.id }))
    expect(journal.filter(({ type }) => type === 'Approved' || type === 'Rejected').map(({ type }) => type)).toEqual([
      yes.ok ? 'Approved' : 'Rejected',
    ])
  })

  it('O3: a decided request takes no second decision', async () => {
    const { sportello, decision } = await pendingCase()
    accepted(await sportello.approval.approve(decision))
    const again = [
      await sportello.approval.approve(decision),
      await sportello.approval.reject({ ...decision, reason: 'x' }),
      await sportello.approval.requestCorrection({ ...decision, reason: 'x' }),
    ]
    expect(again.map(refusedCode)).toEqual(Array(3).fill('approval/already-decided'))
  })

  it('O4: the operator of another office finds nothing', async () => {
    const { counter, decision } = await pendingCase()
    const other = openCounter({ storage: counter.storage, office: { ...counter.configuration.office, id: 'comune-di-altrove' } })
    const { approval } = other.sportello
    expect(accepted(await approval.pending())).toEqual([])
    expect(refusedCode(await approval.dossier({ operator, id: decision.id }))).toBe('approval/not-found')
    expect(refusedCode(await approval.approve(decision))).toBe('approval/not-found')
  })

  it('O5: no answer of the office desk carries a PIN, a password or a verifier', async () => {
    const { sportello, decision, credentials } = await pendingCase()
    const shown = JSON.stringify([
      await sportello.approval.dossier({ operator, id: decision.id }),
      await sportello.approval.approve(decision),
      await sportello.credential.inspect({ operator, codiceFiscale: anna.codiceFiscale }),
    ])
    for (const secret of [credentials.pin, credentials.pin.slice(0, 4), credentials.password, 'verifier', '$plain']) {
      expect(shown).not.toContain(`"${secret}`)
    }
    expect(shown).not.toMatch(/\$(plain|scrypt|argon2id)/)
  })

  it('O6: a rejection without a reason, and a decision without a dossier, are refused', async () => {
    const { sportello, decision } = await pendingCase()
    for (const reason of ['', '  ', '\u200B', undefined, 42]) {
      // Whatever a host may pass on.
      expect(refusedCode(await sportello.approval.reject({ ...decision, reason: reason as string }))).toBe('approval/form')
    }
    expect(refusedCode(await sportello.approval.approve({ ...decision, dossierDigest: 'x' }))).toBe('approval/dossier-changed')
    const draft = await drafted(sportello, { ...anna, email: 'draft@example.it' })
    expect(refusedCode(await sportello.approval.approve({ ...decision, id: draft.id }))).toBe('approval/not-found')
  })

  it('E2: a reason with line breaks, terminal or bidirectional controls is one clean line in journal and mail', async () => {
    const { sportello, mailer, decision } = await pendingCase()
    accepted(await sportello.approval.reject({ ...decision, reason: 'Illeggibile\r\nBcc: x@example.it\u001B[31m\u202Etxt' }))
    const journal = accepted(await sportello.journal.read({ kind: 'approval', id: decision.id }))
    expect(journal.at(-1)?.personal).toEqual({ reason: 'Illeggibile Bcc: x@example.it [31m txt' })
    await sportello.relay()
    expect(mailer.sent.at(-1)?.text).toContain('Motivo: Illeggibile Bcc: x@example.it [31m txt\n')
    for (const id of ['a\nb', 'a b', '\u202Ea', 'x'.repeat(65)]) {
      expect(refusedCode(await sportello.approval.reject({ ...decision, operator: { ...operator, id }, reason: 'x' }))).toBe(
        'approval/form',
      )
    }
  })

  it('INV-02: nobody decides on his own request, in whatever spelling', async () => {
    const { sportello, decision } = await pendingCase()
    const self = { id: 'operator-9', codiceFiscale: 'vrdnna80a41l219z' }
    expect(refusedCode(await sportello.approval.approve({ ...decision, operator: self }))).toBe('approval/own-request')
    expect(refusedCode(await sportello.approval.reject({ ...decision, operator: self, reason: 'x' }))).toBe(
      'approval/own-request',
    )
    expect(refusedCode(await sportello.approval.approve({ ...decision, operator: { id: '', codiceFiscale: '' } }))).toBe(
      'approval/form',
    )
  })

  it('INV-02: nobody decides on his own request under a variant of his codice fiscale', async () => {
    const { sportello, decision } = await pendingCase()
    // Her own code with its last digit written as a letter: another account, and the same person.
    const self = { id: 'operator-9', codiceFiscale: variantOf(anna.codiceFiscale) }
    expect(self.codiceFiscale).not.toBe(anna.codiceFiscale)
    const reasoned = { ...decision, operator: self, reason: 'x' }
    expect(refusedCode(await sportello.approval.approve({ ...decision, operator: self }))).toBe('approval/own-request')
    expect(refusedCode(await sportello.approval.reject(reasoned))).toBe('approval/own-request')
    expect(refusedCode(await sportello.approval.requestCorrection(reasoned))).toBe('approval/own-request')
    expect(accepted(await sportello.approval.pending()).map(({ id }) => id)).toEqual([decision.id])
  })

  it('D7: nobody approves without the bytes of a document, and no credential is issued', async () => {
    const { counter, sportello, decision, credentials } = await pendingCase()
    const [document] = accepted(await sportello.approval.dossier({ operator, id: decision.id })).documents
    const { digest = '', size = 0 } = document ?? {}
    await counter.documents.delete({ office: 'comune-di-prova', owner: decision.id, digest, size })
    const answer = await sportello.approval.approve(decision)
    expect(answer.ok ? null : answer.refusal).toEqual({ code: 'approval/document-missing', document: 1 })
    expect(refusedCode(await sportello.session.signIn(credentials))).toBe('session/sign-in-refused')
    expect(refusedCode(await sportello.approval.document({ operator, id: decision.id, document: 1 }))).toBe(
      'approval/document-missing',
    )
  })

  it('D7: nobody approves on bytes that have changed since they were filed', async () => {
    const counter = openCounter()
    const altered = (content: Uint8Array | null) =>
      content?.map((byte, i) => (i === content.length - 1 ? byte ^ 1 : byte)) ?? null
    let isAltered = false
    const documents = {
      ...counter.documents,
      get: async (ref: Parameters<typeof counter.documents.get>[0]) => {
        const content = await counter.documents.get(ref)
        return isAltered ? altered(content) : content
      },
    }
    const desk = openCounter({ documents })
    const filed = await completed(desk)
    const { approval } = desk.sportello
    const { digest: dossierDigest } = accepted(await approval.dossier({ operator, id: filed.id }))
    isAltered = true
    const decision = { operator, id: filed.id, dossierDigest }
    expect(refusedCode(await approval.approve(decision))).toBe('approval/document-missing')
    expect(refusedCode(await approval.document({ operator, id: filed.id, document: 1 }))).toBe('approval/document-missing')
    isAltered = false
    accepted(await approval.approve(decision))
  })

  it('R1: of two requests on one codice fiscale approved at once one gets the credential', async () => {
    const counter = openCounter()
    const cases = [await completed(counter), await completed(counter, { ...anna, email: 'second@example.it' })]
    const decisions = await Promise.all(
      cases.map(async ({ id }) => ({
        operator,
        id,
        dossierDigest: accepted(await counter.sportello.approval.dossier({ operator, id })).digest,
      })),
    )
    const answers = await Promise.all(decisions.map((decision) => counter.sportello.approval.approve(decision)))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    expect(answers.filter((answer) => !answer.ok).map(refusedCode)).toEqual(['approval/void'])
  })

  it('a person whose credential ended can be approved anew, with other secrets', async () => {
    const counter = openCounter()
    const first = await approved(counter)
    accepted(
      await counter.sportello.credential.revoke({
        operator,
        codiceFiscale: anna.codiceFiscale,
        reason: 'Chiesto allo sportello',
      }),
    )
    const second = await approved(counter)
    expect(refusedCode(await counter.sportello.session.signIn(first.credentials))).toBe('session/sign-in-refused')
    accepted(await counter.sportello.session.signIn(second.credentials))
  })

  it('repeated with one request key decides once and answers the same', async () => {
    const { sportello, mailer, decision } = await pendingCase()
    const requestKey = 'decision-0123456789abcdef'
    const first = await sportello.approval.approve(decision, { requestKey })
    expect(await sportello.approval.approve(decision, { requestKey })).toEqual(first)
    expect(first.ok).toBe(true)
    expect(refusedCode(await sportello.approval.approve({ ...decision, operator: colleague }, { requestKey }))).toBe(
      'request/key-reused',
    )
    await sportello.relay()
    expect(mailer.sent).toHaveLength(2)
  })
})
