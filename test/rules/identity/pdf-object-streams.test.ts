import { deflateRawSync, deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { inspectPdf } from '../../../src/rules/identity/index.ts'
import { inflate } from '../../../src/rules/identity/inflate.ts'
import { type ObjectStreamLimits, objectStreamLimits, readObjectStreams } from '../../../src/rules/identity/pdf-object-streams.ts'
import { startWalk, walkPart } from '../../../src/rules/identity/pdf-walk.ts'
import { growth } from '../../support/growth.ts'
import { latin1, onePage, pdfOf } from './minimal-pdf.ts'
import { corpus } from './pdf-corpus.ts'

const limits = { bytesMax: 33_554_432 }
const script = '6 0 7 20 << /S /JavaScript >> << /Kids [] >>'
const note = 'pdf/not-fully-inspected'

const binary = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')
const deflated = (content: string | Uint8Array): string =>
  binary(deflateSync(typeof content === 'string' ? latin1(content) : content))

type Made = { readonly head?: string; readonly data?: string; readonly lineEnd?: string }

/** An object stream with the content, or with other parts than it would have. */
function objectStream(content: string | Uint8Array, { head, data = deflated(content), lineEnd = '\n' }: Made = {}): string {
  const entries = head ?? `/Type /ObjStm /N 2 /First 9 /Filter /FlateDecode /Length ${data.length}`
  return `<< ${entries} >>\nstream\r\n${data}${lineEnd}endstream`
}

const document = (...extra: readonly string[]): Uint8Array<ArrayBuffer> => latin1(pdfOf(onePage('Modulo', '', extra)))

async function seenIn(...extra: readonly string[]): Promise<readonly string[]> {
  const inspected = await inspectPdf(document(...extra), limits)
  return inspected.ok ? [...inspected.value.findings, ...inspected.value.notes] : [inspected.refusal.code]
}

/** Counts the bytes that come out of the platform's inflater. */
function countInflated(): { readonly bytes: () => number } {
  let bytes = 0
  const Platform = globalThis.DecompressionStream
  class Counting {
    readonly writable: unknown
    readonly readable: unknown
    constructor(format: 'deflate') {
      const { writable, readable } = new Platform(format)
      this.writable = writable
      this.readable = readable.pipeThrough(
        new TransformStream({
          transform(part: Uint8Array, controller) {
            bytes += part.length
            controller.enqueue(part)
          },
        }),
      )
    }
  }
  vi.stubGlobal('DecompressionStream', Counting)
  return { bytes: () => bytes }
}

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('D3: what is done at opening', () => {
  const catalog = '<< /Type /Catalog /OpenAction 21 0 R >>'
  const withPage = (...extra: readonly string[]) => seenIn(...extra)
  /** A stream of two objects, numbered. */
  const stream = (one: readonly [number, string], two: readonly [number, string]) => {
    const head = `${one[0]} 0 ${two[0]} ${one[1].length + 1} `
    const data = deflated(`${head}${one[1]} ${two[1]}`)
    return objectStream('', { head: `/Type /ObjStm /N 2 /First ${head.length} /Filter /FlateDecode`, data })
  }

  it('is looked up in the object streams, where the catalog and the action may be', async () => {
    expect(await withPage(stream([20, catalog], [21, '<< /S /GoTo /D [3 0 R /Fit] >>']))).toEqual(['pdf/open-destination'])
    expect(await withPage(stream([20, catalog], [22, '<< >>']), stream([21, '[3 0 R /Fit]'], [23, '<< >>']))).toEqual([
      'pdf/open-destination',
    ])
    expect(await withPage(stream([20, catalog], [21, '<< /S /Named /N /Print >>']))).toEqual(['pdf/open-action'])
    expect(await withPage(stream([20, catalog], [22, '<< /S /GoTo /D [3 0 R] >>']))).toEqual(['pdf/open-action'])
    const both = [stream([20, catalog], [21, '<< /S /GoTo /D [3 0 R] >>']), stream([21, '<< /S /Hide >>'], [22, '<< >>'])]
    expect(await withPage(...both)).toEqual(['pdf/open-action'])
  })

  it('is taken for an action where an object stream says twice where it begins', async () => {
    const content = `21 0 20 33 << /S /GoTo /D [3 0 R /Fit] >>  ${catalog}`
    const head = '/Type /ObjStm /N 2 /First 11 /First 12 /Filter /FlateDecode'
    expect(await withPage(objectStream(content, { head }))).toEqual(['pdf/open-action'])
  })
})

describe('D3: an object stream', () => {
  it.each([
    ['script', '<< /S /JavaScript >>', 'pdf/javascript'],
    ['script by its short name', '<< /S /Rendition /JS (x) >>', 'pdf/javascript'],
    ['script behind escapes', '<< /S /J#61vaScript >>', 'pdf/javascript'],
    ['opening action', '<< /OpenAction 7 0 R >>', 'pdf/open-action'],
    ['opening action at the very end', '<< /OpenAction', 'pdf/open-action'],
    ['additional actions', '<< /AA 7 0 R >>', 'pdf/additional-actions'],
    ['launch', '<< /S /Launch >>', 'pdf/launch'],
    ['attachment', '<< /EmbeddedFiles 7 0 R >>', 'pdf/embedded-file'],
    ['XFA form', '<< /XFA [] >>', 'pdf/xfa'],
    ['form that sends', '<< /S /SubmitForm >>', 'pdf/submit-form'],
    ['link', '<< /S /URI >>', 'pdf/uri'],
    ['page to open at', '<< /OpenAction [3 0 R /Fit] >>', 'pdf/open-destination'],
    ['page of the web', '<< /Contents (<html>) >>', 'pdf/markup'],
    ['encryption', '<< /Encrypt 7 0 R >>', 'pdf/encrypted'],
    ['launch at the very end', '7 0 /Launch', 'pdf/launch'],
  ])('that holds a %s is judged like the same content outside', async (_, content, sign) => {
    expect(await seenIn(content)).toEqual([sign])
    expect(await seenIn(objectStream(content))).toEqual([sign])
    expect(await seenIn(objectStream('7 0 << >>'), objectStream(content))).toEqual([sign])
  })

  it('that was read to its end leaves no note', async () => {
    expect(await seenIn(objectStream('7 0 << /Kids [] >>'))).toEqual([])
  })

  it('may hold the pages; a document without any is refused', async () => {
    const without = (content: string) => inspectPdf(latin1(pdfOf(['<< /Type /Catalog >>', objectStream(content)])), limits)
    expect(await without('7 0 << /Type /Page >>')).toMatchObject({ ok: true, value: { verdict: 'clean', notes: [] } })
    expect(await without('7 0 << /Type /Font >>')).toEqual({ ok: false, refusal: { code: 'pdf/no-pages' } })
  })

  it('does not end the file, and names no further object stream', async () => {
    expect(await seenIn(objectStream('%%EOF PK\x05\x06 /ObjStm'))).toEqual([])
    const cut = binary(document(objectStream('7 0 << >> %%EOF'))).replace('%%EOF\n', '     ')
    expect(await inspectPdf(latin1(cut), limits)).toMatchObject({ refusal: { code: 'pdf/truncated' } })
  })

  it('is found in one answer however the document is cut', async () => {
    const bytes = document(objectStream(script))
    const whole = await inspectPdf(bytes, limits)
    expect(whole).toMatchObject({ value: { findings: ['pdf/javascript'] } })
    for (let cut = 0; cut < bytes.length; cut += 7) {
      const parts = async function* () {
        yield bytes.subarray(0, cut)
        yield bytes.subarray(cut)
      }
      expect(await inspectPdf(parts(), limits)).toEqual(whole)
    }
  })

  it.each(['', '\n', '\r', '\r\n'])('may have %j before its end, whatever its last byte is', async (lineEnd) => {
    for (let trial = 0; trial < 600; trial++) {
      const content = `7 0 << /Trial ${trial} >>`
      const data = deflated(content)
      if (trial > 10 && !/[\r\n]$/.test(data)) continue
      expect(await seenIn(objectStream(content, { lineEnd })), `${trial}`).toEqual([])
    }
  })

  it.each([
    ['its filter in an array', '/Type /ObjStm /Filter [/FlateDecode] /N 1 /First 4'],
    ['its filter in an array with blanks', '/Type/ObjStm/Filter [\0/FlateDecode\n]/N 1/First 4'],
    ['no blanks', '/Type/ObjStm/Filter/FlateDecode/N 1/First 4'],
    ['its length elsewhere', '/Type /ObjStm /Filter /FlateDecode /Length 9 0 R'],
    ['no type', '/Filter /FlateDecode /N 1 /First 4'],
    ['a wrong length', '/Type /ObjStm /Filter /FlateDecode /Length 1'],
  ])('with %s is read', async (_, head) => {
    expect(await seenIn(objectStream(script, { head }))).toEqual(['pdf/javascript'])
    expect(await seenIn(objectStream('7 0 << >>', { head }))).toEqual([])
  })

  it('without a filter is read like anything outside', async () => {
    const head = '/Type /ObjStm /N 1 /First 4'
    expect(await seenIn(objectStream('', { head, data: script }))).toEqual(['pdf/javascript'])
    expect(await seenIn(objectStream('', { head, data: '7 0 << >>' }))).toEqual([])
  })

  it.each([
    ['another filter', '/Filter /LZWDecode'],
    ['a filter whose name goes on', '/Filter /FlateDecodes'],
    ['two filters', '/Filter [/ASCIIHexDecode /FlateDecode]'],
    ['the filter twice', '/Filter [/FlateDecode /FlateDecode]'],
    ['two entries of filters', '/Filter /FlateDecode /Filter /LZWDecode'],
    ['its filter elsewhere', '/Filter 9 0 R'],
    ['an empty list of filters', '/Filter []'],
    ['parameters of the filter', '/Filter /FlateDecode /DecodeParms << /Predictor 12 >>'],
    ['its content in another file', '/Filter /FlateDecode /F (other.bin)'],
    ['a text', '/Filter /FlateDecode /X (text)'],
    ['a comment', '/Filter /FlateDecode % comment\n'],
    ['an escaped entry', '/Filter /FlateDecode /F#69lter /LZWDecode'],
  ])('with %s is noted as not inspected', async (_, entries) => {
    expect(await seenIn(objectStream('7 0 << >>', { head: `/Type /ObjStm ${entries}` }))).toEqual([note])
    expect(await seenIn(objectStream('7 0 << >>', { head: `/N 1 /First 4 ${entries}` }))).toEqual([note])
  })

  it.each([
    ['its type behind escapes', '/Type /Obj#53tm /Filter /FlateDecode'],
    ['no type, and where its objects are behind escapes', '/N 1 /F#69rst 4 /Filter /FlateDecode'],
  ])('with %s is noted as not inspected', async (_, head) => {
    expect(await seenIn(objectStream(script, { head }))).toEqual([note])
  })

  it.each([
    ['that is behind more than its dictionary can be', `/Type /ObjStm${' '.repeat(4_096)}/Filter /FlateDecode`],
    ['whose type stands alone', '/Type /ObjStm >> % <<'],
  ])('%s is noted as not inspected', async (_, head) => {
    expect(await seenIn(objectStream(script, { head }))).toEqual([note])
  })

  it('with a dictionary of 4096 bytes is read, and with one byte more noted', async () => {
    const head = (length: number) => {
      const entries = '/First 4 /N 1 /Filter /FlateDecode'
      // The number of the object, `obj`, the brackets and line ends stand in the same bytes.
      return `${entries}${' '.repeat(length - `6 0 obj\n<<  >>\n${entries}`.length)}`
    }
    expect(await seenIn(objectStream(script, { head: head(4_096) }))).toEqual(['pdf/javascript'])
    expect(await seenIn(objectStream(script, { head: head(4_097) }))).toEqual([note])
  })

  it.each([
    ['empty', ''],
    ['no compressed data', 'hello'],
    ['compressed without its frame', binary(deflateRawSync(latin1('7 0 << >>')))],
    ['cut off by a byte', deflated('7 0 << >>').slice(0, -1)],
    ['cut off in the middle', deflated('7 0 << >>').slice(0, 8)],
    ['changed in its checksum', deflated('7 0 << >>').replace(/.$/s, '\x01')],
  ])('whose data is %s is noted as not inspected', async (_, data) => {
    expect(await seenIn(objectStream('', { data }))).toEqual([note])
  })

  it('that is corrupt at its end is judged by what came before', async () => {
    const data = deflated(script).slice(0, -2)
    expect(await seenIn(objectStream('', { data }))).toEqual(['pdf/javascript', note])
  })

  it('without an end is noted as not inspected', async () => {
    expect(await seenIn(objectStream(script).replace('endstream', ''))).toEqual([note])
  })

  it('whose data spells its own end is noted as not inspected', async () => {
    // A stored block, in which the bytes stand as they are.
    const data = binary(deflateSync(latin1('7 0 << >> endstream /Launch '), { level: 0 }))
    expect(await seenIn(objectStream('', { data }))).toContain(note)
  })

  it('is noted on a platform that cannot inflate', async () => {
    vi.stubGlobal('DecompressionStream', undefined)
    expect(await seenIn(objectStream(script))).toEqual([note])
    vi.unstubAllGlobals()
    vi.stubGlobal('ReadableStream', undefined)
    expect(await seenIn(objectStream(script))).toEqual([note])
  })

  it('that is none does not count: the first object of a stream of another kind, names that go on', async () => {
    const head = '/Type /ObjStms /Firsts 1 /Filter /LZWDecode'
    expect(await seenIn(objectStream(script, { head }), '<< /First 7 0 R /Type /Outlines >>', objectStream('7 0'))).toEqual([])
  })
})

describe('D4: the limits of inflating', () => {
  const few: ObjectStreamLimits = { streamsMax: 3, streamBytesMax: 1_000, ratioMax: 50, bytesMax: 5_000 }

  /** What comes of the object streams alone. */
  async function read(streams: readonly string[], over: Partial<ObjectStreamLimits>) {
    const bytes = document(...streams)
    const walk = startWalk()
    walkPart(walk, bytes)
    const isWhole = await readObjectStreams(bytes, walk, { ...few, ...over })
    return { isWhole, seen: [...walk.seen.keys()] }
  }

  const padded = (length: number): string => '/Launch '.padEnd(length, 'abcdefghijklmnopqrstuvwxyz 0123456789')

  it('as many streams as the limit are read, one more is not', async () => {
    const stream = objectStream('7 0 << >>')
    expect(await read([stream, stream, stream], {})).toMatchObject({ isWhole: true })
    expect(await read([stream, stream, stream, stream], {})).toMatchObject({ isWhole: false })
    const last = await read([stream, stream, stream, objectStream(script)], {})
    expect(last.seen).not.toContain('javascript')
  })

  it('a stream of as many inflated bytes as the limit is read to its end, one of a byte more is not', async () => {
    expect(await read([objectStream(padded(1_000))], {})).toMatchObject({ isWhole: true })
    const longer = await read([objectStream(padded(1_001))], {})
    expect(longer.isWhole).toBe(false)
    expect(longer.seen).toContain('launch')
  })

  it('what comes after the last byte that counts is not looked at', async () => {
    const content = (blanks: number) => `${'a'.repeat(blanks)} /Launch `
    expect((await read([objectStream(content(991))], {})).seen).toContain('launch')
    expect((await read([objectStream(content(994))], {})).seen).not.toContain('launch')
  })

  it('a stream that inflates to as many times its size as the limit is read to its end, one of a byte more is not', async () => {
    const data = deflated(padded(900))
    // The line end is tried as a part of the data only when the data without it is not whole.
    expect(900 % data.length).not.toBe(0)
    expect(await read([objectStream('', { data })], { ratioMax: 900 / data.length })).toMatchObject({ isWhole: true })
    expect(await read([objectStream('', { data, lineEnd: '' })], { ratioMax: 899 / data.length })).toMatchObject({
      isWhole: false,
    })
  })

  it('all streams together count, compressed and inflated, up to the limit and not a byte more', async () => {
    const streams = [objectStream(padded(800)), objectStream(padded(700), { lineEnd: '' })]
    const bytesMax = 1_500 + deflated(padded(800)).length + deflated(padded(700)).length
    expect(await read(streams, { bytesMax })).toMatchObject({ isWhole: true })
    expect(await read(streams, { bytesMax: bytesMax - 1 })).toMatchObject({ isWhole: false })
    expect(await read([objectStream(script)], { bytesMax: deflated(script).length - 1 })).toEqual({
      isWhole: false,
      seen: expect.not.arrayContaining(['javascript']),
    })
  })

  it('are a thousand streams, 4 MiB and a hundred times its size for each, 16 MiB for all', () => {
    expect(objectStreamLimits).toEqual({
      streamsMax: 1_000,
      streamBytesMax: 4 * 1_048_576,
      ratioMax: 100,
      bytesMax: 16 * 1_048_576,
    })
  })

  it('a bomb is inflated to a hundred times its size, for each of the places where its data may end', async () => {
    const counted = countInflated()
    const data = deflated(new Uint8Array(64 * 1_048_576))
    expect(data.length).toBeLessThan(70_000)
    expect(await seenIn(objectStream('', { data, lineEnd: '\r\n' }))).toEqual([note])
    // What the platform had inflated already when the limit was reached comes on top.
    expect(counted.bytes()).toBeGreaterThan(3 * objectStreamLimits.streamBytesMax)
    expect(counted.bytes()).toBeLessThan(3 * (objectStreamLimits.streamBytesMax + 2 * 1_048_576))
  })

  it('many bombs are inflated to 16 MiB in all', async () => {
    const counted = countInflated()
    const data = deflated(new Uint8Array(8 * 1_048_576))
    const bombs = Array.from({ length: 300 }, () => objectStream('', { data }))
    expect(await seenIn(...bombs)).toEqual([note])
    expect(counted.bytes()).toBeGreaterThan(objectStreamLimits.bytesMax / 2)
    expect(counted.bytes()).toBeLessThan(2 * objectStreamLimits.bytesMax)
  })

  it('object streams that all reach to one far end, and inflate to nothing, are fed 16 MiB in all', async () => {
    const nothing = latin1('\0\0\0\xFF\xFF')
    const blocks = new Uint8Array(5 * 200_000)
    for (let at = 0; at < blocks.length; at += nothing.length) blocks.set(nothing, at)
    const starts = '<< /Type /ObjStm /Filter /FlateDecode >> stream x\x9C'.repeat(500)
    let fed = 0
    const Platform = globalThis.DecompressionStream
    vi.stubGlobal(
      'DecompressionStream',
      class {
        readonly writable: unknown
        readonly readable: unknown
        constructor(format: 'deflate') {
          const counting = new TransformStream({
            transform(part: Uint8Array, controller) {
              fed += part.length
              controller.enqueue(part)
            },
          })
          this.writable = counting.writable
          this.readable = counting.readable.pipeThrough(new Platform(format))
        }
      },
    )
    const bytes = document(`${starts}${binary(blocks)}endstream`)
    expect(await inspectPdf(bytes, limits)).toMatchObject({ ok: true, value: { notes: [note] } })
    expect(fed).toBeLessThanOrEqual(objectStreamLimits.bytesMax)
  })

  it('looks at each dictionary once, however many there seem to be', async () => {
    const words = ['>>stream ', '<< /ObjStm >>stream ']
    expect(await Promise.all(words.map((word) => seenIn(word.repeat(300_000))))).toEqual([[], [note]])
    // Reading four thousand bytes for each takes sixty times as long as the same bytes without such a word.
    for (const word of words) {
      expect(await growth(seenIn, word.replace('stream', 'strewn').repeat(20_000), word.repeat(20_000))).toBeLessThan(10)
    }
  })
})

describe('inflate', () => {
  const collect = async (compressed: Uint8Array, bytesMax: number) => {
    const parts: Uint8Array[] = []
    const isWhole = await inflate(compressed, bytesMax, (part) => parts.push(part.slice()))
    return { isWhole, bytes: Uint8Array.from(Buffer.concat(parts)) }
  }

  it('gives what was compressed, up to the limit and not a byte more', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 5_000 }), fc.nat(5_000), async (content, bytesMax) => {
        const { isWhole, bytes } = await collect(deflateSync(content), bytesMax)
        expect(isWhole).toBe(content.length <= bytesMax)
        expect(bytes).toEqual(content.slice(0, bytesMax))
      }),
      { numRuns: 300 },
    )
  })

  it('leaves the compressed bytes as they are', async () => {
    const compressed = Uint8Array.from(deflateSync(latin1(script)))
    const before = compressed.slice()
    await collect(compressed, 1_000)
    expect(compressed).toEqual(before)
  })

  it('INV-29: answers for any bytes, and never rejects', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), async (bytes) => {
        expect(typeof (await collect(Uint8Array.of(0x78, 0x9c, ...bytes), 10_000)).isWhole).toBe('boolean')
      }),
      { numRuns: 500 },
    )
  })
})

