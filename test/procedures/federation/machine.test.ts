/** One identity at one provider: every state, every command. */
import { describe, expect, it } from 'vitest'
import { federationDecider as decider } from '../../../src/procedures/federation/machine.ts'
import type {
  FederationCommand,
  FederationEvent,
  FederationRecordRefusal,
  FederationState,
  LinkCase,
  LinkGiven,
} from '../../../src/procedures/federation/model.ts'
import { federationMachine } from '../../../src/procedures/federation/schema.ts'
import { type Cell, describeEvolve, describeMatrix, describeWalks } from '../../support/matrix.ts'

type Here = Cell<FederationState, FederationEvent, FederationRecordRefusal>

const now = 1_773_133_200_000
const by = { kind: 'operator', id: 'operator-1' } as const

const named = { provider: 'https://idp.example.it', scheme: 'spid-code', subject: 'ABCD123456789A' } as const
const given: LinkGiven = {
  ...{ codiceFiscale: 'VRDNNA80A41L219Z', personIdentifier: null, surname: 'Verdi', givenName: 'Anna', sex: 'F' },
  ...{ birthDate: '1980-01-02', locale: 'it', findings: [{ code: 'name', attribute: 'name', stopsLinking: false }] },
}
const question: LinkCase = {
  ...{ question: 'data-differ', askedAt: now - 9, accountId: 'asked', code: 'code-asked', fingerprint: 'seen' },
}
const about = { protocol: 'spid-saml', accountId: 'account', code: 'code', rejected: null } as const
const withGiven = { ...named, given, reason: null }
const bare = { ...named, given: null, reason: null }
const linkedAt = now - 99
const endedAt = now - 5

const none: FederationState = { status: 'none', personal: null }
const waiting: FederationState = {
  ...{ status: 'waiting', ...about, accountId: 'asked', code: 'code-asked', openCase: question, personal: withGiven },
}
const linked: FederationState = { status: 'linked', ...about, linkedAt, isExempt: true, openCase: null, personal: bare }
const questioned: FederationState = { ...linked, openCase: question, personal: withGiven }
const refusedBefore: FederationState = { ...linked, rejected: 'refused', personal: { ...bare, reason: 'Somebody else.' } }
const rejected: FederationState = {
  ...{ status: 'rejected', ...about, endedAt, rejected: 'refused', personal: { ...bare, reason: 'Somebody else.' } },
}
const unlinked: FederationState = { status: 'unlinked', ...about, endedAt, by: 'office', personal: bare }
const erased = <S extends FederationState>(state: S): S => ({ ...state, personal: null })

const situations = {
  'before anything': { state: none, at: now },
  waiting: { state: waiting, at: now },
  'waiting, erased': { state: erased(waiting), at: now },
  linked: { state: linked, at: now },
  'linked, with a case': { state: questioned, at: now },
  'linked, rejected before': { state: refusedBefore, at: now },
  'linked, erased': { state: erased(linked), at: now },
  'linked with a case, erased': { state: erased(questioned), at: now },
  rejected: { state: rejected, at: now },
  'rejected, erased': { state: erased(rejected), at: now },
  unlinked: { state: unlinked, at: now },
  'unlinked, erased': { state: erased(unlinked), at: now },
} as const satisfies { readonly [name: string]: { readonly state: FederationState; readonly at: number } }
type Name = keyof typeof situations

const to = { protocol: 'cie-saml', accountId: 'other', code: null } as const
const reason = { reason: 'Compared at the counter.' }
const asking = { ...to, question: 'new-person', personal: { ...named, given } } as const
const commands = {
  link: { type: 'LinkIdentity', ...to, personal: named },
  'ask the same again': { type: 'AskOffice', ...asking, fingerprint: 'seen' },
  'ask something else': { type: 'AskOffice', ...asking, fingerprint: 'other' },
  approve: { type: 'ApproveLink', isExempt: false },
  'approve with another code': { type: 'ApproveLink', isExempt: true },
  reject: { type: 'RejectLink', personal: reason },
  unlink: { type: 'UnlinkIdentity', by: 'subscriber', personal: null },
  'unlink as the office': { type: 'UnlinkIdentity', by: 'office', personal: reason },
  lapse: { type: 'LapseCase' },
  join: { type: 'JoinIdentity', accountId: 'joined', personal: reason },
} as const satisfies { readonly [name: string]: FederationCommand }

const notFound: Here = { refusal: { code: 'federation/not-found' } }
const notWaiting: Here = { refusal: { code: 'federation/not-waiting' } }
const notLinked: Here = { refusal: { code: 'federation/not-linked' } }
const alreadyLinked: Here = { refusal: { code: 'federation/already-linked' } }

