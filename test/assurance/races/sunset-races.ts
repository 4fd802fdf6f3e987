/**
 * Races with the end of the local credentials: the office sets a course whose dates are past while people get, replace or use a credential, and the old
 * calendar loses. The office looks at the matter in the journal that tells of it too: its chain says which was first.
 */
import type { SunsetCourseForm } from 'sportello'
import { accepted, anna, operator } from '../../support/counter.ts'
import { code, lookFirst, office, others, typesOf } from './calendar-races.ts'
import { acceptedOf, eventsCount, expectCount, expectRefusals, mailsOf } from './findings.ts'
import { type Answer, type Outcome, type Race, race, type Scene } from './race.ts'
import { type Case, operatorOf, pending, type Subscriber, sessions, subscriber } from './subjects.ts'

const ended = 'calendar/ended'
const chosen = 'Gelato.Turchese9x'
const title = { it: 'D.L. 76/2020', en: 'Decree-Law 76/2020' }
const past = '2021-02-28T00:00'

const course = (n: number, ends: SunsetCourseForm['ends']): SunsetCourseForm => ({
  ...{ operator: operatorOf(n), reason: 'D.L. 76/2020, art. 24, c. 4.', title, ends, means: ['spid'] },
})

/** Sets the course, and looks at the credential as soon as it holds. */
async function setAndLook(scene: Scene, n: number, ends: SunsetCourseForm['ends'], codiceFiscale: string) {
  await lookFirst(scene)
  const set = await scene.sportello.sunset.set(course(n, ends))
  if (!set.ok) return set
  const seen = await scene.sportello.credential.inspect({ operator: operatorOf(n), codiceFiscale })
  return { ok: true, value: { seen: seen.ok ? seen.value.status : seen.refusal.code } } as const
}

/** Nothing of the kind happened to the credential after the office has looked at it under the new course. */
function expectNoneAfterLook(outcome: Pick<Outcome<unknown>, 'contents'>, accountId: string, type: string): readonly string[] {
  const { records } = outcome.contents
  const row = records.find(({ key }) => key.endsWith(`/credential/${accountId}`))
  const story = typesOf(outcome, row?.key ?? '')
  const looked = story.lastIndexOf('CredentialViewed')
  return [
    ...(looked >= 0 ? [] : ['the office has not looked']),
    ...(story.lastIndexOf(type) < looked ? [] : [`${type} after the look under the new course`]),
  ]
}

const wonBy = (answers: readonly Answer[]): number => acceptedOf(others(answers)).length

/** The last secret in a letter of that kind. */
async function lettered(scene: Scene, kind: string, pattern: RegExp): Promise<string> {
  await scene.sportello.relay()
  return scene.sent.flatMap(({ id, text }) => (id.includes(`.${kind}.`) ? (pattern.exec(text)?.[1] ?? []) : [])).at(-1) ?? ''
}

