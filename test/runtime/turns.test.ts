import { describe, expect, it } from 'vitest'
import { createTurns, type Turn } from '../../src/runtime/turns.ts'

const giveBack = (turn: Turn | null) => turn?.release()

describe('turns on records', () => {
  it('come in the order of arrival, one at a time, and each record has its own', async () => {
    const turns = createTurns()
    const order: string[] = []
    let holding = 0
    const one = async (name: string) => {
      const turn = await turns.take(['office/drawer/d-1'])
      holding += 1
      expect(holding).toBe(1)
      order.push(name)
      await Promise.resolve()
      holding -= 1
      giveBack(turn)
    }
    const other = turns.take(['office/drawer/d-2'])
    await Promise.all(['a', 'b', 'c', 'd'].map(one))
    expect(order).toEqual(['a', 'b', 'c', 'd'])
    expect(await other).not.toBeNull()
    expect([turns.isTaken('office/drawer/d-1'), turns.isTaken('office/drawer/d-2')]).toEqual([false, true])
  })

  it('on several records are had together, in whatever order they are named, and nobody waits for ever', async () => {
    const turns = createTurns()
    const keys = ['a', 'b', 'c', 'd']
    const holding = new Set<string>()
    const one = async (i: number) => {
      const wanted = new Set([keys[i % 4] ?? '', keys[(i * 7 + 3) % 4] ?? '', keys[(i * 5 + 1) % 4] ?? ''])
      const turn = await turns.take(i % 2 === 0 ? wanted : [...wanted].reverse())
      for (const key of wanted) {
        expect(holding.has(key)).toBe(false)
        holding.add(key)
      }
      await Promise.resolve()
      for (const key of wanted) holding.delete(key)
      giveBack(turn)
    }
    await Promise.all(Array.from({ length: 60 }, (_, i) => one(i)))
    expect(keys.map((key) => turns.isTaken(key))).toEqual([false, false, false, false])
  })

  it('are given back once, however often that is said', async () => {
    const turns = createTurns()
    const first = await turns.take(['k'])
    const [second, third] = [turns.take(['k']), turns.take(['k'])]
    giveBack(first)
    giveBack(first)
    const turn = await second
    const won = await Promise.race([third.then(() => 'third'), Promise.resolve('nobody')])
    expect(won).toBe('nobody')
    giveBack(turn)
    expect(await third).not.toBeNull()
  })

  it('are refused at once where 256 wait for one of the records, and leave no other taken', async () => {
    const turns = createTurns()
    const first = await turns.take(['k'])
    const waiting = Array.from({ length: 256 }, () => turns.take(['k']).then(giveBack))
    expect(await turns.take(['a', 'k'])).toBeNull()
    expect(turns.isTaken('a')).toBe(false)
    giveBack(first)
    await Promise.all(waiting)
    expect(await turns.take(['k'])).not.toBeNull()
  })
})
