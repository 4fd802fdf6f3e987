import { recordingMailer } from 'sportello/testing'
import { describe, expect, it } from 'vitest'
import { accepted, completed, freshPdf, openCounter, operator, refusedCode } from '../../../support/counter.ts'

/** A request that awaits a correction, and the ticket that its mail carries. */
async function awaitingCorrection({ deliver = true, mailer: given = recordingMailer() } = {}) {
  const counter = { ...openCounter({ mailer: given }), mailer: given }
  const { sportello, mailer } = counter
  const { id } = await completed(counter)
  const dossierDigest = accepted(await sportello.approval.dossier({ operator, id })).digest
  accepted(await sportello.approval.requestCorrection({ operator, id, dossierDigest, reason: 'Manca il retro.' }))
  if (deliver) await sportello.relay()
  const ticket = /#ticket=(\S+)/.exec(mailer.sent.at(-1)?.text ?? '')?.[1] ?? ''
  return { counter, sportello, mailer, id, dossierDigest, ticket }
}

describe('a request that awaits a correction', () => {
  it('INV-03: is closed for its applicant when the office rejects it after all', async () => {
    const { sportello, id, dossierDigest, ticket } = await awaitingCorrection()
    accepted(await sportello.approval.reject({ operator, id, dossierDigest, reason: 'Nessuna risposta.' }))
    const { registration } = sportello
    expect(accepted(await registration.inspect(ticket))).toMatchObject({ status: 'void', actions: [] })
    expect(refusedCode(await registration.complete(ticket))).toBe('registration/closed')
    expect(refusedCode(await registration.addDocument(ticket, { type: 'identity-card' }, freshPdf()))).toBe('registration/closed')
    expect(refusedCode(await registration.withdraw(ticket))).toBe('registration/closed')
  })

  it('M7: of which the link is not mailed yet, never has it mailed once it is rejected', async () => {
    const { sportello, mailer, id, dossierDigest } = await awaitingCorrection({ deliver: false })
    accepted(await sportello.approval.reject({ operator, id, dossierDigest, reason: 'Nessuna risposta.' }))
    await sportello.relay()
    expect(mailer.sent.slice(1).map(({ subject }) => subject)).toEqual(['Comune di Prova: richiesta non accolta'])
  })

  it('INV-33: takes its case along when the applicant withdraws it: nothing is left to decide, nothing is mailed', async () => {
    const { sportello, mailer, id, dossierDigest, ticket } = await awaitingCorrection()
    accepted(await sportello.registration.withdraw(ticket))
    const dossier = accepted(await sportello.approval.dossier({ operator, id }))
    expect(dossier).toMatchObject({ status: 'void', competitors: [] })
    expect(refusedCode(await sportello.approval.reject({ operator, id, dossierDigest, reason: 'Nessuna risposta.' }))).toBe(
      'approval/void',
    )
    const before = mailer.sent.length
    await sportello.relay()
    expect(mailer.sent.length).toBe(before)
  })

  it('M7: of which the link is to be sent again, never has it sent again once it is withdrawn', async () => {
    const mailer = recordingMailer(({ id }) => (id.endsWith('.awaiting-correction') ? 'sent-then-throw' : 'sent'))
    const { counter, sportello, ticket } = await awaitingCorrection({ mailer })
    const before = mailer.sent.length
    accepted(await sportello.registration.withdraw(ticket))
    counter.clock.advance(24 * 60 * 60_000)
    await sportello.relay()
    expect(mailer.sent.length).toBe(before)
  })

  it('is no competitor any more once it is withdrawn', async () => {
    const { counter, sportello, ticket } = await awaitingCorrection()
    accepted(await sportello.registration.withdraw(ticket))
    const again = await completed(counter)
    expect(accepted(await sportello.approval.dossier({ operator, id: again.id })).competitors).toEqual([])
  })
})
