import type { PolicyChoice, Result } from 'sportello'
import { describe, expect, it } from 'vitest'
import { accepted, anna, approve, completed, newPassword, openCounter, operator, subscribed } from '../../../support/counter.ts'

const hour = 3_600_000
const newPec = 'anna.verdi@pec.example.org'
const newMail = 'anna.nuova@example.org'
const about = { operator, codiceFiscale: anna.codiceFiscale, reason: 'The badge was stolen.' }

const lasting: PolicyChoice = { credential: { lifetimeMs: 12 * hour }, throttle: { freeFailures: 100 } }

/** A subscriber with both changes of address open and their mail unsent. */
async function underWay(policy: PolicyChoice = lasting) {
  const counter = openCounter({ policy })
  const person = await subscribed(counter)
  await counter.sportello.relay()
  const { credentials } = person
  const { token } = accepted(await counter.sportello.session.signIn(credentials))
  const secrets = { token, pin: credentials.pin, password: credentials.password }
  accepted(await counter.sportello.pecChange.request({ ...secrets, pec: newPec, confirmation: newPec }))
  accepted(await counter.sportello.emailChange.request({ ...secrets, email: newMail, confirmation: newMail }))
  const latest = (kind: string) => {
    const rows = counter.storage.contents().records.filter(({ machine }) => machine === kind)
    return rows.at(-1)
  }
  return { ...counter, credentials, token, secrets, latest }
}

type UnderWay = Awaited<ReturnType<typeof underWay>>

async function wrongPins({ sportello, credentials }: UnderWay): Promise<void> {
  for (let guess = 0; guess < 5; guess += 1) await sportello.session.signIn({ ...credentials, pin: '000000000' })
}

const events: { readonly [what: string]: { readonly cause: string; readonly happen: (at: UnderWay) => Promise<unknown> } } = {
  'the password is changed': {
    cause: 'PasswordChanged',
    happen: async ({ sportello, token }) => {
      const next = 'Sorbetto.Arancio8'
      accepted(await sportello.credential.changePassword({ token, current: newPassword, next, confirmation: next }))
    },
  },
  'all sessions are ended': {
    cause: 'SessionsEnded',
    happen: async ({ sportello, token }) => accepted(await sportello.credential.endSessions({ token })),
  },
  'the credential is given up': {
    cause: 'CredentialRevoked',
    happen: async ({ sportello, secrets }) =>
      accepted(await sportello.credential.revokeOwn({ ...secrets, reason: 'No longer needed.' })),
  },
  'the office revokes': {
    cause: 'CredentialRevoked',
    happen: async ({ sportello }) => accepted(await sportello.credential.revoke(about)),
  },
  'too many wrong PINs are given at sign-in': { cause: 'CredentialSuspended', happen: wrongPins },
  'too many wrong PINs are given in a session': {
    cause: 'CredentialSuspended',
    happen: async ({ sportello, secrets }) => {
      const form = { ...secrets, pin: '000000000', pec: 'other@pec.example.org', confirmation: 'other@pec.example.org' }
      for (let guess = 0; guess < 5; guess += 1) await sportello.pecChange.request(form)
    },
  },
  'it has expired, and a new one is issued': {
    cause: 'CredentialIssued',
    happen: async (at) => {
      at.clock.advance(13 * hour)
      const { id } = await completed(at, anna)
      await approve(at, id)
    },
  },
}

