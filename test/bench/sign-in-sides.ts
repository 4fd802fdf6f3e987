/** Row 4: signing in, ours and better-auth's, on stores in memory, with hashing that costs nothing on either side or with that of each. */
import { betterAuth } from 'better-auth'
import { memoryAdapter } from 'better-auth/adapters/memory'
import type * as Library from 'sportello'
import type * as Federation from 'sportello/federation'
import type * as Memory from 'sportello/memory'
import { minimalPdf } from '../rules/identity/minimal-pdf.ts'
import { accepted, anna, keys, newPassword, office, operator, readSecrets } from '../support/counter.ts'
import { codes, noHash, password, pin, store } from './accounts.ts'

export type SignInSide = {
  /** Signs in to the account with this number; answers with the session's token. */
  readonly signIn: (account: number) => Promise<string>
  /** True when the token opens something. */
  readonly opens: (token: string) => Promise<boolean>
  /** Signs in with a wrong password; answers whether that was refused. */
  readonly refuses: (account: number) => Promise<boolean>
}

export type Modules = Pick<typeof Library, 'createSportello'> & Pick<typeof Memory, 'memoryStorage' | 'memoryDocuments'>

type Counter = Pick<Library.SportelloConfiguration, 'storage' | 'passwordHash' | 'office'>

function counter({ createSportello, memoryDocuments }: Pick<Modules, 'createSportello' | 'memoryDocuments'>, own: Counter) {
  const mails: Library.Mail[] = []
  const mailer: Library.Mailer = {
    async send(mail) {
      mails.push(mail)
      return 'sent'
    },
  }
  return { sportello: createSportello({ ...own, keys, mailer, documents: memoryDocuments() }), mails }
}

export async function ourSide(modules: Modules, accounts: number, passwordHash = noHash): Promise<SignInSide> {
  const storage = modules.memoryStorage()
  const { sportello } = counter(modules, { office, storage, passwordHash })
  const codici = codes(accounts)
  await store(storage, passwordHash, codici)
  const of = (account: number) => ({ codiceFiscale: codici[account % accounts] ?? '', pin, password })
  return {
    signIn: async (account) => accepted(await sportello.session.signIn(of(account))).token,
    opens: async (token) => (await sportello.session.check(token)).ok,
    refuses: async (account) => !(await sportello.session.signIn({ ...of(account), password: 'Sbagliata.1' })).ok,
  }
}

/** The same accounts, opened with SPID: nothing is typed, so nothing is hashed. The attributes are read before, and every identity is linked. */
export async function federatedSide(
  modules: Modules & Pick<typeof Federation, 'readSpidSaml'>,
  accounts: number,
): Promise<SignInSide> {
  const storage = modules.memoryStorage()
  const { sportello } = counter(modules, { office, storage, passwordHash: noHash })
  const codici = codes(accounts)
  await store(storage, noHash, codici)
  const at = Date.now()
  const signIn = { issuer: 'https://idp.example.it', authnContextClassRef: 'https://www.spid.gov.it/SpidL2' }
  const identities = codici.map((codiceFiscale) => {
    const attributes = { spidCode: `PROV${codiceFiscale}`, fiscalNumber: `TINIT-${codiceFiscale}` }
    return accepted(
      modules.readSpidSaml({ attributes: { ...attributes, familyName: 'Prova', name: 'Testo' }, ...signIn }, { at }),
    )
  })
  const come = (account: number, level: 1 | 2) => {
    const identity = identities[account % accounts] ?? identities[0]
    if (identity === undefined) throw new Error('there are no accounts')
    return sportello.federation.signIn({ ...identity, level, at: Date.now() - 60_000 }, { leastLevel: 2 })
  }
  for (let account = 0; account < accounts; account += 1) accepted(await come(account, 2))
  return {
    signIn: async (account) => accepted(await come(account, 2)).token,
    opens: async (token) => (await sportello.session.check(token)).ok,
    refuses: async (account) => !(await come(account, 1)).ok,
  }
}

