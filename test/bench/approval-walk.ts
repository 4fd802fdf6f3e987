/** Row 1: the approval machine, five times over: ours, a hand-written switch, XState, robot3; and the walk that they all take. */
import { createMachine, guard, interpret, reduce, state as robotState, transition as robotTransition } from 'robot3'
import type * as Machines from 'sportello/machines'
import type { ApprovalCommand, ApprovalState, Instant } from 'sportello/machines'
import { assign, initialTransition, setup, transition } from 'xstate'

/** A command with what goes along: our machine and the switch take the instant beside it, the others an event that holds both. */
export type Step = { readonly command: ApprovalCommand; readonly at: Instant; readonly event: Happening }

type Happening = ApprovalCommand & { readonly at: Instant }

/** What the machines must agree on. */
export type View = {
  readonly status: string
  readonly accountId: string | null
  readonly dossier: string | null
  readonly round: number
  readonly submittedAt: Instant | null
  readonly reason: string | null
  readonly operator: string | null
  readonly identification: string | null
  readonly decidedAt: Instant | null
  readonly voidedAt: Instant | null
}

const empty: View = {
  status: 'none',
  accountId: null,
  dossier: null,
  round: 0,
  submittedAt: null,
  reason: null,
  operator: null,
  identification: null,
  decidedAt: null,
  voidedAt: null,
}

export function stepOf(command: ApprovalCommand, at: Instant): Step {
  return { command, at, event: { ...command, at } }
}

/** Ten accepted commands: filed, four times sent for a correction and filed again, approved. */
export function approvalSteps(): readonly Step[] {
  const commands: ApprovalCommand[] = []
  for (let round = 1; round <= 5; round += 1) {
    const dossier = `dossier-${round}`
    commands.push({ type: 'SubmitApproval', accountId: 'account', dossier })
    const decision = { dossierDigest: dossier, operator: 'operator', operatorAccount: 'operator-account' }
    if (round < 5) commands.push({ type: 'RequestCorrection', personal: { reason: 'The copy cannot be read.' }, ...decision })
    else commands.push({ type: 'Approve', identification: 'documents', ...decision })
  }
  return commands.map((command, index) => stepOf(command, 1_800_000_000_000 + index * 60_000))
}

function viewOf(state: ApprovalState): View {
  const { personal, ...rest } = state
  return { ...empty, ...rest, reason: personal?.reason ?? null, ...('operator' in state ? { operator: state.operator } : {}) }
}

export function ourWalk({ approvalDecider }: typeof Machines) {
  const { decide, evolve, initial } = approvalDecider
  const by = { kind: 'operator', id: 'operator' } as const
  return {
    name: 'sportello',
    walk(steps: readonly Step[]): ApprovalState {
      let state = initial
      for (const { command, at } of steps) {
        const decided = decide(state, command, { at, by })
        if (decided.ok) for (const event of decided.value) state = evolve(state, event)
      }
      return state
    },
    view: viewOf,
  }
}

type Outcome =
  | { readonly ok: true; readonly state: ApprovalState; readonly effects: readonly string[] }
  | { readonly ok: false; readonly reason: string }

const filed = ['tell-office'] as const
const told = ['tell-applicant'] as const
const none = [] as const

function handSwitch(state: ApprovalState, command: ApprovalCommand, at: Instant): Outcome {
  switch (state.status) {
    case 'none':
    case 'awaiting-correction':
      if (command.type === 'SubmitApproval') {
        const { accountId, dossier } = command
        const round = state.status === 'none' ? 1 : state.round + 1
        const { personal } = state
        return { ok: true, state: { status: 'pending', accountId, dossier, round, submittedAt: at, personal }, effects: filed }
      }
      if (state.status === 'none') return { ok: false, reason: 'not-found' }
      if (command.type === 'VoidApproval') return { ok: true, state: closed(state, at), effects: none }
      if (command.type !== 'Reject') return { ok: false, reason: 'already-decided' }
      return decided(state, command, at)
    case 'pending':
      if (command.type === 'SubmitApproval') return { ok: false, reason: 'already-submitted' }
      if (command.type === 'VoidApproval') return { ok: true, state: closed(state, at), effects: none }
      return decided(state, command, at)
    default:
      return { ok: false, reason: 'already-decided' }
  }
}

type Open = Extract<ApprovalState, { status: 'pending' | 'awaiting-correction' }>
type Decision = Extract<ApprovalCommand, { type: 'Approve' | 'Reject' | 'RequestCorrection' }>

function closed({ accountId, dossier, round, submittedAt, personal }: Open, at: Instant): ApprovalState {
  return { status: 'void', accountId, dossier, round, submittedAt, voidedAt: at, personal }
}

