/** The message that a receipt comes in: whose signature it has, and the one daticert.xml in it. */
import { utf8 } from '../../crypto/encoding.ts'
import { type Result, refuse, SportelloError } from '../../kernel/index.ts'
import { bytesOf, property } from '../identity/untrusted.ts'
import { type DaticertRefusal, parseDaticert } from './daticert.ts'
import { receiptOf } from './delivery.ts'
import type { PecReceipt } from './receipt.ts'

/** A part of a message that is no text to read. */
export type MimePart = {
  readonly filename?: string | null | undefined
  readonly content: Uint8Array | ArrayBuffer | string
}

/** Whatever a parser says of a message, of which the attachments matter. */
export type MimeMessage = { readonly attachments: readonly MimePart[] }

/** That a message enclosed in a message is an attachment, as postal-mime and as mailparser is told it. */
export type MimeOptions = { readonly forceRfc822Attachments: true; readonly ignoreEmbedded: true }

/**
 * Takes a message apart. `PostalMime` of postal-mime is one; of mailparser,
 * `{ parse: (mime, options) => simpleParser(Buffer.from(mime), options) }`. The options must be heeded: an enclosed message is
 * written by anybody, and its attachments are not the provider's.
 */
export interface MimeParser {
  parse(mime: Uint8Array, options: MimeOptions): Promise<MimeMessage>
}

/**
 * What a signature is worth. `trusted`: it is whole, and its certificate is that of a provider in the directory of providers and
 * covers the address in `From`; `signed` is the MIME entity that it signs, headers included, and nothing else is read. `untrusted`:
 * missing, broken or anybody's. `unchecked`: it cannot be told, because the directory is out of date for instance.
 */
export type PecVerification =
  | { readonly signature: 'trusted'; readonly signed: Uint8Array }
  | { readonly signature: 'untrusted' | 'unchecked' }

/** Checks the S/MIME signature of a whole message. Rejects only when the world fails: then the message is to be tried again. */
export interface PecReceiptVerifier {
  verify(mime: Uint8Array): Promise<PecVerification>
}

/** What `parseReceipt` works with. */
export type PecReceiptTools = {
  readonly parser: MimeParser
  /** Without one, every receipt is `unchecked`. */
  readonly verifier?: PecReceiptVerifier
  /** The largest message that is taken, in bytes. 30 MiB unless told: a complete receipt has the message in it. */
  readonly sizeMax?: number
}

/** Why a message is no receipt. `unreadable`: the parser gives up on it. `ambiguous`: more than one daticert.xml. */
export type PecReceiptRefusal =
  | { readonly code: 'receipt/type' }
  | { readonly code: 'receipt/too-large'; readonly sizeMax: number }
  | { readonly code: 'receipt/unreadable' }
  | { readonly code: 'receipt/no-daticert' }
  | { readonly code: 'receipt/ambiguous' }
  | DaticertRefusal

const messageSizeMax = 30 * 1_024 * 1_024

const options: MimeOptions = { forceRfc822Attachments: true, ignoreEmbedded: true }

// Its name in Italy, and the one that RFC 6109 prints.
const isDaticert = (name: unknown): boolean => typeof name === 'string' && /^(?:daticert|certdata)\.xml$/i.test(name)

/** The contents of all files of that name, as the parser gives them; null where it gives no message. */
async function daticertsIn(mime: Uint8Array, parser: MimeParser): Promise<readonly unknown[] | null> {
  try {
    const attachments = property(await parser.parse(mime, options), 'attachments')
    if (!Array.isArray(attachments)) return null
    return attachments
      .filter((part) => isDaticert(property(part, 'filename')))
      .map((part) => {
        const content = property(part, 'content')
        return content instanceof ArrayBuffer ? new Uint8Array(content) : content
      })
  } catch {
    return null
  }
}

const part = (name: string, content: string): string =>
  `Content-Type: application/xml; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\n\r\n${content}\r\n`

const multipart = (boundary: string, parts: readonly string[]): string =>
  `MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n${parts
    .map((one) => `--${boundary}\r\n${one}`)
    .join('')}--${boundary}--\r\n`

/** A message with one daticert.xml of its own and another one in the message that it encloses. */
function enclosingMessage(): Uint8Array {
  const enclosed = multipart('inner', [part('daticert.xml', 'enclosed')])
  return utf8(multipart('outer', [part('daticert.xml', 'own'), `Content-Type: message/rfc822\r\n\r\n${enclosed}`]))
}

/**
 * Stops where the parser takes what a message encloses for its own: an envelope of PEC, signed by a provider, encloses what anybody
 * may have written, and that of an ordinary message has no daticert.xml beside it.
 */
async function requireParser(parser: MimeParser): Promise<void> {
  const found = await daticertsIn(enclosingMessage(), parser)
  const texts = found?.map((content) =>
    typeof content === 'string' ? content : String.fromCharCode(...(bytesOf(content) ?? [])),
  )
  if (texts?.length === 1 && texts[0]?.trim() === 'own') return
  throw new SportelloError('config/invalid', 'parseReceipt: the parser does not keep enclosed messages apart')
}

async function verified(mime: Uint8Array, verifier: PecReceiptVerifier | undefined): Promise<PecVerification> {
  if (verifier === undefined) return { signature: 'unchecked' }
  let answer: unknown
  try {
    answer = await verifier.verify(mime)
  } catch (cause) {
    throw new SportelloError('verifier/failed', 'parseReceipt: the signature could not be checked', cause)
  }
  const signature = property(answer, 'signature')
  if (signature === 'untrusted' || signature === 'unchecked') return { signature }
  const signed = bytesOf(property(answer, 'signed'))
  if (signature === 'trusted' && signed !== undefined) return { signature, signed }
  throw new SportelloError('verifier/failed', 'parseReceipt: the verifier gave no verification')
}

/**
 * The receipt in a raw message. Decided is on the one daticert.xml of the message itself, never on subject or headers, which nobody
 * signs, and never on what an enclosed message holds. Of a trusted message only the signed part is read. The message is not changed
 * and must not change meanwhile. Rejects with `config/invalid` for a parser that opens enclosed messages and for a size that is no
 * whole number of bytes, and with `verifier/failed` when the verifier fails: try that message again later.
 *
 * @example
 * const receipt = await parseReceipt(rawMessage, { parser: PostalMime, verifier })
 * if (receipt.ok) await sportello.pecChange.receive(receipt.value)
 */
export async function parseReceipt(mime: Uint8Array, tools: PecReceiptTools): Promise<Result<PecReceipt, PecReceiptRefusal>> {
  const { parser, verifier, sizeMax = messageSizeMax } = tools
  if (!Number.isSafeInteger(sizeMax) || sizeMax < 1) {
    throw new SportelloError('config/invalid', 'parseReceipt: sizeMax is a whole number of bytes, 1 or more')
  }
  await requireParser(parser)
  const bytes = bytesOf(mime)
  if (bytes === undefined) return refuse({ code: 'receipt/type' })
  if (bytes.length > sizeMax) return refuse({ code: 'receipt/too-large', sizeMax })
  const verification = await verified(bytes, verifier)
  const read = verification.signature === 'trusted' ? verification.signed : bytes
  const found = await daticertsIn(read, parser)
  if (found === null) return refuse({ code: 'receipt/unreadable' })
  if (found.length === 0) return refuse({ code: 'receipt/no-daticert' })
  if (found.length > 1) return refuse({ code: 'receipt/ambiguous' })
  const daticert = parseDaticert(found[0])
  return daticert.ok ? { ok: true, value: receiptOf(daticert.value, verification.signature) } : daticert
}
