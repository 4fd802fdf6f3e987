/** Who opens a request is counted by the mailbox, and by what the host says of who asks. */
import { accept, type Result } from '../../kernel/index.ts'
import { readArgument } from '../../runtime/input.ts'
import type { Runtime } from '../../runtime/runtime.ts'
import type { Unit } from '../../runtime/transact.ts'
import type { QuotaRefusal } from './model.ts'
import type { QuotaMachine } from './schema.ts'

/** The records that count what this mailbox, and this requester, opened. Never by codice fiscale: that would shut out its owner. */
export function quotaIds({ ring }: Runtime, email: string, requester: string | undefined): readonly string[] {
  const named = requester === undefined ? [] : [ring.pseudonym('requester', requester)]
  return [ring.pseudonym('mailbox', email.toLowerCase()), ...named]
}

/** Who asks, read once; null for what is neither left out nor a name, since the limit would silently not be kept. */
export function readRequester(options: { readonly requester?: string } | undefined): string | undefined | null {
  const requester: unknown = readArgument(() => options?.requester)
  if (requester === undefined) return requester
  return typeof requester === 'string' && requester.length >= 1 && requester.length <= 256 ? requester : null
}

/** Counts one use on each of the records; refused by the first that is at its limit. */
export async function countUses(unit: Unit, quota: QuotaMachine, ids: readonly string[]): Promise<Result<null, QuotaRefusal>> {
  for (const id of ids) {
    const use = await unit.run(quota, id, { type: 'CountUse' })
    if (!use.ok) return use
  }
  return accept(null)
}
