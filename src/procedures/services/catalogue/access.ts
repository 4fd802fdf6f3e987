/** The question that a host asks before each service: who is asking is read from the session, what holds from the records of the office. */
import { type AnyRefusal, accept, invariant } from '../../../kernel/index.ts'
import type { Asking } from '../../../runtime/gate.ts'
import { type CalendarEndedRefusal, factsOfNobody, type GrantedExemption } from '../../../runtime/in-flight.ts'
import { readArgument } from '../../../runtime/input.ts'
import { transact, type Unit } from '../../../runtime/transact.ts'
import { factsOf } from '../../account/credential/person-facts.ts'
import { type AccountContext, type Live, withAnySession } from '../../account/session/context.ts'
import type { CalendarKeeper, KeptGate } from '../../calendar/keeper.ts'
import { asksForGranted, courseOf } from '../../calendar/sunset/course.ts'
import type { AuthorisationMachine } from '../authorisation/schema.ts'
import type { DelegationState } from '../delegation/model.ts'
import type { DelegationMachine } from '../delegation/schema.ts'
import { mayUse, type ServicesAnswer, type ServicesReason, type ServicesService } from './may-use.ts'
import { type ServicesText, servicesWords } from './may-use-words.ts'
import type { CatalogueService } from './model.ts'
import { catalogueId, catalogueMachine } from './schema.ts'
import { sessionFacts } from './session-facts.ts'

/** Which service, and who wants to use it. */
export type ServicesQuestion = {
  /** The id of the service. */
  readonly service: string
  /** The token of a session, a secret of its subscriber; left out or null, nobody is signed in. */
  readonly token?: string | null | undefined
  /** The id of a delegation, as `delegations.listOwn` shows it: for the person of that delegation. Left out or null, for oneself. */
  readonly onBehalfOf?: string | null | undefined
}

/** Whether somebody may use a service. */
export type ServicesVerdict =
  | {
      readonly may: true
      /** The grant that it rests on, and the body for which; null for what needs none. The name of the body is personal data. */
      readonly authorisation: {
        /** The id of the grant. */
        readonly id: string
        /** For which body. */
        readonly body: {
          /** Its name. */
          readonly name: string
          /** Its codice fiscale, 11 digits. */
          readonly taxCode: string
        }
      } | null
      /** For whom somebody acts; null for oneself. Personal data. */
      readonly onBehalfOf: {
        /** The id of the account. It names no person. */
        readonly accountId: string
        /** The surname. */
        readonly surname: string
        /** The name. */
        readonly name: string
      } | null
    }
  | {
      readonly may: false
      /** Why not, with its data. */
      readonly reason: ServicesReason
      /** Why not, in a sentence. */
      readonly text: ServicesText
      /** How to get there, in a sentence. */
      readonly way: ServicesText
    }

export type AccessContext = AccountContext & {
  readonly keeper: CalendarKeeper
  /** What the office has exempted the subscriber of an account by from the end of its credentials. */
  readonly exemptionOf: (unit: Unit, accountId: string) => Promise<GrantedExemption | null>
  readonly authorisation: AuthorisationMachine
  readonly delegation: DelegationMachine
  /** The audience of whatever names none. */
  readonly audience: string | null
}

const refused = (reason: ServicesReason): ServicesVerdict => ({ may: false, reason, ...servicesWords(reason) })

/** An id as it may name a record. */
const idIn = (given: unknown): string | null => (typeof given === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(given) ? given : null)

async function entryIn(unit: Unit, id: string | null): Promise<CatalogueService | null> {
  const { services } = await unit.state(catalogueMachine, catalogueId)
  return services.find((service) => service.id === id) ?? null
}

/** The service as it stands now, for whoever is asking. */
function serviceFacts(
  { audience }: AccessContext,
  { courses, admits }: KeptGate,
  entry: CatalogueService | null,
  asking: Asking,
  now: number,
): ServicesService | null {
  if (entry === null) return null
  const admission = entry.feature === null ? 'open' : admits({ feature: entry.feature, act: null }, now, asking)
  const closed = typeof admission !== 'string' && admission.code === 'calendar/closed' ? admission : null
  return { entry, course: courseOf(courses ?? [], entry.audience ?? audience), closed }
}

/** Whom a delegation is for, to the account that it is of; null to anybody else. */
function ownDelegation(state: DelegationState, accountId: string) {
  return state.status === 'none' || state.delegateId !== accountId || state.personal === null ? null : state
}

