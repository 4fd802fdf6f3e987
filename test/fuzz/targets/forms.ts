/** Forms as strangers send them, the bodies of pages that they come in, and the names and addresses in them. */
import { typedOf } from '../../../src/express/forms.ts'
import type { Result } from '../../../src/kernel/index.ts'
import { parseMailAddress, parsePersonName, parsePlaceName, parseStreetAddress } from '../../../src/rules/identity/index.ts'
import { readForm } from '../../../src/runtime/command.ts'
import { problemCodes } from '../../../src/runtime/input.ts'
import { goodInput, inputForms } from '../../support/input-forms.ts'
import { member, Trap } from '../mutate.ts'
import { holds, holdsSame, type Target } from '../target.ts'

type Given = { readonly form: string; readonly given: unknown }

const parsers: { readonly [name: string]: (text: unknown) => Result<string, { readonly code: string }> } = {
  person: parsePersonName,
  place: parsePlaceName,
  street: parseStreetAddress,
  mail(text) {
    const parsed = parseMailAddress(text)
    return parsed.ok ? { ok: true, value: parsed.value.address } : parsed
  },
}

const codes: readonly string[] = problemCodes

export async function forms(): Promise<Target> {
  const found = await inputForms()
  const schemas = new Map(found.map((form) => [`${form.folder} ${form.name}`, form.schema]))
  const body = {
    surname: 'Verdi',
    'body.taxCode': '00743110157',
    'fields[]': 'surname',
    'body[name]': 'A',
    documents: ['1', '2'],
  }

  function judgeText(form: string, parse: (text: unknown) => Result<string, { readonly code: string }>, given: unknown) {
    const read = parse(given)
    if (read.ok) holdsSame(parse(read.value), read, `what a ${form} is read as is read as itself`)
    return read
  }
  function judgeBody(given: unknown) {
    let typed: ReturnType<typeof typedOf>
    try {
      typed = typedOf(given)
    } catch (error) {
      // A body is what a parser has made of bytes: it has no getters.
      if (error instanceof Trap) return 'trap'
      throw error
    }
    const texts = Object.values(typed.texts)
    holds(Object.getPrototypeOf(typed.form) === Object.prototype, 'a body is made a plain form')
    holds(
      texts.every((text) => typeof text === 'string'),
      'what is shown again is text',
    )
    return typed
  }
  return {
    name: 'forms',
    seeds: [
      ...found.map((form) => ({ form: `${form.folder} ${form.name}`, given: goodInput(form) })),
      { form: 'body', given: body },
      ...["D'Angelò", 'Anna Maria', 'Forlì', 'Via Prova 1/A', 'Anna.Verdi@Example.it'].flatMap((given) =>
        Object.keys(parsers).map((form) => ({ form, given })),
      ),
    ] satisfies readonly Given[],
    words: [
      'VRDNNA80A41L219Z',
      '00743110157',
      'a@b.it',
      '2030-01-01',
      '2021-02-29',
      'true',
      'on',
      '[]',
      'body',
      'body.',
      'operator',
      'id',
      'xn--',
    ],
    mend(input, chance) {
      const form = member(input, 'form')
      const names = [...schemas.keys(), 'body', ...Object.keys(parsers)]
      const isKnown = typeof form === 'string' && names.includes(form)
      // A form as another one, and the form itself in place of its table.
      return isKnown && !chance.onceIn(8) ? input : { form: chance.pick(names), given: member(input, 'given') ?? input }
    },
    judge(input) {
      const { form, given } = input as Given
      const parse = parsers[form]
      if (parse !== undefined) return judgeText(form, parse, given)
      const schema = schemas.get(form)
      if (schema === undefined) return judgeBody(given)
      const read = readForm(schema, given, 'fuzz/form')
      if (read.ok) return read
      const { problems, problemCount } = read.refusal
      holds(
        problems.length > 0 && problems.length <= 20 && problemCount >= problems.length,
        'a refused form has up to 20 problems',
      )
      holds(
        problems.every(({ code }) => codes.includes(code)),
        'a problem has a code that has words',
      )
      // The calendar and the courses name whatever they do not know, and cut it.
      return /maintenance|sunset/.test(form) ? { ...read, ok: null } : read
    },
  } satisfies Target
}
