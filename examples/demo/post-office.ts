/** The post: a real SMTP server on loopback that asks for STARTTLS and a sign-in, and keeps what it receives. */
import { randomBytes } from 'node:crypto'
import PostalMime, { type Address } from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import { selfSignedCertificate } from './certificate.ts'

/** A letter as the citizen's mail program shows it. */
export type ReceivedLetter = {
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly text: string
  /** Protocol of the connection it came over, such as `TLSv1.3`. */
  readonly tls: string
}

export type PostOffice = {
  readonly host: string
  readonly port: number
  /** The sender's sign-in. */
  readonly user: string
  readonly pass: string
  /** PEM of the certificate to trust. */
  readonly ca: string
  /** Letters received so far, for whomever. */
  readonly received: () => number
  /** The letters for an address that have not been read yet, in order of arrival. */
  collect(address: string): Promise<readonly ReceivedLetter[]>
  close(): Promise<void>
}

type Item = { readonly raw: Uint8Array; readonly recipients: readonly string[]; readonly tls: string; read: boolean }

const host = '127.0.0.1'
const hour = 3_600_000

function nameOf({ name = '', address = '' }: Address): string {
  return name === '' ? address : `${name} <${address}>`
}

async function read({ raw, tls }: Item): Promise<ReceivedLetter> {
  const { from, to, subject = '', text = '' } = await PostalMime.parse(raw)
  return { from: from === undefined ? '' : nameOf(from), to: (to ?? []).map(nameOf).join(', '), subject, text, tls }
}

/** Opens on a free port of loopback. */
export async function openPostOffice(): Promise<PostOffice> {
  const now = Date.now()
  const { cert, key } = selfSignedCertificate({ hosts: ['localhost', host], validFrom: now - hour, validUntil: now + 24 * hour })
  const user = 'sportello'
  const pass = randomBytes(18).toString('base64url')
  const items: Item[] = []

  const server = new SMTPServer({
    key,
    cert,
    banner: 'Sportello demo',
    disableReverseLookup: true,
    authMethods: ['PLAIN', 'LOGIN'],
    onAuth(given, session, answer) {
      const right = session.secure && given.username === user && given.password === pass
      if (right) answer(null, { user })
      else answer(Object.assign(new Error('5.7.8 sign-in refused'), { responseCode: 535 }))
    },
    onData(stream, session, answer) {
      const chunks: Uint8Array[] = []
      stream.on('data', (chunk: Uint8Array) => chunks.push(chunk))
      stream.on('error', answer)
      stream.on('end', () => {
        const recipients = session.envelope.rcptTo.map(({ address }) => address.toLowerCase())
        const { tlsOptions } = session
        const tls = typeof tlsOptions === 'object' ? (tlsOptions.version ?? 'TLS') : 'TLS'
        items.push({ raw: Buffer.concat(chunks), recipients, tls, read: false })
        answer()
      })
    },
  })
  // A client that hangs up, or does not like the certificate, is the client's affair.
  server.on('error', () => {})
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(0, host, resolve)
  })
  const address = server.server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0

  return {
    host,
    port,
    user,
    pass,
    ca: cert,
    received: () => items.length,
    async collect(recipient) {
      const mine = items.filter(({ recipients, read: seen }) => !seen && recipients.includes(recipient.toLowerCase()))
      for (const item of mine) item.read = true
      return Promise.all(mine.map(read))
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}
