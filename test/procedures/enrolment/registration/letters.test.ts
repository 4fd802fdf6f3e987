import { describe, expect, it } from 'vitest'
import {
  completedLetter,
  resubmittedLetter,
  subscriberWarningLetter,
} from '../../../../src/procedures/enrolment/registration/letters.ts'
import type { RegistrationPerson } from '../../../../src/procedures/enrolment/registration/person.ts'
import { renderLetter } from '../../../../src/runtime/letter-layout.ts'

const office = { name: 'Comune di Prova', taxCode: '00743110157' }
const person: RegistrationPerson = {
  surname: 'Verdi',
  name: 'Anna',
  codiceFiscale: 'VRDNNA80A41L219Z',
  sex: null,
  birthDate: '1980-01-01',
  birth: { nation: 'IT', province: 'TO', municipality: 'Torino' },
  italianCitizen: null,
  residence: { province: 'TO', city: 'Torino', address: '', postalCode: '' },
  telephone: '',
  email: 'anna@example.it',
  body: null,
  locale: 'it',
}
const secrets = { password: 'temporary', pinFirstHalf: '0075' }

describe('the letters of a registration', () => {
  it.each([
    ['it', ['Sesso: ', 'Cittadinanza italiana: ', 'Per conto ']],
    ['en', ['Sex: ', 'Italian citizen: ', 'On behalf of: ']],
  ] as const)('leave out in %s what was not said', (locale, labels) => {
    const { text } = renderLetter(completedLetter(office, person, secrets), locale)
    for (const label of labels) expect(text).not.toContain(label)
  })

  it.each([
    ['it', ['Sesso: maschile', 'Cittadinanza italiana: no', "Per conto dell'ente con codice fiscale: 00743110157"]],
    ['en', ['Sex: male', 'Italian citizen: no', 'On behalf of the body with the tax code: 00743110157']],
  ] as const)('say in %s what was said, but R15: nothing that is worded freely', (locale, facts) => {
    const residence = { province: 'TO', city: 'Torino', address: 'Via Prova 1', postalCode: '10121' }
    const body = { name: 'Gestore', taxCode: '00743110157' }
    const said = { ...person, sex: 'M', italianCitizen: false, residence, body } as const
    const { text } = renderLetter(completedLetter(office, said, secrets), locale)
    for (const fact of facts) expect(text).toContain(fact)
    expect(text).not.toMatch(/Gestore|Via Prova|Torino/)
  })

  it('R6: show all four digits of the first half, leading zeros too', () => {
    expect(renderLetter(completedLetter(office, person, secrets), 'it').text).toContain('PIN, prime 4 cifre: 0075')
    expect(renderLetter(completedLetter(office, person, secrets), 'en').text).toContain('PIN, first 4 digits: 0075')
  })

  it.each(['it', 'en'] as const)('carry no secret in %s when documents come again or a subscriber is warned', (locale) => {
    const again = renderLetter(resubmittedLetter(office), locale)
    const warning = renderLetter(subscriberWarningLetter(office), locale)
    expect(again.subject).not.toBe(warning.subject)
    expect(again.text + warning.text).not.toMatch(/PIN|password/i)
  })
})
