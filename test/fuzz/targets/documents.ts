/** Documents of strangers: a provider's certificate, the message it comes in, and a PDF. */
import { XMLParser } from 'fast-xml-parser'
import PostalMime from 'postal-mime'
import { inspectPdf } from '../../../src/rules/identity/index.ts'
import {
  type Daticert,
  type MimeMessage,
  type MimeParser,
  type PecVerification,
  parseDaticert,
  parseReceipt,
  receiptOf,
} from '../../../src/rules/pec/index.ts'
import { corpus } from '../../rules/identity/pdf-corpus.ts'
import { daticertXml, multipart, receiptMessage, signedEntity, signedMessage, xmlPart } from '../../support/daticert.ts'
import { hostileDaticerts } from '../../support/hostile-daticerts.ts'
import type { Chance } from '../chance.ts'
import { isBytes, member } from '../mutate.ts'
import { holds, holdsSame, type Target } from '../target.ts'

const kinds = [
  'accettazione',
  'non-accettazione',
  'presa-in-carico',
  'avvenuta-consegna',
  'posta-certificata',
  'errore-consegna',
] as const
const samples = [
  ...kinds.map((kind) => daticertXml({ kind })),
  daticertXml({ kind: 'errore-consegna', error: 'no-dest', detail: '5.1.1 - no user' }),
]
const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

/** A second reader of the same document, by a library of others. */
const other = new XMLParser({
  ignoreAttributes: false,
  parseTagValue: false,
  trimValues: true,
  processEntities: true,
  htmlEntities: true,
})

function expectSameReading(xml: string, { delivery, id, kind }: Daticert): void {
  // Comments and sections are where it joins what it reads otherwise.
  if (/<!|<\?(?!xml )/.test(xml)) return
  const read: unknown = other.parse(xml)
  const at = (value: unknown, ...path: readonly string[]): unknown =>
    path.reduce<unknown>(
      (inner, name) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, name) : undefined),
      value,
    )
  holdsSame(at(read, 'postacert', '@_tipo'), kind, 'another reader finds the same kind')
  holdsSame(at(read, 'postacert', 'dati', 'consegna') || null, delivery, 'another reader finds the same mailbox')
  holdsSame(at(read, 'postacert', 'dati', 'identificativo'), id, 'another reader finds the same id')
  const time = at(read, 'postacert', 'dati', 'data', 'ora')
  holds(typeof time === 'string' && /^\s*\d\d:\d\d:\d\d\s*$/.test(time), 'another reader finds a time of two digits each')
}

