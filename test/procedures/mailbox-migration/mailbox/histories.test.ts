/** Random histories with ports that fail: whatever happens, what is promised is so. */
import fc from 'fast-check'
import type { ArrivingProvider } from 'sportello'
import { describe, expect, it } from 'vitest'
import { accepted, openCounter, operator } from '../../../support/counter.ts'
import { seedDomain, seedInstants } from '../../../support/migration-seed.ts'
import { conforming, hour, look, type Moving, moving, owns, weak, workAll } from '../../../support/moving-mailboxes.ts'
import { runsOf } from '../../../support/scale.ts'
import { flawsOf } from '../../../support/soundness.ts'

const names = ['scuola.uno', 'scuola.due', 'scuola.tre'] as const
type Name = (typeof names)[number]
const current: { readonly [N in Name]: string } = { 'scuola.uno': conforming, 'scuola.due': weak, 'scuola.tre': conforming }
const act = { operator, domain: seedDomain, reason: 'Comunicazione dei gestori.' }
const form = { operator, domain: seedDomain }

/** What a call of the arriving provider comes to. */
const faults = ['none', 'none', 'none', 'throws', 'lost', 'nonsense', 'unavailable', 'refused'] as const
type Fault = (typeof faults)[number]

type Step =
  | { readonly do: 'activate'; readonly who: Name; readonly which: number }
  | { readonly do: 'guess' | 'change' | 'withdraw' | 'late'; readonly who: Name }
  | { readonly do: 'work'; readonly faults: readonly Fault[] }
  | { readonly do: Plain }
  | { readonly do: 'wait'; readonly ms: number }

const who = fc.constantFrom(...names)
type Plain = 'sweep' | 'start' | 'complete' | 'roll back' | 'postpone' | 'step' | 'restart'
const only = (...acts: readonly Plain[]) => fc.constantFrom(...acts).map((one): Step => ({ do: one }))
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('activate' as const), who, which: fc.nat(3) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('guess' as const, 'change' as const, 'withdraw' as const, 'late' as const), who }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('work' as const),
      faults: fc.array(fc.constantFrom(...faults), { minLength: 1, maxLength: 4 }),
    }),
  },
  { weight: 3, arbitrary: only('step', 'restart') },
  { weight: 2, arbitrary: only('start', 'complete', 'roll back', 'postpone') },
  { weight: 3, arbitrary: only('sweep') },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, 60_000, hour, 24 * hour) }) },
)

/** A history under way, and what its owners know. */
type History = {
  readonly scene: Moving
  sportello: Moving['sportello']
  plan: readonly Fault[]
  /** The password that each owner was told will open the mailbox; those of activations that were refused are none. */
  readonly chosen: Map<Name, string>
}

async function begun(): Promise<History> {
  let history: History | null = null
  let calls = 0
  const fault = (): Fault => {
    const plan = history?.plan ?? []
    calls += 1
    return plan.length === 0 ? 'none' : (plan[calls % plan.length] ?? 'none')
  }
  const troubled = async <T>(ask: () => Promise<T>, refused?: T): Promise<T> => {
    const what = fault()
    if (what === 'refused' && refused !== undefined) return refused
    if (what === 'throws') throw new Error('no connection')
    if (what === 'nonsense') return { status: 'whatever' } as T
    if (what === 'unavailable') return 'unavailable' as T
    const answer = await ask()
    if (what === 'lost') throw new Error('the answer was lost')
    return answer
  }
  const scene = await moving({
    plan: { lateActivation: true },
    policy: { mailbox: { attemptsMax: 3 } },
    wrapArriving: (port): ArrivingProvider => ({
      setPassword: (order) => troubled(() => port.setPassword(order), 'refused'),
      copy: (order) => troubled(() => port.copy(order)),
      progress: (name) => troubled(() => port.progress(name)),
    }),
  })
  history = { scene, sportello: scene.sportello, plan: [], chosen: new Map() }
  return history
}

