import { problemDetails, refusalText } from 'sportello'
import { describe, expect, it } from 'vitest'
import { formRefusal } from '../../src/runtime/input.ts'

const found = (count: number) => Array.from({ length: count }, (_, i) => ({ field: `answers.a${i}`, code: 'required' }))

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
    expect(refusalText(all, 'en')).toMatch(/, answers\.a19\.$/)
    expect(refusalText(some, 'en')).toMatch(/, answers\.a19 and 3 more\.$/)
    expect(refusalText(some, 'it')).toMatch(/, answers\.a19 e altri 3\.$/)
    expect(problemDetails(some, 'it')).toMatchObject({ problems: found(20), problemCount: 23 })
  })
})
