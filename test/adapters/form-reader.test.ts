/** What a form has sent, as the platform reads it: texts, a file, and what is none of both. */
import { describe, expect, it } from 'vitest'
import { type FormSource, formKind, readSentForm } from '../../src/adapters/form-reader.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const urlencoded = 'application/x-www-form-urlencoded'
const multipart = 'multipart/form-data; boundary=x'

function source(
  type: string | readonly string[] | undefined,
  chunks: readonly string[],
  more: FormSource['headers'] = {},
): FormSource {
  return {
    headers: { ...(type !== undefined && { 'content-type': type }), ...more },
    async *[Symbol.asyncIterator]() {
      for (const chunk of chunks) yield bytes(chunk)
    },
  }
}

const part = (name: string, fileName: string | null, content: string): string =>
  `--x\r\ncontent-disposition: form-data; name="${name}"${fileName === null ? '' : `; filename="${fileName}"`}\r\n\r\n${content}\r\n`

describe('a form', () => {
  it.each([undefined, 'application/json', 'text/plain; charset=utf-8', ''])(
    'of the type %j is none: nothing of it is read',
    async (type) => {
      expect(formKind({ headers: { 'content-type': type } })).toBeNull()
      expect(await readSentForm(source(type, ['a=b']), 10)).toEqual({ ok: true, body: {}, file: undefined })
    },
  )

  it('of texts has a list where a name came more than once, in whatever pieces it came', async () => {
    const read = await readSentForm(source(`${urlencoded.toUpperCase()}; charset=utf-8`, ['a=1&b', '=2&b=3&c=']), 100)
    expect(read).toEqual({ ok: true, body: { a: '1', b: ['2', '3'], c: '' }, file: undefined })
  })

  it('that is compressed is refused before anything of it is read', async () => {
    expect(await readSentForm(source(urlencoded, ['a=b'], { 'content-encoding': 'gzip' }), 10)).toEqual({
      ...{ ok: false, fault: 'wrong-type', isCut: false },
    })
    const plain = await readSentForm(source(urlencoded, ['a=b'], { 'content-encoding': 'identity' }), 10)
    expect(plain).toMatchObject({ ok: true, body: { a: 'b' } })
  })

  it.each([
    [urlencoded, 'too-large'],
    [multipart, 'file-too-large'],
  ] as const)('of %s that is too large is read to its end, unless there is none', async (type, fault) => {
    const ten = 'a'.repeat(10)
    expect(await readSentForm(source(type, [ten, ten]), 19)).toEqual({ ok: false, fault, isCut: false })
    expect(
      await readSentForm(
        source(
          type,
          Array.from({ length: 1_000 }, () => ten),
        ),
        19,
      ),
    ).toEqual({
      ...{ ok: false, fault, isCut: true },
    })
  })

  it('of exactly the allowed size is taken', async () => {
    expect(await readSentForm(source(urlencoded, ['a=', '12345678']), 10)).toMatchObject({ ok: true, body: { a: '12345678' } })
    expect(await readSentForm(source(urlencoded, ['a=', '123456789']), 10)).toMatchObject({ ok: false })
  })

  it('has the one file that was chosen: a field without any is sent as an empty one without a name', async () => {
    const form = new FormData()
    form.append('file', new File([], ''))
    form.append('note', 'x')
    form.append('other', new File(['%PDF'], 'card.pdf'))
    const sent = new Response(form)
    const read = await readSentForm(source(sent.headers.get('content-type') ?? '', [await sent.text()]), 10_000)
    expect(read).toMatchObject({ ok: true, body: { note: 'x' }, file: { originalname: 'card.pdf' } })
    expect(read.ok && read.file && new TextDecoder().decode(read.file.buffer)).toBe('%PDF')
  })

  it('has a file without a name where it has a content, and an empty one that has a name', async () => {
    const unnamed = await readSentForm(source(multipart, [part('file', '', '%PDF'), '--x--\r\n']), 10_000)
    expect(unnamed).toMatchObject({ ok: true, file: { originalname: '' } })
    const empty = await readSentForm(source(multipart, [part('file', 'card.pdf', ''), '--x--\r\n']), 10_000)
    expect(empty).toMatchObject({ ok: true, file: { originalname: 'card.pdf' } })
  })

  it('with two files is refused: no page asks for two', async () => {
    const sent = [part('file', 'a.pdf', 'a'), part('file', 'b.pdf', 'b'), '--x--\r\n']
    expect(await readSentForm(source(multipart, sent), 10_000)).toEqual({ ok: false, fault: 'too-large', isCut: false })
  })

  it('that its client breaks off is unreadable, and throws nothing', async () => {
    const broken: FormSource = {
      headers: { 'content-type': urlencoded },
      [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('aborted')) }),
    }
    expect(await readSentForm(broken, 10)).toEqual({ ok: false, fault: 'unreadable', isCut: false })
  })
})