async function take(history: History, one: Step): Promise<void> {
  const { scene, sportello, chosen } = history
  const { clock, providers } = scene
  switch (one.do) {
    case 'activate': {
      const next = `Lampone.Verde4${one.which}`
      const isWeak = current[one.who] === weak
      const asked = { ...owns(one.who, current[one.who]), ...(isWeak ? { next, confirmation: next } : {}) }
      const answer = await sportello.mailboxes.activate(asked)
      if (answer.ok) chosen.set(one.who, isWeak ? next : current[one.who])
      else if (!isWeak && answer.refusal.code === 'mailbox/new-password-needed') {
        // The provider has refused the one that was kept.
        accepted(await sportello.mailboxes.activate({ ...asked, next, confirmation: next }))
        chosen.set(one.who, next)
      }
      return
    }
    case 'guess':
      expect((await sportello.mailboxes.activate(owns(one.who, 'Sbagliata.123'))).ok).toBe(false)
      return
    case 'change':
      await sportello.mailboxes.reportPasswordChange(look(one.who))
      return
    case 'withdraw':
      if ((await sportello.mailboxes.withdraw({ ...look(one.who), reason: act.reason })).ok) chosen.delete(one.who)
      return
    case 'late':
      await sportello.mailboxes.allowLate({ ...look(one.who), lastDay: '2022-12-31', reason: act.reason })
      return
    case 'work':
      history.plan = one.faults
      await sportello.migration.work()
      history.plan = []
      return
    case 'restart':
      history.sportello = openCounter({ ...scene.counter.configuration }).sportello
      return
    case 'sweep':
      await sportello.retention.sweep()
      return
    case 'start':
      await sportello.migration.reportStart(act)
      return
    case 'complete':
      await sportello.migration.reportCompletion(act)
      return
    case 'roll back':
      await sportello.migration.reportRollback(act)
      return
    case 'postpone':
      await sportello.migration.postpone({ ...act, cutOver: { from: '2022-12-14T14:00' }, lastDay: '2022-12-13' })
      return
    case 'step':
      await providers.step()
      return
    case 'wait':
      clock.advance(one.ms)
      return
  }
}

/** What is promised of each mailbox is so at the providers, and the report counts what there is. */
async function expectTrue({ scene, sportello, chosen }: History): Promise<void> {
  const counts: { [status: string]: number } = {}
  for (const name of names) {
    const view = accepted(await sportello.mailboxes.inspect(look(name)))
    counts[view.status] = (counts[view.status] ?? 0) + 1
    const password = chosen.get(name)
    expect(view.activations.length > 0, name).toBe(password !== undefined)
    if (view.access.opens === 'arriving') {
      expect(await scene.providers.opens(`${name}@${seedDomain}`, password ?? '')).toBe(true)
      expect(view.access.password).toBe(current[name] === password ? 'old' : 'new')
    }
    if (view.status === 'blocked') expect(view.access.opens).not.toBe('arriving')
    if (view.status === 'live') expect(view.activations.at(-1)?.setAt).not.toBe(null)
    expect(await scene.providers.messagesOf(`${name}@${seedDomain}`)).toBeLessThanOrEqual(5)
  }
  const report = accepted(await sportello.migration.report(form))
  for (const [status, { count }] of Object.entries(report.statuses)) expect(count, status).toBe(counts[status] ?? 0)
  expect(report.total).toBe(3)
}

/** Ports that work again, and an office that does what is left to it: everybody whose mailbox was activated can open it by the password that he knows. */
async function expectEnd(history: History): Promise<void> {
  const { scene, sportello, chosen } = history
  const { clock, providers } = scene
  clock.set(Math.max(clock.now(), seedInstants.cutOverAt))
  await sportello.migration.reportStart(act)
  clock.advance(hour)
  await sportello.migration.reportCompletion(act)
  await sportello.retention.sweep()
  for (const name of names) await sportello.mailboxes.requeue(look(name))
  clock.advance(24 * hour)
  await workAll({ ...scene, sportello }, 10)
  await sportello.retention.sweep()
  for (const name of names) {
    const { status, access } = accepted(await sportello.mailboxes.inspect(look(name)))
    const password = chosen.get(name)
    if (password === undefined) expect([access.opens, name]).toEqual(['nothing', name])
    else {
      expect([status, access.opens, name]).toEqual(['live', 'arriving', name])
      expect(await providers.opens(`${name}@${seedDomain}`, password)).toBe(true)
    }
  }
  const contents = scene.counter.storage.contents()
  expect(flawsOf(contents)).toEqual([])
  const text = JSON.stringify(contents)
  for (const secret of [conforming, weak, 'Lampone.Verde4']) expect(text.includes(secret)).toBe(false)
}

describe('any history', () => {
  it('INV-31: promises nobody a password that nobody has set, and in the end opens every mailbox by the password that its owner knows', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const history = await begun()
        for (const one of steps) {
          await take(history, one)
          await expectTrue(history)
        }
        await expectEnd(history)
      }),
      { numRuns: runsOf(60), seed: 20_221_123 },
    )
  }, 120_000)
})
