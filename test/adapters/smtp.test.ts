import type { AddressInfo } from 'node:net'
import { createTransport } from 'nodemailer'
import PostalMime from 'postal-mime'
import { SMTPServer, type SMTPServerAddress, type SMTPServerOptions } from 'smtp-server'
import { afterEach, describe, expect, it } from 'vitest'
import { selfSignedCertificate } from '../../examples/demo/certificate.ts'
import { mailerByChannel, pooledTls, type SmtpMessage, smtpMailer } from '../../src/adapters/smtp.ts'
import { isSportelloError } from '../../src/kernel/index.ts'
import type { Mail, Mailer, MailOutcome } from '../../src/ports/index.ts'
import { mailerContract, recordingMailer } from '../../src/testing/index.ts'

const now = Date.now()
const certificate = selfSignedCertificate({
  hosts: ['localhost', '127.0.0.1'],
  validFrom: now - 60_000,
  validUntil: now + 86_400_000,
})
const from = { name: 'Comune di Prova, sportello', address: 'sportello@comune.example.it' }

type Arrived = { readonly to: readonly string[]; readonly secure: boolean; readonly user: unknown; readonly raw: Buffer }
type Hop = { readonly port: number; readonly arrived: Arrived[] }

const closing: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** An SMTP server on loopback that requires STARTTLS and a sign-in, and keeps what it takes. */
async function startHop(options: SMTPServerOptions = {}): Promise<Hop> {
  const arrived: Arrived[] = []
  const server = new SMTPServer({
    ...certificate,
    disableReverseLookup: true,
    onAuth(auth, session, callback) {
      if (!session.secure || auth.username !== 'sportello' || auth.password !== 'segreto') callback(new Error('no'))
      else callback(null, { user: auth.username })
    },
    onData(stream, session, callback) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address)
        arrived.push({ to, secure: session.secure, user: session.user, raw: Buffer.concat(chunks) })
        callback(null)
      })
    },
    ...options,
  })
  // A client that leaves in the middle is part of some tests.
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => new Promise((resolve) => server.close(() => resolve())))
  return { port: (server.server.address() as AddressInfo).port, arrived }
}

type MailerOptions = { readonly user?: string; readonly pass?: string; readonly ca?: string | null; readonly host?: string }

function mailerTo(port: number, options: MailerOptions = {}): Mailer {
  const { user = 'sportello', pass = 'segreto', ca = certificate.cert, host = 'localhost' } = options
  const transport = createTransport(pooledTls({ host, port, user, pass, ...(ca === null ? {} : { ca }) }))
  closing.push(async () => transport.close())
  return smtpMailer(transport, { from })
}

function mailOf(over: Partial<Mail> = {}): Mail {
  return {
    id: 'office.registration.01J0.2.completed',
    messageIdLeft: over.id ?? 'office.registration.01J0.2.completed',
    to: { name: 'Ada Esempio', address: 'ada@example.org' },
    subject: 'Richiesta ricevuta',
    text: 'La richiesta è stata ricevuta.\n',
    html: '<p>La richiesta è stata ricevuta.</p>\n',
    locale: 'it',
    channel: 'ordinary',
    ...over,
  }
}

/** A server that answers one step with this code. */
const refusingRecipient = (responseCode: number, said = 'no'): SMTPServerOptions => ({
  onRcptTo: (_: SMTPServerAddress, __, callback) => callback(Object.assign(new Error(said), { responseCode })),
})
const refusingSender = (responseCode: number, said = 'no'): SMTPServerOptions => ({
  onMailFrom: (_: SMTPServerAddress, __, callback) => callback(Object.assign(new Error(said), { responseCode })),
})
const refusingData = (responseCode: number, said = 'no'): SMTPServerOptions => ({
  onData(stream, _, callback) {
    stream.resume()
    stream.on('end', () => callback(Object.assign(new Error(said), { responseCode })))
  },
})

describe('smtpMailer keeps the mailer contract over a real server with STARTTLS', () => {
  const contract = mailerContract(async () => {
    const { port, arrived } = await startHop()
    return {
      mailer: mailerTo(port),
      async received() {
        const mails = arrived.map(async ({ to, raw }) => {
          const { messageId = '', subject = '', text = '', html = '' } = await PostalMime.parse(raw)
          return to.map((address) => ({ id: messageId.slice(1, messageId.lastIndexOf('@')), to: address, subject, text, html }))
        })
        return (await Promise.all(mails)).flat()
      },
    }
  })
  for (const { name, run } of contract) it(name, run)
})

