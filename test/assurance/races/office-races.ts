/** Races of those who work for the office: about one request, or about two on one codice fiscale. */
import { accepted, operator, refusedCode } from '../../support/counter.ts'
import {
  acceptedOf,
  eventsCount,
  expectCount,
  expectOneAccepted,
  expectRefusals,
  expectSentOnce,
  mailsOf,
  statusOf,
  tally,
} from './findings.ts'
import { type Outcome, type Race, race } from './race.ts'
import { type Case, draft, operatorOf, pending } from './subjects.ts'

const reason = 'Documento non leggibile.'

/** The decisions of the trial: so many of each kind, and as many mails, as the one client that succeeded asked for. */
function expectDecision({ contents, cast }: Outcome<Case>, status: string): readonly string[] {
  const count = (decided: string) => (decided === status ? 1 : 0)
  return [
    ...expectCount('status', Number(statusOf(contents, 'approval', cast.id) === status), 1),
    ...expectCount('approvals', eventsCount(contents, 'approval', 'Approved'), count('approved')),
    ...expectCount('rejections', eventsCount(contents, 'approval', 'Rejected'), count('rejected')),
    ...expectCount('returns', eventsCount(contents, 'approval', 'CorrectionRequested'), count('awaiting-correction')),
    ...expectCount('credentials issued', eventsCount(contents, 'credential', 'CredentialIssued'), count('approved')),
    ...expectCount('mails of the decision', mailsOf(contents, status).length, 1),
  ]
}

/** What the one that succeeded asked for, when the clients take turns at these. */
function decidedBy({ answers }: Outcome<Case>, asked: readonly string[]): string {
  const winner = answers.findIndex((answer) => 'ok' in answer && answer.ok)
  return asked[winner % asked.length] ?? ''
}

type Two = { readonly one: Case; readonly other: Case }

const two = async (scene: Parameters<typeof pending>[0]): Promise<Two> => ({
  one: await pending(scene),
  other: await pending(scene, 'other@example.it'),
})

/** The letter that says to an applicant that another request was approved. It comes with the decision. */
const isClosing = (mailId: string): boolean => mailId.endsWith('.voided')

