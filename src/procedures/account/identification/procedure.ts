/** What the rest of the house knows of identifications. */

import { diagram } from '../../../kernel/index.ts'
import { holdingUntilSecurityEvent } from '../../../runtime/account-acts.ts'
import { never } from '../../../runtime/features.ts'
import type { Feed } from '../../../runtime/feed.ts'
import { fields, journalFields } from '../../../runtime/hand-out.ts'
import { day, type Figure, type Figures, invalidFigure, whole } from '../../../runtime/policy.ts'
import type { Procedure, ProcedureParts } from '../../../runtime/procedure.ts'
import type { Unit } from '../../../runtime/transact.ts'
import { ownCounter } from './fault.ts'
import { identificationLetters } from './letters.ts'
import { identificationDecider } from './machine.ts'
import { identificationMessages } from './messages.ts'
import type { IdentificationEvent, IdentificationPolicy, IdentificationState } from './model.ts'
import { identificationMachine, isPointId } from './schema.ts'

/** What of the policy an identification needs. */
export type IdentificationSlice = { readonly identification: IdentificationPolicy }

const pointsMax = 10_000

const points: Figure<readonly string[]> = {
  default: [],
  limits: `a list of at most ${pointsMax} ids of 1 to 64 characters of A-Z a-z 0-9 . _ -, without \`${ownCounter}\``,
  read(name, value) {
    const isList = Array.isArray(value) && value.length <= pointsMax && value.every((id) => isPointId(id) && id !== ownCounter)
    return isList ? Object.freeze([...value]) : invalidFigure(name, `must be ${points.limits}`)
  },
}

const figures: Figures<IdentificationPolicy> = { points, validMs: whole(30 * day) }

const feed: Feed<IdentificationEvent> = {
  tells: 'events',
  events: {
    IdentificationRecorded: {
      says: 'the person was identified face to face by a document',
      data: ['identifiedAt', 'recordedAt', 'point'],
      personal: ['documentKind', 'documentExpiresOn'],
    },
    // How far a person is with the new secrets is nobody else's business.
    HalfTaken: null,
    HalfVoided: null,
  },
}

const facts = fields('identifiedAt', 'recordedAt', 'point', 'operator', 'official')
const document = fields('documentKind', 'documentExpiresOn')

export const identificationProcedure: Procedure<IdentificationSlice> = {
  name: 'identification',
  figures,
  keeps: {},
  messages: identificationMessages,
  features: {
    closable: {
      'desk-identification': {
        ...{ of: 'office', it: 'identificazione di persona', en: 'identification in person' },
        operations: ['identification/record'],
      },
    },
    always: { 'identification/inspect': never.look, 'identification/show-pin-half': never.own },
  },
  letters: identificationLetters,
  diagram: () => diagram(identificationDecider, [{ at: 1_000, by: { kind: 'system' } }]),
  open(): ProcedureParts<IdentificationState, IdentificationEvent> {
    const kind = identificationMachine
    async function voidOpen(unit: Unit, accountId: string, cause: string): Promise<void> {
      // Refused where no half waits. The letter may still wait where the half was seen.
      await unit.run(kind, accountId, { type: 'VoidHalf', cause })
      unit.cancelMail('identification', accountId)
    }
    return {
      kind,
      retention: {
        end: 'erased-with-account',
        says: 'erased with the credential',
        release: async () => undefined,
      },
      subject: {
        of: 'account',
        // The number is a digest, the ticket and the half are secrets.
        state: { ...facts, ...fields('status'), personal: document },
        journal: { ...journalFields, ...facts, personal: { ...document, reason: true } },
        async close(unit, id) {
          await voidOpen(unit, id, 'erasure')
          return null
        },
        mayGo: () => true,
      },
      securityEvent: {
        does: 'void',
        holds: [
          holdingUntilSecurityEvent(
            'the letter with new secrets after an identification, not sent yet, and the half on paper',
            'void',
            {
              ...{ 'password-recovered': 'none', 'pin-renewed': 'none' },
              ...{ 'sessions-ended': 'none', 'email-changed': 'none', 'suspended-identification': 'none' },
              // To whoever was identified the mailbox of the request gives nothing.
              reissued: 'none',
            },
          ),
        ],
        // The record of an identification takes the place of the one before by itself.
        async void(unit, { accountId, cause }) {
          if (cause !== 'CredentialReenabled') await voidOpen(unit, accountId, cause)
        },
      },
      feed,
      underWay: null,
      files: null,
      carry: null,
      mailEnded: null,
    }
  },
}