type Known = Exclude<FederationState, { status: 'none' }>
const isKnown = (state: FederationState): state is Known & { readonly personal: object } =>
  state.status !== 'none' && state.personal !== null
/** What was rejected last is remembered as long as anything is known of it. */
const rejectedIn = (state: FederationState): string | null => (isKnown(state) ? state.rejected : null)

const links = (state: FederationState): Here => ({
  events: [{ type: 'IdentityLinked', ...to, isExempt: false, linkedAt: now, personal: named }],
  next: {
    ...{ status: 'linked', ...to, isExempt: false, linkedAt: now, rejected: rejectedIn(state), openCase: null },
    personal: bare,
  },
})

function asks(state: FederationState, fingerprint: string): Here {
  const asked = { question: 'new-person', askedAt: now, accountId: 'other', code: null, fingerprint } as const
  const event = { type: 'OfficeAsked', protocol: 'cie-saml', ...asked, personal: { ...named, given } } as const
  const isLinked = state.status === 'linked' && state.personal !== null
  const next: FederationState = isLinked
    ? { ...state, openCase: asked, personal: withGiven }
    : { status: 'waiting', ...to, rejected: null, openCase: asked, personal: withGiven }
  return { events: [event], next }
}

/** The account and the code are those of the case, the protocol is that of the identity. */
const approves = ({ protocol, rejected: before }: Known, isExempt: boolean): Here => ({
  events: [
    {
      ...{ type: 'IdentityLinked', protocol, accountId: 'asked', code: 'code-asked', isExempt, linkedAt: now },
      personal: named,
    },
  ],
  next: {
    ...{ status: 'linked', protocol, accountId: 'asked', code: 'code-asked', isExempt, linkedAt: now, rejected: before },
    ...{ openCase: null, personal: bare },
  },
})

function rejects(state: Extract<FederationState, { status: 'waiting' | 'linked' }>): Here {
  const event = { type: 'LinkRejected', rejectedAt: now, fingerprint: 'seen', personal: reason } as const
  const personal = { ...bare, ...reason }
  if (state.status === 'linked') return { events: [event], next: { ...state, openCase: null, rejected: 'seen', personal } }
  const { protocol, accountId, code } = state
  return { events: [event], next: { status: 'rejected', protocol, accountId, code, rejected: 'seen', endedAt: now, personal } }
}

function unlinks(state: FederationState, who: 'subscriber' | 'office', personal: { readonly reason: string } | null): Here {
  if (!isKnown(state)) return notFound
  if (state.status !== 'linked') return notLinked
  const { protocol, accountId, code, rejected: before } = state
  return {
    events: [{ type: 'IdentityUnlinked', unlinkedAt: now, by: who, personal }],
    next: { status: 'unlinked', protocol, accountId, code, rejected: before, endedAt: now, by: who, personal: bare },
  }
}

/** Of an erased one the sweep can still note that nobody has decided: nothing comes back by it. */
function lapses(state: FederationState): Here {
  if (state.status !== 'linked' || state.openCase === null) return notWaiting
  return { events: [{ type: 'CaseLapsed' }], next: { ...state, openCase: null, personal: state.personal === null ? null : bare } }
}

function cellsOf(name: Name): { readonly [command: string]: Here } {
  const { state }: { readonly state: FederationState } = situations[name]
  const known = isKnown(state)
  const openCase = state.status === 'waiting' || state.status === 'linked' ? state.openCase : null
  const isSame = known && openCase !== null
  const decide = (then: (open: Extract<FederationState, { status: 'waiting' | 'linked' }>) => Here): Here => {
    if (!known) return notFound
    return openCase !== null && (state.status === 'waiting' || state.status === 'linked') ? then(state) : notWaiting
  }
  return {
    link: known && state.status !== 'waiting' ? alreadyLinked : links(state),
    'ask the same again': isSame ? { events: [], next: state } : asks(state, 'seen'),
    'ask something else': asks(state, 'other'),
    approve: decide((open) => approves(open, false)),
    'approve with another code': decide((open) => approves(open, true)),
    reject: decide(rejects),
    unlink: unlinks(state, 'subscriber', null),
    'unlink as the office': unlinks(state, 'office', reason),
    lapse: lapses(state),
    join: !known
      ? notFound
      : state.status === 'linked'
        ? {
            events: [{ type: 'IdentityJoined', accountId: 'joined', personal: reason }],
            next: { ...state, accountId: 'joined' },
          }
        : notLinked,
  }
}

