/** Planted bugs of the migration of mailboxes: which password opens which mailbox. */
import type { PlantedBug } from './bug.ts'

const migration = 'src/procedures/mailbox-migration/migration'
const passwords = ['test/procedures/mailbox-migration/migration/password-at.test.ts']
const campaign = ['test/procedures/mailbox-migration/migration/campaign.test.ts']

export const migrationBugs: readonly PlantedBug[] = [
  {
    id: 'X2',
    name: 'The old password still opens the mailbox in the millisecond of the start.',
    file: `${migration}/password-at.ts`,
    from: 'startedAt <= at)',
    to: 'startedAt < at)',
    tests: passwords,
  },
  {
    id: 'X2',
    name: 'The new mailbox opens a millisecond after the completion.',
    file: `${migration}/password-at.ts`,
    from: 'at < cutOver.completedAt)',
    to: 'at <= cutOver.completedAt)',
    tests: passwords,
  },
  {
    id: 'X2',
    name: 'The new mailbox opens although nobody has reported the completion.',
    file: `${migration}/password-at.ts`,
    from: 'cutOver.completedAt === null || at < cutOver.completedAt',
    to: 'cutOver.completedAt !== null && at < cutOver.completedAt',
    tests: passwords,
  },
  {
    id: 'X2',
    name: 'Whoever has kept the password is told to use a new one.',
    file: `${migration}/password-at.ts`,
    from: "activation.password === 'kept' ? 'old' : 'new'",
    to: "'new'",
    tests: passwords,
  },
  {
    id: 'INV-31',
    name: 'After a rollback no password opens the mailbox for a millisecond.',
    file: `${migration}/password-at.ts`,
    from: 'cutOver.rolledBackAt <= at)',
    to: 'cutOver.rolledBackAt < at)',
    tests: passwords,
  },
  {
    id: 'INV-31',
    name: 'A password that the arriving provider has not set is promised.',
    file: `${migration}/password-at.ts`,
    from: 'activation.setAt === null || at < activation.setAt',
    to: 'activation.setAt !== null && at < activation.setAt',
    tests: passwords,
  },
  {
    id: 'INV-31',
    name: 'The first activation counts, and not the last.',
    file: `${migration}/password-at.ts`,
    from: 'lastOf(activations, (one) => one.at <= at)',
    to: '(activations.find((one) => one.at <= at) ?? null)',
    tests: passwords,
  },
  {
    id: 'INV-31',
    name: 'A mailbox that nobody has activated stays open at the leaving provider.',
    file: `${migration}/password-at.ts`,
    from: "{ opens: 'nothing', why: 'not-activated' }\n",
    to: "{ opens: 'leaving', password: 'old' }\n",
    tests: passwords,
  },
  {
    id: 'INV-31',
    name: 'A rollback that was reported is not kept.',
    file: `${migration}/machine.ts`,
    from: 'cutOvers: reported(state, { rolledBackAt: event.rolledBackAt })',
    to: 'cutOvers: state.cutOvers',
    tests: passwords,
  },
  {
    id: 'INV-31',
    name: 'A completion that was reported is not kept.',
    file: `${migration}/machine.ts`,
    from: 'cutOvers: reported(state, { completedAt: event.completedAt })',
    to: 'cutOvers: state.cutOvers',
    tests: passwords,
  },
  {
    id: 'T1',
    name: 'A clock that was set back dates a report before the last one.',
    file: `${migration}/use-cases.ts`,
    from: '    await unit.state(migrationMachine, id)\n',
    to: '',
    tests: campaign,
  },
  {
    id: 'INV-18',
    name: 'Work that only waits counts as work that failed.',
    file: 'src/runtime/work-queue.ts',
    from: '{ retryAt, afresh: true }',
    to: '{ retryAt }',
    tests: ['test/procedures/mailbox-migration/mailbox/work.test.ts'],
  },
]
