/**
 * Random lives of one account: its subscriber, the office and a second applicant, two acts at a time, with every way that replaces a secret,
 * suspends, identifies, moves or ends it. After each step the rows are judged by what the answers have said.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runtimeOn } from '../runtime/drawer.ts'
import { newPec } from '../support/addresses.ts'
import { anna, type Counter, completed, openCounter, operator, readSecrets, subscribed } from '../support/counter.ts'
import { runsOf } from '../support/scale.ts'
import { flawsOf, rowsOf } from '../support/soundness.ts'

const day = 86_400_000
/** Codes of one person: the first, two by omocodia. */
const codes = [anna.codiceFiscale, 'VRDNNA80A41L21VO', 'VRDNNA80A41LNMVO'] as const
const reason = 'Chiesto allo sportello.'
const paper = { kind: 'identity-card', number: 'CA12345AA', expiresOn: '2060-01-01' } as const
const certificate = { kind: 'tax-code-certificate', number: 'AE202617', issuedOn: '2026-03-01' } as const

type Credentials = { readonly codiceFiscale: string; readonly pin: string; readonly password: string }

/** What an accepted act has made true. `version`: by how much the security version has grown; `maybe` by one. */
type Effect = {
  readonly version: 0 | 1 | 'maybe'
  readonly password?: string
  readonly pin?: string
  readonly code?: string
  readonly status?: 'temporary' | 'active' | 'suspended' | 'revoked' | 'restored'
  readonly erased?: true
}

type Life = {
  readonly counter: Counter
  credentials: Credentials
  accountId: string
  tokens: string[]
  next: number
}

/** An act: null where it was refused, or there was nothing to do. */
type Act = (life: Life) => Promise<Effect | null>

const linkIn = ({ mailer }: Counter, page: string): string =>
  mailer.sent.flatMap(({ text }) => new RegExp(`/${page}#token=(\\S+)`).exec(text)?.[1] ?? []).at(-1) ?? ''

const signs = async ({ counter, credentials, tokens }: Life): Promise<string> => {
  const answer = await counter.sportello.session.signIn(credentials)
  if (!answer.ok) return tokens.at(-1) ?? ''
  tokens.push(answer.value.token)
  return answer.value.token
}

const about = ({ credentials: { codiceFiscale } }: Life) => ({ operator, codiceFiscale, reason })

/** A number that was not used before: no password and no mailbox comes twice. */
const number = (life: Life): number => {
  life.next += 1
  return life.next
}
const chosen = (life: Life): string => `Sorbetto.Arancio${number(life)}x`

