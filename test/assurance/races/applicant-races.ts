/** Races of those who file a request: double clicks, two open pages, impatience. */

import { plainPasswordHash } from 'sportello/testing'
import { createKeyRing, createSecretHash } from '../../../src/crypto/index.ts'
import { accepted, anna, keys } from '../../support/counter.ts'
import { rowsOf } from '../../support/soundness.ts'
import { acceptedOf, eventsCount, expectCount, expectOneAccepted, expectRefusals, mailsOf, statusOf } from './findings.ts'
import { papers, type Race, race } from './race.ts'
import { type Draft, draft, secretsOf } from './subjects.ts'

const count = (condition: boolean): number => Number(condition)

export const applicantRaces: readonly Race[] = [
  race<{ readonly requestKey: string }>({
    name: 'R13: phase 1 twice with one request key, one request is opened and everybody hears the one answer',
    listed: true,
    prepare: async ({ office }) => ({ requestKey: `open-${office}-0123456789` }),
    client: ({ sportello }, { requestKey }) => sportello.registration.open(anna, { requestKey }),
    judge: ({ answers, contents }) => [
      ...expectCount('different answers', new Set(acceptedOf(answers).map((value) => JSON.stringify(value))).size, 1),
      ...expectRefusals(answers, []),
      ...expectCount('requests', eventsCount(contents, 'registration', 'RegistrationOpened'), 1),
      ...expectCount(
        'uses of the mailbox, and of those with it whom nobody names',
        eventsCount(contents, 'quota', 'UseCounted'),
        2,
      ),
    ],
  }),
  race<null>({
    name: 'R2: open/open from one mailbox, no more requests than the quota lets pass',
    policy: { quota: { usesMax: 3 } },
    prepare: async () => null,
    client: ({ sportello }) => sportello.registration.open(anna),
    judge({ answers, contents }) {
      const opened = acceptedOf(answers).length
      return [
        ...expectRefusals(answers, ['quota/exceeded']),
        ...(opened >= 1 && opened <= 3 ? [] : [`${opened} requests were opened`]),
        ...expectCount('requests', eventsCount(contents, 'registration', 'RegistrationOpened'), opened),
      ]
    },
  }),
  race<Draft>({
    name: 'R4: complete/complete, one request is filed once and mailed once',
    prepare: (scene) => draft(scene),
    client: ({ sportello }, { ticket }) => sportello.registration.complete(ticket),
    judge: ({ answers, contents }) => [
      ...expectOneAccepted(answers),
      ...expectRefusals(answers, ['registration/already-completed']),
      ...expectCount('completions', eventsCount(contents, 'registration', 'RegistrationCompleted'), 1),
      ...expectCount('cases', eventsCount(contents, 'approval', 'ApprovalSubmitted'), 1),
      ...expectCount('mails', mailsOf(contents, 'completed').length, 1),
    ],
  }),
  race<Draft>({
    name: 'complete/withdraw, the request is filed with its mail or gone without one',
    listed: true,
    prepare: (scene) => draft(scene),
    client: ({ sportello }, { ticket }, n) =>
      n % 2 === 0 ? sportello.registration.complete(ticket) : sportello.registration.withdraw(ticket),
    judge({ answers, contents, cast: { id } }) {
      const filed = answers.findIndex((answer) => 'ok' in answer && answer.ok) % 2 === 0
      return [
        ...expectOneAccepted(answers),
        ...expectRefusals(answers, ['registration/already-completed', 'registration/closed']),
        ...expectCount('status', count(statusOf(contents, 'registration', id) === (filed ? 'completed' : 'withdrawn')), 1),
        ...expectCount('cases', eventsCount(contents, 'approval', 'ApprovalSubmitted'), count(filed)),
        ...expectCount('mails', mailsOf(contents, 'completed').length, count(filed)),
      ]
    },
  }),
  race<Draft>({
    name: 'INV-05: renew the PIN/complete, the half that was mailed and the half that was shown last open the one verifier',
    prepare: (scene) => draft(scene),
    client: ({ sportello }, { ticket }, n) =>
      n % 4 === 0 ? sportello.registration.complete(ticket) : sportello.registration.renewPin(ticket),
    async judge({ answers, contents, cast: { id, ticket, shown }, after }) {
      const completed = acceptedOf(answers.filter((_, n) => n % 4 === 0)).length
      // Whoever was too late each time completes now: what was shown last must go with what is mailed all the same.
      if (completed === 0) accepted(await after.sportello.registration.complete(ticket))
      await after.sportello.relay()
      const { firstHalf } = secretsOf(after, id)
      const halves = acceptedOf(answers).flatMap((value) => (value as { readonly pinSecondHalf?: string }).pinSecondHalf ?? [])
      const [row] = rowsOf(contents).filter(({ kind }) => kind === 'registration')
      const { pin = '' } = (row?.value['personal'] ?? {}) as { readonly pin?: string }
      const accountId = String(row?.value['accountId'])
      const secrets = createSecretHash(createKeyRing(keys), plainPasswordHash(), { bytes: (length) => new Uint8Array(length) })
      const fitting: string[] = []
      for (const half of new Set([shown, ...halves])) {
        if (await secrets.verify({ kind: 'pin', accountId }, firstHalf + half, pin)) fitting.push(half)
      }
      return [
        ...(completed <= 1 ? [] : [`${completed} clients completed the request`]),
        ...expectRefusals(answers, ['registration/already-completed']),
        ...expectCount('renewals', eventsCount(contents, 'registration', 'PinRenewed'), halves.length),
        ...expectCount('halves that go with the mailed one', fitting.length, 1),
      ]
    },
  }),
  race<Draft>({
    name: 'D7: add a document/complete, the office decides on every document that was taken and on no other',
    prepare: (scene) => draft(scene),
    client({ sportello }, { ticket }, n) {
      if (n % 8 === 0) return sportello.registration.complete(ticket)
      return sportello.registration.addDocument(ticket, { type: 'identity-card' }, papers[n] ?? new Uint8Array())
    },
    judge({ answers, contents }) {
      const added = acceptedOf(answers.filter((_, n) => n % 8 !== 0)).length
      const completed = acceptedOf(answers.filter((_, n) => n % 8 === 0)).length
      const [row] = rowsOf(contents).filter(({ kind }) => kind === 'registration')
      return [
        ...(completed <= 1 ? [] : [`${completed} clients completed the request`]),
        ...expectRefusals(answers, ['registration/already-completed', 'registration/too-many-documents']),
        ...expectCount('documents', ((row?.value['documents'] ?? []) as readonly unknown[]).length, added + 1),
        ...expectCount('completions', eventsCount(contents, 'registration', 'RegistrationCompleted'), completed),
      ]
    },
  }),
]