describe('what a recipient gets', () => {
  async function received(mail: Mail): Promise<Awaited<ReturnType<typeof PostalMime.parse>> & { readonly lines: string }> {
    const { port, arrived } = await startHop()
    expect(await mailerTo(port).send(mail)).toBe('sent')
    const [only] = arrived
    expect(arrived).toHaveLength(1)
    expect(only).toMatchObject({ to: ['ada@example.org'], secure: true, user: 'sportello' })
    const raw = only?.raw ?? Buffer.alloc(0)
    return { ...(await PostalMime.parse(raw)), lines: raw.toString('latin1') }
  }
  const header = (lines: string, name: string) => new RegExp(`^${name}: (.*)\r$`, 'm').exec(lines)?.[1]

  it('comes from the office, in its language, marked as automatic', async () => {
    const { from: sender, to, lines } = await received(mailOf({ locale: 'en' }))
    expect(sender).toMatchObject(from)
    expect(to).toMatchObject([{ name: 'Ada Esempio', address: 'ada@example.org' }])
    expect(header(lines, 'Auto-Submitted')).toBe('auto-generated')
    expect(header(lines, 'Content-Language')).toBe('en')
    expect(header(lines, 'Content-Type')).toMatch(/^multipart\/alternative/)
  })

  it('has a Message-ID made of the mail id and the sender’s domain', async () => {
    expect((await received(mailOf())).messageId).toBe('<office.registration.01J0.2.completed@comune.example.it>')
  })

  it('names no file or address that was in the texts', async () => {
    const { attachments, text } = await received(
      mailOf({ text: 'path: /etc/hostname\n', html: '<img src="file:///etc/hostname">' }),
    )
    expect([attachments, text?.trim()]).toEqual([[], 'path: /etc/hostname'])
  })
})

const endOf = (answer: MailOutcome) => (typeof answer === 'string' ? answer : answer.outcome)
const reasonOf = (answer: MailOutcome) => (typeof answer === 'string' ? null : answer.reason)

describe('which outcome a failure has', () => {
  const ends = async (options: SMTPServerOptions) => endOf(await mailerTo((await startHop(options)).port).send(mailOf()))

  it('a refusal that speaks of that mailbox is for good, and says why', async () => {
    for (const options of [
      refusingRecipient(550, '5.1.1 no such user here'),
      refusingRecipient(550, '5.1.10 the domain takes no mail'),
      refusingRecipient(550, '5.2.1 mailbox disabled'),
      refusingData(550, '5.1.1 no such user here'),
      refusingRecipient(551),
      refusingRecipient(556),
    ]) {
      const answer = await mailerTo((await startHop(options)).port).send(mailOf())
      expect(endOf(answer)).toBe('rejected')
      expect(reasonOf(answer)).toMatch(/^55[016] /)
    }
  })

  it('a refusal that speaks of us, of the way or of the content is worth another try', async () => {
    for (const options of [
      refusingRecipient(554, '5.7.1 client blocked by a list'),
      refusingRecipient(550),
      refusingRecipient(553),
      refusingRecipient(550, '5.7.1 relay access denied'),
      refusingRecipient(550, '5.4.1 no route'),
      refusingRecipient(552, '5.2.2 mailbox full'),
      refusingData(550, '5.7.26 the sender is not authenticated'),
      refusingData(554, '5.7.9 not accepted for reasons of policy'),
      refusingData(554),
      refusingData(552),
      refusingSender(550, '5.1.8 the domain of the sender is not there'),
      refusingSender(550, '5.1.1 no such sender'),
      refusingSender(552),
    ]) {
      expect(await ends(options)).toBe('retry')
    }
  })

  it('a passing refusal is worth another try', async () => {
    for (const options of [
      refusingRecipient(450, '4.1.1 try again'),
      refusingRecipient(452),
      refusingData(451),
      refusingSender(421),
      refusingSender(451),
    ]) {
      expect(await ends(options)).toBe('retry')
    }
  })

  it('a refusal of the office’s own access is worth another try, and its reason quotes nothing that was said', async () => {
    const answer = await mailerTo((await startHop()).port, { pass: 'falso' }).send(mailOf())
    expect(endOf(answer)).toBe('retry')
    expect(reasonOf(answer)).toMatch(/^535( [245]\.\d+\.\d+)? \(sign-in\)$/)
    expect(await ends(refusingSender(550))).toBe('retry')
    expect(await ends(refusingRecipient(530))).toBe('retry')
    const banned: SMTPServerOptions = {
      onConnect: (_, callback) => callback(Object.assign(new Error('no'), { responseCode: 554 })),
    }
    expect(await ends(banned)).toBe('retry')
  })

  it('no connection, no TLS and no trust in the server are worth another try, and nothing is sent in clear', async () => {
    const plain = await startHop({ disabledCommands: ['STARTTLS'], authOptional: true })
    expect(endOf(await mailerTo(plain.port).send(mailOf()))).toBe('retry')
    const strange = await startHop()
    expect(endOf(await mailerTo(strange.port, { ca: null }).send(mailOf()))).toBe('retry')
    expect([plain.arrived, strange.arrived]).toEqual([[], []])
    const { port } = await startHop()
    for (const close of closing.splice(-1)) await close()
    expect(endOf(await mailerTo(port).send(mailOf()))).toBe('retry')
  })
})

