/** When a credential that is over is erased, with what is kept with it. */
import { type Actor, type AnyRefusal, accept, type Instant } from '../../../kernel/index.ts'
import { type ErasureOrder, eraseInSweep } from '../../../runtime/erasure.ts'
import type { Retention } from '../../../runtime/procedure.ts'
import { readState, recordIn } from '../../../runtime/record.ts'
import { listRows, type Runtime } from '../../../runtime/runtime.ts'
import { transact } from '../../../runtime/transact.ts'
import { endOf } from './expiry.ts'
import type { CredentialState } from './model.ts'
import { announceEnd } from './notices.ts'
import type { CredentialMachine } from './schema.ts'
import type { SuspendLinkContext } from './suspend-link.ts'

/** How long credentials and attempts are kept. */
export type CredentialRetention = {
  /** The personal data of a credential that was revoked or has expired. */
  readonly credentialMs: number
  /** Attempts on a codice fiscale without a credential, after the last of them; at least a day. */
  readonly unknownAccountMs: number
}

const by: Actor = { kind: 'system' }
const order: ErasureOrder = { by, facts: { cause: 'retention' } }

/** Whether an identity of SPID, CIE, CNS or eIDAS opens the account. Whoever is linked later signs in, and so has the secrets wiped. */
async function isOpenedElsewhere(runtime: Runtime, accountId: string): Promise<boolean> {
  const query = { office: runtime.office.id, kind: 'federation', tag: `opens:${accountId}`, limit: 1 }
  return (await listRows(runtime, query)).length > 0
}

export function credentialRetention(
  context: SuspendLinkContext & { readonly credential: CredentialMachine },
  { credentialMs }: CredentialRetention,
): Retention {
  const { runtime, credential } = context
  const isLongOver = (state: CredentialState, at: Instant): boolean => (endOf(state) ?? at) + credentialMs <= at
  return {
    end: 'swept',
    says: 'its subscriber is told `temporaryReminderMs` before the temporary password ends, and once it has; an earlier address goes once its time is over; erased `credentialMs` after its end, with the addresses, unless an identity of SPID, CIE, CNS or eIDAS opens the account; attempts on nobody are removed `unknownAccountMs` after the last',
    mayLeave: (row) => readState(credential, row).status === 'none',
    async sweep({ now, did, eraseWithAccount }, row) {
      const state = readState(credential, row)
      const dueAt = credential.dueAt(state)
      if (dueAt === null || dueAt > now) return { dueAt }
      // Nobody was ever written to about attempts on nothing: no mail id can come a second time.
      if (state.status === 'none') return 'remove'
      const { id } = recordIn(row.key)
      if (!isLongOver(state, now)) {
        await announceEnd(context, id)
        const operation = { name: 'sweep/drop-earlier-address', by, journalsRefusals: false }
        await transact<null, AnyRefusal>(runtime, operation, async (unit) => {
          await unit.run(credential, id, { type: 'DropEarlierAddress' })
          return accept(null)
        })
        return 'done'
      }
      // Its secrets have come to their end, and the account has not: it is looked at again as seldom as an identity that is linked.
      if (state.status !== 'revoked' && (await isOpenedElsewhere(runtime, id))) return { dueAt: now + credentialMs }
      // What is kept with the account is found through it, so it goes first.
      did('erased', await eraseWithAccount(id, order, async (unit) => isLongOver(await unit.state(credential, id), unit.now())))
      await eraseInSweep(did, runtime, credential, id, order, isLongOver)
      return 'done'
    },
  }
}
