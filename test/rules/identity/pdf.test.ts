import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSportelloError, type Result } from '../../../src/kernel/index.ts'
import { inspectPdf, type PdfInspection, type PdfRefusal } from '../../../src/rules/identity/index.ts'
import { latin1, minimalPdf, pdfOf } from './minimal-pdf.ts'
import { corpus } from './pdf-corpus.ts'

const limits = { bytesMax: 1_048_576 }

async function* parts(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0
  for (const cut of [...cuts].sort((one, other) => one - other)) {
    yield bytes.subarray(from, cut)
    from = cut
  }
  yield bytes.subarray(from)
}

async function* of<T>(...values: T[]): AsyncGenerator<T> {
  yield* values
}

const inspectAnything = (content: unknown, bytesMax = limits.bytesMax): Promise<Result<PdfInspection, PdfRefusal>> =>
  inspectPdf(content as Uint8Array, { bytesMax })

const failureOf = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('the corpus', () => {
  it('holds at least 40 documents, all different', () => {
    expect(corpus.length).toBeGreaterThanOrEqual(40)
    expect(new Set(corpus.map(({ bytes }) => latin1ToText(bytes))).size).toBe(corpus.length)
  })

  it.each(corpus)('D1, D2, D3: $name', async ({ bytes, expected }) => {
    const before = bytes.slice()
    const inspected = await inspectPdf(bytes, limits)
    expect(bytes).toEqual(before)
    if ('refused' in expected) {
      expect(inspected).toMatchObject({ ok: false, refusal: { code: expected.refused } })
      return
    }
    const { findings = [], notes = [], verdict } = expected
    const version = latin1ToText(bytes)
      .slice(latin1ToText(bytes).indexOf('%PDF-') + 5)
      .slice(0, 3)
    expect(inspected).toEqual({ ok: true, value: { verdict, findings, notes, size: bytes.length, version } })
  })

  it.each(corpus)('has one answer however it is cut: $name', async ({ bytes }) => {
    const whole = await inspectPdf(bytes, limits)
    if (bytes.length < 2_000) {
      for (let cut = 1; cut < bytes.length; cut += 5) expect(await inspectPdf(parts(bytes, [cut]), limits)).toEqual(whole)
      expect(await inspectPdf(parts(bytes, [...bytes.keys()]), limits)).toEqual(whole)
    }
    const cuts = fc.uniqueArray(fc.nat(bytes.length), { maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(cuts, async (places) => {
        expect(await inspectPdf(parts(bytes, places), limits)).toEqual(whole)
      }),
      { numRuns: 20 },
    )
  })
})

function latin1ToText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
}

describe('what a content that is no PDF looks like', () => {
  it.each([
    ['image', '\xFF\xD8\xFF\xE0'],
    ['image', '\x89PNG\r\n'],
    ['image', 'GIF89a'],
    ['image', 'BM6'],
    ['image', 'II*\0'],
    ['image', 'MM\0*'],
    ['image', 'RIFF\0\0\0\0WEBP'],
    ['archive', 'Rar!\x1A'],
    ['archive', '7z\xBC\xAF\x27'],
    ['archive', '\x1F\x8B\b'],
    ['program', '\x7FELF'],
    ['program', '#!/bin/sh'],
    ['office', '{\\rtf1'],
    ['unknown', 'II*'],
    ['image', '\0\0\0\x20ftypheic'],
    ['archive', 'PK\x03\x04'],
    ['program', 'MZ'],
    ['markup', '\xEF\xBB\xBF \n<html>'],
    ['office', '\xD0\xCF\x11\xE0'],
    ['unknown', 'Buongiorno <html>'],
  ])('%s', async (looksLike, content) => {
    expect(await inspectPdf(latin1(content), limits)).toEqual({ ok: false, refusal: { code: 'pdf/not-pdf', looksLike } })
  })
})

