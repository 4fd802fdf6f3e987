/** Where a person was born, as people write it. */
import { describe, expect, it } from 'vitest'
import { accepted, anna, completed, openCounter, operator } from '../../../support/counter.ts'

async function problemsOf(birth: object) {
  const opened = await openCounter().sportello.registration.open({ ...anna, ...birth } as never)
  if (opened.ok || opened.refusal.code !== 'registration/form') return []
  return opened.refusal.problems.map(({ field, code }) => `${field} ${code}`)
}

describe('the place of birth', () => {
  it.each(['IT', 'it', 'Italia', ' ITALIA ', 'Italy'])('is in Italy for %j', async (birthNation) => {
    const counter = openCounter()
    const { id } = await completed(counter, { ...anna, birthNation } as never)
    const { person } = accepted(await counter.sportello.approval.dossier({ operator, id }))
    expect(person?.birth).toEqual({ nation: 'IT', province: 'TO', municipality: 'Torino' })
  })

  it.each([
    ['Italiana', ['birthNation malformed']],
    ['', ['birthNation required']],
    ['I', ['birthNation malformed']],
  ])('is refused for the state %j', async (birthNation, problems) => {
    expect(await problemsOf({ birthNation })).toEqual(problems)
  })

  it('is told whole: a wrong state does not hide a wrong province', async () => {
    const wrong = { birthNation: 'Italiana', birthProvince: 'Torino' }
    expect(await problemsOf(wrong)).toEqual(['birthNation malformed', 'birthProvince malformed'])
  })

  it('asks for province and municipality of people born in Italy alone', async () => {
    const blank = { birthProvince: '', birthMunicipality: '' }
    expect(await problemsOf({ ...blank, birthNation: 'Italia' })).toEqual([
      'birthProvince required',
      'birthMunicipality required',
    ])
    expect(await problemsOf({ ...blank, birthNation: 'FR' })).toEqual([])
    expect(await problemsOf({ ...blank, birthNation: '' })).toEqual(['birthNation required'])
  })
})
