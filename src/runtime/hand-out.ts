/** What is handed out of stored data to the person it is about: only what is named. */

/** `true` for the whole of a value, or the fields of an object, or of each object of a list, that are handed out. */
export type HandedOut = true | { readonly [field: string]: HandedOut }

/** Each of the fields, whole. */
export function fields(...names: readonly string[]): { readonly [field: string]: true } {
  return Object.fromEntries(names.map((name) => [name, true as const]))
}

/** What every journal has: which event it was, what was refused, erased and mailed, and why. */
export const journalFields: { readonly [field: string]: true } = fields('type', 'command', 'code', 'cause', 'reason', 'mail')

/** What a state says of a term that was held, and what its journal does. */
export const holdFields: { readonly state: HandedOut & object; readonly journal: { readonly [field: string]: true } } = {
  state: { hold: fields('since', 'followedTo', 'window') },
  journal: fields('since', 'window', 'releasedAt', 'heldMs'),
}

/** The named part of a value. A text or a number of a named field is handed out as it is. */
export function handOut(value: unknown, named: HandedOut): unknown {
  if (named === true || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((part) => handOut(part, named))
  const entries = Object.entries(value).flatMap(([field, part]) => {
    const inner = Object.hasOwn(named, field) ? named[field] : undefined
    return inner === undefined ? [] : [[field, handOut(part, inner)] as const]
  })
  return Object.fromEntries(entries)
}

/**
 * The named part of an entry of a journal. `code` says why something was refused, and goes out with a refusal alone: in an event a field of that name is the
 * keyed digest of a codice fiscale, which tells its person nothing, and lets others compare.
 */
export function handOutEntry(type: string, data: unknown, named: Exclude<HandedOut, true>): unknown {
  const { code: _, ...others } = named
  return handOut(data, type === 'Refused' ? named : others)
}
