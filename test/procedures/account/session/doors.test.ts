/** What somebody at one door does delays no other: requesters, known devices and live sessions each have attempts of their own. */
import { createSportello, type PasswordHash, type Storage } from 'sportello'
import { plainPasswordHash } from 'sportello/testing'
import { describe, expect, it } from 'vitest'
import { accepted, anna, approved, type Counter, openCounter, operator, subscribed } from '../../../support/counter.ts'
import { simulateNoise } from '../../../support/noise.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

type Options = NonNullable<Parameters<Counter['sportello']['session']['signIn']>[1]>
type Credentials = Awaited<ReturnType<typeof subscribed>>['credentials']

const tries = async (counter: Counter, credentials: Credentials, options?: Options) =>
  (await counter.sportello.session.signIn(credentials, options)).ok

/** So many wrong passwords, one straight after the other. */
async function fail(counter: Counter, credentials: Credentials, times: number, options?: Options) {
  for (let i = 0; i < times; i += 1) {
    const answer = await counter.sportello.session.signIn({ ...credentials, password: 'Sbagliata.1' }, options)
    expect(answer).toEqual({
      ok: false,
      refusal: { code: 'session/sign-in-refused', retryAt: counter.clock.now() + hour },
    })
  }
}

async function reauthenticate({ sportello }: Counter, { pin, password }: Credentials, token: string) {
  return sportello.emailChange.request({
    token,
    pin,
    password,
    email: 'anna@example.org',
    confirmation: 'anna@example.org',
  })
}

describe('the delay after wrong passwords', () => {
  it('L6: is that of the requester: another one is not delayed, and all whom the host does not name share theirs', async () => {
    const counter = openCounter()
    const { credentials } = await subscribed(counter)
    await fail(counter, credentials, 4, { requester: '198.51.100.7' })
    expect(await tries(counter, credentials, { requester: '198.51.100.7' })).toBe(false)
    expect(await tries(counter, credentials, { requester: '198.51.100.8' })).toBe(true)
    await fail(counter, credentials, 4)
    expect(await tries(counter, credentials)).toBe(false)
    expect(await tries(counter, credentials, { requester: '198.51.100.9' })).toBe(true)
  })

  it('L6: is that of one account', async () => {
    const counter = openCounter()
    const { credentials } = await subscribed(counter)
    const other = await subscribed(counter, { ...anna, codiceFiscale: 'BNCLRA75B50F205K', email: 'mario@example.it' })
    await fail(counter, credentials, 4, { requester: '198.51.100.7' })
    expect(await tries(counter, other.credentials, { requester: '198.51.100.7' })).toBe(true)
  })

  it('L6: is forgotten, one failure an hour', async () => {
    const counter = openCounter()
    const { credentials } = await subscribed(counter)
    await fail(counter, credentials, 3)
    counter.clock.advance(hour)
    await fail(counter, credentials, 1)
    expect(await tries(counter, credentials)).toBe(true)
  })

  it.each([[''], ['x'.repeat(257)], [7], [{}], [null]])(
    'J2: %j as requester names nobody: it waits with all whom the host does not name',
    async (requester) => {
      const counter = openCounter()
      const { credentials } = await subscribed(counter)
      await fail(counter, credentials, 5)
      expect(await tries(counter, credentials, { requester } as never)).toBe(false)
      expect(await tries(counter, credentials, { requester: 'somebody' })).toBe(true)
    },
  )
})

