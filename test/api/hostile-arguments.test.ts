import { inspect } from 'node:util'
import { isSportelloError, pageReply, problemDetails, refusalCodes, refusalText, revocationText, suspensionText } from 'sportello'
import { beforeAll, describe, expect, it } from 'vitest'
import { accepted, anna, drafted, openCounter, operator } from '../support/counter.ts'

const trap = () => {
  throw new Error('trap')
}
const throwing = (key: string) => Object.defineProperty({}, key, { get: trap, enumerable: true })

/** A class of the caller's own whose bytes say another length than they have. */
class Liar extends Uint8Array {
  override get length() {
    return 3
  }
}

const keys = ['requestKey', 'requester', 'after', 'limit', 'leaseMs', 'kind', 'id', 'token', 'code', 'operator', 'type']
// Whatever a host may pass on.
const hostile: readonly unknown[] = [
  ...[undefined, null, 0, 1.5, Number.NaN, -1, 1e308, 10n, true, Symbol('x'), 'x', '', '\uD800', 'a'.repeat(1 << 20)],
  ...[[], {}, () => 1, new Date(Number.NaN), Object.create(null), Object.create(Uint8Array.prototype), new Liar(10)],
  new Proxy({}, { get: trap, has: trap, ownKeys: trap, getOwnPropertyDescriptor: trap, getPrototypeOf: trap }),
  new Proxy(new Uint8Array(10), {}),
  Object.setPrototypeOf(new Uint8Array(10), new Proxy({}, { get: trap, getPrototypeOf: trap })),
  ...keys.map(throwing),
  ...[{ requester: {} }, { requester: '' }, { requester: 'a'.repeat(257) }, { limit: 0 }, { limit: 'a' }, { leaseMs: -1 }],
  ...[{ code: 5 }, { code: 'registration/form', problems: [null] }, { code: 'credential/new-password' }],
]

type Answer = { readonly ok: boolean; readonly refusal?: { readonly code: string; readonly problems?: unknown } }

/** Accepts a value, a refusal of the library, or a SportelloError; anything else is the name of what went wrong. */
async function breaks(call: () => unknown): Promise<string | null> {
  try {
    const answer = (await call()) as Answer | undefined
    const { code = '', problems } = answer?.refusal ?? {}
    if (code !== '' && !refusalCodes.includes(code)) return `unknown code ${code}`
    if (!Array.isArray(problems)) return null
    const prose = problems.find(({ field, code: what }) => typeof field !== 'string' || !/^[a-z]+(-[a-z]+)*$/.test(what))
    return prose === undefined ? null : `prose: ${JSON.stringify(prose)}`
  } catch (error) {
    return isSportelloError(error) ? null : inspect(error)
  }
}

const first = 'sportello-anchor 1 k1 comune-di-prova 0 -'
const stray = `k1~x~${'a'.repeat(43)}`
const told = { operator, id: 'x', seen: 'x', reason: 'r', document: 1, codiceFiscale: anna.codiceFiscale }
const change = { token: stray, current: 'a', next: 'b', confirmation: 'b', reason: 'r' }

