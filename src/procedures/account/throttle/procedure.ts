/** What the rest of the house knows of throttles. */

import { diagram } from '../../../kernel/index.ts'
import { holding } from '../../../runtime/account-acts.ts'
import { type Figures, hour, minute, whole } from '../../../runtime/policy.ts'
import type { Procedure, ProcedureParts } from '../../../runtime/procedure.ts'
import { throttleDecider } from './machine.ts'
import { throttleMessages } from './messages.ts'
import type { ThrottleEvent, ThrottlePolicy, ThrottleState } from './model.ts'
import { throttleMachine } from './schema.ts'

/** What of the policy a throttle needs. */
export type ThrottleSlice = { readonly throttle: ThrottlePolicy }

const figures: Figures<ThrottlePolicy> = {
  freeFailures: whole(3, { least: 0, most: 1_000 }),
  delayMs: whole(1_000, { least: 0 }),
  delayMaxMs: whole(15 * minute),
  forgottenMs: whole(hour),
  failuresMax: whole(24, { most: 1_000 }),
}

export const throttleProcedure: Procedure<ThrottleSlice> = {
  name: 'throttle',
  figures,
  keeps: {},
  messages: throttleMessages,
  features: { closable: {}, always: {} },
  letters: {},
  diagram: ({ throttle }) => diagram(throttleDecider(throttle), [{ at: 1_000, by: { kind: 'system' } }]),
  open: (_runtime, { throttle }): ProcedureParts<ThrottleState, ThrottleEvent> => ({
    kind: throttleMachine(throttle),
    retention: { end: 'removed', says: 'a day after the last failure is forgotten' },
    subject: {
      of: 'nobody',
      why: 'found only by the keyed digest of an account together with a requester, a device or a session',
    },
    securityEvent: {
      does: 'nothing',
      why: 'a door that has failed has failed',
      holds: [
        holding('a delay after failed attempts', 'stays', {
          identified: 'ends',
          ...{ issued: 'ends', reissued: 'ends', 'password-recovered': 'ends' },
          'delay-lifted': 'ends',
        }),
      ],
    },
    feed: { tells: 'nothing', why: 'it counts failed attempts, as many as strangers make' },
    underWay: null,
    files: null,
    carry: null,
    mailEnded: null,
  }),
}
