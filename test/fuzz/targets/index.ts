/** The twelve targets by name. */
import type { Target } from '../target.ts'
import { daticert, mime, pdf } from './documents.ts'
import { forms } from './forms.ts'
import { attributes, codiceFiscale, passwords } from './people.ts'
import { policy, requestKeys, storedRows } from './rows.ts'
import { tickets, tokens } from './tokens.ts'

export const targets: { readonly [name: string]: () => Target | Promise<Target> } = {
  forms,
  tickets,
  tokens,
  daticert,
  mime,
  pdf,
  'codice-fiscale': codiceFiscale,
  passwords,
  'stored-rows': storedRows,
  'request-keys': requestKeys,
  policy,
  attributes,
}
