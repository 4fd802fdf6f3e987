/** A whole town on this machine: its counter, its post, its desk, and a provider of digital identities. */
import { webcrypto } from 'node:crypto'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { Clock, Keys, Office, PasswordHash, Sportello, Storage } from 'sportello'
import { createSportello, type Documents } from 'sportello'
import { expressPortal } from 'sportello/express'
import { readCie } from 'sportello/federation'
import { openProvider } from '../../federation/provider.ts'
import { spidClient } from '../../federation/spid.ts'
import { rooms } from '../pages/rooms.ts'
import { portalApp } from '../web/app.ts'
import type { Gate } from '../web/room.ts'
import { openPost, type Post } from './post.ts'
import { staff } from './staff.ts'
import { openWorkers, type Workers } from './workers.ts'

export type TownParts = {
  /** 0 for any that is free. */
  readonly port: number
  readonly providerPort: number
  readonly keys: Keys
  readonly storage: Storage
  readonly documents: Documents
  readonly passwordHash: PasswordHash
  readonly clock: Clock
  /** Where letters are kept; null for as long as the process. */
  readonly letters: string | null
  /** The password of everybody at the desk. */
  readonly deskPassword: string
  /** The folder of the scripts for pages of the library. */
  readonly scripts: string
  readonly log: (what: string, detail: unknown) => void
}

export type Town = {
  /** Where people find the portal, with a slash at the end. */
  readonly url: string
  /** Where the provider of digital identities is. */
  readonly issuer: string
  readonly office: Office
  readonly sportello: Sportello
  readonly post: Post
  readonly workers: Workers
  /** Sends mail and sweeps, until the answer is called. */
  readonly startJobs: () => () => Promise<void>
  readonly close: () => Promise<void>
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, 'localhost', resolve)
  })
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : port
}

/** Whom people sign in with elsewhere: one provider of the town's own. The browser knows it as `127.0.0.1`: another site, as in earnest. */
async function openGates(url: string, { providerPort, clock, log }: TownParts) {
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) }
  const { privateKey: key, publicKey } = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const clientId = 'https://servizi.comune-di-prova.example'
  const wayBack = (id: Gate['id']): string => `${url}enter/${id}/callback`
  const known = {
    ...{ clientId, redirectUris: [wayBack('spid'), wayBack('cie')] },
    publicKey: await webcrypto.subtle.exportKey('jwk', publicKey),
  }
  const provider = await openProvider(providerPort, known)
  const { issuer } = provider
  const settings = { issuer, clientId, key, clock, log }
  const gates: readonly Gate[] = [
    { id: 'spid', client: spidClient({ ...settings, redirectUri: wayBack('spid') }) },
    { id: 'cie', client: spidClient({ ...settings, redirectUri: wayBack('cie'), read: readCie }) },
  ]
  return { provider, gates }
}

/** Opens it; nobody lives there yet. */
export async function openTown(parts: TownParts): Promise<Town> {
  const { keys, storage, documents, passwordHash, clock, scripts, log } = parts
  const server = createServer()
  const url = `http://localhost:${await listen(server, parts.port)}/`
  // Whoever comes before everything is open waits, and is answered.
  let answer: RequestListener | null = null
  const early: (() => void)[] = []
  server.on('request', (request, response) => {
    if (answer === null) early.push(() => answer?.(request, response))
    else answer(request, response)
  })
  const office: Office = { id: 'comune-di-prova', name: 'Comune di Prova', taxCode: '00743110157', locale: 'it', links: url }
  const post = await openPost(office, parts.letters)
  const sportello = createSportello({
    ...{ office, keys, storage, documents, passwordHash, clock, mailer: post.mailer },
    // No mailbox of certified mail is read here: a change of PEC rests on the link alone. A maintenance window can spare whoever has a mailbox of the school.
    policy: { pecChange: { receipts: 'none' }, emailChange: { institutionalDomains: ['scuola-di-prova.example'] } },
  })
  const workers = await openWorkers(staff(parts.deskPassword), clock)
  const { provider, gates } = await openGates(url, parts)
  answer = portalApp({ ...{ sportello, office, post, workers, gates, clock, scripts, log }, rooms })
  for (const go of early) go()

  return {
    ...{ url, issuer: provider.issuer, office, sportello, post, workers },
    startJobs: () => expressPortal(sportello, { office, scripts, log }).startJobs(),
    async close() {
      await provider.close()
      await new Promise((resolve) => {
        server.close(resolve)
        // Whoever is being answered has a moment left.
        setTimeout(() => server.closeAllConnections(), 1_000).unref()
      })
      await post.close()
    },
  }
}
