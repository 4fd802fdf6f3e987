/** What an operator is refused about the courses, and how they are listed; nothing changes by what is refused. */
import { expect, it } from 'vitest'
import { accepted, openCounter, operator, refusedCode } from '../../../support/counter.ts'
import { december, law } from './law.ts'

const audiences = { firms: { it: 'imprese', en: 'firms' }, schools: { it: 'scuole', en: 'schools' } }

function opened() {
  const counter = openCounter({ policy: { maintenance: { audiences } } })
  counter.clock.set(december)
  return counter.sportello
}

it.each([undefined, null, 1, 'x', [], {}, { operator: 1 }, { ...law, ends: {} }, { ...law, ends: { use: 'tomorrow' } }])(
  'INV-29: a course that is %j is refused, and none is set',
  async (form) => {
    const { sunset } = opened()
    expect(refusedCode(await sunset.set(form as never))).toBe('sunset/form')
    expect(accepted(await sunset.list({ operator }))).toEqual([])
  },
)

it('a time that the clocks skip is refused by its name, with all others that are wrong', async () => {
  const { sunset } = opened()
  const ends = { issue: '2021-03-28T02:30', use: '2021-13-01T00:00' }
  const answer = await sunset.set({ ...law, ends })
  expect(answer).toMatchObject({ ok: false, refusal: { code: 'sunset/form' } })
  const fields = answer.ok || !('problems' in answer.refusal) ? [] : answer.refusal.problems.map(({ field }) => field)
  expect(fields.sort()).toEqual(['ends.issue', 'ends.use'])
})

it('a form that drops or lists nothing that can be read is refused, and so is what was never set', async () => {
  const { sunset } = opened()
  for (const form of [undefined, null, 1, {}, { operator: null }, { operator, audience: 'nobody', reason: 'x' }]) {
    expect(refusedCode(await sunset.drop(form as never))).toBe('sunset/form')
  }
  for (const form of [undefined, null, 1, {}]) expect(refusedCode(await sunset.list(form as never))).toBe('sunset/form')
  expect(refusedCode(await sunset.drop({ operator, reason: 'Prot. 2.' }))).toMatch(/^sunset\//)
})

it('courses are listed by their audience, that of all others last; each phase is that of its own', async () => {
  const { sunset } = opened()
  for (const audience of [undefined, 'schools', 'firms']) {
    accepted(await sunset.set({ ...law, ...(audience === undefined ? {} : { audience }), ends: { use: '2021-10-01T00:00' } }))
  }
  expect(accepted(await sunset.list({ operator })).map(({ audience }) => audience)).toEqual(['firms', 'schools', null])
  const unasked = await sunset.phase()
  expect(await sunset.phase({ audience: 'nobody' })).toEqual(unasked)
  expect(await sunset.phase({ token: 'none' })).toEqual(unasked)
  accepted(await sunset.drop({ operator, reason: 'Prot. 2.', audience: 'firms' }))
  expect(accepted(await sunset.list({ operator })).map(({ audience }) => audience)).toEqual(['schools', null])
})
