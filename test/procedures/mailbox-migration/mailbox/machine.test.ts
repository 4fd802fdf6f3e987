/** The machine of a mailbox: every state meets every command, and every refusal has its boundary. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { availableCommands, replay } from '../../../../src/kernel/index.ts'
import type { MailboxEvent } from '../../../../src/procedures/mailbox-migration/mailbox/events.ts'
import { openMigration } from '../../../../src/procedures/mailbox-migration/mailbox/examples.ts'
import { activationsMax, mailboxDecider as decider } from '../../../../src/procedures/mailbox-migration/mailbox/machine.ts'
import type {
  MailboxCommand,
  MailboxMigration,
  MailboxRecord,
  MailboxState,
} from '../../../../src/procedures/mailbox-migration/mailbox/model.ts'
import { decidePurely } from '../../../support/matrix.ts'

const by = { kind: 'system' } as const
const hour = 3_600_000
const from = Date.UTC(2022, 10, 10, 23)
const until = Date.UTC(2022, 10, 22, 23)
const at = from + hour
const personal = { reason: 'Nota del gestore.' }
const open: MailboxMigration = { ...openMigration, from, until }
const started: MailboxMigration = { ...open, startedAt: until + hour }
const completed: MailboxMigration = { ...started, completedAt: until + 2 * hour }
const over: MailboxMigration = { ...completed, endedAt: until + 3 * hour }

const list: MailboxCommand = {
  ...{ type: 'ListMailbox', migrationId: 'migration', migration: 1, isListed: true },
  personal: { address: 'scuola@pec.example.it', email: null, locale: 'it' },
}

/** The state after these commands, one after the other, at that instant. */
function after(commands: readonly MailboxCommand[], now = at): MailboxState {
  return commands.reduce<MailboxState>((state, command) => {
    const decided = decider.decide(state, command, { at: now, by })
    if (!decided.ok) throw new Error(`${command.type}: ${decided.refusal.code}`)
    return decided.value.reduce(decider.evolve, state)
  }, decider.initial)
}

const verify: MailboxCommand = { type: 'VerifyPassword', campaign: open, proof: { digest: 'digest', until: at + hour } }
const activate: MailboxCommand = { type: 'ActivateMailbox', campaign: open, password: 'replaced' }
const confirm: MailboxCommand = { type: 'ConfirmPassword', number: 1, campaign: open }
const running: MailboxCommand = {
  ...{ type: 'NoteCopying', part: 'messages', number: 1 },
  news: { status: 'running', copied: 0, total: 10 },
}
const refusal: MailboxCommand = { type: 'RefusePassword', number: 1, campaign: open }
const unlisted: MailboxCommand = { ...list, isListed: false }
const done: MailboxCommand = { type: 'NoteCopying', part: 'messages', number: 1, news: { status: 'done', copied: 10 } }
const failed: MailboxCommand = { type: 'NoteCopying', part: 'messages', number: 1, news: { status: 'failed', cause: 'capacity' } }
const follow = (campaign: MailboxMigration): MailboxCommand => ({ type: 'FollowMigration', campaign })
const late: MailboxCommand = { type: 'AllowLateActivation', campaign: started, until: until + 24 * hour, personal }

const situations = {
  none: after([]),
  'not started': after([list]),
  verified: after([list, verify]),
  ordered: after([list, activate]),
  copying: after([list, activate, confirm, running]),
  copied: after([list, activate, confirm, done]),
  live: after([list, activate, confirm, done, follow(completed)]),
  blocked: after([list, follow(started)]),
  late: after([list, follow(started), late]),
  parked: after([list, activate, { type: 'ParkMailbox', lane: 'orders', number: 1, cause: 'refused' }]),
  unlisted: after([unlisted, verify]),
  refused: after([list, activate, refusal, done]),
  'refused and blocked': after([list, activate, refusal, done, follow(started)]),
  'refused and late': after([list, activate, refusal, done, follow(started), late]),
  ended: after([list, activate, confirm, done, follow(over)]),
} as const
type Situation = keyof typeof situations

