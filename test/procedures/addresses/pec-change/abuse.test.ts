/** What somebody could try with a change of PEC and its link (docs/threat-model.md, C1 to C13), and what comes of it. */
import fc from 'fast-check'
import type { SportelloConfiguration } from 'sportello'
import { describe, expect, it } from 'vitest'
import {
  askedFor,
  day,
  hour,
  linksTo,
  linkTo,
  messagesTo,
  minute,
  newPec,
  oldPec,
  pecOf,
  receiptOf,
  type Subscriber,
  subscriberWithPec,
} from '../../../support/addresses.ts'
import { accepted, anna, approved, newPassword, office, operator, refusedCode, subscribed } from '../../../support/counter.ts'

/** 24:00 of 11 March 2026 in Rome: the end for what is sent on the 10th. */
const endOfNextDay = Date.UTC(2026, 2, 11, 23)

const mario = {
  ...anna,
  surname: 'Rossi',
  name: 'Mario',
  codiceFiscale: 'RSSMRA80A01L219M',
  sex: 'M',
  email: 'mario@example.it',
} as const
const mariosPec = 'mario.rossi@pec.example.it'

/** A second subscriber at the same counter, signed in, with a PEC of his own. */
async function other({ counter }: Pick<Subscriber, 'counter'>) {
  const { sportello } = counter
  const { credentials } = await subscribed(counter, mario)
  const reason = 'From the register.'
  accepted(await sportello.addresses.setPec({ operator, codiceFiscale: mario.codiceFiscale, pec: mariosPec, reason }))
  const { token } = accepted(await sportello.session.signIn(credentials))
  return { ...credentials, token }
}

/** Every row of every table, with the versions. */
const everything = ({ storage }: Subscriber) => storage.contents()

const addressesOf = async ({ sportello }: Subscriber, { codiceFiscale }: { readonly codiceFiscale: string }) =>
  accepted(await sportello.addresses.inspectAsOffice({ operator, codiceFiscale }))

describe('a link', () => {
  it('C1, INV-11: replayed, bookmarked and forwarded does its work once; later it says when that was, and nothing else changes', async () => {
    const subscriber = await askedFor()
    const { sportello, clock, link } = subscriber
    clock.advance(hour)
    const confirmedAt = clock.now()
    accepted(await sportello.pecChange.confirm(link))
    accepted(await sportello.addresses.setPec({ operator, codiceFiscale: anna.codiceFiscale, pec: oldPec, reason: 'Rettifica.' }))
    const told = (await subscriber.mail()).length
    for (const later of [0, minute, day, 30 * day]) {
      clock.advance(later)
      const refusal = { code: 'pec-change/already-confirmed', confirmedAt }
      expect(await sportello.pecChange.confirm(link)).toEqual({ ok: false, refusal })
      expect(await sportello.pecChange.confirm(link, { requestKey: `again-${later}-0123456789` })).toEqual({ ok: false, refusal })
    }
    expect(await pecOf(subscriber)).toBe(oldPec)
    expect(await subscriber.mail()).toHaveLength(told)
  })

  it('C5, INV-14: of an older request is dead in the moment in which the newer one is answered, before any mail goes out', async () => {
    const subscriber = await askedFor()
    const { sportello, link } = subscriber
    accepted(await subscriber.ask('anna.altra@pec.example.org'))
    expect(accepted(await sportello.pecChange.inspectByLink(link))).toMatchObject({ status: 'superseded', canConfirm: false })
    expect(refusedCode(await sportello.pecChange.confirm(link))).toBe('pec-change/superseded')
    expect(accepted(await sportello.pecChange.confirm(await linkTo(subscriber, 'anna.altra@pec.example.org'))).status).toBe(
      'confirmed',
    )
    expect(refusedCode(await sportello.pecChange.confirm(link))).toBe('pec-change/superseded')
    expect(await pecOf(subscriber)).toBe('anna.altra@pec.example.org')
  })

  it('C6, INV-15: opened by somebody else who is signed in acts on the account that it was issued for, and on no other', async () => {
    const subscriber = await askedFor()
    const { sportello, link } = subscriber
    const stranger = await other(subscriber)
    expect(refusedCode(await sportello.pecChange.cancel({ token: stranger.token }))).toBe('pec-change/not-found')
    expect(refusedCode(await sportello.pecChange.resend({ token: stranger.token }))).toBe('pec-change/not-found')
    expect(accepted(await sportello.pecChange.confirm(link)).pec).toBe(newPec)
    expect(accepted(await sportello.addresses.inspect({ token: stranger.token })).pec).toBe(mariosPec)
    expect((await addressesOf(subscriber, anna)).pec).toBe(newPec)
  })

  it('C6, INV-15: with the name of another change in it is none', async () => {
    const subscriber = await askedFor()
    const { sportello, link } = subscriber
    const { token, pin } = await other(subscriber)
    const pec = 'mario.nuova@pec.example.org'
    const { id } = accepted(await sportello.pecChange.request({ token, pin, password: newPassword, pec, confirmation: pec }))
    const [key, , secret] = link.split('~')
    expect(refusedCode(await sportello.pecChange.confirm(`${key}~${id}~${secret}`))).toBe('pec-change/not-found')
    expect((await addressesOf(subscriber, mario)).pec).toBe(mariosPec)
  })

  it('C7: opened a hundred times by whatever scans mail writes nothing, and then confirms', async () => {
    const subscriber = await askedFor()
    const { sportello, clock, link } = subscriber
    const before = everything(subscriber)
    for (let times = 0; times < 100; times += 1) {
      clock.advance(minute)
      expect(accepted(await sportello.pecChange.inspectByLink(link))).toMatchObject({
        status: 'awaiting-receipt',
        canConfirm: true,
      })
    }
    expect(everything(subscriber)).toEqual(before)
    expect(accepted(await sportello.pecChange.confirm(link)).status).toBe('confirmed')
  })

  it('C7: that is over, used or none at all is looked at without a trace too', async () => {
    const subscriber = await askedFor()
    const { sportello, clock, link } = subscriber
    accepted(await sportello.pecChange.confirm(link))
    const before = everything(subscriber)
    clock.advance(40 * day)
    accepted(await sportello.pecChange.inspectByLink(link))
    for (const none of [`${link.slice(0, -1)}_`, 'none', '']) {
      expect(refusedCode(await sportello.pecChange.inspectByLink(none))).toBe('pec-change/not-found')
    }
    expect(everything(subscriber)).toEqual(before)
  })
})

