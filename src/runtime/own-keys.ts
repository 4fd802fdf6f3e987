/**
 * Objects by their own keys alone. A package of the host may add an enumerable key to `Object.prototype`; whatever walks an object by
 * `for … in`, as zod does for strict objects, then finds a field that nobody has given.
 */

/** True while every object seems to have a key that is not its own. */
export function isPolluted(): boolean {
  for (const _ in {}) return true
  return false
}

/** Deeper than any form or row of the library; what lies below is left out. */
const depthMax = 16

/** A copy of plain objects and lists that inherits nothing, each field read once. Anything else is what it was. */
export function ownKeysOnly(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return depth < depthMax ? value.map((one) => ownKeysOnly(one, depth + 1)) : []
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return value
  const copy: Record<string, unknown> = Object.create(null)
  if (depth < depthMax) for (const key of Object.keys(value)) copy[key] = ownKeysOnly(Reflect.get(value, key), depth + 1)
  return copy
}
