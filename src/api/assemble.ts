/** Where every capability gets what it works with: the one place that knows them all. */

import type { Places } from '../ports/index.ts'
import { credentialMachine } from '../procedures/account/credential/schema.ts'
import * as credentialUseCases from '../procedures/account/credential/use-cases.ts'
import { sessionMachine } from '../procedures/account/session/schema.ts'
import * as sessionUseCases from '../procedures/account/session/use-cases.ts'
import * as addressesUseCases from '../procedures/addresses/addresses/use-cases.ts'
import * as contactChangeLink from '../procedures/addresses/contact-change/link.ts'
import { contactChangeMachine } from '../procedures/addresses/contact-change/schema.ts'
import * as contactChangeUseCases from '../procedures/addresses/contact-change/use-cases.ts'
import * as pecChangeLink from '../procedures/addresses/pec-change/link.ts'
import * as pecChangeReceipts from '../procedures/addresses/pec-change/receipts.ts'
import { pecChangeMachine } from '../procedures/addresses/pec-change/schema.ts'
import * as pecChangeUseCases from '../procedures/addresses/pec-change/use-cases.ts'
import * as assistanceDossier from '../procedures/assistance/dossier.ts'
import * as assistanceFiling from '../procedures/assistance/filing.ts'
import { assistanceMachine } from '../procedures/assistance/schema.ts'
import { seedTopics } from '../procedures/assistance/seed-topics.ts'
import { readTopics } from '../procedures/assistance/topics.ts'
import * as assistanceUseCases from '../procedures/assistance/use-cases.ts'
import * as approvalDossier from '../procedures/enrolment/approval/dossier.ts'
import * as approvalUseCases from '../procedures/enrolment/approval/use-cases.ts'
import * as registrationDocuments from '../procedures/enrolment/registration/documents.ts'
import { registrationMachine } from '../procedures/enrolment/registration/schema.ts'
import * as registrationUseCases from '../procedures/enrolment/registration/use-cases.ts'
import * as registrationView from '../procedures/enrolment/registration/view.ts'
import * as retentionUseCases from '../procedures/lifecycle/retention/use-cases.ts'
import { eraseSubject } from '../procedures/lifecycle/subject/erasure.ts'
import { exportSubject } from '../procedures/lifecycle/subject/export.ts'
import { quotaMachine } from '../procedures/quota/schema.ts'
import { readJournal, verifyRecord } from '../runtime/journal-reader.ts'
import { discardMail, parked, requeueMail } from '../runtime/parked-mail.ts'
import type { MailEnd, SecurityEvent } from '../runtime/procedure.ts'
import { relay } from '../runtime/relay.ts'
import type { Shell } from '../runtime/runtime.ts'
import type { Unit } from '../runtime/transact.ts'
import type { Sportello } from './counter.ts'
import { type Policy, procedures } from './procedures.ts'

/** Drops the desk from a use case, so that the host sees only its own arguments. */
function bind<Desk, Rest extends readonly unknown[], Answer>(
  desk: Desk,
  useCase: (desk: Desk, ...rest: Rest) => Answer,
): (...rest: Rest) => Answer {
  return (...rest) => useCase(desk, ...rest)
}

