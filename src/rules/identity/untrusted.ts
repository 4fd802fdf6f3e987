/** Reading of values that may be anything: proxies, getters that throw, other types than declared, characters that cannot be seen. */

/** The property of an object, or undefined for anything that has none or will not show it. */
export function property(value: unknown, key: string | symbol): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  try {
    return Reflect.get(value, key)
  } catch {
    return undefined
  }
}

/** The bytes as the built-in getters give them: an own `length` is not asked, a proxy has none. Undefined for anything else. */
export function bytesOf(value: unknown): Uint8Array | undefined {
  const builtIn = (key: string | symbol): unknown => Reflect.get(Uint8Array.prototype, key, value)
  if (builtIn(Symbol.toStringTag) !== 'Uint8Array') return undefined
  try {
    return new Uint8Array(builtIn('buffer') as ArrayBuffer, builtIn('byteOffset') as number, builtIn('length') as number)
  } catch {
    // The buffer was transferred to somebody else.
    return undefined
  }
}

/** The character at a place of a text as its code point, such as `U+00A0`: fit to be shown, whatever it is. */
export function codePointText(text: string, index = 0): string {
  const point = text.codePointAt(index) ?? 0
  return `U+${point.toString(16).toUpperCase().padStart(4, '0')}`
}
