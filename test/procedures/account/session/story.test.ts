import fc from 'fast-check'
import { isSportelloError, type PasswordHash, type Storage } from 'sportello'
import { memoryStorage } from 'sportello/memory'
import { plainPasswordHash } from 'sportello/testing'
import { describe, expect, it } from 'vitest'
import {
  accepted,
  anna,
  approve,
  approved,
  type Counter,
  completed,
  keys,
  morning,
  newPassword,
  openCounter,
  operator,
  refusedCode,
  subscribed,
} from '../../../support/counter.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

async function refusal(counter: Counter, credentials: unknown) {
  // Whatever a host may pass on.
  const answer = await counter.sportello.session.signIn(credentials as typeof anna & { pin: string; password: string })
  return answer.ok ? null : answer.refusal
}

describe('signing in', () => {
  it('takes codice fiscale, the whole PIN and the password; the first time it only opens the change of the password', async () => {
    const counter = openCounter()
    const { credentials } = await approved(counter)
    const { token, device, ...signedIn } = accepted(await counter.sportello.session.signIn(credentials))
    expect(signedIn).toEqual({
      scope: 'password-change',
      endsAt: morning + 15 * minute,
      obligations: ['change-temporary-password'],
      failuresBefore: 0,
      lastUsedAt: null,
    })
    expect(token.length).toBeGreaterThan(43)
    expect(device.length).toBeGreaterThan(43)
  })

  it('accepts the codice fiscale in lower case and with blanks around it', async () => {
    const counter = openCounter()
    const { credentials } = await subscribed(counter)
    accepted(await counter.sportello.session.signIn({ ...credentials, codiceFiscale: ` ${anna.codiceFiscale.toLowerCase()} ` }))
  })

  it("opens the services once the password is the subscriber's own, and shows what happened before", async () => {
    const counter = openCounter()
    const { credentials } = await subscribed(counter)
    const first = accepted(await counter.sportello.session.signIn(credentials))
    expect(first).toMatchObject({ scope: 'full', obligations: [], lastUsedAt: null, endsAt: morning + 12 * hour })
    counter.clock.advance(hour)
    await refusal(counter, { ...credentials, password: 'Sbagliata.1' })
    expect(accepted(await counter.sportello.session.signIn(credentials))).toMatchObject({
      failuresBefore: 1,
      lastUsedAt: morning,
    })
  })

  it('INV-24: only a full sign-in moves the last use', async () => {
    const counter = openCounter({ policy: { credential: { disuseMs: 30 * day } } })
    const { credentials, token: _, ...rest } = { token: '', ...(await approved(counter)) }
    counter.clock.advance(day)
    accepted(await counter.sportello.session.signIn(credentials))
    const inspected = accepted(await counter.sportello.credential.inspect({ operator, codiceFiscale: anna.codiceFiscale }))
    expect(inspected).toMatchObject({ status: 'temporary', lastUsedAt: null })
    expect(rest.accountId).not.toBe('')
  })
})

/** A storage and a hash that write down what is asked of them. */
function watched() {
  const calls: string[] = []
  const inner = memoryStorage()
  const storage: Storage = {
    ...inner,
    load: (keys) => {
      calls.push(`load ${keys.length}`)
      return inner.load(keys)
    },
    commit: (commit) => {
      calls.push(
        `commit ${commit.writes.length} writes ${commit.writes.flatMap(({ entries }) => entries).length} entries ${commit.outbox.length} mails`,
      )
      return inner.commit(commit)
    },
  }
  const plain = plainPasswordHash()
  const passwordHash: PasswordHash = {
    ...plain,
    hash: (secret) => {
      calls.push('hash')
      return plain.hash(secret)
    },
    verify: (secret, phc) => {
      calls.push('verify')
      return plain.verify(secret, phc)
    },
  }
  return { calls, storage, passwordHash }
}

