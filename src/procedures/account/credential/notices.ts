/** Mail to the subscriber of a credential about what was done to it. */
import { type AnyRefusal, accept, type Instant } from '../../../kernel/index.ts'
import { mailNobody, mailPerson } from '../../../runtime/person-mail.ts'
import type { Runtime } from '../../../runtime/runtime.ts'
import { transact, type Unit } from '../../../runtime/transact.ts'
import { type Notice, noticeLetter } from './letters.ts'
import type { CredentialPersonal } from './model.ts'
import type { CredentialMachine } from './schema.ts'

type Context = { readonly runtime: Runtime; readonly credential: CredentialMachine }

/** Tells the subscriber of a credential that was never activated that its temporary password ends or has ended. True when it was due. */
export async function announceEnd({ runtime, credential }: Context, accountId: string): Promise<boolean> {
  const operation = { name: 'sweep/announce-end', by: { kind: 'system' }, journalsRefusals: false } as const
  const announced = await transact<null, AnyRefusal>(runtime, operation, async (unit) => {
    const done = await unit.run(credential, accountId, { type: 'AnnounceEnd' })
    if (!done.ok) return done
    const { state } = done.value
    const notice = state.status === 'temporary' && state.told === 'ending' ? 'temporary-ending' : 'temporary-ended'
    const until = state.status === 'temporary' ? state.temporaryUntil : unit.now()
    if (state.personal !== null) notify(runtime, unit, accountId, state.personal, notice, until)
    return accept(null)
  })
  return announced.ok
}

/** Tells the subscriber; at the same cost nobody, where there is none or the credential was erased. */
export function notify(
  { office }: Runtime,
  unit: Unit,
  accountId: string,
  subscriber: CredentialPersonal | null,
  notice: Notice,
  when: Instant = unit.now(),
): void {
  const topic = { kind: 'credential', id: accountId }
  const mail = { topic, purpose: notice, letter: noticeLetter(office, notice, when) }
  if (subscriber === null) mailNobody(unit, office.locale, mail)
  else mailPerson(unit, subscriber, mail)
}
