/** A daticert.xml taken apart: which elements are there and what they say. Nothing is judged but the form of the document. */
import { SaxesParser } from 'saxes'
import { accept, type Result, refuse } from '../../kernel/index.ts'
import { type DaticertAttribute, type DaticertElement, type DaticertField, form, type Place } from './daticert-form.ts'
import { withoutPrologue } from './daticert-prologue.ts'

/**
 * `encoding`: not UTF-8, or declared as something else. `doctype`, `instruction`: a document type or a processing instruction other than
 * the two that providers write before the root. `unknown-element`, `unknown-attribute`, `misplaced`, `repeated`, `too-many`: not the form of RFC 6109.
 * `split`: a value that decides something and that comments or sections cut into pieces, of which readers take different ones.
 */
export type DaticertXmlRefusal =
  | { readonly code: 'daticert/malformed-xml' }
  | { readonly code: 'daticert/encoding' }
  | { readonly code: 'daticert/doctype' }
  | { readonly code: 'daticert/instruction' }
  | { readonly code: 'daticert/unknown-element' }
  | { readonly code: 'daticert/unknown-attribute'; readonly field: DaticertField }
  | { readonly code: 'daticert/misplaced'; readonly field: DaticertField }
  | { readonly code: 'daticert/repeated'; readonly field: DaticertField }
  | { readonly code: 'daticert/too-many'; readonly field: DaticertField; readonly most: number }
  | { readonly code: 'daticert/split'; readonly field: DaticertField }

/** What a document says: the elements in their order, blanks around their text taken away, each with its attributes. */
export type Said = {
  readonly texts: ReadonlyMap<DaticertElement, readonly string[]>
  /** As many as there are elements with the attribute's name; null for one that has it not. */
  readonly attributes: ReadonlyMap<DaticertAttribute, readonly (string | null)[]>
}

// The blanks of XML only: an address that ends in another kind of blank is another address.
const isBlank = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at)
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09
}

function trimmed(text: string): string {
  let from = 0
  let to = text.length
  while (from < to && isBlank(text, from)) from += 1
  while (from < to && isBlank(text, to - 1)) to -= 1
  return text.slice(from, to)
}

function append<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [value])
  else list.push(value)
}

/**
 * Takes the text of a document apart. The form allows three levels of elements and knows all of their names, so whatever is nested
 * deeper, or is one element too many, ends the reading where it begins.
 */
export function readDaticertXml(document: string): Result<Said, DaticertXmlRefusal> {
  const text = withoutPrologue(document)
  // Not even where it would be mere text, in a comment or a section: then it is meant for another reader.
  if (text.includes('<!DOCTYPE')) return refuse({ code: 'daticert/doctype' })
  const refusals: DaticertXmlRefusal[] = []
  const counts = new Map<string, number>()
  const texts = new Map<DaticertElement, string[]>()
  const attributes = new Map<DaticertAttribute, (string | null)[]>()
  const open: Place[] = []
  let value = ''

  // What is thrown out of a handler ends the parser.
  function stop(refusal: DaticertXmlRefusal): never {
    refusals.push(refusal)
    throw new Error(refusal.code)
  }

  function take(piece: string): void {
    const place = open[open.length - 1]
    if (place === undefined || place.isGroup) return
    if (place.isFree) {
      value += piece
      return
    }
    const content = trimmed(piece)
    if (content === '') return
    if (value !== '') stop({ code: 'daticert/split', field: place.name })
    value = content
  }

  // Each handler becomes a late property of the parser: with eight of them V8 would make it a slow object, and reading five times
  // as slow.
  const parser = new SaxesParser({ position: false })
  parser.on('xmldecl', ({ version, encoding = 'utf-8' }) => {
    if (version !== '1.0') stop({ code: 'daticert/malformed-xml' })
    if (encoding.toLowerCase() !== 'utf-8') stop({ code: 'daticert/encoding' })
  })
  parser.on('processinginstruction', () => stop({ code: 'daticert/instruction' }))
  parser.on('opentag', (tag) => {
    const place = form.get(tag.name)
    if (place === undefined) return stop({ code: 'daticert/unknown-element' })
    const field = place.name
    if (place.within !== (open[open.length - 1]?.name ?? null)) stop({ code: 'daticert/misplaced', field })
    const count = (counts.get(field) ?? 0) + 1
    if (count > place.most) {
      stop(place.most === 1 ? { code: 'daticert/repeated', field } : { code: 'daticert/too-many', field, most: place.most })
    }
    counts.set(field, count)
    for (const name of Object.keys(tag.attributes)) {
      if (!place.attributes.has(name)) stop({ code: 'daticert/unknown-attribute', field })
    }
    for (const [name, attribute] of place.attributes) append(attributes, attribute, tag.attributes[name] ?? null)
    open.push(place)
    value = ''
  })
  parser.on('text', take)
  parser.on('cdata', take)
  parser.on('closetag', () => {
    const place = open.pop() as Place
    if (!place.isGroup) append(texts, place.name as DaticertElement, trimmed(value))
    value = ''
  })
  try {
    parser.write(text).close()
  } catch {
    return refuse(refusals[0] ?? { code: 'daticert/malformed-xml' })
  }
  return accept({ texts, attributes })
}
