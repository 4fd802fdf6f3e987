/** What the office does with a person whom somebody has identified, and what that person does with the ticket. */
import { equalText } from '../../../crypto/index.ts'
import { accept, type Instant, invariant, type Result, refuse } from '../../../kernel/index.ts'
import { generatePassword } from '../../../rules/password/index.ts'
import { drawPin, joinPin } from '../../../rules/pin/index.ts'
import { readForm } from '../../../runtime/command.ts'
import type { CommandOptions } from '../../../runtime/input.ts'
import { oncePer } from '../../../runtime/once.ts'
import { operatorActor } from '../../../runtime/operator.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import type { Runtime } from '../../../runtime/runtime.ts'
import { officeForm } from '../../../runtime/schema.ts'
import { byToken, drawToken } from '../../../runtime/token-command.ts'
import { transact, type Unit } from '../../../runtime/transact.ts'
import { codeOf, readAccount } from '../../binding/account-of.ts'
import { byOffice } from '../../binding/office-act.ts'
import { isOwnAccount } from '../../binding/operator-account.ts'
import { expiryOf } from '../credential/expiry.ts'
import type { CredentialState } from '../credential/model.ts'
import { officeFacts } from '../credential/new-password.ts'
import { factsOf } from '../credential/person-facts.ts'
import { tellSecurityEvents } from '../credential/security-events.ts'
import type { IdentificationApiRefusal, IdentificationContext, IdentificationNotFoundRefusal } from './context.ts'
import { faultOf } from './fault.ts'
import type { IdentificationDocumentKind, IdentificationRefusal, IdentificationState } from './model.ts'
import { mailNewSecrets } from './post.ts'
import { type IdentificationGiven, identificationMachine, recordForm } from './schema.ts'

/** What the record of an identification answers with. */
export type IdentificationRecorded = {
  /**
   * The ticket to be printed and handed over: with it the person sees the half of the PIN, once. It opens nothing without the letter. A
   * secret of the person: never log it.
   */
  readonly ticket: string
  /** Until when the new temporary password works, exclusive. */
  readonly temporaryUntil: Instant
}

const identityOf = (accountId: string): string => `identification/${accountId}/screen-half`

/** What costs little to draw: the ticket, the secrets, and the half as it is stored until it is shown. */
async function drawSecrets({ runtime, passwordPolicy }: IdentificationContext, accountId: string) {
  const halves = drawPin(runtime.random)
  const password = generatePassword(passwordPolicy, runtime.random, officeFacts(runtime))
  const paper = drawToken(runtime, 'identification', accountId)
  return { halves, password, paper, screenHalf: await runtime.sealer.seal('seal', identityOf(accountId), halves.shown) }
}

type Drawn = Awaited<ReturnType<typeof drawSecrets>>

async function verifiersOf({ secrets }: Runtime, accountId: string, { halves, password }: Drawn) {
  return {
    pin: await secrets.hash({ kind: 'pin', accountId }, joinPin(halves)),
    password: await secrets.hash({ kind: 'password', accountId }, password),
  }
}

/** The identification as a command. Of the number of the document nothing is kept but a keyed digest. */
function recordOf({ ring }: Runtime, given: IdentificationGiven, { paper, screenHalf }: Drawn) {
  const { identifiedAt, point, operator, identifiedBy, document, reason } = given
  const { kind, number, expiresOn } = document
  return {
    type: 'RecordIdentification',
    identifiedAt,
    point,
    operator: operator.id,
    official: identifiedBy === null ? null : identifiedBy.id,
    ticket: paper.digest,
    personal: {
      documentKind: kind,
      documentNumber: ring.pseudonym('identity-document', `${kind} ${number}`),
      documentExpiresOn: expiresOn,
      screenHalf,
      reason,
    },
  } as const
}

