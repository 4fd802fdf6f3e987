/** What the rest of the house knows of recoveries of a password. */

import { diagram, type Holdable, type HoldEvent } from '../../../kernel/index.ts'
import { holdingUntilSecurityEvent } from '../../../runtime/account-acts.ts'
import { never } from '../../../runtime/features.ts'
import { fields, holdFields, journalFields } from '../../../runtime/hand-out.ts'
import { day, type Figures, hour, whole } from '../../../runtime/policy.ts'
import type { Procedure, ProcedureParts } from '../../../runtime/procedure.ts'
import type { Unit } from '../../../runtime/transact.ts'
import type { CredentialRetention } from '../credential/retention.ts'
import { recoveryLetters } from './letters.ts'
import { recoveryDecider } from './machine.ts'
import { recoveryMessages } from './messages.ts'
import type { RecoveryEvent, RecoveryPolicy, RecoveryState } from './model.ts'
import { recoveryMachine } from './schema.ts'

/** What of the policy a recovery needs. */
export type RecoverySlice = {
  readonly recovery: RecoveryPolicy
  readonly retention: Pick<CredentialRetention, 'unknownAccountMs'>
}

const figures: Figures<RecoveryPolicy> = {
  linkMs: whole(hour, { most: day }),
  // Each one is looked through at every click.
  linksMax: whole(5, { most: 20 }),
}

export const recoveryProcedure: Procedure<RecoverySlice> = {
  name: 'recovery',
  figures,
  keeps: {},
  messages: recoveryMessages,
  features: {
    acts: { 'recovery/request': 'password-replacement', 'recovery/complete': 'password-replacement' },
    closable: {
      recovery: {
        ...{ of: 'citizen', it: 'recupero delle credenziali', en: 'recovery of the credential' },
        operations: ['recovery/request', 'recovery/complete'],
      },
    },
    always: { 'recovery/inspect': never.look },
  },
  letters: recoveryLetters,
  diagram: ({ recovery }) =>
    diagram(recoveryDecider(recovery), [
      { at: 1_000, by: { kind: 'system' } },
      { at: 1_000_000_000_000, by: { kind: 'system' } },
    ]),
  open(_runtime, { recovery, retention }): ProcedureParts<RecoveryState & Holdable, RecoveryEvent | HoldEvent> {
    const kind = recoveryMachine(recovery, retention.unknownAccountMs)
    async function voidOpen(unit: Unit, accountId: string, cause: string): Promise<void> {
      // Refused where it has ended, also by itself.
      const voided = await unit.run(kind, accountId, { type: 'VoidRecovery', cause })
      if (voided.ok) unit.cancelMail('recovery', accountId)
    }
    const link = fields('sentAt')
    const told = fields('until', 'notedAt', 'endedAt', 'isLast')
    return {
      kind,
      retention: { end: 'removed', says: '`unknownAccountMs` after the last request, and after the end of its link' },
      subject: {
        of: 'account',
        state: { ...holdFields.state, ...told, ...fields('status', 'personal'), links: link },
        journal: { ...journalFields, ...holdFields.journal, ...told, ...fields('personal'), links: link },
        async close(unit, id) {
          await voidOpen(unit, id, 'erasure')
          return null
        },
        // A link that has expired by itself stays as it is written, and opens nothing.
        mayGo: (state, at) => state.status !== 'requested' || at >= state.until,
      },
      feed: { tells: 'nothing', why: 'anybody can ask for one; the credential tells when a password was replaced' },
      securityEvent: {
        does: 'void',
        holds: [holdingUntilSecurityEvent('the link of a recovery', 'void', { reissued: 'none', 'email-changed': 'void' })],
        void: (unit, { accountId, cause }) => voidOpen(unit, accountId, cause),
      },
      underWay: async (_unit, accountId) => [accountId],
      files: null,
      carry: null,
      mailEnded: null,
    }
  },
}
