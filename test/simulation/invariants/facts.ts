/**
 * What is known of the accounts, worked out of the history: which secrets are theirs by what was typed, shown and mailed, which sessions were opened, when something
 * happened that ends them. No rule of the library is asked.
 */
import type { Deed, Event, History, Loose, Made } from './history.ts'

/** Where the secrets of an account come from until its person chooses others. */
type Source = { readonly kind: 'registration' | 'identification'; readonly id: string }

export type Account = {
  readonly id: string
  source: Source | null
  /** Null: by the source. */
  password: string | null
  pin: string | null
  issuedAt: number
  /** When the office last lifted a delay: whoever was kept out has the whole term of a temporary password again. */
  liftedAt: number
  /** When the office last lifted a delay, whatever the credential was. */
  delayLiftedAt: number
  registrations: string[]
  /** One more at each event that ends sessions and links. */
  security: number
  /** The deed of the last one, and how many are of that deed. */
  securityDeed: Deed | null
  ownSecurity: number
  lastFailureAt: number
  lastUsedAt: number | null
  /** Wrong PINs with the right password since somebody was let in. */
  wrongPins: number
  signIns: number
  readonly passwords: string[]
}

export type Session = {
  readonly accountId: string
  readonly scope: string
  readonly openedAt: number
  readonly isByProvider: boolean
  seenAt: number
  readonly security: number
  readonly signIn: number
  isOver: boolean
}

/** The statuses of a credential that somebody can still use, or use again. */
export const usable: ReadonlySet<string> = new Set(['temporary', 'active', 'suspended', 'federated'])

/** What ends the sessions and links of an account. */
export const securityEvents: ReadonlySet<string> = new Set([
  ...['PasswordChanged', 'PasswordRecovered', 'PinRenewed', 'CredentialSuspended', 'CredentialRevoked'],
  ...['CredentialReissued', 'CredentialReenabled', 'CredentialRebound', 'SessionsEnded'],
])

/** The id that a ticket or link names. */
export const idIn = (token: unknown): string => (typeof token === 'string' ? (token.split('~')[1] ?? '') : '')

export class Facts {
  readonly accounts = new Map<string, Account>()
  readonly sessions = new Map<string, Session>()
  /** The second halves that were shown, by registration or ticket of an identification. */
  readonly shown = new Map<string, string>()
  readonly letters = new Map<string, { readonly password: string; readonly first: string; readonly version: number }>()
  readonly issuedBy = new Map<string, string>()
  /** Everything that was secret once, with where it may be read. */
  readonly secrets = new Set<string>()
  readonly renewals = new Map<string, { first: string | null; second: string | null }>()

  private readonly history: History

