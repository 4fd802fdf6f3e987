/** `npm run docs`: writes into the documents what the code knows better, between `<!-- generated: … -->` and `<!-- end -->`. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import {
  type AnyRefusal,
  type DossierFinding,
  defaultPolicy,
  findingCodes,
  findingText,
  type LinkName,
  linkPaths,
  problemCodes,
  problemDetails,
  problemText,
  refusalCodes,
  refusalText,
  type StatusKind,
  statuses,
  statusText,
} from 'sportello'
import { type FederationFinding, federationFindingCodes, federationFindingText, federationProtocols } from 'sportello/federation'
import { letters } from '../../src/api/letters.ts'
import { procedures } from '../../src/api/procedures.ts'
import { toldOfAll } from '../../src/procedures/lifecycle/feed/events.ts'
import { type AccountAct, accountActs } from '../../src/runtime/account-acts.ts'
import type { Told } from '../../src/runtime/feed.ts'
import { labelledFields } from '../../src/runtime/field-words.ts'
import { runtimeOn } from '../runtime/drawer.ts'
import { refusalsOf } from './declarations.ts'
import { demoPage } from './demo-transcript.ts'
import { migrationCalendar } from './migration-calendar.ts'
import { passwordTable } from './migration-table.ts'
import type { PolicyClass } from './policy-classes.ts'
import { decidingTable, policyTable } from './policy-tables.ts'
import { sampleData } from './refusals.ts'
import { readSources, root } from './sources.ts'
import { citationsInTests, listedIds, uncited } from './threat-model.ts'
import { versionTable } from './versions.ts'

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}

/** One row per code: HTTP status, data, sentences with sample data. */
export function refusalTable(): string {
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

/** One row per name, with its words in both languages. */
function wordTable(
  name: string,
  rows: readonly (readonly [name: string, it: string | undefined, en: string | undefined])[],
): string {
  const lines = rows.map(
    ([code, it = '', en = '']) => `| ${code === '' ? '(the whole form)' : `\`${code}\``} | ${cell(it)} | ${cell(en)} |`,
  )
  return [`| ${name} | Italian | English |`, '|---|---|---|', ...lines].join('\n')
}

function problemTable(): string {
  const textOf = (code: (typeof problemCodes)[number], locale: 'it' | 'en') => problemText({ field: '', code }, locale)
  return wordTable(
    'code',
    [...problemCodes].sort().map((code) => [code, textOf(code, 'it'), textOf(code, 'en')] as const),
  )
}

function fieldTable(): string {
  return wordTable(
    'field',
    [...labelledFields].map(([field, { it, en }]) => [field, it, en] as const),
  )
}

function findingTable(): string {
  const textOf = (code: string, locale: 'it' | 'en') => findingText(code as DossierFinding, locale)
  return wordTable(
    'finding',
    findingCodes.map((code) => [code, textOf(code, 'it'), textOf(code, 'en')] as const),
  )
}

/** One row per protocol: its levels, its subject, and the first name of each attribute. */
function protocolTable(): string {
  const rows = Object.entries(federationProtocols).map(([name, { levels, subject, codiceFiscale, attributes }]) => {
    const classes =
      typeof levels === 'number' ? `always ${levels}` : Object.entries(levels).map(([ref, level]) => `\`${ref}\` ${level}`)
    const names = Object.values(attributes).map((list) => `\`${list[0]}\``)
    return `| \`${name}\` | ${[classes].flat().join('<br>')} | ${subject.map((one) => `\`${one}\``).join(', else ')} | ${codiceFiscale} | ${names.join(', ')} |`
  })
  return ['| protocol | levels | subject | codice fiscale | attributes |', '|---|---|---|---|---|', ...rows].join('\n')
}

/** One row per finding on the attributes of a sign-in, of the surname for instance. */
function federationFindingTable(): string {
  const said = (code: string, locale: 'it' | 'en') =>
    federationFindingText({ code, attribute: 'familyName', stopsLinking: false } as FederationFinding, locale)
  return wordTable(
    'finding',
    federationFindingCodes.map((code) => [code, said(code, 'it'), said(code, 'en')] as const),
  )
}

/** One row per status that a view shows, with its kind. */
function statusTable(): string {
  const rows = (Object.keys(statuses) as readonly StatusKind[]).flatMap((kind) =>
    statuses[kind].map((status) => {
      const [it = '', en = ''] = (['it', 'en'] as const).map((locale) => statusText(kind, status as never, locale))
      return `| \`${kind}\` | \`${status}\` | ${cell(it)} | ${cell(en)} |`
    }),
  )
  return ['| kind | status | Italian | English |', '|---|---|---|---|', ...rows].join('\n')
}

