/** The usual library for codici fiscali, to be compared with. Its types name a default export that it does not have. */
import * as library from 'codice-fiscale-js'

export const peer: {
  readonly check: (code: string) => boolean
  readonly surnameCode: (surname: string) => string
  readonly nameCode: (name: string) => string
} = Reflect.get(library, 'CodiceFiscale')
