/** What the office does about a person: on the account that the codice fiscale leads to, never on the operator's own. */
import { type AnyRefusal, type Result, refuse } from '../../kernel/index.ts'
import { perform } from '../../runtime/command.ts'
import type { CommandOptions } from '../../runtime/input.ts'
import { operatorActor } from '../../runtime/operator.ts'
import type { CommandRefusal } from '../../runtime/request.ts'
import type { Runtime } from '../../runtime/runtime.ts'
import type { Operator } from '../../runtime/schema.ts'
import type { Unit } from '../../runtime/transact.ts'
import { codeOf, readAccount } from './account-of.ts'
import { isOwnAccount, operatorRecord } from './operator-account.ts'

/** One act of the office. */
export type OfficeAct<R extends AnyRefusal> = {
  readonly name: string
  /** The form as it was read. */
  readonly given: { readonly operator: Operator; readonly codiceFiscale: string }
  readonly options?: CommandOptions | undefined
  /** True when the answer holds something that is shown once. */
  readonly secret?: boolean
  /** The kinds of the account's records that are read first, in one call. */
  readonly reads: readonly string[]
  /** The one of them whose journal keeps the attempt of an operator on himself. */
  readonly journalIn: string
  /** The answer to such an attempt. */
  readonly own: R
}

/** Runs `work` on the account of somebody else than the operator himself. */
export function byOffice<V, R extends AnyRefusal>(
  runtime: Runtime,
  act: OfficeAct<R>,
  work: (unit: Unit, accountId: string) => Promise<Result<V, R>>,
): Promise<Result<V, R | CommandRefusal>> {
  const { name, given, options, secret = false, reads, journalIn, own } = act
  const { operator, codiceFiscale } = given
  const { ring } = runtime
  return perform<V, R>(runtime, { name, by: operatorActor(operator), options, input: given, secret }, async (unit) => {
    const id = await readAccount(runtime, unit, codeOf(ring, codiceFiscale), (account) => [
      operatorRecord(ring, operator),
      ...reads.map((kind) => ({ kind, id: account })),
    ])
    if (!(await isOwnAccount(ring, unit, operator, { accountId: id, codiceFiscale }))) return work(unit, id)
    unit.journalRefusal(journalIn, id, name, own.code)
    return refuse(own)
  })
}
