/** The people that a maintenance window tells apart, each made through the public door. */
import type { MaintenancePlanForm, PolicyChoice, Result } from 'sportello'
import { accepted, anna, approved, type Counter, operator, subscribed } from '../counter.ts'
import { replayed } from '../interleaving.ts'

const minute = 60_000
const day = 86_400_000

/** In which domain the private address is: in force, and at the registration. */
export const mailboxes = ['with', 'without'] as const
export type Mailbox = (typeof mailboxes)[number]

/** Where the credential stands. */
export const standings = ['temporary', 'active', 'suspended', 'expired'] as const
export type Standing = (typeof standings)[number]

export type PersonClass = { readonly mailbox: Mailbox; readonly standing: Standing }

/** Every class of person. */
export const personClasses: readonly PersonClass[] = mailboxes.flatMap((mailbox) =>
  standings.map((standing) => ({ mailbox, standing })),
)

const lifetimeMs = 20 * day

export const institutionalDomain = 'istruzione.it'

export const tablePolicy: PolicyChoice = {
  credential: { lifetimeMs, temporaryLifetimeMs: 60 * day },
  emailChange: { institutionalDomains: [institutionalDomain], linkLifetimeMs: 60 * day },
  pinRenewal: { openMs: 30 * day },
  quota: { usesMax: 1000 },
  recovery: { linkMs: day },
  registration: { draftLifetimeMs: 60 * day },
}

/** The form of somebody with that private address. */
export function formOf(mailbox: Mailbox) {
  return { ...anna, email: mailbox === 'with' ? `anna.verdi@${institutionalDomain}` : anna.email }
}

/** Somebody at the counter. */
export type Actor = {
  readonly counter: Counter
  readonly form: ReturnType<typeof formOf>
  readonly codiceFiscale: string
  readonly pin: string
  readonly password: string
  /** The id of the request by which the credential was issued, and its ticket. */
  readonly request: { readonly id: string; readonly ticket: string }
  /** Of a session that was opened before the window. */
  readonly token: string
}

/** How somebody comes to the counter. */
export type Coming = {
  readonly policy?: PolicyChoice
  /** Where the address was at the registration, when it has been changed since. */
  readonly registered?: Mailbox
  /** When the session is opened; left out, at once. */
  readonly at?: number
}

const made = new Map<string, () => Promise<Actor>>()

/** Somebody whose credential is temporary or active so far, at a counter of his own. Whoever was made once is put back as he was. */
export function actorOf(person: PersonClass, coming: Coming = {}): Promise<Actor> {
  const which = JSON.stringify([person, coming])
  const known = made.get(which) ?? replayed((counter) => make(counter, person, coming), { policy: coming.policy ?? tablePolicy })
  made.set(which, known)
  return known()
}

async function make(counter: Counter, { mailbox, standing }: PersonClass, coming: Coming): Promise<Omit<Actor, 'counter'>> {
  const { registered = mailbox, at } = coming
  const { sportello, clock } = counter
  const form = formOf(registered)
  const { credentials, id, ticket } = await (standing === 'temporary' ? approved : subscribed)(counter, form)
  const actor = { form: formOf(mailbox), ...credentials, request: { id, ticket } }
  if (registered !== mailbox) await moveTo({ ...actor, counter }, mailbox)
  // Shortly before a credential expires what is begun lives on after it.
  if (standing === 'expired') clock.advance(lifetimeMs - 5 * minute)
  if (at !== undefined) clock.set(at)
  const { token } = accepted(await sportello.session.signIn(credentials))
  await sportello.relay()
  return { ...actor, token }
}

/** Changes the private address. */
async function moveTo(actor: Omit<Actor, 'token'>, mailbox: Mailbox): Promise<void> {
  const { codiceFiscale, pin, password, counter } = actor
  const { sportello } = counter
  const { token } = accepted(await sportello.session.signIn({ codiceFiscale, pin, password }))
  const { email } = formOf(mailbox)
  accepted(await sportello.emailChange.request({ token, pin, password, email, confirmation: email }))
  await sportello.relay()
  accepted(await sportello.emailChange.confirm(linkIn({ ...actor, token }, 'email-change')))
  await sportello.relay()
}

/** Lets the credential become what the class says, by an act of the office or by the clock. */
export async function turn({ counter: { sportello, clock }, codiceFiscale }: Actor, standing: Standing): Promise<void> {
  if (standing === 'suspended') accepted(await sportello.credential.suspend({ operator, codiceFiscale, reason: 'Furto.' }))
  if (standing === 'expired') clock.advance(10 * minute)
  await sportello.relay()
  clock.advance(1)
}

const title = { it: 'Aggiornamento', en: 'Update' }

/** Plans a window that begins now, and is always accepted. */
export async function planned({ counter }: Actor, window: Partial<MaintenancePlanForm>): Promise<string> {
  const form = { operator, reason: 'Prot. 1.', title, from: 'now', ...window }
  return accepted(await counter.sportello.maintenance.plan(form)).id
}

/** The token of the newest letter with a link to that page; a text that is no token where there is none. */
export function linkIn({ counter }: Actor, page: string, parameter = 'token'): string {
  const pattern = new RegExp(`/${page}#${parameter}=(\\S+)`)
  return counter.mailer.sent.flatMap(({ text }) => pattern.exec(text)?.[1] ?? []).at(-1) ?? 'none'
}

/** The value of what was done to get so far; null where this person cannot get there. */
export function reached<T>(result: Result<T, { readonly code: string }>): T | null {
  return result.ok ? result.value : null
}
