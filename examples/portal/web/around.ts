/** What every page of one request shows besides its content. Pages are functions of what they are shown; this goes around them. */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Locale, MaintenanceAvailability } from 'sportello'

/** An office worker who has signed in at the desk. */
export type Worker = {
  readonly id: string
  readonly codiceFiscale: string
  /** As the desk shows it. */
  readonly name: string
}

export type Around = {
  readonly locale: Locale
  /** Path and query that were asked for: where the choice of another language leads back to. */
  readonly path: string
  /** The path alone, of a form that was sent as well: where the reader is. */
  readonly asked: string
  /** How it was asked for: `POST` of a form. */
  readonly method: string
  /** Whether the portal is reached by https: then its cookies are `Secure`. */
  readonly isSecure: boolean
  /** Whether the browser has a session of a subscriber, live or not. */
  readonly hasSession: boolean
  /** A cookie of what is told once, which is gone from the browser after it; empty where there is none. */
  readonly once: (name: string) => string
  /** Who has signed in at the desk; null for anybody else. */
  readonly worker: Worker | null
  /** How every feature stands now, by its name in the calendar. */
  readonly features: ReadonlyMap<string, MaintenanceAvailability>
}

const store = new AsyncLocalStorage<Around>()

/** Runs the rest of a request with it. */
export const within = <T>(around: Around, run: () => T): T => store.run(around, run)

/** That of the request which is being answered. */
export function around(): Around {
  const found = store.getStore()
  if (found === undefined) throw new Error('portal: a page is made outside of any request')
  return found
}

/** Throws for a name that the calendar does not know, which would be open for ever. */
function sentence(feature: string, state: MaintenanceAvailability['state']): string | null {
  const { features, locale } = around()
  const found = features.get(feature)
  if (found === undefined) throw new Error(`portal: the calendar has no feature ${feature}`)
  return found.state === state ? (found.text?.[locale] ?? null) : null
}

/** Why a feature is closed now, in one sentence; null where it is open, to some people at least. */
export const closedBecause = (feature: string): string | null => sentence(feature, 'closed')

/** To whom alone a feature is open now, as whoever has not signed in hears it; else null. The page stays open: the reader may be one of them. */
export const openOnlyTo = (feature: string): string | null => sentence(feature, 'closed-for-some')
