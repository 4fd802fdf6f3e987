/** A person who cannot sign in and asks the office for a change of PEC. */
import type { AssistanceForm, Mail, Operator } from 'sportello'
import { accepted, anna, type Counter, freshPdf, operator, subscribed } from '../../support/counter.ts'

export const oldPec = 'anna.verdi@pec.example.it'
export const newPec = 'anna.verdi@nuovapec.example.it'
export const contact = 'anna.altrove@example.it'
export const colleague: Operator = { id: 'operator-2', codiceFiscale: 'BNCLRA75B50F205K' }

/** The questionnaire as Anna fills it in. */
export const questionnaire: AssistanceForm = {
  path: ['private-area', 'pec-change', 'no'],
  surname: 'Verdi',
  name: 'Anna',
  codiceFiscale: anna.codiceFiscale,
  oldPec,
  pec: newPec,
  confirmation: newPec,
  email: contact,
  telephone: '011 000000',
  documentType: 'identity-card',
  documentNumber: 'CA00000AA',
  documentIssuer: 'Comune di Torino',
  documentExpiresOn: '2030-01-01',
  fileName: 'card.pdf',
  note: 'Casella chiusa dal gestore',
  noticeVersion: '2026-01',
  locale: 'it',
}

/** The request is filed. */
export async function filed({ sportello }: Counter, change: object = {}, content: Uint8Array = freshPdf()) {
  return accepted(await sportello.assistance.open({ ...questionnaire, ...change }, content))
}

/** Anna has a credential, has a PEC in force and no other mail on its way. */
export async function subscribedWithPec(counter: Counter) {
  const person = await subscribed(counter)
  const { codiceFiscale } = anna
  accepted(await counter.sportello.addresses.setPec({ operator, codiceFiscale, pec: oldPec, reason: 'Dal registro' }))
  await counter.sportello.relay()
  forgetMail(counter)
  return person
}

/** What a decision of the operator names. */
export async function decisionOn({ sportello }: Counter, id: string, by: Operator = operator) {
  const { digest } = accepted(await sportello.assistance.dossier({ operator: by, id }))
  return { operator: by, id, dossierDigest: digest }
}

/** The token in the mail with the link that was sent last. */
export function linkToken({ mailer }: Counter): string {
  const texts = mailer.sent.map(({ text }) => /pec-change#token=(\S+)/.exec(text)?.[1] ?? '')
  return texts.filter((token) => token !== '').at(-1) ?? ''
}

/** What was sent so far is looked at no more. */
export function forgetMail({ mailer }: Counter): void {
  // The list is the mailer's own.
  ;(mailer.sent as Mail[]).length = 0
}

/** What was mailed to whom, in any order. */
export function mailed({ mailer }: Counter) {
  return mailer.sent.map(({ to, channel, subject }) => `${to.address} (${channel}): ${subject}`).sort()
}
