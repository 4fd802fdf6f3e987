/** What must stand in a storage after every commit, whoever did what in which order (the invariants of docs/threat-model.md), as a list of what does not. */
import { isDeepStrictEqual } from 'node:util'
import { defaultPolicy, type JournalEntry, type Keys, type Policy, type Stored } from 'sportello'
import {
  addressesDecider,
  approvalDecider,
  assistanceDecider,
  authorisationDecider,
  catalogueDecider,
  credentialDecider,
  type Decider,
  delegationDecider,
  pecClaimDecider,
  quotaDecider,
  replay,
  sessionDecider,
} from 'sportello/machines'
import { createKeyRing } from '../../src/crypto/index.ts'
import { exemptionDecider } from '../../src/procedures/account/exemption/machine.ts'
import { pinRenewalMachine } from '../../src/procedures/account/pin-renewal/schema.ts'
import { recoveryMachine } from '../../src/procedures/account/recovery/schema.ts'
import { emailChangeMachine } from '../../src/procedures/addresses/email-change/schema.ts'
import { pecChangeMachine } from '../../src/procedures/addresses/pec-change/schema.ts'
import { maintenanceDecider } from '../../src/procedures/calendar/maintenance/machine.ts'
import { sunsetDecider } from '../../src/procedures/calendar/sunset/machine.ts'
import { registrationMachine } from '../../src/procedures/enrolment/registration/schema.ts'
import { mailboxDecider } from '../../src/procedures/mailbox-migration/mailbox/machine.ts'
import { mailboxTallyDecider } from '../../src/procedures/mailbox-migration/mailbox-tally/machine.ts'
import { migrationDecider } from '../../src/procedures/mailbox-migration/migration/machine.ts'
import { atHead, chainStart, continueChain } from '../../src/runtime/journal.ts'
import { keys as counterKeys } from './counter.ts'
import type { Contents } from './tables.ts'
import { tellings } from './tellings.ts'

// biome-ignore lint/suspicious/noExplicitAny: machines of every kind, of whose states and events only the names are looked at.
type AnyDecider = Decider<any, any, any, any>

/** Those whose terms can stand still are taken with their holds, as they are stored. */
const machinesOf = (policy: Policy): ReadonlyMap<string, AnyDecider> =>
  new Map<string, AnyDecider>([
    ['addresses', addressesDecider],
    ['approval', approvalDecider],
    ['assistance', assistanceDecider],
    ['email-change', emailChangeMachine(policy.emailChange, 0).decider],
    ['maintenance', maintenanceDecider],
    ['sunset', sunsetDecider],
    ['exemption', exemptionDecider],
    ['migration', migrationDecider],
    ['mailbox', mailboxDecider],
    ['mailbox-tally', mailboxTallyDecider],
    ['credential', credentialDecider(policy.credential)],
    ['pec-change', pecChangeMachine(policy.pecChange, 0).decider],
    ['pec-claim', pecClaimDecider],
    ['pin-renewal', pinRenewalMachine({ ...policy.pinRenewal, guessesMax: policy.credential.pinFailuresMax }, 0).decider],
    ['recovery', recoveryMachine(policy.recovery, 0).decider],
    ['registration', registrationMachine(policy.registration, 0, () => []).decider],
    ['session', sessionDecider(policy.session)],
    ['quota', quotaDecider(policy.quota)],
    ['catalogue', catalogueDecider],
    ['authorisation', authorisationDecider],
    ['delegation', delegationDecider],
  ])

/** After these, wrong PINs are counted anew. */
const resets: ReadonlySet<string> = new Set([
  ...['SignedIn', 'Reauthenticated', 'PasswordRecovered', 'PinRenewed'],
  ...['CredentialReactivated', 'CredentialIssued', 'CredentialReissued'],
])

const notes: ReadonlySet<string> = new Set([
  'Refused',
  'DossierViewed',
  'DocumentViewed',
  'CredentialViewed',
  'AddressesViewed',
  'PecRecorded',
  'PecReported',
  'OfficeActed',
  'ReceiptIgnored',
  'ReceiptNoted',
  'MailRejected',
  'MailOverdue',
  'MailRequeued',
  'MailDiscarded',
  'ErasureOrdered',
  'SubjectExported',
  'RequestFound',
  'AuthorisationsViewed',
  'DelegationViewed',
  'ActedFor',
  'IdentitiesViewed',
  'DelegationAsked',
  'ExemptionViewed',
])

