/** The temporary passwords that the office hands out keep to its own rules. */
import type { SportelloConfiguration } from 'sportello'
import { describe, expect, it } from 'vitest'
import { accepted, approved, completed, office, openCounter, operator } from '../../../support/counter.ts'
import { atTheCounter } from '../identification/identified.ts'

type Draw = (configuration: Partial<SportelloConfiguration>) => Promise<string>

/** What the last letter with a temporary password says. */
async function lastPassword({ sportello, mailer }: ReturnType<typeof openCounter>): Promise<string> {
  await sportello.relay()
  const found = mailer.sent.flatMap(({ text }) => /[Pp]assword temporanea: (\S+)/.exec(text)?.[1] ?? [])
  return found.at(-1) ?? ''
}

describe('a temporary password', () => {
  const ways: { readonly [way: string]: Draw } = {
    'of a request': async (overrides) => {
      const counter = openCounter(overrides)
      return (await completed(counter)).credentials.password
    },
    'of a reissue': async (overrides) => {
      const counter = openCounter(overrides)
      const { id } = await approved(counter)
      accepted(await counter.sportello.approval.reissue({ operator, id, reason: 'PIN smarrito.' }))
      return lastPassword(counter)
    },
    'of an identification': async (overrides) => {
      const counter = openCounter(overrides)
      const { credentials } = await approved(counter)
      accepted(await counter.sportello.identification.record({ ...atTheCounter, codiceFiscale: credentials.codiceFiscale }))
      return lastPassword(counter)
    },
  }

  it.each(Object.entries(ways))('%s never holds the name of the office', async (_, draw) => {
    const drawn = await draw({})
    expect(drawn).toHaveLength(12)
    // An office that is called like what was drawn: with the same chance another one is drawn.
    const name = drawn.replace(/[^A-Za-z0-9]/g, '')
    const other = await draw({ office: { ...office, name } })
    expect(other).toHaveLength(12)
    expect(other.replace(/[^A-Za-z0-9]/g, '').toUpperCase()).not.toContain(name.toUpperCase())
  })
})
