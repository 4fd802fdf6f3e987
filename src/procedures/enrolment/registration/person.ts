/** Who asks for credentials, as the form of seed 001 gathers it and the checks of `schema.ts` leave it. */
import type { Locale } from '../../../kernel/index.ts'

/** Where a person was born: a municipality of a province, or a foreign state by its ISO 3166-1 alpha-2 code. */
export type Birthplace =
  | { readonly nation: 'IT'; readonly province: string; readonly municipality: string }
  | { readonly nation: string; readonly province: null; readonly municipality: null }

/** The data of the form, checked and in their normal form. Optional texts are empty where they were left out. */
export type RegistrationPerson = {
  readonly surname: string
  readonly name: string
  /** As assigned, 16 upper-case characters. */
  readonly codiceFiscale: string
  readonly sex: 'F' | 'M' | null
  /** Civil day, `YYYY-MM-DD`. */
  readonly birthDate: string
  readonly birth: Birthplace
  readonly italianCitizen: boolean | null
  readonly residence: { readonly province: string; readonly city: string; readonly address: string; readonly postalCode: string }
  readonly telephone: string
  readonly mail: string
  /** The requesting body (a public administration or a manager of public services), for whom the service is reserved. */
  readonly body: { readonly name: string; readonly taxCode: string } | null
  readonly locale: Locale
}

/**
 * The form of seed 001 as a page sends it; what is starred there is not optional here. An optional field may also be null or blank.
 * Keys that are not listed are dropped.
 */
export type RegistrationForm = {
  readonly surname: string
  readonly name: string
  /** Lower case, blanks around it and omocodia are accepted. */
  readonly codiceFiscale: string
  readonly sex?: 'F' | 'M' | '' | null
  /** `YYYY-MM-DD`. */
  readonly birthDate: string
  readonly italianCitizen?: boolean | '' | null
  /** ISO 3166-1 alpha-2. */
  readonly birthNation: string
  /** Two letters. With `birthMunicipality` asked of who was born in Italy (`IT`). */
  readonly birthProvince?: string | null
  readonly birthMunicipality?: string | null
  /** Two letters. */
  readonly residenceProvince: string
  readonly residenceCity: string
  readonly residenceAddress?: string | null
  /** Five digits. */
  readonly postalCode?: string | null
  readonly telephone?: string | null
  /** Where all mail goes, the first half of the PIN included. */
  readonly mail: string
  /** The requesting body, with its tax code of 11 digits. */
  readonly body?: { readonly name: string; readonly taxCode: string } | '' | null
  readonly consent: 'authorised' | 'not-authorised'
  /** Which text of the privacy notice was shown. */
  readonly noticeVersion: string
  readonly locale?: Locale | '' | null
}
