/** Letters in the words and layout of the host: its functions are tried at the start, and never stand in the way of a command. */
import { type Locale, oneLine, SportelloError } from '../kernel/index.ts'
import { readChoice } from './choice.ts'
import type { AnyLetters, Letter, LetterFacts, WritingOffice } from './letter.ts'
import { escapeHtml, markupOf, ownHtml } from './letter-html.ts'
import { documentOf, type LetterRendering, standardRendering } from './letter-layout.ts'

/**
 * Why a function of the host did not count. `threw`: it threw, or answered later with a promise. `not-a-rendering`: what it gave is no
 * rendering. `too-large`: it is longer than a mail may be. `incomplete`: a link or a secret that the reader has from nowhere else is not in
 * text and body, or the subject shows it.
 */
export type LetterFault = 'threw' | 'not-a-rendering' | 'too-large' | 'incomplete'

/** A letter as the host's functions get it, whatever its name. */
export type LetterGiven = {
  readonly name: string
  readonly locale: Locale
  readonly office: WritingOffice
  readonly recipient: string
  readonly data: LetterFacts
}

type Wrapper = (letter: LetterGiven, rendering: LetterRendering) => unknown

/** What the host has said of letters. */
export type HostLetters = {
  readonly own: ReadonlyMap<string, Wrapper>
  readonly every: Wrapper | null
  readonly failed: ((failure: { readonly letter: string; readonly fault: LetterFault }) => unknown) | null
}

const longest = { subject: 500, text: 50_000, body: 100_000, style: 20_000 } as const

// A mail with a control character in its body is refused by mailers.
const controls = /(?![\n\t])[\p{Cc}]/gu

function clean(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\uD800-\uDFFF]/gu, '\uFFFD')
    .replace(controls, ' ')
}

/** Reads what a function gave, once. */
function readRendering(given: unknown, { indispensable }: Letter): LetterRendering | LetterFault {
  if (typeof given !== 'object' || given === null) return 'not-a-rendering'
  const { subject, text, body, style = '' } = given as { readonly [field: string]: unknown }
  const html = markupOf(body)
  if (typeof subject !== 'string' || typeof text !== 'string' || typeof style !== 'string' || html === null)
    return 'not-a-rendering'
  const { length } = subject
  if (length > longest.subject || text.length > longest.text || html.length > longest.body) return 'too-large'
  if (style.length > longest.style) return 'too-large'
  if (oneLine(subject) === '' || text.trim() === '' || /<|@import|url\(|\\/i.test(style)) return 'not-a-rendering'
  // A short code may stand in a subject by chance, as a year does.
  const isWhole = indispensable.every(
    (secret) => text.includes(secret) && html.includes(escapeHtml(secret)) && (secret.length < 8 || !subject.includes(secret)),
  )
  if (!isWhole) return 'incomplete'
  return { subject: oneLine(subject), text: clean(text), body: ownHtml(clean(html)), style: clean(style) }
}

/** Whether the answer comes later: then it does not count, and nobody else hears of its failure. */
function isPromise(answer: unknown): boolean {
  if (typeof answer !== 'object' || answer === null || !('then' in answer) || typeof answer.then !== 'function') return false
  Promise.resolve(answer as PromiseLike<unknown>).catch(() => undefined)
  return true
}

function wrap(wrapper: Wrapper, letter: Letter, given: LetterGiven, rendering: LetterRendering): LetterRendering | LetterFault {
  try {
    const answer: unknown = wrapper(given, rendering)
    return isPromise(answer) ? 'threw' : readRendering(answer, letter)
  } catch {
    return 'threw'
  }
}

const cleanFacts = (data: LetterFacts): LetterFacts =>
  Object.fromEntries(Object.entries(data).map(([field, value]) => [field, typeof value === 'string' ? oneLine(value) : value]))

/** What there is to render a letter with. */
export type LetterContext = { readonly office: WritingOffice; readonly letters: HostLetters }

/** A letter as the host has it, and what went wrong on the way: what fails does not count, and the rendering before it stands. */
function dressed(
  { office, letters: { own, every } }: LetterContext,
  letter: Letter,
  locale: Locale,
  person: string,
): { readonly rendering: LetterRendering; readonly faults: readonly LetterFault[] } {
  const recipient = letter.greeting === 'by-name' ? oneLine(person) : ''
  let rendering = standardRendering(letter, locale, recipient)
  const wrappers = [own.get(letter.name), every].filter((wrapper) => wrapper !== undefined && wrapper !== null)
  const faults: LetterFault[] = []
  if (wrappers.length === 0) return { rendering, faults }
  const { name, data } = letter
  const of = { name: oneLine(office.name), taxCode: office.taxCode }
  for (const wrapper of wrappers) {
    const given: LetterGiven = { name, locale, office: of, recipient, data: cleanFacts(data) }
    const next = wrap(wrapper, letter, given, { ...rendering })
    if (typeof next === 'string') faults.push(next)
    else rendering = next
  }
  return { rendering, faults }
}

/** What is mailed: subject, text and whole HTML. A function of the host that fails does not count; `failed` hears of it. */
export function mailOf(
  context: LetterContext,
  letter: Letter,
  locale: Locale,
  person: string,
): { readonly subject: string; readonly text: string; readonly html: string } {
  const { rendering, faults } = dressed(context, letter, locale, person)
  for (const fault of faults) {
    try {
      isPromise(context.letters.failed?.({ letter: letter.name, fault }))
    } catch {
      // Whoever listens does not stand in the way either.
    }
  }
  return { subject: rendering.subject, text: rendering.text, html: documentOf(rendering, locale) }
}

/**
 * Reads what the host says of letters, and tries each function on invented facts in both languages. Throws `config/invalid` for a name that
 * is none, for what is no function, and for a function that fails.
 */
export function readHostLetters(office: WritingOffice, choice: unknown, letters: AnyLetters): HostLetters {
  const given = readChoice('letters', choice, [...Object.keys(letters), 'every', 'failed'])
  for (const [name, value] of given) {
    if (typeof value !== 'function') throw new SportelloError('config/invalid', `letters: ${name} is not a function`)
  }
  const { every = null, failed = null, ...own } = Object.fromEntries(given) as { readonly [name: string]: Wrapper }
  const host: HostLetters = {
    own: new Map(Object.entries(own)),
    every,
    // A function, like the others; what it takes is what it is given.
    failed: failed as HostLetters['failed'],
  }
  for (const [name, { sample }] of Object.entries(letters)) {
    if (!host.own.has(name) && host.every === null) continue
    for (const locale of ['it', 'en'] as const) {
      const { faults } = dressed({ office, letters: host }, sample(office), locale, 'Anna Verdi')
      const [fault] = faults
      if (fault !== undefined) throw new SportelloError('config/invalid', `letters: ${name}: ${fault} on a sample in ${locale}`)
    }
  }
  return host
}
