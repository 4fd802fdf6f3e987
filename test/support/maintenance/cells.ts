/** What each command comes to in each state of its feature, and what becomes of each procedure under way, by class of person. */
import { defaultPolicy, type MaintenancePlanForm, type MaintenancePredicate } from 'sportello'
import { procedures } from '../../../src/api/procedures.ts'
import { deskFeatures } from '../../../src/procedures/office/desk/features.ts'
import { rebindingFeatures } from '../../../src/procedures/office/rebinding/features.ts'
import { runtimeOn } from '../../runtime/drawer.ts'
import { accepted, operator } from '../counter.ts'
import { type Answer, beginnings, type CommandRow, citizenCommands, conclusions } from './commands.ts'
import { deskCommands, openCommands } from './desk-commands.ts'
import { type Actor, actorOf, type PersonClass, personClasses, planned, turn } from './people.ts'

const parts = [...procedures.map(({ features }) => features), deskFeatures, rebindingFeatures]
const closable = parts.flatMap((part) => Object.entries(part.closable))

/** The feature of each operation that can be closed. */
export const featureOf: ReadonlyMap<string, string> = new Map(
  closable.flatMap(([name, { operations }]) => operations.map((operation) => [operation, name] as const)),
)

/** The names of the features of the desk. */
export const deskFeatureNames: ReadonlySet<string> = new Set(
  closable.flatMap(([name, { of }]) => (of === 'office' ? [name] : [])),
)

/** The procedures that can be under way, each with the fates that a window can give it. */
export const fatesOf: ReadonlyMap<string, readonly string[]> = new Map(
  procedures.flatMap(({ open }) => {
    const { kind } = open(runtimeOn(), defaultPolicy)
    return Object.entries(kind.inFlight?.procedures ?? {}).map(([name, { fates }]) => [name, fates] as const)
  }),
)

export const institutional: MaintenancePredicate = { has: 'institutional-mailbox' }

export const featureStates = ['open', 'closed', 'closed unless'] as const
export type FeatureState = (typeof featureStates)[number]

/** Closes what can be closed, which takes a word more for the sign-in. */
export const everythingClosed: Partial<MaintenancePlanForm> = {
  features: Object.fromEntries(closable.map(([name]) => [name, 'closed' as const])),
  closesSignIn: true,
}

function closing(feature: string, state: Exclude<FeatureState, 'open'>): Partial<MaintenancePlanForm> {
  const closure = state === 'closed' ? 'closed' : { closedUnless: institutional }
  return { features: { [feature]: closure }, ...(feature.endsWith('sign-in') ? { closesSignIn: true } : {}) }
}

/** What a cell says where this person cannot have begun what the command needs. */
export const cannotBe = '–'

/** Whoever is not known is answered alike; what it comes to is in his mail. */
function mailed({ counter: { mailer } }: Actor, known: number): string {
  const letters = mailer.sent.slice(known)
  if (letters.some(({ text }) => text.includes('non disponibile'))) return 'done; a letter: closed'
  return letters.length === 0 ? 'done; no letter' : 'done; a letter'
}

const answersAlike = new Set(['recovery/request', 'pin-renewal/start (signed out)'])

/** The name of a row: its operation, and the way where there are several. */
export const nameOf = ({ operation, way }: CommandRow): string => (way === undefined ? operation : `${operation} (${way})`)

export async function outcomeOf(actor: Actor, row: CommandRow, begun: string): Promise<string> {
  const { sportello, mailer } = actor.counter
  const known = mailer.sent.length
  const answer: Answer = await row.give(actor, begun)
  if (!answer.ok) return answer.refusal.code
  if (!answersAlike.has(nameOf(row))) return 'done'
  await sportello.relay()
  return mailed(actor, known)
}

/** What one command comes to for one person, where the window is planned when all that it needs was begun. */
export async function cellOf(row: CommandRow, person: PersonClass, window: Partial<MaintenancePlanForm> | null): Promise<string> {
  const actor = await actorOf(person)
  const begun = row.begin === undefined ? '' : await row.begin(actor)
  if (begun === null) return cannotBe
  await turn(actor, person.standing)
  if (window !== null) await planned(actor, window)
  return outcomeOf(actor, row, begun)
}

/** A row of a table: its name, and a cell for each class of person. */
export type TableRow = { readonly name: string; readonly cells: readonly string[] }

async function rowOf(row: CommandRow, window: Partial<MaintenancePlanForm> | null): Promise<TableRow> {
  const cells: string[] = []
  for (const person of personClasses) cells.push(await cellOf(row, person, window))
  return { name: nameOf(row), cells }
}

