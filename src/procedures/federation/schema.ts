/** How the record of an identity is stored. */
import * as z from 'zod'
import { romeDate } from '../../rules/civil/index.ts'
import type { Machine } from '../../runtime/record.ts'
import { readStored } from '../../runtime/schema.ts'
import { federationDecider, openCaseOf } from './machine.ts'
import {
  type FederationCommand,
  type FederationEvent,
  type FederationRecordRefusal,
  type FederationState,
  linkProtocols,
  linkQuestions,
  linkSchemes,
} from './model.ts'

const stored = z.string()
const maybe = stored.nullable()
const instant = z.number()
const protocol = z.literal(linkProtocols)
const openCase = z.strictObject({
  question: z.literal(linkQuestions),
  askedAt: instant,
  accountId: stored,
  code: maybe,
  fingerprint: stored,
})
const given = z.strictObject({
  codiceFiscale: maybe,
  personIdentifier: maybe,
  surname: maybe,
  givenName: maybe,
  sex: z.literal(['F', 'M']).nullable(),
  birthDate: maybe,
  locale: z.literal(['it', 'en']),
  findings: z.array(z.strictObject({ code: stored, attribute: stored, stopsLinking: z.boolean() })),
})
const personal = z
  .strictObject({
    provider: stored,
    scheme: z.literal(linkSchemes),
    subject: stored,
    given: given.nullable(),
    reason: maybe,
  })
  .nullable()
const kept = { protocol, accountId: stored, code: maybe, rejected: maybe, personal }
const state: z.ZodType<FederationState> = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none'), personal: z.null() }),
  z.strictObject({ status: z.literal('waiting'), ...kept, openCase }),
  z.strictObject({
    status: z.literal('linked'),
    ...kept,
    linkedAt: instant,
    isExempt: z.boolean(),
    openCase: openCase.nullable(),
  }),
  z.strictObject({ status: z.literal('rejected'), ...kept, endedAt: instant }),
  z.strictObject({ status: z.literal('unlinked'), ...kept, endedAt: instant, by: z.literal(['subscriber', 'office']) }),
])

export type FederationMachine = Machine<FederationState, FederationCommand, FederationEvent, FederationRecordRefusal>

/** The tag of what the office has to decide. */
export const waitingTag = 'waiting'

/** The tag of what the office was asked in a year, a month or on a day of Rome: `2026`, `2026-03`, `2026-03-10`. */
export const askedTag = (period: string): string => `asked:${period}`

/** How long what is over is kept, ms, and how often the account of what is linked is looked at. */
type Retention = { readonly federationCaseMs: number; readonly federationEndedMs: number; readonly credentialMs: number }

/** The machine and how its record is stored. */
export function federationMachine({ federationCaseMs, federationEndedMs, credentialMs }: Retention): FederationMachine {
  return {
    decider: federationDecider,
    // What was stored before bears no tags of its day, nor that of the account that it opens: the sweep gives them.
    upgrades: [(stored) => stored],
    parse: (value) => readStored(state, value),
    tags: (current) => {
      if (current.status === 'none') return []
      const question = openCaseOf(current)
      // The sweep of credentials asks for what still opens an account.
      const opens = current.status === 'linked' && current.personal !== null ? [`opens:${current.accountId}`] : []
      if (question === null) return [`account:${current.accountId}`, ...opens]
      const day = romeDate(question.askedAt)
      return [`open:${current.accountId}`, ...opens, waitingTag, ...[4, 7, 10].map((length) => askedTag(day.slice(0, length)))]
    },
    dueAt: (current) => {
      switch (current.status) {
        case 'none':
          return null
        case 'waiting':
          return current.openCase.askedAt + federationCaseMs
        case 'linked':
          return Math.min(
            current.linkedAt + credentialMs,
            current.openCase === null ? Number.POSITIVE_INFINITY : current.openCase.askedAt + federationCaseMs,
          )
        case 'rejected':
        case 'unlinked':
          return current.endedAt + federationEndedMs
      }
    },
  }
}
