/** Reads the form of a request with what the platform has for it: a form of texts, or one with a file. */

/** A file of a form, as multer keeps one in memory. */
export type FormFile = { readonly originalname: string; readonly buffer: Uint8Array }

/** Why a form was not read. */
export type FormFault = 'too-large' | 'file-too-large' | 'unreadable' | 'wrong-type'

/** What a form has sent: a name that came more than once is a list. */
export type FormRead =
  | {
      readonly ok: true
      readonly body: { readonly [name: string]: string | readonly string[] }
      readonly file: FormFile | undefined
    }
  /** `isCut`: the rest was left unread, so nothing else can come over this connection. */
  | { readonly ok: false; readonly fault: FormFault; readonly isCut: boolean }

/** The request as a stream of bytes, with its headers. */
export type FormSource = AsyncIterable<Uint8Array> & {
  readonly headers: { readonly [name: string]: string | readonly string[] | undefined }
}

type SentFile = { readonly name: string; readonly arrayBuffer: () => Promise<ArrayBuffer> }
type Platform = {
  readonly Response: new (
    body: Uint8Array,
    init: { readonly headers: { readonly 'content-type': string } },
  ) => { formData(): Promise<Iterable<readonly [name: string, value: string | SentFile]>> }
}

const failed = (fault: FormFault, isCut = false): FormRead => ({ ok: false, fault, isCut })

/** What kind of form it is; null for what is none. */
export function formKind({ headers }: Pick<FormSource, 'headers'>): 'texts' | 'file' | null {
  const type = String(headers['content-type'] ?? '').toLowerCase()
  if (type.startsWith('application/x-www-form-urlencoded')) return 'texts'
  return type.startsWith('multipart/form-data') ? 'file' : null
}

/** How many times the allowed size is taken and dropped: whoever is sending hears the answer only once all was taken. */
const drainedTimes = 50

/**
 * All bytes, or why not. What is too much is taken and dropped, so that the answer is heard, but not without end. The stream is not closed then:
 * on Node that would close the connection, before the answer.
 */
async function bytesOf(source: FormSource, bytesMax: number): Promise<Uint8Array | 'too-much' | 'endless'> {
  const chunks: Uint8Array[] = []
  let length = 0
  const iterator = source[Symbol.asyncIterator]()
  for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
    length += next.value.length
    if (length <= bytesMax) chunks.push(next.value)
    else chunks.length = 0
    if (length > drainedTimes * bytesMax) return 'endless'
  }
  if (length > bytesMax) return 'too-much'
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

/** Reads a form of at most so many bytes. What its client has broken off or written wrongly is `unreadable`: nothing is thrown. */
export async function readSentForm(source: FormSource, bytesMax: number): Promise<FormRead> {
  const { headers } = source
  const kind = formKind(source)
  if (kind === null) return { ok: true, body: {}, file: undefined }
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') return failed('wrong-type')
  const { Response } = globalThis as typeof globalThis & Platform
  try {
    const bytes = await bytesOf(source, bytesMax)
    if (typeof bytes === 'string') return failed(kind === 'file' ? 'file-too-large' : 'too-large', bytes === 'endless')
    const texts = new Map<string, string[]>()
    const files: SentFile[] = []
    const sent = await new Response(bytes, { headers: { 'content-type': String(headers['content-type']) } }).formData()
    for (const [name, value] of sent) {
      if (typeof value === 'string') texts.set(name, [...(texts.get(name) ?? []), value])
      else files.push(value)
    }
    const contents = await Promise.all(
      files.map(async (one) => ({ originalname: one.name, buffer: new Uint8Array(await one.arrayBuffer()) })),
    )
    // A field in which no file was chosen is sent as an empty one without a name.
    const chosen = contents.filter(({ originalname, buffer }) => originalname !== '' || buffer.length > 0)
    if (chosen.length > 1) return failed('too-large')
    const body = Object.fromEntries(
      [...texts].map(([name, [first = '', ...more]]) => [name, more.length > 0 ? [first, ...more] : first]),
    )
    return { ok: true, body, file: chosen[0] }
  } catch {
    return failed('unreadable')
  }
}
