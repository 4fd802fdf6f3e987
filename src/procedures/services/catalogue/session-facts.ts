/** How somebody has signed in, as a session tells it. */
import type { Live } from '../../account/session/context.ts'
import type { ServicesSession } from './may-use.ts'

/** The facts of a live session. Whoever has a credential of the office is at the level that the service gives to it. */
export function sessionFacts({ session: { scope, means, level } }: Live): ServicesSession {
  return { means, level: level === 3 ? 3 : level === 2 ? 2 : 1, scope }
}
