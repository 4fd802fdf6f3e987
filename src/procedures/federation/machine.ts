/**
 * One identity at one provider, and the account that it opens here.
 *
 *   none --LinkIdentity--> linked --UnlinkIdentity--> unlinked
 *   none, rejected, unlinked --AskOffice--> waiting --ApproveLink--> linked
 *                                              '------RejectLink--> rejected
 *   waiting --LinkIdentity--> linked, once nothing stands against it any more
 *   linked --AskOffice, then ApproveLink or RejectLink--> linked
 *   linked --LapseCase--> linked, where nobody has decided in time
 *   linked --JoinIdentity--> linked, to the account of a codice fiscale
 *
 * What was erased begins anew.
 */
import { accept, type Decider, impossible, type Result, refuse } from '../../kernel/index.ts'
import type { FederationCommand, FederationEvent, FederationRecordRefusal, FederationState } from './model.ts'

export type FederationDecider = Decider<FederationState, FederationCommand, FederationEvent, FederationRecordRefusal>
type Decided = Result<readonly FederationEvent[], FederationRecordRefusal>
type Of<Type extends FederationEvent['type']> = Extract<FederationEvent, { type: Type }>
type Known = Exclude<FederationState, { status: 'none' }>

/** True where nothing is known of it, or no more. */
const isNew = (state: FederationState): boolean => state.status === 'none' || state.personal === null

/** What the office is asked about it; null for nothing. */
export function openCaseOf(state: FederationState): Extract<FederationState, { status: 'waiting' }>['openCase'] | null {
  return state.status === 'waiting' || state.status === 'linked' ? state.openCase : null
}

/** The machine. There is no policy to it. */
export const federationDecider: FederationDecider = {
  name: 'federation',
  initial: { status: 'none', personal: null },
  decide(state, command, { at }): Decided {
    switch (command.type) {
      case 'LinkIdentity': {
        // What the office was asked about has settled itself: the data agree by now.
        if (!isNew(state) && state.status !== 'waiting') return refuse({ code: 'federation/already-linked' })
        const { protocol, accountId, code, personal } = command
        return accept([{ type: 'IdentityLinked', protocol, accountId, code, isExempt: false, linkedAt: at, personal }])
      }
      case 'AskOffice': {
        // The same again is the same case.
        if (!isNew(state) && openCaseOf(state)?.fingerprint === command.fingerprint) return accept([])
        const { protocol, question, accountId, code, fingerprint, personal } = command
        return accept([{ type: 'OfficeAsked', protocol, question, askedAt: at, accountId, code, fingerprint, personal }])
      }
      case 'ApproveLink': {
        const openCase = openCaseOf(state)
        if (state.status === 'none' || state.personal === null) return refuse({ code: 'federation/not-found' })
        if (openCase === null) return refuse({ code: 'federation/not-waiting' })
        const { provider, scheme, subject } = state.personal
        const { accountId, code } = openCase
        const { protocol } = state
        const { isExempt } = command
        const personal = { provider, scheme, subject }
        return accept([{ type: 'IdentityLinked', protocol, accountId, code, isExempt, linkedAt: at, personal }])
      }
      case 'RejectLink': {
        if (isNew(state)) return refuse({ code: 'federation/not-found' })
        const openCase = openCaseOf(state)
        if (openCase === null) return refuse({ code: 'federation/not-waiting' })
        return accept([{ type: 'LinkRejected', rejectedAt: at, fingerprint: openCase.fingerprint, personal: command.personal }])
      }
      case 'UnlinkIdentity':
        if (isNew(state)) return refuse({ code: 'federation/not-found' })
        if (state.status !== 'linked') return refuse({ code: 'federation/not-linked' })
        return accept([{ type: 'IdentityUnlinked', unlinkedAt: at, by: command.by, personal: command.personal }])
      case 'LapseCase':
        if (state.status !== 'linked' || state.openCase === null) return refuse({ code: 'federation/not-waiting' })
        return accept([{ type: 'CaseLapsed' }])
      case 'JoinIdentity':
        if (isNew(state)) return refuse({ code: 'federation/not-found' })
        if (state.status !== 'linked') return refuse({ code: 'federation/not-linked' })
        return accept([{ type: 'IdentityJoined', accountId: command.accountId, personal: command.personal }])
    }
  },
  evolve,
  isTerminal: () => false,
  exampleCommands,
}

