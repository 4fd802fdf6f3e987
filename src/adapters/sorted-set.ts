/** Items kept in order, in blocks of bounded length: adding and removing cost the same among a thousand and a million. */

const blockLengthMax = 256

export type SortedSet<Item> = {
  readonly size: () => number
  /** The item is not in the set yet. */
  readonly add: (item: Item) => void
  /** Removes the item that compares equal, if there is one. */
  readonly delete: (item: Item) => void
  /** Ascending, without those up to `bound`; from the start without one. The set stays as it is while this is read. */
  readonly after: (bound?: Item) => Iterable<Item>
  /** How many items do not come after `bound`. */
  readonly countUpTo: (bound: Item) => number
}

/** `before` is a strict order and never changes its mind about an item that is in the set; neither before the other means equal. */
export function sortedSet<Item>(before: (a: Item, b: Item) => boolean): SortedSet<Item> {
  // Every block but a lone first one holds at least one item; the blocks themselves are in order.
  const blocks: Item[][] = [[]]
  // Added, and not in their place yet: many a set is written at every command and looked at once a day.
  const added: Item[] = []
  let size = 0

  /** The first block whose last item is not before `item`, else the last block. */
  function blockFor(item: Item): number {
    let low = 0
    let high = blocks.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      const last = blocks[middle]?.at(-1)
      if (last !== undefined && before(last, item)) low = middle + 1
      else high = middle
    }
    return low
  }

  /** How many items of the block come before `item`. */
  function place(block: readonly Item[], item: Item): number {
    let low = 0
    let high = block.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (before(block[middle] as Item, item)) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Whether the item's place, as `place` found it, is taken by its equal. */
  function holds(block: readonly Item[], at: number, item: Item): boolean {
    return at < block.length && !before(item, block[at] as Item)
  }

  function insert(item: Item): void {
    const index = blockFor(item)
    const block = blocks[index] as Item[]
    block.splice(place(block, item), 0, item)
    // Ascending keys leave full blocks behind them, random ones half-full ones.
    if (block.length > blockLengthMax) {
      const cut = index === blocks.length - 1 ? blockLengthMax : blockLengthMax >> 1
      blocks.splice(index + 1, 0, block.splice(cut))
    }
  }

  function settle(): void {
    for (const item of added) insert(item)
    added.length = 0
  }

  return {
    size: () => size,
    add(item) {
      added.push(item)
      size += 1
    },
    delete(item) {
      settle()
      const index = blockFor(item)
      const block = blocks[index] as Item[]
      const at = place(block, item)
      if (!holds(block, at, item)) return
      block.splice(at, 1)
      size -= 1
      if (block.length === 0 && blocks.length > 1) blocks.splice(index, 1)
    },
    *after(bound) {
      settle()
      let index = bound === undefined ? 0 : blockFor(bound)
      const first = blocks[index] as Item[]
      let at = bound === undefined ? 0 : place(first, bound)
      if (bound !== undefined && holds(first, at, bound)) at += 1
      for (; index < blocks.length; index += 1) {
        const block = blocks[index] as Item[]
        for (; at < block.length; at += 1) yield block[at] as Item
        at = 0
      }
    },
    countUpTo(bound) {
      settle()
      const index = blockFor(bound)
      const block = blocks[index] as Item[]
      const at = place(block, bound)
      let count = holds(block, at, bound) ? at + 1 : at
      for (let earlier = 0; earlier < index; earlier += 1) count += (blocks[earlier] as Item[]).length
      return count
    },
  }
}
