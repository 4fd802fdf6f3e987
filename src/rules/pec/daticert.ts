/** What a provider of PEC certifies: its daticert.xml, read strictly, in words of its own (RFC 6109 §4.4). */
import { fromUtf8 } from '../../crypto/encoding.ts'
import { accept, type Instant, oneLine, type Result, refuse } from '../../kernel/index.ts'
import { bytesOf } from '../identity/untrusted.ts'
import type { DaticertAttribute, DaticertElement, DaticertField } from './daticert-form.ts'
import { instantOf } from './daticert-time.ts'
import { type DaticertXmlRefusal, readDaticertXml, type Said } from './daticert-xml.ts'

/** The kinds of `postacert/@tipo`. `posta-certificata` is the envelope of a message, the others are receipts and notices. */
export type DaticertKind =
  | 'accettazione'
  | 'non-accettazione'
  | 'presa-in-carico'
  | 'avvenuta-consegna'
  | 'posta-certificata'
  | 'errore-consegna'
  | 'preavviso-errore-consegna'
  | 'rilevazione-virus'

/** The errors of `postacert/@errore`. */
export type DaticertError = 'nessuno' | 'no-dest' | 'no-dominio' | 'virus' | 'altro'

/** A recipient of the message. `esterno`: no mailbox of PEC, so that nothing is certified of its delivery. */
export type DaticertRecipient = { readonly address: string; readonly kind: 'certificato' | 'esterno' }

/**
 * A daticert.xml that keeps to its form. Addresses and ids are as written, on one line, of at most 512 characters; no rule of
 * addresses was asked. `subject` and `detail` are one line of at most 500 characters of what was written, for people only.
 */
export type Daticert = {
  readonly kind: DaticertKind
  readonly error: DaticertError
  /** `mittente`: the sender of the message. */
  readonly sender: string
  /** `destinatari`: one or more, in the order of the document. */
  readonly recipients: readonly DaticertRecipient[]
  /** `risposte`: where replies go; null where nothing is said. */
  readonly replyTo: string | null
  readonly subject: string
  /** `gestore-emittente`: the provider that certifies. */
  readonly provider: string
  /** `data`: when it happened, to the second. */
  readonly at: Instant
  /** `identificativo`: the provider's own id of the message. */
  readonly id: string
  /** `msgid`: the Message-ID that the sender gave, as the provider writes it; null where it is not told. */
  readonly messageId: string | null
  /** `ricevuta`: how much of the message the receipt carries; null where nothing is said. */
  readonly extent: 'completa' | 'breve' | 'sintetica' | null
  /** `consegna`: the mailbox that the delivery was to; null where nothing is said. */
  readonly delivery: string | null
  /** `ricezione`: the mailboxes that the recipient's provider has taken the message for. */
  readonly receptions: readonly string[]
  /** `errore-esteso`: the provider's words. */
  readonly detail: string
}

/**
 * Why a document is no daticert.xml. `type`: neither text nor bytes. `missing`: an element or attribute that must be there, or is
 * empty. `malformed`: something else than its form allows. `contradictory`: a delivery that is said to have failed.
 */
export type DaticertRefusal =
  | { readonly code: 'daticert/type' }
  | { readonly code: 'daticert/too-large'; readonly sizeMax: number }
  | { readonly code: 'daticert/unknown-kind' }
  | { readonly code: 'daticert/missing'; readonly field: DaticertField }
  | { readonly code: 'daticert/malformed'; readonly field: DaticertField }
  | { readonly code: 'daticert/contradictory' }
  | DaticertXmlRefusal

// A receipt has one or two thousand characters; five hundred recipients and a long subject fit. Bytes, or UTF-16 units of a text.
const sizeMax = 64 * 1_024

const nameLengthMax = 512
const proseLengthMax = 500

const kinds: ReadonlySet<string> = /* @__PURE__ */ new Set<DaticertKind>([
  'accettazione',
  'non-accettazione',
  'presa-in-carico',
  'avvenuta-consegna',
  'posta-certificata',
  'errore-consegna',
  'preavviso-errore-consegna',
  'rilevazione-virus',
])
const errors: ReadonlySet<string> = /* @__PURE__ */ new Set<DaticertError>(['nessuno', 'no-dest', 'no-dominio', 'virus', 'altro'])
const recipientKinds: ReadonlySet<string> = /* @__PURE__ */ new Set<DaticertRecipient['kind']>(['certificato', 'esterno'])
const extents: ReadonlySet<string> = /* @__PURE__ */ new Set<NonNullable<Daticert['extent']>>(['completa', 'breve', 'sintetica'])

const isKind = (text: string): text is DaticertKind => kinds.has(text)
const isError = (text: string): text is DaticertError => errors.has(text)
const isRecipientKind = (text: string): text is DaticertRecipient['kind'] => recipientKinds.has(text)
const isExtent = (text: string): text is NonNullable<Daticert['extent']> => extents.has(text)

// What most values are made of needs no closer look.
const plain = /^[\x20-\x7E]*$/

function prose(text: string): string {
  const some = text.slice(0, proseLengthMax)
  return plain.test(some) ? some : oneLine(some)
}

