/** The workers: whatever fails, repeats, answers late or dies, each password is set and each mailbox copied once. */
import type { ArrivingProvider, MailboxCopyOrder, MailboxPasswordOrder } from 'sportello'
import { describe, expect, it } from 'vitest'
import { accepted, openCounter, operator, refusedCode } from '../../../support/counter.ts'
import { seedDomain } from '../../../support/migration-seed.ts'
import {
  chosen,
  complete,
  conforming,
  cutOver,
  day,
  hour,
  lettersOf,
  look,
  moving,
  one,
  owns,
  replacing,
  sealedWork,
  two,
  workAll,
} from '../../../support/moving-mailboxes.ts'

const minute = 60_000

describe('an order', () => {
  it('INV-26: lies sealed until the arriving provider has it, and is wiped in the commit that says so', async () => {
    const scene = await moving()
    const { sportello, counter } = scene
    accepted(await sportello.mailboxes.activate(replacing))
    expect(sealedWork(scene)).toEqual(['order', 'archive'])
    const commits: (readonly [orders: readonly string[], set: boolean])[] = []
    const { storage } = counter
    const commit = storage.commit.bind(storage)
    storage.commit = async (given) => {
      const done = await commit(given)
      const states = storage
        .contents()
        .records.filter(({ machine }) => machine === 'mailbox')
        .map(({ state }) => state)
      commits.push([sealedWork(scene), states.some((state) => /"setAt":\d/.test(state))])
      return done
    }
    await sportello.migration.work()
    expect(commits.length).toBeGreaterThan(0)
    // At no commit are both there: a password that is set, and its order.
    for (const [orders, isSet] of commits) expect(orders.includes('order') && isSet).toBe(false)
    expect(sealedWork(scene)).toEqual(['archive', 'watch-messages'])
  })

  it('is tried again after a growing delay, waits for the office in the end, and goes on when the office says so', async () => {
    const asked: number[] = []
    let isDown = true
    const scene = await moving({
      policy: { mailbox: { attemptsMax: 5 } },
      wrapArriving: (port) => ({
        ...port,
        async setPassword(order) {
          asked.push(scene.clock.now())
          return isDown ? 'unavailable' : port.setPassword(order)
        },
      }),
    })
    const { sportello, clock } = scene
    accepted(await sportello.mailboxes.activate(replacing))
    let parked = 0
    for (let i = 0; i < 200 && parked === 0; i += 1) {
      parked = (await sportello.migration.work()).parked
      clock.advance(minute / 2)
    }
    expect(asked).toHaveLength(5)
    const waits = asked.slice(1).map((at, i) => at - (asked[i] ?? 0))
    waits.forEach((ms, i) => {
      expect(ms).toBeGreaterThanOrEqual((minute * 2 ** i) / 2)
      expect(ms).toBeLessThanOrEqual(minute * 2 ** i + minute / 2)
    })
    const view = accepted(await sportello.mailboxes.inspect(look(two)))
    expect(view.parked).toMatchObject({ lane: 'orders', cause: 'unavailable' })
    const report = accepted(await sportello.migration.report({ operator, domain: seedDomain }))
    expect(report).toMatchObject({ parked: { unavailable: 1, refused: 0 }, passwords: { ordered: 1 }, messages: { running: 1 } })
    const found = accepted(await sportello.mailboxes.find({ operator, domain: seedDomain, state: 'parked' }))
    expect(found.mailboxes.map(({ id }) => id)).toEqual([view.id])
    isDown = false
    await workAll(scene, 3)
    expect(asked).toHaveLength(5)
    expect(accepted(await sportello.mailboxes.requeue(look(two))).parked).toBe(null)
    expect(refusedCode(await sportello.mailboxes.requeue(look(one)))).toBe('mailbox/not-parked')
    await workAll(scene)
    expect(accepted(await sportello.mailboxes.inspect(look(two))).activations.at(-1)?.setAt).not.toBe(null)
  })

  it('INV-18: that has long waited for the change of provider is tried as often as any other, from the shortest delay', async () => {
    let isDown = true
    const asked: number[] = []
    const scene = await moving({
      wrapArriving: (port) => ({
        ...port,
        async copy(order) {
          if (order.part !== 'archive') return port.copy(order)
          asked.push(scene.clock.now())
          if (isDown) throw new Error('down')
          return port.copy(order)
        },
      }),
    })
    const { sportello, clock } = scene
    accepted(await sportello.mailboxes.activate(replacing))
    await workAll(scene)
    await cutOver(scene)
    // The change takes two days longer than it was planned to.
    for (let round = 0; round < 7 * 24 * 4; round += 1) {
      await sportello.migration.work()
      clock.advance(15 * minute)
    }
    expect(asked).toEqual([])
    await complete(scene)
    for (let round = 0; round < 60; round += 1) {
      expect((await sportello.migration.work()).parked).toBe(0)
      if (asked.length >= 3) isDown = false
      clock.advance(minute)
    }
    expect(asked.length).toBe(4)
    expect((asked[1] ?? 0) - (asked[0] ?? 0)).toBeLessThanOrEqual(2 * minute)
  })

  it('that is refused for good waits for the office at once, and the copying goes on', async () => {
    const scene = await moving({ wrapArriving: (port) => ({ ...port, setPassword: async () => 'refused' }) })
    accepted(await scene.sportello.mailboxes.activate(replacing))
    expect(await scene.sportello.migration.work()).toMatchObject({ parked: 1, started: 1, set: 0 })
    await workAll(scene)
    const view = accepted(await scene.sportello.mailboxes.inspect(look(two)))
    expect(view).toMatchObject({ parked: { cause: 'refused' }, messages: { status: 'done' } })
    await cutOver(scene)
    await complete(scene)
    // Nobody is promised a password that nobody has set.
    expect(accepted(await scene.sportello.mailboxes.inspect(look(two)))).toMatchObject({
      status: 'blocked',
      access: { opens: 'nothing', why: 'not-set' },
    })
  })

  it('that is superseded while its answer is on the way changes nothing', async () => {
    let held: (() => void) | null = null
    let isFirst = true
    const scene = await moving({
      wrapArriving: (port) => ({
        ...port,
        copy: async () => ({ status: 'unknown' }),
        async setPassword(order) {
          if (isFirst) {
            isFirst = false
            await new Promise<void>((resolve) => {
              held = resolve
            })
          }
          return port.setPassword(order)
        },
      }),
    })
    const { sportello, clock } = scene
    const first = 'Fragola.Rossa77'
    accepted(await sportello.mailboxes.activate({ ...replacing, next: first, confirmation: first }))
    const late = sportello.migration.work()
    await new Promise((resolve) => setImmediate(resolve))
    accepted(await sportello.mailboxes.activate(replacing))
    await sportello.migration.work()
    ;(held as unknown as () => void)()
    await late
    const { activations } = accepted(await sportello.mailboxes.inspect(look(two)))
    expect(activations.map(({ number, setAt }) => [number, setAt === null])).toEqual([
      [1, true],
      [2, false],
    ])
    expect(await scene.providers.opens(`${two}@${seedDomain}`, chosen)).toBe(true)
    clock.advance(day)
  })
})