describe('a known device', () => {
  it('L6: gets in while its requester is delayed and strangers have no attempt left', async () => {
    const counter = openCounter({ policy: { credential: { strangersJudgedMax: 2 } } })
    const { credentials } = await subscribed(counter)
    const { device } = accepted(await counter.sportello.session.signIn(credentials))
    await fail(counter, credentials, 5)
    expect(await tries(counter, credentials, { requester: 'new' })).toBe(false)
    const again = accepted(await counter.sportello.session.signIn(credentials, { device }))
    expect(again.device).toBe(device)
  })

  it('L6: has delays of its own, which it is told exactly', async () => {
    const counter = openCounter()
    const { credentials } = await subscribed(counter)
    const { device } = accepted(await counter.sportello.session.signIn(credentials))
    const wrong = { ...credentials, password: 'Sbagliata.1' }
    const delays: number[] = []
    for (let i = 0; i < 6; i += 1) {
      const answer = await counter.sportello.session.signIn(wrong, { device })
      if (answer.ok || answer.refusal.code !== 'session/sign-in-refused') throw new Error('accepted')
      delays.push(answer.refusal.retryAt - counter.clock.now())
      counter.clock.advance(delays.at(-1) ?? 0)
    }
    expect(delays).toEqual([0, 0, 0, 1_000, 2_000, 4_000])
    expect(await tries(counter, credentials)).toBe(true)
  })

  it('L5, INV-10: has no wrong PINs of its own', async () => {
    const counter = openCounter({ policy: { throttle: { freeFailures: 100 } } })
    const { credentials } = await subscribed(counter)
    const { device, token } = accepted(await counter.sportello.session.signIn(credentials))
    const wrong = { ...credentials, pin: credentials.pin === '111111111' ? '222222222' : '111111111' }
    await tries(counter, wrong, { device })
    await tries(counter, wrong, { requester: 'a' })
    await tries(counter, wrong, { requester: 'b' })
    await reauthenticate(counter, wrong, token)
    expect(await counter.sportello.credential.inspect({ operator, codiceFiscale: anna.codiceFiscale })).toMatchObject({
      value: { status: 'active' },
    })
    await tries(counter, wrong)
    expect(await counter.sportello.credential.inspect({ operator, codiceFiscale: anna.codiceFiscale })).toMatchObject({
      value: { status: 'suspended' },
    })
    expect(await tries(counter, credentials, { device })).toBe(false)
  })

  it('L6: that fails too often is a stranger', async () => {
    const counter = openCounter({ policy: { throttle: { failuresMax: 5 }, credential: { strangersJudgedMax: 2 } } })
    const { credentials } = await subscribed(counter)
    const { device } = accepted(await counter.sportello.session.signIn(credentials))
    const wrong = { ...credentials, password: 'Sbagliata.1' }
    for (let i = 0; i < 5; i += 1) {
      await counter.sportello.session.signIn(wrong, { device })
      counter.clock.advance(15_000)
    }
    await fail(counter, credentials, 2, { device })
    expect(await tries(counter, credentials, { device })).toBe(false)
    counter.clock.advance(hour)
    expect(await tries(counter, credentials, { device })).toBe(true)
  })

  it('L6: that nobody has signed in from is a stranger, in whatever number it is made up', async () => {
    const counter = openCounter()
    const { credentials, accountId } = await subscribed(counter)
    const madeUp = (letter: string) => ({ device: `k1~${accountId}~${letter.repeat(43)}` })
    for (const letter of 'ABCD') await fail(counter, credentials, 1, madeUp(letter))
    expect(await tries(counter, credentials, madeUp('E'))).toBe(false)
    expect(await tries(counter, credentials)).toBe(false)
  })

  it('L6: is one of the newest five, and of this account alone', async () => {
    const counter = openCounter({ policy: { credential: { strangersJudgedMax: 2 } } })
    const { credentials } = await subscribed(counter)
    const other = await subscribed(counter, { ...anna, codiceFiscale: 'BNCLRA75B50F205K', email: 'mario@example.it' })
    const foreign = accepted(await counter.sportello.session.signIn(other.credentials)).device
    const devices: string[] = []
    for (let i = 0; i < 6; i += 1) devices.push(accepted(await counter.sportello.session.signIn(credentials)).device)
    expect(new Set(devices).size).toBe(6)
    await fail(counter, credentials, 3)
    const known: boolean[] = []
    for (const device of devices) known.push(await tries(counter, credentials, { device }))
    expect(known).toEqual([false, true, true, true, true, true])
    expect(await tries(counter, credentials, { device: foreign })).toBe(false)
  })

  it.each([['x'], [7], [{}], [null], ['k1~x~y'], ['a'.repeat(1_048_576)]])(
    'J2: that shows %j is none, and is let in as any other',
    async (device) => {
      const counter = openCounter()
      const { credentials } = await subscribed(counter)
      const answer = accepted(await counter.sportello.session.signIn(credentials, { device } as never))
      expect(answer.device).not.toBe(device)
    },
  )
})

