/**
 * Random histories of somebody who tries every public call of an account. A reader of the mailbox knows neither PIN nor password; a
 * guesser knows the password, or has the link, and tries PINs at every door.
 */
import fc from 'fast-check'
import { createSportello, type Sportello } from 'sportello'
import { plainPasswordHash } from 'sportello/testing'
import { describe, expect, it } from 'vitest'
import { accepted, anna, newPassword, openCounter, operator, subscribed } from '../../../support/counter.ts'
import { bring, outsiderCommands, standings } from '../../../support/outsiders.ts'
import { runsOf } from '../../../support/scale.ts'

const { codiceFiscale } = anna
const hour = 3_600_000
const day = 24 * hour
const mine = 'Ladra.Parola99'

/** What the reader has: every letter to the mailbox, and what the screen has shown. */
type Knowledge = {
  readonly links: readonly string[]
  readonly firstHalves: readonly string[]
  readonly secondHalves: readonly string[]
  readonly passwords: readonly string[]
}

const found = (texts: readonly string[], pattern: RegExp): readonly string[] =>
  texts.flatMap((text) => [...text.matchAll(pattern)].map(([, part = '']) => part))

/** Picks one of a list by a number, or what stands for nothing. */
const pick = (list: readonly string[], at: number, nothing: string): string =>
  list[list.length - 1 - (at % Math.max(1, list.length))] ?? nothing

const moves = fc.array(
  fc.record({
    act: fc.nat({ max: 6 }),
    a: fc.nat({ max: 5 }),
    b: fc.nat({ max: 5 }),
    wait: fc.constantFrom(0, 1_000, hour, day, 8 * day),
    owner: fc.boolean(),
  }),
  { minLength: 4, maxLength: 24 },
)

