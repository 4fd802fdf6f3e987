/** How the catalogue of an office is stored. */
import * as z from 'zod'
import type { Machine } from '../../../runtime/record.ts'
import { readStored } from '../../../runtime/schema.ts'
import { serviceMeans } from '../means.ts'
import { catalogueDecider } from './machine.ts'
import {
  type CatalogueCommand,
  type CatalogueEvent,
  type CatalogueRefusal,
  type CatalogueState,
  serviceAccesses,
} from './model.ts'

const level = z.literal([1, 2, 3])
const service = z.strictObject({
  id: z.string(),
  names: z.strictObject({ it: z.string(), en: z.string() }),
  access: z.literal(serviceAccesses),
  accepts: z.array(z.literal(serviceMeans)),
  level,
  localLevel: level,
  ageMin: z.number(),
  audience: z.string().nullable(),
  feature: z.string().nullable(),
})
const state: z.ZodType<CatalogueState> = z.strictObject({
  status: z.literal(['none', 'kept']),
  services: z.array(service),
  personal: z.null(),
})

export type CatalogueMachine = Machine<CatalogueState, CatalogueCommand, CatalogueEvent, CatalogueRefusal>

/** The machine and how its record is stored. */
export const catalogueMachine: CatalogueMachine = {
  decider: catalogueDecider,
  upgrades: [],
  parse: (value) => readStored(state, value),
  tags: () => [],
  dueAt: () => null,
}

/** The id of the one record: an office has one catalogue. */
export const catalogueId = 'services'