describe('a receipt', () => {
  it('C4: late, twice and out of order: the first that can be true binds, once, and no later one lengthens the term', async () => {
    const subscriber = await askedFor()
    const { sportello, clock, link, reference, asked } = subscriber
    const sentAt = clock.now()
    const received = async (at: number) => accepted(await sportello.pecChange.receive(receiptOf(reference, at)))
    clock.set(endOfNextDay + hour)
    // It comes long after the delivery that it tells of.
    expect(await received(sentAt + minute)).toEqual({ effect: 'recorded', why: null })
    expect(accepted(await sportello.pecChange.inspectByLink(link)).until).toBe(asked.until)
    for (const at of [sentAt + minute, sentAt, endOfNextDay + hour]) {
      expect((await received(at)).effect).toBe('ignored')
      expect(accepted(await sportello.pecChange.inspectByLink(link)).until).toBe(asked.until)
    }
    expect(refusedCode(await sportello.pecChange.confirm(link))).toBe('pec-change/expired')
  })

  it.each([
    ['before the dispatch', 'before-dispatch', -day],
    ['from the future', 'in-the-future', day],
  ])('C4: %s does nothing but leave its trace, and a true one after it still binds', async (_, why, ms) => {
    const subscriber = await askedFor()
    const { sportello, clock, reference, asked } = subscriber
    const implausible = receiptOf(reference, clock.now() + ms)
    expect(accepted(await sportello.pecChange.receive(implausible))).toEqual({ effect: 'ignored', why })
    const lines = accepted(await sportello.journal.read({ kind: 'pec-change', id: asked.id }))
    expect(lines.at(-1)).toMatchObject({ type: 'ReceiptIgnored', data: { why } })
    expect(accepted(await sportello.pecChange.receive(receiptOf(reference, clock.now()))).effect).toBe('recorded')
  })
})

