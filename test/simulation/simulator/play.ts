/** Plays a plan: one step after the other, or two at once, taking turns at every call of a port. */
import { type Acting, asOperator, type CallName, call, operators } from './acting.ts'
import { chanceOf, seedOf } from './chance.ts'
import { changePassword, signIn } from './commands/account.ts'
import { mailboxes } from './commands/elsewhere.ts'
import { collect, decide, register } from './commands/enrolment.ts'
import { commands } from './commands.ts'
import { drawPeople, type Person } from './people.ts'
import type { Plan, Step } from './plan.ts'
import { openWorld, type World } from './world.ts'

type Beginning = { readonly people: readonly Person[]; readonly world: World; readonly at: number }
const beginnings = new Map<string, Promise<Beginning>>()

function actingOf(world: World, step: Pick<Step, 'seed' | 'number' | 'process'>, isBeside: boolean, whom?: Person): Acting {
  const chance = chanceOf(step.seed)
  const { people } = world
  const person = whom ?? chance.oneOf(people)
  const others = people.filter((one) => one !== person)
  const at = { world, step: step.number, process: step.process, isBeside }
  return {
    ...{ chance, world, people, person, other: others.length === 0 ? person : chance.oneOf(others) },
    ...{ operator: chance.oneOf(operators), number: step.number },
    ask: (async (by: string, name: CallName, ...args: readonly unknown[]) => call(at, by, name, args)) as Acting['ask'],
    async dare(by, name, ...args) {
      const { length } = world.history.deeds
      const value = await call(at, by, name, args)
      const done = world.history.deeds.slice(length).find((deed) => deed.name === name && deed.args[0] === args[0])
      return done?.error === null && done.ok !== false ? value : 'no'
    },
    async behind(what, veil, by, name, ...args) {
      const process = world.processes[step.process]
      if (process === undefined) return null
      const { length } = world.history.deeds
      process.veil = veil
      try {
        await call({ ...at, veiled: what }, by, name, args)
      } finally {
        process.veil = null
      }
      return world.history.deeds.slice(length).find((deed) => deed.name === name && deed.veil !== '') ?? null
    },
    options: () =>
      chance.oneIn(3) ? { requestKey: `k${world.plan.seed}-${step.number}-${chance.below(1e9)}-0123456789ab` } : {},
  }
}

/** An office with people of every kind, played once for each kind of office and put back for every run. */
async function begin({ beginning, people: count, policy, startsAt }: Plan): Promise<Beginning> {
  const people = drawPeople(chanceOf(1_000 + beginning), count)
  const world = openWorld({ seed: 500 + beginning, startsAt, policy, skews: [0], mailboxes }, people)
  world.record(true)
  for (const [i, person] of people.entries()) {
    const acting = actingOf(world, { seed: i, number: -1, process: 0 }, false, person)
    // The last one has nothing yet, so that whoever registers first is met as well.
    if (i === people.length - 1) continue
    const draft = await register(acting, person)
    await acting.ask('system', 'relay')
    if (draft === null) continue
    if (world.plan.policy.assignment?.required === true)
      await acting.ask(asOperator(acting.operator), 'desk.assign', { operator: acting.operator, id: draft.id })
    person.accountId = (await decide(acting, draft.id)) ?? ''
    collect(person)
    if (person.secrets === null) continue
    const token = await signIn(acting, person, person.secrets)
    if (token !== null) await changePassword(acting, person, token)
    await acting.ask('operator:op-1', 'addresses.setPec', {
      operator: operators[0] as (typeof operators)[number],
      codiceFiscale: person.code,
      pec: person.pecs[0] as string,
      reason: 'Elenco.',
    })
    person.addresses.add(person.pecs[0] as string)
    await acting.ask('system', 'relay')
  }
  world.record(false)
  return { people, world, at: world.clock.at + 60_000 }
}

/** One command, or two that take turns at every call of a port. */
async function together(world: World, steps: readonly Step[]): Promise<void> {
  const run = async (step: Step, isBeside: boolean): Promise<void> => {
    await commands.get(step.command)?.play(actingOf(world, step, isBeside))
  }
  for (const step of steps) {
    const process = world.processes[step.process]
    if (process === undefined) continue
    if (step.skewMs !== null) process.skewMs = step.skewMs
    process.trouble = step.trouble
  }
  world.fates.push(...steps.flatMap(({ fates }) => fates))
  const [first] = steps
  if (steps.length === 1 && first !== undefined) await run(first, false)
  else {
    const turns = chanceOf(seedOf(first?.seed ?? 0, 1))
    let wake = (): void => {}
    const gates = steps.map((step) => {
      const gate = { isDone: false, parked: [] as (() => void)[], wake: () => wake() }
      const process = world.processes[step.process]
      if (process !== undefined) process.gate = gate
      return gate
    })
    const runs = steps.map((step, i) =>
      run(step, true).finally(() => {
        const gate = gates[i]
        if (gate !== undefined) gate.isDone = true
        wake()
      }),
    )
    for (;;) {
      while (gates.some(({ isDone, parked }) => !isDone && parked.length === 0)) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      const waiting = gates.filter(({ parked }) => parked.length > 0)
      if (waiting.length === 0) break
      turns.oneOf(waiting).parked.shift()?.()
    }
    await Promise.all(runs)
    for (const process of world.processes) process.gate = null
  }
  for (const process of world.processes) process.trouble = null
  world.fates.length = 0
}

export async function play(plan: Plan): Promise<World> {
  const name = `${plan.beginning} ${plan.people}`
  const known = beginnings.get(name) ?? begin(plan)
  beginnings.set(name, known)
  const beginning = await known
  const people = structuredClone(beginning.people) as Person[]
  const world = openWorld({ seed: plan.seed, startsAt: plan.startsAt, policy: plan.policy, skews: plan.skews, mailboxes }, people)
  world.history.isCalm = plan.isCalm
  for (const change of beginning.world.changes) await change(world)
  world.letters.push(...beginning.world.letters)
  world.clock.at = beginning.at
  for (let i = 0; i < plan.steps.length; ) {
    const step = plan.steps[i] as Step
    const next = plan.steps[i + 1]
    // Two at once are done by two processes: a process does one thing at a time here.
    const isPair = next?.isBeside === true
    world.clock.at += step.waitMs
    const edges = [...world.edges].filter((edge) => edge > world.clock.at + 1).sort((one, other) => one - other)
    const draw = chanceOf(seedOf(step.seed, 2))
    if (step.isEdge && edges.length > 0) world.clock.at = draw.oneOf(edges.slice(0, 3)) - draw.below(2)
    world.begin(step.number)
    const beside = { ...next, process: (step.process + 1) % plan.skews.length } as Step
    await together(world, isPair ? [step, beside] : [step])
    i += isPair ? 2 : 1
    if (world.flaws.length > 0) break
  }
  if (world.flaws.length === 0) await world.end()
  return world
}
