/** People who sign in with SPID, CIE, CNS or eIDAS, as host, operator and person see it. */
import { describe, expect, it } from 'vitest'
import { accepted, anna, operator, refusedCode, subscribed } from '../../support/counter.ts'
import { day, decisionOnOnly, federated, reason } from './signing-in.ts'

/** Another person, of the same day. */
const berta = { codiceFiscale: 'BNCBRT80A41L219E', surname: 'Bianchi', givenName: 'Berta' } as const

describe('somebody with an account', () => {
  it('is linked at the first sign-in by the codice fiscale, told of it, and known from then on', async () => {
    const { sportello, counter, mailer, identity, signIn } = federated()
    const { accountId } = await subscribed(counter)
    const first = accepted(await signIn(identity()))
    expect(first).toMatchObject({
      accountId,
      scope: 'full',
      means: 'spid-saml',
      level: 2,
      outcome: 'linked',
      nameDiffers: false,
    })
    await sportello.relay()
    // Letters of one round go out in any order.
    const told = mailer.sent.filter(({ text }) => text.includes('https://idp.example.it'))
    expect(told.map(({ to }) => to.address)).toEqual([anna.email])
    const many = mailer.sent.length
    expect(accepted(await signIn(identity())).outcome).toBe('known')
    await sportello.relay()
    expect(mailer.sent).toHaveLength(many)
    const view = accepted(await sportello.session.check(first.token))
    expect(view).toMatchObject({ accountId, means: 'spid-saml', level: 2, obligations: [], person: { email: anna.email } })
  })

  it('has one account with two providers, and PIN and password go on beside them', async () => {
    const { sportello, counter, identity, signIn } = federated()
    const { accountId, credentials } = await subscribed(counter)
    accepted(await signIn(identity()))
    const other = { provider: 'https://other.example.it', subject: { scheme: 'spid-code', value: 'WXYZ123456789A' } } as const
    expect(accepted(await signIn(identity('readSpidSaml', other))).accountId).toBe(accountId)
    expect(accepted(await signIn(identity('readCie'))).accountId).toBe(accountId)
    const { token } = accepted(await sportello.session.signIn(credentials))
    expect(accepted(await sportello.session.check(token))).toMatchObject({ accountId, means: 'local', level: 0 })
    expect(accepted(await sportello.federation.inspectOwn({ token }))).toHaveLength(3)
  })

  it('S6: is not linked where the birth date differs: the office sees it field by field, and decides', async () => {
    const { sportello, counter, identity, signIn } = federated()
    const { accountId } = await subscribed(counter)
    const odd = () => identity('readSpidSaml', { person: { birthDate: '1980-01-02' } })
    expect(refusedCode(await signIn(odd()))).toBe('federation/data-differ')
    expect(refusedCode(await signIn(odd()))).toBe('federation/data-differ')
    const { found, dossier, decision } = await decisionOnOnly(counter)
    expect(found).toMatchObject({ question: 'data-differ' })
    expect(dossier).toMatchObject({ accountId, account: 'active', status: 'waiting' })
    expect(dossier.fields.find(({ field }) => field === 'birthDate')).toEqual({
      ...{ field: 'birthDate', given: '1980-01-02', stored: '1980-01-01', byCode: '1980-01-01', givenLetters: null },
    })
    expect(accepted(await sportello.federation.inspectAsOffice({ operator, codiceFiscale: anna.codiceFiscale }))).toMatchObject([
      { status: 'waiting', hasOpenCase: true },
    ])
    accepted(await sportello.federation.approve(decision))
    expect(accepted(await signIn(odd()))).toMatchObject({ accountId, outcome: 'known' })
    expect(accepted(await sportello.federation.pending())).toEqual([])
  })

  it('is linked without the office once the provider has corrected the data', async () => {
    const { sportello, counter, identity, signIn } = federated()
    await subscribed(counter)
    expect(refusedCode(await signIn(identity('readSpidSaml', { person: { sex: 'M' } })))).toBe('federation/data-differ')
    expect(accepted(await signIn(identity())).outcome).toBe('linked')
    expect(accepted(await sportello.federation.pending())).toEqual([])
  })

  it('S8: hears the reason of a rejection as long as the data are the same', async () => {
    const { sportello, counter, identity, signIn } = federated()
    await subscribed(counter)
    const odd = () => identity('readSpidSaml', { person: { birthDate: '1980-01-02' } })
    await signIn(odd())
    const { decision } = await decisionOnOnly(counter)
    accepted(await sportello.federation.reject({ ...decision, reason: 'Another person.' }))
    expect(await signIn(odd())).toEqual({ ok: false, refusal: { code: 'federation/rejected', reason: 'Another person.' } })
    expect(accepted(await sportello.federation.pending())).toEqual([])
    // What has changed is looked at again, by the office alone.
    expect(refusedCode(await signIn(identity()))).toBe('federation/awaiting-approval')
  })

  it('S5: has a name of its own, which a provider never overwrites', async () => {
    const { sportello, counter, identity, signIn } = federated()
    await subscribed(counter)
    const { token, nameDiffers } = accepted(await signIn(identity('readSpidSaml', { person: { surname: 'Verdini' } })))
    expect(nameDiffers).toBe(true)
    expect(accepted(await sportello.session.check(token)).person?.surname).toBe('Verdi')
    const shouted = await signIn(identity('readSpidSaml', { person: { surname: 'VERDI' } }))
    expect(accepted(shouted).nameDiffers).toBe(false)
  })

  it('S5: is never found by a mail address', async () => {
    const { counter, identity, signIn } = federated({ policy: { federation: { newPersons: 'never' } } })
    await subscribed(counter)
    const stranger = identity('readSpidSaml', {
      subject: { scheme: 'spid-code', value: 'WXYZ123456789A' },
      person: berta,
      proposals: { email: anna.email, pec: null, codiceFiscale: null },
    })
    expect(refusedCode(await signIn(stranger))).toBe('federation/no-account')
  })

  it('S5: comes with another codice fiscale: refused until the office binds it anew', async () => {
    const { sportello, counter, identity, signIn } = federated()
    const { accountId } = await subscribed(counter)
    accepted(await signIn(identity()))
    const moved = () => identity('readSpidSaml', { person: { ...berta, birthDate: '1980-01-01', sex: 'F' } })
    expect(refusedCode(await signIn(moved()))).toBe('federation/other-code')
    const { dossier, decision } = await decisionOnOnly(counter)
    expect(dossier).toMatchObject({ question: 'other-code', accountId, status: 'linked' })
    accepted(await sportello.federation.approve(decision))
    expect(accepted(await signIn(moved())).accountId).toBe(accountId)
    // The code of before leads to the account all the same.
    expect(accepted(await signIn(identity())).accountId).toBe(accountId)
  })
})

