/** What the office and the two see of a delegation. */
import { accept, type Instant, type Result, refuse } from '../../../kernel/index.ts'
import { romeDate } from '../../../rules/civil/index.ts'
import { readForm } from '../../../runtime/command.ts'
import { operatorActor } from '../../../runtime/operator.ts'
import { readable } from '../../../runtime/queue.ts'
import { recordIn } from '../../../runtime/record.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import { listRows } from '../../../runtime/runtime.ts'
import { caseForm } from '../../../runtime/schema.ts'
import { transact } from '../../../runtime/transact.ts'
import { type LookOptions, lookOptions, type SessionScopeRefusal, withSession } from '../../account/session/context.ts'
import { forceOn } from '../days-in-force.ts'
import type { DelegationApiRefusal, DelegationContext } from './context.ts'
import type { DelegationDelegate, DelegationEndedBy, DelegationEvidenceKind, DelegationPerson, DelegationState } from './model.ts'

type Existing = Exclude<DelegationState, { readonly status: 'none' }>

/** A delegation as it stands. */
export type DelegationView = Pick<Existing, 'status' | 'capacity' | 'services' | 'requestedAt' | 'grantedAt' | 'endedAt'> & {
  /** The id of the delegation: `services.mayUse` takes it. It names no person. */
  readonly id: string
  /** The first day in Rome, `YYYY-MM-DD`. */
  readonly fromDay: string
  /** The last day in Rome, `YYYY-MM-DD`; null for no end. */
  readonly untilDay: string | null
  /** Where it stands now; null while the office has not granted it. */
  readonly force: 'in-force' | 'not-yet' | 'no-longer' | null
  /** Who has ended it; null where nobody has. */
  readonly endedBy: DelegationEndedBy | null
}

/** One's own delegation. Personal data. */
export type DelegationOwnView = DelegationView & {
  /** Whether one acts, or is acted for. */
  readonly role: 'delegate' | 'person'
  /** The other of the two; null once erased. */
  readonly other: {
    /** The surname. */
    readonly surname: string
    /** The name. */
    readonly name: string
  } | null
}

/** A delegation as the office sees it. Personal data. */
export type DelegationDossier = DelegationView & {
  /** Whoever acts; null once erased. */
  readonly delegate: DelegationDelegate | null
  /** The person for whom, as declared; null once erased. */
  readonly person:
    | (DelegationPerson & {
        /** The day of birth, `1980-03-12`. Personal data. */
        readonly birthDate: string
      })
    | null
  /** The document; null once erased. Its number is not kept. */
  readonly evidence: {
    /** What it is. */
    readonly kind: DelegationEvidenceKind
    /** Its last day, `YYYY-MM-DD`; null for one that has none. */
    readonly expiresOn: string | null
  } | null
  /** What the account of the person says otherwise than was declared; empty where it agrees, or there is none. */
  readonly differs: readonly ('surname' | 'name' | 'birthDate')[]
}

function viewOf(id: string, state: Existing, at: Instant): DelegationView {
  const { status, capacity, services, fromDay, untilDay, requestedAt, grantedAt, endedAt, endedBy } = state
  const force = grantedAt === null ? null : forceOn(state, romeDate(at))
  return { id, status, capacity, services, fromDay, untilDay, force, requestedAt, grantedAt, endedAt, endedBy }
}

/** More of them than anybody has; what is beyond is not shown. */
const ownMax = 200

/** Those in which whoever is signed in acts, or is acted for. */
export function listOwn(
  { delegation, ...context }: DelegationContext,
  token: unknown,
  options?: LookOptions,
): Promise<Result<readonly DelegationOwnView[], SessionScopeRefusal | CommandRefusal>> {
  const { runtime } = context
  const look = { name: 'delegation/list-own', scopes: ['full'], journalsRefusals: false } as const
  const operation = { ...look, ...lookOptions(options) }
  return withSession(context, token, operation, async (unit, { accountId }) => {
    const query = { office: runtime.office.id, kind: 'delegation', tag: `account:${accountId}`, limit: ownMax }
    const rows = await listRows(runtime, query)
    const views = rows.flatMap((row): readonly DelegationOwnView[] => {
      const state = readable(delegation, row)
      if (state === null || state.status === 'none') return []
      const role = state.delegateId === accountId ? 'delegate' : 'person'
      const other = role === 'delegate' ? state.personal?.person : state.personal?.delegate
      const named = other === undefined ? null : { surname: other.surname, name: other.name }
      return [{ ...viewOf(recordIn(row.key).id, state, unit.now()), role, other: named }]
    })
    return accept(views)
  })
}

/** One delegation for the office. The look is written into its journal. */
export async function inspect(
  { runtime, delegation, credential }: DelegationContext,
  input: unknown,
): Promise<Result<DelegationDossier, DelegationApiRefusal>> {
  const read = readForm(caseForm, input, 'delegation/form')
  if (!read.ok) return read
  const { operator, id } = read.value
  const operation = { name: 'delegation/inspect', by: operatorActor(operator) }
  return transact<DelegationDossier, DelegationApiRefusal>(runtime, operation, async (unit) => {
    const state = await unit.state(delegation, id)
    if (state.status === 'none') return refuse({ code: 'delegation/not-found' })
    unit.journal('delegation', id, 'DelegationViewed')
    const { personal } = state
    const known = (await unit.state(credential, state.accountId)).personal
    const evidence = personal === null ? null : { kind: personal.evidenceKind, expiresOn: personal.evidenceExpiresOn }
    const differs = (['surname', 'name', 'birthDate'] as const).filter(
      (field) => known !== null && personal !== null && known[field] !== personal.person[field],
    )
    const [delegate, person] = [personal?.delegate ?? null, personal?.person ?? null]
    return accept({ ...viewOf(id, state, unit.now()), delegate, person, evidence, differs })
  })
}
