/**
 * Certified mail in one process: takes the office's messages as its provider does, puts them into mailboxes as the recipient's provider
 * does, and answers with the receipt of delivery that this one writes (RFC 6109 §3.2.3), in a signature that nobody made.
 */
import { createTransport } from 'nodemailer'
import type { Clock, Instant, Mailer } from 'sportello'
import { type Mailbox, type SmtpTransport, smtpMailer } from 'sportello/smtp'
import { romeDay, romeTime } from './rome.ts'

export type PecProvider = {
  /** The way out for the office's mail to PEC addresses. */
  readonly mailer: Mailer
  /** Puts what waits for the address into its mailbox, now; the receipts are the messages that come back to the office. */
  deliver(address: string): readonly Uint8Array[]
}

/** A message on its way. */
type Taken = { readonly to: string; readonly subject: string; readonly messageId: string; readonly mime: string }

const providerDomain = 'pec.example.org'
const newline = '\r\n'

/** Opens between an office that writes as `from` and everybody else. */
export function openPecProvider(from: Mailbox, clock: Clock): PecProvider {
  const waiting: Taken[] = []
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  const transport: SmtpTransport = {
    async sendMail(message) {
      const { message: mime } = await composer.sendMail({ ...message, date: new Date(clock.now()) })
      waiting.push({ to: message.to.address, subject: message.subject, messageId: message.messageId, mime: String(mime) })
    },
  }
  let receipts = 0

  return {
    mailer: smtpMailer(transport, { from }),
    deliver(address) {
      const mine = waiting.filter(({ to }) => to === address)
      for (const message of mine) waiting.splice(waiting.indexOf(message), 1)
      return mine.map((message) => {
        receipts += 1
        const day = romeDay(clock.now()).split('/').reverse().join('')
        const time = romeTime(clock.now()).slice(0, 8).replaceAll(':', '')
        const id = `opec293.${day}${time}.${String(receipts).padStart(5, '0')}.206.1.57@${providerDomain}`
        return new TextEncoder().encode(receiptOf({ ...message, from: from.address, at: clock.now(), id }))
      })
    },
  }
}

type Delivered = Taken & { readonly from: string; readonly at: Instant; readonly id: string }

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const base64 = (text: string): string => Buffer.from(text).toString('base64').replace(/.{76}/g, `$&${newline}`)

/** Civil time and its distance from UTC, as a provider in Italy writes them. */
function zoneOf(at: Instant): string {
  const name = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Rome', timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')
  return (name?.value ?? '').replace(/GMT|:/g, '')
}

/** What the provider certifies, for programs: nothing else of the message is to be decided on. */
function daticertOf({ from, to, subject, messageId, at, id }: Delivered): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<postacert tipo="avvenuta-consegna" errore="nessuno">',
    '  <intestazione>',
    `    <mittente>${escaped(from)}</mittente>`,
    `    <destinatari tipo="certificato">${escaped(to)}</destinatari>`,
    `    <risposte>${escaped(from)}</risposte>`,
    `    <oggetto>${escaped(subject)}</oggetto>`,
    '  </intestazione>',
    '  <dati>',
    '    <gestore-emittente>Gestore di Prova S.p.A.</gestore-emittente>',
    `    <data zona="${zoneOf(at)}">`,
    `      <giorno>${romeDay(at)}</giorno>`,
    `      <ora>${romeTime(at).slice(0, 8)}</ora>`,
    '    </data>',
    `    <identificativo>${id}</identificativo>`,
    `    <msgid>${escaped(messageId)}</msgid>`,
    '    <ricevuta tipo="completa" />',
    `    <consegna>${escaped(to)}</consegna>`,
    '  </dati>',
    '</postacert>',
    '',
  ].join('\n')
}

/** The same, for people. */
function wordsOf({ from, to, subject, at, id }: Delivered): string {
  return [
    'Ricevuta di avvenuta consegna',
    '',
    `Il giorno ${romeDay(at)} alle ore ${romeTime(at).slice(0, 8)} (${zoneOf(at)}) il messaggio`,
    `"${subject}" proveniente da "${from}"`,
    `e indirizzato a "${to}"`,
    'è stato consegnato nella casella di destinazione.',
    `Identificativo del messaggio: ${id}`,
    '',
  ].join(newline)
}

const entity = (headers: readonly string[], body: string): string => [...headers, '', body].join(newline)

function multipart(kind: string, boundary: string, parts: readonly string[]): string {
  const body = parts.map((part) => `--${boundary}${newline}${part}${newline}`).join('')
  return entity([`Content-Type: multipart/${kind}; boundary="${boundary}"`], `${body}--${boundary}--${newline}`)
}

/** The receipt as it comes into the office's mailbox: words, daticert.xml and the message itself, all of them signed. */
function receiptOf(delivered: Delivered): string {
  const { from, subject, messageId, mime, at, id } = delivered
  const words = entity(
    ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: base64'],
    base64(wordsOf(delivered)),
  )
  const daticert = entity(
    [
      'Content-Type: application/xml; name="daticert.xml"',
      'Content-Transfer-Encoding: base64',
      'Content-Disposition: inline; filename="daticert.xml"',
    ],
    base64(daticertOf(delivered)),
  )
  const original = entity(
    ['Content-Type: message/rfc822; name="postacert.eml"', 'Content-Disposition: inline; filename="postacert.eml"'],
    mime,
  )
  const signature = entity(
    [
      'Content-Type: application/pkcs7-signature; name="smime.p7s"',
      'Content-Transfer-Encoding: base64',
      'Content-Disposition: attachment; filename="smime.p7s"',
    ],
    base64('Here a provider puts its S/MIME signature.'),
  )
  const signed = multipart('mixed', 'ricevuta-4f1d', [words, daticert, original])
  const headers = [
    'X-Ricevuta: avvenuta-consegna',
    'X-TipoRicevuta: completa',
    `X-Riferimento-Message-ID: ${messageId}`,
    `Date: ${new Date(at).toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${id}>`,
    `From: posta-certificata@${providerDomain}`,
    `To: ${from}`,
    `Subject: CONSEGNA: ${subject}`,
    'MIME-Version: 1.0',
  ]
  return (
    headers.join(newline) +
    newline +
    multipart('signed; protocol="application/pkcs7-signature"; micalg=sha-256', 'firma-9c02', [signed, signature])
  )
}
