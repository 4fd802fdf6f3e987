/**
 * Who works at the desk, and how they sign in: by name and password, kept for an evening. It stands in for the office's own login, which the library
 * does not have: an office uses its directory with a second factor.
 */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import type { Clock } from 'sportello'
import type { Worker } from '../web/around.ts'

const derive = promisify<string, Uint8Array, number, Buffer>(scrypt)

/** How long a sign-in lasts. */
const shiftMs = 8 * 3_600_000
/** Wrong passwords in a row after which a name waits, and how long. */
const triesMax = 5
const waitMs = 60_000

export type Workers = {
  /** The cookie of a sign-in; null where name or password are wrong, or the name has to wait. */
  readonly signIn: (name: string, password: string) => Promise<string | null>
  readonly find: (cookie: string) => Worker | null
  readonly signOut: (cookie: string) => void
  /** All of them, for assigning. */
  readonly all: readonly Worker[]
}

export async function openWorkers(staff: readonly (Worker & { readonly password: string })[], { now }: Clock): Promise<Workers> {
  const salt = randomBytes(16)
  const known = new Map<string, { readonly worker: Worker; readonly digest: Buffer }>()
  for (const { password, ...worker } of staff) known.set(worker.id, { worker, digest: await derive(password, salt, 32) })
  const nobody = await derive(randomBytes(16).toString('hex'), salt, 32)
  const shifts = new Map<string, { readonly worker: Worker; readonly until: number }>()
  const failures = new Map<string, { readonly count: number; readonly at: number }>()

  return {
    all: [...known.values()].map(({ worker }) => worker),
    async signIn(name, password) {
      const found = known.get(name)
      // The same work for a name that there is not.
      const right = timingSafeEqual(await derive(password.slice(0, 200), salt, 32), found?.digest ?? nobody)
      const before = failures.get(name)
      const isWaiting = before !== undefined && before.count >= triesMax && now() - before.at < waitMs
      if (!right || found === undefined || isWaiting) {
        if (found !== undefined && !isWaiting) failures.set(name, { count: (before?.count ?? 0) + 1, at: now() })
        return null
      }
      failures.delete(name)
      const cookie = randomBytes(24).toString('base64url')
      shifts.set(cookie, { worker: found.worker, until: now() + shiftMs })
      return cookie
    },
    find(cookie) {
      const shift = shifts.get(cookie)
      if (shift === undefined) return null
      if (shift.until > now()) return shift.worker
      shifts.delete(cookie)
      return null
    },
    signOut: (cookie) => void shifts.delete(cookie),
  }
}