describe('what the transport answers or throws', () => {
  type Answer = () => unknown
  const answered = (answer: Answer) => smtpMailer({ sendMail: async () => answer() }, { from }).send(mailOf())
  const outcome = async (answer: Answer) => endOf(await answered(answer))
  const throwing = (fields: unknown) => () => {
    throw fields
  }
  const thrown = (fields: unknown) => outcome(throwing(fields))

  it('is read where a recipient is refused although the call succeeds', async () => {
    const refused = (error: object) => outcome(() => ({ rejected: ['x'], rejectedErrors: [error] }))
    expect(await outcome(() => ({ accepted: ['ada@example.org'], rejected: [], pending: [] }))).toBe('sent')
    expect(await refused({ responseCode: 551, command: 'RCPT TO' })).toBe('rejected')
    expect(await refused({ responseCode: 550, command: 'RCPT TO', response: '550 5.7.1 no' })).toBe('retry')
    expect(await refused({ responseCode: 450, command: 'RCPT TO' })).toBe('retry')
    // A list without a reply does not say whose fault it is.
    expect(await outcome(() => ({ accepted: [], rejected: ['ada@example.org'] }))).toBe('retry')
    expect(await outcome(() => ({ rejected: ['ada@example.org'], rejectedErrors: [] }))).toBe('retry')
    expect(await outcome(() => ({ accepted: [], rejected: [], pending: ['ada@example.org'] }))).toBe('retry')
    expect(await outcome(() => ({ accepted: [], rejected: [] }))).toBe('retry')
  })

  it('counts as sent where a transport says nothing about recipients', async () => {
    for (const info of [undefined, null, 'queued', {}, { messageId: 'x', accepted: 'all' }])
      expect(await outcome(() => info)).toBe('sent')
  })

  it.each([
    ['5.1.1', 'rejected'],
    ['5.1.2', 'rejected'],
    ['5.1.3', 'rejected'],
    ['5.1.4', 'rejected'],
    ['5.1.6', 'rejected'],
    ['5.1.10', 'rejected'],
    ['5.2.1', 'rejected'],
    ...[
      '5.0.0',
      '5.1.0',
      '5.1.5',
      '5.1.7',
      '5.1.8',
      '5.1.9',
      '5.1.11',
      '5.1.100',
      '5.2.0',
      '5.2.2',
      '5.2.3',
      '5.2.4',
      '5.2.10',
    ].map((code) => [code, 'retry'] as const),
    ...['3', '4', '5', '6', '7'].flatMap((subject) =>
      Array.from({ length: 31 }, (_, detail) => [`5.${subject}.${detail}`, 'retry'] as const),
    ),
  ] as const)('is %s %s at a recipient line and after the data, whatever the reply code', async (enhanced, end) => {
    for (const responseCode of [500, 550, 551, 552, 553, 554, 556, 571]) {
      for (const command of ['RCPT TO', 'DATA', undefined]) {
        const response = `${responseCode} ${enhanced} said so`
        expect(await thrown({ responseCode, command, response })).toBe(end)
      }
    }
    for (const command of ['CONN', 'EHLO', 'STARTTLS', 'AUTH', 'RSET', 'MAIL FROM', 'API', null, 7]) {
      expect(await thrown({ responseCode: 550, command, response: `550 ${enhanced} said so` })).toBe('retry')
    }
    expect(await thrown({ responseCode: 450, command: 'RCPT TO', response: `450 ${enhanced} said so` })).toBe('retry')
    expect(await thrown({ responseCode: 535, command: 'RCPT TO', response: `535 ${enhanced} said so` })).toBe('retry')
  })

  it('takes the enhanced code from the head of a line and nowhere else', async () => {
    const at = (response: unknown) => thrown({ responseCode: 550, command: 'RCPT TO', response })
    expect(await at('550-5.7.26 not authenticated\n550 5.7.26 see the page')).toBe('retry')
    expect(await at('550-no\n550 5.1.1 no such user')).toBe('rejected')
    expect(await at('5.7.1 denied')).toBe('retry')
    expect(await at('550 4.7.1 contradicts itself')).toBe('retry')
    expect(await at('550 no such user, and 5.1.1 is quoted')).toBe('retry')
    expect(await at('550 5.1.1.2 is an address')).toBe('retry')
  })

  it('without an enhanced code is final only where a plain reply to the recipient line speaks of the mailbox', async () => {
    for (const responseCode of [551, 556]) expect(await thrown({ responseCode, command: 'RCPT TO' })).toBe('rejected')
    for (const responseCode of [500, 501, 503, 521, 530, 534, 535, 538, 552, 554, 571, 599]) {
      expect(await thrown({ responseCode, command: 'RCPT TO' })).toBe('retry')
    }
    for (const command of ['DATA', 'MAIL FROM', 'CONN', 'EHLO', 'STARTTLS', 'RSET', undefined]) {
      for (const responseCode of [550, 552, 553, 554]) expect(await thrown({ responseCode, command })).toBe('retry')
    }
    for (const responseCode of [499, 600, 250, 421, 550.5, Number.NaN, '550', null]) {
      expect(await thrown({ responseCode, command: 'RCPT TO' })).toBe('retry')
    }
  })

  it('is worth another try where the transport itself fails, and the reason is its code and none of its words', async () => {
    for (const code of ['EENVELOPE', 'ECONNECTION', 'ETIMEDOUT', 'ESOCKET', 'EDNS', 'ETLS', 'EMESSAGE']) {
      expect(await answered(throwing({ code, message: 'to 10.0.0.1 with segreto' }))).toEqual({ outcome: 'retry', reason: code })
    }
    expect(await answered(throwing({ code: 'password segreto' }))).toEqual({
      outcome: 'retry',
      reason: 'no reply of a mail server',
    })
    const signIn = { code: 'EAUTH', responseCode: 550, command: 'RCPT TO', response: '550 5.1.1 user segreto' }
    expect(await answered(throwing(signIn))).toEqual({ outcome: 'retry', reason: '550 5.1.1 (sign-in)' })
  })

  it('J4: never becomes an exception, whatever is thrown', async () => {
    const trap = new Proxy(
      {},
      {
        get: () => {
          throw new Error('trap')
        },
      },
    )
    for (const value of [undefined, null, 'text', 1, new Error('no'), trap, {}]) expect(await thrown(value)).toBe('retry')
    expect(await outcome(() => trap)).toBe('retry')
    const synchronous = {
      sendMail: (): Promise<unknown> => {
        throw new Error('at once')
      },
    }
    expect(endOf(await smtpMailer(synchronous, { from }).send(mailOf()))).toBe('retry')
  })
})

