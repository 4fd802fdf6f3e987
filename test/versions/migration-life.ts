/** Migrations in every status that they leave behind. */
import { accepted, type Counter, operator } from '../support/counter.ts'
import { seedCampaign } from '../support/migration-seed.ts'

const reason = 'Nota del gestore.'

/** Each is opened at once, so that whatever is reported has happened within the activation. */
export async function migrateMailboxes({ sportello: { migration } }: Counter): Promise<void> {
  const opened = async (name: string) => {
    const domain = `${name}.example.it`
    const act = { operator, domain, reason }
    accepted(
      await migration.plan({
        ...{ ...seedCampaign, domain, reminders: ['2030-11-16T09:00'], lateActivation: true },
        links: { ...seedCampaign.links, webmail: `https://webmail.${domain}/` },
        activation: { firstDay: '2030-11-11', lastDay: '2030-11-22' },
        cutOver: { from: '2030-11-24T14:00', longestMinutes: 360 },
      }),
    )
    accepted(await migration.open(act))
    return act
  }
  accepted(await migration.prolong({ ...(await opened('planned')), lastDay: '2030-11-23' }))
  accepted(await migration.reportStart(await opened('cutting-over')))
  const completed = await opened('completed')
  accepted(await migration.reportStart(completed))
  accepted(await migration.reportCompletion(completed))
  const ended = await opened('ended')
  accepted(await migration.reportStart(ended))
  accepted(await migration.reportRollback(ended))
  accepted(await migration.end(ended))
}
