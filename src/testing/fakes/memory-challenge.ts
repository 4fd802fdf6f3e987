/** A challenge against robots in memory, whose answers a test draws by itself. */
import type { Challenge, ChallengeVerdict } from '../../ports/index.ts'

/** A challenge, and what a test does to it. */
export type MemoryChallenge = Challenge & {
  /** What the page of a person sends: passes once. */
  readonly pass: () => string
  /** What every answer is judged as from now on, whatever it is; null, as it deserves. */
  readonly say: (verdict: ChallengeVerdict | null) => void
  /** Every answer that was judged, in order. */
  readonly judged: readonly string[]
}

/**
 * A challenge that passes what `pass` has given, each once, and fails everything else.
 *
 * @example
 * const challenge = memoryChallenge()
 * const sportello = createSportello({ ...configuration, challenge })
 * const opened = await sportello.registration.open(sampleApplicant, { challenge: challenge.pass() })
 */
export function memoryChallenge(): MemoryChallenge {
  const open = new Set<string>()
  const judged: string[] = []
  let said: ChallengeVerdict | null = null
  let drawn = 0
  return {
    async judge(response) {
      judged.push(response)
      const deserved = open.delete(response) ? 'passed' : 'failed'
      return said ?? deserved
    },
    pass() {
      drawn += 1
      const response = `a person, number ${drawn}`
      open.add(response)
      return response
    },
    say(verdict) {
      said = verdict
    },
    judged,
  }
}