/** The answer to whoever is signed in, with what it rests on. A yes for somebody else is written down. */
async function answerTo(
  context: AccessContext,
  gate: KeptGate,
  unit: Unit,
  live: Live,
  { service, onBehalfOf }: { readonly service: string | null; readonly onBehalfOf: string | null | undefined },
): Promise<ServicesVerdict> {
  const { accountId, account } = live
  const now = unit.now()
  const facts = serviceFacts(
    context,
    gate,
    await entryIn(unit, service),
    factsOf(accountId, account, now),
    Math.max(now, gate.at),
  )
  const course = facts?.course ?? null
  const granted = course !== null && asksForGranted(course) ? await context.exemptionOf(unit, accountId) : null
  const held = await unit.state(context.authorisation, accountId)
  const named = typeof onBehalfOf === 'string' ? await unit.state(context.delegation, onBehalfOf) : null
  const delegation = named === null ? null : ownDelegation(named, accountId)
  const person = {
    granted,
    birthDate: account.personal?.birthDate ?? null,
    // Whose body is not known any more, nothing rests on.
    authorisations: held.status === 'none' || held.personal === null ? [] : held.grants,
    onBehalf: onBehalfOf === undefined ? null : { delegation },
  }
  const answer: ServicesAnswer = mayUse(facts, person, sessionFacts(live), now)
  if (!answer.may) return refused(answer.reason)
  const { authorisation: grant } = answer
  const body = held.personal?.bodies.find(({ id }) => id === grant)
  const authorisation = body === undefined ? null : { id: body.id, body: { name: body.name, taxCode: body.taxCode } }
  if (!answer.onBehalf || delegation === null || delegation.personal === null || typeof onBehalfOf !== 'string')
    return { may: true, authorisation, onBehalfOf: null }
  const { delegateId, accountId: personId } = delegation
  const acted = { service, delegation: onBehalfOf, delegateId, accountId: personId }
  unit.journal('session', live.id, 'ActedFor', acted)
  unit.journal('delegation', onBehalfOf, 'ActedFor', acted)
  const { surname, name } = delegation.personal.person
  return { may: true, authorisation, onBehalfOf: { accountId: personId, surname, name } }
}

/** Reads the argument once, whatever it is. What names no delegation names one that is nobody's. */
function readQuestion(given: unknown) {
  const question = given as Partial<ServicesQuestion> | null | undefined
  const service = idIn(readArgument(() => question?.service))
  const token: unknown = readArgument(() => question?.token)
  const named: unknown = readArgument(() => question?.onBehalfOf)
  const isOwn = named === undefined || named === null || named === ''
  return { service, token, onBehalfOf: isOwn ? undefined : idIn(named) }
}

/** Whether somebody may use a service now. */
export async function mayUseNow(context: AccessContext, given: unknown): Promise<ServicesVerdict> {
  const { runtime, keeper } = context
  const { token, ...question } = readQuestion(given)
  const look = { name: 'catalogue/look', by: { kind: 'system' }, journalsRefusals: false } as const
  const gate = await keeper.current()
  const found = await transact<CatalogueService | null, AnyRefusal>(runtime, look, async (unit) =>
    accept(await entryIn(unit, question.service)),
  )
  invariant(found.ok, 'catalogue: anybody may look')
  const entry = found.value
  const now = Math.max(runtime.now(), gate.at)
  // What is so for everybody is answered before anybody is looked at.
  const signedOut = serviceFacts(context, gate, entry, factsOfNobody(null), now)
  const toAll = mayUse(signedOut, null, null, now)
  if (toAll.may) return { may: true, authorisation: null, onBehalfOf: null }
  if (entry === null || toAll.reason.why !== 'not-signed-in' || token === undefined || token === null)
    return refused(toAll.reason)
  const operation = {
    name: 'catalogue/may-use',
    journalsRefusals: false,
    // A session of a credential that has ended for the audience of the service is over for it.
    options: { audience: entry.audience ?? undefined },
    reads: (_: string, accountId: string) => [
      { kind: 'catalogue', id: catalogueId },
      { kind: 'authorisation', id: accountId },
      ...(typeof question.onBehalfOf === 'string' ? [{ kind: 'delegation', id: question.onBehalfOf }] : []),
    ],
  }
  const answered = await withAnySession<ServicesVerdict, AnyRefusal>(context, token, operation, async (unit, live) =>
    accept(await answerTo(context, gate, unit, live, question)),
  )
  if (answered.ok) return answered.value
  const { refusal } = answered
  if (refusal.code !== 'calendar/ended' || signedOut === null || signedOut.course === null) return refused(toAll.reason)
  const { accepts } = entry
  if (!accepts.includes('local')) return refused({ why: 'means-not-accepted', accepts })
  return refused({ why: 'means-ended', since: (refusal as CalendarEndedRefusal).since, course: signedOut.course })
}
