import type { FeedEvent } from 'sportello'
import { beforeAll, describe, expect, it } from 'vitest'
import { defaultPolicy } from '../../../../src/api/policy.ts'
import { procedures } from '../../../../src/api/procedures.ts'
import { runtimeOn } from '../../../runtime/drawer.ts'
import type { Counter } from '../../../support/counter.ts'
import { anna } from '../../../support/counter.ts'
import type { FrozenLife } from '../../../versions/life.ts'
import { everyEvent } from './reading.ts'
import { act, erased, wholeLife } from './whole-life.ts'

let counter: Counter
let held: FrozenLife['held']
/** What was told before anybody was erased, and what is told of the same afterwards. */
let before: readonly FeedEvent[]
let after: readonly FeedEvent[]
let stored: ReturnType<Counter['storage']['contents']>

beforeAll(async () => {
  const life = await wholeLife()
  counter = life.counter
  held = life.held
  before = await everyEvent(counter.sportello)
  stored = counter.storage.contents()
  await erased(counter)
  after = await everyEvent(counter.sportello)
})

const end = 'endedAt'
const change = {
  ChangeConfirmed: ['confirmedAt', end],
  ChangeCancelled: [end],
  ChangeSuperseded: [end],
  ChangeVoided: ['cause', end],
}
const erasure = { ErasureOrdered: ['cause'] }

/** Every type of event by kind, with its fields; a field that describes a person has a `*`. */
const published: { readonly [kind: string]: { readonly [type: string]: readonly string[] } } = {
  registration: {
    RegistrationOpened: ['lapsesAt', 'noticeVersion', 'openedAt'],
    RegistrationCompleted: ['completedAt'],
    RegistrationReopened: ['lapsesAt', 'round'],
    RegistrationWithdrawn: [end],
    RegistrationLapsed: [end],
    RegistrationVoided: ['approved', end],
    DocumentsDiscarded: ['discardedAt'],
    ...erasure,
  },
  approval: {
    ApprovalSubmitted: ['round', 'submittedAt'],
    Approved: ['decidedAt', 'identification'],
    Rejected: ['*reason', 'decidedAt'],
    CorrectionRequested: ['*reason', 'decidedAt'],
    ApprovalVoided: ['approved', 'voidedAt'],
    ...erasure,
  },
  credential: {
    CredentialIssued: [
      ...['*birthDate', '*codiceFiscale', '*email', '*locale', '*name', '*surname'],
      ...['disuseAt', 'expiresAt', 'issuedAt', 'registrationId', 'temporaryUntil'],
    ],
    CredentialImported: [
      ...['*birthDate', '*codiceFiscale', '*email', '*locale', '*name', '*surname'],
      ...['disuseAt', 'expiresAt', 'issuedAt', 'status'],
    ],
    CredentialReissued: ['temporaryUntil'],
    PasswordChanged: ['changedAt'],
    PasswordRecovered: ['changedAt'],
    PinRenewed: [],
    FederatedOpened: ['*birthDate', '*codiceFiscale', '*locale', '*name', '*surname', 'openedAt'],
    SecretsRetired: [],
    EmailChanged: ['*email'],
    SessionsEnded: [],
    CredentialRebound: ['*birthDate', '*codiceFiscale', '*formerCodiceFiscale', '*name', '*reason', '*surname'],
    CredentialReenabled: ['*email', '*reason', 'disuseAt', 'temporaryUntil'],
    CredentialSuspended: ['*reason', 'by', 'cause', 'suspendedAt'],
    CredentialReactivated: ['*reason'],
    CredentialRevoked: ['*reason', 'by', 'revokedAt'],
    ...erasure,
  },
  identification: {
    IdentificationRecorded: ['*documentExpiresOn', '*documentKind', 'identifiedAt', 'point', 'recordedAt'],
    ...erasure,
  },
  federation: {
    IdentityLinked: ['*provider', 'linkedAt', 'protocol'],
    OfficeAsked: ['*provider', 'askedAt', 'protocol', 'question'],
    LinkRejected: ['*reason', 'rejectedAt'],
    IdentityUnlinked: ['*reason', 'by', 'unlinkedAt'],
    CaseLapsed: [],
    IdentityJoined: ['*reason'],
    ...erasure,
  },
  exemption: {
    ExemptionGranted: ['*kind', 'grantedAt', 'untilDay'],
    ExemptionRevoked: ['revokedAt'],
    ExemptionTakenOver: ['*kind', 'grantedAt', 'untilDay'],
    ExemptionHandedOver: ['revokedAt'],
    ...erasure,
  },
  addresses: {
    PecAdopted: ['*pec', 'since'],
    PecGivenUp: [],
    PecMarkedUnusable: ['foundAt', 'reason', 'source'],
    PecMarkedUsable: ['foundAt', 'source'],
    ...erasure,
  },
  'pec-change': {
    ChangeRequested: ['*pec', 'origin', 'requestedAt'],
    PecUndeliverable: [end, 'failure'],
    ...change,
    ...erasure,
  },
  'email-change': { ChangeRequested: ['*email', 'requestedAt'], ...change, ...erasure },
  authorisation: {
    AuthorisationGranted: ['*name', '*taxCode', 'fromDay', 'grantedAt', 'id', 'untilDay'],
    AuthorisationRevoked: ['*reason', end, 'id'],
    AuthorisationsEnded: ['cause', end],
    AuthorisationsTakenOver: ['takenAt'],
    ...erasure,
  },
  delegation: {
    DelegationRequested: ['capacity', 'delegateId', 'fromDay', 'requestedAt', 'untilDay'],
    DelegationGranted: ['grantedAt', 'untilDay'],
    DelegationRejected: [end],
    DelegationWithdrawn: [end, 'endedBy'],
    DelegationRevoked: [end, 'endedBy'],
    DelegationMoved: ['delegateId'],
    ...erasure,
  },
  assistance: {
    AssistanceOpened: ['filedAt', 'noticeVersion'],
    AssistanceApproved: ['changeId', 'decidedAt'],
    AssistanceRejected: ['*reason', 'decidedAt'],
    AssistanceWithdrawn: [end],
    DocumentsDiscarded: ['discardedAt'],
    ...erasure,
  },
}