const commands = {
  list,
  verify,
  activate,
  confirm,
  'confirm, complete': { ...confirm, campaign: completed },
  refuse: refusal,
  'refuse, started': { ...refusal, campaign: started },
  running,
  done,
  failed,
  'password changed': { type: 'ReportPasswordChange' },
  park: { type: 'ParkMailbox', lane: 'orders', number: 1, cause: 'unavailable' },
  requeue: { type: 'RequeueMailbox', lane: 'orders' },
  remind: { type: 'RemindOwner', reminder: at },
  'follow, open': follow(open),
  'follow, started': follow(started),
  'follow, complete': follow(completed),
  'follow, over': follow(over),
  'allow late': late,
  withdraw: { type: 'WithdrawActivation', campaign: open, personal },
  leave: { type: 'LeaveMigration', endedAt: at },
} as const satisfies { readonly [name: string]: MailboxCommand }
type Name = keyof typeof commands

const gone = 'mailbox/ended'
const all = (outcome: string): { readonly [N in Name]: string } =>
  Object.fromEntries(Object.keys(commands).map((name) => [name, outcome])) as { readonly [N in Name]: string }

/** What each command comes to in each situation, read off the issue by hand: a refusal, events in their order, or nothing. */
const cells: { readonly [S in Situation]: { readonly [N in Name]: string } } = {
  none: { ...all('mailbox/not-found'), list: 'MailboxListed' },
  'not started': {
    list: 'mailbox/already-listed',
    verify: 'PasswordVerified',
    activate: 'MailboxActivated',
    ...{
      confirm: '',
      'confirm, complete': '',
      refuse: '',
      'refuse, started': '',
      running: '',
      done: '',
      failed: '',
      'password changed': '',
    },
    ...{ park: '', requeue: 'mailbox/not-parked', remind: 'OwnerReminded' },
    ...{ 'follow, open': '', 'follow, started': 'MailboxBlocked', 'follow, complete': 'MailboxBlocked' },
    'follow, over': 'MailboxBlocked MailboxMigrationEnded',
    ...{ 'allow late': 'mailbox/not-blocked', withdraw: 'mailbox/not-activated', leave: 'MailboxMigrationEnded' },
  },
  verified: {
    list: 'mailbox/already-listed',
    verify: 'PasswordVerified',
    activate: 'MailboxActivated',
    ...{
      confirm: '',
      'confirm, complete': '',
      refuse: '',
      'refuse, started': '',
      running: '',
      done: '',
      failed: '',
      'password changed': '',
    },
    ...{ park: '', requeue: 'mailbox/not-parked', remind: 'OwnerReminded' },
    ...{ 'follow, open': '', 'follow, started': 'MailboxBlocked', 'follow, complete': 'MailboxBlocked' },
    'follow, over': 'MailboxBlocked MailboxMigrationEnded',
    ...{ 'allow late': 'mailbox/not-blocked', withdraw: 'mailbox/not-activated', leave: 'MailboxMigrationEnded' },
  },
  ordered: {
    list: 'mailbox/already-listed',
    verify: 'PasswordVerified',
    activate: 'MailboxActivated',
    confirm: 'MailboxPasswordSet',
    'confirm, complete': 'MailboxPasswordSet MailboxWentLive',
    ...{ refuse: 'MailboxPasswordRefused', 'refuse, started': 'MailboxPasswordRefused MailboxBlocked' },
    ...{ running: 'CopyingStarted', done: 'CopyingDone', failed: 'CopyingFailed', 'password changed': 'CopyingFailed' },
    ...{ park: 'MailboxParked', requeue: 'mailbox/not-parked', remind: '' },
    // Nobody is promised a mailbox whose password is not set.
    ...{ 'follow, open': '', 'follow, started': '', 'follow, complete': '', 'follow, over': 'MailboxMigrationEnded' },
    ...{ 'allow late': 'mailbox/not-blocked', withdraw: 'ActivationWithdrawn', leave: 'MailboxMigrationEnded' },
  },
  copying: {
    ...{ list: 'mailbox/already-listed', verify: 'PasswordVerified', activate: 'mailbox/copying' },
    ...{ confirm: '', 'confirm, complete': '', refuse: '', 'refuse, started': '', running: '' },
    ...{ done: 'CopyingDone', failed: 'CopyingFailed', 'password changed': 'CopyingFailed' },
    ...{ park: '', requeue: 'mailbox/not-parked', remind: '' },
    ...{ 'follow, open': '', 'follow, started': '', 'follow, complete': 'MailboxWentLive' },
    'follow, over': 'MailboxWentLive MailboxMigrationEnded',
    ...{ 'allow late': 'mailbox/not-blocked', withdraw: 'ActivationWithdrawn', leave: 'MailboxMigrationEnded' },
  },
  copied: {
    ...{ list: 'mailbox/already-listed', verify: 'PasswordVerified', activate: 'MailboxActivated' },
    ...{
      confirm: '',
      'confirm, complete': '',
      refuse: '',
      'refuse, started': '',
      running: '',
      done: '',
      failed: '',
      'password changed': 'CopyingFailed',
    },
    ...{ park: '', requeue: 'mailbox/not-parked', remind: '' },
    ...{ 'follow, open': '', 'follow, started': '', 'follow, complete': 'MailboxWentLive' },
    'follow, over': 'MailboxWentLive MailboxMigrationEnded',
    ...{ 'allow late': 'mailbox/not-blocked', withdraw: 'ActivationWithdrawn', leave: 'MailboxMigrationEnded' },
  },
  live: {
    list: 'mailbox/already-listed',
    ...{ verify: 'mailbox/activation-closed', activate: 'mailbox/activation-closed' },
    ...{
      confirm: '',
      'confirm, complete': '',
      refuse: '',
      'refuse, started': '',
      running: '',
      done: '',
      failed: '',
      'password changed': '',
    },
    ...{ park: '', requeue: 'mailbox/not-parked', remind: '' },
    // A rollback, and a cut-over that has begun anew.
    ...{ 'follow, open': 'MailboxTakenBack', 'follow, started': 'MailboxTakenBack', 'follow, complete': '' },
    'follow, over': 'MailboxMigrationEnded',
    ...{ 'allow late': 'mailbox/not-blocked', withdraw: 'mailbox/not-activated', leave: 'MailboxMigrationEnded' },
  },
  blocked: {
    list: 'mailbox/already-listed',
    ...{ verify: 'mailbox/activation-closed', activate: 'mailbox/activation-closed' },
    ...{
      confirm: '',
      'confirm, complete': '',
      refuse: '',
      'refuse, started': '',
      running: '',
      done: '',
      failed: '',
      'password changed': '',
    },
    ...{ park: '', requeue: 'mailbox/not-parked', remind: '' },
    ...{ 'follow, open': 'MailboxTakenBack', 'follow, started': '', 'follow, complete': '' },
    'follow, over': 'MailboxMigrationEnded',
    ...{ 'allow late': 'LateActivationAllowed', withdraw: 'mailbox/not-activated', leave: 'MailboxMigrationEnded' },
  },
  late: {
    list: 'mailbox/already-listed',
    ...{ verify: 'PasswordVerified', activate: 'MailboxActivated' },
    ...{
      confirm: '',
      'confirm, complete': '',
      refuse: '',
      'refuse, started': '',
      running: '',
      done: '',
      failed: '',
      'password changed': '',
    },
    ...{ park: '', requeue: 'mailbox/not-parked', remind: 'OwnerReminded' },
    ...{ 'follow, open': '', 'follow, started': '', 'follow, complete': '', 'follow, over': 'MailboxMigrationEnded' },
    ...{ 'allow late': 'mailbox/not-blocked', withdraw: 'mailbox/not-activated', leave: 'MailboxMigrationEnded' },
  },
  parked: {
    list: 'mailbox/already-listed',
    ...{ verify: 'PasswordVerified', activate: 'MailboxActivated' },
    confirm: 'MailboxPasswordSet',
    'confirm, complete': 'MailboxPasswordSet MailboxWentLive',
    ...{ refuse: 'MailboxPasswordRefused', 'refuse, started': 'MailboxPasswordRefused MailboxBlocked' },
    ...{ running: 'CopyingStarted', done: 'CopyingDone', failed: 'CopyingFailed', 'password changed': 'CopyingFailed' },
    ...{ park: 'MailboxParked', requeue: 'MailboxRequeued', remind: '' },
    ...{ 'follow, open': '', 'follow, started': '', 'follow, complete': '', 'follow, over': 'MailboxMigrationEnded' },
    ...{ 'allow late': 'mailbox/not-blocked', withdraw: 'ActivationWithdrawn', leave: 'MailboxMigrationEnded' },
  },
  unlisted: {
    list: 'MailboxListingCompleted',
    verify: 'PasswordVerified',
    activate: 'MailboxActivated',
    ...{ confirm: '', 'confirm, complete': '', refuse: '', 'refuse, started': '', running: '', done: '', failed: '' },
    ...{ 'password changed': '', park: '', requeue: 'mailbox/not-parked', remind: 'OwnerReminded' },
    ...{ 'follow, open': '', 'follow, started': 'MailboxBlocked', 'follow, complete': 'MailboxBlocked' },
    'follow, over': 'MailboxBlocked MailboxMigrationEnded',
    ...{ 'allow late': 'mailbox/not-blocked', withdraw: 'mailbox/not-activated', leave: 'MailboxMigrationEnded' },
  },
  refused: {
    ...{ list: 'mailbox/already-listed', verify: 'PasswordVerified', activate: 'MailboxActivated' },
    ...{ confirm: 'MailboxPasswordSet', 'confirm, complete': 'MailboxPasswordSet MailboxWentLive' },
    ...{ refuse: '', 'refuse, started': '', running: '', done: '', failed: '', 'password changed': 'CopyingFailed' },
    ...{ park: 'MailboxParked', requeue: 'mailbox/not-parked', remind: '' },
    // What its owner has chosen will never open it.
    ...{ 'follow, open': '', 'follow, started': 'MailboxBlocked', 'follow, complete': 'MailboxBlocked' },
    'follow, over': 'MailboxBlocked MailboxMigrationEnded',
    ...{ 'allow late': 'mailbox/not-blocked', withdraw: 'ActivationWithdrawn', leave: 'MailboxMigrationEnded' },
  },
  'refused and blocked': {
    list: 'mailbox/already-listed',
    ...{ verify: 'mailbox/activation-closed', activate: 'mailbox/activation-closed' },
    // The office has had it tried again, and the provider has changed its mind.
    ...{ confirm: 'MailboxPasswordSet', 'confirm, complete': 'MailboxPasswordSet MailboxWentLive' },
    ...{ refuse: '', 'refuse, started': '', running: '', done: '', failed: '', 'password changed': '' },
    ...{ park: 'MailboxParked', requeue: 'mailbox/not-parked', remind: '' },
    ...{ 'follow, open': 'MailboxTakenBack', 'follow, started': '', 'follow, complete': '' },
    'follow, over': 'MailboxMigrationEnded',
    ...{ 'allow late': 'LateActivationAllowed', withdraw: 'mailbox/not-activated', leave: 'MailboxMigrationEnded' },
  },
  'refused and late': {
    ...{ list: 'mailbox/already-listed', verify: 'PasswordVerified', activate: 'MailboxActivated' },
    ...{ confirm: 'MailboxPasswordSet', 'confirm, complete': 'MailboxPasswordSet MailboxWentLive' },
    ...{ refuse: '', 'refuse, started': '', running: '', done: '', failed: '', 'password changed': 'CopyingFailed' },
    ...{ park: 'MailboxParked', requeue: 'mailbox/not-parked', remind: '' },
    ...{ 'follow, open': '', 'follow, started': '', 'follow, complete': '', 'follow, over': 'MailboxMigrationEnded' },
    ...{ 'allow late': 'mailbox/not-blocked', withdraw: 'ActivationWithdrawn', leave: 'MailboxMigrationEnded' },
  },
  ended: { ...all(gone), list: 'mailbox/already-listed' },
}

