export {
  type Actor,
  type AnyRefusal,
  availableCommands,
  type Decider,
  replay,
  type Stamp,
  type Status,
  type Typed,
} from './decider.ts'
export { diagram } from './diagram.ts'
export {
  InvariantError,
  impossible,
  invariant,
  isSportelloError,
  rethrowUnlessFailure,
  SportelloError,
  type SportelloErrorCode,
} from './error.ts'
export {
  type Hold,
  type Holdable,
  type HoldCommand,
  type HoldEvent,
  isHoldEvent,
  type Terms,
  withHolds,
} from './hold.ts'
export { type Instant, instantMax, isInstant } from './instant.ts'
export type { Locale } from './locale.ts'
export { oneLine } from './one-line.ts'
export { type Accepted, accept, type Refused, type Result, refuse, unwrap } from './result.ts'