/** better-auth with hashing that costs nothing; everything that can be turned off is off: rate limit, log, telemetry. */
export const betterAuthSettings = {
  secret: 'only-for-a-benchmark-only-for-a-benchmark',
  baseURL: 'http://localhost:3000',
  emailAndPassword: {
    enabled: true,
    password: {
      hash: async (given: string) => `none:${given}`,
      verify: async ({ hash, password }: { hash: string; password: string }) => hash === `none:${password}`,
    },
  },
  rateLimit: { enabled: false },
  logger: { disabled: true },
  telemetry: { enabled: false },
} as const

/** `hashing`: none, or the one that it has by default. */
export async function betterAuthSide(accounts: number, hashing: 'none' | 'default' = 'none'): Promise<SignInSide> {
  const rows: Record<'user' | 'session' | 'account' | 'verification', Record<string, unknown>[]> = {
    user: [],
    session: [],
    account: [],
    verification: [],
  }
  const settings = hashing === 'none' ? betterAuthSettings : { ...betterAuthSettings, emailAndPassword: { enabled: true } }
  const auth = betterAuth({ ...settings, database: memoryAdapter(rows) })
  const of = (account: number) => ({ email: `account-${account % accounts}@example.it`, password })
  // Signing up copies every table twice: one account is made by it, the others from its rows.
  await auth.api.signUpEmail({ body: { ...of(0), name: 'Testo Prova' } })
  const [user, account] = [rows.user[0], rows.account[0]]
  for (let number = 1; number < accounts; number += 1) {
    const id = `user-${number}`
    rows.user.push({ ...user, id, email: of(number).email })
    rows.account.push({ ...account, id: `account-${number}`, userId: id, accountId: id })
  }
  return {
    signIn: async (number) => (await auth.api.signInEmail({ body: of(number) })).token,
    async opens(token) {
      return rows.session.some((session) => session['token'] === token)
    },
    async refuses(number) {
      try {
        await auth.api.signInEmail({ body: { ...of(number), password: 'wrong' } })
        return false
      } catch {
        return true
      }
    },
  }
}

/** The whole life of one applicant: form, document, completion, look and approval, first sign-in, change, sign-in; mail sent on the way. */
export function ourFlow(
  modules: Pick<Modules, 'createSportello' | 'memoryDocuments'>,
  storage: Library.Storage,
  ownOffice: Library.SportelloConfiguration['office'] = office,
): () => Promise<string> {
  const { sportello, mails } = counter(modules, { office: ownOffice, storage, passwordHash: noHash })
  const codici = codes(20_000)
  const content = minimalPdf()
  let people = 0
  return async () => {
    const codiceFiscale = codici[people % codici.length] ?? ''
    const mail = `person-${people}@example.it`
    people += 1
    const opened = accepted(await sportello.registration.open({ ...anna, codiceFiscale, email: mail }))
    accepted(await sportello.registration.addDocument(opened.ticket, { type: 'identity-card' }, content))
    accepted(await sportello.registration.complete(opened.ticket))
    await sportello.relay()
    const { password: temporary, firstHalf } = readSecrets(mails.find(({ id }) => id.endsWith('.completed'))?.text ?? '')
    mails.length = 0
    const { digest } = accepted(await sportello.approval.dossier({ operator, id: opened.id }))
    accepted(await sportello.approval.approve({ operator, id: opened.id, dossierDigest: digest }))
    const credentials = { codiceFiscale, pin: firstHalf + opened.pinSecondHalf, password: temporary }
    const first = accepted(await sportello.session.signIn(credentials))
    const change = { token: first.token, current: temporary, next: newPassword, confirmation: newPassword }
    accepted(await sportello.credential.changePassword(change))
    await sportello.relay()
    mails.length = 0
    return accepted(await sportello.session.signIn({ ...credentials, password: newPassword })).token
  }
}