describe('what is handed to the transport', () => {
  async function handed(mail: Mail, options: Partial<Parameters<typeof smtpMailer>[1]> = {}): Promise<readonly SmtpMessage[]> {
    const messages: SmtpMessage[] = []
    await smtpMailer({ sendMail: async (message) => messages.push(message) }, { from, ...options }).send(mail)
    return messages
  }

  it('R11: is one address as an object, never a text that could be parsed into two', async () => {
    const replyTo = { name: 'Ufficio', address: 'ufficio@comune.example.it' }
    const [message] = await handed(mailOf({ to: { name: 'a, b@example.org', address: 'ada@example.org' } }), { replyTo })
    expect(message).toEqual({
      from,
      to: { name: 'a, b@example.org', address: 'ada@example.org' },
      replyTo,
      subject: 'Richiesta ricevuta',
      text: 'La richiesta è stata ricevuta.\n',
      html: '<p>La richiesta è stata ricevuta.</p>\n',
      messageId: '<office.registration.01J0.2.completed@comune.example.it>',
      headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': 'it' },
      disableFileAccess: true,
      disableUrlAccess: true,
    })
  })

  it('R11: is nothing at all when a header holds a line break or an address is not exactly one', async () => {
    for (const address of [
      'ada@example.org\r\nBcc: eve@example.org',
      'ada@example.org,eve@example.org',
      'ada@example.org\u0000',
      'ada',
    ]) {
      expect(await handed(mailOf({ to: { name: '', address } }))).toEqual([])
    }
    for (const text of ['a\r\nb', 'a\nb', 'a\0b', 'a\u007Fb', 'a'.repeat(999)]) {
      expect(await handed(mailOf({ subject: text }))).toEqual([])
      expect(await handed(mailOf({ to: { name: text, address: 'ada@example.org' } }))).toEqual([])
    }
    expect(await handed(mailOf({ subject: 'a'.repeat(998) }))).toHaveLength(1)
  })

  it('is nothing at all for a channel that there is not: what is meant for a PEC must not go as ordinary mail', async () => {
    for (const channel of ['PEC', 'fax', '', undefined]) expect(await handed(mailOf({ channel: channel as never }))).toEqual([])
    expect(await handed(mailOf({ channel: 'pec' }))).toHaveLength(1)
  })

  it('has the Message-ID that it is given, at the domain that was asked for', async () => {
    const [message] = await handed(mailOf({ messageIdLeft: 'a.b=2e_-9' }), { domain: 'mail.example.it' })
    expect(message?.messageId).toBe('<a.b=2e_-9@mail.example.it>')
  })

  it.each(['', '.a', 'a.', 'a..b', 'a@b', 'a b', 'a>', 'a\r\nBcc: eve@example.org', 'è', 7, null, undefined])(
    'J3: is nothing when the left-hand side of its Message-ID is no dot-atom: %j',
    async (messageIdLeft) => {
      expect(await handed(mailOf({ messageIdLeft: messageIdLeft as string }))).toEqual([])
    },
  )

  it('J3: is nothing when the Message-ID would be too long for a line', async () => {
    const domain = `${'d'.repeat(250)}.it`
    expect(await handed(mailOf({ messageIdLeft: 'a'.repeat(765) }), { domain })).toEqual([])
    expect(await handed(mailOf({ messageIdLeft: 'a'.repeat(765) }))).toHaveLength(1)
    expect(await handed(mailOf({ messageIdLeft: 'a'.repeat(1_048_576) }))).toEqual([])
  })
})

