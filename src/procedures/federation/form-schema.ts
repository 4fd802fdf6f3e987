/** What comes from outside about identities: a sign-in as a reader has given it, and what subscriber and office hand in. */
import * as z from 'zod'
import { instantMax } from '../../kernel/index.ts'
import { isRealDate, parseCodiceFiscale, parseMailAddress, parsePersonName } from '../../rules/identity/index.ts'
import { dayField, documentNumberField, nullable } from '../../runtime/document-field.ts'
import { sentBoolean } from '../../runtime/page-fields.ts'
import {
  codiceFiscaleField,
  emptyAsAbsent,
  limitField,
  type Operator,
  operatorField,
  reasonField,
  recordIdField,
  textUpTo,
  tokenField,
} from '../../runtime/schema.ts'
import { type LinkFinding, type LinkProtocol, type LinkScheme, linkProtocols, linkSchemes } from './model.ts'

const error = 'malformed'
const text = z.string({ error: ({ input }) => (input === undefined ? 'required' : 'type') })
const shown = (lengthMax: number) => textUpTo(lengthMax, text).refine((given) => /^[^\p{C}]+$/u.test(given), { error })

/** A sign-in as a reader has given it, looked at once more: whatever did not come from a reader is refused. */
export type SignInGiven = {
  readonly provider: string
  readonly protocol: LinkProtocol
  readonly level: 1 | 2 | 3
  readonly subject: { readonly scheme: LinkScheme; readonly value: string }
  readonly at: number
  readonly person: {
    readonly codiceFiscale: string | null
    readonly personIdentifier: string | null
    readonly surname: string | null
    readonly givenName: string | null
    readonly sex: 'F' | 'M' | null
    readonly birthDate: string | null
  }
  readonly proposals: { readonly email: string | null; readonly pec: string | null }
  readonly findings: readonly LinkFinding[]
}

const isCode = (given: string): boolean => {
  const parsed = parseCodiceFiscale(given)
  return parsed.ok && parsed.value.code === given
}
const isName = (given: string): boolean => {
  const parsed = parsePersonName(given)
  return parsed.ok && parsed.value === given
}
const isAddress = (given: string): boolean => parseMailAddress(given).ok
const checked = (lengthMax: number, is: (given: string) => boolean) => textUpTo(lengthMax, text).refine(is, { error }).nullable()

const findings = z.object({ code: shown(64), attribute: shown(64), stopsLinking: z.boolean({ error }) }, { error })

// More than a reader has ever found are not looked at.
const findingsField = z
  .unknown()
  .transform((given) => (Array.isArray(given) && given.length <= 100 ? given : undefined))
  .pipe(z.array(findings, { error: 'malformed' }))

const identity: z.ZodType<SignInGiven> = z
  .object(
    {
      provider: shown(1024),
      protocol: z.literal(linkProtocols, { error: 'unknown' }),
      level: z.literal([1, 2, 3], { error: 'unknown' }),
      subject: z.object({ scheme: z.literal(linkSchemes, { error: 'unknown' }), value: shown(1024) }, { error: 'required' }),
      at: z.int({ error }).min(0, { error }).max(instantMax, { error }),
      person: z.object(
        {
          codiceFiscale: checked(16, isCode),
          personIdentifier: shown(1024).nullable(),
          surname: checked(256, isName),
          givenName: checked(256, isName),
          sex: z.literal(['F', 'M'], { error }).nullable(),
          birthDate: checked(10, isRealDate),
        },
        { error: 'required' },
      ),
      proposals: z.object({ email: checked(320, isAddress), pec: checked(320, isAddress) }, { error: 'required' }),
      findings: findingsField,
    },
    { error: 'type' },
  )
  // Who has a codice fiscale comes with it; who has none is named by another state.
  .refine(({ protocol, person }) => (protocol === 'eidas') === (person.codiceFiscale === null), {
    error: 'different',
    path: ['person', 'codiceFiscale'],
  })
  .refine(({ protocol, person }) => protocol !== 'eidas' || person.personIdentifier !== null, {
    error: 'required',
    path: ['person', 'personIdentifier'],
  })
  // The subject that is an identifier of the person is that identifier.
  .refine(
    ({ subject, person }) =>
      (subject.scheme !== 'codice-fiscale' || subject.value === person.codiceFiscale) &&
      (subject.scheme !== 'person-identifier' || subject.value === person.personIdentifier),
    { error: 'different', path: ['subject', 'value'] },
  )

/** Who has signed in, and what the service asks. */
export const signInForm: z.ZodType<{
  readonly identity: SignInGiven
  readonly leastLevel: 1 | 2 | 3 | null
  readonly leastAge: number
  readonly locale: 'it' | 'en' | null
}> = z.object(
  {
    identity,
    leastLevel: nullable(z.literal([1, 2, 3], { error }).optional()),
    leastAge: emptyAsAbsent(z.int({ error }).min(0, { error }).max(150, { error }).default(0)),
    locale: nullable(z.literal(['it', 'en'], { error }).optional()),
  },
  { error: 'type' },
)

const placeField = emptyAsAbsent(
  textUpTo(100, z.string({ error: 'type' }), 'malformed')
    .regex(/^\d{4}-\d{2}-\d{2}~[A-Za-z0-9_-]{1,64}$/, { error: 'malformed' })
    .transform((given) => {
      const [day = '', after = ''] = given.split('~')
      return { day, after }
    })
    .optional()
    .transform((place) => place ?? null),
)

/** Which page of the cases. */
export const casesForm: z.ZodType<{
  readonly after: { readonly day: string; readonly after: string } | null
  readonly limit: number
}> = z.object({ after: placeField, limit: limitField }, { error: 'type' })

/** An act of the office on one identity. */
export const unlinkForm: z.ZodType<{ readonly operator: Operator; readonly id: string; readonly reason: string }> = z.object(
  { operator: operatorField, id: recordIdField, reason: reasonField },
  { error: 'type' },
)

/** The kinds of document from which the office takes somebody's codice fiscale. */
export const joinDocumentKinds = [
  'identity-card',
  'passport',
  'driving-licence',
  'residence-permit',
  'tax-code-certificate',
] as const

/** A kind of document from which the office takes somebody's codice fiscale. */
export type FederationDocumentKind = (typeof joinDocumentKinds)[number]

/** The codice fiscale of a person of another state, from a document. */
export const joinForm: z.ZodType<{
  readonly operator: Operator
  readonly id: string
  readonly codiceFiscale: string
  readonly document: { readonly kind: FederationDocumentKind; readonly number: string; readonly issuedOn: string }
  readonly despiteMismatch: boolean
  readonly reason: string
}> = z.object(
  {
    operator: operatorField,
    id: recordIdField,
    codiceFiscale: codiceFiscaleField,
    document: z.object(
      { kind: z.literal(joinDocumentKinds, { error: 'unknown' }), number: documentNumberField, issuedOn: dayField },
      { error: 'required' },
    ),
    despiteMismatch: emptyAsAbsent(sentBoolean(z.boolean({ error }).default(false))),
    reason: reasonField,
  },
  { error: 'type' },
)

/** An identity of the subscriber of a session. */
export const ownForm: z.ZodType<{ readonly token: string; readonly id: string }> = z.object(
  { token: tokenField, id: recordIdField },
  { error: 'type' },
)