/** Why it cannot be recorded, whatever was before: nobody identifies himself, and it must be one that a new credential can follow. */
async function faultFound(
  { runtime: { ring }, identificationPolicy: policy }: IdentificationContext,
  unit: Unit,
  accountId: string,
  given: IdentificationGiven,
) {
  const { identifiedBy, codiceFiscale, identifiedAt, point, document } = given
  const isOwn = identifiedBy !== null && (await isOwnAccount(ring, unit, identifiedBy, { accountId, codiceFiscale }))
  if (isOwn) return { code: 'identification/own-identification' } as const
  return faultOf(policy, { identifiedAt, point, expiresOn: document.expiresOn }, unit.now())
}

/**
 * Records an identification and enables the credential again, in one commit: a temporary password and a PIN that the library draws. The
 * letter has the password and the first half; the ticket, which goes by no mail, shows the other half.
 */
export async function record(
  context: IdentificationContext,
  input: unknown,
  options?: CommandOptions,
): Promise<Result<IdentificationRecorded, IdentificationApiRefusal>> {
  const read = readForm(recordForm, input, 'identification/form')
  if (!read.ok) return read
  const given = read.value
  const { email, reason } = given
  const { runtime, credential } = context
  const drawnOnce = oncePer((accountId) => drawSecrets(context, accountId))
  // Slow, so it waits until nothing else is refused.
  const verifiersOnce = oncePer(async (accountId) => verifiersOf(runtime, accountId, await drawnOnce(accountId)))
  const name = 'identification/record'
  const own = { code: 'credential/own-credential' } as const
  const reads = ['credential', 'identification', 'addresses']
  const act = { name, given, options, secret: true, reads, journalIn: 'credential', own }
  return byOffice<IdentificationRecorded, IdentificationApiRefusal>(runtime, act, async (unit, accountId) => {
    const fault = await faultFound(context, unit, accountId, given)
    if (fault !== null) {
      unit.journalRefusal('credential', accountId, name, fault.code)
      return refuse(fault)
    }
    const account = await unit.state(credential, accountId)
    const { personal: before } = account
    await admitRenewal(unit, accountId, account)
    const drawn = await drawnOnce(accountId)
    const recorded = await unit.run(identificationMachine, accountId, recordOf(runtime, given, drawn))
    if (!recorded.ok) return recorded
    const verifiers = before === null ? { pin: '', password: '' } : await verifiersOnce(accountId)
    const enabled = await unit.run(credential, accountId, {
      type: 'ReenableCredential',
      personal: { ...verifiers, email: email === null ? null : email.address, reason },
    })
    if (!enabled.ok) return enabled
    const { state, events } = enabled.value
    invariant(state.status === 'temporary' && before !== null, 'identification: what was enabled again is temporary')
    await tellSecurityEvents(context, unit, accountId, events)
    // What has not left yet carries secrets that are dead.
    unit.cancelMail('identification', accountId)
    mailNewSecrets(context, unit, accountId, { before, state, secrets: { ...drawn, pinFirstHalf: drawn.halves.mailed } })
    return accept({ ticket: drawn.paper.token.text, temporaryUntil: state.temporaryUntil })
  })
}

/** The new secrets take the place of old ones: of what has expired, of what was never used, or of a password and a PIN. */
async function admitRenewal(unit: Unit, accountId: string, account: CredentialState): Promise<void> {
  const facts = factsOf(accountId, account, unit.now())
  const expiry = expiryOf(account, unit.now())
  // A suspension leaves first credentials what they are.
  const isTemporary = account.status === 'temporary' || (account.status === 'suspended' && account.temporaryUntil !== null)
  if (expiry === 'expired' || expiry === 'disused') await unit.admit(facts, 'restoration')
  else if (isTemporary) await unit.admit(facts, 'first-credentials')
  else for (const act of ['password-replacement', 'pin-replacement'] as const) await unit.admit(facts, act)
}

/** Why whoever shows a ticket sees no half. */
export type IdentificationHalfRefusal =
  | IdentificationNotFoundRefusal
  | Extract<IdentificationRefusal, { readonly code: 'identification/no-pin-half' }>

