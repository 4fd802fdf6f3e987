/**
 * Commands that are seen from outside: a span, a count and a duration for each. The names come from the interface itself, so that whatever
 * is added to it is seen too. Nothing but a name, an outcome and the id of the office is told, and every outcome takes the same steps.
 */
import { type Instant, isSportelloError, SportelloError } from '../kernel/index.ts'
import type { Storage, Telemetry, TelemetryMeter, TelemetrySpan, TelemetryTracer } from '../ports/index.ts'
import { type Instruments, openInstruments, quietly } from './meter.ts'

/** What the looking on takes from the office. */
export type Observed = {
  readonly officeId: string
  readonly storage: Storage
  readonly now: () => Instant
}

type Watch = {
  readonly officeId: string
  readonly tracer: TelemetryTracer | undefined
  readonly instruments: Instruments | undefined
  /** Milliseconds, or null where the clock fails. */
  readonly time: () => number | null
}

const statusError = 2

const abilities = {
  tracer: ['startActiveSpan'],
  meter: ['createCounter', 'createHistogram', 'createGauge', 'createObservableGauge'],
} as const

/** The parts that were handed in, each read once. Throws `config/invalid` for what cannot observe. */
function readTelemetry(given: Telemetry): Telemetry {
  const wrong = (what: string): never => {
    throw new SportelloError('config/invalid', `observe: ${what}`)
  }
  if (typeof given !== 'object' || given === null) return wrong('not an object')
  const { tracer, meter, monotonicMs } = quietly(() => ({ ...given })) ?? wrong('cannot be read')
  const parts: readonly (readonly [name: keyof typeof abilities, part: unknown])[] = [
    ['tracer', tracer],
    ['meter', meter],
  ]
  for (const [name, part] of parts) {
    if (part === undefined) continue
    const methods = part as { readonly [method: string]: unknown } | null
    const missing = abilities[name].find((method) => typeof quietly(() => methods?.[method]) !== 'function')
    if (missing !== undefined) wrong(`${name}: ${missing} is missing`)
  }
  if (monotonicMs !== undefined && typeof monotonicMs !== 'function') wrong('monotonicMs is not a function')
  return {
    ...(tracer === undefined ? {} : { tracer: tracer as TelemetryTracer }),
    ...(meter === undefined ? {} : { meter: meter as TelemetryMeter }),
    ...(monotonicMs === undefined ? {} : { monotonicMs }),
  }
}

/** What became of a command: `accepted`, or the code of its refusal. */
function outcomeOf(answer: unknown): string {
  const { ok, refusal } = (answer ?? {}) as { readonly ok?: unknown; readonly refusal?: { readonly code?: unknown } }
  return ok === false && typeof refusal?.code === 'string' ? refusal.code : 'accepted'
}

/** The code of an error of the library. What else was thrown may say anything, and is not looked at. */
const errorOf = (cause: unknown): string => (isSportelloError(cause) ? cause.code : 'unexpected')

type Command = (...args: readonly unknown[]) => Promise<unknown>

function observeCommand({ officeId, tracer, instruments, time }: Watch, command: string, run: Command): Command {
  return (...args) => {
    const started = time()
    let span: TelemetrySpan | undefined
    let running: Promise<unknown> | undefined
    const start = (): Promise<unknown> => {
      running ??= (async () => run(...args))()
      return running
    }
    const attributes = { 'sportello.office': officeId, 'sportello.command': command }
    // A tracer that never calls back, or throws before it does, holds nothing up; one that calls back twice starts nothing twice.
    quietly(() =>
      tracer?.startActiveSpan(`sportello.${command}`, { attributes }, (active) => {
        if (running !== undefined) return
        span = active
        void start()
      }),
    )

    function end(outcome: string, failed: boolean, answer: unknown): void {
      const ended = time()
      const durationMs = started === null || ended === null ? null : Math.max(0, ended - started)
      quietly(() => span?.setAttribute('sportello.outcome', outcome))
      if (failed) quietly(() => span?.setAttribute('error.type', outcome))
      if (failed) quietly(() => span?.setStatus({ code: statusError }))
      quietly(() => span?.end())
      instruments?.note({ command, outcome, durationMs, answer })
    }
    return start().then(
      (answer) => {
        const outcome = outcomeOf(answer)
        end(outcome, false, outcome === 'accepted' ? answer : undefined)
        return answer
      },
      (cause: unknown) => {
        end(errorOf(cause), true, undefined)
        throw cause
      },
    )
  }
}

/** The same interface, each call of it observed under its own name. */
function observeAll(watch: Watch, part: object, prefix: string): object {
  const observed = Object.entries(part).map(([key, value]: readonly [string, unknown]) => {
    const name = prefix + key
    if (typeof value === 'function') return [key, observeCommand(watch, name, value as Command)] as const
    return [key, typeof value === 'object' && value !== null ? observeAll(watch, value, `${name}.`) : value] as const
  })
  return Object.fromEntries(observed)
}

/** The interface as it is where nobody looks on; otherwise the same calls, observed. Throws `config/invalid` for an observer that is none. */
export function observed<Api extends object>(api: Api, { officeId, storage, now }: Observed, observe?: Telemetry): Api {
  if (observe === undefined) return api
  const { tracer, meter, monotonicMs } = readTelemetry(observe)
  const read = monotonicMs ?? now
  const time = (): number | null => {
    const ms = quietly(read)
    return typeof ms === 'number' && Number.isFinite(ms) ? ms : null
  }
  const instruments = meter === undefined ? undefined : openInstruments(meter, officeId, storage)
  return observeAll({ officeId, tracer, instruments, time }, api, '') as Api
}