const acts: { readonly [name: string]: Act } = {
  async 'sign in'(life) {
    await signs(life)
    return null
  },
  async 'change the password'(life) {
    const token = await signs(life)
    const next = chosen(life)
    const form = { token, current: life.credentials.password, next, confirmation: next }
    const answer = await life.counter.sportello.credential.changePassword(form)
    return answer.ok ? { version: 1, password: next, status: 'active' } : null
  },
  async 'recover the password'(life) {
    const { sportello } = life.counter
    await sportello.recovery.request({ codiceFiscale: life.credentials.codiceFiscale })
    await sportello.relay()
    const password = chosen(life)
    const form = { token: linkIn(life.counter, 'recovery'), pin: life.credentials.pin, password, confirmation: password }
    const answer = await sportello.recovery.complete(form)
    return answer.ok ? { version: 1, password } : null
  },
  async 'renew the PIN'(life) {
    const { sportello, mailer } = life.counter
    const { codiceFiscale, password } = life.credentials
    const started = await sportello.pinRenewal.start({ codiceFiscale, password })
    await sportello.relay()
    const letters = mailer.sent.filter(({ id }) => id.includes('.pin-renewal.'))
    const half = /PIN, prime 4 cifre: (\d{4})/.exec(letters.at(-1)?.text ?? '')?.[1]
    if (!started.ok || half === undefined) return null
    const pin = half + started.value.pinSecondHalf
    const answer = await sportello.pinRenewal.conclude({ codiceFiscale, password, pin })
    return answer.ok ? { version: 1, pin } : null
  },
  async suspend(life) {
    const answer = await life.counter.sportello.credential.suspend({ ...about(life), cause: 'theft-suspected' })
    return answer.ok ? { version: 1, status: 'suspended' } : null
  },
  async 'suspend by a link'(life) {
    await life.counter.sportello.relay()
    const answer = await life.counter.sportello.credential.suspendByLink(linkIn(life.counter, 'suspend'))
    // Used again it answers the same and does no more.
    return answer.ok ? { version: 'maybe', status: 'suspended' } : null
  },
  async reactivate(life) {
    const answer = await life.counter.sportello.credential.reactivate(about(life))
    return answer.ok ? { version: 1, status: 'restored' } : null
  },
  async revoke(life) {
    const answer = await life.counter.sportello.credential.revoke(about(life))
    return answer.ok ? { version: 1, status: 'revoked' } : null
  },
  async 'end sessions'(life) {
    const token = await signs(life)
    const answer = await life.counter.sportello.credential.endSessions({ token })
    return answer.ok ? { version: 1 } : null
  },
  async identify(life) {
    const { sportello, mailer, clock } = life.counter
    const { codiceFiscale } = life.credentials
    const when = { identifiedAt: clock.now(), point: 'office' }
    const answer = await sportello.identification.record({ operator, codiceFiscale, ...when, document: paper, reason })
    if (!answer.ok) return null
    const shown = await sportello.identification.showPinHalf(answer.value.ticket)
    await sportello.relay()
    const letter = mailer.sent.filter(({ id }) => id.includes('.identification.')).at(-1)
    // Something has made the half void meanwhile: the secrets are nobody's.
    if (!shown.ok || letter === undefined) return { version: 1, status: 'temporary', password: '?', pin: '?' }
    const { password, firstHalf } = readSecrets(letter.text)
    return { version: 1, status: 'temporary', password, pin: firstHalf + shown.value.pinSecondHalf }
  },
  async rebind(life) {
    const { codiceFiscale } = life.credentials
    const code = codes[(codes.indexOf(codiceFiscale as (typeof codes)[number]) + 1) % codes.length] ?? codes[0]
    const form = { operator, codiceFiscale, newCodiceFiscale: code, document: certificate, reason }
    const answer = await life.counter.sportello.rebinding.rebind(form)
    return answer.ok ? { version: 1, code } : null
  },
  async 'change the PEC'(life) {
    const { sportello } = life.counter
    const token = await signs(life)
    const { pin, password } = life.credentials
    await sportello.pecChange.request({ token, pin, password, pec: newPec, confirmation: newPec })
    await sportello.relay()
    await sportello.pecChange.confirm(linkIn(life.counter, 'pec-change'))
    return null
  },
  async 'change the mailbox'(life) {
    const { sportello } = life.counter
    const token = await signs(life)
    const { pin, password } = life.credentials
    const email = `anna.${number(life)}@example.it`
    await sportello.emailChange.request({ token, pin, password, email, confirmation: email })
    await sportello.relay()
    await sportello.emailChange.confirm(linkIn(life.counter, 'email-change'))
    return null
  },
  async erase(life) {
    const answer = await life.counter.sportello.subject.erase(about(life))
    return answer.ok ? { version: 0, erased: true } : null
  },
  /** Two requests on the code, both approved at once where they can be. */
  async 'register again'(life) {
    const { counter, credentials } = life
    const { sportello } = counter
    const file = async () => {
      const form = { ...anna, codiceFiscale: credentials.codiceFiscale, email: `nuova.${number(life)}@example.it` }
      const one = await completed(counter, form).catch(() => null)
      if (one === null) return null
      const dossier = await sportello.approval.dossier({ operator, id: one.id })
      return dossier.ok ? { ...one, dossierDigest: dossier.value.digest } : null
    }
    const filed = [await file(), await file()]
    const decided = await Promise.all(
      filed.map((one) =>
        one === null ? null : sportello.approval.approve({ operator, id: one.id, dossierDigest: one.dossierDigest }),
      ),
    )
    const approved = decided.flatMap((answer, i) => (answer?.ok === true ? (filed[i] ?? []) : []))
    expect(approved.length, 'of two requests one at most').toBeLessThanOrEqual(1)
    const [one] = approved
    const isOwn = decided.some((answer) => answer?.ok === true && answer.value.accountId === life.accountId)
    // A code that was left leads to an account of its own.
    return one === undefined || !isOwn ? null : { version: 1, status: 'temporary', ...one.credentials }
  },
}

/** The row of the credential: its status, its version and its verifiers. */
function versionOf({ counter, accountId }: Life) {
  const row = rowsOf(counter.storage.contents()).find(({ kind, id }) => kind === 'credential' && id === accountId)
  const { status, securityVersion, personal } = row?.value ?? {}
  return {
    status: String(status),
    version: Number(securityVersion ?? 0),
    personal: (personal ?? null) as null | { readonly pin: string; readonly password: string; readonly codiceFiscale: string },
  }
}

