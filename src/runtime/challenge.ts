/** "Non sono un robot": what the host's challenge says of whoever asks, where the host has one. */
import { accept, type Result, refuse } from '../kernel/index.ts'
import type { ChallengeVerdict } from '../ports/index.ts'
import { readArgument } from './input.ts'
import { type Figure, oneOf } from './policy.ts'
import type { Runtime } from './runtime.ts'

/** Why somebody is not let on before anything of his is looked at. */
export type ChallengeRefusal =
  /** There was no answer to the challenge, or it was not passed. Show a new one: each is judged once. */
  | { readonly code: 'challenge/failed' }
  /** It cannot be told, or not now. */
  | { readonly code: 'challenge/unavailable' }

/** What the page has sent of a challenge. */
export type ChallengeOptions = {
  /**
   * What the page has sent of the challenge, 1 to 4096 characters; whatever else comes in its place has failed. Without effect where the host has
   * no `challenge`, or where the policy does not ask for it. Neither stored nor logged.
   */
  readonly challenge?: string | undefined
}

/** Whether an operation asks for the challenge of the host, where it has one. */
export type ChallengePolicy = {
  /** `always`: of everybody, before anything else is looked at; without effect where the host has no `challenge`. `never`: of nobody. */
  readonly challenge: 'always' | 'never'
}

/** The figure of a policy that asks for it. */
export const challengeFigure: Figure<ChallengePolicy['challenge']> = oneOf('always', ['always', 'never'])

const responseMax = 4096

async function verdictOf(challenge: NonNullable<Runtime['challenge']>, response: string): Promise<ChallengeVerdict> {
  try {
    const said: unknown = await challenge.judge(response)
    return said === 'passed' || said === 'failed' ? said : 'unavailable'
  } catch {
    // What it throws may quote the answer.
    return 'unavailable'
  }
}

/**
 * Reads the answer at once, and has it judged at the first call and never again: a command that is run again after a conflict is still the one
 * that was let on.
 */
export function challenged(
  { challenge }: Pick<Runtime, 'challenge'>,
  policy: ChallengePolicy,
  options: ChallengeOptions | undefined,
): () => Promise<Result<null, ChallengeRefusal>> {
  const given: unknown = readArgument(() => options?.challenge)
  const response = typeof given === 'string' && given.length >= 1 && given.length <= responseMax ? given : null
  let verdict: Promise<ChallengeVerdict> | null = null
  return async () => {
    if (challenge === null || policy.challenge === 'never') return accept(null)
    verdict ??= response === null ? Promise.resolve('failed') : verdictOf(challenge, response)
    const said = await verdict
    return said === 'passed' ? accept(null) : refuse({ code: `challenge/${said}` })
  }
}
