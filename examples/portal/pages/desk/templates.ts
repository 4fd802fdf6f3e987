/** Reasons that an office gives again and again, ready to be chosen. The applicant reads them in the language of his letters. */
import type { Locale } from 'sportello'
import type { Exchange } from 'sportello/express'
import type { Choice } from '../../web/fields.ts'

type Said = { readonly [L in Locale]: string }
const said = (it: string, en: string): Said => ({ it, en })

const unreadable = said(
  'La copia del documento non si legge: ne serve una nitida e intera.',
  'The copy of the document cannot be read: a clear and whole one is needed.',
)
const expired = said(
  'Il documento presentato è scaduto: ne serve uno in corso di validità.',
  'The document that was filed has expired: a valid one is needed.',
)
const foreign = said(
  'Il documento presentato non è della persona indicata nella richiesta.',
  'The document that was filed is not that of the person whom the request names.',
)

const reasons = {
  correction: [
    unreadable,
    expired,
    said(
      'Del documento manca una facciata: servono entrambe, in un solo file.',
      'One side of the document is missing: both are needed, in one file.',
    ),
    said(
      'I dati indicati non corrispondono al documento: vanno controllati e corretti.',
      'The data do not agree with the document: they are to be looked through and corrected.',
    ),
    said(
      'Il luogo di nascita non corrisponde al codice fiscale: va controllato.',
      'The place of birth does not agree with the codice fiscale: it is to be looked through.',
    ),
  ],
  rejection: [
    foreign,
    said(
      'I dati della richiesta non sono quelli del documento presentato.',
      'The data of the request are not those of the document that was filed.',
    ),
    said(
      'La persona ha già credenziali di questo ente, che restano valide.',
      'The person has credentials of this office already, which stay valid.',
    ),
    said('La richiesta ripete un’altra già presentata.', 'The request repeats another one that was filed before.'),
  ],
  assistance: [
    unreadable,
    expired,
    foreign,
    said('I dati indicati non corrispondono a quelli delle credenziali.', 'The data do not agree with those of the credential.'),
  ],
} as const

/** The reasons of a kind of decision, as a list in the language of the reader whose values are in that of the applicant. */
export const templatesOf = (decision: keyof typeof reasons, reader: Locale, applicant: Locale): Choice =>
  reasons[decision].map((reason) => [reason[applicant], reason[reader]])

/** What was typed or, where nothing was, what was chosen: a browser without JavaScript copies nothing into the field. */
export function reasonOf({ text }: Pick<Exchange, 'text'>): string {
  const typed = text('reason')
  return typed.trim() === '' ? text('template') : typed
}