describe('INV-35: a security event on an account', () => {
  it.each(Object.entries(events))('voids what is open in the same commit, with its cause: %s', async (_, { cause, happen }) => {
    const at = await underWay()
    await happen(at)
    const account = at.latest('credential')
    for (const [kind, event] of [
      ['pec-change', 'ChangeVoided'],
      ['email-change', 'ChangeVoided'],
    ] as const) {
      const row = at.latest(kind)
      expect(JSON.parse(row?.state ?? '{}')).toMatchObject({ status: 'void' })
      const entries = await at.storage.journal(row?.key ?? '', { after: 0, limit: 100 })
      const last = entries.at(-1)
      expect([last?.type, JSON.parse(last?.data ?? '{}')]).toEqual([event, expect.objectContaining({ cause })])
      const told = await at.storage.journal(account?.key ?? '', { after: 0, limit: 100 })
      expect(told.filter(({ type }) => type === cause).map((entry) => entry.at)).toContain(last?.at)
    }
  })

  const atOnce = Object.entries(events).filter(([, { cause }]) => cause !== 'CredentialIssued')

  it.each(atOnce)('cancels the mail with a link that has not gone out: %s', async (_, { happen }) => {
    const at = await underWay()
    await happen(at)
    await at.sportello.relay()
    const letters = at.mailer.sent.map(({ to, text }) => [to.address, /-change#token=/.test(text)])
    expect(letters.filter(([to]) => to === newPec || to === newMail)).toEqual([])
  })

  /** A subscriber with a PEC in force, and to which addresses a notice went since. */
  async function withPec(policy: PolicyChoice = {}) {
    const at = await underWay({ ...policy, ...lasting })
    const pec = 'anna@pec.example.it'
    accepted(await at.sportello.addresses.setPec({ ...about, pec }))
    await at.sportello.relay()
    const before = at.mailer.sent.length
    const told = async () => {
      await at.sportello.relay()
      return at.mailer.sent.slice(before).map(({ to, channel }) => `${to.address} ${channel}`)
    }
    return { at, told, pec }
  }
  const heardOf = Object.entries(events).filter(([, { cause }]) => !['SessionsEnded', 'CredentialIssued'].includes(cause))

  it.each(heardOf)('is told to the PEC in force as to the private mailbox: %s', async (_, { happen }) => {
    const { at, told, pec } = await withPec()
    await happen(at)
    expect((await told()).sort()).toEqual([`${anna.email} ordinary`, `${pec} pec`])
  })

  it('so is a reactivation, in the words of the private mailbox', async () => {
    const { at, told, pec } = await withPec()
    await wrongPins(at)
    await told()
    const before = at.mailer.sent.length
    accepted(await at.sportello.credential.reactivate(about))
    await at.sportello.relay()
    const [mailbox, certified] = at.mailer.sent.slice(before).sort((a, b) => a.channel.localeCompare(b.channel))
    expect([mailbox?.to.address, certified?.to.address]).toEqual([anna.email, pec])
    expect(certified?.text).toBe(mailbox?.text)
    expect(certified?.subject).toMatch(/riattivate/)
  })

  it.each(heardOf)('is not told to the PEC where the policy says so: %s', async (_, { happen }) => {
    const { at, told } = await withPec({ addresses: { securityNotices: 'email' } })
    await happen(at)
    expect(await told()).toEqual([`${anna.email} ordinary`])
  })

  it('does nothing to somebody who has begun nothing, and the first issue of a credential is none', async () => {
    const counter = openCounter()
    const { credentials } = await subscribed(counter)
    const { token } = accepted(await counter.sportello.session.signIn(credentials))
    accepted(await counter.sportello.credential.endSessions({ token }))
    const kinds = new Set(counter.storage.contents().records.map(({ machine }) => machine))
    expect([...kinds].sort()).toEqual(['approval', 'credential', 'maintenance', 'quota', 'registration', 'session', 'sunset'])
  })

  it('that comes between the reading of a link and its click leaves nothing to be confirmed', async () => {
    const at = await underWay()
    await at.sportello.relay()
    const link = /pec-change#token=(\S+)/.exec(at.mailer.sent.map(({ text }) => text).join('\n'))?.[1]
    accepted(await at.sportello.credential.endSessions({ token: at.token }))
    const answer: Result<unknown, { readonly code: string }> = await at.sportello.pecChange.confirm(link ?? '')
    expect(answer).toEqual({ ok: false, refusal: { code: 'pec-change/void' } })
  })
})
