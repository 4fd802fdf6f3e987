/** The queues of a worker take turns: a flood in one of them holds up none of the others. */
import { describe, expect, it } from 'vitest'
import { accepted } from '../../../support/counter.ts'
import { seedDomain } from '../../../support/migration-seed.ts'
import { complete, conforming, cutOver, day, type Moving, moving, owns } from '../../../support/moving-mailboxes.ts'

const minute = 60_000

/** So many mailboxes, with the questions to the arriving provider in their order. */
async function asking(count: number, messages = 5): Promise<Moving & { readonly asked: string[] }> {
  const asked: string[] = []
  const mailboxes = Array.from({ length: count }, (_, i) => ({
    mailbox: `s${i}@${seedDomain}`,
    password: conforming,
    messages,
    archived: 1,
  }))
  const scene = await moving({
    mailboxes,
    wrapArriving: (port) => ({
      setPassword: (order) => {
        asked.push('order')
        return port.setPassword(order)
      },
      copy: (order) => {
        if (order.part === 'archive') asked.push('archive')
        return port.copy(order)
      },
      progress: (name) => {
        asked.push('watch')
        return port.progress(name)
      },
    }),
  })
  return { ...scene, asked }
}

async function activateAll({ sportello }: Moving, from: number, until: number): Promise<void> {
  for (let i = from; i < until; i += 1) accepted(await sportello.mailboxes.activate(owns(`s${i}`, conforming)))
}

const countOf = (asked: readonly string[], what: string): number => asked.filter((one) => one === what).length

describe('a worker', () => {
  it.each([1, 2, 4])(
    'that may begin %d a second follows the copyings that run although orders are more than it can do',
    async (perSecond) => {
      const scene = await asking(40)
      await activateAll(scene, 0, 8)
      await scene.sportello.migration.work()
      await activateAll(scene, 8, 40)
      scene.asked.length = 0
      scene.clock.advance(minute)
      for (let round = 0; round < 6; round += 1) {
        await scene.sportello.migration.work({ perSecond })
        scene.clock.advance(1000)
      }
      // Half of it each, or the next round gives what this one could not.
      expect(scene.asked).toHaveLength(6 * perSecond)
      expect(countOf(scene.asked, 'watch')).toBeGreaterThanOrEqual(2 * perSecond)
      expect(countOf(scene.asked, 'order')).toBeGreaterThanOrEqual(2 * perSecond)
    },
  )

  it('gives each of three queues its part, and what one has no use for to the others', async () => {
    const scene = await asking(12)
    await activateAll(scene, 0, 12)
    await scene.sportello.migration.work()
    await cutOver(scene)
    await complete(scene)
    scene.clock.advance(day)
    scene.asked.length = 0
    // No order is left: twelve archives and twelve copyings share what may begin.
    expect((await scene.sportello.migration.work({ perSecond: 10 })).taken).toBe(10)
    for (const what of ['archive', 'watch']) expect(countOf(scene.asked, what)).toBeGreaterThanOrEqual(4)
  })

  it('alternates between its queues, so that a lease which ends early cuts off a part of each', async () => {
    const scene = await asking(12)
    await activateAll(scene, 0, 6)
    await scene.sportello.migration.work()
    await activateAll(scene, 6, 12)
    scene.clock.advance(minute)
    scene.asked.length = 0
    await scene.sportello.migration.work({ parallel: 1 })
    expect(scene.asked.slice(0, 12).map((what, i) => [what, i % 2] as const)).toEqual(
      Array.from({ length: 12 }, (_, i) => [scene.asked[i % 2], i % 2]),
    )
    expect(new Set(scene.asked.slice(0, 2))).toEqual(new Set(['order', 'watch']))
  })
})
