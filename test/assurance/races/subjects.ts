/** Whom a race is about: brought as far as the race needs by the commands that anybody uses. */
import type { Operator } from 'sportello'
import { accepted, anna, newPassword, operator, readSecrets } from '../../support/counter.ts'
import { papers, type Scene } from './race.ts'

/** A worker of the office for each client. */
export const operatorOf = (n: number): Operator => ({ id: `operator-${n}`, codiceFiscale: operator.codiceFiscale })

/** Somebody who files a request. */
export type Applicant = Omit<typeof anna, 'surname' | 'codiceFiscale' | 'email'> & {
  readonly surname: string
  readonly codiceFiscale: string
  readonly email: string
}

export type Draft = { readonly id: string; readonly ticket: string; readonly shown: string }

/** A draft with one document, ready to be completed. */
export async function draft({ sportello }: Scene, mail: string = anna.email, whom: Applicant = anna): Promise<Draft> {
  const { id, ticket, pinSecondHalf: shown } = accepted(await sportello.registration.open({ ...whom, email: mail }))
  const card = papers[0] ?? new Uint8Array()
  accepted(await sportello.registration.addDocument(ticket, { type: 'identity-card', name: 'card.pdf' }, card))
  return { id, ticket, shown }
}

export type Case = Draft & { readonly dossierDigest: string }

/** A request that waits for the office, and the digest of its dossier. */
export async function pending(scene: Scene, mail?: string, whom?: Applicant): Promise<Case> {
  const filed = await draft(scene, mail, whom)
  accepted(await scene.sportello.registration.complete(filed.ticket))
  const { digest } = accepted(await scene.sportello.approval.dossier({ operator, id: filed.id }))
  return { ...filed, dossierDigest: digest }
}

export type Subscriber = {
  readonly id: string
  readonly accountId: string
  readonly credentials: { readonly codiceFiscale: string; readonly pin: string; readonly password: string }
}

/** What the mail about the completion of a request says, once it has been sent. */
export function secretsOf({ sent }: Pick<Scene, 'sent'>, id: string): { readonly password: string; readonly firstHalf: string } {
  const mail = sent.find((one) => one.id.includes(`.${id}.`) && one.id.endsWith('.completed'))
  return readSecrets(mail?.text ?? '')
}

/** A subscriber who has not signed in yet. All mail up to the approval is sent. */
export async function newcomer(scene: Scene, whom: Applicant = anna): Promise<Subscriber> {
  const { id, dossierDigest, shown } = await pending(scene, whom.email, whom)
  await scene.sportello.relay()
  const { password, firstHalf } = secretsOf(scene, id)
  const { accountId } = accepted(await scene.sportello.approval.approve({ operator, id, dossierDigest }))
  return { id, accountId, credentials: { codiceFiscale: whom.codiceFiscale, pin: firstHalf + shown, password } }
}

/** So many sessions of the subscriber. */
export async function sessions({ sportello }: Scene, { credentials }: Subscriber, count: number): Promise<readonly string[]> {
  const tokens: string[] = []
  for (let i = 0; i < count; i += 1) tokens.push(accepted(await sportello.session.signIn(credentials)).token)
  return tokens
}

/** A subscriber with a password of his own. */
export async function subscriber(scene: Scene, whom?: Applicant): Promise<Subscriber> {
  const fresh = await newcomer(scene, whom)
  const [token = ''] = await sessions(scene, fresh, 1)
  const { password: current } = fresh.credentials
  accepted(await scene.sportello.credential.changePassword({ token, current, next: newPassword, confirmation: newPassword }))
  return { ...fresh, credentials: { ...fresh.credentials, password: newPassword } }
}
