/** Imports against the order of the folders, planted one by one, and what the rules answer. */
import { describe, expect, it } from 'vitest'
import { cycles, fileGraph, folded, folderOf, loadGraph, packagesOf, strayArrows, strayDoors } from './arrows.ts'
import { layers, ruleFolders, sideDoors, wings } from './plan.ts'
import { plant, plantAll } from './plant.ts'

describe('arrows', () => {
  const up = (from: string, to: string, within: string) => plant(`import { a } from '${to}'`, `${within}${from}`)

  it.each([
    ['kernel/result.ts', '../ports/index.ts'],
    ['ports/storage.ts', '../crypto/index.ts'],
    ['crypto/keys.ts', '../rules/identity/index.ts'],
    ['rules/pec/receipt.ts', '../../runtime/record.ts'],
    ['runtime/transact.ts', '../procedures/quota/machine.ts'],
    ['runtime/relay.ts', '../adapters/portable.ts'],
    ['adapters/memory.ts', '../runtime/outbox.ts'],
    ['adapters/memory.ts', '../testing/index.ts'],
    ['procedures/quota/machine.ts', '../../api/policy.ts'],
    ['procedures/quota/machine.ts', '../../adapters/portable.ts'],
    ['testing/check.ts', '../runtime/record.ts'],
    ['testing/check.ts', '../rules/identity/index.ts'],
    ['api/policy.ts', '../index.ts'],
    ['api/policy.ts', '../adapters/portable.ts'],
    ['index.ts', './testing/index.ts'],
  ])('up between layers, from %s to %s', (from, to) => {
    expect(strayArrows(up(from, to, 'src/'), 'src/', layers)).toHaveLength(1)
  })

  it('up between layers by a type alone, in each of its forms', () => {
    for (const text of [
      "import type { Unit } from '../runtime/transact.ts'",
      "export type { Unit } from '../runtime/transact.ts'",
      "type Unit = import('../runtime/transact.ts').Unit",
      "const unit = await import('../runtime/transact.ts')",
    ]) {
      expect(strayArrows(plant(text, 'src/crypto/keys.ts'), 'src/', layers)).toHaveLength(1)
    }
  })

  it.each([
    ['index.ts', './adapters/portable.ts'],
    ['api/policy.ts', '../kernel/index.ts'],
    ['testing/check.ts', '../adapters/mail-rules.ts'],
    ['adapters/memory.ts', '../crypto/index.ts'],
    ['rules/pec/receipt.ts', './index.ts'],
  ])('none: down between layers, from %s to %s', (from, to) => {
    expect(strayArrows(up(from, to, 'src/'), 'src/', layers)).toEqual([])
  })

  it('a folder without a place', () => {
    expect(strayArrows(plant('', 'src/common/text.ts'), 'src/', layers)).toHaveLength(1)
    expect(strayArrows(plant('', 'src/procedures/payments/model.ts'), 'src/procedures/', wings)).toHaveLength(1)
    expect(strayArrows(plant('', 'src/procedures/link.ts'), 'src/procedures/', wings)).toHaveLength(1)
    expect(strayArrows(plant('', 'src/rules/text.ts'), 'src/rules/', ruleFolders)).toHaveLength(1)
  })

  it.each([
    ['quota/machine.ts', '../account/session/model.ts'],
    ['quota/machine.ts', '../calendar/sunset/model.ts'],
    ['calendar/sunset/context.ts', '../../quota/model.ts'],
    ['account/session/context.ts', '../../enrolment/approval/model.ts'],
    ['enrolment/approval/context.ts', '../../addresses/link.ts'],
    ['addresses/link.ts', '../assistance/model.ts'],
    ['assistance/context.ts', '../lifecycle/subject/export.ts'],
    ['federation/login/context.ts', '../../mailbox-migration/model.ts'],
    ['lifecycle/subject/export.ts', '../../account/credential/schema.ts'],
    ['lifecycle/retention/sweep.ts', '../../quota/schema.ts'],
  ])('up, across or out of lifecycle between wings, from %s to %s', (from, to) => {
    expect(strayArrows(up(from, to, 'src/procedures/'), 'src/procedures/', wings)).toHaveLength(1)
  })

  it('none: down between wings, within one, and out of the procedures', () => {
    const down = plantAll({
      'src/procedures/addresses/link.ts':
        "import { a } from '../account/session/context.ts'\nimport { b } from './pec-claim/model.ts'",
      'src/procedures/lifecycle/subject/export.ts': "import { c } from '../../../runtime/transact.ts'\nimport * as z from 'zod'",
    })
    expect(strayArrows(down, 'src/procedures/', wings)).toEqual([])
  })

  it('between the folders of the rules, except out of pec', () => {
    expect(strayArrows(up('identity/person.ts', '../pec/index.ts', 'src/rules/'), 'src/rules/', ruleFolders)).toHaveLength(1)
    expect(strayArrows(up('identity/person.ts', '../civil/index.ts', 'src/rules/'), 'src/rules/', ruleFolders)).toHaveLength(1)
    expect(strayArrows(up('pec/receipt.ts', '../civil/index.ts', 'src/rules/'), 'src/rules/', ruleFolders)).toEqual([])
  })

  it('a circle between wings, by types alone, that no circle of files makes', () => {
    const circle = plantAll({
      'src/procedures/account/session/context.ts': "import type { A } from '../../addresses/addresses/model.ts'",
      'src/procedures/addresses/link.ts': "import { b } from '../account/credential/model.ts'",
    })
    expect(cycles(fileGraph(circle))).toEqual([])
    expect(cycles(folded(fileGraph(circle), folderOf))).toEqual(['src/procedures/account <-> src/procedures/addresses'])
    expect(cycles(folded(loadGraph(circle), folderOf))).toEqual([])
  })

  it('a circle between a folder and one inside of it', () => {
    const circle = plantAll({
      'src/adapters/sql/rows.ts': "import { a } from '../memory.ts'",
      'src/adapters/files.ts': "import { b } from './sql/index.ts'",
    })
    expect(cycles(folded(fileGraph(circle), folderOf))).toEqual(['src/adapters <-> src/adapters/sql'])
  })

  it('a file that leads back to itself, also by types alone', () => {
    const circle = plantAll({
      'src/a/one.ts': "import { two } from './two.ts'",
      'src/a/two.ts': "import type { Three } from '../b/three.ts'",
      'src/b/three.ts': "export type { One } from '../a/one.ts'",
    })
    expect(cycles(fileGraph(circle))).toEqual(['src/a/one.ts <-> src/a/two.ts <-> src/b/three.ts'])
  })

  it.each([
    ['src/rules/pin/index.ts', '../../kernel/instant.ts', 'src/kernel/index.ts'],
    ['src/runtime/transact.ts', '../crypto/slow-hash.ts', 'src/crypto/index.ts'],
    ['src/procedures/quota/model.ts', '../../rules/civil/offsets.ts', 'src/rules/civil/index.ts'],
    ['src/index.ts', './adapters/sql/rows.ts', 'src/adapters/sql/index.ts'],
  ])('past a door, from %s to %s', (path, target, door) => {
    const given = plantAll({ [path]: `import type { a } from '${target}'`, [door]: '' })
    expect(strayDoors(given, sideDoors)).toHaveLength(1)
  })

  it('none: through a door, within a folder, by an argued side door, and where no door is', () => {
    const given = plantAll({
      'src/kernel/index.ts': "export { a } from './result.ts'",
      'src/runtime/transact.ts': "import { a } from '../kernel/index.ts'\nimport { b } from '../procedures/quota/model.ts'",
      'src/rules/password/scan.ts': "import { c } from '../../kernel/result.ts'",
    })
    expect(strayDoors(given, sideDoors)).toEqual([])
  })

  it('a package that an entry reaches through others, but not through types', () => {
    const given = plantAll({
      'src/rules/password/index.ts': "export { check } from './check.ts'",
      'src/rules/password/check.ts': "import { shape } from '../../runtime/shape.ts'",
      'src/runtime/shape.ts': "import * as z from 'zod'\nimport type { Hash } from '@noble/hashes/sha2.js'",
    })
    expect(packagesOf(given, 'src/rules/password/index.ts')).toEqual(['zod'])
  })
})
