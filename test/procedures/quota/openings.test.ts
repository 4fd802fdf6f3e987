import type { AssistanceOpenOptions, RegistrationOpenOptions } from 'sportello'
import { describe, expect, it } from 'vitest'
import {
  accepted,
  anna,
  type Counter,
  everythingStored,
  freshPdf,
  office,
  openCounter,
  refusedCode,
} from '../../support/counter.ts'
import { questionnaire } from '../assistance/asking.ts'

const day = 24 * 60 * 60_000
const quota = { usesMax: 3, mailboxMax: 10, windowMs: day }
const mailbox = anna.email
const kinds = ['registration', 'assistance'] as const
type Kind = (typeof kinds)[number]
type Options = RegistrationOpenOptions & AssistanceOpenOptions

const opening =
  ({ sportello }: Counter, kind: Kind, email: string = mailbox) =>
  (options: Options = {}) =>
    kind === 'registration'
      ? sportello.registration.open({ ...anna, email }, options)
      : sportello.assistance.open({ ...questionnaire, email }, freshPdf(), options)

/** Strangers from ten addresses have used up what the mailbox has. */
async function besieged(kind: Kind, counter = openCounter({ policy: { quota } })) {
  const open = opening(counter, kind)
  for (let n = 0; n < quota.mailboxMax; n += 1) accepted(await open({ requester: `198.51.100.${n}` }))
  return { counter, open }
}

/** Mail with a pass that has gone out to the mailbox so far. */
async function passMail({ sportello, mailer }: Counter, to: string = mailbox) {
  await sportello.relay({ limit: 1000 })
  return mailer.sent.filter((mail) => mail.to.address === to && mail.text.includes('#pass='))
}

/** The pass of the newest mail to the mailbox. */
async function newestPass(counter: Counter, to: string = mailbox): Promise<string> {
  const mail = (await passMail(counter, to)).at(-1)
  return /#pass=(\S+)/.exec(mail?.text ?? '')?.[1] ?? ''
}

const owner = '203.0.113.7'
const exceeded = { ok: false, refusal: { code: 'quota/exceeded', retryAt: expect.any(Number) } }

