/** Receipts of PEC as providers write them: the daticert.xml of every kind, and the signed message that it comes in. */
import type { DaticertError, DaticertKind } from 'sportello/pec'

/** What a receipt is to say; the rest is made up, and the same each time. */
export type DaticertSample = {
  readonly kind: DaticertKind
  readonly error?: DaticertError
  /** In milliseconds since 1970; written in the zone. */
  readonly at?: number
  /** `[+-]hhmm`. */
  readonly zone?: string
  readonly sender?: string
  readonly recipients?: readonly string[]
  readonly subject?: string
  readonly id?: string
  /** Null for a receipt that does not tell. */
  readonly messageId?: string | null
  /** Null for a receipt that names nobody. */
  readonly delivery?: string | null
  readonly detail?: string
}

/** 2026-11-20T09:15:30Z, 10:15:30 in Rome. */
export const sampleAt = 1_795_166_130_000

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const two = (value: number): string => String(value).padStart(2, '0')

function dateLines(at: number, zone: string): readonly string[] {
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3))
  const local = new Date(at + (zone.startsWith('-') ? -minutes : minutes) * 60_000)
  const day = `${two(local.getUTCDate())}/${two(local.getUTCMonth() + 1)}/${local.getUTCFullYear()}`
  const time = `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}:${two(local.getUTCSeconds())}`
  return [`    <data zona="${zone}">`, `      <giorno>${day}</giorno>`, `      <ora>${time}</ora>`, '    </data>']
}

const namesMailbox: ReadonlySet<DaticertKind> = new Set([
  'avvenuta-consegna',
  'errore-consegna',
  'preavviso-errore-consegna',
  'rilevazione-virus',
])

/** A daticert.xml. Without more than a kind, it is about a message to `anna.verdi@pec.example.it`. */
export function daticertXml(sample: DaticertSample): string {
  const { kind, error = 'nessuno', at = sampleAt, zone = '+0100', sender = 'protocollo@pec.comune.example.it' } = sample
  const { recipients = ['anna.verdi@pec.example.it'], subject = 'Conferma del nuovo indirizzo PEC', detail } = sample
  const { id = 'opec21004.20261120101530.123456.789.1.53@pec.example.it', messageId = '<link.01@comune.example.it>' } = sample
  const { delivery = namesMailbox.has(kind) ? (recipients[0] ?? null) : null } = sample
  const extent = kind === 'avvenuta-consegna' || kind === 'posta-certificata'
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<postacert tipo="${kind}" errore="${error}">`,
    '  <intestazione>',
    `    <mittente>${sender}</mittente>`,
    ...recipients.map((address) => `    <destinatari tipo="certificato">${address}</destinatari>`),
    `    <risposte>${sender}</risposte>`,
    `    <oggetto>${escaped(subject)}</oggetto>`,
    '  </intestazione>',
    '  <dati>',
    '    <gestore-emittente>Gestore di Prova S.p.A.</gestore-emittente>',
    ...dateLines(at, zone),
    `    <identificativo>${id}</identificativo>`,
    ...(messageId === null ? [] : [`    <msgid>${escaped(messageId)}</msgid>`]),
    ...(extent ? ['    <ricevuta tipo="completa" />'] : []),
    ...(delivery === null ? [] : [`    <consegna>${delivery}</consegna>`]),
    ...(kind === 'presa-in-carico' ? recipients.map((address) => `    <ricezione>${address}</ricezione>`) : []),
    ...(detail === undefined ? [] : [`    <errore-esteso>${escaped(detail)}</errore-esteso>`]),
    '  </dati>',
    '</postacert>',
    '',
  ].join('\n')
}

/** How a provider may pack a receipt. */
export type Packing = {
  readonly filename?: string
  readonly encoding?: 'base64' | 'quoted-printable'
  readonly subject?: string
  /** The message that the receipt or envelope has in it, as a whole text. */
  readonly enclosed?: string
}

function encoded(text: string, encoding: 'base64' | 'quoted-printable'): string {
  const bytes = Buffer.from(text)
  if (encoding === 'base64') return bytes.toString('base64').replace(/.{76}/g, '$&\r\n')
  const written = [...bytes].map((byte) =>
    byte === 0x0a || (byte >= 0x20 && byte < 0x7f && byte !== 0x3d)
      ? String.fromCharCode(byte)
      : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`,
  )
  return written.join('').replaceAll('\n', '\r\n').replace(/ \r\n/g, '=20\r\n')
}

/** A MIME entity of parts, headers included. */
export function multipart(kind: string, boundary: string, parts: readonly string[]): string {
  const lines = parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')
  return `Content-Type: multipart/${kind}; boundary="${boundary}"\r\n\r\n${lines}--${boundary}--\r\n`
}

/** A daticert.xml, or whatever else, as a part of a message. */
export function xmlPart(xml: string, { filename = 'daticert.xml', encoding = 'base64' }: Packing = {}): string {
  return [
    `Content-Type: application/xml; name="${filename}"`,
    `Content-Transfer-Encoding: ${encoding}`,
    `Content-Disposition: inline; filename="${filename}"`,
    '',
    encoded(xml, encoding),
  ].join('\r\n')
}

/** What a provider signs: its words, the daticert.xml unless it is null, and the enclosed message if there is one. */
export function signedEntity(xml: string | null, packing: Packing = {}): string {
  const words = 'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nRicevuta di prova.'
  const enclosed =
    'Content-Type: message/rfc822; name="postacert.eml"\r\nContent-Disposition: inline; filename="postacert.eml"\r\n\r\n'
  return multipart('mixed', 'contents-7f3a', [
    words,
    ...(xml === null ? [] : [xmlPart(xml, packing)]),
    ...(packing.enclosed === undefined ? [] : [enclosed + packing.enclosed]),
  ])
}

const asBytes = (text: string): Uint8Array => new TextEncoder().encode(text)

/** The message around an entity, with a signature that nobody made. */
export function signedMessage(entity: string, { subject = 'CONSEGNA: Conferma' }: Packing = {}): Uint8Array {
  const signature = 'Content-Type: application/pkcs7-signature; name="smime.p7s"\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA'
  const headers = [
    'X-Ricevuta: avvenuta-consegna',
    `Subject: ${subject}`,
    'From: posta-certificata@pec.example.it',
    'To: protocollo@pec.comune.example.it',
    'MIME-Version: 1.0',
    '',
  ].join('\r\n')
  return asBytes(headers + multipart('signed', 'signature-91bc', [entity, signature]))
}

/** A whole receipt as it lies in the sender's mailbox, and the bytes of it that are signed. */
export function receiptMessage(
  xml: string | null,
  packing: Packing = {},
): { readonly mime: Uint8Array; readonly signed: Uint8Array } {
  const entity = signedEntity(xml, packing)
  return { mime: signedMessage(entity, packing), signed: asBytes(entity) }
}
