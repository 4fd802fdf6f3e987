/** The machine of a migration: every state meets every command, and every refusal has its boundary. */
import { describe, expect, it } from 'vitest'
import { examplePlan } from '../../../../src/procedures/mailbox-migration/migration/examples.ts'
import {
  cutOversMax,
  migrationDecider as decider,
  remindersMax,
} from '../../../../src/procedures/mailbox-migration/migration/machine.ts'
import type {
  MigrationCampaign,
  MigrationCommand,
  MigrationEvent,
  MigrationPlan,
  MigrationRefusal,
  MigrationState,
} from '../../../../src/procedures/mailbox-migration/migration/model.ts'
import { type Cell, describeEvolve, describeMatrix, describeWalks } from '../../../support/matrix.ts'

type Here = Cell<MigrationState, MigrationEvent, MigrationRefusal>
type Row = { readonly [names: string]: Here }
type Planned = Extract<MigrationCampaign, { status: 'planned' | 'cutting-over' | 'completed' }>

const hour = 3_600_000
const start = 1_668_000_000_000
const by = { kind: 'operator', id: 'operator-1' } as const
const personal = { reason: 'Nota del gestore.' }
const domain = 'pec.example.it'
const plan = examplePlan(start)
const { from, until } = plan.activation
const cutOverAt = plan.cutOver.from

const none: MigrationState = { status: 'none', personal: null }
const planned: Planned = { status: 'planned', domain, number: 1, plan, cutOvers: [], personal: null }
const begun = { startedAt: cutOverAt, completedAt: null, rolledBackAt: null }
const cuttingOver: Planned = { ...planned, status: 'cutting-over', cutOvers: [begun] }
const completed: Planned = { ...cuttingOver, status: 'completed', cutOvers: [{ ...begun, completedAt: cutOverAt + hour }] }
const rolledBack: Planned = { ...planned, cutOvers: [{ ...begun, rolledBackAt: cutOverAt + hour }] }
const ended: MigrationState = { ...completed, status: 'ended', endedAt: cutOverAt + 2 * hour }

const situations = {
  none: { state: none, at: start },
  announced: { state: planned, at: from - 1 },
  'activation, in its first millisecond': { state: planned, at: from },
  'activation, in its last millisecond': { state: planned, at: until - 1 },
  waiting: { state: planned, at: until },
  'a millisecond before the cut-over': { state: planned, at: cutOverAt - 1 },
  late: { state: planned, at: cutOverAt },
  'cutting over': { state: cuttingOver, at: cutOverAt + hour },
  completed: { state: completed, at: cutOverAt + 2 * hour },
  'rolled back': { state: rolledBack, at: cutOverAt + 2 * hour },
  ended: { state: ended, at: cutOverAt + 3 * hour },
} as const

const later = (state: MigrationState) => examplePlan(state.status === 'none' ? start : state.plan.cutOver.from + 10 * hour)
const commands = {
  plan: (state: MigrationState) => ({ type: 'PlanMigration', domain, plan: later(state), personal }) as const,
  open: { type: 'OpenActivation', personal },
  prolong: { type: 'ProlongActivation', until: cutOverAt, reminders: [], personal },
  postpone: { type: 'PostponeCutOver', cutOverAt: cutOverAt + 24 * hour, longestMs: null, until: null, reminders: [], personal },
  forward: { type: 'BringCutOverForward', cutOverAt: cutOverAt - 1, longestMs: 2 * hour, personal },
  longer: { type: 'ProlongCutOver', longestMs: 2 * hour, personal },
  started: { type: 'ReportStart', startedAt: from, personal },
  completed: { type: 'ReportCompletion', completedAt: cutOverAt + hour, personal },
  'rolled back': { type: 'ReportRollback', rolledBackAt: cutOverAt + hour, personal },
  end: { type: 'EndMigration', personal },
} as const

const refused = (refusal: MigrationRefusal): Here => ({ refusal })
const changed = (state: Planned, event: MigrationEvent, change: Partial<MigrationPlan>): Here => ({
  events: [event],
  next: { ...state, plan: { ...state.plan, ...change } },
})
const past = (field: 'activation' | 'cut-over') => refused({ code: 'migration/in-the-past', field })

