/** What the portal says by itself: requests that no call has refused. In Italian and English, as a page shows them. */
import type { Locale } from '../kernel/index.ts'
import type { PageReply } from '../page-reply.ts'

/** Why the portal did not take a request. */
export type Fault =
  | 'unreadable'
  | 'not-signed-in'
  | 'foreign-site'
  | 'unsaid-site'
  | 'other-request'
  | 'not-found'
  | 'too-large'
  | 'file-too-large'
  | 'wrong-type'
  | 'not-taken'

type Said = { readonly status: number } & { readonly [L in Locale]: string }

const faults: { readonly [F in Fault]: Said } = {
  unreadable: {
    status: 400,
    it: 'I dati inviati non sono leggibili: torni alla pagina e li invii di nuovo.',
    en: 'What was sent cannot be read: go back to the page and send it again.',
  },
  'not-signed-in': { status: 401, it: "Per questa pagina occorre l'accesso.", en: 'This page is for people who have signed in.' },
  'foreign-site': {
    status: 403,
    it: 'La richiesta non viene da una pagina di questo sito: apra la pagina da qui e la invii di nuovo.',
    en: 'The request does not come from a page of this site: open the page here and send it again.',
  },
  'unsaid-site': {
    status: 403,
    it: 'Il browser non dice da quale sito viene la richiesta. Succede quando il portale è aperto con http da un altro computer: lo apra con https, oppure, per una prova, con http://localhost su questo computer. Un browser molto vecchio va aggiornato.',
    en: 'The browser does not say which site the request comes from. That is so where the portal is opened by http from another machine: open it by https or, to try it out, by http://localhost on that machine. A very old browser has to be updated.',
  },
  'other-request': {
    status: 409,
    it: "La pagina era di un'altra richiesta: in questo browser ne è stata aperta una diversa nel frattempo. Non è stato cambiato nulla: controlli la richiesta e invii di nuovo.",
    en: 'The page was that of another request: a different one was opened in this browser meanwhile. Nothing was changed: look at the request and send it again.',
  },
  'not-found': { status: 404, it: 'La pagina non esiste.', en: 'There is no such page.' },
  'too-large': { status: 413, it: 'I dati inviati sono troppo grandi.', en: 'What was sent is too large.' },
  'file-too-large': {
    status: 413,
    it: 'Il file è troppo grande: ne scelga uno più piccolo.',
    en: 'The file is too large: choose a smaller one.',
  },
  'wrong-type': {
    status: 415,
    it: 'I dati sono stati inviati in un formato che la pagina non accetta.',
    en: 'What was sent has a format that the page does not take.',
  },
  'not-taken': { status: 400, it: 'La richiesta non può essere accolta.', en: 'The request cannot be taken.' },
}

/** A fault as a page shows it. */
export function faultReply(fault: Fault, locale: Locale, status: number = faults[fault].status): PageReply {
  const sentence = faults[fault][locale]
  const headers = { 'content-language': locale, 'cache-control': 'no-store' }
  return { status, headers, sentence, fields: fault === 'file-too-large' ? { file: sentence } : {}, details: [] }
}

/** So many bytes in words, rounded down. */
export function sizeText(bytes: number): string {
  return bytes < 1_048_576 ? `${Math.floor(bytes / 1_024)} kB` : `${Math.floor(bytes / 1_048_576)} MB`
}

/** What is known of a fault besides. */
export type FaultDetails = {
  readonly headers?: { readonly [name: string]: string }
  /** The most bytes that a file may have. */
  readonly bytesMax?: number
}

const own: WeakMap<object, FaultDetails & { readonly fault: Fault }> = new WeakMap()

/** The sentence for a file, with the limit where it is known. */
function fileSentence(locale: Locale, bytesMax: number | undefined): string {
  if (bytesMax === undefined) return faults['file-too-large'][locale]
  const size = sizeText(bytesMax)
  return locale === 'it'
    ? `Il file è troppo grande: ne scelga uno di al massimo ${size}.`
    : `The file is too large: choose one of at most ${size}.`
}

/** A fault as an error to be thrown, which the error handler of the portal shows as a page. */
export function faultError(fault: Fault, details: FaultDetails = {}): Error {
  const error = Object.assign(new Error(fault), { status: faults[fault].status, expose: true })
  own.set(error, { fault, ...details })
  return error
}

const isRecord = (value: unknown): value is { readonly [name: string]: unknown } => typeof value === 'object' && value !== null

const ofStatus: ReadonlyMap<number, Fault> = new Map([
  [400, 'unreadable'],
  [401, 'not-signed-in'],
  [404, 'not-found'],
  [413, 'too-large'],
  [415, 'wrong-type'],
])

// What multer hands on of a form that its client broke off or wrote wrongly: errors without a code.
const brokenOff: ReadonlySet<string> = new Set([
  ...['Request aborted', 'Request closed', 'Request error', 'Unexpected end of form', 'Unexpected end of file'],
  ...['Malformed part header', 'Multipart: Boundary not found', 'Malformed content type'],
])

/**
 * The fault of the client that a body parser, multer or Express itself has thrown; null for whatever is unexpected. A status alone proves
 * nothing: the error of a client of HTTP in the host has the status of another server.
 */
export function thrownFault(error: unknown, locale: Locale): PageReply | null {
  if (!isRecord(error)) return null
  const thrown = own.get(error)
  if (thrown !== undefined) {
    const told = faultReply(thrown.fault, locale)
    const headers = { ...told.headers, ...thrown.headers }
    if (thrown.fault !== 'file-too-large') return { ...told, headers }
    const sentence = fileSentence(locale, thrown.bytesMax)
    return { ...told, headers, sentence, fields: { file: sentence } }
  }
  if (error instanceof Error && brokenOff.has(error.message)) return faultReply('unreadable', locale)
  const { name, code, status, expose } = error
  if (name === 'MulterError' && typeof code === 'string') {
    if (code === 'LIMIT_FILE_SIZE') return faultReply('file-too-large', locale)
    return faultReply(code.endsWith('_COUNT') || code.startsWith('LIMIT_FIELD') ? 'too-large' : 'unreadable', locale)
  }
  // Express throws one for an address that cannot be decoded, and exposes nothing of it.
  const isTold = expose === true || error instanceof URIError
  if (!isTold || typeof status !== 'number' || !Number.isInteger(status) || status < 400 || status > 499) return null
  return faultReply(ofStatus.get(status) ?? 'not-taken', locale, status)
}
