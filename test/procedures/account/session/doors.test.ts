/** What somebody at one door does delays no other: requesters, known devices and live sessions each have attempts of their own. */
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
    'J2: %j as requester is refused like wrong secrets, and counted for nobody',
    async (requester) => {
      const counter = openCounter()
      const { credentials } = await subscribed(counter)
      expect(await tries(counter, credentials, { requester } as never)).toBe(false)
      const { failures } = accepted(await counter.sportello.credential.inspect({ operator, codiceFiscale: anna.codiceFiscale }))
      expect(failures).toBe(0)
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
