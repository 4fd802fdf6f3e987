/** What a page has sent, by the paths of its fields: as the nested form of a call, and as texts to be shown again. */

/** A form as it was typed. */
export type Typed = {
  /** The form for a call: `body.name` is `name` within `body`. */
  readonly form: { readonly [name: string]: unknown }
  /** Every text by the path of its field. */
  readonly texts: { readonly [path: string]: string }
  /** Every list by the path of its field: checkboxes of one name. */
  readonly lists: { readonly [path: string]: readonly string[] }
}

type Leaf = { readonly path: readonly string[]; readonly value: unknown }

// No form of the library is deeper.
const depthMax = 4

const isRecord = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `body.name` and `body[name]` are one path; what ends in `[]` is a list, also with one value. */
function leavesOf(body: { readonly [name: string]: unknown }, above: readonly string[]): readonly Leaf[] {
  return Object.entries(body).flatMap(([key, value]): readonly Leaf[] => {
    const isList = key.endsWith('[]')
    const name = isList ? key.slice(0, -2) : key
    const path = [...above, ...name.split(/\]\[|\]\.|[[\].]/, depthMax + 1).filter((part) => part !== '')]
    if (path.length === 0 || path.length > depthMax) return []
    if (isRecord(value)) return leavesOf(value, path)
    return [{ path, value: isList && !Array.isArray(value) ? [value] : value }]
  })
}

/** Own properties under whatever name, so that a field called `__proto__` is a field. */
function nest(leaves: readonly Leaf[]): { readonly [name: string]: unknown } {
  const below = new Map<string, Leaf[]>()
  for (const { path, value } of leaves) {
    const [head = '', ...rest] = path
    below.set(head, [...(below.get(head) ?? []), { path: rest, value }])
  }
  return Object.fromEntries(
    [...below].map(([name, inside]) => {
      const deeper = inside.filter(({ path }) => path.length > 0)
      return [name, deeper.length > 0 ? nest(deeper) : inside.at(-1)?.value]
    }),
  )
}

/** What was typed, from the body of a request. Whatever is no form is an empty one. */
export function typedOf(body: unknown): Typed {
  const leaves = isRecord(body) ? leavesOf(body, []) : []
  const named = leaves.map(({ path, value }) => [path.join('.'), value] as const)
  const texts = named.flatMap(([path, value]) => (typeof value === 'string' ? [[path, value] as const] : []))
  const lists = named.flatMap(([path, value]) =>
    Array.isArray(value) ? [[path, value.filter((one): one is string => typeof one === 'string')] as const] : [],
  )
  return { form: nest(leaves), texts: Object.fromEntries(texts), lists: Object.fromEntries(lists) }
}

// What is typed anew each time. A confirmation that came back filled in would confirm nothing.
const neverShown: ReadonlySet<string> = new Set(['requestKey', 'pin', 'password', 'current', 'next', 'confirmation'])

/** The texts that a page may show again: no secret but the token of a link, which its hidden field needs. */
export function shownAgain({ texts }: Typed): { readonly [path: string]: string } {
  return Object.fromEntries(Object.entries(texts).filter(([path]) => !neverShown.has(path)))
}
