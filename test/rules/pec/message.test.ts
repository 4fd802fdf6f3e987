/** Receipts in messages: whose word counts, and which part of a message is his. */
import PostalMime from 'postal-mime'
import {
  type MimeMessage,
  type MimeParser,
  type PecReceiptRefusal,
  type PecReceiptTools,
  type PecReceiptVerifier,
  type PecVerification,
  parseReceipt,
} from 'sportello/pec'
import { describe, expect, it } from 'vitest'
import { isSportelloError } from '../../../src/kernel/index.ts'
import { daticertXml, multipart, receiptMessage, sampleAt, signedEntity, signedMessage, xmlPart } from '../../support/daticert.ts'

const delivery = daticertXml({ kind: 'avvenuta-consegna' })
const forged = daticertXml({ kind: 'avvenuta-consegna', recipients: ['forged@pec.example.org'], at: sampleAt + 1_000 })
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

const tools: PecReceiptTools = { parser: PostalMime }

const trusting = (signed: unknown): PecReceiptTools => ({
  parser: PostalMime,
  verifier: { verify: async () => ({ signature: 'trusted', signed }) as PecVerification },
})

async function refusal(mime: unknown, given: PecReceiptTools = tools): Promise<PecReceiptRefusal['code'] | 'none'> {
  const parsed = await parseReceipt(mime as Uint8Array, given)
  return parsed.ok ? 'none' : parsed.refusal.code
}

const recipient = async (mime: Uint8Array, given: PecReceiptTools = tools) => {
  const parsed = await parseReceipt(mime, given)
  return parsed.ok ? parsed.value.recipient : parsed.refusal.code
}

const errorCode = async (promise: Promise<unknown>): Promise<string> => {
  const error: unknown = await promise.catch((cause: unknown) => cause)
  return isSportelloError(error) ? error.code : 'none'
}

/** A message that somebody wrote, with a daticert.xml of his own. */
const attachedForgery = `Subject: Saluti\r\nMIME-Version: 1.0\r\n${multipart('mixed', 'his-own', [xmlPart(forged)])}`

/** Parsers of other makes, as results of the shape that they give. */
const asMailparser: MimeParser = {
  async parse(mime, { ignoreEmbedded }): Promise<MimeMessage> {
    const { attachments } = await PostalMime.parse(mime, { forceRfc822Attachments: ignoreEmbedded })
    const shaped = attachments.map(({ filename, mimeType, disposition, content }) => {
      const common = {
        type: 'attachment',
        contentType: mimeType,
        contentDisposition: disposition ?? undefined,
        content: Buffer.from(content as ArrayBuffer),
        headers: new Map(),
        checksum: '',
      }
      return filename === null ? common : { ...common, filename }
    })
    return { attachments: shaped }
  },
}
const asTexts: MimeParser = {
  parse: (mime, options) => PostalMime.parse(mime, { ...options, attachmentEncoding: 'utf8' }),
}

describe('the receipt in a message', () => {
  it.each(['base64', 'quoted-printable'] as const)('is found in the signed part, in %s', async (encoding) => {
    expect(await parseReceipt(receiptMessage(delivery, { encoding }).mime, tools)).toEqual({
      ok: true,
      value: {
        kind: 'delivered',
        at: sampleAt,
        recipient: 'anna.verdi@pec.example.it',
        reference: '<link.01@comune.example.it>',
        id: 'opec21004.20261120101530.123456.789.1.53@pec.example.it',
        provider: 'Gestore di Prova S.p.A.',
        failure: null,
        detail: '',
        trust: 'unchecked',
      },
    })
  })

  it.each(['daticert.xml', 'certdata.xml', 'DATICERT.XML'])('is called %s', async (filename) => {
    expect(await refusal(receiptMessage(delivery, { filename }).mime)).toBe('none')
  })

  it.each(['daticert.xml.exe', 'mydaticert.xml', '../daticert.xml', 'daticert_xml', 'postacert.eml'])(
    'is not called %s',
    async (filename) => {
      expect(await refusal(receiptMessage(delivery, { filename }).mime)).toBe('receipt/no-daticert')
    },
  )

  it.each([
    ['postal-mime', PostalMime],
    ['mailparser', asMailparser],
    ['a parser that gives texts', asTexts],
  ])('is read with %s', async (_, parser) => {
    expect(await recipient(receiptMessage(delivery).mime, { parser })).toBe('anna.verdi@pec.example.it')
  })

  it('is decided on the XML alone: subject and headers may say what they like', async () => {
    const failed = daticertXml({ kind: 'errore-consegna', error: 'no-dest' })
    const parsed = await parseReceipt(receiptMessage(failed, { subject: 'CONSEGNA: tutto bene' }).mime, tools)
    expect(parsed).toMatchObject({ ok: true, value: { kind: 'failed', failure: 'unknown-mailbox' } })
    expect(await refusal(receiptMessage(null, { subject: 'CONSEGNA' }).mime)).toBe('receipt/no-daticert')
  })

  it('refers to no message where the XML names none, whatever X-Riferimento-Message-ID says', async () => {
    const { mime } = receiptMessage(daticertXml({ kind: 'avvenuta-consegna', messageId: null }))
    const named = bytes(`X-Riferimento-Message-ID: <link.01@comune.example.it>\r\n${new TextDecoder().decode(mime)}`)
    expect(await parseReceipt(named, tools)).toMatchObject({ ok: true, value: { reference: null } })
  })

  it('is refused for what is wrong with its XML', async () => {
    expect(await parseReceipt(receiptMessage(delivery.replace('10:15:30', '24:00:00')).mime, tools)).toEqual({
      ok: false,
      refusal: { code: 'daticert/malformed', field: 'ora' },
    })
  })

  it('stands alone: of two nobody knows which one counts', async () => {
    const twice = multipart('mixed', 'twice', [xmlPart(delivery), xmlPart(delivery)])
    expect(await refusal(signedMessage(twice))).toBe('receipt/ambiguous')
    const both = multipart('mixed', 'both', [xmlPart(delivery), xmlPart(forged, { filename: 'certdata.xml' })])
    expect(await refusal(signedMessage(both))).toBe('receipt/ambiguous')
    const within = multipart('mixed', 'outer', [xmlPart(delivery), multipart('mixed', 'inner', [xmlPart(forged)])])
    expect(await refusal(bytes(within))).toBe('receipt/ambiguous')
  })
})