describe('INV-29: a document with object streams', () => {
  const whole = document(objectStream(script), objectStream('7 0 << >>'), objectStream('', { data: 'x' }))

  it('gets an answer whatever bytes of it are changed, taken out or cut off', async () => {
    const change = fc.record({ at: fc.nat(whole.length - 1), byte: fc.nat(255) })
    const hole = fc.record({ from: fc.nat(whole.length), length: fc.nat(60) })
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 6 }), hole, fc.boolean(), async (changes, { from, length }, isCut) => {
        const bytes = whole.slice()
        for (const { at, byte } of changes) bytes[at] = byte
        const rest = Buffer.concat([bytes.subarray(0, from), isCut ? latin1('%%EOF') : bytes.subarray(from + length)])
        expect(typeof (await inspectPdf(rest, limits)).ok).toBe('boolean')
      }),
      { numRuns: 1_500 },
    )
  })

  it('gets an answer whatever words it is made of', async () => {
    const word = fc.constantFrom(
      ...['<< ', '>>', 'stream', '\r\n', 'endstream ', '1 0 obj', 'endobj ', '/ObjStm ', '/First ', '/Filter ', '[', ']'],
      ...['/FlateDecode ', '/Page ', '%', '(', ')', deflated(script), deflated('7 0'), 'x\x9C', '#53'],
    )
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 60 }), async (words) => {
        expect(typeof (await inspectPdf(latin1(`%PDF-1.7 ${words.join('')} %%EOF`), limits)).ok).toBe('boolean')
      }),
      { numRuns: 1_500 },
    )
  })

  it('is at least as suspicious as without them', async () => {
    for (const { bytes, expected } of corpus) {
      if (!('findings' in expected) || expected.findings === undefined) continue
      const more = latin1(binary(bytes).replace('xref\n', `${objectStream('7 0')}\nxref\n`))
      const inspected = await inspectPdf(more, limits)
      expect(inspected).toMatchObject({ value: { findings: expected.findings } })
    }
  })
})
