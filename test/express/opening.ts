/** A portal with all its routes on a server of its own, and a browser at it. */
import type { Server } from 'node:http'
import express from 'express'
import { expressPortal, type PortalRequest } from 'sportello/express'
import { afterEach, vi } from 'vitest'
import { browserAt, inputValue } from '../examples/browser.ts'
import { minimalPdf } from '../rules/identity/minimal-pdf.ts'
import { accepted, anna, approved, office, openCounter, operator } from '../support/counter.ts'

const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve))
})

/** A server of the test, closed after it. */
export async function listening(app: express.Express): Promise<Server> {
  const server = app.listen(0, '127.0.0.1')
  servers.push(server)
  await new Promise((resolve) => server.once('listening', resolve))
  return server
}

/** The header by which the office is known here. */
export const inOffice = { headers: { 'x-operator': 'yes' } }

/** The port of a server that listens. */
export function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

export async function opened(
  overrides: Partial<Parameters<typeof expressPortal>[1]> = {},
  options = {},
  given: Parameters<typeof openCounter>[0] = {},
) {
  const counter = openCounter(given)
  const log = vi.fn()
  const isOffice = ({ headers }: PortalRequest) => (headers['x-operator'] === 'yes' ? operator : null)
  const portal = expressPortal(counter.sportello, { office, log, operator: isOffice, ...overrides })
  const app = express()
  app.use(portal.routes(options), portal.notFound, portal.onError)
  const server = await listening(app)
  const browser = browserAt(server)
  const seen = async (path: string, name: string) => inputValue((await browser.get(path)).html, name)
  return { counter, log, browser, seen, server }
}

export type Opened = Awaited<ReturnType<typeof opened>>

export const filled = { ...anna, italianCitizen: 'true' }
export const pdf = () => new File([minimalPdf()], 'card.pdf', { type: 'application/pdf' })

/** What the newest letter with these words says. */
export const newest = (counter: Opened['counter'], words: RegExp): string =>
  words.exec(counter.mailer.sent.filter(({ text }) => words.test(text)).at(-1)?.text ?? '')?.[1] ?? ''

/** A subscriber with a password of his own, who has not signed in with this browser yet. */
export async function signedIn(overrides: Partial<Parameters<typeof expressPortal>[1]> = {}) {
  const portal = await opened(overrides)
  const { counter, browser } = portal
  const { credentials, accountId } = await approved(counter)
  const first = accepted(await counter.sportello.session.signIn(credentials))
  const password = 'Gelato.Turchese7'
  const form = { token: first.token, current: credentials.password, next: password, confirmation: password }
  accepted(await counter.sportello.credential.changePassword(form))
  const secrets = { ...credentials, password }
  return { ...portal, secrets, accountId, signIn: (back = '') => browser.post('/sign-in', { ...secrets, back }) }
}

/** The text of what a page says, without its markup. */
export const textOf = (html: string): string =>
  html
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replaceAll(/\s+/g, ' ')
