/** The letters to an applicant: each is noted when it is queued and when its end is known, so that the office sees what arrived. */
import { type Actor, type AnyRefusal, accept, type Instant } from '../../../kernel/index.ts'
import { openReason } from '../../../runtime/mail-verdict.ts'
import type { Outgoing } from '../../../runtime/outbox.ts'
import { findParked } from '../../../runtime/parked-mail.ts'
import { mailPerson } from '../../../runtime/person-mail.ts'
import type { MailEnd } from '../../../runtime/procedure.ts'
import { isStillWaiting, type Runtime } from '../../../runtime/runtime.ts'
import { transact, type Unit } from '../../../runtime/transact.ts'
import type { Request } from './context.ts'
import type { CaseLetter, LetterEnd } from './model.ts'
import type { RegistrationPerson } from './person.ts'
import type { RegistrationMachine } from './schema.ts'

type Context = { readonly runtime: Runtime; readonly registration: RegistrationMachine }

const by: Actor = { kind: 'system' }

/** Mails the applicant, and notes the letter with the request of this id: before the request is closed, while it takes the note. */
export async function writeApplicant(
  { registration }: Pick<Context, 'registration'>,
  unit: Unit,
  id: string,
  person: RegistrationPerson | null,
  notice: Omit<Outgoing, 'to' | 'locale'>,
): Promise<void> {
  const mailId = mailPerson(unit, person, notice)
  if (mailId === null) return
  // Of a request that was closed meanwhile nothing is noted: it is not the office's any more.
  await unit.run(registration, id, { type: 'QueueLetter', letter: notice.letter.name, mailId })
}

/** The request that a mail is about; null for mail of other procedures. */
function requestNamed({ office }: Runtime, mailId: string): string | null {
  const [, kind, id] = mailId.startsWith(`${office.id}.`) ? mailId.slice(office.id.length).split('.') : []
  return id !== undefined && (kind === 'registration' || kind === 'approval') ? id : null
}

/** Takes note of what has become of a letter. Any other mail is none of it. */
export async function letterEnded(
  { runtime, registration }: Context,
  mailId: string,
  end: MailEnd,
  reason: string | null,
): Promise<void> {
  const id = requestNamed(runtime, mailId)
  if (id === null) return
  const operation = { name: 'registration/letter', by, journalsRefusals: false }
  await transact<null, AnyRefusal>(runtime, operation, async (unit) => {
    const state = await unit.state(registration, id)
    // A write would make an erased record a living one again.
    if (state.status === 'none' || state.personal === null) return accept(null)
    const personal = reason === null ? null : { reason }
    const noted = await unit.run(registration, id, { type: 'EndLetter', mailId, end, personal })
    return noted.ok ? accept(null) : noted
  })
}

/**
 * What has become of a letter. `waiting`: it is on its way to the next hop. `sent`: the next hop has taken it. `rejected`: the next hop has
 * refused it for good. `overdue`: it was not sent in its time. `parked`: it failed every time, and waits for the office. `cancelled`: it was
 * cancelled with its request, or given up by the office.
 */
export type RegistrationLetterStatus = LetterEnd | 'waiting' | 'parked' | 'cancelled'

/** A letter to the applicant, and what has become of it. */
export type RegistrationLetter = {
  /** Which letter it is, such as `registration/completed`. */
  readonly name: string
  /** The id of the mail: what `outbox` and the journals call it. */
  readonly mailId: string
  /** When it was queued. */
  readonly queuedAt: Instant
  /** What has become of it. */
  readonly status: RegistrationLetterStatus
  /** When that was noted; null while it waits, and where nobody noted it. */
  readonly at: Instant | null
  /** Why it was refused or parked, as the next hop has put it: one line without addresses. Null where it did not say. */
  readonly reason: string | null
}

/** What has become of one letter, as it stands now. */
async function fateOf(runtime: Runtime, { personal }: Request, noted: CaseLetter): Promise<RegistrationLetter> {
  const { letter: name, mailId, queuedAt, end, endedAt } = noted
  const known = { name, mailId, queuedAt }
  if (end !== null) {
    const { reason = null } = personal?.reasons.find((said) => said.mailId === mailId) ?? {}
    return { ...known, status: end, at: endedAt, reason }
  }
  if (await isStillWaiting(runtime, mailId)) return { ...known, status: 'waiting', at: null, reason: null }
  const parked = await findParked(runtime, mailId)
  if (parked === null) return { ...known, status: 'cancelled', at: null, reason: null }
  return { ...known, status: 'parked', at: parked.parkedAt, reason: await openReason(runtime, parked) }
}

/** The letters of a request, in their order. */
export function lettersOf(runtime: Runtime, request: Request): Promise<readonly RegistrationLetter[]> {
  return Promise.all(request.letters.map((letter) => fateOf(runtime, request, letter)))
}

// The last of these has the password that works.
const withCredentials = ['registration/completed', 'registration/reissued']

/** The letter with the credentials that count, where it will not arrive; null where it was sent or is on its way. */
export async function undelivered(runtime: Runtime, request: Request): Promise<RegistrationLetter | null> {
  const last = request.letters.filter(({ letter }) => withCredentials.includes(letter)).at(-1)
  if (last === undefined) return null
  const letter = await fateOf(runtime, request, last)
  // That it was sent may not have been noted, in a world that failed: only what is known to have failed speaks against it.
  return letter.status === 'rejected' || letter.status === 'parked' || letter.status === 'overdue' ? letter : null
}
