/** Subscribers who have lost a secret: recoveries and renewals in every status. */
import { accepted, type Counter, operator, subscribed } from '../support/counter.ts'

type Person = Parameters<typeof subscribed>[1]

const chosen = 'Ritrovata.Parola9'
const reason = 'Chiesto allo sportello.'

export async function loseSecrets(counter: Counter, person: () => NonNullable<Person>): Promise<void> {
  const { sportello, mailer } = counter
  const { recovery, pinRenewal, credential } = sportello
  const mailed = async (pattern: RegExp): Promise<string> => {
    await sportello.relay()
    return mailer.sent.flatMap(({ text }) => pattern.exec(text)?.[1] ?? []).at(-1) ?? ''
  }
  const known = async () => (await subscribed(counter, person())).credentials
  const found = await known()
  accepted(await recovery.request(found))
  const token = await mailed(/recovery#token=(\S+)/)
  accepted(await recovery.complete({ token, pin: found.pin, password: chosen, confirmation: chosen }))
  const { codiceFiscale, password } = await known()
  const { pinSecondHalf } = accepted(await pinRenewal.start({ codiceFiscale, password }))
  const pin = `${await mailed(/PIN, prime 4 cifre: (\d{4})/)}${pinSecondHalf}`
  accepted(await pinRenewal.conclude({ codiceFiscale, password, pin }))
  const gone = await known()
  accepted(await recovery.request(gone))
  accepted(await pinRenewal.start({ codiceFiscale: gone.codiceFiscale, password: gone.password }))
  accepted(await credential.revoke({ operator, codiceFiscale: gone.codiceFiscale, reason }))
  const waiting = await known()
  accepted(await recovery.request(waiting))
  accepted(await pinRenewal.start({ codiceFiscale: waiting.codiceFiscale, password: waiting.password }))
  const nobody = person()
  accepted(await recovery.request(nobody))
  accepted(await pinRenewal.start({ codiceFiscale: nobody.codiceFiscale, password }))
  await identifyInPerson(counter, person)
  await rebindToAnother(counter, person)
}

/** A subscriber with another codice fiscale, and back again. */
async function rebindToAnother(counter: Counter, person: () => NonNullable<Person>): Promise<void> {
  const { codiceFiscale } = (await subscribed(counter, person())).credentials
  const { codiceFiscale: newCodiceFiscale } = person()
  const document = { kind: 'tax-code-certificate', number: 'AE202617', issuedOn: '2026-01-01' } as const
  const form = { operator, document, reason, despiteMismatch: true }
  accepted(await counter.sportello.rebinding.rebind({ ...form, codiceFiscale, newCodiceFiscale }))
  accepted(
    await counter.sportello.rebinding.rebind({ ...form, codiceFiscale: newCodiceFiscale, newCodiceFiscale: codiceFiscale }),
  )
}

/** Subscribers who were identified: the half not seen yet, seen, and of no use any more. */
async function identifyInPerson(counter: Counter, person: () => NonNullable<Person>): Promise<void> {
  const { identification, credential } = counter.sportello
  const document = { kind: 'passport', number: 'YA0000000', expiresOn: '2030-01-01' } as const
  const seen = async () => {
    const { codiceFiscale } = (await subscribed(counter, person())).credentials
    const when = { identifiedAt: counter.clock.now(), point: 'office' } as const
    const { ticket } = accepted(await identification.record({ operator, codiceFiscale, ...when, document, reason }))
    return { operator, codiceFiscale, reason, ticket }
  }
  await seen()
  const { ticket } = await seen()
  accepted(await identification.showPinHalf(ticket))
  const { ticket: _, ...gone } = await seen()
  accepted(await credential.revoke(gone))
}