/** What the ticket of an identification shows, once. */
export type IdentificationHalf = {
  /** The five last digits of the new PIN. A secret of the person: never log it. */
  readonly pinSecondHalf: string
}

/** Shows the half of the PIN, once, to whoever has the ticket. Whoever reads the mailbox alone never gets this far. */
export function showPinHalf(
  context: IdentificationContext,
  ticket: unknown,
  options?: CommandOptions,
): Promise<Result<IdentificationHalf, IdentificationHalfRefusal | CommandRefusal>> {
  const { runtime, credential } = context
  const notFound = { code: 'identification/not-found' } as const
  const gone = { code: 'identification/no-pin-half' } as const
  const name = 'identification/show-pin-half'
  const by = () => ({ kind: 'anonymous' }) as const
  const command = { name, options, secret: true, purpose: 'identification', by, notFound }
  return byToken<IdentificationHalf, IdentificationHalfRefusal>(
    runtime,
    ticket,
    command,
    async (unit, { subject: accountId, digest }) => {
      await unit.preload([
        { kind: 'identification', id: accountId },
        { kind: 'credential', id: accountId },
      ])
      const state = await unit.state(identificationMachine, accountId)
      if (state.status === 'none' || !equalText(state.ticket, digest)) {
        unit.journalRefusal('identification', accountId, name, notFound.code)
        return refuse(notFound)
      }
      const account = await unit.state(credential, accountId)
      // Of a credential that is over, or in use, no half is any good.
      const isAwaited = account.status === 'temporary' && expiryOf(account, unit.now()) === null
      const taken = isAwaited ? await unit.run(identificationMachine, accountId, { type: 'TakeHalf' }) : null
      if (taken === null || !taken.ok) return refuse(gone)
      const screenHalf = state.personal?.screenHalf
      invariant(typeof screenHalf === 'string', 'identification: the half that was taken was there')
      return accept({ pinSecondHalf: await runtime.sealer.open('seal', identityOf(accountId), screenHalf) })
    },
  )
}

/** What the office sees of the last identification of a person. */
export type IdentificationView = {
  /** `recorded`: the half of the PIN was not seen yet; `shown`: it was; `void`: something has happened to the credential before. */
  readonly status: Exclude<IdentificationState['status'], 'none'>
  /** When the person was identified. */
  readonly identifiedAt: Instant
  /** When that was recorded. */
  readonly recordedAt: Instant
  /** Where: `office`, or the id of the point. */
  readonly point: string
  /** The id of the operator who has recorded it. */
  readonly operator: string
  /** The id of the official who looked at the person; null where it was the operator. */
  readonly identifiedBy: string | null
  /** The document; null once erased. Its number is not kept. */
  readonly document: {
    /** What it was. */
    readonly kind: IdentificationDocumentKind
    /** Its last day, `YYYY-MM-DD`. */
    readonly expiresOn: string
  } | null
}

/** The last identification of a person, for the office. The look is written into the journal. */
export async function inspect(
  { runtime }: IdentificationContext,
  input: unknown,
): Promise<Result<IdentificationView, IdentificationApiRefusal>> {
  const read = readForm(officeForm, input, 'identification/form')
  if (!read.ok) return read
  const { operator, codiceFiscale } = read.value
  const operation = { name: 'identification/inspect', by: operatorActor(operator) }
  return transact<IdentificationView, IdentificationApiRefusal>(runtime, operation, async (unit) => {
    const accountId = await readAccount(runtime, unit, codeOf(runtime.ring, codiceFiscale), (id) => [
      { kind: 'identification', id },
    ])
    const state = await unit.state(identificationMachine, accountId)
    if (state.status === 'none') return refuse({ code: 'identification/not-found' })
    unit.journal('identification', accountId, 'IdentificationViewed')
    const { status, identifiedAt, recordedAt, point, official: identifiedBy, personal } = state
    const document = personal === null ? null : { kind: personal.documentKind, expiresOn: personal.documentExpiresOn }
    return accept({ status, identifiedAt, recordedAt, point, operator: state.operator, identifiedBy, document })
  })
}
