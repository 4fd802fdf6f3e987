/** Where a migration stands at an instant: what the plan says, and what was reported against it. */
import type { Instant } from '../../../kernel/index.ts'
import type { MigrationCampaign, MigrationRefusal } from './model.ts'
import type { MigrationCutOver } from './password-at.ts'

/**
 * `announced`: the activation has not begun. `activation`: it is open. `waiting`: it is over, and the cut-over is to come. `late`: the cut-over was to
 * begin, and nobody has reported that it has. `cut-over`: it is under way. `overrun`: it takes longer than it was to. `completed`, `ended`: as
 * reported.
 */
export type MigrationPhase = 'announced' | 'activation' | 'waiting' | 'late' | 'cut-over' | 'overrun' | 'completed' | 'ended'

/** The cut-over that was reported last and not taken back; null where there is none. */
export function cutOverOf({ cutOvers }: Pick<MigrationCampaign, 'cutOvers'>): MigrationCutOver | null {
  const last = cutOvers.at(-1)
  return last === undefined || last.rolledBackAt !== null ? null : last
}

/** That it has begun, or is complete. */
export type MigrationBegun = Extract<MigrationRefusal, { code: 'migration/cut-over-begun' | 'migration/cut-over-completed' }>

/** Why nothing can be planned or announced any more; null while it can. */
export function begun(campaign: Pick<MigrationCampaign, 'cutOvers'>): MigrationBegun | null {
  const cutOver = cutOverOf(campaign)
  if (cutOver === null) return null
  const { startedAt, completedAt } = cutOver
  return completedAt === null
    ? { code: 'migration/cut-over-begun', startedAt }
    : { code: 'migration/cut-over-completed', completedAt }
}

/** When the cut-over is over at the latest, as it is planned: counted from its reported start where there is one. */
export function plannedEnd({ plan: { cutOver }, ...campaign }: Pick<MigrationCampaign, 'plan' | 'cutOvers'>): Instant {
  return (cutOverOf(campaign)?.startedAt ?? cutOver.from) + cutOver.longestMs
}

/**
 * Where it stands.
 *
 * @example
 * const planned = replay(migrationDecider, unwrap(migrationDecider.decide(migrationDecider.initial, migrationPlan, { ...stamp, at: 0 })))
 * if (planned.status !== 'none') console.log(migrationPhase(planned, clock.now()))
 */
export function phaseOf(campaign: MigrationCampaign, at: Instant): MigrationPhase {
  const { activation, cutOver } = campaign.plan
  switch (campaign.status) {
    case 'ended':
    case 'completed':
      return campaign.status
    case 'cutting-over':
      return at < plannedEnd(campaign) ? 'cut-over' : 'overrun'
    case 'planned':
      if (at < activation.from) return 'announced'
      if (at < activation.until) return 'activation'
      return at < cutOver.from ? 'waiting' : 'late'
  }
}

/** Whether an owner can activate a mailbox at that instant: within the window, and until a cut-over is reported to have begun, however early that is. */
export function isActivationOpen(campaign: MigrationCampaign, at: Instant): boolean {
  return phaseOf(campaign, at) === 'activation'
}
