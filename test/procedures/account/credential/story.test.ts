import { checkPassword, italia } from 'sportello/password'
import { describe, expect, it } from 'vitest'
import {
  accepted,
  anna,
  approved,
  morning,
  newPassword,
  office,
  openCounter,
  operator,
  refusedCode,
  subscribed,
} from '../../../support/counter.ts'

async function firstSignIn() {
  const counter = openCounter()
  const { credentials, accountId } = await approved(counter)
  const { token } = accepted(await counter.sportello.session.signIn(credentials))
  const change = (change: { readonly current?: string; readonly next?: string; readonly confirmation?: string }) => {
    const { current = credentials.password, next = newPassword, confirmation = next } = change
    return counter.sportello.credential.changePassword({ token, current, next, confirmation })
  }
  return { counter, credentials, accountId, token, change }
}

async function violations(
  answer: Promise<{ readonly ok: true } | { readonly ok: false; readonly refusal: { readonly code: string } }>,
) {
  const result = await answer
  if (result.ok || result.refusal.code !== 'credential/new-password') throw new Error(JSON.stringify(result))
  return (result.refusal as unknown as { readonly violations: readonly { readonly code: string }[] }).violations.map(
    ({ code }) => code,
  )
}

describe('changing the password: old, new, confirmation', () => {
  it('takes effect at once, tells the subscriber, and asks for a new sign-in', async () => {
    const { counter, credentials, token, change } = await firstSignIn()
    accepted(await change({}))
    await counter.sportello.relay()
    expect(counter.mailer.sent.at(-1)).toMatchObject({
      subject: 'Comune di Prova: password cambiata',
      to: { address: anna.email },
    })
    expect(counter.mailer.sent.at(-1)?.text).toContain('10/03/2026 10:00')
    expect(counter.mailer.sent.at(-1)?.text).not.toContain(newPassword)
    expect(refusedCode(await counter.sportello.session.check(token))).toBe('session/not-active')
    expect(refusedCode(await counter.sportello.session.signIn(credentials))).toBe('session/sign-in-refused')
    expect(accepted(await counter.sportello.session.signIn({ ...credentials, password: newPassword })).scope).toBe('full')
  })

  it('names every rule that the new one breaks', async () => {
    const { change } = await firstSignIn()
    expect(await violations(change({ next: 'aaa' }))).toEqual(
      expect.arrayContaining(['length', 'letter-case', 'digit', 'special', 'repetition']),
    )
    expect(await violations(change({ confirmation: 'Gelato.Turchese8' }))).toEqual(['confirmation'])
  })

  it('refuses the name of the office, as the checklist of the page says', async () => {
    const { change } = await firstSignIn()
    const next = 'Comune&Prova77x'
    expect(checkPassword(next, italia, { words: office.name })).toEqual([{ code: 'context', params: { fact: 'words' } }])
    expect(await violations(change({ next }))).toEqual(['context'])
    accepted(await change({}))
  })

  it('takes a form in which nothing was typed for a slip, and counts no attempt', async () => {
    const { change } = await firstSignIn()
    const answer = await change({ current: '', next: '', confirmation: '' })
    expect(answer).toMatchObject({
      refusal: {
        code: 'credential/form',
        problems: ['current', 'next', 'confirmation'].map((field) => ({ field, code: 'required' })),
      },
    })
    for (let times = 0; times < 20; times += 1) await change({ current: '', next: '', confirmation: '' })
    accepted(await change({}))
  })

  it('P1: refuses the temporary password, the present one and the last ones', async () => {
    const { counter, credentials, change } = await firstSignIn()
    expect(await violations(change({ next: credentials.password }))).toContain('unchanged')
    accepted(await change({}))
    let current = newPassword
    for (const next of ['Altro.Gelato1', 'Altro.Gelato2']) {
      const { token } = accepted(await counter.sportello.session.signIn({ ...credentials, password: current }))
      const again = (candidate: string) =>
        counter.sportello.credential.changePassword({ token, current, next: candidate, confirmation: candidate })
      expect(await violations(again(credentials.password))).toContain('history')
      expect(await violations(again(current))).toContain('unchanged')
      accepted(await again(next))
      current = next
    }
  })

  it('P2: refuses what names the subscriber', async () => {
    const { change } = await firstSignIn()
    for (const next of ['Vrdnna80A41L219Z!', 'Xy.Verdi.99', 'Anna.Verdi-1', 'Qwz!19800101a']) {
      expect(await violations(change({ next })), next).toContain('context')
    }
  })

  it('P3: counts code points, keeps every character, and takes either spelling of an accent', async () => {
    const { counter, credentials, change } = await firstSignIn()
    const composed = 'Perch\u00E9.Sì7🙂'
    accepted(await change({ next: composed }))
    const { signIn } = counter.sportello.session
    accepted(await signIn({ ...credentials, password: composed.normalize('NFD') }))
    for (const password of [composed.toLowerCase(), ` ${composed}`, composed.slice(0, -2)]) {
      expect(refusedCode(await signIn({ ...credentials, password }))).toBe('session/sign-in-refused')
    }
  })

  it('P4: a wrong old password delays the session that gave it, and no sign-in, and in the delay nothing is judged', async () => {
    const { counter, credentials, change } = await firstSignIn()
    for (let i = 0; i < 4; i += 1) expect(refusedCode(await change({ current: 'Sbagliata.1' }))).toBe('credential/wrong-password')
    const delayed = await change({ next: 'aaa' })
    expect(delayed.ok ? null : delayed.refusal).toEqual({ code: 'credential/wrong-password', retryAt: morning + 1000 })
    accepted(await counter.sportello.session.signIn(credentials))
    counter.clock.advance(1000)
    accepted(await change({}))
  })

  it('P5: of two changes at once one wins, and only its password works', async () => {
    const { counter, credentials, change } = await firstSignIn()
    const candidates = ['Gelato.Turchese1', 'Gelato.Turchese2']
    const answers = await Promise.all(candidates.map((next) => change({ next })))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    const works = await Promise.all(
      candidates.map(async (password) => (await counter.sportello.session.signIn({ ...credentials, password })).ok),
    )
    expect(works).toEqual(answers.map(({ ok }) => ok))
    await counter.sportello.relay()
    expect(counter.mailer.sent.filter(({ subject }) => /password cambiata/.test(subject))).toHaveLength(1)
  })

  it('P6: the temporary password ends at its term, also for its change', async () => {
    const counter = openCounter({
      policy: { session: { passwordChangeLifetimeMs: 10_000_000 }, credential: { temporaryLifetimeMs: 1_000 } },
    })
    const { credentials } = await approved(counter)
    const { token } = accepted(await counter.sportello.session.signIn(credentials))
    counter.clock.advance(1_000)
    const input = { token, current: credentials.password, next: newPassword, confirmation: newPassword }
    expect(refusedCode(await counter.sportello.credential.changePassword(input))).toBe('session/not-active')
  })

  it('P8: refuses a common password although it keeps every rule', async () => {
    const { change } = await firstSignIn()
    expect(await violations(change({ next: 'Password1!' }))).toEqual(['blocklist'])
  })
})

