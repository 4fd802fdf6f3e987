/**
 * Races with the office's calendar: a window begins while people conclude what they have begun, and the old calendar loses. Whoever opens a window
 * looks at the matter afterwards: what was not concluded by then never is.
 */
import type { MaintenancePlanForm } from 'sportello'
import { accepted, anna, operator } from '../../support/counter.ts'
import { eventsByKey } from '../../support/soundness.ts'
import {
  type Changing,
  changingContact,
  changingPec,
  confirm,
  confirmed,
  expectEnding,
  newMail,
  oldPec,
  rowOf,
} from './changes.ts'
import { acceptedOf, eventsCount, expectCount, expectRefusals, mailsOf, statusOf } from './findings.ts'
import { type Answer, type Outcome, type Race, race, type Scene } from './race.ts'
import { type Draft, draft, operatorOf } from './subjects.ts'

const reason = 'Prot. 1.'
const closed = 'calendar/closed'
const title = { it: 'Aggiornamento', en: 'Update' }
const plan = { operator, reason, title, from: 'now' } as const
const closesPec = { features: { 'pec-validation': 'closed' }, procedures: { 'pec-change': 'void' } } as const

/** In four hours by the clocks of Rome, and in four hours of the next days. */
function romeTime(days = 0): string {
  const at = new Date(Date.now() + days * 86_400_000 + 4 * 3_600_000)
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Rome', dateStyle: 'short', timeStyle: 'short' })
    .format(at)
    .replace(' ', 'T')
}

const planned = async ({ sportello }: Scene, form: Partial<MaintenancePlanForm>): Promise<string> =>
  accepted(await sportello.maintenance.plan({ ...plan, ...form } as MaintenancePlanForm)).id

/** In every second trial the office looks at its calendar before it acts, so that a click may come first there. */
export async function lookFirst({ office: name, sportello }: Scene): Promise<void> {
  const looks = Number(/\d+$/.exec(name)?.[0]) % 2 === 1 ? 6 : 0
  for (let left = looks; left > 0; left -= 1) await sportello.maintenance.list({ operator })
}

const actOf = (n: number, window: string) => ({ operator: operatorOf(n), id: window, reason })

/** The client who changes the calendar, and those who conclude something meanwhile. */
export const office = (answers: readonly Answer[]): readonly Answer[] => answers.slice(0, 1)
export const others = (answers: readonly Answer[]): readonly Answer[] => answers.slice(1)

/** What the office has seen once its window had begun. */
const seenIn = (answers: readonly Answer[]): unknown =>
  (acceptedOf(office(answers))[0] as { readonly seen?: unknown } | undefined)?.seen

export const code = (
  answer: { readonly ok: true } | { readonly ok: false; readonly refusal: { readonly code: string } },
): string => (answer.ok ? 'ok' : answer.refusal.code)

/** The types of all that is in the journal of a record, notes included, in the order of its commits. */
export const typesOf = ({ contents }: Pick<Outcome<unknown>, 'contents'>, key: string): readonly string[] =>
  contents.journal
    .filter((entry) => entry.key === key)
    .sort((one, other) => one.sequence - other.sequence)
    .map(({ type }) => type)

/** Nothing was concluded after the office has seen that it was not. */
function expectOldCalendarLoses(won: number, isConcluded: boolean, seen: unknown, concluded: string): readonly string[] {
  return [
    ...(won <= 1 ? [] : [`${won} clients concluded it`]),
    ...(isConcluded === (won === 1) ? [] : [`${won} clients concluded it, and what is stored says otherwise`]),
    ...((seen === concluded) === isConcluded
      ? []
      : [`the office has seen it ${seen} in its window, and then: ${won} conclusions`]),
  ]
}

type Sweep = { readonly held: number; readonly released: number; readonly voided: number; readonly reidentified: number }
const sum = (reports: readonly unknown[], what: keyof Sweep): number =>
  reports.reduce<number>((count, report) => count + (report as Sweep)[what], 0)

/** The letters of windows that have not been sent yet. */
const calendarLetters = ({ contents }: Pick<Outcome<unknown>, 'contents'>, what: string): number =>
  contents.outbox.filter(({ id }) => id.includes(`.maintenance-${what}`)).length

