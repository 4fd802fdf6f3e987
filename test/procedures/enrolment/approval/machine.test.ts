import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { approvalDecider } from '../../../../src/procedures/enrolment/approval/machine.ts'
import type {
  ApprovalCommand,
  ApprovalEvent,
  ApprovalRefusal,
  ApprovalState,
} from '../../../../src/procedures/enrolment/approval/model.ts'
import { type Cell, describeEvolve, describeMatrix, describeWalks, type Fitting, walk, walks } from '../../../support/matrix.ts'
import { runsOf } from '../../../support/scale.ts'

type Here = Cell<ApprovalState, ApprovalEvent, ApprovalRefusal>
type Pending = Extract<ApprovalState, { status: 'pending' }>
type AwaitingCorrection = Extract<ApprovalState, { status: 'awaiting-correction' }>

const filedAt = 1_773_133_200_000
const at = filedAt + 3_600_000
const by = { kind: 'operator', id: 'operator-1' } as const

const pending: Pending = {
  status: 'pending',
  accountId: 'account-1',
  dossier: 'dossier-1',
  round: 1,
  submittedAt: filedAt,
  personal: null,
}
const illegible = { reason: 'The copy cannot be read.' }
const awaitingCorrection: AwaitingCorrection = {
  ...pending,
  status: 'awaiting-correction',
  decidedAt: at - 5,
  operator: 'operator-0',
  personal: illegible,
}
const again: Pending = { ...pending, dossier: 'dossier-2', round: 2, submittedAt: at - 3, personal: illegible }
const awaitingCorrectionAgain: AwaitingCorrection = {
  ...again,
  status: 'awaiting-correction',
  decidedAt: at - 1,
  operator: 'operator-0',
  personal: illegible,
}
const decided = { ...pending, decidedAt: at - 1, operator: 'operator-0' }

const situations = {
  'before anything': { state: { status: 'none', personal: null } as ApprovalState, at: filedAt },
  pending: { state: pending, at },
  'pending for the second time': { state: again, at },
  'awaiting correction': { state: awaitingCorrection, at },
  'awaiting correction for the second time': { state: awaitingCorrectionAgain, at },
  'awaiting correction and erased': { state: { ...awaitingCorrection, personal: null } as AwaitingCorrection, at },
  'approved by documents': { state: { ...decided, status: 'approved', identification: 'documents' } as ApprovalState, at },
  'approved in person': { state: { ...decided, status: 'approved', identification: 'in-person' } as ApprovalState, at },
  rejected: { state: { ...decided, status: 'rejected', personal: illegible } as ApprovalState, at },
  void: { state: { ...pending, status: 'void', voidedAt: at - 1 } as ApprovalState, at },
} as const

const filed = (state: ApprovalState): string => ('dossier' in state ? state.dossier : 'dossier-1')
const decision = { operator: 'operator-1', operatorAccount: 'account-of-operator' }
const stranger = { reason: 'Nobody of that name was found.' }
const missing = { reason: 'The back of the card is missing.' }
const stale = { ...decision, dossierDigest: 'dossier-0' }
const own = (state: ApprovalState) => ({ operator: 'operator-1', operatorAccount: 'account-1', dossierDigest: filed(state) })

const commands = {
  submit: { type: 'SubmitApproval', accountId: 'account-1', dossier: 'dossier-new' },
  'approve by documents': (state) => ({ type: 'Approve', identification: 'documents', ...decision, dossierDigest: filed(state) }),
  'approve in person': (state) => ({ type: 'Approve', identification: 'in-person', ...decision, dossierDigest: filed(state) }),
  'approve another dossier': { type: 'Approve', identification: 'documents', ...stale },
  'approve oneself': (state) => ({ type: 'Approve', identification: 'documents', ...own(state) }),
  'approve oneself on another dossier': (state) => ({
    type: 'Approve',
    identification: 'in-person',
    ...own(state),
    dossierDigest: 'dossier-0',
  }),
  reject: (state) => ({ type: 'Reject', personal: stranger, ...decision, dossierDigest: filed(state) }),
  'reject another dossier': { type: 'Reject', personal: stranger, ...stale },
  'reject oneself': (state) => ({ type: 'Reject', personal: stranger, ...own(state) }),
  'request correction': (state) => ({ type: 'RequestCorrection', personal: missing, ...decision, dossierDigest: filed(state) }),
  'request correction of another dossier': { type: 'RequestCorrection', personal: missing, ...stale },
  'request correction of oneself': (state) => ({ type: 'RequestCorrection', personal: missing, ...own(state) }),
  'make void': { type: 'VoidApproval', approved: 'request-2' },
} as const satisfies { readonly [name: string]: Fitting<ApprovalState, ApprovalCommand> }

