/** "Non sono un robot": where the host has a challenge, who signs in or registers passes it first, and it tells nobody anything. */
import type { Challenge, PolicyChoice, Storage } from 'sportello'
import { createSportello, isSportelloError, refusalText } from 'sportello'
import { memoryStorage } from 'sportello/memory'
import { type MemoryChallenge, memoryChallenge, plainPasswordHash } from 'sportello/testing'
import { describe, expect, it } from 'vitest'
import { accepted, anna, type Counter, openCounter, operator, refusedCode, subscribed } from '../support/counter.ts'
import { bring, standings } from '../support/outsiders.ts'

const hour = 3_600_000
const codiceFiscale = 'BNCLRA75B50F205K'
const wrong = { codiceFiscale, pin: '000000000', password: 'Sbagliata.1' }

/** The same counter with a challenge. */
function guarded(counter: Counter, challenge: Challenge, policy?: PolicyChoice): Counter {
  const configuration = { ...counter.configuration, challenge, ...(policy === undefined ? {} : { policy }) }
  return { ...counter, configuration, sportello: createSportello(configuration) }
}

/** A storage, and the names of the calls that it got with how many keys or writes each had. */
function watched(inner: Storage): { readonly storage: Storage; readonly calls: string[] } {
  const calls: string[] = []
  const storage: Storage = {
    ...inner,
    load(keys) {
      calls.push(`load ${keys.length}`)
      return inner.load(keys)
    },
    list(query) {
      calls.push(`list ${query.kind}`)
      return inner.list(query)
    },
    commit(commit) {
      const { writes, expects, outbox } = commit
      calls.push(`commit ${writes.length} ${expects.length} ${outbox.length}`)
      return inner.commit(commit)
    },
  }
  return { storage, calls }
}

/** What may come in the place of an answer. */
const strange: readonly unknown[] = [undefined, null, '', 7, true, {}, [], ['a'], 'a'.repeat(4097), Symbol('x'), () => 'a']

const unable: readonly (readonly [what: string, judge: () => unknown])[] = [
  ['says so', async () => 'unavailable'],
  ['rejects', async () => Promise.reject(new Error('no answer for canary-in-an-error'))],
  [
    'throws',
    () => {
      throw new Error('no answer for canary-in-an-error')
    },
  ],
  ['answers with nothing', async () => undefined],
  ['answers with true', async () => true],
  ['answers with an object', async () => ({ success: true })],
]

