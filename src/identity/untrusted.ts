/** Reading of values that may be anything: proxies, getters that throw, other types than declared. */

/** The property of an object, or undefined for anything that has none or will not show it. */
export function property(value: unknown, key: string | symbol): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  try {
    return Reflect.get(value, key)
  } catch {
    return undefined
  }
}
