/** A window as the office sees it, and the notice that it publishes. */
import type { Instant } from '../../../kernel/index.ts'
import { romeLongText } from '../../../rules/civil/index.ts'
import { byText, untilText } from './calendar-words.ts'
import type { MaintenanceText, MaintenanceView } from './context.ts'
import type { MaintenanceWindow } from './model.ts'
import { hasBegun, isOver } from './window.ts'

/** A text in both languages. */
export const inBoth = (text: (locale: 'it' | 'en') => string): MaintenanceText => ({ it: text('it'), en: text('en') })

function statusOf(window: MaintenanceWindow, at: Instant): MaintenanceView['status'] {
  if (window.cancelledAt !== null) return 'cancelled'
  if (isOver(window, at)) return 'over'
  return hasBegun(window, at) ? 'open' : 'planned'
}

export function viewOf(window: MaintenanceWindow, at: Instant): MaintenanceView {
  const { swept, cancelledAt: _, ...rest } = window
  const { from, to, cutOff } = window
  const status = statusOf(window, at)
  const due = status === 'over' ? 'ended' : status === 'open' ? 'begun' : 'nothing'
  return {
    ...rest,
    status,
    fromText: inBoth((locale) => romeLongText(from, locale)),
    toText: inBoth((locale) => untilText(to, locale)),
    cutOffText: inBoth((locale) => byText(cutOff, locale)),
    isSwept: swept === due || swept === 'ended',
  }
}