describe('an address', () => {
  it('C8: that is the present one, that is typed otherwise the second time, that is somebody else’s: refused, and nobody is written to', async () => {
    const subscriber = await subscriberWithPec()
    await other(subscriber)
    await subscriber.mail()
    const sent = (await subscriber.mail()).length
    const { sportello } = subscriber
    const asked = (pec: string, confirmation = pec) =>
      sportello.pecChange.request({ ...subscriber.subscriber, pec, confirmation })
    expect(refusedCode(await asked(oldPec))).toBe('addresses/same-pec')
    expect(refusedCode(await asked(newPec, `x${newPec}`))).toBe('pec-change/form')
    expect(await asked(mariosPec)).toEqual({ ok: false, refusal: { code: 'pec-claim/taken' } })
    expect(await asked(mariosPec.toUpperCase())).toEqual({ ok: false, refusal: { code: 'pec-claim/taken' } })
    expect(await subscriber.mail()).toHaveLength(sent)
    expect(await pecOf(subscriber)).toBe(oldPec)
  })

  it('C8: somebody else’s by the time of the click, the refusal still does not say whose', async () => {
    const subscriber = await askedFor()
    const { sportello, link } = subscriber
    await other(subscriber)
    const reason = 'Dal registro.'
    accepted(await sportello.addresses.setPec({ operator, codiceFiscale: mario.codiceFiscale, pec: newPec, reason }))
    expect(await sportello.pecChange.confirm(link)).toEqual({ ok: false, refusal: { code: 'pec-claim/taken' } })
    expect(await pecOf(subscriber)).toBe(oldPec)
  })

  it('C9: that is in force hears of the request and of the confirmation, by certified mail and in the private mailbox', async () => {
    const subscriber = await askedFor()
    const told = async () =>
      (await subscriber.mail()).filter(({ to }) => to.address !== newPec).map(({ to, subject }) => [to.address, subject])
    const asked = ['Comune di Prova: richiesta di cambio PEC']
    expect((await told()).sort()).toEqual(
      [
        [anna.email, ...asked],
        [oldPec, ...asked],
      ].sort(),
    )
    accepted(await subscriber.sportello.pecChange.confirm(subscriber.link))
    const changed = ['Comune di Prova: indirizzo PEC cambiato']
    expect((await told()).slice(2).sort()).toEqual(
      [
        [anna.email, ...changed],
        [oldPec, ...changed],
      ].sort(),
    )
  })
})

describe('a thief of the storage', () => {
  it('C11: finds no token in any row, and nothing in any row that opens anything', async () => {
    const subscriber = await askedFor()
    const { sportello, link } = subscriber
    accepted(await sportello.pecChange.resend({ token: subscriber.subscriber.token }))
    accepted(
      await sportello.emailChange.request({
        ...subscriber.subscriber,
        email: 'anna.casa@example.org',
        confirmation: 'anna.casa@example.org',
      }),
    )
    const links = [link, await linkTo(subscriber), await linkTo(subscriber, 'anna.casa@example.org')]
    expect(new Set(links.map((token) => token.split('~')[2])).size).toBe(3)
    const text = JSON.stringify(everything(subscriber))
    for (const token of links) {
      const secret = token.split('~')[2] ?? ''
      // 256 bits of chance.
      expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/)
      expect(text).not.toContain(secret)
    }
    const found = new Set(text.match(/[A-Za-z0-9_~.=+/-]{8,}/g))
    expect(found.size).toBeGreaterThan(100)
    const ids = links.map((token) => token.split('~')[1] ?? '')
    for (const word of found) {
      for (const id of ids) {
        for (const token of [word, `k1~${id}~${word}`, `k1~${id}~${word.slice(0, 43)}`]) {
          expect(refusedCode(await sportello.pecChange.confirm(token))).toBe('pec-change/not-found')
          expect(refusedCode(await sportello.emailChange.confirm(token))).toBe('email-change/not-found')
        }
      }
    }
  })
})

