import { recordingMailer } from 'sportello/testing'
import { describe, expect, it } from 'vitest'
import {
  accepted,
  anna,
  approved,
  completed,
  everythingStored,
  newPassword,
  openCounter,
  operator,
  readSecrets,
  refusedCode,
} from '../../../support/counter.ts'

const day = 86_400_000
const hour = 3_600_000
const reason = 'La lettera non è arrivata.'

/** An approved person who has not signed in, and what the office can do about it. */
async function unreached() {
  const counter = openCounter()
  const person = await approved(counter)
  const { sportello, mailer } = counter
  const form = { operator, id: person.id, reason }
  const reissue = (more: object = {}, options?: { readonly requestKey: string }) =>
    sportello.approval.reissue({ ...form, ...more }, options)
  const mailed = async () => {
    await sportello.relay()
    // A notice of the same round may have gone out after it.
    return readSecrets(mailer.sent.filter(({ text }) => text.includes('Password temporanea:')).at(-1)?.text ?? '')
  }
  const signIn = (pin: string, password: string) => sportello.session.signIn({ codiceFiscale: anna.codiceFiscale, pin, password })
  return { ...person, counter, sportello, mailer, reissue, mailed, signIn }
}

describe('first credentials anew', () => {
  it('R18: come in two halves: the mailbox has password and four digits, the ticket shows five, once; the old ones are dead', async () => {
    const { id, sportello, counter, reissue, mailed, ticket, credentials, signIn } = await unreached()
    counter.clock.advance(day)
    const { temporaryUntil, ticket: none } = accepted(await reissue())
    expect({ temporaryUntil, none }).toEqual({ temporaryUntil: counter.clock.now() + 7 * day, none: null })
    expect(refusedCode(await sportello.session.signIn(credentials))).toBe('session/sign-in-refused')
    const { password, firstHalf } = await mailed()
    expect(accepted(await sportello.registration.inspect(ticket)).pinHalfWaits).toBe(true)
    const { pinSecondHalf } = accepted(await sportello.registration.showPinHalf(ticket))
    expect(refusedCode(await sportello.registration.showPinHalf(ticket))).toBe('registration/no-pin-half')
    for (const [pin, word] of [
      [credentials.pin, password],
      [firstHalf + pinSecondHalf, credentials.password],
      [firstHalf + credentials.pin.slice(4), password],
      [credentials.pin.slice(0, 4) + pinSecondHalf, password],
    ] as const) {
      expect(refusedCode(await signIn(pin, word))).toBe('session/sign-in-refused')
      counter.clock.advance(hour)
    }
    accepted(await signIn(firstHalf + pinSecondHalf, password))
    const stored = await everythingStored(counter)
    for (const secret of [password, pinSecondHalf, `"${firstHalf}"`])
      expect(stored.filter((row) => row.includes(secret))).toEqual([])
    const { letters } = accepted(await sportello.approval.dossier({ operator, id }))
    expect(letters.map(({ name, status }) => [name, status])).toEqual([
      ['registration/completed', 'sent'],
      ['approval/approved', 'sent'],
      ['registration/reissued', 'sent'],
    ])
  })

  it('in person: the operator hands over a ticket that shows the half; without the letter it is nothing, and the former shows none', async () => {
    const { sportello, reissue, mailed, ticket, signIn } = await unreached()
    const paper = accepted(await reissue({ inPerson: true })).ticket ?? ''
    expect(refusedCode(await sportello.registration.showPinHalf(ticket))).toBe('registration/not-found')
    const { pinSecondHalf } = accepted(await sportello.registration.showPinHalf(paper))
    const { password, firstHalf } = await mailed()
    accepted(await signIn(firstHalf + pinSecondHalf, password))
  })

  it('R18: shows no half to a ticket that was mailed: its mailbox has the other half', async () => {
    const counter = openCounter()
    const { sportello, mailer } = counter
    const { id, ticket } = await completed(counter)
    const seen = async () => accepted(await sportello.approval.dossier({ operator, id })).digest
    accepted(await sportello.approval.requestCorrection({ operator, id, dossierDigest: await seen(), reason }))
    await sportello.relay()
    const link = /#ticket=(\S+)/.exec(mailer.sent.at(-1)?.text ?? '')?.[1] ?? ''
    accepted(await sportello.registration.complete(link))
    accepted(await sportello.approval.approve({ operator, id, dossierDigest: await seen() }))
    accepted(await sportello.approval.reissue({ operator, id, reason }))
    expect(refusedCode(await sportello.registration.showPinHalf(link))).toBe('registration/not-found')
    accepted(await sportello.registration.showPinHalf(ticket))
  })

  it('draws once under one request key, and shows the ticket again to the operator for ten minutes', async () => {
    const { reissue, mailer, sportello, counter } = await unreached()
    const options = { requestKey: 'reissue-0123456789abcdef' }
    const first = await reissue({ inPerson: true }, options)
    const before = mailer.sent.length
    expect(await reissue({ inPerson: true }, options)).toEqual(first)
    await sportello.relay()
    expect(mailer.sent.length).toBe(before + 1)
    counter.clock.advance(11 * 60_000)
    expect(refusedCode(await reissue({ inPerson: true }, options))).toBe('request/answer-expired')
  })

  it('are issued to whoever lets the temporary password expire, up to the last and past it', async () => {
    for (const wait of [7 * day - 1, 7 * day, 30 * day]) {
      const { counter, reissue, mailed, sportello, ticket, signIn } = await unreached()
      counter.clock.advance(wait)
      accepted(await reissue())
      const { password, firstHalf } = await mailed()
      const { pinSecondHalf } = accepted(await sportello.registration.showPinHalf(ticket))
      counter.clock.advance(7 * day - 1)
      accepted(await signIn(firstHalf + pinSecondHalf, password))
    }
  })

  it('O10: are not for whoever has chosen a password, was suspended or revoked, nor before the approval, nor for the operator', async () => {
    const person = await unreached()
    const { sportello, credentials, reissue } = person
    const own = { id: 'operator-2', codiceFiscale: anna.codiceFiscale }
    expect(refusedCode(await reissue({ operator: own }))).toBe('approval/own-request')
    expect(refusedCode(await reissue({ operator: { ...own, codiceFiscale: 'VRDNNA80A41LNMVC' } }))).toMatch(/own-request|form/)
    const { token } = accepted(await sportello.session.signIn(credentials))
    const change = { token, current: credentials.password, next: newPassword, confirmation: newPassword }
    accepted(await sportello.credential.changePassword(change))
    expect(refusedCode(await reissue())).toBe('credential/activated')
    accepted(await sportello.credential.suspend({ operator, codiceFiscale: anna.codiceFiscale, reason, cause: 'office' }))
    expect(refusedCode(await reissue())).toBe('credential/suspended')
    accepted(await sportello.credential.revoke({ operator, codiceFiscale: anna.codiceFiscale, reason }))
    expect(refusedCode(await reissue())).toBe('credential/revoked')
    const counter = openCounter()
    const { id } = await completed(counter)
    expect(refusedCode(await counter.sportello.approval.reissue({ operator, id, reason }))).toBe('approval/not-approved')
    expect(refusedCode(await counter.sportello.approval.reissue({ operator, id: 'nobody', reason }))).toBe('approval/not-found')
  })

  it('O10: meet the first password in one order or the other: whoever comes second is refused', async () => {
    for (const isFirst of [true, false]) {
      const { sportello, credentials, reissue } = await unreached()
      const { token } = accepted(await sportello.session.signIn(credentials))
      const change = { token, current: credentials.password, next: newPassword, confirmation: newPassword }
      const acts = [() => sportello.credential.changePassword(change), () => reissue()]
      const answers = await Promise.all((isFirst ? acts : acts.reverse()).map((act) => act()))
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
      const refused = answers.find((answer) => !answer.ok)
      expect(refused?.ok === false && refused.refusal.code).toMatch(
        /^(credential\/activated|session\/not-active|credential\/wrong-password)$/,
      )
    }
  })

  it('O10: end the session of the temporary password before, so that it chooses no password', async () => {
    const { sportello, credentials, reissue } = await unreached()
    const { token } = accepted(await sportello.session.signIn(credentials))
    accepted(await sportello.session.check(token))
    accepted(await reissue())
    expect(refusedCode(await sportello.session.check(token))).toBe('session/not-active')
    const change = { token, current: credentials.password, next: newPassword, confirmation: newPassword }
    expect(refusedCode(await sportello.credential.changePassword(change))).toBe('session/not-active')
  })

  it('M7: take the place of a letter that has not left yet', async () => {
    const mailer = recordingMailer()
    const counter = { ...openCounter({ mailer }), mailer }
    const { sportello } = counter
    const { id } = await completed(counter)
    const dossierDigest = accepted(await sportello.approval.dossier({ operator, id })).digest
    accepted(await sportello.approval.approve({ operator, id, dossierDigest }))
    accepted(await sportello.approval.reissue({ operator, id, reason }))
    accepted(await sportello.approval.reissue({ operator, id, reason }))
    const before = mailer.sent.length
    await sportello.relay()
    expect(mailer.sent.slice(before).map(({ subject }) => subject)).toEqual(['Comune di Prova: nuove credenziali'])
  })
})