/** What holds while nothing has begun. */
const before = (at: number): Row => ({
  plan: refused({ code: 'migration/already-planned' }),
  longer: changed(
    planned,
    { type: 'CutOverProlonged', cutOver: { from: cutOverAt, longestMs: 2 * hour }, personal },
    { cutOver: { from: cutOverAt, longestMs: 2 * hour } },
  ),
  postpone: changed(
    planned,
    {
      ...{ type: 'CutOverPostponed', activation: plan.activation, reminders: plan.reminders, personal },
      cutOver: { from: cutOverAt + 24 * hour, longestMs: hour },
    },
    { cutOver: { from: cutOverAt + 24 * hour, longestMs: hour } },
  ),
  'completed | rolled back': refused({ code: 'migration/cut-over-not-begun' }),
  end: {
    events: [{ type: 'MigrationEnded', endedAt: at, personal }],
    next: { ...planned, status: 'ended', endedAt: at },
  },
})
const started: Row = {
  started: {
    events: [{ type: 'CutOverStarted', startedAt: from, personal }],
    next: { ...planned, status: 'cutting-over', cutOvers: [{ startedAt: from, completedAt: null, rolledBackAt: null }] },
  },
}
const open: Row = { open: refused({ code: 'migration/activation-open', from }) }
const prolonged: Row = {
  prolong: changed(
    planned,
    { type: 'ActivationProlonged', activation: { from, until: cutOverAt }, reminders: plan.reminders, personal },
    { activation: { from, until: cutOverAt } },
  ),
}
const forward: Row = {
  forward: changed(
    planned,
    { type: 'CutOverBroughtForward', cutOver: { from: cutOverAt - 1, longestMs: 2 * hour }, personal },
    { cutOver: { from: cutOverAt - 1, longestMs: 2 * hour } },
  ),
}

const matrix = {
  decider,
  by,
  situations,
  commands,
  cells: {
    none: {
      plan: {
        events: [{ type: 'MigrationPlanned', domain, number: 1, plan, personal }],
        next: planned,
      },
      'open | prolong | postpone | forward | longer | started | completed | rolled back | end': refused({
        code: 'migration/not-found',
      }),
    },
    announced: {
      ...before(from - 1),
      ...prolonged,
      ...forward,
      open: changed(
        planned,
        { type: 'ActivationOpened', activation: { from: from - 1, until }, personal },
        { activation: { from: from - 1, until } },
      ),
      started: refused({ code: 'migration/report-in-future' }),
    },
    'activation, in its first millisecond': { ...before(from), ...started, ...open, ...prolonged, ...forward },
    'activation, in its last millisecond': { ...before(until - 1), ...started, ...open, ...prolonged, ...forward },
    waiting: { ...before(until), ...started, ...prolonged, ...forward, open: past('activation') },
    'a millisecond before the cut-over': {
      ...before(cutOverAt - 1),
      ...started,
      ...prolonged,
      open: past('activation'),
      forward: past('cut-over'),
    },
    late: {
      ...before(cutOverAt),
      ...started,
      'open | prolong': past('activation'),
      forward: past('cut-over'),
    },
    'cutting over': {
      plan: refused({ code: 'migration/already-planned' }),
      'open | prolong | postpone | forward | started | end': refused({
        code: 'migration/cut-over-begun',
        startedAt: cutOverAt,
      }),
      longer: changed(
        cuttingOver,
        { type: 'CutOverProlonged', cutOver: { from: cutOverAt, longestMs: 2 * hour }, personal },
        { cutOver: { from: cutOverAt, longestMs: 2 * hour } },
      ),
      completed: {
        events: [{ type: 'CutOverCompleted', completedAt: cutOverAt + hour, personal }],
        next: completed,
      },
      'rolled back': {
        events: [{ type: 'CutOverRolledBack', rolledBackAt: cutOverAt + hour, personal }],
        next: rolledBack,
      },
    },
    completed: {
      plan: refused({ code: 'migration/already-planned' }),
      'open | prolong | postpone | forward | longer | started | completed': refused({
        code: 'migration/cut-over-completed',
        completedAt: cutOverAt + hour,
      }),
      'rolled back': {
        events: [{ type: 'CutOverRolledBack', rolledBackAt: cutOverAt + hour, personal }],
        next: {
          ...completed,
          status: 'planned',
          cutOvers: [{ ...begun, completedAt: cutOverAt + hour, rolledBackAt: cutOverAt + hour }],
        },
      },
      end: { events: [{ type: 'MigrationEnded', endedAt: cutOverAt + 2 * hour, personal }], next: ended },
    },
    'rolled back': {
      plan: refused({ code: 'migration/already-planned' }),
      'open | prolong': past('activation'),
      forward: past('cut-over'),
      postpone: changed(
        rolledBack,
        {
          ...{ type: 'CutOverPostponed', activation: plan.activation, reminders: plan.reminders, personal },
          cutOver: { from: cutOverAt + 24 * hour, longestMs: hour },
        },
        { cutOver: { from: cutOverAt + 24 * hour, longestMs: hour } },
      ),
      longer: changed(
        rolledBack,
        { type: 'CutOverProlonged', cutOver: { from: cutOverAt, longestMs: 2 * hour }, personal },
        { cutOver: { from: cutOverAt, longestMs: 2 * hour } },
      ),
      started: refused({ code: 'migration/report-out-of-order', since: cutOverAt + hour }),
      'completed | rolled back': refused({ code: 'migration/cut-over-not-begun' }),
      end: {
        events: [{ type: 'MigrationEnded', endedAt: cutOverAt + 2 * hour, personal }],
        next: { ...rolledBack, status: 'ended', endedAt: cutOverAt + 2 * hour },
      },
    },
    ended: {
      plan: {
        events: [{ type: 'MigrationPlanned', domain, number: 2, plan: later(ended), personal }],
        next: { ...planned, number: 2, plan: later(ended) },
      },
      'open | prolong | postpone | forward | longer | started | completed | rolled back | end': refused({
        code: 'migration/ended',
        endedAt: cutOverAt + 2 * hour,
      }),
    },
  },
} as const

