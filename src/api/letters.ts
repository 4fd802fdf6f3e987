/** Every letter of the office, and what a host may say of them. */
import type { Locale } from '../kernel/index.ts'
import type { CredentialLetterData } from '../procedures/account/credential/letters.ts'
import type { ExemptionLetterData } from '../procedures/account/exemption/letters.ts'
import type { IdentificationLetterData } from '../procedures/account/identification/letters.ts'
import type { PinRenewalLetterData } from '../procedures/account/pin-renewal/letters.ts'
import type { RecoveryLetterData } from '../procedures/account/recovery/letters.ts'
import type { AddressesLetterData } from '../procedures/addresses/addresses/letters.ts'
import type { EmailChangeLetterData } from '../procedures/addresses/email-change/letters.ts'
import type { PecChangeLetterData } from '../procedures/addresses/pec-change/letters.ts'
import type { AssistanceLetterData } from '../procedures/assistance/letters.ts'
import type { MaintenanceLetterData } from '../procedures/calendar/maintenance/letters.ts'
import type { SunsetLetterData } from '../procedures/calendar/sunset/letters.ts'
import type { ApprovalLetterData } from '../procedures/enrolment/approval/letters.ts'
import type { RegistrationLetterData } from '../procedures/enrolment/registration/letters.ts'
import type { FederationLetterData } from '../procedures/federation/letters.ts'
import type { MailboxLetterData } from '../procedures/mailbox-migration/mailbox/letter-data-words.ts'
import type { QuotaLetterData } from '../procedures/quota/letters.ts'
import type { AuthorisationLetterData } from '../procedures/services/authorisation/letters.ts'
import type { DelegationLetterData } from '../procedures/services/delegation/letters.ts'
import type { LetterFault } from '../runtime/host-letters.ts'
import type { AnyLetters } from '../runtime/letter.ts'
import type { LetterRendering } from '../runtime/letter-layout.ts'
import { procedures } from './procedures.ts'

/** What each letter tells, by its name. Every text in it is on one line. */
export type LetterData = RegistrationLetterData &
  ApprovalLetterData &
  CredentialLetterData &
  RecoveryLetterData &
  PinRenewalLetterData &
  IdentificationLetterData &
  FederationLetterData &
  ExemptionLetterData &
  AddressesLetterData &
  PecChangeLetterData &
  EmailChangeLetterData &
  AssistanceLetterData &
  AuthorisationLetterData &
  DelegationLetterData &
  QuotaLetterData &
  MaintenanceLetterData &
  SunsetLetterData &
  MailboxLetterData

/** The name of a letter: its procedure and what it is about, such as `registration/completed`. */
export type LetterName = keyof LetterData

/** A letter that is about to be mailed. */
export type MailedLetter<Name extends LetterName = LetterName> = {
  /** Which letter it is. */
  readonly name: Name
  /** Its language. */
  readonly locale: Locale
  /** The office that writes. */
  readonly office: { readonly name: string; readonly taxCode: string }
  /** Name and surname of whoever gets it; empty where that is not known, or the reader may be a stranger. */
  readonly recipient: string
  /** What it tells. */
  readonly data: LetterData[Name]
}

/** Any letter that is about to be mailed; its name says what its data are. */
export type AnyMailedLetter = { readonly [Name in LetterName]: MailedLetter<Name> }[LetterName]

/** Words a letter anew: gets it and how it would be mailed, and gives how it is to be mailed. */
export type LetterWrapper<Letter> = (letter: Letter, rendering: LetterRendering) => LetterRendering

/**
 * The letters that the host words or lays out itself. A function gets the letter and the rendering of the library, and gives subject, text
 * and body; HTML is made by `letterHtml` alone. It computes and does nothing else: it is tried at the start on invented facts in both
 * languages, and called within a command, more than once where that is repeated.
 *
 * What throws, gives no rendering, gives one that is too large, or leaves out a link or a secret that the reader has from nowhere else, is
 * refused at the start with `config/invalid`. Later it does not count: the letter goes out as it was before that function.
 */
export type LetterChoice = {
  readonly [Name in LetterName]?: LetterWrapper<MailedLetter<Name>>
} & {
  /** Wraps every letter, after the function of its own: for a layout that all have alike. */
  readonly every?: LetterWrapper<AnyMailedLetter>
  /** Hears of a function that failed after the start. What it throws is passed over. */
  readonly failed?: (failure: { readonly letter: LetterName; readonly fault: LetterFault }) => void
}

/** Every letter, in the order of the procedures. */
export const letters: AnyLetters = Object.assign({}, ...procedures.map((procedure) => procedure.letters))