/** What is noted in the journal of an approval alone: elsewhere these are events. */
const notesOfApprovals: ReadonlySet<string> = new Set(['LinkSentAgain', 'CredentialReissued'])

/** What a mail is for, by the end of its id; an instant after it tells two of a kind apart. */
const purposeOf = (mailId: string): string => mailId.slice(mailId.lastIndexOf('.') + 1).replace(/-\d{9,}$/, '')

/** Mail that goes along with another one, and not at every event of its kind. */
const companions: ReadonlySet<string> = new Set([
  'addresses.pec-recorded',
  'approval.voided',
  // Of a first draft nobody is told.
  'registration.lapsed',
  // Which of the two it is, the event says and not its type.
  'credential.temporary-ending',
  'credential.temporary-ended',
  'addresses.pec-recorded-pec',
  'credential.password-changed-pec',
  'credential.suspended-pec',
  'credential.suspended-theft-pec',
  'credential.suspended-office-pec',
  'credential.identification-due-pec',
  'credential.reactivated-pec',
  'credential.revoked-pec',
  ...['password-recovered', 'pin-renewed', 'rebound'].flatMap((notice) => [
    `credential.${notice}-pec`,
    `credential.${notice}-earlier`,
    `credential.${notice}-replaced`,
  ]),
  'credential.moved-again',
  // To whoever has an address.
  ...['linked', 'unlinked', 'linked-pec', 'unlinked-pec'].map((notice) => `federation.${notice}`),
  ...['exemption.granted', 'exemption.revoked'],
  // At each address that was in force and did not get the new secrets.
  ...['identified', 'issued']
    .flatMap((notice) => ['1', '2', '3', 'pec'].map((to) => `${notice}-${to}`))
    .map((notice) => `credential.${notice}`),
  // Where the import says so.
  'credential.imported',
  // Of somebody else's, or beyond the limit, they are for nobody.
  'recovery.link',
  'pin-renewal.half',
  'registration.subscriber-warning',
  'assistance.subscriber-warning',
  'assistance.subscriber-warning-pec',
  'pec-change.requested-pec',
  'pec-change.confirmed-pec',
  'email-change.requested-pec',
  'email-change.confirmed-pec',
  // The first time, and each time after; of messages and of the archive; where there is another address.
  ...['activated', 'activated-again', 'copy-started', 'blocked', 'archive', 'watch-messages', 'watch-archive'].map(
    (purpose) => `mailbox.${purpose}`,
  ),
  // Where no cut-over has begun, or one has; where there is another address.
  ...['password-refused', 'rolled-back', 'rolled-back-elsewhere', 'late-allowed', 'live-elsewhere'].map(
    (purpose) => `mailbox.${purpose}`,
  ),
  ...['activated-elsewhere', 'activated-again-elsewhere'].map((purpose) => `mailbox.${purpose}`),
  ...['copied-messages', 'copied-archive', 'copy-failed-messages', 'copy-failed-archive'].map((purpose) => `mailbox.${purpose}`),
  // Of whoever has an account.
  ...['authorisation.granted', 'authorisation.revoked', 'delegation.rejected', 'delegation.lapsed'],
  ...['granted-delegate', 'granted-person', 'ended-delegate', 'ended-person'].map((notice) => `delegation.${notice}`),
])

