/**
 * A provider of SPID on this machine, for trying out and for tests, as the joint rules of SPID and CIE have it over OpenID Connect: claims of
 * attributes.eid.gov.it, classes SpidL1 to SpidL3, a subject for each service, PKCE and private_key_jwt. Whoever comes chooses who to be, or how the
 * sign-in fails. An office runs none.
 */
import { createHash, generateKeyPairSync, randomBytes, type webcrypto } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Configuration, InteractionResults } from 'oidc-provider'
import { claimNames, type Person, people } from './people.ts'
import { choicePage } from './provider-page.ts'
import { openShelves } from './provider-shelf.ts'

// Node 20 has no URL.parse, which the provider calls.
URL.parse ??= (url, base) => (URL.canParse(url, base) ? new URL(url, base) : null)

/** The package, which says at once that it does not support Node 20; what is called above is all that it lacks there. */
async function loadProvider(): Promise<typeof import('oidc-provider').default> {
  const { warn } = console
  console.warn = (...told: readonly unknown[]) => {
    if (!String(told[0]).includes('Unsupported runtime')) warn(...told)
  }
  try {
    return (await import('oidc-provider')).default
  } finally {
    console.warn = warn
  }
}

/** A service that people sign in to. */
export type Service = {
  readonly clientId: string
  readonly redirectUris: readonly string[]
  /** With which the service signs its requests for tokens. */
  readonly publicKey: webcrypto.JsonWebKey
}

export type SpidProvider = {
  readonly issuer: string
  readonly close: () => Promise<void>
}

const classes = [1, 2, 3].map((level) => `https://www.spid.gov.it/SpidL${level}`)

/** At most what the form of the choice is. */
async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk
    if (text.length > 10_000) break
  }
  return new URLSearchParams(text)
}

/** What the person has chosen on the page. */
function resultOf(form: URLSearchParams): InteractionResults {
  const [outcome, accountId, level] = [form.get('outcome') ?? '', form.get('person') ?? '', form.get('level') ?? '']
  if (outcome.startsWith('nr')) return { error: 'access_denied', error_description: `ErrorCode ${outcome}` }
  // Other services of this browser ask anew.
  return { login: { accountId, acr: `https://www.spid.gov.it/SpidL${level}`, remember: false } }
}

function configurationFor({ clientId, redirectUris, publicKey }: Service): Configuration {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const secret = randomBytes(32).toString('hex')
  return {
    clients: [
      {
        client_id: clientId,
        redirect_uris: [...redirectUris],
        ...{ response_types: ['code'], grant_types: ['authorization_code'], subject_type: 'pairwise' },
        ...{ token_endpoint_auth_method: 'private_key_jwt', require_auth_time: true },
        jwks: { keys: [{ ...publicKey }] },
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' }] },
    cookies: { keys: [secret] },
    adapter: openShelves(),
    acrValues: classes,
    scopes: ['openid'],
    claims: {
      openid: ['sub'],
      acr: null,
      auth_time: null,
      iss: null,
      ...Object.fromEntries(claimNames.map((name) => [name, null])),
    },
    subjectTypes: ['pairwise'],
    pairwiseIdentifier: (_context, accountId, { clientId: service }) =>
      createHash('sha256').update(`${secret} ${service} ${accountId}`).digest('hex'),
    // Half an hour for a choice; what is issued is used at once.
    ttl: { Interaction: 1_800, Session: 1_800, Grant: 1_800, AccessToken: 60, IdToken: 60 },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false }, claimsParameter: { enabled: true } },
    interactions: { url: (_context, { uid }) => `/choice/${uid}` },
    findAccount: (_context, id) => {
      const known: Person | undefined = Object.hasOwn(people, id) ? people[id] : undefined
      return known && { accountId: id, claims: () => ({ ...known.claims, sub: id }) }
    },
    // Whoever has chosen a person has agreed to what is sent of it.
    async loadExistingGrant({ oidc }) {
      const { Grant } = oidc.provider
      const grant = new Grant({ clientId, accountId: oidc.session?.accountId ?? '' })
      grant.addOIDCScope('openid')
      grant.addOIDCClaims([...claimNames])
      await grant.save()
      return grant
    },
  }
}

/** Listens on 127.0.0.1, on any free port where `port` is 0, for the one service that it knows. */
export async function openProvider(port: number, service: Service): Promise<SpidProvider> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  const issuer = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : port}`
  const Provider = await loadProvider()
  const provider = new Provider(issuer, configurationFor(service))
  const protocol = provider.callback()

  async function choose(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { params } = await provider.interactionDetails(request, response)
    if (request.method === 'POST') return provider.interactionFinished(request, response, resultOf(await formOf(request)))
    const asked = typeof params['acr_values'] === 'string' ? params['acr_values'] : ''
    response.setHeader('content-type', 'text/html; charset=utf-8')
    const locale = params['ui_locales'] === 'en' ? 'en' : 'it'
    response.end(choicePage(people, classes.indexOf(asked) + 1, locale))
  }

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (request.url?.startsWith('/choice/') !== true) return void protocol(request, response)
    choose(request, response).catch(() => {
      // Such as a page that was open for an hour.
      response.statusCode = 400
      response.end('The sign-in is over: begin again at the service.')
    })
  })
  return {
    issuer,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
