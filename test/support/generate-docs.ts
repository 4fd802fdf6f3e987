/** `npm run docs`: writes into the documents what the code knows better, between `<!-- generated: … -->` and `<!-- end -->`. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { type AnyRefusal, defaultPolicy, problemDetails, refusalCodes, refusalText } from 'sportello'
import {
  type Actor,
  addressesDecider,
  approvalDecider,
  assistanceDecider,
  contactChangeDecider,
  credentialDecider,
  diagram,
  pecChangeDecider,
  pecClaimDecider,
  quotaDecider,
  registrationDecider,
  sessionDecider,
} from 'sportello/machines'
import { refusalsOf } from './declarations.ts'
import { sampleData } from './refusals.ts'
import { readSources, root } from './sources.ts'

const operator: Actor = { kind: 'operator', id: 'operator' }

// Each machine is drawn at an early instant, and at one when every term is over.
const stamps = [
  { at: 1_000, by: operator },
  { at: 1_000_000_000_000, by: operator },
]

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``
}

const { registration, session, pecChange, contactChange, quota } = defaultPolicy
// With a natural end and without delays, so that the two instants lead along every arrow.
const credential = { ...defaultPolicy.credential, lifetimeMs: 1_000, freeFailures: 0, delayMs: 0, delayMaxMs: 0 }

const drawings: { readonly [machine: string]: () => string } = {
  registration: () => diagram(registrationDecider(registration), stamps),
  approval: () => diagram(approvalDecider, stamps),
  credential: () => diagram(credentialDecider(credential), stamps),
  session: () => diagram(sessionDecider(session), stamps),
  addresses: () => diagram(addressesDecider, stamps),
  // Early, when a click waits for its receipt, and when all is over.
  'pec-change': () =>
    diagram(pecChangeDecider({ ...pecChange, linksMax: 2 }), [...stamps, { at: 1_000 + 49 * 3_600_000, by: operator }]),
  'contact-change': () => diagram(contactChangeDecider(contactChange), stamps),
  assistance: () => diagram(assistanceDecider, stamps),
  'pec-claim': () => diagram(pecClaimDecider, stamps),
  quota: () => diagram(quotaDecider(quota), stamps),
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}

/** One row per code: HTTP status, data, sentences with sample data. */
function refusalTable(): string {
  const declared = new Map(refusalsOf(readSources('src')).map(({ code, data }) => [code, data]))
  const rows = refusalCodes.map((code) => {
    const data = declared.get(code) ?? []
    const refusal: AnyRefusal = { code, ...Object.fromEntries(data.map((field) => [field, sampleData[field]])) }
    const { status } = problemDetails(refusal, 'en')
    const fields = data.map((field) => `\`${field}\``).join(', ')
    const sentences = (['it', 'en'] as const).map((locale) => cell(refusalText(refusal, locale) ?? ''))
    return `| \`${code}\` | ${status} | ${fields} | ${sentences.join(' | ')} |`
  })
  return ['| code | status | data | Italian | English |', '|---|---|---|---|---|', ...rows].join('\n')
}

/** The codes of the leaves, which have data but no sentences: a form passes them on as `problems`. */
function leafTable(folder: string): string {
  const leaves = refusalsOf(readSources(folder))
  const rows = leaves.map(({ code, data }) => `| \`${code}\` | ${data.map((field) => `\`${field}\``).join(', ')} |`)
  return ['| code | data |', '|---|---|', ...rows].join('\n')
}

/** The text between the marks of that name, or undefined when there is nothing of that name. */
function generated(name: string): string | undefined {
  if (name === 'refusals') return refusalTable()
  if (name === 'identity refusals' || name === 'pec refusals') return leafTable(`src/rules/${name.replace(' refusals', '')}`)
  const drawing = drawings[name.replace(/^diagram /, '')]
  return drawing === undefined ? undefined : fenced('mermaid', drawing())
}

/** The example as it stands on disk, or undefined where there is none. */
function example(path: string): string | undefined {
  return existsSync(`${root}${path}`) ? fenced('ts', readFileSync(`${root}${path}`, 'utf8')) : undefined
}

/** The documents that have generated parts. */
export const documents: readonly string[] = ['docs/machines.md', 'docs/refusals.md', 'README.md']

const marked = /(<!-- (generated|example): ([^>]+?) -->\n)[\s\S]*?(<!-- end -->)/g

/** The document with its generated parts as they ought to be. Throws for a mark that names nothing. */
export function regenerate(text: string): string {
  return text.replace(marked, (_whole, begin: string, kind: string, name: string, end: string) => {
    const content = kind === 'example' ? example(name) : generated(name)
    if (content === undefined) throw new Error(`docs: there is no ${kind} ${name}`)
    return `${begin}${content}\n${end}`
  })
}

/** What the marks of a document say, such as `generated diagram approval`, or `example` and a path. */
export function marksOf(text: string): readonly string[] {
  return [...text.matchAll(marked)].map(([, , kind, name]) => `${kind} ${name}`)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const path of documents) {
    const text = readFileSync(`${root}${path}`, 'utf8')
    const next = regenerate(text)
    if (next !== text) writeFileSync(`${root}${path}`, next)
    process.stdout.write(`${next === text ? 'as it was' : 'rewritten'}: ${path}\n`)
  }
}
