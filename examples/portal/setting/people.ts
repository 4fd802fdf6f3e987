/** The people of the town: somebody who has credentials, somebody who waits for the office, and somebody who is asked to correct. All are invented. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { type RegistrationForm, unwrap } from 'sportello'
import { sampleApplicant, samplePdf } from 'sportello/testing'
import type { Town } from './town.ts'

/** What somebody signs in with. */
export type Resident = {
  readonly name: string
  readonly codiceFiscale: string
  readonly pin: string
  readonly password: string
}

export const operator = { id: 'l.bianchi', codiceFiscale: 'BNCLCU75C43F205L' }

export const anna: RegistrationForm = sampleApplicant
export const paolo: RegistrationForm = {
  ...sampleApplicant,
  ...{ surname: 'Neri', name: 'Paolo', codiceFiscale: 'NREPLA68H12F839D', sex: 'M', birthDate: '1968-06-12' },
  ...{ birthProvince: 'NA', birthMunicipality: 'Napoli', email: 'paolo.neri@example.it' },
}
export const giulia: RegistrationForm = {
  ...sampleApplicant,
  ...{ surname: 'Conti', name: 'Giulia', codiceFiscale: 'CNTGLI84D61D612G', sex: 'F', birthDate: '1984-04-21' },
  ...{ birthProvince: 'FI', birthMunicipality: 'Firenze', email: 'giulia.conti@example.it' },
}

/** Files a request, as its applicant does. */
export async function file({ sportello: { registration } }: Town, form: RegistrationForm) {
  const opened = unwrap(await registration.open(form))
  const card = { type: 'identity-card', name: 'carta-identita.pdf' }
  unwrap(await registration.addDocument(opened.ticket, card, samplePdf(`Carta d'identita: ${form.name} ${form.surname}`)))
  unwrap(await registration.complete(opened.ticket))
  return opened
}

/** What the newest letter with this pattern says to the address. */
export async function written({ sportello, post }: Town, address: unknown, pattern: RegExp): Promise<string> {
  await sportello.relay()
  for (const { to, text } of await post.letters()) {
    const [, found] = to.includes(String(address)) ? (pattern.exec(text) ?? []) : []
    if (found !== undefined) return found
  }
  throw new Error(`portal: no letter to ${String(address)} has ${pattern.source}`)
}

/** Files a request, has it approved, and changes the temporary password. */
export async function subscribe(town: Town, form: RegistrationForm, password: string): Promise<Resident> {
  const { sportello } = town
  const { id, pinSecondHalf } = await file(town, form)
  const { digest } = unwrap(await sportello.approval.dossier({ operator, id }))
  unwrap(await sportello.approval.approve({ operator, id, dossierDigest: digest }))
  const pin = (await written(town, form.email, /prime 4 cifre: (\d+)/)) + pinSecondHalf
  const current = await written(town, form.email, /Password temporanea: (\S+)/)
  const codiceFiscale = String(form.codiceFiscale)
  const { token } = unwrap(await sportello.session.signIn({ codiceFiscale, pin, password: current }))
  unwrap(await sportello.credential.changePassword({ token, current, next: password, confirmation: password }))
  return { name: `${form.name} ${form.surname}`, codiceFiscale, pin, password }
}

/**
 * Fills an empty town; `path` remembers what its people sign in with, which no counter would. Nobody, where the town has people whom the file does
 * not know.
 */
export async function settle(town: Town, path: string): Promise<readonly Resident[]> {
  const { sportello } = town
  const { lines } = unwrap(await sportello.desk.list({ operator, limit: 1 }))
  if (lines.length > 0) return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as readonly Resident[]) : []
  const people = [await subscribe(town, anna, 'Mandorle.amare7')]
  writeFileSync(path, `${JSON.stringify(people, null, 2)}\n`, { mode: 0o600 })
  await file(town, paolo)
  const { id } = await file(town, giulia)
  const { digest } = unwrap(await sportello.approval.dossier({ operator, id }))
  const reason = 'La copia della carta d’identità non si legge: ne serve un’altra.'
  unwrap(await sportello.approval.requestCorrection({ operator, id, dossierDigest: digest, reason, fields: [], documents: [1] }))
  await sportello.relay()
  return people
}
