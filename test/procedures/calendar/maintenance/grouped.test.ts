/** Several records in one commit of the sweep: none is judged by the instant of another, and none holds up another. */
import { memoryStorage } from 'sportello/memory'
import { expect, it } from 'vitest'
import { accepted, anna, drafted, freshPdf, openCounter, operator } from '../../../support/counter.ts'

const hour = 3_600_000
const plan = { operator, reason: 'Prot. 1.', title: { it: 'Aggiornamento', en: 'Update' } } as const
const ends = { ...plan, procedures: { registration: 'void' } } as const

it('INV-20: a record that a clock ahead of this one has written is judged by its own instant, and no other one by it', async () => {
  const { sportello, clock, storage } = openCounter()
  const now = clock.now()
  for (let i = 0; i < 2; i += 1) await drafted(sportello, { ...anna, email: `anna.${i}@example.it` })
  const { id: ahead, ticket } = accepted(await sportello.registration.open(anna))
  clock.set(now + hour)
  accepted(await sportello.registration.addDocument(ticket, { type: 'identity-card', name: 'card.pdf' }, freshPdf()))
  clock.set(now + 1)
  // Something to sweep for, and what begins half an hour later.
  accepted(await sportello.maintenance.plan({ ...plan, from: 'now', procedures: { 'pin-renewal': 'suspend' } }))
  accepted(await sportello.maintenance.plan({ ...ends, from: '2026-03-10T10:30' }))
  expect(await sportello.maintenance.sweep()).toMatchObject({ voided: 1, failed: 0 })
  const statuses = storage.contents().records.filter(({ machine }) => machine === 'registration')
  const ended = statuses.filter(({ state }) => JSON.parse(state).status === 'void').map(({ key }) => key)
  expect(ended).toEqual([expect.stringContaining(ahead)])
})

it('a record whose commit fails holds up none of those that were committed with it', async () => {
  const storage = memoryStorage()
  let broken = ''
  const failing = {
    ...storage,
    async commit(commit: Parameters<typeof storage.commit>[0]) {
      if (broken !== '' && commit.writes.some(({ key }) => key.includes(broken))) throw new Error('the disk is full')
      return storage.commit(commit)
    },
  }
  const { sportello, clock } = openCounter({ storage: failing })
  const ids: string[] = []
  for (let i = 0; i < 12; i += 1) ids.push((await drafted(sportello, { ...anna, email: `anna.${i}@example.it` })).id)
  clock.advance(1)
  accepted(await sportello.maintenance.plan({ ...ends, from: 'now' }))
  broken = ids[4] ?? ''
  expect(await sportello.maintenance.sweep()).toMatchObject({ looked: 12, voided: 11, failed: 1 })
  broken = ''
  expect(await sportello.maintenance.sweep()).toMatchObject({ voided: 1, failed: 0 })
})
