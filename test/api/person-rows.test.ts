import { fieldLabel, fieldValueText, personRows } from 'sportello'
import { describe, expect, it } from 'vitest'
import { accepted, anna, completed, openCounter, operator } from '../support/counter.ts'

/** The person of the dossier of a request with this form. */
async function personOf(form: object) {
  const counter = openCounter()
  const { id } = await completed(counter, { ...anna, ...form })
  return accepted(await counter.sportello.approval.dossier({ operator, id })).person
}

describe('the person of a dossier, in rows', () => {
  it('has a label and a value in words for each field that was filled in, in the order of the form', async () => {
    const person = await personOf({
      italianCitizen: 'true',
      sex: 'F',
      telephone: '011 5550000',
      body: { name: 'Ente di Prova', taxCode: '00743110157' },
    })
    const rows = personRows(person, 'it')
    const value = (field: string) => rows.find((row) => row.field === field)?.value
    expect(rows[0]).toEqual({ field: 'surname', label: 'Cognome', value: person?.surname })
    expect([value('sex'), value('italianCitizen'), value('birthNation'), value('locale')]).toEqual([
      'Femminile',
      'Sì',
      'Italia',
      'Italiano',
    ])
    expect(value('birthDate')).toMatch(/^\d\d\/\d\d\/\d{4}$/)
    expect([value('birthProvince'), value('residenceCity'), value('telephone')]).toEqual([
      anna.birthProvince,
      anna.residenceCity,
      '011 5550000',
    ])
    expect([value('body.name'), value('body.taxCode')]).toEqual(['Ente di Prova', '00743110157'])
    for (const { field, label } of rows) expect(label).toBe(fieldLabel(field, 'it'))
    expect(rows.map(({ label }) => label)).toContain('Comune di nascita')
    const english = personRows(person, 'en').map(({ field, label, value }) => [field, label, value])
    expect(english).toEqual(
      expect.arrayContaining([
        ['sex', 'Sex', 'Female'],
        ['italianCitizen', 'Italian citizenship', 'Yes'],
        ['birthNation', 'State of birth', 'Italy'],
        ['birthDate', 'Date of birth', person?.birthDate],
      ]),
    )
  })

  it('has no row for what was left out, and none for a person that was erased', async () => {
    const rows = personRows(await personOf({ sex: '', italianCitizen: '', telephone: '', body: null }), 'it')
    for (const { value } of rows) expect(value).not.toBe('')
    for (const field of ['sex', 'italianCitizen', 'telephone', 'body', 'body.name'])
      expect(rows.map((row) => row.field)).not.toContain(field)
    expect(personRows(null, 'it')).toEqual([])
  })

  it('says what a field held before and after a correction, in the same words', () => {
    const said = (field: string, value: Parameters<typeof fieldValueText>[1]) => fieldValueText(field, value, 'it')
    expect([said('italianCitizen', false), said('sex', 'M'), said('birthNation', 'FR'), said('telephone', '')]).toEqual([
      'No',
      'Maschile',
      'Francia',
      '',
    ])
    expect([said('body', { name: 'Ente', taxCode: '1' }), said('body', null), said('constructor', 'x')]).toEqual([
      'Ente (1)',
      '',
      'x',
    ])
    expect([said('birthNation', '??'), said('birthDate', 'x')]).toEqual(['??', 'x'])
  })
})
