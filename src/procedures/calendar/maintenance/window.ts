/** When a window is in force, and what several of them come to. */
import { type Instant, instantMax } from '../../../kernel/index.ts'
import type { MaintenanceWindow } from './model.ts'

/** The end, exclusive; null while it is not known. One that was cancelled has none: it was never in force. */
export function endOf({ to }: Pick<MaintenanceWindow, 'to'>): Instant | null {
  return to
}

/** True from its beginning on, also once it is over. */
export function hasBegun({ from, cancelledAt }: MaintenanceWindow, at: Instant): boolean {
  return cancelledAt === null && from <= at
}

/** True from its end on. */
export function isOver({ to, cancelledAt }: MaintenanceWindow, at: Instant): boolean {
  return cancelledAt === null && to !== null && to <= at
}

/** Some stretch of time; an end that is not known is later than all that are. */
export type Stretch = { readonly from: Instant; readonly to: Instant; readonly window: MaintenanceWindow }

/** Later than every instant: an end that is not known. */
export const openEnd: number = instantMax + 1

/** The time in which a window is in force. */
export function stretchOf(window: MaintenanceWindow): Stretch {
  return { from: window.from, to: window.to ?? openEnd, window }
}

/** The gapless unions of stretches, in their order. Each has the windows that it is made of, in the order of their beginnings. */
export function unionsOf(
  stretches: readonly Stretch[],
): readonly { readonly from: Instant; readonly to: Instant; readonly windows: readonly MaintenanceWindow[] }[] {
  const sorted = stretches.filter(({ from, to }) => from < to).sort((one, other) => one.from - other.from)
  const unions: { from: Instant; to: Instant; windows: MaintenanceWindow[] }[] = []
  for (const { from, to, window } of sorted) {
    const last = unions.at(-1)
    if (last !== undefined && from <= last.to) {
      last.to = Math.max(last.to, to)
      last.windows.push(window)
    } else unions.push({ from, to, windows: [window] })
  }
  return unions
}
