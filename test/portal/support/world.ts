/** A portal with people in it and a browser before it: what the tests of pages begin with. Nothing of it is kept. */
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { generateKeys, type Locale, parseKeys, type RecordName, type RegistrationForm, type Storage, unwrap } from 'sportello'
import { memoryDocuments, memoryStorage } from 'sportello/memory'
import { plainPasswordHash } from 'sportello/testing'
import { afterAll, beforeAll, expect } from 'vitest'
import { anna, type Resident, subscribe } from '../../../examples/portal/setting/people.ts'
import { buildScripts } from '../../../examples/portal/setting/scripts.ts'
import { openTown, type Town } from '../../../examples/portal/setting/town.ts'
import { sharedChromium } from '../../support/chromium.ts'
import { openFolder } from '../../support/temporary.ts'

export const deskPassword = 'una-prova-lunga'

/** The clock of this machine, moved. A provider of identities on this machine has the clock itself. */
export type MovedClock = { readonly now: () => number; readonly move: (ms: number) => void }

export function movedClock(): MovedClock {
  let by = 0
  return {
    now: () => Date.now() + by,
    move(ms) {
      by += ms
    },
  }
}

export type World = {
  readonly town: Town
  readonly clock: MovedClock
  /** Where the portal keeps everything, for what only its own jobs would do. */
  readonly storage: Storage
  /** From now on the journal of the record is another one than what was written, as after somebody has changed it behind the library. */
  readonly tamper: (record: RecordName) => void
  /** What the portal wrote into its log. */
  readonly logged: readonly unknown[]
  /** Where browsers may go besides: the servers of other examples that a test opens. */
  readonly neighbours: string[]
  /** A browser of somebody else, in this language; it is closed with the world. */
  readonly browser: (locale: Locale, options?: BrowserContextOptions) => Promise<Visit>
  /** Somebody who has credentials. The same form gives the same person. */
  readonly resident: (form?: RegistrationForm) => Promise<Resident>
  readonly close: () => Promise<void>
}

/** A browser at the portal. */
export type Visit = {
  readonly world: World
  readonly locale: Locale
  readonly context: BrowserContext
  readonly page: Page
  /** Goes to a path of the portal. */
  readonly go: (path: string) => Promise<void>
  /** Has signed in, without the pages: sets the cookie of a session. */
  readonly signedIn: (resident: Resident) => Promise<void>
  /** Has signed in at the desk, as `m.rossi` where it is left out. */
  readonly atDesk: (worker?: string) => Promise<void>
  /** What the browser has complained of, and what it asked of anybody but the portal and its provider. */
  readonly complaints: readonly string[]
}

/** Complaints of a browser about answers that a test has asked for. */
const isAnswer = (text: string): boolean => /the server responded with a status of 4\d\d/.test(text)

/** A portal for the tests of a file or of a group, and closed after them: by then it must have had nothing to complain of. */
export function withWorld(take: (world: World) => void): void {
  let world: World | undefined
  beforeAll(async () => {
    world = await openWorld()
    take(world)
  })
  afterAll(async () => {
    await world?.close()
    expect(world?.logged).toEqual([])
  })
}

export async function openWorld(): Promise<World> {
  const scripts = mkdtempSync(join(openFolder(), 'sportello-portal-'))
  await buildScripts(scripts)
  const clock = movedClock()
  const logged: unknown[] = []
  const neighbours: string[] = []
  const plain = memoryStorage()
  const tampered = new Set<string>()
  const storage: Storage = {
    ...plain,
    async journal(key, page) {
      const entries = await plain.journal(key, page)
      const isChanged = [...tampered].some((record) => key.endsWith(record))
      return isChanged ? entries.map((entry) => (entry.sequence === 2 ? { ...entry, by: 'operator:nobody' } : entry)) : entries
    },
  }
  const town = await openTown({
    ...{ port: 0, providerPort: 0, scripts, deskPassword, clock, letters: null },
    keys: parseKeys(generateKeys()),
    storage,
    documents: memoryDocuments(),
    passwordHash: plainPasswordHash(),
    log: (...told) => logged.push(told),
  })
  const chromium = await sharedChromium()
  const contexts: BrowserContext[] = []
  // To compare a password takes longer than a page; a shift lasts for hours.
  const shifts = new Map<string, { readonly shift: string; readonly at: number }>()
  const residents = new Map<unknown, Promise<Resident>>()

  const world: World = {
    ...{ town, clock, storage, logged, neighbours },
    tamper: ({ kind, id }) => void tampered.add(`/${kind}/${id}`),
    resident(form = anna) {
      const known = residents.get(form.codiceFiscale) ?? subscribe(town, form, 'Mandorle.amare7')
      residents.set(form.codiceFiscale, known)
      return known
    },
    async browser(locale, options = {}) {
      const context = await chromium.newContext({ locale: locale === 'it' ? 'it-IT' : 'en-GB', ...options })
      contexts.push(context)
      const page = await context.newPage()
      const complaints: string[] = []
      const own = [new URL(town.url).origin, new URL(town.issuer).origin]
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type()) && !isAnswer(message.text())) complaints.push(message.text())
      })
      page.on('pageerror', (error) => complaints.push(String(error)))
      page.on('request', (request) => {
        const { origin, protocol } = new URL(request.url())
        // The viewer of documents is a part of the browser, which has its pages under names of its own.
        const isBrowser = ['data:', 'chrome:', 'chrome-extension:'].includes(protocol)
        if (![...own, ...neighbours].includes(origin) && !isBrowser) complaints.push(`asked ${request.url()}`)
      })
      const cookie = (name: string, value: string) => context.addCookies([{ name, value, url: town.url, httpOnly: true }])
      return {
        ...{ world, locale, context, page, complaints },
        go: async (path) => void (await page.goto(new URL(path, town.url).href)),
        async signedIn({ codiceFiscale, pin, password }) {
          const { token } = unwrap(await town.sportello.session.signIn({ codiceFiscale, pin, password }))
          await cookie('session', token)
        },
        async atDesk(worker = 'm.rossi') {
          const known = shifts.get(worker)
          const isOn = known !== undefined && clock.now() < known.at + 3_600_000
          const shift = isOn ? known.shift : await town.workers.signIn(worker, deskPassword)
          expect(shift).not.toBeNull()
          if (!isOn) shifts.set(worker, { shift: shift ?? '', at: clock.now() })
          await cookie('worker', shift ?? '')
        },
      }
    },
    async close() {
      await Promise.all(contexts.map((context) => context.close()))
      await town.close()
      rmSync(scripts, { recursive: true, force: true })
    },
  }
  return world
}
