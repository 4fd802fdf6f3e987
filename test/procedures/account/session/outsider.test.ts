/** What a stranger sees of somebody does not depend on whether, and how, the office knows him: over random histories. */
import fc from 'fast-check'
import type { PasswordHash } from 'sportello'
import { plainPasswordHash } from 'sportello/testing'
import { describe, expect, it } from 'vitest'
import { type Counter, office, openCounter } from '../../../support/counter.ts'
import { bring, outsiderCommands, type Standing, standings } from '../../../support/outsiders.ts'
import { runsOf } from '../../../support/scale.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const codiceFiscale = 'BNCLRA75B50F205K'

const waits = [0, 1_000, 15 * minute, hour, day - 1, day, 8 * day, 31 * day, 32 * day] as const

/** One thing that a stranger does: he waits, and gives a command, of which each says who asks. */
type Probe = { readonly wait: number; readonly command: number; readonly sweeps: boolean }

const probes: fc.Arbitrary<readonly Probe[]> = fc.array(
  fc.record({
    wait: fc.constantFrom(...waits),
    command: fc.integer({ min: 0, max: outsiderCommands.length - 1 }),
    sweeps: fc.boolean(),
  }),
  { minLength: 1, maxLength: 12 },
)

/** Tokens and ids differ by chance: what they are is left out, and that they are there is kept. */
function seen(answer: unknown): unknown {
  if (typeof answer === 'string') return /^[A-Za-z0-9_~-]{20,}$/.test(answer) ? 'opaque' : answer
  if (Array.isArray(answer)) return answer.map(seen)
  if (typeof answer !== 'object' || answer === null) return answer
  const shown = Object.entries(answer).map(([name, value]) => [name, name === 'pinSecondHalf' ? 'digits' : seen(value)])
  return Object.fromEntries(shown)
}

async function transcript(counter: Counter, history: readonly Probe[]): Promise<readonly unknown[]> {
  const { sportello, clock } = counter
  const answers: unknown[] = []
  const begun = clock.now()
  for (const [n, { wait, command, sweeps }] of history.entries()) {
    clock.advance(wait)
    if (sweeps) await sportello.retention.sweep({ all: true })
    const { name, prepare } = outsiderCommands[command] ?? { name: '', prepare: null }
    let answer: unknown
    try {
      answer = await (await prepare?.(sportello, { codiceFiscale, n: 1_000 + n }))?.()
    } catch (thrown) {
      answer = String(thrown)
    }
    answers.push({ at: clock.now() - begun, name, answer: seen(answer) })
  }
  return answers
}

async function known(standing: Standing): Promise<Counter> {
  const counter = openCounter({ policy: { registration: { contradictions: 'flag' } } })
  await bring(counter, standing, codiceFiscale)
  await counter.sportello.relay()
  return counter
}

function longVerifiers(): PasswordHash {
  const { hash, verify, outdated } = plainPasswordHash()
  const bare = (phc: string) => phc.replace(/=*$/, '')
  return {
    hash: async (secret) => (await hash(secret)).padEnd(97, '='),
    verify: (secret, phc) => verify(secret, bare(phc)),
    outdated: (phc) => outdated(bare(phc)),
  }
}

describe('the answers to somebody who is not signed in', () => {
  it('L1, L2, R3: are the same for a subscriber, an applicant, somebody rejected and nobody, whatever was tried before', async () => {
    const reached = new Set<string>()
    await fc.assert(
      fc.asyncProperty(probes, async (history) => {
        const [first, ...others] = standings
        const expected = await transcript(await known(first), history)
        for (const probe of history) reached.add(outsiderCommands[probe.command]?.name ?? '')
        for (const standing of others) {
          expect({ standing, saw: await transcript(await known(standing), history) }).toEqual({ standing, saw: expected })
        }
      }),
      { seed: 4, numRuns: runsOf(90), endOnFailure: true },
    )
    expect(reached.size).toBe(outsiderCommands.length)
  })

  it.each(standings)(
    'L2: of %s: six wrong passwords, the sweep of the next month, a seventh, and the same after a decision of the office',
    async (standing) => {
      const sign = outsiderCommands.findIndex(({ name }) => name === 'session.signIn')
      const probe = (wait: number, sweeps = false): Probe => ({ wait, command: sign, sweeps })
      const history = [...Array.from({ length: 6 }, () => probe(0)), probe(31 * day, true), probe(0), probe(hour), probe(0)]
      const saw = await transcript(await known(standing), history)
      expect(saw.map((line) => (line as { answer: unknown }).answer)).toEqual(
        history.map(() => ({
          ok: false,
          refusal: {
            code: 'session/sign-in-refused',
            retryAt: expect.any(Number),
          },
        })),
      )
      expect(saw).toEqual(await transcript(await known('nobody'), history))
    },
  )

  it.each(outsiderCommands.filter(({ name }) => /\.(complete|open|signIn|request|start|conclude)/.test(name)))(
    'L2: leave as many letters whoever $name is about',
    async ({ prepare }) => {
      const lettersOf = async (standing: Standing): Promise<number> => {
        const counter = await known(standing)
        const give = await prepare(counter.sportello, { codiceFiscale, n: 1 })
        const before = counter.storage.contents().outbox.length
        await give()
        return counter.storage.contents().outbox.length - before
      }
      const [first, ...others] = await Promise.all(standings.map(lettersOf))
      for (const letters of others) expect(letters).toBe(first)
    },
  )

  it('L2: leave rows of nobody that are as long as those of a subscriber, within a fifth', async () => {
    const lengthOf = async (standing: Standing): Promise<number> => {
      // With verifiers as long as those of argon2id, and an earlier password.
      const counter = openCounter({ passwordHash: longVerifiers() })
      await bring(counter, standing, codiceFiscale)
      await counter.sportello.session.signIn({ codiceFiscale, pin: '000000000', password: 'Sbagliata.1' })
      const rows = await counter.storage.list({ office: office.id, kind: 'credential', limit: 10 })
      return rows.reduce((sum, { state, personal }) => sum + state.length + (personal ?? '').length, 0)
    }
    const [subscriber, nobody] = await Promise.all([lengthOf('subscriber'), lengthOf('nobody')])
    expect(Math.abs(subscriber - nobody) / subscriber).toBeLessThan(0.2)
  })
})