/** Every procedure of the counter, each with the desk that it works at. */
export function assemble(shell: Shell, policy: Policy, places: Places | undefined): Sportello {
  const { retention } = policy
  const opened = procedures.map(({ open }) => open(shell, policy))

  async function securityEvent(unit: Unit, event: SecurityEvent): Promise<void> {
    for (const { securityEvent: response } of opened) if (response.does === 'void') await response.void(unit, event)
  }
  async function mailEnded(mailId: string, end: MailEnd): Promise<void> {
    for (const { mailEnded: hear } of opened) await hear?.(mailId, end)
  }
  const registration = registrationMachine(policy.registration, retention.closedMs)
  const credential = credentialMachine(policy.credential, retention)
  const pecChange = pecChangeMachine(policy.pecChange, retention.closedMs)
  const contactChange = contactChangeMachine(policy.contactChange, retention.closedMs)
  const session = sessionMachine(policy.session, retention.sessionMs)
  const quota = quotaMachine(policy.quota)
  const assistance = assistanceMachine(retention)
  const passwordPolicy = policy.password
  const intake = { shell, registration, credential, quota, passwordPolicy, rules: policy.registration, places }
  const desk = { shell, registration, credential, securityEvent }
  const account = { shell, credential, session, securityEvent, credentialPolicy: policy.credential, passwordPolicy }
  const addresses = {
    ...account,
    quota,
    pecChange,
    contactChange,
    pecRules: policy.pecChange,
    contactRules: policy.contactChange,
  }
  const help = {
    ...addresses,
    assistance,
    topics: policy.assistance.topics ?? readTopics(seedTopics),
    rules: policy.registration,
  }
  const lifecycle = { shell, procedures: opened }
  return {
    registration: {
      open: bind(intake, registrationUseCases.open),
      renewPin: bind(intake, registrationUseCases.renewPin),
      inspect: bind(intake, registrationView.inspect),
      addDocument: bind(intake, registrationDocuments.addDocument),
      removeDocument: bind(intake, registrationDocuments.removeDocument),
      complete: bind(intake, registrationUseCases.complete),
      withdraw: bind(intake, registrationUseCases.withdraw),
    },
    approval: {
      pending: bind(desk, approvalDossier.pending),
      dossier: bind(desk, approvalDossier.dossier),
      document: bind(desk, approvalDossier.dossierDocument),
      approve: bind(desk, approvalUseCases.approve),
      reject: bind(desk, approvalUseCases.reject),
      giveBack: bind(desk, approvalUseCases.giveBack),
    },
    session: {
      signIn: bind(account, sessionUseCases.signIn),
      check: bind(account, sessionUseCases.check),
      end: bind(account, sessionUseCases.end),
    },
    credential: {
      changePassword: bind(account, credentialUseCases.changePassword),
      endSessions: bind(account, credentialUseCases.endSessions),
      revokeOwn: bind(account, credentialUseCases.revokeOwn),
      inspect: bind(account, credentialUseCases.inspectCredential),
      release: bind(account, credentialUseCases.release),
      revoke: bind(account, credentialUseCases.revoke),
    },
    addresses: {
      inspect: bind(addresses, addressesUseCases.inspect),
      inspectFor: bind(addresses, addressesUseCases.inspectFor),
      record: bind(addresses, addressesUseCases.record),
      report: bind(addresses, addressesUseCases.report),
    },
    pecChange: {
      request: bind(addresses, pecChangeUseCases.request),
      resend: bind(addresses, pecChangeUseCases.resend),
      cancel: bind(addresses, pecChangeUseCases.cancel),
      current: bind(addresses, pecChangeLink.current),
      inspect: bind(addresses, pecChangeLink.inspect),
      confirm: bind(addresses, pecChangeLink.confirm),
      resendFor: bind(addresses, pecChangeUseCases.resendFor),
      cancelFor: bind(addresses, pecChangeUseCases.cancelFor),
      receive: bind(addresses, pecChangeReceipts.receive),
    },
    contactChange: {
      request: bind(addresses, contactChangeUseCases.request),
      resend: bind(addresses, contactChangeUseCases.resend),
      cancel: bind(addresses, contactChangeUseCases.cancel),
      current: bind(addresses, contactChangeLink.current),
      inspect: bind(addresses, contactChangeLink.inspect),
      confirm: bind(addresses, contactChangeLink.confirm),
    },
    assistance: {
      topics: bind(help, assistanceUseCases.topics),
      open: bind(help, assistanceFiling.open),
      inspect: bind(help, assistanceUseCases.inspect),
      withdraw: bind(help, assistanceUseCases.withdraw),
      pending: bind(help, assistanceDossier.pending),
      dossier: bind(help, assistanceDossier.dossier),
      document: bind(help, assistanceDossier.dossierDocument),
      accept: bind(help, assistanceUseCases.acceptRequest),
      refuse: bind(help, assistanceUseCases.refuseRequest),
    },
    journal: { read: bind(shell, readJournal), verify: bind(shell, verifyRecord) },
    housekeeping: { sweep: bind({ shell, procedures: opened, orphanMs: retention.orphanMs }, retentionUseCases.sweep) },
    subject: { export: bind(lifecycle, exportSubject), erase: bind(lifecycle, eraseSubject) },
    outbox: { parked: bind(shell, parked), requeue: bind(shell, requeueMail), discard: bind(shell, discardMail) },
    relay: bind({ shell, settled: mailEnded }, relay),
  }
}
