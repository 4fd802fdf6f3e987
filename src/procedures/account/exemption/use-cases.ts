/** What the office does about the exemption of a person from the end of the local credentials, and what of it is asked. */
import { accept, type Instant, invariant, type Result, refuse } from '../../../kernel/index.ts'
import { readForm } from '../../../runtime/command.ts'
import type { GrantedExemption } from '../../../runtime/in-flight.ts'
import type { CommandOptions } from '../../../runtime/input.ts'
import type { Letter } from '../../../runtime/letter.ts'
import { operatorActor } from '../../../runtime/operator.ts'
import { mailPerson } from '../../../runtime/person-mail.ts'
import { officeForm, officeReasonForm } from '../../../runtime/schema.ts'
import { transact, type Unit } from '../../../runtime/transact.ts'
import { codeOf, readAccount } from '../../binding/account-of.ts'
import { byOffice } from '../../binding/office-act.ts'
import type { ExemptionApiRefusal, ExemptionContext } from './context.ts'
import { grantedLetter, revokedLetter } from './letters.ts'
import { isPast } from './machine.ts'
import type { ExemptionKind } from './model.ts'
import { type ExemptionMachine, grantForm } from './schema.ts'

/** What the office sees of the exemption of a person. */
export type ExemptionView = {
  /** `granted`: in force. `over`: its last day is past. `revoked`: the office has taken it back. */
  readonly status: 'granted' | 'over' | 'revoked'
  /** Why the person is exempted; null once erased. */
  readonly kind: ExemptionKind | null
  /** The last day in Rome, `YYYY-MM-DD`; null for none. */
  readonly untilDay: string | null
  /** When it was granted as it is. */
  readonly grantedAt: Instant
  /** The id of the operator who has granted it. */
  readonly operator: string
  /** When it was taken back; null where it was not. */
  readonly revokedAt: Instant | null
  /** The document; null once erased. Its number is not kept. */
  readonly document: {
    /** What it was. */
    readonly kind: string
    /** The last day of its validity, `YYYY-MM-DD`. */
    readonly expiresOn: string
  } | null
}

/** What the office has done, and whether anybody was told. */
export type ExemptionDone = {
  /** True where the person has a credential, and so a mailbox that was written to. */
  readonly isTold: boolean
}

/** Tells the subscriber. Whoever has no credential yet has no mailbox either: the request names one that is nobody's so far. */
async function tell({ credential }: ExemptionContext, unit: Unit, id: string, purpose: string, letter: Letter): Promise<boolean> {
  const { personal } = await unit.state(credential, id)
  return mailPerson(unit, personal, { topic: { kind: 'exemption', id }, purpose, letter }) !== null
}

const own = { code: 'credential/own-credential' } as const

/** Grants an exemption, or another one in its place, and tells the subscriber. */
export async function grant(
  context: ExemptionContext,
  input: unknown,
  options?: CommandOptions,
): Promise<Result<ExemptionDone, ExemptionApiRefusal>> {
  const read = readForm(grantForm, input, 'exemption/form')
  if (!read.ok) return read
  const { runtime, exemption } = context
  const { kind, untilDay, document, operator, reason } = read.value
  const act = {
    name: 'exemption/grant',
    given: read.value,
    options,
    reads: ['exemption', 'credential'],
    journalIn: 'exemption',
    own,
  }
  return byOffice<ExemptionDone, ExemptionApiRefusal>(runtime, act, async (unit, id) => {
    const granted = await unit.run(exemption, id, {
      type: 'GrantExemption',
      untilDay,
      operator: operator.id,
      personal: {
        kind,
        documentKind: document.kind,
        documentNumber: runtime.ring.pseudonym('identity-document', `${document.kind} ${document.number}`),
        documentExpiresOn: document.expiresOn,
        reason,
      },
    })
    if (!granted.ok) return granted
    const letter = grantedLetter(runtime.office, { kind, untilDay })
    return accept({ isTold: await tell(context, unit, id, 'granted', letter) })
  })
}

/** Takes an exemption back, and tells the subscriber. */
export async function revoke(
  context: ExemptionContext,
  input: unknown,
  options?: CommandOptions,
): Promise<Result<ExemptionDone, ExemptionApiRefusal>> {
  const read = readForm(officeReasonForm, input, 'exemption/form')
  if (!read.ok) return read
  const { runtime, exemption } = context
  const { operator, reason } = read.value
  const act = {
    name: 'exemption/revoke',
    given: read.value,
    options,
    reads: ['exemption', 'credential'],
    journalIn: 'exemption',
    own,
  }
  return byOffice<ExemptionDone, ExemptionApiRefusal>(runtime, act, async (unit, id) => {
    const { personal } = await unit.state(exemption, id)
    const revoked = await unit.run(exemption, id, { type: 'RevokeExemption', operator: operator.id, personal: { reason } })
    if (!revoked.ok) return revoked
    invariant(personal !== null, 'exemption: what is in force was not erased')
    const letter = revokedLetter(runtime.office, { kind: personal.kind })
    return accept({ isTold: await tell(context, unit, id, 'revoked', letter) })
  })
}

/** The exemption of a person, for the office. The look is written into the journal. */
export async function inspect(
  { runtime, exemption }: ExemptionContext,
  input: unknown,
): Promise<Result<ExemptionView, ExemptionApiRefusal>> {
  const read = readForm(officeForm, input, 'exemption/form')
  if (!read.ok) return read
  const { operator, codiceFiscale } = read.value
  const operation = { name: 'exemption/inspect', by: operatorActor(operator) }
  return transact<ExemptionView, ExemptionApiRefusal>(runtime, operation, async (unit) => {
    const code = codeOf(runtime.ring, codiceFiscale)
    const accountId = await readAccount(runtime, unit, code, (id) => [{ kind: 'exemption', id }])
    const state = await unit.state(exemption, accountId)
    if (state.status === 'none' || state.status === 'kept') return refuse({ code: 'exemption/not-found' })
    unit.journal('exemption', accountId, 'ExemptionViewed')
    const { untilDay, grantedAt, operator: grantedBy, personal } = state
    const isOver = state.status === 'granted' && isPast(untilDay, unit.now())
    return accept({
      status: isOver ? 'over' : state.status,
      kind: personal === null ? null : personal.kind,
      untilDay,
      grantedAt,
      operator: grantedBy,
      revokedAt: state.status === 'revoked' ? state.revokedAt : null,
      document: personal === null ? null : { kind: personal.documentKind, expiresOn: personal.documentExpiresOn },
    })
  })
}

/** What the calendar asks: what the office has exempted the subscriber of an account by. An erased one exempts nobody. */
export async function grantedTo(exemption: ExemptionMachine, unit: Unit, accountId: string): Promise<GrantedExemption | null> {
  const state = await unit.state(exemption, accountId)
  if (state.status !== 'granted' || state.personal === null) return null
  return { kind: state.personal.kind, untilDay: state.untilDay }
}