/** What is said, as what it means. The first problem in the order of the document's form is told. */
function daticertOf({ texts, attributes }: Said): Result<Daticert, DaticertRefusal> {
  const problems: DaticertRefusal[] = []

  function name(field: DaticertElement, text: string): string {
    const isName = text.length <= nameLengthMax && (plain.test(text) || oneLine(text) === text)
    if (!isName) problems.push({ code: 'daticert/malformed', field })
    return text
  }
  function first(field: DaticertElement): string {
    return texts.get(field)?.[0] ?? ''
  }
  function optional(field: DaticertElement): string | null {
    const text = first(field)
    return text === '' ? null : name(field, text)
  }
  function required(field: DaticertElement): string {
    if (first(field) === '') problems.push({ code: 'daticert/missing', field })
    return name(field, first(field))
  }
  function attribute(field: DaticertAttribute): string | null {
    return attributes.get(field)?.[0] ?? null
  }
  function oneOf<Word extends string, Other>(
    field: DaticertAttribute,
    text: string | null,
    is: (text: string) => text is Word,
    other: Other,
  ) {
    if (text === null) return other
    if (is(text)) return text
    problems.push({ code: 'daticert/malformed', field })
    return other
  }

  const kind = attribute('postacert/@tipo')
  if (kind === null) return refuse({ code: 'daticert/missing', field: 'postacert/@tipo' })
  if (!isKind(kind)) return refuse({ code: 'daticert/unknown-kind' })
  const error = oneOf('postacert/@errore', attribute('postacert/@errore'), isError, 'nessuno')
  if (kind === 'avvenuta-consegna' && error !== 'nessuno') problems.push({ code: 'daticert/contradictory' })

  const sender = required('mittente')
  const addresses = texts.get('destinatari') ?? ['']
  if (addresses.includes('')) problems.push({ code: 'daticert/missing', field: 'destinatari' })
  const recipientKind = attributes.get('destinatari/@tipo') ?? []
  const recipients = addresses.map((address, index) => ({
    address: name('destinatari', address),
    kind: oneOf('destinatari/@tipo', recipientKind[index] ?? null, isRecipientKind, 'certificato' as const),
  }))
  const replyTo = optional('risposte')
  const provider = required('gestore-emittente')

  const zona = attribute('data/@zona')
  if (zona === null) problems.push({ code: 'daticert/missing', field: 'data/@zona' })
  const at = instantOf({ giorno: required('giorno'), ora: required('ora'), zona: zona ?? '' })
  if (typeof at === 'string') problems.push({ code: 'daticert/malformed', field: at === 'zona' ? 'data/@zona' : at })

  const id = required('identificativo')
  const messageId = optional('msgid')
  const extent = oneOf('ricevuta/@tipo', attribute('ricevuta/@tipo'), isExtent, null)
  const delivery = optional('consegna')
  const takenFor = (texts.get('ricezione') ?? []).filter((address) => address !== '')
  const receptions = takenFor.map((address) => name('ricezione', address))

  if (problems[0] !== undefined || typeof at === 'string') return refuse(problems[0] as DaticertRefusal)
  const subject = prose(first('oggetto'))
  const detail = prose(first('errore-esteso'))
  const said = {
    kind,
    error,
    sender,
    recipients,
    replyTo,
    subject,
    provider,
    at,
    id,
    messageId,
    extent,
    delivery,
    receptions,
    detail,
  }
  return accept(said)
}

/** The document as text, or what it is not. */
function textOf(xml: unknown): Result<string, DaticertRefusal> {
  if (typeof xml === 'string') {
    if (xml.length > sizeMax) return refuse({ code: 'daticert/too-large', sizeMax })
    // With the u flag a surrogate matches only when it stands alone; a parser would swallow the character after it.
    return /[\uD800-\uDFFF]/u.test(xml) ? refuse({ code: 'daticert/encoding' }) : accept(xml)
  }
  const bytes = bytesOf(xml)
  if (bytes === undefined) return refuse({ code: 'daticert/type' })
  if (bytes.length > sizeMax) return refuse({ code: 'daticert/too-large', sizeMax })
  try {
    return accept(fromUtf8(bytes))
  } catch {
    return refuse({ code: 'daticert/encoding' })
  }
}

/**
 * Reads a daticert.xml, as text or as bytes of UTF-8, with or without a byte order mark; at most 64 KiB. A document that says more
 * than RFC 6109 knows, says something twice or in pieces, or has a document type is refused, since readers disagree on what such a
 * one says. Elements may be in any order, blanks and stray text between them are passed over, and what providers leave out may be
 * missing: `risposte`, `oggetto`, `msgid`. The time is a real one of a real day. What is accepted is a claim until somebody has
 * checked the signature of the message that it came in. Total over any value; reads no file and asks no network.
 *
 * @example
 * const parsed = parseDaticert('<postacert/>')
 * if (!parsed.ok) console.log(parsed.refusal.code)
 */
export function parseDaticert(xml: unknown): Result<Daticert, DaticertRefusal> {
  const text = textOf(xml)
  if (!text.ok) return text
  const said = readDaticertXml(text.value)
  return said.ok ? daticertOf(said.value) : said
}