/** One row per kind of record: how long it is kept, whose it is, what a security event does to it. */
export function procedureTable(): string {
  const runtime = runtimeOn()
  const found = { account: 'by the account', tag: 'by the account', case: 'by the account, open or closed' }
  const rows = procedures.map(({ name, open }) => {
    const { retention, subject, securityEvent } = open(runtime, defaultPolicy)
    const whose = subject.of === 'nobody' ? `no: ${subject.why}` : `yes, found ${found[subject.of]}`
    const response =
      securityEvent.does === 'void'
        ? 'what is open becomes void in the same commit'
        : securityEvent.does === 'tell'
          ? securityEvent.says
          : `nothing: ${securityEvent.why}`
    return `| \`${name}\` | ${retention.says} | ${whose} | ${response} |`
  })
  return ['| records | kept | handed out to their subject | a security event |', '|---|---|---|---|', ...rows].join('\n')
}

/** One row per event that the feed tells, with its fields, and one per kind of record of which it tells nothing. */
function feedTable(): string {
  const runtime = runtimeOn()
  const named = (fields: readonly string[]) => fields.map((field) => `\`${field}\``).join(', ')
  const row = (kind: string, type: string, { says, data, personal }: Told) =>
    `| ${kind} | \`${type}\` | ${says} | ${named(data)} | ${named(personal)} |`
  const feeds = procedures.map(({ name, open }) => ({ kind: `\`${name}\``, feed: open(runtime, defaultPolicy).feed }))
  const events = feeds.flatMap(({ kind, feed }) =>
    feed.tells === 'nothing'
      ? []
      : Object.entries(feed.events).flatMap(([type, told]) => (told === null ? [] : [row(kind, type, told)])),
  )
  const everywhere = Object.entries(toldOfAll).map(([type, told]) => row('each of these', type, told))
  const silent = feeds.flatMap(({ kind, feed }) => (feed.tells === 'nothing' ? [`| ${kind} | ${feed.why} |`] : []))
  return [
    ...['| kind | type | what has happened | `data` | `personal` |', '|---|---|---|---|---|', ...events, ...everywhere, ''],
    ...['| kind without events | since |', '|---|---|', ...silent],
  ].join('\n')
}

/** One row per thing that somebody holds on an account, one column per act: what becomes of it. */
function accountTable(): string {
  const runtime = runtimeOn()
  const acts = Object.keys(accountActs) as readonly AccountAct[]
  const held = procedures.flatMap(({ open }) => open(runtime, defaultPolicy).securityEvent.holds)
  const rows = held.map(({ what, fates }) => `| ${what} | ${acts.map((act) => fates[act]).join(' | ')} |`)
  return [`| | ${acts.map((act) => accountActs[act]).join(' | ')} |`, `|---|${acts.map(() => '---|').join('')}`, ...rows].join(
    '\n',
  )
}

