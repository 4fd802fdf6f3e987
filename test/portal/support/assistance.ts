/** Requests for assistance, by calls of the library. */
import { type AssistanceForm, type RegistrationForm, unwrap } from 'sportello'
import { samplePdf } from 'sportello/testing'
import { operator } from '../../../examples/portal/setting/people.ts'
import type { Town } from '../../../examples/portal/setting/town.ts'
import { somebody } from './applicants.ts'
import type { Visit } from './world.ts'

/** The answers that lead to the questionnaire. */
export const path = ['private-area', 'pec-change', 'no'] as const

/** What somebody fills in who has lost the PEC. */
export function questionnaireOf({ surname, name, codiceFiscale, email }: RegistrationForm): AssistanceForm {
  const pec = email.replace('@', '@pec.')
  return {
    ...{ path, surname, name, codiceFiscale, email, pec, confirmation: pec },
    ...{ documentType: 'identity-card', documentNumber: 'CA00000AA', documentExpiresOn: '2040-01-31', noticeVersion: '1' },
  }
}

export async function askForHelp({ sportello: { assistance } }: Town, form = somebody()) {
  return unwrap(await assistance.open(questionnaireOf(form), samplePdf(form.email)))
}

/** What the office decides on it. */
export async function decide({ sportello: { assistance } }: Town, id: string, decision: 'approve' | 'reject'): Promise<void> {
  const { digest } = unwrap(await assistance.dossier({ operator, id }))
  const on = { operator, id, dossierDigest: digest }
  if (decision === 'approve') unwrap(await assistance.approve(on))
  else unwrap(await assistance.reject({ ...on, reason: 'Il documento non è della persona che chiede il cambio.' }))
}

/** The browser has the request open. */
export async function opensHelp({ context, world, go }: Visit, { ticket }: { readonly ticket: string }): Promise<void> {
  await context.addCookies([{ name: 'assistance', value: ticket, url: world.town.url, httpOnly: true }])
  await go('/assistance/status')
}
