/** Every planted bug, and the cases of the threat model that have none, with the reason. */
import { accountBugs } from './account.ts'
import { addressBugs } from './addresses.ts'
import type { PlantedBug } from './bug.ts'
import { calendarBugs } from './calendar.ts'
import { documentBugs } from './documents.ts'
import { enrolmentBugs } from './enrolment.ts'
import { federationBugs } from './federation.ts'
import { mailboxBugs } from './mailbox.ts'
import { migrationBugs } from './migration.ts'
import { runtimeBugs } from './runtime.ts'
import { servicesBugs } from './services.ts'
import { sunsetBugs } from './sunset.ts'

export const plantedBugs: readonly PlantedBug[] = [
  ...enrolmentBugs,
  ...documentBugs,
  ...accountBugs,
  ...federationBugs,
  ...addressBugs,
  ...calendarBugs,
  ...servicesBugs,
  ...sunsetBugs,
  ...migrationBugs,
  ...mailboxBugs,
  ...runtimeBugs,
]

/** Cases without a planted bug, and why. */
export const unplanted: { readonly [id: string]: string } = {
  O2: 'An approval and a rejection are kept apart by the rule of O1: whoever loses decides anew.',
  L4: 'The alarm over all accounts is not there.',
  L8: 'Before the approval there is no credential, so there is no rule that could be deleted.',
  E4: 'What is installed and published is no rule of `src`.',
}
