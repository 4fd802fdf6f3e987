/** How long requests to act for somebody wait, and delegations are kept. */
import { beforeEach, describe, expect, it } from 'vitest'
import { accepted, type Counter, operator, refusedCode } from '../../../support/counter.ts'
import { bruno, decision, forBruno, openServices, signedIn, why } from '../seed-services.ts'

const day = 86_400_000
let counter: Counter
beforeEach(async () => {
  counter = await openServices()
})

/** Anna has asked to act for Bruno, who has an account too. */
async function asked(otherwise: object = {}) {
  const delegate = await signedIn(counter)
  await signedIn(counter, bruno)
  const { id } = accepted(await counter.sportello.delegations.request({ token: delegate.token, ...forBruno, ...otherwise }))
  await counter.sportello.relay()
  return { id, token: delegate.token, known: counter.mailer.sent.length }
}

const stands = async (id: string) => accepted(await counter.sportello.delegations.inspect({ operator, id }))

describe('a request that nobody decides on', () => {
  it('ends at its day and not before, and whoever has asked is told, once', async () => {
    const { sportello, clock, mailer } = counter
    const { id, token, known } = await asked()
    clock.advance(180 * day - 1)
    await sportello.retention.sweep()
    expect((await stands(id)).status).toBe('requested')
    clock.advance(1)
    expect(await sportello.retention.sweep()).toMatchObject({ lapsed: 1 })
    await sportello.retention.sweep()
    await sportello.relay()
    expect(await stands(id)).toMatchObject({ status: 'withdrawn', endedBy: 'lapse', endedAt: clock.now() })
    expect(accepted(await sportello.delegations.pending())).toEqual([])
    const letters = mailer.sent.slice(known)
    expect(letters.map(({ to }) => to.address)).toEqual(['anna.verdi@example.it'])
    expect(letters[0]?.text.replace(/\s+/g, ' ')).toContain("l'ente non ha deciso in tempo")
    expect(refusedCode(await sportello.delegations.grant({ ...decision, id }))).toBe('delegation/not-requested')
    // Another one may follow, and what was asked for does not stand in its way.
    accepted(await sportello.delegations.request({ token, ...forBruno }))
  })

  it('ends with the last day that was asked for, since it cannot be granted any more', async () => {
    const { sportello, clock } = counter
    const { id } = await asked({ untilDay: '2026-04-30' })
    clock.set(Date.UTC(2026, 3, 30, 21, 59))
    await sportello.retention.sweep()
    expect((await stands(id)).status).toBe('requested')
    clock.set(Date.UTC(2026, 4, 1, 0))
    await sportello.retention.sweep()
    expect((await stands(id)).status).toBe('withdrawn')
  })

  it('does not end where the office has granted it meanwhile', async () => {
    const { sportello, clock } = counter
    const { id, token } = await asked()
    accepted(await sportello.delegations.grant({ ...decision, id }))
    clock.advance(180 * day)
    await sportello.retention.sweep()
    expect((await stands(id)).status).toBe('granted')
    expect(token).toBeDefined()
    expect(await why(counter, 'notices')).toBe('yes')
  })

  it('is erased a year after its end', async () => {
    const { sportello, clock } = counter
    const { id } = await asked()
    clock.advance(180 * day)
    await sportello.retention.sweep()
    clock.advance(365 * day - 1)
    await sportello.retention.sweep()
    expect((await stands(id)).delegate).not.toBe(null)
    clock.advance(1)
    await sportello.retention.sweep()
    expect((await stands(id)).delegate).toBe(null)
  })
})
