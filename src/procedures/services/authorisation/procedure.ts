/** What the rest of the house knows of authorisations. */
import { diagram } from '../../../kernel/index.ts'
import { holding } from '../../../runtime/account-acts.ts'
import { never } from '../../../runtime/features.ts'
import type { Feed } from '../../../runtime/feed.ts'
import { fields, journalFields } from '../../../runtime/hand-out.ts'
import { day, type Figures, whole } from '../../../runtime/policy.ts'
import type { Procedure, ProcedureParts } from '../../../runtime/procedure.ts'
import { carryAuthorisations } from './carry.ts'
import { authorisationLetters } from './letters.ts'
import { authorisationDecider } from './machine.ts'
import { authorisationMessages } from './messages.ts'
import type { AuthorisationEvent, AuthorisationState } from './model.ts'
import { authorisationMachine } from './schema.ts'

/** How long authorisations are kept. */
export type AuthorisationRetention = {
  /** The authorisations of a person, after the last of them. */
  readonly authorisationMs: number
}

/** What of the policy authorisations need. */
export type AuthorisationSlice = { readonly retention: AuthorisationRetention }

const keeps: Figures<AuthorisationRetention> = { authorisationMs: whole(365 * day) }

const feed: Feed<AuthorisationEvent> = {
  tells: 'events',
  events: {
    AuthorisationGranted: {
      says: 'the office has authorised the person for reserved services, for a body',
      data: ['id', 'fromDay', 'untilDay', 'grantedAt'],
      personal: ['name', 'taxCode'],
    },
    AuthorisationRevoked: {
      says: 'the office has revoked one of the authorisations',
      data: ['id', 'endedAt'],
      personal: ['reason'],
    },
    AuthorisationsTakenOver: {
      says: 'those of another account of the person that hold or will hold are those of this one from now on',
      data: ['takenAt'],
      personal: [],
    },
    AuthorisationsEnded: { says: 'all authorisations of the person have ended', data: ['endedAt', 'cause'], personal: [] },
  },
}

const grant = fields('id', 'services', 'fromDay', 'untilDay', 'grantedAt', 'operator', 'endedAt')

export const authorisationProcedure: Procedure<AuthorisationSlice> = {
  name: 'authorisation',
  figures: null,
  keeps,
  messages: authorisationMessages,
  features: {
    closable: {
      'desk-authorisation': {
        ...{ of: 'office', it: 'autorizzazioni ai servizi riservati', en: 'authorisations for reserved services' },
        operations: ['authorisation/grant'],
      },
    },
    always: {
      'authorisation/revoke': never.safety,
      'authorisation/inspect': never.look,
      'authorisation/list-own': never.look,
    },
  },
  letters: authorisationLetters,
  diagram: () => diagram(authorisationDecider, [{ at: 1_000, by: { kind: 'operator', id: 'operator' } }]),
  open(_runtime, { retention }): ProcedureParts<AuthorisationState, AuthorisationEvent> {
    const kind = authorisationMachine(retention.authorisationMs)
    return {
      kind,
      retention: { end: 'erased', says: '`authorisationMs` after the last of them has ended; one without an end is kept' },
      subject: {
        of: 'account',
        state: { ...fields('status'), grants: grant, personal: { bodies: fields('id', 'name', 'taxCode') } },
        journal: {
          ...{ ...journalFields, ...grant, ...fields('forgets', 'takenAt'), grants: grant },
          personal: { ...fields('name', 'taxCode', 'reason'), bodies: fields('id', 'name', 'taxCode') },
        },
        async close(unit, id) {
          await unit.run(kind, id, { type: 'EndAuthorisations', cause: 'erasure' })
          unit.cancelMail('authorisation', id)
          return null
        },
        mayGo: () => true,
      },
      securityEvent: {
        does: 'nothing',
        why: 'it belongs to the person and the body, and not to the credential',
        holds: [holding('an authorisation for reserved services', 'stays')],
      },
      feed,
      underWay: null,
      files: null,
      carry: carryAuthorisations(kind),
      mailEnded: null,
    }
  },
}
