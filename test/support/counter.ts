import {
  createSportello,
  type Operator,
  type PolicyChoice,
  type RegistrationOpened,
  type Sportello,
  type SportelloConfiguration,
} from 'sportello'
import { memoryDocuments, memoryStorage } from 'sportello/memory'
import { fixedClock, memoryProviders, plainPasswordHash, recordingMailer, seededRandom } from 'sportello/testing'
import { minimalPdf } from '../rules/identity/minimal-pdf.ts'

/** 2026-03-10T09:00:00Z, an ordinary Tuesday morning. */
export const morning = Date.UTC(2026, 2, 10, 9)

export const anna = {
  surname: 'Verdi',
  name: 'Anna',
  codiceFiscale: 'VRDNNA80A41L219Z',
  sex: 'F',
  birthDate: '1980-01-01',
  italianCitizen: true,
  birthNation: 'IT',
  birthProvince: 'TO',
  birthMunicipality: 'Torino',
  residenceProvince: 'TO',
  residenceCity: 'Torino',
  residenceAddress: 'Via Prova 1',
  postalCode: '10121',
  telephone: '011 000000',
  email: 'anna.verdi@example.it',
  consent: 'authorised',
  noticeVersion: '2026-01',
} as const

export const operator: Operator = { id: 'operator-1', codiceFiscale: 'RSSMRA70A01H501S' }
export const newPassword = 'Gelato.Turchese7'

export const bytes = (seed: number) => Uint8Array.from({ length: 32 }, (_, i) => (i * 37 + seed * 101 + 13) % 256)

export const keys = { current: 'k1', ring: { k1: bytes(1) }, pseudonym: bytes(2) } as const

export const office = {
  id: 'comune-di-prova',
  name: 'Comune di Prova',
  taxCode: '00743110157',
  locale: 'it',
  links: 'https://servizi.example.it/',
} as const

/** The mailboxes that the providers of a counter have, where a test brings none of its own. */
const schools = ['scuola@pec.istruzione.example.it', 'scuola@waiting.example.it', 'altra@waiting.example.it'].map((mailbox) => ({
  ...{ mailbox, password: newPassword, messages: 0 },
}))

export type Counter = ReturnType<typeof openCounter>

/** A counter in memory, with a clock that stands still, chance that repeats and a mailer that remembers. */
export function openCounter(
  overrides: Partial<SportelloConfiguration> & { readonly policy?: PolicyChoice; readonly seed?: number } = {},
) {
  const { seed = 1, ...given } = overrides
  const clock = fixedClock(morning)
  const mailer = recordingMailer()
  const storage = memoryStorage()
  const documents = memoryDocuments({ clock })
  const { leaving, arriving } = memoryProviders(schools)
  const configuration: SportelloConfiguration = {
    office,
    keys,
    storage,
    documents,
    mailer,
    clock,
    random: seededRandom(seed),
    passwordHash: plainPasswordHash(),
    leavingProvider: leaving,
    arrivingProvider: arriving,
    ...given,
  }
  return { sportello: createSportello(configuration), clock, mailer, storage, documents, configuration }
}

/** The accepted value of a result, or a failing test that shows the refusal. */
export function accepted<T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: unknown },
): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`)
  return result.value
}

/** The code of a refusal, or a failing test that shows what was accepted instead. */
export function refusedCode(
  result: { readonly ok: true } | { readonly ok: false; readonly refusal: { readonly code: string } },
): string {
  if (result.ok) throw new Error(`accepted: ${JSON.stringify(result)}`)
  return result.refusal.code
}

let files = 0

/** A PDF unlike any before. */
export function freshPdf(): Uint8Array {
  files += 1
  return minimalPdf(`Document ${files}`)
}

export async function drafted(sportello: Sportello, form: object = anna): Promise<RegistrationOpened> {
  const opened = accepted(await sportello.registration.open(form as never))
  accepted(await sportello.registration.addDocument(opened.ticket, { type: 'identity-card', name: 'card.pdf' }, minimalPdf()))
  return opened
}

/** What the citizen reads in the mail of a completed registration, in Italian. */
export function readSecrets(text: string): { readonly password: string; readonly firstHalf: string } {
  const password = /Password temporanea: (\S+)/.exec(text)?.[1]
  const firstHalf = /PIN, prime 4 cifre: (\d{4})/.exec(text)?.[1]
  if (password === undefined || firstHalf === undefined) throw new Error(`no secrets in: ${text}`)
  return { password, firstHalf }
}

export async function completed(counter: Counter, form: { readonly codiceFiscale: string; readonly email: string } = anna) {
  const { sportello, mailer } = counter
  const opened = await drafted(sportello, form)
  accepted(await sportello.registration.complete(opened.ticket))
  await sportello.relay()
  // A notice to the same person may have gone out in the same round, before or after.
  const mail = mailer.sent.filter(({ to, text }) => to.address === form.email && text.includes('Password temporanea')).at(-1)
  const { password, firstHalf } = readSecrets(mail?.text ?? '')
  const credentials = { codiceFiscale: form.codiceFiscale, pin: firstHalf + opened.pinSecondHalf, password }
  return { ...opened, credentials }
}

export async function approve({ sportello }: Counter, id: string): Promise<string> {
  const { digest } = accepted(await sportello.approval.dossier({ operator, id }))
  return accepted(await sportello.approval.approve({ operator, id, dossierDigest: digest })).accountId
}

/** An approved applicant who has not signed in yet. */
export async function approved(counter: Counter, form: Parameters<typeof completed>[1] = anna) {
  const filed = await completed(counter, form)
  const accountId = await approve(counter, filed.id)
  await counter.sportello.relay()
  return { ...filed, accountId }
}

/** A subscriber with a password of his own. */
export async function subscribed(counter: Counter, form: Parameters<typeof completed>[1] = anna) {
  const person = await approved(counter, form)
  const { sportello } = counter
  const { token } = accepted(await sportello.session.signIn(person.credentials))
  const { password: current } = person.credentials
  accepted(await sportello.credential.changePassword({ token, current, next: newPassword, confirmation: newPassword }))
  return { ...person, credentials: { ...person.credentials, password: newPassword } }
}

/** Every text that the storage holds: rows, personal parts, journal, outbox. For looking for what must not be there. */
export async function everythingStored(
  { storage }: Counter,
  kinds = [
    ...['registration', 'approval', 'credential', 'session', 'quota', 'request'],
    ...['addresses', 'pec-change', 'email-change', 'pec-claim', 'assistance', 'assignment'],
  ],
) {
  const texts: string[] = []
  for (const kind of kinds) {
    for (let after: string | undefined; ; ) {
      const rows = await storage.list({ office: office.id, kind, limit: 1000, ...(after === undefined ? {} : { after }) })
      for (const row of rows) {
        texts.push(JSON.stringify(row))
        for (const entry of await storage.journal(row.key, { after: 0, limit: 1000 })) texts.push(JSON.stringify(entry))
      }
      after = rows.at(-1)?.key
      if (rows.length < 1000) break
    }
  }
  return texts
}