describe('a rebinding', () => {
  const omocodic = 'VRDNNA80A41L21VO'
  const document = { kind: 'tax-code-certificate', number: 'AE 2026/17', issuedOn: '2026-03-01' } as const

  it('S5: leads the new code to the account, and refuses whoever still comes with the old one', async () => {
    const { sportello, counter, identity, signIn } = federated()
    const { accountId } = await subscribed(counter)
    accepted(await signIn(identity()))
    const form = { operator, codiceFiscale: anna.codiceFiscale, newCodiceFiscale: omocodic, document, reason }
    accepted(await sportello.rebinding.rebind(form))
    expect(accepted(await signIn(identity('readSpidSaml', { person: { codiceFiscale: omocodic } }))).accountId).toBe(accountId)
    expect(refusedCode(await signIn(identity()))).toBe('federation/other-code')
    // Somebody else with the code of before begins anew.
    const stranger = identity('readSpidSaml', { subject: { scheme: 'spid-code', value: 'WXYZ123456789A' } })
    const opened = accepted(await signIn(stranger))
    expect(opened).toMatchObject({ outcome: 'opened' })
    expect(opened.accountId).not.toBe(accountId)
  })
})

describe('somebody new', () => {
  it('has an account at once, without secrets, and no address until one is validated', async () => {
    const { sportello, counter, mailer, identity, signIn } = federated()
    const { token, outcome } = accepted(await signIn(identity()))
    expect(outcome).toBe('opened')
    expect(accepted(await sportello.session.check(token)).person).toMatchObject({ surname: 'Verdi', email: null })
    await sportello.relay()
    expect(mailer.sent).toEqual([])
    // Everything that takes a secret says so.
    const change = { token, current: 'x', next: 'Gelato.Turchese7', confirmation: 'Gelato.Turchese7' }
    expect(refusedCode(await sportello.credential.changePassword(change))).toBe('credential/no-secrets')
    expect(refusedCode(await sportello.pinRenewal.start({ token, password: 'x' }))).toBe('credential/no-secrets')
    const asked = { token, pin: null, password: null, email: 'anna@example.org', confirmation: 'anna@example.org' }
    accepted(await sportello.emailChange.request(asked))
    await sportello.relay()
    const link = /#token=(\S+)/.exec(mailer.sent.at(-1)?.text ?? '')?.[1] ?? ''
    accepted(await sportello.emailChange.confirm(link))
    expect(accepted(await sportello.session.check(token)).person?.email).toBe('anna@example.org')
    expect(counter.mailer.sent.every(({ to }) => to.address === 'anna@example.org')).toBe(true)
  })

  it('waits for the office where the policy says so', async () => {
    const { sportello, counter, identity, signIn } = federated({ policy: { federation: { newPersons: 'after-approval' } } })
    expect(refusedCode(await signIn(identity()))).toBe('federation/awaiting-approval')
    const { dossier, decision } = await decisionOnOnly(counter)
    expect(dossier).toMatchObject({ question: 'new-person', account: 'none' })
    accepted(await sportello.federation.approve(decision))
    expect(accepted(await signIn(identity())).outcome).toBe('known')
  })

  it('is told what is missing: a certificate without a surname opens no account', async () => {
    const { identity, signIn } = federated()
    const card = await signIn(identity('readCns'))
    expect(card).toEqual({ ok: false, refusal: { code: 'federation/data-missing', missing: ['surname'] } })
    const named = identity('readCns', { person: { surname: 'Verdi', givenName: 'Anna' } })
    expect(accepted(await signIn(named))).toMatchObject({ outcome: 'opened', level: 3 })
  })

  it('gets PIN and password by a registration, and keeps the account', async () => {
    const { sportello, counter, identity, signIn } = federated()
    const { accountId, token } = accepted(await signIn(identity()))
    const { credentials, accountId: same } = await subscribed(counter)
    expect(same).toBe(accountId)
    expect((await sportello.session.check(token)).ok).toBe(false)
    accepted(await sportello.session.signIn(credentials))
    expect(accepted(await signIn(identity()))).toMatchObject({ accountId, outcome: 'known' })
  })

  it('L6: is told at the address and the PEC of before when a registration brings another address, and hears of what follows', async () => {
    const { sportello, counter, mailer, identity, signIn } = federated()
    const { accountId, token } = accepted(await signIn(identity()))
    const [before, pec] = ['anna@prima.example.it', 'anna.verdi@pec.example.it']
    const change = { token, pin: null, password: null, email: before, confirmation: before }
    accepted(await sportello.emailChange.request(change))
    await sportello.relay()
    const link = mailer.sent.flatMap(({ text }) => /\/email-change#token=(\S+)/.exec(text)?.[1] ?? []).at(-1) ?? ''
    accepted(await sportello.emailChange.confirm(link))
    accepted(await sportello.addresses.setPec({ operator, codiceFiscale: anna.codiceFiscale, pec, reason }))
    await sportello.relay()
    const known = mailer.sent.length
    await subscribed(counter)
    await sportello.relay()
    const letters = mailer.sent.slice(known).filter(({ subject }) => subject.includes('credenziali rilasciate'))
    expect(letters.map(({ to }) => to.address).sort()).toEqual([pec, before])
    for (const { text } of letters) expect(text).not.toContain(anna.email)
    // Until the address has rested, whoever reads there hears of what alarms, and can suspend by the link.
    const document = { kind: 'identity-card', number: 'CA 1', issuedOn: '2026-03-01' } as const
    const renamed = { surname: 'Bianchi', despiteMismatch: true, document, operator, reason }
    const moved = accepted(await sportello.rebinding.rebind({ ...renamed, codiceFiscale: anna.codiceFiscale }))
    expect(moved).toEqual({ accountId })
    await sportello.relay()
    const rebound = mailer.sent.filter(({ subject }) => subject.includes('dati anagrafici cambiati'))
    expect(rebound.map(({ to }) => to.address).sort()).toEqual([pec, anna.email, before].sort())
    const suspend = /\/suspend#token=(\S+)/.exec(letters[0]?.text ?? '')?.[1] ?? ''
    accepted(await sportello.credential.suspendByLink(suspend))
    expect(refusedCode(await signIn(identity()))).toBe('credential/suspended')
  })

  it('is not told where the address stays the same', async () => {
    const { sportello, counter, mailer, identity, signIn } = federated()
    const { token } = accepted(await signIn(identity()))
    accepted(
      await sportello.emailChange.request({ token, pin: null, password: null, email: anna.email, confirmation: anna.email }),
    )
    await sportello.relay()
    const link = mailer.sent.flatMap(({ text }) => /\/email-change#token=(\S+)/.exec(text)?.[1] ?? []).at(-1) ?? ''
    accepted(await sportello.emailChange.confirm(link))
    await subscribed(counter)
    await sportello.relay()
    expect(mailer.sent.filter(({ subject }) => subject.includes('credenziali rilasciate'))).toEqual([])
  })
})

describe('the end of the secrets', () => {
  it('S2, INV-23: leaves the account to whoever signs in elsewhere, without the secrets', async () => {
    const { sportello, counter, clock, identity, signIn } = federated({ policy: { credential: { disuseMs: 90 * day } } })
    const { accountId, credentials } = await subscribed(counter)
    accepted(await sportello.session.signIn(credentials))
    clock.advance(91 * day)
    expect(accepted(await signIn(identity()))).toMatchObject({ accountId, outcome: 'linked' })
    expect((await sportello.session.signIn(credentials)).ok).toBe(false)
    const view = accepted(await sportello.credential.inspect({ operator, codiceFiscale: anna.codiceFiscale }))
    expect(view).toMatchObject({ status: 'federated', expired: null })
  })

  it('S3, INV-22: after the last use of the secrets, SPID opens the same account and its sessions go on', async () => {
    const { sportello, counter, identity, signIn } = federated()
    const { accountId, credentials } = await subscribed(counter)
    const local = accepted(await sportello.session.signIn(credentials)).token
    const course = { operator, reason, title: { it: 'Fine', en: 'End' }, ends: { use: '2026-03-10T00:00' }, means: ['spid'] }
    accepted(await sportello.sunset.set(course as never))
    expect((await sportello.session.check(local)).ok).toBe(false)
    const { token } = accepted(await signIn(identity()))
    expect(accepted(await sportello.session.check(token)).accountId).toBe(accountId)
    expect(refusedCode(await sportello.session.signIn(credentials))).toBe('calendar/ended')
  })
})

describe('what closes an account', () => {
  it('S9: too many wrong PINs close the secrets alone: nobody keeps the owner out', async () => {
    const { sportello, counter, identity, signIn } = federated()
    const { credentials } = await subscribed(counter)
    const { device } = accepted(await sportello.session.signIn(credentials))
    for (let tries = 0; tries < 5; tries += 1) {
      counter.clock.advance(3_600_000)
      await sportello.session.signIn({ ...credentials, pin: '000000000' }, { device })
    }
    expect(accepted(await sportello.credential.inspect({ operator, codiceFiscale: anna.codiceFiscale })).status).toBe('suspended')
    accepted(await signIn(identity()))
    expect(accepted(await sportello.credential.inspect({ operator, codiceFiscale: anna.codiceFiscale })).status).toBe('suspended')
  })

  it.each(['office', 'theft-suspected'] as const)(
    'S9: a suspension for %s closes every way in, and ends the sessions',
    async (cause) => {
      const { sportello, counter, identity, signIn } = federated()
      await subscribed(counter)
      const { token } = accepted(await signIn(identity()))
      const about = { operator, codiceFiscale: anna.codiceFiscale, reason }
      accepted(await sportello.credential.suspend({ ...about, cause }))
      expect((await sportello.session.check(token)).ok).toBe(false)
      expect(refusedCode(await signIn(identity()))).toBe('credential/suspended')
      accepted(await sportello.credential.reactivate(about))
      accepted(await signIn(identity()))
    },
  )

  it('an account without secrets is suspended and reactivated as what it was', async () => {
    const { sportello, identity, signIn } = federated()
    accepted(await signIn(identity()))
    const about = { operator, codiceFiscale: anna.codiceFiscale, reason }
    accepted(await sportello.credential.suspend(about))
    expect(refusedCode(await signIn(identity()))).toBe('credential/suspended')
    accepted(await sportello.credential.reactivate(about))
    expect(accepted(await sportello.credential.inspect(about)).status).toBe('federated')
    accepted(await signIn(identity()))
  })

  it('S8: a revocation is for good: the office looks at whoever comes again', async () => {
    const { sportello, counter, identity, signIn } = federated()
    await subscribed(counter)
    accepted(await signIn(identity()))
    accepted(await sportello.credential.revoke({ operator, codiceFiscale: anna.codiceFiscale, reason }))
    expect(refusedCode(await signIn(identity()))).toBe('federation/awaiting-approval')
    const { found, decision } = await decisionOnOnly(counter)
    expect(found?.question).toBe('account-revoked')
    accepted(await sportello.federation.approve(decision))
    expect(accepted(await signIn(identity())).outcome).toBe('known')
  })
})

describe('what a service asks', () => {
  it('S7: a level that is too low is refused, and never raised', async () => {
    const { identity, signIn } = federated()
    const low = await signIn(identity('readSpidSaml', { level: 1 }))
    expect(low).toEqual({ ok: false, refusal: { code: 'federation/level-too-low', required: 2, level: 1 } })
    expect(refusedCode(await signIn(identity(), { leastLevel: 3 }))).toBe('federation/level-too-low')
    accepted(await signIn(identity()))
    expect(accepted(await signIn(identity('readSpidSaml', { level: 1 }), { leastLevel: 1 })).level).toBe(1)
  })

  it('S7: a least level of the service below that of the policy links nobody', async () => {
    const { counter, identity, signIn } = federated()
    await subscribed(counter)
    expect(refusedCode(await signIn(identity('readSpidSaml', { level: 1 }), { leastLevel: 1 }))).toBe('federation/level-too-low')
  })

  it('S7: an age is held against the day of birth, and an unknown one satisfies none', async () => {
    const { identity, signIn } = federated()
    expect(refusedCode(await signIn(identity(), { leastAge: 60 }))).toBe('federation/too-young')
    accepted(await signIn(identity(), { leastAge: 46 }))
  })

  it('S7: a sign-in that is not of now is refused', async () => {
    const { clock, identity, signIn } = federated()
    const now = clock.now()
    accepted(await signIn(identity('readSpidSaml', { at: now - 15 * 60_000 + 1 })))
    expect(refusedCode(await signIn(identity('readSpidSaml', { at: now - 15 * 60_000 })))).toBe('federation/sign-in-too-old')
    accepted(await signIn(identity('readSpidSaml', { at: now + 5 * 60_000 })))
    expect(refusedCode(await signIn(identity('readSpidSaml', { at: now + 5 * 60_000 + 1 })))).toBe('federation/sign-in-too-old')
  })
})

describe('a fresh sign-in stands for PIN and password', () => {
  it('S7: for some minutes, and not below the second level', async () => {
    const { sportello, clock, identity, signIn } = federated()
    const { token } = accepted(await signIn(identity()))
    const low = accepted(await signIn(identity('readSpidSaml', { level: 1 }), { leastLevel: 1 })).token
    const revoke = (shown: string) => sportello.credential.revokeOwn({ token: shown, pin: null, password: null, reason })
    expect(refusedCode(await revoke(low))).toBe('session/recent-sign-in-required')
    clock.advance(10 * 60_000)
    expect(refusedCode(await revoke(token))).toBe('session/recent-sign-in-required')
    const anew = accepted(await signIn(identity())).token
    clock.advance(10 * 60_000 - 1)
    accepted(await revoke(anew))
  })

  it('and not in a session of the secrets', async () => {
    const { sportello, counter } = federated()
    const { credentials } = await subscribed(counter)
    const { token } = accepted(await sportello.session.signIn(credentials))
    const revoked = await sportello.credential.revokeOwn({ token, pin: null, password: null, reason })
    expect(refusedCode(revoked)).toBe('session/reauthentication-failed')
  })
})

describe('unlinking', () => {
  it('S8: ends the sessions, tells the subscriber, and only the office links again', async () => {
    const { sportello, counter, mailer, identity, signIn } = federated()
    const { credentials } = await subscribed(counter)
    const { token } = accepted(await signIn(identity()))
    const [own] = accepted(await sportello.federation.inspectOwn({ token }))
    accepted(await sportello.federation.unlinkOwn({ token, id: own?.id ?? '' }))
    expect((await sportello.session.check(token)).ok).toBe(false)
    await sportello.relay()
    // The letters of one round come in any order.
    expect(mailer.sent.map(({ subject }) => subject)).toContainEqual(expect.stringContaining('scollegata'))
    expect(refusedCode(await signIn(identity()))).toBe('federation/awaiting-approval')
    accepted(await sportello.session.signIn(credentials))
    const { found, decision } = await decisionOnOnly(counter)
    expect(found?.question).toBe('ended-before')
    accepted(await sportello.federation.approve(decision))
    expect(accepted(await signIn(identity())).outcome).toBe('known')
  })

  it('leaves the last identity of an account without secrets, and takes no other person’s', async () => {
    const { sportello, identity, signIn } = federated()
    const { token } = accepted(await signIn(identity()))
    const [own] = accepted(await sportello.federation.inspectOwn({ token }))
    const id = own?.id ?? ''
    expect(refusedCode(await sportello.federation.unlinkOwn({ token, id }))).toBe('federation/only-means')
    const other = { subject: { scheme: 'spid-code', value: 'WXYZ123456789A' }, person: { ...berta } } as const
    const stranger = accepted(await signIn(identity('readSpidSaml', other))).token
    expect(refusedCode(await sportello.federation.unlinkOwn({ token: stranger, id }))).toBe('federation/not-found')
    accepted(await sportello.federation.unlink({ operator, id, reason }))
    expect(refusedCode(await signIn(identity()))).toBe('federation/awaiting-approval')
  })
})

describe('somebody of another state', () => {
  const document = { kind: 'residence-permit', number: 'X 123', issuedOn: '2026-03-01' } as const

  it('has an account by the identifier, and gets a codice fiscale by the office', async () => {
    const { sportello, identity, signIn } = federated()
    const { accountId, token } = accepted(await signIn(identity('readEidas')))
    expect(accepted(await sportello.session.check(token)).person).toMatchObject({ codiceFiscale: null })
    const [own] = accepted(await sportello.federation.inspectOwn({ token }))
    const form = { operator, id: own?.id ?? '', codiceFiscale: anna.codiceFiscale, document, reason }
    expect(accepted(await sportello.federation.join(form))).toEqual({ accountId, isMoved: false })
    expect(accepted(await signIn(identity('readEidas'))).accountId).toBe(accountId)
    // The codice fiscale leads there too.
    expect(accepted(await signIn(identity()))).toMatchObject({ accountId, outcome: 'linked' })
    expect(refusedCode(await sportello.federation.join(form))).toBe('federation/already-joined')
  })

  it('is moved to the account of the codice fiscale where there is one', async () => {
    const { sportello, counter, identity, signIn } = federated()
    const { accountId } = await subscribed(counter)
    const foreign = accepted(await signIn(identity('readEidas')))
    expect(foreign.accountId).not.toBe(accountId)
    const [own] = accepted(await sportello.federation.inspectOwn({ token: foreign.token }))
    const form = { operator, id: own?.id ?? '', codiceFiscale: anna.codiceFiscale, document, reason }
    expect(accepted(await sportello.federation.join(form))).toEqual({ accountId, isMoved: true })
    expect((await sportello.session.check(foreign.token)).ok).toBe(false)
    expect(accepted(await signIn(identity('readEidas'))).accountId).toBe(accountId)
  })

  it('is not joined to a codice fiscale of another day of birth, unless the operator has looked at it', async () => {
    const { sportello, identity, signIn } = federated()
    const { token } = accepted(await signIn(identity('readEidas', { person: { birthDate: '1981-01-01' } })))
    const [own] = accepted(await sportello.federation.inspectOwn({ token }))
    const form = { operator, id: own?.id ?? '', codiceFiscale: anna.codiceFiscale, document, reason }
    expect(await sportello.federation.join(form)).toMatchObject({
      refusal: { code: 'federation/form', problems: [{ field: 'codiceFiscale', code: 'mismatch' }] },
    })
    accepted(await sportello.federation.join({ ...form, despiteMismatch: true }))
  })
})

describe('an operator', () => {
  it('S6: never decides on an own account', async () => {
    const { sportello, counter, identity, signIn } = federated({ policy: { federation: { newPersons: 'after-approval' } } })
    await signIn(identity())
    const self = { id: 'operator-2', codiceFiscale: anna.codiceFiscale }
    const { decision } = await decisionOnOnly(counter, self)
    expect(refusedCode(await sportello.federation.approve(decision))).toBe('credential/own-credential')
    expect(refusedCode(await sportello.federation.reject(decision))).toBe('credential/own-credential')
    accepted(await sportello.federation.approve({ ...decision, operator }))
    const { token } = accepted(await signIn(identity()))
    const [own] = accepted(await sportello.federation.inspectOwn({ token }))
    expect(refusedCode(await sportello.federation.unlink({ operator: self, id: own?.id ?? '', reason }))).toBe(
      'credential/own-credential',
    )
  })

  it('S6: decides on what was looked at, and on nothing that has changed since', async () => {
    const { sportello, counter, identity, signIn } = federated()
    await subscribed(counter)
    await signIn(identity('readSpidSaml', { person: { birthDate: '1980-01-02' } }))
    const { decision } = await decisionOnOnly(counter)
    await signIn(identity('readSpidSaml', { person: { birthDate: '1980-01-03' } }))
    expect(refusedCode(await sportello.federation.approve(decision))).toBe('federation/dossier-changed')
  })
})