describe('whoever reads the mailbox', () => {
  it('L19, R12, INV-08: has no way to a session, whatever is tried, while its owner goes on as ever', async () => {
    let links = 0
    let halves = 0
    await fc.assert(
      fc.asyncProperty(moves, async (history) => {
        const counter = openCounter()
        const { sportello, clock, mailer } = counter
        const { credentials } = await subscribed(counter)
        const shown: string[] = []
        let isOpen = false
        for (const { act, a, b, wait, owner } of history) {
          clock.advance(wait)
          if (owner) {
            const signedIn = await sportello.session.signIn(credentials)
            // The owner begins a renewal and loses the screen.
            if (signedIn.ok) await sportello.pinRenewal.start({ token: signedIn.value.token, password: credentials.password })
          }
          await sportello.relay()
          const texts = mailer.sent.map(({ text }) => text)
          const known: Knowledge = {
            links: found(texts, /\/recovery#token=(\S+)/g),
            firstHalves: found(texts, /PIN, prime 4 cifre: (\d{4})/g),
            secondHalves: shown,
            passwords: [...found(texts, /Password temporanea: (\S+)/g), mine],
          }
          links = Math.max(links, known.links.length)
          halves = Math.max(halves, known.firstHalves.length)
          const pin = pick(known.firstHalves, a, '0000') + pick(known.secondHalves, b, '00000')
          const password = pick(known.passwords, b, mine)
          const token = pick(known.links, a, 'none')
          const given = { codiceFiscale, password }
          const asks: readonly (() => Promise<unknown>)[] = [
            () => sportello.recovery.request({ codiceFiscale }),
            () => sportello.recovery.inspect(token),
            () => sportello.recovery.complete({ token, pin, password: mine, confirmation: mine }),
            async () => void shown.push(accepted(await sportello.pinRenewal.start(given)).pinSecondHalf),
            () => sportello.pinRenewal.conclude({ ...given, pin }),
            () => sportello.session.signIn({ ...given, pin }),
            () => sportello.pinRenewal.start({ token, password }),
          ]
          await asks[act]?.()
          const session = await sportello.session.signIn({ codiceFiscale, pin, password: mine })
          isOpen ||= session.ok
        }
        expect(isOpen).toBe(false)
        const { status } = accepted(await sportello.credential.inspect({ operator, codiceFiscale }))
        if (status === 'active') {
          clock.advance(8 * day)
          expect((await sportello.session.signIn(credentials)).ok).toBe(true)
        }
      }),
      { seed: 12, numRuns: runsOf(120), endOnFailure: true },
    )
    expect(links).toBeGreaterThan(0)
    expect(halves).toBeGreaterThan(0)
  })
})

describe('L5, L7, INV-10: whoever guesses the PIN', () => {
  type Doors = readonly ((sportello: Sportello, pin: string, n: number) => Promise<unknown>)[]

  it('has five guesses over every door, link and request, with sixty-four at once and restarts between', async () => {
    const doors = fc.array(fc.array(fc.nat({ max: 4 }), { minLength: 8, maxLength: 64 }), { minLength: 1, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(doors, async (rounds) => {
        const counter = openCounter({ policy: { throttle: { freeFailures: 1000 }, credential: { strangersJudgedMax: 10_000 } } })
        const { configuration, mailer, clock, storage } = counter
        const { credentials, accountId } = await subscribed(counter)
        const { token } = accepted(await counter.sportello.session.signIn(credentials))
        const password = newPassword
        accepted(await counter.sportello.pinRenewal.start({ token, password }))
        accepted(await counter.sportello.recovery.request({ codiceFiscale }))
        await counter.sportello.relay()
        const [link = ''] = found(
          mailer.sent.map(({ text }) => text),
          /\/recovery#token=(\S+)/g,
        ).slice(-1)
        const email = 'altrove@example.org'
        const ways: Doors = [
          ({ session }, pin, n) => session.signIn({ codiceFiscale, pin, password }, { requester: `r${n}` }),
          ({ recovery }, pin) => recovery.complete({ token: link, pin, password: mine, confirmation: mine }),
          ({ pinRenewal }, pin, n) => pinRenewal.conclude({ codiceFiscale, password, pin }, { requester: `r${n}` }),
          ({ pinRenewal }, pin) => pinRenewal.conclude({ token, pin }),
          ({ emailChange }, pin) => emailChange.request({ token, pin, password, email, confirmation: email }),
        ]
        for (const round of rounds) {
          const sportello = createSportello(configuration)
          await Promise.allSettled(round.map((way, n) => ways[way]?.(sportello, String(n).padStart(9, '9'), n)))
          clock.advance(60_000)
        }
        const journal = await storage.journal(`comune-di-prova/credential/${accountId}`, { after: 0, limit: 1000 })
        const judged = journal.filter(({ data }) => /"reason":"wrong-pin"/.test(data))
        expect(judged.length).toBeLessThanOrEqual(5)
        const { status } = accepted(await counter.sportello.credential.inspect({ operator, codiceFiscale }))
        expect(status).toBe(judged.length === 5 ? 'suspended' : 'active')
      }),
      { seed: 10, numRuns: runsOf(12), endOnFailure: true },
    )
  })
})

describe('G10: the slow hashes of a command', () => {
  const lost = outsiderCommands.filter(({ name }) => /^(recovery|pinRenewal)/.test(name))

  it.each(lost)('L2: $name takes as many whoever it is about', async ({ prepare }) => {
    const takenBy: { readonly standing: string; readonly taken: readonly string[] }[] = []
    for (const standing of standings) {
      const taken: string[] = []
      const plain = plainPasswordHash()
      const passwordHash = {
        hash(secret: string) {
          taken.push('hash')
          return plain.hash(secret)
        },
        verify(secret: string, phc: string) {
          taken.push('verify')
          return plain.verify(secret, phc)
        },
        outdated: plain.outdated,
      }
      const counter = openCounter({ passwordHash, policy: { registration: { contradictions: 'flag' } } })
      await bring(counter, standing, 'BNCLRA75B50F205K')
      // The verifier of nothing is made once in a process.
      await counter.sportello.session.signIn({ codiceFiscale: 'RSSMRA70A01H501S', pin: '000000000', password: mine })
      const give = await prepare(counter.sportello, { codiceFiscale: 'BNCLRA75B50F205K', n: 1 })
      taken.length = 0
      await give()
      takenBy.push({ standing, taken: [...taken].sort() })
    }
    for (const { standing, taken } of takenBy) expect({ standing, taken }).toEqual({ standing, taken: takenBy[0]?.taken })
  })
})
