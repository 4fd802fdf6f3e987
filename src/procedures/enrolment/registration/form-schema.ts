/** What comes from outside into a registration: its form, what is corrected in it, and what goes with a document. */
import * as z from 'zod'
import { oneLine } from '../../../kernel/index.ts'
import { isRealDate } from '../../../rules/identity/calendar-day.ts'
import { parseCodiceFiscale, parseMailAddress, parsePartitaIva } from '../../../rules/identity/index.ts'
import { sentBoolean } from '../../../runtime/page-fields.ts'
import {
  fileNameField,
  givenNameAsked,
  givenNameField,
  hasGivenName,
  placeField,
  streetField,
  surnameField,
  tellRefusal,
  textUpTo,
} from '../../../runtime/schema.ts'
import { eachByItself, inOrderOf, tellAgain } from '../../../runtime/whole-form.ts'
import { documentTypes, type RegistrationDocumentType } from '../wanted.ts'
import type { RegistrationPerson } from './person.ts'

// One line of text: controls and invisible characters removed, ends trimmed. Length is checked before anything is done with it.
const written = z.string({ error: ({ input }) => (input === undefined || input === null ? 'required' : 'type') })
const line = (max: number) => textUpTo(max, written).transform(oneLine)
const required = (max: number) => line(max).refine((text) => text !== '', { error: 'required', abort: true })
const optional = (max: number) =>
  line(max)
    .nullish()
    .transform((text) => text ?? '')
const province = required(100)
  .transform((text) => text.toUpperCase())
  .refine((text) => /^[A-Z]{2}$/.test(text), { error: 'malformed' })
const choice = <const T extends string | boolean>(...values: readonly T[]) =>
  z
    .unknown()
    .optional()
    .transform((value, context): T => {
      const found = values.find((candidate) => candidate === value)
      if (found !== undefined) return found
      context.addIssue({
        code: 'custom',
        message: value === undefined || value === null || value === '' ? 'required' : 'malformed',
      })
      return z.NEVER
    })
const maybe = <T>(schema: z.ZodType<T>) =>
  z
    .unknown()
    .optional()
    .transform((value, context): T | null => {
      if (value === undefined || value === null || value === '') return null
      const parsed = schema.safeParse(value)
      if (parsed.success) return parsed.data
      parsed.error.issues.forEach(tellAgain(context))
      return z.NEVER
    })

// A part of the form of which nothing is filled in was left out: that is how a page sends it.
const filledIn = <Name extends string, T>(names: readonly Name[], shape: { readonly [N in Name]: z.ZodType<T> }) => {
  const isFilled = (value: unknown): boolean => value !== undefined && value !== null && value !== ''
  const isEmpty = (part: unknown): boolean =>
    Object.prototype.toString.call(part) === '[object Object]' &&
    typeof part === 'object' &&
    part !== null &&
    !names.some((name) => isFilled(Reflect.get(part, name)))
  return z
    .unknown()
    .optional()
    .transform((part) => (isEmpty(part) ? null : part))
    .pipe(maybe(z.object(shape, { error: 'type' })))
}

// As typed: a check after cleaning would let through what it should refuse.
const verbatim = (max: number) =>
  textUpTo(max, written).refine((text) => oneLine(text) !== '', { error: 'required', abort: true })

const codiceFiscale = verbatim(100).transform((text, context) => {
  const parsed = parseCodiceFiscale(text)
  return parsed.ok ? parsed.value.code : tellRefusal(context, parsed.refusal)
})

const mailAddress = verbatim(320).transform((text, context) => {
  const parsed = parseMailAddress(text)
  return parsed.ok ? parsed.value.address : tellRefusal(context, parsed.refusal)
})

// The stars of the form: province and municipality are asked of people born in Italy.
const italianBirthplace = z.object({ birthProvince: province, birthMunicipality: placeField })

/** Two letters; of the one state that most people write, its name too. */
const nation = required(100)
  .transform((text) => (/^ital(ia|y)$/i.test(text) ? 'IT' : text.toUpperCase()))
  .refine((text) => /^[A-Z]{2}$/.test(text), { error: 'malformed' })

/** Where the state is not known yet, what stands in the other two is judged all the same: all of the birthplace is told at once. */
const anyBirthplace = z.object({ birthProvince: maybe(province), birthMunicipality: maybe(placeField) })

