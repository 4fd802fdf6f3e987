/** What an operator records of a person who was identified, and what that person then has in hand. */
import type { IdentificationRecordForm } from 'sportello'
import { accepted, anna, type Counter, morning, operator, readSecrets } from '../../../support/counter.ts'

export const { codiceFiscale } = anna

export const official = { id: 'official-1', codiceFiscale: 'BNCLRA75D55F205D' } as const

/** Anna at the counter, this morning. */
export const atTheCounter: IdentificationRecordForm = {
  operator,
  codiceFiscale,
  identifiedAt: morning,
  point: 'office',
  document: { kind: 'identity-card', number: 'CA 12345-AA', expiresOn: '2030-01-01' },
  reason: 'Both secrets are lost.',
}

/** The letters with new secrets, oldest first: to whom, and what is in them. */
export async function secretLetters({ sportello, mailer }: Counter) {
  await sportello.relay()
  return mailer.sent
    .filter(({ id }) => id.includes('.identification.'))
    .map(({ to, text }) => ({ to: to.address, ...readSecrets(text) }))
}

/** Records it, and reads both channels. */
export async function identified(counter: Counter, form: Partial<IdentificationRecordForm> = {}) {
  const given = { ...atTheCounter, identifiedAt: counter.clock.now(), ...form }
  const { ticket, temporaryUntil } = accepted(await counter.sportello.identification.record(given))
  const { pinSecondHalf } = accepted(await counter.sportello.identification.showPinHalf(ticket))
  const letter = (await secretLetters(counter)).at(-1)
  if (letter === undefined) throw new Error('no letter')
  const { to, password, firstHalf } = letter
  return {
    ticket,
    temporaryUntil,
    to,
    credentials: { codiceFiscale: given.codiceFiscale, password, pin: firstHalf + pinSecondHalf },
  }
}
