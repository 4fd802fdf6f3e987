/**
 * What a person is authorised to do for bodies (seed 002).
 *
 *   none, kept --GrantAuthorisation--> kept
 *   none, kept --TakeOverAuthorisations--> kept, with those of another account of the person
 *   kept --RevokeAuthorisation, EndAuthorisations--> kept
 *
 * A grant begins and ends by the days of Rome: nothing has to run for that.
 */
import { accept, type Decider, type Instant, impossible, refuse } from '../../../kernel/index.ts'
import { romeDate } from '../../../rules/civil/index.ts'
import { forceOn, termFault } from '../days-in-force.ts'
import type {
  AuthorisationCommand,
  AuthorisationEvent,
  AuthorisationGrant,
  AuthorisationRefusal,
  AuthorisationState,
  AuthorisationsTaken,
} from './model.ts'

export type AuthorisationDecider = Decider<AuthorisationState, AuthorisationCommand, AuthorisationEvent, AuthorisationRefusal>

/** All of them are read whenever the person uses a service. */
export const grantsMax = 50

const isOver = (grant: AuthorisationGrant, at: Instant): boolean => forceOn(grant, romeDate(at)) === 'no-longer'

/** What of it holds or will hold; null for nothing. */
export function holdingIn(state: AuthorisationState, at: Instant): AuthorisationsTaken | null {
  if (state.status === 'none' || state.personal === null) return null
  const grants = state.grants.filter((grant) => !isOver(grant, at))
  if (grants.length === 0) return null
  const bodies = state.personal.bodies.filter(({ id }) => grants.some((grant) => grant.id === id))
  return { grants, personal: { bodies } }
}

const decide: AuthorisationDecider['decide'] = (state, command, { at }) => {
  const grants = state.status === 'none' || state.personal === null ? [] : state.grants
  switch (command.type) {
    case 'GrantAuthorisation': {
      const { type: _, ...granted } = command
      const fault = termFault(granted, romeDate(at))
      if (fault !== null) return refuse({ code: `authorisation/${fault}` })
      const over = grants.filter((grant) => isOver(grant, at))
      if (grants.length - over.length >= grantsMax) return refuse({ code: 'authorisation/too-many', grantsMax })
      // Of what ended longest ago the journal alone tells.
      const forgets = over.slice(0, -grantsMax).map(({ id }) => id)
      return accept([{ type: 'AuthorisationGranted', grantedAt: at, forgets, ...granted }])
    }
    case 'RevokeAuthorisation': {
      const { id, operator, personal } = command
      const grant = grants.find((one) => one.id === id)
      if (grant === undefined) return refuse({ code: 'authorisation/not-found' })
      if (isOver(grant, at)) return refuse({ code: 'authorisation/over' })
      return accept([{ type: 'AuthorisationRevoked', id, endedAt: at, operator, personal }])
    }
    case 'TakeOverAuthorisations': {
      // One that is there already is not there twice. More than `grantsMax` may come together: nobody loses any by it.
      const isNew = ({ id }: { readonly id: string }): boolean => !grants.some((grant) => grant.id === id)
      const taken = command.grants.filter(isNew)
      const personal = { bodies: command.personal.bodies.filter(isNew) }
      return accept(taken.length === 0 ? [] : [{ type: 'AuthorisationsTakenOver', takenAt: at, grants: taken, personal }])
    }
    case 'EndAuthorisations': {
      const isIdle = grants.every((grant) => isOver(grant, at))
      return accept(isIdle ? [] : [{ type: 'AuthorisationsEnded', endedAt: at, cause: command.cause }])
    }
  }
}

function evolve(state: AuthorisationState, event: AuthorisationEvent): AuthorisationState {
  if (event.type === 'AuthorisationGranted') {
    const { type: _, personal, forgets, ...granted } = event
    const isFresh = state.status === 'none' || state.personal === null
    const grant: AuthorisationGrant = { ...granted, endedAt: null }
    const { name, taxCode } = personal
    const body = { id: grant.id, name, taxCode }
    if (isFresh) return { status: 'kept', grants: [grant], personal: { bodies: [body] } }
    const isKept = ({ id }: { readonly id: string }): boolean => !forgets.includes(id)
    const bodies = [...state.personal.bodies.filter(isKept), body]
    return { status: 'kept', grants: [...state.grants.filter(isKept), grant], personal: { bodies } }
  }
  if (event.type === 'AuthorisationsTakenOver') {
    const { grants, personal } = event
    if (state.status === 'none' || state.personal === null) return { status: 'kept', grants, personal }
    return {
      status: 'kept',
      grants: [...state.grants, ...grants],
      personal: { bodies: [...state.personal.bodies, ...personal.bodies] },
    }
  }
  if (state.status === 'none') return impossible('authorisation', state.status, event.type)
  const { endedAt } = event
  const ended = (grant: AuthorisationGrant): AuthorisationGrant =>
    grant.endedAt === null && (event.type === 'AuthorisationsEnded' || grant.id === event.id) ? { ...grant, endedAt } : grant
  return { ...state, grants: state.grants.map(ended) }
}

function exampleCommands(state: AuthorisationState): readonly AuthorisationCommand[] {
  const id = state.status === 'none' ? 'grant-0' : (state.grants.at(-1)?.id ?? 'grant-0')
  const next = `grant-${Number(id.slice(6)) + 1}`
  const personal = { name: 'Comune di Esempio', taxCode: '00743110157', reason: 'The body has asked for it.' }
  return [
    {
      type: 'GrantAuthorisation',
      id: next,
      services: ['databases'],
      fromDay: '1970-01-01',
      untilDay: null,
      operator: 'operator',
      personal,
    },
    { type: 'RevokeAuthorisation', id, operator: 'operator', personal: { reason: 'The person has another office.' } },
    {
      type: 'TakeOverAuthorisations',
      grants: [
        {
          ...{ id: `${next}-taken`, services: ['databases'], fromDay: '1970-01-01', untilDay: null, operator: 'operator' },
          ...{ grantedAt: 1_000, endedAt: null },
        },
      ],
      personal: { bodies: [{ id: `${next}-taken`, name: 'Comune di Esempio', taxCode: '00743110157' }] },
    },
    { type: 'EndAuthorisations', cause: 'erasure' },
  ]
}

/** The machine. Which services there are is looked at where a grant is made: it knows none. */
export const authorisationDecider: AuthorisationDecider = {
  name: 'authorisation',
  initial: { status: 'none', personal: null },
  decide,
  evolve,
  isTerminal: () => false,
  exampleCommands,
}