describe('J1, J2, INV-29: every argument of every function of the counter', () => {
  let ticket = ''
  const { sportello } = openCounter({ policy: { quota: { usesMax: 1000 } } })
  const { registration, approval, session, credential, journal, outbox, feed, relay } = sportello
  // The calls take what their types refuse.
  const any = (value: unknown) => value as never

  beforeAll(async () => {
    ticket = (await drafted(sportello)).ticket
  })

  const calls: { readonly [name: string]: (given: unknown) => unknown } = {
    ...Object.fromEntries(
      Object.entries(sportello.desk).flatMap(([name, call]) => [
        [`desk.${name} form`, (given: unknown) => call(any(given))],
        [`desk.${name} fields`, (given: unknown) => call(any({ ...told, text: 'x', states: given, after: given, from: given }))],
        [`desk.${name} options`, (given: unknown) => call(any({ ...told, text: 'x' }), any(given))],
      ]),
    ),
    'registration.open form': (given) => registration.open(given as never),
    'registration.open options': (given) => registration.open(anna, any(given)),
    'registration.renewPin ticket': (given) => registration.renewPin(given as never),
    'registration.renewPin options': (given) => registration.renewPin(stray, any(given)),
    'registration.inspect ticket': (given) => registration.inspect(given as never),
    'registration.addDocument ticket': (given) => registration.addDocument(given as never, { type: 'other' }, new Uint8Array(3)),
    'registration.addDocument form': (given) => registration.addDocument(ticket, any(given), new Uint8Array(3)),
    'registration.addDocument content': (given) => registration.addDocument(ticket, { type: 'identity-card' }, any(given)),
    'registration.addDocument chunk': (given) =>
      registration.addDocument(
        ticket,
        { type: 'identity-card' },
        (async function* () {
          yield any(given)
          yield any(given)
        })(),
      ),
    'registration.removeDocument ticket': (given) => registration.removeDocument(given as never, 1),
    'registration.removeDocument document': (given) => registration.removeDocument(ticket, any(given)),
    'registration.removeDocument options': (given) => registration.removeDocument(ticket, 99, any(given)),
    'registration.complete ticket': (given) => registration.complete(given as never),
    'registration.complete options': (given) => registration.complete(stray, any(given)),
    'registration.withdraw ticket': (given) => registration.withdraw(given as never),
    'registration.withdraw options': (given) => registration.withdraw(stray, any(given)),
    'approval.pending page': (given) => approval.pending(any(given)),
    'approval.pending after': (given) => approval.pending({ after: any(given), limit: any(given) }),
    'session.signIn credentials': (given) => session.signIn(any(given)),
    'session.signIn options': (given) => session.signIn({ codiceFiscale: 'x', pin: '1', password: 'x' }, any(given)),
    'session.check token': (given) => session.check(given as never),
    'session.end token': (given) => session.end(given as never),
    'journal.read record': (given) => journal.read(any(given)),
    'journal.read page': (given) => journal.read({ kind: 'registration', id: ticket.split('~')[1] ?? '' }, any(given)),
    'journal.verify record': (given) => journal.verify(any(given)),
    'journal.anchor options': (given) => journal.anchor(any(given)),
    'journal.anchor previous': (given) => journal.anchor({ previous: any(given) }),
    'journal.verifyAnchor lines': (given) => journal.verifyAnchor(any(given)),
    'journal.verifyAnchor line': (given) => journal.verifyAnchor([first, any(given)]),
    'journal.verifyAnchor check': (given) => journal.verifyAnchor([], any(given)),
    'journal.verifyAnchor previous': (given) => journal.verifyAnchor([], { previous: any(given) }),
    'outbox.parked page': (given) => outbox.parked(any(given)),
    'outbox.parked after': (given) => outbox.parked({ after: any(given), limit: any(given) }),
    'feed.read query': (given) => feed.read(any(given)),
    'feed.read after': (given) => feed.read({ after: any(given) }),
    'feed.read limit': (given) => feed.read({ limit: any(given) }),
    'relay options': (given) => relay(any(given)),
    'credential.inspectLink token': (given) => credential.inspectLink(any(given)),
    'credential.suspendByLink token': (given) => credential.suspendByLink(any(given)),
    'credential.suspendByLink options': (given) => credential.suspendByLink('x', any(given)),
    'revocationText locale': (given) => revocationText(any(given)),
    'suspensionText locale': (given) => suspensionText(any(given)),
    'refusalText refusal': (given) => refusalText(any(given), 'it'),
    'refusalText locale': (given) => refusalText({ code: 'approval/void' }, any(given)),
    'problemDetails refusal': (given) => problemDetails(any(given), 'it'),
    'pageReply refusal': (given) => pageReply(given, 'it'),
    'pageReply locale': (given) => pageReply({ code: 'approval/void' }, any(given), any(given)),
    'problemDetails locale': (given) => problemDetails({ code: 'approval/void' }, any(given)),
  }
  const desk = { dossier: approval.dossier, document: approval.document, approve: approval.approve, reject: approval.reject }
  const acts = {
    ...desk,
    requestCorrection: approval.requestCorrection,
    suspend: credential.suspend,
    reactivate: credential.reactivate,
    revoke: credential.revoke,
    requeue: outbox.requeue,
    discard: outbox.discard,
  }
  const subscribers = {
    changePassword: credential.changePassword,
    endSessions: credential.endSessions,
    suspendOwn: credential.suspendOwn,
    revokeOwn: credential.revokeOwn,
  }

  it.each(Object.entries(calls))('%s', async (_name, call) => {
    for (const [i, given] of hostile.entries()) expect(await breaks(() => call(given)), `argument ${i}`).toBeNull()
  })

  it.each(Object.entries({ ...acts, inspect: credential.inspect }))(
    '%s: the whole, each field, the options',
    async (_name, act) => {
      const run = act as (input: unknown, options?: unknown) => unknown
      for (const [i, given] of hostile.entries()) {
        const name = `argument ${i}`
        expect(await breaks(() => run(given)), name).toBeNull()
        expect(await breaks(() => run(told, given)), name).toBeNull()
        for (const field of Object.keys(told)) expect(await breaks(() => run({ ...told, [field]: given })), name).toBeNull()
      }
    },
  )

  it.each(Object.entries(subscribers))('%s: the whole, each field, the options', async (_name, act) => {
    const run = act as (input: unknown, options?: unknown) => unknown
    for (const [i, given] of hostile.entries()) {
      const name = `argument ${i}`
      expect(await breaks(() => run(given)), name).toBeNull()
      expect(await breaks(() => run(change, given)), name).toBeNull()
      for (const field of Object.keys(change)) expect(await breaks(() => run({ ...change, [field]: given })), name).toBeNull()
    }
  })

  it('a form that is no object is one problem, with a code and not with prose', async () => {
    for (const form of ['x', 5, null, undefined, []]) {
      expect(await registration.open(form as never)).toEqual({
        ok: false,
        refusal: { code: 'registration/form', problems: [{ field: '', code: 'type' }], problemCount: 1 },
      })
    }
  })
})

