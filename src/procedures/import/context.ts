/** What the use cases of an import work with. */
import type { Places } from '../../ports/index.ts'
import type { AddressesContext } from '../addresses/addresses/context.ts'
import type { ImportMachine } from './schema.ts'

export type ImportContext = AddressesContext & { readonly imports: ImportMachine; readonly places: Places | undefined }