export const closableCommands: readonly CommandRow[] = [...citizenCommands, ...deskCommands]

/** The commands whose feature can be closed for some people: those of the menu, but for help for whoever cannot get in. */
export function canBeClosedForSome({ operation }: CommandRow): boolean {
  const feature = featureOf.get(operation) ?? ''
  return feature !== 'assistance' && !deskFeatureNames.has(feature)
}

/** All commands that can be closed, their features in one state. */
export async function commandTable(state: FeatureState): Promise<readonly TableRow[]> {
  const rows: TableRow[] = []
  for (const row of closableCommands) {
    if (state === 'closed unless' && !canBeClosedForSome(row)) continue
    rows.push(await rowOf(row, state === 'open' ? null : closing(featureOf.get(row.operation) ?? '', state)))
  }
  return rows
}

/** The commands that nothing closes: as they are, and with everything closed. */
export async function openTable(window: Partial<MaintenancePlanForm> | null): Promise<readonly TableRow[]> {
  const rows: TableRow[] = []
  for (const row of openCommands) rows.push(await rowOf(row, window))
  return rows
}

export type ProcedureName = keyof typeof conclusions

/** A fate as a window says it, for everybody or unless the predicate holds. */
export type Disposition = NonNullable<MaintenancePlanForm['procedures']>[string]

/** What the sweep does to a procedure, what concluding it comes to in the window, and after it was closed again. */
export async function flightOf(
  procedure: ProcedureName,
  person: PersonClass,
  window: Partial<MaintenancePlanForm>,
): Promise<string> {
  const actor = await actorOf(person)
  const begun = await beginnings[procedure](actor)
  if (begun === null) return cannotBe
  await turn(actor, person.standing)
  return throughWindow(actor, procedure, begun, await planned(actor, window))
}

/** The same of a window that has begun, with what was begun before it. */
export async function throughWindow(actor: Actor, procedure: ProcedureName, begun: string, id: string): Promise<string> {
  const { sportello, clock } = actor.counter
  const swept = await sportello.maintenance.sweep()
  const step = Object.entries(steps).flatMap(([name, said]) => (swept[name as keyof typeof steps] > 0 ? [said] : []))
  const conclude = async (): Promise<string> => {
    const answer: Answer = await conclusions[procedure](actor, begun)
    return answer.ok ? 'done' : answer.refusal.code
  }
  const during = await conclude()
  clock.advance(1)
  accepted(await sportello.maintenance.close({ operator, id, reason: 'Done.' }))
  const said = step.join(', ') || 'goes on'
  return during === 'done' ? `${said}: done` : `${said}: ${during}, then ${await conclude()}`
}

const steps = { held: 'held', voided: 'void', reidentified: 're-identify' } as const

/** A row about a procedure: its fate in the window, for whom, and whether what concludes it is closed. */
export type FlightRow = TableRow & {
  readonly procedure: ProcedureName
  readonly fate: string
  readonly isSpared: boolean
  readonly isClosed: boolean
}

/** The feature that concludes each procedure. */
export const concluding: { readonly [P in ProcedureName]: string } = {
  registration: 'registration',
  correction: 'registration',
  'email-change': 'email-validation',
  'pec-change': 'pec-validation',
  recovery: 'recovery',
  'pin-renewal': 'pin-renewal',
}

async function flightRow(about: Omit<FlightRow, 'name' | 'cells'>): Promise<FlightRow> {
  const { procedure, fate, isSpared, isClosed } = about
  const disposition = (isSpared ? { fate, unless: institutional } : fate) as Disposition
  const features: MaintenancePlanForm['features'] = isClosed ? { [concluding[procedure]]: 'closed' } : {}
  const window = { features, procedures: { [procedure]: disposition } }
  const cells: string[] = []
  for (const person of personClasses) cells.push(await flightOf(procedure, person, window))
  return { ...about, name: `${fate}${isSpared ? ' unless' : ''}, ${isClosed ? 'closed' : 'open'}`, cells }
}

/** Every procedure at every fate, for everybody and unless the predicate holds, with what concludes it open and closed. */
export async function flightTable(): Promise<readonly FlightRow[]> {
  const rows: FlightRow[] = []
  for (const procedure of Object.keys(conclusions) as readonly ProcedureName[])
    for (const fate of fatesOf.get(procedure) ?? [])
      for (const isSpared of fate === 'continue' ? [false] : [false, true])
        for (const isClosed of [false, true]) rows.push(await flightRow({ procedure, fate, isSpared, isClosed }))
  return rows
}
