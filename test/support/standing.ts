/** What must stand in a storage after every commit, whoever did what in which order (SECURITY.md §3.4). */
import { defaultPolicy, type JournalEntry, type Stored } from 'sportello'
import {
  approvalDecider,
  credentialDecider,
  type Decider,
  quotaDecider,
  registrationDecider,
  replay,
  sessionDecider,
} from 'sportello/machines'
import { expect } from 'vitest'
import { accepted, type Counter, office } from './counter.ts'
import type { World } from './interleaving.ts'

// biome-ignore lint/suspicious/noExplicitAny: machines of every kind, of whose states and events only the names are looked at.
type AnyDecider = Decider<any, any, any, any>

const machines: ReadonlyMap<string, AnyDecider> = new Map<string, AnyDecider>([
  ['approval', approvalDecider],
  ['credential', credentialDecider(defaultPolicy.credential)],
  ['registration', registrationDecider(defaultPolicy.registration)],
  ['session', sessionDecider(defaultPolicy.session)],
  ['quota', quotaDecider(defaultPolicy.quota)],
])

const notes: ReadonlySet<string> = new Set(['Refused', 'DossierViewed', 'DocumentViewed', 'CredentialViewed'])

/** Which mail tells of which event. */
const tellings: readonly (readonly [kind: string, event: string, purpose: string])[] = [
  ['registration', 'RegistrationCompleted', 'completed'],
  ['approval', 'Approved', 'approved'],
  ['approval', 'Rejected', 'rejected'],
  ['approval', 'Returned', 'returned'],
  ['credential', 'PasswordChanged', 'password-changed'],
  ['credential', 'CredentialHeld', 'held'],
  ['credential', 'CredentialReleased', 'released'],
  ['credential', 'CredentialRevoked', 'revoked'],
]

type Row = Stored & { readonly kind: string; readonly id: string; readonly value: Record<string, unknown> }

export function rowsOf({ storage }: World): readonly Row[] {
  return storage.contents().records.map((row) => {
    const [, kind = '', id = ''] = row.key.split('/')
    return { ...row, kind, id, value: { ...JSON.parse(row.state), personal: row.personal && JSON.parse(row.personal) } }
  })
}

function eventsOf(entries: readonly JournalEntry[], key: string) {
  return entries
    .filter((entry) => entry.key === key && !notes.has(entry.type))
    .map(({ data, personal }) => ({ ...JSON.parse(data), personal: personal === null ? null : JSON.parse(personal).data }))
}

/** Checks INV-01, 02, 03, 05, 10, 11, 17 and 28 on all that is stored. */
export async function expectSound(world: World, after: Counter): Promise<void> {
  const { journal, outbox } = world.storage.contents()
  const rows = rowsOf(world)
  const find = (kind: string, id: unknown) => rows.find((row) => row.kind === kind && row.id === id)
  const living = new Set<string>()
  for (const row of rows) {
    const machine = machines.get(row.kind)
    if (machine !== undefined) {
      const events = eventsOf(journal, row.key)
      // INV-03: the state is what the machine makes of the events, none of which it calls impossible.
      expect(JSON.parse(JSON.stringify(replay(machine, events))), row.key).toEqual(row.value)
      expect(accepted(await after.sportello.journal.verify({ kind: row.kind, id: row.id }))).toMatchObject({ ok: true })
    }
    // INV-17: a change is told by exactly one mail, and no mail tells of a change that was not made.
    for (const [kind, event, purpose] of tellings) {
      if (kind !== row.kind) continue
      const changes = eventsOf(journal, row.key).filter(({ type }) => type === event)
      const mails = outbox.filter(({ id, topic }) => topic === row.key && id.endsWith(`.${purpose}`))
      expect(mails.length, `${row.key} ${purpose}`).toBe(changes.length)
    }
    if (row.kind === 'registration' && ['drafting', 'completed'].includes(row.value['status'] as string)) {
      // INV-28, D7: what a request names is there.
      for (const { digest } of row.value['documents'] as { digest: string }[]) living.add(`${row.id}/${digest}`)
    }
    if (row.kind === 'approval') {
      // INV-11: each submission is decided at most once.
      const types = eventsOf(journal, row.key).map(({ type }) => type as string)
      expect(types.join(' '), row.key).toMatch(
        /^(ApprovalSubmitted( Returned ApprovalSubmitted)*( (Approved|Rejected|ApprovalVoided|Returned( (Rejected|ApprovalVoided))?))?)?$/,
      )
    }
    if (row.kind === 'credential') await expectCredential(row)
  }
  for (const file of living) expect(world.files, 'a document that is listed has its bytes').toContain(file)
  for (const file of world.files) {
    const owner = find('registration', file.split('/')[0])
    const open = ['drafting', 'completed'].includes(owner?.value['status'] as string)
    if (open || owner?.value['status'] === 'withdrawn') expect(living, 'bytes that nothing lists are gone').toContain(file)
  }

  async function expectCredential({ id, key, value }: Row): Promise<void> {
    const issues = eventsOf(journal, key).filter(({ type }) => type === 'CredentialIssued')
    const approvals = rows.filter((row) => row.kind === 'approval' && row.value['accountId'] === id)
    const granted = approvals.filter((row) => row.value['status'] === 'approved')
    // INV-01, INV-02: as many credentials as approvals, the present one on the dossier that was decided on.
    expect(issues.map(({ registrationId }) => registrationId).sort()).toEqual(granted.map((row) => row.id).sort())
    if (value['status'] !== 'none') {
      const basis = granted.find((row) => row.id === value['registrationId'])
      const [decision] = eventsOf(journal, basis?.key ?? '').filter(({ type }) => type === 'Approved')
      expect(decision?.dossier).toBe(basis?.value['dossier'])
      expect(decision?.operator).not.toBe(undefined)
    }
    // INV-10: so many wrong PINs are judged with the right password, and not one more.
    let judged = 0
    for (const { type, reason } of eventsOf(journal, key)) {
      if (type === 'SignedIn' || type === 'CredentialReleased' || type === 'CredentialIssued') judged = 0
      if (type === 'AttemptFailed' && reason === 'wrong-pin') judged += 1
      expect(judged).toBeLessThanOrEqual(defaultPolicy.credential.pinFailuresMax)
    }
  }
}

/** Statuses, mail and files as one text without ids: what two orders of the same commands may be compared by. */
export function outline(world: World): string {
  const ids = rowsOf(world)
    .filter(({ kind }) => kind === 'registration' || kind === 'credential')
    .map(({ id }) => id)
  const alias = (text: string) => ids.reduce((said, id, i) => said.replaceAll(id, `#${i}`), text)
  const records = rowsOf(world)
    .filter(({ kind }) => kind !== 'request' && kind !== 'quota')
    .map(({ kind, id, value }) =>
      kind === 'session' ? `session ${value['status']}` : `${kind} ${alias(id)} ${value['status']} ${value['round'] ?? ''}`,
    )
  const mails = world.storage.contents().outbox.map(({ topic, id, sealed }) => {
    const purpose = id.slice(id.lastIndexOf('.') + 1)
    return `mail ${alias(topic).replace(`${office.id}/`, '')} ${purpose} ${sealed === '' ? 'settled' : 'waiting'}`
  })
  return [...records, ...mails, `files ${world.files.size}`, `sent ${world.sent.length}`].sort().join('\n')
}
