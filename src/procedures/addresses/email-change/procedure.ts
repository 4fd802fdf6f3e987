/** What the rest of the house knows of changes of the private address. */
import { availableCommands, diagram } from '../../../kernel/index.ts'
import { parseMailAddress } from '../../../rules/identity/index.ts'
import { fields, journalFields } from '../../../runtime/hand-out.ts'
import { day, type Figure, type Figures, invalidFigure, whole } from '../../../runtime/policy.ts'
import type { Procedure, ProcedureParts } from '../../../runtime/procedure.ts'
import type { Unit } from '../../../runtime/transact.ts'
import { addressesMachine } from '../addresses/schema.ts'
import { emailChangeDecider } from './machine.ts'
import { emailChangeMessages } from './messages.ts'
import type { EmailChangePolicy, EmailChangeState } from './model.ts'
import { emailChangeMachine } from './schema.ts'

/** What of the policy a change of the private address needs. */
export type EmailChangeSlice = {
  readonly emailChange: EmailChangePolicy
  readonly retention: { readonly closedMs: number }
}

const domainsMax = 100

// A domain in another spelling than addresses are compared in would be none that anybody has.
function isDomain(value: unknown): value is string {
  const parsed = typeof value === 'string' ? parseMailAddress(`anybody@${value}`) : null
  return parsed?.ok === true && parsed.value.domain === value
}

const domains: Figure<readonly string[]> = {
  default: [],
  limits: `a list of at most ${domainsMax} domains in lower-case ASCII`,
  read(name, value) {
    const given: readonly unknown[] | null = Array.isArray(value) && value.length <= domainsMax ? [...value] : null
    return given?.every(isDomain) === true ? Object.freeze(given) : invalidFigure(name, `is ${domains.limits}`)
  },
}

const figures: Figures<EmailChangePolicy> = {
  linkLifetimeMs: whole(day),
  // Each one is looked through at every click.
  linksMax: whole(5, { most: 20 }),
  institutionalDomains: domains,
}

const link = fields('number', 'sentAt', 'until')

export const emailChangeProcedure: Procedure<EmailChangeSlice> = {
  name: 'email-change',
  figures,
  keeps: {},
  messages: emailChangeMessages,
  diagram: ({ emailChange }) =>
    diagram(emailChangeDecider(emailChange), [
      { at: 1_000, by: { kind: 'system' } },
      { at: 1_000_000_000_000, by: { kind: 'system' } },
    ]),
  open(_runtime, policy): ProcedureParts<EmailChangeState> {
    const kind = emailChangeMachine(policy.emailChange, policy.retention.closedMs)
    async function voidOpen(unit: Unit, id: string, cause: string): Promise<void> {
      // Refused where it has ended, also by itself.
      const voided = await unit.run(kind, id, { type: 'VoidEmailChange', cause })
      if (voided.ok) unit.cancelMail('email-change', id)
    }
    return {
      kind,
      retention: { end: 'erased', says: '`closedMs` after it has ended, or its term has' },
      subject: {
        of: 'tag',
        state: {
          ...fields('status', 'accountId', 'securityVersion', 'emailId', 'requestedAt', 'endedAt'),
          links: link,
          personal: fields('email'),
        },
        journal: {
          ...journalFields,
          ...fields('accountId', 'securityVersion', 'emailId', 'requestedAt', 'endedAt'),
          link,
          personal: fields('email'),
        },
        async close(unit, id) {
          await voidOpen(unit, id, 'erasure')
          return null
        },
        mayGo: (state, at) => availableCommands(kind.decider, state, { at, by: { kind: 'system' } }).length === 0,
      },
      securityEvent: {
        does: 'void',
        async void(unit, { accountId, cause }) {
          const { changes } = await unit.state(addressesMachine, accountId)
          if (changes.email !== null) await voidOpen(unit, changes.email, cause)
        },
      },
      files: null,
      mailEnded: null,
    }
  },
}