describe('a live session', () => {
  it('L6: gives PIN and password once more while strangers keep its owner from signing in', async () => {
    const counter = openCounter({ policy: { credential: { strangersJudgedMax: 2 } } })
    const { credentials } = await subscribed(counter)
    const { token } = accepted(await counter.sportello.session.signIn(credentials))
    await fail(counter, credentials, 5)
    expect(await tries(counter, credentials)).toBe(false)
    accepted(await reauthenticate(counter, credentials, token))
  })

  it('C13: is delayed by its own failures, and no other session and no sign-in is', async () => {
    const counter = openCounter()
    const { credentials } = await subscribed(counter)
    const [one, two] = [
      accepted(await counter.sportello.session.signIn(credentials)),
      accepted(await counter.sportello.session.signIn(credentials)),
    ]
    const wrong = { ...credentials, password: 'Sbagliata.1' }
    for (let i = 0; i < 4; i += 1) await reauthenticate(counter, wrong, one.token)
    const delayed = await reauthenticate(counter, credentials, one.token)
    expect(delayed).toEqual({
      ok: false,
      refusal: { code: 'session/reauthentication-failed', retryAt: counter.clock.now() + 1_000 },
    })
    expect(await tries(counter, credentials)).toBe(true)
    accepted(await reauthenticate(counter, credentials, two.token))
  })

  it('is one of as many as the policy lets an account have: one more ends the oldest', async () => {
    const counter = openCounter({ policy: { session: { sessionsMax: 2 } } })
    const { credentials } = await subscribed(counter)
    const tokens: string[] = []
    for (let i = 0; i < 3; i += 1) tokens.push(accepted(await counter.sportello.session.signIn(credentials)).token)
    const alive: boolean[] = []
    for (const token of tokens) alive.push((await counter.sportello.session.check(token)).ok)
    expect(alive).toEqual([false, true, true])
  })
})

describe('lifting the delay', () => {
  const act = { operator, codiceFiscale: anna.codiceFiscale, reason: 'Chiamata, identificata' }

  it('L6: lets the owner in at once, at every door, and tells the subscriber', async () => {
    const counter = openCounter({ policy: { credential: { strangersJudgedMax: 2 } } })
    const { credentials } = await subscribed(counter)
    await fail(counter, credentials, 5)
    await counter.sportello.relay()
    const before = counter.mailer.sent.length
    accepted(await counter.sportello.credential.liftDelay(act))
    expect(await tries(counter, credentials)).toBe(true)
    await counter.sportello.relay()
    expect(counter.mailer.sent.slice(before).map(({ subject }) => subject)).toEqual(['Comune di Prova: attesa tolta'])
  })

  it('gives a temporary password its whole term again, and no other end', async () => {
    const counter = openCounter()
    const { credentials } = await approved(counter)
    counter.clock.advance(7 * day - 1)
    accepted(await counter.sportello.credential.liftDelay(act))
    counter.clock.advance(7 * day - 1)
    expect(await tries(counter, credentials)).toBe(true)
    counter.clock.advance(1)
    expect(await counter.sportello.credential.liftDelay(act)).toMatchObject({ refusal: { code: 'credential/expired' } })
  })

  it('O4: is no act on an own credential, and none on what is not there', async () => {
    const counter = openCounter()
    await subscribed(counter)
    const own = { ...act, operator: { ...operator, codiceFiscale: anna.codiceFiscale } }
    expect(await counter.sportello.credential.liftDelay(own)).toMatchObject({ refusal: { code: 'credential/own-credential' } })
    const nobody = { ...act, codiceFiscale: 'BNCLRA75B50F205K' }
    expect(await counter.sportello.credential.liftDelay(nobody)).toMatchObject({ refusal: { code: 'credential/not-found' } })
  })
})

