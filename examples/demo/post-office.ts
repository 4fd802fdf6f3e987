/** The post: a real SMTP server on loopback that asks for STARTTLS and a sign-in, and brings what it receives to the mailbox. */
import { randomBytes } from 'node:crypto'
import { SMTPServer } from 'smtp-server'
import { selfSignedCertificate } from './certificate.ts'
import type { Mailbox } from './mailbox.ts'

export type PostOffice = {
  readonly host: string
  readonly port: number
  /** The sender's sign-in. */
  readonly user: string
  readonly pass: string
  /** PEM of the certificate to trust. */
  readonly ca: string
  readonly mailbox: Mailbox
  close(): Promise<void>
}

const host = '127.0.0.1'
const hour = 3_600_000

/** Opens on a free port of loopback. */
export async function openPostOffice(mailbox: Mailbox): Promise<PostOffice> {
  const now = Date.now()
  const { cert, key } = selfSignedCertificate({ hosts: ['localhost', host], validFrom: now - hour, validUntil: now + 24 * hour })
  const user = 'sportello'
  const pass = randomBytes(18).toString('base64url')

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
        // Whoever is told that a letter has arrived may forget it.
        mailbox.put({ raw: Buffer.concat(chunks), recipients, tls }).then(() => answer(), answer)
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
  return { host, port, user, pass, ca: cert, mailbox, close: () => new Promise<void>((resolve) => server.close(() => resolve())) }
}