const outcome = (state: MailboxState, command: MailboxCommand, now = at): string => {
  const decided = decidePurely(decider, state, command, { at: now, by })
  return decided.ok ? decided.value.map(({ type }) => type).join(' ') : decided.refusal.code
}
const eventsOf = (state: MailboxState, command: MailboxCommand, now = at): readonly MailboxEvent[] => {
  const decided = decider.decide(state, command, { at: now, by })
  return decided.ok ? decided.value : []
}
const next = (state: MailboxState, command: MailboxCommand, now = at) =>
  eventsOf(state, command, now).reduce(decider.evolve, state) as MailboxRecord

describe.each(Object.keys(situations) as Situation[])('a mailbox, %s', (situation) => {
  it.each(Object.keys(commands) as Name[])('%s', (name) => {
    expect(outcome(situations[situation], commands[name])).toBe(cells[situation][name])
  })

  it('offers in its menu what would be accepted', () => {
    const state = situations[situation]
    const offered = availableCommands(decider, state, { at, by })
    const accepted = decider.exampleCommands(state).filter((one) => decider.decide(state, one, { at, by }).ok)
    expect([...offered].sort()).toEqual([...new Set(accepted.map(({ type }) => type))].sort())
    expect(decider.isTerminal(state)).toBe(situation === 'ended')
  })
})

