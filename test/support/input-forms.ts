/** The forms that the library reads, found in its sources, with the fields that each of them asks for and an input that it accepts. */
import { readdirSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import type { Vocabulary } from '../../src/procedures/calendar/maintenance/form-schema.ts'
import type { Schema } from '../../src/runtime/input.ts'
import { root } from './sources.ts'

/** One export of a `schema.ts`: its name, and the folder of the file. */
export type InputForm = { readonly name: string; readonly folder: string; readonly schema: Schema<unknown> }

/** The way to a field: names of members, and 0 for the first element of a list. */
export type FieldPath = readonly (string | 0)[]

/** What a form that depends on the office is made for: the ids of its own questions, or the names of its audiences. */
const questionIds = ['which-register', 'since-when'] as const

/** What a window of the calendar can name. */
const vocabulary: Vocabulary = {
  features: ['registration'],
  procedures: new Map([['registration', ['void']]]),
  audiences: [],
  personal: new Set(),
  hasInstitutional: false,
}

function isSchema(value: unknown): value is Schema<unknown> {
  return typeof value === 'object' && value !== null && 'safeParse' in value
}

/** Every export called `…Form` of every `schema.ts`. */
export async function inputForms(): Promise<readonly InputForm[]> {
  const paths = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' })
    .filter((path) => /(^|[\\/])(form-)?schema\.ts$/.test(path))
    .sort()
  const forms: InputForm[] = []
  for (const path of paths) {
    const exported: object = await import(pathToFileURL(`${root}src/${path}`).href)
    for (const [name, value] of Object.entries(exported)) {
      if (!name.endsWith('Form')) continue
      const schema: unknown = typeof value === 'function' ? value(name === 'planForm' ? vocabulary : questionIds) : value
      if (!isSchema(schema)) throw new Error(`${path}: ${name} is no schema`)
      forms.push({ name, folder: path.replaceAll('\\', '/').replace(/\/(form-)?schema\.ts$/, ''), schema })
    }
  }
  return forms
}

/** A copy of the form with the value in that place. */
export function withValue(form: unknown, [step, ...rest]: FieldPath, value: unknown): unknown {
  if (step === undefined) return value
  if (step === 0) return [withValue(Array.isArray(form) ? form[0] : undefined, rest, value)]
  const fields: object = typeof form === 'object' && form !== null ? form : {}
  return { ...fields, [step]: withValue(Reflect.get(fields, step), rest, value) }
}

/** The members that the schema asks an object for in that place, and 0 where it reads the elements of a list. */
function stepsRead(schema: Schema<unknown>, path: FieldPath): FieldPath {
  const names = new Set<string>()
  const note = (key: string | symbol) => {
    if (typeof key === 'string' && !(key in Object.prototype)) names.add(key)
  }
  const asked = new Proxy(
    {},
    {
      get: (_, key) => note(key),
      has: (_, key) => {
        note(key)
        return false
      },
      getOwnPropertyDescriptor: (_, key) => {
        note(key)
        return undefined
      },
    },
  )
  schema.safeParse(withValue({}, path, asked))
  let isList = false
  const list = new Proxy([null], {
    get: (elements, key) => {
      if (key === '0') isList = true
      return Reflect.get(elements, key)
    },
  })
  schema.safeParse(withValue({}, path, list))
  return isList ? [...names, 0] : [...names]
}

/** Every field that the schema reads, and every field within one. */
export function fieldsOf(schema: Schema<unknown>, path: FieldPath = []): readonly FieldPath[] {
  return stepsRead(schema, path).flatMap((step) => {
    const field = [...path, step]
    return [field, ...fieldsOf(schema, field)]
  })
}

// Whatever a field may want. A form with a field that wants something else needs one more line.
const samples: readonly unknown[] = [
  ...[
    'x',
    1,
    true,
    null,
    'VRDNNA80A41L219Z',
    'anna@example.it',
    'anna@altra.example.it',
    '123456789',
    '2030-01-01',
    'IT',
    'TO',
    '10121',
  ],
  ...['00743110157', 'F', 'it', 'authorised', 'identity-card', 'documents', 'usable', 'accepted', 'trusted', 'surname', 'active'],
  ...['registration', 'waiting', 'submitted', '-~x', 'minor', 'guardianship', 'spid', '2021-02-28T00:00'],
  ...['spid-saml', 'spid-code'],
  ...['personal', 'relative', 'signed-delegation'],
  ...['pec.example.it', 'https://attivazione.example.it/', 'imaps', 'parked'],
  { registration: 'closed' },
]

/** An input that the form accepts, with every field filled in: each has the first of the samples that raises no problem. */
export function goodInput({ name, schema }: InputForm): unknown {
  const fields = fieldsOf(schema)
  const leaves = fields.filter(
    (field) => !fields.some((other) => other.length > field.length && field.every((step, i) => other[i] === step)),
  )
  const chosen = new Map(leaves.map((field) => [field.join('.'), 0]))
  for (;;) {
    const form = leaves.reduce<unknown>((built, field) => withValue(built, field, samples[chosen.get(field.join('.')) ?? 0]), {})
    const read = schema.safeParse(form)
    if (read.success) return form
    const wrong = new Set(read.error.issues.map(({ path }) => path.map(String).join('.')))
    for (const field of wrong) {
      const next = (chosen.get(field) ?? samples.length) + 1
      if (next >= samples.length) throw new Error(`${name}: no sample is a good ${field}`)
      chosen.set(field, next)
    }
  }
}
