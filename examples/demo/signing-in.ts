/** Third act: the first sign-in opens only the change of the password; after that the door is open. */
import { defaultPolicy } from 'sportello'
import { platformRandom } from 'sportello/node'
import { checkPassword, generatePassword, messages } from 'sportello/password'
import { DemoError, must } from './ending.ts'
import { type Applied, deliver, type Stage, send } from './stage.ts'
import { moment, wordsFor } from './words.ts'

/** Breaks rules whatever the surname: small letters only, one of them three times. */
function weakPassword(surname: string): string {
  return `${surname.toLowerCase().replace(/\s/g, '')}aaa`
}

/** What a password manager would propose, without anything of the person in it. */
export function strongPassword({ input: { shown, codiceFiscale, email: mail } }: Stage): string {
  const { surname, name, birthDate } = shown
  const facts = { codiceFiscale, surname, name, birthDate, email: mail }
  const policy = defaultPolicy.password
  for (;;) {
    const password = generatePassword(policy, platformRandom())
    if (checkPassword(password, policy, facts).length === 0) return password
  }
}

async function firstSignIn(stage: Stage, applied: Applied): Promise<string> {
  const { page, words, locale, sportello, input, citizen } = stage
  page.step('citizen', words.first.step)
  const { pinHalves, temporaryPassword: password } = applied
  const [fromLetter, fromScreen] = pinHalves
  page.fields([
    [words.form.code, input.codiceFiscale],
    ['PIN', words.first.pin(fromLetter, fromScreen)],
    [words.post.password, password],
  ])
  const pin = pinHalves.join('')
  const credentials = { codiceFiscale: input.codiceFiscale, pin, password }
  const signIn = () => send(stage, 'first', (options) => sportello.session.signIn(credentials, options))
  const first = must(await page.during(words.first.wait, signIn), locale)
  await citizen.keep({ firstToken: first.token })
  if (first.scope !== 'password-change') throw new DemoError('demo/scope', first.scope)
  page.done(words.first.done(moment(first.endsAt, locale)))
  const obligations = first.obligations.map((obligation) => wordsFor(words.first.obligation, obligation))
  page.list(first.failuresBefore === 0 ? obligations : [...obligations, words.first.failures(first.failuresBefore)])
  return first.token
}

/** Always the same one, so that a change whose answer was lost is the same change again. */
async function chosenPassword(stage: Stage): Promise<string> {
  const { citizen } = stage
  const chosen = citizen.has().newPassword ?? strongPassword(stage)
  await citizen.keep({ newPassword: chosen })
  return chosen
}

/** The change itself; once more it only says that it is done. */
async function change(stage: Stage, token: string, current: string, next: string) {
  const given = { token, current, next, confirmation: next }
  return send(stage, 'change', (options) => stage.sportello.credential.changePassword(given, options))
}

async function changePassword(stage: Stage, token: string, current: string): Promise<void> {
  const { page, words, locale, sportello, input } = stage
  page.step('citizen', words.change.step)
  const weak = weakPassword(input.shown.surname)
  const tryWeak = () => sportello.credential.changePassword({ token, current, next: weak, confirmation: weak })
  const refused = await page.during(words.change.wait, tryWeak)
  if (refused.ok || refused.refusal.code !== 'credential/new-password') throw new DemoError('demo/weak-password', weak)
  page.refused(words.change.weak(weak))
  page.list(refused.refusal.violations.map(messages[locale]))

  const next = await chosenPassword(stage)
  must(await page.during(words.change.wait, () => change(stage, token, current, next)), locale)
  page.done(words.change.done)
}

/** The first sign-in and the change of the password, as far as they are not done. Answers with the token of the first sign-in. */
async function changeFirstPassword(stage: Stage, applied: Applied): Promise<string> {
  const { page, words, sportello, citizen } = stage
  const { firstToken, newPassword } = citizen.has()
  const { temporaryPassword } = applied
  if (firstToken !== null) {
    const isOpen = (await sportello.session.check(firstToken)).ok
    // A session that is over changes nothing more: a yes is the answer of before.
    const isChanged = !isOpen && newPassword !== null && (await change(stage, firstToken, temporaryPassword, newPassword)).ok
    if (isOpen || isChanged) page.past('citizen', words.first.step)
    if (isChanged) page.past('citizen', words.change.step)
    if (isOpen) await changePassword(stage, firstToken, temporaryPassword)
    if (isOpen || isChanged) return firstToken
  }
  const token = await firstSignIn(stage, applied)
  await changePassword(stage, token, temporaryPassword)
  return token
}

async function fullSignIn(stage: Stage, pin: string, firstToken: string): Promise<string> {
  const { page, words, locale, sportello, input, citizen } = stage
  const { fullToken, newPassword } = citizen.has()
  if (fullToken !== null && (await sportello.session.check(fullToken)).ok) {
    page.past('citizen', words.full.step)
    return fullToken
  }
  page.step('citizen', words.full.step)
  const credentials = { codiceFiscale: input.codiceFiscale, pin, password: newPassword ?? '' }
  const signIn = () => send(stage, 'full', (options) => sportello.session.signIn(credentials, options))
  const full = must(await page.during(words.full.wait, signIn), locale)
  await citizen.keep({ fullToken: full.token })
  if (full.scope !== 'full') throw new DemoError('demo/scope', full.scope)
  page.done(words.full.done(moment(full.endsAt, locale)))
  const { person, idleUntil } = must(await sportello.session.check(full.token), locale)
  page.done(words.full.checked(person === null ? '' : `${person.name} ${person.surname}`, moment(idleUntil, locale)))
  if ((await sportello.session.check(firstToken)).ok) throw new DemoError('demo/old-session', words.full.old)
  page.done(words.full.old)
  return full.token
}

/** Answers with the record of the credential, and with what must not be found in clear anywhere: the secrets of the citizen. */
export async function enter(
  stage: Stage,
  applied: Applied,
): Promise<{ readonly accountId: string; readonly secrets: readonly string[] }> {
  const { locale, sportello, citizen } = stage
  const { pinHalves, temporaryPassword, ticket } = applied
  const pin = pinHalves.join('')
  const firstToken = await changeFirstPassword(stage, applied)
  await deliver(stage, 'password-changed')
  const fullToken = await fullSignIn(stage, pin, firstToken)
  const { accountId } = must(await sportello.session.check(fullToken), locale)
  const password = citizen.has().newPassword ?? ''
  return { accountId, secrets: [pin, temporaryPassword, password, ticket, firstToken, fullToken] }
}
