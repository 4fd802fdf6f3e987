/**
 * What the calendar says before mail goes out: a letter that was queued in time may be about something that a window has ended since, and no sweep
 * has come upon it yet. Its link would be dead on arrival.
 */
import type { Key } from '../../../ports/index.ts'
import { recordIn } from '../../../runtime/record.ts'
import type { MaintenanceContext } from './context.ts'
import type { MaintenanceWindow } from './model.ts'
import { type FlightKind, followRecords } from './sweep.ts'
import { hasBegun } from './window.ts'

const isEnding = ({ fate }: { readonly fate: string }): boolean => fate === 'void' || fate === 're-identify'

/** The procedures that a window ends. */
const endedBy = ({ procedures }: MaintenanceWindow): readonly string[] =>
  Object.entries(procedures).flatMap(([procedure, disposition]) => (isEnding(disposition) ? [procedure] : []))

/**
 * What is to be done with the record of a letter before the letter is sent: what the sweep would do with it, which cancels the letters of what has
 * ended. Null where no window ends anything, so that nothing is read for any letter. The calendar is read anew: it is asked once for a round of mail,
 * and a process that only sends mail hears of it in no other way.
 */
export async function beforeMail({
  runtime,
  keeper,
  procedures,
}: Pick<MaintenanceContext, 'runtime' | 'keeper' | 'procedures'>): Promise<((topic: Key) => Promise<void>) | null> {
  const { windows, endsSomething, at: saidAt } = await keeper.reread()
  const ending = (windows ?? []).filter((window) => {
    return window.cancelledAt === null && window.swept !== 'ended' && endedBy(window).length > 0
  })
  const isEndingByCourse = endsSomething(Math.max(runtime.now(), saidAt))
  if (ending.length === 0 && !isEndingByCourse) return null
  const kinds = new Map(procedures.map(({ kind }) => [kind.decider.name, kind]))
  return async (topic) => {
    const { kind: name, id } = recordIn(topic)
    const kind = kinds.get(name)
    const flight = kind?.inFlight
    if (kind === undefined || flight === undefined) return
    const at = Math.max(runtime.now(), saidAt)
    const meets = (window: MaintenanceWindow) =>
      hasBegun(window, at) && endedBy(window).some((ended) => ended in flight.procedures)
    if (isEndingByCourse || ending.some(meets))
      await followRecords({ runtime }, { ...kind, inFlight: flight } as FlightKind, [id], [])
  }
}
