import { describe, expect, it } from 'vitest'
import { accepted, anna, drafted, newPassword, openCounter, refusedCode, subscribed } from '../support/counter.ts'

const requestKey = 'form-7f3a9c21e5d84b60'
const wrong = { codiceFiscale: anna.codiceFiscale, pin: '123456789', password: 'Sbagliata.1' }

describe('a request key', () => {
  it.each([
    ['an unknown codice fiscale', wrong],
    ['a malformed codice fiscale', { ...wrong, codiceFiscale: 'x' }],
    ['a malformed PIN', { ...wrong, pin: '1' }],
    ['nothing at all', {} as typeof wrong],
  ])('INV-25: gives the same answer to the same sign-in, judged once, also with %s', async (_name, credentials) => {
    const counter = openCounter()
    const first = await counter.sportello.session.signIn(credentials, { requestKey })
    expect(refusedCode(first)).toBe('session/sign-in-refused')
    counter.clock.advance(60_000)
    expect(await counter.sportello.session.signIn(credentials, { requestKey })).toEqual(first)
    const { journal } = counter.storage.contents()
    expect(journal.filter(({ type }) => type === 'AttemptFailed')).toHaveLength(1)
  })

  it('used for one operation is refused to every other, also when the answer can no longer be shown', async () => {
    const counter = openCounter()
    const { sportello, clock } = counter
    const { credentials } = await subscribed(counter)
    const { token } = accepted(await sportello.session.signIn(credentials, { requestKey }))
    const other = await drafted(sportello, { ...anna, email: 'second@example.it' })
    const others = () => [
      sportello.registration.open(anna, { requestKey }),
      sportello.registration.withdraw(other.ticket, { requestKey }),
      sportello.credential.changePassword(
        { token, current: credentials.password, next: `${newPassword}x`, confirmation: `${newPassword}x` },
        { requestKey },
      ),
    ]
    for (const answer of await Promise.all(others())) expect(refusedCode(answer)).toBe('request/key-reused')
    clock.advance(11 * 60_000)
    for (const answer of await Promise.all(others())) expect(refusedCode(answer)).toBe('request/key-reused')
    expect(refusedCode(await sportello.session.signIn(credentials, { requestKey }))).toBe('request/answer-expired')
    for (const answer of await Promise.all(others())) expect(refusedCode(answer)).toBe('request/key-reused')
  })

  it('used by one applicant is refused to another', async () => {
    const { sportello } = openCounter()
    const one = await drafted(sportello)
    const other = await drafted(sportello, { ...anna, email: 'second@example.it' })
    accepted(await sportello.registration.renewPin(one.ticket, { requestKey }))
    expect(refusedCode(await sportello.registration.renewPin(other.ticket, { requestKey }))).toBe('request/key-reused')
  })

  it('L3: of which the answer has gone gives no guess of PIN or password away', async () => {
    const counter = openCounter()
    const { credentials } = await subscribed(counter)
    const { signIn } = counter.sportello.session
    accepted(await signIn(credentials, { requestKey }))
    counter.clock.advance(11 * 60_000)
    const right = await signIn(credentials, { requestKey })
    expect(await signIn({ ...credentials, pin: '000000000' }, { requestKey })).toEqual(right)
    expect(await signIn({ ...credentials, password: 'Sbagliata.1' }, { requestKey })).toEqual(right)
  })
})

describe('a refused form that is sent again under its key', () => {
  const counts = ({ storage }: ReturnType<typeof openCounter>) =>
    storage.contents().journal.filter(({ type }) => type === 'AttemptFailed').length

  it('INV-25: with another input is judged and counted, and remembered in place of the former', async () => {
    const counter = openCounter()
    const { credentials } = await subscribed(counter)
    const { signIn } = counter.sportello.session
    const typo = { ...credentials, password: 'Sbagliata.1' }
    const first = await signIn(typo, { requestKey })
    expect([refusedCode(first), counts(counter)]).toEqual(['session/sign-in-refused', 1])
    counter.clock.advance(30_000)
    expect([await signIn(typo, { requestKey }), counts(counter)]).toEqual([first, 1])
    const second = await signIn({ ...credentials, password: 'Sbagliata.2' }, { requestKey })
    expect([refusedCode(second), counts(counter)]).toEqual(['session/sign-in-refused', 2])
    counter.clock.advance(60_000)
    expect(await signIn({ ...credentials, password: 'Sbagliata.2' }, { requestKey })).toEqual(second)
    const right = await signIn(credentials, { requestKey })
    expect(accepted(right)).toMatchObject({ scope: 'full', failuresBefore: 2 })
    expect(await signIn(credentials, { requestKey })).toEqual(right)
    expect(refusedCode(await signIn(typo, { requestKey }))).toBe('request/key-reused')
    expect(counts(counter)).toBe(2)
  })

  it('INV-25: is judged anew with the same input ten minutes later, and counted', async () => {
    const counter = openCounter()
    const { credentials } = await subscribed(counter)
    const { signIn } = counter.sportello.session
    const typo = { ...credentials, password: 'Sbagliata.1' }
    await signIn(typo, { requestKey })
    counter.clock.advance(10 * 60_000 - 1)
    await signIn(typo, { requestKey })
    expect(counts(counter)).toBe(1)
    counter.clock.advance(1)
    expect(refusedCode(await signIn(typo, { requestKey }))).toBe('session/sign-in-refused')
    expect(counts(counter)).toBe(2)
    counter.clock.advance(11 * 60_000)
    accepted(await signIn(credentials, { requestKey }))
  })

  it('changes the password once what was wrong is mended', async () => {
    const counter = openCounter()
    const { sportello } = counter
    const { credentials } = await subscribed(counter)
    const { token } = accepted(await sportello.session.signIn(credentials))
    const words = { token, next: `${newPassword}x`, confirmation: `${newPassword}x` }
    const change = (current: string) => sportello.credential.changePassword({ ...words, current }, { requestKey })
    expect(refusedCode(await change('Sbagliata.1'))).toBe('credential/wrong-password')
    accepted(await change(credentials.password))
    accepted(await change(credentials.password))
    expect(refusedCode(await change('Sbagliata.1'))).toBe('request/key-reused')
  })

  it('stays that of its operation', async () => {
    const { sportello } = openCounter()
    expect(refusedCode(await sportello.session.signIn(wrong, { requestKey }))).toBe('session/sign-in-refused')
    expect(refusedCode(await sportello.registration.open(anna, { requestKey }))).toBe('request/key-reused')
  })
})
