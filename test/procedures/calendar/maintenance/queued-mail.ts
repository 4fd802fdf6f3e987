/** Mail that was queued in time and is sent too late: what becomes of it, on any storage. */
import type { MaintenancePlanForm, Storage } from 'sportello'
import { fixedClock, recordingMailer } from 'sportello/testing'
import { accepted, anna, morning, openCounter, operator, refusedCode, subscribed } from '../../../support/counter.ts'

export const hour = 3_600_000
export const elsewhere = 'altrove@example.it'
export const policy = { emailChange: { institutionalDomains: ['istruzione.it'] } } as const

const plan = {
  ...{ operator, reason: 'Prot. 1.', title: { it: 'Aggiornamento', en: 'Update' } },
  ...{ from: '2026-03-10T12:00', features: { 'email-validation': 'closed' } },
} as const

/** A subscriber whose letters about a change of his private address wait, and a window that begins at noon. */
export async function waitingLetters(storage: Storage, window: Partial<MaintenancePlanForm>, email: string = anna.email) {
  const [clock, mailer] = [fixedClock(morning), recordingMailer()]
  const counter = { ...openCounter({ storage, policy, clock, mailer }), clock, mailer }
  const { sportello } = counter
  const { credentials } = await subscribed(counter, { ...anna, email })
  await sportello.relay()
  // Another process, which only sends mail: it has the calendar of before in mind.
  const post = openCounter({ storage, policy, clock, mailer, seed: 2 }).sportello
  await post.relay()
  accepted(await post.maintenance.list({ operator }))
  const { token } = accepted(await sportello.session.signIn(credentials))
  const { pin, password } = credentials
  accepted(await sportello.emailChange.request({ token, pin, password, email: elsewhere, confirmation: elsewhere }))
  const { id } = accepted(await sportello.maintenance.plan({ ...plan, ...window } as MaintenancePlanForm))
  const before = mailer.sent.length
  return {
    ...{ ...counter, credentials, post, window: id },
    /** What was sent from then on: to whom, and whether it has a link to the change. */
    sent: () =>
      mailer.sent.slice(before).map(({ to, text }) => ({ to: to.address, hasLink: text.includes('email-change#token=') })),
  }
}

/** The story of a change that a window ends while its letters wait. */
export async function storyOfEnded(storage: Storage, fate: 'void' | 're-identify') {
  const scene = await waitingLetters(storage, { procedures: { 'email-change': fate } })
  const { clock, post, sent, mailer, sportello } = scene
  clock.advance(4 * hour)
  const first = await post.relay()
  const later = await post.relay()
  const told = mailer.sent.at(-1)
  return {
    cancelled: first.cancelled.length,
    notCancelled: [first, later].flatMap((report) => [...report.retried, ...report.overdue, ...report.parked]),
    sent: sent(),
    says: told === undefined ? '' : told.text,
    sweep: await sportello.maintenance.sweep(),
    signIn: refusedOr(await sportello.session.signIn(scene.credentials)),
  }
}

const refusedOr = (answer: Parameters<typeof refusedCode>[0]): string => (answer.ok ? 'in' : refusedCode(answer))
