/** The command line of the demo. */

import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Locale } from 'sportello'
import { type ChapterName, chapterList, chapterNamed, chapterNames } from './chapters.ts'
import { plain } from './ink.ts'
import type { StorageChoice } from './shelf.ts'

export type Choice = {
  readonly applicant: string
  readonly document: string
  readonly locale: Locale
  readonly storage: StorageChoice
  /** Where the play is kept; null for the usual place, and for a temporary one where its records are in memory. */
  readonly data: string | null
  /** Begins anew also where a play was interrupted. */
  readonly fresh: boolean
  /** How many mailboxes the chapter `migration` moves; left out, ten thousand. */
  readonly mailboxes?: number
}

/** What the arguments ask for. */
export type Order =
  | { readonly kind: 'play'; readonly chapter: ChapterName; readonly choice: Choice }
  | { readonly kind: 'told'; readonly text: string }
  | { readonly kind: 'wrong'; readonly line: string }

const beside = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

const helpText: { readonly [L in Locale]: string } = {
  it: `La vita di una richiesta di credenziali, dal modulo al primo accesso, su parti vere.

  npm run demo
  npm run demo -- --applicant FILE --document FILE --storage ARCHIVIO --data CARTELLA --locale it|en --fresh
  npm run demo -- --chapter NOME --applicant FILE --document FILE --locale it|en
  npm run demo -- --chapter migration --mailboxes NUMERO --storage ARCHIVIO --data CARTELLA --locale it|en --fresh
  npm run demo -- --list

Interrotta in un punto qualunque, anche con kill -9, la demo riprende da lì quando è chiamata di nuovo.
Un capitolo comincia ogni volta da capo, in memoria, e non lascia nulla: non prende --storage, --data e --fresh.
Solo migration resta su disco e, interrotto, riprende.

  --applicant FILE   il modulo, in JSON; per esempio examples/demo/applicant.json
  --document FILE    il documento d’identità, in PDF, al massimo 10 MiB
  --locale it|en     la lingua di quello che si legge e delle lettere; it se manca
  --storage ARCHIVIO embedded (SQLite in un file, se manca), memory, o postgres://utente:password@host:porta/database
  --data CARTELLA    dove restano archivio, chiavi, documenti e casella; se manca, una cartella temporanea dell’utente
  --fresh            comincia da capo, anche se una demo è rimasta a metà
  --mailboxes NUMERO quante caselle migrano, da 10 a 100000; 10000 se manca
  --chapter NOME     un capitolo invece di tutta la vita
  --list             i capitoli, una riga ciascuno
  --help             questa pagina
`,
  en: `The life of a request for credentials, from the form to the first sign-in, on real parts.

  npm run demo
  npm run demo -- --applicant FILE --document FILE --storage STORAGE --data DIRECTORY --locale it|en --fresh
  npm run demo -- --chapter NAME --applicant FILE --document FILE --locale it|en
  npm run demo -- --chapter migration --mailboxes NUMBER --storage STORAGE --data DIRECTORY --locale it|en --fresh
  npm run demo -- --list

Interrupted at any point, kill -9 included, the demo goes on from there when it is called again.
A chapter begins anew each time, in memory, and leaves nothing: it takes no --storage, --data or --fresh.
Only migration is kept on disk and goes on where it was interrupted.

  --applicant FILE   the form, in JSON; for example examples/demo/applicant.json
  --document FILE    the identity document, in PDF, at most 10 MiB
  --locale it|en     the language of the transcript and of the letters; it when left out
  --storage STORAGE  embedded (SQLite in a file, when left out), memory, or postgres://user:password@host:port/database
  --data DIRECTORY   where storage, keys, documents and mailbox stay; a temporary directory of the user's when left out
  --fresh            begins anew, also where a demo was interrupted
  --mailboxes NUMBER how many mailboxes move, 10 to 100000; 10000 when left out
  --chapter NAME     a chapter instead of the whole life
  --list             the chapters, a line each
  --help             this page
`,
}

const complaints: { readonly [L in Locale]: { readonly [code: string]: (option: string) => string } } = {
  it: {
    unknown: (option) => `opzione sconosciuta: ${option} (npm run demo -- --help le elenca)`,
    missing: (option) => `${option}: manca il valore`,
    extra: (option) => `${option} non prende un valore`,
    chapter: (value) => `--chapter: è ${chapterNames.join(', ')}, non ${value} (npm run demo -- --list li descrive)`,
    unnamed: () => `--chapter: manca il nome, che è ${chapterNames.join(', ')} (npm run demo -- --list li descrive)`,
    alone: (option) => `${option} non va con --chapter: un capitolo si tiene in memoria e comincia da capo`,
    locale: (value) => `--locale: è it oppure en, non ${value}`,
    storage: (value) => `--storage: è memory, embedded o postgres://…, non ${value}`,
    memory: () =>
      '--storage: le caselle di migration migrano in più processi, che in memoria non si vedono: embedded o postgres://…',
    count: (value) => `--mailboxes: è un numero da 10 a 100000, non ${value}`,
    stray: () => '--mailboxes va solo con --chapter migration',
    url: () => '--storage: l’indirizzo non è scritto come postgres://utente:password@host:porta/database',
  },
  en: {
    unknown: (option) => `unknown option: ${option} (npm run demo -- --help lists them)`,
    missing: (option) => `${option}: its value is missing`,
    extra: (option) => `${option} takes no value`,
    chapter: (value) => `--chapter: it is ${chapterNames.join(', ')}, not ${value} (npm run demo -- --list describes them)`,
    unnamed: () => `--chapter: its name is missing, which is ${chapterNames.join(', ')} (npm run demo -- --list describes them)`,
    alone: (option) => `${option} does not go with --chapter: a chapter is kept in memory and begins anew`,
    locale: (value) => `--locale: it is it or en, not ${value}`,
    storage: (value) => `--storage: it is memory, embedded or postgres://…, not ${value}`,
    memory: () =>
      '--storage: the mailboxes of migration are moved by several processes, which share no memory: embedded or postgres://…',
    count: (value) => `--mailboxes: it is a number from 10 to 100000, not ${value}`,
    stray: () => '--mailboxes goes with --chapter migration alone',
    url: () => '--storage: the address is not written like postgres://user:password@host:port/database',
  },
}

