/** A process dies at any call of the storage or of a provider: nothing is lost, done twice, or left readable. */
import type { ArrivingProvider } from 'sportello'
import { faulty } from 'sportello/testing'
import { describe, expect, it } from 'vitest'
import { accepted, type Counter, openCounter, operator } from '../../../support/counter.ts'
import { seedDomain, seedInstants } from '../../../support/migration-seed.ts'
import {
  chosen,
  complete,
  cutOver,
  lettersOf,
  look,
  type Moving,
  moving,
  one,
  replacing,
  sealedWork,
  two,
  weak,
  workAll,
} from '../../../support/moving-mailboxes.ts'
import { flawsOf } from '../../../support/soundness.ts'

const minute = 60_000

class Dead extends Error {}

/** The same office in a process that is dead from its nth call on: the call itself is done or not, and its answer is lost either way. */
function dying(
  { counter }: Moving,
  at: number,
  isDone: boolean,
): { readonly sportello: Counter['sportello']; readonly calls: () => number } {
  const storage = faulty(counter.storage, ({ call }) => (call < at ? null : call === at && isDone ? 'after' : 'before'))
  const { sportello } = openCounter({ ...counter.configuration, storage })
  return { sportello, calls: () => storage.calls() }
}

async function passingOver(act: () => Promise<unknown>): Promise<void> {
  await act().catch((cause: unknown) => {
    if (!(cause instanceof Error)) throw cause
    expect(cause.message).not.toContain(chosen)
    expect(cause.message).not.toContain(weak)
  })
}

/** Nobody's password lies anywhere, no journal is broken, no event without its mail. */
function expectClean({ counter }: Moving): void {
  const contents = counter.storage.contents()
  expect(flawsOf(contents)).toEqual([])
  const text = JSON.stringify(contents)
  for (const secret of [weak, chosen]) expect(text).not.toContain(secret)
}

/** From activation to live: each exactly once. */
async function expectMoved(scene: Moving): Promise<void> {
  const { sportello, clock, providers } = scene
  clock.advance(10 * minute)
  await workAll(scene)
  expect(await providers.opens(`${two}@${seedDomain}`, chosen)).toBe(true)
  expect(await providers.messagesOf(`${two}@${seedDomain}`)).toBe(2)
  const view = accepted(await sportello.mailboxes.inspect(look(two)))
  expect(view).toMatchObject({
    status: 'activated',
    activations: [{ number: 1 }],
    messages: { status: 'done', number: 1, copied: 2 },
  })
  expect(sealedWork(scene)).toEqual(['archive'])
  await sportello.relay({ limit: 1000 })
  // A relay sends in parallel.
  expect([...lettersOf(scene)].filter((letter) => letter.includes(two)).sort()).toEqual([
    `activated ${two}@${seedDomain}`,
    `copied-messages ${two}@${seedDomain}`,
    `copy-started ${two}@${seedDomain}`,
  ])
  const report = accepted(await sportello.migration.report({ operator, domain: seedDomain }))
  expect(report).toMatchObject({ total: 3, statuses: { activated: { count: 1 } }, passwords: { set: 1 }, messages: { done: 1 } })
  expectClean(scene)
}

const ends = [false, true] as const

describe.each(ends)('a process that dies, its last call %s', (isDone) => {
  it('in an activation: the repeat under the same request key is the activation, once', async () => {
    const options = { requestKey: 'activation-0123456789' }
    for (let at = 1; ; at += 1) {
      const scene = await moving()
      const { sportello, calls } = dying(scene, at, isDone)
      await passingOver(() => sportello.mailboxes.activate(replacing, options))
      const isOver = calls() < at
      scene.clock.advance(minute)
      expect(accepted(await scene.sportello.mailboxes.activate(replacing, options)).number).toBe(1)
      await expectMoved(scene)
      if (isOver) break
      expect(at).toBeLessThan(40)
    }
  })

  it('in a round of work, in the first, second or third: the next process goes on', async () => {
    for (const rounds of [0, 1, 2]) {
      for (let at = 1; ; at += 1) {
        const scene = await moving()
        accepted(await scene.sportello.mailboxes.activate(replacing))
        await workAll(scene, rounds)
        const { sportello, calls } = dying(scene, at, isDone)
        await passingOver(() => sportello.migration.work())
        const isOver = calls() < at
        await expectMoved(scene)
        if (isOver) break
        expect(at).toBeLessThan(40)
      }
    }
  })

  it('in a sweep after the reported start: each owner is told once', async () => {
    for (let at = 1; ; at += 1) {
      const scene = await moving({ email: 'preside@example.it' })
      scene.clock.set(seedInstants.cutOverAt)
      accepted(await scene.sportello.migration.reportStart({ operator, domain: seedDomain, reason: 'Avvio.' }))
      const { sportello, calls } = dying(scene, at, isDone)
      await passingOver(() => sportello.retention.sweep())
      const isOver = calls() < at
      await scene.sportello.retention.sweep()
      await scene.sportello.retention.sweep()
      const report = accepted(await scene.sportello.migration.report({ operator, domain: seedDomain }))
      expect(report.statuses).toMatchObject({ blocked: { count: 3 }, 'not-started': { count: 0 } })
      await scene.sportello.relay({ limit: 1000 })
      expect(lettersOf(scene).filter((letter) => letter.startsWith('blocked'))).toHaveLength(3)
      expectClean(scene)
      if (isOver) break
      expect(at).toBeLessThan(120)
    }
  })
})

describe('a provider', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    'that is done with its call %s when the answer is lost is asked again, to the same end',
    async (at) => {
      let calls = 0
      const scene: Moving = await moving({
        wrapArriving: (port): ArrivingProvider => {
          const losing = async <T>(ask: () => Promise<T>): Promise<T> => {
            const answer = await ask()
            calls += 1
            if (calls === at) throw new Dead(`no answer about ${chosen}`)
            return answer
          }
          return {
            setPassword: (order) => losing(() => port.setPassword(order)),
            copy: (order) => losing(() => port.copy(order)),
            progress: (name) => losing(() => port.progress(name)),
          }
        },
      })
      accepted(await scene.sportello.mailboxes.activate(replacing))
      await workAll(scene, 3)
      await expectMoved(scene)
    },
  )

  it('is asked by two processes at once, since a lease ran out: each mailbox is copied once', async () => {
    const scene = await moving()
    accepted(await scene.sportello.mailboxes.activate(replacing))
    const [first, second] = [scene.sportello.migration.work({ leaseMs: 1 }), null]
    scene.clock.advance(2)
    const other = openCounter({ ...scene.counter.configuration })
    await Promise.all([first, other.sportello.migration.work({ leaseMs: 1 }), second])
    await expectMoved(scene)
  })
})

describe('whatever was done', () => {
  it('every mailbox is accounted for in the end, with a password that works or the reason why none does', async () => {
    const scene = await moving()
    accepted(await scene.sportello.mailboxes.activate(replacing))
    await workAll(scene)
    await cutOver(scene)
    await complete(scene)
    for (const name of [one, two, 'scuola.tre']) {
      const { status, access } = accepted(await scene.sportello.mailboxes.inspect(look(name)))
      expect([status, access.opens]).toEqual(name === two ? ['live', 'arriving'] : ['blocked', 'nothing'])
    }
    expectClean(scene)
  })
})