const refused = (refusal: ApprovalRefusal): Here => ({ refusal })
const notFound = refused({ code: 'approval/not-found' })
const changed = refused({ code: 'approval/dossier-changed' })
const oneself = refused({ code: 'approval/own-request' })
const alreadyRequested = refused({ code: 'approval/already-decided', outcome: 'awaiting-correction' })

const submits = (round: number, when: number, personal: ApprovalState['personal']): Here => {
  const file = { accountId: 'account-1', dossier: 'dossier-new', round, submittedAt: when }
  return { events: [{ type: 'ApprovalSubmitted', ...file }], next: { status: 'pending', ...file, personal } }
}
const approves = (state: Pending, identification: 'documents' | 'in-person'): Here => ({
  events: [{ type: 'Approved', operator: 'operator-1', identification, dossier: state.dossier, decidedAt: at }],
  next: { ...state, status: 'approved', operator: 'operator-1', identification, decidedAt: at },
})
const rejects = (state: Pending | AwaitingCorrection): Here => {
  const { accountId, dossier, round, submittedAt } = state
  const file = { accountId, dossier, round, submittedAt }
  return {
    events: [{ type: 'Rejected', operator: 'operator-1', decidedAt: at, personal: stranger }],
    next: { ...file, status: 'rejected', operator: 'operator-1', decidedAt: at, personal: stranger },
  }
}
const requestsCorrection = (state: Pending): Here => ({
  events: [{ type: 'CorrectionRequested', operator: 'operator-1', decidedAt: at, personal: missing }],
  next: { ...state, status: 'awaiting-correction', operator: 'operator-1', decidedAt: at, personal: missing },
})
const voids = (state: Pending | AwaitingCorrection): Here => {
  const { accountId, dossier, round, submittedAt, personal } = state
  const file = { accountId, dossier, round, submittedAt, personal }
  return {
    events: [{ type: 'ApprovalVoided', voidedAt: at, approved: 'request-2' }],
    next: { ...file, status: 'void', voidedAt: at },
  }
}

const everything = Object.keys(commands).join(' | ')
const approvals = 'approve by documents | approve in person | approve another dossier'
const ownApprovals = 'approve oneself | approve oneself on another dossier'
const corrections = 'request correction | request correction of another dossier | request correction of oneself'
const whilePending = (state: Pending) => ({
  submit: refused({ code: 'approval/already-submitted' }),
  'approve by documents': approves(state, 'documents'),
  'approve in person': approves(state, 'in-person'),
  reject: rejects(state),
  'request correction': requestsCorrection(state),
  'approve another dossier | reject another dossier | request correction of another dossier': changed,
  [`${ownApprovals} | reject oneself | request correction of oneself`]: oneself,
  'make void': voids(state),
})
const whileAwaitingCorrection = (state: AwaitingCorrection) => ({
  submit: submits(state.round + 1, at, state.personal),
  [`${approvals} | ${ownApprovals} | ${corrections}`]: alreadyRequested,
  reject: rejects(state),
  'reject another dossier': changed,
  'reject oneself': oneself,
  'make void': voids(state),
})

const matrix = {
  decider: approvalDecider,
  by,
  situations,
  commands,
  cells: {
    'before anything': {
      submit: submits(1, filedAt, null),
      [`${approvals} | ${ownApprovals} | ${corrections}`]: notFound,
      'reject | reject another dossier | reject oneself | make void': notFound,
    },
    pending: whilePending(pending),
    'pending for the second time': whilePending(again),
    'awaiting correction': whileAwaitingCorrection(awaitingCorrection),
    'awaiting correction for the second time': whileAwaitingCorrection(awaitingCorrectionAgain),
    'awaiting correction and erased': whileAwaitingCorrection({ ...awaitingCorrection, personal: null }),
    'approved by documents': { [everything]: refused({ code: 'approval/already-decided', outcome: 'approved' }) },
    'approved in person': { [everything]: refused({ code: 'approval/already-decided', outcome: 'approved' }) },
    rejected: { [everything]: refused({ code: 'approval/already-decided', outcome: 'rejected' }) },
    void: { [everything]: refused({ code: 'approval/void' }) },
  },
} as const

