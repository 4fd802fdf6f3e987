/** An office on this machine: its portal, a provider of SPID, and two people who have credentials of the office. Everything is in memory. */
import { webcrypto } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { fileURLToPath } from 'node:url'
import { createSportello, generateKeys, type Office, parseKeys, type RegistrationForm, type Sportello, unwrap } from 'sportello'
import { memoryDocuments, memoryStorage } from 'sportello/memory'
import { systemClock } from 'sportello/node'
import { plainPasswordHash, type RecordingMailer, recordingMailer, sampleApplicant, samplePdf } from 'sportello/testing'
import { announce } from './course.ts'
import { federatedPortal } from './portal.ts'
import { openProvider, type SpidProvider } from './provider.ts'
import { spidClient } from './spid.ts'

export type Town = {
  /** Where people find the portal, with a slash at the end. */
  readonly portal: string
  readonly provider: SpidProvider
  readonly sportello: Sportello
  readonly mailer: RecordingMailer
  readonly close: () => Promise<void>
}

export type TownChoice = {
  /** 0 for any that is free. */
  readonly portalPort: number
  readonly providerPort: number
  readonly gatewaySecret: string
  readonly log: (what: string, detail: unknown) => void
}

export const operator = { id: 'm.rossi', codiceFiscale: 'RSSMRA70A01H501S' }

const anna: RegistrationForm = sampleApplicant
const paolo: RegistrationForm = {
  ...sampleApplicant,
  ...{ surname: 'Neri', name: 'Paolo', codiceFiscale: 'NREPLA68H12F839D', sex: 'M', birthDate: '1968-06-12' },
  ...{ birthProvince: 'NA', birthMunicipality: 'Napoli', email: 'paolo.neri@example.it' },
}

// Of `npm run build`: this runs on the sources of the package.
const scripts = fileURLToPath(new URL('../../dist', import.meta.url))

/** Files a request and approves it. */
async function giveCredentials({ registration, approval }: Sportello, form: RegistrationForm): Promise<void> {
  const { id, ticket } = unwrap(await registration.open(form))
  unwrap(await registration.addDocument(ticket, { type: 'identity-card', name: 'card.pdf' }, samplePdf('Identity card')))
  unwrap(await registration.complete(ticket))
  const { digest } = unwrap(await approval.dossier({ operator, id }))
  unwrap(await approval.approve({ operator, id, dossierDigest: digest }))
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve) => server.listen(port, 'localhost', resolve))
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : port
}

/** Opens it. The browser knows the portal as `localhost` and the provider as `127.0.0.1`: two sites, as in earnest. */
export async function openTown({ portalPort, providerPort, gatewaySecret, log }: TownChoice): Promise<Town> {
  const server = createServer()
  const portal = `http://localhost:${await listen(server, portalPort)}/`
  const office: Office = { id: 'comune-di-prova', name: 'Comune di Prova', taxCode: '00743110157', locale: 'it', links: portal }
  const mailer = recordingMailer()
  const clock = systemClock()
  const sportello = createSportello({
    ...{ office, clock, mailer },
    keys: parseKeys(generateKeys()),
    storage: memoryStorage(),
    documents: memoryDocuments(),
    // Nobody's secrets are kept here; a counter has `nodePasswordHash` of sportello/node.
    passwordHash: plainPasswordHash(),
  })
  for (const form of [anna, paolo]) await giveCredentials(sportello, form)
  await sportello.relay()
  // Nobody gets credentials any more; those that there are work until the end of the next year.
  const year = new Date(clock.now()).getUTCFullYear()
  await announce(sportello, operator, { issue: `${year}-01-01T00:00`, use: `${year + 2}-01-01T00:00` })

  const [clientId, redirectUri] = ['https://servizi.comune-di-prova.example', `${portal}spid/callback`]
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) }
  const { privateKey, publicKey } = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const known = { clientId, redirectUris: [redirectUri], publicKey: await webcrypto.subtle.exportKey('jwk', publicKey) }
  const provider = await openProvider(providerPort, known)
  const spid = spidClient({ issuer: provider.issuer, clientId, redirectUri, key: privateKey, clock, log })
  server.on('request', federatedPortal({ sportello, office, spid, gatewaySecret, scripts, log }))

  return {
    ...{ portal, provider, sportello, mailer },
    async close() {
      await provider.close()
      await new Promise((resolve) => {
        server.close(resolve)
        server.closeAllConnections()
      })
    },
  }
}
