/** What an editor shows of the packed declarations: no call of the public interface is without a word. Needs `npm run build` before. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Hover, hoversOf } from './support/hover.ts'
import { install, type Project, pack, readManifest } from './support/package.ts'

/** The interfaces whose calls a host makes, and what it hands in and gets. Refusals, states and events tell their parts by name. */
const isWalked = (type: string): boolean =>
  type === 'Sportello' || /(Api|Form|Act|Page|Credentials|View|SignedIn|Dossier)$/.test(type)

let project: Project
let hovers: readonly Hover[]

beforeAll(() => {
  project = install(pack())
  const declared = Object.values(readManifest().exports).flatMap((target) => (typeof target === 'string' ? [] : [target.types]))
  hovers = hoversOf(
    declared.map((path) => join(project.folder, 'node_modules/sportello', path)),
    isWalked,
  )
})

afterAll(() => {
  if (project !== undefined) rmSync(project.folder, { recursive: true, force: true })
})

describe('hovering over the packed declarations', () => {
  it('looks at every call of every interface', () => {
    const names = hovers.map(({ name }) => name)
    for (const name of [
      'createSportello',
      'Sportello.relay',
      'RegistrationApi.open',
      'PecChangeApi.receive',
      'JournalApi.verify',
    ]) {
      expect(names).toContain(name)
    }
    const calls = hovers.filter(({ shown }) => shown.startsWith('(method)') && /Api\./.test(shown))
    expect(calls.length).toBeGreaterThanOrEqual(58)
  })

  it('every export, every member of an interface, of a form and of a view is described', () => {
    expect(hovers.filter(({ documentation }) => documentation === '').map(({ name }) => name)).toEqual([])
  })

  it('shows what a call takes and gives, and no machinery that computes it', () => {
    const machinery = hovers.filter(({ shown }) => /\bBound<|\btypeof |\binfer /.test(shown))
    expect(machinery.map(({ name }) => name)).toEqual([])
    const shown = hovers.find(({ name }) => name === 'RegistrationApi.open')?.shown
    expect(shown).toContain('form: RegistrationForm')
    const vague = hovers.filter((hover) => /^\(method\) \w+Api\..*: unknown[,)]/.test(hover.shown))
    expect(vague.map(({ name }) => name)).toEqual([])
  })
})
