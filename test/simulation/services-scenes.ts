/** Scenes of services: the catalogue of seed 002, somebody who is authorised, somebody who acts for another person. */

import { decision, forBruno, reason, seedServices } from '../procedures/services/seed-services.ts'
import { accepted, anna, type Counter, newPassword, operator, subscribed } from '../support/counter.ts'
import { scene } from '../support/interleaving.ts'

export const newService = { operator, reason, ...seedServices.notices, id: 'notices-archive' }
export const delegate = { codiceFiscale: anna.codiceFiscale, surname: anna.surname, name: anna.name }
export const authorisation = {
  ...{ operator, reason, codiceFiscale: anna.codiceFiscale, services: ['databases'] },
  ...{ bodyName: 'Comune di Esempio', bodyTaxCode: '00743110157' },
}

async function signedIn(counter: Counter): Promise<{ readonly token: string }> {
  for (const service of [seedServices.registry, seedServices.databases]) {
    accepted(await counter.sportello.services.set({ operator, reason, ...service }))
  }
  const { credentials } = await subscribed(counter)
  const { token } = accepted(await counter.sportello.session.signIn({ ...credentials, password: newPassword }))
  return { token }
}

async function asking(counter: Counter): Promise<{ readonly token: string; readonly id: string }> {
  const { token } = await signedIn(counter)
  return { token, ...accepted(await counter.sportello.delegations.request({ token, ...forBruno })) }
}

/** A subscriber who is signed in, at an office with two services. */
export const withServices = () => scene(signedIn)

/** The same, authorised for the databases. */
export const authorised = () =>
  scene(async (counter) => {
    const { token } = await signedIn(counter)
    return { token, ...accepted(await counter.sportello.authorisations.grant(authorisation)) }
  })

/** The same, who has asked to act for somebody else. */
export const asked = () => scene(asking)

/** The same, to whom that was granted. */
export const delegated = () =>
  scene(async (counter) => {
    const waiting = await asking(counter)
    accepted(await counter.sportello.delegations.grant({ ...decision, id: waiting.id }))
    return waiting
  })
