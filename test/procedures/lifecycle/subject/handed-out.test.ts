import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '../../../../src/api/policy.ts'
import { procedures } from '../../../../src/api/procedures.ts'
import { fields, handOut } from '../../../../src/runtime/hand-out.ts'
import { readState } from '../../../../src/runtime/record.ts'
import { runtimeOn } from '../../../runtime/drawer.ts'
import type { FrozenLife } from '../../../versions/life.ts'

/** A life that leaves every record in every status behind. */
const life: FrozenLife = JSON.parse(readFileSync(new URL('../../../fixtures/rows-1.json', import.meta.url), 'utf8'))
const parts = new Map(procedures.map(({ name, open }) => [name, open(runtimeOn(), defaultPolicy)]))
const kindIn = (key: string) => key.split('/')[1] ?? ''

/** `personal.pin`, `links.digest` …: the way to every text, number and truth in a value. */
function pathsOf(value: unknown, at = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((part) => pathsOf(part, at))
  if (typeof value !== 'object' || value === null) return [at]
  return Object.entries(value).flatMap(([field, part]) => pathsOf(part, at === '' ? field : `${at}.${field}`))
}

/** What is in the stored states and in what was handed out of them, by kind. */
function kept(states: boolean): ReadonlyMap<string, { readonly stored: Set<string>; readonly shown: Set<string> }> {
  const found = new Map<string, { readonly stored: Set<string>; readonly shown: Set<string> }>()
  const note = (key: string, stored: unknown, named: Parameters<typeof handOut>[1]) => {
    const kind = kindIn(key)
    const entry = found.get(kind) ?? { stored: new Set(), shown: new Set() }
    for (const path of pathsOf(stored)) entry.stored.add(path)
    for (const path of pathsOf(handOut(stored, named))) entry.shown.add(path)
    found.set(kind, entry)
  }
  for (const row of states ? life.records : []) {
    const procedure = parts.get(kindIn(row.key))
    if (procedure === undefined || procedure.subject.of === 'nobody') continue
    note(row.key, readState(procedure.kind, row), procedure.subject.state)
  }
  for (const entry of states ? [] : (life.journal as readonly { key: string; data: string; personal: string | null }[])) {
    const procedure = parts.get(kindIn(entry.key))
    if (procedure === undefined || procedure.subject.of === 'nobody') continue
    const personal = entry.personal === null ? null : (JSON.parse(entry.personal) as { readonly data: unknown }).data
    note(entry.key, { ...(JSON.parse(entry.data) as object), personal }, procedure.subject.journal)
  }
  return found
}

const missing = (states: boolean) =>
  Object.fromEntries(
    [...kept(states)].map(([kind, { stored, shown }]) => [kind, [...stored].filter((path) => !shown.has(path)).sort()]),
  )

describe('what an export hands out', () => {
  it('is every field of every state, but for what proves who somebody is', () => {
    expect(missing(true)).toEqual({
      registration: [
        ...['collector', 'earlier', 'personal.password', 'personal.pin', 'personal.screenHalf', 'personal.sealedHalf', 'ticket'],
      ],
      approval: [],
      assignment: [],
      credential: ['devices', 'filler', 'personal.history', 'personal.password', 'personal.pin'],
      addresses: [],
      'pec-change': ['links.digest'],
      'email-change': ['links.digest'],
      recovery: ['links.digest'],
      'pin-renewal': ['filler', 'personal.pin'],
      identification: ['personal.documentNumber', 'personal.screenHalf', 'ticket'],
      federation: ['code', 'openCase.accountId', 'openCase.code', 'openCase.fingerprint', 'rejected'],
      exemption: ['personal.documentNumber'],
      assistance: ['ticket'],
      // The other of the two is somebody else.
      delegation: [
        'personal.delegate.codiceFiscale',
        'personal.evidenceNumber',
        'personal.person.birthDate',
        'personal.person.codiceFiscale',
      ],
      authorisation: [],
    })
  })

  it('is every field of every journal, but for the same', () => {
    expect(missing(false)).toEqual({
      registration: ['personal.password', 'personal.pin', 'personal.screenHalf', 'personal.sealedHalf', 'ticket'],
      approval: [],
      assignment: [],
      credential: ['device', 'personal.documentNumber', 'personal.password', 'personal.pin'],
      addresses: [],
      'pec-change': ['link.digest'],
      'email-change': ['link.digest'],
      recovery: ['links.digest'],
      'pin-renewal': ['personal.pin'],
      identification: ['personal.documentNumber', 'personal.screenHalf', 'ticket'],
      federation: ['fingerprint'],
      exemption: ['personal.documentNumber'],
      assistance: ['ticket'],
      // The other of the two is somebody else.
      delegation: [
        'personal.delegate.codiceFiscale',
        'personal.evidenceNumber',
        'personal.person.birthDate',
        'personal.person.codiceFiscale',
      ],
      authorisation: [],
    })
  })

  it('J1: is nothing that is not named, at whatever depth, and nothing by a name that every object inherits', () => {
    const named = { ...fields('a'), list: fields('b'), personal: { c: fields('d') } }
    const value = { a: { x: 1 }, z: 1, list: [{ b: 1, y: 2 }, 3], personal: { c: { d: 1, e: 2 }, f: 3 }, constructor: 1 }
    expect(handOut(value, named)).toEqual({ a: { x: 1 }, list: [{ b: 1 }, 3], personal: { c: { d: 1 } } })
    expect(handOut({ toString: 1, constructor: { name: 1 }, __proto__: { a: 1 } }, named)).toEqual({})
    expect(handOut('text', named)).toBe('text')
    expect(handOut(null, named)).toBeNull()
  })
})
