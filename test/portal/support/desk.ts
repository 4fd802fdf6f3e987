/** What operators and applicants have done before a page of the desk is looked at: all by calls of the library. */
import { type AssistanceForm, type Operator, unwrap } from 'sportello'
import { samplePdf } from 'sportello/testing'
import { operator } from '../../../examples/portal/setting/people.ts'
import type { Town } from '../../../examples/portal/setting/town.ts'
import { filed, type Request, returned, somebody } from './applicants.ts'

export { operator as lucia }
/** Whom `atDesk` signs in. */
export const mario: Operator = { id: 'm.rossi', codiceFiscale: 'RSSMRA70A01H501S' }

/** What a decision names. */
export async function decisionOn({ sportello }: Town, id: string, by: Operator = operator) {
  const { digest } = unwrap(await sportello.approval.dossier({ operator: by, id }))
  return { operator: by, id, dossierDigest: digest }
}

export async function approved(town: Town, form = somebody()): Promise<Request> {
  const request = await filed(town, form)
  unwrap(await town.sportello.approval.approve(await decisionOn(town, request.id)))
  return request
}

export async function rejected(town: Town): Promise<Request> {
  const request = await filed(town)
  const reason = 'Il documento non è della persona indicata.'
  unwrap(await town.sportello.approval.reject({ ...(await decisionOn(town, request.id)), reason }))
  return request
}

/** Returned, and filed again with another address and another document. */
export async function corrected(town: Town): Promise<Request> {
  const request = await returned(town, { fields: ['residenceAddress'], documents: [1] })
  await correct(town, request)
  return request
}

/** Files again what was returned. */
export async function correct(town: Town, request: Request): Promise<void> {
  const { registration } = town.sportello
  unwrap(await registration.correct(request.ticket, { residenceAddress: 'Via delle Prove 2' }))
  unwrap(await registration.removeDocument(request.ticket, 1))
  const card = { type: 'identity-card', name: 'carta-nitida.pdf' }
  unwrap(await registration.addDocument(request.ticket, card, samplePdf(`nitida ${request.form.email}`)))
  unwrap(await registration.complete(request.ticket))
}

/** A document with a link in it: it is taken, and the office is told. */
export function linkingPdf(): Uint8Array {
  const text = Buffer.from(samplePdf('Carta con un collegamento')).toString('latin1')
  const linked = text.replace('/BaseFont /Helvetica >>', '/BaseFont /Helvetica /A << /S /URI /URI (https://example.it) >> >>')
  return Buffer.from(linked.replace(/startxref\n\d+/, `startxref\n${linked.lastIndexOf('\nxref\n') + 1}`), 'latin1')
}

/** Somebody who cannot sign in asks for another PEC; of whom there is a credential where `person` has one. */
export async function asked({ sportello }: Town, person = somebody(), change: Partial<AssistanceForm> = {}) {
  const pec = `nuova.${person.email}`
  return unwrap(
    await sportello.assistance.open(
      {
        ...{ path: ['private-area', 'pec-change', 'no'], surname: person.surname, name: 'Anna' },
        ...{ codiceFiscale: person.codiceFiscale, oldPec: 'vecchia@pec.example.it', pec, confirmation: pec, email: person.email },
        ...{ telephone: '011 000000', documentType: 'identity-card', documentNumber: 'CA00000AA', fileName: 'carta.pdf' },
        ...{ documentIssuer: 'Comune di Torino', documentExpiresOn: '2036-01-01', noticeVersion: '1' },
        ...{ note: 'La vecchia casella è stata chiusa dal gestore.', locale: 'it', ...change },
      },
      samplePdf(`Carta ${person.email}`),
    ),
  )
}
