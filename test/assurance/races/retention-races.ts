/** Races with what runs by itself: the sweep, several of it at once, and the mail that somebody has to look at. */
import { accepted, operator } from '../../support/counter.ts'
import { acceptedOf, eventsCount, expectCount, expectRefusals, expectSentOnce, mailsOf, statusOf, tally } from './findings.ts'
import { type Race, race } from './race.ts'
import { type Draft, draft, operatorOf, pending } from './subjects.ts'

const day = 86_400_000

type Report = { readonly lapsed: number; readonly erased: number; readonly failed: number }

const total = (reports: readonly unknown[], chore: keyof Report): number =>
  reports.reduce<number>((sum, report) => sum + (report as Report)[chore], 0)

export const housekeepingRaces: readonly Race[] = [
  race<Draft>({
    name: 'complete/lapse at the end of the term, on clocks that disagree: filed with its mail, or lapsed without one',
    aheadMs: (process) => (process < 3 ? 0 : 8 * day),
    prepare: (scene) => draft(scene),
    client: ({ sportello }, { ticket }, n) => (n % 4 < 3 ? sportello.registration.complete(ticket) : sportello.retention.sweep()),
    judge({ answers, contents, cast: { id } }) {
      const completed = acceptedOf(answers.filter((_, n) => n % 4 < 3)).length
      const sweeps = answers.filter((_, n) => n % 4 >= 3)
      const lapsed = total(acceptedOf(sweeps), 'lapsed')
      return [
        ...expectRefusals(answers, ['registration/already-completed', 'registration/lapsed']),
        ...expectCount('sweeps that came to an end', acceptedOf(sweeps).length, sweeps.length),
        ...expectCount('ends', completed + lapsed, 1),
        ...expectCount(
          'status',
          Number(statusOf(contents, 'registration', id) === (completed === 1 ? 'completed' : 'lapsed')),
          1,
        ),
        ...expectCount('lapses', eventsCount(contents, 'registration', 'RegistrationLapsed'), lapsed),
        ...expectCount('cases', eventsCount(contents, 'approval', 'ApprovalSubmitted'), completed),
        ...expectCount('mails', mailsOf(contents, 'completed').length, completed),
      ]
    },
  }),
  race<{ readonly lapsing: string; readonly rejected: string }>({
    name: 'sweep/sweep, what is over is let go of, whoever does it, and the journals still verify',
    aheadMs: () => 4_000 * day,
    async prepare(scene) {
      const lapsing = await draft(scene)
      const { id, dossierDigest } = await pending(scene, 'other@example.it')
      accepted(await scene.sportello.approval.reject({ operator, id, dossierDigest, reason: 'Documento non leggibile.' }))
      return { lapsing: lapsing.id, rejected: id }
    },
    client: ({ sportello }) => sportello.retention.sweep(),
    async judge({ answers, contents, cast: { lapsing, rejected }, after }) {
      const erased = contents.records.filter(({ key, erasedAt }) => key.endsWith(`/${rejected}`) && erasedAt !== null)
      const again = await after.sportello.retention.sweep()
      return [
        ...expectCount('sweeps that came to an end', acceptedOf(answers).length, answers.length),
        ...expectCount('lapses', eventsCount(contents, 'registration', 'RegistrationLapsed'), 1),
        ...expectCount('lapses told', total(acceptedOf(answers), 'lapsed'), 1),
        ...expectCount('status', Number(statusOf(contents, 'registration', lapsing) === 'lapsed'), 1),
        ...expectCount('records erased: request and decision', erased.length, 2),
        ...expectCount('personal parts left of them', erased.filter(({ personal }) => personal !== null).length, 0),
        ...expectCount('mails that can still be sent', contents.outbox.filter(({ sealed }) => sealed !== '').length, 0),
        ...expectCount('failures of a sweep afterwards', again.failed, 0),
      ]
    },
  }),
  race<{ readonly mail: string }>({
    name: 'dispatch/requeue/discard of parked mail, it is sent once or given up, and never both forgotten and unsent',
    async prepare(scene) {
      const { id } = await pending(scene)
      const [message] = await scene.storage.lease({ office: scene.office, now: Date.now(), leaseMs: 1, limit: 10 })
      if (message === undefined || !message.id.includes(id)) throw new Error('a completed request has its mail')
      await scene.storage.settle(message.id, { parkedAt: Date.now() })
      return { mail: message.id }
    },
    async client({ sportello }, { mail }, n) {
      if (n % 4 === 0) return sportello.outbox.requeue({ operator: operatorOf(n), id: mail })
      if (n === 1) return sportello.outbox.discard({ operator: operatorOf(n), id: mail })
      // Over and over, since there is nothing to send before somebody has requeued it.
      for (let left = 20; left > 0; left -= 1) await sportello.relay({ limit: 1 })
      return sportello.relay({ limit: 1 })
    },
    async judge({ answers, sent, cast: { mail }, after }) {
      const discarded = acceptedOf(answers.filter((_, n) => n === 1)).length
      await after.sportello.outbox.requeue({ operator, id: mail })
      await after.sportello.relay()
      const all = [...sent, ...after.sent.map(({ id }) => ({ id, digest: '' }))].filter(({ id }) => id === mail)
      return [
        ...expectRefusals(answers, ['outbox/not-parked']),
        ...expectSentOnce(all),
        ...(all.length === 0 && discarded === 0 ? [`the mail was lost: ${tally(answers)}`] : []),
      ]
    },
  }),
]
