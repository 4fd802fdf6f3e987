/** What a race is: many clients at one record at once, each in one of several processes, and what must have come of it. */
import { createHash } from 'node:crypto'
import {
  createSportello,
  type DocumentRef,
  type Documents,
  isSportelloError,
  type Mail,
  type PolicyChoice,
  type Sportello,
  type Storage,
} from 'sportello'
import { plainPasswordHash } from 'sportello/testing'
import { minimalPdf } from '../../rules/identity/minimal-pdf.ts'
import { keys, office } from '../../support/counter.ts'
import type { Contents } from '../../support/tables.ts'

export const clientsMax = 32

/** The counter of one trial, which has an office of its own, as one process sees it. */
export type Scene = {
  readonly office: string
  readonly sportello: Sportello
  readonly storage: Storage
  /** What this process has handed to the next hop. */
  readonly sent: readonly Mail[]
}

/** What came back to a client: a value, the code of a refusal, or the code of an error. */
export type Answer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly code: string }
  | { readonly error: string }

/** A mail that left: its id, and a digest of all that it says. */
export type Sent = { readonly id: string; readonly digest: string }

export type Outcome<Cast> = {
  readonly cast: Cast
  /** In the order of the clients. */
  readonly answers: readonly Answer[]
  /** Everything that is stored of the trial's office. */
  readonly contents: Contents
  readonly sent: readonly Sent[]
  /** A counter on what is stored now, for looking from outside. */
  readonly after: Scene
}

/** The cast travels between processes, so it is plain JSON. */
export type Race<Cast = unknown> = {
  /** States the rule. */
  readonly name: string
  /** True for a pair that the threat model lists, which is run more often than the others. */
  readonly listed?: boolean
  /** True for one that is run as often as a listed pair before a release, though not at every change. */
  readonly promised?: boolean
  readonly policy?: PolicyChoice
  /** How far the clock of the nth process is ahead in the race, ms; everything was prepared by the clock of today. */
  readonly aheadMs?: (process: number) => number
  readonly prepare: (scene: Scene) => Promise<Cast>
  readonly client: (scene: Scene, cast: Cast, n: number) => Promise<unknown>
  /** Everything that is wrong with the outcome; what must stand in any storage is looked at besides. */
  readonly judge: (outcome: Outcome<Cast>) => Promise<readonly string[]> | readonly string[]
}

/** A race among others: its cast has been through JSON, so that what it is has only its own word. */
export function race<Cast>(definition: Race<Cast>): Race {
  const { client, judge } = definition
  return {
    ...definition,
    client: (scene, cast, n) => client(scene, cast as Cast, n),
    judge: (outcome) => judge({ ...outcome, cast: outcome.cast as Cast }),
  }
}

/** A document for each client, the same in every process. */
export const papers: readonly Uint8Array<ArrayBuffer>[] = Array.from({ length: clientsMax }, (_, n) => minimalPdf(`Paper ${n}`))

const shelf = new Map(papers.map((paper) => [createHash('sha256').update(paper).digest('hex'), paper]))

/** The processes share no disk: each finds on its shelf every paper that anybody can file. */
const documents: Documents = {
  put: async () => {},
  get: async ({ digest }: DocumentRef) => shelf.get(digest) ?? null,
  delete: async () => {},
  list: async () => [],
}

/** Opens the counter of a trial. */
export function openScene(id: string, storage: Storage, { policy }: Pick<Race, 'policy'>, aheadMs = 0): Scene {
  const sent: Mail[] = []
  const sportello = createSportello({
    office: { ...office, id },
    keys,
    storage,
    documents,
    mailer: {
      async send(mail) {
        sent.push(mail)
        return 'sent'
      },
    },
    clock: { now: () => Date.now() + aheadMs },
    passwordHash: plainPasswordHash(),
    ...(policy === undefined ? {} : { policy }),
  })
  return { office: id, sportello, storage, sent }
}

export function digestOf({ id, ...mail }: Mail): Sent {
  return { id, digest: createHash('sha256').update(JSON.stringify(mail)).digest('hex') }
}

/** What a call came to, without anything that cannot travel. */
export async function answerOf(call: Promise<unknown>): Promise<Answer> {
  try {
    const answer = (await call) as {
      readonly ok?: boolean
      readonly value?: unknown
      readonly refusal?: { readonly code: string }
    }
    if (answer.ok === false) return { ok: false, code: answer.refusal?.code ?? 'none' }
    return { ok: true, value: answer.ok === true ? answer.value : answer }
  } catch (cause) {
    return { error: isSportelloError(cause) ? cause.code : String(cause) }
  }
}