describe('work that was leased', () => {
  it('and is superseded before it is begun asks the provider nothing', async () => {
    const asked: number[] = []
    const scene = await moving({
      wrapArriving: (port) => ({
        ...port,
        setPassword(order) {
          asked.push(order.number)
          return port.setPassword(order)
        },
      }),
    })
    const { sportello, counter } = scene
    accepted(await sportello.mailboxes.activate(replacing))
    const lease = counter.storage.lease.bind(counter.storage)
    counter.storage.lease = async (order) => {
      const leased = await lease(order)
      if (order.office.endsWith('~orders')) accepted(await sportello.mailboxes.activate(replacing))
      return leased
    }
    expect(await sportello.migration.work()).toMatchObject({ taken: 1, dropped: 1, set: 0 })
    expect(asked).toEqual([])
    counter.storage.lease = lease
    await workAll(scene)
    expect(asked).toEqual([2])
  })
})

describe('a copying', () => {
  it('that fails is told, blocks nothing, and begins anew with the next activation', async () => {
    let isFull = true
    const scene = await moving({
      wrapArriving: (port) => ({
        ...port,
        copy: async (order) => (isFull ? { status: 'failed', cause: 'capacity' } : port.copy(order)),
      }),
    })
    const { sportello } = scene
    accepted(await sportello.mailboxes.activate(owns(one, conforming)))
    await workAll(scene, 3)
    const failed = accepted(await sportello.mailboxes.inspect(look(one)))
    expect(failed.messages).toMatchObject({ status: 'failed', cause: 'capacity' })
    expect(accepted(await sportello.migration.report({ operator, domain: seedDomain })).messages.failed.capacity).toBe(1)
    isFull = false
    accepted(await sportello.mailboxes.activate(owns(one, conforming)))
    await workAll(scene)
    expect(accepted(await sportello.mailboxes.inspect(look(one))).messages).toMatchObject({ status: 'done', number: 2 })
    await cutOver(scene)
    await complete(scene)
    expect(accepted(await sportello.mailboxes.inspect(look(one))).status).toBe('live')
    await sportello.relay()
    expect(lettersOf(scene)).toContain(`copy-failed-messages ${one}@${seedDomain}`)
  })

  it('X4: is interrupted by a change that the leaving provider reports, and begins anew with the password of then', async () => {
    const scene = await moving()
    const { sportello, providers } = scene
    const later = 'Arancia.Gialla55'
    accepted(await sportello.mailboxes.activate(owns(one, conforming)))
    await sportello.migration.work()
    providers.changePassword(`${one}@${seedDomain}`, later)
    const view = accepted(await sportello.mailboxes.reportPasswordChange(look(one)))
    expect(view.messages).toMatchObject({ status: 'failed', cause: 'password', number: 1 })
    accepted(await sportello.mailboxes.activate(owns(one, later)))
    await workAll(scene)
    expect(accepted(await sportello.mailboxes.inspect(look(one))).messages).toMatchObject({
      status: 'done',
      number: 2,
      copied: 3,
    })
    expect(await providers.messagesOf(`${one}@${seedDomain}`)).toBe(3)
    expect(await providers.opens(`${one}@${seedDomain}`, later)).toBe(true)
  })

  it('that the provider has lost is told as interrupted', async () => {
    const scene = await moving({ wrapArriving: (port) => ({ ...port, progress: async () => ({ status: 'unknown' }) }) })
    accepted(await scene.sportello.mailboxes.activate(owns(one, conforming)))
    await workAll(scene, 3)
    expect(accepted(await scene.sportello.mailboxes.inspect(look(one))).messages).toMatchObject({
      status: 'failed',
      cause: 'interrupted',
    })
  })

  it('of which nothing is heard any more waits for the office', async () => {
    const scene = await moving({ wrapArriving: (port) => ({ ...port, progress: () => Promise.reject(new Error('down')) }) })
    const { sportello, clock } = scene
    accepted(await sportello.mailboxes.activate(owns(one, conforming)))
    await sportello.migration.work()
    let parked = 0
    for (let i = 0; i < 40 && parked === 0; i += 1) {
      clock.advance(hour)
      parked = (await sportello.migration.work()).parked
    }
    expect(accepted(await sportello.mailboxes.inspect(look(one))).parked).toMatchObject({ lane: 'watch', cause: 'silent' })
  })

  it('of the archive waits for the reported completion', async () => {
    const ordered: string[] = []
    const scene = await moving({
      wrapArriving: (port) => ({
        ...port,
        copy(order) {
          ordered.push(order.part)
          return port.copy(order)
        },
      }),
    })
    const { sportello, clock } = scene
    accepted(await sportello.mailboxes.activate(owns(one, conforming)))
    await cutOver(scene)
    clock.advance(12 * hour)
    await workAll(scene)
    expect(ordered).toEqual(['messages'])
    await complete(scene)
    clock.advance(hour)
    await workAll(scene)
    expect(ordered).toEqual(['messages', 'archive'])
    expect(sealedWork(scene)).toEqual([])
  })
})

