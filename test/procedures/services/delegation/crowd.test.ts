/** Many at once: whoever ends a delegation is not kept waiting by those who use it, and nobody asks for more than the limit. */
import type { Commit } from 'sportello'
import { memoryStorage } from 'sportello/memory'
import { describe, expect, it } from 'vitest'
import { codeOf, type MadeUpPerson, madeUpPeople } from '../../../rules/identity/people.ts'
import { accepted, newPassword, operator } from '../../../support/counter.ts'
import { bruno, decision, forBruno, openServices, policy, reason, signedIn, why } from '../seed-services.ts'

/** Two processes on one storage: before commits of the first that end something, the other one gets in between. */
async function contended() {
  const storage = memoryStorage()
  let between: (() => Promise<unknown>) | null = null
  let times = 0
  const isEnd = ({ writes }: Commit): boolean => writes.some(({ tags }) => tags.includes('status:revoked'))
  const counter = await openServices(undefined, {
    storage: {
      ...storage,
      async commit(commit) {
        if (between !== null && times > 0 && isEnd(commit)) {
          times -= 1
          await between()
        }
        return storage.commit(commit)
      },
    },
  })
  const other = await openServices(undefined, { storage, seed: 2 })
  return {
    counter,
    other,
    interrupt(count: number, act: () => Promise<unknown>) {
      times = count
      between = act
    },
    left: () => times,
  }
}

describe('a delegation that is used by dozens of processes', () => {
  it.each(['end', 'revoke'] as const)('G4: is ended all the same by %s, and no use comes after it', async (how) => {
    const { counter, other, interrupt, left } = await contended()
    const { sportello } = counter
    const delegate = await signedIn(counter)
    const person = await signedIn(counter, bruno)
    const { id } = accepted(await sportello.delegations.request({ token: delegate.token, ...forBruno }))
    accepted(await sportello.delegations.grant({ ...decision, id }))
    let used = 0
    interrupt(90, async () => {
      if ((await why(other, 'registry', delegate.token, id)) === 'yes') used += 1
    })
    if (how === 'end') accepted(await sportello.delegations.end({ token: person.token, id }))
    else accepted(await sportello.delegations.revoke({ operator, reason, id }))
    expect([used, left()]).toEqual([90, 0])
    expect(await why(other, 'registry', delegate.token, id)).toBe('delegation-over')
  })
})

const two = (part: number): string => String(part).padStart(2, '0')
const birthDateOf = ({ year, month, day }: MadeUpPerson): string => `${year}-${two(month)}-${two(day)}`

describe('requests at the same instant', () => {
  it('G4: are no more than the limit, from whichever sessions and processes they come', async () => {
    const storage = memoryStorage()
    const [one, other] = [await openServices(undefined, { storage }), await openServices(undefined, { storage, seed: 2 })]
    const first = await signedIn(one)
    const again = accepted(await other.sportello.session.signIn({ ...first.credentials, password: newPassword }))
    const people = new Map([...madeUpPeople(40, 7)].map((person) => [codeOf(person), birthDateOf(person)]))
    const asked = await Promise.all(
      [...people].slice(0, 12).map(([codiceFiscale, birthDate], i) => {
        const person = { codiceFiscale, surname: 'Rossi', name: 'Mario', birthDate }
        const { sportello } = i % 2 === 0 ? one : other
        return sportello.delegations
          .request({ token: i % 2 === 0 ? first.token : again.token, ...forBruno, person })
          .catch(() => null)
      }),
    )
    const limit = 5
    expect(asked.filter((answer) => answer?.ok === true).length).toBe(limit)
    expect(accepted(await one.sportello.delegations.pending())).toHaveLength(limit)
    expect(policy.quota.usesMax).toBeGreaterThan(limit)
  })
})