describe('every state of a migration meets every command', () => {
  const fitting = {
    ...commands,
    // The earliest start that can be reported: after the last rollback.
    started: (state: MigrationState) =>
      ({
        type: 'ReportStart',
        startedAt: state.status === 'none' ? 0 : Math.max(from, state.cutOvers.at(-1)?.rolledBackAt ?? 0),
        personal,
      }) as const,
  }
  const again = {
    events: [{ type: 'CutOverStarted', startedAt: cutOverAt + hour, personal }],
    next: {
      ...rolledBack,
      status: 'cutting-over',
      cutOvers: [...rolledBack.cutOvers, { startedAt: cutOverAt + hour, completedAt: null, rolledBackAt: null }],
    },
  } as const
  const cells = { ...matrix.cells, 'rolled back': { ...matrix.cells['rolled back'], started: again } }
  describeMatrix<MigrationState, MigrationCommand, MigrationEvent, MigrationRefusal>({ ...matrix, commands: fitting, cells })

  it('a start cannot be reported before the last rollback', () => {
    const { state, at } = situations['rolled back']
    expect(decider.decide(state, commands.started, { at, by })).toEqual({
      ok: false,
      refusal: { code: 'migration/report-out-of-order', since: cutOverAt + hour },
    })
  })
})

const events = {
  MigrationPlanned: { type: 'MigrationPlanned', domain, number: 1, plan, personal },
  ActivationOpened: { type: 'ActivationOpened', activation: plan.activation, personal },
  ActivationProlonged: { type: 'ActivationProlonged', activation: plan.activation, reminders: [], personal },
  CutOverPostponed: {
    type: 'CutOverPostponed',
    cutOver: plan.cutOver,
    activation: plan.activation,
    reminders: [],
    personal,
  },
  CutOverBroughtForward: { type: 'CutOverBroughtForward', cutOver: plan.cutOver, personal },
  CutOverProlonged: { type: 'CutOverProlonged', cutOver: plan.cutOver, personal },
  CutOverStarted: { type: 'CutOverStarted', startedAt: from, personal },
  CutOverCompleted: { type: 'CutOverCompleted', completedAt: from, personal },
  CutOverRolledBack: { type: 'CutOverRolledBack', rolledBackAt: from, personal },
  MigrationEnded: { type: 'MigrationEnded', endedAt: from, personal },
} as const