describe('the window of the activation', () => {
  it.each<[name: string, now: number, outcome: string]>([
    ['X1: a millisecond before it', from - 1, 'mailbox/activation-not-open'],
    ['X1: in its first millisecond', from, 'MailboxActivated'],
    ['X1: in its last millisecond', until - 1, 'MailboxActivated'],
    ['X1: at its end', until, 'mailbox/activation-closed'],
  ])('%s', (_, now, expected) => {
    expect(outcome(situations['not started'], activate, now)).toBe(expected)
    expect(outcome(situations.verified, activate, now)).toBe(expected)
    expect(outcome(situations['not started'], verify, now)).toBe(expected.replace('MailboxActivated', 'PasswordVerified'))
  })

  it('X1: closes with the reported start, however early that is', () => {
    const early = { ...open, startedAt: at - 1 }
    expect(outcome(situations['not started'], { ...activate, campaign: early })).toBe('mailbox/activation-closed')
    expect(outcome(situations.copied, { ...activate, campaign: early })).toBe('mailbox/activation-closed')
  })

  it('is open once more to whom the office allows it, until that is over', () => {
    const act = { ...activate, campaign: started } as const
    expect(outcome(situations.late, act, until + 24 * hour - 1)).toBe('MailboxActivated')
    expect(outcome(situations.late, act, until + 24 * hour)).toBe('mailbox/activation-closed')
    expect(outcome(situations.late, follow(started), until + 24 * hour)).toBe('MailboxBlocked')
    expect(outcome(situations.blocked, { ...late, until: at })).toBe('mailbox/in-the-past')
    expect(outcome(situations.blocked, { ...late, until: at + 1 })).toBe('LateActivationAllowed')
    expect(outcome(situations.blocked, { ...late, campaign: { ...started, lateActivation: false } })).toBe(
      'mailbox/no-late-activation',
    )
  })
})