function evolve(state: FederationState, event: FederationEvent): FederationState {
  switch (event.type) {
    case 'IdentityLinked': {
      if (!isNew(state) && openCaseOf(state) === null) return impossible('federation', state.status, event.type)
      const { protocol, accountId, code, isExempt, linkedAt, personal } = event
      const rejected = state.status === 'none' || state.personal === null ? null : state.rejected
      const named = { ...personal, given: null, reason: null }
      return { status: 'linked', protocol, accountId, code, isExempt, linkedAt, rejected, openCase: null, personal: named }
    }
    case 'OfficeAsked':
      return asked(state, event)
    case 'LinkRejected': {
      const { rejectedAt: endedAt, fingerprint: rejected, personal } = event
      if (openCaseOf(state) === null || state.status === 'none' || isNew(state))
        return impossible('federation', state.status, event.type)
      const named = told(state, { given: null, reason: personal.reason })
      if (state.status === 'linked') return { ...state, openCase: null, rejected, personal: named }
      return { status: 'rejected', endedAt, ...kept(state), rejected, personal: named }
    }
    case 'IdentityUnlinked': {
      if (state.status !== 'linked' || isNew(state)) return impossible('federation', state.status, event.type)
      const { unlinkedAt: endedAt, by } = event
      return { status: 'unlinked', endedAt, by, ...kept(state), personal: told(state, { given: null, reason: null }) }
    }
    case 'CaseLapsed':
      if (state.status !== 'linked' || state.openCase === null) return impossible('federation', state.status, event.type)
      return { ...state, openCase: null, personal: told(state, { given: null, reason: null }) }
    case 'IdentityJoined':
      if (state.status !== 'linked' || isNew(state)) return impossible('federation', state.status, event.type)
      return { ...state, accountId: event.accountId }
  }
}

/** A question about what is linked leaves it as it is. */
function asked(state: FederationState, event: Of<'OfficeAsked'>): FederationState {
  const { protocol, question, askedAt, accountId, code, fingerprint, personal } = event
  const about = { question, askedAt, accountId, code, fingerprint }
  const named = { ...personal, reason: null }
  if (state.status === 'linked' && state.personal !== null) return { ...state, openCase: about, personal: named }
  return { status: 'waiting', protocol, accountId, code, rejected: null, openCase: about, personal: named }
}

function kept({ protocol, accountId, code, rejected }: Known) {
  return { protocol, accountId, code, rejected }
}

/** What was erased stays erased. */
function told({ personal }: Known, change: { readonly given: null; readonly reason: string | null }): Known['personal'] {
  return personal === null ? null : { ...personal, ...change }
}

function exampleCommands(): readonly FederationCommand[] {
  const named = { provider: 'https://idp.example.it', scheme: 'spid-code', subject: 'ABCD0123456789' } as const
  const given = { codiceFiscale: null, personIdentifier: null, surname: 'Verdi', givenName: 'Anna', sex: null, birthDate: null }
  const told = { ...given, locale: 'it', findings: [] } as const
  const about = { protocol: 'spid-saml', accountId: 'account', code: 'code' } as const
  const reason = { reason: 'Compared at the counter.' }
  return [
    { type: 'LinkIdentity', ...about, personal: named },
    { type: 'AskOffice', ...about, question: 'data-differ', fingerprint: 'fingerprint', personal: { ...named, given: told } },
    { type: 'ApproveLink', isExempt: false },
    { type: 'RejectLink', personal: reason },
    { type: 'UnlinkIdentity', by: 'subscriber', personal: null },
    { type: 'LapseCase' },
    { type: 'JoinIdentity', accountId: 'another account', personal: reason },
  ]
}