describe('a message that a message encloses is not the provider’s', () => {
  it('a daticert.xml attached to the original of a complete receipt is passed over', async () => {
    const { mime } = receiptMessage(delivery, { enclosed: attachedForgery })
    expect(await recipient(mime)).toBe('anna.verdi@pec.example.it')
    expect(await recipient(mime, { parser: asMailparser })).toBe('anna.verdi@pec.example.it')
  })

  it('an envelope of an ordinary message, which has no daticert.xml, makes no receipt of what it encloses', async () => {
    const { mime, signed } = receiptMessage(null, { enclosed: attachedForgery, subject: 'ANOMALIA MESSAGGIO: Saluti' })
    expect(await refusal(mime)).toBe('receipt/no-daticert')
    expect(await refusal(mime, trusting(signed))).toBe('receipt/no-daticert')
    // Without its options the parser would have given it away.
    expect((await PostalMime.parse(mime)).attachments.map(({ filename }) => filename)).toContain('daticert.xml')
  })

  it.each([
    ['opens enclosed messages', { parse: (mime: Uint8Array) => PostalMime.parse(mime) }],
    ['finds nothing', { parse: async () => ({ attachments: [] }) }],
    [
      'finds the same in every message',
      { parse: async () => ({ attachments: [{ filename: 'daticert.xml', content: delivery }] }) },
    ],
    ['gives no message', { parse: async () => null }],
    ['gives no list', { parse: async () => ({ attachments: 'daticert.xml' }) }],
    ['gives no contents', { parse: async () => ({ attachments: [{ filename: 'daticert.xml' }] }) }],
    ['fails', { parse: () => Promise.reject(new Error('no')) }],
    ['is none', {}],
    ['is nothing', undefined],
  ])('a parser that %s is not worked with', async (_, parser) => {
    const given = { parser } as PecReceiptTools
    expect(await errorCode(parseReceipt(receiptMessage(delivery).mime, given))).toBe('config/invalid')
  })
})

