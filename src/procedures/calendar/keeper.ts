/** The calendars of an office as one process remembers them: read once, looked at before every command, and expected by every commit as they were. */
import { type AnyRefusal, accept, type Instant, invariant, rethrowUnlessFailure } from '../../kernel/index.ts'
import type { Stored } from '../../ports/index.ts'
import type { Admission, Gate, GateKeeper, Meaning } from '../../runtime/gate.ts'
import type { CalendarAct, FollowedStep } from '../../runtime/in-flight.ts'
import { readable } from '../../runtime/queue.ts'
import { keyOf } from '../../runtime/record.ts'
import { loadRows, type Runtime } from '../../runtime/runtime.ts'
import { transact, type Unit } from '../../runtime/transact.ts'
import { type FollowContext, followCalendar } from './maintenance/follow.ts'
import { isSignIn } from './maintenance/form-schema.ts'
import type { MaintenanceWindow } from './maintenance/model.ts'
import { unreadableRefusal, windowsPage } from './maintenance/page.ts'
import { calendarId, maintenanceMachine } from './maintenance/schema.ts'
import { hasEnded } from './sunset/course.ts'
import { followSunset } from './sunset/follow.ts'
import type { SunsetCourse, SunsetReminder } from './sunset/model.ts'
import { admitsBySunset, termBySunset } from './sunset/page.ts'
import { sunsetId, sunsetMachine } from './sunset/schema.ts'

/** What the keeper knows of the office and of the house. */
export type KeeperContext = FollowContext & {
  /** What of the life of a credential an operation is. */
  readonly acts: ReadonlyMap<string, CalendarAct>
  /** The operations that are never closed. */
  readonly always: ReadonlySet<string>
  /** The audience of whoever names none. */
  readonly audience: string | null
}

/** The gate, with what it was read from; null for what could not be read. */
export type KeptGate = Gate & {
  readonly windows: readonly MaintenanceWindow[] | null
  readonly courses: readonly SunsetCourse[] | null
  /** The reminders that everybody concerned has had. */
  readonly reminded: readonly SunsetReminder[]
  /** Whether anything has ended by a course: then something under way may have come too late. */
  readonly endsSomething: (at: Instant) => boolean
}

/** What the calendars themselves have from the keeper besides. */
export type CalendarKeeper = Omit<GateKeeper, 'current' | 'reread' | 'exemptionOf'> & {
  readonly current: () => Promise<KeptGate>
  readonly reread: () => Promise<KeptGate>
  /** The calendars as they are stored now; throws where the storage fails. */
  readonly read: () => Promise<KeptGate>
}

export function createKeeper(runtime: Runtime, context: KeeperContext): CalendarKeeper {
  const { names, features, acts, always } = context
  const keys = [keyOf(runtime.office.id, 'maintenance', calendarId), keyOf(runtime.office.id, 'sunset', sunsetId)]
  let known: KeptGate | null = null
  let reading: Promise<KeptGate> | null = null

  /** What cannot be read leaves closed what can be closed, and the sign-in open. */
  const unreadable = ({ feature, act }: Meaning): Admission => {
    const name = feature ?? (act === 'use' ? null : act)
    return name === null || isSignIn(name) ? 'open' : unreadableRefusal(names, name)
  }

  function gateOf(rows: readonly Stored[]): KeptGate {
    const [kept, sunset] = rows
    invariant(kept !== undefined && sunset !== undefined, 'calendar: there are two')
    const windows = readable(maintenanceMachine, kept)?.windows ?? null
    const { courses, reminded } = readable(sunsetMachine, sunset) ?? { courses: null, reminded: [] }
    const at = Math.max(kept.at, sunset.at)
    const byWindows = windows === null ? unreadable : windowsPage(context, windows)
    const bySunset: Gate['admits'] =
      courses === null ? unreadable : (meaning, instant, asking) => admitsBySunset(context, courses, meaning, instant, asking)
    return {
      rows: rows.map(({ key, version, at: since }) => ({ key, version, at: since })),
      at,
      windows,
      courses,
      reminded,
      endsSomething: (now) => (courses ?? []).some((course) => hasEnded(course, now)),
      admits(meaning, instant, asking) {
        const ended = bySunset(meaning, instant, asking)
        // What has ended for good is not said to open again.
        if (typeof ended !== 'string') return ended
        const closed = byWindows(meaning, instant, asking)
        return closed === 'open' ? ended : closed
      },
      hasEnds: courses === null || courses.length > 0,
      termOf: (act, instant, person) => termBySunset(context, courses ?? [], act, instant, person),
      async follow(unit: Unit, record): Promise<FollowedStep | null> {
        const now = { ...record, at: Math.max(unit.now(), at) }
        const ended = courses === null ? null : await followSunset(context, courses, unit, now)
        return ended ?? (windows === null ? null : followCalendar(context, windows, unit, now))
      },
    }
  }

  /** The rows of the calendars, made where there are none: so nothing depends on their absence. */
  async function rowsNow(): Promise<readonly Stored[]> {
    const found = await loadRows(runtime, keys)
    if (found.every((row) => row !== null)) return found as readonly Stored[]
    await transact<null, AnyRefusal>(runtime, { name: 'maintenance/keep', by: { kind: 'system' } }, async (unit) => {
      await unit.preload([
        { kind: 'maintenance', id: calendarId },
        { kind: 'sunset', id: sunsetId },
      ])
      await unit.run(maintenanceMachine, calendarId, { type: 'KeepCalendar' })
      await unit.run(sunsetMachine, sunsetId, { type: 'KeepSunset' })
      return accept(null)
    })
    return (await loadRows(runtime, keys)).map((row) => {
      invariant(row !== null, 'calendar: what was committed is there')
      return row
    })
  }

  async function read(): Promise<KeptGate> {
    const rows = await rowsNow()
    // Of several that read at once the latest rows count.
    const before = known?.rows ?? []
    const isNewer = rows.some(({ key, version }) => !before.some((row) => row.key === key && row.version >= version))
    if (known === null || isNewer) known = gateOf(rows)
    return known
  }

  async function readGate(): Promise<KeptGate> {
    try {
      return await read()
    } catch (cause) {
      rethrowUnlessFailure(cause)
      // Nothing is remembered of a failure: the next command asks again. What could be closed fails, and the sign-in goes on without a calendar.
      return {
        rows: [],
        at: 0,
        windows: null,
        courses: null,
        reminded: [],
        endsSomething: () => false,
        admits(meaning) {
          if (unreadable(meaning) === 'open') return 'open'
          throw cause
        },
        hasEnds: false,
        termOf: () => ({ until: null, ended: null }),
        follow: async () => null,
      }
    }
  }

  return {
    isOwn: (operation) => operation.startsWith('maintenance/') || operation.startsWith('sunset/'),
    meaningOf(operation) {
      const feature = features.get(operation) ?? null
      invariant(feature !== null || always.has(operation), `calendar: nothing says whether ${operation} can be closed`)
      return { feature, act: acts.get(operation) ?? null }
    },
    async current() {
      if (known !== null) return known
      reading ??= readGate().finally(() => {
        reading = null
      })
      return reading
    },
    reread: readGate,
    read,
  }
}