export const officeRaces: readonly Race[] = [
  race<Case>({
    name: 'O1: approve/approve, one request is approved once',
    listed: true,
    prepare: (scene) => pending(scene),
    client: ({ sportello }, { id, dossierDigest }, n) =>
      sportello.approval.approve({ operator: operatorOf(n), id, dossierDigest }),
    judge: (outcome) => [
      ...expectOneAccepted(outcome.answers),
      ...expectRefusals(outcome.answers, ['approval/already-decided']),
      ...expectDecision(outcome, 'approved'),
    ],
  }),
  race<Case>({
    name: 'O2: approve/reject, one decision stands with its mail',
    listed: true,
    prepare: (scene) => pending(scene),
    client: ({ sportello }, { id, dossierDigest }, n) =>
      n % 2 === 0
        ? sportello.approval.approve({ operator: operatorOf(n), id, dossierDigest })
        : sportello.approval.reject({ operator: operatorOf(n), id, dossierDigest, reason }),
    judge: (outcome) => [
      ...expectOneAccepted(outcome.answers),
      ...expectRefusals(outcome.answers, ['approval/already-decided']),
      ...expectDecision(outcome, decidedBy(outcome, ['approved', 'rejected'])),
    ],
  }),
  race<Case>({
    name: 'O2: approve/request correction, one decision stands with its mail',
    prepare: (scene) => pending(scene),
    client: ({ sportello }, { id, dossierDigest }, n) =>
      n % 2 === 0
        ? sportello.approval.approve({ operator: operatorOf(n), id, dossierDigest })
        : sportello.approval.requestCorrection({ operator: operatorOf(n), id, dossierDigest, reason }),
    judge: (outcome) => [
      ...expectOneAccepted(outcome.answers),
      ...expectRefusals(outcome.answers, ['approval/already-decided', 'approval/not-pending']),
      ...expectDecision(outcome, decidedBy(outcome, ['approved', 'awaiting-correction'])),
    ],
  }),
  race<Two>({
    name: 'R1: approve A/approve B of one codice fiscale, one credential is issued and the other request is void with its mail',
    listed: true,
    prepare: two,
    client({ sportello }, { one, other }, n) {
      const { id, dossierDigest } = n % 2 === 0 ? one : other
      return sportello.approval.approve({ operator: operatorOf(n), id, dossierDigest })
    },
    judge({ answers, contents, cast: { one, other } }) {
      const won = statusOf(contents, 'approval', one.id) === 'approved' ? one : other
      const lost = won === one ? other : one
      const ofLost = contents.outbox.filter(({ topic }) => topic.endsWith(`/${lost.id}`))
      return [
        ...expectOneAccepted(answers),
        ...expectRefusals(answers, ['approval/already-decided', 'approval/void']),
        ...expectCount('credentials issued', eventsCount(contents, 'credential', 'CredentialIssued'), 1),
        ...expectCount('approved', Number(statusOf(contents, 'approval', won.id) === 'approved'), 1),
        ...expectCount('void', Number(statusOf(contents, 'approval', lost.id) === 'void'), 1),
        ...expectCount('void registration', Number(statusOf(contents, 'registration', lost.id) === 'void'), 1),
        ...expectCount(
          'mails of the void request that can still be sent',
          ofLost.filter(({ id, sealed }) => sealed !== '' && !isClosing(id)).length,
          0,
        ),
        ...expectCount('letters that it is closed', ofLost.filter(({ id }) => isClosing(id)).length, 1),
      ]
    },
  }),
  race<{ readonly one: Case; readonly other: Awaited<ReturnType<typeof draft>> }>({
    name: 'complete B/approve A of one codice fiscale, B is void with its mail or cannot be approved',
    prepare: async (scene) => ({ one: await pending(scene), other: await draft(scene, 'other@example.it') }),
    client: ({ sportello }, { one, other }, n) =>
      n % 4 === 0
        ? sportello.approval.approve({ operator: operatorOf(n), id: one.id, dossierDigest: one.dossierDigest })
        : sportello.registration.complete(other.ticket),
    async judge({ answers, contents, cast: { one, other }, after: { sportello } }) {
      const approvals = answers.filter((_, n) => n % 4 === 0)
      const completions = answers.filter((_, n) => n % 4 !== 0)
      const { digest: dossierDigest } = accepted(await sportello.approval.dossier({ operator, id: other.id }))
      const again = refusedCode(await sportello.approval.approve({ operator, id: other.id, dossierDigest }))
      const live = contents.outbox.filter(({ topic, sealed }) => topic.endsWith(`/${other.id}`) && sealed !== '')
      const isVoid = statusOf(contents, 'approval', other.id) === 'void'
      return [
        ...expectOneAccepted(approvals),
        ...expectOneAccepted(completions),
        ...expectCount('credentials issued', eventsCount(contents, 'credential', 'CredentialIssued'), 1),
        ...expectCount('approved', Number(statusOf(contents, 'approval', one.id) === 'approved'), 1),
        ...expectCount(
          'mails about B that can still be sent',
          Number(live.some(({ id }) => id.endsWith('.completed'))),
          isVoid ? 0 : 1,
        ),
        ...(again === (isVoid ? 'approval/void' : 'credential/already-issued') ? [] : [`B approved afterwards: ${again}`]),
      ]
    },
  }),
  race<Case & { readonly requestKey: string }>({
    name: 'R13: approve twice with one request key, everybody hears the one answer',
    prepare: async (scene) => ({ ...(await pending(scene)), requestKey: `approve-${scene.office}-0123456789` }),
    client: ({ sportello }, { id, dossierDigest, requestKey }) =>
      sportello.approval.approve({ operator, id, dossierDigest }, { requestKey }),
    judge(outcome) {
      const values = new Set(acceptedOf(outcome.answers).map((value) => JSON.stringify(value)))
      return [
        ...expectCount('different answers', values.size, 1),
        ...expectRefusals(outcome.answers, []),
        ...expectDecision(outcome, 'approved'),
      ]
    },
  }),
  race<{ readonly one: Case; readonly other: Case }>({
    name: 'dispatch/cancel, no mail of a void request is sent after the commit that voids it, none twice',
    listed: true,
    prepare: two,
    client({ sportello }, { one }, n) {
      if (n % 8 === 0)
        return sportello.approval.approve({ operator: operatorOf(n), id: one.id, dossierDigest: one.dossierDigest })
      return sportello.relay({ limit: 1 })
    },
    async judge({ answers, contents, sent, cast: { one, other }, after }) {
      const approvals = answers.filter((_, n) => n % 8 === 0)
      const live = contents.outbox.filter(({ id, sealed }) => sealed !== '' && !isClosing(id)).map(({ topic }) => topic)
      await after.sportello.relay()
      const later = after.sent.map(({ id }) => id)
      const all = [...sent.map(({ id }) => id), ...later]
      return [
        ...expectOneAccepted(approvals),
        ...expectRefusals(answers, ['approval/already-decided']),
        ...expectSentOnce([...sent, ...later.map((id) => ({ id, digest: '' }))]),
        ...expectCount('live mails of the void request', live.filter((topic) => topic.endsWith(`/${other.id}`)).length, 0),
        ...expectCount(
          'mails of the void request sent afterwards',
          later.filter((id) => id.includes(other.id) && !isClosing(id)).length,
          0,
        ),
        ...expectCount('mails of the approved request sent', all.filter((id) => id.includes(one.id)).length, 2),
      ]
    },
  }),
  race<Case>({
    name: 'dispatch/dispatch, each waiting mail is sent once',
    listed: true,
    async prepare(scene) {
      const cases = [await pending(scene), await pending(scene, 'other@example.it'), await pending(scene, 'third@example.it')]
      const [one] = cases
      if (one === undefined) throw new Error('there is a case')
      return one
    },
    client: ({ sportello }, _, n) => sportello.relay({ limit: 1 + (n % 3) }),
    judge: ({ answers, contents, sent }) => [
      ...expectSentOnce(sent),
      ...expectCount('mails sent', sent.length, 3),
      ...expectCount(
        'mails reported as sent',
        acceptedOf(answers).flatMap((report) => (report as { sent: string[] }).sent).length,
        3,
      ),
      ...expectCount('mails left', contents.outbox.filter(({ sealed }) => sealed !== '').length, 0),
      ...(acceptedOf(answers).length === answers.length ? [] : [`a relay failed: ${tally(answers)}`]),
    ],
  }),
]
