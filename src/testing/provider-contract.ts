/** The promises of the two providers of a migration as checks, for every implementation the same. */
import type { ArrivingProvider, LeavingProvider, MailboxCopyName, MailboxCopyState } from '../ports/index.ts'
import { type Check, expectEqual, expectThat } from './fakes/check.ts'

/** Both providers with what the checks need to know of them. Each check gets one of its own, in which nothing was done yet. */
export type ProviderHarness = {
  /** The provider that the mailboxes leave. */
  readonly leaving: LeavingProvider
  /** The provider that they go to. */
  readonly arriving: ArrivingProvider
  /** A mailbox of the leaving provider that holds at least three messages, in lower case. */
  readonly mailbox: string
  /** What opens it: 8 characters at least, letters among them. */
  readonly password: string
  /** Another mailbox of the leaving provider, with another password. */
  readonly other: { readonly mailbox: string; readonly password: string }
  /** An address of the same domain that is no mailbox. */
  readonly absent: string
  /** Whether the password opens the mailbox at the arriving provider. */
  readonly opens: (mailbox: string, password: string) => Promise<boolean>
  /** How many messages of the mailbox are at the arriving provider. */
  readonly messagesOf: (mailbox: string) => Promise<number>
  /** Lets some time pass, so that copying goes on. */
  readonly step: () => Promise<void>
}

type ProviderCheck = { readonly name: string; readonly run: (harness: ProviderHarness) => Promise<void> }

const stepsMax = 10_000

/** The state in which copying ends. */
async function ended({ arriving, step }: ProviderHarness, name: MailboxCopyName): Promise<MailboxCopyState> {
  for (let i = 0; i < stepsMax; i += 1) {
    const state = await arriving.progress(name)
    if (state.status !== 'running') return state
    await step()
  }
  throw new Error(`broken promise: a copying comes to its end; it runs after ${stepsMax} steps`)
}

const first = 'Prima.Parola1'
const second = 'Seconda.Parola2'

const checks: readonly ProviderCheck[] = [
  {
    name: 'the password of a mailbox is right, and every other one is wrong',
    async run({ leaving, mailbox, password, other }) {
      expectEqual(await leaving.verify(mailbox, password), 'right', 'the password of the mailbox')
      const wrong = [`${password} `, ` ${password}`, password.slice(0, -1), `${password}x`, password.toUpperCase()]
      for (const given of [...wrong.filter((one) => one !== password), other.password, 'x', '\u{1F512}'.repeat(64)])
        expectEqual(await leaving.verify(mailbox, given), 'wrong', 'another password, as it was typed')
      expectEqual(await leaving.verify(other.mailbox, other.password), 'right', 'the password of another mailbox')
    },
  },
  {
    name: 'a mailbox that there is not is answered like a wrong password',
    async run({ leaving, absent, password }) {
      expectEqual(await leaving.verify(absent, password), 'wrong', 'no such mailbox')
    },
  },
  {
    name: 'wrong passwords lock nobody out',
    async run({ leaving, mailbox, password }) {
      for (let i = 0; i < 20; i += 1) await leaving.verify(mailbox, `wrong ${i}`)
      expectEqual(await leaving.verify(mailbox, password), 'right', 'the right password after twenty wrong ones')
    },
  },
  {
    name: 'questions at once get each its own answer',
    async run({ leaving, mailbox, password, other }) {
      const asked = Array.from({ length: 12 }, (_, i) => leaving.verify(mailbox, i % 3 === 0 ? password : other.password))
      const expected = Array.from({ length: 12 }, (_, i) => (i % 3 === 0 ? 'right' : 'wrong'))
      expectEqual(await Promise.all(asked), expected, 'answers are not mixed up')
    },
  },
  {
    name: 'a password that is set opens the mailbox, and a repeat changes nothing',
    async run({ arriving, opens, mailbox, other }) {
      for (let i = 0; i < 2; i += 1) {
        expectEqual(await arriving.setPassword({ mailbox, number: 1, password: first }), 'set', 'a password is set')
        expectThat(await opens(mailbox, first), 'it opens the mailbox')
        expectThat(!(await opens(mailbox, second)), 'and no other does')
      }
      expectThat(!(await opens(other.mailbox, first)), 'nor does it open another mailbox')
    },
  },
  {
    name: 'a later password takes the place of an earlier one, and a late repeat of the earlier one does not come back',
    async run({ arriving, opens, mailbox }) {
      await arriving.setPassword({ mailbox, number: 1, password: first })
      expectEqual(await arriving.setPassword({ mailbox, number: 2, password: second }), 'set', 'a later password is set')
      expectEqual(await arriving.setPassword({ mailbox, number: 1, password: first }), 'superseded', 'the earlier one, repeated')
      expectEqual([await opens(mailbox, first), await opens(mailbox, second)], [false, true], 'the later one opens the mailbox')
    },
  },
  {
    name: 'a copying that nobody has ordered is unknown, and asking begins none',
    async run({ arriving, messagesOf, mailbox, step }) {
      const name = { mailbox, part: 'messages', number: 1 } as const
      expectEqual(await arriving.progress(name), { status: 'unknown' }, 'nobody has ordered it')
      await step()
      expectEqual(await messagesOf(mailbox), 0, 'nothing is copied unasked')
    },
  },
  {
    name: 'a copying copies every message once, however often it is ordered',
    async run(harness) {
      const { arriving, mailbox, password, messagesOf, step } = harness
      const name = { mailbox, part: 'messages', number: 1 } as const
      for (let i = 0; i < 3; i += 1) {
        await arriving.copy({ ...name, password })
        await step()
      }
      const end = await ended(harness, name)
      expectThat(end.status === 'done' && end.copied >= 3, 'all messages are copied')
      expectEqual(await messagesOf(mailbox), end.status === 'done' ? end.copied : -1, 'each is there once')
      expectEqual(await arriving.copy({ ...name, password }), end, 'ordered again, it is done')
    },
  },
  {
    name: 'a copying that is begun anew interrupts the one before, and copies nothing twice',
    async run(harness) {
      const { arriving, mailbox, password, messagesOf, step } = harness
      const before = { mailbox, part: 'messages', number: 1 } as const
      const anew = { ...before, number: 2 }
      await arriving.copy({ ...before, password })
      await step()
      await arriving.copy({ ...anew, password })
      expectEqual(await arriving.progress(before), { status: 'failed', cause: 'interrupted' }, 'the one before')
      const late = await arriving.copy({ ...before, password })
      expectEqual(late, { status: 'failed', cause: 'interrupted' }, 'the one before, ordered late')
      const end = await ended(harness, anew)
      expectThat(end.status === 'done', 'the later one is done')
      expectEqual(await messagesOf(mailbox), end.status === 'done' ? end.copied : -1, 'each message is there once')
    },
  },
  {
    name: 'a copying with a password that does not open the mailbox fails for it',
    async run(harness) {
      const name = { mailbox: harness.mailbox, part: 'messages', number: 1 } as const
      await harness.arriving.copy({ ...name, password: harness.other.password })
      expectEqual(await ended(harness, name), { status: 'failed', cause: 'password' }, 'the password is wrong')
    },
  },
]

/**
 * Checks that both providers of a migration keep the promises of their ports. Each check gets providers from `create`.
 *
 * @example
 * for (const { name, run } of providerContract(() => trialOfBothProviders())) test(name, run)
 */
export function providerContract(create: () => ProviderHarness | Promise<ProviderHarness>): readonly Check[] {
  return checks.map(({ name, run }) => ({ name, run: async () => run(await create()) }))
}
