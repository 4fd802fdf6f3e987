/** The simulated providers of the demo keep the promises of the ports, also through calls that fail, are late, are lost or come twice. */
import type { ArrivingProvider, LeavingProvider } from 'sportello'
import { type ProviderHarness, providerContract } from 'sportello/testing'
import { describe, expect, it } from 'vitest'
import { chanceOf } from '../../examples/demo/migration/chance.ts'
import { type Effect, type SimulatedMailbox, simulateProviders } from '../../examples/demo/migration/providers.ts'
import { type Temper, withTemper } from '../../examples/demo/migration/temper.ts'

const scuola = { mailbox: 'scuola@pec.example.it', password: 'Vecchia.Parola0', messages: 9, archived: 4, isFull: false }
const liceo = { ...scuola, mailbox: 'liceo@pec.example.it', password: 'Altra.Parola9' }

/** A clock that a step puts forward, and providers that live by it. */
function simulated(mailboxes: readonly SimulatedMailbox[] = [scuola, liceo], effects: Effect[] = []) {
  let at = 1_000
  const providers = simulateProviders({ mailboxes, now: () => at, perSecond: 2, tell: (effect) => effects.push(effect) })
  return {
    ...providers,
    pass(ms: number) {
      at += ms
    },
  }
}

function harness(ports: (right: { leaving: LeavingProvider; arriving: ArrivingProvider }) => typeof right): ProviderHarness {
  const right = simulated()
  return {
    ...ports(right),
    ...{ mailbox: scuola.mailbox, password: scuola.password, other: liceo, absent: 'nessuno@pec.example.it' },
    opens: async (mailbox, password) => right.opens(mailbox, password),
    messagesOf: async (mailbox) => right.messagesOf(mailbox),
    step: async () => right.pass(600),
  }
}

const rough: Temper = { unavailable: 0.2, lost: 0.2, repeated: 0.2, late: 0.1, leastMs: 1, mostMs: 20, lateMs: 2_000 }

/** Asks again until there is an answer, as a worker does. */
function patient({ leaving, arriving }: { leaving: LeavingProvider; arriving: ArrivingProvider }) {
  async function until<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    for (;;) {
      const answer = await ask().catch(() => 'unavailable')
      if (answer !== 'unavailable') return answer as Answer
    }
  }
  return {
    leaving: { verify: (mailbox: string, password: string) => until(() => leaving.verify(mailbox, password)) },
    arriving: {
      setPassword: (order: Parameters<ArrivingProvider['setPassword']>[0]) => until(() => arriving.setPassword(order)),
      copy: (order: Parameters<ArrivingProvider['copy']>[0]) => until(() => arriving.copy(order)),
      progress: (name: Parameters<ArrivingProvider['progress']>[0]) => until(() => arriving.progress(name)),
    },
  }
}