describe('a sign-in behind a challenge', () => {
  it('is judged once the challenge is passed, which is good once', async () => {
    const counter = openCounter()
    const { credentials } = await subscribed(counter)
    const challenge = memoryChallenge()
    const { sportello } = guarded(counter, challenge)
    const response = challenge.pass()
    accepted(await sportello.session.signIn(credentials, { challenge: response }))
    expect(refusedCode(await sportello.session.signIn(credentials, { challenge: response }))).toBe('challenge/failed')
    const refused = await sportello.session.signIn({ ...credentials, password: 'Sbagliata.1' }, { challenge: challenge.pass() })
    expect(refusedCode(refused)).toBe('session/sign-in-refused')
    expect(challenge.judged).toHaveLength(3)
  })

  it('is refused where there is no answer to the challenge, and the challenge is not asked about what can be none', async () => {
    const counter = openCounter()
    const { credentials } = await subscribed(counter)
    const challenge = memoryChallenge()
    const { sportello } = guarded(counter, challenge)
    for (const given of strange) {
      const options = { challenge: given } as never
      expect(await sportello.session.signIn(credentials, options)).toEqual({ ok: false, refusal: { code: 'challenge/failed' } })
    }
    const trap = {
      get challenge(): string {
        throw new Error('not for you')
      },
    }
    expect(refusedCode(await sportello.session.signIn(credentials, trap))).toBe('challenge/failed')
    expect(challenge.judged).toEqual([])
    expect(refusedCode(await sportello.session.signIn(credentials, { challenge: 'a'.repeat(4096) }))).toBe('challenge/failed')
    expect(challenge.judged).toHaveLength(1)
  })

  it.each(unable)('has a refusal of its own where the challenge %s', async (_, judge) => {
    const counter = openCounter()
    const { credentials } = await subscribed(counter)
    const { sportello } = guarded(counter, { judge: judge as Challenge['judge'] })
    const answer = await sportello.session.signIn(credentials, { challenge: 'canary-in-an-error' })
    expect(answer).toEqual({ ok: false, refusal: { code: 'challenge/unavailable' } })
  })

  it('compares no secret, reads no account and counts nothing while the challenge is not passed', async () => {
    const counter = openCounter()
    const { credentials } = await subscribed(counter)
    const { storage, calls } = watched(counter.storage)
    let compared = 0
    const { verify, ...hash } = plainPasswordHash()
    const passwordHash = {
      ...hash,
      verify: (secret: string, phc: string) => {
        compared += 1
        return verify(secret, phc)
      },
    }
    const challenge = memoryChallenge()
    const sportello = createSportello({ ...counter.configuration, storage, passwordHash, challenge })
    // The calendar of the office is looked at before anything else.
    await sportello.session.signIn(credentials, { challenge: challenge.pass() })
    calls.length = 0
    compared = 0
    const before = JSON.stringify(counter.storage.contents())
    for (let i = 0; i < 30; i += 1) await sportello.session.signIn({ ...credentials, password: 'Sbagliata.1' })
    challenge.say('unavailable')
    for (let i = 0; i < 30; i += 1) await sportello.session.signIn(credentials, { challenge: challenge.pass() })
    expect([calls, compared]).toEqual([[], 0])
    expect(JSON.stringify(counter.storage.contents())).toBe(before)
    challenge.say(null)
    accepted(await sportello.session.signIn(credentials, { challenge: challenge.pass() }))
    expect(compared).toBe(2)
  })

  it('L1, L2: the challenge is asked alike, and answers alike, whoever it is about', async () => {
    const saw = new Set<string>()
    for (const standing of standings) {
      const plain = openCounter()
      await bring(plain, standing, codiceFiscale)
      const { storage, calls } = watched(plain.storage)
      const challenge = memoryChallenge()
      const { sportello } = guarded({ ...plain, configuration: { ...plain.configuration, storage } }, challenge)
      const passed = await sportello.session.signIn(wrong, { challenge: challenge.pass() })
      calls.length = 0
      const answers = [passed, await sportello.session.signIn(wrong), await sportello.session.signIn(wrong, { challenge: 'x' })]
      challenge.say('unavailable')
      answers.push(await sportello.session.signIn(wrong, { challenge: 'x' }))
      saw.add(JSON.stringify([answers, calls, challenge.judged.length]))
    }
    expect([...saw]).toHaveLength(1)
  })

  it('costs no statement more than without a challenge', async () => {
    const costs = async (asked: boolean): Promise<readonly string[]> => {
      const counter = openCounter()
      const { credentials } = await subscribed(counter)
      const { storage, calls } = watched(counter.storage)
      const challenge = memoryChallenge()
      const sportello = createSportello({ ...counter.configuration, storage, ...(asked ? { challenge } : {}) })
      let asks = 0
      const options = () => {
        asks += 1
        return { challenge: challenge.pass(), requester: '198.51.100.7', requestKey: `drawn-at-random-${asks}` }
      }
      await sportello.session.signIn({ ...credentials, pin: '000000000' }, options())
      await sportello.session.signIn(credentials, options())
      await sportello.registration.open(anna, options())
      expect(challenge.judged).toHaveLength(asked ? 3 : 0)
      return calls
    }
    const plain = await costs(false)
    expect(plain.length).toBeGreaterThan(5)
    expect(await costs(true)).toEqual(plain)
  })

  it('asks nobody where the policy says never', async () => {
    const counter = openCounter()
    const { credentials } = await subscribed(counter)
    const challenge = memoryChallenge()
    const { sportello } = guarded(counter, challenge, { session: { challenge: 'never' } })
    accepted(await sportello.session.signIn(credentials))
    expect(refusedCode(await sportello.registration.open(anna))).toBe('challenge/failed')
    const other = guarded(counter, challenge, { registration: { challenge: 'never' } }).sportello
    accepted(await other.registration.open(anna))
    expect(refusedCode(await other.session.signIn(credentials))).toBe('challenge/failed')
    expect(challenge.judged).toEqual([])
  })

  it('is repeated under its request key without a second challenge, and a refused one does not use the key up', async () => {
    const counter = openCounter()
    const { credentials } = await subscribed(counter)
    const challenge = memoryChallenge()
    const { sportello } = guarded(counter, challenge)
    const requestKey = 'drawn-at-random-0123'
    expect(refusedCode(await sportello.session.signIn(credentials, { requestKey }))).toBe('challenge/failed')
    const options = { requestKey, challenge: challenge.pass() }
    const first = accepted(await sportello.session.signIn(credentials, options))
    expect(accepted(await sportello.session.signIn(credentials, options))).toEqual(first)
    expect(accepted(await sportello.session.signIn(credentials, { requestKey }))).toEqual(first)
    expect(challenge.judged).toEqual([options.challenge])
  })

  it('a repeat that comes while the first is under way has its answer where the challenge has used itself up', async () => {
    const counter = openCounter()
    const { credentials } = await subscribed(counter)
    const challenge = memoryChallenge()
    const options = { requestKey: 'drawn-at-random-0123', challenge: challenge.pass() }
    const first = guarded(counter, challenge).sportello
    let told: unknown = null
    const slow: Challenge = {
      async judge(response) {
        told = accepted(await first.session.signIn(credentials, options))
        return challenge.judge(response)
      },
    }
    expect(accepted(await guarded(counter, slow).sportello.session.signIn(credentials, options))).toEqual(told)
  })

  it('is asked once, however often the sign-in is run again after a conflict', async () => {
    const counter = openCounter()
    const { credentials } = await subscribed(counter)
    const inner = counter.storage
    let conflicts = 3
    const storage: Storage = {
      ...inner,
      async commit(commit) {
        const [first] = commit.writes
        if (conflicts === 0 || first === undefined) return inner.commit(commit)
        conflicts -= 1
        return { ok: false, conflict: first.key }
      },
    }
    const challenge = memoryChallenge()
    const sportello = createSportello({ ...counter.configuration, storage, challenge })
    accepted(await sportello.session.signIn(credentials, { challenge: challenge.pass() }))
    expect([conflicts, challenge.judged.length]).toEqual([0, 1])
  })

  it('L6: is judged at the instant after the challenge, however long that took', async () => {
    const counter = openCounter()
    const { credentials } = await subscribed(counter)
    for (let i = 0; i < 4; i += 1) await counter.sportello.session.signIn({ ...credentials, password: 'Sbagliata.1' })
    expect(refusedCode(await counter.sportello.session.signIn(credentials))).toBe('session/sign-in-refused')
    const slow: Challenge = {
      async judge() {
        counter.clock.advance(hour)
        return 'passed'
      },
    }
    accepted(await guarded(counter, slow).sportello.session.signIn(credentials, { challenge: 'x' }))
  })

  it('a function that the office has closed is refused before the challenge is used up', async () => {
    const counter = openCounter()
    const { credentials } = await subscribed(counter)
    const challenge = memoryChallenge()
    const { sportello } = guarded(counter, challenge)
    const title = { it: 'Aggiornamento', en: 'Update' }
    const window = {
      operator,
      reason: 'Prot. 1.',
      title,
      from: 'now',
      features: { 'sign-in': 'closed' },
      closesSignIn: true,
    } as const
    accepted(await sportello.maintenance.plan(window))
    expect(refusedCode(await sportello.session.signIn(credentials, { challenge: challenge.pass() }))).toBe('calendar/closed')
    expect(challenge.judged).toEqual([])
  })
})