describe.each(kinds)('R16: strangers open requests (%s) with the mailbox of somebody else', (kind) => {
  const other = kind === 'registration' ? 'assistance' : 'registration'

  it('the owner is refused, gets a mail at the mailbox, follows the link and opens one', async () => {
    const { counter, open } = await besieged(kind)
    expect(await passMail(counter)).toEqual([])
    expect(await open({ requester: owner })).toEqual(exceeded)
    const [mail] = await passMail(counter)
    expect(mail).toMatchObject({ to: { name: '', address: mailbox }, locale: 'it', channel: 'ordinary' })
    expect(mail?.text).toContain(`https://servizi.example.it/${kind}#pass=`)
    const pass = await newestPass(counter)
    expect(accepted(await open({ requester: owner, pass }))).toMatchObject({ ticket: expect.any(String) })
    expect(await open({ requester: owner, pass }), 'a second time').toEqual(exceeded)
    expect(await passMail(counter)).toHaveLength(1)
  })

  it('the mail is about a mailbox and no person: it quotes nothing of the form, and the tag is not its address', async () => {
    const { counter } = await besieged(kind)
    expect(refusedCode(await opening(counter, kind, 'Anna.Verdi+x@example.it')({ requester: owner }))).toBe('quota/exceeded')
    const [mail] = await passMail(counter)
    const said = [mail?.subject, mail?.text, mail?.html].join('\n')
    for (const word of ['Verdi', 'Anna', 'anna', anna.codiceFiscale, owner, 'Torino']) expect(said).not.toContain(word)
  })

  it('one stranger is stopped first, and the mailbox is open to others', async () => {
    const counter = openCounter({ policy: { quota } })
    const open = opening(counter, kind)
    for (let n = 0; n < quota.usesMax; n += 1) accepted(await open({ requester: '198.51.100.1' }))
    for (let n = 0; n < 20; n += 1) expect(await open({ requester: '198.51.100.1' })).toEqual(exceeded)
    expect(await passMail(counter), 'nor does he make mail').toEqual([])
    accepted(await open({ requester: owner }))
  })

  it('those whom the host does not name are one requester of the mailbox, whose owner has the same way in', async () => {
    const counter = openCounter({ policy: { quota } })
    const open = opening(counter, kind)
    for (let n = 0; n < quota.usesMax; n += 1) accepted(await open())
    expect(await open()).toEqual(exceeded)
    accepted(await opening(counter, kind, 'other@example.it')())
    accepted(await open({ requester: owner }))
    const pass = await newestPass(counter)
    accepted(await open({ pass }))
    expect(await open({ pass })).toEqual(exceeded)
  })

  it('a pass lifts the limit of the mailbox, and not that of a requester whom the host names', async () => {
    const { counter, open } = await besieged(kind)
    expect(await open({ requester: owner })).toEqual(exceeded)
    const pass = await newestPass(counter)
    const elsewhere = opening(counter, kind, 'other@example.it')
    for (let n = 0; n < quota.usesMax; n += 1) accepted(await elsewhere({ requester: '198.51.100.99' }))
    expect(await open({ requester: '198.51.100.99', pass })).toEqual(exceeded)
    accepted(await open({ requester: owner, pass }))
  })

  it('a pass that is not needed is not used up', async () => {
    const { counter, open } = await besieged(kind, openCounter({ policy: { quota: { ...quota, windowMs: 60_000 } } }))
    expect(await open({ requester: owner })).toEqual(exceeded)
    const pass = await newestPass(counter)
    counter.clock.advance(60_000)
    accepted(await open({ requester: owner, pass }))
    for (let n = 1; n < quota.mailboxMax; n += 1) accepted(await open({ requester: `198.51.100.${n}` }))
    expect(await open({ requester: owner })).toEqual(exceeded)
    accepted(await open({ requester: owner, pass }))
  })

  it('a pass of another mailbox or another kind is as good as none, and is still good where it belongs', async () => {
    const { counter, open } = await besieged(kind)
    await besieged(other, counter)
    const elsewhere = opening(counter, kind, 'other@example.it')
    for (let n = 0; n < quota.mailboxMax; n += 1) accepted(await elsewhere({ requester: `192.0.2.${n}` }))
    expect(await open({ requester: owner })).toEqual(exceeded)
    const pass = await newestPass(counter)
    expect(await opening(counter, other)({ requester: owner, pass })).toEqual(exceeded)
    expect(await elsewhere({ requester: owner, pass })).toEqual(exceeded)
    accepted(await open({ requester: owner, pass }))
  })

  it('a pass is over after a day, and then the next refusal brings another', async () => {
    const long = { ...quota, windowMs: 30 * day }
    const { counter, open } = await besieged(kind, openCounter({ policy: { quota: long } }))
    const refusals = async () => {
      for (let n = 0; n < 5; n += 1) expect(await open({ requester: `192.0.2.${n}` })).toEqual(exceeded)
    }
    await refusals()
    const pass = await newestPass(counter)
    counter.clock.advance(day - 1)
    await refusals()
    expect(await passMail(counter)).toHaveLength(1)
    counter.clock.advance(1)
    expect(await open({ requester: owner, pass })).toEqual(exceeded)
    await refusals()
    expect(await passMail(counter)).toHaveLength(2)
    const next = await newestPass(counter)
    expect(await open({ requester: owner, pass })).toEqual(exceeded)
    accepted(await open({ requester: owner, pass: next }))
  })

  it('of two at once with one pass one wins', async () => {
    const { counter, open } = await besieged(kind)
    expect(await open({ requester: owner })).toEqual(exceeded)
    const pass = await newestPass(counter)
    const answers = await Promise.all(Array.from({ length: 2 }, (_, n) => open({ requester: `${owner}${n}`, pass })))
    expect(answers.map((answer) => (answer.ok ? 'opened' : answer.refusal.code)).sort()).toEqual(['opened', 'quota/exceeded'])
  })

  it('whatever else is shown as a pass is as good as none: one answer, and the same calls of the storage', async () => {
    const { counter, open } = await besieged(kind)
    expect(await open({ requester: owner })).toEqual(exceeded)
    const pass = await newestPass(counter)
    const calls: string[] = []
    const spied = new Proxy(counter.storage, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name)
        if (typeof member !== 'function') return member
        return (...given: readonly unknown[]) => {
          calls.push(String(name))
          return member.apply(target, given)
        }
      },
    })
    const again = openCounter({ policy: { quota }, storage: spied, clock: counter.clock, seed: 2 })
    const trail = async (shown: unknown) => {
      calls.length = 0
      const answer = await opening(again, kind)({ requester: owner, pass: shown as string })
      return { answer, calls: [...calls] }
    }
    await again.sportello.maintenance.availability()
    const plain = await trail(undefined)
    expect(plain.calls.filter((call) => call === 'commit')).toHaveLength(1)
    const [keyId = '', subject = '', secret = ''] = pass.split('~')
    const forged = [
      `${keyId}~${subject}~${'a'.repeat(43)}`,
      `${keyId}~other~${secret}`,
      `k9~${subject}~${secret}`,
      `${pass} `,
      pass.toUpperCase(),
      '',
      'x'.repeat(2 ** 20),
      null,
      42,
      {},
      [pass],
      () => pass,
      Symbol('pass'),
      new Proxy({}, { get: () => expect.fail('nothing of it is looked at') }),
    ]
    for (const shown of forged) expect(await trail(shown)).toEqual(plain)
    const throwing = Object.defineProperty({ requester: owner }, 'pass', { get: () => expect.fail('a getter') })
    expect(await open(throwing as Options)).toEqual(exceeded)
    accepted(await open({ requester: owner, pass }))
  })

  it('the other kind of request is not locked with it', async () => {
    const { counter, open } = await besieged(kind)
    expect(await open({ requester: owner })).toEqual(exceeded)
    const { usesMax } = quota
    for (let n = 0; n < usesMax; n += 1) accepted(await opening(counter, kind, `m${n}@example.it`)({ requester: owner }))
    expect(await opening(counter, kind, 'other@example.it')({ requester: owner })).toEqual(exceeded)
    for (let n = 0; n < usesMax; n += 1) accepted(await opening(counter, other)({ requester: owner }))
  })

  it('where both limits are reached, the next try that is told is one that is taken', async () => {
    const { usesMax, mailboxMax } = quota
    const counter = openCounter({ policy: { quota } })
    const open = opening(counter, kind)
    for (let n = usesMax; n < mailboxMax; n += 1) accepted(await open({ requester: `198.51.100.${n}` }))
    counter.clock.advance(3_600_000)
    for (let n = 0; n < usesMax; n += 1) accepted(await open())
    const retryAt = counter.clock.now() + day
    expect(await open()).toEqual({ ok: false, refusal: { code: 'quota/exceeded', retryAt } })
    counter.clock.advance(day)
    accepted(await open())
  })

  it('a refusal is not remembered under the request key, and what a pass has opened is', async () => {
    const { counter, open } = await besieged(kind)
    const requestKey = 'form-7f3a9c21e5d84b60'
    const content = freshPdf()
    const send = (options: Options) =>
      kind === 'registration'
        ? open({ requester: owner, requestKey, ...options })
        : counter.sportello.assistance.open({ ...questionnaire, email: mailbox }, content, {
            requester: owner,
            requestKey,
            ...options,
          })
    for (let n = 0; n < 2; n += 1) expect(await send({})).toEqual(exceeded)
    const pass = await newestPass(counter)
    const opened = accepted(await send({ pass }))
    expect(accepted(await send({ pass }))).toEqual(opened)
  })

  it('the pass is stored as a keyed digest alone, and a record that begins anew has mail of its own', async () => {
    const { counter, open } = await besieged(kind)
    expect(await open({ requester: owner })).toEqual(exceeded)
    const [, , secret = ''] = (await newestPass(counter)).split('~')
    expect(secret).toHaveLength(43)
    for (const text of await everythingStored(counter)) {
      expect(text).not.toContain(secret)
      if (text.includes('/quota/')) expect(text).not.toContain(mailbox)
    }
    counter.clock.advance(2 * day)
    await counter.sportello.retention.sweep()
    const before = (await passMail(counter)).length
    const { open: later } = await besieged(kind, counter)
    expect(await later({ requester: owner })).toEqual(exceeded)
    const mails = await passMail(counter)
    expect([before, mails.length, new Set(mails.map(({ id }) => id)).size]).toEqual([1, 2, 2])
    accepted(await later({ requester: owner, pass: await newestPass(counter) }))
  })
})

