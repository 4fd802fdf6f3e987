/** Which pages a subscriber has, and what each of them shows. */
import type { CredentialLinkView } from '../procedures/account/credential/suspension.ts'
import type { PinRenewalStarted } from '../procedures/account/pin-renewal/context.ts'
import type { RecoveryView } from '../procedures/account/recovery/context.ts'
import type { AddressesView } from '../procedures/addresses/addresses/use-cases.ts'
import type { EmailChangeView } from '../procedures/addresses/email-change/context.ts'
import type { PecChangeView } from '../procedures/addresses/pec-change/context.ts'
import type { Page } from './pages.ts'
import type { SubscriberPages } from './subscriber.ts'

/** What the own area shows: the addresses, and the changes that are under way. */
export type AreaView = {
  /** The addresses in force. */
  readonly addresses: AddressesView
  /** The change of PEC that is not concluded; null where there is none. */
  readonly pecChange: PecChangeView | null
  /** The change of the private address that is not concluded; null where there is none. */
  readonly emailChange: EmailChangeView | null
}

/** Pages of a subscriber, and those behind mailed links. */
export type AreaPages = Pick<SubscriberPages, 'signIn' | 'changePassword'> & {
  /** The own area. */
  readonly area: Page<AreaView>
  /** The form of one act in the own area. */
  readonly areaForm: Page<AreaForm>
  /** After the start of a renewal: half of the new PIN, shown once, and the form that concludes it. */
  readonly pinStarted: Page<PinRenewalStarted>
  /** What a mailed link opens: it only looks, by a form that is sent at once. */
  readonly opening: Page<LinkPage>
  /** Whose password was forgotten. */
  readonly recoveryRequest: Page<null>
  /** Whose PIN was forgotten, and who cannot sign in therefore. */
  readonly pinRequest: Page<null>
  /** After it: half of the new PIN, shown once, and the form that concludes it. */
  readonly pinRequested: Page<PinRenewalStarted>
  /** Concludes it once more, where that was refused. */
  readonly pinConclusion: Page<null>
  /** Behind the link of a recovery. */
  readonly recovery: Page<RecoveryView>
  /** Behind the link of a new PEC, with its button where `view.canConfirm`. */
  readonly pecChange: Page<PecChangeView>
  /** Behind the link of a new private address, with its button where `view.canConfirm`. */
  readonly emailChange: Page<EmailChangeView>
  /** Behind the link of a notice, with its button where `view.canSuspend`. */
  readonly suspension: Page<CredentialLinkView>
  /** What was done, where nothing is left to do. */
  readonly done: Page<Done>
}

/** An act in the own area that has a page of its own. */
export type AreaAct = 'pec' | 'pec/cancel' | 'email' | 'pin' | 'pin/conclude' | 'suspend' | 'revoke'

/** What the page of an act shows. */
export type AreaForm = {
  /** Which act. */
  readonly act: AreaAct
  /** The address of the change that is under way, which a new one replaces; null where there is none, and for other acts. */
  readonly underWay: string | null
}

/** A page that a mailed link with a token opens. */
export type LinkPage = 'recovery' | 'pec-change' | 'email-change' | 'suspend'

/** What a page says that it was done. */
export type Done =
  | 'recovery-asked'
  | 'recovered'
  | 'pin-renewed'
  | 'pec-confirmed'
  | 'pec-waiting'
  | 'email-confirmed'
  | 'suspended'
  | 'revoked'
