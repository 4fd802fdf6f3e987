/** B never sees what is A's: every address of A, asked for by B and by nobody. */
import { unwrap } from 'sportello'
import { samplePdf } from 'sportello/testing'
import { describe, expect, it } from 'vitest'
import { somebody } from '../support/applicants.ts'
import { emailAsked, pecAsked, someone, tokenOf } from '../support/subscribers.ts'
import { type World, withWorld } from '../support/world.ts'

type Answer = { readonly status: number; readonly text: string }

const ownPages = [
  '/area',
  '/area/data',
  '/area/data/file',
  '/area/identities',
  '/area/pec',
  '/area/email',
  '/area/pin',
  '/area/suspend',
  '/area/revoke',
  '/password',
]

describe('what is A’s', () => {
  let world: World
  withWorld((opened) => {
    world = opened
  })

  /** Asks as a browser with these cookies. */
  async function ask(
    path: string,
    cookies: { readonly [name: string]: string },
    form?: { readonly [name: string]: string },
  ): Promise<Answer> {
    const cookie = Object.entries(cookies).map(([name, value]) => `${name}=${value}`)
    const response = await fetch(new URL(path, world.town.url), {
      redirect: 'manual',
      headers: { cookie: cookie.join('; '), 'sec-fetch-site': 'same-origin' },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    })
    return { status: response.status, text: await response.text() }
  }

  /** Two subscribers with changes under way, of whom everything has another value. */
  async function two() {
    const [a, b] = [await someone(world), await someone(world)]
    const [pecA, emailA] = [await pecAsked(world, a), await emailAsked(world, a)]
    await pecAsked(world, b)
    const [tokenA, tokenB] = [await tokenOf(world, a), await tokenOf(world, b)]
    return { a, b, pecA, tokenA, tokenB, secretsOfA: [a.codiceFiscale, a.email, pecA.pec, emailA.email] }
  }

  it('is on no page of the own area that B or nobody asks for', async () => {
    const { a, tokenA, tokenB, secretsOfA } = await two()
    // The pages do show what they are about to A.
    expect((await ask('/area', { session: tokenA })).text).toContain(a.email)
    expect((await ask('/area/data/file', { session: tokenA })).text).toContain(a.codiceFiscale)
    // Its instants are dates that a person reads.
    const own = (await ask('/area/data/file', { session: tokenA })).text
    expect(own).toMatch(/"requestedAt": "\d{4}-\d\d-\d\dT/)
    expect(own).not.toMatch(/: \d{13}\b/)
    for (const path of ownPages) {
      const [ofB, ofNobody, ofStranger] = [
        await ask(path, { session: tokenB }),
        await ask(path, {}),
        await ask(path, { session: 'x' }),
      ]
      expect([path, ofB.status]).toEqual([path, 200])
      expect([path, ofNobody.status, ofStranger.status]).toEqual([path, 401, 401])
      for (const { text } of [ofB, ofNobody, ofStranger]) for (const secret of secretsOfA) expect(text).not.toContain(secret)
    }
  })

  it('stays as it is whatever B sends', async () => {
    const { b, pecA, tokenA, tokenB } = await two()
    const { sportello } = world.town
    const before = unwrap(await sportello.pecChange.inspectOwn({ token: tokenA }))
    for (const path of ['/area/pec/resend', '/area/pec/cancel', '/area/email/cancel', '/area/suspend', '/area/sessions']) {
      // A token in the form counts for nothing: the session of the cookie says whose it is.
      await ask(path, { session: tokenB }, { token: tokenA, reason: 'B' })
    }
    expect(unwrap(await sportello.pecChange.inspectOwn({ token: tokenA }))).toEqual(before)
    unwrap(await sportello.session.check(tokenA))
    // Whoever is signed in as B and opens the link of A acts on the account of A alone.
    expect((await ask('/pec-change', { session: tokenB }, { token: pecA.link })).status).toBe(200)
    expect(unwrap(await sportello.addresses.inspect({ token: tokenA })).pec).toBe(pecA.pec)
    expect(
      unwrap(
        await sportello.credential.inspect({
          operator: { id: 'l.bianchi', codiceFiscale: 'BNCLCU75C43F205L' },
          codiceFiscale: b.codiceFiscale,
        }),
      ),
    ).toMatchObject({ status: 'suspended' })
  })

  it('is not opened by an identity of A that B unlinks', async () => {
    const { tokenB } = await two()
    expect((await ask('/area/identities/unlink', { session: tokenB }, { id: 'of-a' })).status).toBeGreaterThanOrEqual(400)
  })

  it('is no request, document or status that another ticket or nobody opens', async () => {
    const { registration } = world.town.sportello
    const [formA, formB] = [somebody(), somebody()]
    const [a, b] = [unwrap(await registration.open(formA)), unwrap(await registration.open(formB))]
    unwrap(await registration.addDocument(a.ticket, { type: 'identity-card', name: 'carta-di-a.pdf' }, samplePdf('A')))
    const shown = await ask('/registration/status', { ticket: a.ticket })
    expect(shown.text).toContain('carta-di-a.pdf')
    for (const cookies of [{ ticket: b.ticket }, { ticket: 'x' }, {}]) {
      for (const path of ['/registration/status', '/registration/withdraw', '/assistance/status']) {
        const { text, status } = await ask(path, cookies)
        expect([path, [200, 401, 403, 404].includes(status)]).toEqual([path, true])
        for (const secret of [formA.codiceFiscale, formA.email, 'carta-di-a.pdf', a.id]) expect(text).not.toContain(secret)
      }
    }
    // The request of the page must be that of the cookie.
    expect((await ask('/registration/withdraw', { ticket: b.ticket }, { request: a.id })).status).toBe(409)
    expect(unwrap(await registration.inspect(a.ticket)).status).toBe('drafting')
  })

  it('is on no page of the office or of the desk for whoever is signed in as a subscriber', async () => {
    const { a, tokenA, secretsOfA } = await two()
    for (const path of ['/desk', '/desk/requests', '/desk/people', '/desk/mail', '/desk/journal']) {
      const { status, text } = await ask(path, { session: tokenA })
      const isDoor = text.includes('action="/desk/sign-in"')
      expect([path, isDoor || [401, 403, 404].includes(status)]).toEqual([path, true])
      for (const secret of secretsOfA) expect(text).not.toContain(secret)
    }
    const searched = await ask('/desk/people', { session: tokenA }, { codiceFiscale: a.codiceFiscale })
    expect([searched.status, searched.text.includes('action="/desk/sign-in"')]).toEqual([401, true])
    // The pages of the office that the package brings are not in this portal, which has a desk of its own.
    for (const path of ['/office', '/office/credential/look']) {
      for (const form of [undefined, { codiceFiscale: a.codiceFiscale }]) {
        expect([path, (await ask(path, { session: tokenA }, form)).status]).toEqual([path, 303])
      }
    }
  })
})
