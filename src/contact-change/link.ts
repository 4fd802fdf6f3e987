/** The link of a change of the private address: what the page behind it shows, and the one act that it allows (seed 000, point 1b). */
import { type AddressesDesk, type Holder, holderOf } from '../addresses/desk.ts'
import { romeText } from '../civil/index.ts'
import type { CredentialRefusal } from '../credential/model.ts'
import { readToken, tokenDigest } from '../crypto/index.ts'
import { isInstitutional } from '../identity/index.ts'
import { type AnyRefusal, accept, type Instant, invariant, type Locale, type Result, refuse } from '../kernel/index.ts'
import { type CommandOptions, readRequest } from '../shell/input.ts'
import type { RequestKeyRefusal } from '../shell/request.ts'
import { transact, type Unit } from '../shell/transact.ts'
import { applyValidation, type ContactChange } from './desk.ts'
import type { ContactChangeRefusal, ContactChangeState, ContactLink } from './model.ts'

/** Every refusal that who holds a link can meet. */
export type ContactLinkRefusal = ContactChangeRefusal | CredentialRefusal | RequestKeyRefusal

type NotFound = { readonly code: 'contact-change/not-found' }

/** What a link leads to. */
type Linked = {
  readonly id: string
  readonly digest: string
  readonly state: ContactChange
  readonly link: ContactLink
  /** The new address. */
  readonly mail: string
  readonly holder: Holder | null
}

/** Runs `work` on the change that a link belongs to. Whatever is no link of that very change has one answer. */
async function withLink<V, R extends AnyRefusal>(
  { shell, contactChange, credential }: AddressesDesk,
  given: unknown,
  name: string,
  options: CommandOptions | undefined,
  work: (unit: Unit, linked: Linked) => Promise<Result<V, R>>,
): Promise<Result<V, R | NotFound | RequestKeyRefusal>> {
  const token = readToken(given)
  const digest = token === null ? null : tokenDigest(shell.ring, 'contact-change', token)
  if (token === null || digest === null) return refuse({ code: 'contact-change/not-found' })
  const by = { kind: 'anonymous' } as const
  const asked = readRequest(options, { name, by, input: token.text })
  if (!asked.ok) return asked
  const id = token.subject
  const operation = { name, by, request: asked.value, untraced: name === 'contact-change/inspect' }
  return transact<V, R | NotFound>(shell, operation, async (unit) => {
    const state = await unit.state(contactChange, id)
    if (state.status === 'none' || state.personal === null) return refuse({ code: 'contact-change/not-found' })
    const link = state.links.find((candidate) => candidate.digest === digest)
    if (link === undefined) {
      unit.refused('contact-change', id, name, 'contact-change/not-found')
      return refuse({ code: 'contact-change/not-found' })
    }
    await unit.fetch([
      { kind: 'credential', id: state.accountId },
      { kind: 'addresses', id: state.accountId },
    ])
    const holder = holderOf(await unit.state(credential, state.accountId))
    return work(unit, { id, digest, state, link, mail: state.personal.mail, holder })
  })
}

/** How a change of the private address stands, for the page that shows it. */
export type ContactChangeView = {
  readonly id: string
  readonly status: 'expired' | Exclude<ContactChangeState['status'], 'none'>
  /** The new address. */
  readonly mail: string
  /** True for a mailbox in one of the office's institutional domains. */
  readonly institutional: boolean
  readonly requestedAt: Instant
  /** End of this link, exclusive; null once the change has ended otherwise. */
  readonly until: Instant | null
  /** The same in words. */
  readonly untilText: { readonly [L in Locale]: string } | null
  /** True while `confirm` would do something: the page offers its button. */
  readonly canConfirm: boolean
}

/** How a change stands by one of its links: one that a security event has overtaken is void before it is written. */
function statusOf({ state, link, holder }: Linked, at: Instant): ContactChangeView['status'] {
  if (state.status !== 'awaiting-validation') return state.status
  if (state.epoch !== holder?.epoch) return 'void'
  return at < link.until ? state.status : 'expired'
}

/**
 * What the page behind a link must show. Changes nothing, however often it is opened and by whatever: confirming is an act of its own.
 */
export function inspect(desk: AddressesDesk, token: unknown): Promise<Result<ContactChangeView, NotFound | RequestKeyRefusal>> {
  return withLink(desk, token, 'contact-change/inspect', undefined, async (unit, linked) => {
    const { id, state, link, mail } = linked
    const status = statusOf(linked, unit.at())
    const canConfirm = status === 'awaiting-validation'
    const until = canConfirm || status === 'expired' ? link.until : null
    return accept({
      id,
      status,
      mail,
      institutional: isInstitutional(mail, desk.contactRules.institutionalDomains),
      requestedAt: state.requestedAt,
      until,
      untilText: until === null ? null : { it: romeText(until, 'it'), en: romeText(until, 'en') },
      canConfirm,
    })
  })
}

/** What a confirmation did: the private address that is in force now. */
export type ContactConfirmed = {
  readonly mail: string
  /** True for a mailbox in one of the office's institutional domains. */
  readonly institutional: boolean
}

/**
 * Validates the new address, the only act that a link allows. It acts on the account that it was issued for, whoever is signed in. The
 * first one wins; what comes later hears that it was done.
 */
export function confirm(
  desk: AddressesDesk,
  token: unknown,
  options?: CommandOptions,
): Promise<Result<ContactConfirmed, ContactLinkRefusal>> {
  type Answer = Result<ContactConfirmed, ContactLinkRefusal>
  return withLink(desk, token, 'contact-change/confirm', options, async (unit, linked): Promise<Answer> => {
    const { id, digest, state, mail, holder } = linked
    const asked = { type: 'ValidateContact', digest, epoch: holder?.epoch ?? 0 } as const
    const decided = await unit.run(desk.contactChange, id, asked)
    if (!decided.ok) return decided
    if (decided.value.state.status === 'void') {
      unit.keep()
      unit.voidMail('contact-change', id)
      return refuse({ code: 'contact-change/void' })
    }
    invariant(holder !== null, 'contact-change: what is validated has a holder')
    const applied = await applyValidation(desk, unit, id, state, { holder, mail })
    return applied.ok ? accept({ mail, institutional: isInstitutional(mail, desk.contactRules.institutionalDomains) }) : applied
  })
}
