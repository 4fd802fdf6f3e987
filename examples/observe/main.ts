/**
 * Every command of a counter as a span, counted and timed, with the SDK of OpenTelemetry in memory: `node --import tsx examples/observe/main.ts`.
 * A host puts exporters of its own in the place of those in memory.
 */
import { SpanStatusCode } from '@opentelemetry/api'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { createSportello, generateKeys, parseKeys } from 'sportello'
import { memoryDocuments, memoryStorage } from 'sportello/memory'
import { recordingMailer, sampleApplicant, samplePdf } from 'sportello/testing'

const spans = new InMemorySpanExporter()
const metrics = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
const tracing = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] })
const reader = new PeriodicExportingMetricReader({ exporter: metrics })
const metering = new MeterProvider({ readers: [reader] })

const sportello = createSportello({
  office: {
    id: 'comune-di-prova',
    name: 'Comune di Prova',
    taxCode: '00743110157',
    locale: 'it',
    links: 'https://servizi.example.it/',
  },
  keys: parseKeys(generateKeys()),
  storage: memoryStorage(),
  documents: memoryDocuments(),
  mailer: recordingMailer(),
  observe: {
    tracer: tracing.getTracer('sportello'),
    meter: metering.getMeter('sportello'),
    monotonicMs: () => performance.now(),
  },
})

const { registration, session, retention } = sportello
const opened = await registration.open(sampleApplicant)
if (opened.ok) {
  const { ticket } = opened.value
  await registration.complete(ticket)
  await registration.addDocument(ticket, { type: 'identity-card', name: 'card.pdf' }, samplePdf())
  await registration.complete(ticket)
}
await session.signIn({ codiceFiscale: sampleApplicant.codiceFiscale, pin: '000000000', password: 'Sbagliata.1' })
await sportello.relay()
await retention.sweep()

for (const { name, attributes, status } of spans.getFinishedSpans()) {
  const failed = status.code === SpanStatusCode.ERROR ? ', failed' : ''
  console.log(`${name}: ${attributes['sportello.outcome']}${failed}`)
}
await reader.forceFlush()
for (const { descriptor, dataPoints } of metrics.getMetrics().at(-1)?.scopeMetrics[0]?.metrics ?? []) {
  for (const { attributes, value } of dataPoints) {
    const of = Object.entries(attributes).flatMap(([key, told]) => (key === 'sportello.office' ? [] : [String(told)]))
    const figure = typeof value === 'number' ? value : value.count
    console.log([descriptor.name, ...of, figure].join(' '))
  }
}
await metering.shutdown()
await tracing.shutdown()
