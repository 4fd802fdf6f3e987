import { describe, expect, it } from 'vitest'
import { createTurns } from '../../src/runtime/turns.ts'

describe('turns on a record', () => {
  it('come in the order of arrival, one at a time, and each record has its own', async () => {
    const turns = createTurns()
    const order: string[] = []
    let holding = 0
    const one = async (name: string) => {
      const release = await turns.take('office/drawer/d-1')
      holding += 1
      expect(holding).toBe(1)
      order.push(name)
      await Promise.resolve()
      holding -= 1
      release?.()
    }
    const other = turns.take('office/drawer/d-2')
    await Promise.all(['a', 'b', 'c', 'd'].map(one))
    expect(order).toEqual(['a', 'b', 'c', 'd'])
    expect(await other).not.toBeNull()
  })

  it('are given back once, however often that is said', async () => {
    const turns = createTurns()
    const first = await turns.take('k')
    const [second, third] = [turns.take('k'), turns.take('k')]
    first?.()
    first?.()
    const release = await second
    const won = await Promise.race([third.then(() => 'third'), Promise.resolve('nobody')])
    expect(won).toBe('nobody')
    release?.()
    expect(await third).not.toBeNull()
  })

  it('are refused at once where 256 wait, and not after they are through', async () => {
    const turns = createTurns()
    const first = await turns.take('k')
    const waiting = Array.from({ length: 256 }, () => turns.take('k').then((release) => release?.()))
    expect(await turns.take('k')).toBeNull()
    first?.()
    await Promise.all(waiting)
    expect(await turns.take('k')).not.toBeNull()
  })
})
