/** A life at the counter in which everything happens that the feed tells. */
import { day, hour } from '../../../support/addresses.ts'
import { accepted, anna, approved, type Counter, openCounter, operator, subscribed } from '../../../support/counter.ts'
import { identityOf } from '../../../support/federation.ts'
import { type FrozenLife, freezeLife } from '../../../versions/life.ts'

/** What the office writes of Anna. */
export const act = { operator, codiceFiscale: anna.codiceFiscale, reason: 'Vista la nota prot. 77.' } as const

/** Somebody whom another system knew. */
const imported = { codiceFiscale: 'VRDNNA80A41F205K', surname: 'Verdi', name: 'Anna' } as const

/** Somebody who never uses the first password. */
const retired = { codiceFiscale: 'BNCBRT80A41L219E', surname: 'Bianchi', name: 'Berta' } as const

/** The life that leaves every record in every status behind, then Anna until her credential is revoked. */
export async function wholeLife(): Promise<{ readonly counter: Counter; readonly held: FrozenLife['held'] }> {
  const counter = openCounter({ seed: 42 })
  const { held } = await freezeLife(counter)
  const { sportello, clock } = counter
  const { credentials } = await subscribed(counter)
  accepted(await sportello.addresses.setPec({ ...act, pec: 'anna.verdi@pec.example.it' }))
  for (const finding of ['full', 'usable'] as const) {
    clock.advance(hour)
    accepted(await sportello.addresses.reportPecStatus({ ...act, finding }))
  }
  const { token } = accepted(await sportello.session.signIn(credentials))
  accepted(await sportello.credential.endSessions({ token }))
  for (let guess = 0; guess < 5; guess += 1) {
    await sportello.session.signIn({ ...credentials, pin: '000000000' })
    clock.advance(hour)
  }
  accepted(await sportello.credential.reactivate(act))
  accepted(await sportello.credential.suspend(act))
  accepted(await sportello.credential.reactivate(act))
  const body = { bodyName: 'Comune di Esempio', bodyTaxCode: '00743110157', services: ['databases'] }
  accepted(await sportello.authorisations.grant({ ...act, ...body }))
  accepted(await sportello.credential.revoke(act))
  const account = { ...imported, birthDate: '1980-01-01', email: 'altra@example.it', status: 'active', externalId: '1' } as const
  accepted(await sportello.imports.account({ operator, batch: 'old-portal', account }))
  await rebound(counter)
  await retiredAndJoined(counter)
  return { counter, held }
}

/** Somebody gets a codice fiscale under which something was granted before. */
async function rebound({ sportello }: Counter): Promise<void> {
  const newCodiceFiscale = 'VRDNNA80A41F20RF'
  const granted = { ...act, codiceFiscale: newCodiceFiscale }
  const body = { bodyName: 'Comune di Esempio', bodyTaxCode: '00743110157', services: ['databases'] }
  accepted(await sportello.authorisations.grant({ ...granted, ...body }))
  const document = { kind: 'court-order', number: 'RG 2', expiresOn: '2030-01-01' } as const
  accepted(await sportello.exemption.grant({ ...granted, kind: 'guardianship', document }))
  const certificate = { kind: 'tax-code-certificate', number: 'AE 2', issuedOn: '2026-01-01' } as const
  const { codiceFiscale } = imported
  accepted(await sportello.rebinding.rebind({ ...act, codiceFiscale, newCodiceFiscale, document: certificate }))
}

/** Somebody whose temporary password has ended signs in by SPID, and is the same person as one of another state. */
async function retiredAndJoined(counter: Counter): Promise<void> {
  const { sportello, clock } = counter
  const { codiceFiscale } = retired
  await approved(counter, { ...anna, ...retired, email: 'terza@example.it' })
  clock.advance(8 * day)
  const subject = { scheme: 'spid-code', value: 'WXYZ0000000001' } as const
  accepted(
    await sportello.federation.signIn(
      identityOf('readSpidSaml', { at: clock.now(), subject, person: { codiceFiscale, surname: 'Bianchi', givenName: 'Berta' } }),
    ),
  )
  const { token } = accepted(await sportello.federation.signIn(identityOf('readEidas', { at: clock.now() })))
  const person = { codiceFiscale: 'BNCBRN40A01L219K', surname: 'Bianchi', name: 'Bruno', birthDate: '1940-01-01' }
  const evidence = { kind: 'signed-delegation', number: 'D 3', expiresOn: '2030-12-31' } as const
  accepted(await sportello.delegations.request({ token, person, capacity: 'relative', evidence }))
  const [own] = accepted(await sportello.federation.inspectOwn({ token }))
  const document = { kind: 'residence-permit', number: 'X 1', issuedOn: '2026-01-01' } as const
  const { reason } = act
  accepted(await sportello.federation.join({ operator, id: own?.id ?? '', codiceFiscale, document, reason }))
}

/** Anna's data are erased on her request, and those of the others when their time is over. */
export async function erased({ sportello, clock }: Counter): Promise<void> {
  accepted(await sportello.subject.erase(act))
  for (const ms of [40 * day, 200 * day, 400 * day]) {
    clock.advance(ms)
    await sportello.retention.sweep({ limit: 1000 })
  }
}