describe('R16: the limits of a mailbox', () => {
  it('are never below that of one requester', async () => {
    const counter = openCounter({ policy: { quota: { usesMax: 5, mailboxMax: 1 } } })
    for (let n = 0; n < 5; n += 1) accepted(await opening(counter, 'registration')({ requester: owner }))
    expect(await opening(counter, 'registration')({ requester: '192.0.2.1' })).toEqual(exceeded)
  })

  it('what a named requester is refused is in the journal of its count, and in none of a mailbox', async () => {
    const counter = openCounter({ policy: { quota } })
    const open = opening(counter, 'registration')
    for (let n = 0; n < quota.usesMax; n += 1) accepted(await open({ requester: owner }))
    expect(await open({ requester: owner })).toEqual(exceeded)
    const journals: (readonly string[])[] = []
    for (const { key } of await counter.storage.list({ office: office.id, kind: 'quota', limit: 10 })) {
      journals.push((await counter.storage.journal(key, { after: 0, limit: 10 })).map(({ type }) => type))
    }
    const uses = Array(quota.usesMax).fill('UseCounted')
    expect(journals.sort((a, b) => a.length - b.length)).toEqual([uses, [...uses, 'Refused']])
  })

  it('a mailbox has one mail a day, also when the sweep runs under a shorter window', async () => {
    const { counter, open } = await besieged('registration', openCounter({ policy: { quota: { ...quota, windowMs: 30 * day } } }))
    counter.clock.advance(25 * day)
    expect(await open({ requester: owner })).toEqual(exceeded)
    expect(await passMail(counter)).toHaveLength(1)
    const { storage, clock, mailer } = counter
    const shorter = openCounter({ policy: { quota: { ...quota, windowMs: 60_000 } }, storage, clock, mailer, seed: 3 })
    await shorter.sportello.retention.sweep({ all: true })
    expect(await (await besieged('registration', shorter)).open({ requester: owner })).toEqual(exceeded)
    await shorter.sportello.relay()
    expect(await passMail(counter)).toHaveLength(1)
  })

  it('an address whose part before the tag is none is written to as it is', async () => {
    const counter = openCounter({ policy: { quota } })
    const email = 'anna.+x@example.it'
    for (let n = 0; n < quota.mailboxMax; n += 1) {
      accepted(await opening(counter, 'registration', email)({ requester: `198.51.100.${n}` }))
    }
    expect(await opening(counter, 'registration', email)({ requester: owner })).toEqual(exceeded)
    expect(await passMail(counter, email)).toHaveLength(1)
  })

  it('a mail that was not sent within the day is not sent any more', async () => {
    const { counter, open } = await besieged('registration')
    expect(await open({ requester: owner })).toEqual(exceeded)
    counter.clock.advance(day)
    expect((await counter.sportello.relay()).overdue).toHaveLength(1)
  })
})