describe('the words of a refusal', () => {
  it.each(refusalCodes)('%s without its data, or in a language that there is not, does not throw', (code) => {
    expect(['string', 'undefined']).toContain(typeof refusalText({ code }, 'it'))
    for (const locale of ['fr', 'constructor', '__proto__', 'toString']) {
      expect(refusalText({ code }, locale as 'it')).toBeUndefined()
      expect(problemDetails({ code }, locale as 'it')).toMatchObject({ title: code, type: `urn:sportello:refusal:${code}` })
    }
  })

  it('what is no refusal is a problem of the server', () => {
    const nothing = { type: 'about:blank', title: 'Errore interno del server', status: 500 }
    for (const given of [null, undefined, 5, {}, { code: 5 }, throwing('code')]) {
      expect(problemDetails(given as { readonly code: string }, 'it')).toEqual(nothing)
    }
  })
})

describe('R2: the requester', () => {
  it('is counted, and named by a text of 1 to 256 characters alone: what is none blames no applicant', async () => {
    const counter = openCounter({ policy: { quota: { usesMax: 1 } } })
    const open = (mail: string, requester: unknown) =>
      counter.sportello.registration.open({ ...anna, email: mail }, { requester: requester as string })
    for (const [i, requester] of ['', 'a'.repeat(257), null, 42, {}].entries()) {
      accepted(await open(`nobody${i}@example.it`, requester))
      expect(await open(`nobody${i}@example.it`, requester)).toMatchObject({ refusal: { code: 'quota/exceeded' } })
    }
    accepted(await open('a@example.it', 'a'.repeat(256)))
    expect(await open('b@example.it', 'a'.repeat(256))).toMatchObject({ refusal: { code: 'quota/exceeded' } })
    accepted(await open('b@example.it', `${'a'.repeat(255)}b`))
  })
})