const names = Object.keys(situations) as readonly Name[]
const matrix = { decider, by, situations, commands, cells: Object.fromEntries(names.map((name) => [name, cellsOf(name)])) }

const events = {
  IdentityLinked: { type: 'IdentityLinked', ...to, isExempt: false, linkedAt: now, personal: named },
  OfficeAsked: {
    ...{ type: 'OfficeAsked', protocol: 'cie-saml', question: 'new-person', askedAt: now, accountId: 'other', code: null },
    ...{ fingerprint: 'other', personal: { ...named, given } },
  },
  LinkRejected: { type: 'LinkRejected', rejectedAt: now, fingerprint: 'seen', personal: reason },
  IdentityUnlinked: { type: 'IdentityUnlinked', unlinkedAt: now, by: 'office', personal: reason },
  CaseLapsed: { type: 'CaseLapsed' },
  IdentityJoined: { type: 'IdentityJoined', accountId: 'joined', personal: reason },
} as const satisfies { readonly [T in FederationEvent['type']]: FederationEvent }

const anew = ['IdentityLinked', 'OfficeAsked'] as const
const whileLinked = ['OfficeAsked', 'IdentityUnlinked', 'IdentityJoined'] as const
const follows = {
  'before anything': anew,
  waiting: ['IdentityLinked', 'OfficeAsked', 'LinkRejected'],
  'waiting, erased': anew,
  linked: whileLinked,
  'linked, with a case': ['IdentityLinked', 'LinkRejected', 'CaseLapsed', ...whileLinked],
  'linked, rejected before': whileLinked,
  'linked, erased': anew,
  'linked with a case, erased': [...anew, 'CaseLapsed'],
  rejected: ['OfficeAsked'],
  'rejected, erased': anew,
  unlinked: ['OfficeAsked'],
  'unlinked, erased': anew,
} as const

describe('every state of an identity meets every command', () => {
  describeMatrix<FederationState, FederationCommand, FederationEvent, FederationRecordRefusal>(matrix)
  describeEvolve<FederationState, FederationCommand, FederationEvent, FederationRecordRefusal>(matrix, events, follows, [decider])
})

describe('walks of an identity', () => {
  describeWalks<FederationState, FederationCommand, FederationEvent, FederationRecordRefusal>(
    { decider, by, commands },
    {
      start: now,
      waits: [0, 1, 86_400_000],
      stamps: [now],
      published: `stateDiagram-v2
        [*] --> none
        none --> linked: LinkIdentity
        none --> waiting: AskOffice
        linked --> linked: AskOffice, JoinIdentity, ApproveLink, RejectLink, LapseCase
        linked --> unlinked: UnlinkIdentity
        waiting --> linked: LinkIdentity, ApproveLink
        waiting --> waiting: AskOffice
        waiting --> rejected: RejectLink
        unlinked --> waiting: AskOffice
        rejected --> waiting: AskOffice`,
    },
  )
})

describe('the record of an identity', () => {
  const day = 86_400_000
  const machine = federationMachine({ federationCaseMs: 10 * day, federationEndedMs: 20 * day, credentialMs: 30 * day })
  const stateOf = (name: Name): FederationState => situations[name].state

  it('is read as it was stored, and nothing else is', () => {
    for (const name of names) {
      const state = stateOf(name)
      expect(machine.parse(JSON.parse(JSON.stringify(state)))).toEqual(state)
      if (state.status !== 'none') expect(machine.parse({ ...state, more: 1 })).toBeNull()
    }
  })

  it('is found by its account, by whether the office has to decide and since when, and by what it opens', () => {
    const asked = ['waiting', 'asked:2026', 'asked:2026-03', 'asked:2026-03-10']
    expect(machine.tags(none)).toEqual([])
    expect(machine.tags(waiting)).toEqual(['open:asked', ...asked])
    expect(machine.tags(linked)).toEqual(['account:account', 'opens:account'])
    expect(machine.tags(questioned)).toEqual(['open:account', 'opens:account', ...asked])
    expect(machine.tags(erased(linked))).toEqual(['account:account'])
    expect(machine.tags(rejected)).toEqual(['account:account'])
    expect(machine.tags(unlinked)).toEqual(['account:account'])
  })

  it.each<[Name, number | null]>([
    ['before anything', null],
    ['waiting', question.askedAt + 10 * day],
    ['linked', linkedAt + 30 * day],
    ['linked, with a case', question.askedAt + 10 * day],
    ['rejected', endedAt + 20 * day],
    ['unlinked', endedAt + 20 * day],
  ])('%s, is due then', (name, due) => {
    expect(machine.dueAt(stateOf(name))).toBe(due)
  })
})
