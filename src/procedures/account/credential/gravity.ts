/** Which cause of a suspension takes the place of another. */
import type { SuspensionCause } from './model.ts'

const gravity: { readonly [C in SuspensionCause]: number } = {
  'wrong-pins': 0,
  office: 0,
  'theft-suspected': 1,
  // Only an identification lifts it, which ends every other suspension as well.
  'identification-due': 2,
}

/** Whether a cause takes the place of another one. */
export function isGraver(cause: SuspensionCause, than: SuspensionCause): boolean {
  return gravity[cause] > gravity[than]
}
