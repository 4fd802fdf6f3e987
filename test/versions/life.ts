/** A life at the counter that leaves every kind of record in every status behind: what a database of this version may hold. */
import { defaultPolicy, type OutboxMessage, type Stored } from 'sportello'
import { codes } from '../bench/accounts.ts'
import {
  accepted,
  anna,
  approve,
  type Counter,
  completed,
  drafted,
  newPassword,
  openCounter,
  operator,
} from '../support/counter.ts'
import { type HeldLinks, liveWithAddresses } from './addresses-life.ts'
import { exemptSome } from './exempted-life.ts'
import { signInElsewhere } from './federation-life.ts'
import { loseSecrets } from './lost-secrets-life.ts'
import { migrateMailboxes } from './migration-life.ts'
import { actForOthers } from './services-life.ts'

export type FrozenLife = {
  readonly records: readonly Stored[]
  readonly journal: readonly object[]
  readonly outbox: readonly OutboxMessage[]
  /** What people hold in their hands. */
  readonly held: {
    readonly subscriber: { readonly codiceFiscale: string; readonly pin: string; readonly password: string }
    readonly draftTicket: string
    readonly requestKey: string
    readonly requestForm: object
    readonly requestAnswer: unknown
    readonly pendingId: string
  } & Partial<HeldLinks>
}

export async function freezeLife(counter: Counter = openCounter({ seed: 42 })): Promise<FrozenLife> {
  const { sportello, storage, clock } = counter
  const people = codes(160)
  let next = 0
  const person = () => {
    const codiceFiscale = people[next] ?? ''
    next += 1
    return { ...anna, codiceFiscale, email: `person-${next}@example.it` }
  }
  const seen = async (id: string) => accepted(await sportello.approval.dossier({ operator, id })).digest
  const reason = 'The photograph cannot be read.'

  const withdrawn = await drafted(sportello, person())
  accepted(await sportello.registration.withdraw(withdrawn.ticket))
  const lapsing = person()
  accepted(await sportello.registration.open(lapsing))
  clock.advance(8 * 86_400_000)
  await sportello.retention.sweep()

  // A mailbox at its limit gets a pass.
  const besieged = person()
  for (let use = 0; use <= defaultPolicy.quota.usesMax; use += 1) await sportello.registration.open(besieged)

  const refused = person()
  const rejected = await completed(counter, refused)
  accepted(await sportello.approval.reject({ operator, id: rejected.id, dossierDigest: await seen(rejected.id), reason }))
  const awaitingCorrection = await completed(counter, person())
  accepted(
    await sportello.approval.requestCorrection({
      operator,
      id: awaitingCorrection.id,
      dossierDigest: await seen(awaitingCorrection.id),
      reason,
      fields: ['residenceCity'],
      documents: [1, 'driving-licence'],
    }),
  )
  const shut = await completed(counter, person())
  accepted(await sportello.approval.requestCorrection({ operator, id: shut.id, dossierDigest: await seen(shut.id), reason }))
  accepted(await sportello.approval.reject({ operator, id: shut.id, dossierDigest: await seen(shut.id), reason }))

  // One that was corrected and filed again, and one whose first credentials did not arrive.
  const returned = await completed(counter, person())
  const wanted = { fields: ['residenceCity', 'telephone'] } as const
  const decision = { operator, id: returned.id, dossierDigest: await seen(returned.id), reason }
  accepted(await sportello.approval.requestCorrection({ ...decision, ...wanted }))
  accepted(await sportello.approval.sendAgain({ operator, id: returned.id }))
  await sportello.relay()
  const link = /#ticket=(\S+)/.exec(counter.mailer.sent.at(-1)?.text ?? '')?.[1] ?? ''
  accepted(await sportello.registration.correct(link, { residenceCity: 'Trino' }))
  accepted(await sportello.registration.complete(link))
  const unreached = await completed(counter, person())
  await approve(counter, unreached.id)
  accepted(await sportello.approval.reissue({ operator, id: unreached.id, reason, inPerson: true }))

  const both = person()
  await completed(counter, { ...both, email: 'rival@example.it' })
  await approve(counter, (await completed(counter, both)).id)

  const newcomer = await completed(counter, person())
  await approve(counter, newcomer.id)
  const first = accepted(await sportello.session.signIn(newcomer.credentials))
  const change = { token: first.token, current: newcomer.credentials.password, next: newPassword, confirmation: newPassword }
  accepted(await sportello.credential.changePassword(change))
  const subscriber = { ...newcomer.credentials, password: newPassword }
  const session = accepted(await sportello.session.signIn(subscriber))
  accepted(await sportello.session.end(session.token))
  accepted(await sportello.session.signIn(subscriber))

  const locked = await completed(counter, person())
  await approve(counter, locked.id)
  for (let guess = 0; guess < 5; guess += 1) {
    await sportello.session.signIn({ ...locked.credentials, pin: '000000000' })
    clock.advance(3_600_000)
  }
  const gone = await completed(counter, person())
  await approve(counter, gone.id)
  accepted(await sportello.credential.revoke({ operator, codiceFiscale: gone.credentials.codiceFiscale, reason }))
  await sportello.session.signIn({ ...subscriber, codiceFiscale: person().codiceFiscale })

  const { sendAgain, ...links } = await liveWithAddresses(counter, person)

  await loseSecrets(counter, person)
  await actForOthers(counter, person)

  await signInElsewhere(counter, person)

  const requestKey = 'frozen-request-key-1'
  const requestForm = person()
  const requestAnswer = accepted(await sportello.registration.open(requestForm, { requestKey }))
  const current = await drafted(sportello, person())
  const pending = await completed(counter, person())
  for (const id of [pending.id, rejected.id]) accepted(await sportello.desk.note({ operator, id, text: 'Has called.' }))
  accepted(await sportello.desk.assign({ operator, id: pending.id }))
  const colleague = { id: 'operator-2', codiceFiscale: 'BNCLRA75B50F205K' }
  accepted(await sportello.desk.takeOver({ operator: colleague, id: pending.id, reason }))
  accepted(await sportello.desk.search({ operator, email: refused.email }))
  // Mail of these two is still waiting.
  await sendAgain()
  accepted(await sportello.registration.complete((await drafted(sportello, person())).ticket))
  await exemptSome(counter, person)
  await migrateMailboxes(counter)
  const { records, journal, outbox } = storage.contents()
  const inHand = { subscriber, draftTicket: current.ticket, requestKey, requestForm, requestAnswer, pendingId: pending.id }
  const held = { ...inHand, ...links }
  return { records, journal, outbox, held }
}
