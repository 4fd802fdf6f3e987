/** The fields of the form of a registration: which are required, how each is written, and which are choices. */
import { type Html, html } from './html.ts'
import type { Fields, PageKit } from './page-kit.ts'

/** How a page asks for the person. */
export type PersonFields = {
  readonly inputOf: (shown: Fields, path: string) => Html
  /** The fields of the requesting body. */
  readonly body: readonly string[]
}

const asked: ReadonlySet<string> = new Set([
  ...['surname', 'name', 'codiceFiscale', 'birthDate', 'birthNation', 'residenceProvince', 'residenceCity'],
  'email',
])

/** The fields in the language of one office. */
export function personFields({ t, field, choice }: PageKit): PersonFields {
  const inItaly = t('solo per chi è nato in Italia', 'only of people born in Italy')
  const hints: { readonly [path: string]: string } = {
    birthNation: t('sigla di due lettere, come IT', 'code of two letters, such as IT'),
    birthProvince: t(`sigla di due lettere, come RM; ${inItaly}`, `code of two letters, such as RM; ${inItaly}`),
    birthMunicipality: inItaly,
    residenceProvince: t('sigla di due lettere, come RM', 'code of two letters, such as RM'),
  }
  const choices: { readonly [path: string]: readonly (readonly [value: string, words: string])[] } = {
    sex: [
      ['F', t('femminile', 'female')],
      ['M', t('maschile', 'male')],
    ],
    italianCitizen: [
      ['true', t('sì', 'yes')],
      ['false', t('no', 'no')],
    ],
  }
  return {
    body: ['body.name', 'body.taxCode'],
    inputOf: (shown, path) => {
      const offered = choices[path]
      const given = { isRequired: asked.has(path), hint: hints[path] }
      if (offered !== undefined) return choice(shown, path, offered, given)
      const type = path === 'birthDate' ? 'date' : 'text'
      return html`${field(shown, path, { type, ...given })}`
    },
  }
}