describe('when strangers have no attempt left', () => {
  it('L6: a new subscriber is told, though it was so before the credential was issued', async () => {
    const counter = openCounter({ policy: { credential: { strangersJudgedMax: 2 } } })
    const wrong = { codiceFiscale: anna.codiceFiscale, pin: '000000000', password: 'Sbagliata.1' }
    const noise = async (from: string) => {
      for (let i = 0; i < 4; i += 1) await counter.sportello.session.signIn(wrong, { requester: `${from} ${i}` })
    }
    await noise('before')
    await approved(counter)
    await noise('after')
    await counter.sportello.relay()
    expect(counter.mailer.sent.map(({ subject }) => subject)).toContain('Comune di Prova: molti tentativi di accesso')
  })

  it('L6: the subscriber is told once a day, and nobody where there is none', async () => {
    const counter = openCounter({ policy: { credential: { strangersJudgedMax: 2 } } })
    const { credentials } = await subscribed(counter)
    await counter.sportello.relay()
    const before = counter.mailer.sent.length
    for (let i = 0; i < 3; i += 1) {
      for (const codiceFiscale of [anna.codiceFiscale, 'RSSMRA70A01H501S']) {
        for (let n = 0; n < 6; n += 1) await fail(counter, { ...credentials, codiceFiscale }, 1, { requester: `${i} ${n}` })
      }
      counter.clock.advance(day)
    }
    await counter.sportello.relay()
    expect(counter.mailer.sent.slice(before).map(({ subject }) => subject)).toEqual(
      Array.from({ length: 3 }, () => 'Comune di Prova: molti tentativi di accesso'),
    )
  })
})

/** The same storage, of which each call takes a moment, as a database does. */
function slow(storage: Storage, ms: number): Storage {
  return new Proxy(storage, {
    get(inner, name) {
      const call: unknown = Reflect.get(inner, name)
      if (typeof call !== 'function') return call
      return async (...given: unknown[]) => {
        await new Promise((resolve) => setTimeout(resolve, ms))
        return Reflect.apply(call, inner, given)
      }
    },
  })
}

