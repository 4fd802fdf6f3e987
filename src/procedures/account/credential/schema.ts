/** What comes from outside into a credential, and how its record is stored. */
import * as z from 'zod'
import type { Machine } from '../../../runtime/record.ts'
import {
  codiceFiscaleField,
  emptyAsAbsent,
  type Operator,
  operatorField,
  readStored,
  reasonField,
  tokenField,
  typedField,
} from '../../../runtime/schema.ts'
import type { CredentialEvent } from './events.ts'
import { exampleCredential } from './example.ts'
import { announcementAt, endOf } from './expiry.ts'
import { credentialDecider } from './machine.ts'
import type { CredentialCommand, CredentialPolicy, CredentialRefusal, CredentialState } from './model.ts'

export const changePasswordForm: z.ZodType<{
  readonly token: string
  readonly current: string
  readonly next: string
  readonly confirmation: string
}> = z.object({ token: tokenField, current: typedField, next: typedField, confirmation: typedField }, { error: 'type' })

export const revokeForm: z.ZodType<{
  readonly token: string
  readonly pin: string | null
  readonly password: string | null
  readonly reason: string
}> = z.object(
  { token: tokenField, pin: typedField.nullable(), password: typedField.nullable(), reason: reasonField },
  { error: 'type' },
)

/** An act of the office, with the cause. */
export const officeSuspensionForm: z.ZodType<{
  readonly operator: Operator
  readonly codiceFiscale: string
  readonly reason: string
  readonly cause: 'theft-suspected' | 'office'
}> = z.object(
  {
    operator: operatorField,
    codiceFiscale: codiceFiscaleField,
    reason: reasonField,
    cause: emptyAsAbsent(z.literal(['theft-suspected', 'office'], { error: 'malformed' }).default('office')),
  },
  { error: 'type' },
)

export const ownReasonForm: z.ZodType<{ readonly token: string; readonly reason: string }> = z.object(
  { token: tokenField, reason: reasonField },
  { error: 'type' },
)

const text = z.string()
const instant = z.number()
const maybe = instant.nullable()
const attempts = z.strictObject({ failures: z.number(), pinFailures: z.number(), spentUntil: instant, toldAt: instant })
const personal = z
  .strictObject({
    codiceFiscale: text.nullable(),
    surname: text,
    name: text,
    birthDate: text,
    email: text.nullable(),
    registeredWith: text.nullable(),
    locale: z.literal(['it', 'en']),
    pin: text,
    password: text,
    history: z.array(text),
    earlier: z.strictObject({ email: text, until: instant }).nullable(),
    replaced: z.strictObject({ email: text, until: instant }).nullable(),
  })
  .nullable()
const issued = {
  securityVersion: z.number(),
  linkVersion: z.number(),
  issuedAt: instant,
  registrationId: text.nullable(),
  imported: z.strictObject({ batch: text, digest: text }).nullable(),
  expiresAt: maybe,
  disuseAt: maybe,
  lastUsedAt: maybe,
  passwordChangedAt: maybe,
  liftedAt: instant,
  signIns: z.number(),
  devices: z.array(text),
  told: z.literal(['nothing', 'ending', 'ended']),
  attempts,
  personal,
}
const suspension = {
  cause: z.literal(['wrong-pins', 'theft-suspected', 'office', 'identification-due']),
  by: z.literal(['subscriber', 'link', 'office', 'system']),
}
const state: z.ZodType<CredentialState> = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none'), attempts, filler: text, personal: z.null() }),
  z.strictObject({ status: z.literal('temporary'), ...issued, temporaryUntil: instant }),
  z.strictObject({ status: z.literal('active'), ...issued }),
  z.strictObject({ status: z.literal('federated'), ...issued }),
  z.strictObject({
    status: z.literal('suspended'),
    ...issued,
    ...suspension,
    suspendedAt: instant,
    temporaryUntil: maybe,
    hasSecrets: z.boolean(),
  }),
  z.strictObject({ status: z.literal('revoked'), ...issued, revokedAt: instant }),
])

const personalText = JSON.stringify(exampleCredential.personal)

/** Reads the credential of nobody: what is stored of a subscriber takes no longer. What is read of nobody's own row is left out. */
function readNobody(): void {
  readStored(state, { ...exampleCredential, personal: JSON.parse(personalText) })
}

export type CredentialMachine = Machine<CredentialState, CredentialCommand, CredentialEvent, CredentialRefusal>

/** How long what is over is kept, ms: a credential after its end, and the attempts on an account that does not exist. */
type Retention = { readonly credentialMs: number; readonly unknownAccountMs: number }

/** The machine and how its record is stored. */
export function credentialMachine(policy: CredentialPolicy, { credentialMs, unknownAccountMs }: Retention): CredentialMachine {
  return {
    decider: credentialDecider(policy),
    // Until there were accounts without secrets, every account had some.
    upgrades: [(stored) => (stored['status'] === 'suspended' ? { ...stored, hasSecrets: true } : stored)],
    parse(value) {
      const read = readStored(state, value)
      if (read?.status === 'none') readNobody()
      return read
    },
    readNobody,
    // Attempts on an account that nobody has are stored by the same statements as those on an account.
    tags: (current) => (current.status === 'none' ? [] : [`status:${current.status}`]),
    dueAt: (current) => {
      if (current.status === 'none') return current.attempts.spentUntil + unknownAccountMs
      const end = endOf(current)
      const dues = [
        end === null ? null : end + credentialMs,
        announcementAt(policy, current),
        current.personal?.earlier?.until ?? null,
        current.personal?.replaced?.until ?? null,
      ]
      const due = dues.filter((instant) => instant !== null)
      return due.length === 0 ? null : Math.min(...due)
    },
  }
}
