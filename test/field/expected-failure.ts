/**
 * Faults that are known and not mended yet. Each is a story that ends in what is seen, with what is seen today and what is right. The
 * test passes while the fault is there. It fails as soon as anything else is seen.
 */
import { inspect, isDeepStrictEqual } from 'node:util'
import { it } from 'vitest'

/** A story about a fault. */
export type ExpectedFailure<Seen> = {
  /** Tells the story and answers what is seen. It must not throw, today or later: that fails the test. */
  readonly see: () => Seen | Promise<Seen>
  /** What is seen while the fault is there, exactly. */
  readonly today: Seen
  /** Whether what is seen is right. */
  readonly isRight: (seen: Seen) => boolean
}

/** Answers while the fault is there. Throws `gone` when what is seen is right, `something else` when it is neither. */
export async function requireStillSo<Seen>({ see, today, isRight }: ExpectedFailure<Seen>): Promise<void> {
  const seen = await see()
  if (isRight(seen)) throw new Error(`gone: take it off the list and keep the right value as a test: ${inspect(seen)}`)
  if (isDeepStrictEqual(seen, today)) return
  throw new Error(`something else: neither right nor what is seen today: ${inspect(seen, { depth: 5 })}`)
}

/** Registers a fault. The name says what is right, and stays the name of the test when the fault is mended. */
export function expectedFailure<Seen>(name: string, failure: ExpectedFailure<Seen>): void {
  it(`not so yet: ${name}`, () => requireStillSo(failure))
}
