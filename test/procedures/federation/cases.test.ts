/** The cases that the office has to decide: by age, page by page, and in the figures of the desk. */
import { describe, expect, it } from 'vitest'
import { accepted, operator, refusedCode } from '../../support/counter.ts'
import { decisionOnOnly, federated, reason } from './signing-in.ts'

const policy = { federation: { newPersons: 'after-approval' } } as const
const subjects = ['AAAA111111111A', 'BBBB222222222B', 'CCCC333333333C', 'DDDD444444444D', 'EEEE555555555E', 'FFFF666666666F']
/** Over a change of year, of month and of day in Rome, which is not that of UTC; two on one day. */
const instants = [
  Date.UTC(2025, 11, 31, 22, 59, 59, 999),
  Date.UTC(2025, 11, 31, 23),
  Date.UTC(2026, 0, 31, 22, 59),
  Date.UTC(2026, 0, 31, 23),
  Date.UTC(2026, 0, 31, 23, 30),
  Date.UTC(2026, 2, 9, 9),
]

/** People who have asked to be let in at these instants. */
async function asking() {
  const at = federated({ policy })
  const { clock, identity, signIn } = at
  for (const [i, instant] of instants.entries()) {
    clock.set(instant)
    const subject = { scheme: 'spid-code', value: subjects[i] ?? '' } as const
    expect(refusedCode(await signIn(identity('readSpidSaml', { subject })))).toBe('federation/awaiting-approval')
  }
  return at
}

type Paging = Awaited<ReturnType<typeof asking>>

async function paged({ sportello }: Paging, limit: number): Promise<readonly number[]> {
  const found: number[] = []
  for (let after: string | undefined; found.length < 20; ) {
    const page = accepted(await sportello.federation.pending({ limit, ...(after === undefined ? {} : { after }) }))
    found.push(...page.map(({ askedAt }) => askedAt))
    after = page.at(-1)?.place
    if (page.length < limit) break
  }
  return found
}

describe('the cases that wait', () => {
  it.each([1, 2, 5, 6, 50])('S6: come by the day on which they were asked, the oldest first, %i on a page', async (limit) => {
    const at = await asking()
    const found = await paged(at, limit)
    // The two of one day are in the order of their ids.
    expect([...found].sort((one, other) => one - other)).toEqual(instants)
    expect(found.filter((_, i) => i !== 3 && i !== 4)).toEqual(instants.filter((_, i) => i !== 3 && i !== 4))
  })

  it('S6: go on from a case that was decided meanwhile', async () => {
    const at = await asking()
    const { sportello } = at
    const [first] = accepted(await sportello.federation.pending({ limit: 1 }))
    const { decision } = await decisionOnOnly(at.counter)
    expect(decision.id).toBe(first?.id)
    accepted(await sportello.federation.reject({ ...decision, reason }))
    const onward = accepted(await sportello.federation.pending({ after: first?.place ?? '', limit: 1 }))
    expect(onward.map(({ askedAt }) => askedAt)).toEqual([instants[1]])
    expect(accepted(await sportello.federation.pending()).length).toBe(instants.length - 1)
  })

  it('S6: move to the day on which other data were asked about', async () => {
    const at = await asking()
    const { clock, identity, signIn } = at
    clock.set(Date.UTC(2026, 2, 10, 9))
    const subject = { scheme: 'spid-code', value: subjects[0] ?? '' } as const
    await signIn(identity('readSpidSaml', { subject, person: { givenName: 'Annalisa' } }))
    expect(await paged(at, 50)).toHaveLength(instants.length)
    expect((await paged(at, 50)).at(-1)).toBe(clock.now())
  })

  it.each([['2026-03-10'], ['2026-03-10~'], ['x~y'], ['2026-03-10~a/b'], [{ day: 'x' }]])(
    'take no place that is none: %j',
    async (after) => {
      const { sportello } = federated()
      expect(refusedCode(await sportello.federation.pending({ after } as never))).toBe('federation/form')
    },
  )

  it('S6: are in the figures of the desk, with the oldest of them', async () => {
    const { sportello } = await asking()
    const { waiting, oldestSince } = accepted(await sportello.desk.counts({ operator }))
    expect(waiting).toMatchObject({ federation: { count: instants.length, more: false }, registration: { count: 0 } })
    expect(oldestSince).toBe(instants[0])
  })
})
