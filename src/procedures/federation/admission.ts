/** Whether somebody who has signed in elsewhere is let into an account: linked, opened, refused, or asked of the office. */
import { accept, invariant, type Result, refuse } from '../../kernel/index.ts'
import { type FederationLevel, satisfiesLevel } from '../../rules/federation/index.ts'
import type { Unit } from '../../runtime/transact.ts'
import type { FederatedPersonal } from '../account/credential/federated-model.ts'
import { tellSecurityEvents } from '../account/credential/security-events.ts'
import { newPersonOf, stopsLinking } from './compare.ts'
import {
  type FederationContext,
  type FederationSignInOwnRefusal,
  type FederationSignInRefusal,
  isFree,
  leastLevelOf,
  storedPersonOf,
  tellOf,
} from './context.ts'
import type { FederationState, LinkGiven, LinkNamed, LinkProtocol, LinkQuestion } from './model.ts'

/** One sign-in: who it is, what the provider tells, and where the codice fiscale leads. */
export type Visit = {
  /** The record of the identity. */
  readonly id: string
  readonly named: LinkNamed
  readonly protocol: LinkProtocol
  readonly level: FederationLevel
  /** Keyed digest of the codice fiscale; null for none. */
  readonly code: string | null
  /** The account that the codice fiscale leads to; where there is none, that of the person of another state. */
  readonly lead: string
  /** The account that the identity is linked to, else `lead`. */
  readonly accountId: string
  readonly given: LinkGiven
}

type Standing = 'known' | 'linked' | 'opened'
type Answer = Result<Standing, FederationSignInRefusal>
type Asking = { readonly unit: Unit; readonly visit: Visit; readonly link: FederationState }

/** What a person hears while the office has to decide. */
const answers = {
  'data-differ': { code: 'federation/data-differ' },
  'other-code': { code: 'federation/other-code' },
  'new-person': { code: 'federation/awaiting-approval' },
  'account-revoked': { code: 'federation/awaiting-approval' },
  'ended-before': { code: 'federation/awaiting-approval' },
} as const satisfies { readonly [Q in LinkQuestion]: FederationSignInOwnRefusal }

/** True where somebody has ended the link, or the office has rejected it: then only the office links it. */
function isBarred(link: FederationState): boolean {
  if (link.status === 'none' || link.personal === null) return false
  if (link.status === 'waiting') return link.openCase.question === 'ended-before'
  return link.status === 'unlinked' || link.status === 'rejected'
}

/** Lets the person in, or says why not. A case of the office is opened in the commit of the refusal. */
export async function admitPerson(context: FederationContext, unit: Unit, visit: Visit, link: FederationState): Promise<Answer> {
  const asking = { unit, visit, link }
  const { accountId, lead, code, given } = visit
  const account = await unit.state(context.credential, accountId)
  if (link.status === 'linked' && link.personal !== null) {
    // The code that leads elsewhere is somebody else's, unless the office has said that it is still this person.
    const leadsHere = code === null || lead === accountId || (link.isExempt && link.code === code)
    // What is linked to an account that is over comes to the one that the code leads to, where the office says so.
    if (isFree(account) && lead !== accountId && code !== null) {
      return askOffice(context, { unit, link, visit: { ...visit, accountId: lead } }, 'other-code')
    }
    if (!leadsHere) return askOffice(context, asking, 'other-code')
    return isFree(account) ? admitNewcomer(context, asking) : accept('known')
  }
  if (isFree(account)) return admitNewcomer(context, asking)
  if (stopsLinking(given, storedPersonOf(account), unit.now())) return askOffice(context, asking, 'data-differ')
  if (isBarred(link)) return askOffice(context, asking, 'ended-before')
  const tooLow = levelRefusal(context, asking)
  if (tooLow !== null) return refused(asking, tooLow)
  await linkTo(context, asking)
  return accept('linked')
}

