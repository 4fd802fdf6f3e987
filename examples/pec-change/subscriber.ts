/** A counter in memory with one subscriber: Anna, who is approved, has a password of her own, and a PEC from the office's register. */
import { readFile } from 'node:fs/promises'
import {
  createSportello,
  generateKeys,
  type Instant,
  type Mail,
  type Office,
  parseKeys,
  type RegistrationForm,
  type Sportello,
  unwrap,
} from 'sportello'
import { memoryDocuments, memoryStorage } from 'sportello/memory'
import { mailerByChannel } from 'sportello/smtp'
import { type FixedClock, fixedClock, plainPasswordHash, recordingMailer } from 'sportello/testing'
import form from '../demo/applicant.json' with { type: 'json' }
import { openPecProvider, type PecProvider } from './provider.ts'

/** The clock stands until the play moves it. */
export type Town = {
  readonly sportello: Sportello
  readonly clock: FixedClock
  readonly provider: PecProvider
  /** Lets the relay work; what it has sent since the last time, by whichever way. */
  post(): Promise<readonly Mail[]>
  /** What the subscriber types into a form that asks for the secrets again, with a session of just now. */
  signIn(): Promise<{ readonly token: string; readonly pin: string; readonly password: string }>
  pecInForce(): Promise<string | null>
}

const office: Office = {
  id: 'comune-di-prova',
  name: 'Comune di Prova',
  taxCode: '00743110157',
  locale: 'it',
  links: 'https://servizi.comune-di-prova.example/',
}
const operator = { id: 'm.rossi', codiceFiscale: 'RSSMRA70A01H501S' }
const password = 'Gelato.Turchese7'

/** What a letter says behind a label. */
const valueIn = (text: string, label: string): string => text.split(`${label}: `)[1]?.split('\n')[0] ?? ''

/** Opens the counter and makes its subscriber at the instant. */
export async function openTown(at: Instant, pec: string): Promise<Town> {
  const clock = fixedClock(at)
  const provider = openPecProvider({ name: office.name, address: 'protocollo@pec.comune-di-prova.example' }, clock)
  const mails: Mail[] = []
  // Only what the office sends from a PEC mailbox of its own gives receipts. Ordinary mail goes nowhere here.
  const byChannel = mailerByChannel({ pec: provider.mailer, ordinary: recordingMailer() })
  const sportello = createSportello({
    office,
    keys: parseKeys(generateKeys()),
    storage: memoryStorage(),
    documents: memoryDocuments({ clock }),
    // In a play nobody's secrets are kept; a counter has `nodePasswordHash` of sportello/node.
    passwordHash: plainPasswordHash(),
    mailer: {
      async send(mail) {
        const outcome = await byChannel.send(mail)
        if (outcome === 'sent') mails.push(mail)
        return outcome
      },
    },
    clock,
  })
  const { registration, approval, session, credential, addresses, relay } = sportello

  async function post(): Promise<readonly Mail[]> {
    await relay()
    return mails.splice(0)
  }

  const { codiceFiscale } = form
  const card = await readFile(new URL('../demo/identity-card.pdf', import.meta.url))
  const { id, ticket, pinSecondHalf } = unwrap(await registration.open(form as RegistrationForm))
  unwrap(await registration.addDocument(ticket, { type: 'identity-card', name: 'card.pdf' }, card))
  unwrap(await registration.complete(ticket))
  const [letter] = await post()
  const temporary = valueIn(letter?.text ?? '', 'Password temporanea')
  const pin = valueIn(letter?.text ?? '', 'PIN, prime 4 cifre') + pinSecondHalf
  const { digest } = unwrap(await approval.dossier({ operator, id }))
  unwrap(await approval.approve({ operator, id, dossierDigest: digest }))
  const { token } = unwrap(await session.signIn({ codiceFiscale, pin, password: temporary }))
  unwrap(await credential.changePassword({ token, current: temporary, next: password, confirmation: password }))
  unwrap(await addresses.setPec({ operator, codiceFiscale, pec, reason: 'Dal registro degli indirizzi.' }))
  await post()

  return {
    sportello,
    clock,
    provider,
    post,
    async signIn() {
      const signedIn = unwrap(await session.signIn({ codiceFiscale, pin, password }))
      return { token: signedIn.token, pin, password }
    },
    pecInForce: async () => unwrap(await addresses.inspectAsOffice({ operator, codiceFiscale })).pec,
  }
}
