/**
 * The services of an office and what each asks of whoever uses it (seed 002).
 *
 *   none, kept --SetService, RemoveService--> kept
 */
import { accept, type Decider, impossible, refuse } from '../../../kernel/index.ts'
import type { CatalogueCommand, CatalogueEvent, CatalogueRefusal, CatalogueService, CatalogueState } from './model.ts'

export type CatalogueDecider = Decider<CatalogueState, CatalogueCommand, CatalogueEvent, CatalogueRefusal>

/** The whole catalogue is one record, which every question reads. */
export const servicesMax = 200

/** Its parts in one order, whatever order they were stored or given in. */
function inOrder({ id, names, access, accepts, level, localLevel, ageMin, audience, feature }: CatalogueService): unknown {
  return [id, names.it, names.en, access, accepts, level, localLevel, ageMin, audience, feature]
}

const isSame = (before: CatalogueService | undefined, service: CatalogueService): boolean =>
  before !== undefined && JSON.stringify(inOrder(before)) === JSON.stringify(inOrder(service))

const decide: CatalogueDecider['decide'] = ({ services }, command) => {
  const { personal } = command
  if (command.type === 'RemoveService') {
    const { id } = command
    if (!services.some((service) => service.id === id)) return refuse({ code: 'catalogue/not-found' })
    return accept([{ type: 'ServiceRemoved', id, personal }])
  }
  const { service } = command
  const before = services.find(({ id }) => id === service.id)
  if (before === undefined && services.length >= servicesMax) return refuse({ code: 'catalogue/too-many-services', servicesMax })
  return accept(isSame(before, service) ? [] : [{ type: 'ServiceSet', service, personal }])
}

function evolve({ status, services }: CatalogueState, event: CatalogueEvent): CatalogueState {
  const id = event.type === 'ServiceSet' ? event.service.id : event.id
  const others = services.filter((service) => service.id !== id)
  if (event.type === 'ServiceSet') return { status: 'kept', services: [...others, event.service], personal: null }
  if (others.length === services.length) return impossible('catalogue', status, event.type)
  return { status: 'kept', services: others, personal: null }
}

function exampleCommands(): readonly CatalogueCommand[] {
  const personal = { reason: 'The service begins.' }
  const service: CatalogueService = {
    id: 'registry-data',
    names: { it: 'I miei dati anagrafici', en: 'My registry data' },
    access: 'personal',
    accepts: ['local', 'spid-saml'],
    level: 1,
    localLevel: 1,
    ageMin: 0,
    audience: null,
    feature: null,
  }
  return [
    { type: 'SetService', service, personal },
    { type: 'RemoveService', id: 'registry-data', personal },
  ]
}

/** The machine. Which audiences and features there are is looked at where a service is read: the catalogue itself knows none. */
export const catalogueDecider: CatalogueDecider = {
  name: 'catalogue',
  initial: { status: 'none', services: [], personal: null },
  decide,
  evolve,
  isTerminal: () => false,
  exampleCommands,
}