describe('the events of a migration', () => {
  const anew = ['MigrationPlanned'] as const
  const underWay = ['CutOverProlonged', 'CutOverCompleted', 'CutOverRolledBack'] as const
  const open = [
    ...['ActivationOpened', 'ActivationProlonged', 'CutOverPostponed', 'CutOverBroughtForward', 'CutOverProlonged'],
    ...['CutOverStarted', 'MigrationEnded'],
  ] as readonly MigrationEvent['type'][]
  const byStatus: { readonly [S in MigrationState['status']]: readonly MigrationEvent['type'][] } = {
    none: anew,
    planned: open,
    'cutting-over': underWay,
    completed: ['CutOverRolledBack', 'MigrationEnded'],
    ended: anew,
  }
  // What was rolled back cannot be opened any more: its activation has begun.
  const onceBegun = { ...situations, 'rolled back': { ...situations['rolled back'], state: { ...rolledBack, plan } } }
  const follows = Object.fromEntries(Object.entries(onceBegun).map(([name, { state }]) => [name, byStatus[state.status]]))
  const fitting = {
    ...commands,
    started: (state: MigrationState) =>
      ({
        type: 'ReportStart',
        startedAt: state.status === 'none' ? 0 : (state.cutOvers.at(-1)?.rolledBackAt ?? from),
        personal,
      }) as const,
  }
  describeEvolve<MigrationState, MigrationCommand, MigrationEvent, MigrationRefusal>(
    { ...matrix, commands: fitting, situations: onceBegun },
    events,
    follows,
    [decider],
  )
})

describe('walks of a migration', () => {
  const pick = (type: MigrationCommand['type']) => (state: MigrationState) =>
    decider.exampleCommands(state).find((command) => command.type === type) ?? commands.end
  const types = new Set(decider.exampleCommands(planned).map(({ type }) => type))
  describeWalks<MigrationState, MigrationCommand, MigrationEvent, MigrationRefusal>(
    { decider, by, commands: Object.fromEntries([...types].map((type) => [type, pick(type)])) },
    {
      start: 1_000_000_000_000,
      waits: [0, 1, hour / 2, 2 * hour],
      stamps: [1, 1.5 * hour, 3 * hour + 1].map((ms) => 1_000_000_000_000 + ms),
      runs: 900,
      published: `stateDiagram-v2
    [*] --> none
    none --> planned: PlanMigration
    planned --> planned: OpenActivation
    planned --> planned: ProlongActivation
    planned --> planned: PostponeCutOver
    planned --> planned: BringCutOverForward
    planned --> planned: ProlongCutOver
    planned --> cutting_over: ReportStart
    planned --> ended: EndMigration
    cutting_over --> cutting_over: ProlongCutOver
    cutting_over --> completed: ReportCompletion
    cutting_over --> planned: ReportRollback
    completed --> planned: ReportRollback
    completed --> ended: EndMigration
    ended --> planned: PlanMigration`,
    },
  )
})

