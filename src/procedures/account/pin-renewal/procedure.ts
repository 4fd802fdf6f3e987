/** What the rest of the house knows of renewals of a PIN. */
import { diagram, type Holdable, type HoldEvent } from '../../../kernel/index.ts'
import { holdingUntilSecurityEvent } from '../../../runtime/account-acts.ts'
import { fields, holdFields, journalFields } from '../../../runtime/hand-out.ts'
import { day, type Figures, whole } from '../../../runtime/policy.ts'
import type { Procedure, ProcedureParts } from '../../../runtime/procedure.ts'
import type { Unit } from '../../../runtime/transact.ts'
import type { CredentialPolicy } from '../credential/model.ts'
import type { CredentialRetention } from '../credential/retention.ts'
import { pinRenewalLetters } from './letters.ts'
import { openRenewal, type PinRenewalTerms, pinRenewalDecider } from './machine.ts'
import { pinRenewalMessages } from './messages.ts'
import type { PinRenewalEvent, PinRenewalPolicy, PinRenewalState } from './model.ts'
import { pinRenewalMachine } from './schema.ts'

/** What of the policy a renewal needs. */
export type PinRenewalSlice = {
  readonly pinRenewal: PinRenewalPolicy
  readonly credential: Pick<CredentialPolicy, 'pinFailuresMax'>
  readonly retention: Pick<CredentialRetention, 'unknownAccountMs'>
}

const figures: Figures<PinRenewalPolicy> = {
  openMs: whole(3 * day, { most: 30 * day }),
  startsMax: whole(3, { most: 100 }),
}

/** As many guesses as the credential has. */
export function pinRenewalTerms({ pinRenewal, credential }: Omit<PinRenewalSlice, 'retention'>): PinRenewalTerms {
  return { ...pinRenewal, guessesMax: credential.pinFailuresMax }
}

export const pinRenewalProcedure: Procedure<PinRenewalSlice> = {
  name: 'pin-renewal',
  figures,
  keeps: {},
  messages: pinRenewalMessages,
  features: {
    acts: { 'pin-renewal/start': 'pin-replacement', 'pin-renewal/conclude': 'pin-replacement' },
    closable: {
      'pin-renewal': {
        ...{ of: 'citizen', it: 'rigenerazione del codice personale (PIN)', en: 'renewal of the PIN' },
        operations: ['pin-renewal/start', 'pin-renewal/conclude'],
      },
    },
    always: {},
  },
  letters: pinRenewalLetters,
  diagram: (policy) =>
    diagram(pinRenewalDecider({ ...pinRenewalTerms(policy), guessesMax: 1 }), [
      { at: 1_000, by: { kind: 'system' } },
      { at: 1_000_000_000_000, by: { kind: 'system' } },
    ]),
  open(_runtime, policy): ProcedureParts<PinRenewalState & Holdable, PinRenewalEvent | HoldEvent> {
    const kind = pinRenewalMachine(pinRenewalTerms(policy), policy.retention.unknownAccountMs)
    async function voidOpen(unit: Unit, accountId: string, cause: string): Promise<void> {
      const voided = await unit.run(kind, accountId, { type: 'VoidRenewal', cause })
      if (voided.ok) unit.cancelMail('pin-renewal', accountId)
    }
    return {
      kind,
      retention: { end: 'removed', says: '`unknownAccountMs` after the last that happened, and after its term' },
      subject: {
        of: 'account',
        state: {
          ...holdFields.state,
          ...fields('status', 'startedAt', 'expiresAt', 'endedAt', 'starts', 'notedAt', 'guesses'),
          personal: {},
        },
        journal: {
          ...journalFields,
          ...holdFields.journal,
          ...fields('startedAt', 'expiresAt', 'endedAt', 'starts', 'notedAt', 'guesses'),
          personal: {},
        },
        async close(unit, id) {
          await voidOpen(unit, id, 'erasure')
          return null
        },
        mayGo: (state, at) => openRenewal(state, at) === null,
      },
      feed: { tells: 'nothing', why: 'the credential tells that the PIN is another one' },
      securityEvent: {
        does: 'void',
        holds: [
          holdingUntilSecurityEvent('an open renewal of the PIN, with its mailed half', 'void', {
            reissued: 'none',
            'email-changed': 'void',
          }),
        ],
        void: (unit, { accountId, cause }) => voidOpen(unit, accountId, cause),
      },
      underWay: async (_unit, accountId) => [accountId],
      files: null,
      carry: null,
      mailEnded: null,
    }
  },
}