describe('the simulated providers', () => {
  it.each(providerContract(() => harness((right) => right)))('keep their promise: $name', ({ run }) => run())

  it.each(
    [1, 2, 3].flatMap((seed) =>
      providerContract(() => harness((right) => patient(withTemper(right, rough, chanceOf(seed), () => Promise.resolve())))).map(
        (check) => ({ seed, ...check }),
      ),
    ),
  )('keep it on a bad way too, asked until they answer (seed $seed): $name', ({ run }) => run())

  it('give up a copying half way where the new mailbox is too small', async () => {
    const { arriving, pass, messagesOf } = simulated([{ ...scuola, isFull: true }])
    const name = { mailbox: scuola.mailbox, part: 'messages', number: 1 } as const
    await arriving.copy({ ...name, password: scuola.password })
    pass(1_999)
    expect(await arriving.progress(name)).toEqual({ status: 'running', copied: 3, total: 9 })
    pass(1)
    expect(await arriving.progress(name)).toEqual({ status: 'failed', cause: 'capacity' })
    pass(60_000)
    expect(messagesOf(scuola.mailbox)).toBe(4)
  })

  it('cut a copying off when the password is changed, and go on from there under the new one', async () => {
    const { arriving, leaving, pass, messagesOf, changePassword } = simulated()
    const name = { mailbox: scuola.mailbox, part: 'messages' } as const
    await arriving.copy({ ...name, number: 1, password: scuola.password })
    pass(2_000)
    changePassword(scuola.mailbox, 'Nuova.Parola1')
    pass(2_000)
    expect(await arriving.progress({ ...name, number: 1 })).toEqual({ status: 'failed', cause: 'password' })
    expect(messagesOf(scuola.mailbox)).toBe(4)
    expect(await leaving.verify(scuola.mailbox, scuola.password)).toBe('wrong')
    const anew = await arriving.copy({ ...name, number: 2, password: 'Nuova.Parola1' })
    expect(anew).toEqual({ status: 'running', copied: 4, total: 9 })
    pass(60_000)
    expect([await arriving.progress({ ...name, number: 2 }), messagesOf(scuola.mailbox)]).toEqual([
      { status: 'done', copied: 9 },
      9,
    ])
  })

  it('are set up again from their effects, which hold no password', async () => {
    const effects: Effect[] = []
    const first = simulated([scuola, liceo], effects)
    const name = { mailbox: scuola.mailbox, part: 'messages', number: 1 } as const
    await first.arriving.setPassword({ mailbox: scuola.mailbox, number: 1, password: 'Nuova.Parola1' })
    await first.arriving.copy({ ...name, password: scuola.password })
    first.pass(2_000)
    first.changePassword(scuola.mailbox, 'Terza.Parola3')
    await first.arriving.copy({ ...name, number: 2, password: 'Terza.Parola3' })
    const written = JSON.stringify(effects)
    for (const secret of ['Nuova.Parola1', 'Terza.Parola3', scuola.password]) expect(written).not.toContain(secret)
    const again = simulated()
    for (const effect of JSON.parse(written) as Effect[]) again.restore(effect)
    for (const ms of [2_000, 700, 60_000]) {
      if (ms !== 2_000) first.pass(ms)
      again.pass(ms)
      for (const number of [1, 2])
        expect(await again.arriving.progress({ ...name, number })).toEqual(await first.arriving.progress({ ...name, number }))
      expect(again.messagesOf(scuola.mailbox)).toBe(first.messagesOf(scuola.mailbox))
    }
    expect(again.opens(scuola.mailbox, 'Nuova.Parola1')).toBe(true)
    expect(again.beginningsOf(scuola.mailbox)).toBe(2)
  })
})

describe('a bad way to the providers', () => {
  const calm: Temper = { unavailable: 0, lost: 0, repeated: 0, late: 0, leastMs: 0, mostMs: 0, lateMs: 0 }
  const order = { mailbox: scuola.mailbox, number: 1, password: 'Nuova.Parola1' }

  async function befalls(temper: Partial<Temper>) {
    const right = simulated()
    const waited: number[] = []
    const way = withTemper(right, { ...calm, ...temper }, chanceOf(1), async (ms) => void waited.push(ms))
    const answer = await way.arriving.setPassword(order).catch((cause: unknown) => String(cause))
    return { answer, isSet: right.opens(scuola.mailbox, order.password), counts: way.counts, waited }
  }

  it('is unavailable before anything is done', async () => {
    expect(await befalls({ unavailable: 1 })).toMatchObject({ answer: 'unavailable', isSet: false, counts: { unavailable: 1 } })
  })

  it('loses an answer after it is done', async () => {
    const { answer, isSet, counts } = await befalls({ lost: 1 })
    expect([answer, isSet, counts.lost]).toEqual(['Error: the connection was closed before the answer had arrived', true, 1])
  })

  it('does it twice', async () => {
    expect(await befalls({ repeated: 1 })).toMatchObject({ answer: 'set', isSet: true, counts: { repeated: 1 } })
  })

  it('answers late', async () => {
    expect(await befalls({ late: 1, lateMs: 7_000 })).toMatchObject({ answer: 'set', waited: [7_000], counts: { late: 1 } })
  })

  it('is the same again for the same seed, and another one for another', async () => {
    const told = async (seed: number) => {
      const way = withTemper(simulated(), rough, chanceOf(seed), async () => {})
      const answers: string[] = []
      for (let i = 0; i < 60; i += 1) answers.push(await way.leaving.verify(scuola.mailbox, scuola.password).catch(String))
      return [answers, way.counts]
    }
    expect(await told(5)).toEqual(await told(5))
    expect(await told(5)).not.toEqual(await told(6))
  })
})