describe('a password that the arriving provider has refused', () => {
  const { refused, 'refused and blocked': shut, 'refused and late': letIn } = situations

  it('blocks its mailbox with the cut-over, and is let in late whatever was planned for those who have not activated', () => {
    const planned = { ...late, campaign: { ...started, lateActivation: false } }
    expect(outcome(shut, planned)).toBe('LateActivationAllowed')
    expect(outcome(situations.blocked, planned)).toBe('mailbox/no-late-activation')
    expect(outcome(refused, planned)).toBe('mailbox/not-blocked')
    expect(letIn).toMatchObject({ status: 'activated', lateUntil: until + 24 * hour })
    const act = { ...activate, campaign: started } as const
    expect(outcome(letIn, act, until + 24 * hour - 1)).toBe('MailboxActivated')
    expect(outcome(letIn, act, until + 24 * hour)).toBe('mailbox/activation-closed')
    expect(outcome(letIn, follow(started), until + 24 * hour - 1)).toBe('')
    expect(outcome(letIn, follow(started), until + 24 * hour)).toBe('MailboxBlocked')
  })

  it('that was chosen anew is no longer refused, and the cut-over opens the mailbox by it', () => {
    const again = next(letIn, activate)
    expect(again.activations.map(({ number, refusedAt }) => [number, refusedAt])).toEqual([
      [1, at],
      [2, null],
    ])
    expect(outcome(again, { ...confirm, number: 2, campaign: completed })).toBe('MailboxPasswordSet MailboxWentLive')
    expect(outcome(again, refusal)).toBe('')
  })

  it('that is taken after all opens the mailbox again, and nobody need activate it', () => {
    const taken = next(shut, { ...confirm, campaign: started })
    expect(taken).toMatchObject({
      status: 'activated',
      since: at,
      activations: [{ setAt: at, refusedAt: null }],
      lateUntil: null,
    })
    expect(next(letIn, { ...confirm, campaign: started }).lateUntil).toBe(null)
    expect(outcome(taken, follow(completed))).toBe('MailboxWentLive')
  })

  it('is so still after a rollback, and is withdrawn with its activation', () => {
    expect(next(shut, follow(open))).toMatchObject({ status: 'activated', activations: [{ refusedAt: at }] })
    expect(next(refused, commands.withdraw)).toMatchObject({ status: 'not-started', activations: [] })
  })
})

