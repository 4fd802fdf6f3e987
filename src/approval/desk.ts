/** What the use cases of an approval work with, and how a decision reads its case. */
import type { CredentialRefusal } from '../credential/model.ts'
import type { CredentialMachine } from '../credential/schema.ts'
import { type Actor, type Letter, type Locale, type Result, refuse } from '../kernel/index.ts'
import type { Request } from '../registration/desk.ts'
import type { RegistrationMachine } from '../registration/schema.ts'
import { type CommandOptions, type Problem, readRequest } from '../shell/input.ts'
import type { RequestKeyRefusal } from '../shell/request.ts'
import type { Operator } from '../shell/schema.ts'
import type { Shell } from '../shell/shell.ts'
import { transact, type Unit } from '../shell/transact.ts'
import type { ApprovalRefusal, Decision } from './model.ts'

/** What the use cases of an approval work with. */
export type ApprovalDesk = {
  readonly shell: Shell
  readonly registration: RegistrationMachine
  readonly credential: CredentialMachine
}

export type ApprovalDeskRefusal =
  | { readonly code: 'approval/form'; readonly problems: readonly Problem[] }
  /** A file of the dossier is gone or is not what was filed: nothing can be decided on it. */
  | { readonly code: 'approval/document-missing'; readonly document: number }

/** Every refusal that the office's desk can answer with. */
export type DeskRefusal = ApprovalDeskRefusal | ApprovalRefusal | CredentialRefusal | RequestKeyRefusal

/** The office worker as an actor; never taken from the applicant's input. */
export function operatorActor(operator: Operator): Actor {
  return { kind: 'operator', id: operator.id }
}

type Given = { readonly operator: Operator; readonly id: string; readonly seen: string }
type Work<V> = (unit: Unit, request: Request, decision: Decision) => Promise<Result<V, DeskRefusal>>

/** Reads the records of the case and lets `work` decide. Answers as for an unknown id where there is no completed request. */
export async function decideOn<V>(
  { shell, registration }: ApprovalDesk,
  name: string,
  given: Given,
  options: CommandOptions | undefined,
  input: unknown,
  work: Work<V>,
): Promise<Result<V, DeskRefusal>> {
  const { operator, id, seen } = given
  const by = operatorActor(operator)
  const request = readRequest(options, { name, by, input })
  if (!request.ok) return request
  return transact<V, DeskRefusal>(shell, { name, by, request: request.value }, async (unit) => {
    await unit.fetch([
      { kind: 'approval', id },
      { kind: 'registration', id },
    ])
    const filed = await unit.state(registration, id)
    if (filed.status === 'none') return refuse({ code: 'approval/not-found' })
    const operatorAccount = shell.ring.lookup('codice-fiscale', operator.codiceFiscale)
    return work(unit, filed, { seen, operator: operator.id, operatorAccount })
  })
}

/** Mail to who filed the request, unless that was erased. */
export function mailApplicant(
  unit: Unit,
  id: string,
  purpose: string,
  { personal }: Request,
  letter: (locale: Locale) => Letter,
): void {
  if (personal === null) return
  const { person } = personal
  const to = { name: `${person.name} ${person.surname}`, address: person.mail }
  unit.mail({ topic: { kind: 'approval', id }, purpose, to, locale: person.locale, letter: letter(person.locale) })
}
