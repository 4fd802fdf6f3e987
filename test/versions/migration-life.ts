/** Migrations in every status that they leave behind. */
import { accepted, type Counter, newPassword, operator } from '../support/counter.ts'
import { seedCampaign, seedDomain } from '../support/migration-seed.ts'

const reason = 'Nota del gestore.'

/** Each is opened at once, so that whatever is reported has happened within the activation. */
export async function migrateMailboxes(counter: Counter): Promise<void> {
  const { migration } = counter.sportello
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
  await moveSome(counter, opened)
}

/** Mailboxes in every status: one of each in a migration of its own, and one that its owner has activated. */
async function moveSome(
  { sportello }: Counter,
  opened: (name: string) => Promise<{ readonly operator: typeof operator; readonly domain: string; readonly reason: string }>,
): Promise<void> {
  const { migration, mailboxes } = sportello
  const owned = { domain: seedDomain, mailbox: 'scuola', password: newPassword }
  const moving = await opened('pec.istruzione')
  accepted(await mailboxes.add(moving, [{ mailbox: 'scuola' }, { mailbox: 'altra', email: 'altra@example.it' }]))
  accepted(await mailboxes.activate(owned))
  await migration.work()
  accepted(await migration.reportStart(moving))
  accepted(await migration.reportCompletion(moving))
  await sportello.retention.sweep()
  const waiting = await opened('waiting')
  accepted(await mailboxes.add(waiting, [{ mailbox: 'ferma' }, { mailbox: 'scuola' }, { mailbox: 'altra' }]))
  accepted(await mailboxes.activate({ ...owned, domain: waiting.domain }))
  accepted(await mailboxes.verify({ ...owned, domain: waiting.domain, mailbox: 'altra' }))
}
