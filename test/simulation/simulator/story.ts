/** A run as a story that can be read: who did what when, by the clocks of Rome, and what came of it. */
import { clocksOfRome } from '../../rules/civil/clocks-of-rome.ts'
import type { Deed } from '../invariants/history.ts'
import { type Plan, yearPeople } from './plan.ts'
import type { Flaw, World } from './world.ts'

const two = (value: number): string => String(value).padStart(2, '0')

function time(at: number): string {
  const { year, month, day, hour, minute } = clocksOfRome(at)
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(new Date(at).getUTCSeconds())}.${String(at % 1_000).padStart(3, '0')}`
}

const shown = (value: unknown): string => {
  const text = JSON.stringify(value, (_, part) => (part instanceof Uint8Array ? `${part.length} bytes` : part)) ?? ''
  return text.length > 160 ? `${text.slice(0, 160)}…` : text
}

function answer({ ok, code, error, value }: Deed): string {
  if (error !== null) return `failed: ${String(error)}`
  return ok === false ? `no: ${code}` : `yes: ${shown(value)}`
}

/** The command that plays a plan again. */
const replay = ({ seed, people, steps }: Plan): string =>
  `npm run assurance:simulate -- --seed ${seed} ${people === yearPeople ? '--years' : '--count'} 1 --steps ${steps.map(({ number }) => number).join()}`

/** The story of a run that has a flaw, with the command that plays it again. */
export function tell(world: World, plan: Plan): string {
  const lines = [
    `seed ${plan.seed}, ${plan.steps.length} steps, an office of ${plan.people} people, ${plan.isCalm ? 'nothing goes wrong' : `clocks off by ${plan.skews.join(', ')} ms`}`,
  ]
  for (const step of plan.steps) {
    const deeds = world.history.deeds.filter((deed) => deed.step === step.number)
    const trouble = step.trouble === null ? '' : `, ${step.trouble.kind} at call ${step.trouble.call}`
    const fates = step.fates.filter((fate) => fate !== null)
    lines.push(
      `${step.number}. ${step.command}${step.isBeside ? ', at the same time' : ''}${trouble}${fates.length > 0 ? `, mail ${fates.join(', ')}` : ''}`,
    )
    for (const deed of deeds) {
      lines.push(`   ${time(deed.at)} ${deed.by} asks ${deed.name} ${shown(deed.args)}`)
      lines.push(`      ${answer(deed)}`)
      for (const { events } of deed.commits)
        if (events.length > 0) lines.push(`      commits ${events.map(({ kind, type }) => `${kind} ${type}`).join(', ')}`)
    }
  }
  const said = ({ invariant, what }: Flaw): string => `FLAW ${invariant}: ${what}`
  return [...lines, ...world.flaws.map(said), replay(plan)].join('\n')
}
