import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sortedSet } from '../../src/adapters/sorted-set.ts'

const lower = (a: number, b: number) => a < b

/** The same operations on a plain set, sorted when it is read. */
function model() {
  const items = new Set<number>()
  const sorted = () => [...items].sort((a, b) => a - b)
  return { items, sorted }
}

type Operation = { readonly add: boolean; readonly item: number }

const operations = fc.array(fc.record({ add: fc.boolean(), item: fc.integer({ min: 0, max: 400 }) }), { maxLength: 300 })

function play(list: readonly Operation[]) {
  const [set, plain] = [sortedSet(lower), model()]
  for (const { add, item } of list) {
    if (!add) set.delete(item)
    else if (!plain.items.has(item)) set.add(item)
    if (add) plain.items.add(item)
    else plain.items.delete(item)
  }
  return { set, plain }
}

function expectSame({ set, plain }: ReturnType<typeof play>, bounds: readonly number[]): void {
  const sorted = plain.sorted()
  expect([...set.after()]).toEqual(sorted)
  expect(set.size()).toBe(sorted.length)
  for (const bound of bounds) {
    expect([...set.after(bound)]).toEqual(sorted.filter((item) => item > bound))
    expect(set.countUpTo(bound)).toBe(sorted.filter((item) => item <= bound).length)
  }
}

describe('a sorted set', () => {
  it('gives what a sorted list gives, whatever was added and removed', () => {
    fc.assert(fc.property(operations, fc.integer({ min: -1, max: 401 }), (list, bound) => expectSame(play(list), [bound])))
  })

  const orders: readonly (readonly [string, (i: number, count: number) => number])[] = [
    ['ascending', (i) => i],
    ['descending', (i, count) => count - i],
    ['scattered', (i, count) => (i * 7919) % count],
  ]
  for (const [name, order] of orders) {
    it(`keeps thousands of items in order when they come ${name}`, () => {
      const count = 5003
      const bounds = [-1, 0, 255, 256, 257, 2500, count - 1, count, count + 1]
      const adding = Array.from({ length: count }, (_, i) => ({ add: true, item: order(i, count) }))
      expectSame(play(adding), bounds)
      const removing = adding.filter((_, i) => i % 3 !== 0).map(({ item }) => ({ add: false, item }))
      expectSame(play([...adding, ...removing]), bounds)
      const all = adding.map(({ item }) => ({ add: false, item }))
      expectSame(play([...adding, ...all]), bounds)
      expectSame(play([...adding, ...all, ...adding]), bounds)
    })
  }

  it('removes nothing where no item is equal', () => {
    const { set } = play([{ add: true, item: 1 }])
    for (const item of [0, 2]) set.delete(item)
    expect([...set.after()]).toEqual([1])
    set.delete(1)
    set.delete(1)
    expect([set.size(), [...set.after()]]).toEqual([0, []])
  })
})
