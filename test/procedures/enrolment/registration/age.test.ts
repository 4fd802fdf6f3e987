import { describe, expect, it } from 'vitest'
import { completedYears } from '../../../../src/rules/identity/calendar-day.ts'
import { accepted, anna, completed, openCounter, operator } from '../../../support/counter.ts'

const grown = (younger: 'refuse' | 'flag') => ({ policy: { registration: { leastAge: 18, younger } } }) as const
// The codice fiscale of these forms is of 1980: that it does not fit is a finding of its own.
const born = (birthDate: string) => ({ ...anna, birthDate })

async function problemsOf(birthDate: string, at: number) {
  const { sportello, clock } = openCounter(grown('refuse'))
  clock.set(at)
  const answer = await sportello.registration.open(born(birthDate))
  return answer.ok ? [] : 'problems' in answer.refusal ? answer.refusal.problems : [answer.refusal]
}

const young = [{ field: 'birthDate', code: 'too-young' }]

describe('the least age of an applicant', () => {
  it('is reached after the last instant of the birthday in Rome, to the millisecond, in summer and winter', async () => {
    expect(await problemsOf('2008-07-10', Date.UTC(2026, 6, 10, 21, 59, 59, 999))).toEqual(young)
    expect(await problemsOf('2008-07-10', Date.UTC(2026, 6, 10, 22))).toEqual([])
    expect(await problemsOf('2008-01-10', Date.UTC(2026, 0, 10, 22, 59, 59, 999))).toEqual(young)
    expect(await problemsOf('2008-01-10', Date.UTC(2026, 0, 10, 23))).toEqual([])
  })

  it('is reached on 1 March by whoever was born on 29 February', () => {
    expect([completedYears('2008-02-29', '2026-02-28'), completedYears('2008-02-29', '2026-03-01')]).toEqual([17, 18])
    expect([completedYears('2008-02-29', '2028-02-29'), completedYears('2008-02-29', '2028-03-01')]).toEqual([19, 20])
    expect([completedYears('2008-02-28', '2026-02-28'), completedYears('2008-02-28', '2026-03-01')]).toEqual([17, 18])
    expect([completedYears('2008-12-31', '2026-12-31'), completedYears('2008-12-31', '2027-01-01')]).toEqual([17, 18])
    expect(completedYears('2026-03-10', '2026-03-10')).toBe(-1)
  })

  it('is told the office as a finding where the policy says so', async () => {
    const counter = openCounter(grown('flag'))
    const findings = async (birthDate: string) => {
      const { id } = await completed(counter, born(birthDate))
      return accepted(await counter.sportello.approval.dossier({ operator, id })).findings
    }
    expect(await findings('2010-01-01')).toContain('under-age')
    expect(await findings('1980-01-01')).not.toContain('under-age')
  })

  it('is none where the policy says nothing; a day that has not come yet is one problem', async () => {
    const { sportello } = openCounter()
    expect((await sportello.registration.open(born('2026-03-10'))).ok).toBe(true)
    expect(await problemsOf('2027-01-01', Date.UTC(2026, 0, 10))).toEqual([{ field: 'birthDate', code: 'in-future' }])
  })
})

describe('the place of birth, without a list of places', () => {
  it('is a finding where the code says abroad and the form Italy, or the other way round', async () => {
    const counter = openCounter()
    const findings = async (change: object) => {
      const { id } = await completed(counter, { ...anna, ...change })
      return accepted(await counter.sportello.approval.dossier({ operator, id })).findings
    }
    const abroad = { codiceFiscale: 'SKRXXX80A41Z243K', surname: 'Sukarno', name: '', email: 's@example.it' }
    expect(await findings(abroad)).toEqual(['place-mismatch'])
    expect(await findings({ ...abroad, birthNation: 'TR' })).toEqual(['place-undecidable'])
    expect(await findings({ birthNation: 'FR' })).toEqual(['place-mismatch'])
    expect(await findings({})).toEqual(['place-undecidable'])
  })
})

describe('a person without a given name', () => {
  it('is greeted, decided on and found by surname alone', async () => {
    const counter = openCounter()
    const person = { ...anna, codiceFiscale: 'SKRXXX80A41Z243K', surname: 'Sukarno', name: '', birthNation: 'TR' }
    const { id } = await completed(counter, person)
    expect(accepted(await counter.sportello.approval.dossier({ operator, id })).person).toMatchObject({
      surname: 'Sukarno',
      name: '',
    })
    const { digest: dossierDigest } = accepted(await counter.sportello.approval.dossier({ operator, id }))
    accepted(await counter.sportello.approval.approve({ operator, id, dossierDigest }))
    await counter.sportello.relay()
    for (const { text, to } of counter.mailer.sent)
      expect(`${text} ${to.name ?? ''}`).not.toMatch(/ {2}Sukarno|Sukarno {2}|undefined|null/)
    const sought = { operator, surname: 'sukarno', birthDate: anna.birthDate }
    expect(accepted(await counter.sportello.desk.search(sought)).lines).toMatchObject([{ id, state: 'approved' }])
  })
})
