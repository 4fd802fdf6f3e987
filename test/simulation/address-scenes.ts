/** Beginnings of what can befall addresses and their links, played once and put back as they were for every fault and every order. */
import type { Mail, Mailer } from 'sportello'
import { decisionOn, filed, questionnaire } from '../procedures/assistance/asking.ts'
import { linkTo, messagesTo, newPec, receiptOf } from '../support/addresses.ts'
import { accepted, anna, type Counter, keys, openCounter, operator, subscribed } from '../support/counter.ts'
import { filed as file, type Scene, scene, type World } from '../support/interleaving.ts'
import { type Row, rowsOf } from '../support/soundness.ts'

const minute = 60_000

export const oldPec = 'anna.verdi@pec.example.it'
export const newMail = 'anna.casa@example.org'
export { newPec, questionnaire }

/** What the office says of somebody's addresses. */
export const about = { operator, codiceFiscale: anna.codiceFiscale, reason: 'Su richiesta.' } as const

export type Subscriber = {
  readonly token: string
  readonly credentials: { readonly codiceFiscale: string; readonly pin: string; readonly password: string }
  /** Everything that a form about an address is signed with. */
  readonly secrets: { readonly token: string; readonly pin: string; readonly password: string }
}

/** A change that was asked for: its first link, and the Message-ID of the mail that carried it. */
export type Changing = Subscriber & {
  readonly id: string
  readonly link: string
  readonly reference: string
  readonly sentAt: number
}

async function signedIn(counter: Counter): Promise<Subscriber> {
  const { credentials } = await subscribed(counter)
  accepted(await counter.sportello.addresses.setPec({ ...about, pec: oldPec }))
  const { token } = accepted(await counter.sportello.session.signIn(credentials))
  await counter.sportello.relay()
  const { pin, password } = credentials
  return { token, credentials, secrets: { token, pin, password } }
}

/** The same on another day, with a session of that day. */
async function signedInAgain({ sportello }: Counter, { credentials }: Subscriber): Promise<Subscriber> {
  const { token } = accepted(await sportello.session.signIn(credentials))
  const { pin, password } = credentials
  return { token, credentials, secrets: { token, pin, password } }
}

async function mailOf({ sportello, mailer }: Counter) {
  await sportello.relay()
  return [...mailer.sent]
}

async function asked(counter: Counter, kind: 'pec' | 'email'): Promise<Changing> {
  const person = await signedIn(counter)
  const { pecChange, emailChange } = counter.sportello
  const sentAt = counter.clock.now()
  const { id } =
    kind === 'pec'
      ? accepted(await pecChange.request({ ...person.secrets, pec: newPec, confirmation: newPec }))
      : accepted(await emailChange.request({ ...person.secrets, email: newMail, confirmation: newMail }))
  const inbox = { mail: () => mailOf(counter) }
  const address = kind === 'pec' ? newPec : newMail
  const link = await linkTo(inbox, address)
  const [reference = ''] = await messagesTo(inbox, address)
  counter.clock.advance(minute)
  return { ...person, id, link, reference, sentAt }
}

/** Somebody with a PEC who is signed in. */
export const subscriber = (): Promise<Scene<Subscriber>> => scene(signedIn)

/** A change that waits for its confirmation. */
export const changing =
  (kind: 'pec' | 'email' = 'pec') =>
  (): Promise<Scene<Changing>> =>
    scene((counter) => asked(counter, kind))

/** A change whose mail waits in the outbox, on the day after it was asked for. */
export const queued = (): Promise<Scene<Subscriber & { readonly id: string }>> =>
  scene(async (counter) => {
    const person = await signedIn(counter)
    const { id } = accepted(await counter.sportello.pecChange.request({ ...person.secrets, pec: newPec, confirmation: newPec }))
    counter.clock.set(Date.UTC(2026, 2, 11, 9))
    return { ...(await signedInAgain(counter, person)), id }
  })

/** A change whose link has arrived, though the relay that sent it was gone before it knew: the mail is due once more. */
export const sentUnnoticed = (): Promise<Scene<Changing>> =>
  scene(async (counter) => {
    const person = await signedIn(counter)
    const { clock, configuration, sportello } = counter
    const sentAt = clock.now()
    const { id } = accepted(await sportello.pecChange.request({ ...person.secrets, pec: newPec, confirmation: newPec }))
    const arrived: Mail[] = []
    const mailer: Mailer = {
      async send(mail) {
        arrived.push(mail)
        throw new Error('its answer was lost')
      },
    }
    const gone = openCounter({ storage: configuration.storage, documents: configuration.documents, mailer, keys, seed: 50 })
    gone.clock.set(sentAt)
    await gone.sportello.relay()
    const inbox = { mail: async () => arrived }
    const link = await linkTo(inbox, newPec)
    const [reference = ''] = await messagesTo(inbox, newPec)
    clock.set(Date.UTC(2026, 2, 11, 9))
    return { ...(await signedInAgain(counter, person)), id, link, reference, sentAt }
  })

/** A change whose click waits for the receipt. */
export const clicked = (): Promise<Scene<Changing>> =>
  scene(async (counter) => {
    const change = await asked(counter, 'pec')
    counter.clock.set(Date.UTC(2026, 2, 11, 23))
    accepted(await counter.sportello.pecChange.confirm(change.link))
    return change
  })

/** A change that a new password has overtaken. */
export const overtaken =
  (kind: 'pec' | 'email' = 'pec') =>
  (): Promise<Scene<Changing>> =>
    scene(async (counter) => {
      const change = await asked(counter, kind)
      const next = 'Gelato.Turchese8'
      const { token, credentials } = change
      accepted(
        await counter.sportello.credential.changePassword({ token, current: credentials.password, next, confirmation: next }),
      )
      const again = { ...credentials, password: next }
      return { ...change, token: accepted(await counter.sportello.session.signIn(again)).token, credentials: again }
    })

/** A request for assistance that waits for the office. */
export const waitingForHelp = (): Promise<
  Scene<Subscriber & { readonly id: string; readonly ticket: string; readonly dossierDigest: string }>
> =>
  scene(async (counter) => {
    const person = await signedIn(counter)
    const { id, ticket } = await filed(counter, {}, file)
    const { dossierDigest } = await decisionOn(counter, id)
    await counter.sportello.relay()
    return { ...person, id, ticket, dossierDigest }
  })

/** What is stored of the one change of PEC that there is. */
export function changeIn({ storage }: World): Row['value'] {
  const [row, ...others] = rowsOf(storage.contents()).filter(({ kind }) => kind === 'pec-change')
  if (row === undefined || others.length > 0) throw new Error('there is not one change of PEC')
  return row.value
}

/** A receipt of the delivery of the link, on the day of its sending. */
export const deliveryOf = ({ reference, sentAt }: Changing) => receiptOf(reference, sentAt, { id: 'opec1@pec.example.org' })

/** A receipt that says that the mailbox of the link is full. */
export const failureOf = ({ reference, sentAt }: Changing) =>
  receiptOf(reference, sentAt, { id: 'opec2@pec.example.org', kind: 'failed', failure: 'mailbox-full' })
