/** Rows of before there were other means than PIN and password. */
import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '../../../../src/api/policy.ts'
import { procedures } from '../../../../src/api/procedures.ts'
import type { Stored } from '../../../../src/ports/index.ts'
import { exampleCredential } from '../../../../src/procedures/account/credential/example.ts'
import { readState } from '../../../../src/runtime/record.ts'
import { runtimeOn } from '../../../runtime/drawer.ts'

const kinds = new Map(procedures.map(({ name, open }) => [name, open(runtimeOn(), defaultPolicy).kind]))

function read(machine: string, state: object, personal: object | null) {
  const kind = kinds.get(machine)
  if (kind === undefined) throw new Error(`no ${machine}`)
  const text = personal === null ? null : JSON.stringify(personal)
  return readState(kind, { machine, schema: 1, state: JSON.stringify(state), personal: text } as Stored)
}

describe('a row of the first shape', () => {
  it('of an open session says that PIN and password have opened it', () => {
    const instants = { openedAt: 1, seenAt: 1, idleUntil: 2, endsAt: 3 }
    const session = { status: 'active', accountId: 'a', scope: 'full', securityVersion: 1, signIn: 1, ...instants }
    expect(read('session', session, null)).toMatchObject({ ...session, means: 'local', level: 0 })
    const ended = { status: 'ended', accountId: 'a', endedAt: 1 }
    expect(read('session', ended, null)).toEqual({ ...ended, personal: null })
  })

  it('of a suspended credential has secrets, whether or not it was erased', () => {
    const { status: _, personal, ...terms } = exampleCredential
    const suspended = { ...terms, status: 'suspended', suspendedAt: 1, cause: 'office', by: 'office', temporaryUntil: null }
    for (const kept of [personal, null]) {
      expect(read('credential', suspended, kept)).toMatchObject({ status: 'suspended', hasSecrets: true, personal: kept })
    }
  })
})
