/** What a PDF does when it is opened: whether all of it is going to a page (ISO 32000-1 §7.7.2, §12.6.4.2). */
import { latin1 } from './bytes.ts'
import { readObjectStreams } from './pdf-object-streams.ts'
import { type PdfWalk, startWalk } from './pdf-walk.ts'

const blank = '[\\0\\t\\n\\f\\r ]'
const ends = '(?![^\\0\\t\\n\\f\\r ()<>[\\]{}/%])'
const openAction = new RegExp(`/OpenAction${ends}${blank}*`, 'g')

// An array, a text, a name or a reference: where to go, and nothing else that could be done.
const destination = `(?:\\[[^[\\]()<>]{0,256}\\]|\\([^()\\\\]{0,256}\\)|<[0-9A-Fa-f]{0,256}>|/[^\\0\\t\\n\\f\\r ()<>[\\]{}/%]{1,128}|\\d{1,10}${blank}+\\d{1,5}${blank}+R)`
const entry = `(?:/Type${blank}*/Action${ends}|/S${blank}*/GoTo${ends}|/D${blank}*${destination})`
const goTo = new RegExp(`^<<${blank}*(?:${entry}${blank}*){1,6}>>`)
const isGoTo = (text: string): boolean => {
  const found = goTo.exec(text.slice(0, 1_024))?.[0]
  return found !== undefined && new RegExp(`/S${blank}*/GoTo${ends}`).test(found)
}
// What a reference leads to may be the destination itself.
const goesToPage = (text: string): boolean => text.startsWith('[') || isGoTo(text)

const referenced = new RegExp(`^(\\d{1,10})${blank}+\\d{1,5}${blank}+R${ends}`)

/** An object stream: its text, and where each object begins. */
type Compressed = { readonly text: string; readonly places: ReadonlyMap<number, readonly number[]> }

function compressed(data: Uint8Array, first: number): Compressed {
  const text = latin1(data)
  const numbers = text.slice(0, first).match(/\d+/g) ?? []
  const places = new Map<number, number[]>()
  for (let i = 0; i + 1 < numbers.length; i += 2) {
    const number = Number(numbers[i])
    places.set(number, [...(places.get(number) ?? []), first + Number(numbers[i + 1])])
  }
  return { text, places }
}

/** What the file has under the number, once for each time that it was written. */
function* objectsOf(number: number, content: string, streams: readonly Compressed[]): Generator<string> {
  for (const match of content.matchAll(new RegExp(`(?:^|[^0-9])0{0,9}${number}${blank}+\\d{1,5}${blank}+obj${blank}*`, 'g'))) {
    const at = match.index + match[0].length
    yield content.slice(at, at + 1_024)
  }
  for (const { text, places } of streams) {
    for (const at of places.get(number) ?? []) yield text.slice(at, at + 1_024).trimStart()
  }
}

/**
 * True when everything that the document says of its opening, of every version that is in the file, goes to a page of it: an array, such an
 * action, or a reference to one of them. False where that cannot be told. `walk` has been over the document and its object streams.
 */
export async function opensAtPage(bytes: Uint8Array, walk: PdfWalk): Promise<boolean> {
  const streams: Compressed[] = []
  const isWhole = await readObjectStreams(
    bytes,
    { ...startWalk(), objectStreams: walk.objectStreams },
    undefined,
    (data, first) => streams.push(compressed(data, first)),
  )
  if (!isWhole) return false
  const content = latin1(bytes)
  let count = 0
  for (const text of [content, ...streams.map((stream) => stream.text)]) {
    for (const match of text.matchAll(openAction)) {
      count += 1
      const value = text.slice(match.index + match[0].length, match.index + match[0].length + 1_024)
      const number = referenced.exec(value)?.[1]
      const values = number === undefined ? [value] : [...objectsOf(Number(number), content, streams)]
      if (values.length === 0 || !values.every(goesToPage)) return false
    }
  }
  // A name that is spelled with escapes is not found here, and was found by the walk.
  return count === walk.openActions
}