describe('a plan', () => {
  const planning = (change: Partial<MigrationPlan>, at = start) =>
    decider.decide(none, { type: 'PlanMigration', domain, plan: { ...plan, ...change }, personal }, { at, by })
  const refusalOf = (change: Partial<MigrationPlan>, at = start) => {
    const decided = planning(change, at)
    return decided.ok ? null : decided.refusal
  }

  it('has an activation of at least a millisecond that is not over, and ends no later than the cut-over begins', () => {
    expect(refusalOf({ activation: { from: until, until } })).toEqual({ code: 'migration/window-empty' })
    expect(refusalOf({ activation: { from: until - 1, until }, reminders: [] })).toBeNull()
    expect(refusalOf({ reminders: [] }, until - 1)).toBeNull()
    expect(refusalOf({ reminders: [] }, until)).toEqual({ code: 'migration/in-the-past', field: 'activation' })
    expect(refusalOf({ activation: { from, until: cutOverAt } })).toBeNull()
    expect(refusalOf({ activation: { from, until: cutOverAt + 1 } })).toEqual({
      code: 'migration/window-after-cut-over',
      until: cutOverAt + 1,
      cutOverAt,
    })
    expect(refusalOf({ cutOver: { from: start, longestMs: hour } })).toEqual({ code: 'migration/in-the-past', field: 'cut-over' })
  })

  it('has its reminders within the activation, to come, each once and in their order', () => {
    for (const reminder of [from - 1, until])
      expect(refusalOf({ reminders: [from, reminder] })).toEqual({ code: 'migration/reminder-outside-window', reminder })
    expect(refusalOf({ reminders: [from + 1] }, from + 1)).toMatchObject({ code: 'migration/reminder-outside-window' })
    expect(planning({ reminders: [until - 1, from, until - 1] })).toMatchObject({
      value: [{ plan: { reminders: [from, until - 1] } }],
    })
    const many = (length: number) => Array.from({ length }, (_, i) => from + i)
    expect(refusalOf({ reminders: many(remindersMax) })).toBeNull()
    expect(refusalOf({ reminders: many(remindersMax + 1) })).toEqual({ code: 'migration/too-many-reminders', remindersMax })
  })

  it('leads nobody to another host than the one that people are told to look for', () => {
    const links = (change: Partial<MigrationPlan['links']>) => refusalOf({ links: { ...plan.links, ...change } })
    const elsewhere = [
      'https://attivazione.altro.example.it/',
      'https://evildue.example.it/',
      'https://due.example.it.evil.example/',
      'https://due.example.it@evil.example/',
      'https://due.example.it:8443/',
      'http://attivazione.due.example.it/',
      'https://attivazione.due.example.it\\@evil.example/',
      'https://ATTIVAZIONE.due.example.it/',
      'javascript:alert(1)//due.example.it',
      'https://',
      '',
    ]
    for (const activation of elsewhere) {
      expect(links({ activation }), activation).toEqual({
        code: 'migration/link-elsewhere',
        link: 'activation',
        hosts: ['due.example.it'],
      })
    }
    // The password is asked for at one host; the mail may be read at the domain of the mailboxes.
    expect(links({ activation: 'https://pec.example.it/' })).toMatchObject({ link: 'activation' })
    expect(links({ webmail: 'https://pec.example.it/?a=1' })).toBeNull()
    expect(links({ webmail: 'https://evilpec.example.it/' })).toEqual({
      code: 'migration/link-elsewhere',
      link: 'webmail',
      hosts: ['due.example.it', 'pec.example.it'],
    })
    expect(links({ manuals: 'https://help.due.example.it/guide#imap' })).toBeNull()
    expect(links({ manuals: 'https://pec.example.it/' })).toMatchObject({ link: 'manuals' })
  })
})

