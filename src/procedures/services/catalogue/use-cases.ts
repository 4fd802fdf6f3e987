/** What an operator does with the catalogue of the office. Each act is one commit of one record. */
import { type AnyRefusal, accept, invariant, type Result } from '../../../kernel/index.ts'
import { perform, readForm } from '../../../runtime/command.ts'
import type { CommandOptions } from '../../../runtime/input.ts'
import { operatorActor } from '../../../runtime/operator.ts'
import type { Operator } from '../../../runtime/schema.ts'
import { transact } from '../../../runtime/transact.ts'
import type { CatalogueApiRefusal, CatalogueContext } from './context.ts'
import { removeForm, serviceForm } from './form-schema.ts'
import type { CatalogueCommand, CatalogueService } from './model.ts'
import { catalogueId, catalogueMachine } from './schema.ts'

type Answer<V> = Promise<Result<V, CatalogueApiRefusal>>

function act<V>(
  { runtime }: CatalogueContext,
  { name, operator, options, input }: { name: string; operator: Operator; options: CommandOptions | undefined; input: unknown },
  command: CatalogueCommand,
  answer: V,
): Answer<V> {
  const operation = { name: `catalogue/${name}`, by: operatorActor(operator), options, input }
  return perform<V, CatalogueApiRefusal>(runtime, operation, async (unit) => {
    const ran = await unit.run(catalogueMachine, catalogueId, command)
    return ran.ok ? accept(answer) : ran
  })
}

/** Sets a service, or other conditions of one. */
export async function setService(context: CatalogueContext, input: unknown, options?: CommandOptions): Answer<CatalogueService> {
  const read = readForm(serviceForm(context.audiences, context.features), input, 'catalogue/form')
  if (!read.ok) return read
  const { operator, reason, ...service } = read.value
  const asked = { name: 'set', operator, options, input: read.value }
  return act(context, asked, { type: 'SetService', service, personal: { reason } }, service)
}

/** What has been taken out. */
export type CatalogueRemoved = {
  /** The id of the service. */
  readonly id: string
}

/** Takes a service out of the catalogue: nobody may use it any more. */
export async function removeService(
  context: CatalogueContext,
  input: unknown,
  options?: CommandOptions,
): Answer<CatalogueRemoved> {
  const read = readForm(removeForm, input, 'catalogue/form')
  if (!read.ok) return read
  const { operator, reason, id } = read.value
  return act(
    context,
    { name: 'remove', operator, options, input: read.value },
    { type: 'RemoveService', id, personal: { reason } },
    { id },
  )
}

/** The services as they are set, in the order of their ids. */
export async function listServices({ runtime }: CatalogueContext): Promise<readonly CatalogueService[]> {
  const operation = { name: 'catalogue/look', by: { kind: 'system' }, journalsRefusals: false } as const
  const found = await transact<readonly CatalogueService[], AnyRefusal>(runtime, operation, async (unit) => {
    const { services } = await unit.state(catalogueMachine, catalogueId)
    return accept([...services].sort((one, other) => (one.id < other.id ? -1 : 1)))
  })
  invariant(found.ok, 'catalogue: anybody may look')
  return found.value
}
