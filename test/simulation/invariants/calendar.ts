/** The invariants of the office's calendar: what a window closes and ends, and what is not possible any more after the end of the credentials. */
import { readFileSync } from 'node:fs'
import { midnight } from '../../rules/civil/clocks-of-rome.ts'
import { type Act, actOf, acts, type Course, type Kind, never, type Person, SunsetPlan } from '../sunset-plan.ts'
import { factsOf } from './facts.ts'
import { type Found, fine, type History, type Invariant, type Loose } from './history.ts'

const table = readFileSync(new URL('../../../docs/maintenance-table.md', import.meta.url), 'utf8')
const camel = (name: string): string => name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
const rooms: { readonly [kind: string]: string } = {
  import: 'imports',
  authorisation: 'authorisations',
  delegation: 'delegations',
}

/** The published list of what each feature closes, by the name of the call. */
const featureOf: ReadonlyMap<string, string> = new Map(
  [
    ...(table.split('<!-- generated: features of commands -->')[1]?.split('<!-- end -->')[0] ?? '').matchAll(
      /^\| `([a-z-]+)` \| (.*) \|$/gm,
    ),
  ].flatMap(([, feature = '', list = '']) =>
    [...list.matchAll(/`([a-z-]+)\/([a-z-]+)`/g)].map(
      ([, kind = '', act = '']) => [`${rooms[kind] ?? camel(kind)}.${camel(act)}`, feature] as const,
    ),
  ),
)

type Window = {
  readonly id: string
  from: number
  to: number
  isCancelled: boolean
  readonly isNow: boolean
  readonly plannedAt: number
  readonly closes: ReadonlySet<string>
  readonly fates: { readonly [procedure: string]: string }
  readonly asked: string
}

/** What the office has planned, by what it asked for and when that was committed. */
class Windows {
  readonly all = new Map<string, Window>()

  constructor(history: History) {
    history.heard.push({
      deed: () => undefined,
      mail: () => undefined,
      commit: ({ events, deed, at }) => {
        for (const { kind, type, data } of events) {
          if (kind !== 'maintenance') continue
          const form = deed.args[0] as Loose
          if (type === 'WindowPlanned') {
            const closes = new Set(Object.entries(form.features ?? {}).flatMap(([name, how]) => (how === 'closed' ? [name] : [])))
            this.all.set(data.id, {
              id: data.id,
              from: data.plan.from,
              to: data.plan.to ?? Number.POSITIVE_INFINITY,
              isCancelled: false,
              isNow: form.from === 'now',
              plannedAt: at,
              closes,
              fates: form.procedures ?? {},
              asked: String(form.from),
            })
          }
          const window = this.all.get(data.id)
          if (window === undefined) continue
          if (type === 'WindowOpened') window.from = data.from
          if (type === 'WindowProlonged' || type === 'WindowClosed') window.to = data.to ?? Number.POSITIVE_INFINITY
          if (type === 'WindowCancelled') window.isCancelled = true
        }
      },
    })
  }

  closing(feature: string, at: number): Window | undefined {
    return [...this.all.values()].find(
      ({ closes, from, to, isCancelled }) => !isCancelled && closes.has(feature) && from <= at && at < to,
    )
  }
}

/** What concludes each procedure. */
const concluding: { readonly [type: string]: string } = {
  'registration RegistrationCompleted': 'registration',
  'pec-change ChangeConfirmed': 'pec-change',
  'email-change ChangeConfirmed': 'email-change',
  'recovery LinkUsed': 'recovery',
  'pin-renewal RenewalConcluded': 'pin-renewal',
}
const beginning: { readonly [type: string]: string } = {
  'registration RegistrationOpened': 'registration',
  'registration RegistrationReopened': 'registration',
  'pec-change ChangeRequested': 'pec-change',
  'email-change ChangeRequested': 'email-change',
  'recovery RecoveryRequested': 'recovery',
  'pin-renewal RenewalStarted': 'pin-renewal',
}

export const inv20: Invariant = (history) => {
  const { all } = new Windows(history)
  const begun = new Map<string, { readonly at: number; readonly reopened: boolean }>()
  return {
    commit({ events, at }): Found {
      const found: string[] = []
      for (const { key, kind, type } of events) {
        const begins = beginning[`${kind} ${type}`]
        if (begins !== undefined) begun.set(key, { at, reopened: type === 'RegistrationReopened' })
        const procedure = concluding[`${kind} ${type}`]
        const was = begun.get(key)
        if (procedure === undefined || was === undefined) continue
        // A correction is a procedure of its own.
        const name = was.reopened ? 'correction' : procedure
        for (const window of all.values()) {
          const fate = window.fates[name]
          if (window.isCancelled || fate === undefined || was.at >= window.from || window.from > at) continue
          if (fate === 'void')
            found.push(`${key} was concluded at ${at}, although window ${window.id} made it void at ${window.from}`)
          if (fate === 'suspend' && at < window.to && at >= window.from)
            found.push(`${key} was concluded at ${at}, while window ${window.id} held it`)
        }
      }
      return found
    },
  }
}

