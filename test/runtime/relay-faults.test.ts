import type { SportelloConfiguration } from 'sportello'
import { describe, expect, it } from 'vitest'
import { accepted, anna, completed, drafted, openCounter } from '../support/counter.ts'

const minute = 60_000

describe('the relay', () => {
  it('leaves what it did not get to within the lease to the next round, so that two processes do not send it', async () => {
    const counter = openCounter()
    const sent: string[] = []
    const mailer: SportelloConfiguration['mailer'] = {
      async send({ id }) {
        sent.push(id)
        counter.clock.advance(2 * minute)
        return 'sent'
      },
    }
    for (let i = 0; i < 24; i += 1) {
      const { ticket } = await drafted(counter.sportello, { ...anna, email: `m${i}@example.it` })
      accepted(await counter.sportello.registration.complete(ticket))
    }
    const { sportello } = openCounter({ ...counter.configuration, mailer })
    const { sent: first } = await sportello.relay({ leaseMs: 5 * minute })
    expect(first.length).toBeLessThan(24)
    for (let round = 0; round < 10; round += 1) {
      counter.clock.advance(5 * minute)
      await sportello.relay({ leaseMs: 5 * minute })
    }
    expect(sent).toHaveLength(24)
    expect(new Set(sent).size).toBe(24)
  })

  it.each([{ limit: 0 }, { limit: 1001 }, { limit: 1.5 }, { leaseMs: 0 }, { leaseMs: 86_400_001 }, { limit: '5' as never }])(
    'refuses %j before anything is leased',
    async (options) => {
      const counter = openCounter()
      await completed(counter)
      await expect(counter.sportello.relay(options)).rejects.toMatchObject({ code: 'config/invalid' })
    },
  )
})
