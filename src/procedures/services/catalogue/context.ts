/** What the use cases of the catalogue work with, and why they may not be served. */
import type { FormRefusal } from '../../../runtime/input.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import type { AccessContext } from './access.ts'
import type { CatalogueRefusal } from './model.ts'

/** The form cannot be taken as it is. */
export type CatalogueFormRefusal = FormRefusal<'catalogue/form'>

/** Every refusal that an operator can meet at the catalogue. */
export type CatalogueApiRefusal = CatalogueFormRefusal | CatalogueRefusal | CommandRefusal

export type CatalogueContext = AccessContext & {
  /** The names that an audience can have. */
  readonly audiences: readonly string[]
  /** The names of what of the host a window can close. */
  readonly features: readonly string[]
}