describe('the end of a temporary password', () => {
  const subjects = ({ mailer }: ReturnType<typeof openCounter>, from: number) =>
    mailer.sent.slice(from).map(({ subject }) => subject)

  it('is told two days before it and once it has come, each once, to the very millisecond', async () => {
    const { counter, sportello, mailer } = await unreached()
    const from = mailer.sent.length
    const sweepAfter = async (ms: number) => {
      counter.clock.advance(ms)
      await sportello.retention.sweep()
      await sportello.relay()
      return subjects(counter, from)
    }
    const ending = 'Comune di Prova: la password temporanea sta per scadere'
    const ended = 'Comune di Prova: la password temporanea è scaduta'
    expect(await sweepAfter(5 * day - 1)).toEqual([])
    expect(await sweepAfter(1)).toEqual([ending])
    expect(await sweepAfter(2 * day - 1)).toEqual([ending])
    expect(await sweepAfter(1)).toEqual([ending, ended])
    expect(await sweepAfter(30 * day)).toEqual([ending, ended])
  })

  it('is not told to whoever has chosen a password, and is told anew of credentials issued anew', async () => {
    const { counter, sportello, mailer, reissue, mailed, ticket, signIn } = await unreached()
    counter.clock.advance(7 * day)
    await sportello.retention.sweep()
    accepted(await reissue())
    const { password, firstHalf } = await mailed()
    const from = mailer.sent.length
    counter.clock.advance(5 * day)
    await sportello.retention.sweep()
    await sportello.relay()
    expect(subjects(counter, from)).toEqual(['Comune di Prova: la password temporanea sta per scadere'])
    const { pinSecondHalf } = accepted(await sportello.registration.showPinHalf(ticket))
    const { token } = accepted(await signIn(firstHalf + pinSecondHalf, password))
    accepted(
      await sportello.credential.changePassword({ token, current: password, next: newPassword, confirmation: newPassword }),
    )
    await sportello.relay()
    const after = mailer.sent.length
    counter.clock.advance(30 * day)
    await sportello.retention.sweep()
    await sportello.relay()
    expect(subjects(counter, after)).toEqual([])
  })
})
