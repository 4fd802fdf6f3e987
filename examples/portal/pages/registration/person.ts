/** The fields of the person who asks for credentials: how each is asked, for the form and for a correction of it. */
import type { Html, Part } from '../../../html.ts'
import type { Choice, Fields, Given } from '../../web/fields.ts'
import type { Kit } from '../../web/kit.ts'
import { birthProvinceChoice, nationChoice, provinceChoice } from './places.ts'

/** One way to ask for each field. */
export type PersonFields = {
  /** `more` stands over what is always asked of the field. */
  readonly ask: (shown: Fields, path: string, more?: Given) => Html
  /** Several beside each other. */
  readonly row: (shown: Fields, ...paths: readonly string[]) => Part
}

export function personFields({ t, locale, field, select, row }: Kit): PersonFields {
  const sexes: Choice = [
    ['F', t('femminile', 'female')],
    ['M', t('maschile', 'male')],
  ]
  const yesOrNo: Choice = [
    ['true', t('sì', 'yes')],
    ['false', t('no', 'no')],
  ]
  const choices: { readonly [path: string]: Choice } = {
    ...{ sex: sexes, italianCitizen: yesOrNo, birthNation: nationChoice(locale) },
    ...{ birthProvince: birthProvinceChoice, residenceProvince: provinceChoice },
  }
  const inItaly = t(
    'Obbligatorio per chi è nato in Italia, vuoto per gli altri.',
    'Required of people born in Italy, empty for others.',
  )
  const half = { columns: 6 } as const
  const asked: { readonly [path: string]: Given } = {
    surname: { isRequired: true, ...half },
    name: { isRequired: true, ...half },
    codiceFiscale: {
      ...{ isRequired: true, ...half },
      hint: t('16 lettere e cifre: è sulla tessera sanitaria.', '16 letters and digits: it is on the health card.'),
    },
    sex: half,
    birthDate: { isRequired: true, type: 'date', ...half },
    italianCitizen: half,
    birthNation: { isRequired: true, ...half },
    birthProvince: { hint: inItaly, ...half },
    birthMunicipality: { hint: inItaly, ...half },
    residenceProvince: { isRequired: true, ...half },
    residenceCity: { isRequired: true, autocomplete: 'address-level2', ...half },
    residenceAddress: { hint: t('Via e numero civico.', 'Street and number.'), autocomplete: 'street-address', ...half },
    postalCode: { inputmode: 'numeric', ...half },
    telephone: { type: 'tel', ...half },
    email: {
      ...{ isRequired: true, inputmode: 'email' },
      hint: t(
        'Qui arrivano la password temporanea e la prima parte del PIN: indichi una casella che legge soltanto Lei.',
        'The temporary password and the first part of the PIN are sent here: give a mailbox that nobody but you reads.',
      ),
    },
    'body.taxCode': { inputmode: 'numeric', hint: t('11 cifre.', '11 digits.') },
  }

  const ask: PersonFields['ask'] = (shown, path, more = {}) => {
    const given = { ...asked[path], ...more }
    const offered = choices[path]
    return offered === undefined ? field(shown, path, given) : select(shown, path, offered, given)
  }
  return { ask, row: (shown, ...paths) => row(...paths.map((path) => ask(shown, path))) }
}
