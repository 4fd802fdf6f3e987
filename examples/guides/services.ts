/** The pieces of docs/services.md: a service of the catalogue, who may use it, for a body, and for another person. */
import { type Operator, type Sportello, unwrap } from 'sportello'

export async function ask(sportello: Sportello, page: (why: string, way: string) => void, token: string, onBehalfOf: string) {
  // #region ask
  const verdict = await sportello.services.mayUse({ service: 'certificates', token, onBehalfOf })
  if (!verdict.may) page(verdict.text.it, verdict.way.it) // why not, and how to get there
  // #endregion
  return verdict
}

export async function set(sportello: Sportello, operator: Operator) {
  // #region set
  const done = await sportello.services.set({
    operator,
    reason: 'Delibera 12/2026.',
    id: 'certificates',
    names: { it: 'Autocertificazioni e certificati', en: 'Self-certifications and certificates' },
    access: 'personal', // or 'public', 'reserved'
    accepts: ['local', 'spid', 'cie', 'cns'],
    level: 2,
    localLevel: 1,
    ageMin: 18,
    audience: 'citizens', // one of `maintenance.audiences` in your policy; left out where it has none
    feature: 'certificates', // one of `maintenance.features` in your policy; left out where it has none
  })
  // #endregion
  return done
}

export async function grant(sportello: Sportello, operator: Operator, codiceFiscale: string) {
  // #region grant
  const granted = await sportello.authorisations.grant({
    operator,
    codiceFiscale, // of the person
    bodyName: 'Provincia di Prova',
    bodyTaxCode: '00743110157', // eleven digits
    services: ['registry'], // reserved ones of the catalogue
    fromDay: '2026-12-01', // left out: today
    untilDay: '2028-12-31', // left out: no last day
    reason: 'Request no. 12.',
  })
  // #endregion
  return granted
}

export type Ward = { readonly codiceFiscale: string; readonly surname: string; readonly name: string }

export async function delegate(sportello: Sportello, operator: Operator, token: string, { codiceFiscale, surname, name }: Ward) {
  // #region delegate
  const wanted = {
    person: { codiceFiscale, surname, name, birthDate: '1940-01-01' }, // who is acted for
    capacity: 'relative',
    services: ['certificates'], // personal ones; left out: all of them
    untilDay: '2028-12-31', // left out: no last day
    evidence: { kind: 'signed-delegation', number: '12/2026' },
  } as const
  const { id } = unwrap(await sportello.delegations.request({ token, ...wanted })) // of whoever is to act
  await sportello.delegations.grant({ operator, id, reason: 'The delegation was shown.' })
  const verdict = await sportello.services.mayUse({ service: 'certificates', token, onBehalfOf: id })
  // #endregion
  return verdict
}
