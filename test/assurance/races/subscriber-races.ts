/** Races about a credential: of its subscriber on two devices, of somebody who guesses, and of the office that steps in. */
import { refusedCode } from '../../support/counter.ts'
import { eventsByKey, rowsOf } from '../../support/soundness.ts'
import type { Contents } from '../../support/tables.ts'
import { acceptedOf, eventsCount, expectCount, expectOneAccepted, expectRefusals, mailsOf, statusOf } from './findings.ts'
import { type Outcome, type Race, race, type Scene } from './race.ts'
import { newcomer, operatorOf, type Subscriber, sessions, subscriber } from './subjects.ts'

type Signed = Subscriber & { readonly tokens: readonly string[] }

const chosen = (n: number): string => `Gelato.Turchese${n}x`

/** Each client wants a password of his own. */
const changes = ({ sportello }: Scene, { credentials: { password: current }, tokens }: Signed, n: number) =>
  sportello.credential.changePassword({
    token: tokens[n % tokens.length] ?? '',
    current,
    next: chosen(n),
    confirmation: chosen(n),
  })

/** One password was set, it is the winner's, it signs in, and the one before does not. */
async function expectOneChange({ answers, contents, cast, after }: Outcome<Signed>, before: number): Promise<readonly string[]> {
  const winner = answers.findIndex((answer) => 'ok' in answer && answer.ok)
  const { credentials } = cast
  const { signIn } = after.sportello.session
  const signed = await signIn({ ...credentials, password: chosen(winner) })
  const old = await signIn(credentials)
  return [
    ...expectOneAccepted(answers),
    ...expectRefusals(answers, ['session/not-active']),
    ...expectCount('changes', eventsCount(contents, 'credential', 'PasswordChanged'), before + 1),
    ...expectCount('mails', mailsOf(contents, 'password-changed').length, before + 1),
    ...(signed.ok && signed.value.scope === 'full' ? [] : ['the password of the winner does not sign in']),
    ...(old.ok ? ['the password before still signs in'] : []),
  ]
}

const credentialEvents = (contents: Contents, { accountId }: Subscriber) => {
  const key = contents.records.find((row) => row.key.endsWith(`/credential/${accountId}`))?.key ?? ''
  return eventsByKey(contents)(key)
}

// No delay stands in the way of a guess: only the limit does.
const undelayed = { credential: { strangersJudgedMax: 10_000 }, throttle: { freeFailures: 1_000, delayMs: 0 } }