/** One row per letter: to whom, when, and the data that a function of the host gets. */
export function letterTable(): string {
  const rows = Object.entries(letters).map(([name, { to, when, sample }]) => {
    const fields = Object.keys(sample({ name: 'Comune di Prova', taxCode: '00743110157' }).data)
    return `| \`${name}\` | ${to} | ${when} | ${fields.map((field) => `\`${field}\``).join(', ')} |`
  })
  return ['| letter | to | when | data |', '|---|---|---|---|', ...rows].join('\n')
}

const linkUses: { readonly [Name in LinkName]: readonly [letter: string, calls: string, until: string] } = {
  registrationTicket: [
    'approval/correction-requested',
    '`registration.inspect`, `addDocument` and the others with the ticket',
    'the draft lapses (`registration.draftLifetimeMs`)',
  ],
  registrationPass: ['quota/pass', '`registration.open(form, { pass })`', 'it is used, or its end in the letter'],
  assistancePass: ['quota/pass', '`assistance.open(form, file, { pass })`', 'it is used, or its end in the letter'],
  pecChangeToken: [
    'pec-change/link',
    '`pecChange.inspectByLink`, then `pecChange.confirm` by a button',
    '24:00, Rome, of the day after it was received',
  ],
  emailChangeToken: [
    'email-change/link',
    '`emailChange.inspectByLink`, then `emailChange.confirm` by a button',
    '`emailChange.linkLifetimeMs`',
  ],
  suspendToken: [
    'credential/password-changed',
    '`credential.inspectLink`, then `credential.suspendByLink` by a button',
    '`credential.suspendLinkMs`, or until the credential is reactivated, issued anew, revoked or expired',
  ],
  recoveryToken: [
    'recovery/link',
    '`recovery.inspect`, then `recovery.complete` with the PIN and the new password',
    '`recovery.linkMs`; the last of a day until there can be another',
  ],
}

/** One row per link that is mailed: where it leads, what the page there calls, until when. */
function linkTable(): string {
  const rows = Object.entries(linkPaths).map(([name, { path, parameter }]) => {
    const [letter, calls, until] = linkUses[name as LinkName]
    return `| \`${name}\` | \`${path}#${parameter}=\` | \`${letter}\` | ${calls} | ${until} |`
  })
  return ['| link | below `office.links` | letter | the page calls | works until |', '|---|---|---|---|---|', ...rows].join('\n')
}

/** A table with its head, and of its rows those about something. */
export function rowsAbout(table: string, about: RegExp): string {
  const [head = '', line = '', ...rows] = table.split('\n')
  return [head, line, ...rows.filter((row) => about.test(row))].join('\n')
}

/** The ids of the threat model that no test cites. */
function untestedIds(): string {
  const listed = listedIds(readFileSync(`${root}docs/threat-model.md`, 'utf8'))
  return uncited(listed, citationsInTests(listed)).join(', ')
}