/** What each case answers, and what it asks of storage and hash, on a fresh counter with a subscriber and one attempt before. */
async function caseOf(name: string) {
  const { calls, storage, passwordHash } = watched()
  const counter = openCounter({ storage, passwordHash })
  const wrong = { codiceFiscale: anna.codiceFiscale, pin: '000000000', password: 'Sbagliata.1' }
  // The verifier of nothing is made at the first attempt of a process, whatever it is.
  await refusal(counter, { ...wrong, codiceFiscale: 'BNCLRA75B50F205K' })
  const setups: { readonly [name: string]: () => Promise<unknown> } = {
    unknown: async () => wrong,
    pending: async () => (await completed(counter)).credentials,
    rejected: async () => {
      const { id, credentials } = await completed(counter)
      const { digest } = accepted(await counter.sportello.approval.dossier({ operator, id }))
      accepted(await counter.sportello.approval.reject({ operator, id, dossierDigest: digest, reason: 'x' }))
      return credentials
    },
    'wrong password': async () => ({ ...(await subscribed(counter)).credentials, password: 'Sbagliata.1' }),
    'wrong PIN': async () => {
      const { credentials } = await subscribed(counter)
      return { ...credentials, pin: credentials.pin === '000000000' ? '000000001' : '000000000' }
    },
    'temporary password expired': async () => {
      const { credentials } = await approved(counter)
      counter.clock.advance(7 * day)
      return credentials
    },
    'temporary password after the change': async () => {
      const { credentials } = await approved(counter)
      const { token } = accepted(await counter.sportello.session.signIn(credentials))
      const change = { token, current: credentials.password, next: newPassword, confirmation: newPassword }
      accepted(await counter.sportello.credential.changePassword(change))
      return credentials
    },
    revoked: async () => {
      const { credentials } = await subscribed(counter)
      accepted(await counter.sportello.credential.revoke({ operator, codiceFiscale: anna.codiceFiscale, reason: 'x' }))
      return credentials
    },
    'malformed codice fiscale': async () => ({ ...wrong, codiceFiscale: 'ABCDEF12A12A123A' }),
    'malformed PIN': async () => ({ ...(await subscribed(counter)).credentials, pin: '52942' }),
    'password of another type': async () => ({ ...(await subscribed(counter)).credentials, password: 42 }),
    'nothing at all': async () => undefined,
  }
  const credentials = await setups[name]?.()
  calls.length = 0
  const before = counter.clock.now()
  const answer = await refusal(counter, credentials)
  return { answer, early: (answer?.code === 'session/sign-in-refused' ? answer.retryAt : 0) - before, calls: [...calls] }
}

