/** A registration from the form to its completion (seed 001, both phases); the documents have a file of their own. */

import { readToken } from '../../../crypto/index.ts'
import { accept, type Instant, invariant, type Result, refuse } from '../../../kernel/index.ts'
import { generatePassword } from '../../../rules/password/index.ts'
import { drawPin, joinPin } from '../../../rules/pin/index.ts'
import { type ChallengeOptions, type ChallengeRefusal, challenged } from '../../../runtime/challenge.ts'
import { perform, readForm } from '../../../runtime/command.ts'
import { domainOf, factsOfNobody } from '../../../runtime/in-flight.ts'
import { type CommandOptions, formRefusal, readAudience, readRequester } from '../../../runtime/input.ts'
import { once, oncePer } from '../../../runtime/once.ts'
import { mailNobody, mailPerson, quotedName } from '../../../runtime/person-mail.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import { drawToken } from '../../../runtime/token-command.ts'
import type { Unit } from '../../../runtime/transact.ts'
import { dropDocuments } from '../../../runtime/uploads.ts'
import { officeFacts } from '../../account/credential/new-password.ts'
import { endAssignment } from '../../assignment/charge.ts'
import { codeOf, readAccount } from '../../binding/account-of.ts'
import type { QuotaRefusal } from '../../quota/model.ts'
import { countOpening, openingOf, openingRecords } from '../../quota/openings.ts'
import { mayWarn, warningIds, warningRecords } from '../../quota/warnings.ts'
import { approvalMachine } from '../approval/schema.ts'
import { factsOfRequest, type RegistrationContext, type RegistrationFormRefusal, withTicket } from './context.ts'
import { dossierDigest } from './dossier.ts'
import { formFindings } from './findings.ts'
import { registrationForm } from './form-schema.ts'
import { completedLetter, resubmittedLetter, subscriberWarningLetter } from './letters.ts'
import type { RegistrationDocument, RegistrationRefusal } from './model.ts'
import type { RegistrationPerson } from './person.ts'
import { writeApplicant } from './post.ts'

/** What the applicant gets when the request is opened, once. */
export type RegistrationOpened = {
  /** The id of the record. It names no person. */
  readonly id: string
  /** Needed for every call of phase 2. A secret of the applicant: never log it. */
  readonly ticket: string
  /** The last five digits of the PIN: show them now, they cannot be had again. */
  readonly pinSecondHalf: string
  /** The draft lapses at this instant. */
  readonly lapsesAt: Instant
}

/** What goes along with the form. */
export type RegistrationOpenOptions = CommandOptions &
  ChallengeOptions & {
    /** Whom the quota counts by: `requesterOf` of the address, or another text of 1 to 256 characters. An empty text names nobody. */
    readonly requester?: string | undefined
    /**
     * The pass that a mail to the mailbox of the form has brought: lets one request through although too many were opened with that mailbox.
     * Whatever else comes in its place changes nothing. A secret of the person: never log it.
     */
    readonly pass?: string | undefined
  }

/** Why no request was opened. */
export type RegistrationOpenRefusal =
  | RegistrationFormRefusal
  | RegistrationRefusal
  | QuotaRefusal
  | ChallengeRefusal
  | CommandRefusal

