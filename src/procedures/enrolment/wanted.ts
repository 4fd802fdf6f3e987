/** What the office can ask an applicant to correct: fields of the form, and documents. */

export const documentTypes = ['identity-card', 'driving-licence', 'residence-permit', 'other'] as const

/** The kinds of document that the form of seed 001 offers; `other` carries a description. */
export type RegistrationDocumentType = (typeof documentTypes)[number]

/**
 * The fields that may be corrected, by their names in the form. The codice fiscale is none: another one is another person's account. Nor is
 * the mailbox: the secrets of the request were mailed there. Whoever got one of these wrong withdraws the request and files a new one.
 */
export const correctableFields = [
  'surname',
  'name',
  'sex',
  'birthDate',
  'italianCitizen',
  'birthNation',
  'birthProvince',
  'birthMunicipality',
  'residenceProvince',
  'residenceCity',
  'residenceAddress',
  'postalCode',
  'telephone',
  'body',
] as const

/** A field that the office can ask the applicant to correct. */
export type RegistrationCorrectableField = (typeof correctableFields)[number]

/** A document that the office asks for: the number of a filed one that is to be replaced, or the kind of one that is missing. */
export type RegistrationWantedDocument = number | RegistrationDocumentType

/** What the office has asked for. Both lists may be empty: then the reason alone says it. */
export type Wanted = {
  readonly fields: readonly RegistrationCorrectableField[]
  readonly documents: readonly RegistrationWantedDocument[]
}

const birthplace: readonly RegistrationCorrectableField[] = ['birthNation', 'birthProvince', 'birthMunicipality']

/** Each thing once, in the order of the form. Nation, province and municipality of birth are one place: they are asked together. */
export function wantedOf({ fields, documents }: Wanted): Wanted {
  const asked = fields.some((field) => birthplace.includes(field)) ? [...fields, ...birthplace] : fields
  return { fields: correctableFields.filter((field) => asked.includes(field)), documents: [...new Set(documents)] }
}
