/** The person of a dossier as a page shows it: a row for each field that was filled in, with its label and its value in words. */
import type { Locale } from './kernel/index.ts'
import { type RegistrationFieldValue, valuesOf } from './procedures/enrolment/registration/fields.ts'
import type { RegistrationPerson } from './procedures/enrolment/registration/person.ts'
import { isRealDate } from './rules/identity/index.ts'
import { fieldLabel } from './runtime/problem-words.ts'

/** One line of what a request says of its person. All texts are plain text: escape them. */
export type PersonRow = {
  /** The field of the form of the registration; `body.name` and `body.taxCode` of the requesting body. */
  readonly field: string
  /** What the field is called. */
  readonly label: string
  /** What was filled in, in words; never empty. Personal data. */
  readonly value: string
}

type Said = { readonly [L in Locale]: string }

const words: { readonly [field: string]: { readonly [value: string]: Said } } = {
  sex: { F: { it: 'Femminile', en: 'Female' }, M: { it: 'Maschile', en: 'Male' } },
  italianCitizen: { true: { it: 'Sì', en: 'Yes' }, false: { it: 'No', en: 'No' } },
  locale: { it: { it: 'Italiano', en: 'Italian' }, en: { it: 'Inglese', en: 'English' } },
}

/** The name of a state, as the platform has it; the code where it has none. */
function stateName(code: string, locale: Locale): string {
  try {
    return new Intl.DisplayNames([locale], { type: 'region' }).of(code) ?? code
  } catch {
    return code
  }
}

const dayText = (day: string, locale: Locale): string =>
  locale === 'it' && isRealDate(day) ? day.split('-').reverse().join('/') : day

/**
 * What a field of a registration holds, in words: `Femminile`, `Sì`, `Francia`, `31/01/1980`. A province is its code of two letters. Empty where
 * nothing was filled in. For the rows of `personRows`, and for `before` and `after` of the corrections of a dossier.
 *
 * @example
 * fieldValueText('birthDate', '1980-01-01', 'it')  // '01/01/1980'
 */
export function fieldValueText(field: string, value: RegistrationFieldValue, locale: Locale): string {
  if (value === null) return ''
  if (typeof value === 'object') return `${value.name} (${value.taxCode})`
  const text = String(value)
  if (field === 'birthNation') return stateName(text, locale)
  if (field === 'birthDate') return dayText(text, locale)
  const known = Object.hasOwn(words, field) ? words[field] : undefined
  const said = known !== undefined && Object.hasOwn(known, text) ? known[text] : undefined
  return said?.[locale] ?? text
}

/**
 * The rows of the person of a dossier, in the order of the form; what was left out has none. Empty for a person that was erased.
 *
 * @example
 * const { person } = unwrap(await sportello.approval.dossier({ operator, id }))
 * const lines = personRows(person, 'it').map(({ label, value }) => `${label}: ${value}`)
 */
export function personRows(person: RegistrationPerson | null, locale: Locale): readonly PersonRow[] {
  if (person === null) return []
  const { body, ...values } = valuesOf(person)
  const given: readonly (readonly [field: string, value: RegistrationFieldValue])[] = [
    ...Object.entries(values),
    ...(body === null ? [] : Object.entries(body).map(([part, value]) => [`body.${part}`, value] as const)),
  ]
  return given.flatMap(([field, value]) => {
    const text = fieldValueText(field, value, locale)
    return text === '' ? [] : [{ field, label: fieldLabel(field, locale) ?? field, value: text }]
  })
}
