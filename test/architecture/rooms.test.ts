/** Rooms that load or do too much, planted one by one, and what the rules answer. */
import { describe, expect, it } from 'vitest'
import { matches } from './patterns.ts'
import { procedureReaders, pureRooms, roomNames, rooms } from './plan.ts'
import { approval, plant, plantAll } from './plant.ts'
import { brokenRooms, impurities, leavesOf, strayVisitors } from './rooms.ts'

describe('rooms', () => {
  it.each([
    ["import { accountOf } from '../registration/model.ts'", `${approval}/machine.ts`],
    ["import type { Runtime } from '../../../runtime/runtime.ts'", `${approval}/machine.ts`],
    ["import { digest } from '../../crypto/index.ts'", 'src/procedures/quota/machine.ts'],
    ["import { check } from '../../../rules/password/index.ts'", `${approval}/machine.ts`],
    ["import { form } from './schema.ts'", `${approval}/machine.ts`],
    ["import { approvalMessages } from './messages.ts'", `${approval}/machine.ts`],
    ["import { impossible } from '../../../kernel/index.ts'", `${approval}/model.ts`],
    ["import { type Kind } from '../../../runtime/record.ts'", `${approval}/messages.ts`],
    ["import { decide } from './use-cases.ts'", `${approval}/schema.ts`],
    ["import { context } from './documents.ts'", `${approval}/schema.ts`],
    ["import type { Unit } from '../../../runtime/transact.ts'", `${approval}/schema.ts`],
    ["export { systemClock } from '../../../adapters/portable.ts'", `${approval}/letters.ts`],
    ["import { link } from '../link.ts'", `${approval}/letters.ts`],
  ])('that load what they may not: %s in %s', (text, path) => {
    expect(brokenRooms(plant(text, path), rooms, roomNames)).toHaveLength(1)
  })

  it.each([
    ["import { accept } from '../../kernel/index.ts'\nimport type { A } from './model.ts'", 'src/procedures/quota/machine.ts'],
    ["import { startOf } from '../../../rules/civil/index.ts'\nimport { b } from './evolve.ts'", `${approval}/machine.ts`],
    ["import { expiry } from '../expiry.ts'", `${approval}/machine.ts`],
    ["import type { Unit } from '../../../runtime/transact.ts'", `${approval}/context.ts`],
    ["import type { Unit } from '../../../runtime/transact.ts'", 'src/runtime/model.ts'],
  ])('none: %s in %s', (text, path) => {
    expect(brokenRooms(plant(text, path), rooms, roomNames)).toEqual([])
  })

  it('a leaf of a machine that loads or does more than the machine may, at second hand and by its types too', () => {
    const given = plantAll({
      [`${approval}/model.ts`]: "import type { Person } from './person.ts'",
      [`${approval}/machine.ts`]: "import { evolve } from './evolve.ts'",
      [`${approval}/evolve.ts`]: "import { expiry } from '../expiry.ts'",
      'src/procedures/enrolment/expiry.ts': "import { now } from '../../runtime/input.ts'\nthrow now",
      [`${approval}/person.ts`]: "import type { Unit } from '../../../runtime/transact.ts'",
      [`${approval}/documents.ts`]: "import { store } from '../../../runtime/uploads.ts'\nawait store()",
    })
    const leaves = leavesOf(given, roomNames)
    expect(brokenRooms(given, rooms, roomNames)).toEqual([
      'src/procedures/enrolment/expiry.ts: loads ../../runtime/input.ts',
      `${approval}/person.ts: knows ../../../runtime/transact.ts`,
    ])
    expect(impurities(given, (path) => leaves.has(path))).toHaveLength(1)
  })

  it('a leaf of another procedure, and a leaf of its own where the room loads none', () => {
    const given = plantAll({
      [`${approval}/machine.ts`]: "import { evolve } from './evolve.ts'",
      [`${approval}/evolve.ts`]: '',
      [`${approval}/letters.ts`]: "import { evolve } from './evolve.ts'",
      [`${approval}/messages.ts`]: "import { evolve } from './evolve.ts'",
      'src/procedures/enrolment/registration/machine.ts': "import { evolve } from '../approval/evolve.ts'",
    })
    expect(brokenRooms(given, rooms, roomNames)).toEqual([
      `${approval}/messages.ts: loads ./evolve.ts`,
      'src/procedures/enrolment/registration/machine.ts: loads ../approval/evolve.ts',
    ])
  })

  it.each([
    'async function decide() {}',
    'const decide = async () => {}',
    'const value = await given',
    "throw new Error('no')",
    'class Machine {}',
    'const one = class {}',
    'switch (given) { default: break }',
  ])('that do more than compute: %s', (text) => {
    const isPure = (path: string) => matches(path, pureRooms)
    for (const room of ['model', 'machine', 'messages', 'letters']) {
      expect(impurities(plant(text, `${approval}/${room}.ts`), isPure)).toHaveLength(1)
    }
    expect(impurities(plant(text, 'src/procedures/quota/machine.ts'), isPure)).toHaveLength(1)
    expect(impurities(plant(text, `${approval}/use-cases.ts`), isPure)).toEqual([])
  })

  it('a procedure that somebody else than the api reads', () => {
    const text = "import { quota } from '../quota/procedure.ts'"
    expect(strayVisitors(plant(text, 'src/procedures/assistance/context.ts'), 'procedure.ts', procedureReaders)).toHaveLength(1)
    expect(
      strayVisitors(
        plant("import { quota } from '../procedures/quota/procedure.ts'", 'src/api/procedures.ts'),
        'procedure.ts',
        procedureReaders,
      ),
    ).toEqual([])
  })
})