describe('many guesses at once', () => {
  const guesses = 30
  const requestKey = 'the-key-of-a-stranger-0123456789'

  /** Plays the guesses, one of them right: what each of them hears, how many were counted, and how many secrets were compared. */
  async function batch(seed: number, options: (i: number) => Options, { ms = 2, refused = false } = {}) {
    const plain = plainPasswordHash()
    let compared = 0
    const verify: PasswordHash['verify'] = (secret, phc) => {
      compared += 1
      return plain.verify(secret, phc)
    }
    const counter = openCounter({ seed, passwordHash: { ...plain, verify } })
    const { credentials, accountId } = await subscribed(counter)
    const events = async () =>
      accepted(await counter.sportello.journal.read({ kind: 'credential', id: accountId }, { limit: 1_000 })).filter(
        ({ type }) => type === 'AttemptFailed' || type === 'SignedIn',
      ).length
    if (refused) await fail(counter, credentials, 1, options(0))
    const before = await events()
    compared = 0
    const right = (seed * 7) % guesses
    const sportello = createSportello({ ...counter.configuration, storage: slow(counter.storage, ms) })
    const answers = await Promise.all(
      Array.from({ length: guesses }, (_, i) => {
        const pin = i === right ? credentials.pin : String(100_000_000 + i)
        return sportello.session.signIn({ ...credentials, pin }, options(i)).then(
          (answer) => (answer.ok ? 'in' : answer.refusal.code),
          ({ code }) => String(code),
        )
      }),
    )
    const wrong = answers.filter((_, i) => i !== right)
    return { right: answers[right], wrong, counted: (await events()) - before, compared }
  }

  it.each([
    ['without a request key', () => ({ requester: 'one' })],
    ['from a requester each', (i: number) => ({ requester: `from ${i}` })],
    ['under a request key each', (i: number) => ({ requester: 'one', requestKey: `${requestKey}${i}` })],
  ] as const)(
    'L3, L5, INV-10: %s are all counted, and the right one hears nothing else than the wrong ones',
    async (_, options) => {
      let entered = 0
      for (let seed = 1; seed <= 8; seed += 1) {
        const { right, wrong, counted } = await batch(seed, options)
        expect(counted).toBe(guesses)
        expect(new Set(wrong)).toEqual(new Set(['session/sign-in-refused']))
        expect(['in', 'session/sign-in-refused']).toContain(right)
        if (right === 'in') entered += 1
      }
      // Four or five of thirty are judged, as of serial guesses: the right one is not always among them.
      expect(entered).toBeLessThan(6)
    },
  )

  it('L3, L5: under one request key are not judged but for the first', async () => {
    for (let seed = 1; seed <= 8; seed += 1) {
      const { right, wrong, counted, compared } = await batch(seed, () => ({ requester: 'one', requestKey }))
      expect(counted).toBe(1)
      // What is compared and not counted may be told by its time: one password and one PIN, and no more.
      expect(compared).toBe(2)
      expect([right, ...wrong].filter((answer) => answer !== 'request/key-reused')).toHaveLength(1)
      // The first is the one that came first.
      expect(right).toBe((seed * 7) % guesses === 0 ? 'in' : 'request/key-reused')
    }
  })

  it('L3, L5: under the request key of a refusal are all counted that are judged, or find it taken', async () => {
    for (let seed = 1; seed <= 8; seed += 1) {
      const { right, wrong, counted, compared } = await batch(seed, () => ({ requester: 'one', requestKey }), { refused: true })
      const judged = [right, ...wrong].filter((answer) => answer !== 'request/key-reused').length
      expect(judged).toBeGreaterThanOrEqual(1)
      expect([counted, compared]).toEqual([judged, 2 * judged])
    }
  })

  it('L5: in a session under one request key are not judged but for the first', async () => {
    const counter = openCounter()
    const { credentials, accountId } = await subscribed(counter)
    const { token } = accepted(await counter.sportello.session.signIn(credentials))
    const sportello = createSportello({ ...counter.configuration, storage: slow(counter.storage, 2) })
    const mail = { email: 'anna@example.org', confirmation: 'anna@example.org' }
    const words = { next: 'Gelato.Turchese9', confirmation: 'Gelato.Turchese9' }
    const pins = Array.from({ length: 3 }, (_, i) => String(100_000_000 + i))
    const asked = await Promise.all(
      pins.map((pin) => sportello.emailChange.request({ token, pin, password: credentials.password, ...mail }, { requestKey })),
    )
    const changed = await Promise.all(
      pins.map((pin) => sportello.credential.changePassword({ token, current: `Sbagliata.${pin}`, ...words }, { requestKey })),
    )
    const answers = [...asked, ...changed]
    const journal = accepted(await counter.sportello.journal.read({ kind: 'credential', id: accountId }, { limit: 1_000 }))
    // The first of each kind is judged; to the others the key is taken.
    expect(journal.filter(({ type }) => type === 'AttemptFailed')).toHaveLength(1)
    expect(answers.filter((answer) => !answer.ok && answer.refusal.code === 'request/key-reused')).toHaveLength(5)
  })
})

describe('what a stranger is told of the next try', () => {
  it('L2: is the same while the clock of this process is behind the last change of the account', async () => {
    const counter = openCounter()
    const { credentials } = await subscribed(counter)
    const start = counter.clock.now()
    counter.clock.set(start + minute)
    accepted(await counter.sportello.session.signIn(credentials))
    counter.clock.set(start + minute / 2)
    await fail(counter, credentials, 1)
    await fail(counter, { ...credentials, codiceFiscale: 'BNCLRA75B50F205K' }, 1)
  })
})

describe('noise', () => {
  it.each([1, 20, 10_000])(
    'L6: of %i requesters for three days never keeps out an owner with a known device, and no day judges more than the cap',
    async (requesters) => {
      const { ownerDays, daysIn, judgedMax, tried } = await simulateNoise({ requesters, days: 3, everyMs: 45_000 })
      expect(ownerDays).toBe(3)
      expect(daysIn).toBe(3)
      expect(tried).toBeGreaterThan(250)
      expect(judgedMax).toBeGreaterThan(10)
      expect(judgedMax).toBeLessThanOrEqual(100)
    },
  )
})