describe('the size', () => {
  const pdf = minimalPdf()

  it('D4: as many bytes as the limit are taken, one more is not', async () => {
    expect(await inspectPdf(pdf, { bytesMax: pdf.length })).toMatchObject({ ok: true })
    const refusal = { code: 'pdf/too-large', bytesMax: pdf.length - 1 }
    expect(await inspectPdf(pdf, { bytesMax: pdf.length - 1 })).toEqual({ ok: false, refusal })
    expect(await inspectPdf(parts(pdf, [100, 200]), { bytesMax: pdf.length - 1 })).toEqual({ ok: false, refusal })
  })

  it('D4: a stream without end is closed at the first part beyond the limit, in constant memory', async () => {
    const part = new Uint8Array(65_536).fill(0x20)
    part.set(latin1('%PDF-1.7\n'))
    let read = 0
    let closed = false
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (; read < 5_000_000_000; read += part.length) yield part
      } finally {
        closed = true
      }
    }
    const before = process.memoryUsage().rss
    const bytesMax = 33_554_432
    expect(await inspectPdf(endless(), { bytesMax })).toEqual({ ok: false, refusal: { code: 'pdf/too-large', bytesMax } })
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1_048_576)
    expect(read).toBe(bytesMax)
    expect(closed).toBe(true)
  })

  it('D1: a stream that is no PDF is closed as soon as its first 1024 bytes are read', async () => {
    let read = 0
    async function* jpeg(): AsyncGenerator<Uint8Array> {
      for (; read < 100; read++) yield latin1('\xFF\xD8\xFF'.padEnd(512, '\0'))
    }
    expect(await inspectPdf(jpeg(), limits)).toMatchObject({ refusal: { code: 'pdf/not-pdf', looksLike: 'image' } })
    expect(read).toBe(1)
  })

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, '10', null, undefined])(
    'a limit of %s is a fault of the host',
    async (bytesMax) => {
      const failure = await failureOf(inspectPdf(pdf, { bytesMax: bytesMax as number }))
      expect(failure).toMatchObject({ code: 'config/invalid' })
      expect(isSportelloError(failure)).toBe(true)
    },
  )

  it('limits that are none are a fault of the host', async () => {
    expect(await failureOf(inspectPdf(pdf, null as never))).toMatchObject({ code: 'config/invalid' })
  })
})

describe('short names in the noise of compressed data', () => {
  const around = (before: string): Uint8Array => latin1(pdfOf(['<< /Type /Page >>', `${before}/JS 1`]))

  it('count after six bytes of text', async () => {
    expect(await inspectPdf(around('\xFFabcdef'), limits)).toMatchObject({ value: { findings: ['pdf/javascript'] } })
  })

  it('do not count after five', async () => {
    expect(await inspectPdf(around('\xFFabcde'), limits)).toMatchObject({ value: { verdict: 'clean' } })
    expect(await inspectPdf(around('\0abcde'), limits)).toMatchObject({ value: { verdict: 'clean' } })
    expect(await inspectPdf(around('\x7Fabcde'), limits)).toMatchObject({ value: { verdict: 'clean' } })
  })

  it('count after six of the last characters of ASCII', async () => {
    expect(await inspectPdf(around('\xFF~~~~~~'), limits)).toMatchObject({ value: { findings: ['pdf/javascript'] } })
  })

  it('count by the bytes before them also where a part begins or ends', async () => {
    const content = latin1ToText(around('\xFFabcdef'))
    const noise = latin1ToText(around('/Name \xFFabcde'))
    for (let shift = -8; shift <= 4; shift++) {
      const cut = (text: string) => parts(latin1(text), [text.indexOf('/JS') + shift])
      expect(await inspectPdf(cut(content), limits)).toMatchObject({ value: { findings: ['pdf/javascript'] } })
      expect(await inspectPdf(cut(noise), limits)).toMatchObject({ value: { verdict: 'clean' } })
    }
  })

  it('count after six blanks, which are text too', async () => {
    expect(await inspectPdf(around('\xFF \t\r\n\f '), limits)).toMatchObject({ value: { findings: ['pdf/javascript'] } })
  })
})