export const calendarRaces: readonly Race[] = [
  race<Changing & { readonly window: string }>({
    name: 'M1: confirm/cut-off, the old calendar loses: a PEC that is not confirmed when the window begins never is',
    listed: true,
    async prepare(scene) {
      const changing = await changingPec(scene)
      return { ...changing, window: await planned(scene, { ...closesPec, from: romeTime() }) }
    },
    async client(scene, cast, n) {
      const { maintenance, pecChange } = scene.sportello
      if (n > 0) {
        // Some look at the page first, so that the window begins before, between and after the clicks.
        if (n % 4 > 0) await pecChange.inspectByLink(cast.links[0])
        return confirm(scene, cast, n)
      }
      await lookFirst(scene)
      const opened = await maintenance.open(actOf(n, cast.window))
      if (!opened.ok) return opened
      const view = await pecChange.inspectByLink(cast.links[0])
      return { ok: true, value: { seen: view.ok ? view.value.status : view.refusal.code } }
    },
    async judge(outcome) {
      const { answers, contents, cast, after } = outcome
      const won = acceptedOf(others(answers)).length
      const isConfirmed = rowOf(contents, 'pec-change', cast.change).value['status'] === 'confirmed'
      const { voided, failed } = await after.sportello.maintenance.sweep()
      const again = await after.sportello.pecChange.confirm(cast.links[1])
      await after.sportello.maintenance.close(actOf(0, cast.window))
      const reopened = await after.sportello.pecChange.confirm(cast.links[1])
      const told = [`maintenance-${cast.window} ${anna.email}`]
      return [
        ...expectRefusals(office(answers), []),
        ...expectRefusals(others(answers), [closed, 'pec-change/already-confirmed']),
        ...expectOldCalendarLoses(won, isConfirmed, seenIn(answers), 'confirmed'),
        ...expectCount('times begun', eventsCount(contents, 'maintenance', 'WindowOpened'), 1),
        ...expectCount('voided by the sweep', voided, 1 - won),
        ...expectCount('failures of the sweep', failed, 0),
        ...(code(again) === closed ? [] : [`in the window: ${code(again)}`]),
        ...(code(reopened) === (won === 1 ? 'pec-change/already-confirmed' : 'pec-change/void')
          ? []
          : [`after the window: ${code(reopened)}`]),
        ...(won === 1
          ? await expectEnding(outcome, cast, confirmed)
          : await expectEnding(outcome, cast, { status: 'awaiting-receipt', pec: oldPec, open: true, told })),
      ]
    },
  }),
  race<Changing>({
    name: 'M3: confirm/cut-off of a private address, it is changed before the window, or its subscriber must be identified',
    promised: true,
    prepare: changingContact,
    async client(scene, { links, credentials: { codiceFiscale } }, n) {
      const { addresses, emailChange, maintenance } = scene.sportello
      if (n > 0) {
        if (n % 4 > 0) await emailChange.inspectByLink(links[0])
        return emailChange.confirm(links[n % 2] ?? '')
      }
      await lookFirst(scene)
      const features = { 'email-validation': 'closed' } as const
      const begun = await maintenance.plan({ ...plan, features, procedures: { 'email-change': 're-identify' } })
      if (!begun.ok) return begun
      // The look stands in the journal that tells of the change of the address too: its chain says which was first.
      await addresses.inspectAsOffice({ operator: operatorOf(n), codiceFiscale })
      return begun
    },
    async judge(outcome) {
      const { answers, contents, cast, after } = outcome
      const { credentials, links } = cast
      const won = acceptedOf(others(answers)).length
      const credential = rowOf(contents, 'credential', cast.accountId)
      const { email } = credential.value['personal'] as { readonly email: unknown }
      const story = typesOf(outcome, credential.key)
      const [looked, changed] = [story.lastIndexOf('AddressesViewed'), story.indexOf('EmailChanged')]
      // The third link waits in the outbox: the relay finds the change over before any sweep does.
      await after.sportello.relay()
      const { reidentified, failed } = await after.sportello.maintenance.sweep()
      const signedIn = (await after.sportello.session.signIn(credentials)).ok
      return [
        ...expectRefusals(office(answers), []),
        ...expectRefusals(others(answers), [closed, 'email-change/already-confirmed']),
        ...expectOldCalendarLoses(won, email === newMail, changed >= 0 ? 'changed' : 'as before', 'changed'),
        ...(looked >= 0 ? [] : ['the office has not looked']),
        ...(changed < looked ? [] : ['the address was changed after the look in the window']),
        ...expectCount('links mailed in the window', after.sent.filter(({ id }) => id.includes('.link-')).length, 0),
        ...expectCount('left to the sweep', reidentified, 0),
        ...expectCount('failures of the sweep', failed, 0),
        ...(signedIn === (won === 1) ? [] : [`${won} confirmations, and a sign-in is ${signedIn ? 'let in' : 'refused'}`]),
        ...(code(await after.sportello.emailChange.confirm(links[1])) === closed ? [] : ['a link works in the window']),
      ]
    },
  }),
  race<Draft>({
    name: 'M2: complete/cut-off, a registration is filed with its mail before the window begins, or void for ever without one',
    promised: true,
    prepare: (scene) => draft(scene),
    async client(scene, { ticket }, n) {
      const { maintenance, registration } = scene.sportello
      if (n > 0) {
        if (n % 4 > 0) await registration.inspect(ticket)
        return registration.complete(ticket)
      }
      await lookFirst(scene)
      const begun = await maintenance.plan({
        ...{ ...plan, features: { registration: 'closed' }, procedures: { registration: 'void' } },
      })
      if (!begun.ok) return begun
      const view = await registration.inspect(ticket)
      return { ok: true, value: { seen: view.ok ? view.value.status : view.refusal.code, id: begun.value.id } }
    },
    async judge(outcome) {
      const { answers, contents, cast, after } = outcome
      const won = acceptedOf(others(answers)).length
      const isFiled = statusOf(contents, 'registration', cast.id) === 'completed'
      const { maintenance, registration } = after.sportello
      const { voided } = await maintenance.sweep()
      const [window] = acceptedOf(office(answers)) as readonly { readonly id: string }[]
      await maintenance.close(actOf(0, window?.id ?? ''))
      const reopened = code(await registration.complete(cast.ticket))
      await after.sportello.relay()
      const told = after.sent.filter(({ id }) => id.includes(`.${cast.id}.`)).map(({ id }) => id.slice(id.lastIndexOf('.') + 1))
      return [
        ...expectRefusals(office(answers), []),
        ...expectRefusals(others(answers), [closed, 'registration/already-completed']),
        ...expectOldCalendarLoses(won, isFiled, seenIn(answers), 'completed'),
        ...expectCount('cases', eventsCount(contents, 'approval', 'ApprovalSubmitted'), won),
        ...expectCount('mails', mailsOf(contents, 'completed').length, won),
        ...expectCount('voided by the sweep', voided, 1 - won),
        ...(reopened === (won === 1 ? 'registration/already-completed' : 'registration/closed')
          ? []
          : [`after the window: ${reopened}`]),
        ...(told.join() === (won === 1 ? 'completed' : `maintenance-${window?.id}`) ? [] : [`mails sent: ${told.join()}`]),
      ]
    },
  }),
  race<{ readonly window: string }>({
    name: 'open/prolong/cancel of one window, it begins or never does, and each end that was answered stands in the journal',
    promised: true,
    prepare: async (scene) => ({ window: await planned(scene, { ...closesPec, from: romeTime() }) }),
    client({ sportello: { maintenance } }, { window }, n) {
      const act = actOf(n, window)
      if (n % 3 === 0) return maintenance.open(act)
      return n % 3 === 1 ? maintenance.prolong({ ...act, to: romeTime(n) }) : maintenance.cancel(act)
    },
    judge(outcome) {
      const { answers, contents, cast } = outcome
      const taking = (turn: number) => answers.filter((_, n) => n % 3 === turn)
      const done = (turn: number) => acceptedOf(taking(turn)).length
      const row = rowOf(contents, 'maintenance', 'calendar')
      const [window] = row.value['windows'] as readonly { readonly to: unknown; readonly cancelledAt: unknown }[]
      const events = eventsByKey(contents)(row.key)
      const ends = events.filter(({ type }) => type === 'WindowProlonged').map(({ to }) => to)
      const answered = acceptedOf(taking(1)).map((view) => (view as { readonly to: unknown }).to)
      return [
        ...expectRefusals(taking(0), ['maintenance/already-begun', 'maintenance/cancelled']),
        ...expectRefusals(taking(1), ['maintenance/cancelled']),
        ...expectRefusals(taking(2), ['maintenance/already-begun', 'maintenance/cancelled']),
        ...expectCount('beginnings and cancellations answered', done(0) + done(2), 1),
        ...expectCount('beginnings', eventsCount(contents, 'maintenance', 'WindowOpened'), done(0)),
        ...expectCount('cancellations', eventsCount(contents, 'maintenance', 'WindowCancelled'), done(2)),
        ...([...ends].sort().join() === [...answered].sort().join() ? [] : ['other ends than were answered']),
        ...(window?.to === (ends.at(-1) ?? null) ? [] : [`the window ends at ${window?.to}, the journal says ${ends.at(-1)}`]),
        ...((window?.cancelledAt === null) === (done(0) === 1) ? [] : [`${cast.window} is both begun and cancelled`]),
        ...(done(2) === 0 || events.at(-1)?.type === 'WindowCancelled' ? [] : ['something came after the cancellation']),
      ]
    },
  }),
  race<Changing>({
    name: 'sweep/confirm after a window, the term runs on once, told by the sweep alone, and the change is confirmed once',
    promised: true,
    async prepare(scene) {
      const changing = await changingPec(scene)
      const { maintenance } = scene.sportello
      const window = await planned(scene, { ...closesPec, procedures: { 'pec-change': 'suspend' } })
      const { held } = await maintenance.sweep()
      accepted(await maintenance.close(actOf(0, window)))
      if (held !== 1) throw new Error('a window holds the change')
      return changing
    },
    client: (scene, cast, n) => (n % 4 === 0 ? scene.sportello.maintenance.sweep() : confirm(scene, cast, n)),
    judge(outcome) {
      const { answers, contents, cast } = outcome
      const sweeps = answers.filter((_, n) => n % 4 === 0)
      const clicks = answers.filter((_, n) => n % 4 !== 0)
      const released = sum(acceptedOf(sweeps), 'released')
      const events = (type: string) => eventsCount(contents, 'pec-change', type)
      const status = rowOf(contents, 'pec-change', cast.change).value['status']
      return [
        ...expectCount('sweeps that came to an end', acceptedOf(sweeps).length, sweeps.length),
        ...expectCount('confirmations answered', acceptedOf(clicks).length, 1),
        ...expectRefusals(clicks, ['pec-change/already-confirmed']),
        ...(status === 'confirmed' ? [] : [`the change is ${status}`]),
        ...expectCount('times held', events('TermHeld'), 1),
        ...expectCount('times released', events('TermReleased'), 1),
        ...expectCount('letters that it goes on', calendarLetters(outcome, 'released'), released),
      ]
    },
  }),
  race<Changing & { readonly draft: Draft }>({
    name: 'sweep/sweep of a window, what it ends has ended once and is told once, whoever does it',
    promised: true,
    async prepare(scene) {
      const changing = await changingContact(scene)
      const waiting = await draft(scene, 'other@example.it', { ...anna, codiceFiscale: 'BNCNNA80A41L219J' })
      const procedures = { registration: 'void', 'email-change': 're-identify' } as const
      await planned(scene, { features: { registration: 'closed' }, procedures })
      return { ...changing, draft: waiting }
    },
    client: ({ sportello }) => sportello.maintenance.sweep(),
    async judge(outcome) {
      const { answers, contents, cast, after } = outcome
      const reports = acceptedOf(answers)
      const again = await after.sportello.maintenance.sweep()
      return [
        ...expectCount('sweeps that came to an end', reports.length, answers.length),
        ...expectCount('voided', sum(reports, 'voided'), 1),
        ...expectCount('identified anew', sum(reports, 'reidentified'), 1),
        ...expectCount('void registrations', eventsCount(contents, 'registration', 'RegistrationVoided'), 1),
        ...expectCount('void changes', eventsCount(contents, 'email-change', 'ChangeVoided'), 1),
        ...expectCount('times swept', eventsCount(contents, 'maintenance', 'WindowSwept'), 1),
        ...expectCount('letters', calendarLetters(outcome, ''), 2),
        ...expectCount('failures afterwards', again.failed, 0),
        ...expectCount('done afterwards', again.voided + again.reidentified, 0),
        ...((await after.sportello.session.signIn(cast.credentials)).ok ? ['somebody gets in who must be identified'] : []),
        ...(statusOf(contents, 'registration', cast.draft.id) === 'void' ? [] : ['the registration is not void']),
      ]
    },
  }),
]