describe('failing to sign in', () => {
  const cases = [
    'unknown',
    'pending',
    'rejected',
    'wrong password',
    'wrong PIN',
    'temporary password expired',
    'temporary password after the change',
    'revoked',
    'malformed codice fiscale',
    'malformed PIN',
    'password of another type',
    'nothing at all',
  ]

  it.each(cases)('L1, L2, L8, P6, INV-25: %s has the one answer and the one cost', async (name) => {
    const { answer, early, calls } = await caseOf(name)
    expect(answer).toEqual({ code: 'session/sign-in-refused', retryAt: expect.any(Number) })
    expect(early).toBe(hour)
    expect(calls).toEqual(['load 4', 'verify', 'verify', 'commit 2 writes 2 entries 0 mails'])
  })

  it('L9: only nine ASCII digits are a PIN, and anything else is refused without looking at the account', async () => {
    const counter = openCounter()
    const { credentials } = await subscribed(counter)
    const spaced = `${credentials.pin.slice(0, 4)} ${credentials.pin.slice(4)}`
    const arabic = [...credentials.pin].map((digit) => String.fromCharCode(0x660 + Number(digit))).join('')
    for (const pin of [
      spaced,
      arabic,
      credentials.pin.slice(0, 4),
      `${credentials.pin}0`,
      Number(credentials.pin),
      [credentials.pin],
    ]) {
      expect(await refusal(counter, { ...credentials, pin })).toMatchObject({ code: 'session/sign-in-refused' })
    }
    expect(accepted(await counter.sportello.credential.inspect({ operator, codiceFiscale: anna.codiceFiscale })).failures).toBe(0)
  })

  it('L3: the fifth wrong PIN with the right password suspends the credential, tells the subscriber, and the true PIN fails too', async () => {
    const counter = openCounter({ policy: { credential: { strangersJudgedMax: 10_000 }, throttle: { freeFailures: 100 } } })
    const { credentials } = await subscribed(counter)
    await counter.sportello.relay()
    const before = counter.mailer.sent.length
    const wrong = { ...credentials, pin: credentials.pin === '111111111' ? '222222222' : '111111111' }
    for (let i = 0; i < 4; i += 1) await refusal(counter, wrong)
    expect(accepted(await counter.sportello.credential.inspect({ operator, codiceFiscale: anna.codiceFiscale })).status).toBe(
      'active',
    )
    await refusal(counter, wrong)
    expect(accepted(await counter.sportello.credential.inspect({ operator, codiceFiscale: anna.codiceFiscale })).status).toBe(
      'suspended',
    )
    expect(await refusal(counter, credentials)).toMatchObject({ code: 'session/sign-in-refused' })
    await counter.sportello.relay()
    expect(counter.mailer.sent.slice(before).map(({ subject }) => subject)).toEqual(['Comune di Prova: credenziali sospese'])
    accepted(
      await counter.sportello.credential.reactivate({
        operator,
        codiceFiscale: anna.codiceFiscale,
        reason: 'Identificata di persona',
      }),
    )
    accepted(await counter.sportello.session.signIn(credentials))
  })

  it('L5, INV-10: of 64 guesses at once no more than five are judged with the right password', async () => {
    const counter = openCounter({ policy: { credential: { strangersJudgedMax: 10_000 }, throttle: { freeFailures: 1000 } } })
    const { credentials, accountId } = await subscribed(counter)
    const guesses = Array.from({ length: 64 }, (_, i) => String(i).padStart(9, '0')).filter((pin) => pin !== credentials.pin)
    const answers = await Promise.allSettled(guesses.map((pin) => counter.sportello.session.signIn({ ...credentials, pin })))
    for (const answer of answers) {
      if (answer.status === 'rejected') expect(isSportelloError(answer.reason) && answer.reason.code).toBe('busy')
      else expect(answer.value.ok).toBe(false)
    }
    for (const pin of guesses) await refusal(counter, { ...credentials, pin })
    const journal = accepted(await counter.sportello.journal.read({ kind: 'credential', id: accountId }, { limit: 1000 }))
    const judged = journal.filter(({ data }) => (data as { reason?: string }).reason === 'wrong-pin')
    expect(judged).toHaveLength(5)
  })

  it('L6: wrong passwords only delay, growing and bounded; nobody but the subscriber can bring about a suspension', async () => {
    const counter = openCounter({ policy: { credential: { strangersJudgedMax: 10_000 } } })
    const { credentials } = await subscribed(counter)
    const wrong = { ...credentials, password: 'Sbagliata.1' }
    for (let i = 0; i < 40; i += 1) {
      expect(await refusal(counter, wrong)).toEqual({
        code: 'session/sign-in-refused',
        retryAt: counter.clock.now() + hour,
      })
      if (i < 3) continue
      // The fourth failure costs the first delay: until it is over the true secrets are not judged, and hear the same.
      if (i === 3) {
        counter.clock.advance(999)
        expect(await refusal(counter, credentials)).toEqual({
          code: 'session/sign-in-refused',
          retryAt: counter.clock.now() + hour,
        })
      }
      counter.clock.advance(hour)
    }
    expect(accepted(await counter.sportello.session.signIn(credentials)).failuresBefore).toBe(40)
  })

  it('L7: one counter for every spelling of the codice fiscale, also after a restart', async () => {
    const counter = openCounter()
    const { credentials } = await subscribed(counter)
    for (const codiceFiscale of ['VRDNNA80A41L219Z', 'vrdnna80a41l219z', ' VrdNna80A41L219z ']) {
      const restarted = openCounter({ storage: counter.storage, seed: 7 })
      await refusal(restarted, { ...credentials, codiceFiscale, password: 'Sbagliata.1' })
    }
    expect(accepted(await counter.sportello.credential.inspect({ operator, codiceFiscale: anna.codiceFiscale })).failures).toBe(3)
  })

  /** Counts the slow hashes, each of its kind; says of every verifier that it is outdated while `old`. */
  function countedHash() {
    const plain = plainPasswordHash()
    const work = { hashed: 0, compared: 0, old: false }
    const passwordHash: PasswordHash = {
      async hash(secret) {
        work.hashed += 1
        return plain.hash(secret)
      },
      async verify(secret, phc) {
        work.compared += 1
        return plain.verify(secret, phc)
      },
      outdated: () => work.old,
    }
    return { work, passwordHash }
  }

  it('L12: a verifier made with old parameters, or an old pepper, is made anew at the next right sign-in', async () => {
    const { work, passwordHash } = countedHash()
    const counter = openCounter({ passwordHash })
    const { credentials, accountId } = await subscribed(counter)
    work.old = true
    accepted(await counter.sportello.session.signIn(credentials))
    work.old = false
    accepted(await counter.sportello.session.signIn(credentials))
    const journal = accepted(await counter.sportello.journal.read({ kind: 'credential', id: accountId }))
    expect(journal.slice(-3).map(({ type }) => type)).toEqual(['SignedIn', 'VerifiersRenewed', 'SignedIn'])
  })

  it('L12: once signed in under a new key, the subscriber needs the earlier one no more', async () => {
    const counter = openCounter()
    const { credentials } = await subscribed(counter)
    const { storage } = counter
    const k2 = keys.ring.k1.map((byte) => byte ^ 0x5a)
    const under = (ring: { readonly [id: string]: Uint8Array }, seed: number) =>
      openCounter({ storage, seed, keys: { ...keys, current: 'k2', ring } }).sportello.session
    const signIn = () => under({ k2 }, 2).signIn(credentials)
    expect((await signIn()).ok).toBe(false)
    const { sportello } = openCounter({ storage, seed: 4, keys: { ...keys, current: 'k2', ring: { k2 } } })
    expect(accepted(await sportello.credential.inspect({ operator, codiceFiscale: anna.codiceFiscale })).verifiable).toBe(false)
    counter.clock.advance(1)
    accepted(await under({ ...keys.ring, k2 }, 3).signIn(credentials))
    accepted(await signIn())
  })

  it('L12: it is made anew too when secrets are given again in a session', async () => {
    const { work, passwordHash } = countedHash()
    const counter = openCounter({ passwordHash })
    const { credentials, accountId } = await subscribed(counter)
    const { token } = accepted(await counter.sportello.session.signIn(credentials))
    const { pin, password } = credentials
    const ask = { token, pin, password, email: 'anna@example.org', confirmation: 'anna@example.org' }
    work.old = true
    accepted(await counter.sportello.emailChange.request(ask))
    const types = accepted(await counter.sportello.journal.read({ kind: 'credential', id: accountId })).map(({ type }) => type)
    expect(types.slice(-2)).toEqual(['Reauthenticated', 'VerifiersRenewed'])
  })

  it('L1, L12: whatever is refused takes two slow hashes, also when both secrets are right and outdated', async () => {
    const { work, passwordHash } = countedHash()
    const counter = openCounter({ passwordHash, policy: { credential: { pinFailuresMax: 1 } } })
    const { credentials, accountId } = await subscribed(counter)
    const { codiceFiscale } = credentials
    const wrong = { ...credentials, password: 'Sbagliata.1' }
    work.old = true
    const workOf = async (given: object) => {
      const before = { ...work }
      const answer = await counter.sportello.session.signIn({ ...credentials, ...given })
      expect(answer.ok).toBe(false)
      return { hashed: work.hashed - before.hashed, compared: work.compared - before.compared }
    }
    const two = { hashed: 0, compared: 2 }
    // The dummy is made once in a process.
    await workOf({ codiceFiscale: 'RSSMRA70A01H501S' })
    expect(await workOf({ codiceFiscale: 'RSSMRA70A01H501S' }), 'nobody').toEqual(two)
    expect(await workOf({ pin: 'x' }), 'malformed').toEqual(two)
    for (let i = 0; i < 4; i += 1) expect(await workOf(wrong), 'wrong password').toEqual(two)
    expect(await workOf({}), 'right, in the delay').toEqual(two)
    counter.clock.advance(15 * minute)
    expect(await workOf({ pin: '000000000' }), 'wrong PIN').toEqual(two)
    counter.clock.advance(15 * minute)
    expect(await workOf({}), 'right, suspended').toEqual(two)
    accepted(await counter.sportello.credential.revoke({ operator, codiceFiscale, reason: 'Chiesto.' }))
    counter.clock.advance(15 * minute)
    expect(await workOf({}), 'right, revoked').toEqual(two)
    const renewed = accepted(await counter.sportello.journal.read({ kind: 'credential', id: accountId }))
    expect(renewed.map(({ type }) => type)).not.toContain('VerifiersRenewed')
  })

  it('INV-32: every attempt, right or wrong, has exactly one entry in the journal', async () => {
    const counter = openCounter()
    const { credentials, accountId } = await subscribed(counter)
    const count = async () =>
      accepted(await counter.sportello.journal.read({ kind: 'credential', id: accountId }, { limit: 1000 })).length
    const before = await count()
    await refusal(counter, { ...credentials, password: 'Sbagliata.1' })
    accepted(await counter.sportello.session.signIn(credentials))
    expect(await count()).toBe(before + 2)
  })

  it('J2: is total over any value, and changes none of it', async () => {
    const counter = openCounter()
    await fc.assert(
      fc.asyncProperty(fc.anything({ withBigInt: true, withNullPrototype: true }), async (value) => {
        const answer = await refusal(counter, value)
        expect(answer?.code).toBe('session/sign-in-refused')
      }),
      { numRuns: 200 },
    )
  })

  it('J3: a mebibyte in any field is refused', async () => {
    const counter = openCounter()
    const huge = '9'.repeat(1 << 20)
    for (const field of ['codiceFiscale', 'pin', 'password']) {
      expect(
        await refusal(counter, { codiceFiscale: anna.codiceFiscale, pin: '123456789', password: 'x', [field]: huge }),
      ).toMatchObject({
        code: 'session/sign-in-refused',
      })
    }
  })
})

