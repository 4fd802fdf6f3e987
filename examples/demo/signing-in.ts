/** Third act: the first sign-in opens only the change of the password; after that the door is open. */
import { defaultPolicy } from 'sportello'
import { platformRandom } from 'sportello/node'
import { checkPassword, generatePassword, messages } from 'sportello/password'
import { DemoError, must } from './ending.ts'
import { type Applied, deliver, type Stage } from './stage.ts'
import { moment, wordsFor } from './words.ts'

/** Breaks rules whatever the surname: small letters only, one of them three times. */
function weakPassword(surname: string): string {
  return `${surname.toLowerCase().replace(/\s/g, '')}aaa`
}

/** What a password manager would propose, without anything of the person in it. */
function strongPassword({ input: { shown, codiceFiscale, mail } }: Stage): string {
  const { surname, name, birthDate } = shown
  const facts = { codiceFiscale, surname, name, birthDate, mail }
  const policy = defaultPolicy.password
  for (;;) {
    const password = generatePassword(policy, platformRandom())
    if (checkPassword(password, policy, facts).length === 0) return password
  }
}

async function firstSignIn({ page, words, locale, sportello, input }: Stage, applied: Applied): Promise<string> {
  page.step('citizen', words.first.step)
  const { pinHalves, temporaryPassword: password } = applied
  const [fromLetter, fromScreen] = pinHalves
  page.fields([
    [words.form.code, input.codiceFiscale],
    ['PIN', words.first.pin(fromLetter, fromScreen)],
    [words.post.password, password],
  ])
  const pin = pinHalves.join('')
  const signIn = () => sportello.session.signIn({ codiceFiscale: input.codiceFiscale, pin, password })
  const first = must(await page.during(words.first.wait, signIn), locale)
  if (first.scope !== 'password-change') throw new DemoError('demo/scope', first.scope)
  page.done(words.first.done(moment(first.endsAt, locale)))
  const obligations = first.obligations.map((obligation) => wordsFor(words.first.obligation, obligation))
  page.list(first.failuresBefore === 0 ? obligations : [...obligations, words.first.failures(first.failuresBefore)])
  return first.token
}

async function changePassword(stage: Stage, token: string, current: string): Promise<string> {
  const { page, words, locale, sportello, input } = stage
  page.step('citizen', words.change.step)
  const weak = weakPassword(input.shown.surname)
  const tryWeak = () => sportello.credential.changePassword({ token, current, next: weak, confirmation: weak })
  const refused = await page.during(words.change.wait, tryWeak)
  if (refused.ok || refused.refusal.code !== 'credential/new-password') throw new DemoError('demo/weak-password', weak)
  page.refused(words.change.weak(weak))
  page.list(refused.refusal.violations.map(messages[locale]))

  const next = strongPassword(stage)
  const tryStrong = () => sportello.credential.changePassword({ token, current, next, confirmation: next })
  must(await page.during(words.change.wait, tryStrong), locale)
  page.done(words.change.done)
  await deliver(stage)
  return next
}

/** Answers with what must not be found in clear anywhere: the secrets of the citizen. */
export async function enter(stage: Stage, applied: Applied): Promise<readonly string[]> {
  const { page, words, locale, sportello, input } = stage
  const { pinHalves, temporaryPassword, ticket } = applied
  const pin = pinHalves.join('')
  const firstToken = await firstSignIn(stage, applied)
  const password = await changePassword(stage, firstToken, temporaryPassword)

  page.step('citizen', words.full.step)
  const signIn = () => sportello.session.signIn({ codiceFiscale: input.codiceFiscale, pin, password })
  const full = must(await page.during(words.full.wait, signIn), locale)
  if (full.scope !== 'full') throw new DemoError('demo/scope', full.scope)
  page.done(words.full.done(moment(full.endsAt, locale)))
  const { person, idleUntil } = must(await sportello.session.check(full.token), locale)
  page.done(words.full.checked(person === null ? '' : `${person.name} ${person.surname}`, moment(idleUntil, locale)))
  if ((await sportello.session.check(firstToken)).ok) throw new DemoError('demo/old-session', words.full.old)
  page.done(words.full.old)
  return [pin, temporaryPassword, password, ticket, firstToken, full.token]
}
