/** Signing in with an identity of SPID, CIE, CNS or eIDAS, and what it leads to here. */
import { accept, type Instant, invariant, type Result, refuse } from '../../kernel/index.ts'
import {
  type FederatedIdentity,
  type FederationFinding,
  type FederationLevel,
  type FederationProtocolName,
  satisfiesAge,
  satisfiesLevel,
} from '../../rules/federation/index.ts'
import { perform, readForm } from '../../runtime/command.ts'
import { type CommandOptions, readArgument } from '../../runtime/input.ts'
import { oncePer } from '../../runtime/once.ts'
import { drawToken } from '../../runtime/token-command.ts'
import type { Unit } from '../../runtime/transact.ts'
import type { CredentialState } from '../account/credential/model.ts'
import { factsOf } from '../account/credential/person-facts.ts'
import { accountsOfCode, bindingRecord, codeOf } from '../binding/account-of.ts'
import { admitPerson, type Visit } from './admission.ts'
import { nameDiffers } from './compare.ts'
import {
  type FederationContext,
  type FederationSignInRefusal,
  foreignAccountOf,
  identityOf,
  leastLevelOf,
  storedPersonOf,
} from './context.ts'
import { type SignInGiven, signInForm } from './form-schema.ts'
import type { LinkGiven } from './model.ts'

/** What goes along with a sign-in. */
export type FederationSignInOptions = CommandOptions & {
  /** The least level that the service asks. Left out: that of the policy. */
  readonly leastLevel?: FederationLevel | null | undefined
  /** The least age in years that the service asks. Left out: none. */
  readonly leastAge?: number | null | undefined
  /** The language of what is written to a person who gets an account. Left out: that of the office. */
  readonly locale?: 'it' | 'en' | null | undefined
}

/** Somebody is signed in. */
export type FederationSignedIn = {
  /** The session's token. A secret of the subscriber: never log it. */
  readonly token: string
  /** The id of the account. It names no person. */
  readonly accountId: string
  /** What the session opens: the services. */
  readonly scope: 'full'
  /** By which protocol. */
  readonly means: FederationProtocolName
  /** The level that the provider has told. */
  readonly level: FederationLevel
  /** Absolute end of the session. */
  readonly endsAt: Instant
  /** `known`: the identity was linked before. `linked`: it was linked now, to an account that there was. `opened`: an account was opened now. */
  readonly outcome: 'known' | 'linked' | 'opened'
  /** What does not fit, as the reader has found it: `federationFindingText` has the words. */
  readonly findings: readonly FederationFinding[]
  /** True where surname or name are other ones than those of the account, which stay. */
  readonly nameDiffers: boolean
  /** Addresses that the provider tells and that are not in force: to be offered in `emailChange.request` and `pecChange.request`. Personal data. */
  readonly proposals: {
    /** A private address; null for none. */
    readonly email: string | null
    /** A PEC; null for none. */
    readonly pec: string | null
  }
  /** The last full sign-in before this one; null for none. */
  readonly lastUsedAt: Instant | null
}

/** A clock may be so much behind that of the provider. */
const skewMs = 5 * 60_000

/** What the office compares, and keeps while it has to. */
function givenOf({ person, findings }: SignInGiven, locale: 'it' | 'en'): LinkGiven {
  const { codiceFiscale, personIdentifier, surname, givenName, sex, birthDate } = person
  return { codiceFiscale, personIdentifier, surname, givenName, sex, birthDate, locale, findings }
}

/** Which of the addresses that the provider tells are not in force already. */
function proposalsOf({ proposals: { email, pec } }: SignInGiven, account: CredentialState): FederationSignedIn['proposals'] {
  const known = account.personal?.email?.toLowerCase()
  return { email: email === null || email.toLowerCase() === known ? null : email, pec }
}

/**
 * Signs in whoever a reader has read. The account is found by what identifies the person at that provider, the first time by the codice fiscale, and
 * never by an address. What stands against it is a case of the office, which nothing overrules.
 */
