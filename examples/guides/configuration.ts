/** The pieces of several pages that only show a part of the configuration. */
import { metrics, trace } from '@opentelemetry/api'
import {
  type ArrivingProvider,
  type Challenge,
  createSportello,
  type LeavingProvider,
  type SportelloConfiguration,
} from 'sportello'

export const placed = (configuration: SportelloConfiguration) =>
  // #region link-paths
  createSportello({ ...configuration, linkPaths: { pecChangeToken: 'area-personale/pec/conferma' } })
// #endregion

export const figured = (configuration: SportelloConfiguration) =>
  // #region policy
  createSportello({
    ...configuration,
    policy: { session: { idleMs: 15 * 60_000 }, retention: { closedMs: 60 * 86_400_000 } },
  })
// #endregion

export const featured = (configuration: SportelloConfiguration) =>
  // #region features
  createSportello({
    ...configuration,
    policy: { maintenance: { features: { 'my-service': { it: 'il mio servizio', en: 'my service' } } } },
  })
// #endregion

export const observed = (configuration: SportelloConfiguration) =>
  // #region observe
  createSportello({
    ...configuration,
    observe: {
      tracer: trace.getTracer('sportello'),
      meter: metrics.getMeter('sportello'),
      monotonicMs: () => performance.now(),
    },
  })
// #endregion

export type Providers = { readonly leavingProvider: LeavingProvider; readonly arrivingProvider: ArrivingProvider }

export function moving(
  configuration: SportelloConfiguration,
  { leavingProvider, arrivingProvider }: Providers,
  challenge: Challenge,
) {
  // #region moving
  const sportello = createSportello({ ...configuration, leavingProvider, arrivingProvider, challenge }) // the rest as for any counter
  const failed = (error: unknown) => console.error(error instanceof Error ? error.message : error)
  const jobs = [
    setInterval(() => sportello.migration.work({ parallel: 8, perSecond: 20 }).catch(failed), 5_000), // in as many processes as you like
    setInterval(() => sportello.relay().catch(failed), 5_000),
    setInterval(() => sportello.retention.sweep().catch(failed), 3_600_000),
  ]
  // #endregion
  return { sportello, jobs }
}

// #region challenge
/** Asks a service, such as Friendly Captcha or Turnstile, what it says of the answer that the page has sent. */
export const challengeOf = (verifyUrl: string, secret: string): Challenge => ({
  async judge(response) {
    const body = new URLSearchParams({ secret, response })
    const said = await fetch(verifyUrl, { method: 'POST', body, signal: AbortSignal.timeout(5_000) })
    if (!said.ok) return 'unavailable'
    const answer = (await said.json()) as { readonly success?: unknown }
    return answer.success === true ? 'passed' : 'failed'
  },
})
// #endregion
