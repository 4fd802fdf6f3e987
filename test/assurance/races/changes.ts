/** The racers about an address: a subscriber with a change under way, and what the judges look for in what came of it. */
import { newPec, oldPec } from '../../support/addresses.ts'
import { accepted, anna, operator } from '../../support/counter.ts'
import { type Row, rowsOf } from '../../support/soundness.ts'
import type { Contents } from '../../support/tables.ts'
import { expectCount } from './findings.ts'
import type { Outcome, Scene } from './race.ts'
import { type Applicant, type Subscriber, sessions, subscriber } from './subjects.ts'

export { newPec, oldPec }

export const newMail = 'anna.nuova@example.org'

/** Another subscriber, with a PEC of her own. */
export const bianchi: Applicant = { ...anna, surname: 'Bianchi', codiceFiscale: 'BNCNNA80A41L219J', email: 'bianchi@example.it' }
export const bianchiPec = 'anna.bianchi@pec.example.it'

export type Changing = Subscriber & {
  /** A session's. */
  readonly token: string
  /** The id of the change. */
  readonly change: string
  /** The end of the first link, exclusive. */
  readonly until: number
  /** The tokens of two links that were sent; a third one waits in the outbox. */
  readonly links: readonly [string, string]
  /** The Message-ID of the mail with the first link. */
  readonly reference: string
}

/** A subscriber with a PEC in force and a session. */
async function signedIn(scene: Scene, whom: Applicant, pec: string): Promise<Subscriber & { readonly token: string }> {
  const known = await subscriber(scene, whom)
  const { codiceFiscale } = known.credentials
  accepted(await scene.sportello.addresses.setPec({ operator, codiceFiscale, pec, reason: 'From the register.' }))
  const [token = ''] = await sessions(scene, known, 1)
  return { ...known, token }
}

/** What was sent of a change: both links. */
function sentOf({ sent }: Scene, change: string): Pick<Changing, 'links' | 'reference'> {
  const mails = [1, 2].map((number) => sent.find(({ id }) => id.includes(`.${change}.`) && id.endsWith(`.link-${number}`)))
  const [first = '', second = ''] = mails.map((mail) => /#token=(\S+)/.exec(mail?.text ?? '')?.[1])
  return { links: [first, second], reference: `<${mails[0]?.id}@pec.comune.example.it>` }
}

/** A subscriber whose new PEC waits to be confirmed. */
export async function changingPec(scene: Scene, whom: Applicant = anna, pec = oldPec): Promise<Changing> {
  const { pecChange, relay } = scene.sportello
  const known = await signedIn(scene, whom, pec)
  const { token, credentials } = known
  const form = { token, pin: credentials.pin, password: credentials.password, pec: newPec, confirmation: newPec }
  const { id: change, until } = accepted(await pecChange.request(form))
  accepted(await pecChange.resend({ token }))
  await relay()
  accepted(await pecChange.resend({ token }))
  return { ...known, change, until, ...sentOf(scene, change) }
}

/** A subscriber whose new private address waits to be confirmed. */
export async function changingContact(scene: Scene): Promise<Changing> {
  const { emailChange, relay } = scene.sportello
  const known = await signedIn(scene, anna, oldPec)
  const { token, credentials } = known
  const form = { token, pin: credentials.pin, password: credentials.password, email: newMail, confirmation: newMail }
  const { id: change, until } = accepted(await emailChange.request(form))
  accepted(await emailChange.resend({ token }))
  await relay()
  accepted(await emailChange.resend({ token }))
  return { ...known, change, until, ...sentOf(scene, change) }
}

/** The record of a kind, as the tables hold it. A judge who looks for what is not there has found something. */
export function rowOf(contents: Contents, kind: string, id: string): Row {
  const row = rowsOf(contents).find((candidate) => candidate.kind === kind && candidate.id === id)
  if (row === undefined) throw new Error(`there is no ${kind} ${id}`)
  return row
}

/** The PEC in force and the change that the addresses call open. */
export function addressesOf(contents: Contents, { accountId }: Subscriber): { readonly pec: unknown; readonly open: unknown } {
  const value = rowOf(contents, 'addresses', accountId).value
  const { pec } = value['personal'] as { readonly pec?: unknown }
  return { pec, open: (value['changes'] as { readonly pec?: unknown }).pec }
}

/** What a change of address came to: its status, and what in force is its doing. */
export type Ending = {
  readonly status: string
  /** The PEC in force. */
  readonly pec: string
  /** Whether the addresses still call the change open. */
  readonly open: boolean
  /** The mails about it that are sent from now on, each with its address. What was voided is none of them. */
  readonly told: readonly string[]
}

/** The mails about a change that are sent from now on, each with its address. */
export async function toldOf(after: Scene, change: string): Promise<readonly string[]> {
  await after.sportello.relay()
  const mails = after.sent.filter(({ id }) => id.includes(`.${change}.`))
  return mails.map(({ id, to }) => `${id.slice(id.lastIndexOf('.') + 1)} ${to.address}`).sort()
}

/** State, PEC in force, claims and mail agree on the end of a change of PEC. */
export async function expectEnding(
  { contents, after }: Pick<Outcome<unknown>, 'contents' | 'after'>,
  subscriber: Pick<Changing, 'id' | 'accountId' | 'credentials' | 'change'>,
  ending: Ending,
): Promise<readonly string[]> {
  const { accountId, change } = subscriber
  const status = String(rowOf(contents, 'pec-change', change).value['status'])
  const { pec, open } = addressesOf(contents, subscriber)
  const inForce = rowOf(contents, 'addresses', accountId).value['pecId']
  const claims = rowsOf(contents).filter(({ kind, value }) => kind === 'pec-claim' && value['accountId'] === accountId)
  const told = (await toldOf(after, change)).join()
  return [
    ...(status === ending.status ? [] : [`the change is ${status} instead of ${ending.status}`]),
    ...(pec === ending.pec ? [] : [`${pec} is in force instead of ${ending.pec}`]),
    ...((open === change) === ending.open ? [] : [`the open change is ${open}`]),
    ...expectCount('PECs claimed', claims.length, 1),
    ...(claims[0]?.id === inForce ? [] : ['what is claimed is not what is in force']),
    ...(told === ending.told.join() ? [] : [`mails of the change that is ${status} afterwards: ${told || 'none'}`]),
  ]
}

/** The notices of a confirmation to the subscriber who had the PEC before. */
export const confirmedNotices = (mail: string = anna.email, pec: string = oldPec): readonly string[] => [
  `confirmed ${mail}`,
  `confirmed-pec ${pec}`,
]

export const confirmed: Ending = { status: 'confirmed', pec: newPec, open: false, told: confirmedNotices() }
export const cancelled: Ending = { status: 'cancelled', pec: oldPec, open: false, told: [] }
/** Nothing was done: what waits in the outbox is sent. */
export const untouched: Ending = { status: 'awaiting-receipt', pec: oldPec, open: true, told: [`link-3 ${newPec}`] }

/** Clients take turns at the two links. */
export const confirm = ({ sportello }: Scene, { links }: Pick<Changing, 'links'>, n: number) =>
  sportello.pecChange.confirm(links[(n >> 1) % 2] ?? '')
