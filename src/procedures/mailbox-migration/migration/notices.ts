/** The texts that an office publishes about a migration, in both languages. */
import { accept, type Locale, type Result, refuse } from '../../../kernel/index.ts'
import { readForm } from '../../../runtime/command.ts'
import { loadState } from '../../../runtime/runtime.ts'
import { inBoth } from '../../calendar/maintenance/view.ts'
import { announcementText } from './announcement.ts'
import { type MigrationContext, type MigrationText, type MigrationTextRefusal, migrationId } from './context.ts'
import { migrationLookForm } from './form-schema.ts'
import type { MigrationCampaign } from './model.ts'
import { begun, cutOverOf } from './phase.ts'
import { migrationMachine } from './schema.ts'
import { supplierText } from './supplier-notice.ts'

type Answer = Promise<Result<MigrationText, MigrationTextRefusal>>
type Notice = (context: MigrationContext, input: unknown) => Answer
type Writing = {
  readonly textOf: (office: { readonly name: string }, campaign: MigrationCampaign, locale: Locale) => string
  readonly faultOf: (campaign: MigrationCampaign) => MigrationTextRefusal | null
}

function notice({ textOf, faultOf }: Writing): Notice {
  return async ({ runtime }, input) => {
    const read = readForm(migrationLookForm, input, 'migration/form')
    if (!read.ok) return read
    const state = await loadState(runtime, migrationMachine, migrationId(runtime, read.value.domain))
    if (state === null || state.status === 'none') return refuse({ code: 'migration/not-found' })
    const fault = faultOf(state)
    return fault === null ? accept(inBoth((locale) => textOf(runtime.office, state, locale))) : refuse(fault)
  }
}

/** What the owners are told before the mailboxes move. */
export const announcement: Notice = notice({
  textOf: announcementText,
  faultOf: (campaign) => (campaign.status === 'ended' ? { code: 'migration/ended', endedAt: campaign.endedAt } : begun(campaign)),
})

/** What the suppliers of programs are told, before, during and after. */
export const supplierNotice: Notice = notice({
  textOf: supplierText,
  // It was given up: the servers stay as they are.
  faultOf: (campaign) =>
    campaign.status === 'ended' && cutOverOf(campaign) === null ? { code: 'migration/ended', endedAt: campaign.endedAt } : null,
})