const withValue = new Set(['--applicant', '--document', '--locale', '--data', '--storage', '--chapter', '--mailboxes'])

const withoutValue = ['--help', '--fresh', '--list'] as const

type Parsed = {
  readonly values: ReadonlyMap<string, string>
  readonly flags: ReadonlySet<string>
  readonly complaint: readonly [code: string, about: string] | null
}

/** `--name value` and `--name=value`; the last of several wins. */
function parse(args: readonly string[]): Parsed {
  const values = new Map<string, string>()
  const flags = new Set<string>()
  let complaint: Parsed['complaint'] = null
  const rest = [...args]
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const equals = arg.startsWith('--') ? arg.indexOf('=') : -1
    const name = equals < 0 ? arg : arg.slice(0, equals)
    const flag = withoutValue.find((known) => known === name || (known === '--help' && name === '-h'))
    if (flag !== undefined) {
      flags.add(flag)
      if (equals >= 0) complaint ??= ['extra', name]
    } else if (!withValue.has(name)) {
      complaint ??= ['unknown', name]
    } else {
      const next = rest[0]?.startsWith('--') === true ? undefined : rest[0]
      const value = equals < 0 ? next : arg.slice(equals + 1)
      if (equals < 0 && next !== undefined) rest.shift()
      if (value === undefined || value === '') complaint ??= [name === '--chapter' ? 'unnamed' : 'missing', name]
      else values.set(name, value)
    }
  }
  return { values, flags, complaint }
}

/** What a word for a storage means, or the code of a complaint. An address is not repeated: it may hold a password. */
function readStorage(value: string): StorageChoice | 'storage' | 'url' {
  if (value === 'memory' || value === 'embedded') return { kind: value }
  if (!/^postgres(ql)?:/.test(value)) return 'storage'
  return /^postgres(ql)?:\/\//.test(value) && URL.canParse(value) ? { kind: 'postgres', url: value } : 'url'
}

/** How many mailboxes; undefined where nobody has said, null for what is no such number. */
function readCount(value: string | undefined): number | null | undefined {
  if (value === undefined) return undefined
  const count = /^\d{2,6}$/.test(value) ? Number(value) : 0
  return count >= 10 && count <= 100_000 ? count : null
}

/** Relative paths are taken from `base`; null stands for the working directory. */
export function readArguments(args: readonly string[], base: string | null): Order {
  const { values, flags, complaint } = parse(args)
  const asked = values.get('--locale') ?? 'it'
  const locale = asked === 'en' ? 'en' : 'it'
  const wrong = (code: string, about: string): Order => ({
    kind: 'wrong',
    line: complaints[locale][code]?.(plain(about)) ?? code,
  })
  if (complaint !== null) return wrong(...complaint)
  if (asked !== 'it' && asked !== 'en') return wrong('locale', asked)
  const named = values.get('--chapter') ?? 'life'
  const chapter = chapterNamed(named)
  if (chapter === null) return wrong('chapter', named)
  // The two that are kept on disk.
  const isWhole = chapter === 'life' || chapter === 'migration'
  const stray = isWhole ? undefined : ['--storage', '--data', '--fresh'].find((name) => values.has(name) || flags.has(name))
  if (stray !== undefined) return wrong('alone', stray)
  const wanted = values.get('--storage') ?? (isWhole ? 'embedded' : 'memory')
  const storage = readStorage(wanted)
  if (typeof storage === 'string') return wrong(storage, wanted)
  if (chapter === 'migration' && storage.kind === 'memory') return wrong('memory', wanted)
  const mailboxes = readCount(values.get('--mailboxes'))
  if (mailboxes === null) return wrong('count', values.get('--mailboxes') ?? '')
  if (mailboxes !== undefined && chapter !== 'migration') return wrong('stray', '')
  if (flags.has('--help')) return { kind: 'told', text: helpText[locale] }
  if (flags.has('--list')) return { kind: 'told', text: chapterList(locale) }
  const path = (name: string): string | null => {
    const value = values.get(name)
    return value === undefined || base === null ? (value ?? null) : resolve(base, value)
  }
  return {
    kind: 'play',
    chapter,
    choice: {
      applicant: path('--applicant') ?? beside('applicant.json'),
      document: path('--document') ?? beside('identity-card.pdf'),
      locale,
      storage,
      data: path('--data'),
      fresh: flags.has('--fresh'),
      ...(mailboxes === undefined ? {} : { mailboxes }),
    },
  }
}
