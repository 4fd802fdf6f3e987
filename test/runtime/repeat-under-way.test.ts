import type { Storage } from 'sportello'
import { memoryStorage } from 'sportello/memory'
import { describe, expect, it } from 'vitest'
import { accepted, completed, openCounter, operator } from '../support/counter.ts'

const requestKey = 'form-7f3a9c21e5d84b60'

describe('a request repeated while its first call is under way', () => {
  it('R13: gets the answer of the first, not the refusal that the first brings about', async () => {
    const inner = memoryStorage()
    let first: (() => Promise<unknown>) | null = null
    const storage: Storage = {
      ...inner,
      // The repeat has asked for the key's answer before the first has committed, and reads the records after it.
      async load(keys) {
        const run = keys.some((key) => key.includes('/approval/')) ? first : null
        if (run !== null) first = null
        await run?.()
        return inner.load(keys)
      },
    }
    const counter = openCounter({ storage })
    const { id } = await completed(counter)
    const { digest: dossierDigest } = accepted(await counter.sportello.approval.dossier({ operator, id }))
    const approve = () => counter.sportello.approval.approve({ operator, id, dossierDigest }, { requestKey })
    let given: unknown
    first = async () => {
      given = await approve()
    }
    const repeated = await approve()
    expect(repeated).toEqual(given)
    accepted(repeated)
    const journal = accepted(await counter.sportello.journal.read({ kind: 'approval', id }))
    expect(journal.map(({ type }) => type)).toEqual(['ApprovalSubmitted', 'DossierViewed', 'Approved'])
  })
})
