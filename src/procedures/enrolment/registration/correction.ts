/** What is decided on a request that came back: its correction, its ticket, credentials drawn anew, and the ends of its letters. */
import { accept, type Instant, type Result, refuse } from '../../../kernel/index.ts'
import { correctableFields } from '../wanted.ts'
import type {
  RegistrationCommand,
  RegistrationEvent,
  RegistrationPolicy,
  RegistrationRefusal,
  RegistrationState,
} from './model.ts'

type Decided = Result<readonly RegistrationEvent[], RegistrationRefusal>
type Of<Type extends RegistrationCommand['type']> = Extract<RegistrationCommand, { type: Type }>
type Drafting = Extract<RegistrationState, { status: 'drafting' }>
type Completed = Extract<RegistrationState, { status: 'completed' }>
type Request = Exclude<RegistrationState, { status: 'none' }>

const day = 24 * 60 * 60_000

/** Only what the office has asked for is corrected. A correction that changes nothing leaves nothing behind. */
export function decideCorrection(state: Drafting, { fields, personal }: Of<'CorrectRegistration'>): Decided {
  const wanted: readonly string[] = state.wanted?.fields ?? []
  const others = fields.filter((field) => !wanted.includes(field))
  if (others.length > 0) return refuse({ code: 'registration/not-wanted', fields: others })
  if (fields.length === 0) return accept([])
  return accept([
    { type: 'RegistrationCorrected', fields: correctableFields.filter((field) => fields.includes(field)), personal },
  ])
}

/** A new ticket for a request that was returned, a few times within any 24 hours. The one before it shows the request from then on. */
export function decideTicket(
  { draftLifetimeMs, linksPerDayMax }: RegistrationPolicy,
  state: Drafting,
  { ticket, restarts }: Of<'RenewTicket'>,
  at: Instant,
): Decided {
  if (state.round === 1) return refuse({ code: 'registration/nothing-to-correct' })
  const recent = state.linksAt.filter((sentAt) => sentAt > at - day)
  const [first] = recent
  if (first !== undefined && recent.length >= linksPerDayMax) {
    return refuse({ code: 'registration/too-many-links', retryAt: first + day })
  }
  const lapsesAt = restarts ? at + draftLifetimeMs : state.lapsesAt
  return accept([{ type: 'TicketRenewed', ticket, lapsesAt, linksAt: [...recent, at] }])
}

/** Credentials are drawn anew on what was decided; the half for the screen is taken once. */
export function decideRedrawn(state: Completed, command: Of<'RedrawCredentials' | 'TakePinHalf'>): Decided {
  if (command.type === 'RedrawCredentials') {
    return accept([{ type: 'CredentialsRedrawn', ticket: command.ticket, personal: command.personal }])
  }
  if (state.personal === null || state.personal.screenHalf === null) return refuse({ code: 'registration/no-pin-half' })
  return accept([{ type: 'PinHalfTaken' }])
}

/** What has become of a letter is noted once, in whatever state the request is by then. */
export function decideEndOfLetter({ letters }: Request, { mailId, end, personal }: Of<'EndLetter'>, at: Instant): Decided {
  const waits = letters.some((letter) => letter.mailId === mailId && letter.end === null)
  if (!waits) return refuse({ code: 'registration/unknown-letter' })
  return accept([{ type: 'LetterEnded', mailId, end, endedAt: at, personal }])
}