export const inv21: Invariant = (history) => {
  const windows = new Windows(history)
  return {
    commit({ events, deed, at }): Found {
      const feature = featureOf.get(deed.name)
      if (feature === undefined) return fine
      // By the clock of the process, or by that of the calendar where another process has gone on with it: whoever is behind opens nothing anew.
      const calendar = [...history.all('maintenance'), ...history.all('sunset')]
      const window =
        windows.closing(feature, Math.max(at, ...calendar.map((row) => row.at))) ??
        [...windows.all.values()].find(
          ({ closes, isNow, isCancelled, from, to, plannedAt }) =>
            closes.has(feature) && isNow && !isCancelled && from >= at && from === plannedAt && to > from + 4_000_000,
        )
      const done = events.filter(
        ({ kind, type }) =>
          kind !== 'request' && kind !== 'quota' && kind !== 'maintenance' && kind !== 'sunset' && type !== 'Refused',
      )
      return window !== undefined && done.length > 0
        ? [
            `${deed.name} did ${done.map(({ type }) => type)} at ${at}, while window ${window.id} closed ${feature} (${window.from} to ${window.to})`,
          ]
        : fine
    },
    deed({ name, ok, code, refusal, at, isTroubled, isBeside, commits: own }): Found {
      const feature = featureOf.get(name)
      if (feature === undefined || isTroubled || isBeside) return fine
      const window = windows.closing(feature, at)
      if (ok === false && code === 'calendar/closed') {
        if (own.some(({ commit }) => commit.outbox.length > 0)) return [`${name} was closed, and left mail`]
        const isAny = [...windows.all.values()].some(({ isCancelled, from, to }) => !isCancelled && from <= at && at < to)
        if (window === undefined && history.isCalm && refusal.feature === feature && !isAny)
          return [`${name} is said to be closed at ${at}, and no window closes ${feature}`]
      }
      if (ok === true && window !== undefined && history.isCalm && window.plannedAt < at && own.length > 0)
        return [`${name} was done at ${at}, while window ${window.id} closed ${feature}`]
      return fine
    },
  }
}

const instantOf = (text: string | null | undefined): number | null => {
  const [year, month, day] = (text ?? '').slice(0, 10).split('-').map(Number)
  return text === null || text === undefined || year === undefined || month === undefined || day === undefined
    ? null
    : midnight(year, month, day)
}

const plans = new WeakMap<History, Ends>()
const endsOf = (history: History): Ends => {
  const ends = plans.get(history) ?? new Ends(history)
  plans.set(history, ends)
  return ends
}

/** The ends that the office has set, and whom it has exempted. */
class Ends {
  readonly plan = new SunsetPlan()
  readonly granted = new Map<string, NonNullable<Person['granted']>>()
  private readonly history: History

  constructor(history: History) {
    this.history = history
    history.heard.push({
      deed: () => undefined,
      mail: () => undefined,
      commit: ({ events, deed }) => {
        const form = deed.args[0] as Loose
        for (const { type, id } of events) {
          if (type === 'CourseSet') {
            const ends = Object.fromEntries(acts.map((act) => [act, instantOf(form.ends[act])])) as Course['ends']
            this.plan.courses.set('', { ends, exempt: form.exempt as readonly Kind[] })
          }
          if (type === 'CourseDropped') this.plan.courses.delete('')
          if (type === 'ExemptionGranted') this.granted.set(id, { kind: form.kind, until: untilOf(form.untilDay) })
          if (type === 'ExemptionTakenOver' || type === 'ExemptionHandedOver')
            this.granted.set(id, { kind: 'guardianship', until: never })
          if (type === 'ExemptionRevoked') this.granted.delete(id)
        }
      },
    })
  }

  personOf(id: string): Person | null {
    const personal = this.history.row('credential', id)?.personal
    const [year = 0, month = 0, day = 0] = String(personal?.birthDate ?? '')
      .split('-')
      .map(Number)
    return year === 0 ? null : { born: [year, month, day], granted: this.granted.get(id) ?? null }
  }

  isOver(act: Act, id: string, at: number): boolean {
    const person = this.personOf(id)
    return person !== null && this.plan.isOver(act, person, '', at)
  }
}

function untilOf(day: string | null | undefined): number {
  const [year, month, date] = (day ?? '').split('-').map(Number)
  return day === null || day === undefined || year === undefined || month === undefined || date === undefined
    ? never
    : midnight(year, month, date + 1)
}

export const inv22: Invariant = (history) => {
  const ends = endsOf(history)
  const facts = factsOf(history)
  return {
    commit({ events, at }): Found {
      return events.flatMap(({ kind, id, type }) => {
        const act = kind === 'credential' ? actOf[type] : undefined
        return act !== undefined && ends.isOver(act, id, at)
          ? [`${id}: ${type} at ${at}, although ${act} ended at ${ends.plan.endOf(act, '')}`]
          : []
      })
    },
    deed({ name, ok, code, args, at, isTroubled, isBeside, value }): Found {
      if (isTroubled || isBeside) return fine
      const session = facts.sessions.get(args[0])
      if (
        name === 'session.check' &&
        ok === true &&
        session !== undefined &&
        history.isCalm &&
        value.means !== 'spid-saml' &&
        session.scope === 'full'
      ) {
        const isLocal =
          history.eventsOf('credential', session.accountId).some(({ type }) => type === 'SignedIn') &&
          !history.eventsOf('credential', session.accountId).some(({ type }) => type.startsWith('Federated'))
        if (isLocal && ends.isOver('use', session.accountId, at))
          return [`a session of ${session.accountId} is open at ${at}, after the last use`]
      }
      if (code === 'calendar/ended' && history.isCalm && ![...acts].some((act) => at >= ends.plan.endOf(act, '')))
        return [`${name} is said to have ended at ${at}, and nothing has`]
      return fine
    },
  }
}

export const inv23: Invariant = (history) => {
  const ends = endsOf(history)
  return {
    commit({ events, at, before }): Found {
      return events.flatMap(({ kind, id, key, type }) => {
        if (kind !== 'credential' || type !== 'CredentialReenabled') return []
        const was = before.get(key)?.value
        const isExpired = (was?.expiresAt ?? never) <= at || (was?.disuseAt ?? never) <= at
        return isExpired && ends.isOver('restoration', id, at) ? [`${id} has expired, and was given back at ${at}`] : []
      })
    },
  }
}