describe('a mailbox whose owner came before it was listed', () => {
  it('is completed by the list, and what its owner has done stays', () => {
    const known = { address: 'scuola@pec.example.it', email: 'preside@example.it', locale: 'en' } as const
    const activated = next(situations.unlisted, activate)
    const listed = next(activated, { ...list, personal: known } as MailboxCommand)
    expect(listed).toEqual({ ...activated, isListed: true, personal: known })
    expect(outcome(listed, list)).toBe('mailbox/already-listed')
    expect(outcome(situations.unlisted, unlisted)).toBe('mailbox/already-listed')
    expect(outcome(next(situations.unlisted, commands.leave), list)).toBe('mailbox/already-listed')
  })
})

describe('an order', () => {
  it('X3: the last activation counts, and what is heard of an earlier one changes nothing', () => {
    const twice = next(situations.ordered, activate)
    expect(twice).toMatchObject({ orders: 2, messages: { status: 'not-begun', number: 2 }, archive: { number: 2 } })
    for (const command of [confirm, running, done, failed]) expect(eventsOf(twice, command)).toEqual([])
    expect(outcome(twice, { ...confirm, number: 2 })).toBe('MailboxPasswordSet')
    // A copying that is done is not done again.
    expect(next(situations.copied, activate).messages).toMatchObject({ status: 'done', number: 1 })
  })

  it('X4: is refused while messages are copied, and accepted as soon as that is over', () => {
    expect(outcome(situations.copying, activate)).toBe('mailbox/copying')
    for (const end of [done, failed]) expect(outcome(next(situations.copying, end), activate)).toBe('MailboxActivated')
  })

  it('is refused after so many', () => {
    let state: MailboxState = situations['not started']
    for (let i = 0; i < activationsMax; i += 1) state = next(state, activate)
    expect(outcome(state, activate)).toBe('mailbox/too-many-activations')
  })

  it('that the office withdraws leaves the number behind, so that a late answer to it changes nothing', () => {
    const withdrawn = next(situations.copying, commands.withdraw)
    expect(withdrawn).toMatchObject({
      status: 'not-started',
      activations: [],
      orders: 1,
      messages: { status: 'not-begun', number: 1 },
    })
    const again = next(withdrawn, activate)
    expect(again.activations).toEqual([{ number: 2, at, password: 'replaced', setAt: null, refusedAt: null }])
    expect(outcome(again, confirm)).toBe('')
    expect(outcome(situations.copied, { ...commands.withdraw, campaign: started })).toBe('mailbox/activation-closed')
  })

  it('brings no archive where the migration copies none afterwards', () => {
    const bare = next(situations['not started'], { ...activate, campaign: { ...open, hasArchive: false } })
    expect(bare.archive).toEqual({ status: 'not-begun', number: 0 })
  })
})