describe('smtpMailer refuses at once', () => {
  const configured = (options: unknown): unknown => {
    try {
      smtpMailer({ sendMail: async () => undefined }, options as Parameters<typeof smtpMailer>[1])
      return 'accepted'
    } catch (cause) {
      return isSportelloError(cause) ? cause.code : cause
    }
  }
  const bad = [
    undefined,
    null,
    'a@example.org',
    {},
    { name: 'x' },
    { name: 'a\r\nb', address: 'a@example.org' },
    { name: '', address: 'a@x,b@y' },
  ]

  it('a sender or an address for answers that is not one mailbox', () => {
    expect([configured(undefined), configured(null), configured({})]).toEqual(Array(3).fill('config/invalid'))
    for (const value of bad) expect(configured({ from: value })).toBe('config/invalid')
    for (const value of bad.slice(1)) expect(configured({ from, replyTo: value })).toBe('config/invalid')
    expect(configured({ from, replyTo: from })).toBe('accepted')
  })

  it('a domain that is no ASCII host name', () => {
    for (const domain of ['', 'a b', 'è.it', 'a@b', '.it', 'it.', 'a\r\nb', 1, null, 'd'.repeat(254)]) {
      expect(configured({ from, domain })).toBe('config/invalid')
    }
    for (const domain of ['example.it', 'a', 'd'.repeat(253), 'xn--e1afmkfd.it'])
      expect(configured({ from, domain })).toBe('accepted')
    expect(configured({ from: { name: '', address: 'a@città.it' } })).toBe('config/invalid')
  })
})

