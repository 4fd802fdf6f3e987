/** The fields of the form as a person has filled them in, and what has changed between two fillings. */
import type { RegistrationForm, RegistrationPerson } from './person.ts'

/** What a field holds: null or empty where it was left out. */
export type RegistrationFieldValue = string | boolean | null | { readonly name: string; readonly taxCode: string }

/** The form that leads to this person. */
export function formOf(
  person: RegistrationPerson,
  noticeVersion: string,
): Filled & Pick<RegistrationForm, 'consent' | 'noticeVersion'> {
  return { ...valuesOf(person), consent: 'authorised', noticeVersion }
}

type Filled = {
  readonly [Field in Exclude<keyof RegistrationForm, 'consent' | 'noticeVersion'>]-?: NonNullable<RegistrationForm[Field]> | null
}

/** What each field of the form holds, in its order. */
export function valuesOf({ birth, residence, ...person }: RegistrationPerson): Filled {
  const { surname, name, codiceFiscale, sex, birthDate, italianCitizen, telephone, email, body, locale } = person
  return {
    surname,
    name,
    codiceFiscale,
    sex,
    birthDate,
    italianCitizen,
    birthNation: birth.nation,
    birthProvince: birth.province,
    birthMunicipality: birth.municipality,
    residenceProvince: residence.province,
    residenceCity: residence.city,
    residenceAddress: residence.address,
    postalCode: residence.postalCode,
    telephone,
    email,
    body,
    locale,
  }
}

/** A field whose value has changed. */
export type RegistrationFieldChange = {
  readonly field: keyof Filled
  readonly before: RegistrationFieldValue
  readonly after: RegistrationFieldValue
}

/** The fields that differ, in the order of the form. */
export function changedFields(before: RegistrationPerson, after: RegistrationPerson): readonly RegistrationFieldChange[] {
  const [old, now] = [valuesOf(before), valuesOf(after)]
  // Every key of a form that was filled in is a field.
  return (Object.keys(old) as (keyof Filled)[]).flatMap((field) => {
    const change = { field, before: old[field], after: now[field] }
    return JSON.stringify(change.before) === JSON.stringify(change.after) ? [] : [change]
  })
}
