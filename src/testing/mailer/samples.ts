/** What the mailer checks send, and how they look at what has arrived. */
import type { Mail, Mailer } from '../../ports/index.ts'
import { expectEqual } from '../fakes/check.ts'

/** A mail as the next hop has it: one for each recipient of the envelope, read from the bytes that were sent. */
export type ReceivedMail = {
  /** The part of the Message-ID before the @, which in this kit is the `mail.id`. */
  readonly id: string
  /** The address of the envelope. */
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** A mailer and the other end of its line. */
export type MailerHarness = {
  readonly mailer: Mailer
  /** What has arrived so far, in any order. */
  received(): Promise<readonly ReceivedMail[]>
}

export type MailerCheck = { readonly name: string; readonly run: (harness: MailerHarness) => Promise<void> }

export function mailOf(over: Partial<Mail> = {}): Mail {
  return {
    id: 'office-1',
    messageIdLeft: over.id ?? 'office-1',
    to: { name: 'Ada Esempio', address: 'ada@example.org' },
    subject: 'Richiesta ricevuta',
    text: 'La richiesta è stata ricevuta.\n\n  Utente: esempio\n',
    html: '<p>La richiesta è stata ricevuta.</p>\n',
    locale: 'it',
    channel: 'ordinary',
    ...over,
  }
}

export const named = (name: string): Mail['to'] => ({ name, address: 'ada@example.org' })
export const addressed = (address: string): Mail['to'] => ({ name: 'Ada', address })

/** Mail systems may end lines in CR LF and texts in one line end more or less. */
const settled = (text: string): string => text.replaceAll('\r\n', '\n').trimEnd()

export function receivedAs({ id, to, subject, text, html }: Mail): ReceivedMail {
  return { id, to: to.address, subject, text: settled(text), html: settled(html) }
}

export async function arrived(harness: MailerHarness): Promise<readonly ReceivedMail[]> {
  const mails = (await harness.received()).map((mail) => ({ ...mail, text: settled(mail.text), html: settled(mail.html) }))
  return mails.sort((a, b) => (a.id < b.id ? -1 : 1))
}

export async function expectArrival(harness: MailerHarness, mails: readonly Mail[], promise: string): Promise<void> {
  for (const mail of mails) expectEqual(await harness.mailer.send(mail), 'sent', 'a sound mail is sent')
  expectEqual(await arrived(harness), mails.map(receivedAs), promise)
}

export async function expectRejection(harness: MailerHarness, mails: readonly Mail[]): Promise<void> {
  for (const mail of mails) {
    const answer = await harness.mailer.send(mail)
    const end = typeof answer === 'object' && answer !== null ? answer.outcome : answer
    expectEqual(end, 'rejected', 'a mail that must never be sent is rejected')
  }
  expectEqual(await arrived(harness), [], 'nothing of it reached the next hop')
}

const lineBreakers = ['\r\n', '\n', '\r', '\0']
export const injections: readonly string[] = lineBreakers.flatMap((end) => [
  `x${end}Bcc: eve@example.org`,
  `x${end}${end}body`,
  `${end}x`,
  `x${end}`,
])
