/** What is done about sign-ins by SPID, CIE, CNS and eIDAS, as rows of the table of the maintenance windows. */
import { accepted, operator } from '../counter.ts'
import { type Expected, identityOf, type Reader } from '../federation.ts'
import type { CommandRow } from './commands.ts'
import type { Actor } from './people.ts'

const reason = 'Prot. 2.'
const signIn = ({ counter, codiceFiscale }: Actor, reader: Reader = 'readSpidSaml', person: Expected['person'] = {}) =>
  counter.sportello.federation.signIn(
    identityOf(reader, { at: counter.clock.now(), person: { ...(reader === 'readEidas' ? {} : { codiceFiscale }), ...person } }),
  )

/** The id of the identity by which somebody has just signed in. */
async function linked(actor: Actor, reader: Reader = 'readSpidSaml'): Promise<string | null> {
  const signedIn = await signIn(actor, reader)
  if (!signedIn.ok) return null
  const [own] = accepted(await actor.counter.sportello.federation.inspectOwn({ token: signedIn.value.token }))
  return own?.id ?? null
}

/** The id of a case: the provider tells another day of birth. */
async function differing(actor: Actor): Promise<string | null> {
  await signIn(actor, 'readSpidSaml', { birthDate: '1980-01-02' })
  const [found] = accepted(await actor.counter.sportello.federation.pending())
  return found?.id ?? null
}

async function decisionOn({ counter }: Actor, id: string) {
  const dossier = await counter.sportello.federation.dossier({ operator, id })
  return { operator, id, dossierDigest: dossier.ok ? dossier.value.digest : '', reason }
}

/** The citizen's menu. */
export const federationCommands: readonly CommandRow[] = [{ operation: 'federation/sign-in', give: (actor) => signIn(actor) }]

/** The office's desk. */
export const federationDeskCommands: readonly CommandRow[] = [
  {
    operation: 'federation/approve',
    begin: differing,
    give: async (actor, id) => actor.counter.sportello.federation.approve(await decisionOn(actor, id)),
  },
  {
    operation: 'federation/reject',
    begin: differing,
    give: async (actor, id) => actor.counter.sportello.federation.reject(await decisionOn(actor, id)),
  },
  {
    operation: 'federation/join',
    begin: (actor) => linked(actor, 'readEidas'),
    give: ({ counter, codiceFiscale }, id) =>
      counter.sportello.federation.join({
        ...{ operator, id, codiceFiscale, reason, despiteMismatch: true },
        document: { kind: 'passport', number: 'AA 1', issuedOn: '2026-03-01' },
      }),
  },
]

/** What no window closes. */
export const federationOpenCommands: readonly CommandRow[] = [
  { operation: 'federation/inspect-own', give: ({ counter, token }) => counter.sportello.federation.inspectOwn({ token }) },
  {
    operation: 'federation/inspect-as-office',
    give: ({ counter, codiceFiscale }) => counter.sportello.federation.inspectAsOffice({ operator, codiceFiscale }),
  },
  {
    operation: 'federation/dossier',
    begin: differing,
    give: ({ counter }, id) => counter.sportello.federation.dossier({ operator, id }),
  },
  {
    operation: 'federation/unlink-own',
    begin: (actor) => linked(actor),
    give: ({ counter, token }, id) => counter.sportello.federation.unlinkOwn({ token, id }),
  },
  {
    operation: 'federation/unlink',
    begin: (actor) => linked(actor),
    give: ({ counter }, id) => counter.sportello.federation.unlink({ operator, id, reason }),
  },
]
