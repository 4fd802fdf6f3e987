/** The campaign of the seed in a process of some zone: its instants as they were read, and where it stands around each of them. */
import { accepted, openCounter, operator } from '../../../support/counter.ts'
import { seedCampaign, seedDomain, seedInstants } from '../../../support/migration-seed.ts'

export type SeedBoundaries = {
  /** The difference of this process' zone from UTC in winter, in minutes. */
  readonly zoneOffset: number
  readonly instants: readonly number[]
  readonly texts: readonly string[]
  /** A millisecond before, at and after each instant: the phase, and whether a mailbox can be activated. */
  readonly around: readonly (readonly string[])[]
  /** The same on the days on which Rome has 23 and 25 hours. */
  readonly clockChanges: readonly (readonly number[])[]
}

const look = { operator, domain: seedDomain }

async function main(): Promise<SeedBoundaries> {
  const counter = openCounter()
  const { sportello, clock } = counter
  clock.set(seedInstants.announcedAt)
  const { plan, cutOverEndsAt, activationFromText, activationUntilText, cutOverText } = accepted(
    await sportello.migration.plan(seedCampaign),
  )
  const { activation, cutOver, reminders } = plan
  const around: string[][] = []
  const lookAround = async (at: number) => {
    const seen: string[] = []
    for (const offset of [-1, 0, 1]) {
      clock.set(at + offset)
      const { phase, isActivationOpen } = accepted(await sportello.migration.inspect(look))
      seen.push(`${phase}${isActivationOpen ? ', open' : ''}`)
    }
    around.push(seen)
  }
  for (const at of [activation.from, activation.until, cutOver.from]) await lookAround(at)
  clock.set(cutOver.from)
  accepted(await sportello.migration.reportStart({ ...look, reason: 'Avviato.', since: '2022-11-23T14:00' }))
  await lookAround(cutOver.from + cutOver.longestMs)
  const clockChanges: number[][] = []
  for (const [domain, firstDay, lastDay, from] of [
    ['a.example.it', '2023-03-26', '2023-03-26', '2023-03-27T00:00'],
    ['b.example.it', '2023-10-29', '2023-10-29', '2023-10-30T00:00'],
  ] as const) {
    const links = { ...seedCampaign.links, webmail: `https://webmail.${domain}/` }
    const view = accepted(
      await sportello.migration.plan({
        ...{ ...seedCampaign, domain, links, activation: { firstDay, lastDay }, cutOver: { from, longestMinutes: 60 } },
        reminders: [],
      }),
    )
    clockChanges.push([view.plan.activation.from, view.plan.activation.until])
  }
  return {
    zoneOffset: -new Date(2026, 0, 15).getTimezoneOffset(),
    instants: [activation.from, activation.until, cutOver.from, cutOverEndsAt, ...reminders],
    texts: [activationFromText.it, activationUntilText.it, activationUntilText.en, cutOverText.it],
    around,
    clockChanges,
  }
}

console.log(JSON.stringify(await main()))
