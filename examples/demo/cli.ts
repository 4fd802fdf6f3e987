/** The command line of the demo. */

import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Locale } from 'sportello'
import { plain } from './ink.ts'

export type Choice = {
  readonly applicant: string
  readonly document: string
  readonly locale: Locale
  /** Where documents are kept; null for a fresh temporary directory. */
  readonly data: string | null
}

/** What the arguments ask for. */
export type Order =
  | { readonly kind: 'play'; readonly choice: Choice }
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'wrong'; readonly line: string }

const beside = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

const helpText: { readonly [L in Locale]: string } = {
  it: `La vita di una richiesta di credenziali, dal modulo al primo accesso, su parti vere.

  npm run demo
  npm run demo -- --applicant FILE --document FILE --locale it|en --data CARTELLA

  --applicant FILE   il modulo, in JSON; per esempio examples/demo/applicant.json
  --document FILE    il documento d’identità, in PDF, al massimo 10 MiB
  --locale it|en     la lingua di quello che si legge e delle lettere; it se manca
  --data CARTELLA    dove restano i documenti; una cartella temporanea nuova se manca
  --help             questa pagina
`,
  en: `The life of a request for credentials, from the form to the first sign-in, on real parts.

  npm run demo
  npm run demo -- --applicant FILE --document FILE --locale it|en --data DIRECTORY

  --applicant FILE   the form, in JSON; for example examples/demo/applicant.json
  --document FILE    the identity document, in PDF, at most 10 MiB
  --locale it|en     the language of the transcript and of the letters; it when left out
  --data DIRECTORY   where the documents stay; a new temporary directory when left out
  --help             this page
`,
}

const complaints: { readonly [L in Locale]: { readonly [code: string]: (option: string) => string } } = {
  it: {
    unknown: (option) => `opzione sconosciuta: ${option} (npm run demo -- --help le elenca)`,
    missing: (option) => `${option}: manca il valore`,
    extra: (option) => `${option} non prende un valore`,
    locale: (value) => `--locale: è it oppure en, non ${value}`,
  },
  en: {
    unknown: (option) => `unknown option: ${option} (npm run demo -- --help lists them)`,
    missing: (option) => `${option}: its value is missing`,
    extra: (option) => `${option} takes no value`,
    locale: (value) => `--locale: it is it or en, not ${value}`,
  },
}

const withValue = new Set(['--applicant', '--document', '--locale', '--data'])

type Parsed = {
  readonly values: ReadonlyMap<string, string>
  readonly help: boolean
  readonly complaint: readonly [code: string, about: string] | null
}

/** `--name value` and `--name=value`; the last of several wins. */
function parse(args: readonly string[]): Parsed {
  const values = new Map<string, string>()
  let help = false
  let complaint: Parsed['complaint'] = null
  const rest = [...args]
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const equals = arg.startsWith('--') ? arg.indexOf('=') : -1
    const name = equals < 0 ? arg : arg.slice(0, equals)
    if (name === '--help' || name === '-h') {
      help = true
      if (equals >= 0) complaint ??= ['extra', name]
    } else if (!withValue.has(name)) {
      complaint ??= ['unknown', name]
    } else {
      const next = rest[0]?.startsWith('--') === true ? undefined : rest[0]
      const value = equals < 0 ? next : arg.slice(equals + 1)
      if (equals < 0 && next !== undefined) rest.shift()
      if (value === undefined || value === '') complaint ??= ['missing', name]
      else values.set(name, value)
    }
  }
  return { values, help, complaint }
}

/** Relative paths are taken from `base`; null stands for the working directory. */
export function readArguments(args: readonly string[], base: string | null): Order {
  const { values, help, complaint } = parse(args)
  const asked = values.get('--locale') ?? 'it'
  const locale = asked === 'en' ? 'en' : 'it'
  const wrong = (code: string, about: string): Order => ({
    kind: 'wrong',
    line: complaints[locale][code]?.(plain(about)) ?? code,
  })
  if (complaint !== null) return wrong(...complaint)
  if (asked !== 'it' && asked !== 'en') return wrong('locale', asked)
  if (help) return { kind: 'help', text: helpText[locale] }
  const path = (name: string): string | null => {
    const value = values.get(name)
    return value === undefined || base === null ? (value ?? null) : resolve(base, value)
  }
  return {
    kind: 'play',
    choice: {
      applicant: path('--applicant') ?? beside('applicant.json'),
      document: path('--document') ?? beside('identity-card.pdf'),
      locale,
      data: path('--data'),
    },
  }
}
