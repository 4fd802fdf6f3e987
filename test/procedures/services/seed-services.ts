/** The four kinds of service of seed 002, and the people of the stories. */
import type { CatalogueServiceForm, DelegationWanted, PolicyChoice, ServicesVerdict } from 'sportello'
import { accepted, anna, type Counter, morning, newPassword, openCounter, operator, subscribed } from '../../support/counter.ts'

/** Public notices; one's own registry data; self-certifications and certificates; the body's databases for authorised public bodies. */
export const seedServices = {
  notices: {
    id: 'notices',
    names: { it: 'Albo pretorio', en: 'Public notices' },
    access: 'public',
  },
  registry: {
    id: 'registry',
    names: { it: 'I miei dati anagrafici', en: 'My registry data' },
    access: 'personal',
    accepts: ['local', 'spid', 'cie', 'cns', 'eidas'],
  },
  certificates: {
    id: 'certificates',
    names: { it: 'Autocertificazioni e certificati', en: 'Self-certifications and certificates' },
    access: 'personal',
    accepts: ['local', 'spid', 'cie', 'cns'],
    ageMin: 18,
  },
  databases: {
    id: 'databases',
    names: { it: "Banche dati dell'ente", en: 'Databases of the office' },
    access: 'reserved',
    accepts: ['local', 'spid', 'cie', 'cns'],
  },
} as const satisfies { readonly [name: string]: Omit<CatalogueServiceForm, 'operator' | 'reason'> }

export const reason = 'Prot. 12.'

export const policy = {
  session: { idleMs: 86_400_000 * 3_000, lifetimeMs: 86_400_000 * 3_000 },
  quota: { usesMax: 1000 },
  maintenance: {
    audiences: { firms: { it: 'imprese', en: 'firms' } },
    features: { certificates: { it: 'certificati', en: 'certificates' } },
  },
} as const satisfies PolicyChoice

/** Sets a service as it is, or with other conditions. */
export async function setService(
  { sportello }: Counter,
  service: Omit<CatalogueServiceForm, 'operator' | 'reason'>,
  otherwise: Partial<CatalogueServiceForm> = {},
): Promise<void> {
  accepted(await sportello.services.set({ operator, reason, ...service, ...otherwise }))
}

/** A counter with the four services, open since then. */
export async function openServices(at = morning, otherwise: Parameters<typeof openCounter>[0] = {}): Promise<Counter> {
  const counter = openCounter({ policy, ...otherwise })
  counter.clock.set(at)
  for (const service of Object.values(seedServices)) await setService(counter, service)
  return counter
}

/** Fifty years older than Anna, so that nobody is taken for somebody else. */
export const bruno = {
  ...anna,
  surname: 'Bianchi',
  name: 'Bruno',
  sex: 'M',
  codiceFiscale: 'BNCBRN40A01L219K',
  birthDate: '1940-01-01',
  email: 'bruno.bianchi@example.it',
} as const

/** Somebody else, of whom nobody has heard. */
export const giulia = { ...bruno, codiceFiscale: 'NREGLI60A41L219S', birthDate: '1960-01-01', email: 'giulia@example.it' }

/** A subscriber who is signed in. */
export async function signedIn(counter: Counter, form: Parameters<typeof subscribed>[1] = anna) {
  const { credentials, accountId } = await subscribed(counter, form)
  const { token } = accepted(await counter.sportello.session.signIn({ ...credentials, password: newPassword }))
  return { token, accountId, credentials }
}

/** Why not; `yes` where it is allowed. */
export async function why(
  { sportello }: Counter,
  service: string,
  token?: string | null,
  onBehalfOf?: string | null,
): Promise<string> {
  const verdict: ServicesVerdict = await sportello.services.mayUse({ service, token, onBehalfOf })
  return verdict.may ? 'yes' : verdict.reason.why
}

/** What whoever is to act for Bruno asks for. */
export const forBruno: DelegationWanted = {
  person: { codiceFiscale: bruno.codiceFiscale, surname: 'Bianchi', name: 'Bruno', birthDate: bruno.birthDate },
  capacity: 'relative',
  evidence: { kind: 'signed-delegation', number: 'D 12', expiresOn: '2030-12-31' },
}

export const decision = { operator, reason }