/** Phase 1: a `RegistrationForm`, or whatever came in its place. Draws the PIN; nothing is mailed before completion. */
export async function open(
  context: RegistrationContext,
  form: unknown,
  options?: RegistrationOpenOptions,
): Promise<Result<RegistrationOpened, RegistrationOpenRefusal>> {
  const { runtime, registration } = context
  const { ring, office } = runtime
  const read = readForm(registrationForm, form, 'registration/form')
  if (!read.ok) return read
  const person: RegistrationPerson = { ...read.value.person, locale: read.value.person.locale ?? office.locale }
  const { noticeVersion } = read.value
  const checked = formFindings(person, runtime.now(), context)
  const problems = context.rules.contradictions === 'refuse' ? [...checked.problems, ...checked.contradictions] : checked.problems
  if (problems.length > 0) return refuse(formRefusal('registration/form', problems))
  const requester = readRequester(options)
  const audience = readAudience(options)

  const id = runtime.ulid(runtime.now())
  const { token, digest } = drawToken(runtime, 'registration', id)
  const ticket = token.text
  const pinOnce = oncePer((accountId) => drawPinFor(context, { id, accountId }, ticket))
  const opening = openingOf(runtime, 'registration', { email: person.email, requester, options, passLink: 'registrationPass' })
  const findings = [...checked.findings]

  const input = [person, noticeVersion]
  const condition = challenged(runtime, context.rules, options)
  const command = { name: 'registration/open', by: { kind: 'anonymous' }, options, input, secret: true, condition } as const
  return perform<RegistrationOpened, RegistrationOpenRefusal>(runtime, command, async (unit) => {
    const code = codeOf(ring, person.codiceFiscale)
    const accountId = await readAccount(runtime, unit, code, () => [{ kind: 'registration', id }, ...openingRecords(opening)])
    await unit.admit(factsOfNobody(domainOf(person.email), { birthDate: person.birthDate, accountId }))
    const counted = await countOpening(context, unit, opening)
    if (!counted.ok) return counted
    const drawn = await pinOnce(accountId)
    const opened = await unit.run(registration, id, {
      type: 'OpenRegistration',
      accountId,
      ticket: digest,
      noticeVersion,
      audience,
      personal: { person, findings, ...drawn.stored },
    })
    invariant(opened.ok && opened.value.state.status === 'drafting', 'registration: a fresh id has no request yet')
    return accept({ id, ticket, pinSecondHalf: drawn.shown, lapsesAt: opened.value.state.lapsesAt })
  })
}

/** A new PIN, hashed, its first half sealed under the ticket. */
async function drawPinFor(
  { runtime }: RegistrationContext,
  { id, accountId }: { readonly id: string; readonly accountId: string },
  ticket: string,
) {
  const halves = drawPin(runtime.random)
  const pin = await runtime.secrets.hash({ kind: 'pin', accountId }, joinPin(halves))
  const sealedHalf = await runtime.sealer.seal('seal', `registration/${id}`, halves.mailed, ticket)
  return { shown: halves.shown, stored: { pin, sealedHalf } }
}

/**
 * A whole new PIN for a draft whose five digits were lost: the half that was to be mailed is replaced too. Answers with the new
 * last five digits, to be shown now.
 */
export async function renewPin(
  context: RegistrationContext,
  ticket: unknown,
  options?: CommandOptions,
): Promise<Result<{ readonly pinSecondHalf: string }, RegistrationRefusal | CommandRefusal>> {
  const token = readToken(ticket)
  if (token === null) return refuse({ code: 'registration/not-found' })
  const pinOnce = once((accountId: string) => drawPinFor(context, { id: token.subject, accountId }, token.text))
  const command = { name: 'registration/renew-pin', options, secret: true }
  return withTicket(context, ticket, command, async (unit, id, { accountId }) => {
    const drawn = await pinOnce(accountId)
    const renewed = await unit.run(context.registration, id, { type: 'RenewPin', personal: drawn.stored })
    return renewed.ok ? accept({ pinSecondHalf: drawn.shown }) : renewed
  })
}