export async function signIn(
  context: FederationContext,
  identity: FederatedIdentity,
  options?: FederationSignInOptions,
): Promise<Result<FederationSignedIn, FederationSignInRefusal>> {
  // What the service asks is not taken for nothing where it cannot be read.
  const asked = readArgument(() => ({
    identity,
    leastLevel: options?.leastLevel,
    leastAge: options?.leastAge,
    locale: options?.locale,
  }))
  const read = readForm(signInForm, asked, 'federation/form')
  if (!read.ok) return read
  const { runtime, federation, credential, federationPolicy: policy } = context
  const { identity: given, leastAge } = read.value
  const { protocol, level, person, at } = given
  const now = runtime.now()
  if (at > now + skewMs || at + policy.signInAgeMs <= now) return refuse({ code: 'federation/sign-in-too-old' })
  const named = { provider: given.provider, scheme: given.subject.scheme, subject: given.subject.value }
  const id = identityOf(runtime, named)
  const code = person.codiceFiscale === null ? null : codeOf(runtime.ring, person.codiceFiscale)
  const origin = code ?? foreignAccountOf(runtime, person.personIdentifier ?? '')
  const openingOnce = oncePer((accountId) => drawToken(runtime, 'session', accountId))
  const recordsOf = (accountId: string) => [
    { kind: 'credential', id: accountId },
    { kind: 'session', id: openingOnce(accountId).digest },
  ]
  const least = read.value.leastLevel ?? leastLevelOf(policy.leastLevel)
  const told = givenOf(given, read.value.locale ?? runtime.office.locale)
  const command = {
    name: 'federation/sign-in',
    by: { kind: 'anonymous' },
    options,
    input: [given, least, leastAge, told.locale],
    secret: true,
  } as const

  return perform<FederationSignedIn, FederationSignInRefusal>(runtime, command, async (unit) => {
    const refused = <R extends FederationSignInRefusal>(refusal: R): Result<never, R> => {
      unit.journalRefusal('federation', id, command.name, refusal.code)
      return refuse(refusal)
    }
    const guess = runtime.codes.guess(origin)
    await unit.preload([...(code === null ? [] : [bindingRecord(code)]), { kind: 'federation', id }, ...recordsOf(guess)])
    const [lead] = code === null ? [origin] : await accountsOfCode(unit, code)
    const link = await unit.state(federation, id)
    const isLinked = link.status === 'linked' && link.personal !== null
    const accountId = isLinked ? link.accountId : lead
    if (accountId !== guess) {
      runtime.codes.learn(origin, accountId)
      await unit.preload(recordsOf(accountId))
    }
    const before = await unit.state(credential, accountId)
    await unit.admit(factsOf(accountId, before, unit.now()))
    if (!satisfiesLevel(least, level)) return refused({ code: 'federation/level-too-low', required: least, level })
    const birthDate = person.birthDate ?? before.personal?.birthDate ?? null
    if (!satisfiesAge(leastAge, birthDate, unit.now())) return refused({ code: 'federation/too-young', leastAge })
    const visit: Visit = { id, named, protocol, level, code, lead, accountId, given: told }
    const admitted = await admitPerson(context, unit, visit, link)
    if (!admitted.ok) return admitted
    const signedIn = await unit.run(credential, accountId, { type: 'SignInFederated' })
    if (!signedIn.ok) return signedIn
    const account = signedIn.value.state
    invariant(account.status !== 'none', 'federation: whoever has signed in has an account')
    const { token, digest } = openingOnce(accountId)
    const opened = await openSession(context, unit, { id: digest, accountId, account, protocol, level })
    const stored = storedPersonOf(account)
    return accept({
      token: token.text,
      accountId,
      scope: 'full',
      means: protocol,
      level,
      endsAt: opened,
      outcome: admitted.value,
      // The codes of a reader: whatever else a host has put there is only shown.
      findings: given.findings as readonly FederationFinding[],
      nameDiffers: stored !== null && nameDiffers(told, stored),
      proposals: proposalsOf(given, account),
      lastUsedAt: before.status === 'none' ? null : before.lastUsedAt,
    })
  })
}

/** Opens the session and answers its absolute end. */
async function openSession(
  { session }: FederationContext,
  unit: Unit,
  opening: {
    readonly id: string
    readonly accountId: string
    readonly account: Exclude<CredentialState, { status: 'none' }>
    readonly protocol: FederationProtocolName
    readonly level: FederationLevel
  },
): Promise<Instant> {
  const { id, accountId, account, protocol: means, level } = opening
  const { securityVersion, signIns: signIn } = account
  const command = { type: 'OpenSession', accountId, scope: 'full', securityVersion, signIn, means, level } as const
  const opened = await unit.run(session, id, command)
  invariant(opened.ok && opened.value.state.status === 'active', 'federation: a fresh token has no session yet')
  return opened.value.state.endsAt
}