describe('the signature of a message', () => {
  const { mime, signed } = receiptMessage(delivery)

  it.each(['untrusted', 'unchecked'] as const)('that is %s makes the receipt so', async (signature) => {
    const parsed = await parseReceipt(mime, { ...tools, verifier: { verify: async () => ({ signature }) } })
    expect(parsed).toMatchObject({ ok: true, value: { trust: signature, recipient: 'anna.verdi@pec.example.it' } })
  })

  it('that is trusted makes the receipt so, and is asked of the whole message', async () => {
    const asked: Uint8Array[] = []
    const verifier = {
      async verify(given: Uint8Array): Promise<PecVerification> {
        asked.push(given)
        return { signature: 'trusted', signed }
      },
    }
    expect(await parseReceipt(mime, { ...tools, verifier })).toMatchObject({ ok: true, value: { trust: 'trusted' } })
    expect(asked).toEqual([mime])
  })

  it('covers what is read: a daticert.xml wrapped around a signed message is passed over', async () => {
    const inner = `Content-Type: text/plain\r\n\r\nSaluti.`
    const wrapped = multipart('mixed', 'wrapper', [xmlPart(forged), multipart('signed', 'sig', [inner])])
    expect(await recipient(bytes(wrapped), trusting(bytes(inner)))).toBe('receipt/no-daticert')
    expect(await recipient(bytes(wrapped), trusting(bytes(signedEntity(delivery))))).toBe('anna.verdi@pec.example.it')
    // Nobody has vouched for it, and the receipt says so.
    expect(await parseReceipt(bytes(wrapped), tools)).toMatchObject({ ok: true, value: { trust: 'unchecked' } })
  })

  it.each([
    ['rejects', () => Promise.reject(new Error('the directory is out of reach'))],
    [
      'throws',
      () => {
        throw new Error('no')
      },
    ],
    ['throws nothing', () => Promise.reject(undefined)],
    ['gives nothing', async () => undefined],
    ['gives another word', async () => ({ signature: 'good', signed })],
    ['gives a truth', async () => true],
    ['trusts without saying what', async () => ({ signature: 'trusted' })],
    ['trusts what are no bytes', async () => ({ signature: 'trusted', signed: 'text' })],
    [
      'gives a trap',
      async () =>
        new Proxy(
          {},
          {
            get: () => {
              throw new Error('trap')
            },
          },
        ),
    ],
  ])('cannot be told by a verifier that %s: no receipt, and the message is tried again', async (_, verify: () => unknown) => {
    const given = { ...tools, verifier: { verify: verify as PecReceiptVerifier['verify'] } }
    expect(await errorCode(parseReceipt(mime, given))).toBe('verifier/failed')
  })
})

describe('what a host has done wrong', () => {
  const { mime } = receiptMessage(delivery)
  const failing = (verify: () => unknown): PecReceiptTools => ({
    ...tools,
    verifier: { verify: verify as PecReceiptVerifier['verify'] },
  })

  it.each<[message: string, given: PecReceiptTools]>([
    ['parseReceipt: sizeMax is a whole number of bytes, 1 or more', { ...tools, sizeMax: 0 }],
    ['parseReceipt: the parser does not keep enclosed messages apart', { parser: {} } as PecReceiptTools],
    ['parseReceipt: the signature could not be checked', failing(() => Promise.reject(new Error('no')))],
    ['parseReceipt: the verifier gave no verification', failing(async () => null)],
  ])('is said: %s', async (message, given) => {
    await expect(parseReceipt(mime, given)).rejects.toMatchObject({ message })
  })

  it('is no size of one byte, nor a parser that names some parts by what is no text', async () => {
    expect(await refusal(mime, { ...tools, sizeMax: 1 })).toBe('receipt/too-large')
    const parser: MimeParser = {
      async parse(given, options) {
        const { attachments } = await PostalMime.parse(given, options)
        return { attachments: [{ filename: 7, content: delivery }, ...attachments] } as never
      },
    }
    expect(await refusal(mime, { parser })).toBe('none')
  })
})

describe('what is no message', () => {
  it.each([
    ['nothing', undefined],
    ['a text', new TextDecoder().decode(receiptMessage(delivery).mime)],
    ['an object', { length: 3 }],
    ['a stand-in for bytes', new Proxy(new Uint8Array(3), {})],
  ])('%s is refused', async (_, mime) => {
    expect(await refusal(mime)).toBe('receipt/type')
  })

  it('a message is as large as is told, 30 MiB where nothing is', async () => {
    const { mime } = receiptMessage(delivery)
    expect(await refusal(mime, { ...tools, sizeMax: mime.length })).toBe('none')
    expect(await parseReceipt(mime, { ...tools, sizeMax: mime.length - 1 })).toEqual({
      ok: false,
      refusal: { code: 'receipt/too-large', sizeMax: mime.length - 1 },
    })
    expect(await parseReceipt(new Uint8Array(31_457_281), tools)).toEqual({
      ok: false,
      refusal: { code: 'receipt/too-large', sizeMax: 31_457_280 },
    })
    for (const sizeMax of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '9' as never])
      expect([sizeMax, await errorCode(parseReceipt(mime, { ...tools, sizeMax }))]).toEqual([sizeMax, 'config/invalid'])
  })

  it('what the parser gives up on is unreadable', async () => {
    const deep = Array.from({ length: 300 }, (_, i) => `Content-Type: multipart/mixed; boundary="b${i}"\r\n\r\n--b${i}\r\n`).join(
      '',
    )
    expect(await refusal(bytes(deep))).toBe('receipt/unreadable')
  })

  it('any bytes have an answer, and stay as they are', async () => {
    const { mime } = receiptMessage(delivery)
    for (let cut = 0; cut < mime.length; cut += 37) {
      const damaged = mime.slice()
      damaged.set([0, 10, 255], Math.min(cut, mime.length - 3))
      const before = damaged.slice()
      await parseReceipt(damaged, tools)
      await parseReceipt(mime.slice(0, cut), tools)
      expect(damaged).toEqual(before)
    }
    expect(await refusal(new Uint8Array())).toBe('receipt/no-daticert')
  })
})
