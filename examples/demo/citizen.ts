/** What the citizen has at home, and what his browser keeps: by it an interrupted play goes on where it stopped. */
import { createHash, randomUUID } from 'node:crypto'
import type { RegistrationOpened } from 'sportello'
import { readJson, writeWhole } from './files.ts'

/** The forms that are sent with a request key, drawn before they are sent for the first time. */
export type Form = 'open' | 'document' | 'complete' | 'early' | 'first' | 'change' | 'full'

export type Belongings = {
  /** Digest of form, document and storage: what the play was begun with. */
  readonly play: string
  readonly requests: { readonly [F in Form]?: string }
  /** The page that showed the second half of the PIN, once. */
  readonly opened: RegistrationOpened | null
  readonly triedEarly: boolean
  readonly newPassword: string | null
  /** The cookies of the two sessions. */
  readonly firstToken: string | null
  readonly fullToken: string | null
  readonly finished: boolean
}

export type Citizen = {
  readonly has: () => Belongings
  readonly keep: (more: Partial<Belongings>) => Promise<void>
  /** The request key of a form: the same until it is renewed. */
  readonly requestKey: (form: Form) => Promise<string>
  readonly renew: (form: Form) => Promise<string>
}

/** One text for the same form, document and storage. */
export function playOf(form: unknown, document: Uint8Array, storage: string): string {
  return createHash('sha256')
    .update(JSON.stringify([form, storage]))
    .update(document)
    .digest('hex')
}

function isBelongings(value: unknown): value is Belongings {
  if (typeof value !== 'object' || value === null) return false
  const { play, requests, finished } = value as { readonly [field: string]: unknown }
  return typeof play === 'string' && typeof requests === 'object' && requests !== null && typeof finished === 'boolean'
}

/** What was kept by an interrupted play; null where there is none. */
export async function readBelongings(path: string): Promise<Belongings | null> {
  const value = await readJson(path)
  return isBelongings(value) && !value.finished ? value : null
}

/** Of a new play, or of one that goes on. Nothing is written where `path` is null. */
export function citizenOf(play: string, before: Belongings | null, path: string | null): Citizen {
  const nothing = { opened: null, triedEarly: false, newPassword: null, firstToken: null, fullToken: null }
  let belongings: Belongings = before ?? { play, requests: {}, ...nothing, finished: false }

  async function keep(more: Partial<Belongings>): Promise<void> {
    belongings = { ...belongings, ...more }
    if (path !== null) await writeWhole(path, `${JSON.stringify(belongings, null, 2)}\n`)
  }

  async function renew(form: Form): Promise<string> {
    const key = randomUUID()
    await keep({ requests: { ...belongings.requests, [form]: key } })
    return key
  }

  return { has: () => belongings, keep, renew, requestKey: async (form) => belongings.requests[form] ?? renew(form) }
}
