/** A migration as the office sees it. */
import type { Instant, Locale } from '../../../kernel/index.ts'
import { endOfDayText, romeLongDate, romeLongText } from '../../../rules/civil/index.ts'
import { inBoth } from '../../calendar/maintenance/view.ts'
import type { MigrationView } from './context.ts'
import type { MigrationCampaign } from './model.ts'
import { isActivationOpen, phaseOf, plannedEnd } from './phase.ts'

/** `ore 24 di martedì 22 novembre 2022`: a window ends with a day in Rome. */
function endText(until: Instant, locale: Locale): string {
  if (!endOfDayText(until, 'it').startsWith('ore 24')) return romeLongText(until, locale)
  const day = romeLongDate(until - 1, locale)
  return locale === 'it' ? `ore 24 di ${day}` : `24:00 on ${day} (Rome)`
}

export function viewOf(id: string, campaign: MigrationCampaign, at: Instant): MigrationView {
  const { domain, number, status, plan, cutOvers } = campaign
  const { activation, cutOver } = plan
  return {
    id,
    domain,
    number,
    status,
    phase: phaseOf(campaign, at),
    isActivationOpen: isActivationOpen(campaign, at),
    plan,
    activationFromText: inBoth((locale) => romeLongText(activation.from, locale)),
    activationUntilText: inBoth((locale) => endText(activation.until, locale)),
    cutOverText: inBoth((locale) => romeLongText(cutOver.from, locale)),
    cutOverEndsAt: plannedEnd(campaign),
    cutOvers,
    endedAt: campaign.status === 'ended' ? campaign.endedAt : null,
  }
}
