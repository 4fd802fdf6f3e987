/** Every command of the citizen's menu that a window can close, as a person gives it. */

import { drafted, freshPdf, operator } from '../counter.ts'
import { federationCommands } from './federation-commands.ts'
import { type Actor, linkIn, reached } from './people.ts'
import { servicesCommands } from './services-commands.ts'

/** What a command needs that was begun before: a token, a ticket, an id. Null where this person cannot have it. */
type Begun = string | null

export type Answer = { readonly ok: true } | { readonly ok: false; readonly refusal: { readonly code: string } }

export type CommandRow = {
  /** Its name in the journal. */
  readonly operation: string
  /** Which of several ways to give it. */
  readonly way?: string
  /** What must have been begun before the window. */
  readonly begin?: (actor: Actor) => Promise<Begun>
  readonly give: (actor: Actor, begun: string) => Promise<Answer>
}

const next = 'Sorbetto.Arancio8'
const email = 'altrove@example.org'
const pec = 'anna.verdi@pec.example.org'

async function filed(actor: Actor): Promise<{ readonly id: string; readonly ticket: string }> {
  const opened = await drafted(actor.counter.sportello, actor.form)
  await actor.counter.sportello.registration.complete(opened.ticket)
  return opened
}

const draft = async ({ counter, form }: Actor): Promise<string> => (await drafted(counter.sportello, form)).ticket

/** A request that was filed and given back for a correction: the ticket of the letter. */
async function awaitingCorrection(actor: Actor): Promise<Begun> {
  const { sportello } = actor.counter
  const { id } = await filed(actor)
  const dossier = reached(await sportello.approval.dossier({ operator, id }))
  const act = { operator, id, dossierDigest: dossier?.digest ?? '', fields: ['residenceCity'] as const, reason: 'Illeggibile.' }
  if (reached(await sportello.approval.requestCorrection(act)) === null) return null
  await sportello.relay()
  return linkIn(actor, 'registration', 'ticket')
}

const correct: CommandRow['give'] = ({ counter }, ticket) =>
  counter.sportello.registration.correct(ticket, { residenceCity: 'Trino' })

/** The same, with everything corrected that the office has asked for, and not filed again yet. */
async function corrected(actor: Actor): Promise<Begun> {
  const ticket = await awaitingCorrection(actor)
  return ticket !== null && (await correct(actor, ticket)).ok ? ticket : null
}

export async function askedEmail(actor: Actor): Promise<Begun> {
  const { counter, token, pin, password } = actor
  const asked = await counter.sportello.emailChange.request({ token, pin, password, email, confirmation: email })
  await counter.sportello.relay()
  return reached(asked) === null ? null : linkIn(actor, 'email-change')
}

export async function askedPec(actor: Actor): Promise<Begun> {
  const { counter, token, pin, password } = actor
  const asked = await counter.sportello.pecChange.request({ token, pin, password, pec, confirmation: pec })
  await counter.sportello.relay()
  return reached(asked) === null ? null : linkIn(actor, 'pec-change')
}

export async function askedRecovery(actor: Actor): Promise<Begun> {
  const { counter, codiceFiscale } = actor
  await counter.sportello.recovery.request({ codiceFiscale })
  await counter.sportello.relay()
  const link = linkIn(actor, 'recovery')
  return link === 'none' ? null : link
}

/** A renewal of the PIN: the whole new PIN. */
export async function startedRenewal({ counter: { sportello, mailer }, token, password }: Actor): Promise<Begun> {
  const started = reached(await sportello.pinRenewal.start({ token, password }))
  if (started === null) return null
  await sportello.relay()
  const letter = mailer.sent.filter(({ id }) => id.includes('.pin-renewal.')).at(-1)
  return `${/\b(\d{4})\b/.exec(letter?.text ?? '')?.[1] ?? ''}${started.pinSecondHalf}`
}

