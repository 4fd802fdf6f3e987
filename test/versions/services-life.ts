/** The part of a life at the counter that is about services: the catalogue, authorisations, and delegations in every status. */
import { reason, seedServices } from '../procedures/services/seed-services.ts'
import { accepted, type anna, type Counter, operator, subscribed } from '../support/counter.ts'

type Person = { readonly codiceFiscale: string; readonly email: string } & Omit<typeof anna, 'codiceFiscale' | 'email'>

const evidence = { kind: 'court-decree', number: 'RG 1/2026' } as const
const body = { bodyName: 'Comune di Esempio', bodyTaxCode: '00743110157', services: ['databases'] }

/** The day of birth that a codice fiscale says, in the last century. */
export function birthDateOf(codiceFiscale: string): string {
  const month = 'ABCDEHLMPRST'.indexOf(codiceFiscale[8] ?? '') + 1
  const day = Number(codiceFiscale.slice(9, 11)) % 40
  return `19${codiceFiscale.slice(6, 8)}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

export async function actForOthers(counter: Counter, person: () => Person): Promise<void> {
  const { services, authorisations, delegations, session } = counter.sportello
  for (const service of Object.values(seedServices)) accepted(await services.set({ operator, reason, ...service }))
  const { credentials } = await subscribed(counter, person())
  const { token } = accepted(await session.signIn(credentials))
  const { codiceFiscale } = credentials
  const form = { operator, reason, codiceFiscale, ...body }
  const { id: over } = accepted(await authorisations.grant({ ...form, untilDay: '2099-12-31' }))
  accepted(await authorisations.revoke({ operator, reason, codiceFiscale, id: over }))
  accepted(await authorisations.grant(form))
  const request = async (): Promise<string> => {
    const { codiceFiscale: code, surname, name } = person()
    const named = { codiceFiscale: code, surname, name, birthDate: birthDateOf(code) }
    return accepted(await delegations.request({ token, person: named, capacity: 'guardian', evidence })).id
  }
  const decided = async (act: 'grant' | 'reject'): Promise<string> => {
    const id = await request()
    accepted(await delegations[act]({ operator, reason, id }))
    return id
  }
  await request()
  await decided('reject')
  await decided('grant')
  accepted(await delegations.end({ token, id: await request() }))
  accepted(await delegations.revoke({ operator, reason, id: await decided('grant') }))
}