describe('the address in the mail', () => {
  it('C12: is the configured one, whatever a caller says of hosts', async () => {
    const names = [
      'host',
      'x-forwarded-host',
      'origin',
      'referer',
      'links',
      'url',
      'base',
      'baseUrl',
      'redirect',
      'office',
      'headers',
    ]
    const said = fc.dictionary(fc.constantFrom(...names), fc.oneof(fc.webUrl(), fc.domain(), fc.object({ maxDepth: 1 })))
    await fc.assert(
      fc.asyncProperty(said, said, async (given, options) => {
        const subscriber = await subscriberWithPec({ pec: null })
        const { sportello } = subscriber
        const form = { ...given, ...subscriber.subscriber, pec: newPec, confirmation: newPec }
        accepted(await sportello.pecChange.request(form, { ...options, requestKey: 'request-0123456789abcdef' }))
        accepted(await sportello.pecChange.resend({ ...given, token: subscriber.subscriber.token }, { ...options }))
        const act = { ...given, operator, codiceFiscale: anna.codiceFiscale, reason: 'Su richiesta.' }
        accepted(await sportello.pecChange.resendAsOffice(act, { ...options }))
        const urls = (await subscriber.mail()).flatMap(({ text }) => text.match(/[a-z]+:\/\/\S+/gi) ?? [])
        expect(urls).toHaveLength(4)
        const house = /^https:\/\/servizi\.example\.it\/(pec-change|suspend)#token=[A-Za-z0-9~_-]+$/
        for (const url of urls) expect(url).toMatch(house)
      }),
      { seed: 12, numRuns: 20 },
    )
  })

  it.each([
    'http://servizi.example.it/',
    'https://servizi.example.it',
    '//servizi.example.it/',
    'javascript:x/',
    'https://a.it/?to=/',
  ])('C12: an office whose base address is %j is not opened', async (links) => {
    const configuration: Partial<SportelloConfiguration> = { office: { ...office, links } }
    await expect(subscriberWithPec(configuration)).rejects.toMatchObject({ code: 'config/invalid' })
  })
})

describe('a thief of a session and no more', () => {
  const form = { pec: newPec, confirmation: newPec }

  it.each([
    ['a wrong PIN', { pin: '000000000' }],
    ['a wrong password', { password: 'Sbagliata.1' }],
    ['a PIN of eight digits', { pin: '12345678' }],
  ])(
    'C13: with %s asks for nothing, and it counts: for the session, whose next attempt waits, and for the subscriber to see',
    async (_, wrong) => {
      const subscriber = await subscriberWithPec()
      const { sportello, counter } = subscriber
      const given = { ...subscriber.subscriber, ...form, ...wrong }
      const inAll = 4
      for (let times = 0; times < inAll; times += 1) {
        expect(refusedCode(await sportello.pecChange.request(given))).toBe('session/reauthentication-failed')
      }
      expect(await subscriber.mail()).toEqual([])
      expect(await pecOf({ ...subscriber, signInAgain: async () => subscriber.subscriber.token })).toBe(oldPec)
      const row = counter.storage.contents().records.find(({ machine }) => machine === 'credential')
      const { failures } = JSON.parse(row?.state ?? '{}').attempts
      expect(failures).toBe(inAll)
      expect(refusedCode(await sportello.pecChange.request({ ...subscriber.subscriber, ...form }))).toBe(
        'session/reauthentication-failed',
      )
      accepted(await sportello.session.signIn(subscriber.credentials))
    },
  )

  it('C13, INV-10: guesses of the PIN here and at the door are counted together', async () => {
    const subscriber = await subscriberWithPec()
    const { sportello, clock } = subscriber
    const pin = '000000000'
    for (let guess = 0; guess < 5; guess += 1) {
      clock.advance(5 * minute)
      const said =
        guess % 2 === 0
          ? await sportello.pecChange.request({ ...subscriber.subscriber, ...form, pin })
          : await sportello.session.signIn({ ...subscriber.credentials, pin })
      expect(said.ok).toBe(false)
    }
    clock.advance(day)
    expect(refusedCode(await sportello.session.signIn(subscriber.credentials))).toBe('session/sign-in-refused')
    expect((await subscriber.mail()).map(({ subject }) => subject)).toContain('Comune di Prova: credenziali sospese')
  })

  it('C13, L10: with the first sign-in’s session, which only changes the password, asks for nothing', async () => {
    const subscriber = await subscriberWithPec()
    const { sportello, counter } = subscriber
    const { credentials } = await approved(counter, mario)
    const { token, scope } = accepted(await sportello.session.signIn(credentials))
    expect(scope).toBe('password-change')
    const { pin, password } = credentials
    expect(refusedCode(await sportello.pecChange.request({ token, pin, password, ...form }))).toBe(
      'session/password-change-required',
    )
    expect(refusedCode(await sportello.pecChange.resend({ token }))).toBe('session/password-change-required')
    expect(refusedCode(await sportello.pecChange.cancel({ token }))).toBe('session/password-change-required')
    expect(refusedCode(await sportello.addresses.inspect({ token }))).toBe('session/password-change-required')
    expect((await linksTo(subscriber)).concat(await messagesTo(subscriber))).toEqual([])
  })
})
