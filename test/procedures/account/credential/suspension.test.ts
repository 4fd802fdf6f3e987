/** Suspension by the subscriber, by the link of a notice and by the office; who lifts it; and the revocation that nobody lifts. */
import fc from 'fast-check'
import { revocationText, suspensionText } from 'sportello'
import { describe, expect, it } from 'vitest'
import {
  accepted,
  anna,
  approve,
  type Counter,
  completed,
  keys,
  newPassword,
  openCounter,
  operator,
  refusedCode,
  subscribed,
} from '../../../support/counter.ts'
import { runsOf } from '../../../support/scale.ts'

const hour = 3_600_000
const day = 24 * hour
const about = { operator, codiceFiscale: anna.codiceFiscale, reason: 'Asked for at the counter.' }
const reason = 'Il telefono è sparito'
const laura = {
  ...{ ...anna, surname: 'Bianchi', name: 'Laura', codiceFiscale: 'BNCLRA75B50F205K', birthDate: '1975-02-10' },
  ...{ birthProvince: 'MI', birthMunicipality: 'Milano', email: 'laura@example.it' },
}

const linksIn = ({ mailer }: Counter): readonly string[] =>
  mailer.sent.flatMap(({ text }) => /\/suspend#token=(\S+)/.exec(text)?.[1] ?? [])

/** A subscriber who is signed in on a device, and the link of the notice that the password was changed. */
async function subscriber(overrides: Parameters<typeof openCounter>[0] = {}) {
  const counter = openCounter(overrides)
  const { credentials, accountId } = await subscribed(counter)
  const { sportello, mailer } = counter
  const { token, device } = accepted(await sportello.session.signIn(credentials))
  await sportello.relay()
  const link = linksIn(counter).at(-1) ?? ''
  const sentBefore = mailer.sent.length
  const told = async () => {
    await sportello.relay()
    return mailer.sent.slice(sentBefore).map(({ to, subject }) => `${to.address}: ${subject}`)
  }
  const lines = async () => accepted(await sportello.journal.read({ kind: 'credential', id: accountId }))
  return { ...counter, counter, credentials, accountId, token, device, link, told, lines, ...sportello }
}

type Subscriber = Awaited<ReturnType<typeof subscriber>>

/** The three ways to suspend, and what each leaves on record. */
const ways: {
  readonly [name: string]: {
    readonly suspend: (at: Subscriber) => Promise<unknown>
    readonly cause: string
    readonly by: string
    readonly reason: string | null
  }
} = {
  'by the subscriber from a session': {
    suspend: async ({ credential, token }) => accepted(await credential.suspendOwn({ token, reason })),
    ...{ cause: 'theft-suspected', by: 'subscriber', reason },
  },
  'by the link of a notice': {
    suspend: async ({ credential, link }) => accepted(await credential.suspendByLink(link)),
    ...{ cause: 'theft-suspected', by: 'link', reason: null },
  },
  'by the office, since theft is suspected': {
    suspend: async ({ credential }) => accepted(await credential.suspend({ ...about, cause: 'theft-suspected' })),
    ...{ cause: 'theft-suspected', by: 'office', reason: about.reason },
  },
  'by the office, for a reason of its own': {
    suspend: async ({ credential }) => accepted(await credential.suspend(about)),
    ...{ cause: 'office', by: 'office', reason: about.reason },
  },
}

describe.each(Object.entries(ways))('L15: a suspension %s', (_name, { suspend, ...expected }) => {
  it('lets nobody in by any door, ends live sessions, and is lifted by the office alone: then the same secrets work', async () => {
    const at = await subscriber()
    const { session, credential, credentials, token, device } = at
    await suspend(at)
    expect(refusedCode(await session.check(token))).toBe('session/not-active')
    expect(refusedCode(await session.signIn(credentials))).toBe('session/sign-in-refused')
    expect(refusedCode(await session.signIn(credentials, { device }))).toBe('session/sign-in-refused')
    expect(refusedCode(await credential.suspendOwn({ token, reason }))).toBe('session/not-active')
    expect(accepted(await credential.inspect(about))).toMatchObject({
      status: 'suspended',
      suspension: { cause: expected.cause, by: expected.by, at: at.clock.now() },
    })
    expect(refusedCode(await credential.reactivate({ ...about, reason: '' }))).toBe('credential/form')
    accepted(await credential.reactivate(about))
    expect(refusedCode(await session.check(token))).toBe('session/not-active')
    expect(accepted(await session.signIn(credentials)).scope).toBe('full')
    expect(accepted(await credential.inspect(about)).suspension).toBeNull()
  })

  it('tells the subscriber, and leaves cause, author and reason in the journal', async () => {
    const at = await subscriber()
    await suspend(at)
    expect(await at.told()).toEqual([`${anna.email}: Comune di Prova: credenziali sospese`])
    const line = (await at.lines()).find(({ type }) => type === 'CredentialSuspended')
    expect(line?.data).toMatchObject({ cause: expected.cause, by: expected.by })
    expect(line?.personal ?? null).toEqual(expected.reason === null ? null : { reason: expected.reason })
  })

  it('knows a device afterwards only where no theft is suspected', async () => {
    const at = await subscriber()
    await suspend(at)
    accepted(await at.credential.reactivate(about))
    const wrong = { ...at.credentials, password: 'Sbagliata.1' }
    const answer = await at.session.signIn(wrong, { device: at.device })
    const isKnown = !answer.ok && 'retryAt' in answer.refusal && answer.refusal.retryAt === at.clock.now()
    expect(isKnown).toBe(expected.cause === 'office')
  })

  it('voids an open change of PEC, whose link confirms nothing, also after the reactivation', async () => {
    const at = await subscriber()
    const { pin, password } = at.credentials
    const pec = 'ladro@pec.example.org'
    accepted(await at.pecChange.request({ token: at.token, pin, password, pec, confirmation: pec }))
    await at.relay()
    const change = at.mailer.sent.flatMap(({ text }) => /pec-change#token=(\S+)/.exec(text)?.[1] ?? []).at(-1) ?? ''
    await suspend(at)
    accepted(await at.credential.reactivate(about))
    expect(refusedCode(await at.pecChange.confirm(change))).toBe('pec-change/void')
  })

  it('is handed out to its subscriber, and erased with the credential once that was revoked', async () => {
    const at = await subscriber()
    await suspend(at)
    const data = accepted(await at.subject.export({ operator, codiceFiscale: anna.codiceFiscale }))
    const items: string[] = []
    for await (const item of data.items) items.push(JSON.stringify(item))
    const text = items.join('\n')
    expect(text).toContain(`"cause":"${expected.cause}"`)
    if (expected.reason !== null) expect(text).toContain(expected.reason)
    expect(refusedCode(await at.subject.erase(about))).toBe('subject/credential-in-force')
    accepted(await at.credential.revoke({ ...about, reason: 'Cessato' }))
    accepted(await at.subject.erase({ ...about, reason: 'Prot. 1' }))
    expect(JSON.stringify(at.storage.contents().records)).not.toContain(reason)
  })
})

describe('suspending', () => {
  it('a suspicion of theft takes the place of another cause, and nothing takes its place', async () => {
    const at = await subscriber()
    accepted(await at.credential.suspend(about))
    at.clock.advance(hour)
    expect(refusedCode(await at.credential.suspend(about))).toBe('credential/suspended')
    accepted(await at.credential.suspendByLink(at.link))
    const since = { at: at.clock.now() - hour }
    expect(accepted(await at.credential.inspect(about)).suspension).toEqual({ cause: 'theft-suspected', by: 'link', ...since })
    for (const cause of ['theft-suspected', 'office'] as const)
      expect(refusedCode(await at.credential.suspend({ ...about, cause }))).toBe('credential/suspended')
    expect(accepted(await at.credential.inspect(about)).suspension).toEqual({ cause: 'theft-suspected', by: 'link', ...since })
  })

  it('is done once under a request key, and mails once', async () => {
    const requestKey = 'request-key-0123456789'
    const own = await subscriber()
    const twice = async (act: () => Promise<unknown>) => expect(await act()).toEqual(await act())
    await twice(() => own.credential.suspendOwn({ token: own.token, reason }, { requestKey }))
    const linked = await subscriber()
    await twice(() => linked.credential.suspendByLink(linked.link, { requestKey }))
    const office = await subscriber()
    await twice(() => office.credential.suspend(about, { requestKey }))
    for (const { told } of [own, linked, office]) expect(await told()).toHaveLength(1)
  })

  it('nobody acts for the office on an own credential, in whatever spelling of the codice fiscale', async () => {
    const at = await subscriber()
    for (const codiceFiscale of [anna.codiceFiscale, anna.codiceFiscale.toLowerCase(), 'VRDNNAUQAQMLM1VZ', 'VRDNNA80A41LM19Z']) {
      const answer = await at.credential.suspend({ ...about, operator: { id: 'operator-9', codiceFiscale } })
      expect(['credential/own-credential', 'credential/form']).toContain(refusedCode(answer))
    }
    const self = { ...about, operator: { id: 'operator-9', codiceFiscale: anna.codiceFiscale } }
    expect(refusedCode(await at.credential.suspend(self))).toBe('credential/own-credential')
    expect(accepted(await at.credential.inspect(about)).status).toBe('active')
  })

  it('is refused where nothing works: nobody, revoked, expired; and for a cause that there is not', async () => {
    const at = await subscriber({ policy: { credential: { lifetimeMs: 12 * hour } } })
    const { suspend, revoke } = at.credential
    expect(refusedCode(await suspend({ ...about, codiceFiscale: 'BNCLRA75B50F205K' }))).toBe('credential/not-found')
    for (const cause of ['wrong-pins', 'theft', 42, {}])
      expect(refusedCode(await suspend({ ...about, cause: cause as 'office' }))).toBe('credential/form')
    at.clock.advance(13 * hour)
    expect(refusedCode(await suspend(about))).toBe('credential/expired')
    expect(refusedCode(await at.credential.suspendByLink(at.link))).toBe('credential/link-not-active')
    accepted(await revoke(about))
    expect(refusedCode(await suspend(about))).toBe('credential/revoked')
  })

  it('L10: is not open to the grant of a temporary password', async () => {
    const counter = openCounter()
    const { id, credentials } = await completed(counter)
    await approve(counter, id)
    const { token } = accepted(await counter.sportello.session.signIn(credentials))
    expect(refusedCode(await counter.sportello.credential.suspendOwn({ token, reason }))).toBe('session/password-change-required')
  })

  it('L15: met by a sign-in or the confirmation of a change at the same moment, ends what they have opened', async () => {
    const orders = fc.record({
      others: fc.shuffledSubarray(['sign in', 'check', 'confirm', 'office'] as const, { minLength: 1 }),
      first: fc.boolean(),
      way: fc.constantFrom('session', 'link'),
    })
    await fc.assert(
      fc.asyncProperty(orders, async ({ others, first, way }) => {
        const at = await subscriber()
        const { pin, password } = at.credentials
        const pec = 'ladro@pec.example.org'
        accepted(await at.pecChange.request({ token: at.token, pin, password, pec, confirmation: pec }))
        await at.relay()
        const change = at.mailer.sent.flatMap(({ text }) => /pec-change#token=(\S+)/.exec(text)?.[1] ?? []).at(-1) ?? ''
        const opened: string[] = []
        const acts = {
          'sign in': async () => {
            const answer = await at.session.signIn(at.credentials)
            if (answer.ok) opened.push(answer.value.token)
          },
          check: () => at.session.check(at.token),
          confirm: () => at.pecChange.confirm(change),
          office: () => at.credential.suspend(about),
        }
        const suspend = () =>
          way === 'link' ? at.credential.suspendByLink(at.link) : at.credential.suspendOwn({ token: at.token, reason })
        const all = [...others.map((name) => acts[name]), suspend]
        await Promise.all((first ? all.reverse() : all).map((act): Promise<unknown> => act()))
        expect(accepted(await at.credential.inspect(about)).status).toBe('suspended')
        for (const token of [at.token, ...opened]) expect(refusedCode(await at.session.check(token))).toBe('session/not-active')
        expect((await at.pecChange.confirm(change)).ok && !others.includes('confirm')).toBe(false)
      }),
      { seed: 15, numRuns: runsOf(60) },
    )
  })
})

describe('L16: the link of a notice', () => {
  it('changes nothing when it is opened, names nobody, and says until when it works', async () => {
    const at = await subscriber()
    const before = JSON.stringify(at.storage.contents())
    const view = accepted(await at.credential.inspectLink(at.link))
    expect(view).toEqual({
      until: at.clock.now() + 30 * day,
      untilText: { it: '09/04/2026 11:00', en: '2026-04-09 11:00 (Rome)' },
      canSuspend: true,
    })
    expect(JSON.stringify(at.storage.contents())).toBe(before)
  })

  it('can be used again: the answer is the same, and nothing more happens', async () => {
    const at = await subscriber()
    expect(await at.credential.suspendByLink(at.link)).toEqual({ ok: true, value: null })
    const before = JSON.stringify(at.storage.contents())
    expect(await at.credential.suspendByLink(at.link)).toEqual({ ok: true, value: null })
    expect(JSON.stringify(at.storage.contents())).toBe(before)
    expect(accepted(await at.credential.inspectLink(at.link)).canSuspend).toBe(false)
    expect(await at.told()).toHaveLength(1)
  })

  it('works until its end, to the millisecond', async () => {
    for (const [wait, ok] of [
      [30 * day - 1, true],
      [30 * day, false],
      [30 * day + 1, false],
    ] as const) {
      const at = await subscriber()
      at.clock.advance(wait)
      expect((await at.credential.inspectLink(at.link)).ok).toBe(ok)
      expect((await at.credential.suspendByLink(at.link)).ok).toBe(ok)
    }
  })

  it('keeps the end that its letter says, whatever the policy says later', async () => {
    const at = await subscriber({ policy: { credential: { suspendLinkMs: hour } } })
    expect(accepted(await at.credential.inspectLink(at.link)).until).toBe(at.clock.now() + hour)
  })

  it('is over once the credential was reactivated, so that whoever reads an old mailbox keeps nobody out for long', async () => {
    const at = await subscriber()
    accepted(await at.credential.suspendByLink(at.link))
    accepted(await at.credential.reactivate(about))
    expect(refusedCode(await at.credential.inspectLink(at.link))).toBe('credential/link-not-active')
    expect(refusedCode(await at.credential.suspendByLink(at.link))).toBe('credential/link-not-active')
    expect(accepted(await at.credential.inspect(about)).status).toBe('active')
    await at.relay()
    accepted(await at.credential.suspendByLink(linksIn(at.counter).at(-1) ?? ''))
  })

  it('survives what a thief can do with the secrets: a change of the password, the end of all sessions, another mailbox', async () => {
    const at = await subscriber()
    const next = 'Sorbetto.Arancio8'
    accepted(await at.credential.changePassword({ token: at.token, current: newPassword, next, confirmation: next }))
    const secrets = { ...at.credentials, password: next }
    const { token } = accepted(await at.session.signIn(secrets))
    accepted(await at.credential.endSessions({ token }))
    const again = accepted(await at.session.signIn(secrets))
    const email = 'ladro@example.org'
    accepted(await at.emailChange.request({ ...secrets, token: again.token, email, confirmation: email }))
    await at.relay()
    const confirm = at.mailer.sent.flatMap(({ text }) => /email-change#token=(\S+)/.exec(text)?.[1] ?? []).at(-1) ?? ''
    accepted(await at.emailChange.confirm(confirm))
    await at.relay()
    const former = at.mailer.sent.filter(({ subject }) => /indirizzo e-mail privato cambiato/.test(subject))
    expect(former.map(({ to }) => to.address)).toEqual([anna.email])
    expect(former[0]?.text).toMatch(/\/suspend#token=/)
    accepted(await at.credential.suspendByLink(at.link))
    expect(refusedCode(await at.session.signIn(secrets))).toBe('session/sign-in-refused')
  })

  it('is over once the credential was revoked, or issued anew', async () => {
    const at = await subscriber()
    accepted(await at.credential.revoke(about))
    expect(refusedCode(await at.credential.suspendByLink(at.link))).toBe('credential/link-not-active')
    await approve(at.counter, (await completed(at.counter)).id)
    expect(refusedCode(await at.credential.suspendByLink(at.link))).toBe('credential/link-not-active')
    expect(accepted(await at.credential.inspect(about)).status).toBe('temporary')
  })

  it('suspends the account that it was mailed about and no other, whoever is signed in', async () => {
    const at = await subscriber()
    const other = await subscribed(at.counter, laura)
    const theirs = accepted(await at.session.signIn(other.credentials))
    await at.relay()
    accepted(await at.credential.suspendByLink(at.link))
    accepted(await at.session.check(theirs.token))
    expect(accepted(await at.credential.inspect({ operator, codiceFiscale: laura.codiceFiscale })).status).toBe('active')
  })

  it('cannot be made: another account, another end, another key, another kind of token', async () => {
    const at = await subscriber()
    const other = await subscribed(at.counter, laura)
    const [keyId = '', subject = '', secret = ''] = at.link.split('~')
    const account = subject.slice(0, 43)
    const later = (Number.parseInt(subject.slice(43), 36) + 1).toString(36).padStart(subject.length - 43, '0')
    const forged = [
      `${keyId}~${other.accountId}${subject.slice(43)}~${secret}`,
      `${keyId}~${account}${later}~${secret}`,
      `${keyId}~${subject}~${'a'.repeat(43)}`,
      `k9~${subject}~${secret}`,
      `${keyId}~${account}~${secret}`,
      `${keyId}~${'a'.repeat(43)}${subject.slice(43)}~${secret}`,
      at.token,
      at.device,
      `${at.link} `,
    ]
    const before = JSON.stringify(at.storage.contents())
    for (const token of forged) {
      expect(refusedCode(await at.credential.inspectLink(token)), token).toBe('credential/link-not-active')
      expect(refusedCode(await at.credential.suspendByLink(token)), token).toBe('credential/link-not-active')
    }
    expect(JSON.stringify(at.storage.contents())).toBe(before)
    expect(refusedCode(await at.session.check(at.link))).toBe('session/not-active')
    expect(refusedCode(await at.pecChange.confirm(at.link))).toBe('pec-change/not-found')
  })

  it.each([undefined, null, 0, '', 'x', {}, [], { token: 'x' }, 'x'.repeat(5000)])(
    'refuses what is no token: %j',
    async (given) => {
      const { credential } = openCounter().sportello
      // Whatever a host may pass on.
      const token = given as string
      expect(refusedCode(await credential.inspectLink(token))).toBe('credential/link-not-active')
      expect(refusedCode(await credential.suspendByLink(token))).toBe('credential/link-not-active')
    },
  )

  it('C11, INV-27: is in no row, and goes on after a rotation of the keys', async () => {
    const at = await subscriber()
    expect(JSON.stringify(at.storage.contents())).not.toContain(at.link.split('~')[2])
    const ring = { ...keys.ring, k2: Uint8Array.from({ length: 32 }, (_, i) => (i * 41 + 7) % 256) }
    const rotated = openCounter({ storage: at.storage, keys: { ...keys, current: 'k2', ring } })
    accepted(await rotated.sportello.credential.suspendByLink(at.link))
  })
})

describe('L17: the revocation by its subscriber', () => {
  it('asks for PIN and password again, so that a session alone ends nothing for good', async () => {
    const at = await subscriber()
    const { pin, password } = at.credentials
    const form = { token: at.token, pin, password, reason: 'Uso lo SPID' }
    expect(refusedCode(await at.credential.revokeOwn({ ...form, pin: '000000000' }))).toBe('session/reauthentication-failed')
    expect(refusedCode(await at.credential.revokeOwn({ ...form, password: 'x' }))).toBe('session/reauthentication-failed')
    expect(accepted(await at.credential.inspect(about)).status).toBe('active')
    accepted(await at.credential.revokeOwn(form))
    expect(refusedCode(await at.credential.reactivate(about))).toBe('credential/not-suspended')
    expect(refusedCode(await at.session.signIn(at.credentials, { device: at.device }))).toBe('session/sign-in-refused')
  })

  it('has words for its meaning before, in both languages, and so has the suspension', () => {
    expect(revocationText('it')).toMatch(/definitiva.*nessuno può annullarla.*sessioni.*registrazione/)
    expect(revocationText('en')).toMatch(/final.*nobody can take it back.*session.*registration/)
    expect(suspensionText('it')).toMatch(/sessioni.*Solo l'ente può riattivare/)
    expect(suspensionText('en')).toMatch(/session.*Only the office can reactivate/)
    expect(revocationText('fr' as 'en')).toBe(revocationText('it'))
  })
})
