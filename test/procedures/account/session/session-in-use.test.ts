import { describe, expect, it } from 'vitest'
import { accepted, openCounter, subscribed } from '../../../support/counter.ts'

const minute = 60_000

describe('a session in use', () => {
  it('says until when it lasts after this use, not after the one before', async () => {
    const counter = openCounter()
    const { credentials } = await subscribed(counter)
    const { token } = accepted(await counter.sportello.session.signIn(credentials))
    counter.clock.advance(10 * minute)
    const { idleUntil } = accepted(await counter.sportello.session.check(token))
    expect(idleUntil).toBe(counter.clock.now() + 30 * minute)
  })
})