function decided(state: Open, command: Decision, at: Instant): Outcome {
  const { accountId, dossier, round, submittedAt } = state
  if (command.operatorAccount === accountId) return { ok: false, reason: 'own-request' }
  if (command.dossierDigest !== dossier) return { ok: false, reason: 'dossier-changed' }
  const { operator } = command
  // Field by field, as code that counts nanoseconds would be written.
  switch (command.type) {
    case 'Approve': {
      const { identification } = command
      const { personal } = state
      return {
        ok: true,
        state: { status: 'approved', accountId, dossier, round, submittedAt, operator, identification, decidedAt: at, personal },
        effects: told,
      }
    }
    case 'Reject': {
      const { personal } = command
      return {
        ok: true,
        state: { status: 'rejected', accountId, dossier, round, submittedAt, operator, decidedAt: at, personal },
        effects: told,
      }
    }
    case 'RequestCorrection': {
      const { personal } = command
      return {
        ok: true,
        state: { status: 'awaiting-correction', accountId, dossier, round, submittedAt, operator, decidedAt: at, personal },
        effects: told,
      }
    }
  }
}

export function handWrittenWalk() {
  return {
    name: 'hand-written switch',
    walk(steps: readonly Step[]): ApprovalState {
      let state: ApprovalState = { status: 'none', personal: null }
      for (const { command, at } of steps) {
        const outcome = handSwitch(state, command, at)
        if (outcome.ok) state = outcome.state
      }
      return state
    },
    view: viewOf,
  }
}

type Facts = Omit<View, 'status'>
type Deciding = Extract<Happening, { type: 'Approve' | 'Reject' | 'RequestCorrection' }>
type Submitting = Extract<Happening, { type: 'SubmitApproval' }>

const { status: _, ...noFacts } = empty
const mayDecide = ({ accountId, dossier }: Facts, { operatorAccount, dossierDigest }: Deciding): boolean =>
  operatorAccount !== accountId && dossierDigest === dossier
const submittedFacts = ({ round, reason }: Facts, { accountId, dossier, at }: Submitting): Facts => ({
  ...noFacts,
  accountId,
  dossier,
  reason,
  round: round + 1,
  submittedAt: at,
})
const decidedFacts = (facts: Facts, event: Deciding): Facts => ({
  ...facts,
  decidedAt: event.at,
  operator: event.operator,
  identification: event.type === 'Approve' ? event.identification : null,
  reason: event.type === 'Approve' ? facts.reason : event.personal.reason,
})
const voidedFacts = (facts: Facts, { at }: Happening): Facts => ({ ...facts, decidedAt: null, operator: null, voidedAt: at })

export function xstateWalk() {
  const decision = { guard: 'mayDecide', actions: 'decide' } as const
  const machine = setup({
    types: { context: {} as Facts, events: {} as Happening },
    guards: { mayDecide: ({ context, event }) => mayDecide(context, event as Deciding) },
    actions: {
      submit: assign(({ context, event }) => submittedFacts(context, event as Submitting)),
      decide: assign(({ context, event }) => decidedFacts(context, event as Deciding)),
      voided: assign(({ context, event }) => voidedFacts(context, event)),
    },
  }).createMachine({
    initial: 'none',
    context: noFacts,
    states: {
      none: { on: { SubmitApproval: { target: 'pending', actions: 'submit' } } },
      pending: {
        on: {
          Approve: { target: 'approved', ...decision },
          Reject: { target: 'rejected', ...decision },
          RequestCorrection: { target: 'awaiting-correction', ...decision },
          VoidApproval: { target: 'void', actions: 'voided' },
        },
      },
      'awaiting-correction': {
        on: {
          SubmitApproval: { target: 'pending', actions: 'submit' },
          Reject: { target: 'rejected', ...decision },
          VoidApproval: { target: 'void', actions: 'voided' },
        },
      },
      approved: { type: 'final' },
      rejected: { type: 'final' },
      void: { type: 'final' },
    },
  })
  type Snapshot = ReturnType<typeof initialTransition<typeof machine>>[0]
  return {
    name: 'XState transition',
    walk(steps: readonly Step[]): Snapshot {
      let [snapshot] = initialTransition(machine)
      for (const { event } of steps) snapshot = transition(machine, snapshot, event)[0]
      return snapshot
    },
    view: ({ value, context }: Snapshot): View => ({ status: String(value), ...context }),
  }
}

export function robotWalk() {
  const submit = () => robotTransition('SubmitApproval', 'pending', reduce(submittedFacts))
  const decide = (type: Deciding['type'], status: string) => robotTransition(type, status, guard(mayDecide), reduce(decidedFacts))
  const cancel = () => robotTransition('VoidApproval', 'void', reduce(voidedFacts))
  const machine = createMachine(
    'none',
    {
      none: robotState(submit()),
      pending: robotState(
        decide('Approve', 'approved'),
        decide('Reject', 'rejected'),
        decide('RequestCorrection', 'awaiting-correction'),
        cancel(),
      ),
      'awaiting-correction': robotState(submit(), decide('Reject', 'rejected'), cancel()),
      approved: robotState(),
      rejected: robotState(),
      void: robotState(),
    },
    () => noFacts,
  )
  type Service = {
    readonly machine: { readonly current: string }
    readonly context: Facts
    readonly send: (event: Happening) => void
  }
  return {
    name: 'robot3',
    walk(steps: readonly Step[]): Service {
      const service: Service = interpret(machine, () => {})
      for (const { event } of steps) service.send(event)
      return service
    },
    view: ({ machine: { current }, context }: Service): View => ({ status: current, ...context }),
  }
}
