import type { FeedEvent } from 'sportello'
import { expect, it } from 'vitest'
import { linkTo, newPec, oldPec, subscriberWithPec } from '../../../support/addresses.ts'
import { accepted, anna, completed, drafted, morning, openCounter, operator } from '../../../support/counter.ts'
import { decisionOn, filed } from '../../assistance/asking.ts'
import { everyEvent, readOn } from './reading.ts'

const reason = 'Richiesta prot. 12.'
const brief = ({ kind, type }: FeedEvent) => `${kind} ${type}`

it('tells a subscriber from the request to the erasure, each step with what a host needs of it', async () => {
  const subscriber = await subscriberWithPec()
  const { sportello, clock, codiceFiscale, accountId } = subscriber
  const begun = await readOn(sportello)
  expect(begun.events.map(brief)).toEqual([
    'registration RegistrationOpened',
    'registration RegistrationCompleted',
    'approval ApprovalSubmitted',
    'approval Approved',
    'credential CredentialIssued',
    'credential PasswordChanged',
    'addresses PecAdopted',
  ])
  const [opened, , , approved, issued, , adopted] = begun.events
  expect(opened).toEqual({
    id: expect.stringMatching(/^1\.k1~/),
    kind: 'registration',
    type: 'RegistrationOpened',
    record: { kind: 'registration', id: approved?.record.id },
    accountId,
    sequence: 1,
    at: morning,
    by: 'anonymous',
    data: { openedAt: morning, lapsesAt: morning + 7 * 86_400_000, noticeVersion: '2026-01' },
    personal: null,
  })
  expect(approved).toMatchObject({ by: 'operator:operator-1', data: { identification: 'documents', decidedAt: morning } })
  const { surname, name, birthDate, email } = anna
  expect(issued).toMatchObject({
    record: { kind: 'credential', id: accountId },
    data: { registrationId: approved?.record.id, expiresAt: null },
    personal: { codiceFiscale, surname, name, birthDate, email, locale: 'it' },
  })
  expect(adopted).toMatchObject({ accountId, data: { since: morning }, personal: { pec: oldPec } })

  accepted(await subscriber.ask())
  const link = await linkTo(subscriber)
  clock.advance(1_000)
  accepted(await sportello.pecChange.confirm(link))
  accepted(await sportello.credential.revoke({ operator, codiceFiscale, reason }))
  const changed = await readOn(sportello, begun.next)
  expect(changed.events.map(brief)).toEqual([
    'pec-change ChangeRequested',
    'pec-change ChangeConfirmed',
    'addresses PecAdopted',
    'credential CredentialRevoked',
    'addresses PecGivenUp',
  ])
  expect(changed.events.map(({ personal }) => personal)).toEqual([{ pec: newPec }, null, { pec: newPec }, { reason }, null])
  expect(changed.events.at(-2)?.data).toEqual({ revokedAt: morning + 1_000, by: 'office' })

  accepted(await sportello.subject.erase({ operator, codiceFiscale, reason: 'Istanza prot. 1234/2026.' }))
  const gone = await readOn(sportello, changed.next)
  expect(gone.events.map(brief)).toEqual([
    'pec-change ErasureOrdered',
    'registration DocumentsDiscarded',
    'registration ErasureOrdered',
    'approval ErasureOrdered',
    'addresses ErasureOrdered',
    'credential ErasureOrdered',
  ])
  expect(gone.events.at(-1)).toMatchObject({ accountId, data: { cause: 'request' }, personal: null })
  const all = await everyEvent(sportello)
  const told = [...begun.events, ...changed.events, ...gone.events]
  expect(all).toEqual(told.map((event) => ({ ...event, personal: null })))
})

it('tells requests that come to nothing, and what the office has written', async () => {
  const counter = openCounter()
  const { sportello, clock } = counter
  const rejected = await completed(counter)
  const { digest: dossierDigest } = accepted(await sportello.approval.dossier({ operator, id: rejected.id }))
  accepted(await sportello.approval.requestCorrection({ operator, id: rejected.id, dossierDigest, reason: 'Manca il retro.' }))
  accepted(await sportello.approval.reject({ operator, id: rejected.id, dossierDigest, reason }))
  const withdrawn = await drafted(sportello)
  accepted(await sportello.registration.withdraw(withdrawn.ticket))
  await drafted(sportello)
  const asked = await filed(counter)
  accepted(await sportello.assistance.reject({ ...(await decisionOn(counter, asked.id)), reason }))
  clock.advance(8 * 86_400_000)
  await sportello.retention.sweep()
  const events = await everyEvent(sportello)
  expect(events.map(brief)).toEqual([
    'registration RegistrationOpened',
    'registration RegistrationCompleted',
    'approval ApprovalSubmitted',
    'approval CorrectionRequested',
    'registration RegistrationReopened',
    'approval Rejected',
    'registration RegistrationVoided',
    'registration RegistrationOpened',
    'registration RegistrationWithdrawn',
    'registration RegistrationOpened',
    'assistance AssistanceOpened',
    'assistance AssistanceRejected',
    'registration DocumentsDiscarded',
    'registration DocumentsDiscarded',
    'registration RegistrationLapsed',
    'registration DocumentsDiscarded',
    'assistance DocumentsDiscarded',
  ])
  const written = events.flatMap(({ personal }) => (personal === null ? [] : [personal]))
  expect(written).toEqual([{ reason: 'Manca il retro.' }, { reason }, { reason }])
  // Whoever opened them may have written anybody's name.
  expect(JSON.stringify(events)).not.toContain(anna.surname)
})
