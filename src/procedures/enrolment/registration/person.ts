/** The person who asks for credentials, as the form of seed 001 gathers it and the checks of `schema.ts` leave it. */
import type { Locale } from '../../../kernel/index.ts'

/** Where a person was born: a municipality of a province, or a foreign state by its ISO 3166-1 alpha-2 code. */
export type Birthplace =
  | { readonly nation: 'IT'; readonly province: string; readonly municipality: string }
  | { readonly nation: string; readonly province: null; readonly municipality: null }

/** The data of the form, checked and in their normal form. Optional texts are empty where they were left out. */
export type RegistrationPerson = {
  /** The surname. Personal data. */
  readonly surname: string

  /** The name. Personal data. */
  readonly name: string
  /** As assigned, 16 upper-case characters. */
  readonly codiceFiscale: string

  /** `F` or `M`, as the codice fiscale says it. */
  readonly sex: 'F' | 'M' | null
  /** Civil day, `YYYY-MM-DD`. */
  readonly birthDate: string

  /** Where the person was born. */
  readonly birth: Birthplace

  /** Whether the person says to be an Italian citizen. */
  readonly italianCitizen: boolean | null

  /** Where the person lives. */
  readonly residence: {
    /** Two letters. */
    readonly province: string
    /** The municipality. */
    readonly city: string
    /** Street and number; empty where left out. */
    readonly address: string
    /** Five digits; empty where left out. */
    readonly postalCode: string
  }

  /** Digits and blanks, with or without a leading `+`. */
  readonly telephone: string

  /** One e-mail address. Personal data. */
  readonly email: string
  /** The requesting body (a public administration or a manager of public services), for whom the service is reserved. */
  readonly body: {
    /** The name. Personal data. */
    readonly name: string
    /** The tax code of 11 digits. */
    readonly taxCode: string
  } | null

  /** The language of the letters; that of the office where it is left out. */
  readonly locale: Locale
}

/**
 * The form of seed 001 as a page sends it; what is starred there is not optional here. An optional field may also be null or blank.
 * Keys that are not listed are dropped.
 */
export type RegistrationForm = {
  /** The surname. Personal data. */
  readonly surname: string

  /** The name. Personal data. */
  readonly name: string
  /** Lower case, blanks around it and omocodia are accepted. */
  readonly codiceFiscale: string

  /** `F` or `M`, as the codice fiscale says it. */
  readonly sex?: 'F' | 'M' | '' | null
  /** `YYYY-MM-DD`. */
  readonly birthDate: string

  /** Whether the person says to be an Italian citizen; also as a page sends it. */
  readonly italianCitizen?: boolean | 'true' | 'false' | 'on' | '' | null
  /** ISO 3166-1 alpha-2. */
  readonly birthNation: string
  /** Two letters. Asked, with `birthMunicipality`, of people born in Italy (`IT`). */
  readonly birthProvince?: string | null

  /** Asked of whoever was born in Italy (`IT`). */
  readonly birthMunicipality?: string | null
  /** Two letters. */
  readonly residenceProvince: string

  /** The municipality of residence. */
  readonly residenceCity: string

  /** Street and number. */
  readonly residenceAddress?: string | null
  /** Five digits. */
  readonly postalCode?: string | null

  /** Digits and blanks, with or without a leading `+`. */
  readonly telephone?: string | null
  /** Where all mail goes, the first half of the PIN included. */
  readonly email: string
  /** The requesting body, with its tax code of 11 digits. */
  readonly body?:
    | {
        /** The name. Personal data. */
        readonly name: string
        /** The tax code of 11 digits. */
        readonly taxCode: string
      }
    | ''
    | null

  /** The answer to the privacy notice: a request is taken with `authorised` alone. */
  readonly consent: 'authorised' | 'not-authorised'
  /** Which text of the privacy notice was shown. */
  readonly noticeVersion: string

  /** The language of the letters; that of the office where it is left out. */
  readonly locale?: Locale | '' | null
}
