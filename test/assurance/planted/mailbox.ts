/** Planted bugs of the mailboxes that move: who activates when, what is ordered, and what is promised. */
import type { PlantedBug } from './bug.ts'

const mailbox = 'src/procedures/mailbox-migration/mailbox'
const tests = 'test/procedures/mailbox-migration/mailbox'
const machine = [`${tests}/machine.test.ts`]
const owner = [`${tests}/owner.test.ts`]
const refused = [`${tests}/refused-password.test.ts`]
const work = [`${tests}/work.test.ts`]

export const mailboxBugs: readonly PlantedBug[] = [
  {
    id: 'X1',
    name: 'A mailbox cannot be activated in the first millisecond of the window.',
    file: `${mailbox}/machine.ts`,
    from: 'if (at < from) return',
    to: 'if (at <= from) return',
    tests: machine,
  },
  {
    id: 'X1',
    name: 'A mailbox can be activated in the millisecond in which the window is over.',
    file: `${mailbox}/machine.ts`,
    from: 'return at < until ? null',
    to: 'return at <= until ? null',
    tests: machine,
  },
  {
    id: 'X1',
    name: 'A cut-over that was reported early leaves the activation open.',
    file: `${mailbox}/machine.ts`,
    from: 'if (isMoved || startedAt !== null) {',
    to: 'if (isMoved) {',
    tests: machine,
  },
  {
    id: 'X3',
    name: 'An answer about an earlier password counts for the last one.',
    file: `${mailbox}/machine.ts`,
    from: 'last === undefined || last.number !== number || last.setAt !== null',
    to: 'last === undefined || last.setAt !== null',
    tests: machine,
  },
  {
    id: 'X3',
    name: 'The mailbox is not told of a second activation.',
    file: `${mailbox}/told.ts`,
    from: '      post(purpose, letter)\n      // Late',
    to: '      if (number === 1) post(purpose, letter)\n      // Late',
    tests: owner,
  },
  {
    id: 'X3',
    name: 'A late activation is told in the mailbox alone, which nobody but whoever has activated it will open.',
    file: `${mailbox}/told.ts`,
    from: 'if (startedAt !== null) postElsewhere(`${purpose}-elsewhere`, letter)',
    to: '',
    tests: refused,
  },
  {
    id: 'X3',
    name: 'What was ordered by an activation that the office has withdrawn is done all the same.',
    file: `${mailbox}/change.ts`,
    from: "if (isOver) for (const lane of mailboxLanes) unit.cancelWork(lane, 'mailbox', id)",
    to: 'void isOver',
    tests: owner,
  },
  {
    id: 'X4',
    name: 'The password can be changed while messages are copied.',
    file: `${mailbox}/machine.ts`,
    from: "if (messages.status === 'running') return refuse({ code: 'mailbox/copying', startedAt: messages.startedAt })",
    to: '',
    tests: machine,
  },
  {
    id: 'X4',
    name: 'A change that the leaving provider reports leaves the copying as it is.',
    file: `${mailbox}/machine.ts`,
    from: 'if (part === null) return accept([])',
    to: 'return accept([])',
    tests: work,
  },
  {
    id: 'X5',
    name: 'A mailbox that is not listed can be activated by whoever knows its password.',
    file: `${mailbox}/asking.ts`,
    from: "verdict === 'wrong' || !isOfMigration(state, campaign)",
    to: "verdict === 'wrong'",
    tests: owner,
  },
  {
    id: 'X5',
    name: 'The provider is not asked about a mailbox that is not listed.',
    file: `${mailbox}/asking.ts`,
    from: 'const verdict = await askPassword',
    to: "const verdict = state === null ? 'wrong' : await askPassword",
    tests: owner,
  },
  {
    id: 'INV-25',
    name: 'Whoever shows no password learns once the cut-over has begun that the activation is closed, and by that who is let in late.',
    file: `${mailbox}/asking.ts`,
    from: 'if (closed !== null && campaign.cutOvers.length === 0) return refuse(closed)\n',
    to: 'if (closed !== null && !facts.lateActivation) return refuse(closed)\n',
    tests: refused,
  },
  {
    id: 'INV-26',
    name: 'The order with the passwords stays sealed in its queue in the commit that says that they are set.',
    file: `${mailbox}/work-step.ts`,
    from: "if (isOver) unit.cancelWork('orders', 'mailbox', id)",
    to: 'void isOver',
    tests: work,
  },
  {
    id: 'INV-31',
    name: 'A mailbox goes live although the arriving provider has not confirmed its password.',
    file: `${mailbox}/follow.ts`,
    from: 'if (completedAt === null || (activations.at(-1)?.setAt ?? null) === null) return []',
    to: 'if (completedAt === null || activations.length === 0) return []',
    tests: machine,
  },
  {
    id: 'INV-31',
    name: 'A mailbox whose password was refused is not blocked by the cut-over, and no act of the office lets its owner choose another one.',
    file: `${mailbox}/follow.ts`,
    from: 'if (isRefused(state)) return',
    to: 'if (isRefused(state) && at < 0) return',
    tests: refused,
  },
  {
    id: 'INV-31',
    name: 'A password that was kept and refused can only be kept once more.',
    file: `${mailbox}/owner.ts`,
    from: 'if (broken.length === 0 && !isKeptRefused) {',
    to: 'if (broken.length === 0) {',
    tests: refused,
  },
]
