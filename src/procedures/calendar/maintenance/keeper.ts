/** The calendar as one process remembers it: read once, looked at before every command, and expected by every commit as it was. */
import { type AnyRefusal, accept, invariant, isSportelloError, SportelloError } from '../../../kernel/index.ts'
import type { Stored } from '../../../ports/index.ts'
import type { Gate, GateKeeper } from '../../../runtime/gate.ts'
import type { MaintenanceClosedRefusal } from '../../../runtime/in-flight.ts'
import { keyOf, readState } from '../../../runtime/record.ts'
import { loadRows, type Runtime } from '../../../runtime/runtime.ts'
import { transact, type Unit } from '../../../runtime/transact.ts'
import { askingFor, closedFor, closedInGeneral, closingsOf, type General } from './availability.ts'
import { closedText, type Names, nameOf } from './calendar-words.ts'
import { type FollowContext, followCalendar } from './follow.ts'
import { signIn } from './form-schema.ts'
import type { MaintenanceWindow } from './model.ts'
import { calendarId, maintenanceMachine } from './schema.ts'

/** What the keeper knows of the office and of the house. */
export type KeeperContext = FollowContext & {
  readonly names: Names
  /** The institutional domains. */
  readonly domains: readonly string[]
  /** The feature of each operation that can be closed. */
  readonly features: ReadonlyMap<string, string>
  /** The operations that are never closed. */
  readonly always: ReadonlySet<string>
}

/** What the rest of the calendar has from the keeper besides. */
export type CalendarKeeper = GateKeeper & {
  /** The windows of the gate; empty where the calendar cannot be read. */
  readonly windowsOf: (gate: Gate) => readonly MaintenanceWindow[]
  /** The calendar as it is stored now; throws where the storage fails. */
  readonly read: () => Promise<Gate>
  readonly isReadable: (gate: Gate) => boolean
  /** What a feature answers while the calendar cannot be read; null for one that stays open. */
  readonly unreadable: (feature: string) => MaintenanceClosedRefusal | null
}

/** The refusal, in the one sentence that there is for it. */
export function closedRefusal(names: Names, feature: string, closed: Exclude<General, { is: 'open' }>): MaintenanceClosedRefusal {
  const text = { it: closedText(names, feature, closed, 'it'), en: closedText(names, feature, closed, 'en') }
  return { code: 'calendar/closed', feature, until: closed.until, text }
}

/** A calendar that cannot be read closes what can be closed, and leaves the sign-in open. */
function unreadable(names: Names, feature: string): MaintenanceClosedRefusal | null {
  if (feature === signIn) return null
  return {
    code: 'calendar/closed',
    feature,
    until: null,
    text: {
      it: `${nameOf(names.features, feature, 'it')}: al momento non disponibile, perché il calendario dell'ente non è leggibile.`,
      en: `${nameOf(names.features, feature, 'en')}: not available at present, since the calendar of the office cannot be read.`,
    },
  }
}

function unreadableGate(names: Names, row: Gate['row']): Gate {
  return { row, admits: (feature) => unreadable(names, feature) ?? 'open', follow: async () => null }
}

export function createKeeper(runtime: Runtime, context: KeeperContext): CalendarKeeper {
  const { names, domains, features, always } = context
  const key = keyOf(runtime.office.id, 'maintenance', calendarId)
  const windowsByGate = new WeakMap<Gate, readonly MaintenanceWindow[]>()
  let known: Gate | null = null
  let reading: Promise<Gate> | null = null

  function gateOf(row: Stored): Gate {
    const at = { key, version: row.version, at: row.at }
    let windows: readonly MaintenanceWindow[]
    try {
      windows = readState(maintenanceMachine, row).windows
    } catch (cause) {
      if (!isSportelloError(cause)) throw cause
      return unreadableGate(names, at)
    }
    const closings = closingsOf(windows, domains)
    const gate: Gate = {
      row: at,
      admits(feature, instant, person) {
        if (person === 'anybody') {
          const general = closedInGeneral(closings, feature, instant)
          if (general.is === 'open') return 'open'
          return general.is === 'closed' ? closedRefusal(names, feature, general) : 'ask'
        }
        const closed = closedFor(closings, feature, askingFor(closings, person), instant)
        return closed === null ? 'open' : closedRefusal(names, feature, { is: 'closed', ...closed })
      },
      follow: (unit: Unit, record) => followCalendar(context, windows, unit, { ...record, at: Math.max(unit.now(), at.at) }),
    }
    windowsByGate.set(gate, windows)
    return gate
  }

  /** The row of the calendar, made where there is none: so nothing depends on its absence. */
  async function rowNow(): Promise<Stored> {
    const [row] = await loadRows(runtime, [key])
    if (row) return row
    await transact<null, AnyRefusal>(runtime, { name: 'maintenance/keep', by: { kind: 'system' } }, async (unit) => {
      await unit.run(maintenanceMachine, calendarId, { type: 'KeepCalendar' })
      return accept(null)
    })
    const [made] = await loadRows(runtime, [key])
    if (!made) throw new SportelloError('storage/failed', 'storage: what was committed is there')
    return made
  }

  async function read(): Promise<Gate> {
    const row = await rowNow()
    // Of two that read at once the later row counts.
    if (known === null || known.row === null || row.version > known.row.version) known = gateOf(row)
    return known
  }

  async function readGate(): Promise<Gate> {
    try {
      return await read()
    } catch (cause) {
      if (!isSportelloError(cause)) throw cause
      // Nothing is remembered of a failure: the next command asks again. What could be closed fails, and the sign-in goes on without a calendar.
      return {
        row: null,
        admits(feature) {
          if (feature === signIn) return 'open'
          throw cause
        },
        follow: async () => null,
      }
    }
  }

  return {
    isOwn: (operation) => operation.startsWith('maintenance/'),
    featureOf(operation) {
      const feature = features.get(operation)
      if (feature !== undefined) return feature
      invariant(always.has(operation), `maintenance: nothing says whether ${operation} can be closed`)
      return null
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
    windowsOf: (gate) => windowsByGate.get(gate) ?? [],
    isReadable: (gate) => windowsByGate.has(gate),
    unreadable: (feature) => unreadable(names, feature),
  }
}