  constructor(history: History) {
    this.history = history
    history.heard.push({
      commit: (made) => this.commit(made),
      deed: (deed) => this.deed(deed),
      mail: ({ id, text }) => {
        const [, kind = '', record = '', version = '0'] = id.split('.')
        const password = /Password temporanea: (\S+)/.exec(text)?.[1]
        const first = /PIN, prime 4 cifre: (\d{4})/.exec(text)?.[1]
        for (const [, token = ''] of text.matchAll(/#(?:token|ticket|pass)=(\S+)/g)) this.secrets.add(token)
        if (first === undefined) return
        if (kind === 'pin-renewal') {
          const known = this.renewals.get(record) ?? { first: null, second: null }
          this.renewals.set(record, { ...known, first })
        }
        if (password === undefined) return
        this.secrets.add(password)
        const name = `${kind} ${record}`
        if ((this.letters.get(name)?.version ?? 0) <= Number(version))
          this.letters.set(name, { password, first, version: Number(version) })
      },
    })
  }

  account(id: string): Account {
    const known = this.accounts.get(id)
    if (known !== undefined) return known
    const account: Account = {
      ...{
        id,
        source: null,
        password: null,
        pin: null,
        issuedAt: 0,
        liftedAt: 0,
        delayLiftedAt: 0,
        registrations: [],
        security: 0,
        securityDeed: null,
        ownSecurity: 0,
      },
      ...{ lastFailureAt: 0, lastUsedAt: null, wrongPins: 0, signIns: 0, passwords: [] },
    }
    this.accounts.set(id, account)
    return account
  }

  /** What must be typed now; null where nobody can know it, or no letter has said it yet. */
  secretsOf({ source, password, pin }: Account): { readonly password: string | null; readonly pin: string | null } {
    const letter = source === null ? undefined : this.letters.get(`${source.kind} ${source.id}`)
    const second = source === null ? undefined : this.shown.get(`${source.kind} ${source.id}`)
    return {
      password: password ?? letter?.password ?? null,
      pin: pin ?? (letter === undefined || second === undefined ? null : letter.first + second),
    }
  }

  private commit({ events, deed }: Made): void {
    for (const event of events) {
      if (event.kind === 'credential') this.credential(event, deed)
      if (event.kind === 'registration' && event.type === 'CredentialsRedrawn') {
        this.shown.delete(`registration ${event.id}`)
        this.letters.delete(`registration ${event.id}`)
      }
      if (event.kind === 'registration' && event.type === 'PinRenewed') this.shown.delete(`registration ${event.id}`)
      if (event.kind === 'pin-renewal' && event.type === 'RenewalStarted')
        this.renewals.set(event.id, { first: null, second: null })
      if (event.kind === 'session' && event.type === 'SessionEnded') this.ended(event.id)
    }
  }

  private ended(_id: string): void {}

  private credential({ id, type, data, at }: Event, deed: Deed): void {
    const account = this.account(id)
    const [form] = deed.args as readonly Loose[]
    if (securityEvents.has(type) || (type === 'CredentialIssued' && account.issuedAt > 0)) {
      account.security += 1
      account.ownSecurity = account.securityDeed === deed ? account.ownSecurity + 1 : 1
      account.securityDeed = deed
    }
    switch (type) {
      case 'CredentialIssued':
        Object.assign(account, {
          source: { kind: 'registration', id: data.registrationId },
          password: null,
          pin: null,
          issuedAt: at,
          lastUsedAt: null,
        })
        account.registrations.push(String(data.registrationId))
        break
      case 'CredentialReissued':
        Object.assign(account, {
          source: { kind: 'registration', id: data.registrationId ?? account.source?.id },
          password: null,
          pin: null,
          issuedAt: at,
        })
        break
      case 'CredentialReenabled':
        Object.assign(account, { source: { kind: 'identification', id }, password: null, pin: null, issuedAt: at })
        this.shown.delete(`identification ${id}`)
        this.letters.delete(`identification ${id}`)
        break
      case 'PasswordChanged':
        account.password = form?.next ?? null
        break
      case 'PasswordRecovered':
        account.password = form?.password ?? null
        break
      case 'PinRenewed':
        account.pin = form?.pin ?? null
        break
      case 'SignedIn':
        if (data.scope === 'full') account.lastUsedAt = at
        account.signIns += 1
        account.wrongPins = 0
        break
      case 'DelayLifted':
        account.delayLiftedAt = at
        if (typeof data.temporaryUntil === 'number') account.liftedAt = at
        break
      case 'Reauthenticated':
      case 'CredentialReactivated':
        account.wrongPins = 0
        break
      case 'AttemptFailed':
        account.lastFailureAt = Math.max(account.lastFailureAt, at)
        if (data.reason === 'wrong-pin') account.wrongPins += 1
        break
      default:
    }
    if (['CredentialIssued', 'CredentialReissued', 'CredentialReenabled', 'PasswordRecovered', 'PinRenewed'].includes(type))
      account.wrongPins = 0
    if (account.password !== null && account.passwords.at(-1) !== account.password) account.passwords.push(account.password)
  }

  private deed({ name, ok, value, args, commits: own }: Deed): void {
    if (ok !== true || value === null) return
    // What is repeated under its key was done by the call whose answer was lost.
    const keyOf = (given: Deed['args']): unknown => (given.at(-1) as Loose)?.requestKey
    const commits =
      keyOf(args) === undefined || own.length > 0
        ? own
        : this.history.deeds.flatMap((deed) => (deed.name === name && keyOf(deed.args) === keyOf(args) ? deed.commits : []))
    const [form] = args as readonly Loose[]
    if (name === 'registration.open') this.shown.set(`registration ${value.id}`, value.pinSecondHalf)
    if (name === 'registration.renewPin' || name === 'registration.showPinHalf')
      this.shown.set(`registration ${idIn(form)}`, value.pinSecondHalf)
    if (name === 'identification.record') {
      const id = commits
        .flatMap(({ events }) => events.filter(({ kind }) => kind === 'credential').map((event) => event.id))
        .at(-1)
      if (id !== undefined) this.issuedBy.set(value.ticket, id)
    }
    if (name === 'identification.showPinHalf')
      this.shown.set(`identification ${this.issuedBy.get(form) ?? ''}`, value.pinSecondHalf)
    if (name === 'pinRenewal.start') {
      for (const { events } of commits)
        for (const event of events) {
          if (event.kind === 'pin-renewal' && event.type === 'RenewalStarted')
            this.renewals.set(event.id, { first: this.renewals.get(event.id)?.first ?? null, second: value.pinSecondHalf })
        }
    }
    if (name === 'session.signIn' || name === 'federation.signIn') {
      const made = commits.find(({ events }) => events.some(({ type }) => type === 'SessionOpened'))
      const opened = made?.events.find(({ type }) => type === 'SessionOpened')
      if (made !== undefined && opened !== undefined) {
        const account = this.account(String(opened.data.accountId))
        this.sessions.set(value.token, {
          ...{
            accountId: account.id,
            scope: value.scope,
            openedAt: made.at,
            isByProvider: name === 'federation.signIn',
            seenAt: made.at,
            security: account.security,
            signIn: account.signIns,
            isOver: false,
          },
        })
        this.secrets.add(value.token)
        if (value.device !== undefined) this.secrets.add(value.device)
      }
    }
    if (value.ticket !== undefined && value.ticket !== null) this.secrets.add(value.ticket)
  }
}

const known = new WeakMap<History, Facts>()

/** The facts of a history, the same for all judges. */
export function factsOf(history: History): Facts {
  const facts = known.get(history) ?? new Facts(history)
  known.set(history, facts)
  return facts
}
