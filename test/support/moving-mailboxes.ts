/** A migration with mailboxes in it, at two providers in memory. */
import type { ArrivingProvider, Challenge, LeavingProvider, PolicyChoice } from 'sportello'
import { type MemoryMailbox, type MemoryProviders, memoryProviders } from 'sportello/testing'
import { accepted, type Counter, openCounter, operator } from './counter.ts'
import { seedCampaign, seedDomain, seedInstants } from './migration-seed.ts'

/** Conforms to the rules of the arriving provider; does not. */
export const [conforming, weak] = ['Gelato.Turchese7', 'segreteria']

export const hour = 3_600_000
export const day = 24 * hour

/** Three schools: the second has a password that cannot stay. */
export const schools: readonly MemoryMailbox[] = [
  { mailbox: `scuola.uno@${seedDomain}`, password: conforming, messages: 3, archived: 2 },
  { mailbox: `scuola.due@${seedDomain}`, password: weak, messages: 2, archived: 1 },
  { mailbox: `scuola.tre@${seedDomain}`, password: conforming, messages: 1 },
]

export type Moving = {
  readonly counter: Counter
  readonly sportello: Counter['sportello']
  readonly clock: Counter['clock']
  readonly mailer: Counter['mailer']
  readonly providers: MemoryProviders
}

export type MovingOptions = {
  readonly mailboxes?: readonly MemoryMailbox[]
  readonly plan?: object
  readonly policy?: PolicyChoice
  readonly challenge?: Challenge
  readonly wrapLeaving?: (provider: LeavingProvider) => LeavingProvider
  readonly wrapArriving?: (provider: ArrivingProvider) => ArrivingProvider
  /** Which of them the office lists; left out, all. */
  readonly lists?: readonly string[]
  readonly email?: string
}

/** The campaign of the seed, planned on the day of its announcement; its mailboxes are listed, and the activation is open. */
export async function moving(options: MovingOptions = {}): Promise<Moving> {
  const { mailboxes = schools, plan = {}, policy = {}, challenge, lists } = options
  const { wrapLeaving = (port) => port, wrapArriving = (port) => port } = options
  const providers = memoryProviders(mailboxes)
  const counter = openCounter({
    policy,
    leavingProvider: wrapLeaving(providers.leaving),
    arrivingProvider: wrapArriving(providers.arriving),
    ...(challenge === undefined ? {} : { challenge }),
  })
  const { sportello, clock, mailer } = counter
  clock.set(seedInstants.announcedAt)
  accepted(await sportello.migration.plan({ ...seedCampaign, ...plan }))
  const listed = lists ?? mailboxes.map(({ mailbox }) => mailbox)
  const lines = listed.map((mailbox) => ({ mailbox, ...(options.email === undefined ? {} : { email: options.email }) }))
  accepted(await sportello.mailboxes.add({ operator, domain: seedDomain }, lines))
  clock.set(seedInstants.activationFrom)
  return { counter, sportello, clock, mailer, providers }
}

export const look = (mailbox: string) => ({ operator, domain: seedDomain, mailbox })
export const owns = (mailbox: string, password: string) => ({ domain: seedDomain, mailbox, password })

/** What was mailed under these names, in their order. */
export function lettersOf({ mailer }: Pick<Moving, 'mailer'>): readonly string[] {
  return mailer.sent.map(({ id, to }) => `${id.slice(id.lastIndexOf('.') + 1)} ${to.address}`)
}

/** Works, and copies one message after the other, until nothing is left to be done now. */
export async function workAll({ sportello, clock, providers }: Moving, rounds = 12): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    await sportello.migration.work()
    await providers.step()
    clock.advance(60_000)
  }
}

const report = { operator, domain: seedDomain, reason: 'Comunicazione dei gestori.' }

export async function cutOver({ sportello, clock }: Moving): Promise<void> {
  clock.set(seedInstants.cutOverAt)
  accepted(await sportello.migration.reportStart(report))
  await sportello.retention.sweep()
}

export async function complete({ sportello, clock }: Moving): Promise<void> {
  clock.advance(2 * hour)
  accepted(await sportello.migration.reportCompletion(report))
  await sportello.retention.sweep()
}

export async function rollBack({ sportello, clock }: Moving): Promise<void> {
  clock.advance(hour)
  accepted(await sportello.migration.reportRollback(report))
  await sportello.retention.sweep()
}

/** The work that lies sealed in the queues of the mailboxes, by what it is. */
export const sealedWork = ({ counter }: Moving): readonly string[] =>
  counter.storage
    .contents()
    .outbox.filter(({ topic, sealed }) => topic.includes('~') && sealed !== '')
    .map(({ id }) => id.slice(id.lastIndexOf('.') + 1))

/** Two mailboxes of schools. */
export const [one, two] = ['scuola.uno', 'scuola.due'] as const
/** A password that conforms, for whoever has none that does. */
export const chosen = 'Lampone.Verde42'
/** The activation of the second, whose password of today does not conform. */
export const replacing = { ...owns(two, weak), next: chosen, confirmation: chosen }
