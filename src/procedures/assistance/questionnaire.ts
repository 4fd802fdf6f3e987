/** The questionnaire of a change of PEC: what a page sends, and what is kept of it under the questions of the office. */

import { accept, type Locale, type Result, refuse } from '../../kernel/index.ts'
import { cleanDocumentName } from '../../rules/identity/index.ts'
import type { Problem } from '../../runtime/input.ts'
import type { AssistanceDocumentType, AssistancePersonal } from './model.ts'
import type { AssistanceFormData } from './schema.ts'
import { type AssistanceTopicQuestionnaire, isOwnQuestion, optionalFields } from './topics.ts'

/**
 * The questionnaire as a page sends it. What the office's questionnaire requires is not optional here; an optional field may also be
 * null or blank. Keys that are not listed are dropped.
 */
export type AssistanceForm = {
  /** The ids of the options that were chosen: they must lead to a questionnaire. */
  readonly path: readonly string[]

  /** The surname. Personal data. */
  readonly surname: string

  /** The name. Personal data. */
  readonly name: string
  /** Lower case, blanks around it and omocodia are accepted. */
  readonly codiceFiscale: string
  /** The PEC that is no longer of use, as far as the person says. */
  readonly oldPec?: string | null

  /** One PEC address. Personal data. */
  readonly pec: string
  /** The new PEC once more. */
  readonly confirmation: string
  /** Where the answer goes: not the new PEC, which gets nothing but the link. */
  readonly email: string

  /** Digits and blanks, with or without a leading `+`. */
  readonly telephone?: string | null

  /** The kind of the identity document. */
  readonly documentType: AssistanceDocumentType

  /** The number of the identity document. Personal data. */
  readonly documentNumber: string

  /** The authority that issued the identity document. */
  readonly documentIssuer?: string | null
  /** The last day of its course, `YYYY-MM-DD`. */
  readonly documentExpiresOn: string
  /** What the file is called, for people only. */
  readonly fileName?: string

  /** Anything that the applicant adds. */
  readonly note?: string | null
  /** To the office's own questions, by id. */
  readonly answers?: { readonly [id: string]: string } | null
  /** Which text of the privacy notice was shown. */
  readonly noticeVersion: string

  /** The language of the letters; that of the office where it is left out. */
  readonly locale?: Locale | '' | null
}

type Filled = Pick<AssistancePersonal, 'oldPec' | 'telephone' | 'note' | 'answers'> & { readonly documentIssuer: string }

/** What was answered of what the office asks; what it does not ask is dropped. Every required answer that is missing is a problem. */
export function fillIn({ items }: AssistanceTopicQuestionnaire, form: AssistanceFormData): Result<Filled, readonly Problem[]> {
  const own = new Map(Object.entries(form.answers))
  const given = {
    oldPec: form.oldPec?.address ?? '',
    telephone: form.telephone,
    documentIssuer: form.documentIssuer,
    note: form.note,
  }
  const isAsked = (field: string) => items.some(({ id }) => id === field)
  const asked = (field: keyof typeof given): string => (isAsked(field) ? given[field] : '')
  const answers = items.filter(isOwnQuestion).map(({ id }) => ({ id, text: own.get(id) ?? '' }))
  const filled = [
    ...optionalFields.map((id) => ({ id, text: given[id], field: id })),
    ...answers.map((answer) => ({ ...answer, field: `answers.${answer.id}` })),
  ]
  const missing = filled.filter(({ id, text }) => text === '' && items.some((item) => item.id === id && item.isRequired))
  if (missing.length > 0) return refuse(missing.map(({ field }) => ({ field, code: 'required' })))
  return accept({
    oldPec: asked('oldPec'),
    telephone: asked('telephone'),
    documentIssuer: asked('documentIssuer'),
    note: asked('note'),
    answers: answers.filter(({ text }) => text !== ''),
  })
}

/** The questionnaire as it is kept. */
export function personalOf(form: AssistanceFormData, filled: Filled, office: Locale): Omit<AssistancePersonal, 'reason'> {
  const { surname, name: firstName, codiceFiscale, pec, email, documentNumber, documentExpiresOn, fileName, locale } = form
  const { oldPec, telephone, documentIssuer, note, answers } = filled
  return {
    surname,
    name: firstName,
    codiceFiscale,
    oldPec,
    pec: pec.address,
    email: email.address,
    telephone,
    document: {
      number: documentNumber,
      issuer: documentIssuer,
      expiresOn: documentExpiresOn,
      name: cleanDocumentName(fileName),
    },
    note,
    answers,
    locale: locale ?? office,
  }
}
