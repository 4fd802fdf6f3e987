import { problemDetails, refusalText } from 'sportello'
import { describe, expect, it } from 'vitest'
import { labelledFields } from '../../src/runtime/field-words.ts'
import { formRefusal, type Problem } from '../../src/runtime/input.ts'

const fields = [...labelledFields.keys()]
const found = (count: number) => fields.slice(0, count).map((field): Problem => ({ field, code: 'required' }))

describe('the refusal of a form', () => {
  it('J3: shows up to 20 problems, and says how many there are in all', () => {
    expect(formRefusal('assistance/form', found(20))).toEqual({
      code: 'assistance/form',
      problems: found(20),
      problemCount: 20,
    })
    expect(formRefusal('assistance/form', found(21))).toEqual({
      code: 'assistance/form',
      problems: found(20),
      problemCount: 21,
    })
  })

  it('says in words how many fields it does not name', () => {
    const all = formRefusal('subject/form', found(20))
    const some = formRefusal('subject/form', found(23))
    expect(refusalText(all, 'en')).toMatch(/, Tax code of the requesting body\.$/)
    expect(refusalText(some, 'en')).toMatch(/, Tax code of the requesting body and 3 more\.$/)
    expect(refusalText(some, 'it')).toMatch(/, Codice fiscale dell'ente richiedente e altre 3 correzioni\.$/)
    expect(problemDetails(some, 'it')).toMatchObject({ problems: found(20), problemCount: 23 })
  })
})