/** The text between the marks of that name, or undefined when there is nothing of that name. */
function generated(name: string): string | undefined {
  if (name === 'refusals') return refusalTable()
  if (name === 'problems') return problemTable()
  if (name === 'fields') return fieldTable()
  if (name === 'findings') return findingTable()
  if (name === 'statuses') return statusTable()
  const [, leaf] = /^(identity|pec|civil) refusals$/.exec(name) ?? []
  if (leaf !== undefined) return leafTable(`src/rules/${leaf}`)
  if (name === 'feed') return feedTable()
  if (name === 'letters') return letterTable()
  if (name === 'links') return linkTable()
  if (name === 'account acts') return accountTable()
  if (name === 'policy') return policyTable()
  const [, of, language] = /^values of (law|seed|first|office)( in Italian)?$/.exec(name) ?? []
  if (of !== undefined) return decidingTable(of as PolicyClass, language === undefined ? 'en' : 'it')
  if (name === 'letters of recovery')
    return rowsAbout(letterTable(), /^\| `(recovery|pin-renewal)\/|password-recovered|pin-renewed|email-change\/confirmed/)
  if (name === 'policy of recovery') return rowsAbout(policyTable(), /^\| `(recovery|pinRenewal)\.|addressRestMs|pinFailuresMax/)
  if (name === 'federation protocols') return protocolTable()
  if (name === 'federation findings') return federationFindingTable()
  if (name === 'federation refusals') return rowsAbout(refusalTable(), /^\| `federation\//)
  if (name === 'procedures') return procedureTable()
  if (name === 'untested ids') return untestedIds()
  if (name === 'versions') return versionTable()
  if (name === 'passwords of a migration') return passwordTable()
  if (name === 'calendar of a migration') return migrationCalendar()
  const drawn = procedures.find((procedure) => name === `diagram ${procedure.name}`)
  return drawn === undefined ? undefined : fenced('mermaid', drawn.diagram(defaultPolicy))
}

/** The lines of a text between `// #region NAME` and `// #endregion`, moved to the left; undefined where there is no such region. */
function region(text: string, name: string): string | undefined {
  const [, inner] = new RegExp(`^ *// #region ${name}\\n([\\s\\S]*?)^ *// #endregion`, 'm').exec(text) ?? []
  if (inner === undefined) return undefined
  const lines = inner.split('\n')
  const margin = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)))
  return lines.map((line) => line.slice(margin)).join('\n')
}

/** The example as it stands on disk, or the region of it that is named behind `#`; undefined where there is none. */
function example(name: string): string | undefined {
  const [path = '', part] = name.split('#')
  if (!existsSync(`${root}${path}`)) return undefined
  const text = readFileSync(`${root}${path}`, 'utf8')
  const shown = part === undefined ? text : region(text, part)
  return shown === undefined ? undefined : fenced(path.endsWith('.sh') ? 'sh' : 'ts', shown)
}

const marked = /(<!-- (generated|example): ([^>]+?) -->\n)[\s\S]*?(<!-- end -->)/g

/** The page whose tables take a while: they are made by giving commands to a counter. */
export const maintenanceTable = 'docs/maintenance-table.md'

/** The documents with generated parts, but for those whose parts take a while. */
export const documents: readonly string[] = [
  'README.md',
  ...readdirSync(`${root}docs`, { recursive: true, encoding: 'utf8' })
    .map((name) => `docs/${name.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.md') && path !== maintenanceTable && path !== demoPage)
    .filter((path) => readFileSync(`${root}${path}`, 'utf8').match(marked) !== null)
    .sort(),
]

const none: ReadonlyMap<string, string> = new Map()

/** The document with its generated parts as they ought to be, of which some are given. Throws for a mark that names nothing. */
export function regenerate(text: string, given: ReadonlyMap<string, string> = none): string {
  return text.replace(marked, (_whole, begin: string, kind: string, name: string, end: string) => {
    const content = kind === 'example' ? example(name) : (given.get(name) ?? generated(name))
    if (content === undefined) throw new Error(`docs: there is no ${kind} ${name}`)
    return `${begin}${content}\n${end}`
  })
}

/** What the marks of a document say, such as `generated diagram approval`, or `example` and a path. */
export function marksOf(text: string): readonly string[] {
  return [...text.matchAll(marked)].map(([, , kind, name]) => `${kind} ${name}`)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { maintenanceCells, maintenanceParts } = await import('./maintenance/page.ts')
  const { demoMark, transcriptFor } = await import('./demo-transcript.ts')
  const transcript = await transcriptFor(readFileSync(`${root}${demoPage}`, 'utf8'))
  const parts = new Map([...maintenanceParts(await maintenanceCells()), [demoMark, transcript]])
  for (const path of [...documents, maintenanceTable, demoPage]) {
    const text = readFileSync(`${root}${path}`, 'utf8')
    const next = regenerate(text, parts)
    if (next !== text) writeFileSync(`${root}${path}`, next)
    process.stdout.write(`${next === text ? 'as it was' : 'rewritten'}: ${path}\n`)
  }
}
