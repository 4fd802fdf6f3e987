/** Public names: that the sources declare no old one, and old ones that are planted one by one. */
import { describe, expect, it } from 'vitest'
import { readSources } from '../support/sources.ts'
import { formerNames, publicNames } from './names.ts'
import { entries } from './plan.ts'
import { approval, plantAll } from './plant.ts'

const sources = readSources('src')
const doors = Object.keys(entries)

describe('the public names of the package', () => {
  const names = publicNames(sources, doors).map(({ kind, owner, name }) => `${kind} ${owner} ${name}`)

  it.each([
    'export approval ApprovalCorrectionRequested',
    'export  createSportello',
    'export  storageContract',
    'field Sportello emailChange',
    'field approval requestCorrection',
    'field pec-change receiptTimeoutMs',
    'field Stored journalHead',
    'field Commit cancelMail',
    'field Keys pseudonym',
    'refusal session reauthentication-failed',
    'type approval RequestCorrection',
    'type approval CorrectionRequested',
    'status approval awaiting-correction',
    'status linked-change superseded',
    'record email-change email-change',
  ])('%s is one of them', (name) => {
    expect(names).toContain(name)
  })

  it('are no old ones', () => {
    expect(formerNames(sources, doors)).toEqual([])
  })
})

describe('an old name', () => {
  const entry = 'src/index.ts'
  const machine = `${approval}/machine.ts`
  const old = (files: { readonly [path: string]: string }) => formerNames(plantAll({ [machine]: '', ...files }), [entry])

  it.each(['type Pending = string', 'type ApprovalReturned = 1', 'function epochOf() {}', 'const chores = 1'])(
    'as an export: %s',
    (text) => {
      expect(old({ [entry]: `export ${text}` })).toHaveLength(1)
      expect(old({ [entry]: "export { a } from './a.ts'", 'src/a.ts': `export ${text}` })).toEqual([])
    },
  )

  it('as the new name of an export, or where the entry leads to it', () => {
    expect(old({ [entry]: "export { a as giveBack } from './a.ts'", 'src/a.ts': 'export const a = 1' })).toHaveLength(1)
    expect(
      old({ [entry]: "export type { Keys } from './a.ts'", 'src/a.ts': 'export type Keys = { lookup: string }' }),
    ).toHaveLength(1)
    expect(old({ [entry]: "export type { A as B } from './a.ts'", 'src/a.ts': 'export type A = { seen: string }' })).toHaveLength(
      1,
    )
  })

  it.each([
    ['enrolment/approval/api.ts', 'interface ApprovalApi { giveBack(): void }'],
    ['enrolment/approval/use-cases.ts', 'type ApprovalForm = { readonly seen: string }'],
    ['addresses/pec-change/api.ts', 'interface PecChangeApi { inspect(): void }'],
    ['addresses/pec-change/model.ts', 'type PecChangePolicy = { readonly rules: { readonly silenceMs: number } }'],
    ['enrolment/registration/person.ts', 'type Person = { readonly mail: string }'],
    ['account/session/model.ts', "type R = { readonly code: 'session/not-confirmed' }"],
    ['account/credential/model.ts', "type C = { readonly type: 'ReleaseCredential' } | { readonly type: 'RevokeCredential' }"],
    ['account/credential/model.ts', "type S = { readonly status: 'active' | 'held' }"],
    ['enrolment/approval/model.ts', "type E = { readonly type: 'Returned' }"],
    ['assistance/model.ts', "type E = { readonly type: 'AssistanceAccepted' }"],
  ])('in %s: %s', (path, text) => {
    const folder = path.slice(0, path.lastIndexOf('/'))
    expect(old({ [`src/procedures/${folder}/machine.ts`]: '', [`src/procedures/${path}`]: text })).toHaveLength(1)
  })

  it('as a field of a port', () => {
    expect(old({ 'src/ports/storage.ts': 'export type Stored = { readonly head: string }' })).toHaveLength(1)
    expect(old({ 'src/ports/storage.ts': 'export type Commit = { readonly voids: readonly Key[] }' })).toHaveLength(1)
  })

  it('as a kind of record', () => {
    expect(old({ 'src/procedures/addresses/contact-change/machine.ts': '' })).toHaveLength(1)
  })

  it('is free in prose, in locals, and where it has another owner', () => {
    expect(old({ [`${approval}/model.ts`]: '/** What was seen is given back. */\nconst seen = { head: 1 }' })).toEqual([])
    expect(old({ 'src/ports/index.ts': 'export type Documents = { readonly head: string }' })).toEqual([])
    expect(old({ [`${approval}/api.ts`]: 'interface ApprovalApi { inspect(): void }' })).toEqual([])
  })
})
