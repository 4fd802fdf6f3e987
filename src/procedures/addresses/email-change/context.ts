/** The change of the private address as a change that a link confirms: what it answers, and what is its own. */

import { type Instant, invariant, type Locale, refuse } from '../../../kernel/index.ts'
import { romeText } from '../../../rules/civil/index.ts'
import { isInstitutional } from '../../../rules/identity/index.ts'
import { type FormRefusal, formRefusal } from '../../../runtime/input.ts'
import { mailPerson } from '../../../runtime/person-mail.ts'
import { tokenForm } from '../../../runtime/schema.ts'
import { earlierAddress, standInFor } from '../../account/credential/lost-secrets.ts'
import type { CredentialRefusal } from '../../account/credential/model.ts'
import { suspendLink } from '../../account/credential/suspend-link.ts'
import type { AddressesContext } from '../addresses/context.ts'
import {
  changed,
  type Linked,
  type LinkedChange,
  type LinkedView,
  type NotErased,
  newestLink,
  notErased,
  termOf,
  viewByLink,
} from '../linked-change/context.ts'
import { confirmedLetter, linkLetter, requestedLetter } from './letters.ts'
import type { EmailChangeRefusal, EmailChangeState } from './model.ts'
import { requestForm } from './schema.ts'

/** The form cannot be taken as it is. */
export type EmailChangeFormRefusal = FormRefusal<'email-change/form'>

/** The private address is the one in force. */
export type EmailChangeSameAddressRefusal = { readonly code: 'email-change/same-address' }

/** No such change, or a link that is none of its own: not told apart. */
export type EmailChangeNotFoundRefusal = Extract<EmailChangeRefusal, { readonly code: 'email-change/not-found' }>

/** What was asked for. */
export type EmailChangeRequested = {
  /** The id of the record. It names no person. */
  readonly id: string
  /** The end of the link that was sent now, exclusive. */
  readonly until: Instant
  /** The same in words, as the letter has it: a term that ends with a day is told by that day, at 24:00. */
  readonly untilText: { readonly [L in Locale]: string }
  /** True for a mailbox in one of the office's institutional domains. */
  readonly institutional: boolean
}

/** How a change of the private address stands, for the page that shows it. */
export type EmailChangeView = LinkedView<'expired' | Exclude<EmailChangeState['status'], 'none'>> & {
  /** The new address. */
  readonly email: string
  /** True for a mailbox in one of the office's institutional domains. */
  readonly institutional: boolean
}

/** What a confirmation did: the private address that is in force now. */
export type EmailChangeConfirmed = {
  /** One e-mail address. Personal data. */
  readonly email: string
  /** True for a mailbox in one of the office's institutional domains. */
  readonly institutional: boolean
}

type EmailChange = NotErased<EmailChangeState>

type EmailAnswers = {
  readonly requested: EmailChangeRequested
  readonly view: EmailChangeView
  readonly confirmed: EmailChangeConfirmed
  readonly form: EmailChangeFormRefusal
  readonly notFound: EmailChangeNotFoundRefusal
  readonly refusal: EmailChangeRefusal
  readonly begin: EmailChangeSameAddressRefusal
  readonly effect: CredentialRefusal
}

/** How a change stands by one of its links: one that a security event has overtaken is void before it is written. */
function statusOf({ change, link, subscriber }: Linked<EmailChange>, at: Instant): EmailChangeView['status'] {
  if (change.status !== 'awaiting-confirmation') return change.status
  // What has expired stays so, whatever happens to the account.
  if (at >= link.until) return 'expired'
  return change.securityVersion === subscriber?.securityVersion ? change.status : 'void'
}

export function linkedEmail(context: AddressesContext): LinkedChange<EmailChange, EmailAnswers> {
  const { runtime, emailChange: machine, emailRules, credential } = context
  const isOfOffice = (email: string) => isInstitutional(email, emailRules.institutionalDomains)
  return {
    context,
    kind: 'email-change',
    slot: 'email',
    form: requestForm,
    malformed: (problems) => formRefusal('email-change/form', problems),
    notFound: { code: 'email-change/not-found' },
    isVoid: { code: 'email-change/void' },
    find: async (unit, id) => notErased(await unit.state(machine, id)),
    run: async (unit, id, command) => changed(await unit.run(machine, id, command)),
    confirm: async (unit, id, click) => changed(await unit.run(machine, id, click)),
    cancelForm: tokenForm,
    withheld: () => null,
    reads: () => [],
    async begin(unit, { id, digest, accountId, subscriber, address }) {
      const { personal: person, securityVersion } = subscriber
      // The key of an address is the whole of it in lower case.
      if (person.email?.toLowerCase() === address.key) return refuse({ code: 'email-change/same-address' })
      const asked = { accountId, securityVersion, digest, emailId: runtime.ring.pseudonym('mailbox', address.key) }
      const personal = { email: address.address }
      return changed(await unit.run(machine, id, { type: 'RequestChange', ...asked, personal }))
    },
    async adopt(unit, { accountId, personal: { email } }) {
      const state = await unit.state(credential, accountId)
      const adopted = await unit.run(credential, accountId, { type: 'ChangeEmail', personal: { email } })
      if (!adopted.ok) return adopted
      await context.securityEvent(unit, { accountId, cause: 'EmailChanged' })
      // Where the address is changed again within the time of an earlier one, that one hears of it too.
      invariant(state.personal !== null, 'email-change: a credential that works has a subscriber')
      const { personal: before } = state
      const trusted = standInFor(before, unit.now())
      const earlierUntil = adopted.value.state.personal?.earlier?.until ?? null
      if (trusted !== null && earlierUntil !== null) {
        const when = unit.now()
        const told = { email, when, earlierUntil, ...suspendLink(context, accountId, state, when) }
        const mail = { topic: { kind: 'credential', id: accountId }, purpose: 'moved-again' }
        mailPerson(unit, { ...before, email: trusted }, { ...mail, letter: confirmedLetter(runtime.office, told) })
      }
      return adopted
    },
    linkMail: (change, url) => ({
      address: change.personal.email,
      letter: linkLetter(runtime.office, { url, until: newestLink(change).until }),
      channel: 'ordinary',
    }),
    notice(purpose, { personal: { email } }, told, subscriber) {
      if (purpose === 'requested') return requestedLetter(runtime.office, { ...told, email })
      const earlier = earlierAddress(context.credentialPolicy, subscriber.personal, email, told.when)
      return confirmedLetter(runtime.office, { ...told, email, earlierUntil: earlier?.until ?? null })
    },
    shownLink: newestLink,
    requestedOf: (id, change) => ({
      id,
      ...termOf(change, romeText),
      institutional: isOfOffice(change.personal.email),
    }),
    async viewOf(unit, linked) {
      const { email } = linked.change.personal
      const status = statusOf(linked, unit.now())
      const isLive = status === 'awaiting-confirmation'
      return { ...viewByLink(linked, { status, isLive }, romeText), email, institutional: isOfOffice(email) }
    },
    confirmedOf: ({ personal: { email } }) => ({ email, institutional: isOfOffice(email) }),
  }
}
