/**
 * The link of a notice that can suspend the credential and nothing else. No row is kept of it: its token is a keyed digest of the account,
 * its end and the issue or reactivation before it, so a later one of these ends it.
 */
import { derivedToken, equalText } from '../../../crypto/index.ts'
import { type AnyRefusal, type Instant, instantMax, invariant, type Result, refuse } from '../../../kernel/index.ts'
import type { SuspendLink } from '../../../runtime/letter-words.ts'
import { mailedLink } from '../../../runtime/links.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import type { Runtime } from '../../../runtime/runtime.ts'
import { byToken, type ShownToken, type TokenCommand } from '../../../runtime/token-command.ts'
import type { Unit } from '../../../runtime/transact.ts'
import { expiryOf } from './expiry.ts'
import type { CredentialPolicy, CredentialState } from './model.ts'
import type { CredentialMachine } from './schema.ts'

/** No link, one that is over, or one of a credential that was reactivated, issued anew, revoked or has expired since: not told apart. */
export type LinkNotActiveRefusal = { readonly code: 'credential/link-not-active' }

const purpose = 'suspend-link'
const notActive: LinkNotActiveRefusal = { code: 'credential/link-not-active' }

// A pseudonym, and every instant that there is in base 36.
const accountLength = 43
const untilLength = instantMax.toString(36).length

type Issued = Exclude<CredentialState, { status: 'none' }>

/** What a link is made with. */
export type SuspendLinkContext = { readonly runtime: Runtime; readonly credentialPolicy: CredentialPolicy }

const aboutLink = (subject: string, linkVersion: number) => ({ purpose, subject, boundTo: String(linkVersion) })

/** The link of a notice that is made at an instant. */
export function suspendLink(
  { runtime, credentialPolicy }: SuspendLinkContext,
  accountId: string,
  { linkVersion }: Pick<Issued, 'linkVersion'>,
  at: Instant,
): SuspendLink {
  const until = Math.min(at + credentialPolicy.suspendLinkMs, instantMax)
  const subject = `${accountId}${until.toString(36).padStart(untilLength, '0')}`
  const token = derivedToken(runtime.ring, runtime.ring.current, aboutLink(subject, linkVersion))
  invariant(token !== null, 'suspend link: the current key is in the ring')
  return { url: mailedLink(runtime, 'suspendToken', token), until }
}

/** What a link that still works leads to. */
export type Followed = { readonly accountId: string; readonly account: Issued; readonly until: Instant }

function follow({ ring }: Runtime, { subject, token }: ShownToken, account: CredentialState, at: Instant): Followed | null {
  const linkVersion = account.status === 'none' ? 0 : account.linkVersion
  const own = derivedToken(ring, token.keyId, aboutLink(subject, linkVersion))
  const until = Number.parseInt(subject.slice(accountLength), 36)
  const isOwn = own !== null && equalText(own.text, token.text) && at < until
  if (!isOwn || account.status === 'none' || account.status === 'revoked' || expiryOf(account, at) !== null) return null
  return { accountId: subject.slice(0, accountLength), account, until }
}

/** Runs `work` on the credential that the link was mailed about, whoever is signed in. Whatever opens nothing costs the same. */
export function bySuspendLink<V, R extends AnyRefusal>(
  { runtime, credential }: Pick<SuspendLinkContext, 'runtime'> & { readonly credential: CredentialMachine },
  given: unknown,
  command: Pick<TokenCommand<R>, 'name' | 'options' | 'journalsRefusals'>,
  work: (unit: Unit, followed: Followed) => Promise<Result<V, R>>,
): Promise<Result<V, R | LinkNotActiveRefusal | CommandRefusal>> {
  const by = () => ({ kind: 'anonymous' }) as const
  const asked = { ...command, purpose, by, notFound: notActive }
  return byToken<V, R | LinkNotActiveRefusal>(runtime, given, asked, async (unit, shown) => {
    const account = await unit.state(credential, shown.subject.slice(0, accountLength))
    const followed = follow(runtime, shown, account, unit.now())
    return followed === null ? refuse(notActive) : work(unit, followed)
  })
}
