/** Races about what replaces a secret, what suspends, and where a codice fiscale leads. */
import { accepted, newPassword, operator } from '../../support/counter.ts'
import { eventsByKey } from '../../support/soundness.ts'
import { bianchi, type Changing, changingPec, confirm, confirmed, expectEnding, oldPec } from './changes.ts'
import {
  acceptedOf,
  even,
  eventsCount,
  expectCount,
  expectOneAccepted,
  expectRefusals,
  mailsOf,
  odd,
  statusOf,
} from './findings.ts'
import { type Outcome, type Race, race, type Scene } from './race.ts'
import { type Case, newcomer, operatorOf, pending, type Subscriber, sessions, subscriber } from './subjects.ts'

/** By omocodia: nobody has it yet. */
const newCode = 'VRDNNA80A41L21VO'
const document = { kind: 'tax-code-certificate', number: 'AE202617', issuedOn: '2026-01-01' } as const
const reason = 'Chiesto allo sportello.'

const chosen = (n: number): string => `Gelato.Turchese${n}x`

/** The answers of every eighth client, and those of the others. */
const eighth = <T>(answers: readonly T[]): readonly T[] => answers.filter((_, n) => n % 8 === 0)
const rest = <T>(answers: readonly T[]): readonly T[] => answers.filter((_, n) => n % 8 !== 0)

/** Opens the page before it confirms, as a person does: so that a suspension, which reads more, comes first as well. */
async function lookAndConfirm(scene: Scene, cast: Changing, n: number) {
  await scene.sportello.pecChange.inspectByLink(cast.links[(n >> 1) % 2] ?? '')
  return confirm(scene, cast, n)
}

const tokensOf = (values: readonly unknown[]): readonly string[] =>
  values.map((value) => (value as { readonly token: string }).token)

/** How many of the sessions still open something. */
async function alive({ sportello }: Scene, tokens: readonly string[]): Promise<number> {
  let count = 0
  for (const token of tokens) if ((await sportello.session.check(token)).ok) count += 1
  return count
}

/** True where these secrets sign in now. */
const opens = async ({ sportello }: Scene, credentials: Subscriber['credentials']): Promise<boolean> =>
  (await sportello.session.signIn(credentials)).ok

/** How many sign-ins the journal has after an event of that type. */
function signInsAfter({ contents, cast }: Outcome<Subscriber>, type: string): number {
  const key = contents.records.find((row) => row.key.endsWith(`/credential/${cast.accountId}`))?.key ?? ''
  const types = eventsByKey(contents)(key).map((event) => event.type)
  return types.slice(types.indexOf(type) + 1).filter((other) => other === 'SignedIn').length
}

/** The last secret in a letter of that kind. */
async function lettered(scene: Scene, kind: string, pattern: RegExp): Promise<string> {
  await scene.sportello.relay()
  return scene.sent.flatMap(({ id, text }) => (id.includes(`.${kind}.`) ? (pattern.exec(text)?.[1] ?? []) : [])).at(-1) ?? ''
}

const rebinds = ({ sportello }: Scene, codiceFiscale: string, n: number) =>
  sportello.rebinding.rebind({
    ...{ operator: operatorOf(n), codiceFiscale, newCodiceFiscale: newCode, document, reason, despiteMismatch: true },
  })

