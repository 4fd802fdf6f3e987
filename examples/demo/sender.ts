/** The counter's way to the post office: nodemailer, pooled, over verified TLS. */
import { createTransport } from 'nodemailer'
import type { Mailer } from 'sportello'
import { pooledTls, smtpMailer } from 'sportello/smtp'
import { officeName } from './counter.ts'
import type { PostOffice } from './post-office.ts'

/** `close` ends the pooled connections. */
export function openMail({ host, port, user, pass, ca }: PostOffice): { readonly mailer: Mailer; readonly close: () => void } {
  const transport = createTransport(pooledTls({ host, port, user, pass, ca }))
  const from = { name: officeName, address: 'sportello@comune-di-prova.example' }
  return { mailer: smtpMailer(transport, { from }), close: () => transport.close() }
}
