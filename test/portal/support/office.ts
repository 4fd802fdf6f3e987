/** What the office has before it: files of people, identities to decide on, letters that nobody took. All by calls of the library. */
import type { MaintenancePlanForm, RegistrationForm } from 'sportello'
import { unwrap } from 'sportello'
import { expect } from 'vitest'
import { operator, type Resident } from '../../../examples/portal/setting/people.ts'
import { identityOf } from '../../support/federation.ts'
import { applicant } from './applicants.ts'
import { fill, press } from './forms.ts'
import type { Visit, World } from './world.ts'

/** A subscriber by number, apart from those of other rooms. */
export const citizen = (world: World, number: number): Promise<Resident> => world.resident(citizenForm(number))
export const citizenForm = (number: number): RegistrationForm => applicant(1_000 + number)

/** Opens the file of a person at the desk, and a page of it. */
export async function opensFile(visit: Visit, codiceFiscale: string, page = ''): Promise<void> {
  await visit.atDesk()
  await visit.go('/desk/people')
  await fill(visit, { codiceFiscale: codiceFiscale })
  await press(visit, /^(Cerca|Look up)$/)
  expect(visit.page.url()).toMatch(/\/desk\/people\/./)
  if (page !== '') await visit.page.goto(`${visit.page.url()}${page}`)
}

export const reasoned = { operator, reason: 'Prot. 12 del 2026.' }

/** Brings the credential of a citizen to where it is suspended; the same again changes nothing. */
export async function suspended(world: World, number: number): Promise<Resident> {
  const resident = await citizen(world, number)
  await world.town.sportello.credential.suspend({ ...reasoned, codiceFiscale: resident.codiceFiscale, cause: 'theft-suspected' })
  return resident
}

/** Somebody comes with SPID, and with another day of birth than the one on record: the id of the case. */
export async function identityCase(world: World, number: number): Promise<string> {
  const { sportello } = world.town
  const { codiceFiscale } = await citizen(world, number)
  const identity = identityOf('readSpidSaml', {
    subject: { scheme: 'spid-code', value: `CASO${number}` },
    at: world.clock.now() - 60_000,
    person: { codiceFiscale, surname: 'Verdi', givenName: 'Anna', birthDate: '1949-01-01' },
  })
  const before = new Set(unwrap(await sportello.federation.pending({ limit: 200 })).map(({ id }) => id))
  await sportello.federation.signIn(identity)
  const after = unwrap(await sportello.federation.pending({ limit: 200 }))
  return after.find(({ id }) => !before.has(id))?.id ?? after[0]?.id ?? ''
}

/** A letter to a citizen that no server took, as the relay parks it after its last attempt. Its id. */
export async function parkedLetter(world: World, number: number): Promise<string> {
  const { town, storage, clock } = world
  const { codiceFiscale } = await citizen(world, number)
  await town.sportello.relay()
  unwrap(await town.sportello.credential.liftDelay({ ...reasoned, codiceFiscale }))
  const [letter] = await storage.lease({ office: town.office.id, now: clock.now(), leaseMs: 60_000, limit: 1 })
  await storage.settle(letter?.id ?? '', { parkedAt: clock.now() })
  // What the act has queued besides leaves as it does.
  await town.sportello.relay()
  return letter?.id ?? ''
}

const words = (it: string, en: string) => ({ it, en })

/** Plans a window, and answers its id. */
export async function plannedWindow({ town }: World, plan: Partial<MaintenancePlanForm> = {}): Promise<string> {
  const whole: MaintenancePlanForm = {
    ...reasoned,
    title: words('Aggiornamento del servizio', 'Update of the service'),
    ...{ from: '2099-03-10T20:00', to: '2099-03-11T06:00' },
    features: { registration: 'closed', 'email-change': 'closed', 'desk-approval': 'closed' },
    procedures: { registration: 'void', 'email-change': 'suspend' },
    ...plan,
  }
  return unwrap(await town.sportello.maintenance.plan(whole)).id
}
