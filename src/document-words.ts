/** What pages call the kinds of documents, in Italian and English. */
import type { Locale } from './kernel/index.ts'
import { type AssistanceDocumentType, identityDocumentTypes } from './procedures/assistance/model.ts'
import { documentTypes, type RegistrationDocumentType } from './procedures/enrolment/wanted.ts'
import { type Said, said, wordsOf } from './said.ts'

/** The kinds of document of a registration. */
export const registrationDocumentTypes: readonly RegistrationDocumentType[] = documentTypes

/** The kinds of identity document of a request for assistance. */
export const assistanceDocumentTypes: readonly AssistanceDocumentType[] = identityDocumentTypes

const documents: { readonly [Type in RegistrationDocumentType | AssistanceDocumentType]: Said } = {
  'identity-card': said("Carta d'identità", 'Identity card'),
  passport: said('Passaporto', 'Passport'),
  'driving-licence': said('Patente di guida', 'Driving licence'),
  'residence-permit': said('Permesso di soggiorno', 'Residence permit'),
  other: said('Altro documento', 'Other document'),
}

/**
 * What a page calls a kind of document, such as `Carta d'identità`. Undefined for a kind or a language that the library does not have. Total over
 * any value.
 *
 * @example
 * documentTypeLabel('identity-card', 'en')  // 'Identity card'
 */
export function documentTypeLabel(type: RegistrationDocumentType | AssistanceDocumentType, locale: Locale): string | undefined {
  return wordsOf(documents, type, locale)
}
