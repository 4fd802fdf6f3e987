/** What the rest of the house knows of changes of the private address. */

import { diagram, type Holdable, type HoldEvent } from '../../../kernel/index.ts'
import { parseMailAddress } from '../../../rules/identity/index.ts'
import { holdingUntilSecurityEvent } from '../../../runtime/account-acts.ts'
import { never } from '../../../runtime/features.ts'
import { type Feed, holdFeed } from '../../../runtime/feed.ts'
import { day, type Figure, type Figures, invalidFigure, whole } from '../../../runtime/policy.ts'
import type { Procedure, ProcedureParts } from '../../../runtime/procedure.ts'
import { linkedFeed, linkedParts } from '../linked-change/parts.ts'
import { emailChangeLetters } from './letters.ts'
import { emailChangeDecider } from './machine.ts'
import { emailChangeMessages } from './messages.ts'
import type { EmailChangeEvent, EmailChangePolicy, EmailChangeState } from './model.ts'
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

const feed: Feed<EmailChangeEvent | HoldEvent> = {
  tells: 'events',
  events: {
    ...holdFeed,
    ChangeRequested: { says: 'a link was mailed to the new mailbox', data: ['requestedAt'], personal: ['email'] },
    ...linkedFeed,
  },
}

export const emailChangeProcedure: Procedure<EmailChangeSlice> = {
  name: 'email-change',
  figures,
  keeps: {},
  messages: emailChangeMessages,
  features: {
    closable: {
      'email-change': {
        ...{ of: 'citizen', it: "variazione dell'indirizzo e-mail privato", en: 'change of the private e-mail address' },
        operations: ['email-change/request', 'email-change/resend'],
      },
      'email-validation': {
        ...{ of: 'citizen', it: "validazione dell'indirizzo e-mail privato", en: 'validation of the private e-mail address' },
        operations: ['email-change/confirm'],
      },
    },
    always: {
      'email-change/inspect-by-link': never.look,
      'email-change/inspect-own': never.look,
      'email-change/cancel': never.giveUp,
    },
  },
  letters: emailChangeLetters,
  diagram: ({ emailChange }) =>
    diagram(emailChangeDecider(emailChange), [
      { at: 1_000, by: { kind: 'system' } },
      { at: 1_000_000_000_000, by: { kind: 'system' } },
    ]),
  open(_runtime, policy): ProcedureParts<EmailChangeState & Holdable, EmailChangeEvent | HoldEvent> {
    const kind = emailChangeMachine(policy.emailChange, policy.retention.closedMs)
    const handsOut = { state: ['emailId'], journal: ['emailId'], link: [], personal: ['email'], personalInJournal: ['email'] }
    return {
      kind,
      ...linkedParts<EmailChangeState & Holdable>({
        kind: 'email-change',
        slot: 'email',
        run: (unit, id, command) => unit.run(kind, id, command),
        isOver: (state, at) =>
          !kind.decider.decide(state, { type: 'VoidChange', cause: 'erasure' }, { at, by: { kind: 'system' } }).ok,
        handsOut,
        holds: [
          holdingUntilSecurityEvent('an open change of the private address, with its link', 'void', {
            reissued: 'none',
            'email-changed': 'ends',
          }),
        ],
      }),
      feed,
      carry: null,
      mailEnded: null,
    }
  },
}
