/** What a subscriber does with a credential, now and then clumsily; what guessers do; and what the office does about it. */
import { setTimeout } from 'node:timers/promises'
import type { Sportello } from 'sportello'
import { askForHelp } from './help.ts'
import { move } from './mover.ts'
import { type Credentials, chance, item, operatorOf, type Ways } from './ways.ts'

const nobody = ['session/sign-in-refused']
const ended = ['session/not-active']

/** The life of a credential, as its subscriber and the office lead it. */
export async function hold(ways: Ways, counter: Sportello, first: Credentials): Promise<void> {
  const { clerk, draw } = ways
  const { session, credential } = counter
  const signIn = (given: Credentials) => clerk.ask('sign in', () => session.signIn(given), nobody)
  const wrong = (given: Credentials) =>
    clerk.deny(
      'sign in, wrong',
      () => session.signIn({ ...given, ...item(ways, [{ pin: '000000000' }, { password: 'Sbagliata.1' }, { pin: 'nove' }]) }),
      nobody,
    )
  if (chance(ways, 40)) await wrong(first)
  const temporary = await signIn(first)
  // Not approved, or suspended meanwhile.
  if (temporary === undefined) return
  const chosen = `Gelato.Turchese${10 + draw(80)}x`
  if (chance(ways, 15)) {
    const weak = { token: temporary.token, current: first.password, next: 'corta', confirmation: 'corta' }
    await clerk.deny('change password, weak', () => credential.changePassword(weak), [...ended, 'credential/new-password'])
  }
  const changed = await change(ways, counter, temporary.token, first.password, chosen)
  const own = changed ? { ...first, password: chosen } : first
  for (let visits = 1 + draw(4); visits > 0; visits -= 1) await visit(ways, counter, own, signIn, wrong)
  if (chance(ways, 45)) await move(ways, counter, own)
  if (chance(ways, 20)) await askForHelp(ways, counter, own.codiceFiscale)
  if (chance(ways, 20)) await beSuspended(ways, counter, own)
  if (chance(ways, 25)) await leave(ways, counter, own)
}

async function change(
  { clerk }: Ways,
  { credential }: Sportello,
  token: string,
  current: string,
  next: string,
): Promise<boolean> {
  const given = { token, current, next, confirmation: next }
  const codes = [
    ...ended,
    'credential/wrong-password',
    'credential/suspended',
    'credential/revoked',
    'credential/expired',
    'credential/new-password',
  ]
  return (await clerk.ask('change password', () => credential.changePassword(given), codes)) !== undefined
}

type SignIn = (given: Credentials) => Promise<{ readonly token: string } | undefined>

async function visit(
  ways: Ways,
  counter: Sportello,
  own: Credentials,
  signIn: SignIn,
  wrong: (given: Credentials) => Promise<unknown>,
): Promise<void> {
  const { clerk, draw } = ways
  const { session, credential } = counter
  if (chance(ways, 20)) await wrong(own)
  const signed = await signIn(own)
  if (signed === undefined) return
  const { token } = signed
  for (let looks = draw(5); looks > 0; looks -= 1) await clerk.ask('check', () => session.check(token), ended)
  if (chance(ways, 50)) {
    await clerk.ask('end', () => session.end(token), ended)
    await clerk.deny('check, ended', () => session.check(token), ended)
  }
  if (chance(ways, 10))
    await clerk.ask('end sessions', () => credential.endSessions({ token }), [...ended, 'credential/suspended'])
}

/** Five wrong PINs with the right password, until the office lets the subscriber in again. */
async function beSuspended(ways: Ways, { session, credential }: Sportello, own: Credentials): Promise<void> {
  const { clerk } = ways
  for (let guesses = 0; guesses < 7; guesses += 1) {
    await clerk.deny('sign in, guessed', () => session.signIn({ ...own, pin: '123456789' }), nobody)
    // In this time the delays are short.
    await setTimeout(2)
  }
  const operator = operatorOf(ways)
  const { codiceFiscale } = own
  await clerk.ask('inspect credential', () => credential.inspect({ operator, codiceFiscale }), ['credential/not-found'])
  await clerk.ask('reactivate', () => credential.reactivate({ operator, codiceFiscale, reason: 'Riconosciuta.' }), [
    'credential/not-suspended',
    'credential/not-found',
    'credential/revoked',
    'credential/expired',
  ])
  await clerk.ask('sign in', () => session.signIn(own), nobody)
}

/** The credential ends, by its subscriber or by the office, and the person wants to see and then to erase what is kept. */
async function leave(ways: Ways, { session, credential, subject }: Sportello, own: Credentials): Promise<void> {
  const { clerk } = ways
  const operator = operatorOf(ways)
  const { codiceFiscale } = own
  const gone = ['credential/revoked', 'credential/expired', 'credential/not-found']
  if (chance(ways, 50)) {
    await clerk.ask('revoke', () => credential.revoke({ operator, codiceFiscale, reason: 'Su richiesta.' }), gone)
  } else {
    const signed = await clerk.ask('sign in', () => session.signIn(own), nobody)
    if (signed === undefined) return
    await clerk.ask('revoke own', () => credential.revokeOwn({ ...own, token: signed.token, reason: 'Non mi serve.' }), [
      ...ended,
      ...gone,
    ])
  }
  if (chance(ways, 70)) await clerk.ask('export', () => subject.export({ operator, codiceFiscale }), ['subject/not-found'])
  if (chance(ways, 70)) {
    const given = { operator, codiceFiscale, reason: 'Lettera 12 del protocollo.' }
    await clerk.ask('erase', () => subject.erase(given), [
      'subject/not-found',
      'subject/credential-in-force',
      'subject/open-request',
    ])
  }
}