export const lostSecretRaces: readonly Race[] = [
  race<Subscriber & { readonly tokens: readonly string[]; readonly pin: string }>({
    name: 'renewal concluded/revoked, the new PIN counts once or not at all, and nothing opens afterwards',
    promised: true,
    async prepare(scene) {
      const known = await subscriber(scene)
      const tokens = await sessions(scene, known, 4)
      const { password } = known.credentials
      const started = accepted(await scene.sportello.pinRenewal.start({ token: tokens[0] ?? '', password }))
      const half = await lettered(scene, 'pin-renewal', /PIN, prime 4 cifre: (\d{4})/)
      return { ...known, tokens, pin: half + started.pinSecondHalf }
    },
    client: ({ sportello }, { credentials: { codiceFiscale }, tokens, pin }, n) =>
      n % 8 === 0
        ? sportello.credential.revoke({ operator: operatorOf(n), codiceFiscale, reason })
        : sportello.pinRenewal.conclude({ token: tokens[n % 4] ?? '', pin }),
    async judge({ answers, contents, cast, after }) {
      const renewed = acceptedOf(rest(answers)).length
      const { credentials, pin } = cast
      return [
        ...expectRefusals(eighth(answers), ['credential/revoked']),
        ...expectRefusals(rest(answers), ['session/not-active', 'pin-renewal/not-open']),
        ...(renewed <= 1 ? [] : [`${renewed} renewals`]),
        ...expectCount('revoked', acceptedOf(eighth(answers)).length, 1),
        ...expectCount('renewals', eventsCount(contents, 'credential', 'PinRenewed'), renewed),
        ...expectCount('mails of it', mailsOf(contents, 'pin-renewed').length, renewed),
        ...expectCount('mails of the revocation', mailsOf(contents, 'revoked').length, 1),
        ...expectCount('sessions left', await alive(after, cast.tokens), 0),
        ...((await opens(after, credentials)) || (await opens(after, { ...credentials, pin })) ? ['somebody gets in'] : []),
      ]
    },
  }),
  race<Subscriber & { readonly tokens: readonly string[]; readonly link: string }>({
    name: 'recovery used/password changed, one password stands, and neither the link nor a session outlives it',
    promised: true,
    async prepare(scene) {
      const known = await subscriber(scene)
      const tokens = await sessions(scene, known, 4)
      accepted(await scene.sportello.recovery.request({ codiceFiscale: known.credentials.codiceFiscale }))
      return { ...known, tokens, link: await lettered(scene, 'recovery', /\/recovery#token=(\S+)/) }
    },
    client({ sportello }, { credentials: { pin, password: current }, tokens, link }, n) {
      const password = chosen(n)
      return n % 2 === 0
        ? sportello.recovery.complete({ token: link, pin, password, confirmation: password })
        : sportello.credential.changePassword({ token: tokens[n % 4] ?? '', current, next: password, confirmation: password })
    },
    async judge({ answers, contents, cast, after }) {
      const winner = answers.findIndex((answer) => 'ok' in answer && answer.ok)
      const isRecovered = winner % 2 === 0
      const { credentials, link } = cast
      const view = await after.sportello.recovery.inspect(link)
      return [
        ...expectOneAccepted(answers),
        ...expectRefusals(even(answers), ['recovery/already-used', 'recovery/void']),
        ...expectRefusals(odd(answers), ['session/not-active']),
        ...expectCount('recoveries', eventsCount(contents, 'credential', 'PasswordRecovered'), isRecovered ? 1 : 0),
        ...expectCount('changes', eventsCount(contents, 'credential', 'PasswordChanged'), isRecovered ? 1 : 2),
        ...expectCount(
          'mails',
          mailsOf(contents, isRecovered ? 'password-recovered' : 'password-changed').length,
          isRecovered ? 1 : 2,
        ),
        ...(view.ok && view.value.status === 'open' ? ['the link is still open'] : []),
        ...expectCount('sessions left', await alive(after, cast.tokens), 0),
        ...((await opens(after, credentials)) ? ['the password before still signs in'] : []),
        ...((await opens(after, { ...credentials, password: chosen(winner) })) ? [] : ['the winner does not sign in']),
      ]
    },
  }),
  race<Subscriber>({
    name: 'reissue/first sign-in, the secrets before and what they have opened are over',
    promised: true,
    prepare: (scene) => newcomer(scene),
    client: ({ sportello }, { id, credentials }, n) =>
      n % 8 === 0
        ? sportello.approval.reissue({ operator: operatorOf(n), id, reason, inPerson: true })
        : sportello.session.signIn(credentials),
    async judge(outcome) {
      const { answers, contents, cast, after } = outcome
      const reissued = acceptedOf(eighth(answers)) as readonly { readonly ticket: string }[]
      const halves: string[] = []
      for (const { ticket } of reissued) {
        const shown = await after.sportello.registration.showPinHalf(ticket)
        if (shown.ok) halves.push(shown.value.pinSecondHalf)
      }
      return [
        ...expectRefusals(answers, ['session/sign-in-refused']),
        ...(reissued.length > 0 ? [] : ['nothing was issued anew']),
        ...expectCount('issues', eventsCount(contents, 'credential', 'CredentialReissued'), reissued.length),
        ...expectCount('letters', mailsOf(contents, 'reissued').length, reissued.length),
        ...expectCount('sessions left', await alive(after, tokensOf(acceptedOf(rest(answers)))), 0),
        ...expectCount('sign-ins after it', signInsAfter(outcome, 'CredentialReissued'), 0),
        ...expectCount('tickets that show a half', halves.length, 1),
        ...((await opens(after, cast.credentials)) ? ['the secrets before still sign in'] : []),
      ]
    },
  }),
  race<Subscriber>({
    name: 'O12: rebinding/sign-in, one of the office moves the account, and the old code opens nothing from then on',
    promised: true,
    prepare: (scene) => subscriber(scene),
    client: (scene, { credentials }, n) =>
      n % 8 === 0 ? rebinds(scene, credentials.codiceFiscale, n) : scene.sportello.session.signIn(credentials),
    async judge(outcome) {
      const { answers, contents, cast, after } = outcome
      const { credentials } = cast
      return [
        ...expectOneAccepted(eighth(answers)),
        ...expectRefusals(eighth(answers), ['credential/not-found']),
        ...expectRefusals(rest(answers), ['session/sign-in-refused']),
        ...expectCount('times rebound', eventsCount(contents, 'credential', 'CredentialRebound'), 1),
        ...expectCount('mails', mailsOf(contents, 'rebound').length, 1),
        ...expectCount('sign-ins after it', signInsAfter(outcome, 'CredentialRebound'), 0),
        ...expectCount('sessions left', await alive(after, tokensOf(acceptedOf(rest(answers)))), 0),
        ...((await opens(after, credentials)) ? ['the old code still signs in'] : []),
        ...((await opens(after, { ...credentials, codiceFiscale: newCode })) ? [] : ['the new code does not sign in']),
      ]
    },
  }),
  race<{ readonly one: Subscriber; readonly other: Subscriber }>({
    name: 'O12: two accounts/one new code, one of them gets it and the other keeps its own',
    promised: true,
    prepare: async (scene) => ({ one: await subscriber(scene), other: await subscriber(scene, bianchi) }),
    client: (scene, { one, other }, n) => rebinds(scene, (n % 2 === 0 ? one : other).credentials.codiceFiscale, n),
    async judge({ answers, contents, cast, after }) {
      const isOne = acceptedOf(even(answers)).length === 1
      const [winner, loser] = isOne ? [cast.one, cast.other] : [cast.other, cast.one]
      const view = await after.sportello.rebinding.inspect({ operator, codiceFiscale: newCode })
      return [
        ...expectOneAccepted(answers),
        ...expectRefusals(answers, ['rebinding/code-taken', 'credential/not-found']),
        ...expectCount('times rebound', eventsCount(contents, 'credential', 'CredentialRebound'), 1),
        ...(view.ok && view.value.accountId === winner.accountId ? [] : ['the new code leads to somebody else']),
        ...((await opens(after, { ...winner.credentials, codiceFiscale: newCode })) ? [] : ['the winner does not sign in']),
        ...((await opens(after, loser.credentials)) ? [] : ['the other does not sign in any more']),
      ]
    },
  }),
  race<{ readonly known: Subscriber; readonly filed: Case }>({
    name: 'O12: rebinding/approval of a request under the new code, the person has one account by it',
    promised: true,
    async prepare(scene) {
      const known = await subscriber(scene)
      return { known, filed: await pending(scene, 'altra@example.it', { ...bianchi, codiceFiscale: newCode }) }
    },
    client: (scene, { known, filed: { id, dossierDigest } }, n) =>
      n % 2 === 0
        ? rebinds(scene, known.credentials.codiceFiscale, n)
        : scene.sportello.approval.approve({ operator: operatorOf(n), id, dossierDigest }),
    async judge({ answers, contents, cast, after }) {
      const isMoved = acceptedOf(even(answers)).length === 1
      const view = await after.sportello.rebinding.inspect({ operator, codiceFiscale: newCode })
      const leads = view.ok && view.value.accountId === cast.known.accountId
      return [
        ...expectOneAccepted(answers),
        ...expectRefusals(even(answers), ['rebinding/code-taken', 'credential/not-found']),
        ...expectRefusals(odd(answers), ['approval/rebound', 'approval/already-decided']),
        ...expectCount('credentials', eventsCount(contents, 'credential', 'CredentialIssued'), isMoved ? 1 : 2),
        ...(leads === isMoved ? [] : ['the code leads elsewhere']),
      ]
    },
  }),
  race<Changing>({
    name: 'suspend/confirm, a link that has not confirmed by then never does',
    promised: true,
    prepare: (scene) => changingPec(scene),
    client: (scene, cast, n) =>
      n % 8 === 0
        ? scene.sportello.credential.suspend({
            ...{ operator: operatorOf(n), codiceFiscale: cast.credentials.codiceFiscale, reason },
          })
        : lookAndConfirm(scene, cast, n),
    async judge(outcome) {
      const { answers, contents, cast, after } = outcome
      const won = acceptedOf(rest(answers)).length
      const again = await after.sportello.pecChange.confirm(cast.links[1])
      const code = again.ok ? 'ok' : again.refusal.code
      return [
        ...expectOneAccepted(eighth(answers)),
        ...expectRefusals(eighth(answers), ['credential/suspended']),
        ...expectRefusals(rest(answers), ['pec-change/already-confirmed', 'pec-change/void']),
        ...(won <= 1 ? [] : [`${won} confirmations`]),
        ...expectCount('suspensions', eventsCount(contents, 'credential', 'CredentialSuspended'), 1),
        ...expectCount('suspended', Number(statusOf(contents, 'credential', cast.accountId) === 'suspended'), 1),
        ...(code === (won === 1 ? 'pec-change/already-confirmed' : 'pec-change/void') ? [] : [`afterwards: ${code}`]),
        ...(await expectEnding(outcome, cast, won === 1 ? confirmed : { status: 'void', pec: oldPec, open: true, told: [] })),
        ...((await opens(after, { ...cast.credentials, password: newPassword })) ? ['what is suspended opens'] : []),
      ]
    },
  }),
]
