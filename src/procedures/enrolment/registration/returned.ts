/** A request that the office has returned: its link is sent again, and the fields that were asked for are corrected. */

import { accept, type Instant, invariant, type Result, refuse } from '../../../kernel/index.ts'
import { readForm } from '../../../runtime/command.ts'
import { fieldWords } from '../../../runtime/field-words.ts'
import { type CommandOptions, formRefusal } from '../../../runtime/input.ts'
import { mailedLink } from '../../../runtime/links.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import type { ShownToken } from '../../../runtime/token-command.ts'
import { drawToken } from '../../../runtime/token-command.ts'
import type { Unit } from '../../../runtime/transact.ts'
import { correctionRequestedLetter, type WantedInWords } from '../approval/letters.ts'
import { approvalMachine } from '../approval/schema.ts'
import type { RegistrationCorrectableField, Wanted } from '../wanted.ts'
import { type NotErased, type RegistrationContext, type RegistrationFormRefusal, withAnyTicket, withTicket } from './context.ts'
import { changedFields, formOf } from './fields.ts'
import { formFindings } from './findings.ts'
import { correctionForm, registrationForm } from './form-schema.ts'
import type { RegistrationRefusal } from './model.ts'
import { writeApplicant } from './post.ts'

type Context = Pick<RegistrationContext, 'runtime' | 'registration'>

/** What the letter says of it. A document that is gone has no kind any more, and is called another one. */
function inWords({ fields, documents }: Wanted, { documents: filed }: Pick<NotErased, 'documents'>): WantedInWords {
  return {
    fields: fields.map((field) => ({ field, words: fieldWords(field) ?? { it: field, en: field } })),
    documents: documents.map((wanted) => {
      const kind = typeof wanted === 'string' ? wanted : (filed.find(({ id }) => id === wanted)?.type ?? 'other')
      return { wanted, kind }
    }),
  }
}

/** Mails the link of a returned request to its applicant, with what is wanted and why. */
export async function mailLink(
  { runtime, registration }: Context,
  unit: Unit,
  {
    id,
    request,
    ticket,
    purpose,
  }: { readonly id: string; readonly request: NotErased; readonly ticket: ShownToken; readonly purpose: Purpose },
  { reason, wanted, until }: { readonly reason: string; readonly wanted: Wanted; readonly until: Instant },
): Promise<void> {
  const link = { url: mailedLink(runtime, 'registrationTicket', ticket.token), until }
  const letter = correctionRequestedLetter(runtime.office, { reason, wanted: inWords(wanted, request) }, link)
  const topic = { kind: 'approval', id }
  await writeApplicant({ registration }, unit, id, request.personal.person, { topic, purpose, letter })
}

/** Every link serves the decision: the next one takes the place of one that has not left yet. */
type Purpose = 'awaiting-correction' | 'link-again'

/** Sends the link of a returned request again: with a new ticket, after which the former one only shows the request. */
export async function renewLink(
  context: Context,
  unit: Unit,
  { id, request, restarts }: { readonly id: string; readonly request: NotErased; readonly restarts: boolean },
): Promise<Result<{ readonly until: Instant }, RegistrationRefusal>> {
  const { runtime, registration } = context
  const ticket = drawToken(runtime, 'registration', id)
  const renewed = await unit.run(registration, id, { type: 'RenewTicket', ticket: ticket.digest, restarts })
  if (!renewed.ok) return renewed
  const { state } = renewed.value
  const { personal } = await unit.state(approvalMachine, id)
  invariant(state.status === 'drafting' && request.wanted !== null, 'registration: a link is sent again of what was returned')
  const { lapsesAt: until } = state
  const { wanted } = request
  // The link before it opens nothing any more.
  unit.cancelMail('approval', id)
  unit.journal('approval', id, 'LinkSentAgain')
  await mailLink(context, unit, { id, request, ticket, purpose: 'link-again' }, { reason: personal?.reason ?? '', wanted, until })
  return accept({ until })
}

/** The applicant has lost the link, and asks for it with any ticket of the request. It goes to the mailbox of the request. */
export function sendLinkAgain(
  context: RegistrationContext,
  ticket: unknown,
  options?: CommandOptions,
): Promise<Result<{ readonly until: Instant }, RegistrationRefusal | CommandRefusal>> {
  return withAnyTicket(context, ticket, { name: 'registration/send-link-again', options }, async (unit, id, request) => {
    await unit.preload([{ kind: 'approval', id }])
    return renewLink(context, unit, { id, request, restarts: false })
  })
}

/** Corrects the fields that the office has asked for, by the rules of the form. Others may be sent along as they are. */
export async function correct(
  context: RegistrationContext,
  ticket: unknown,
  form: unknown,
  options?: CommandOptions,
): Promise<
  Result<
    { readonly corrected: readonly RegistrationCorrectableField[] },
    RegistrationFormRefusal | RegistrationRefusal | CommandRefusal
  >
> {
  const { registration, rules } = context
  const read = readForm(correctionForm, form, 'registration/form')
  if (!read.ok) return read
  const given = Object.fromEntries(Object.entries(read.value).filter(([, value]) => value !== undefined))
  const operation = { name: 'registration/correct', options, input: given }
  return withTicket<
    { readonly corrected: readonly RegistrationCorrectableField[] },
    RegistrationFormRefusal | RegistrationRefusal
  >(context, ticket, operation, async (unit, id, { personal, noticeVersion }) => {
    const before = personal.person
    const whole = readForm(registrationForm, { ...formOf(before, noticeVersion), ...given }, 'registration/form')
    if (!whole.ok) return whole
    const person = { ...whole.value.person, locale: whole.value.person.locale ?? before.locale }
    const checked = formFindings(person, unit.now(), context)
    const problems = rules.contradictions === 'refuse' ? [...checked.problems, ...checked.contradictions] : checked.problems
    const fields = changedFields(before, person).map(({ field }) => field)
    const command = { type: 'CorrectRegistration', fields, personal: { person, findings: [...checked.findings] } } as const
    if (problems.length > 0) return refuse(formRefusal('registration/form', problems))
    const corrected = await unit.run(registration, id, command)
    if (!corrected.ok) return corrected
    const [event] = corrected.value.events
    return accept({ corrected: event?.type === 'RegistrationCorrected' ? event.fields : [] })
  })
}
