/** What the office does about the authorisations of a person, and what that person sees of them. */
import { accept, type Instant, type Result, refuse } from '../../../kernel/index.ts'
import { romeDate } from '../../../rules/civil/index.ts'
import { readForm } from '../../../runtime/command.ts'
import { type CommandOptions, formRefusal } from '../../../runtime/input.ts'
import { operatorActor } from '../../../runtime/operator.ts'
import { mailPerson } from '../../../runtime/person-mail.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import { officeForm } from '../../../runtime/schema.ts'
import { transact, type Unit } from '../../../runtime/transact.ts'
import { type LookOptions, lookOptions, type SessionScopeRefusal, withSession } from '../../account/session/context.ts'
import { codeOf, readAccount } from '../../binding/account-of.ts'
import { byOffice } from '../../binding/office-act.ts'
import type { CatalogueService } from '../catalogue/model.ts'
import { catalogueId, catalogueMachine } from '../catalogue/schema.ts'
import { forceOn } from '../days-in-force.ts'
import type { AuthorisationApiRefusal, AuthorisationContext } from './context.ts'
import { grantForm, revokeForm } from './form-schema.ts'
import { grantedLetter, revokedLetter } from './letters.ts'
import type { AuthorisationState } from './model.ts'

type Answer<V> = Promise<Result<V, AuthorisationApiRefusal>>

/** What was granted. */
export type AuthorisationGranted = {
  /** The id of the grant. */
  readonly id: string
}

const own = { code: 'authorisation/own-authorisation' } as const
const reads = ['credential', 'authorisation'] as const
const journalIn = 'authorisation'

/** The reserved services of these ids; null where there is one that there is not, or that is for everybody. */
async function reservedServices(unit: Unit, ids: readonly string[]): Promise<readonly CatalogueService[] | null> {
  const { services } = await unit.state(catalogueMachine, catalogueId)
  const found = ids.flatMap((id) => services.filter((service) => service.id === id && service.access === 'reserved'))
  return found.length === ids.length ? found : null
}

/** Authorises a person for a body, whatever the person signs in with. The person is told. */
export async function grant(
  context: AuthorisationContext,
  input: unknown,
  options?: CommandOptions,
): Answer<AuthorisationGranted> {
  const read = readForm(grantForm, input, 'authorisation/form')
  if (!read.ok) return read
  const given = read.value
  const { runtime, authorisation, credential } = context
  const { operator, bodyName: body, bodyTaxCode: taxCode, untilDay, reason } = given
  const id = runtime.ulid(runtime.now())
  const act = { name: 'authorisation/grant', given, options, reads, journalIn, own }
  return byOffice<AuthorisationGranted, AuthorisationApiRefusal>(runtime, act, async (unit, accountId) => {
    const services = await reservedServices(unit, given.services)
    if (services === null) return refuse(formRefusal('authorisation/form', [{ field: 'services', code: 'unknown' }]))
    const fromDay = given.fromDay ?? romeDate(unit.now())
    const ran = await unit.run(authorisation, accountId, {
      type: 'GrantAuthorisation',
      ...{ id, services: given.services, fromDay, untilDay, operator: operator.id },
      personal: { name: body, taxCode, reason },
    })
    if (!ran.ok) return ran
    const namesIn = (locale: 'it' | 'en'): string => services.map(({ names }) => names[locale]).join(', ')
    const told = { body, servicesIt: namesIn('it'), servicesEn: namesIn('en'), fromDay, untilDay }
    const { personal } = await unit.state(credential, accountId)
    const topic = { kind: 'authorisation', id: accountId }
    mailPerson(unit, personal, { topic, purpose: 'granted', letter: grantedLetter(runtime.office, told) })
    return accept({ id })
  })
}

