/** Random histories of two people, an office and a stranger, held against a model that knows days and nothing of records. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { romeDate } from '../../../../src/rules/civil/index.ts'
import { accepted, anna, type Counter, newPassword, operator, subscribed } from '../../../support/counter.ts'
import { bruno, decision, forBruno, giulia, openServices, reason, signedIn } from '../seed-services.ts'

const day = 86_400_000
const codes = [anna.codiceFiscale, 'VRDNNA80A41L21VO'] as const
const body = { bodyName: 'Comune di Esempio', bodyTaxCode: '00743110157', services: ['databases'] }

/** What is granted, by its days. */
type Held = { readonly from: string; readonly until: string | null }
const holds = (held: Held | null, today: string): boolean =>
  held !== null && held.from <= today && (held.until === null || today <= held.until)

const steps = ['ask', 'grant', 'reject', 'end', 'office', 'authorise', 'deauthorise', 'rebind', 'reissue', 'wait'] as const
const step = fc.record({
  what: fc.constantFrom(...steps, 'ask', 'grant', 'authorise'),
  by: fc.constantFrom('delegate', 'person'),
  // From how many days on, for how many days, and how long until the next step.
  from: fc.nat(3),
  days: fc.option(fc.nat(6), { nil: null }),
  wait: fc.nat(4),
})
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

/** How often somebody acted for somebody else, and was let in for a body. */
const seen = { acted: 0, authorised: 0 }

async function live(history: readonly Step[]): Promise<void> {
  const counter: Counter = await openServices()
  const { sportello, clock } = counter
  const { delegations, authorisations, services } = sportello
  let [{ credentials }, code] = [await subscribed(counter), 0]
  const person = await signedIn(counter, bruno)
  const stranger = await signedIn(counter, giulia)
  const signIn = async () => accepted(await sportello.session.signIn({ ...credentials, password: newPassword })).token
  let token = await signIn()
  let id = ''
  let wanted: Held | null = null
  let [delegated, authorised]: [Held | null, Held | null] = [null, null]
  let grantId = ''
  let askedAt = 0
  const today = () => romeDate(clock.now())
  for (const { what, by, from, days, wait } of history) {
    const fromDay = romeDate(clock.now() + from * day)
    const untilDay = days === null ? null : romeDate(clock.now() + (from + days) * day)
    const now = { fromDay, untilDay }
    const codiceFiscale = codes[code] ?? ''
    const isOver = delegated === null || (delegated.until !== null && delegated.until < today())
    switch (what) {
      case 'ask': {
        const asked = await delegations.request({ token, ...forBruno, ...now })
        expect(asked.ok).toBe(wanted === null && isOver)
        if (asked.ok) [id, wanted, delegated] = [asked.value.id, { from: fromDay, until: untilDay }, null]
        if (asked.ok) askedAt = clock.now()
        break
      }
      case 'grant': {
        const isPast = wanted !== null && wanted.until !== null && wanted.until < today()
        const granted = await delegations.grant({ ...decision, id: id || 'none' })
        expect(granted.ok).toBe(wanted !== null && !isPast)
        if (granted.ok) [delegated, wanted] = [wanted, null]
        break
      }
      case 'reject':
        if ((await delegations.reject({ ...decision, id: id || 'none' })).ok) wanted = null
        break
      case 'end':
        await delegations.end({ token: by === 'delegate' ? token : person.token, id: id || 'none' })
        ;[wanted, delegated] = [null, null]
        break
      case 'office':
        await delegations.revoke({ ...decision, id: id || 'none' })
        ;[wanted, delegated] = [null, null]
        break
      case 'authorise':
        if (authorised === null) {
          grantId = accepted(await authorisations.grant({ operator, reason, codiceFiscale, ...body, ...now })).id
          authorised = { from: fromDay, until: untilDay }
        }
        break
      case 'deauthorise':
        await authorisations.revoke({ operator, reason, codiceFiscale, id: grantId || 'none' })
        authorised = null
        break
      case 'rebind': {
        code = 1 - code
        const document = { kind: 'tax-code-certificate', number: 'AE 1', issuedOn: '2026-03-01' } as const
        const newCodiceFiscale = codes[code] ?? ''
        accepted(await sportello.rebinding.rebind({ operator, reason, codiceFiscale, newCodiceFiscale, document }))
        credentials = { ...credentials, codiceFiscale: newCodiceFiscale }
        token = await signIn()
        break
      }
      case 'reissue':
        accepted(await sportello.credential.revoke({ operator, codiceFiscale, reason }))
        credentials = (await subscribed(counter, { ...anna, codiceFiscale } as typeof anna)).credentials
        token = await signIn()
        break
      case 'wait':
        break
    }
    clock.advance(wait * day)
    await sportello.retention.sweep()
    // Nobody has decided in time, or it could not be granted any more.
    const isLate = wanted !== null && ((wanted.until !== null && wanted.until < today()) || clock.now() >= askedAt + 180 * day)
    if (isLate) wanted = null
    const acts = await services.mayUse({ service: 'registry', token, onBehalfOf: id })
    // Without an id it would be for oneself.
    if (id !== '') expect(acts.may, `${what} ${today()}`).toBe(holds(delegated, today()))
    if (acts.may && id !== '') {
      expect(acts.onBehalfOf?.accountId).toBe(person.accountId)
      seen.acted += 1
    }
    expect((await services.mayUse({ service: 'databases', token })).may, what).toBe(holds(authorised, today()))
    if (holds(authorised, today())) seen.authorised += 1
    for (const other of [stranger.token, person.token]) {
      expect((await services.mayUse({ service: 'registry', token: other, onBehalfOf: id || 'none' })).may).toBe(false)
      expect((await services.mayUse({ service: 'databases', token: other })).may).toBe(false)
    }
  }
}

it('U2, U3, U5: whoever is authorised or delegated stays so through every change of the credential and the code, and nobody else is', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), live), { numRuns: 15, seed: 2 })
  expect(seen.acted).toBeGreaterThan(3)
  expect(seen.authorised).toBeGreaterThan(10)
}, 120_000)