describe('names', () => {
  it.each(['(', ')', '<', '>', '[', ']', '{', '}', '/', '%', '\0', '\t', '\n', '\f', '\r', ' '])('end before %j', async (end) => {
    const content = latin1(pdfOf(['<< /Type /Page >>', `<< /S /Launch${end} >>`]))
    expect(await inspectPdf(content, limits)).toMatchObject({ value: { findings: ['pdf/launch'] } })
  })

  it.each(['s', '0', '.', '-', '\x7F', '\x80', '\xFF', '#', '#20', '#00'])('go on with %j', async (more) => {
    const content = latin1(pdfOf(['<< /Type /Page >>', `<< /S /Launch${more} >>`]))
    expect(await inspectPdf(content, limits)).toMatchObject({ value: { verdict: 'clean' } })
  })

  it('with an escaped slash are other names', async () => {
    const content = latin1(pdfOf(['<< /Type /Page >>', '<< /S /#2FLaunch /Launch#2F /x#2FLaunch >>']))
    expect(await inspectPdf(content, limits)).toMatchObject({ value: { verdict: 'clean' } })
  })

  it('are read with escaped digits of either case, 0 to f', async () => {
    for (const escaped of ['#4C#61#75#6e#63#68', '#4c#61#75#6E#63#68']) {
      const content = latin1(pdfOf(['<< /Type /Page >>', `<< /S /${escaped} >>`]))
      expect(await inspectPdf(content, limits)).toMatchObject({ value: { findings: ['pdf/launch'] } })
    }
    for (const escaped of ['#4@aunch', '#4`aunch', '#4gaunch', '#4Gaunch', '#4/aunch', '#4:aunch']) {
      const content = latin1(pdfOf(['<< /Type /Page >>', `<< /S /${escaped} >>`]))
      expect(await inspectPdf(content, limits)).toMatchObject({ value: { verdict: 'clean' } })
    }
  })

  it('begin anew at a slash inside an unfinished one', async () => {
    const content = latin1(pdfOf(['<< /Type /Page >>', '<< /Java/Lau/Launch /J#/XFA /J#4/GoToR >>']))
    expect(await inspectPdf(content, limits)).toMatchObject({
      value: { findings: ['pdf/launch', 'pdf/xfa', 'pdf/remote-go-to'] },
    })
  })
})