export const sunsetRaces: readonly Race[] = [
  race<Case>({
    name: 'S1: approval/course set, the old calendar loses: what is not approved when the last issue is past never is',
    prepare: (scene) => pending(scene),
    client(scene, { id, dossierDigest }, n) {
      if (n === 0) return setAndLook(scene, n, { issue: past }, anna.codiceFiscale)
      return scene.sportello.approval.approve({ operator: operatorOf(n), id, dossierDigest })
    },
    async judge({ answers, contents, cast, after }) {
      const won = wonBy(answers)
      const issued = eventsCount(contents, 'credential', 'CredentialIssued')
      const [looked] = acceptedOf(office(answers)) as readonly { readonly seen: string }[]
      const again = await after.sportello.approval.approve({ operator, id: cast.id, dossierDigest: cast.dossierDigest })
      const { tooLate } = await after.sportello.sunset.sweep()
      return [
        ...expectRefusals(office(answers), []),
        ...expectRefusals(others(answers), [ended, 'approval/already-decided']),
        ...(won <= 1 ? [] : [`${won} approvals`]),
        ...expectCount('credentials issued', issued, won),
        ...expectCount('letters of it', mailsOf(contents, 'approved').length, won),
        ...((looked?.seen === 'temporary') === (won === 1) ? [] : [`the office has seen ${looked?.seen}: ${won} approvals`]),
        ...(code(again) === ended ? [] : [`afterwards: ${code(again)}`]),
        ...expectCount('applicants told that it has come too late', tooLate, 1 - won),
      ]
    },
  }),
  race<Subscriber & { readonly token: string }>({
    name: 'S1: recovery/course set, the old calendar loses: no password is replaced once that has ended',
    async prepare(scene) {
      const known = await subscriber(scene)
      accepted(await scene.sportello.recovery.request({ codiceFiscale: known.credentials.codiceFiscale }))
      return { ...known, token: await lettered(scene, 'recovery', /recovery#token=(\S+)/) }
    },
    client(scene, { credentials, token }, n) {
      if (n === 0) return setAndLook(scene, n, { 'password-replacement': past }, credentials.codiceFiscale)
      return scene.sportello.recovery.complete({ token, pin: credentials.pin, password: chosen, confirmation: chosen })
    },
    async judge(outcome) {
      const { answers, contents, cast, after } = outcome
      const won = wonBy(answers)
      const signedIn = await after.sportello.session.signIn({ ...cast.credentials, password: chosen })
      return [
        ...expectRefusals(office(answers), []),
        ...expectRefusals(others(answers), [ended, 'recovery/already-used', 'recovery/void']),
        ...(won <= 1 ? [] : [`${won} recoveries`]),
        ...expectCount('recoveries', eventsCount(contents, 'credential', 'PasswordRecovered'), won),
        ...expectNoneAfterLook(outcome, cast.accountId, 'PasswordRecovered'),
        ...(signedIn.ok === (won === 1) ? [] : [`${won} recoveries, and the new password is ${code(signedIn)}`]),
      ]
    },
  }),
  race<Subscriber & { readonly tokens: readonly string[]; readonly pin: string }>({
    name: 'S1: renewal/course set, the old calendar loses: no PIN is replaced once that has ended',
    async prepare(scene) {
      const known = await subscriber(scene)
      const tokens = await sessions(scene, known, 4)
      const { password } = known.credentials
      const started = accepted(await scene.sportello.pinRenewal.start({ token: tokens[0] ?? '', password }))
      const half = await lettered(scene, 'pin-renewal', /PIN, prime 4 cifre: (\d{4})/)
      return { ...known, tokens, pin: half + started.pinSecondHalf }
    },
    client(scene, { credentials, tokens, pin }, n) {
      if (n === 0) return setAndLook(scene, n, { 'pin-replacement': past }, credentials.codiceFiscale)
      return scene.sportello.pinRenewal.conclude({ token: tokens[n % 4] ?? '', pin })
    },
    judge(outcome) {
      const { answers, contents, cast } = outcome
      const won = wonBy(answers)
      return [
        ...expectRefusals(office(answers), []),
        ...expectRefusals(others(answers), [ended, 'session/not-active', 'pin-renewal/not-open']),
        ...(won <= 1 ? [] : [`${won} renewals`]),
        ...expectCount('renewals', eventsCount(contents, 'credential', 'PinRenewed'), won),
        ...expectNoneAfterLook(outcome, cast.accountId, 'PinRenewed'),
      ]
    },
  }),
  race<Subscriber>({
    name: 'S3, INV-22, INV-24: sign-in/course set, the old calendar loses: nobody signs in after the last use, and nothing moves it',
    prepare: (scene) => subscriber(scene),
    client(scene, { credentials }, n) {
      if (n === 0) return setAndLook(scene, n, { use: past }, credentials.codiceFiscale)
      return scene.sportello.session.signIn(credentials)
    },
    async judge(outcome) {
      const { answers, contents, cast, after } = outcome
      const opened = acceptedOf(others(answers)) as readonly { readonly token: string }[]
      const alive = await Promise.all(opened.map(({ token }) => after.sportello.session.check(token)))
      return [
        ...expectRefusals(office(answers), []),
        ...expectRefusals(others(answers), [ended]),
        // One was there before, to choose a password.
        ...expectCount('sign-ins', eventsCount(contents, 'credential', 'SignedIn') - 1, opened.length),
        ...expectNoneAfterLook(outcome, cast.accountId, 'SignedIn'),
        ...expectCount('sessions left', alive.filter(({ ok }) => ok).length, 0),
        ...(code(await after.sportello.session.signIn(cast.credentials)) === ended ? [] : ['somebody gets in']),
      ]
    },
  }),
]
