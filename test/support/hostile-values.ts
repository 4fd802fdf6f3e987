/** A mebibyte of every kind, as JSON or a body of a form may bring it, and how much of it is looked at. */

const mebibyte = 2 ** 20

function nested(depth: number): unknown {
  let value: unknown = []
  for (let count = 1; count < depth; count += 1) value = [value]
  return value
}

/** What a field may hold instead of what it is for. */
export const hostileValues: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['letters', 'a'.repeat(mebibyte)],
  ['digits', '0'.repeat(mebibyte)],
  ['blanks', ' '.repeat(mebibyte)],
  ['combining marks', '\u0301'.repeat(mebibyte / 2)],
  ['halves of characters', '\uD800'.repeat(mebibyte / 2)],
  ['a list of zeros', Array.from({ length: mebibyte / 2 }, () => 0)],
  ['lists within lists', nested(mebibyte / 2)],
  ['90,000 keys', Object.fromEntries(Array.from({ length: 90_000 }, (_, i) => [`k${i}`, 0]))],
  ['90,000 numbers as keys', Object.fromEntries(Array.from({ length: 90_000 }, (_, i) => [i, 0]))],
  ['one long key', { ['a'.repeat(mebibyte)]: 0 }],
  ['a list as length', { length: Array.from({ length: mebibyte / 2 }, () => 0) }],
  ['bytes', new Uint8Array(mebibyte)],
])

/** The value, which counts every look at a member, and as many as there are keys where all are listed. */
function watched(value: unknown, count: (steps: number) => void): unknown {
  if (typeof value !== 'object' || value === null) return value
  return new Proxy(value, {
    get: (target, key) => {
      count(1)
      return watched(Reflect.get(target, key), count)
    },
    has: (target, key) => {
      count(1)
      return Reflect.has(target, key)
    },
    getOwnPropertyDescriptor: (target, key) => {
      count(1)
      return Reflect.getOwnPropertyDescriptor(target, key)
    },
    ownKeys: (target) => {
      const keys = Reflect.ownKeys(target)
      count(keys.length)
      return keys
    },
  })
}

// They look at one character, or at none.
const quick: readonly PropertyKey[] = ['at', 'charAt', 'charCodeAt', 'codePointAt', 'slice', 'substring', 'toString', 'valueOf']

/** Puts a counter before every method of texts and of patterns. Answers with what takes the counters away again. */
function countTexts(count: (steps: number) => void): () => void {
  const undo: (() => void)[] = []
  for (const home of [String.prototype, RegExp.prototype]) {
    for (const key of Reflect.ownKeys(home)) {
      const descriptor = Reflect.getOwnPropertyDescriptor(home, key)
      const method: unknown = descriptor?.value
      if (typeof method !== 'function' || key === 'constructor' || descriptor === undefined) continue
      undo.push(() => Reflect.defineProperty(home, key, descriptor))
      Reflect.defineProperty(home, key, {
        ...descriptor,
        value: function counted(this: unknown, ...given: unknown[]): unknown {
          const text = typeof this === 'string' ? this : given[0]
          count(quick.includes(key) || typeof text !== 'string' ? 1 : text.length)
          return Reflect.apply(method, this, given)
        },
      })
    }
  }
  return () => {
    for (const restore of undo) restore()
  }
}

/**
 * How much of the value the call looks at: its members and keys one by one, and each character as often as a method of texts or of patterns
 * is given it. No clock is asked.
 */
export function stepsOver<T>(value: unknown, call: (value: unknown) => T): { readonly steps: number; readonly answer: T } {
  let steps = 0
  const count = (more: number) => {
    steps += more
  }
  const given = watched(value, count)
  const restore = countTexts(count)
  try {
    return { answer: call(given), steps: steps }
  } finally {
    restore()
  }
}