describe('J2, J4: hostile contents', () => {
  it.each([
    undefined,
    null,
    0,
    1n,
    '%PDF-1.7',
    [37, 80],
    {},
    new ArrayBuffer(8),
    new Uint16Array(4),
    new DataView(new ArrayBuffer(4)),
  ])('%s is refused by type', async (content) => {
    expect(await inspectAnything(content)).toEqual({ ok: false, refusal: { code: 'pdf/type' } })
  })

  it('bytes behind a proxy, a pretender and a transferred buffer are refused by type', async () => {
    const transferred = minimalPdf()
    structuredClone(transferred.buffer, { transfer: [transferred.buffer] })
    const revoked = Proxy.revocable({}, {})
    revoked.revoke()
    const throwing = {
      get [Symbol.asyncIterator]() {
        throw new Error('getter')
      },
    }
    for (const content of [
      new Proxy(minimalPdf(), {}),
      Object.create(Uint8Array.prototype),
      transferred,
      revoked.proxy,
      throwing,
    ]) {
      expect(await inspectAnything(content)).toEqual({ ok: false, refusal: { code: 'pdf/type' } })
    }
  })

  it('an own length, buffer or tag on the bytes is not believed', async () => {
    const pdf = minimalPdf()
    const expected = await inspectPdf(pdf.slice(), limits)
    Object.defineProperties(pdf, {
      length: { value: 10 },
      byteOffset: { value: 3 },
      buffer: { value: new ArrayBuffer(9) },
      [Symbol.toStringTag]: { value: 'Uint16Array' },
    })
    expect(await inspectPdf(pdf, limits)).toEqual(expected)
  })

  it('a view of a larger buffer is read within its bounds', async () => {
    const pdf = minimalPdf()
    const larger = new Uint8Array(pdf.length + 20).fill(0x41)
    larger.set(pdf, 10)
    expect(await inspectPdf(larger.subarray(10, 10 + pdf.length), limits)).toEqual(await inspectPdf(pdf, limits))
  })

  it('a part of another type is refused, and the stream closed', async () => {
    for (const part of ['%PDF-1.7', [37], null, 7, new Uint16Array(2), new Proxy(new Uint8Array(2), {})]) {
      expect(await inspectAnything(of<unknown>(minimalPdf(), part, 'never read'))).toEqual({
        ok: false,
        refusal: { code: 'pdf/type' },
      })
    }
  })

  it('1024 empty parts are borne, one more is not', async () => {
    const empty = Array.from({ length: 1_024 }, () => new Uint8Array())
    expect(await inspectPdf(of(...empty, minimalPdf()), limits)).toMatchObject({ ok: true })
    expect(await inspectPdf(of(...empty, new Uint8Array(), minimalPdf()), limits)).toEqual({
      ok: false,
      refusal: { code: 'pdf/type' },
    })
  })

  it('a stream without parts is empty', async () => {
    expect(await inspectPdf(of<Uint8Array>(), limits)).toEqual({ ok: false, refusal: { code: 'pdf/empty' } })
  })

  it('a stream that fails rejects with documents/failed and its cause, also when that is no error', async () => {
    for (const cause of [new Error('disk'), 'disk', { code: 'pdf/empty' }]) {
      async function* failing(): AsyncGenerator<Uint8Array> {
        yield minimalPdf()
        throw cause
      }
      const failure = await failureOf(inspectPdf(failing(), limits))
      expect(isSportelloError(failure)).toBe(true)
      expect(failure).toMatchObject({ code: 'documents/failed', cause })
    }
  })

  it('a stream that cannot be opened or answers nonsense rejects with documents/failed', async () => {
    const nonsense = [
      () => null,
      () => ({}),
      () => ({ next: () => 1 }),
      () => {
        throw new Error('no')
      },
    ]
    for (const open of nonsense) {
      expect(await failureOf(inspectAnything({ [Symbol.asyncIterator]: open }))).toMatchObject({ code: 'documents/failed' })
    }
  })

  it('a stream that fails to close after the answer is known changes nothing', async () => {
    const source = {
      [Symbol.asyncIterator]: () => ({
        next: async () => ({ done: false, value: new Uint8Array(2_000) }),
        return: async () => {
          throw new Error('close')
        },
      }),
    }
    expect(await inspectAnything(source)).toMatchObject({ refusal: { code: 'pdf/not-pdf' } })
  })

  it('the iterator is read once from the source', async () => {
    let reads = 0
    const source = {
      get [Symbol.asyncIterator]() {
        reads++
        return () => of(minimalPdf())
      },
    }
    expect(await inspectAnything(source)).toMatchObject({ ok: true })
    expect(reads).toBe(1)
  })

  it('INV-29: any bytes get an answer, never an exception', async () => {
    const someBytes = fc.oneof(
      fc.uint8Array({ maxLength: 3_000 }),
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Uint8Array.from([...latin1('%PDF-1.7\n'), ...bytes])),
      fc
        .array(
          fc.constantFrom(
            '/JS',
            '/J#',
            '#53',
            '/OpenAction',
            '%%',
            'EOF',
            '%PDF-1.7 ',
            '<htm',
            'l',
            'PK\x05',
            '\x06',
            ' [',
            '/Page ',
          ),
        )
        .map((words) => latin1(`%PDF-1.4 ${words.join('')}`)),
    )
    await fc.assert(
      fc.asyncProperty(someBytes, fc.nat(3_000), async (bytes, cut) => {
        const whole = await inspectPdf(bytes, { bytesMax: 2_048 })
        expect(await inspectPdf(parts(bytes, [Math.min(cut, bytes.length)]), { bytesMax: 2_048 })).toEqual(whole)
      }),
      { numRuns: 2_000 },
    )
  })
})