describe('the office and the credential', () => {
  it('reactivates, revokes and looks, never on itself, and each is journalled with its reason', async () => {
    const counter = openCounter()
    const { accountId } = await subscribed(counter)
    const { credential, journal } = counter.sportello
    const act = { operator, codiceFiscale: anna.codiceFiscale, reason: 'Chiesto allo sportello' }
    expect(refusedCode(await credential.reactivate(act))).toBe('credential/not-suspended')
    const self = { ...act, operator: { id: 'operator-9', codiceFiscale: anna.codiceFiscale } }
    expect(refusedCode(await credential.revoke(self))).toBe('credential/own-credential')
    accepted(await credential.revoke(act))
    expect(refusedCode(await credential.revoke(act))).toBe('credential/revoked')
    expect(accepted(await credential.inspect({ operator, codiceFiscale: anna.codiceFiscale })).status).toBe('revoked')
    const lines = accepted(await journal.read({ kind: 'credential', id: accountId }))
    expect(lines.find(({ type }) => type === 'CredentialRevoked')).toMatchObject({
      by: 'operator:operator-1',
      personal: { reason: 'Chiesto allo sportello' },
      data: { by: 'office' },
    })
    expect(accepted(await journal.verify({ kind: 'credential', id: accountId }))).toMatchObject({ ok: true })
  })

  it('finds nothing for a codice fiscale without a credential', async () => {
    const { sportello } = openCounter()
    const who = { operator, codiceFiscale: anna.codiceFiscale }
    expect(refusedCode(await sportello.credential.inspect(who))).toBe('credential/not-found')
    expect(refusedCode(await sportello.credential.revoke({ ...who, reason: 'x' }))).toBe('credential/not-found')
    expect(refusedCode(await sportello.credential.revoke({ ...who, codiceFiscale: 'x', reason: 'x' }))).toBe('credential/form')
  })

  it('a subscriber gives his credential up with a reason', async () => {
    const counter = openCounter()
    const { credentials } = await subscribed(counter)
    const { token } = accepted(await counter.sportello.session.signIn(credentials))
    await counter.sportello.relay()
    const { revokeOwn } = counter.sportello.credential
    expect(refusedCode(await revokeOwn({ ...credentials, token, reason: '' }))).toBe('credential/form')
    accepted(await revokeOwn({ ...credentials, token, reason: 'Uso lo SPID' }))
    expect(refusedCode(await counter.sportello.session.signIn(credentials))).toBe('session/sign-in-refused')
    await counter.sportello.relay()
    expect(counter.mailer.sent.at(-1)?.subject).toBe('Comune di Prova: credenziali revocate')
  })
})