describe('pooledTls', () => {
  it('always asks for verified TLS: from the first byte on port 465, by STARTTLS elsewhere', () => {
    const server = { host: 'mail.example.it', user: 'u', pass: 'p' }
    const tls = { minVersion: 'TLSv1.2', rejectUnauthorized: true }
    expect(pooledTls(server)).toMatchObject({ port: 587, secure: false, requireTLS: true, pool: true, tls })
    expect(pooledTls({ ...server, port: 465 })).toMatchObject({ port: 465, secure: true, requireTLS: true })
    expect(pooledTls({ ...server, port: 25, ca: 'PEM' })).toMatchObject({ secure: false, tls: { ...tls, ca: 'PEM' } })
    expect(pooledTls(server)).toMatchObject({ auth: { user: 'u', pass: 'p' }, disableFileAccess: true, disableUrlAccess: true })
  })
})

describe('mailerByChannel', () => {
  it('gives what is for a PEC to the one mailer and everything else to the other, as it is, and says what they say', async () => {
    const mailers = { pec: recordingMailer(['retry', 'sent']), ordinary: recordingMailer(['rejected', 'sent']) }
    const mailer = mailerByChannel(mailers)
    const [certified, plain] = [mailOf({ channel: 'pec' }), mailOf()]
    expect(await mailer.send(certified)).toBe('retry')
    expect(await mailer.send(plain)).toBe('rejected')
    expect([await mailer.send(certified), await mailer.send(plain)]).toEqual(['sent', 'sent'])
    expect(mailers.pec.calls.map(({ mail }) => mail)).toEqual([certified, certified])
    expect(mailers.ordinary.calls.map(({ mail }) => mail)).toEqual([plain, plain])
  })

  it('sends the two by servers of their own, with the address of each as the sender', async () => {
    const hops = { pec: await startHop(), ordinary: await startHop() }
    const over = ({ port }: Hop, address: string) => {
      const transport = createTransport(
        pooledTls({ host: 'localhost', port, user: 'sportello', pass: 'segreto', ca: certificate.cert }),
      )
      closing.push(async () => transport.close())
      return smtpMailer(transport, { from: { ...from, address } })
    }
    const mailer = mailerByChannel({
      pec: over(hops.pec, 'sportello@pec.example.it'),
      ordinary: over(hops.ordinary, 'sportello@comune.example.it'),
    })
    const mails = [mailOf({ channel: 'pec', to: { name: '', address: 'ada@pec.example.org' } }), mailOf()]
    expect(await Promise.all(mails.map((mail) => mailer.send(mail)))).toEqual(['sent', 'sent'])
    const [certified, plain] = [hops.pec.arrived[0], hops.ordinary.arrived[0]]
    expect([hops.pec.arrived.length, hops.ordinary.arrived.length]).toEqual([1, 1])
    expect([certified?.to, plain?.to]).toEqual([['ada@pec.example.org'], ['ada@example.org']])
    const parsed = await PostalMime.parse(certified?.raw ?? Buffer.alloc(0))
    expect(parsed.from).toMatchObject({ address: 'sportello@pec.example.it' })
    // The domain of the sender: receipts come back with this Message-ID.
    expect(parsed.messageId).toBe(`<${mailOf().id}@pec.example.it>`)
  })

  it('J4: keeps a failure of either to itself no more than they do', async () => {
    const failing: Mailer = { send: () => Promise.reject(new Error('down')) }
    const mailer = mailerByChannel({ pec: failing, ordinary: recordingMailer() })
    await expect(mailer.send(mailOf({ channel: 'pec' }))).rejects.toThrow('down')
    expect(await mailer.send(mailOf())).toBe('sent')
  })
})