/** One of what was accepted at once, or what was true before; with one effect there is no choice. */
const possible = <T>(before: T, effects: readonly (T | undefined)[]): readonly T[] => {
  const made = effects.filter((value) => value !== undefined)
  return made.length === 0 ? [before] : made
}

async function judge(life: Life, before: ReturnType<typeof versionOf>, effects: readonly Effect[]): Promise<void> {
  const { counter, accountId, tokens } = life
  const contents = counter.storage.contents()
  expect(flawsOf(contents)).toEqual([])
  const now = versionOf(life)
  const grown = now.version - before.version
  const sure = effects.filter(({ version }) => version === 1).length
  expect(grown, 'each effect once').toBeGreaterThanOrEqual(sure)
  expect(grown, 'each effect once').toBeLessThanOrEqual(sure + effects.filter(({ version }) => version === 'maybe').length)
  const { credentials } = life
  const found = { password: '?', pin: '?' }
  if (now.personal !== null) {
    for (const kind of ['password', 'pin'] as const) {
      for (const secret of possible(
        credentials[kind],
        effects.map((effect) => effect[kind]),
      ))
        if (await secrets.verify({ kind, accountId }, secret, now.personal[kind])) found[kind] = secret
    }
    const made = possible(
      credentials.codiceFiscale,
      effects.map(({ code }) => code),
    )
    expect(made).toContain(now.personal.codiceFiscale)
    life.credentials = { ...found, codiceFiscale: now.personal.codiceFiscale }
    const known = effects.every(({ password, pin }) => password !== '?' && pin !== '?') && credentials.password !== '?'
    if (known) expect(found.password, 'the secret that was set last opens').not.toBe('?')
  }
  if (effects.length === 1 && effects[0]?.status !== undefined && effects[0].status !== 'restored')
    expect(now.status).toBe(effects[0].status)
  // A session lives where it was opened under the security version of now, and the credential works.
  const works = now.status === 'temporary' || now.status === 'active'
  for (const token of tokens) {
    const isOpen = (await counter.sportello.session.check(token)).ok
    if (isOpen) expect(works, `a session outlives ${now.status}`).toBe(true)
  }
  if (grown > 0 && effects.length === 1) {
    for (const token of tokens.splice(0)) expect((await counter.sportello.session.check(token)).ok).toBe(false)
  }
  // The code of now leads to the account, and so does no other.
  for (const code of codes) {
    const view = await counter.sportello.rebinding.inspect({ operator, codiceFiscale: code })
    const leads = view.ok && view.value.accountId === accountId
    expect(leads, code).toBe(code === life.credentials.codiceFiscale)
  }
}

const { secrets } = runtimeOn()
const names = Object.keys(acts)
/** What ends an account comes seldom, and what brings it back often: most of a life is lived. */
const bag = names.flatMap((name) =>
  Array.from(
    { length: ['revoke', 'erase'].includes(name) ? 1 : ['reactivate', 'register again'].includes(name) ? 6 : 3 },
    () => name,
  ),
)
const steps = fc.array(
  fc.record({
    acts: fc.array(fc.constantFrom(...bag), { minLength: 1, maxLength: 2 }),
    wait: fc.constantFrom(1, 1_000, 3_600_000, day, 3 * day),
  }),
  { minLength: 3, maxLength: 20 },
)

describe('a life of one account', () => {
  it('INV-05..19, INV-35, O11, O12: of two acts at once each has its effect wholly or not at all, in one order or the other', async () => {
    const seen = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const counter = openCounter({ policy: { pecChange: { receipts: 'none' }, quota: { usesMax: 100 } } })
        const { credentials, accountId } = await subscribed(counter)
        const life: Life = { counter, credentials, accountId, tokens: [], next: 0 }
        for (const { acts: named, wait } of history) {
          counter.clock.advance(wait)
          const before = versionOf(life)
          const made = await Promise.all(named.map((name) => acts[name]?.(life) ?? null))
          named.forEach((name, i) => {
            if (made[i] !== null) seen.set(name, (seen.get(name) ?? 0) + 1)
          })
          await judge(
            life,
            before,
            made.filter((effect) => effect !== null && effect !== undefined),
          )
        }
      }),
      { seed: 26, numRuns: runsOf(150) },
    )
    const quiet = ['sign in', 'change the PEC', 'change the mailbox']
    for (const name of names) if (!quiet.includes(name)) expect(seen.get(name) ?? 0, name).toBeGreaterThan(0)
  })
})
