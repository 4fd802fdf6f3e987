/** Which courses an operator may set, how many, and for whom each of them holds. */
import { describe, expect, it } from 'vitest'
import { accepted, openCounter, operator, refusedCode } from '../../../support/counter.ts'
import { december, lastUse, law } from './law.ts'

describe('what an operator may set', () => {
  const audiences = Object.fromEntries(
    Array.from({ length: 51 }, (_, i) => [`audience-${i}`, { it: `servizio ${i}`, en: `service ${i}` }]),
  )
  const opened = (sunset?: { readonly audience: string | null }) => {
    const counter = openCounter({ policy: { maintenance: { audiences }, ...(sunset && { sunset }) } })
    counter.clock.set(december)
    return counter.sportello.sunset
  }

  it('is a course for each of fifty audiences; what is there can be set anew', async () => {
    const sunset = opened()
    const set = (i: number, use: string) => sunset.set({ ...law, audience: `audience-${i}`, ends: { use } })
    for (let i = 0; i < 50; i += 1) accepted(await set(i, '2021-10-01T00:00'))
    expect(await set(50, '2021-10-01T00:00')).toEqual({
      ...{ ok: false, refusal: { code: 'sunset/too-many-courses', coursesMax: 50 } },
    })
    accepted(await set(7, '2021-12-01T00:00'))
    accepted(await sunset.drop({ operator, reason: 'Prot. 2.', audience: 'audience-3' }))
    accepted(await set(50, '2021-10-01T00:00'))
    expect(refusedCode(await set(3, '2021-10-01T00:00'))).toBe('sunset/too-many-courses')
  })

  it('is listed by the names of the audiences, in whatever order it was set', async () => {
    const sunset = opened()
    for (const audience of ['audience-1', 'audience-3', 'audience-2', null]) {
      accepted(await sunset.set({ ...law, audience }))
    }
    expect(accepted(await sunset.list({ operator })).map(({ audience }) => audience)).toEqual([
      ...['audience-1', 'audience-2', 'audience-3'],
      null,
    ])
  })

  it('holds for the audience that is named, and else for that of the policy', async () => {
    const sunset = opened({ audience: 'audience-2' })
    accepted(await sunset.set({ ...law, audience: 'audience-1', ends: { use: '2021-10-01T00:00' } }))
    accepted(await sunset.set({ ...law, audience: 'audience-2', ends: { use: '2021-12-01T00:00' } }))
    expect((await sunset.phase({ audience: 'audience-1' })).until).toBe(lastUse)
    const own = await sunset.phase()
    expect(own).toMatchObject({ audience: 'audience-2', until: Date.UTC(2021, 10, 30, 23) })
    expect(await sunset.phase({ audience: 'of nobody' })).toEqual(own)
    expect((await sunset.phase({ audience: 'audience-9' })).until).toBeNull()
  })

  it('is counted before by the same form: times that are none are refused by their names', async () => {
    const sunset = opened()
    const refused = await sunset.simulate({ ...law, ends: { use: '2021-03-28T02:30', issue: 'x' } })
    expect(refused).toMatchObject({
      refusal: { code: 'sunset/form', problems: [{ field: 'ends.issue' }, { field: 'ends.use', code: 'skipped' }] },
    })
    for (const form of [undefined, null, 7, {}]) expect(refusedCode(await sunset.simulate(form as never))).toBe('sunset/form')
  })

  it.each(['Firms', '9', 'a b', '', 7, {}, true])('INV-29: no policy makes %j the audience of whoever names none', (audience) => {
    expect(() => openCounter({ policy: { sunset: { audience: audience as string } } })).toThrow('sunset.audience')
  })
})