describe('the session', () => {
  it('L11: is over with its credential, to the millisecond and for every command alike', async () => {
    const counter = openCounter({ policy: { credential: { lifetimeMs: 20 * minute } } })
    const { credentials } = await subscribed(counter)
    const { sportello, clock } = counter
    const { token } = accepted(await sportello.session.signIn(credentials))
    const { pin, password } = credentials
    const email = 'anna@example.org'
    const commands = {
      check: () => sportello.session.check(token),
      addresses: () => sportello.addresses.inspect({ token }),
      'own change': () => sportello.pecChange.inspectOwn({ token }),
      request: () => sportello.emailChange.request({ token, pin, password, email, confirmation: email }),
      'end sessions': () => sportello.credential.endSessions({ token }),
      revoke: () => sportello.credential.revokeOwn({ token, pin, password, reason: 'x' }),
    }
    clock.set(morning + 20 * minute - 1)
    accepted(await commands.check())
    accepted(await commands.addresses())
    clock.advance(1)
    for (const [name, act] of Object.entries(commands)) expect(refusedCode(await act()), name).toBe('session/not-active')
  })

  it('tells whose it is and what it opens', async () => {
    const counter = openCounter()
    const { credentials, accountId } = await subscribed(counter)
    const { token } = accepted(await counter.sportello.session.signIn(credentials))
    expect(accepted(await counter.sportello.session.check(token))).toEqual({
      accountId,
      scope: 'full',
      means: 'local',
      level: 0,
      person: {
        ...{ surname: 'Verdi', name: 'Anna', codiceFiscale: anna.codiceFiscale },
        ...{ birthDate: '1980-01-01', email: 'anna.verdi@example.it' },
      },
      obligations: [],
      localCredential: 'active',
      idleUntil: morning + 30 * minute,
      endsAt: morning + 12 * hour,
    })
  })

  it('ends by inactivity, at its absolute end, and by signing out', async () => {
    const counter = openCounter()
    const { credentials } = await subscribed(counter)
    const { check, signIn, end } = counter.sportello.session
    const idle = accepted(await signIn(credentials))
    counter.clock.set(morning + 30 * minute - 1)
    accepted(await check(idle.token))
    counter.clock.set(morning + 60 * minute - 2)
    accepted(await check(idle.token))
    counter.clock.set(morning + 90 * minute - 2)
    expect(refusedCode(await check(idle.token))).toBe('session/not-active')
    const long = accepted(await signIn(credentials))
    for (let at = counter.clock.now(); at < long.endsAt; at += 20 * minute) {
      counter.clock.set(at)
      accepted(await check(long.token))
    }
    counter.clock.set(long.endsAt)
    expect(refusedCode(await check(long.token))).toBe('session/not-active')
    const third = accepted(await signIn(credentials))
    accepted(await end(third.token))
    expect(refusedCode(await check(third.token))).toBe('session/not-active')
    expect(refusedCode(await end(third.token))).toBe('session/not-active')
  })

  it('writes its use down at most once a minute', async () => {
    const counter = openCounter()
    const { credentials } = await subscribed(counter)
    const { token } = accepted(await counter.sportello.session.signIn(credentials))
    const versions = async () =>
      (await counter.storage.list({ office: 'comune-di-prova', kind: 'session', limit: 10 })).map(({ version }) => version)
    const before = await versions()
    for (let i = 0; i < 59; i += 1) {
      counter.clock.advance(1000)
      accepted(await counter.sportello.session.check(token))
    }
    expect(await versions()).toEqual(before)
    counter.clock.advance(1000)
    accepted(await counter.sportello.session.check(token))
    expect(await versions()).not.toEqual(before)
  })

  it.each([
    [
      'a change of the password',
      async ({ sportello }: Counter, token: string) =>
        sportello.credential.changePassword({
          token,
          current: newPassword,
          next: 'Altro.Gelato9',
          confirmation: 'Altro.Gelato9',
        }),
    ],
    ['ending every session', async ({ sportello }: Counter, token: string) => sportello.credential.endSessions({ token })],
    [
      'revocation by the subscriber',
      async ({ sportello }: Counter, token: string, { pin, password }: { readonly pin: string; readonly password: string }) =>
        sportello.credential.revokeOwn({ token, pin, password, reason: 'Non serve più' }),
    ],
    [
      'revocation by the office',
      async ({ sportello }: Counter) =>
        sportello.credential.revoke({ operator, codiceFiscale: anna.codiceFiscale, reason: 'Cessato' }),
    ],
  ])('L11, INV-35: %s kills every session at once', async (_name, act) => {
    const counter = openCounter()
    const { credentials } = await subscribed(counter)
    const one = accepted(await counter.sportello.session.signIn(credentials))
    const two = accepted(await counter.sportello.session.signIn(credentials))
    accepted(await act(counter, one.token, credentials))
    for (const { token } of [one, two])
      expect(refusedCode(await counter.sportello.session.check(token))).toBe('session/not-active')
  })

  it('L11: a suspension ends every session', async () => {
    const counter = openCounter({ policy: { credential: { strangersJudgedMax: 10_000 }, throttle: { freeFailures: 100 } } })
    const { credentials } = await subscribed(counter)
    const { token } = accepted(await counter.sportello.session.signIn(credentials))
    for (let i = 0; i < 5; i += 1) await refusal(counter, { ...credentials, pin: '999999999' })
    expect(refusedCode(await counter.sportello.session.check(token))).toBe('session/not-active')
  })

  it('L10, INV-09: the grant of a first sign-in opens nothing but the change of the password', async () => {
    const counter = openCounter()
    const { credentials } = await approved(counter)
    const { token } = accepted(await counter.sportello.session.signIn(credentials))
    expect(accepted(await counter.sportello.session.check(token)).scope).toBe('password-change')
    expect(refusedCode(await counter.sportello.credential.endSessions({ token }))).toBe('session/password-change-required')
    expect(refusedCode(await counter.sportello.credential.revokeOwn({ ...credentials, token, reason: 'x' }))).toBe(
      'session/password-change-required',
    )
    accepted(await counter.sportello.session.end(token))
    expect(refusedCode(await counter.sportello.credential.endSessions({ token }))).toBe('session/not-active')
    expect(refusedCode(await counter.sportello.credential.revokeOwn({ ...credentials, token, reason: 'x' }))).toBe(
      'session/not-active',
    )
  })

  it('INV-15: a ticket is no session and a session no ticket', async () => {
    const counter = openCounter()
    const { credentials, ticket } = await subscribed(counter)
    const { token } = accepted(await counter.sportello.session.signIn(credentials))
    expect(refusedCode(await counter.sportello.session.check(ticket))).toBe('session/not-active')
    expect(refusedCode(await counter.sportello.registration.inspect(token))).toBe('registration/not-found')
  })

  it('J2: check and end are total over any value', async () => {
    const counter = openCounter()
    await fc.assert(
      fc.asyncProperty(fc.anything(), async (value) => {
        expect(refusedCode(await counter.sportello.session.check(value as never))).toBe('session/not-active')
        expect(refusedCode(await counter.sportello.session.end(value as never))).toBe('session/not-active')
      }),
      { numRuns: 200 },
    )
  })

  it('T1: a clock that goes back revives nothing, and the journal never runs backwards', async () => {
    const counter = openCounter()
    const { credentials } = await subscribed(counter)
    const { token } = accepted(await counter.sportello.session.signIn(credentials))
    accepted(await counter.sportello.credential.endSessions({ token }))
    const { id } = await completed(counter, { ...anna, email: 'back@example.it' })
    counter.clock.set(morning - 365 * day)
    expect(refusedCode(await counter.sportello.session.check(token))).toBe('session/not-active')
    accepted(await counter.sportello.credential.revoke({ operator, codiceFiscale: anna.codiceFiscale, reason: 'x' }))
    expect(await refusal(counter, credentials)).toMatchObject({ code: 'session/sign-in-refused' })
    const accountId = await approve(counter, id)
    const journal = accepted(await counter.sportello.journal.read({ kind: 'credential', id: accountId }))
    expect(journal.map(({ at }) => at)).toEqual(journal.map(() => morning))
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -1, 1.5, 9e15, '1', undefined])(
    'T2: a clock that says %j stops the command',
    async (now) => {
      const counter = openCounter({ clock: { now: () => now as number } })
      const attempt = counter.sportello.session.signIn({ codiceFiscale: anna.codiceFiscale, pin: '123456789', password: 'x' })
      await expect(attempt).rejects.toMatchObject({ code: 'clock/invalid' })
      expect(await counter.storage.list({ office: 'comune-di-prova', kind: 'credential', limit: 1 })).toEqual([])
    },
  )
})

