/** What a course would do, counted before it is set. */
import { expect, it } from 'vitest'
import { codes } from '../../../bench/accounts.ts'
import { accepted, anna, completed, drafted, openCounter, operator, subscribed } from '../../../support/counter.ts'
import { day, december, law } from './law.ts'

const people = codes(10)
const person = (which: number, email: string) => ({ ...anna, codiceFiscale: people[which] ?? '', email })

it('counts credentials by where they stand, requests and what is under way, and changes nothing', async () => {
  const policy = { credential: { disuseMs: 60 * day }, registration: { draftLifetimeMs: 100 * day } }
  const counter = openCounter({ policy })
  const { sportello, clock } = counter
  clock.set(december)
  // Nobody has signed in with it for long.
  await subscribed(counter, person(0, 'disused@example.it'))
  clock.advance(61 * day)
  const { credentials } = await subscribed(counter, person(1, 'active@example.it'))
  const suspended = await subscribed(counter, person(2, 'suspended@example.it'))
  const { codiceFiscale } = suspended.credentials
  accepted(await sportello.credential.suspend({ operator, codiceFiscale, reason: 'Doubt.' }))
  const exempted = await subscribed(counter, person(3, 'exempted@example.it'))
  accepted(
    await sportello.exemption.grant({
      ...{ operator, codiceFiscale: exempted.credentials.codiceFiscale, reason: 'Decree.', kind: 'guardianship' },
      document: { kind: 'court-order', number: '12', expiresOn: '2030-01-01' },
    }),
  )
  await completed(counter, person(4, 'waiting@example.it'))
  await drafted(sportello, person(5, 'draft@example.it'))
  accepted(await sportello.recovery.request({ codiceFiscale: credentials.codiceFiscale }))
  accepted(await sportello.pinRenewal.start({ codiceFiscale: credentials.codiceFiscale, password: credentials.password }))
  const before = JSON.stringify(counter.storage.contents())
  const course = { ...law, exempt: ['guardianship'] } as const
  expect(accepted(await sportello.sunset.simulate(course))).toEqual({
    credentials: { temporary: 0, active: 1, suspended: 1, expired: 1, exempt: 1 },
    procedures: [
      { procedure: 'request', hit: 1, exempt: 0 },
      { procedure: 'registration', hit: 1, exempt: 0 },
      { procedure: 'recovery', hit: 1, exempt: 0 },
      { procedure: 'pin-renewal', hit: 1, exempt: 0 },
    ],
  })
  // What it does not end it does not hit.
  const issueAlone = { ...course, ends: { issue: '2021-02-28T00:00' } }
  expect(accepted(await sportello.sunset.simulate(issueAlone))).toMatchObject({
    credentials: { active: 0, suspended: 0, expired: 0, exempt: 0 },
    procedures: [{ hit: 1 }, { hit: 1 }, { hit: 0 }, { hit: 0 }],
  })
  expect(JSON.stringify(counter.storage.contents())).toBe(before)
})

it('counts those of its audience alone', async () => {
  const audiences = { firms: { it: 'imprese', en: 'firms' } }
  const counter = openCounter({ policy: { maintenance: { audiences } } })
  await completed(counter)
  const count = async (audience: string | null) => {
    const { procedures } = accepted(await counter.sportello.sunset.simulate({ ...law, audience }))
    return procedures.find(({ procedure }) => procedure === 'request')?.hit
  }
  expect(await count('firms')).toBe(0)
  expect(await count(null)).toBe(1)
})
