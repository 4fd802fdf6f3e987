/** How somebody has signed in, as a session tells it. */
import type { Live } from '../../account/session/context.ts'
import type { ServicesSession } from './may-use.ts'

/** The facts of a live session. Every session of today is that of a credential of the office. */
export function sessionFacts({ session: { scope } }: Live): ServicesSession {
  return { means: 'local', level: 1, scope }
}
