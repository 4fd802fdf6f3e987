/**
 * The row of hostile forms: a mebibyte of each kind as, in and beside every field of every form. It runs the sources, since the package has
 * no door to the schemas.
 */
import { readForm } from '../../src/runtime/command.ts'
import { hostileValues } from '../support/hostile-values.ts'
import { fieldsOf, goodInput, inputForms, withValue } from '../support/input-forms.ts'
import { spreadOf } from './race.ts'
import { duration, type Row } from './report.ts'

export async function hostileFormRows(quick: boolean): Promise<readonly Row[]> {
  const rounds = quick ? 11 : 41
  let worst = { name: '', ns: 0 }
  let count = 0
  for (const form of await inputForms()) {
    const good = goodInput(form)
    for (const path of [[], ...fieldsOf(form.schema)]) {
      for (const [kind, value] of hostileValues) {
        const given = withValue(good, path, value)
        const samples = Array.from({ length: rounds }, () => {
          const start = process.hrtime.bigint()
          readForm(form.schema, given, 'x/form')
          return Number(process.hrtime.bigint() - start)
        })
        const ns = spreadOf(samples).median
        if (ns > worst.ns) worst = { name: `${kind} as ${[form.name, ...path].join('.')}`, ns }
        count += 1
      }
    }
  }
  return [
    {
      what: `the slowest 1 MiB in any field of any form, of ${count.toLocaleString('en')}`,
      figure: `**${duration(worst.ns)}** (${worst.name})`,
      goal: '≤ 5 ms',
      met: worst.ns <= 5e6,
    },
  ]
}
