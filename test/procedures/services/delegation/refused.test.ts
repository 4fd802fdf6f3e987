/** What is refused about delegations: forms that are none, and what nobody has. */
import { expect, it } from 'vitest'
import { accepted, newPassword, operator, refusedCode, subscribed } from '../../../support/counter.ts'
import { openServices, reason } from '../seed-services.ts'

it.each([
  undefined,
  null,
  1,
  'x',
  [],
  {},
  { operator, id: 1, reason },
  { operator, id: '?!', reason: '' },
  { token: 1, id: 'x' },
])('INV-29: a form that is %j is refused as none', async (form) => {
  const { delegations } = (await openServices()).sportello
  const given = form as never
  const answers = [
    await delegations.request(given),
    await delegations.record(given),
    await delegations.grant(given),
    await delegations.reject(given),
    await delegations.revoke(given),
    await delegations.inspect(given),
    await delegations.end(given),
    await delegations.listOwn(given),
  ]
  for (const answer of answers) expect(refusedCode(answer)).toMatch(/^delegation\/form$|^session\/not-active$/)
  expect(refusedCode(await delegations.pending({ limit: 'many' } as never))).toBe('delegation/form')
})

it('U5: what nobody has is not found, whatever is asked about it', async () => {
  const counter = await openServices()
  const { delegations, session } = counter.sportello
  const { credentials } = await subscribed(counter)
  const { token } = accepted(await session.signIn({ ...credentials, password: newPassword }))
  const unknown = { operator, id: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', reason }
  const answers = [
    await delegations.grant(unknown),
    await delegations.reject(unknown),
    await delegations.revoke(unknown),
    await delegations.inspect(unknown),
    await delegations.end({ token, id: unknown.id }),
  ]
  expect(answers.map((answer) => refusedCode(answer))).toEqual(answers.map(() => 'delegation/not-found'))
})