describe('a change of the dates', () => {
  const refusalOf = (command: MigrationCommand, at: number, state: MigrationState = planned) => {
    const decided = decider.decide(state, command, { at, by })
    return decided.ok ? null : decided.refusal
  }
  const prolonging = (last: number, reminders: readonly number[] = []) =>
    ({ type: 'ProlongActivation', until: last, reminders, personal }) as const
  const postponing = (change: Partial<Extract<MigrationCommand, { type: 'PostponeCutOver' }>>) =>
    ({ ...commands.postpone, ...change }) as const
  const forwarding = (at: number) => ({ type: 'BringCutOverForward', cutOverAt: at, longestMs: null, personal }) as const

  it('makes the activation longer and never shorter, and not beyond the cut-over', () => {
    expect(refusalOf(prolonging(until), from)).toEqual({ code: 'migration/not-later', field: 'activation' })
    expect(refusalOf(prolonging(until + 1), from)).toBeNull()
    expect(refusalOf(prolonging(until + 1), until + 1)).toEqual({ code: 'migration/in-the-past', field: 'activation' })
    expect(refusalOf(prolonging(cutOverAt + 1), from)).toMatchObject({ code: 'migration/window-after-cut-over' })
    expect(refusalOf(prolonging(cutOverAt, [until]), from)).toBeNull()
    expect(refusalOf(prolonging(cutOverAt, [cutOverAt]), from)).toMatchObject({ code: 'migration/reminder-outside-window' })
  })

  it('puts the cut-over off, with the activation or without it', () => {
    expect(refusalOf(postponing({ cutOverAt }), from)).toEqual({ code: 'migration/not-later', field: 'cut-over' })
    expect(refusalOf(postponing({ cutOverAt: cutOverAt + 1 }), cutOverAt + 1)).toEqual({
      code: 'migration/in-the-past',
      field: 'cut-over',
    })
    expect(refusalOf(postponing({ until: until - 1 }), from)).toEqual({ code: 'migration/not-later', field: 'activation' })
    expect(refusalOf(postponing({ until: until + 1 }), until + 1)).toEqual({ code: 'migration/in-the-past', field: 'activation' })
    expect(refusalOf(postponing({ until: cutOverAt + 24 * hour }), from)).toBeNull()
    expect(refusalOf(postponing({ until: cutOverAt + 24 * hour + 1 }), from)).toMatchObject({
      code: 'migration/window-after-cut-over',
    })
    const longer = decider.decide(planned, postponing({ longestMs: 5, reminders: [from + 1] }), { at: from, by })
    expect(longer).toMatchObject({ value: [{ cutOver: { longestMs: 5 }, reminders: [from + 1, ...plan.reminders] }] })
  })

  it('brings the cut-over forward, but not into the activation', () => {
    expect(refusalOf(forwarding(cutOverAt), from)).toEqual({ code: 'migration/not-earlier', cutOverAt })
    expect(refusalOf(forwarding(until), from)).toBeNull()
    expect(refusalOf(forwarding(until - 1), from)).toEqual({
      code: 'migration/window-after-cut-over',
      until,
      cutOverAt: until - 1,
    })
  })

  it('makes the interruption longer and never shorter', () => {
    const lasting = (longestMs: number) => ({ type: 'ProlongCutOver', longestMs, personal }) as const
    for (const state of [planned, cuttingOver]) {
      expect(refusalOf(lasting(hour), from, state)).toEqual({ code: 'migration/not-later', field: 'interruption' })
      expect(refusalOf(lasting(hour + 1), from, state)).toBeNull()
    }
  })
})

describe('a report', () => {
  const refusalOf = (command: MigrationCommand, at: number, state: MigrationState) => {
    const decided = decider.decide(state, command, { at, by })
    return decided.ok ? null : decided.refusal
  }

  it('says what has happened, no earlier than what was reported before', () => {
    const starting = (startedAt: number) => ({ type: 'ReportStart', startedAt, personal }) as const
    const completing = (completedAt: number) => ({ type: 'ReportCompletion', completedAt, personal }) as const
    const rolling = (rolledBackAt: number) => ({ type: 'ReportRollback', rolledBackAt, personal }) as const
    const at = cutOverAt + 5 * hour
    const future = { code: 'migration/report-in-future' }
    const early = (since: number) => ({ code: 'migration/report-out-of-order', since })
    for (const [command, state, since] of [
      [starting, planned, from],
      [starting, rolledBack, cutOverAt + hour],
      [completing, cuttingOver, cutOverAt],
      [rolling, cuttingOver, cutOverAt],
      [rolling, completed, cutOverAt + hour],
    ] as const) {
      expect(refusalOf(command(at), at, state)).toBeNull()
      expect(refusalOf(command(at + 1), at, state)).toEqual(future)
      expect(refusalOf(command(since), at, state)).toBeNull()
      expect(refusalOf(command(since - 1), at, state)).toEqual(early(since))
    }
  })

  it('of a start is taken so many times and no more', () => {
    const times = (length: number) =>
      ({
        ...planned,
        cutOvers: Array.from({ length }, () => ({ startedAt: from, completedAt: null, rolledBackAt: from })),
      }) as const
    expect(refusalOf(commands.started, from, times(cutOversMax - 1))).toBeNull()
    expect(refusalOf(commands.started, from, times(cutOversMax))).toEqual({ code: 'migration/too-many-cut-overs', cutOversMax })
  })
})