/** The record of a topic: that of work has the name of its lane behind that of the office. */
const recordOf = (topic: string): string => topic.replace(/^([^/~]+)~[a-z]+\//, '$1/')

/** A mail of the calendar: of a term that stands still or runs on, or of an end; with the window that did it. */
const calendarMail = /\.maintenance-(?:(held|released)-)?([0-9A-Z]{26})(?:-\d+)?$/

/** A mail of a course that ends credentials: of what has come too late, and of what will. */
const courseMail = /\.(?:sunset-[a-z-]+|too-late|reminder-\d+)-\d+$/

/** Their records are removed in time, whatever has become of their mail. */
const removed: ReadonlySet<string> = new Set(['recovery', 'pin-renewal', 'quota'])

/** A mail with a link of a change of address. */
const linkMail = /\.(?:pec|email)-change\..*\.link-\d+$/

const decisions =
  /^(ApprovalSubmitted( CorrectionRequested ApprovalSubmitted)*( (Approved|Rejected|ApprovalVoided|CorrectionRequested( (Rejected|ApprovalVoided))?))?)?$/

export type Row = Stored & { readonly kind: string; readonly id: string; readonly value: Record<string, unknown> }

type Event = { readonly type: string; readonly [field: string]: unknown }

/** Records with what their keys and texts say. */
export function rowsOf({ records }: Contents): readonly Row[] {
  return records.map((row) => {
    const [, kind = '', id = ''] = row.key.split('/')
    return { ...row, kind, id, value: { ...JSON.parse(row.state), personal: row.personal && JSON.parse(row.personal) } }
  })
}

type LinkText = {
  readonly number: number
  readonly until: number
  readonly sentAt?: number
  readonly dispatchedAt?: number | null
  readonly receipt?: string | null
  readonly closesAt?: number
  readonly heldAt?: number | null
}

const linksIn = ({ value }: Row): readonly LinkText[] => value['links'] as readonly LinkText[]

/** When the last link of a change of address is over; never while a click waits for its receipt. */
function closingOf(row: Row): number {
  return Math.max(
    ...linksIn(row).map(({ closesAt, until, heldAt = null, receipt = null }) =>
      heldAt !== null && receipt !== 'final' && receipt !== 'unverified' ? Number.POSITIVE_INFINITY : (closesAt ?? until),
    ),
  )
}

const eventOf = ({ type, data, personal }: JournalEntry): Event => ({
  ...JSON.parse(data),
  type,
  personal: personal === null ? null : JSON.parse(personal).data,
})

function entriesByKey({ journal }: Contents): ReadonlyMap<string, readonly JournalEntry[]> {
  const found = new Map<string, JournalEntry[]>()
  for (const entry of journal) {
    const known = found.get(entry.key)
    if (known === undefined) found.set(entry.key, [entry])
    else known.push(entry)
  }
  return found
}

/** The events of each record, by its key, without what is only noted. */
export function eventsByKey(contents: Contents): (key: string) => readonly Event[] {
  const entries = entriesByKey(contents)
  return (key) => (entries.get(key) ?? []).filter(({ type }) => !notes.has(type)).map(eventOf)
}

/** What has the same name together. */
function grouped<T>(items: readonly T[], nameOf: (item: T) => string): (name: string) => readonly T[] {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const known = groups.get(nameOf(item))
    if (known === undefined) groups.set(nameOf(item), [item])
    else known.push(item)
  }
  return (name) => groups.get(name) ?? []
}

