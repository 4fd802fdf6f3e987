/** A request for credentials in words: where it stands by all that its applicant sees, and what its letters are called. */
import type { Instant, Locale } from './kernel/index.ts'
import type { ApprovalLetterData } from './procedures/enrolment/approval/letters.ts'
import type { RegistrationLetterData } from './procedures/enrolment/registration/letters.ts'
import type { RegistrationView } from './procedures/enrolment/registration/view.ts'
import { untilPhrase } from './rules/civil/index.ts'

type Said = { readonly [L in Locale]: string }

/** The name of a letter to an applicant, as the dossier shows it. */
export type RegistrationLetterName = keyof RegistrationLetterData | keyof ApprovalLetterData

const letters: { readonly [Name in RegistrationLetterName]: Said } = {
  'registration/completed': { it: 'Credenziali della richiesta completata', en: 'Credentials of the completed request' },
  'registration/resubmitted': { it: 'Richiesta integrata e trasmessa di nuovo', en: 'Request corrected and handed in again' },
  'registration/reissued': { it: 'Credenziali emesse di nuovo', en: 'Credentials issued anew' },
  'registration/subscriber-warning': {
    it: 'Avviso di una richiesta di altre credenziali',
    en: 'Notice that other credentials were asked for',
  },
  'approval/approved': { it: 'Richiesta approvata', en: 'Request approved' },
  'approval/rejected': { it: 'Richiesta respinta', en: 'Request rejected' },
  'approval/voided': { it: 'Richiesta chiusa', en: 'Request closed' },
  'approval/lapsed': { it: "Termine per l'integrazione scaduto", en: 'Correction not made in time' },
  'approval/correction-requested': { it: 'Richiesta di integrazione', en: 'Request for a correction' },
}

/**
 * What a page calls a letter of a dossier, such as `Richiesta approvata`. Undefined for any other name or language. Total over any value.
 *
 * @example
 * letterName('approval/approved', 'en')  // 'Request approved'
 */
export function letterName(name: string, locale: Locale): string | undefined {
  if (typeof name !== 'string' || !Object.hasOwn(letters, name) || (locale !== 'it' && locale !== 'en')) return undefined
  return letters[name as RegistrationLetterName][locale]
}

/** What the sentence is made of: the view of `registration.inspect` has all of it. */
export type RegistrationShown = Pick<RegistrationView, 'status' | 'lapsesAt' | 'decision' | 'wanted'>

const term = (lapsesAt: Instant | null, locale: Locale): string => (lapsesAt === null ? '' : ` ${untilPhrase(lapsesAt, locale)}`)

function sentence({ status, lapsesAt, decision, wanted }: RegistrationShown): Said | undefined {
  // The request itself stays completed once the office has decided.
  if (decision?.outcome === 'approved') {
    return { it: "L'ente ha approvato la richiesta.", en: 'The office has approved the request.' }
  }
  if (decision?.outcome === 'rejected') {
    return { it: "L'ente ha respinto la richiesta.", en: 'The office has rejected the request.' }
  }
  switch (status) {
    case 'drafting':
      return wanted === null
        ? {
            it: `La richiesta è da completare: può farlo${term(lapsesAt, 'it')}.`,
            en: `The request is to be completed: you can do so${term(lapsesAt, 'en')}.`,
          }
        : {
            it: `L'ente ha chiesto di integrare la richiesta: può farlo${term(lapsesAt, 'it')}.`,
            en: `The office has asked for a correction of the request: you can make it${term(lapsesAt, 'en')}.`,
          }
    case 'completed':
      return {
        it: "La richiesta è stata trasmessa all'ente, che non ha ancora deciso.",
        en: 'The request was handed to the office, which has not decided yet.',
      }
    case 'withdrawn':
      return { it: 'La richiesta è stata ritirata.', en: 'The request was withdrawn.' }
    case 'lapsed':
      return {
        it: "Il termine per completare la richiesta è scaduto: occorre presentarne un'altra.",
        en: 'The request was not completed in time: another one has to be made.',
      }
    case 'void':
      return { it: 'La richiesta non è più valida.', en: 'The request is void.' }
  }
}

/**
 * Where a request for credentials stands, in one sentence: `registrationText(view, 'it')` of what `registration.inspect` shows. It takes the decision
 * of the office into account, after which the status is still `completed`. Undefined for what is no such view or language. Total over any value.
 *
 * @example
 * const view = unwrap(await sportello.registration.inspect(ticket))
 * const sentence = registrationText(view, 'it')
 */
export function registrationText(view: RegistrationShown, locale: Locale): string | undefined {
  try {
    return locale === 'it' || locale === 'en' ? sentence(view)?.[locale] : undefined
  } catch {
    return undefined
  }
}
