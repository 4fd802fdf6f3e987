import { describe, expect, it } from 'vitest'
import {
  accepted,
  anna,
  approve,
  completed,
  drafted,
  freshPdf,
  newPassword,
  openCounter,
  operator,
  refusedCode,
  subscribed,
} from '../../../support/counter.ts'

const keyOf = (kind: string, id: string) => `comune-di-prova/${kind}/${id}`

describe('a request whose personal data were erased', () => {
  it('INV-29: does not exist for its applicant any more, whatever he does', async () => {
    const { sportello, storage, clock } = openCounter()
    const { ticket, id } = await drafted(sportello)
    await storage.erase(keyOf('registration', id), clock.now())
    const { registration } = sportello
    const answers = [
      await registration.inspect(ticket),
      await registration.renewPin(ticket),
      await registration.addDocument(ticket, { type: 'identity-card' }, freshPdf()),
      await registration.removeDocument(ticket, 1),
      await registration.complete(ticket),
      await registration.withdraw(ticket),
    ]
    expect(answers.map(refusedCode)).toEqual(answers.map(() => 'registration/not-found'))
  })

  it('INV-29: can be rejected by the office, and neither approved nor sent for a correction; the attempts are journalled', async () => {
    const { sportello, storage, clock, mailer } = await (async () => {
      const counter = openCounter()
      return { ...counter, ...(await completed(counter)) }
    })()
    const [pending] = accepted(await sportello.approval.pending())
    const id = pending?.id ?? ''
    const dossierDigest = accepted(await sportello.approval.dossier({ operator, id })).digest
    await storage.erase(keyOf('registration', id), clock.now())
    const { approval } = sportello
    const before = mailer.sent.length
    expect(refusedCode(await approval.approve({ operator, id, dossierDigest }))).toBe('approval/erased')
    expect(refusedCode(await approval.requestCorrection({ operator, id, dossierDigest, reason: 'Manca il retro.' }))).toBe(
      'approval/erased',
    )
    expect(accepted(await approval.dossier({ operator, id }))).toMatchObject({ person: null, findings: [], status: 'pending' })
    accepted(await approval.reject({ operator, id, dossierDigest, reason: 'Dati cancellati.' }))
    await sportello.relay()
    expect(mailer.sent.length).toBe(before)
    expect(await storage.list({ office: 'comune-di-prova', kind: 'credential', limit: 10 })).toEqual([])
    const journal = accepted(await sportello.journal.read({ kind: 'approval', id }))
    expect(journal.map(({ type, data }) => [type, (data as { readonly code?: string }).code])).toEqual([
      ['ApprovalSubmitted', undefined],
      ['DossierViewed', undefined],
      ['Refused', 'approval/erased'],
      ['Refused', 'approval/erased'],
      ['DossierViewed', undefined],
      ['Rejected', undefined],
    ])
  })

  it('leaves nothing of what was found about the person', async () => {
    const counter = openCounter()
    const strange = { ...anna, surname: 'Bianchi', sex: 'M' }
    const { id } = await drafted(counter.sportello, strange)
    await counter.storage.erase(keyOf('registration', id), counter.clock.now())
    const { records, journal } = counter.storage.contents()
    expect(JSON.stringify([records, journal])).not.toMatch(/mismatch|undecidable/)
  })
})

describe('a credential whose personal data were erased', () => {
  it('INV-25, INV-29: is refused like any other, and its open session names nobody', async () => {
    const counter = openCounter()
    const { sportello, storage, clock } = counter
    const { credentials, accountId } = await subscribed(counter)
    const { token } = accepted(await sportello.session.signIn(credentials))
    await storage.erase(keyOf('credential', accountId), clock.now())
    expect(refusedCode(await sportello.session.signIn(credentials))).toBe('session/sign-in-refused')
    expect(accepted(await sportello.session.check(token)).person).toBeNull()
    const change = { token, current: credentials.password, next: `${newPassword}x`, confirmation: `${newPassword}x` }
    expect(refusedCode(await sportello.credential.changePassword(change))).toBe('credential/not-found')
  })

  it('can be revoked, and then the person can be approved anew', async () => {
    const counter = openCounter()
    const { sportello, storage, clock } = counter
    const { accountId } = await subscribed(counter)
    await storage.erase(keyOf('credential', accountId), clock.now())
    const { codiceFiscale } = anna
    accepted(await sportello.credential.revoke({ operator, codiceFiscale, reason: 'Dati cancellati.' }))
    const again = await completed(counter)
    expect(await approve(counter, again.id)).toBe(accountId)
    accepted(await sportello.session.signIn(again.credentials))
  })
})
