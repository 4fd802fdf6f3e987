import { inspect } from 'node:util'
import { type AnyRefusal, isSportelloError, type JournalAnchor, type Result, type SportelloConfiguration } from 'sportello'
import { describe, expect, it } from 'vitest'
import {
  accepted,
  anna,
  type Counter,
  completed,
  drafted,
  freshPdf,
  openCounter,
  operator,
  subscribed,
} from '../support/counter.ts'

// Whatever a port may answer with.
const answers: readonly unknown[] = [
  ...[undefined, null, 0, '', 'x', true, Symbol('x'), [], {}, [null], [undefined], [{}], [5]],
  ...[{ ok: 'yes' }, new Uint8Array(3), () => 1],
]
const fail = (error: unknown) => () => {
  throw error
}

type Ports = Pick<SportelloConfiguration, 'storage' | 'documents' | 'mailer' | 'passwordHash'>

/** All lines of an anchor. */
async function linesOf(made: Result<JournalAnchor, AnyRefusal>): Promise<readonly string[]> {
  const lines: string[] = []
  for await (const line of accepted(made).lines) lines.push(line)
  return lines
}

/** A counter in the middle of its life, of whose ports one method does something else from now on. */
async function spoilt(port: keyof Ports, method: string, behave: () => unknown) {
  const counter = openCounter()
  const { credentials } = await subscribed(counter)
  const { token } = accepted(await counter.sportello.session.signIn(credentials))
  const filed = await completed(counter, { ...anna, email: 'second@example.it' })
  const { ticket } = await drafted(counter.sportello, { ...anna, email: 'third@example.it' })
  const { digest: dossierDigest } = accepted(await counter.sportello.approval.dossier({ operator, id: filed.id }))
  const whole = counter.configuration[port] as unknown as { readonly [name: string]: unknown }
  const { sportello } = openCounter({ ...counter.configuration, [port]: { ...whole, [method]: behave } })
  const anchor = await linesOf(await counter.sportello.journal.anchor())
  return { sportello, credentials, token, ticket, id: filed.id, dossierDigest, anchor }
}

async function everyCall(cast: Awaited<ReturnType<typeof spoilt>>): Promise<readonly string[]> {
  const { sportello, credentials, token, ticket, id, dossierDigest, anchor } = cast
  const { registration, approval, session, credential, journal, outbox, relay } = sportello
  const { codiceFiscale } = anna
  const act = { operator, id, dossierDigest, reason: 'Non leggibile.' }
  const next = 'Gelato.Turchese9'
  const calls: { readonly [name: string]: () => Promise<unknown> } = {
    open: () => registration.open({ ...anna, email: 'fourth@example.it' }, { requestKey: 'form-7f3a9c21e5d84b60' }),
    add: () => registration.addDocument(ticket, { type: 'identity-card' }, freshPdf()),
    remove: () => registration.removeDocument(ticket, 1),
    inspect: () => registration.inspect(ticket),
    complete: () => registration.complete(ticket),
    withdraw: () => registration.withdraw(ticket),
    pending: () => approval.pending(),
    dossier: () => approval.dossier(act),
    document: () => approval.document({ ...act, document: 1 }),
    approve: () => approval.approve(act),
    reject: () => approval.reject(act),
    signIn: () => session.signIn(credentials),
    check: () => session.check(token),
    change: () => credential.changePassword({ token, current: credentials.password, next, confirmation: next }),
    look: () => credential.inspect({ operator, codiceFiscale }),
    revoke: () => credential.revoke({ operator, codiceFiscale, reason: 'Su richiesta.' }),
    end: () => session.end(token),
    read: () => journal.read({ kind: 'approval', id }),
    verify: () => journal.verify({ kind: 'approval', id }),
    anchor: () => journal.anchor().then((made) => linesOf(made)),
    verifyAnchor: () => journal.verifyAnchor(anchor),
    parked: () => outbox.parked(),
    requeue: () => outbox.requeue({ operator, id: `comune-di-prova.registration.${id}.3.completed` }),
    discard: () => outbox.discard({ operator, id: `comune-di-prova.registration.${id}.3.completed` }),
    relay: () => relay(),
  }
  const broken: string[] = []
  for (const [name, call] of Object.entries(calls)) {
    await call().catch((error: unknown) => {
      if (!isSportelloError(error)) broken.push(`${name}: ${inspect(error)}`)
    })
  }
  return broken
}

const methods: { readonly [Port in keyof Ports]: readonly string[] } = {
  storage: ['load', 'list', 'commit', 'journal', 'lease', 'settle', 'parked'],
  documents: ['put', 'get', 'delete'],
  mailer: ['send'],
  passwordHash: ['hash', 'verify', 'outdated'],
}
const cases = (Object.keys(methods) as (keyof Ports)[]).flatMap(
  (port) => methods[port]?.map((method) => [port, method] as const) ?? [],
)

describe('J4: a port that answers with anything', () => {
  it.each(cases)('%s.%s: leads to a value, a refusal or a typed error, never to another exception', async (port, method) => {
    for (const answer of answers) {
      expect(await everyCall(await spoilt(port, method, () => answer)), inspect(answer)).toEqual([])
    }
  })

  it.each(cases)('%s.%s: that throws, whatever it throws, leads to the same', async (port, method) => {
    for (const error of [new TypeError('port'), null, 'text', undefined]) {
      expect(await everyCall(await spoilt(port, method, fail(error))), inspect(error)).toEqual([])
    }
  })
})

describe('E1: a stored text that cannot be read', () => {
  it.each(['state', 'personal'] as const)('%s: is not quoted by the error', async (part) => {
    const counter: Counter = openCounter()
    const { ticket } = await drafted(counter.sportello)
    const { storage } = counter
    const load: typeof storage.load = async (keys) =>
      (await storage.load(keys)).map((row) => (row === null ? null : { ...row, [part]: `Verdi Anna, ${row[part]}` }))
    const broken = openCounter({ ...counter.configuration, storage: { ...storage, load } })
    const error: unknown = await broken.sportello.registration.inspect(ticket).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'record/unreadable' })
    expect(inspect(error, { depth: 10 })).not.toMatch(/Verdi/)
  })

  it('in a journal is not quoted either', async () => {
    const counter = openCounter()
    const { id } = await drafted(counter.sportello)
    const { storage } = counter
    const journal: typeof storage.journal = async (key, page) =>
      (await storage.journal(key, page)).map((entry) => ({ ...entry, personal: 'Verdi Anna' }))
    const broken = openCounter({ ...counter.configuration, storage: { ...storage, journal } })
    const reading = broken.sportello.journal.read({ kind: 'registration', id })
    const error: unknown = await reading.catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'record/unreadable' })
    expect(inspect(error, { depth: 10 })).not.toMatch(/Verdi/)
  })
})
