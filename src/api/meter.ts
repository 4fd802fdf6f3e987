/** The instruments of a meter: what is counted of commands, of the relay and of the sweep. */
import type {
  Storage,
  TelemetryAttributes,
  TelemetryCounter,
  TelemetryMeter,
  TelemetryObserver,
  TelemetryRecorder,
} from '../ports/index.ts'

/** Does what only looks on: nothing that it throws or rejects with counts. */
export function quietly<T>(act: () => T): T | undefined {
  try {
    const made = act()
    // A method that is async by mistake must not end the process by a rejection that nobody handles.
    if (made instanceof Promise) made.catch(() => undefined)
    return made
  } catch {
    return undefined
  }
}

/** What has happened with one command. */
export type Happened = {
  /** Its place in the interface, such as `registration.open`. */
  readonly command: string
  readonly outcome: string
  /** Null where no clock has told it. */
  readonly durationMs: number | null
  /** What it answered, as the host gets it; undefined where it was refused or has failed. */
  readonly answer: unknown
}

/** The instruments of one office at work. */
export type Instruments = { readonly note: (happened: Happened) => void }

const mailEnds = ['sent', 'retried', 'rejected', 'overdue', 'cancelled', 'parked'] as const
const sweepActs = ['lapsed', 'discarded', 'erased', 'wiped', 'removed', 'collected', 'upgraded'] as const

/** As many as the storage answers with at once. */
const parkedMax = 1000

const reportOf = (answer: unknown): { readonly [name: string]: unknown } => Object(answer)

/** Makes every instrument once. One that cannot be made is left out. */
export function openInstruments(meter: TelemetryMeter, officeId: string, storage: Storage): Instruments {
  const office: TelemetryAttributes = { 'sportello.office': officeId }
  const counter = (name: string, unit: string, description: string): TelemetryCounter | undefined =>
    quietly(() => meter.createCounter(name, { description, unit }))
  const gauge = (name: string, unit: string, description: string): TelemetryRecorder | undefined =>
    quietly(() => meter.createGauge(name, { description, unit }))

  const outcomes = counter('sportello.command.outcomes', '{command}', 'Commands by outcome: refusals by their code.')
  const durations = quietly(() =>
    meter.createHistogram('sportello.command.duration', { description: 'How long commands take.', unit: 's' }),
  )
  const mail = counter('sportello.outbox.messages', '{message}', 'Mail that the relay took, by what became of it.')
  const taken = gauge('sportello.outbox.taken', '{message}', 'Mail that was due in the last round of the relay, up to its limit.')
  const swept = counter('sportello.sweep.records', '{record}', 'Records and files that the sweep dealt with, by what it did.')
  const failed = gauge('sportello.sweep.failed', '{record}', 'What the last sweep left because of an error.')
  const unfinished = gauge('sportello.sweep.unfinished', '1', '1 where the last sweep stopped at its limit, otherwise 0.')

  async function look(observer: TelemetryObserver): Promise<void> {
    try {
      const parked: unknown = await storage.parked({ office: officeId, limit: parkedMax })
      if (Array.isArray(parked)) observer.observe(parked.length, office)
    } catch {
      // No value is better than a wrong one.
    }
  }
  quietly(() =>
    meter
      .createObservableGauge('sportello.outbox.parked', {
        description: `Mail that waits for the office, ${parkedMax} at the most.`,
        unit: '{message}',
      })
      .addCallback(look),
  )

  function noteRelay(report: { readonly [name: string]: unknown }): void {
    let sum = 0
    for (const end of mailEnds) {
      const ids = report[end]
      const count = Array.isArray(ids) ? ids.length : 0
      sum += count
      if (count > 0) quietly(() => mail?.add(count, { ...office, 'sportello.mail': end }))
    }
    quietly(() => taken?.record(sum, office))
  }

  function noteSweep(report: { readonly [name: string]: unknown }): void {
    for (const act of sweepActs) {
      const count = Number(report[act])
      if (count > 0) quietly(() => swept?.add(count, { ...office, 'sportello.sweep': act }))
    }
    quietly(() => failed?.record(Number(report['failed']), office))
    quietly(() => unfinished?.record(report['next'] === null ? 0 : 1, office))
  }

  return {
    note({ command, outcome, durationMs, answer }) {
      const attributes = { ...office, 'sportello.command': command, 'sportello.outcome': outcome }
      quietly(() => outcomes?.add(1, attributes))
      if (durationMs !== null) quietly(() => durations?.record(durationMs / 1_000, attributes))
      if (answer === undefined) return
      if (command === 'relay') noteRelay(reportOf(answer))
      if (command === 'retention.sweep') noteSweep(reportOf(answer))
    },
  }
}