const fieldsOf = ({ data, personal }: FeedEvent) => [
  ...Object.keys(personal ?? {}).map((field) => `*${field}`),
  ...Object.keys(data),
]

describe('what the feed tells', () => {
  it('is every type of event with just these fields, over a life in which all of it happens', () => {
    const told: Record<string, Record<string, string[]>> = {}
    for (const event of [...before, ...after]) {
      told[event.kind] ??= {}
      const types = told[event.kind] ?? {}
      types[event.type] = [...new Set([...(types[event.type] ?? []), ...fieldsOf(event)])].sort()
    }
    expect(told).toEqual(published)
  })

  it('is what the tables of the procedures say, and the other procedures say why they tell nothing', () => {
    const opened = procedures.map(({ name, open }) => [name, open(runtimeOn(), defaultPolicy).feed] as const)
    for (const [name, feed] of opened) {
      if (feed.tells === 'nothing') expect(feed.why, name).toMatch(/^\S.{10,}$/)
      else {
        const types = Object.entries(feed.events).flatMap(([type, told]) => (told === null ? [] : [type]))
        expect([...types, 'ErasureOrdered'].sort(), name).toEqual(Object.keys(published[name] ?? {}).sort())
      }
    }
    const silent = opened.flatMap(([name, { tells }]) => (tells === 'nothing' ? [name] : []))
    const untold = [
      'assignment',
      'binding',
      'catalogue',
      'import',
      'mailbox',
      'mailbox-tally',
      'maintenance',
      'migration',
      'pec-claim',
      'pin-renewal',
      'quota',
      'recovery',
      'session',
      'sunset',
      'throttle',
    ]
    expect(silent.sort()).toEqual(untold)
  })

  it('is each published entry of the journals once, by its hash, in the order of its record', () => {
    const { journal } = counter.storage.contents()
    const due = journal.filter(({ key, type }) => Object.hasOwn(published[key.split('/')[1] ?? ''] ?? {}, type))
    expect(after.map(({ id }) => id).sort()).toEqual(due.map(({ hash }) => hash).sort())
    expect(new Set(after.map(({ id }) => id)).size).toBe(after.length)
    const last = new Map<string, number>()
    for (const { record, sequence } of after) {
      const name = `${record.kind}/${record.id}`
      expect(sequence, name).toBeGreaterThan(last.get(name) ?? 0)
      last.set(name, sequence)
    }
  })

  it('names the account of the time where an identity has come to another one', () => {
    const joined = before.find(({ type }) => type === 'IdentityJoined')
    const own = before.filter(({ record }) => record.id === joined?.record.id)
    const state = stored.records.find(({ key }) => key.endsWith(`/${joined?.record.id}`))?.state ?? '{}'
    expect(own.map(({ accountId, type }) => [type, accountId === JSON.parse(state).accountId])).toEqual([
      ['IdentityLinked', false],
      ['IdentityJoined', true],
    ])
  })

  it('names the account of every event, as the state of the record does, also of one that was erased', () => {
    const states = new Map(stored.records.map(({ key, state }) => [key, JSON.parse(state) as { readonly accountId?: string }]))
    for (const events of [before, after]) {
      for (const { record, accountId } of events.filter(({ kind }) => kind !== 'federation')) {
        const state = states.get(`comune-di-prova/${record.kind}/${record.id}`)
        expect(accountId).toBe(state?.accountId ?? record.id)
      }
    }
  })

  it('holds nothing personal of what was erased: not in its fields, and not anywhere else', () => {
    expect(before.some(({ personal }) => personal?.['codiceFiscale'] === anna.codiceFiscale)).toBe(true)
    const gone = new Set(after.filter(({ type }) => type === 'ErasureOrdered').map(({ record }) => `${record.kind}/${record.id}`))
    expect(gone.size).toBeGreaterThan(30)
    const ofGone = after.filter(({ record }) => gone.has(`${record.kind}/${record.id}`))
    expect(ofGone.filter(({ personal }) => personal !== null)).toEqual([])
    const annas = JSON.stringify(ofGone)
    for (const trace of [anna.codiceFiscale, anna.surname, anna.email, 'anna.verdi@', act.reason, 'photograph']) {
      expect(annas).not.toContain(trace)
    }
    // What was told before is the same but for that.
    const blank = before.map((event) => ({ ...event, personal: null }))
    const again = after.slice(0, before.length).map((event) => ({ ...event, personal: null }))
    expect(again).toEqual(blank)
  })

  it('E1: holds no verifier, digest, ticket, token, sealed text or secret of anybody', () => {
    const told = JSON.stringify([before, after])
    const canaries = new Set<string>()
    const secret =
      /^(pin|password|history|sealedHalf|sealed|ticket|digest|device|devices|dossier|pecId|emailId|filler|salt|personalDigest)$/
    const walk = (value: unknown, isSecret: boolean): void => {
      if (typeof value === 'string') {
        if (isSecret && value.length > 3) canaries.add(value)
        if (/^[{[]/.test(value)) walk(JSON.parse(value), isSecret)
      } else if (typeof value === 'object' && value !== null) {
        for (const [field, part] of Object.entries(value)) walk(part, isSecret || secret.test(field))
      }
    }
    walk(stored, false)
    const letters = counter.mailer.sent.map(({ text }) => text).join('\n')
    for (const [, shown = ''] of letters.matchAll(/(?:#\w+=|temporanea: |prime 4 cifre: )(\S+)/g)) canaries.add(shown)
    const { subscriber, draftTicket, assistanceTicket = '', pecLink = '', contactLink = '' } = held
    for (const shown of [subscriber.pin, subscriber.password, draftTicket, assistanceTicket, pecLink, contactLink])
      canaries.add(shown)
    expect(canaries.size).toBeGreaterThan(200)
    // Four digits are in many an instant.
    expect([...canaries].filter((canary) => told.includes(/^\d{4}$/.test(canary) ? `"${canary}"` : canary))).toEqual([])
    expect(told).not.toMatch(/"(pin|password|ticket|digest|dossier|link|document|securityVersion|device)":/)
  })

  it('leaves out who looked, who tried and who was refused', () => {
    const types = new Set(stored.journal.map(({ type }) => type))
    for (const type of ['Refused', 'AttemptFailed', 'SignedIn', 'Reauthenticated', 'DossierViewed', 'LinkResent']) {
      expect(types).toContain(type)
      expect([...before, ...after].filter((event) => event.type === type)).toEqual([])
    }
  })

  it('leaves the journals as they were', async () => {
    const then = counter.storage.contents()
    await everyEvent(counter.sportello)
    expect(counter.storage.contents()).toEqual(then)
  })
})
