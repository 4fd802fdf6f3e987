/** What is done about authorisations and delegations, as rows of the table of the maintenance windows. */
import { forBruno, seedServices } from '../../procedures/services/seed-services.ts'
import { accepted, operator } from '../counter.ts'
import type { CommandRow } from './commands.ts'
import { type Actor, reached } from './people.ts'

const reason = 'Prot. 2.'

async function withServices({ counter: { sportello } }: Actor): Promise<string> {
  for (const service of [seedServices.registry, seedServices.databases]) {
    accepted(await sportello.services.set({ operator, reason, ...service }))
  }
  return ''
}

/** The id of a delegation that the office has yet to decide on; null for whoever has no session. */
async function asked(actor: Actor): Promise<string | null> {
  await withServices(actor)
  return reached(await actor.counter.sportello.delegations.request({ token: actor.token, ...forBruno }))?.id ?? null
}

const delegateOf = ({ codiceFiscale, form }: Actor) => ({ codiceFiscale, surname: form.surname, name: form.name })

/** The citizen's menu. */
export const servicesCommands: readonly CommandRow[] = [
  {
    operation: 'delegation/request',
    begin: withServices,
    give: ({ counter, token }) => counter.sportello.delegations.request({ token, ...forBruno }),
  },
]

/** The office's desk. */
export const servicesDeskCommands: readonly CommandRow[] = [
  {
    operation: 'authorisation/grant',
    begin: withServices,
    give: ({ counter, codiceFiscale }) =>
      counter.sportello.authorisations.grant({
        ...{ operator, reason, codiceFiscale, services: ['databases'] },
        ...{ bodyName: 'Comune di Esempio', bodyTaxCode: '00743110157' },
      }),
  },
  {
    operation: 'delegation/record',
    begin: withServices,
    give: (actor) => actor.counter.sportello.delegations.record({ operator, reason, delegate: delegateOf(actor), ...forBruno }),
  },
  {
    operation: 'delegation/grant',
    begin: asked,
    give: ({ counter }, id) => counter.sportello.delegations.grant({ operator, id, reason }),
  },
  {
    operation: 'delegation/reject',
    begin: asked,
    give: ({ counter }, id) => counter.sportello.delegations.reject({ operator, id, reason }),
  },
]