describe('expiry by policy', () => {
  it('natural: the credential opens nothing from its end on', async () => {
    const counter = openCounter({ policy: { credential: { lifetimeMs: 10 * day } } })
    const { credentials } = await subscribed(counter)
    counter.clock.set(morning + 10 * day - 1)
    const { token } = accepted(await counter.sportello.session.signIn(credentials))
    counter.clock.set(morning + 10 * day)
    expect(await refusal(counter, credentials)).toMatchObject({ code: 'session/sign-in-refused' })
    expect(refusedCode(await counter.sportello.session.check(token))).toBe('session/not-active')
    expect(accepted(await counter.sportello.credential.inspect({ operator, codiceFiscale: anna.codiceFiscale })).expired).toBe(
      'expired',
    )
  })

  it('by disuse: each full sign-in moves the end', async () => {
    const counter = openCounter({ policy: { credential: { disuseMs: 10 * day } } })
    const { credentials } = await subscribed(counter)
    counter.clock.set(morning + 10 * day - 1)
    accepted(await counter.sportello.session.signIn(credentials))
    counter.clock.set(morning + 20 * day - 2)
    accepted(await counter.sportello.session.signIn(credentials))
    counter.clock.set(morning + 30 * day - 2)
    expect(await refusal(counter, credentials)).toMatchObject({ code: 'session/sign-in-refused' })
  })

  it('of a password: the sign-in opens its change and says why', async () => {
    const counter = openCounter({ policy: { credential: { passwordLifetimeMs: 90 * day } } })
    const { credentials } = await subscribed(counter)
    counter.clock.set(morning + 90 * day - 1)
    expect(accepted(await counter.sportello.session.signIn(credentials)).scope).toBe('full')
    counter.clock.set(morning + 90 * day)
    expect(accepted(await counter.sportello.session.signIn(credentials))).toMatchObject({
      scope: 'password-change',
      obligations: ['change-old-password'],
    })
  })
})
