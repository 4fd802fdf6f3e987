/** What everybody meets in the window of seed 000: an active subscriber, by where the address is and where it was at the registration. */
import { seedBegins, seedCutOff, seedPolicy, seedWindow } from '../../procedures/calendar/maintenance/seed-window.ts'
import { accepted } from '../counter.ts'
import { cannotBe, closableCommands, nameOf, outcomeOf, type ProcedureName, type TableRow, throughWindow } from './cells.ts'
import { beginnings, type CommandRow, conclusions } from './commands.ts'
import { openCommands } from './desk-commands.ts'
import { type Actor, actorOf, type Mailbox, mailboxes } from './people.ts'

const hour = 3_600_000
const day = 24 * hour

/** `has`: of the address in force. */
export type SeedPerson = { readonly registered: Mailbox; readonly has: Mailbox }

export const seedPeople: readonly SeedPerson[] = mailboxes.flatMap((registered) => mailboxes.map((has) => ({ registered, has })))

const policy = { ...seedPolicy, pinRenewal: { openMs: 30 * day }, recovery: { linkMs: day }, credential: { addressRestMs: 0 } }

/** Before the window begins: the notice is in the calendar, and somebody has a session. */
async function beforeWindow({ registered, has }: SeedPerson, at: number): Promise<Actor> {
  return actorOf({ mailbox: has, standing: 'active' }, { policy, registered, at })
}

/** One command a little after the beginning; what it needs was begun a little before. Null for no window. */
async function seedCell(row: CommandRow, person: SeedPerson, isPlanned: boolean): Promise<string> {
  const actor = await beforeWindow(person, seedBegins - 5 * 60_000)
  const { sportello, clock } = actor.counter
  if (isPlanned) accepted(await sportello.maintenance.plan(seedWindow))
  const begun = row.begin === undefined ? '' : await row.begin(actor)
  if (begun === null) return cannotBe
  clock.set(seedBegins + 60_000)
  return outcomeOf(actor, row, begun)
}

/** A row about a command, beside what the same person meets without the window. */
export type SeedRow = TableRow & { readonly operation: string; readonly without: readonly string[] }

/** Every command, for every person of the seed. */
export async function seedCommands(): Promise<readonly SeedRow[]> {
  const rows: SeedRow[] = []
  for (const row of [...closableCommands, ...openCommands]) {
    const [cells, without]: [string[], string[]] = [[], []]
    for (const person of seedPeople) {
      cells.push(await seedCell(row, person, true))
      without.push(await seedCell(row, person, false))
    }
    rows.push({ name: nameOf(row), operation: row.operation, cells, without })
  }
  return rows
}

/** When something was begun: by the cut-off, or between it and the beginning. */
export const seedTimes = ['by the cut-off', 'after the cut-off'] as const
export type SeedTime = (typeof seedTimes)[number]

const begunAt: { readonly [T in SeedTime]: number } = {
  'by the cut-off': seedCutOff - 3 * day,
  'after the cut-off': seedBegins - hour,
}

/** Links of a day or two do not live from the cut-off to the beginning. */
const shortLived: readonly ProcedureName[] = ['pec-change', 'recovery']

export type SeedFlight = TableRow & { readonly procedure: ProcedureName; readonly time: SeedTime }

async function seedFlight(procedure: ProcedureName, person: SeedPerson, time: SeedTime): Promise<string> {
  const actor = await beforeWindow(person, begunAt[time])
  const { sportello, clock } = actor.counter
  const { id } = accepted(await sportello.maintenance.plan(seedWindow))
  const begun = await beginnings[procedure](actor)
  if (begun === null) return cannotBe
  clock.set(seedBegins + 60_000)
  return throughWindow(actor, procedure, begun, id)
}

/** Every procedure under way, for every person of the seed. */
export async function seedFlights(): Promise<readonly SeedFlight[]> {
  const rows: SeedFlight[] = []
  for (const procedure of Object.keys(conclusions) as readonly ProcedureName[]) {
    for (const time of seedTimes) {
      if (time === 'by the cut-off' && shortLived.includes(procedure)) continue
      const cells: string[] = []
      for (const person of seedPeople) cells.push(await seedFlight(procedure, person, time))
      rows.push({ name: `${procedure}, begun ${time}`, procedure, time, cells })
    }
  }
  return rows
}