export const subscriberRaces: readonly Race[] = [
  race<Signed>({
    name: 'INV-09: first login/first login, the temporary password is changed once',
    listed: true,
    async prepare(scene) {
      const fresh = await newcomer(scene)
      return { ...fresh, tokens: await sessions(scene, fresh, 4) }
    },
    client: changes,
    judge: (outcome) => expectOneChange(outcome, 0),
  }),
  race<Signed>({
    name: 'INV-11: password change/change, one of them stands and ends every session',
    listed: true,
    async prepare(scene) {
      const known = await subscriber(scene)
      return { ...known, tokens: await sessions(scene, known, 4) }
    },
    client: changes,
    async judge(outcome) {
      const { after, cast, contents } = outcome
      const findings = await expectOneChange(outcome, 1)
      const alive: string[] = []
      for (const token of cast.tokens) if ((await after.sportello.session.check(token)).ok) alive.push(token)
      return [
        ...findings,
        ...expectCount('sessions that outlived the change', alive.length, 0),
        ...expectCount('status', Number(statusOf(contents, 'credential', cast.accountId) === 'active'), 1),
      ]
    },
  }),
  race<Signed>({
    name: 'first login/sign-in with the temporary password, none gets in on it after the change',
    async prepare(scene) {
      const fresh = await newcomer(scene)
      return { ...fresh, tokens: await sessions(scene, fresh, 2) }
    },
    client: (scene, cast, n) => (n % 2 === 0 ? changes(scene, cast, n) : scene.sportello.session.signIn(cast.credentials)),
    async judge({ answers, contents, cast, after }) {
      const changed = answers.filter((_, n) => n % 2 === 0)
      const tokens = acceptedOf(answers.filter((_, n) => n % 2 !== 0)).map((value) => (value as { readonly token: string }).token)
      const alive: string[] = []
      for (const token of tokens) if ((await after.sportello.session.check(token)).ok) alive.push(token)
      const events = credentialEvents(contents, cast)
      const change = events.findIndex(({ type }) => type === 'PasswordChanged')
      const done = acceptedOf(changed).length
      return [
        ...expectRefusals(answers, ['session/not-active', 'session/sign-in-refused']),
        ...(done <= 1 ? [] : [`${done} changes were accepted`]),
        ...expectCount('changes', eventsCount(contents, 'credential', 'PasswordChanged'), done),
        ...expectCount('mails', mailsOf(contents, 'password-changed').length, done),
        ...expectCount('sessions that outlived the change', done === 1 ? alive.length : 0, 0),
        ...expectCount(
          'sign-ins after the change',
          change < 0 ? 0 : events.slice(change).filter(({ type }) => type === 'SignedIn').length,
          0,
        ),
      ]
    },
  }),
  race<Subscriber>({
    name: 'INV-10: thirty-two wrong PINs against the limit of five, not one more is judged',
    listed: true,
    policy: undelayed,
    prepare: subscriber,
    client: ({ sportello }, { credentials }, n) =>
      sportello.session.signIn({
        ...credentials,
        pin: String((Number(credentials.pin) + 1 + n) % 1_000_000_000).padStart(9, '0'),
      }),
    async judge({ answers, contents, cast, after }) {
      const judged = credentialEvents(contents, cast).filter(({ reason }) => reason === 'wrong-pin').length
      const suspended = judged === 5 ? 1 : 0
      const right = await after.sportello.session.signIn(cast.credentials)
      return [
        ...expectCount('let in', acceptedOf(answers).length, 0),
        ...expectRefusals(answers, ['session/sign-in-refused']),
        ...(judged >= 1 && judged <= 5 ? [] : [`${judged} PINs were judged`]),
        ...expectCount('times suspended', eventsCount(contents, 'credential', 'CredentialSuspended'), suspended),
        ...expectCount('mails', mailsOf(contents, 'suspended').length, suspended),
        ...(right.ok === (suspended === 0) ? [] : ['the right PIN opens what is suspended, or does not open what is not']),
      ]
    },
  }),
  race<Subscriber>({
    name: 'L3: one right PIN among wrong ones, it opens one session or none, and never after the suspension',
    policy: undelayed,
    prepare: subscriber,
    client: ({ sportello }, { credentials }, n) =>
      sportello.session.signIn(n === 16 ? credentials : { ...credentials, pin: String(100_000_000 + n) }),
    judge({ answers, contents, cast }) {
      const events = credentialEvents(contents, cast)
      const suspension = events.findIndex(({ type }) => type === 'CredentialSuspended')
      const last = events.map(({ type }) => type).lastIndexOf('SignedIn')
      const open = rowsOf(contents).filter(({ kind, value }) => kind === 'session' && value['scope'] === 'full')
      return [
        ...expectRefusals(answers, ['session/sign-in-refused']),
        ...expectCount('sessions', open.length, acceptedOf(answers).length),
        ...(suspension >= 0 && last > suspension ? ['somebody signed in after the suspension'] : []),
      ]
    },
  }),
  race<Subscriber>({
    name: 'sign-in/revoke, no session outlives the revocation',
    prepare: subscriber,
    client: ({ sportello }, { credentials }, n) =>
      n % 8 === 0
        ? sportello.credential.revoke({
            operator: operatorOf(n),
            codiceFiscale: credentials.codiceFiscale,
            reason: 'Su richiesta.',
          })
        : sportello.session.signIn(credentials),
    async judge({ answers, contents, cast, after }) {
      const revoked = answers.filter((_, n) => n % 8 === 0)
      const tokens = acceptedOf(answers.filter((_, n) => n % 8 !== 0)).map((value) => (value as { readonly token: string }).token)
      const done = acceptedOf(revoked).length
      const alive: string[] = []
      for (const token of tokens) if ((await after.sportello.session.check(token)).ok) alive.push(token)
      return [
        ...expectRefusals(revoked, ['credential/revoked']),
        ...(done <= 1 ? [] : [`${done} revocations were accepted`]),
        ...expectCount('revocations', eventsCount(contents, 'credential', 'CredentialRevoked'), done),
        ...expectCount('mails', mailsOf(contents, 'revoked').length, done),
        ...expectCount('revoked', Number(statusOf(contents, 'credential', cast.accountId) === 'revoked'), done),
        ...expectCount('sessions that outlived it', done === 1 ? alive.length : 0, 0),
      ]
    },
  }),
  race<Subscriber>({
    name: 'reactivate/reactivate, a suspended credential is reactivated once and its subscriber told once',
    policy: undelayed,
    async prepare(scene) {
      const known = await subscriber(scene)
      for (let i = 0; i < 5; i += 1) {
        refusedCode(await scene.sportello.session.signIn({ ...known.credentials, pin: '123456789' }))
      }
      return known
    },
    client: ({ sportello }, { credentials: { codiceFiscale } }, n) =>
      sportello.credential.reactivate({ operator: operatorOf(n), codiceFiscale, reason: 'Riconosciuta.' }),
    judge: ({ answers, contents, cast }) => [
      ...expectOneAccepted(answers),
      ...expectRefusals(answers, ['credential/not-suspended']),
      ...expectCount('reactivations', eventsCount(contents, 'credential', 'CredentialReactivated'), 1),
      ...expectCount('mails', mailsOf(contents, 'reactivated').length, 1),
      ...expectCount('active', Number(statusOf(contents, 'credential', cast.accountId) === 'active'), 1),
    ],
  }),
]
