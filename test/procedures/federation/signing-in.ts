/** What the stories of people who sign in with SPID, CIE, CNS or eIDAS have alike. */
import type { FederatedIdentity } from 'sportello'
import { accepted, type Counter, openCounter, operator } from '../../support/counter.ts'
import { type Expected, identityOf, type Reader } from '../../support/federation.ts'

export const day = 86_400_000
export const reason = 'Compared at the counter.'

/** A counter whose readers have just read somebody. */
export function federated(overrides: Parameters<typeof openCounter>[0] = {}) {
  const counter = openCounter(overrides)
  const { sportello, clock } = counter
  /** What a reader gives at this instant. */
  const identity = (reader: Reader = 'readSpidSaml', otherwise: Expected = {}): FederatedIdentity =>
    identityOf(reader, { at: clock.now() - 60_000, ...otherwise })
  return { ...counter, counter, identity, signIn: sportello.federation.signIn }
}

/** The one case that waits, with the decision of an operator who has looked at it. */
export async function decisionOnOnly({ sportello }: Counter, by = operator) {
  const [found] = accepted(await sportello.federation.pending())
  const id = found?.id ?? ''
  const dossier = accepted(await sportello.federation.dossier({ operator: by, id }))
  return { found, dossier, decision: { operator: by, id, dossierDigest: dossier.digest, reason } }
}
