/** The office of the story, as each of its processes opens it: the same storage, keys and policy, and the clock of the story. */
import {
  type ArrivingProvider,
  createSportello,
  type LeavingProvider,
  type Locale,
  type Mailer,
  type Operator,
  type Sportello,
} from 'sportello'
import { memoryDocuments } from 'sportello/memory'
import { nodePasswordHash, platformRandom } from 'sportello/node'
import { type Identity, officeOf, operatorFor } from '../counter.ts'
import type { Shelf } from '../shelf.ts'

/** A process that has been killed keeps what it had in hand for so long. */
export const leaseMs = 3_000

/** A provider that has not answered for so long is asked again. */
export const deadlineMs = 1_500

/** What the office has said of its own: the story is told in a minute and not in two weeks. */
const policy = {
  mailbox: { attemptsMax: 40, delayMs: 150, delayMaxMs: 1_000, watchMs: 700 },
  throttle: { freeFailures: 10 },
} as const

const waiting: Mailer = { send: async () => 'retry' }

export type Parts = {
  readonly locale: Locale
  readonly identity: Pick<Identity, 'office' | 'keys'>
  readonly shelf: Pick<Shelf, 'storage'>
  readonly providers: { readonly leaving: LeavingProvider; readonly arriving: ArrivingProvider }
  /** The present instant of the story. */
  readonly now: () => number
  /** Left out, letters wait for a relay: the life of a request shows how they are sent. */
  readonly mailer?: Mailer
}

export function openOffice({ locale, identity, shelf, providers, now, mailer = waiting }: Parts): Sportello {
  return createSportello({
    office: officeOf(identity.office, locale),
    keys: identity.keys,
    storage: shelf.storage,
    documents: memoryDocuments(),
    mailer,
    clock: { now },
    random: platformRandom(),
    passwordHash: nodePasswordHash(),
    leavingProvider: providers.leaving,
    arrivingProvider: providers.arriving,
    policy,
  })
}

/** Who plans and reports. */
export function operator(): Operator {
  const { name: _, ...worker } = operatorFor('')
  return worker
}