/** The command that concludes each procedure. */
export const conclusions = {
  registration: ({ counter }, ticket) => counter.sportello.registration.complete(ticket),
  correction: ({ counter }, ticket) => counter.sportello.registration.complete(ticket),
  'email-change': ({ counter }, link) => counter.sportello.emailChange.confirm(link),
  'pec-change': ({ counter }, link) => counter.sportello.pecChange.confirm(link),
  recovery: ({ counter, pin }, token) => counter.sportello.recovery.complete({ token, pin, password: next, confirmation: next }),
  'pin-renewal': ({ counter, codiceFiscale, password }, pin) =>
    counter.sportello.pinRenewal.conclude({ codiceFiscale, password, pin }),
} satisfies { readonly [procedure: string]: CommandRow['give'] }

/** What each procedure that can be under way is begun by. */
export const beginnings: { readonly [P in keyof typeof conclusions]: NonNullable<CommandRow['begin']> } = {
  registration: draft,
  correction: corrected,
  'email-change': askedEmail,
  'pec-change': askedPec,
  recovery: askedRecovery,
  'pin-renewal': startedRenewal,
}

/** The citizen's menu. */
export const citizenCommands: readonly CommandRow[] = [
  { operation: 'registration/open', give: ({ counter, form }) => counter.sportello.registration.open(form as never) },
  {
    operation: 'registration/renew-pin',
    begin: draft,
    give: ({ counter }, ticket) => counter.sportello.registration.renewPin(ticket),
  },
  {
    operation: 'registration/add-document',
    begin: draft,
    give: ({ counter }, ticket) => counter.sportello.registration.addDocument(ticket, { type: 'identity-card' }, freshPdf()),
  },
  {
    operation: 'registration/remove-document',
    begin: draft,
    give: ({ counter }, ticket) => counter.sportello.registration.removeDocument(ticket, 1),
  },
  { operation: 'registration/correct', begin: awaitingCorrection, give: correct },
  { operation: 'registration/complete', begin: draft, give: conclusions.registration },
  {
    operation: 'session/sign-in',
    give: ({ counter, codiceFiscale, pin, password }) => counter.sportello.session.signIn({ codiceFiscale, pin, password }),
  },
  ...federationCommands,
  ...servicesCommands,
  {
    operation: 'credential/change-password',
    give: ({ counter, token, password }) =>
      counter.sportello.credential.changePassword({ token, current: password, next, confirmation: next }),
  },
  {
    operation: 'credential/revoke-own',
    give: ({ counter, token, pin, password }) =>
      counter.sportello.credential.revokeOwn({ token, pin, password, reason: 'Basta.' }),
  },
  {
    operation: 'recovery/request',
    give: ({ counter, codiceFiscale }) => counter.sportello.recovery.request({ codiceFiscale }),
  },
  { operation: 'recovery/complete', begin: askedRecovery, give: conclusions.recovery },
  {
    operation: 'pin-renewal/start',
    way: 'signed in',
    give: ({ counter, token, password }) => counter.sportello.pinRenewal.start({ token, password }),
  },
  {
    operation: 'pin-renewal/start',
    way: 'signed out',
    give: ({ counter, codiceFiscale, password }) => counter.sportello.pinRenewal.start({ codiceFiscale, password }),
  },
  { operation: 'pin-renewal/conclude', begin: startedRenewal, give: conclusions['pin-renewal'] },
  {
    operation: 'email-change/request',
    give: ({ counter, token, pin, password }) =>
      counter.sportello.emailChange.request({ token, pin, password, email, confirmation: email }),
  },
  {
    operation: 'email-change/resend',
    begin: askedEmail,
    give: ({ counter, token }) => counter.sportello.emailChange.resend({ token }),
  },
  { operation: 'email-change/confirm', begin: askedEmail, give: conclusions['email-change'] },
  {
    operation: 'pec-change/request',
    give: ({ counter, token, pin, password }) =>
      counter.sportello.pecChange.request({ token, pin, password, pec, confirmation: pec }),
  },
  {
    operation: 'pec-change/resend',
    begin: askedPec,
    give: ({ counter, token }) => counter.sportello.pecChange.resend({ token }),
  },
  { operation: 'pec-change/confirm', begin: askedPec, give: conclusions['pec-change'] },
]
