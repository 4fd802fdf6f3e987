/** The generated parts of `docs/maintenance-table.md`: made by giving every command to a counter in memory, so they take their time. */
import {
  commandTable,
  concluding,
  everythingClosed,
  type FlightRow,
  featureOf,
  flightTable,
  openTable,
  type TableRow,
} from './cells.ts'
import { personClasses } from './people.ts'
import { type SeedFlight, type SeedRow, seedCommands, seedFlights, seedPeople } from './seed.ts'

/** All that the page shows, by what it is about. */
export type MaintenanceCells = {
  readonly open: readonly TableRow[]
  readonly closed: readonly TableRow[]
  readonly closedUnless: readonly TableRow[]
  readonly never: readonly TableRow[]
  readonly neverWithAllClosed: readonly TableRow[]
  readonly flights: readonly FlightRow[]
  readonly seedCommands: readonly SeedRow[]
  readonly seedFlights: readonly SeedFlight[]
}

export async function maintenanceCells(): Promise<MaintenanceCells> {
  return {
    open: await commandTable('open'),
    closed: await commandTable('closed'),
    closedUnless: await commandTable('closed unless'),
    never: await openTable(null),
    neverWithAllClosed: await openTable(everythingClosed),
    flights: await flightTable(),
    seedCommands: await seedCommands(),
    seedFlights: await seedFlights(),
  }
}

const short: { readonly [code: string]: string } = { 'calendar/closed': '**closed**' }

/** A cell as the page prints it: refusals as code, but for the one that the page is about. */
function printed(cell: string): string {
  return cell.replace(/[a-z-]+\/[a-z-]+/g, (code) => short[code] ?? `\`${code}\``)
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line)].join('\n')
}

const byMailbox = { with: 'with', without: 'without' } as const
const classes = personClasses.map(({ mailbox, standing }) => `${byMailbox[mailbox]}, ${standing}`)

const commands = (rows: readonly TableRow[]): string =>
  table(
    ['command', ...classes],
    rows.map(({ name, cells }) => [`\`${name}\``.replace(/ \((.*)\)`/, '` ($1)'), ...cells.map(printed)]),
  )

function flights(rows: readonly FlightRow[]): string {
  const names = [...new Set(rows.map(({ procedure }) => procedure))]
  return names
    .map((procedure) => {
      const own = rows.filter((row) => row.procedure === procedure)
      const head = ['fate, and the feature', ...classes]
      const body = own.map(({ name, cells }) => [name, ...cells.map(printed)])
      return `### \`${procedure}\`\n\nConcluded by the feature \`${concluding[procedure]}\`.\n\n${table(head, body)}`
    })
    .join('\n\n')
}

const seedHead = seedPeople.map(({ registered, has }) => `registered ${registered}, has one: ${has === 'with' ? 'yes' : 'no'}`)

/** The generated parts by their names. */
export function maintenanceParts(cells: MaintenanceCells): ReadonlyMap<string, string> {
  return new Map([
    ['commands, open', commands(cells.open)],
    ['commands, closed', commands(cells.closed)],
    ['commands, closed unless', commands(cells.closedUnless)],
    ['commands, never closed', commands(cells.neverWithAllClosed)],
    ['procedures under way', flights(cells.flights)],
    ['features of commands', featureTable()],
    [
      'seed 000, commands',
      table(
        ['command', ...seedHead],
        cells.seedCommands.map(({ name, cells: own }) => [`\`${name}\``, ...own.map(printed)]),
      ),
    ],
    [
      'seed 000, procedures',
      table(
        ['procedure', ...seedHead],
        cells.seedFlights.map(({ name, cells: own }) => [name, ...own.map(printed)]),
      ),
    ],
  ])
}

function featureTable(): string {
  const features = [...new Set(featureOf.values())]
  const operationsOf = (name: string) => [...featureOf].flatMap(([operation, feature]) => (feature === name ? [operation] : []))
  return table(
    ['feature', 'commands'],
    features.map((name) => [
      `\`${name}\``,
      operationsOf(name)
        .map((operation) => `\`${operation}\``)
        .join(', '),
    ]),
  )
}