describe('a registration behind a challenge', () => {
  const open = ({ sportello }: Counter, form: object, challenge: MemoryChallenge, requester?: string) =>
    sportello.registration.open(form as never, {
      challenge: challenge.pass(),
      ...(requester === undefined ? {} : { requester }),
    })

  it('is opened once the challenge is passed; a form that is wrong does not use it up', async () => {
    const challenge = memoryChallenge()
    const counter = openCounter({ challenge })
    expect(refusedCode(await open(counter, { ...anna, surname: '' }, challenge))).toBe('registration/form')
    expect(challenge.judged).toEqual([])
    accepted(await open(counter, anna, challenge))
    expect(refusedCode(await counter.sportello.registration.open(anna))).toBe('challenge/failed')
    challenge.say('unavailable')
    expect(refusedCode(await open(counter, anna, challenge))).toBe('challenge/unavailable')
  })

  it('R2: counts nothing against the mailbox or the requester while the challenge is not passed', async () => {
    const challenge = memoryChallenge()
    const counter = openCounter({ challenge })
    const kept = () => counter.storage.contents().records.map(({ key }) => key)
    challenge.say('failed')
    for (let i = 0; i < 40; i += 1) await open(counter, anna, challenge, '198.51.100.7')
    challenge.say(null)
    // The calendar of the office is kept from its first look on.
    expect(kept().filter((key) => !/\/(maintenance|sunset|calendar)\//.test(key))).toEqual([])
    accepted(await open(counter, anna, challenge, '198.51.100.7'))
  })
})

it('the answer to a challenge is in no row, entry, mail or refusal', async () => {
  const storage = memoryStorage()
  const judged: string[] = []
  const canary = (n: number) => `canary-${n}-4f7c2a`
  const challenge: Challenge = {
    async judge(response) {
      judged.push(response)
      if (judged.length % 3 === 0) throw new Error(response)
      return judged.length % 3 === 1 ? 'passed' : 'failed'
    },
  }
  const counter = openCounter({ storage, challenge })
  const { sportello } = counter
  const answers: unknown[] = []
  for (let n = 0; n < 12; n += 1) {
    const options = { challenge: canary(n), requestKey: `drawn-at-random-${n}-0123` }
    answers.push(await (n % 2 === 0 ? sportello.registration.open(anna, options) : sportello.session.signIn(wrong, options)))
  }
  await sportello.relay()
  expect(judged).toHaveLength(12)
  expect(JSON.stringify([answers, storage.contents(), counter.mailer.sent])).not.toContain('4f7c2a')
})

it('says in both languages what to do', () => {
  for (const locale of ['it', 'en'] as const) {
    const texts = (['challenge/failed', 'challenge/unavailable'] as const).map((code) => refusalText({ code }, locale))
    expect(new Set(texts).size).toBe(2)
    for (const text of texts) expect(text).toMatch(/robot/)
  }
})

it('a challenge that cannot judge is no challenge', () => {
  for (const challenge of [{}, null, 'x', { judge: true }]) {
    try {
      openCounter({ challenge: challenge as never })
      expect.unreachable('it was taken')
    } catch (cause) {
      expect(isSportelloError(cause) && cause.message).toBe('challenge: judge is missing')
    }
  }
})
