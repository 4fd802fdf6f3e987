/**
 * Where traces and metrics go: the part of the OpenTelemetry API that the library calls, as structural types. A tracer and a meter of
 * `@opentelemetry/api` fit as they are, and the library loads no package for them. Whatever they throw is dropped.
 */

/** What is known of a span or a measurement: names, codes and the id of the office, never anything of a person. */
export type TelemetryAttributes = { readonly [name: string]: string }

/** One command under way. */
export interface TelemetrySpan {
  setAttribute(name: string, value: string): unknown
  /** `code: 2` is an error, as OpenTelemetry counts. No message is given. */
  setStatus(status: { readonly code: number }): unknown
  end(): unknown
}

/** Makes spans. */
export interface TelemetryTracer {
  /** Calls `work` once, at once, with a new span that is the active one within it. */
  startActiveSpan(name: string, options: { attributes: TelemetryAttributes }, work: (span: TelemetrySpan) => void): unknown
}

/** What is said of an instrument when it is made. */
type TelemetryInstrument = { readonly description: string; readonly unit: string }

/** A sum that grows. */
export interface TelemetryCounter {
  add(value: number, attributes: TelemetryAttributes): unknown
}

/** A distribution, or the newest of several values. */
export interface TelemetryRecorder {
  record(value: number, attributes: TelemetryAttributes): unknown
}

/** Takes one value while metrics are collected. */
export interface TelemetryObserver {
  observe(value: number, attributes: TelemetryAttributes): unknown
}

/** A value that is looked up whenever metrics are collected. */
interface TelemetryObservable {
  addCallback(look: (observer: TelemetryObserver) => Promise<void>): unknown
}

/** Makes instruments. */
export interface TelemetryMeter {
  createCounter(name: string, options: TelemetryInstrument): TelemetryCounter
  createHistogram(name: string, options: TelemetryInstrument): TelemetryRecorder
  createGauge(name: string, options: TelemetryInstrument): TelemetryRecorder
  createObservableGauge(name: string, options: TelemetryInstrument): TelemetryObservable
}

/** What the host hands in to see commands. Each part may be left out. */
export type Telemetry = {
  /** A span for each command. */
  readonly tracer?: TelemetryTracer
  /** Counts, durations and gauges. */
  readonly meter?: TelemetryMeter
  /**
   * Milliseconds of a clock that never goes back, such as `() => performance.now()`; fractions count. Left out, durations are taken from
   * the port `clock`, in whole milliseconds.
   */
  readonly monotonicMs?: () => number
}
