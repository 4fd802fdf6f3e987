/** What two commands at once, and a storage that fails, come to in a change of the private address. */
import { inspect } from 'node:util'
import { isSportelloError } from 'sportello'
import { memoryStorage } from 'sportello/memory'
import { faulty } from 'sportello/testing'
import { describe, expect, it } from 'vitest'
import { accepted, type Counter, keys, openCounter, refusedCode, subscribed } from '../../../support/counter.ts'
import { type Command, explore, scene } from '../../../support/interleaving.ts'
import { changing, newMail, oldMail } from './subscriber.ts'

type Cast = { readonly token: string; readonly pin: string; readonly password: string; readonly links: readonly string[] }

/** A change that was asked for and sent twice, in the world that every order begins with. */
const asked = () =>
  scene(async (counter): Promise<Cast> => {
    const { credentials } = await subscribed(counter)
    const { sportello, mailer } = counter
    const { pin, password } = credentials
    const { token } = accepted(await sportello.session.signIn(credentials))
    accepted(await sportello.emailChange.request({ token, pin, password, email: newMail, confirmation: newMail }))
    accepted(await sportello.emailChange.resend({ token }))
    await sportello.relay()
    const links = mailer.sent.flatMap(({ text }) => /email-change#token=(\S+)/.exec(text)?.[1] ?? [])
    return { token, pin, password, links: [...links].sort() }
  })

const confirm =
  (which = 0): Command<Cast> =>
  ({ sportello }, { links }) =>
    sportello.emailChange.confirm(links[which] ?? '')
const cancel: Command<Cast> = ({ sportello }, { token }) => sportello.emailChange.cancel({ token })
const resend: Command<Cast> = ({ sportello }, { token }) => sportello.emailChange.resend({ token })
const endSessions: Command<Cast> = ({ sportello }, { token }) => sportello.credential.endSessions({ token })
const request =
  (mail: string): Command<Cast> =>
  ({ sportello }, { token, pin, password }) =>
    sportello.emailChange.request({ token, pin, password, email: mail, confirmation: mail })

function said(answer: unknown): string {
  const { ok, refusal, error } = answer as {
    readonly ok?: boolean
    readonly refusal?: { readonly code: string }
    readonly error?: unknown
  }
  if (error !== undefined) return `error ${inspect(error)}`
  return ok === true ? 'ok' : (refusal?.code ?? 'nothing')
}

/** The private address in force, and how each change stands, as the rows say. */
function standing({ storage }: Pick<Counter, 'storage'>): string {
  const { records } = storage.contents()
  const account = records.find(({ machine, personal }) => machine === 'credential' && personal !== null)
  const { email } = JSON.parse(account?.personal ?? '{}') as { readonly email?: string }
  const changes = records.filter(({ machine }) => machine === 'email-change')
  const statuses = changes.map(({ state }) => (JSON.parse(state) as { readonly status: string }).status)
  return [email === oldMail ? 'old' : email === newMail ? 'new' : email, ...statuses.sort()].join(' ')
}

/** Plays every order of the commands, and collects what they came to. */
async function outcomes(commands: readonly Command<Cast>[]): Promise<readonly string[]> {
  const found = new Set<string>()
  const beginning = await asked()
  const runs = await explore(
    beginning,
    commands,
    async ({ world, answers }) => void found.add([...answers.map(said), standing(world)].join(', ')),
  )
  expect(runs).toBeGreaterThan(commands.length)
  return [...found].sort()
}

describe('at once', () => {
  it('INV-11: two clicks on one link: one counts, the other hears that it was done', async () => {
    expect(await outcomes([confirm(), confirm()])).toEqual([
      'email-change/already-confirmed, ok, new confirmed',
      'ok, email-change/already-confirmed, new confirmed',
    ])
  })

  it('INV-11: clicks on both links of one request: one counts', async () => {
    expect(await outcomes([confirm(0), confirm(1)])).toEqual([
      'email-change/already-confirmed, ok, new confirmed',
      'ok, email-change/already-confirmed, new confirmed',
    ])
  })

  it('a click and a cancellation: one of them has happened, whole', async () => {
    expect(await outcomes([confirm(), cancel])).toEqual([
      'email-change/cancelled, ok, old cancelled',
      'ok, email-change/not-found, new confirmed',
    ])
  })

  it('a click and a newer request: the click came first, or its link is dead', async () => {
    expect(await outcomes([confirm(), request('third@example.org')])).toEqual([
      'email-change/superseded, ok, old awaiting-confirmation superseded',
      'ok, ok, new awaiting-confirmation confirmed',
    ])
  })

  it('a click and one more mail: the mail was in time, or there is nothing to send', async () => {
    expect(await outcomes([confirm(), resend])).toEqual(['ok, email-change/not-found, new confirmed', 'ok, ok, new confirmed'])
  })

  it('INV-35: a click and a security event: the click came first, or it does nothing', async () => {
    expect(await outcomes([confirm(), endSessions])).toEqual(['email-change/void, ok, old void', 'ok, ok, new confirmed'])
  })

  it('INV-14: two requests: one of them is open, the other superseded', async () => {
    expect(await outcomes([request('third@example.org'), request('fourth@example.org')])).toEqual([
      'ok, ok, old awaiting-confirmation superseded superseded',
    ])
  })
})

describe('a storage that fails', () => {
  /** The counter of a change that was asked for, on a storage whose next commit comes to this. */
  async function failing(fault: 'before' | 'after' | 'conflict', times = 1) {
    let left = 0
    const inner = memoryStorage()
    const storage = faulty(inner, ({ operation }) => {
      if (operation !== 'commit' || left === 0) return null
      left -= 1
      return fault
    })
    const subscriber = await changing({ storage })
    return {
      ...subscriber,
      fail: () => {
        left = times
      },
      now: () => standing({ storage: inner }),
    }
  }
  const requestKey = 'a-key-of-twenty-chars'

  it('before the commit has done nothing, and the link works afterwards', async () => {
    const { sportello, token, fail, now, told } = await failing('before')
    fail()
    await expect(sportello.emailChange.confirm(token)).rejects.toSatisfy(isSportelloError)
    expect(now()).toBe('old awaiting-confirmation')
    expect(await told()).toEqual([])
    accepted(await sportello.emailChange.confirm(token))
    expect(now()).toBe('new confirmed')
  })

  it('after the commit has done all of it: whoever repeats hears that it was done', async () => {
    const { sportello, token, fail, now } = await failing('after')
    fail()
    await expect(sportello.emailChange.confirm(token)).rejects.toSatisfy(isSportelloError)
    expect(now()).toBe('new confirmed')
    expect(refusedCode(await sportello.emailChange.confirm(token))).toBe('email-change/already-confirmed')
  })

  it('after the commit gives whoever repeats with the same key the answer of the first time', async () => {
    const { sportello, token, fail, change, links, told } = await failing('after')
    fail()
    await expect(sportello.emailChange.confirm(token, { requestKey })).rejects.toSatisfy(isSportelloError)
    expect(accepted(await sportello.emailChange.confirm(token, { requestKey }))).toEqual({
      email: newMail,
      institutional: false,
    })
    expect(await told()).toHaveLength(2)
    fail()
    const again = { requestKey: `${requestKey}-2` }
    await expect(change('third@example.org', again)).rejects.toSatisfy(isSportelloError)
    accepted(await change('third@example.org', again))
    expect(await links('third@example.org')).toHaveLength(1)
    expect(refusedCode(await change('fourth@example.org', again))).toBe('request/key-reused')
    expect(refusedCode(await sportello.emailChange.confirm(token, { requestKey: 'short' }))).toBe('request/malformed-key')
  })

  it('after the commit sends no second mail for a repeat with the same key, and takes nothing back that was begun since', async () => {
    const { sportello, subscriber, fail, change, links } = await failing('after')
    const again = { requestKey: `${requestKey}-3` }
    fail()
    await expect(sportello.emailChange.resend(subscriber, again)).rejects.toSatisfy(isSportelloError)
    accepted(await sportello.emailChange.resend(subscriber, again))
    expect(await links()).toHaveLength(2)
    const back = { requestKey: `${requestKey}-4` }
    accepted(await sportello.emailChange.cancel(subscriber, back))
    accepted(await change('third@example.org'))
    accepted(await sportello.emailChange.cancel(subscriber, back))
    const [link = ''] = await links('third@example.org')
    accepted(await sportello.emailChange.confirm(link))
  })

  it('by conflicts mails the very link that it stores, for a request and for one more mail', async () => {
    const { sportello, fail, change, again, links } = await failing('conflict', 3)
    fail()
    accepted(await change('third@example.org'))
    fail()
    accepted(await again())
    const [first = '', second = '', ...rest] = await links('third@example.org')
    expect(rest).toEqual([])
    expect(accepted(await sportello.emailChange.inspectByLink(first)).canConfirm).toBe(true)
    fail()
    accepted(await sportello.emailChange.confirm(second))
  })
})

describe('a key that was taken out of the ring', () => {
  it('makes its links links of nothing, while others go on', async () => {
    const subscriber = await changing()
    const bytes = Uint8Array.from({ length: 32 }, (_, i) => 200 - i)
    const ring = { current: 'k2', ring: { k2: bytes }, pseudonym: keys.pseudonym }
    const { sportello } = openCounter({ storage: subscriber.storage, mailer: subscriber.mailer, keys: ring })
    expect(refusedCode(await sportello.emailChange.confirm(subscriber.token))).toBe('email-change/not-found')
    accepted(await subscriber.sportello.emailChange.confirm(subscriber.token))
  })
})
