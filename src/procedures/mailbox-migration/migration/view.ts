/** A migration as the office sees it. */
import type { Instant } from '../../../kernel/index.ts'
import { romeLongText } from '../../../rules/civil/index.ts'
import { untilText } from '../../calendar/maintenance/calendar-words.ts'
import { inBoth } from '../../calendar/maintenance/view.ts'
import type { MigrationView } from './context.ts'
import type { MigrationCampaign } from './model.ts'
import { isActivationOpen, phaseOf, plannedEnd } from './phase.ts'

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
    activationUntilText: inBoth((locale) => untilText(activation.until, locale)),
    cutOverText: inBoth((locale) => romeLongText(cutOver.from, locale)),
    cutOverEndsAt: plannedEnd(campaign),
    cutOvers,
    endedAt: campaign.status === 'ended' ? campaign.endedAt : null,
  }
}
