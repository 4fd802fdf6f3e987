import {
  type AnyRefusal,
  createSportello,
  type Sportello,
  type SportelloConfiguration,
  type Telemetry,
  type TelemetryAttributes,
  type TelemetryObserver,
} from 'sportello'
import { describe, expect, it } from 'vitest'
import { observed } from '../../src/api/observed.ts'
import { anna, approve, completed, newPassword, openCounter, operator, subscribed } from '../support/counter.ts'

type Told = { readonly name: string; readonly value: number; readonly attributes: TelemetryAttributes }

/** An observer that keeps all that it is told. */
function recorder(milliseconds: () => number = () => 0) {
  const spans: { name: string; attributes: Record<string, string>; status: number | null; ends: number }[] = []
  const told: Told[] = []
  const looks: ((observer: TelemetryObserver) => Promise<void>)[] = []
  const keep = (name: string) => (value: number, attributes: TelemetryAttributes) => told.push({ name, value, attributes })
  const observe: Telemetry = {
    tracer: {
      startActiveSpan(name, { attributes }, work) {
        const span = { name, attributes: { ...attributes }, status: null as number | null, ends: 0 }
        spans.push(span)
        work({
          setAttribute: (key, value) => Object.assign(span.attributes, { [key]: value }),
          setStatus: ({ code }) => Object.assign(span, { status: code }),
          end: () => Object.assign(span, { ends: span.ends + 1 }),
        })
      },
    },
    meter: {
      createCounter: (name) => ({ add: keep(name) }),
      createHistogram: (name) => ({ record: keep(name) }),
      createGauge: (name) => ({ record: keep(name) }),
      createObservableGauge: (name) => ({
        addCallback: (look) => looks.push(() => look({ observe: keep(name) })),
      }),
    },
    monotonicMs: milliseconds,
  }
  return { observe, spans, told, looks }
}

const fail = (): never => {
  throw new Error('the observer fails')
}

/** Every call of an interface by its name. */
function callsOf(
  part: object,
  prefix = '',
): readonly (readonly [name: string, call: (...args: unknown[]) => Promise<unknown>])[] {
  return Object.entries(part).flatMap(([key, value]) =>
    typeof value === 'function' ? [[prefix + key, value] as const] : callsOf(value, `${prefix}${key}.`),
  )
}

/** A life with refusals, mail and a sweep; everything that it answers. */
async function live(overrides: Partial<SportelloConfiguration> = {}) {
  const counter = openCounter(overrides)
  const { sportello } = counter
  const { credentials } = await subscribed(counter)
  const answers: unknown[] = [
    await sportello.session.signIn({ ...credentials, pin: '000000000' }),
    await sportello.session.signIn({ ...credentials, codiceFiscale: 'RSSMRA70A01H501S' }),
    await sportello.session.signIn({ ...credentials, password: newPassword }),
    await sportello.credential.inspect({ operator, codiceFiscale: anna.codiceFiscale }),
    await sportello.subject.export({ operator, codiceFiscale: anna.codiceFiscale, reason: 'Su richiesta.' } as never),
    await sportello.registration.inspect('none'),
    await sportello.retention.sweep(),
    await sportello.relay(),
  ]
  return { counter, credentials, answers, letters: counter.mailer.sent }
}