const escaped = (text: string): string => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`)

/** The certificate, written anew from what was read of it. */
function written(daticert: Daticert): string {
  const { kind, error, at, sender, recipients, subject, id, messageId, delivery, detail } = daticert
  const plain = { kind, error, at, subject, messageId, zone: '+0000' }
  return daticertXml({
    ...plain,
    sender: escaped(sender),
    recipients: recipients.map(({ address }) => escaped(address)),
    id: escaped(id),
    delivery: delivery === null ? null : escaped(delivery),
    ...(detail === '' ? {} : { detail }),
  })
}

export function daticert(): Target {
  return {
    name: 'daticert',
    seeds: [
      ...samples,
      ...hostileDaticerts.flatMap(({ document }) => (typeof document === 'string' && document.length < 8_192 ? [document] : [])),
    ],
    words: [
      ...[
        '<postacert',
        '<dati>',
        '</dati>',
        '<data zona="+0100">',
        '<giorno>',
        '<ora>',
        '<consegna>',
        '</consegna>',
        '<ricezione>',
        '<msgid>',
      ],
      ...[
        '<!--',
        '-->',
        '<![CDATA[',
        ']]>',
        '<!DOCTYPE x>',
        '<?x?>',
        '&#0;',
        '&amp;',
        '&lt;',
        '&#x61;',
        '/>',
        'tipo="',
        'errore="',
        'zona="',
      ],
      ...[
        'nessuno',
        'no-dest',
        'virus',
        'altro',
        'esterno',
        '23:59:60',
        '24:00:00',
        '29/02/2027',
        '29/02/2028',
        '31/12/1969',
        '-1200',
        '+1401',
        '5.4.1',
      ],
    ],
    judge(given) {
      const read = parseDaticert(given)
      // A half of a character has no bytes.
      if (typeof given === 'string' && !/\p{Cs}/u.test(given))
        holdsSame(parseDaticert(utf8(given)), read, 'text and bytes say the same')
      if (!read.ok) return read
      const { value } = read
      const receipt = receiptOf(value)
      holds(receipt.trust === 'unchecked', 'nobody has checked it')
      holds(receipt.kind !== 'delivered' || value.error === 'nessuno', 'what was not delivered is not said to be')
      const again = parseDaticert(written(value))
      const same = again.ok
        ? { ...again.value, provider: value.provider, replyTo: value.replyTo, extent: value.extent, receptions: value.receptions }
        : again
      const kinds = value.recipients.map(({ address }) => ({ address, kind: 'certificato' }))
      holdsSame(same, { ...value, recipients: kinds }, 'what was read is read again from what is written of it')
      if (typeof given === 'string') expectSameReading(given, value)
      return read
    },
  }
}

const own = receiptMessage(samples[3] ?? '')
const forged = daticertXml({ kind: 'avvenuta-consegna', recipients: ['forged@pec.example.org'] })
const trusted: PecVerification = { signature: 'trusted', signed: own.signed }

/** What a parser of the host's says of a message, whatever that is; of the message that the library asks about first, what it should say. */
function saying(answer: unknown, about: Uint8Array): MimeParser {
  const right = { attachments: [{ filename: 'daticert.xml', content: 'own' }] }
  return { parse: async (bytes) => (bytes.buffer === about.buffer ? answer : right) as MimeMessage }
}

/** A message as it lies in a mailbox, or what a parser has made of one. */
export async function mime(): Promise<Target> {
  const enclosed = `Subject: Saluti\r\nMIME-Version: 1.0\r\n${multipart('mixed', 'his-own', [xmlPart(forged)])}`
  const verifier = { verify: async () => trusted }
  const promised = await parseReceipt(own.mime, { parser: PostalMime, verifier })
  const [first = '', , , delivery = '', , failure = ''] = samples
  const parts = [first, delivery, failure, '', utf8(delivery), null].flatMap((content) => [
    { filename: 'daticert.xml', content },
    { filename: 'CERTDATA.XML', content, mimeType: 'application/xml' },
  ])
  return {
    name: 'mime',
    seeds: [
      ...[own.mime, receiptMessage(first, { encoding: 'quoted-printable' }).mime, receiptMessage(failure, { enclosed }).mime],
      ...[signedMessage(signedEntity(null, { enclosed })), receiptMessage(null).mime, utf8(enclosed)],
      ...parts
        .flatMap((part) => [[part], [{ filename: 'smime.p7s', content: 'AAAA' }, part], [part, part]])
        .map((attachments) => ({ attachments })),
    ],
    words: [
      ...[
        '--contents-7f3a',
        '--signature-91bc--',
        '--his-own',
        '\r\n\r\n',
        '\r\n',
        'boundary="',
        'Content-Type: ',
        'message/rfc822',
      ],
      ...[
        'multipart/mixed;',
        'Content-Transfer-Encoding: ',
        'base64',
        'quoted-printable',
        'filename="daticert.xml"',
        '=?UTF-8?B?',
        '?=',
        '=3D',
        '=\r\n',
      ],
      ...[
        "filename*=UTF-8''daticert%2Exml",
        'name="certdata.xml"',
        'filename',
        'content',
        'attachments',
        'daticert.xml',
        'certdata.xml',
      ],
    ],
    // Of a message with thousands of parts the parser, which is not of this library, takes its time.
    msPerKib: 20,
    repeatedMax: 8_192,
    async judge(given, chance) {
      if (isBytes(given)) {
        const read = await parseReceipt(given, { parser: PostalMime })
        holds(!read.ok || read.value.trust === 'unchecked', 'without a verifier nothing is trusted')
        // Of a trusted message what is signed is read, whatever stands around it.
        if (chance.onceIn(4))
          holdsSame(await parseReceipt(given, { parser: PostalMime, verifier }), promised, 'only what is signed is read')
        return read
      }
      // A promise of the host's that is never kept is the host's.
      const said = typeof member(given, 'then') === 'function' ? null : given
      const read = await parseReceipt(own.mime, { parser: saying(said, own.mime) })
      const found = member(given, 'attachments')
      const parts: readonly unknown[] = Array.isArray(found) ? found : []
      const named = parts
        .map((part) => member(part, 'filename'))
        .filter((name) => typeof name === 'string' && /^(daticert|certdata)\.xml$/i.test(name))
      holds(!read.ok || named.length === 1, 'a receipt is the only one in its message')
      return read
    },
  }
}

// A name of two or three letters counts after six bytes of text: the noise of compressed data spells them too.
const active =
  /(?:\/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|GoToR|GoToE|FFilter)|(?<=[\t\n\f\r -~]{6})\/(?:JS|EF|XFA))(?=[\0\t\n\f\r ()<>[\]{}/%])/

async function* inParts(bytes: Uint8Array, chance: Chance): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; ) {
    const to = from + 1 + chance.size(10)
    yield bytes.subarray(from, to)
    from = to
  }
}

/** A document that somebody uploads. */
export function pdf(): Target {
  const limits = { bytesMax: 200_000 }
  return {
    name: 'pdf',
    seeds: corpus.flatMap(({ bytes }) => (bytes.length < 4_096 ? [bytes] : [])),
    words: [
      ...[
        '%PDF-1.7',
        '%PDF-2.0',
        '%%EOF',
        'obj',
        'endobj',
        'stream\n',
        'endstream',
        'xref',
        'trailer',
        '<<',
        '>>',
        '/Filter /FlateDecode',
        '/Type /ObjStm',
      ],
      ...[
        '/JavaScript ',
        '/JS ',
        '/Launch ',
        '/EmbeddedFile ',
        '/XFA ',
        '/Encrypt ',
        '/OpenAction ',
        '/AA ',
        '/#4aS ',
        '/URI ',
        'PK\x05\x06',
        '<html',
        '<script',
        '\xff\xd8\xff',
      ],
    ],
    async judge(given, chance) {
      const read = await inspectPdf(given as Uint8Array, limits)
      if (!isBytes(given)) return read
      if (chance.onceIn(4))
        holdsSame(await inspectPdf(inParts(given, chance), limits), read, 'whole and in parts it is the same document')
      if (!read.ok) return read
      holds(read.value.size === given.length, 'its size is its size')
      if (read.value.verdict === 'clean')
        holds(!active.test(Buffer.from(given).toString('latin1')), 'what has active content is not clean')
      return read
    },
  }
}