/** Ends one authorisation of a person. The person is told. */
export async function revoke(context: AuthorisationContext, input: unknown, options?: CommandOptions): Answer<null> {
  const read = readForm(revokeForm, input, 'authorisation/form')
  if (!read.ok) return read
  const given = read.value
  const { runtime, authorisation, credential } = context
  const { operator, id, reason } = given
  const act = { name: 'authorisation/revoke', given, options, reads, journalIn, own }
  return byOffice<null, AuthorisationApiRefusal>(runtime, act, async (unit, accountId) => {
    const ran = await unit.run(authorisation, accountId, {
      type: 'RevokeAuthorisation',
      ...{ id, operator: operator.id, personal: { reason } },
    })
    if (!ran.ok) return ran
    const { personal: kept } = ran.value.state
    const body = kept?.bodies.find((one) => one.id === id)?.name ?? ''
    const { personal } = await unit.state(credential, accountId)
    const topic = { kind: 'authorisation', id: accountId }
    mailPerson(unit, personal, { topic, purpose: 'revoked', letter: revokedLetter(runtime.office, { body, reason }) })
    return accept(null)
  })
}

/** An authorisation as it stands. Personal data. */
export type AuthorisationView = {
  /** The id of the grant. */
  readonly id: string
  /** For which body. */
  readonly body: {
    /** Its name. */
    readonly name: string
    /** Its codice fiscale, 11 digits. */
    readonly taxCode: string
  }
  /** The ids of the services. */
  readonly services: readonly string[]
  /** The first day in Rome, `YYYY-MM-DD`. */
  readonly fromDay: string
  /** The last day in Rome, `YYYY-MM-DD`; null for no end. */
  readonly untilDay: string | null
  /** Where it stands now. */
  readonly force: 'in-force' | 'not-yet' | 'no-longer'
  /** When it was revoked; null where it was not. */
  readonly endedAt: Instant | null
}

function viewsOf(state: AuthorisationState, at: Instant): readonly AuthorisationView[] {
  if (state.status === 'none' || state.personal === null) return []
  const today = romeDate(at)
  const { bodies } = state.personal
  return state.grants.flatMap(({ id, services, fromDay, untilDay, endedAt }) => {
    const body = bodies.find((one) => one.id === id)
    if (body === undefined) return []
    const { name, taxCode } = body
    const force = forceOn({ fromDay, untilDay, endedAt }, today)
    return [{ id, body: { name, taxCode }, services, fromDay, untilDay, force, endedAt }]
  })
}

/** What a person is and was authorised for, for the office. The look is written into the journal. */
export async function inspect(context: AuthorisationContext, input: unknown): Answer<readonly AuthorisationView[]> {
  const read = readForm(officeForm, input, 'authorisation/form')
  if (!read.ok) return read
  const { operator, codiceFiscale } = read.value
  const { runtime, authorisation } = context
  const operation = { name: 'authorisation/inspect', by: operatorActor(operator) }
  return transact<readonly AuthorisationView[], AuthorisationApiRefusal>(runtime, operation, async (unit) => {
    const accountId = await readAccount(runtime, unit, codeOf(runtime.ring, codiceFiscale), (id) => [
      { kind: 'authorisation', id },
    ])
    const state = await unit.state(authorisation, accountId)
    unit.journal('authorisation', accountId, 'AuthorisationsViewed')
    return accept(viewsOf(state, unit.now()))
  })
}

/** What whoever is signed in is and was authorised for. */
export function listOwn(
  context: AuthorisationContext,
  token: unknown,
  options?: LookOptions,
): Promise<Result<readonly AuthorisationView[], SessionScopeRefusal | CommandRefusal>> {
  const look = { name: 'authorisation/list-own', scopes: ['full'], journalsRefusals: false } as const
  const operation = { ...look, ...lookOptions(options) }
  const kind = (accountId: string) => ({ kind: 'authorisation', id: accountId })
  return withSession(context, token, { ...operation, reads: (_, id) => [kind(id)] }, async (unit, { accountId }) =>
    accept(viewsOf(await unit.state(context.authorisation, accountId), unit.now())),
  )
}