describe('O3: every state of an approval meets every command', () => {
  describeMatrix<ApprovalState, ApprovalCommand, ApprovalEvent, ApprovalRefusal>(matrix)
})

describe('the events of an approval', () => {
  const events = {
    ApprovalSubmitted: { type: 'ApprovalSubmitted', accountId: 'account-1', dossier: 'dossier-2', round: 2, submittedAt: at },
    Approved: { type: 'Approved', operator: 'operator-1', identification: 'documents', dossier: 'dossier-1', decidedAt: at },
    Rejected: { type: 'Rejected', operator: 'operator-1', decidedAt: at, personal: stranger },
    CorrectionRequested: { type: 'CorrectionRequested', operator: 'operator-1', decidedAt: at, personal: missing },
    ApprovalVoided: { type: 'ApprovalVoided', voidedAt: at, approved: 'request-2' },
  } as const satisfies { readonly [T in ApprovalEvent['type']]: Extract<ApprovalEvent, { type: T }> }
  const ofPending = ['Approved', 'Rejected', 'CorrectionRequested', 'ApprovalVoided'] as const
  const ofAwaitingCorrection = ['ApprovalSubmitted', 'Rejected', 'ApprovalVoided'] as const
  describeEvolve<ApprovalState, ApprovalCommand, ApprovalEvent, ApprovalRefusal>(
    matrix,
    events,
    {
      'before anything': ['ApprovalSubmitted'],
      pending: ofPending,
      'pending for the second time': ofPending,
      'awaiting correction': ofAwaitingCorrection,
      'awaiting correction for the second time': ofAwaitingCorrection,
      'awaiting correction and erased': ofAwaitingCorrection,
      'approved by documents': [],
      'approved in person': [],
      rejected: [],
      void: [],
    },
    [approvalDecider],
  )
})

describe('walks of an approval', () => {
  const waits = [0, 1, 86_400_000]
  describeWalks<ApprovalState, ApprovalCommand, ApprovalEvent, ApprovalRefusal>(
    { decider: approvalDecider, by, commands },
    {
      start: filedAt,
      waits,
      stamps: [filedAt, filedAt + 1e10],
      published: `stateDiagram-v2
        [*] --> none
        none --> pending: SubmitApproval
        pending --> approved: Approve
        pending --> rejected: Reject
        pending --> awaiting_correction: RequestCorrection
        pending --> void: VoidApproval
        awaiting_correction --> pending: SubmitApproval
        awaiting_correction --> rejected: Reject
        awaiting_correction --> void: VoidApproval
        approved --> [*]
        rejected --> [*]
        void --> [*]`,
    },
  )

  it('INV-02: whatever is tried, the operator who approves is another person than the applicant, and the dossier is the one filed last', () => {
    fc.assert(
      fc.property(walks<ApprovalState, ApprovalCommand>(commands, [...waits, -1, -1e13], 60), (steps) => {
        let approved = 0
        for (const { before, command, decided: verdict, after } of walk(approvalDecider, steps, filedAt, by)) {
          if (!verdict.ok || command.type === 'SubmitApproval' || command.type === 'VoidApproval') continue
          expect(before.status === 'pending' || before.status === 'awaiting-correction').toBe(true)
          expect(command.operatorAccount).not.toBe('account-1')
          expect(command.dossierDigest).toBe(filed(before))
          if (after.status !== 'approved') continue
          approved += 1
          expect(verdict.value).toMatchObject([
            { type: 'Approved', dossier: filed(before), identification: after.identification },
          ])
        }
        expect(approved).toBeLessThanOrEqual(1)
      }),
      { seed: 2, numRuns: runsOf(400) },
    )
  })

  it('INV-13: with a clock that runs backwards a decision stays decided', () => {
    fc.assert(
      fc.property(walks<ApprovalState, ApprovalCommand>(commands, [...waits, -1, -86_400_000, -1e13], 60), (steps) => {
        for (const { before, after } of walk(approvalDecider, steps, filedAt, by)) {
          if (approvalDecider.isTerminal(before)) expect(after).toBe(before)
        }
      }),
      { seed: 13, numRuns: runsOf(400) },
    )
  })
})