describe('a reminder', () => {
  it('is given once for each instant, and never an earlier one after a later one', () => {
    const reminded = next(situations['not started'], commands.remind)
    expect(outcome(reminded, commands.remind)).toBe('')
    expect(outcome(reminded, { type: 'RemindOwner', reminder: at - 1 })).toBe('')
    expect(outcome(reminded, { type: 'RemindOwner', reminder: at + 1 })).toBe('OwnerReminded')
  })
})

describe('a copying', () => {
  const heard = (copied: number, now = at): string =>
    outcome(situations.copying, { ...running, news: { status: 'running', copied, total: 10 } } as MailboxCommand, now)

  it('is noted for each tenth, and once an hour', () => {
    expect(heard(0)).toBe('')
    expect(heard(1)).toBe('CopyingProgressed')
    expect(heard(0, at + hour - 1)).toBe('')
    expect(heard(0, at + hour)).toBe('CopyingProgressed')
    const uncounted = { ...running, news: { status: 'running', copied: 5, total: null } } as MailboxCommand
    expect(outcome(situations.copying, uncounted)).toBe('CopyingProgressed')
  })

  it('that has failed blocks nothing: the mailbox goes live', () => {
    expect(outcome(next(situations.copying, failed), follow(completed))).toBe('MailboxWentLive')
  })
})

describe('any history', () => {
  const named = Object.values(commands) as readonly MailboxCommand[]
  const step = fc.record({ command: fc.constantFrom(...named), ms: fc.constantFrom(0, 1, hour, 24 * hour) })
  const runs = { numRuns: 500, seed: 20_221_123 }

  function walked(steps: readonly { readonly command: MailboxCommand; readonly ms: number }[]) {
    let [state, now] = [decider.initial as MailboxState, from]
    const journal: MailboxEvent[] = []
    const states: MailboxState[] = []
    for (const { command, ms } of [{ command: list, ms: 0 }, ...steps]) {
      now += ms
      const fitted = 'number' in command && state.status !== 'none' ? { ...command, number: Math.max(1, state.orders) } : command
      const events = eventsOf(state, fitted, now)
      journal.push(...events)
      state = events.reduce(decider.evolve, state)
      states.push(state)
    }
    return { journal, states, state }
  }

  it('INV-03: replays to the same state, and once it is over nothing moves it', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { journal, states, state } = walked(steps)
        expect(replay(decider, structuredClone(journal))).toStrictEqual(state)
        const end = states.findIndex((one) => decider.isTerminal(one))
        if (end >= 0) expect(states.slice(end).every((one) => one === states[end])).toBe(true)
      }),
      runs,
    )
  })

  it('INV-31: nobody is live whose password is not set, and nobody is blocked who has activated the mailbox by a password that may be set', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        for (const state of walked(steps).states) {
          if (state.status === 'live')
            expect(state.activations.at(-1)).toMatchObject({ setAt: expect.any(Number), refusedAt: null })
          const last = 'activations' in state ? state.activations.at(-1) : undefined
          if (state.status === 'blocked' && last !== undefined)
            expect([last.setAt, typeof last.refusedAt]).toEqual([null, 'number'])
          if (state.status === 'activated') expect(state.activations).not.toEqual([])
          // Each number is given once, and the last activation bears the last.
          if (state.status !== 'none' && state.activations.length > 0) expect(state.activations.at(-1)?.number).toBe(state.orders)
        }
      }),
      runs,
    )
  })
})