/** Takes the request back, also one that awaits a correction. The files are deleted; the journal remembers that there was one. */
export async function withdraw(
  context: RegistrationContext,
  ticket: unknown,
  options?: CommandOptions,
): Promise<Result<null, RegistrationRefusal | CommandRefusal>> {
  let dropped: { readonly owner: string; readonly files: readonly RegistrationDocument[] } | undefined
  const answer = await withTicket(context, ticket, { name: 'registration/withdraw', options }, async (unit, id, state) => {
    const withdrawn = await unit.run(context.registration, id, { type: 'WithdrawRegistration' })
    if (!withdrawn.ok) return withdrawn
    if (state.round > 1) {
      await unit.run(approvalMachine, id, { type: 'VoidApproval', approved: null })
      await endAssignment(unit, id)
      unit.cancelMail('approval', id)
      unit.cancelMail('registration', id)
    }
    dropped = { owner: id, files: state.documents }
    return accept(null)
  })
  if (answer.ok && dropped !== undefined) await dropDocuments(context.runtime, dropped.owner, dropped.files)
  return answer
}

/**
 * "Completa": files the request with the office, opens its approval and mails the credentials that will work once it is approved:
 * user name, temporary password, first half of the PIN. Repeated after the office asked for more documents, it mails no secret.
 */
export async function complete(
  context: RegistrationContext,
  ticket: unknown,
  options?: CommandOptions,
): Promise<Result<{ readonly id: string; readonly status: 'awaiting-approval' }, RegistrationRefusal | CommandRefusal>> {
  const { runtime, registration, passwordPolicy } = context
  const passwordOnce = once(async (accountId: string) => {
    const password = generatePassword(passwordPolicy, runtime.random, officeFacts(runtime))
    return { password, verifier: await runtime.secrets.hash({ kind: 'password', accountId }, password) }
  })
  return withTicket(context, ticket, { name: 'registration/complete', options }, async (unit, id, state, { token }) => {
    // Nothing comes of a request once no credential is issued any more.
    await unit.admit(factsOfRequest(state), 'issue')
    await unit.preload([
      { kind: 'approval', id },
      { kind: 'credential', id: state.accountId },
      ...warningRecords(warningIds(runtime, 'registration', state.accountId)),
    ])
    const { password, verifier } = await passwordOnce(state.accountId)
    const completed = await unit.run(registration, id, { type: 'CompleteRegistration', personal: { password: verifier } })
    if (!completed.ok) return completed
    // Completing changes nothing of what the office sees.
    const dossier = dossierDigest(runtime.ring, id, state)
    const submitted = await unit.run(approvalMachine, id, { type: 'SubmitApproval', accountId: state.accountId, dossier })
    // Decided meanwhile: the request was read before the decision and its case after it.
    if (!submitted.ok) return refuse({ code: 'registration/closed' })
    const { person, sealedHalf } = state.personal
    const half = sealedHalf === null ? null : await runtime.sealer.open('seal', `registration/${id}`, sealedHalf, token.text)
    const quoted = { ...person, surname: quotedName(person.surname), name: quotedName(person.name) }
    const letter =
      half === null
        ? resubmittedLetter(runtime.office)
        : completedLetter(runtime.office, quoted, { password, pinFirstHalf: half })
    await writeApplicant(context, unit, id, person, { topic: { kind: 'registration', id }, purpose: 'completed', letter })
    await warnSubscriber(context, unit, id, state.accountId)
    return accept({ id, status: 'awaiting-approval' })
  })
}

/** The subscriber of a credential for this codice fiscale is told of the request, at most once a day; it changes nothing about it. Where there is none to be told, nobody is told at the same cost. */
async function warnSubscriber(
  { runtime, credential }: RegistrationContext,
  unit: Unit,
  id: string,
  accountId: string,
): Promise<void> {
  const { status, personal } = await unit.state(credential, accountId)
  const whom = status === 'none' || status === 'revoked' ? 'nobody' : 'subscriber'
  const isDue = await mayWarn(unit, warningIds(runtime, 'registration', accountId), whom)
  const topic = { kind: 'registration', id }
  const notice = { topic, purpose: 'subscriber-warning', letter: subscriberWarningLetter(runtime.office) }
  // Somebody who signs in elsewhere may have no mailbox here.
  const mailed = isDue ? mailPerson(unit, personal, notice) : null
  if (mailed === null) mailNobody(unit, runtime.office.locale, notice)
}
