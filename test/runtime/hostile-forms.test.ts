import { describe, expect, it } from 'vitest'
import { readForm } from '../../src/runtime/command.ts'
import { hostileValues, stepsOver } from '../support/hostile-values.ts'
import { fieldsOf, goodInput, inputForms, withValue } from '../support/input-forms.ts'
import { readSources } from '../support/sources.ts'

const forms = await inputForms()

// A good form takes a fraction of it, and it is a small part of a mebibyte.
const stepsMax = 16_384
// A file name is cut and not refused: of a thousand halves of characters JSON makes 6,000.
const answerMax = 8_192

function fieldNames(form: string): readonly string[] {
  const found = forms.find(({ name }) => name === form)
  return found === undefined ? [] : fieldsOf(found.schema).map((path) => path.join('.'))
}

describe('the forms of the library', () => {
  it('are found wherever an input is read', () => {
    const names = forms.map(({ name }) => name)
    const read = readSources('src').flatMap(({ ast }) =>
      [...ast.text.matchAll(/\bread(?:Form|Input)\((\w+),/g)].map(([, name]) => name),
    )
    expect(read.filter((name) => name !== 'schema').length).toBeGreaterThan(20)
    expect(read.filter((name) => name !== 'schema' && !names.includes(name ?? ''))).toEqual([])
  })

  it('are known with every field, also within fields and lists', () => {
    expect(fieldNames('registrationForm')).toEqual(expect.arrayContaining(['surname', 'birthProvince', 'body', 'body.taxCode']))
    expect(fieldNames('assistanceForm')).toEqual(expect.arrayContaining(['path', 'path.0', 'answers', 'answers.which-register']))
    expect(fieldNames('mailForm')).toEqual(['operator', 'operator.id', 'operator.codiceFiscale', 'id'])
    expect(forms.filter(({ schema }) => fieldsOf(schema).length === 0)).toEqual([])
  })
})

describe('J3, G12: a mebibyte of anything', () => {
  it.each(forms)(
    'as, in and beside every field of $folder $name has a small answer, and next to nothing of it is looked at',
    (form) => {
      const { name } = form
      const good = goodInput(form)
      const beside = { ...Object(good), ...Object(hostileValues.get('90,000 keys')) }
      const places = [[], ...fieldsOf(form.schema)].flatMap((path) =>
        [...hostileValues].map(([called, value]) => ({ place: `${called} as ${path.join('.')}`, path, value })),
      )
      for (const { place, path, value } of [...places, { place: 'beside', path: [], value: beside }]) {
        const { steps, answer } = stepsOver(value, (given) => readForm(form.schema, withValue(good, path, given), 'x/form'))
        // Who may name anything is told which name there is not: the names are listed, and nothing that they name is looked at.
        const isTable = ['planForm', 'courseForm'].includes(name) && /^90,000 .*(features|procedures|ends)$/.test(place)
        expect(steps, place).toBeLessThan(isTable ? 100_000 : stepsMax)
        expect(JSON.stringify(answer).length, place).toBeLessThan(answerMax)
        expect(answer.ok ? 0 : answer.refusal.problems.length, place).toBeLessThanOrEqual(20)
      }
    },
  )
})
