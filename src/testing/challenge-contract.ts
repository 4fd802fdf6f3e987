/** The promises of the challenge port as checks, for every implementation the same. */
import type { Challenge, ChallengeVerdict } from '../ports/index.ts'
import { type Check, expectEqual } from './fakes/check.ts'

/** A challenge with what the checks need to know of it. */
export type ChallengeHarness = {
  /** The challenge. */
  readonly challenge: Challenge
  /** What the page of a person sends, another one each time: services of challenges have keys for tests, with which everybody passes. */
  readonly pass: () => string | Promise<string>
}

type ChallengeCheck = { readonly name: string; readonly run: (harness: ChallengeHarness) => Promise<void> }

const strange = ['x', ' ', '\u0000', '{"success":true}', 'passed', '\u{1F916}'.repeat(64), 'a'.repeat(4096)]

const checks: readonly ChallengeCheck[] = [
  {
    name: 'what the page of a person has sent passes',
    run: async ({ challenge, pass }) => expectEqual(await challenge.judge(await pass()), 'passed', 'a person'),
  },
  {
    name: 'whatever nobody has been given fails',
    async run({ challenge, pass }) {
      const known = await pass()
      for (const response of [...strange, `${known} `, known.slice(0, -1)])
        expectEqual(await challenge.judge(response), 'failed', 'an answer that nobody was given')
    },
  },
  {
    name: 'an answer is good once',
    async run({ challenge, pass }) {
      const response = await pass()
      expectEqual(await challenge.judge(response), 'passed', 'the first time')
      for (let i = 0; i < 3; i += 1) expectEqual(await challenge.judge(response), 'failed', 'handed in again')
    },
  },
  {
    name: 'an answer that is handed in several times at once is good once',
    async run({ challenge, pass }) {
      const response = await pass()
      const verdicts = await Promise.all(Array.from({ length: 8 }, () => challenge.judge(response)))
      expectEqual(verdicts.filter((verdict) => verdict === 'passed').length, 1, 'of eight at once one passes')
    },
  },
  {
    name: 'answers at once get each its own verdict',
    async run({ challenge, pass }) {
      const responses = await Promise.all(Array.from({ length: 12 }, (_, i) => (i % 3 === 0 ? pass() : `robot ${i}`)))
      const verdicts = await Promise.all(responses.map((response) => challenge.judge(response)))
      const expected = responses.map((_, i): ChallengeVerdict => (i % 3 === 0 ? 'passed' : 'failed'))
      expectEqual(verdicts, expected, 'verdicts are not mixed up')
    },
  },
]

/**
 * Checks that a challenge keeps the promises of the port. Each check gets one from `create`.
 *
 * @example
 * const challenge = memoryChallenge()
 * for (const { name, run } of challengeContract(() => ({ challenge, pass: challenge.pass }))) test(name, run)
 */
export function challengeContract(create: () => ChallengeHarness | Promise<ChallengeHarness>): readonly Check[] {
  return checks.map(({ name, run }) => ({ name, run: async () => run(await create()) }))
}
