/** What a host sees of the counter: each procedure without the desk that it works at. */

import type * as credentialUseCases from '../procedures/account/credential/use-cases.ts'
import type * as sessionUseCases from '../procedures/account/session/use-cases.ts'
import type * as addressesUseCases from '../procedures/addresses/addresses/use-cases.ts'
import type * as contactChangeLink from '../procedures/addresses/contact-change/link.ts'
import type * as contactChangeUseCases from '../procedures/addresses/contact-change/use-cases.ts'
import type * as pecChangeLink from '../procedures/addresses/pec-change/link.ts'
import type * as pecChangeReceipts from '../procedures/addresses/pec-change/receipts.ts'
import type * as pecChangeUseCases from '../procedures/addresses/pec-change/use-cases.ts'
import type * as assistanceDossier from '../procedures/assistance/dossier.ts'
import type * as assistanceFiling from '../procedures/assistance/filing.ts'
import type * as assistanceUseCases from '../procedures/assistance/use-cases.ts'
import type * as approvalDossier from '../procedures/enrolment/approval/dossier.ts'
import type * as approvalUseCases from '../procedures/enrolment/approval/use-cases.ts'
import type * as registrationDocuments from '../procedures/enrolment/registration/documents.ts'
import type * as registrationUseCases from '../procedures/enrolment/registration/use-cases.ts'
import type * as registrationView from '../procedures/enrolment/registration/view.ts'
import type * as housekeepingUseCases from '../procedures/lifecycle/retention/use-cases.ts'
import type { eraseSubject } from '../procedures/lifecycle/subject/erasure.ts'
import type { exportSubject } from '../procedures/lifecycle/subject/export.ts'
import type { readJournal, verifyRecord } from '../runtime/journal-reader.ts'
import type { discardMail, parked, requeueMail } from '../runtime/parked-mail.ts'
import type { relay } from '../runtime/relay.ts'

type Bound<UseCase> = UseCase extends (desk: never, ...rest: infer Rest) => infer Answer ? (...rest: Rest) => Answer : never

/** Everything the counter does. Each call is one command: it answers with a value or a refusal, and throws only when the world fails. */
export type Sportello = {
  readonly registration: {
    readonly open: Bound<typeof registrationUseCases.open>
    readonly renewPin: Bound<typeof registrationUseCases.renewPin>
    readonly inspect: Bound<typeof registrationView.inspect>
    readonly addDocument: Bound<typeof registrationDocuments.addDocument>
    readonly removeDocument: Bound<typeof registrationDocuments.removeDocument>
    readonly complete: Bound<typeof registrationUseCases.complete>
    readonly withdraw: Bound<typeof registrationUseCases.withdraw>
  }
  readonly approval: {
    readonly pending: Bound<typeof approvalDossier.pending>
    readonly dossier: Bound<typeof approvalDossier.dossier>
    readonly document: Bound<typeof approvalDossier.dossierDocument>
    readonly approve: Bound<typeof approvalUseCases.approve>
    readonly reject: Bound<typeof approvalUseCases.reject>
    readonly giveBack: Bound<typeof approvalUseCases.giveBack>
  }
  readonly session: {
    readonly signIn: Bound<typeof sessionUseCases.signIn>
    readonly check: Bound<typeof sessionUseCases.check>
    readonly end: Bound<typeof sessionUseCases.end>
  }
  readonly credential: {
    readonly changePassword: Bound<typeof credentialUseCases.changePassword>
    readonly endSessions: Bound<typeof credentialUseCases.endSessions>
    readonly revokeOwn: Bound<typeof credentialUseCases.revokeOwn>
    readonly inspect: Bound<typeof credentialUseCases.inspectCredential>
    readonly release: Bound<typeof credentialUseCases.release>
    readonly revoke: Bound<typeof credentialUseCases.revoke>
  }
  readonly addresses: {
    readonly inspect: Bound<typeof addressesUseCases.inspect>
    readonly inspectFor: Bound<typeof addressesUseCases.inspectFor>
    readonly record: Bound<typeof addressesUseCases.record>
    readonly report: Bound<typeof addressesUseCases.report>
  }
  readonly pecChange: {
    readonly request: Bound<typeof pecChangeUseCases.request>
    readonly resend: Bound<typeof pecChangeUseCases.resend>
    readonly cancel: Bound<typeof pecChangeUseCases.cancel>
    readonly current: Bound<typeof pecChangeLink.current>
    readonly inspect: Bound<typeof pecChangeLink.inspect>
    readonly confirm: Bound<typeof pecChangeLink.confirm>
    readonly resendFor: Bound<typeof pecChangeUseCases.resendFor>
    readonly cancelFor: Bound<typeof pecChangeUseCases.cancelFor>
    /** Takes in a receipt of PEC or of another qualified delivery service. */
    readonly receive: Bound<typeof pecChangeReceipts.receive>
  }
  readonly contactChange: {
    readonly request: Bound<typeof contactChangeUseCases.request>
    readonly resend: Bound<typeof contactChangeUseCases.resend>
    readonly cancel: Bound<typeof contactChangeUseCases.cancel>
    readonly current: Bound<typeof contactChangeLink.current>
    readonly inspect: Bound<typeof contactChangeLink.inspect>
    readonly confirm: Bound<typeof contactChangeLink.confirm>
  }
  readonly assistance: {
    readonly topics: Bound<typeof assistanceUseCases.topics>
    readonly open: Bound<typeof assistanceFiling.open>
    readonly inspect: Bound<typeof assistanceUseCases.inspect>
    readonly withdraw: Bound<typeof assistanceUseCases.withdraw>
    readonly pending: Bound<typeof assistanceDossier.pending>
    readonly dossier: Bound<typeof assistanceDossier.dossier>
    readonly document: Bound<typeof assistanceDossier.dossierDocument>
    readonly accept: Bound<typeof assistanceUseCases.acceptRequest>
    readonly refuse: Bound<typeof assistanceUseCases.refuseRequest>
  }
  readonly journal: { readonly read: Bound<typeof readJournal>; readonly verify: Bound<typeof verifyRecord> }
  readonly housekeeping: { readonly sweep: Bound<typeof housekeepingUseCases.sweep> }
  readonly subject: { readonly export: Bound<typeof exportSubject>; readonly erase: Bound<typeof eraseSubject> }
  readonly outbox: {
    readonly parked: Bound<typeof parked>
    readonly requeue: Bound<typeof requeueMail>
    readonly discard: Bound<typeof discardMail>
  }
  readonly relay: Bound<typeof relay>
}