describe('a round', () => {
  it.each<[name: string, options: object]>([
    ['limit', { limit: 0 }],
    ['leaseMs', { leaseMs: 86_400_001 }],
    ['parallel', { parallel: 65 }],
    ['perSecond', { perSecond: 0 }],
    ['a getter that throws', Object.defineProperty({}, 'limit', { enumerable: true, get: () => Number('x').toFixed(200) })],
  ])('is refused for options that are none: %s', async (_, options) => {
    const { sportello } = await moving()
    await expect(sportello.migration.work(options)).rejects.toMatchObject({ code: 'config/invalid' })
  })

  it('begins no more in a second than this process may', async () => {
    const mailboxes = Array.from({ length: 9 }, (_, i) => ({ mailbox: `s${i}@${seedDomain}`, password: conforming, messages: 0 }))
    const scene = await moving({ mailboxes })
    const { sportello, clock } = scene
    for (let i = 0; i < 9; i += 1) accepted(await sportello.mailboxes.activate(owns(`s${i}`, conforming)))
    const taken: number[] = []
    for (let i = 0; i < 6; i += 1) {
      taken.push((await sportello.migration.work({ perSecond: 4 })).taken)
      clock.advance(500)
    }
    expect(taken).toEqual([4, 0, 4, 0, 1, 0])
  })

  it('asks so many questions at once and no more', async () => {
    const mailboxes = Array.from({ length: 12 }, (_, i) => ({
      mailbox: `s${i}@${seedDomain}`,
      password: conforming,
      messages: 0,
    }))
    let [now, most] = [0, 0]
    const slowly = async <T>(ask: () => Promise<T>): Promise<T> => {
      now += 1
      most = Math.max(most, now)
      // Long enough for the others to begin, however busy the machine is.
      await new Promise((resolve) => setTimeout(resolve, 20))
      try {
        return await ask()
      } finally {
        now -= 1
      }
    }
    const scene = await moving({
      mailboxes,
      wrapArriving: (port): ArrivingProvider => ({
        setPassword: (order: MailboxPasswordOrder) => slowly(() => port.setPassword(order)),
        copy: (order: MailboxCopyOrder) => slowly(() => port.copy(order)),
        progress: (name) => slowly(() => port.progress(name)),
      }),
    })
    for (let i = 0; i < 12; i += 1) accepted(await scene.sportello.mailboxes.activate(owns(`s${i}`, conforming)))
    expect(await scene.sportello.migration.work({ parallel: 3 })).toMatchObject({ set: 12, copied: 12 })
    expect(most).toBe(3)
  })

  it('is not held up by one mailbox whose record cannot be read, nor is a sweep', async () => {
    const scene = await moving({ policy: { mailbox: { attemptsMax: 1 } } })
    const { sportello, counter } = scene
    accepted(await sportello.mailboxes.activate(replacing))
    accepted(await sportello.mailboxes.activate(owns(one, conforming)))
    const broken = accepted(await sportello.mailboxes.inspect(look(two))).id
    const load = counter.storage.load.bind(counter.storage)
    const list = counter.storage.list.bind(counter.storage)
    const breaking = <Row extends { readonly key: string } | null>(rows: readonly Row[]): readonly Row[] =>
      rows.map((row) => (row?.key.endsWith(`/mailbox/${broken}`) ? { ...row, state: '{}' } : row))
    counter.storage.load = async (keys) => breaking(await load(keys))
    counter.storage.list = async (query) => breaking(await list(query))
    expect(await sportello.migration.work({ parallel: 1 })).toMatchObject({ taken: 2, set: 1, parked: 1, left: 0 })
    const act = { operator, domain: seedDomain, reason: 'Avvio.' }
    accepted(await sportello.migration.reportStart(act))
    accepted(await sportello.migration.reportCompletion(act))
    await sportello.retention.sweep()
    expect(accepted(await sportello.mailboxes.inspect(look(one))).status).toBe('live')
  })

  it('of a host without providers says so, and no mailbox is asked for', async () => {
    const { sportello } = openCounter({ arrivingProvider: undefined as never })
    await expect(sportello.migration.work()).rejects.toMatchObject({ code: 'config/invalid' })
  })
})