/** What of INV-01, 02, 03, 10, 11, 14 and 17 does not hold, and which journals do not verify. Nothing in a sound storage. */
export function flawsOf(contents: Contents, policy: Policy = defaultPolicy, keys: Keys = counterKeys): readonly string[] {
  const flaws: string[] = []
  const rows = rowsOf(contents)
  const eventsOf = eventsByKey(contents)
  const machines = machinesOf(policy)
  const entries = entriesByKey(contents)
  // As `verifyJournal` does, which derives the keys anew for each journal.
  const ring = createKeyRing(keys)
  const rowOf = new Map(rows.map((row) => [row.key, row]))
  const mailOf = grouped(contents.outbox, ({ topic }) => recordOf(topic))
  const ofAccount = grouped(rows, ({ kind, value }) => `${kind} ${value['accountId']}`)
  const newest = rows.reduce((latest, { at }) => Math.max(latest, at), 0)

  for (const row of rows) {
    const { key, kind, id } = row
    const verdict = atHead(continueChain(ring, chainStart, entries.get(key) ?? []), row.journalHead)
    if (!verdict.ok) flaws.push(`${key}: the journal does not verify at ${verdict.sequence}: ${verdict.reason}`)
    const machine = machines.get(kind)
    // What was personal in its events may be gone: then they make another state.
    const isErased = entries.get(key)?.some(({ personal, personalDigest }) => personal === null && personalDigest !== '')
    if (machine !== undefined && isErased !== true) flaws.push(...unlikeItsEvents(row, machine))
    // INV-17: a change is told by exactly one mail, and no mail tells of a change that was not made.
    for (const [, event, purpose, cause] of tellings.filter(([told]) => told === kind)) {
      const isTold = (told: Event) => told.type === event && (cause === undefined || told['cause'] === cause)
      const changes = eventsOf(key).filter(isTold).length
      const mails = mailOf(key).filter((mail) => purposeOf(mail.id) === purpose).length
      // A person who was erased cannot be written to.
      if (isErased === true ? mails > changes : mails !== changes)
        flaws.push(`${key}: ${changes} times ${event}, ${mails} mails ${purpose}`)
    }
    if (!removed.has(kind)) flaws.push(...calendarFlaws(row, isErased === true))
    if (kind === 'approval') {
      // INV-11: each submission is decided at most once.
      const types = eventsOf(key).flatMap(({ type }) => (notesOfApprovals.has(type) ? [] : [type]))
      if (!decisions.test(types.join(' '))) flaws.push(`${key}: ${types.join(' ')}`)
    }
    if (kind === 'credential') flaws.push(...credentialFlaws(row, id), ...recordingFlaws(key, id, isErased === true))
    if (kind === 'pec-change' || kind === 'email-change') flaws.push(...changeFlaws(row))
    if (kind === 'pec-claim' && row.value['status'] === 'taken') {
      // Whoever has an address keeps others from it.
      const subscriber = rowOf.get(`${key.split('/')[0]}/addresses/${row.value['accountId']}`)
      if (subscriber?.value['pecId'] !== id) flaws.push(`${key}: taken by somebody who has another PEC`)
    }
  }
  const known = new Set([...tellings.map(([kind, , purpose]) => `${kind}.${purpose}`), ...companions])
  for (const { id, topic } of contents.outbox) {
    const row = rowOf.get(recordOf(topic))
    if (row === undefined && removed.has(topic.split('/')[1] ?? '')) continue
    if (row === undefined) flaws.push(`${id}: a mail without its record`)
    else if (!known.has(`${row.kind}.${purposeOf(id)}`) && !linkMail.test(id) && !calendarMail.test(id) && !courseMail.test(id)) {
      flaws.push(`${id}: a mail that tells of nothing`)
    }
  }
  return flaws

  /** INV-03: the state is what the machine makes of the events, none of which it calls impossible. */
  function unlikeItsEvents({ key, value }: Row, machine: AnyDecider): readonly string[] {
    try {
      const isEvent = ({ type }: Event) => machine.name !== 'approval' || !notesOfApprovals.has(type)
      const made: unknown = JSON.parse(JSON.stringify(replay(machine, eventsOf(key).filter(isEvent))))
      return isDeepStrictEqual(made, value) ? [] : [`${key}: ${value['status']} is not what its events make`]
    } catch (cause) {
      return [`${key}: ${String(cause)}`]
    }
  }

  /** INV-17: the calendar tells of what it did, at most once each; an end is told in any case, at the procedure or at the account that it closed. */
  function calendarFlaws({ key, kind, id, value }: Row, isErased: boolean): readonly string[] {
    const found: string[] = []
    const events = eventsOf(key)
    const mailsAt = (topic: string) => mailOf(topic).flatMap((mail) => (mail.topic === topic ? [calendarMail.exec(mail.id)] : []))
    const mails = mailsAt(key).filter((mail) => mail !== null)
    for (const [step, event] of [['held', 'TermHeld'] as const, ['released', 'TermReleased'] as const]) {
      const told = mails.filter(([, of]) => of === step).length
      const done = events.filter(({ type }) => type === event).length
      if (told > done) found.push(`${key}: ${done} times ${event}, ${told} mails of it`)
    }
    const ends = mails.flatMap(([, step, window = '']) => (step === undefined ? [window] : []))
    if (new Set(ends).size < ends.length) found.push(`${key}: told of one end more than once: ${ends}`)
    if (kind === 'credential') {
      const due = events.filter(({ type, cause }) => type === 'CredentialSuspended' && cause === 'identification-due').length
      if (ends.length < due && !isErased) found.push(`${key}: ${due} times to be identified, ${ends.length} mails of it`)
      if (ends.length > 0 && due === 0) found.push(`${key}: told to be identified, and was not to be`)
      return found
    }
    if (kind === 'registration') {
      // Its events do not say which window it was.
      const voided = events.filter(({ type, approved }) => type === 'RegistrationVoided' && approved === null).length
      if (ends.length > voided) found.push(`${key}: ${voided} times void, ${ends.length} mails of it`)
      return found
    }
    const causes = events.flatMap(({ cause }) => /^maintenance:(\w+)$/.exec(String(cause))?.[1] ?? [])
    const account = key.replace(/[^/]+\/[^/]+$/, `credential/${kind.endsWith('-change') ? value['accountId'] : id}`)
    const atAccount = mailsAt(account).flatMap((mail) => mail?.[2] ?? [])
    for (const window of ends) if (!causes.includes(window)) found.push(`${key}: told of an end by ${window} that was none`)
    // Whoever is nobody, or was erased, cannot be written to.
    const hasPerson = (rowOf.get(account)?.value['personal'] ?? null) !== null
    for (const window of causes) {
      if (hasPerson && !ends.includes(window) && !atAccount.includes(window))
        found.push(`${key}: nobody was told of its end by ${window}`)
    }
    return found
  }

  /** INV-14: one open change of a kind for each account. INV-17: a mail for each link. INV-11: what was done was done once. */
  function changeFlaws(given: Row): readonly string[] {
    const { key, kind, value } = given
    const found: string[] = []
    // What is over by its terms stays as it is written.
    const isOpen = (row: Row) => String(row.value['status']).startsWith('awaiting') && closingOf(row) > newest
    const open = ofAccount(`${kind} ${value['accountId']}`).filter(isOpen)
    if (open.length > 1 && open[0]?.key === key) found.push(`${open.map((row) => row.key).join()}: open at once`)
    const { length } = linksIn(given)
    const mails = mailOf(key).filter((mail) => linkMail.test(mail.id)).length
    if (mails !== length) found.push(`${key}: ${length} links, ${mails} mails`)
    const done = eventsOf(key).filter(({ type }) => type === 'ChangeConfirmed' || type === 'ChangeConfirmed').length
    if (done > 1) found.push(`${key}: consumed ${done} times`)
    for (const { number, sentAt = 0, dispatchedAt = null, until } of linksIn(given)) {
      // INV-12: the term by the sending counts from the first one, of which there is one in the journal.
      const dispatches = eventsOf(key).filter(({ type, link }) => type === 'PecLinkDispatched' && link === number).length
      if (dispatches !== (dispatchedAt === null ? 0 : 1)) found.push(`${key}: link ${number} went out ${dispatches} times`)
      if (dispatchedAt !== null && dispatchedAt >= until) found.push(`${key}: link ${number} was over when it went out`)
      if (kind === 'pec-change' && until <= sentAt) found.push(`${key}: link ${number} was over when it was made`)
    }
    return found
  }

  /** INV-17: the subscriber is told of each PEC that the office enters, by one mail and, where he had a PEC, one more. */
  function recordingFlaws(key: string, id: string, isErased: boolean): readonly string[] {
    const recorded = (entries.get(key) ?? []).filter(({ type }) => type === 'PecRecorded').length
    const told = mailOf(`${key.split('/')[0]}/addresses/${id}`)
    const mails = told.filter((mail) => mail.id.endsWith('.pec-recorded')).length
    return (isErased ? mails > recorded : mails !== recorded) ? [`${key}: ${recorded} PECs entered, ${mails} mails of it`] : []
  }

  function credentialFlaws({ key, value }: Row, id: string): readonly string[] {
    const found: string[] = []
    const issues = eventsOf(key).filter(({ type }) => type === 'CredentialIssued')
    const granted = ofAccount(`approval ${id}`).filter(({ value: { status } }) => status === 'approved')
    // INV-01, INV-02: as many credentials as approvals, the present one on the dossier that was decided on.
    const based = issues.map(({ registrationId }) => String(registrationId)).sort()
    if (!isDeepStrictEqual(based, granted.map((row) => row.id).sort()))
      found.push(`${key}: issued on ${based}, approved otherwise`)
    // Behind what another system had issued, or a provider has opened, no approval of this office stands.
    const isIssuedHere = value['imported'] === null && value['registrationId'] !== null
    if (value['status'] !== 'none' && isIssuedHere) {
      const basis = granted.find((row) => row.id === value['registrationId'])
      const decision = eventsOf(basis?.key ?? '').find(({ type }) => type === 'Approved')
      if (decision === undefined || decision['dossier'] !== basis?.value['dossier'] || decision['operator'] === undefined) {
        found.push(`${key}: not on the dossier that was decided on`)
      }
    }
    // INV-10: so many wrong PINs are judged with the right password, and not one more.
    let judged = 0
    for (const { type, reason } of eventsOf(key)) {
      if (resets.has(type)) judged = 0
      if (type === 'AttemptFailed' && reason === 'wrong-pin') judged += 1
      if (judged > policy.credential.pinFailuresMax) found.push(`${key}: ${judged} wrong PINs were judged`)
    }
    return found
  }
}
