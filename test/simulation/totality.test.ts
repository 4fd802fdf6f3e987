import fc from 'fast-check'
import { isSportelloError, refusalCodes, type Sportello } from 'sportello'
import { describe, expect, it } from 'vitest'
import { decisionOn, filed, questionnaire } from '../procedures/assistance/asking.ts'
import {
  accepted,
  anna,
  completed,
  freshPdf,
  newPassword,
  openCounter,
  operator,
  refusedCode,
  subscribed,
} from '../support/counter.ts'

type Method = (...given: readonly unknown[]) => Promise<unknown>

function methodsOf(sportello: Sportello): readonly (readonly [name: string, method: Method])[] {
  return Object.entries(sportello).flatMap(([desk, part]): readonly (readonly [string, Method])[] =>
    typeof part === 'function'
      ? [[desk, part as Method]]
      : Object.entries(part).map(([name, method]) => [`${desk}.${name}`, method as Method] as const),
  )
}

const thrower = new Proxy(
  {},
  {
    get: () => {
      throw new Error('a getter that throws')
    },
    ownKeys: () => {
      throw new Error('keys that throw')
    },
  },
)
const anything = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, withSparseArray: true, withTypedArray: true }),
  fc.constantFrom<unknown>(thrower, Symbol('x'), () => 1, '\uD800', 'x'.repeat(100_000), Object.create({ token: 'inherited' })),
)

describe('INV-29: every function of the counter', () => {
  const { sportello, storage } = openCounter()
  it.each(methodsOf(sportello))('J1, J2, J5: %s is total over any arguments', async (_name, method) => {
    await fc.assert(
      fc.asyncProperty(fc.array(anything, { maxLength: 5 }), async (given) => {
        try {
          const answer = (await method(...given)) as { readonly ok?: unknown; readonly refusal?: { readonly code: string } }
          if (answer.ok === false) expect(refusalCodes).toContain(answer.refusal?.code)
        } catch (error) {
          expect(isSportelloError(error), String(error)).toBe(true)
        }
      }),
      { numRuns: 120 },
    )
    expect(Object.keys(Object.prototype)).toEqual([])
    for (const kind of ['registration', 'pec-change', 'email-change', 'assistance']) {
      expect(await storage.list({ office: 'comune-di-prova', kind, limit: 1 })).toEqual([])
    }
  })
})

describe('a request key that is none', () => {
  it.each(['short', 'x'.repeat(129), 'with blank 0123456', 42, null, {}])(
    'is refused by every command: %j',
    async (requestKey) => {
      // Whatever a host may pass on.
      const options = { requestKey } as { requestKey: string }
      const counter = openCounter()
      const { registration, approval, session, credential, addresses, pecChange, emailChange, assistance } = counter.sportello
      const { credentials } = await subscribed(counter)
      const { token } = accepted(await session.signIn(credentials))
      const { pin, password } = credentials
      const secrets = { token, pin, password }
      const pec = { ...secrets, pec: 'anna@pec.example.org', confirmation: 'anna@pec.example.org' }
      const mail = { ...secrets, email: 'anna@example.org', confirmation: 'anna@example.org' }
      const helped = await filed(counter)
      const help = { ...(await decisionOn(counter, helped.id)), reason: 'x' }
      accepted(await pecChange.request(pec))
      accepted(await emailChange.request(mail))
      await counter.sportello.relay()
      const linkIn = (room: string) =>
        counter.mailer.sent
          .map(({ text }) => new RegExp(`${room}#token=(\\S+)`).exec(text)?.[1])
          .find((link) => link !== undefined)
      const { ticket } = accepted(await registration.open({ ...anna, email: 'b@example.it' }))
      const { id } = await completed(counter, { ...anna, email: 'c@example.it' })
      const { digest: dossierDigest } = accepted(await approval.dossier({ operator, id }))
      const decision = { operator, id, dossierDigest, reason: 'x' }
      const act = { operator, codiceFiscale: anna.codiceFiscale, reason: 'x' }
      const change = { token, current: credentials.password, next: `${newPassword}x`, confirmation: `${newPassword}x` }
      const answers = [
        await registration.open(anna, options),
        await registration.renewPin(ticket, options),
        await registration.addDocument(ticket, { type: 'identity-card' }, freshPdf(), options),
        await registration.removeDocument(ticket, 1, options),
        await registration.complete(ticket, options),
        await registration.withdraw(ticket, options),
        await approval.approve(decision, options),
        await approval.reject(decision, options),
        await approval.requestCorrection(decision, options),
        await session.signIn(credentials, options),
        await credential.changePassword(change, options),
        await credential.endSessions({ token }, options),
        await credential.suspendOwn({ token, reason: 'x' }, options),
        await credential.suspendByLink(linkIn('suspend') ?? '', options),
        await credential.revokeOwn({ ...secrets, reason: 'x' }, options),
        await credential.suspend(act, options),
        await credential.reactivate(act, options),
        await credential.revoke(act, options),
        await addresses.setPec({ ...act, pec: pec.pec }, options),
        await addresses.reportPecStatus({ ...act, finding: 'full' }, options),
        await pecChange.request(pec, options),
        await pecChange.resend({ token }, options),
        await pecChange.cancel({ token }, options),
        await pecChange.confirm(linkIn('pec-change') ?? '', options),
        await pecChange.resendAsOffice(act, options),
        await pecChange.cancelAsOffice(act, options),
        await emailChange.request(mail, options),
        await emailChange.resend({ token }, options),
        await emailChange.cancel({ token }, options),
        await emailChange.confirm(linkIn('email-change') ?? '', options),
        await assistance.open(questionnaire, freshPdf(), options),
        await assistance.withdraw(helped.ticket, options),
        await assistance.approve(help, options),
        await assistance.reject(help, options),
      ]
      expect(answers.map(refusedCode)).toEqual(answers.map(() => 'request/malformed-key'))
    },
  )
})

describe('a request that does not exist', () => {
  it('is not found by any function of the desk', async () => {
    const { approval, assistance } = openCounter().sportello
    const decision = { operator, id: '01ARZ3NDEKTSV4RRFFQ69G5FAV', dossierDigest: 'x', reason: 'x' }
    const answers = [
      await approval.dossier(decision),
      await approval.document({ ...decision, document: 1 }),
      await approval.approve(decision),
      await approval.reject(decision),
      await approval.requestCorrection(decision),
    ]
    expect(answers.map(refusedCode)).toEqual(answers.map(() => 'approval/not-found'))
    const helping = [
      await assistance.dossier(decision),
      await assistance.document({ ...decision, document: 1 }),
      await assistance.approve(decision),
      await assistance.reject(decision),
    ]
    expect(helping.map(refusedCode)).toEqual(helping.map(() => 'assistance/not-found'))
  })
})
