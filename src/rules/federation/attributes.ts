/** Attributes as anybody may hand them over: one text of each, or what is wrong with it. */
import { accept, oneLine, type Result, refuse } from '../../kernel/index.ts'
import { property } from '../identity/untrusted.ts'
import type { FederationAttribute } from './finding.ts'
import type { FederationProtocol } from './protocols.ts'
import type { FederationFault } from './refusal.ts'

// Longer than any attribute, and short enough to be looked at character by character.
const lengthMax = 1_024
const valuesMax = 16

/** A text, null for none, or what is wrong. */
export type Given = Result<string | null, FederationFault>

export const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null

/** The own property of an object: what a prototype has was not handed over. */
export function ownProperty(value: unknown, key: string): unknown {
  try {
    return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? property(value, key) : undefined
  } catch {
    // A proxy that does not tell what it has.
    return undefined
  }
}

/**
 * One text: blanks around it removed, each run of blanks and line feeds one blank, empty as none. Refused: a surrogate without its other half, and
 * whatever cannot be seen.
 */
export function textOf(value: unknown): Given {
  if (value === undefined || value === null) return accept(null)
  // Parsers of XML give an object where the element has attributes.
  const text = typeof value === 'object' ? ownProperty(value, '_') : value
  if (typeof text !== 'string') return refuse('type')
  if (text.length > lengthMax) return refuse('length')
  const collapsed = text.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, '')
  if (oneLine(collapsed) !== collapsed) return refuse('characters')
  return accept(collapsed === '' ? null : collapsed)
}

function isList(value: unknown): boolean {
  try {
    return Array.isArray(value)
  } catch {
    // A proxy that was revoked.
    return false
  }
}

/** The values of an attribute: several are accepted where they are the same. */
function oneOf(values: readonly unknown[]): Given {
  const texts = new Set<string>()
  for (const value of values) {
    const text = textOf(value)
    if (!text.ok) return text
    if (text.value !== null) texts.add(text.value)
  }
  const [first = null] = texts
  return texts.size > 1 ? refuse('conflict') : accept(first)
}

function valuesOf(value: unknown): readonly unknown[] {
  if (!isList(value)) return [value]
  const length = property(value, 'length')
  // A list beyond the limit is one value, and that no text.
  if (typeof length !== 'number' || length > valuesMax) return [value]
  return Array.from({ length }, (_, index) => property(value, String(index)))
}

/** Reads one attribute, by any of the names that it has in the protocol. */
export type Attributes = (attribute: FederationAttribute) => Given

/** The value by a name; `claim#member` is a member of a claim that is an object. */
function valueBy(values: unknown, name: string, names: readonly string[]): unknown {
  const [claim = '', member] = name.split('#')
  const value = ownProperty(values, claim)
  const hasMembers = isObject(value) && !isList(value)
  if (member !== undefined) return hasMembers ? ownProperty(value, member) : undefined
  return hasMembers && names.some((other) => other.startsWith(`${name}#`)) ? undefined : value
}

export function attributesOf(values: unknown, { attributes }: FederationProtocol): Attributes {
  return (attribute) => {
    const names = attributes[attribute] ?? []
    const spelt = new Set(names.flatMap((name) => [name, name.toLowerCase()]))
    return oneOf([...spelt].flatMap((name) => valuesOf(valueBy(values, name, [...spelt]))))
  }
}