describe('observe', () => {
  it('every call of the interface is one span of its own name, also one that is added', async () => {
    const { observe, spans } = recorder()
    const { sportello } = openCounter({ observe })
    const calls = callsOf(sportello)
    expect(calls.map(([name]) => name)).toEqual(callsOf(openCounter().sportello).map(([name]) => name))
    expect(calls.length).toBeGreaterThan(50)
    for (const [name, call] of calls) {
      spans.length = 0
      await call({}, {}, {}).catch(() => undefined)
      expect(spans).toMatchObject([{ name: `sportello.${name}`, ends: 1, attributes: { 'sportello.command': name } }])
    }
    const { configuration } = openCounter()
    const added = { visit: { book: async () => ({ ok: false, refusal: { code: 'visit/none' } }) } }
    const where = { officeId: 'comune-di-prova', storage: configuration.storage, now: () => 0 }
    spans.length = 0
    await observed(added, where, observe).visit.book()
    expect(spans).toMatchObject([{ name: 'sportello.visit.book', attributes: { 'sportello.outcome': 'visit/none' } }])
  })

  it('tells the code of a refusal, of an error, and nothing of an error that is not of the library', async () => {
    const { observe, spans, told } = recorder()
    const counter = openCounter({ observe })
    await counter.sportello.registration.inspect('none')
    expect(spans.at(-1)).toMatchObject({ status: null, attributes: { 'sportello.outcome': 'registration/not-found' } })
    await expect(counter.sportello.relay({ limit: 0 })).rejects.toMatchObject({ code: 'config/invalid' })
    const failed = { 'sportello.outcome': 'config/invalid', 'error.type': 'config/invalid' }
    expect(spans.at(-1)).toMatchObject({ status: 2, ends: 1, attributes: failed })
    const thrown = Object.assign(new Error('Verdi Anna'), { code: 'Verdi Anna' })
    const where = { officeId: 'x', storage: counter.configuration.storage, now: () => 0 }
    const broken = observed({ act: () => Promise.reject(thrown) }, where, observe)
    await expect(broken.act()).rejects.toBe(thrown)
    expect(spans.at(-1)).toMatchObject({ status: 2, attributes: { 'error.type': 'unexpected' } })
    expect(JSON.stringify([spans, told])).not.toContain('Verdi')
  })

  it('counts outcomes, and times commands by the clock that is handed in or by the port', async () => {
    let ms = 0
    const step = () => {
      ms += 250
      return ms
    }
    for (const byPort of [false, true]) {
      const { observe, told } = recorder(step)
      const { monotonicMs, ...rest } = observe
      const { sportello } = openCounter(byPort ? { observe: rest, clock: { now: step } } : { observe })
      await sportello.session.check('none')
      const attributes = {
        'sportello.office': 'comune-di-prova',
        'sportello.command': 'session.check',
        'sportello.outcome': 'session/not-active',
      }
      const [count, time] = told.filter(({ name }) => name.startsWith('sportello.command.'))
      expect(count).toEqual({ name: 'sportello.command.outcomes', value: 1, attributes })
      expect(time).toMatchObject({ name: 'sportello.command.duration', attributes })
      expect(time?.value).toBeGreaterThanOrEqual(0.25)
      if (!byPort) expect(time?.value).toBe(0.25)
    }
  })

  it('a clock that fails, or goes back, alters nothing', async () => {
    const times = [5_000, 1_000]
    const back = recorder(() => times.shift() ?? 0)
    await openCounter({ observe: back.observe }).sportello.session.check('none')
    expect(back.told.find(({ name }) => name.endsWith('duration'))?.value).toBe(0)
    const none = recorder(fail)
    await openCounter({ observe: none.observe }).sportello.session.check('none')
    expect(none.told.map(({ name }) => name)).toEqual(['sportello.command.outcomes'])
  })

  it('relay and sweep say what became of mail and records, and parked mail is looked up when metrics are collected', async () => {
    const { observe, told, looks } = recorder()
    const counter = openCounter({ observe })
    const values = (name: string) => told.filter((one) => one.name === name).map(({ value }) => value)
    await completed(counter)
    expect(told).toContainEqual({
      name: 'sportello.outbox.messages',
      value: 1,
      attributes: { 'sportello.office': 'comune-di-prova', 'sportello.mail': 'sent' },
    })
    expect(values('sportello.outbox.taken').at(-1)).toBeGreaterThan(0)
    await counter.sportello.registration.open({ ...anna, email: 'other@example.it' })
    counter.clock.advance(60 * 86_400_000)
    await counter.sportello.retention.sweep({ limit: 1 })
    expect(values('sportello.sweep.unfinished').at(-1)).toBe(1)
    await counter.sportello.retention.sweep()
    expect(values('sportello.sweep.unfinished').at(-1)).toBe(0)
    expect(values('sportello.sweep.failed').at(-1)).toBe(0)
    expect(values('sportello.sweep.records').length).toBeGreaterThan(0)
    await Promise.all(looks.map((look) => look({ observe: () => undefined })))
    expect(values('sportello.outbox.parked')).toEqual([0])
    const refusing = recorder()
    openCounter({ observe: refusing.observe, storage: { ...counter.storage, parked: () => Promise.reject(new Error('down')) } })
    await Promise.all(refusing.looks.map((look) => look({ observe: () => undefined })))
    expect(refusing.told).toEqual([])
  })

  it('E1: no attribute holds anything of a person or of what was handed in, over a whole life', async () => {
    const { observe, spans, told } = recorder()
    const { letters, credentials, counter } = await live({ observe })
    await approve(counter, (await completed(counter, { ...anna, email: 'second@example.it' })).id).catch(() => undefined)
    const known = [
      'sportello.office',
      'sportello.command',
      'sportello.outcome',
      'sportello.mail',
      'sportello.sweep',
      'error.type',
    ]
    const commands = callsOf(counter.sportello).map(([name]) => name)
    const all = [...spans, ...told].map(({ attributes }) => attributes)
    expect(all.length).toBeGreaterThan(50)
    for (const attributes of all) {
      for (const [key, value] of Object.entries(attributes)) {
        expect(known).toContain(key)
        expect(key === 'sportello.command' ? commands : [value]).toContain(value)
        expect(value).toMatch(/^[A-Za-z-]+([./][A-Za-z-]+)?$/)
      }
    }
    const text = JSON.stringify([spans, told]).toLowerCase()
    const secrets = [...Object.values(credentials), newPassword, operator.id, ...letters.map(({ id }) => id)]
    const canaries = [...Object.values(anna), ...secrets].filter((one) => typeof one === 'string' && one.length > 3)
    for (const canary of canaries) expect(text).not.toContain(String(canary).toLowerCase())
  })

  it('a wrong sign-in is told the same whether or not the person exists, with the same steps', async () => {
    const { observe, spans, told } = recorder()
    const counter = openCounter({ observe })
    const { credentials } = await subscribed(counter)
    const seen = async (form: object) => {
      spans.length = 0
      told.length = 0
      await counter.sportello.session.signIn({ ...credentials, pin: '000000000', ...form })
      return structuredClone([spans, told])
    }
    expect(await seen({})).toEqual(await seen({ codiceFiscale: 'RSSMRA70A01H501S' }))
  })

  const span = { setAttribute: fail, setStatus: fail, end: fail }
  const late = async (): Promise<never> => fail()
  const tracers: { readonly [name: string]: NonNullable<Telemetry['tracer']>['startActiveSpan'] } = {
    'throws at once': fail,
    'rejects at once': late,
    'never calls back': () => undefined,
    'calls back with spans that throw': (_name, _options, work) => work(span),
    'calls back with spans that reject': (_name, _options, work) => work({ setAttribute: late, setStatus: late, end: late }),
    'calls back with nothing': (_name, _options, work) => work(undefined as never),
    'calls back twice': (_name, _options, work) => {
      work(span)
      work(span)
    },
    'calls back and throws': (_name, _options, work) => {
      work(span)
      fail()
    },
    'calls back later': (_name, _options, work) => queueMicrotask(() => work(span)),
  }
  const broken = { add: fail, record: fail, addCallback: fail }
  const meters: { readonly [name: string]: () => never | typeof broken } = { 'throws when asked': fail, throws: () => broken }

  it.each(Object.keys(tracers))('a tracer that %s alters no answer and no mail', async (name) => {
    const { answers, letters } = await live()
    const startActiveSpan = tracers[name] ?? fail
    const watched = await live({ observe: { tracer: { startActiveSpan } } })
    expect(watched.answers).toEqual(answers)
    expect(watched.letters).toEqual(letters)
  })

  it.each(Object.keys(meters))('a meter that %s alters no answer and no mail', async (name) => {
    const { answers, letters } = await live()
    const make = meters[name] ?? fail
    const meter = { createCounter: make, createHistogram: make, createGauge: make, createObservableGauge: make }
    const watched = await live({ observe: { meter } })
    expect(watched.answers).toEqual(answers)
    expect(watched.letters).toEqual(letters)
  })

  it('takes answers and parts of any kind for what they are: accepted, nothing to count, and no call', async () => {
    const { observe, spans, told, looks } = recorder()
    const where = { officeId: 'x', storage: { ...openCounter().storage, parked: async () => null as never }, now: () => 0 }
    const api = { relay: async () => 7, retention: { sweep: async () => null }, act: async () => undefined, version: 1, of: null }
    const watched = observed(api, where, observe)
    expect([await watched.relay(), await watched.retention.sweep(), await watched.act()]).toEqual([7, null, undefined])
    expect([watched.version, watched.of]).toEqual([1, null])
    expect(spans.map(({ attributes }) => attributes['sportello.outcome'])).toEqual(['accepted', 'accepted', 'accepted'])
    expect(told.filter(({ name }) => name === 'sportello.outbox.taken').map(({ value }) => value)).toEqual([0])
    await Promise.all(looks.map((look) => look({ observe: () => undefined })))
    expect(told.filter(({ name }) => name === 'sportello.outbox.parked')).toEqual([])
    const closed = new Proxy({}, { ownKeys: fail })
    expect(() => observed(api, where, closed)).toThrow(expect.objectContaining({ code: 'config/invalid' }) as never)
  })

  it('left out, the interface is the one that there is without it', () => {
    const api = { act: async () => null }
    expect(observed(api, { officeId: 'x', storage: openCounter().storage, now: () => 0 }, undefined)).toBe(api)
  })

  it.each([null, 5, 'x', { tracer: {} }, { tracer: null }, { meter: {} }, { meter: 1 }, { monotonicMs: 1 }])(
    '%j is no observer, and the counter does not open',
    (observe) => {
      const { configuration } = openCounter()
      const open = (): Sportello => createSportello({ ...configuration, observe: observe as never })
      expect(open).toThrow(expect.objectContaining({ code: 'config/invalid' }) as never)
    },
  )

  it('an answer is handed on as it is', async () => {
    const answer: { readonly ok: false; readonly refusal: AnyRefusal } = { ok: false, refusal: { code: 'visit/none' } }
    const where = { officeId: 'x', storage: openCounter().storage, now: () => 0 }
    expect(await observed({ act: async () => answer }, where, recorder().observe).act()).toBe(answer)
  })
})