/** Somebody without an account that is in force. */
async function admitNewcomer(context: FederationContext, asking: Asking): Promise<Answer> {
  const { unit, visit, link } = asking
  const { accountId, given } = visit
  const { newPersons } = context.federationPolicy
  if (newPersons === 'never') return refused(asking, { code: 'federation/no-account' })
  const person = newPersonOf(given, unit.now())
  if (!('surname' in person)) return refused(asking, { code: 'federation/data-missing', missing: person })
  const account = await unit.state(context.credential, accountId)
  // Whoever has revoked it meant it to stay so: the office looks at it.
  if (account.status === 'revoked') return askOffice(context, asking, 'account-revoked')
  if (stopsLinking(given, null, unit.now())) return askOffice(context, asking, 'data-differ')
  if (isBarred(link)) return askOffice(context, asking, 'ended-before')
  const tooLow = levelRefusal(context, asking)
  if (tooLow !== null) return refused(asking, tooLow)
  if (newPersons === 'after-approval') return askOffice(context, asking, 'new-person')
  await openAccount(context, unit, accountId, { ...person, locale: given.locale })
  if (link.status !== 'linked' || link.personal === null) await linkTo(context, asking)
  return accept('opened')
}

/** Opens an account without secrets. What was begun on one that there was before ends; the codice fiscale that leads to it stays. */
export async function openAccount(
  context: FederationContext,
  unit: Unit,
  accountId: string,
  personal: FederatedPersonal,
): Promise<void> {
  const before = (await unit.state(context.credential, accountId)).personal
  const codiceFiscale = personal.codiceFiscale ?? before?.codiceFiscale ?? null
  const opened = await unit.run(context.credential, accountId, {
    type: 'OpenFederated',
    personal: { ...personal, codiceFiscale },
  })
  invariant(opened.ok, 'federation: an account is opened where there is none')
  await tellSecurityEvents(context, unit, accountId, opened.value.events)
}

/** Links the identity, and tells the subscriber wherever there is an address. */
async function linkTo(context: FederationContext, { unit, visit }: Asking): Promise<void> {
  const { id, protocol, accountId, code, named } = visit
  const linked = await unit.run(context.federation, id, { type: 'LinkIdentity', protocol, accountId, code, personal: named })
  invariant(linked.ok, 'federation: what is linked already is not linked again')
  await tellOf(context, unit, { id, accountId, what: 'linked' })
}

/** The refusal where the level is not enough to link an identity or to open an account; null where it is. */
function levelRefusal({ federationPolicy }: FederationContext, { visit }: Asking): FederationSignInOwnRefusal | null {
  const required = leastLevelOf(federationPolicy.leastLevel)
  const { level } = visit
  return satisfiesLevel(required, level) ? null : { code: 'federation/level-too-low', required, level }
}

/** A refusal that leaves a trace where the identity is known. */
function refused({ unit, visit }: Asking, refusal: FederationSignInOwnRefusal): Result<never, FederationSignInOwnRefusal> {
  unit.journalRefusal('federation', visit.id, 'federation/sign-in', refusal.code)
  return refuse(refusal)
}

/** Asks the office, once for the same data. What it has rejected it is not asked again. */
async function askOffice(context: FederationContext, asking: Asking, question: LinkQuestion): Promise<Answer> {
  const { unit, visit, link } = asking
  const { id, protocol, accountId, code, named, given } = visit
  const { locale: _, ...told } = given
  const fingerprint = context.runtime.ring.pseudonym('identity-case', JSON.stringify([accountId, code, told]))
  if (link.status !== 'none' && link.personal !== null && link.rejected === fingerprint) {
    return refused(asking, { code: 'federation/rejected', reason: link.personal.reason ?? '' })
  }
  const personal = { ...named, given }
  const asked = await unit.run(context.federation, id, {
    type: 'AskOffice',
    protocol,
    question,
    accountId,
    code,
    fingerprint,
    personal,
  })
  invariant(asked.ok, 'federation: the office can always be asked')
  if (asked.value.events.length === 0) return refused(asking, answers[question])
  // Under a request key too the next attempt is judged anew: the office may have decided by then.
  unit.commitOnRefusal('not-remembered')
  return refuse(answers[question])
}
