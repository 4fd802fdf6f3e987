/** Procedures that are not as they should be, planted one by one, and what the rules answer. */
import { describe, expect, it } from 'vitest'
import { parseSource } from '../support/sources.ts'
import { roomsDue, wings } from './plan.ts'
import { approval, plant, plantAll } from './plant.ts'
import { misfurnished, misnamed, proceduresIn, spokenNames, strayRefusals, untested } from './procedures.ts'

describe('procedures', () => {
  const whole = (folder: string) => roomsDue.map((file) => `src/procedures/${folder}/${file}`)

  it('are the folders of a wing, or the wing itself where it holds the machine', () => {
    const paths = [...whole('quota'), ...whole('addresses/pec-claim'), 'src/procedures/addresses/link.ts', 'src/index.ts']
    expect(proceduresIn(paths).map(({ wing, name, files }) => [wing, name, files.length])).toEqual([
      ['quota', 'quota', 5],
      ['addresses', 'pec-claim', 5],
    ])
  })

  it.each(roomsDue)('without %s', (room) => {
    const paths = whole('account/session').filter((path) => !path.endsWith(`/${room}`))
    expect(misfurnished(paths, () => roomsDue)).toEqual([`src/procedures/account/session/: no ${room}`])
  })

  it('with folders of its own, or with the name of another', () => {
    expect(misfurnished([...whole('quota'), 'src/procedures/quota/rules/window.ts'], () => roomsDue)).toHaveLength(1)
    expect(misfurnished([...whole('account/session'), 'src/procedures/account/session/a/b.ts'], () => roomsDue)).toHaveLength(1)
    expect(misfurnished([...whole('account/session'), ...whole('federation/session')], () => roomsDue)).toHaveLength(1)
    expect(misfurnished([...whole('quota'), ...whole('account/session')], () => roomsDue)).toEqual([])
  })

  it('whose machine or value is called otherwise, or whose machine has no name', () => {
    expect(misnamed(plant("const m = { name: 'approvals', decide, evolve }"))).toHaveLength(1)
    expect(misnamed(plant("const m = { name: 'approval' }"))).toHaveLength(1)
    expect(misnamed(plant("const m = { name: 'approval', decide() {} }\nconst person = { name: 'Anna' }"))).toEqual([])
    const value = parseSource(`${approval}/procedure.ts`, "export const a = { name: 'request', messages }")
    expect(misnamed([...plant("const m = { name: 'approval', decide }"), value])).toHaveLength(1)
  })

  it('whose refusals begin otherwise, or have no messages', () => {
    const refusals = (path: string, code: string) =>
      strayRefusals([
        ...plantAll({
          [`${approval}/machine.ts`]: '',
          [`${approval}/messages.ts`]: '',
          'src/procedures/account/session/machine.ts': '',
        }),
        parseSource(path, `type R = { readonly code: '${code}' }`),
      ])
    expect(refusals(`${approval}/model.ts`, 'approval/void')).toEqual([])
    expect(refusals(`${approval}/model.ts`, 'registration/void')).toHaveLength(1)
    expect(refusals('src/procedures/enrolment/link.ts', 'approval/void')).toHaveLength(1)
    expect(refusals('src/runtime/uploads.ts', 'approval/document')).toHaveLength(1)
    expect(refusals('src/runtime/request.ts', 'request/reused')).toEqual([])
    expect(refusals('src/api/policy.ts', 'policy/unknown')).toHaveLength(1)
    expect(refusals('src/procedures/account/session/model.ts', 'session/void')).toHaveLength(1)
  })

  it('without tests, and folders without', () => {
    const paths = [...whole('account/session'), 'src/rules/pin/index.ts', 'src/ports/index.ts', 'src/index.ts']
    expect(untested(paths, ['test/procedures/account/credential/story.test.ts', 'test/rules/pin/forms.ts'])).toEqual([
      'src/procedures/account/session/',
      'src/rules/',
      'src/rules/pin/',
    ])
    expect(untested(paths, ['test/procedures/account/session/story.test.ts', 'test/rules/pin/pin.test.ts'])).toEqual([])
  })

  it('a text that names a procedure out of reach', () => {
    const machines = { [`${approval}/machine.ts`]: '', 'src/procedures/quota/machine.ts': '' }
    const spoken = (path: string, text: string) => spokenNames(plantAll({ ...machines, [path]: text }), wings)
    expect(spoken('src/runtime/uploads.ts', "refuse({ code: 'approval/form' })")).toHaveLength(1)
    expect(spoken('src/runtime/uploads.ts', "fetch('approval')")).toHaveLength(1)
    expect(spoken('src/runtime/uploads.ts', 'const key = `quota/${id}`')).toHaveLength(1)
    expect(spoken('src/procedures/lifecycle/subject/export.ts', "fetch('approval', id)")).toHaveLength(1)
    expect(spoken('src/procedures/account/session/context.ts', "refuse({ code: 'approval/form' })")).toHaveLength(1)
  })

  it('none: a name within reach, a sentence, a word that a wing uses, and what is below the runtime', () => {
    const machines = { [`${approval}/machine.ts`]: '', 'src/procedures/quota/machine.ts': '' }
    const spoken = (path: string, text: string) => spokenNames(plantAll({ ...machines, [path]: text }), wings)
    expect(spoken('src/procedures/account/session/context.ts', "refuse({ code: 'quota/exceeded' })")).toEqual([])
    expect(spoken('src/procedures/account/session/context.ts', "const origin = 'approval'")).toEqual([])
    expect(spoken('src/runtime/uploads.ts', "const sentence = 'no approval/form'")).toEqual([])
    expect(spoken('src/rules/pec/message.ts', "const header = 'approval'")).toEqual([])
  })
})
