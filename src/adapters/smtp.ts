/** Mail through SMTP. The host hands in a nodemailer transport, or anything else that sends messages of the same shape. */
import { type Locale, SportelloError } from '../kernel/index.ts'
import type { Mail, Mailer } from '../ports/index.ts'
import { isAddress, isName, readMail } from './mail-rules.ts'
import { failureOf, outcomeOf } from './smtp-replies.ts'

/** A mailbox with the name to show. */
export type Mailbox = { readonly name: string; readonly address: string }

/**
 * A mailer that takes what is for a PEC address through one mailer and everything else through another. Receipts of delivery come only
 * for what the office sends from a PEC mailbox of its own, by its provider's server.
 *
 * @example
 * const mailer = mailerByChannel({ pec: recordingMailer(), ordinary: recordingMailer() })
 */
export function mailerByChannel(mailers: { readonly [Channel in Mail['channel']]: Mailer }): Mailer {
  const { pec, ordinary } = mailers
  return { send: (mail) => (mail.channel === 'pec' ? pec : ordinary).send(mail) }
}

/** What is handed to the transport: only fields that nodemailer knows, addresses always as name and address. */
export type SmtpMessage = {
  readonly from: Mailbox
  readonly to: Mailbox
  readonly replyTo?: Mailbox
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly messageId: string
  readonly headers: { readonly 'Auto-Submitted': 'auto-generated'; readonly 'Content-Language': Locale }
  readonly disableFileAccess: true
  readonly disableUrlAccess: true
}

/** The part of a nodemailer transport (7 or later) that is used. */
export type SmtpTransport = { sendMail(message: SmtpMessage): Promise<unknown> }

/** The sender of the mail. */
export type SmtpMailerOptions = {
  /** The office as the recipient sees it. */
  readonly from: Mailbox
  readonly replyTo?: Mailbox
  /** Right-hand side of the Message-ID; when left out, the domain of `from`. */
  readonly domain?: string
}

const domainPattern = /^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/

// Longer ones would break the line length of RFC 5322 §2.1.1; ids of the library have at most 255 characters, nearly all plain.
const messageIdLengthMax = 900

function mailbox(field: string, value: Mailbox): Mailbox {
  try {
    const { name, address } = value
    if (isName(name) && isAddress(address)) return { name, address }
  } catch {
    // Told below, like any other value that is no mailbox.
  }
  throw new SportelloError('config/invalid', `smtp: ${field} is a name and one mail address, without control characters`)
}

/**
 * A mailer over the given transport. Each mail goes to one address as text and HTML; its Message-ID is `mail.messageIdLeft`
 * at the domain, so a repeat has the same. `send` never throws and tells nobody what was in a mail. Unacceptable mail (CR, LF or NUL in a header, more
 * or less than one address, CR or NUL in a body) is `rejected` without reaching the transport. Only a reply that speaks of the mailbox itself
 * is `rejected` too, by its enhanced status code (RFC 3463); every other failure is `retry`. Either says why: the reply, or nodemailer's error
 * code. Throws `config/invalid` at once
 * when an option is none.
 *
 * @example
 * const transport = nodemailer.createTransport(pooledTls({ host: 'smtp.example.it', user: 'sportello', pass: 'secret' }))
 * const mailer = smtpMailer(transport, { from: { name: 'Comune di Prova', address: 'sportello@example.it' } })
 */
export function smtpMailer(transport: SmtpTransport, options: SmtpMailerOptions): Mailer {
  const from = mailbox('from', options?.from)
  const replyTo = options.replyTo === undefined ? {} : { replyTo: mailbox('replyTo', options.replyTo) }
  const { domain = from.address.slice(from.address.indexOf('@') + 1) } = options
  if (typeof domain !== 'string' || !domainPattern.test(domain)) {
    throw new SportelloError('config/invalid', 'smtp: domain is the ASCII name of a mail domain')
  }
  return {
    async send(mail) {
      const read = readMail(mail)
      if (read === null) return 'rejected'
      const { messageIdLeft, to, subject, text, html, locale } = read
      const messageId = `<${messageIdLeft}@${domain}>`
      if (messageId.length > messageIdLengthMax) return 'rejected'
      const headers = { 'Auto-Submitted': 'auto-generated', 'Content-Language': locale } as const
      const access = { disableFileAccess: true, disableUrlAccess: true } as const
      try {
        return outcomeOf(await transport.sendMail({ from, to, ...replyTo, subject, text, html, messageId, headers, ...access }))
      } catch (cause) {
        return failureOf(cause)
      }
    },
  }
}

/** A mail server that requires TLS. */
export type SmtpServer = {
  readonly host: string
  /** 465 speaks TLS from the first byte, any other port must offer STARTTLS. Default 587. */
  readonly port?: number
  readonly user: string
  readonly pass: string
  /** PEM of the authority to trust instead of the system's. */
  readonly ca?: string
}

/** Options for nodemailer's `createTransport`. */
export type SmtpPoolOptions = {
  readonly pool: true
  readonly host: string
  readonly port: number
  readonly secure: boolean
  readonly requireTLS: true
  readonly auth: { readonly user: string; readonly pass: string }
  readonly tls: { readonly minVersion: 'TLSv1.2'; readonly rejectUnauthorized: true; readonly ca?: string }
  readonly connectionTimeout: number
  readonly greetingTimeout: number
  readonly socketTimeout: number
  readonly disableFileAccess: true
  readonly disableUrlAccess: true
}

/**
 * The options that this adapter wants: pooled connections, never without verified TLS, no files and addresses fetched into a
 * mail, and waits that end well before a lease of the relay does. Use as `createTransport(pooledTls({ host, user, pass }))`.
 *
 * @example
 * const transport = nodemailer.createTransport(pooledTls({ host: 'smtp.example.it', user: 'sportello', pass: 'secret' }))
 */
export function pooledTls(server: SmtpServer): SmtpPoolOptions {
  const { host, port = 587, user, pass, ca } = server
  return {
    pool: true,
    host,
    port,
    secure: port === 465,
    requireTLS: true,
    auth: { user, pass },
    tls: { minVersion: 'TLSv1.2', rejectUnauthorized: true, ...(ca === undefined ? {} : { ca }) },
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 60_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}
