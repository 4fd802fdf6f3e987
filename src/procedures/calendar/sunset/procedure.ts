/** What the rest of the house knows of the sunset. */
import { diagram } from '../../../kernel/index.ts'
import type { Features } from '../../../runtime/features.ts'
import { type Figure, type Figures, invalidFigure } from '../../../runtime/policy.ts'
import type { Procedure, ProcedureParts } from '../../../runtime/procedure.ts'
import { sunsetLetters } from './letters.ts'
import { sunsetDecider } from './machine.ts'
import { sunsetMessages } from './messages.ts'
import type { SunsetEvent, SunsetPolicy, SunsetState } from './model.ts'
import { sunsetMachine } from './schema.ts'

/** What of the policy the sunset needs. */
export type SunsetSlice = { readonly sunset: SunsetPolicy }

const audience: Figure<string | null> = {
  default: null,
  limits: 'a name of `maintenance.audiences`, or null',
  read(name, value) {
    if (value === null || (typeof value === 'string' && /^[a-z][a-z0-9-]{0,63}$/.test(value))) return value
    return invalidFigure(name, `must be ${audience.limits}`)
  },
}

const figures: Figures<SunsetPolicy> = { audience }

const own = 'the office changes the dates up to the last hour'

const features: Features = {
  closable: {},
  always: Object.fromEntries(['keep', 'set', 'drop', 'look', 'reminded'].map((act) => [`sunset/${act}`, own])),
}

export const sunsetProcedure: Procedure<SunsetSlice> = {
  name: 'sunset',
  figures,
  keeps: {},
  messages: sunsetMessages,
  features,
  letters: sunsetLetters,
  diagram: () => diagram(sunsetDecider, [{ at: 1_500_000, by: { kind: 'operator', id: 'operator' } }]),
  open: (): ProcedureParts<SunsetState, SunsetEvent> => ({
    kind: sunsetMachine,
    retention: { end: 'removed', says: 'never: it is one record, and says what held for as long as the office is there' },
    subject: { of: 'nobody', why: 'it is about the office; the operators who act on it are named in its journal' },
    securityEvent: { does: 'nothing', why: 'it belongs to no account', holds: [] },
    feed: { tells: 'nothing', why: 'the office has said it itself, and asks for it by its course' },
    underWay: null,
    files: null,
    carry: null,
    mailEnded: null,
  }),
}
