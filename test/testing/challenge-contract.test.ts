import { describe, expect, it } from 'vitest'
import type { ChallengeHarness } from '../../src/testing/index.ts'
import { challengeContract, memoryChallenge } from '../../src/testing/index.ts'

const right = (): ChallengeHarness => {
  const challenge = memoryChallenge()
  return { challenge, pass: challenge.pass }
}

/** A right one but for what `judge` answers, which is told of what the right one says. */
const wrong = (judge: (response: string, said: string) => unknown): (() => ChallengeHarness) => {
  return () => {
    const { challenge, pass } = right()
    return { challenge: { judge: async (response) => (await judge(response, await challenge.judge(response))) as never }, pass }
  }
}

async function brokenBy(create: () => ChallengeHarness): Promise<readonly string[]> {
  const broken: string[] = []
  for (const { name, run } of challengeContract(create)) await run().catch(() => broken.push(name))
  return broken
}

describe('the kit for challenges', () => {
  it('finds nothing wrong with a right one', async () => {
    expect(await brokenBy(right)).toEqual([])
  })

  it.each<[what: string, caughtBy: string, create: () => ChallengeHarness]>([
    ['lets nobody on', 'what the page of a person has sent passes', wrong(() => 'failed')],
    ['lets everybody on', 'whatever nobody has been given fails', wrong(() => 'passed')],
    [
      'trims what it is given',
      'whatever nobody has been given fails',
      wrong((response, said) => (response.endsWith(' ') ? 'passed' : said)),
    ],
    [
      'takes an answer again',
      'an answer is good once',
      () => {
        const { challenge, pass } = right()
        const passed = new Set<string>()
        return {
          challenge: {
            async judge(response) {
              const said = passed.has(response) ? 'passed' : await challenge.judge(response)
              if (said === 'passed') passed.add(response)
              return said
            },
          },
          pass,
        }
      },
    ],
    [
      'looks before it takes an answer away',
      'an answer that is handed in several times at once is good once',
      () => {
        const open = new Set<string>()
        return {
          challenge: {
            async judge(response) {
              const isOpen = open.has(response)
              await Promise.resolve()
              open.delete(response)
              return isOpen ? 'passed' : 'failed'
            },
          },
          pass() {
            const response = `a person, number ${open.size}`
            open.add(response)
            return response
          },
        }
      },
    ],
    [
      'mixes up answers',
      'answers at once get each its own verdict',
      () => {
        const { challenge, pass } = right()
        let last: 'passed' | 'failed' | 'unavailable' = 'failed'
        return {
          challenge: {
            async judge(response) {
              last = await challenge.judge(response)
              await Promise.resolve()
              return last
            },
          },
          pass,
        }
      },
    ],
  ])('catches one that %s', async (_, caughtBy, create) => {
    expect(await brokenBy(create)).toContain(caughtBy)
  })
})