const birth = z
  .object({
    birthNation: z.unknown().optional(),
    birthProvince: z.unknown().optional(),
    birthMunicipality: z.unknown().optional(),
  })
  .transform(({ birthNation, ...rest }, context): RegistrationPerson['birth'] => {
    const state = z.object({ birthNation: nation }).safeParse({ birthNation })
    if (state.success && state.data.birthNation !== 'IT')
      return { nation: state.data.birthNation, province: null, municipality: null }
    const place = italianBirthplace.safeParse(rest)
    if (state.success && place.success)
      return { nation: 'IT', province: place.data.birthProvince, municipality: place.data.birthMunicipality }
    const others = state.success ? place : anyBirthplace.safeParse(rest)
    for (const { error } of [state, others]) error?.issues.forEach(tellAgain(context))
    return z.NEVER
  })

const formFields = {
  surname: surnameField,
  name: givenNameField,
  codiceFiscale,
  sex: maybe(choice('F', 'M')),
  birthDate: verbatim(40).refine(isRealDate, { error: 'malformed' }),
  italianCitizen: maybe(sentBoolean(choice<boolean>(true, false))),
  residenceProvince: province,
  residenceCity: placeField,
  residenceAddress: streetField,
  postalCode: optional(40).refine((text) => text === '' || /^[0-9]{5}$/.test(text), { error: 'malformed' }),
  telephone: optional(40).refine((text) => text === '' || /^\+?[0-9 ]{4,20}$/.test(text), { error: 'malformed' }),
  email: mailAddress,
  body: filledIn(['name', 'taxCode'], {
    name: required(200),
    taxCode: required(40).refine((text) => parsePartitaIva(text).ok, { error: 'malformed' }),
  }),
  consent: choice('authorised', 'not-authorised').refine((answer) => answer === 'authorised', { error: 'not-authorised' }),
  noticeVersion: required(100),
  locale: maybe(choice('it', 'en')),
}
const fields = z.object(eachByItself(formFields), { error: 'type' }).refine(hasGivenName, givenNameAsked)

// The birthplace is read by a schema of its own, and stands on the page where a person is asked for it.
const fieldOrder = Object.keys(formFields).flatMap((name) =>
  name === 'residenceProvince' ? ['birthNation', 'birthProvince', 'birthMunicipality', name] : [name],
)

/** The form as it is read: cleaned, canonical, complete. */
export type RegistrationFormData = {
  readonly person: Omit<RegistrationPerson, 'locale'> & { readonly locale: RegistrationPerson['locale'] | null }
  readonly noticeVersion: string
}

const wholeForm: z.ZodType<RegistrationFormData> = z.unknown().transform((value, context) => {
  const rest = fields.safeParse(value)
  const born = birth.safeParse(value)
  if (!rest.success) rest.error.issues.forEach(tellAgain(context))
  // That the whole is no form has been said by the other fields.
  if (!born.success) born.error.issues.filter(({ path }) => path.length > 0).forEach(tellAgain(context))
  if (!rest.success || !born.success) return z.NEVER
  const { noticeVersion, residenceProvince, residenceCity, residenceAddress, postalCode, consent: _, ...person } = rest.data
  const residence = { province: residenceProvince, city: residenceCity, address: residenceAddress, postalCode }
  return { person: { ...person, birth: born.data, residence }, noticeVersion }
})

/** The form of seed 001: every problem of every field at once, in the order of the page. Keys that it does not know are dropped. */
export const registrationForm: z.ZodType<RegistrationFormData> = inOrderOf(fieldOrder, wholeForm)

// What is left out or blank stays as it is, as in every form; what is there is read like the form's own field.
const ifGiven = <T>(schema: z.ZodType<T>) =>
  z
    .unknown()
    .optional()
    .transform((value, context): T | undefined => {
      if (value === undefined || value === null || value === '') return undefined
      const parsed = schema.safeParse(value)
      if (parsed.success) return parsed.data === null || parsed.data === '' ? undefined : parsed.data
      parsed.error.issues.forEach(tellAgain(context))
      return z.NEVER
    })

const { consent: _, noticeVersion: __, ...correctable } = formFields
const given = Object.fromEntries(Object.entries(correctable).map(([field, schema]) => [field, ifGiven<unknown>(schema)]))

/** A correction: the fields of the form that are given, cleaned. Whether they were asked for is not looked at. */
export const correctionForm: z.ZodType<{ readonly [field: string]: unknown }> = z.object(
  {
    ...given,
    birthNation: ifGiven(required(100)),
    birthProvince: ifGiven(maybe(province)),
    birthMunicipality: ifGiven(maybe(placeField)),
  },
  { error: 'type' },
)

/** What goes with an uploaded file. `other` needs a description. */
export const documentForm: z.ZodType<{
  readonly type: RegistrationDocumentType
  readonly description: string
  readonly name: string
}> = z
  .object({ type: choice(...documentTypes), description: optional(200), name: fileNameField }, { error: 'type' })
  .refine(({ type, description }) => type !== 'other' || description !== '', { error: 'required', path: ['description'] })
